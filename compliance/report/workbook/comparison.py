"""The sheets of a comparison: who disagrees on answers and findings, or what changed.

``disagreements`` and ``levels_listing`` are listings that the gap report can take in as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from compliance.assessment import Assessment
from compliance.change import AnswerChanged, Change, FindingChanged, Turn
from compliance.comparison import Comparison, FactCompared, FindingCompared
from compliance.outcome import Outcomes
from compliance.report import saying, wording
from compliance.report.comparison_words import (
    NEVER_MERGED,
    RELATION_MEANINGS,
    change_title,
    compared_title,
    outcomes_words,
    said_words,
    side_words,
)
from compliance.report.levels import LEVEL_WORDS, Shown, levels
from compliance.report.workbook import printing
from compliance.report.workbook.listing import Column, Content, Listing, with_glyph
from compliance.report.workbook.package import to_bytes
from compliance.report.workbook.safe_text import safe
from compliance.report.workbook.style import Look
from compliance.report.workbook.table_sheet import TableSheet
from compliance.testimony import Standard

CONTESTED, COMPARED, CHANGED, EVIDENCE = "Disagreements", "Compared", "Changed", "Evidence"
_BY_ANSWERS = "Answers changed"


def render_comparison(comparison: Comparison) -> bytes:
    """The workbook of a comparison: the same bytes for the same input."""
    last_day = max(one.as_of for one in comparison.assessments)
    sheets: list[Listing[Any]] = [disagreements(comparison), _findings(comparison)]
    return _workbook(sheets, compared_title(comparison), NEVER_MERGED, last_day)


def render_change(change: Change) -> bytes:
    """The workbook of what changed: the same bytes for the same input."""
    sheets: list[Listing[Any]] = [_changed(change), _answers_changed(change)]
    return _workbook(sheets, change_title(change), change_title(change), change.new.as_of)


def _workbook(listings: Sequence[Listing[Any]], title: str, footer: str, last_day: date) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for listing in listings:
        sheet = workbook.create_sheet(listing.title)
        TableSheet(sheet, listing, {}).write()
        printing.set_footer(sheet, safe(footer))
    return to_bytes(workbook, safe(title), last_day)


def disagreements(comparison: Comparison) -> Listing[FactCompared]:
    """One row a question that some account answers, disputes first."""

    def said(place: int) -> Column[FactCompared]:
        profile = comparison.assessments[place].profile
        header = f"{profile.id} ({profile.voice})"
        return Column(header, 34, lambda one: Content(side_words(one.fact, one.sides[place])))

    columns: list[Column[FactCompared]] = [
        Column("Question", 30, lambda one: Content(one.fact.question, Look.STRONG)),
        Column("Relation", 14, lambda one: Content(one.relation)),
        *(said(place) for place in range(len(comparison.assessments))),
        Column("Register", 26, _register),
        Column("Fact", 30, lambda one: Content(one.fact.id), printed=False),
    ]
    ordered = sorted(comparison.facts, key=lambda one: list(RELATION_MEANINGS).index(one.relation))
    subjects = {one.fact.id: one for one in ordered}
    about = f"{wording.number_of(len(subjects), 'question')} that some account answers"
    return Listing(CONTESTED, columns, subjects, about, "No account answers anything.")


def _register(one: FactCompared) -> Content:
    if one.register is None:
        return Content("")
    return Content(f"{saying.by_words(one.register)} {side_words(one.fact, one.register)}")


def _findings(comparison: Comparison) -> Listing[FindingCompared]:
    def made(place: int) -> Column[FindingCompared]:
        return Column(
            comparison.assessments[place].profile.id, 24, lambda one: _made_of(one, place)
        )

    columns: list[Column[FindingCompared]] = [
        Column("Provision", 24, lambda one: Content(one.rule.citation, Look.STRONG)),
        Column("Title", 28, lambda one: Content(one.rule.title)),
        Column("Relation", 16, lambda one: Content(one.relation)),
        *(made(place) for place in range(len(comparison.assessments))),
        Column("Hangs on", 30, lambda one: Content("\n".join(one.hangs_on))),
        Column("Rule", 24, lambda one: Content(one.rule.id), printed=False),
    ]
    subjects = {one.rule.id: one for one in comparison.findings}
    about = f"{wording.number_of(len(subjects), 'rule')}, what each account makes of it"
    return Listing(COMPARED, columns, subjects, about, "No rule was looked at.")


def _made_of(one: FindingCompared, place: int) -> Content:
    content = outcomes_content(one.findings[place].outcomes)
    notes = ["higher"] * (place in one.higher) + ["silent"] * (not one.speaking[place])
    words = f"{content.value} ({', '.join(notes)})" if notes else content.value
    return Content(words, status=content.status)


def outcomes_content(outcomes: Outcomes) -> Content:
    """A set of outcomes by glyph, words and colour."""
    words = with_glyph(outcomes.status, outcomes_words(outcomes))
    return Content(words, status=outcomes.status)


def _changed(change: Change) -> Listing[FindingChanged]:
    columns: list[Column[FindingChanged]] = [
        Column("Provision", 24, lambda one: Content(one.citation, Look.STRONG)),
        Column("Title", 28, lambda one: Content(one.title)),
        Column("Change", 16, lambda one: Content(one.turn)),
        Column("Because of", 18, lambda one: Content(one.cause or "")),
        Column("Then", 22, lambda one: outcomes_content(one.before)),
        Column("Rule of now on answers of then", 22, _between),
        Column("Now", 22, lambda one: outcomes_content(one.after)),
        Column("Rule", 24, lambda one: Content(one.rule), printed=False),
    ]
    order = list(Turn)
    ordered = sorted(change.findings, key=lambda one: order.index(one.turn))
    subjects = {one.rule: one for one in ordered}
    about = f"{wording.number_of(len(subjects), 'rule')}, then and now"
    return Listing(CHANGED, columns, subjects, about, "No rule was looked at both times.")


def _between(one: FindingChanged) -> Content:
    return Content("not known") if one.by_rule is None else outcomes_content(one.by_rule)


def _answers_changed(change: Change) -> Listing[AnswerChanged]:
    columns: list[Column[AnswerChanged]] = [
        Column("Question", 34, lambda one: Content(one.fact.question, Look.STRONG)),
        Column("Then", 44, lambda one: Content(said_words(one.fact, one.before))),
        Column("Now", 44, lambda one: Content(said_words(one.fact, one.after))),
        Column("Fact", 30, lambda one: Content(one.fact.id), printed=False),
    ]
    subjects = {one.fact.id: one for one in change.answers}
    about = f"{wording.number_of(len(subjects), 'question')} answered otherwise than before"
    return Listing(_BY_ANSWERS, columns, subjects, about, "No answer differs.")


def levels_listing(assessment: Assessment) -> Listing[Shown]:
    """What is claimed, documented and confirmed, a rule a row."""

    def level(standard: Standard) -> Column[Shown]:
        words = LEVEL_WORDS[standard].capitalize()
        return Column(words, 26, lambda one: outcomes_content(one.outcomes[standard]))

    columns: list[Column[Shown]] = [
        Column("Provision", 24, lambda one: Content(one.finding.citation, Look.STRONG)),
        Column("Title", 30, lambda one: Content(one.finding.rule.title)),
        *map(level, Standard),
        Column("Hangs on it", 12, lambda one: Content("yes" if one.differs else "no")),
        Column("Rule", 24, lambda one: Content(one.finding.rule.id), printed=False),
    ]
    subjects = {one.finding.rule.id: one for one in levels(assessment)}
    about = "what is claimed, what is documented, what someone else has confirmed"
    return Listing(EVIDENCE, columns, subjects, about, "No rule was looked at.")
