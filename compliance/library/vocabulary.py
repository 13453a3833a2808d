"""The vocabulary: topics, and under each the facts that rules ask about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from compliance.engine.decision_table import DecisionTable
from compliance.engine.expressions import RESERVED_WORDS, ExpressionError
from compliance.errors import did_you_mean
from compliance.library.validation import Loader
from compliance.library.yaml_reader import Keys
from compliance.model.rulebook import ID, Fact, FactId

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


def load_facts(
    loader: Loader, topic: str, layer: str, topics: Collection[str]
) -> tuple[dict[FactId, Fact], Places]:
    """The facts of one topic's file, and where each stands in it."""
    facts: dict[FactId, Fact] = {}
    places: Places = {}
    if topic not in topics:
        hint = did_you_mean(topic, topics) or "declare it in topics.yaml, or rename the file"
        loader.report((), f"there is no topic `{topic}`", hint)
    if not isinstance(loader.document.data, list):
        loader.report((), "a file of facts is a list", "begin each fact with `- id: topic.name`")
        return facts, places
    for number in range(len(loader.document.data)):
        fact = loader.model(Fact, (number,), _STAND_INS, layer=layer)
        if fact is None:
            continue
        if fact.topic != topic:
            hint = f"call it `{topic}.{fact.id.partition('.')[2]}`, or move it"
            loader.report((number, "id"), f"`{fact.id}` is not of the topic {topic}", hint)
        _check_readable(loader, (number, "id"), fact)
        if fact.id in facts:
            loader.report((number, "id"), f"the fact `{fact.id}` is declared twice")
        facts[fact.id] = fact
        places[fact.id] = (number,)
    return facts, places


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
    for other in facts.values():
        if fact.id in other.was:
            loader.report((*place, "id"), f"`{fact.id}` is a former id of `{other.id}`")
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
