"""The result of one rule: outcome sets of each check, of each requirement, and of the rule."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property

from compliance.engine.decision_table import DecisionTable, Masks
from compliance.engine.outcomes import DECIDED, NOT_APPLICABLE, Outcome, Outcomes, Status
from compliance.engine.rule_tables import AllMasks, RuleTables
from compliance.engine.tokens import names_in
from compliance.model.rulebook import Check, FactId, Force, Rule

_OFF = Outcomes.of(Outcome.NOT_APPLICABLE)


@dataclass(frozen=True)
class CheckFinding:
    """The outcome of one check: what is possible, on which answers it rests, what is missing.

    The last two are searched for in the table when they are asked for, once.
    """

    check: Check
    force: Force
    outcomes: Outcomes
    table: DecisionTable
    masks: Masks
    """What the answers leave open on each partition of the table."""

    def __repr__(self) -> str:
        return f"<CheckFinding {self.check.id}>"

    @cached_property
    def because(self) -> tuple[FactId, ...]:
        """A smallest set of the answers given that alone yields these outcomes."""
        return self.table.because(self.masks)

    @cached_property
    def missing(self) -> tuple[FactId, ...]:
        """The open facts on whose answer the outcome still depends."""
        return self.table.missing(self.masks)

    @property
    def is_silent(self) -> bool:
        """Whether no answer tells how far it is met; that it applies may be known all the same."""
        return self.outcomes.bits | NOT_APPLICABLE == self.table.ever | NOT_APPLICABLE

    @property
    def is_reserved(self) -> bool:
        """Whether it does not apply by reservation: without what is said of that, it might."""
        if self.check.reservation is None or self.outcomes is not _OFF:
            return False
        without = self.table.without(names_in([self.check.reservation]), self.masks)
        return self.table.decide(without) != self.outcomes.bits


@dataclass(frozen=True, slots=True)
class RequirementFinding:
    """The outcome of the checks that together make one requirement."""

    asks: tuple[str, ...]
    force: Force
    outcomes: Outcomes


@dataclass(frozen=True)
class Finding:
    """The outcome of one rule for one profile, with the reason where no check decides it."""

    rule: Rule
    outcomes: Outcomes
    checks: tuple[CheckFinding, ...] = ()
    requirements: tuple[RequirementFinding, ...] = ()
    reason: str | None = None
    is_counted: bool = True
    """Not where a recommendation that is only told of rests on the passage that tells of it."""
    joint: RuleTables | None = field(default=None, repr=False, compare=False)
    """The tables of its checks, decided as one; None where there are no checks."""
    masks: AllMasks = field(default=(), repr=False, compare=False)
    """What the answers leave open in each of its checks."""

    def __repr__(self) -> str:
        """Short, and without the status, which confidential answers may decide."""
        return f"<Finding {self.rule.id}>"

    @property
    def status(self) -> Status:
        """Decided, ``undetermined``, or ``no test``."""
        return self.outcomes.status

    @property
    def citation(self) -> str:
        """The provision as a document would cite it."""
        return self.rule.citation

    @property
    def reserved(self) -> tuple[CheckFinding, ...]:
        """The checks that do not apply by reservation to a treaty."""
        return tuple(found for found in self.checks if found.is_reserved)

    @property
    def failing_checks(self) -> tuple[CheckFinding, ...]:
        """The checks that make it a gap, or a gap if it applies; none where it is neither.

        Where it is one only because its checks cannot all be met at once, those that may fall
        short. What is open beside a gap is left to its questions: silence is no failure.
        """
        if not (self.outcomes.is_gap or self.outcomes.is_gap_if_it_applies):
            return ()
        checks = [c for c in self.checks if c.outcomes.is_gap]
        checks = checks or [c for c in self.checks if c.outcomes.is_gap_if_it_applies]
        return tuple(
            checks or [c for c in self.checks if c.outcomes.lowest not in (None, Outcome.MET)]
        )

    @property
    def remedies(self) -> tuple[str, ...]:
        """What would close it, as its checks say; none where it is no gap."""
        return tuple(found.check.remedy for found in self.failing_checks)

    @cached_property
    def missing(self) -> tuple[FactId, ...]:
        """The open questions on which the finding itself still depends; none once it is decided.

        Exact, and so sometimes fewer than its checks have.
        """
        return self.joint.missing(self.masks) if self.joint else ()

    @property
    def open_facts(self) -> Collection[FactId]:
        """The facts that are not certain, on which it may depend; none once it is decided."""
        if self.joint is None or self.outcomes.bits in DECIDED:
            return ()
        return self.joint.open_facts(self.masks)

    def depends_on(self, fact: FactId) -> bool:
        """Whether a fact is among those that are ``missing``, without looking for the others."""
        return self.joint is not None and self.joint.depends_on(fact, self.masks)

    @cached_property
    def because(self) -> tuple[FactId, ...]:
        """A smallest set of the answers given that alone yields the outcomes of the rule."""
        return self.joint.because(self.masks) if self.joint else ()


def tested(rule: Rule, masks: AllMasks, joint: RuleTables) -> Finding:
    """What the checks of a rule come to, each by itself and together."""

    def required(places: tuple[int, ...]) -> Outcomes:
        if len(places) == 1:
            return checks[places[0]].outcomes
        return Outcomes.from_bits(joint.part(places).decide(tuple([masks[n] for n in places])))

    checks = tuple(
        CheckFinding(check, rule.force_of(check), Outcomes.from_bits(table.decide(own)), table, own)
        for check, table, own in zip(rule.checks, joint.tables, masks, strict=True)
    )
    requirements = tuple(
        RequirementFinding(asks, rule.force_of(rule.checks[places[0]]), required(places))
        for asks, places in rule.requirements().items()
    )
    outcomes = Outcomes.from_bits(joint.decide(masks))
    return Finding(rule, outcomes, checks, requirements, joint=joint, masks=masks)
