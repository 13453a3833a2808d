"""From gaps to a plan: what would close each of them, and what to do over the whole assessment.

All of it is read off decision tables. What a plan says a change of facts comes to is what another
assessment finds once the answers are changed. Nothing is weighed: actions are listed by how
strongly what they improve is asked, then by how much they improve, then by how few changes they
take.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import CheckFinding, Finding, RequirementFinding
from compliance.assessment.minimal_changes import (
    NO_SETS,
    Changes,
    ChangeSets,
    CheckGroup,
    FactChange,
    ReachableValues,
    check_groups,
    in_order,
    narrower,
    order_of_sets,
    sets_to_meet,
    sets_to_meet_partly,
)
from compliance.assessment.remedies import Fit, Remedies
from compliance.engine.outcomes import MET, NOT_APPLICABLE, SCALE, Outcomes
from compliance.engine.partitions import Partition, PartitionKey
from compliance.engine.rule_tables import AllMasks, RuleTables
from compliance.model.rulebook import FORCES, FactId, Force

MOST_SETS = 100
"""Of a requirement with more smallest sets than this only the parts of them are actions."""

_RESPONSIBLE = re.compile(r"\b(?:Responsible:|Falls to)\s+(.+?)\.(?=\s|$)", re.DOTALL)
"""Who is responsible, as a remedy says at its end. Older rules write `Falls to`."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement of a finding, with its checks and the outcomes possible today."""

    finding: Finding
    found: RequirementFinding
    checks: tuple[CheckFinding, ...]
    joint: RuleTables
    masks: AllMasks
    """What the answers leave open in its checks."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What would close a requirement that is a gap, or a gap if it applies."""

    requirement: Requirement
    met: ChangeSets
    """Every smallest set of changes after which it is met wherever it applies."""
    partly: tuple[Changes, ...]
    """Every smallest set after which it is at least partly met, and not met for certain.

    Empty where it is at least partly met already.
    """
    partly_together: ChangeSets = NO_SETS
    """The same, where no check is to fail: one set of each part; not in ``partly``, being many."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A requirement whose outcomes an action changes."""

    requirement: Requirement
    after: Outcomes


@dataclass(frozen=True, slots=True)
class Action:
    """A change of a fact, or the few that only work together, and what comes of it."""

    changes: Changes
    moved: tuple[Moved, ...]
    """The requirements that rise by it, and would rise less if one of its changes were left out."""
    worsened: tuple[Moved, ...]
    """The requirements that fall by it."""
    newly_applicable: tuple[Moved, ...]
    """Requirements that would newly apply, such as those of a treaty once it is joined."""
    instruments: tuple[str, ...]
    """The instruments in which what it moves is asked."""
    remedies: tuple[str, ...]
    """What is to be done, as the checks say it that rise by it; the one that fits best first.

    Empty where the remedies of these checks speak of another way to meet them.
    """
    leads: tuple[str, ...]
    """The institutions that, as the answers say, answer for what is changed."""
    is_said: bool = False
    """Whether the first remedy says what is changed: all that is left of it to do, and no more."""
    remedied: tuple[FactId, ...] = ()
    """The facts that the checks of the first remedy read."""

    def __repr__(self) -> str:
        return f"<Action {', '.join(dict.fromkeys(change.fact for change in self.changes))}>"

    @property
    def force(self) -> Force:
        """The strongest force of what it moves."""
        return min((one.requirement.found.force for one in self.moved), key=FORCES.index)

    @property
    def responsible(self) -> tuple[str, ...]:
        """Those who are responsible, as the remedies say."""
        found = (_RESPONSIBLE.search(remedy) for remedy in self.remedies)
        return tuple(dict.fromkeys(" ".join(one[1].split()) for one in found if one))

    @property
    def remedy(self) -> str:
        """The remedy that fits best; empty where none does."""
        return self.remedies[0] if self.remedies else ""


@dataclass(frozen=True)
class Plan:
    """What would close the gaps of one assessment."""

    assessment: Assessment
    closings: tuple[Closing, ...]
    actions: tuple[Action, ...]
    """Every set of changes that improves something; a set may contain another."""
    proposals: tuple[Action, ...]
    """The actions as people do them: one for each remedy, and none contains another.

    What several small changes have in common is one action where one remedy describes them all.
    """

    def __repr__(self) -> str:
        return f"<Plan for {self.assessment!r}>"

    def published(self) -> Plan:
        """The plan by the answers that are not confidential."""
        return plan(self.assessment.published())


