"""When a question does not arise, as a formula over the answers in a form, so that it is live.

The formula is true only where the answers rule out that the question arises. As long as they
leave it open the question is to be asked. A workbook writes it as its programs do, a form for
phones (XLSForm) in XPath.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from compliance.engine.conditions import (
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


class Notation(Protocol):
    """How a form writes formulas."""

    def joined(self, *, every: bool, parts: list[str]) -> str:
        """That every part holds, or any."""

    def is_text(self, cell: str, text: str, *, holds: bool = True) -> str:
        """That a cell holds a text, or does not."""

    def is_blank(self, cell: str) -> str:
        """That nothing stands in it."""

    def is_number(self, cell: str) -> str:
        """That a number or a day stands in it."""

    def day(self, day: date) -> str:
        """A day."""


class Excel:
    """As spreadsheets write formulas."""

    def joined(self, *, every: bool, parts: list[str]) -> str:
        """``AND(A,B)``."""
        return f"{'AND' if every else 'OR'}({','.join(parts)})"

    def is_text(self, cell: str, text: str, *, holds: bool = True) -> str:
        """``$F$3="yes"``."""
        doubled = text.replace('"', '""')
        return f'{cell}{"=" if holds else "<>"}"{doubled}"'

    def is_blank(self, cell: str) -> str:
        """``$F$3=""``."""
        return f'{cell}=""'

    def is_number(self, cell: str) -> str:
        """``ISNUMBER($F$3)``."""
        return f"ISNUMBER({cell})"

    def day(self, day: date) -> str:
        """``DATE(2011,7,26)``."""
        return f"DATE({day.year},{day.month},{day.day})"


class XPath:
    """As XLSForm writes them."""

    def joined(self, *, every: bool, parts: list[str]) -> str:
        """``(A and B)``."""
        return f"({(' and ' if every else ' or ').join(parts)})"

    def is_text(self, cell: str, text: str, *, holds: bool = True) -> str:
        """``${used} = 'yes'``; texts are ids here, which have no quotation marks."""
        return f"{cell} {'=' if holds else '!='} '{text}'"

    def is_blank(self, cell: str) -> str:
        """``${used} = ''``."""
        return f"{cell} = ''"

    def is_number(self, cell: str) -> str:
        """``${days} != ''``: the form lets nothing else in."""
        return f"{cell} != ''"

    def day(self, day: date) -> str:
        """``date('2011-07-26')``."""
        return f"date('{day}')"


class Places(Protocol):
    """Where answers stand in a form, and how it writes them."""

    @property
    def notation(self) -> Notation:
        """How it writes formulas."""

    def cell(self, fact: FactId, member: str, name: str) -> str | None:
        """A field of the answer to a question; None where the question is not in the form."""

    def word(self, english: str) -> str:
        """How it writes one of the words of all questions: ``yes``, ``at least`` …"""

    def value(self, fact: Fact, value: str) -> str:
        """How it writes a choice."""


@dataclass(frozen=True, slots=True)
class CellPlaces:
    """The columns of the fields in a sheet, and the rows by fact and member."""

    columns: Mapping[str, str]
    rows: Mapping[tuple[FactId, str], int]
    words: Words = field(default_factory=Words)
    """What the cells hold."""
    notation: Notation = field(default_factory=Excel)

    def cell(self, fact: FactId, member: str, name: str) -> str | None:
        """``$F$12``."""
        row = self.rows.get((fact, member))
        return f"${self.columns[name]}${row}" if row else None

    def word(self, english: str) -> str:
        """The word in the language of the sheet."""
        return self.words.word(english)

    def value(self, fact: Fact, value: str) -> str:
        """Its label in the language of the sheet."""
        return self.words.shown(f.ANSWER, fact, f.label_of(fact, value))


def not_arising(given: Condition, facts: Mapping[FactId, Fact], places: Places) -> str | None:
    """The formula, without the sign before it; None where the form can never tell.

    ``given`` says when the question arises.
    """
    found = _Formula(facts, places).certainly(given, holds=False)
    return found if found and len(found) <= _MOST_IN_FORMULA else None


@dataclass(frozen=True)
class _Formula:
    facts: Mapping[FactId, Fact]
    places: Places

    def certainly(self, of: Condition, *, holds: bool) -> str | None:
        """When the answers leave no doubt that a condition holds, or that it does not."""
        if isinstance(of, Not):
            return self.certainly(of.part, holds=not holds)
        if isinstance(of, And | Or):
            parts = [self.certainly(part, holds=holds) for part in of.parts]
            return self._all(parts) if isinstance(of, And) == holds else self._any(parts)
        return self._leaf(of, self.facts[of.fact], holds=holds)

    def _leaf(self, of: Leaf, fact: Fact, *, holds: bool) -> str | None:
        if isinstance(of, Member):
            return self._member(fact, of.choice, holds=holds)
        if isinstance(of, Truth):
            return self._within(fact, ["yes" if holds else "no"], ["yes", "no"])
        if fact.type == "choice":
            wanted = (of.operator != "!=") == holds
            allowed = [choice for choice in fact.choices if (choice in of.literals) == wanted]
            return self._within(fact, allowed, list(fact.choices))
        return self._measured(of, fact, holds=holds)

    def _member(self, fact: Fact, member: str, *, holds: bool) -> str | None:
        cell = self.places.cell(fact.id, member, f.ANSWER)
        if cell is None:
            return _NEVER
        if holds:
            return self._is(cell, "yes")
        others = self.places.cell(fact.id, f.OTHERS, f.ANSWER)
        blank = self.places.notation.is_blank(cell)
        closed = self._all([blank, self._is(others, "no")]) if others else None
        return self._any([self._is(cell, "no"), closed])

    def _within(self, fact: Fact, allowed: Collection[str], every: Collection[str]) -> str | None:
        """When every value that the answer leaves possible is one of the ``allowed``."""
        answer, sure, other = (self.places.cell(fact.id, "", name) for name in f.VALUE_FIELDS)
        if answer is None or not sure or not other:
            return _NEVER
        among, or_ = (self._is_one_of(cell, fact, allowed) for cell in (answer, other))
        if among is None or or_ is None:
            return _NEVER
        also = self._any([self.places.notation.is_blank(other), or_])
        positive = self._all([self._is(sure, f.NOT, holds=False), among, also])
        out = [
            self._any([self._is_one_of(cell, fact, [value]) for cell in (answer, other)])
            for value in every
            if value not in allowed
        ]
        negative = self._all([self._is(sure, f.NOT), *out])
        return self._any([positive, negative])

    def _is_one_of(self, cell: str, fact: Fact, values: Iterable[str]) -> str | None:
        texts = [self.places.value(fact, value) for value in values]
        if not texts or any(len(text) > _MOST_IN_LITERAL for text in texts):
            return _NEVER
        return self._any([self.places.notation.is_text(cell, text) for text in texts])

    def _is(self, cell: str, english: str, *, holds: bool = True) -> str:
        return self.places.notation.is_text(cell, self.places.word(english), holds=holds)

    def _measured(self, of: Comparison, fact: Fact, *, holds: bool) -> str | None:
        """Numbers and days: told by the least and the most that the answer leaves possible."""
        if of.operator == "in":
            parts = [Comparison(of.fact, "==", (literal,)) for literal in of.literals]
            found = [self._measured(part, fact, holds=holds) for part in parts]
            return self._any(found) if holds else self._all(found)
        sign = of.operator if holds else NEGATED[of.operator]
        literal = of.literals[0]
        if fact.type == "date":
            literal = self.places.notation.day(date.fromisoformat(literal))
        ends = self._ends(fact)
        if ends is None:
            return _NEVER
        if sign == "==":
            least = self._end(ends["least"], ">=", literal)
            return self._all([least, self._end(ends["most"], "<=", literal)])
        if sign == "!=":
            least = self._end(ends["least"], ">", literal)
            return self._any([least, self._end(ends["most"], "<", literal)])
        which, held_by = _HELD_BY[sign]
        return self._end(ends[which], held_by, literal)

    def _ends(self, fact: Fact) -> dict[str, list[tuple[str, str]]] | None:
        """The cells in which the least and the most stand, each with when they do."""
        answer, sure, other = (self.places.cell(fact.id, "", name) for name in f.VALUE_FIELDS)
        if answer is None or sure is None or other is None:
            return None
        blank = self.places.notation.is_blank
        certain = self._joined([blank(sure), self._is(sure, f.CERTAIN)], every=False)
        alone = self._joined([certain, blank(other)], every=True)
        at_least, at_most, between = (
            self._is(sure, word) for word in (f.AT_LEAST, f.AT_MOST, f.BETWEEN)
        )
        return {
            "least": [(answer, self._joined([alone, at_least, between], every=False))],
            "most": [(answer, self._joined([alone, at_most], every=False)), (other, between)],
        }

    def _end(self, cells: Iterable[tuple[str, str]], sign: str, literal: str) -> str | None:
        is_number = self.places.notation.is_number
        return self._any(
            self._joined([is_number(cell), when, f"{cell}{sign}{literal}"], every=True)
            for cell, when in cells
        )

    def _all(self, parts: Iterable[str | None]) -> str | None:
        """All of them; never, where one of them is never known."""
        found = list(dict.fromkeys(parts))
        told = [part for part in found if part is not None]
        return self._joined(told, every=True) if told and len(told) == len(found) else _NEVER

    def _any(self, parts: Iterable[str | None]) -> str | None:
        """Any of them that can be known."""
        told = [part for part in dict.fromkeys(parts) if part is not None]
        return self._joined(told, every=False) if told else _NEVER

    def _joined(self, parts: list[str], *, every: bool) -> str:
        return (
            parts[0] if len(parts) == 1 else self.places.notation.joined(every=every, parts=parts)
        )


_HELD_BY = {
    # When all that lies between the least and the most is so: what each end must be.
    "<": ("most", "<"),
    "<=": ("most", "<="),
    ">": ("least", ">"),
    ">=": ("least", ">="),
}
