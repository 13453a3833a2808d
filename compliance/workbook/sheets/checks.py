"""The sheet Checks: every check of every rule, by the requirement it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.assessment.assess import Assessment
from compliance.report import wording
from compliance.workbook.schema import CHECKS
from compliance.workbook.writing.columns import profile_column, provision_columns, questions, why
from compliance.workbook.writing.listing import Column, Content, Listing, status_content
from compliance.workbook.writing.subjects import FoundCheck, all_found, checks_of


def checks(assessments: Sequence[Assessment]) -> Listing[FoundCheck]:
    """One row a check: what it looks at, how it came out and why."""
    columns: list[Column[FoundCheck]] = [
        *profile_column(assessments),
        *provision_columns(lambda c: c.found.finding.rule, grouping=True),
        Column("What is asked", 36, _asks, grouping=True),
        Column("Check looks at", 12, _measure),
        Column("Check", 15, lambda c: status_content(c.check.outcomes.status)),
        Column("Why", 30, lambda c: Content(_why(c))),
        Column("What would close it", 30, _remedy),
        Column("Open questions", 22, lambda c: questions(c.assessment, c.check.missing)),
        Column(
            "Demand", 15, lambda c: status_content(c.requirement.outcomes.status), printed=False
        ),
        Column("Force (our reading)", 16, lambda c: Content(c.check.force), printed=False),
        Column("Role", 12, lambda c: Content(c.check.check.role or ""), printed=False),
        Column("Rule", 22, lambda c: Content(c.found.finding.rule.id), printed=False),
        Column("Check id", 24, lambda c: Content(c.check.check.id), printed=False),
    ]
    everything = [checked for found in all_found(assessments) for checked in checks_of(found)]
    subjects = {checked.key: checked for checked in everything}
    about = f"{wording.number_of(len(subjects), 'check')}: what decided each, or what is missing"
    nothing = "No rule that was looked at has checks."
    return Listing(CHECKS, columns, subjects, about, nothing, lambda checked: checked.number)


def _asks(checked: FoundCheck) -> Content:
    return Content(wording.asks_words(checked.found.finding.rule, checked.requirement.asks))


def _why(checked: FoundCheck) -> str:
    words = why(checked.assessment, checked.check)
    return f"{wording.BY_RESERVATION}: {words}" if checked.check.is_reserved else words


def _measure(checked: FoundCheck) -> Content:
    return Content(wording.MEASURE_WORDS[checked.check.check.measure])


def _remedy(checked: FoundCheck) -> Content:
    closed = checked.check.outcomes.status.is_closed
    return Content("" if closed else checked.check.check.remedy)
