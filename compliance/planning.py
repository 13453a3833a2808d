"""From gaps to a plan: what would close each of them, and the measures over the whole assessment.

All of it is read off decision tables. What a plan says a change of facts comes to is what another
assessment finds once the answers are changed. Nothing is weighed: measures are listed by how
strongly what they move is asked, then by how much they move, then by how few changes they take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from compliance.assessment import Assessment
from compliance.axis import Axis, AxisKey
from compliance.changing import (
    Change,
    Changes,
    Possibilities,
    Ways,
    in_order,
)
from compliance.finding import CheckFinding, DemandFinding, Finding
from compliance.joint import AllMasks, Joint
from compliance.model import FORCES, FactId, Force
from compliance.outcome import MET, NOT_APPLICABLE, SCALE, Outcomes
from compliance.ways import parts_of, ways_to_meet, ways_to_meet_partly

MOST_SETS = 100
"""Of a demand with more smallest sets than this only the parts of them are measures."""

_RESPONSIBLE = re.compile(r"\b(?:Responsible:|Falls to)\s+(.+?)\.(?=\s|$)", re.DOTALL)
"""Who is responsible, as a remedy says at its end. Older rules write `Falls to`."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand as it stands: its checks, the outcome they come to, and the finding it is of."""

    finding: Finding
    found: DemandFinding
    checks: tuple[CheckFinding, ...]
    joint: Joint
    masks: AllMasks
    """What the answers leave open in its checks."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What would close a demand that is a gap, or a gap if it applies."""

    demand: Demand
    met: Ways
    """Every smallest set of changes after which it is met wherever it applies."""
    partly: tuple[Changes, ...]
    """Every smallest set after which it is at least partly met, and not met for certain.

    Empty where it is at least partly met already.
    """


@dataclass(frozen=True, slots=True)
class Moved:
    """A demand whose outcomes a measure changes."""

    demand: Demand
    after: Outcomes


@dataclass(frozen=True, slots=True)
class Measure:
    """A change of a fact, or the few that only work together, and what comes of it."""

    changes: Changes
    moved: tuple[Moved, ...]
    """The demands that rise by it, and would rise less if one of its changes were left out."""
    set_back: tuple[Moved, ...]
    """The demands that fall by it."""
    comes_to_apply: tuple[Moved, ...]
    """The demands that do not apply and would then, such as those of a treaty that is joined."""
    instruments: tuple[str, ...]
    """The instruments in which what it moves is asked."""
    remedies: tuple[str, ...]
    """What the checks that rise by it say is to be done."""
    leads: tuple[str, ...]
    """The institutions that, as the answers say, answer for what is changed."""

    @property
    def force(self) -> Force:
        """The strongest force of what it moves."""
        return min((one.demand.found.force for one in self.moved), key=FORCES.index)

    @property
    def falls_to(self) -> tuple[str, ...]:
        """Those who are responsible, as the remedies say."""
        found = (_RESPONSIBLE.search(remedy) for remedy in self.remedies)
        return tuple(dict.fromkeys(" ".join(one[1].split()) for one in found if one))


@dataclass(frozen=True)
class Plan:
    """What would close the gaps of one assessment."""

    assessment: Assessment
    closings: tuple[Closing, ...]
    measures: tuple[Measure, ...]


def plan(assessment: Assessment) -> Plan:
    """What would close the gaps of ``assessment``.

    Facts that are not ``changeable`` and days that are past stay as they are. Registers are taken
    to follow: a State that joins a treaty will be listed.
    """
    return _Planner(assessment).plan()


