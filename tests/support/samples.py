"""Facts to try things on: fixed ones, random ones, each with the values worth trying."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from compliance.model.rulebook import Check, Fact, Rule

Value = Any
"""A bool, a choice, a set of members, a Decimal or a date."""
FIRST, LAST = date(2011, 7, 1), date(2011, 7, 5)


@dataclass(frozen=True)
class Known:
    """A fact, the literals expressions hold it against, the values to try and to answer by.

    No value outside the universe behaves differently from every value inside.
    """

    fact: Fact
    literals: tuple[Value, ...]
    universe: tuple[Value, ...]
    points: tuple[Value, ...] = ()


def a_fact(name: str, kind: str, choices: Iterable[str] = (), **more: str) -> Fact:
    labels = {choice: choice.upper() for choice in choices}
    return Fact(id=name, type=kind, choices=labels, question="Which?", evidence="A law", **more)


def a_check(name: str, met: str, partly: str | None = None, applies: str | None = None) -> Check:
    more = {"met": met, "partly": partly, "applies": applies, "remedy": "Change the law."}
    return Check(id=name, asks="do it", measure="structure", **more)


def a_rule(*checks: Check) -> Rule:
    names = {"instrument": "I", "symbol": "I/1", "provision": "1", "title": "One"}
    return Rule(**names, addressee="states", force="duty", topics=("topic",), checks=checks)


def _listed(name: str, kind: str) -> Known:
    if kind == "yes_no":
        return Known(a_fact(name, kind), (), (True, False), (True, False))
    if kind == "choice":
        return Known(a_fact(name, kind, "abc"), *[("a", "b", "c")] * 3)
    every = tuple(frozenset(m) for m in ("", "a", "b", "ab"))
    return Known(a_fact(name, kind, "ab"), ("a", "b"), every, every)


def _days(name: str) -> Known:
    days = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    return Known(a_fact(name, "date"), tuple(days[1:-1]), tuple(days), tuple(days[1:-1]))


@st.composite
def _numbers(draw: st.DrawFn, name: str) -> Known:
    """Literals from 0 to 2; every whole number, or every quarter, from below to above them."""
    whole = draw(st.booleans())
    low, high = draw(st.sampled_from([(None, None), (0, None), (None, 2), (0, 2), (-1, 1), (0, 0)]))
    limits = {k: str(v) for k, v in (("min", low), ("max", high)) if v is not None}
    steps = [Decimal(n) / 4 for n in range(-4, 13, 4 if whole else 1)]
    steps = [s for s in steps if low is None or s >= low]
    universe = tuple(s for s in steps if high is None or s <= high)
    kind = "yes" if whole else "no"
    points = tuple(s for s in universe if 0 <= s <= 2 and s * 2 == int(s * 2))
    literals = tuple(s for s in points if s == int(s))
    fact = a_fact(name, "number", integer=kind, **limits)
    return Known(fact, literals, universe, points)


@st.composite
def _far_numbers(draw: st.DrawFn, name: str) -> Known:
    """Any literals at all; at, between and outside them one value each."""
    places = draw(st.sampled_from([0, 1, 8]))  # a value between two has one place more; 9 are read
    numbers = st.decimals(-(10**12), 10**12, places=places)
    literals = sorted(draw(st.sets(numbers, min_size=1, max_size=3)))
    between = [(a + b) / 2 for a, b in pairwise(literals)]
    if places == 0:
        between = [b for b in map(round, between) if literals[0] < b < literals[-1]]
    ends = {"min": literals[0], "max": literals[-1]}
    limits = {key: f"{ends[key]:f}" for key in draw(st.sets(st.sampled_from(["min", "max"])))}
    outside = [literals[0] - 1] * ("min" not in limits) + [literals[-1] + 1] * ("max" not in limits)
    kind = "yes" if places == 0 else "no"
    universe = (*literals, *map(Decimal, between), *outside)
    return Known(a_fact(name, "number", integer=kind, **limits), tuple(literals), universe)


@st.composite
def _far_days(draw: st.DrawFn, name: str) -> Known:
    """Any days, the ends of the calendar among them; at, between and outside them one each."""
    days = st.dates() | st.sampled_from([date.min, date.max])
    literals = tuple(draw(st.sets(days, min_size=1, max_size=3)))
    beside = [d.toordinal() + n for d in literals for n in (-1, 1)]
    inside = [n for n in beside if date.min.toordinal() <= n <= date.max.toordinal()]
    return Known(a_fact(name, "date"), literals, (*literals, *map(date.fromordinal, inside)))


@st.composite
def knowns(draw: st.DrawFn, *, far: bool = False, most: int = 3) -> tuple[Known, ...]:
    """Some facts of any type, under two topics."""
    kinds = st.sampled_from(["yes_no", "choice", "many", "number", "date"])
    found = []
    for number, kind in enumerate(draw(st.lists(kinds, min_size=1, max_size=most))):
        name = f"{'ab'[number % 2]}.f{number}"
        if kind == "number":
            found.append(draw(_far_numbers(name) if far else _numbers(name)))
        elif kind == "date":
            found.append(draw(_far_days(name)) if far else _days(name))
        else:
            found.append(_listed(name, kind))
    return tuple(found)


def ranged_knowns() -> st.SearchStrategy[Known]:
    """A number or a date whose literals and values lie close together."""
    return _numbers("a.number") | st.just(_days("a.day"))
