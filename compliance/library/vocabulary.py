"""The vocabulary: topics, and under each the facts that rules ask about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from compliance.engine.decision_table import DecisionTable
from compliance.engine.tokens import RESERVED_WORDS, ExpressionError
from compliance.errors import did_you_mean
from compliance.library.validation import Loader
from compliance.library.yaml_reader import Keys
from compliance.model.rulebook import ID, Choice, Extension, Fact, FactId, fact_meant
from compliance.model.scalars import BUNDLED

Places = dict[FactId, Keys]

_STAND_INS = {"evidence": "-", "help": None, "question": "-", "unit": None}
"""What takes the place of faulty parts, so that the rest of a fact is known all the same."""


Themes = dict[str, tuple[str, ...]]
"""By topic the themes of the Universal Human Rights Index that it is about."""


def load_topics(loader: Loader) -> tuple[dict[str, str], Themes]:
    """Topics with their labels, and the themes that they are ``same_as``."""
    data = loader.document.data
    labels: dict[str, str] = {}
    themes: Themes = {}
    if not isinstance(data, dict):
        loader.report((), "topics are written as `topic: Label` lines")
        return labels, themes
    for topic, told in data.items():
        if not re.fullmatch(ID, topic):
            hint = "an id has small letters, digits and _, and begins with a letter"
            loader.report((topic,), f"`{topic}` is no id", hint, key=True)
        label = told.get("label") if isinstance(told, dict) else told
        if not isinstance(label, str) or not label:
            loader.report((topic,), f"`{topic}` needs a label")
        labels[topic] = str(label)
        if isinstance(told, dict):
            themes[topic] = _themes(loader, topic, told)
    return labels, themes


def _themes(loader: Loader, topic: str, told: Mapping[str, object]) -> tuple[str, ...]:
    for key in told:
        if key not in ("label", "same_as"):
            hint = did_you_mean(key, ["label", "same_as"]) or "it can be `label` or `same_as`"
            loader.report((topic, key), f"`{key}` is no key here", hint, key=True)
    named = told.get("same_as", [])
    if not isinstance(named, list) or not all(isinstance(one, str) and one for one in named):
        loader.report((topic, "same_as"), "`same_as` is a list of themes", "write it as […, …]")
        return ()
    return tuple(named)


@dataclass
class FactsFile:
    """The facts of one topic's file and what it adds to others, each with its place in it."""

    facts: dict[FactId, Fact] = field(default_factory=dict)
    extensions: list[tuple[Keys, Extension]] = field(default_factory=list)
    places: Places = field(default_factory=dict)


def load_facts(loader: Loader, topic: str, layer: str, topics: Collection[str]) -> FactsFile:
    """What the file of one topic declares."""
    found = FactsFile()
    if topic not in topics:
        hint = did_you_mean(topic, topics) or "declare it in topics.yaml, or rename the file"
        loader.report((), f"there is no topic `{topic}`", hint)
    if not isinstance(loader.document.data, list):
        loader.report((), "a file of facts is a list", "begin each fact with `- id: topic.name`")
        return found
    for number, entry in enumerate(loader.document.data):
        place = (number,)
        if isinstance(entry, Mapping) and "extends" in entry:
            extension = loader.model(Extension, place)
            if extension:
                of = extension.extends.partition(".")[0]
                if of != topic:
                    what = f"`{extension.extends}` is not of the topic {topic}"
                    loader.report((*place, "extends"), what, f"move it to {of}.yaml")
                found.extensions.append((place, extension))
            continue
        fact = loader.model(Fact, place, _STAND_INS, layer=layer)
        if fact is None:
            continue
        if fact.topic != topic:
            hint = f"call it `{topic}.{fact.id.partition('.')[2]}`, or move it"
            loader.report((*place, "id"), f"`{fact.id}` is not of the topic {topic}", hint)
        _check_readable(loader, (*place, "id"), fact)
        if fact.id in found.facts:
            loader.report((*place, "id"), f"the fact `{fact.id}` is declared twice")
        found.facts[fact.id] = _of_layer(fact, layer)
        found.places[fact.id] = place
    return found


def _of_layer(fact: Fact, layer: str) -> Fact:
    return fact.model_copy(update={"choices": _choices_of(fact.choices, layer)})


def _choices_of(choices: Mapping[str, Choice], layer: str) -> dict[str, Choice]:
    return {name: one.model_copy(update={"layer": layer}) for name, one in choices.items()}


def check_replacement(loader: Loader, place: Keys, fact: Fact, below: Fact) -> bool:
    """Whether ``fact`` can take the place of one with its id in a layer below; else it is told.

    Its words may differ. Its meaning may not: rules and answers of the other layer rest on it.
    """
    if fact.type != below.type:
        hint = "give it another id: with another type it is another question"
        what = f"`{fact.id}` is of type {below.type} in {_name_of(below.layer)}"
        loader.report((*place, "type"), what, hint)
        return False
    added, gone = fact.choices.keys() - below.choices, below.choices.keys() - fact.choices
    if gone:
        what = f"`{fact.id}` has {_named(gone)} in {_name_of(below.layer)}, and here not"
        hint = "keep every choice, or give the fact another id"
        loader.report((*place, "choices"), what, hint, key=True)
    if added:
        what = f"`{fact.id}` has no {_named(added)} in {_name_of(below.layer)}"
        hint = f"to add choices write `- extends: {fact.id}` with them alone"
        loader.report((*place, "choices"), what, hint, key=True)
    return not added and not gone


