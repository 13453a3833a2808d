"""What a page on a plan says: measures by number, and gaps with the measures that close them.

A set of changes is named by the measures that are on the page and together make it up; only what
none of them changes is spelled out. So nothing is told twice, and nothing that is not so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from compliance.assessment.minimal_changes import Changes, in_order
from compliance.assessment.plan import MOST_SETS, Action, Closing, Moved, Plan
from compliance.model.rulebook import FORCES, Fact, FactId
from compliance.report import planning, wording

MEASURES_SHOWN = 20
GAPS_SHOWN = 20
WAYS_SHOWN = 6
"""More than that nobody reads on a screen; files have them all."""


@dataclass(frozen=True, slots=True)
class Named:
    """A set of changes: all that these measures change, by their numbers, and these changes."""

    actions: tuple[int, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Either:
    """Sets of which any one will do: those that are shown, and how many more there are."""

    shown: tuple[Named, ...]
    more: int = 0

    @property
    def is_numbers(self) -> bool:
        """Whether each of them is one measure."""
        return all(len(one.actions) == 1 and not one.changes for one in self.shown)


@dataclass(frozen=True, slots=True)
class Gap:
    """Demands that are closed alike, and what closes each of them."""

    closings: tuple[Closing, ...] = field(compare=False)
    steps: tuple[Either, ...]
    """One of each step is needed, and does."""
    partly: Either
    why_no_way: str
    remark: str


class PlanPage:
    """The measures that are shown, by number from 1, and the gaps, strongest force first."""

    def __init__(self, made: Plan, *, whole: bool = False) -> None:
        """``whole``: without anything left out, as files have it."""
        self.plan = made
        self.most = [MEASURES_SHOWN, GAPS_SHOWN, WAYS_SHOWN]
        if whole:
            self.most = [sys.maxsize] * 3
        self.actions = made.actions[: self.most[0]]
        self._sets = [(n, frozenset(m.changes)) for n, m in enumerate(self.actions, start=1)]
        self._sets.sort(key=lambda one: -len(one[1]))
        closings = sorted(made.closings, key=lambda c: FORCES.index(c.requirement.found.force))
        self.gaps = tuple(self._alike(closings[: self.most[1]]))

    @property
    def more_measures(self) -> int:
        """How many measures are not shown."""
        return len(self.plan.actions) - len(self.actions)

    @property
    def more_gaps(self) -> int:
        """How many requirements that are gaps are not shown."""
        return max(0, len(self.plan.closings) - self.most[1])

    def composed(self, action: Action) -> Named:
        """The changes of a measure by those of smaller ones; a single change is spelled out."""
        return self._named(action.changes, smaller=True)

    @cached_property
    def alike(self) -> Mapping[int, int]:
        """The measures that do to the same requirements what an earlier one does, with that one."""
        first: dict[object, int] = {}
        found = {n: first.setdefault(_effect(m), n) for n, m in enumerate(self.actions, start=1)}
        return {number: other for number, other in found.items() if other < number}

    @cached_property
    def asked_in(self) -> Mapping[FactId, int]:
        """The facts with a measure of one change, each with the first such measure."""
        found: dict[FactId, int] = {}
        for number, action in enumerate(self.actions, start=1):
            if len(action.changes) == 1:
                found.setdefault(action.changes[0].fact, number)
        return found

    @cached_property
    def questions(self) -> tuple[Fact, ...]:
        """The facts that the page calls by their ids alone, in the order of the vocabulary."""
        several = [self.composed(m) for m in self.actions if len(m.changes) > 1]
        named = {change.fact for one in [*several, *self._ways()] for change in one.changes}
        facts = self.plan.assessment.library.facts
        return tuple(fact for name, fact in facts.items() if name in named - self.asked_in.keys())

    def _ways(self) -> Iterator[Named]:
        for gap in self.gaps:
            for either in (*gap.steps, gap.partly):
                yield from either.shown

    def _alike(self, closings: Iterable[Closing]) -> Iterator[Gap]:
        found: dict[Gap, list[Closing]] = {}
        for closing in closings:
            found.setdefault(self._gap(closing), []).append(closing)
        for gap, own in found.items():
            yield Gap(tuple(own), gap.steps, gap.partly, gap.why_no_way, gap.remark)

    def _gap(self, closing: Closing) -> Gap:
        why = planning.why_no_way(closing)
        steps = () if why else tuple(self._steps(closing))
        remark = parts_words(closing)
        return Gap((closing,), steps, self._either(closing.partly), why, remark)

    def _steps(self, closing: Closing) -> Iterator[Either]:
        """Whole sets where that is one, or each of them a measure on the page; else the parts."""
        if closing.met.number <= MOST_SETS:
            whole = self._either(tuple(closing.met))
            if closing.met.number == 1 or (whole.is_numbers and not whole.more):
                yield whole
                return
        yield from map(self._either, closing.met.parts)

    def _either(self, sets: Sequence[Changes]) -> Either:
        named = sorted(map(self._named, sets), key=_place)
        if all(len(one.actions) == 1 and not one.changes for one in named):
            return Either(tuple(named))
        return Either(tuple(named[: self.most[2]]), max(0, len(named) - self.most[2]))

    def _named(self, changes: Changes, *, smaller: bool = False) -> Named:
        """The largest measures first that change nothing else, and no fact twice."""
        left, numbers = set(changes), []
        for number, own in self._sets:
            if own <= left and not (smaller and len(own) == len(changes)):
                left -= own
                numbers.append(number)
        return Named(tuple(sorted(numbers)), in_order(left))


def _effect(action: Action) -> object:
    moved = (action.moved, action.worsened, action.newly_applicable)
    return tuple(
        tuple(
            (one.requirement.finding.rule.id, one.requirement.found.asks, one.after.bits)
            for one in some
        )
        for some in moved
    )


def _place(named: Named) -> tuple[bool, int, tuple[int, ...]]:
    """Where a set stands among others: those that are measures alone first, by number."""
    return bool(named.changes), len(named.actions) + len(named.changes), named.actions


def parts_words(closing: Closing) -> str:
    """That only parts of its sets are measures; empty where whole ones are."""
    if not only_parts_are_measures(closing):
        return ""
    sets = wording.number_of(closing.met.number, "smallest set")
    return f"{sets} in all: only what closes a part of it is listed as a measure"


def only_parts_are_measures(closing: Closing) -> bool:
    """Whether it has more smallest sets than are listed as measures one by one."""
    return closing.met.number > MOST_SETS and len(closing.met.parts) > 1


def by_outcomes(moved: Iterable[Moved]) -> Mapping[str, Mapping[str, int]]:
    """How many requirements of each rule go the same way: ``not met → met``, then the rules."""
    found: dict[str, dict[str, int]] = {}
    for one in moved:
        rules = found.setdefault(planning.moved_words(one), {})
        name = one.requirement.finding.rule.id
        rules[name] = rules.get(name, 0) + 1
    return found