class _Planner:
    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.demands = list(chain.from_iterable(map(_demands, assessment.findings)))
        self.readers: dict[AxisKey, dict[int, None]] = {}
        for number, demand in enumerate(self.demands):
            for key in demand.joint.readers:
                self.readers.setdefault(key, {})[number] = None
        answers = {fact: told.possible for fact, told in assessment.answers.items()}
        self.possibilities = Possibilities(assessment.as_of, answers)
        self._after: dict[tuple[int, Changes], int] = {}
        self._classes: dict[tuple[Change, Axis], int] = {}

    def plan(self) -> Plan:
        gaps = [number for number, demand in enumerate(self.demands) if _is_gap(demand)]
        closings = list(map(self._closing, gaps))
        candidates = dict.fromkeys(chain.from_iterable(map(_candidates, closings)))
        measures = filter(None, map(self._measure, candidates))
        return Plan(self.assessment, tuple(closings), tuple(sorted(measures, key=_order)))

    def _closing(self, number: int) -> Closing:
        demand = self.demands[number]
        parts = parts_of(demand.joint.tables, demand.masks, self.possibilities)
        met = ways_to_meet(parts)
        before = demand.found.outcomes.bits
        if not before & ~(MET | NOT_APPLICABLE) or _lowest(before) > 0:
            return Closing(demand, met, ())
        partly = [
            changes
            for changes in ways_to_meet_partly(parts)
            if self._come_to(number, changes) & ~(MET | NOT_APPLICABLE)
        ]
        return Closing(demand, met, tuple(partly))

    def _measure(self, changes: Changes) -> Measure | None:
        """The measure; None if nothing rises by all of the changes that would not by fewer."""
        reading = [self.readers.get(change.key, {}) for change in changes]
        every = [n for n in reading[0] if all(n in others for others in reading)]
        moved = [number for number in every if self._rises(number, changes)]
        if not moved:
            return None
        some = dict.fromkeys(chain.from_iterable(reading))
        fallen = [n for n in some if _is_better(self._before(n), self._come_to(n, changes))]
        new = [
            number
            for number in some
            if self._before(number) == NOT_APPLICABLE
            and self._come_to(number, changes) != NOT_APPLICABLE
        ]
        return Measure(
            changes,
            tuple(self._moved(number, changes) for number in moved),
            tuple(self._moved(number, changes) for number in fallen),
            tuple(self._moved(number, changes) for number in new),
            self._instruments(moved),
            tuple(dict.fromkeys(self._remedies(moved, changes))),
            tuple(dict.fromkeys(self._leads(change.fact for change in changes))),
        )

    def _before(self, number: int) -> int:
        return self.demands[number].found.outcomes.bits

    def _rises(self, number: int, changes: Changes) -> bool:
        """Whether the demand rises, and less so if one of the changes is left out."""
        after = self._come_to(number, changes)
        if not _is_better(after, self._before(number)):
            return False
        fewer = [tuple(c for c in changes if c is not left_out) for left_out in changes]
        return len(changes) == 1 or all(
            _is_better(after, self._come_to(number, some)) for some in fewer
        )

    def _come_to(self, number: int, changes: Changes) -> int:
        """The outcomes of the demand once the facts are changed."""
        demand = self.demands[number]
        readers = demand.joint.readers
        own = tuple([change for change in changes if change.key in readers])
        if (number, own) not in self._after:
            self._after[number, own] = demand.joint.decide(self._changed(demand, own))
        return self._after[number, own]

    def _changed(self, demand: Demand, changes: Changes) -> AllMasks:
        """What is left open in the checks of a demand once the facts are changed."""
        masks = demand.masks
        for change in changes:
            if change.key in demand.joint.readers:
                classes = self._classes_of(change, demand.joint.axis(change.key))
                masks = demand.joint.with_class(change.key, classes, masks)
        return masks

    def _classes_of(self, change: Change, axis: Axis) -> int:
        """The classes of an axis to which a change brings it: many demands have the same axis."""
        if (change, axis) not in self._classes:
            self._classes[change, axis] = axis.mask(change.to)
        return self._classes[change, axis]

    def _moved(self, number: int, changes: Changes) -> Moved:
        return Moved(self.demands[number], Outcomes.from_bits(self._come_to(number, changes)))

    def _instruments(self, moved: Iterable[int]) -> tuple[str, ...]:
        rules = [
            rule
            for demand in (self.demands[number] for number in moved)
            for rule in (
                demand.finding.rule,
                *self.assessment.also_asked(demand.finding, *demand.checks),
            )
        ]
        return tuple(dict.fromkeys(rule.instrument for rule in rules))

    def _remedies(self, moved: Iterable[int], changes: Changes) -> Iterator[str]:
        for demand in (self.demands[number] for number in moved):
            after = self._changed(demand, changes)
            for check, masks in zip(demand.checks, after, strict=True):
                if _is_better(check.table.decide(masks), check.outcomes.bits):
                    yield check.check.remedy

    def _leads(self, facts: Iterable[FactId]) -> Iterator[str]:
        for fact in facts:
            told = self.assessment.answers.get(fact)
            if told and told.answer.lead:
                yield told.answer.lead


def _demands(finding: Finding) -> Iterator[Demand]:
    for found in finding.demands:
        places = tuple(n for n, one in enumerate(finding.checks) if one.check.asks == found.asks)
        checks = tuple(finding.checks[n] for n in places)
        masks = tuple(check.masks for check in checks)
        assert finding.joint is not None
        yield Demand(finding, found, checks, finding.joint.part(places), masks)


def _is_gap(demand: Demand) -> bool:
    """Whether it is one by itself, or makes its finding one together with others."""
    outcomes = demand.found.outcomes
    if outcomes.is_gap or outcomes.is_gap_if_it_applies:
        return True
    return outcomes.lowest in SCALE[:2] and any(c in demand.finding.to_close for c in demand.checks)


def _candidates(closing: Closing) -> Iterator[Changes]:
    """What may be a measure: single changes, what works on a part, and what closes the whole."""
    sets = [*closing.partly, *chain.from_iterable(closing.met.parts)]
    if closing.met.number <= MOST_SETS:
        sets += closing.met
    for changes in sets:
        yield from ((change,) for change in changes)
        yield in_order(changes)


@lru_cache(maxsize=16)
def _ends(bits: int) -> tuple[int, int]:
    """The lowest and the highest outcome on the scale; (-1, -1) off it."""
    places = [place for place in range(len(SCALE)) if bits >> place & 1]
    return (places[0], places[-1]) if places else (-1, -1)


def _lowest(bits: int) -> int:
    return _ends(bits)[0]


def _is_better(after: int, before: int) -> bool:
    """Whether one end of the outcomes is higher and none lower."""
    (low, high), (low_before, high_before) = _ends(after), _ends(before)
    return (
        low >= low_before >= 0 and high >= high_before and (low, high) != (low_before, high_before)
    )


def _order(measure: Measure) -> tuple[int, int, int, Sequence[tuple[str, str, str]]]:
    return (
        FORCES.index(measure.force),
        -len(measure.moved),
        len(measure.changes),
        [change.order for change in measure.changes],
    )
