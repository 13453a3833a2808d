"""The three levels of evidence side by side on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from compliance.assessment import Assessment
from compliance.outcome import Outcomes, Status
from compliance.report import wording
from compliance.report.levels import LEVEL_MEANINGS, LEVEL_WORDS, answers_words, levels
from compliance.report.screen import STYLES, Screen
from compliance.testimony import Standard


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
