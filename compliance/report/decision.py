"""A check as a person reads it: its facts by letters, its conditions in words, its table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from compliance.engine.conditions import NEGATED, Condition, Leaf, Member, Truth
from compliance.engine.conditions import in_words as condition_in_words
from compliance.engine.decision_table import DecisionTable, Row
from compliance.engine.outcomes import SCALE, Outcome
from compliance.engine.partitions import Partition
from compliance.library.languages import say
from compliance.model.rulebook import Check, Fact
from compliance.report import wording

WHATEVER = "any"
"""In a cell of a table: whatever the answer is."""

_ORDER = (*reversed(SCALE), Outcome.NOT_APPLICABLE)
_WORDS = {
    "==": "is",
    "!=": "is_not",
    "<": "below",
    "<=": "at_most",
    ">": "above",
    ">=": "at_least",
}
_DATE_WORDS = {"<": "before", "<=": "not_after", ">": "after", ">=": "not_before"}


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


def _letters(place: int) -> str:
    rest, last = divmod(place, len(ascii_uppercase))
    return (_letters(rest - 1) if rest else "") + ascii_uppercase[last]


def conditions(
    check: Check, table: DecisionTable, tree_of: Callable[[str], Condition]
) -> Iterator[tuple[str, str]]:
    """When the check ``applies``, is ``met``, ``partly`` met, in words over the letters.

    ``tree_of`` gives the tree of an expression.
    """
    for key, expression in check.expressions.items():
        yield key, in_words(tree_of(expression), table)


def in_words(tree: Condition, table: DecisionTable) -> str:
    """An expression as a sentence: ``A is every_child and (B is no or C is at most 30)``."""
    letters = {(q.fact.id, q.member): q.letter for q in questions(table)}
    facts = {partition.fact.id: partition.fact for partition in table.partitions}

    def leaf(of: Leaf, holds: bool) -> str:
        if isinstance(of, Truth):
            return _said("is", letters[of.fact, None], value=_yes_no(holds))
        if isinstance(of, Member):
            return _said("is", letters[of.fact, of.choice], value=_yes_no(holds))
        letter, operator = letters[of.fact, None], of.operator
        if len(of.literals) > 1:
            values = ", ".join(of.literals)
            return _said("one_of" if holds else "none_of", letter, values=values)
        operator = operator if operator != "in" else "=="
        words = _WORDS | (_DATE_WORDS if facts[of.fact].type == "date" else {})
        return _said(words[operator if holds else NEGATED[operator]], letter, value=of.literals[0])

    return condition_in_words(tree, leaf, _linked)


def _linked(link: str, parts: Sequence[str]) -> str:
    if link == "not":
        return say("report.if.not", condition=parts[0])
    words, *rest = parts
    for one in rest:
        words = say(f"report.if.{link}", first=words, second=one)
    return words


def _said(form: str, letter: str, **named: str) -> str:
    return say(f"report.if.{form}", letter=letter, **named)


def _yes_no(holds: bool) -> str:
    return say("report.yes" if holds else "report.no")


def cell_words(cell: Sequence[str]) -> str:
    """The alternatives in a cell of the table; names of answers as they are in the files."""
    return wording.listed(map(_alternative, cell))


def _alternative(label: str) -> str:
    if label in {"yes", "no"}:
        return say(f"report.{label}")
    if label == WHATEVER:
        return say("report.answer.any")
    parts = [part.partition(" ") for part in label.split(" and ")]
    if all(word in _STRETCHES for word, _, _ in parts):
        return wording.listed((say(f"report.{w}", value=v) for w, _, v in parts), "and")
    return label


_STRETCHES = ("before", "after", "below", "above")


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
