"""How well it is shown: what is claimed, what is documented, what someone else has confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from compliance.assessment import Assessment, Finding
from compliance.outcome import Outcomes, Status
from compliance.report import wording
from compliance.report.screen import STYLES, Screen
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


def print_levels(console: Console, assessments: Sequence[Assessment]) -> None:
    """Print the three levels side by side, one assessment after the other."""
    screen = Screen(console)
    for assessment in assessments:
        _print(screen, assessment)


def _print(screen: Screen, assessment: Assessment) -> None:
    found = list(levels(assessment))
    differing = [shown for shown in found if shown.differs]
    remark = f"{len(differing)} of {wording.number_of(len(found), 'rule')} hang on it"
    screen.blank()
    screen.heading("How well it is shown", remark)
    screen.paragraph(wording.title(assessment), 2)
    screen.paragraph(answers_words(assessment), 2)
    screen.paragraph(LEVEL_MEANINGS, 2, "dim")
    head = "".join(f"{word:>12}" for word in LEVEL_WORDS.values())
    screen.paragraph(screen.kept(Text(f"{'':20}{head}", "bold")), 2)
    for status in Status:
        counts = [sum(one.outcomes[s].status is status for one in found) for s in Standard]
        if any(counts):
            words = screen.status(status)
            words.pad_right(20 - words.cell_len)
            words.append("".join(f"{count:>12}" for count in counts), STYLES[status])
            screen.paragraph(screen.kept(words), 2)
    for shown in differing:
        rule = shown.finding.rule
        words = screen.joined(screen.text(rule.id, "bold"), screen.text(rule.title))
        screen.paragraph(words, 2)
        for standard, outcomes in shown.outcomes.items():
            screen.item(
                screen.text(LEVEL_WORDS[standard], "dim"), outcome(screen, outcomes), 16, at=4
            )


def outcome(screen: Screen, outcomes: Outcomes) -> Text:
    """A status, and what an undetermined one can still become."""
    words = screen.status(outcomes.status)
    if outcomes.status is not Status.UNDETERMINED:
        return words
    return screen.joined(words, screen.text(f"({wording.still_possible(outcomes)})"))
