"""What all accounts share: instruments, provisions, checks, facts, registers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

from compliance.export.data.table import (
    CHECK,
    FACT,
    PROVISION,
    Row,
    Table,
    day,
    number,
    text,
    yes_no,
)
from compliance.library.library import Library
from compliance.model.rulebook import FORCES, Addressee, FactType, Instrument, Measure, Rule
from compliance.model.scalars import BUNDLED

LAYER = text(
    "layer", "Where it comes from: bundled, the folder of a layer, or a file.", required=True
)


def layer_words(name: str, library: Library) -> str:
    """``bundled``, the name of the layer's folder, or ``file``: a path is nobody else's matter."""
    if name in library.layers:
        return Path(name).name or "layer"
    return BUNDLED if name == BUNDLED else "file"


def _instruments(library: Library) -> Iterator[Row]:
    for one in library.instruments.values():
        layer = layer_words(one.layer, library)
        yield one.id, one.symbol, one.title, one.body, *_days(one), layer


def _days(instrument: Instrument) -> Iterator[date | None]:
    for known in (instrument.adopted, instrument.issued):
        yield from (known.earliest, known.latest) if known else (None, None)


def _topics(library: Library) -> Iterator[Row]:
    yield from library.topics.items()


def _provisions(library: Library) -> Iterator[Row]:
    for rule in library.rules.values():
        yield (
            rule.id,
            rule.instrument,
            rule.citation,
            rule.provision,
            rule.title,
            rule.text,
            rule.summary,
            rule.force,
            rule.addressee,
            rule.country,
            rule.asked_by,
            rule.asked_of,
            rule.position.read_as if rule.position else None,
            rule.why_untested,
            layer_words(rule.layer, library),
        )


def _provision_topics(library: Library) -> Iterator[Row]:
    for rule in library.rules.values():
        yield from ((rule.id, topic) for topic in dict.fromkeys(rule.topics))


def _requirements(library: Library) -> Iterator[Row]:
    for rule in library.rules.values():
        for place, checks in enumerate(rule.requirements().values(), start=1):
            yield rule.id, place, rule.force_of(rule.checks[checks[0]])


def _requirement_words(library: Library) -> Iterator[Row]:
    for rule in library.rules.values():
        for place, asks in enumerate(rule.requirements(), start=1):
            for position, words in enumerate(asks, start=1):
                yield rule.id, place, position, words


def requirement_numbers(rule: Rule) -> list[int]:
    """For each check of a rule, the number of the requirement that it is of."""
    numbers = {asks: place for place, asks in enumerate(rule.requirements(), start=1)}
    return [numbers[check.asks] for check in rule.checks]


def _checks(library: Library) -> Iterator[Row]:
    for rule in library.rules.values():
        for check, place in zip(rule.checks, requirement_numbers(rule), strict=True):
            force = rule.force_of(check)
            yield rule.id, check.id, place, check.measure, force, check.remedy, check.note


def _check_facts(library: Library) -> Iterator[Row]:
    for rule in library.rules.values():
        for check, facts in zip(rule.checks, library.facts_read(rule), strict=False):
            yield from ((rule.id, check.id, fact) for fact in facts)


def _facts(library: Library) -> Iterator[Row]:
    for fact in library.facts.values():
        yield (
            fact.id,
            fact.topic,
            fact.question,
            fact.type,
            fact.unit,
            fact.evidence,
            fact.context,
            layer_words(fact.layer, library),
        )


def _choices(library: Library) -> Iterator[Row]:
    for fact in library.facts.values():
        for place, (name, choice) in enumerate(fact.choices.items(), start=1):
            yield fact.id, name, place, choice.label


def _registers(library: Library) -> Iterator[Row]:
    for one in library.registers.values():
        told = one.evidence
        layer = layer_words(one.layer, library)
        yield (
            *(one.id, one.fact, one.title, one.as_of, one.last_day),
            *(told.document, told.place, one.note, layer),
        )


_FORCE = text("force", "How strongly the words speak; the scale is ours.", *FORCES, required=True)

TABLES: tuple[Table[Library], ...] = (
    Table(
        "instruments",
        "Documents that ask something of States.",
        (
            text("instrument", "Its lasting id."),
            text("symbol", "As documents cite it.", required=True),
            text("title", "Its title.", required=True),
            text("body", "Who adopted or issued it.", required=True),
            day("adopted_earliest", "The first day on which it can have been adopted."),
            day("adopted_latest", "The last such day; mostly the same."),
            day("issued_earliest", "The first day on which it can have been issued."),
            day("issued_latest", "The last such day; mostly the same."),
            LAYER,
        ),
        _instruments,
    ),
    Table(
        "topics",
        "The topics under which provisions are filed.",
        (text("topic", "Its lasting id."), text("title", "Its title; ours.", required=True)),
        _topics,
    ),
    Table(
        "provisions",
        "One row a numbered unit of an instrument, with our reading of whom it asks how strongly.",
        (
            text("provision", "The lasting id of the provision and of its rule."),
            text("instrument", "The instrument.", required=True),
            text("citation", "As a document would cite it.", required=True),
            text("paragraph", "As numbered in the document, or by us, which it says."),
            text("title", "Ours.", required=True),
            text("text", "The document's own words."),
            text("summary", "Our words, where the text is not held."),
            _FORCE,
            text("addressee", "Whom it asks.", *get_args(Addressee), required=True),
            text("about_country", "The one State that it is about, where it is about one."),
            text("asked_by", "Who asks, where the document only summarises it."),
            text("asked_of", "Whom they asked."),
            text("position", "What the State said to a recommendation, as we read it."),
            text("not_tested", "Why it has no checks."),
            LAYER,
        ),
        _provisions,
        references={("instrument",): "instruments"},
    ),
    Table(
        "provision_topics",
        "The topics of each provision.",
        (PROVISION, text("topic", "The topic.")),
        _provision_topics,
        key=2,
        references={("provision",): "provisions", ("topic",): "topics"},
    ),
    Table(
        "requirements",
        "What a provision asks with certain words: checks of the same words are one requirement.",
        (PROVISION, number("requirement", "Its number within the provision."), _FORCE),
        _requirements,
        key=2,
        references={("provision",): "provisions"},
    ),
    Table(
        "requirement_words",
        "The words of the provision that make a requirement, piece by piece.",
        (
            PROVISION,
            number("requirement", "The requirement, within its provision."),
            number("position", "The place among the pieces."),
            text("words", "Words of the provision.", required=True),
        ),
        _requirement_words,
        key=3,
        references={("provision", "requirement"): "requirements"},
    ),
    Table(
        "checks",
        "The tests of our reading, each decided from facts.",
        (
            PROVISION,
            text("check_id", "Its lasting id within the provision."),
            number("requirement", "The requirement that it is of."),
            text("measure", "What it looks at.", *get_args(Measure), required=True),
            _FORCE,
            text("remedy", "What to do where it is not met; ours.", required=True),
            text("note", "Why we ask just this."),
        ),
        _checks,
        key=2,
        references={
            ("provision",): "provisions",
            ("provision", "requirement"): "requirements",
        },
    ),
    Table(
        "facts",
        "The questions that accounts answer.",
        (
            text("fact", "Its lasting id."),
            text("fact_topic", "What it is filed under.", required=True),
            text("question", "The question.", required=True),
            text("type", "What an answer is.", *get_args(FactType), required=True),
            text("unit", "Of a number."),
            text("evidence", "What would prove an answer.", required=True),
            yes_no("context", "Whether it is shown only, and decides nothing."),
            LAYER,
        ),
        _facts,
    ),
    Table(
        "choices",
        "The choices or members that a fact offers.",
        (
            FACT,
            text("choice", "Its lasting id within the fact."),
            number("position", "The place among the choices."),
            text("label", "As people read it.", required=True),
        ),
        _choices,
        key=2,
        references={("fact",): "facts"},
    ),
    Table(
        "check_facts",
        "The facts that each check reads.",
        (PROVISION, CHECK, FACT),
        _check_facts,
        key=3,
        references={("provision", "check_id"): "checks", ("fact",): "facts"},
    ),
    Table(
        "registers",
        "Dated, authoritative lists that answer a fact for many countries.",
        (
            text("register", "Its lasting id."),
            text("fact", "The fact that it answers.", required=True),
            text("title", "Its title.", required=True),
            day("as_of", "The first of its own days.", required=True),
            day("until", "The last of them.", required=True),
            text("document", "Where it is printed.", required=True),
            text("place", "Page or paragraph."),
            text("note", "What has to be known of it."),
            LAYER,
        ),
        _registers,
        references={("fact",): "facts"},
    ),
)
"""The tables that are made of a library, in an order in which each refers to those before it."""
