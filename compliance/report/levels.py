"""How well it is shown: what is claimed, what is documented, what someone else has confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from compliance.assessment import Assessment
from compliance.finding import Finding
from compliance.outcome import Outcomes
from compliance.testimony import Standard

LEVEL_WORDS = {
    Standard.ANY: "claimed",
    Standard.CITED: "documented",
    Standard.INDEPENDENT: "confirmed",
}
LEVEL_MEANINGS = (
    "Claimed is what the account answers; documented, what it gives evidence for; confirmed, what "
    "someone other than the speaker says, wherever that is printed, registers among them. An "
    "answer that is less well shown counts as open."
)


class Shown(NamedTuple):
    """A finding, and what it comes to at each level."""

    finding: Finding
    outcomes: Mapping[Standard, Outcomes]

    @property
    def differs(self) -> bool:
        """Whether it hangs on how well answers must be shown."""
        return len({one.bits for one in self.outcomes.values()}) > 1


def levels(assessment: Assessment) -> Iterator[Shown]:
    """Every finding that is shown, with what it comes to at each level."""
    by_rule = [
        (standard, {found.rule.id: found.outcomes for found in one.all_findings})
        for standard, one in ((s, assessment.under(s)) for s in Standard)
    ]
    for finding in assessment.findings:
        yield Shown(finding, {standard: found[finding.rule.id] for standard, found in by_rule})


def answers_words(assessment: Assessment) -> str:
    """``Of its answers 12 are claimed, 12 documented, 1 confirmed by someone else.``"""
    counts = [
        sum(not told.register for told in assessment.under(standard).answers.values())
        for standard in Standard
    ]
    return "Answers: {} claimed, {} documented, {} confirmed by someone else.".format(*counts)
