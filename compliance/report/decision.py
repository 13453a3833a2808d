"""A check as a person reads it: its facts by letters, its conditions in words, its table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from compliance.engine.decision_table import DecisionTable, Row
from compliance.engine.outcomes import SCALE, Outcome
from compliance.engine.partitions import Partition
from compliance.model.rulebook import Check, Fact, FactId

WHATEVER = "any"

_ORDER = (*reversed(SCALE), Outcome.NOT_APPLICABLE)
# Expressions are read with these patterns, to put them in words, and not by rule-engine, whose
# import would cost `explain` more time than all the rest. Nothing is decided here: rule-engine has
# decided when the tables were made. A property test holds the words against the expressions.
_LITERAL = r"""d?"[^"]*"|d?'[^']*'|-?\d+(?:\.\d+)?"""
_FACT = r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*"
_CONDITION = re.compile(
    rf"""(?P<nots>(?:\bnot\s+)*)
    (?: (?P<fact>{_FACT})\s*(?P<sign>[=!<>]=?)\s*(?P<value>{_LITERAL})
      | (?P<value2>{_LITERAL})\s*(?P<sign2>[=!<>]=?)\s*(?P<fact2>{_FACT})
      | (?P<fact3>{_FACT})\s+(?P<out>not\s+)?in\s*\[(?P<values>[^\]]*)\]
      | (?P<member>{_LITERAL})\s+(?P<out2>not\s+)?in\s+(?P<fact4>{_FACT})
      | (?P<fact5>{_FACT}) )""",
    re.VERBOSE,
)
_WORDS = {
    "==": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}
_DATE_WORDS = {
    "<": "is before",
    "<=": "is not after",
    ">": "is after",
    ">=": "is not before",
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NEGATED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True)
class Question:
    """A fact (or one of its members) with the letter that stands for it."""

    letter: str
    fact: Fact
    member: str | None


def questions(table: DecisionTable) -> list[Question]:
    """The questions of a table, in the order of its columns."""
    return [
        Question(_letters(place), partition.fact, partition.key[1])
        for place, partition in enumerate(table.partitions)
    ]


def letters_of(table: DecisionTable) -> dict[FactId, str]:
    """The letters of each fact, in the order of the table: ``A``, or ``B, C`` for members."""
    found: dict[FactId, str] = {}
    for question in questions(table):
        before = found.get(question.fact.id)
        found[question.fact.id] = f"{before}, {question.letter}" if before else question.letter
    return found


def _letters(place: int) -> str:
    rest, last = divmod(place, len(ascii_uppercase))
    return (_letters(rest - 1) if rest else "") + ascii_uppercase[last]


def conditions(check: Check, table: DecisionTable) -> Iterator[tuple[str, str]]:
    """When the check applies, is met and is partly met, in words over the letters."""
    labels = {
        "applies": "applies if",
        "reservation": "reserved if",
        "met": "met if",
        "partly": "partly met if",
    }
    for key, expression in check.expressions.items():
        yield labels[key], in_words(expression, table)


def in_words(expression: str, table: DecisionTable) -> str:
    """An expression as a sentence: ``A is every_child and (B is no or C is at most 30)``."""
    letters = {(q.fact.id, q.member): q.letter for q in questions(table)}
    facts = {partition.fact.id: partition.fact for partition in table.partitions}

    def condition(match: re.Match[str]) -> str:
        is_not = len(re.findall("not", match["nots"])) % 2 == 1
        if match["member"]:
            is_not ^= bool(match["out2"])
            letter = letters[match["fact4"], _plain(match["member"])]
            return f"{letter} is {'no' if is_not else 'yes'}"
        if match["fact5"]:
            return f"{letters[match['fact5'], None]} is {'no' if is_not else 'yes'}"
        if match["fact3"]:
            is_not ^= bool(match["out"])
            return _listed(letters[match["fact3"], None], match["values"], is_not=is_not)
        fact = match["fact"] or match["fact2"]
        sign = match["sign"] or _MIRRORED.get(match["sign2"], match["sign2"])
        sign = _NEGATED[sign] if is_not else sign
        words = _WORDS | (_DATE_WORDS if facts[fact].type == "date" else {})
        return f"{letters[fact, None]} {words[sign]} {_plain(match['value'] or match['value2'])}"

    return " ".join(_CONDITION.sub(condition, expression).split())


def _listed(letter: str, values: str, *, is_not: bool) -> str:
    plain = [_plain(value) for value in re.findall(_LITERAL, values)]
    if len(plain) == 1:
        return f"{letter} is {'not ' if is_not else ''}{plain[0]}"
    return f"{letter} is {'none' if is_not else 'one'} of {', '.join(plain)}"


def _plain(literal: str) -> str:
    return literal.removeprefix("d").strip("\"'")


@dataclass(frozen=True)
class Line:
    """A row of the table: for each column the alternatives, the outcome, whether it may be."""

    cells: tuple[tuple[str, ...], ...]
    outcome: Outcome
    is_possible: bool


def lines(table: DecisionTable, masks: Sequence[int]) -> list[Line]:
    """The merged rows, from met to not applicable; ``masks`` say what the answers leave open."""
    found = [
        Line(
            tuple(condition or (WHATEVER,) for condition in row.conditions),
            row.outcome,
            _is_possible(row, table.partitions, masks),
        )
        for row in table.rows()
    ]
    return sorted(found, key=lambda line: _ORDER.index(line.outcome))


def _is_possible(row: Row, partitions: Sequence[Partition], masks: Sequence[int]) -> bool:
    return all(
        condition is None
        or any(mask >> n & 1 and c.label in condition for n, c in enumerate(partition.classes))
        for condition, partition, mask in zip(row.conditions, partitions, masks, strict=True)
    )