def plan(assessment: Assessment) -> Plan:
    """What would close the gaps of ``assessment``.

    Facts that are not ``changeable`` and days that are past stay as they are. Registers are taken
    to follow: a State that joins a treaty will be listed.
    """
    return _Planner(assessment).plan()


class _Planner:
    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.requirements = list(chain.from_iterable(map(_requirements, assessment.findings)))
        self.readers: dict[PartitionKey, dict[int, None]] = {}
        for number, requirement in enumerate(self.requirements):
            for key in requirement.joint.readers:
                self.readers.setdefault(key, {})[number] = None
        answers = {fact: told.possible for fact, told in assessment.answers.items()}
        self.reachable = ReachableValues(assessment.as_of, answers)
        self.remedies = Remedies(assessment.library, self.reachable)
        self._after: dict[tuple[int, Changes], int] = {}
        self._classes: dict[tuple[FactChange, Partition], int] = {}

    def plan(self) -> Plan:
        gaps = [
            number for number, requirement in enumerate(self.requirements) if _is_gap(requirement)
        ]
        closings = list(map(self._closing, gaps))
        candidates = dict.fromkeys(chain.from_iterable(map(_candidates, closings)))
        actions = sorted(filter(None, map(self._action, candidates)), key=_order)
        proposals = sorted(self._completed(list(self._proposals(actions))), key=_order)
        return Plan(self.assessment, tuple(closings), tuple(actions), tuple(proposals))

    def _proposals(self, actions: Sequence[Action]) -> Iterator[Action]:
        """The smallest actions, those that one remedy describes as one."""
        by_remedy: dict[object, list[Action]] = {}
        for action in _undominated(_smallest(actions)):
            by_remedy.setdefault(action.remedy or action.changes, []).append(action)
        whole = [
            several[0] if len(several) == 1 else self._together(several)
            for several in by_remedy.values()
        ]
        for action in whole:
            inside = [other for other in whole if set(other.changes) < set(action.changes)]
            yield from self._without(action, inside) if inside else (action,)

    def _without(self, action: Action, inside: Sequence[Action]) -> Iterator[Action]:
        """What is left of an action without those that it contains; nothing if that is idle."""
        contained = set(chain.from_iterable(other.changes for other in inside))
        rest = tuple(change for change in action.changes if change not in contained)
        left = self._effect(rest, every_change_counts=False) if rest else None
        if left and left.moved:
            yield replace(left, remedies=action.remedies)

    def _together(self, actions: Sequence[Action]) -> Action:
        """Actions that one remedy describes as one: all that they change, and what comes of it."""
        changes: dict[PartitionKey, FactChange] = {}
        for change in chain.from_iterable(action.changes for action in actions):
            other = changes.setdefault(change.key, change)
            if common := None if other == change else narrower(other, change):
                changes[change.key] = common
        every = in_order(changes.values())
        effect = self._effect(every, every_change_counts=False)
        return replace(effect, remedies=actions[0].remedies)

    def _completed(self, proposals: list[Action]) -> Iterator[Action]:
        """The actions, each with all that its remedy takes where no other action does a part."""
        for place, action in enumerate(proposals):
            others = [set(one.changes) for one in proposals if one is not action]
            for found in _remedied(action):
                changes = self.remedies.carried_out(found, action.changes) or action.changes
                new = set(changes)
                if any(one <= new or new <= one for one in others):
                    continue
                effect = self._effect(changes, every_change_counts=False)
                if len(effect.worsened) <= len(action.worsened):
                    proposals[place] = replace(effect, remedies=action.remedies)
                    break
            yield self._said(proposals[place])

    def _said(self, action: Action) -> Action:
        """The action, and whether its remedy says what it changes."""
        checks = list(_remedied(action))
        facts = dict.fromkeys(fact for found in checks for fact in found.table.facts)
        is_said = self.remedies.says(checks, action.changes)
        return replace(action, is_said=is_said, remedied=tuple(facts))

    def _closing(self, number: int) -> Closing:
        requirement = self.requirements[number]
        parts = check_groups(requirement.joint.tables, requirement.masks, self.reachable)
        met = sets_to_meet(parts)
        before = requirement.found.outcomes.bits
        if not before & ~(MET | NOT_APPLICABLE) or _lowest(before) > 0:
            return Closing(requirement, met, ())
        alone, together = sets_to_meet_partly(parts)
        sets = [*alone, *(together if together.number <= MOST_SETS else ())]
        partly = [
            changes
            for changes in sorted(sets, key=order_of_sets)
            if self._come_to(number, changes) & ~(MET | NOT_APPLICABLE)
        ]
        if together.number <= MOST_SETS or _is_met_by(together, parts):
            together = NO_SETS
        return Closing(requirement, met, tuple(partly), together)

    def _action(self, changes: Changes) -> Action | None:
        """The action; None if nothing rises by all of the changes that would not by fewer."""
        action = self._effect(changes, every_change_counts=True)
        return action if action.moved else None

    def _effect(self, changes: Changes, *, every_change_counts: bool) -> Action:
        """What comes of changes. Where ``every_change_counts`` what fewer would do is left out."""
        reading = [self.readers.get(change.key, {}) for change in changes]
        some = dict.fromkeys(chain.from_iterable(reading))
        if every_change_counts:
            every = [n for n in reading[0] if all(n in others for others in reading)]
            moved = [number for number in every if self._rises(number, changes)]
        else:
            moved = [n for n in some if _is_better(self._come_to(n, changes), self._before(n))]
        fallen = [n for n in some if _is_better(self._before(n), self._come_to(n, changes))]
        new = [
            number
            for number in some
            if self._before(number) == NOT_APPLICABLE
            and self._come_to(number, changes) != NOT_APPLICABLE
        ]
        return Action(
            changes,
            tuple(self._moved(number, changes) for number in moved),
            tuple(self._moved(number, changes) for number in fallen),
            tuple(self._moved(number, changes) for number in new),
            self._instruments(moved),
            tuple(self._remedies(moved, changes)),
            tuple(dict.fromkeys(self._leads(change.fact for change in changes))),
        )

    def _before(self, number: int) -> int:
        return self.requirements[number].found.outcomes.bits

    def _rises(self, number: int, changes: Changes) -> bool:
        """Whether the requirement rises, and less so if one of the changes is left out."""
        after = self._come_to(number, changes)
        if not _is_better(after, self._before(number)):
            return False
        fewer = [tuple(c for c in changes if c is not left_out) for left_out in changes]
        return len(changes) == 1 or all(
            _is_better(after, self._come_to(number, some)) for some in fewer
        )

    def _come_to(self, number: int, changes: Changes) -> int:
        """The outcomes of the requirement once the facts are changed."""
        requirement = self.requirements[number]
        readers = requirement.joint.readers
        own = tuple([change for change in changes if change.key in readers])
        if (number, own) not in self._after:
            self._after[number, own] = requirement.joint.decide(self._changed(requirement, own))
        return self._after[number, own]

    def _changed(self, requirement: Requirement, changes: Changes) -> AllMasks:
        """What is left open in the checks of a requirement once the facts are changed."""
        masks = requirement.masks
        for change in changes:
            if change.key in requirement.joint.readers:
                classes = self._classes_of(change, requirement.joint.partition(change.key))
                masks = requirement.joint.with_class(change.key, classes, masks)
        return masks

    def _classes_of(self, change: FactChange, partition: Partition) -> int:
        """The classes that a change leaves of a partition; remembered, for many share it."""
        if (change, partition) not in self._classes:
            self._classes[change, partition] = partition.mask(change.to)
        return self._classes[change, partition]

    def _moved(self, number: int, changes: Changes) -> Moved:
        return Moved(self.requirements[number], Outcomes.from_bits(self._come_to(number, changes)))

    def _instruments(self, moved: Iterable[int]) -> tuple[str, ...]:
        rules = [
            rule
            for requirement in (self.requirements[number] for number in moved)
            for rule in (
                requirement.finding.rule,
                *self.assessment.also_asked(requirement.finding, *requirement.checks),
            )
        ]
        return tuple(dict.fromkeys(rule.instrument for rule in rules))

    def _remedies(self, moved: Iterable[int], changes: Changes) -> list[str]:
        """The remedies that fit the changes; the one that is about least else first."""
        found: dict[str, tuple[int, tuple[int, int], int]] = {}
        for requirement in (self.requirements[number] for number in moved):
            after = self._changed(requirement, changes)
            for check, masks in zip(requirement.checks, after, strict=True):
                if _is_better(check.table.decide(masks), check.outcomes.bits):
                    fit = self.remedies.fit(check, changes)
                    force = FORCES.index(requirement.found.force)
                    key = (-fit, self.remedies.size(check), force)
                    remedy = check.check.remedy
                    found[remedy] = min(key, found.get(remedy, key))
        best = max((-key[0] for key in found.values()), default=Fit.NOT)
        fitting = [remedy for remedy, key in found.items() if -key[0] == best != Fit.NOT]
        return sorted(fitting, key=lambda remedy: found[remedy])

    def _leads(self, facts: Iterable[FactId]) -> Iterator[str]:
        for fact in facts:
            told = self.assessment.answers.get(fact)
            if told and told.answer.lead:
                yield told.answer.lead


