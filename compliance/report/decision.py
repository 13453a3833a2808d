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
from compliance.model.rulebook import Check, Fact

WHATEVER = "any"

_ORDER = (*reversed(SCALE), Outcome.NOT_APPLICABLE)
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
    """When the check applies, is met and is partly met, in words over the letters.

    ``tree_of`` gives the tree of an expression.
    """
    labels = {
        "applies": "applies if",
        "reservation": "reserved if",
        "met": "met if",
        "partly": "partly met if",
    }
    for key, expression in check.expressions.items():
        yield labels[key], in_words(tree_of(expression), table)


def in_words(tree: Condition, table: DecisionTable) -> str:
    """An expression as a sentence: ``A is every_child and (B is no or C is at most 30)``."""
    letters = {(q.fact.id, q.member): q.letter for q in questions(table)}
    facts = {partition.fact.id: partition.fact for partition in table.partitions}

    def leaf(of: Leaf, holds: bool) -> str:
        if isinstance(of, Truth):
            return f"{letters[of.fact, None]} is {'yes' if holds else 'no'}"
        if isinstance(of, Member):
            return f"{letters[of.fact, of.choice]} is {'yes' if holds else 'no'}"
        letter, operator = letters[of.fact, None], of.operator
        if len(of.literals) > 1:
            return f"{letter} is {'one' if holds else 'none'} of {', '.join(of.literals)}"
        operator = operator if operator != "in" else "=="
        words = _WORDS | (_DATE_WORDS if facts[of.fact].type == "date" else {})
        return f"{letter} {words[operator if holds else NEGATED[operator]]} {of.literals[0]}"

    return condition_in_words(tree, leaf)


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
