"""Where an account falls short, and which paragraph of a text tells which answer.

Each answer is told once. Requirements that rest on the same answers are told together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import CheckFinding, Finding, RequirementFinding
from compliance.engine.outcomes import Outcome
from compliance.engine.tokens import names_in
from compliance.model.rulebook import FORCES, FactId, Measure, Rule, number_in_document
from compliance.report import wording


@dataclass(frozen=True)
class Gap:
    """A requirement that is not met or only partly met, and the checks that make it so."""

    finding: Finding
    requirement: RequirementFinding
    checks: tuple[CheckFinding, ...]

    @property
    def importance(self) -> tuple[int, int]:
        """Not met before partly met, then by force."""
        is_partly = self.requirement.outcomes.highest is not Outcome.NOT_MET
        return int(is_partly), FORCES.index(self.requirement.force)

    def reasons(self, account: Assessment) -> Reasons:
        """The answers that the checks which make it so read."""
        return Reasons.of(self.checks, account)

    def others(self, account: Assessment) -> Reasons:
        """The answers that the other checks of its provision read, and by which it applies."""
        return Reasons.of(self.finding.checks, account)


@dataclass
class Reasons:
    """Answers, and what the first check that reads each of them is about."""

    conditions: dict[FactId, Measure] = field(default_factory=dict)
    """Those by which other questions of a check arise at all."""
    deciding: dict[FactId, Measure] = field(default_factory=dict)
    shared: dict[FactId, Measure] = field(default_factory=dict)
    """Those by which a check applies, and many others do."""

    @classmethod
    def of(cls, checks: Iterable[CheckFinding], account: Assessment) -> Reasons:
        """What the checks read. By which list a check applies is left out: it is no answer."""
        found, facts = cls(), account.library.facts
        for one in checks:
            decide = names_in(filter(None, (one.check.met, one.check.partly)))
            given = names_in(filter(None, (facts[fact].given for fact in one.table.facts)))
            for fact in one.table.facts:
                told = account.answers.get(fact)
                if told is None or not told.answer.states_something:
                    continue
                own = found.shared
                if fact in decide or fact in given:
                    own = found.conditions if fact in given else found.deciding
                if fact in decide or not told.register:
                    own.setdefault(fact, one.check.measure)
        for fact in found.deciding:
            found.conditions.pop(fact, None)
        return found

    @property
    def own(self) -> dict[FactId, Measure]:
        """Those of the checks, the conditions first."""
        return {**self.conditions, **self.deciding}


@dataclass
class Told:
    """A paragraph: the requirement it begins with, its facts, and others that rest on the same."""

    gap: Gap
    begun: frozenset[FactId]
    """The facts with which it began."""
    facts: dict[FactId, Measure] = field(default_factory=dict)
    also: list[Gap] = field(default_factory=list)
    beside: list[FactId] = field(default_factory=list)
    """What else its provisions read, and no paragraph tells as a reason."""
    elsewhere: tuple[int, ...] = ()
    """The places of the paragraphs that tell other reasons of its requirement."""

    @property
    def gaps(self) -> list[Gap]:
        """All its requirements."""
        return [self.gap, *self.also]

    @property
    def lead(self) -> Gap:
        """The most special of its requirements that rest on all of the facts it began with.

        It is of a rule that is filed first under the topic of the facts, and has the fewest
        checks. It gives the title and the recommendation.
        """
        topics = {fact.partition(".")[0] for fact in self.begun}
        whole = [
            one
            for one in self.gaps
            if self.begun <= {fact for check in one.checks for fact in check.table.facts}
        ]
        rules = [(one, one.finding.rule) for one in whole]
        return min(rules, key=lambda pair: (pair[1].topics[0] not in topics, len(pair[1].checks)))[
            0
        ]

    @property
    def remedied(self) -> tuple[CheckFinding, ...]:
        """The checks whose remedies would close it: those that its facts decide."""
        checks = self.lead.checks
        own = [one for one in checks if not self.facts.keys().isdisjoint(one.because)]
        return tuple(own or checks)


def gaps(assessment: Assessment) -> list[Gap]:
    """The requirements that are not met or only partly met, the most important first."""
    found = (
        Gap(finding, requirement, _failing(finding, requirement))
        for finding in assessment.counted()
        for requirement in finding.requirements
        if requirement.outcomes.is_gap
    )
    return sorted(found, key=lambda one: one.importance)


def _failing(finding: Finding, requirement: RequirementFinding) -> tuple[CheckFinding, ...]:
    """The checks of a requirement that make it a gap; those that may, where none does alone."""
    own = [one for one in finding.checks if one.check.asks == requirement.asks]
    failing = [one for one in own if one.outcomes.is_gap]
    return tuple(failing or [o for o in own if o.outcomes.lowest not in (None, Outcome.MET)])


def paragraphs(gaps: Sequence[Gap], account: Assessment) -> list[Told]:
    """Every answer that counts for a requirement, in one paragraph each.

    A requirement whose facts are all told before is cited there. What is only a condition begins
    no paragraph where something else is to be told.
    """
    where, made = dict[FactId, int](), list[Told]()
    for gap in gaps:
        reasons = gap.reasons(account)
        base = reasons.deciding or reasons.conditions
        before = dict.fromkeys(where[fact] for fact in base if fact in where)
        new = [fact for fact in base if fact not in where]
        if new or not before:
            place = len(made)
            made.append(Told(gap, frozenset(new), elsewhere=tuple(before)))
        else:
            place = next(iter(before))
            for cited in before:
                made[cited].also.append(gap)
        untold = {fact: about for fact, about in reasons.own.items() if fact not in where}
        made[place].facts |= untold
        where |= dict.fromkeys(untold, place)
    for is_chosen in (_is_filed_with, lambda *_: True):
        for place, told in enumerate(made):
            for gap in told.gaps:
                others = gap.others(account)
                rest = [fact for fact in {**others.own, **others.shared} if fact not in where]
                rest = [fact for fact in rest if is_chosen(fact, gap.finding.rule)]
                told.beside += rest
                where |= dict.fromkeys(rest, place)
    return made


def _is_filed_with(fact: FactId, rule: Rule) -> bool:
    """Whether a rule is filed first under the topic of a fact."""
    return fact.partition(".")[0] == rule.topics[0]


def clauses(gaps: Sequence[Gap]) -> Iterator[str]:
    """``not met: A/RES/65/212, paras. 4 and 5 (f)``, the clauses of one status together.

    Of a clause with several statuses, each is told with the words that ask.
    """
    by_status: dict[str, dict[str, dict[str, None]]] = {}
    statuses: dict[str, set[str]] = {}
    for gap in gaps:
        statuses.setdefault(gap.finding.rule.id, set()).add(_status_words(gap))
    for gap in gaps:
        rule = gap.finding.rule
        number = number_in_document(rule.provision)
        document = rule.citation.removesuffix(number)
        if len(statuses[rule.id]) > 1:
            number = f"{number}, {wording.asks_words(rule, gap.requirement.asks)}"
        by_status.setdefault(_status_words(gap), {}).setdefault(document, {})[number] = None
    for status, documents in by_status.items():
        told = [
            f"{document.replace('para. ', 'paras. ') if len(numbers) > 1 else document}"
            f"{wording.listed(numbers, 'and')}"
            for document, numbers in documents.items()
        ]
        yield f"{status}: {'; '.join(told)}"


def _status_words(gap: Gap) -> str:
    outcomes = gap.requirement.outcomes
    return str(outcomes.status) if len(outcomes) == 1 else wording.still_possible(outcomes)
