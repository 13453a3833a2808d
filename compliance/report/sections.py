"""In which order reports go through findings: what needs action first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from compliance.assessment.findings import Finding
from compliance.engine.outcomes import NOT_APPLICABLE, Status
from compliance.library.library import Library
from compliance.model.rulebook import FORCES, FactId, Rule

QUESTIONS_SHOWN = 5
"""How many of the open questions that decide most a report shows in short."""


class Section(StrEnum):
    """The parts of a report, what needs action first."""

    GAP = "Gaps"
    GAP_IF_IT_APPLIES = "Gaps if they apply"
    UNDETERMINED = "Undetermined"
    MET = "Met"
    NOT_APPLICABLE = "Not applicable"
    NO_TEST = "No test"

    @property
    def is_gap(self) -> bool:
        """Whether its findings are gaps, for certain or if they apply."""
        return self in (Section.GAP, Section.GAP_IF_IT_APPLIES)


_DECIDED = {
    Status.MET: Section.MET,
    Status.NOT_APPLICABLE: Section.NOT_APPLICABLE,
    Status.NO_TEST: Section.NO_TEST,
}


def section_of(finding: Finding) -> Section:
    """The part of a report a finding belongs to."""
    if finding.outcomes.is_gap:
        return Section.GAP
    if finding.outcomes.is_gap_if_it_applies:
        return Section.GAP_IF_IT_APPLIES
    return _DECIDED.get(finding.status, Section.UNDETERMINED)


def sections(findings: Iterable[Finding]) -> dict[Section, list[Finding]]:
    """All sections in their order, with the findings of each."""
    found: dict[Section, list[Finding]] = {section: [] for section in Section}
    for finding in findings:
        found[section_of(finding)].append(finding)
    return found


def instruments(rules: Iterable[Rule], library: Library) -> list[str]:
    """The symbols of the rules' instruments: those that speak most strongly to States first.

    How strongly is told by all rules of an instrument, so narrowing a report changes no order.
    """
    shown = {rule.symbol for rule in rules}
    strongest: dict[str, int] = {}
    for rule in (one for one in library.rules.values() if one.symbol in shown):
        force = FORCES.index(rule.force) if rule.checks else len(FORCES)
        strongest[rule.symbol] = min(force, strongest.get(rule.symbol, force))
    return sorted(strongest, key=lambda symbol: strongest[symbol])


def by_force(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in the order of their rule's force, then as the instrument numbers them."""
    return sorted(findings, key=lambda finding: FORCES.index(finding.rule.force))


def is_silent(finding: Finding, disputed: Collection[FactId] = ()) -> bool:
    """Whether no answer tells how far it is met; that it applies may be known all the same.

    Where it depends on a ``disputed`` fact there are answers, though not all can be right.
    """
    return all(
        found.outcomes.bits == NOT_APPLICABLE or found.is_silent for found in finding.checks
    ) and not disputed_in(finding, disputed)


def disputed_in(finding: Finding, disputed: Collection[FactId]) -> list[FactId]:
    """The disputed facts on which a finding depends."""
    return [fact for fact in disputed if finding.depends_on(fact)]
