"""What is promised, what is overdue, and what will be met if every promise is kept.

A promise is never an answer and never in a count. What it would change is found exactly: the facts
are set to what the actions lead to, and the rules are decided again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from compliance.assessment.assess import Assessment, finding_of
from compliance.assessment.findings import Finding
from compliance.assessment.plan import Action
from compliance.model.actions import ActionList, TrackedAction, key_of
from compliance.model.profiles import Answer
from compliance.model.rulebook import Fact, FactId, Rule
from compliance.model.value_sets import UNKNOWN, Range, ValueSet, value_set


@dataclass(frozen=True)
class Step:
    """How things would be once all actions due by a day are done."""

    due: date | None
    """The day; None for actions without one, which come last."""
    actions: tuple[TrackedAction, ...]
    """The actions that are added."""
    findings: tuple[Finding, ...]
    """The results after them and all before, in the order of the assessment's."""
    changed: tuple[tuple[Finding, Finding], ...]
    """The results that differ from the step before, as they were and as they would be."""


@dataclass(frozen=True)
class FollowUp:
    """The actions of a State beside one account of it."""

    assessment: Assessment
    actions: tuple[TrackedAction, ...]
    today: date
    """The day on which it is decided what is overdue."""

    def published(self) -> FollowUp:
        """The same without answers that are confidential."""
        return replace(self, assessment=self.assessment.published())

    @cached_property
    def overdue(self) -> tuple[TrackedAction, ...]:
        """The actions that should be done, the oldest first."""
        late = [one for one in self.actions if one.is_overdue(self.today)]
        return tuple(sorted(late, key=lambda one: one.due or date.max))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What would change if every action were done by its day, day by day."""
        kept = [one for one in self.actions if one.is_promised]
        days = sorted({one.due for one in kept}, key=lambda due: due or date.max)
        values = {fact: told.possible for fact, told in self.assessment.answers.items()}
        before = self.assessment.all_findings
        found = []
        for day in days:
            due = tuple(one for one in kept if one.due == day)
            values = changed(values, due, self.assessment.library.facts)
            after = tuple(self._findings(values))
            pairs = zip(before, after, strict=True)
            different = tuple((b, a) for b, a in pairs if b.outcomes != a.outcomes)
            found.append(Step(day, due, after, different))
            before = after
        return tuple(found)

    def _findings(self, values: Mapping[FactId, ValueSet]) -> Iterable[Finding]:
        library = self.assessment.library
        open_ = library.partitions.masks(values)
        for finding in self.assessment.all_findings:
            found = finding_of(finding.rule, library, self.assessment.profile.country, open_)
            is_same = found.outcomes == finding.outcomes
            yield replace(found, is_counted=finding.is_counted) if is_same else found

    @property
    def after_all(self) -> tuple[Finding, ...]:
        """The results if every promise is kept."""
        return self.steps[-1].findings if self.steps else self.assessment.all_findings

    def is_answered(self, action: TrackedAction) -> bool:
        """Whether the account already gives the answers that the action leads to."""
        answers, facts = self.assessment.answers, self.assessment.library.facts
        return bool(action.to) and all(
            fact in answers and _is_within(answers[fact].possible, value_set(facts[fact], to))
            for fact, to in action.to.items()
        )

    def rules_of(self, action: TrackedAction) -> tuple[Rule, ...]:
        """The recommendations that an action says it carries out."""
        rules = self.assessment.library.rules
        return tuple(rules[name] for name in action.rules if name in rules)


def follow_up(assessment: Assessment, lists: Iterable[ActionList], today: date) -> FollowUp:
    """The actions in ``lists`` beside an account, as things are on the day ``today``."""
    country = assessment.profile.country
    actions = [one for listed in lists if listed.country == country for one in listed.actions]
    return FollowUp(assessment, tuple(actions), today)


def changed(
    values: Mapping[FactId, ValueSet],
    actions: Iterable[TrackedAction],
    facts: Mapping[FactId, Fact],
) -> dict[FactId, ValueSet]:
    """What the answers leave possible once the actions are done.

    Of a list only the members that an action names change.
    """
    found = dict(values)
    for action in actions:
        for name, answer in action.to.items():
            to = value_set(facts[name], answer)
            members = to.members
            if members is not None:
                known = dict(found.get(name, UNKNOWN).members or ())
                to = ValueSet(members=tuple({**known, **dict(members)}.items()))
            found[name] = to
    return found


def _is_within(one: ValueSet, other: ValueSet) -> bool:
    """Whether all that ``one`` leaves possible is possible by ``other`` too."""
    if one.values is not None and other.values is not None:
        return one.values <= other.values
    if one.ranges is not None and other.ranges is not None:
        return all(any(_lies_in(a, b) for b in other.ranges) for a in one.ranges)
    if other.members is not None and one.members is not None:
        return all(one.member(name) <= wanted for name, wanted in other.members)
    return False


def _lies_in(one: Range, other: Range) -> bool:
    low = other.low is None or (one.low is not None and one.low >= other.low)
    high = other.high is None or (one.high is not None and one.high <= other.high)
    return low and high and other.without <= one.without


# From a proposed action to one that is tracked


def answers_after(action: Action, facts: Mapping[FactId, Fact]) -> dict[FactId, Answer] | None:
    """The answers that a proposed action leads to; None where an answer cannot say it exactly."""
    found: dict[FactId, Answer] = {}
    members: dict[FactId, dict[str, str]] = {}
    for change in action.changes:
        if change.member is not None:
            values = change.to.member(change.member)
            if len(values) != 1:
                return None
            members.setdefault(change.fact, {})[change.member] = _yes_no(next(iter(values)))
            continue
        answer = _answer_of(change.to, facts[change.fact])
        if answer is None:
            return None
        found[change.fact] = answer
    return {**found, **{fact: Answer(value=value) for fact, value in members.items()}}


def _answer_of(to: ValueSet, fact: Fact) -> Answer | None:
    if to.values is not None:
        texts = sorted(map(_yes_no, to.values))
        return Answer(value=texts[0]) if len(texts) == 1 else Answer(one_of=tuple(texts))
    if to.ranges is None or len(to.ranges) != 1 or to.ranges[0].without:
        return None
    [one] = to.ranges
    ends = {"at_least": one.low, "at_most": one.high}
    written = {
        name: date.fromordinal(int(at)).isoformat() if fact.type == "date" else f"{at:f}"
        for name, at in ends.items()
        if at is not None
    }
    if one.low is not None and one.low == one.high:
        return Answer(value=written["at_least"])
    return Answer(**written) if written else None


def _yes_no(value: bool | str) -> str:
    return value if isinstance(value, str) else "yes" if value else "no"


def action_key(action: Action, facts: Mapping[FactId, Fact]) -> str:
    """The lasting key of a proposed action; empty where it has none and cannot be tracked."""
    answers = answers_after(action, facts)
    return key_of(answers) if answers else ""
