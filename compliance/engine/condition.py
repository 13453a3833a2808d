"""An expression taken apart, for those who put it into other words than rule-engine's.

What it means stays rule-engine's to say; that the two agree is held by a test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from compliance.engine.expressions import parse, parts_of
from compliance.engine.grammar import COMPARISONS, Item
from compliance.model.rulebook import Fact, FactId

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fact held against literals, as text; ``sign`` is a comparison's, or one of the others.

    ``is``: a yes/no fact that is so; ``in``: its value is one of the literals; ``has``: a fact
    with many members has the one.
    """

    fact: FactId
    sign: str
    literals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Negation:
    """What holds where its part does not."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Junction:
    """What holds where all of its parts do, or any."""

    parts: tuple[Condition, ...]
    every: bool


Condition: TypeAlias = Comparison | Negation | Junction


def condition(text: str, facts: Mapping[FactId, Fact]) -> Condition:
    """The expression's parts. Raises ExpressionError where it is none."""
    parse(text, facts)  # refuses what is taken for granted below
    return _Parts(parts_of(text, facts)).either()


def facts_in(found: Condition) -> Iterator[FactId]:
    """The facts that a condition reads."""
    if isinstance(found, Comparison):
        yield found.fact
    elif isinstance(found, Negation):
        yield from facts_in(found.part)
    else:
        for part in found.parts:
            yield from facts_in(part)


class _Parts:
    """Goes through the parts of an expression: ``or`` binds least, ``not`` most."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.at = 0

    def either(self) -> Condition:
        found = [self._both()]
        while self._takes("OR"):
            found.append(self._both())
        return found[0] if len(found) == 1 else Junction(tuple(found), every=False)

    def _both(self) -> Condition:
        found = [self._single()]
        while self._takes("AND"):
            found.append(self._single())
        return found[0] if len(found) == 1 else Junction(tuple(found), every=True)

    def _single(self) -> Condition:
        if self._takes("NOT"):
            return Negation(self._single())
        if self._takes("LPAREN"):
            inner = self.either()
            self._takes("RPAREN")
            return inner
        return self._comparison()

    def _comparison(self) -> Condition:
        left = self._next()
        sign = self.items[self.at].kind if self.at < len(self.items) else ""
        if sign in COMPARISONS:
            self.at += 1
            right = self._next()
            written = COMPARISONS[sign]
            if left.kind == "FACT":
                return Comparison(left.value, written, (_literal(right),))
            return Comparison(right.value, _TURNED[written], (_literal(left),))
        after = self.items[self.at + 1].kind if self.at + 1 < len(self.items) else ""
        out = sign == "NOT" and after == "IN"
        if sign == "IN" or out:
            self.at += 2 if out else 1
            found = self._membership(left, self._next())
            return Negation(found) if out else found
        return Comparison(left.value, "is")

    @staticmethod
    def _membership(left: Item, right: Item) -> Comparison:
        if right.kind == "LIST":
            return Comparison(left.value, "in", tuple(_literal(item) for item in right.value))
        return Comparison(right.value, "has", (_literal(left),))

    def _next(self) -> Item:
        item = self.items[self.at]
        self.at += 1
        return item

    def _takes(self, kind: str) -> bool:
        taken = self.at < len(self.items) and self.items[self.at].kind == kind
        self.at += taken
        return taken


def _literal(item: Item) -> str:
    return str(item.value)
