"""What an expression means, as a tree, once it is read.

``law.exists and (law.days <= 30 or "court" in law.decided_by)`` is an ``And`` of a ``Truth`` and an
``Or``. expressions.py makes the tree; the cache keeps it as lists and texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from compliance.model.rulebook import FactId

# Double negations and parentheses around a single comparison leave no trace in the tree.


@dataclass(frozen=True, slots=True)
class Truth:
    """A yes/no fact that is so: ``law.exists``."""

    fact: FactId


@dataclass(frozen=True, slots=True)
class Member:
    """A fact with many members has this one: ``"court" in law.decided_by``."""

    fact: FactId
    choice: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fact held against literals, the fact always on the left: ``law.days <= 30``.

    The operator is ``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=`` with one literal, or ``in`` with
    one or more. Literals are texts as written; the fact's type says what they are: a choice,
    a number, or a day.
    """

    fact: FactId
    operator: str
    literals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What holds where its part does not. The part is no ``Not``."""

    part: Condition


@dataclass(frozen=True, slots=True)
class And:
    """What holds where all of its parts do: two or more."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What holds where any of its parts does: two or more."""

    parts: tuple[Condition, ...]


NEGATED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
"""The operators that say the opposite."""

Leaf: TypeAlias = Truth | Member | Comparison
Condition: TypeAlias = Leaf | Not | And | Or
"""The tree of an expression. For ``law.exists and not 30 < law.days``::

    And((Truth("law.exists"), Not(Comparison("law.days", ">", ("30",)))))

and, as data: ``["and", ["yes", "law.exists"], ["not", [">", "law.days", "30"]]]``.
"""


def as_data(tree: Condition) -> list[Any]:
    """The tree as lists and texts, for JSON: the operator, then what it is applied to."""
    match tree:
        case Truth():
            return ["yes", tree.fact]
        case Member():
            return ["has", tree.fact, tree.choice]
        case Comparison():
            return [tree.operator, tree.fact, *tree.literals]
        case Not():
            return ["not", as_data(tree.part)]
        case And() | Or():
            word = "and" if isinstance(tree, And) else "or"
            return [word, *map(as_data, tree.parts)]


def from_data(data: Sequence[Any]) -> Condition:
    """The tree that ``as_data`` gave."""
    operator, first, *rest = data
    match operator:
        case "yes":
            return Truth(first)
        case "has":
            return Member(first, *rest)
        case "not":
            return Not(from_data(first))
        case "and" | "or":
            parts = tuple(map(from_data, data[1:]))
            return And(parts) if operator == "and" else Or(parts)
        case _:
            return Comparison(first, operator, tuple(rest))


def linked_in_english(link: str, parts: Sequence[str]) -> str:
    """Conditions linked by ``and`` or ``or``, or one that is denied by ``not``."""
    return f" {link} ".join(parts) if len(parts) > 1 else f"{link} {parts[0]}"


def in_words(
    tree: Condition,
    leaf: Callable[[Leaf, bool], str],
    linked: Callable[[str, Sequence[str]], str] = linked_in_english,
) -> str:
    """The tree as a sentence; ``leaf`` says that a leaf holds, or that it does not.

    ``linked`` links what is said by ``and`` or ``or``, and denies one by ``not``.
    """

    def part_words(part: Condition) -> str:
        words = in_words(part, leaf, linked)
        return f"({words})" if isinstance(part, And | Or) else words

    match tree:
        case Not(part=And() | Or()):
            return linked("not", [part_words(tree.part)])
        case Not():
            assert not isinstance(tree.part, Not | And | Or)
            return leaf(tree.part, False)
        case And():
            return linked("and", [*map(part_words, tree.parts)])
        case Or():
            return linked("or", [*map(part_words, tree.parts)])
        case _:
            return leaf(tree, True)
