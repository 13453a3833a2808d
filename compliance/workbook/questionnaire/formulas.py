"""When a question does not arise, as a formula over the answers in the sheet, so that it is live.

The formula is true only where the answers rule out that the question arises. As long as they
leave it open the question is to be asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from compliance.engine.expressions import (
    NEGATED,
    And,
    Comparison,
    Condition,
    Leaf,
    Member,
    Not,
    Or,
    Truth,
)
from compliance.model.rulebook import Fact, FactId
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.words import Words

_MOST_IN_LITERAL = 255
_MOST_IN_FORMULA = 4_000
"""Half of what Excel holds: programs rewrite formulas at a length of their own."""
_NEVER = None
"""What is never known for certain."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the answers stand: the columns of the value, and the rows by fact and member."""

    columns: Mapping[str, str]
    rows: Mapping[tuple[FactId, str], int]
    words: Words = field(default_factory=Words)
    """What the cells hold."""

    def cell(self, fact: FactId, member: str, field: str) -> str | None:
        """``$F$12``; None where the question is not in the sheet."""
        row = self.rows.get((fact, member))
        return f"${self.columns[field]}${row}" if row else None


def not_arising(given: Condition, facts: Mapping[FactId, Fact], places: Places) -> str | None:
    """The formula, without the sign before it; None where the sheet can never tell.

    ``given`` says when the question arises.
    """
    found = _certainly(given, False, facts, places)
    return found if found and len(found) <= _MOST_IN_FORMULA else None


def _certainly(
    of: Condition, holds: bool, facts: Mapping[FactId, Fact], places: Places
) -> str | None:
    """When the answers leave no doubt that a condition holds, or that it does not."""
    if isinstance(of, Not):
        return _certainly(of.part, not holds, facts, places)
    if isinstance(of, And | Or):
        parts = [_certainly(part, holds, facts, places) for part in of.parts]
        return _all(parts) if isinstance(of, And) == holds else _any(parts)
    return _leaf(of, holds, facts[of.fact], places)


def _leaf(of: Leaf, holds: bool, fact: Fact, places: Places) -> str | None:
    if isinstance(of, Member):
        return _member(fact, of.choice, holds, places)
    if isinstance(of, Truth):
        return _within(fact, ["yes" if holds else "no"], ["yes", "no"], places)
    if fact.type == "choice":
        wanted = (of.operator != "!=") == holds
        allowed = [choice for choice in fact.choices if (choice in of.literals) == wanted]
        return _within(fact, allowed, list(fact.choices), places)
    return _measured(of, holds, fact, places)


def _member(fact: Fact, member: str, holds: bool, places: Places) -> str | None:
    cell = places.cell(fact.id, member, f.ANSWER)
    if cell is None:
        return _NEVER
    if holds:
        return f"{cell}={_quoted(places.words.word('yes'))}"
    others = places.cell(fact.id, f.OTHERS, f.ANSWER)
    no = _quoted(places.words.word("no"))
    closed = f'AND({cell}="",{others}={no})' if others else None
    return _any([f"{cell}={no}", closed])


def _within(
    fact: Fact, allowed: Collection[str], every: Collection[str], places: Places
) -> str | None:
    """When every value that the row leaves possible is one of the ``allowed``."""
    answer, sure, other = (places.cell(fact.id, "", name) for name in f.VALUE_FIELDS)
    if answer is None or not sure or not other:
        return _NEVER
    among = _is_one_of(answer, fact, places, allowed)
    if among is None:
        return _NEVER
    not_ = _quoted(places.words.word(f.NOT))
    or_ = _is_one_of(other, fact, places, allowed)
    positive = f'AND({sure}<>{not_},{among},OR({other}="",{or_}))'
    left_out = [value for value in every if value not in allowed]
    out = [
        _any([_is_one_of(answer, fact, places, [value]), _is_one_of(other, fact, places, [value])])
        for value in left_out
    ]
    negative = _all([f"{sure}={not_}", *out])
    return _any([positive, negative])


def _is_one_of(cell: str, fact: Fact, places: Places, values: Iterable[str]) -> str | None:
    labels = [places.words.shown(f.ANSWER, fact, f.label_of(fact, value)) for value in values]
    if not labels or any(len(label) > _MOST_IN_LITERAL for label in labels):
        return _NEVER
    return _any([f"{cell}={_quoted(label)}" for label in labels])


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


_HELD_BY = {
    # When all that lies between the least and the most is so: what each end must be.
    "<": ("most", "<"),
    "<=": ("most", "<="),
    ">": ("least", ">"),
    ">=": ("least", ">="),
}


def _measured(of: Comparison, holds: bool, fact: Fact, places: Places) -> str | None:
    """Numbers and days: told by the least and the most that the row leaves possible."""
    if of.operator == "in":
        parts = [Comparison(of.fact, "==", (literal,)) for literal in of.literals]
        found = [_measured(part, holds, fact, places) for part in parts]
        return _any(found) if holds else _all(found)
    sign = of.operator if holds else NEGATED[of.operator]
    literal = _number(fact, of.literals[0])
    ends = _ends(fact, places)
    if ends is None:
        return _NEVER
    if sign == "==":
        return _all([_end(ends["least"], ">=", literal), _end(ends["most"], "<=", literal)])
    if sign == "!=":
        return _any([_end(ends["least"], ">", literal), _end(ends["most"], "<", literal)])
    which, held_by = _HELD_BY[sign]
    return _end(ends[which], held_by, literal)


def _number(fact: Fact, literal: str) -> str:
    if fact.type != "date":
        return literal
    day = date.fromisoformat(literal)
    return f"DATE({day.year},{day.month},{day.day})"


def _ends(fact: Fact, places: Places) -> dict[str, list[tuple[str, str]]] | None:
    """The cells in which the least and the most stand, each with when they do."""
    answer, sure, other = (places.cell(fact.id, "", name) for name in f.VALUE_FIELDS)
    if answer is None or sure is None or other is None:
        return None
    certain, at_least, at_most, between = (
        f"{sure}={_quoted(places.words.word(word))}"
        for word in (f.CERTAIN, f.AT_LEAST, f.AT_MOST, f.BETWEEN)
    )
    alone = f'AND(OR({sure}="",{certain}),{other}="")'
    return {
        "least": [(answer, f"OR({alone},{at_least},{between})")],
        "most": [(answer, f"OR({alone},{at_most})"), (other, between)],
    }


def _end(cells: Iterable[tuple[str, str]], sign: str, literal: str) -> str | None:
    return _any(f"AND(ISNUMBER({cell}),{when},{cell}{sign}{literal})" for cell, when in cells)


def _all(parts: Iterable[str | None]) -> str | None:
    """All of them; never, where one of them is never known."""
    found = list(dict.fromkeys(parts))
    if not found or None in found:
        return _NEVER
    return _joined("AND", found)


def _any(parts: Iterable[str | None]) -> str | None:
    """Any of them that can be known."""
    return _joined("OR", [part for part in dict.fromkeys(parts) if part])


def _joined(word: str, parts: list[str | None]) -> str | None:
    told = [part for part in parts if part]
    if len(told) < 2:
        return told[0] if told else _NEVER
    return f"{word}({','.join(told)})"
