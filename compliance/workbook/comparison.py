"""The workbooks of a comparison: who disagrees on answers and findings, or what changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from compliance.assessment.comparison import Comparison, Relation
from compliance.assessment.history import AnswerChanged, ComparisonOverTime, FindingChanged, Trend
from compliance.report import wording
from compliance.report.changes import change_title
from compliance.report.comparison import NEVER_MERGED, RELATION_WORDS, compared_title, said_words
from compliance.workbook import schema as form
from compliance.workbook.sheets.disagreements import Side, by_finding, by_question, listing
from compliance.workbook.writing import printing
from compliance.workbook.writing.columns import outcomes_content
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.package import to_bytes
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.style import Look
from compliance.workbook.writing.table_sheet import TableSheet

COMPARED, CHANGED = "Compared", "Changed"
_BY_ANSWERS = "Answers changed"


def parts(subject: Comparison | ComparisonOverTime) -> Iterator[bytes]:
    """Accounts side by side, or what changed: the same bytes for the same input."""
    yield _compared(subject) if isinstance(subject, Comparison) else _over_time(subject)


def _compared(comparison: Comparison) -> bytes:
    last_day = max(one.as_of for one in comparison.assessments)
    sheets: list[Listing[Any]] = [_answers(comparison), _findings(comparison)]
    return _workbook(sheets, compared_title(comparison), NEVER_MERGED, last_day)


def _over_time(change: ComparisonOverTime) -> bytes:
    sheets: list[Listing[Any]] = [_changed(change), _answers_changed(change)]
    return _workbook(sheets, change_title(change), change_title(change), change.new.as_of)


def _workbook(listings: Sequence[Listing[Any]], title: str, footer: str, last_day: date) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for one in listings:
        sheet = workbook.create_sheet(one.title)
        TableSheet(sheet, one, {}).write()
        printing.set_footer(sheet, safe(footer))
    return to_bytes(workbook, safe(title), last_day)


def _answers(comparison: Comparison) -> Listing[Side]:
    """Every question that some account answers, disputes first."""
    about = f"{wording.number_of(len(comparison.facts), 'question')} that some account answers"
    nothing = "No account answers anything."
    lead = (NEVER_MERGED, *_meanings(one.relation for one in comparison.facts))
    return listing(form.DISAGREEMENTS, list(by_question(comparison)), about, nothing, lead)


def _findings(comparison: Comparison) -> Listing[Side]:
    """Every rule, and what each account makes of it."""
    number = wording.number_of(len(comparison.findings), "rule")
    about, nothing = f"{number}, what each account makes of it", "No rule was looked at."
    lead = _meanings(one.relation for one in comparison.findings)
    return listing(COMPARED, list(by_finding(comparison)), about, nothing, list(lead))


def _meanings(relations: Iterable[Relation]) -> Iterator[str]:
    """How many stand in each relation, and what it means."""
    found = list(relations)
    for one, meaning in RELATION_WORDS.items():
        if one in found:
            yield f"{found.count(one)} {one}: {meaning}"


def _changed(change: ComparisonOverTime) -> Listing[FindingChanged]:
    columns: list[Column[FindingChanged]] = [
        Column("Provision", 24, lambda one: Content(one.citation, Look.STRONG)),
        Column("Title", 28, lambda one: Content(one.title)),
        Column("Change", 16, lambda one: Content(one.trend)),
        Column("Because of", 18, lambda one: Content(one.cause or "")),
        Column("Then", 22, lambda one: outcomes_content(one.before)),
        Column("Rule of now on answers of then", 22, _between),
        Column("Now", 22, lambda one: outcomes_content(one.after)),
        Column("Rule", 24, lambda one: Content(one.rule), printed=False),
    ]
    order = list(Trend)
    ordered = sorted(change.findings, key=lambda one: order.index(one.trend))
    subjects = {one.rule: one for one in ordered}
    about = f"{wording.number_of(len(subjects), 'rule')}, then and now"
    return Listing(CHANGED, columns, subjects, about, "No rule was looked at both times.")


def _between(one: FindingChanged) -> Content:
    return Content("not known") if one.by_rule is None else outcomes_content(one.by_rule)


def _answers_changed(change: ComparisonOverTime) -> Listing[AnswerChanged]:
    columns: list[Column[AnswerChanged]] = [
        Column("Question", 34, lambda one: Content(one.fact.question, Look.STRONG)),
        Column("Then", 44, lambda one: Content(said_words(one.fact, one.before))),
        Column("Now", 44, lambda one: Content(said_words(one.fact, one.after))),
        Column("Fact", 30, lambda one: Content(one.fact.id), printed=False),
    ]
    subjects = {one.fact.id: one for one in change.answers}
    about = f"{wording.number_of(len(subjects), 'question')} answered otherwise than before"
    return Listing(_BY_ANSWERS, columns, subjects, about, "No answer differs.")
