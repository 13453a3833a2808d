"""The sheet Evidence levels: what is claimed, what is documented, what someone else confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EvidenceStandard
from compliance.report.evidence_levels import LEVEL_MEANINGS, LEVEL_WORDS, Shown, levels
from compliance.workbook import schema as form
from compliance.workbook.writing.columns import (
    outcomes_content,
    profile_column,
    provision_columns,
    title,
)
from compliance.workbook.writing.listing import Column, Content, Listing, lead_of

NOTHING = "No finding hangs on how well the answers are shown."


@dataclass(frozen=True, slots=True)
class Hanging:
    """A finding of the ``number``-th assessment that hangs on how well answers are shown."""

    number: int
    assessment: Assessment
    shown: Shown


def evidence_levels(assessments: Sequence[Assessment]) -> Listing[Hanging]:
    """One row a finding that is not the same at all levels."""

    def level(standard: EvidenceStandard) -> Column[Hanging]:
        words = LEVEL_WORDS[standard].capitalize()
        return Column(words, 30, lambda h: outcomes_content(h.shown.outcomes[standard]))

    columns: list[Column[Hanging]] = [
        *profile_column(assessments),
        *provision_columns(lambda h: h.shown.finding.rule, 26),
        Column("Title (ours)", 32, lambda h: title(h.shown.finding.rule)),
        *map(level, EvidenceStandard),
        Column("Rule", 22, lambda h: Content(h.shown.finding.rule.id), printed=False),
    ]
    found = [(n, one, shown) for n, one in enumerate(assessments) for shown in levels(one)]
    subjects = {
        f"{number} {shown.finding.rule.id}": Hanging(number, assessment, shown)
        for number, assessment, shown in found
        if shown.differs
    }
    about = f"{len(subjects)} of {len(found)} findings hang on how well answers are shown"
    return Listing(
        *(form.LEVELS, columns, subjects, about, NOTHING, lambda hanging: hanging.number),
        lead=lead_of(LEVEL_MEANINGS, "Only findings that are not the same at all three."),
    )
