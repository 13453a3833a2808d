"""The sheet Findings: every rule with its outcome, in the order of the provisions."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.assessment.assess import Assessment
from compliance.engine.outcomes import Status
from compliance.report import wording
from compliance.workbook import schema as form
from compliance.workbook.writing.columns import profile_column, provision_columns, title, topics
from compliance.workbook.writing.entries import Entries, review_offers
from compliance.workbook.writing.listing import Column, Content, Listing, status_content
from compliance.workbook.writing.style import Look
from compliance.workbook.writing.subjects import Found, all_found, by_key, checks_of, rule_hash


def findings(assessments: Sequence[Assessment]) -> Listing[Found]:
    """One row a rule, those that ask nothing of States included."""
    entries: Entries[Found] = Entries(
        form.FINDINGS,
        lambda f: "" if f.is_listed_as_gap else f.review_key,
        review_offers,
        _see_gaps,
    )
    columns: list[Column[Found]] = [
        *profile_column(assessments),
        *provision_columns(lambda f: f.finding.rule, 26),
        Column("Title (ours)", 25, lambda f: title(f.finding.rule)),
        Column("Finding", 15, lambda f: status_content(f.finding.status)),
        Column("Still possible", 19, _still_possible),
        Column("Checks", 8, _checks),
        Column("How they came out, or why there are none", 32, _rests_on),
        Column("Open questions", 10, lambda f: Content(len(f.finding.missing), Look.COUNT)),
        Column("Force (our reading)", 16, lambda f: Content(f.finding.rule.force)),
        Column("Addressee", 11, lambda f: Content(f.finding.rule.addressee)),
        *entries.columns(),
        Column("Topics", 26, lambda f: topics(f.finding.rule, f.assessment), printed=False),
        Column("Rule", 22, lambda f: Content(f.finding.rule.id, Look.MUTED), printed=False),
        entries.key_column(),
    ]
    subjects = by_key(all_found(assessments))
    each = "provision and account" if len(assessments) > 1 else "provision"
    about = f"{wording.number_of(len(subjects), 'finding')}, one for each {each}"
    nothing = "No rule was looked at."
    return Listing(
        form.FINDINGS, columns, subjects, about, nothing, lambda found: found.number, rule_hash
    )


def _see_gaps(found: Found) -> Content:
    """A gap is reviewed on its own sheet."""
    return Content(form.SEE_GAPS, Look.LINK, link=(form.GAPS, found.key))


def _still_possible(found: Found) -> Content:
    outcomes = found.finding.outcomes
    return Content(wording.still_possible(outcomes) if len(outcomes) > 1 else "")


def _rests_on(found: Found) -> Content:
    """The reason where nothing is tested, else how the checks came out."""
    statuses = [checked.check.outcomes.status for checked in checks_of(found)]
    counts = [f"{statuses.count(status)} {status}" for status in Status if status in statuses]
    if not counts:
        return Content(found.finding.reason or "")
    return Content(", ".join(counts))


def _checks(found: Found) -> Content:
    """How many checks it has, leading to the first."""
    checks = checks_of(found)
    return (
        Content(len(checks), Look.LINK, link=(form.CHECKS, checks[0].key))
        if checks
        else Content("")
    )
