"""The answers to each fact as schemas: the question to read, the choices to take one from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from compliance.export.schemas.as_written import DAY, NUMBER, YES_NO
from compliance.model.profiles import OTHERS
from compliance.model.rulebook import Fact, FactId

Schema = dict[str, Any]

ANY_ONE = "any one"
_BESIDE = ("since", "until", "evidence", "note", "lead", "public")
"""The keys of an answer that do not say what it is."""


class AnswersByFact(NamedTuple):
    """An answer for each fact, and the definitions that these refer to."""

    properties: dict[FactId, Schema]
    definitions: dict[str, Schema]


def as_profile_has_them(facts: Mapping[FactId, Fact]) -> AnswersByFact:
    """One answer or a list of dated ones, each with its sources and days."""
    beside = {key: _reference("Answer", "properties", key) for key in _BESIDE}

    def dated(answer: Schema) -> Schema:
        return {"anyOf": [answer, {"type": "array", "items": answer, "minItems": 1}]}

    return _by_fact(facts, lambda forms: _object({**forms, **beside}), dated)


def as_promised(facts: Mapping[FactId, Fact]) -> AnswersByFact:
    """What an answer is to be, without source and day."""
    return _by_fact(facts, lambda forms: _object(forms, minProperties=1))


def as_case_has_them(facts: Mapping[FactId, Fact]) -> AnswersByFact:
    """A value by itself, one of the other forms, or members one by one."""

    def told(forms: dict[str, Schema]) -> Schema:
        others = {key: form for key, form in forms.items() if key != "value"}
        return (
            {"anyOf": [forms["value"], _object(others, minProperties=1)]}
            if others
            else forms["value"]
        )

    return _by_fact(facts, told, any_one=True)


def _by_fact(
    facts: Mapping[FactId, Fact],
    answer: Callable[[dict[str, Schema]], Schema],
    written: Callable[[Schema], Schema] = lambda answer: answer,
    *,
    any_one: bool = False,
) -> AnswersByFact:
    """For each fact its question and its ``answer``, made of the forms that it can have.

    Facts with nothing of their own to choose from share the answer of their type.
    """
    properties: dict[FactId, Schema] = {}
    definitions: dict[str, Schema] = {}
    for name, fact in facts.items():
        shape = name if fact.choices else fact.type
        if shape not in definitions:
            definitions[shape] = _members(fact, any_one) if fact.type == "many" else _value(fact)
            definitions[f"{shape}_answer"] = answer(_forms(fact, _reference(shape)))
        told = "\n\n".join(_told(fact))
        properties[name] = {"description": told, **written(_reference(f"{shape}_answer"))}
    return AnswersByFact(properties, definitions)


def _reference(*keys: str) -> Schema:
    return {"$ref": "/".join(("#/$defs", *keys))}


def _told(fact: Fact) -> Iterator[str]:
    """What an editor shows of a fact: the question, its choices, what would prove an answer."""
    yield fact.question
    if fact.choices:
        yield "\n".join(f"{name}: {choice.label}" for name, choice in fact.choices.items())
    if fact.unit:
        yield f"In {fact.unit}."
    if fact.given:
        yield f"Asked only where {fact.given}."
    if fact.help:
        yield fact.help
    yield f"Evidence: {fact.evidence}"


def _forms(fact: Fact, value: Schema) -> dict[str, Schema]:
    """The keys that say what the answer is, by the type of the fact."""
    if fact.type == "many":
        return {"value": value}
    several = {"anyOf": [value, {"type": "array", "items": value, "minItems": 1}]}
    forms = {"value": value, "one of": several, "not": several}
    if fact.type in ("number", "date"):
        forms |= {"at least": value, "at most": value}
    return forms


def _value(fact: Fact) -> Schema:
    if fact.choices:
        labels = [choice.label for choice in fact.choices.values()]
        return {"enum": list(fact.choices), "enumDescriptions": labels}
    return dict({"yes_no": YES_NO, "number": NUMBER, "date": DAY}[fact.type])


def _members(fact: Fact, any_one: bool) -> Schema:
    """Each member by itself, the ``others`` together, and of a case ``any one`` of them."""
    members = {
        name: {**YES_NO, "description": choice.label} for name, choice in fact.choices.items()
    }
    members[OTHERS] = {"const": "no", "description": "All members that are not named"}
    if any_one:
        members[ANY_ONE] = {**YES_NO, "description": "The case once for each member"}
    return _object(members)


def _object(properties: dict[str, Schema], **more: int) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}