def _requirements(finding: Finding) -> Iterator[Requirement]:
    for found in finding.requirements:
        places = tuple(n for n, one in enumerate(finding.checks) if one.check.asks == found.asks)
        checks = tuple(finding.checks[n] for n in places)
        masks = tuple(check.masks for check in checks)
        assert finding.joint is not None
        yield Requirement(finding, found, checks, finding.joint.part(places), masks)


def _is_gap(requirement: Requirement) -> bool:
    """Whether it is one by itself, or makes its finding one together with others."""
    outcomes = requirement.found.outcomes
    if outcomes.is_gap or outcomes.is_gap_if_it_applies:
        return True
    return outcomes.lowest in SCALE[:2] and any(
        c in requirement.finding.failing_checks for c in requirement.checks
    )


def _is_met_by(together: ChangeSets, parts: Iterable[CheckGroup]) -> bool:
    """Whether the requirement is not partly met but met, whatever set is taken of each part."""
    applying = (part for part in parts if not part.applies_never)
    return all(
        part.is_met_after(changes)
        for part, sets in zip(applying, together.parts, strict=True)
        for changes in sets
    )


def _candidates(closing: Closing) -> Iterator[Changes]:
    """What may be an action: single changes, what works on a part, and what closes the whole."""
    parts = (*closing.met.parts, *closing.partly_together.parts)
    sets = [*closing.partly, *chain.from_iterable(parts)]
    if closing.met.number <= MOST_SETS:
        sets += closing.met
    for changes in sets:
        yield from ((change,) for change in changes)
        yield in_order(changes)