def _named(choices: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(choices))


def _name_of(layer: str) -> str:
    return "our rules" if layer == BUNDLED else layer


def extended(
    loader: Loader, place: Keys, extension: Extension, layer: str, facts: Mapping[FactId, Fact]
) -> Fact | None:
    """The fact with what the extension adds; None where it adds nothing, for a fault."""
    fact = facts.get(extension.extends)
    where = (*place, "extends")
    if fact is None:
        hint = fact_meant(extension.extends, facts)
        loader.report(where, f"there is no fact `{extension.extends}`", hint)
        return None
    if fact.layer == layer:
        loader.report(where, f"`{fact.id}` is declared in this layer", "add to it there")
        return None
    if not fact.choices:
        what = f"`{fact.id}` is of type {fact.type}: nothing can be added to it"
        loader.report(where, what, "declare a fact of your own")
        return None
    former = {name for choice in fact.choices.values() for name in choice.was}
    added = {}
    for name, choice in _choices_of(extension.choices, layer).items():
        if name in fact.choices:
            what = f"`{fact.id}` has `{name}` already, in {_name_of(fact.choices[name].layer)}"
        elif name in former:
            what = f"`{name}` is a former id of a choice of `{fact.id}`"
        elif name == "others":
            what = "`others` is a word of profiles and cannot be a choice"
        else:
            added[name] = choice
            continue
        loader.report((*place, "choices", name), what, "give it another id", key=True)
    says = {key: words for key, words in extension.says.items() if key not in fact.says}
    for key in extension.says:
        if key.removeprefix("not ") not in extension.choices:
            hint = f"it can be {', '.join(f'{n}, not {n}' for n in extension.choices)}"
            loader.report((*place, "says", key), f"`{key}` is none of its choices", hint, key=True)
            says.pop(key, None)
    update = {"choices": fact.choices | added, "says": fact.says | says}
    return fact.model_copy(update=update) if added else None


def _check_readable(loader: Loader, place: Keys, fact: Fact) -> None:
    """Report a word of the expressions' language: no expression could read such a fact."""
    for part in fact.id.split("."):
        if part in RESERVED_WORDS:
            loader.report(place, f"`{part}` is a word of expressions and no part of an id")


def check_fact(
    loader: Loader, place: Keys, fact: Fact, facts: Mapping[FactId, Fact]
) -> DecisionTable | None:
    """Report parts of a fact that contradict each other or the other facts.

    Gives back when the question arises, as a table; None where it always does.
    """
    for key, what in _misfits(fact):
        loader.report((*place, key), what)
    for key in (key for key in fact.says if key not in fact.sayable):
        hint = did_you_mean(key, fact.sayable) or f"it can be {', '.join(fact.sayable)}"
        loader.report((*place, "says", key), f"`{key}` is no answer to this fact", hint, key=True)
    if "{}" not in fact.says.get("value", "{}"):
        hint = "write `{}` where the number is to stand"
        loader.report((*place, "says", "value"), "the sentence has no place for the answer", hint)
    for former in fact.was:
        if former in facts:
            hint = "leave it out here, or take that fact out"
            loader.report((*place, "was"), f"`{former}` is a fact of its own", hint, key=True)
    return None if fact.given is None else _given(loader, place, fact, facts)


def _misfits(fact: Fact) -> Iterator[tuple[str, str]]:
    listed = fact.type in ("choice", "many")
    if listed and len(fact.choices) < (2 if fact.type == "choice" else 1):
        least = "two" if fact.type == "choice" else "one"
        yield "choices", f"a fact of type {fact.type} needs `choices`, at least {least}"
    if not listed and fact.choices:
        yield "choices", f"a fact of type {fact.type} has no choices"
    for former in {f for choice in fact.choices.values() for f in choice.was} & set(fact.choices):
        yield "choices", f"`{former}` is a choice and the former id of another"
    if "others" in fact.choices:
        yield "choices", "`others` is a word of profiles and cannot be a choice"
    if fact.type != "number":
        for key in ("unit", "min", "max"):
            if getattr(fact, key) is not None:
                yield key, f"a fact of type {fact.type} has no `{key}`"
        if fact.integer:
            yield "integer", f"a fact of type {fact.type} is not counted"
    if fact.min is not None and fact.max is not None and fact.min >= fact.max:
        yield "max", "`max` is not above `min`"


def _given(
    loader: Loader, place: Keys, fact: Fact, facts: Mapping[FactId, Fact]
) -> DecisionTable | None:
    from compliance.engine.compiler import compile_given  # noqa: PLC0415 - needs rule-engine

    keys = (*place, "given")
    assert fact.given is not None
    try:
        table = compile_given(fact, facts)
    except ExpressionError as error:
        for problem in error.problems:
            loader.report_in_text(keys, problem.position, problem.what, problem.hint)
        return None
    if fact.id in table.facts:
        loader.report(keys, f"`{fact.id}` cannot depend on itself")
        return None
    return table
