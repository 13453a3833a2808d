"""The sheet Gaps: what needs action, one row a gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import CheckFinding
from compliance.engine.outcomes import Status
from compliance.report import wording
from compliance.report.sections import section_of, sections
from compliance.workbook import schema as form
from compliance.workbook.sheets.answering import lead_of
from compliance.workbook.writing.columns import (
    bulleted,
    numbered,
    profile_column,
    provision_columns,
    title,
    topics,
    why,
)
from compliance.workbook.writing.entries import Entries, review_offers
from compliance.workbook.writing.listing import Column, Content, Listing, with_glyph
from compliance.workbook.writing.style import Look
from compliance.workbook.writing.subjects import Found, by_key, rule_hash

_MOST_QUESTIONS = 3
"""More would make the row higher than what is read and printed of it; they have a sheet."""


def gaps(assessments: Sequence[Assessment]) -> Listing[Found]:
    """The gaps of each assessment, then what is a gap if it applies.

    Where several checks make a gap they have the same number in every column.
    """
    entries: Entries[Found] = Entries(form.GAPS, lambda f: f.review_key, review_offers)
    columns: list[Column[Found]] = [
        *profile_column(assessments),
        *provision_columns(lambda f: f.finding.rule, 18),
        Column("Title (ours)", 16, lambda f: title(f.finding.rule)),
        Column("Finding", 16, _status),
        Column("What is asked", 26, _asks),
        Column("Why it is a gap", 26, _of_checks(why)),
        Column("What would close it", 28, _of_checks(lambda _, c: c.check.remedy)),
        Column("All ways", 8, _ways),
        Column("Asked in", 16, _asked_in),
        Column("Lead institution", 13, _lead),
        *entries.columns(),
        Column("Open questions", 60, _questions, printed=False),
        Column("Kind", 16, _kind, printed=False),
        Column("Force (our reading)", 16, lambda f: Content(f.finding.rule.force), printed=False),
        Column("Topics", 28, lambda f: topics(f.finding.rule, f.assessment), printed=False),
        Column("Rule", 22, lambda f: Content(f.finding.rule.id, Look.MUTED), printed=False),
        entries.key_column(),
    ]
    nothing = (
        f"No finding is a gap. That is not to say that all is met: {_undetermined(assessments)}."
    )
    subjects = by_key(gap for n, one in enumerate(assessments) for gap in _gaps_of(n, one))
    about = f"{_how_many(subjects.values())}: what is asked, why it is a gap, what would close it"
    return Listing(
        form.GAPS, columns, subjects, about, nothing, lambda found: found.number, rule_hash
    )


def _how_many(listed: Iterable[Found]) -> str:
    certain = [found.finding.outcomes.is_gap for found in listed]
    words = wording.number_of(sum(certain), "gap")
    return f"{words} and {len(certain) - sum(certain)} if they apply" if not all(certain) else words


def _undetermined(assessments: Sequence[Assessment]) -> str:
    found = sum(one.statuses()[Status.UNDETERMINED] for one in assessments)
    asked = sum(len(one.open_questions()) for one in assessments)
    findings = wording.number_of(found, "finding is", "findings are")
    return (
        f"{findings} undetermined, {wording.number_of(asked, 'open question')} in the sheet "
        f"{form.OPEN_QUESTIONS}"
    )


def _gaps_of(number: int, assessment: Assessment) -> list[Found]:
    return [
        Found(number, assessment, finding)
        for section, listed in sections(assessment.findings).items()
        for finding in listed
        if section.is_gap
    ]


def _status(found: Found) -> Content:
    """The status, and of one that is not decided what it can still become."""
    status = found.finding.status
    return Content(with_glyph(status, wording.finding_words(found.finding)), status=status)


def _of_checks(say: Callable[[Assessment, CheckFinding], str]) -> Callable[[Found], Content]:
    """What ``say`` has to say of each check that makes the finding a gap."""

    def content(found: Found) -> Content:
        return Content(numbered([say(found.assessment, c) for c in found.finding.failing_checks]))

    return content


def _asks(found: Found) -> Content:
    """What is asked, and by whom where the document only summarises it."""
    rule, checks = found.finding.rule, found.finding.failing_checks
    by = wording.summarised_words(rule)
    words = numbered([wording.asks_words(rule, c.check.asks) for c in checks])
    return Content(f"Asked by {by}\n{words}" if by else words)


def _ways(found: Found) -> Content:
    """A link to every smallest set of changes that closes it."""
    return Content("ways", Look.LINK, link=(form.CLOSING, found.key))


def _asked_in(found: Found) -> Content:
    """In how many instruments the same is asked, and where."""
    rule, finding = found.finding.rule, found.finding
    others = found.assessment.also_asked(finding, *finding.failing_checks)
    number = len({one.instrument for one in (rule, *others)})
    words = wording.number_of(number, "instrument")
    return Content("\n".join([words, *(f"also {other.citation}" for other in others)]))


def _questions(found: Found) -> Content:
    """The open questions, first those of the checks that make the gap; of many only some."""
    open_ = found.finding.missing
    of_gap = [
        fact for check in found.finding.failing_checks for fact in check.missing if fact in open_
    ]
    facts = list(dict.fromkeys([*of_gap, *open_]))
    shown = [found.assessment.library.facts[fact].question for fact in facts[:_MOST_QUESTIONS]]
    more = len(facts) - len(shown)
    return Content(
        "\n".join(bulleted(shown) + [f"and {more} more, see {form.OPEN_QUESTIONS}"] * bool(more))
    )


def _lead(found: Found) -> Content:
    """Who answers for what makes it a gap, where the profile says so."""
    facts = dict.fromkeys(
        fact for check in found.finding.failing_checks for fact in check.table.facts
    )
    named = lead_of(found.assessment, *facts)
    return Content(named) if named else Content("none named", Look.MUTED)


def _kind(found: Found) -> Content:
    return Content(wording.GAP_WORDS[section_of(found.finding)])