def _remedied(action: Action) -> Iterator[CheckFinding]:
    """The checks of what an action improves whose remedy is its first."""
    for moved in action.moved:
        yield from (one for one in moved.requirement.checks if one.check.remedy == action.remedy)


def _smallest(actions: Sequence[Action]) -> list[Action]:
    """The actions that contain no other."""
    changes = [frozenset(action.changes) for action in actions]
    single = {next(iter(own)) for own in changes if len(own) == 1}
    several = {own for own in changes if len(own) > 1}
    return [
        action
        for action, own in zip(actions, changes, strict=True)
        if len(own) == 1 or (not own & single and not any(other < own for other in several))
    ]


def _undominated(actions: Sequence[Action]) -> Iterator[Action]:
    """The actions without those that do less, with another value of the same facts."""
    by_keys: dict[tuple[PartitionKey, ...], list[Action]] = {}
    for action in actions:
        by_keys.setdefault(tuple(change.key for change in action.changes), []).append(action)
    for action in actions:
        alike = by_keys[tuple(change.key for change in action.changes)]
        before = alike.index(action)
        if not any(
            _does_more(other, action) and (n < before or not _does_more(action, other))
            for n, other in enumerate(alike)
            if other is not action
        ):
            yield action


def _does_more(one: Action, other: Action) -> bool:
    """Whether an action does all that another does, or more."""
    after = {id(moved.requirement): moved.after.bits for moved in one.moved}
    return all(
        (own := after.get(id(moved.requirement))) is not None
        and (own == moved.after.bits or _is_better(own, moved.after.bits))
        for moved in other.moved
    )


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


def _order(action: Action) -> tuple[int, int, int, Sequence[tuple[str, str, str]]]:
    return (
        FORCES.index(action.force),
        -len(action.moved),
        len(action.changes),
        [change.order for change in action.changes],
    )
