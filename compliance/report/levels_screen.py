"""The three levels of evidence side by side on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.text import Text

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EvidenceStandard
from compliance.document.screen import STYLES, Screen
from compliance.engine.outcomes import Outcomes, Status
from compliance.report import wording
from compliance.report.evidence_levels import LEVEL_MEANINGS, LEVEL_WORDS, levels, status_levels

_INDENT, _STATUSES, _COLUMN = 2, 19, 12


def print_levels(screen: Screen, assessments: Sequence[Assessment]) -> None:
    """Print the rules that hang on how well answers are shown, one assessment after the other."""
    for assessment in assessments:
        _print_differing(screen, assessment)


def print_level_counts(screen: Screen, assessment: Assessment, title: str) -> None:
    """Print how many rules have each status at each of the three levels."""
    told = {s: counts for s, counts in status_levels(assessment).items() if any(counts.values())}
    if screen.width < _INDENT + _STATUSES + len(LEVEL_WORDS) * _COLUMN:
        screen.paragraph(title, _INDENT)
        for standard, word in LEVEL_WORDS.items():
            screen.item(f"{word}:", counts_in_a_row(screen, told, standard), 16, at=4)
    else:
        head = "".join(f"{word:>{_COLUMN}}" for word in LEVEL_WORDS.values())
        screen.paragraph(screen.kept(Text(f"{title:{_STATUSES}}{head}")), _INDENT)
        for status, counts in told.items():
            words = screen.status(status)
            words.pad_right(_STATUSES - words.cell_len)
            numbers = "".join(f"{counts[standard]:>{_COLUMN}}" for standard in LEVEL_WORDS)
            screen.paragraph(screen.kept(words.append(numbers, STYLES[status])), _INDENT)
    screen.paragraph(LEVEL_MEANINGS, _INDENT, "dim")


def counts_in_a_row(
    screen: Screen,
    told: Mapping[Status, Mapping[EvidenceStandard, int]],
    standard: EvidenceStandard,
) -> Text:
    """``● met 2, □ undetermined 96``: the statuses that there are, at one level."""
    return Text(", ").join(
        Text.assemble(screen.status(status), Text(f" {counts[standard]}", STYLES[status]))
        for status, counts in told.items()
        if counts[standard]
    )


def _print_differing(screen: Screen, assessment: Assessment) -> None:
    found = list(levels(assessment))
    differing = [shown for shown in found if shown.differs]
    remark = f"{len(differing)} of {wording.number_of(len(found), 'rule')} hang on it"
    screen.heading("How well it is shown", remark)
    screen.paragraph(wording.title(assessment), 2)
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
