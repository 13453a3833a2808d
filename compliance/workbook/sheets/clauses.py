"""The sheet Clauses: the documents' own words, and beside them, apart, what we say of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.model.rulebook import Rule
from compliance.report import wording
from compliance.workbook.schema import CLAUSES, FINDINGS
from compliance.workbook.writing.columns import title, topics
from compliance.workbook.writing.listing import Column, Content, Listing, status_content, with_glyph
from compliance.workbook.writing.style import Look
from compliance.workbook.writing.subjects import Found, all_found

NOT_HELD = "(We do not hold the text; see our note for what it asks.)"
_MOST_LISTED = 6


@dataclass(frozen=True, slots=True)
class Clause:
    """A provision with its findings, one an assessment."""

    rule: Rule
    found: tuple[Found, ...]

    @property
    def assessment(self) -> Assessment:
        """The first assessment that has it."""
        return self.found[0].assessment


def clauses(assessments: Sequence[Assessment]) -> Listing[Clause]:
    """One row a provision, whatever the number of assessments."""
    by_rule: dict[str, list[Found]] = {}
    for found in all_found(assessments):
        by_rule.setdefault(found.finding.rule.id, []).append(found)
    subjects = {
        rule: Clause(found[0].finding.rule, tuple(found)) for rule, found in by_rule.items()
    }
    several = len(assessments) > 1
    columns: list[Column[Clause]] = [
        Column("Provision", 20, lambda c: Content(c.rule.citation)),
        Column("Title (ours)", 17, lambda c: title(c.rule)),
        Column("Text, word for word", 46, lambda c: text_of(c.rule)),
        Column("Force (our reading)", 16, lambda c: Content(c.rule.force)),
        Column("Addressee", 11, lambda c: Content(c.rule.addressee)),
        Column("Our note", 40, lambda c: Content("\n".join(our_notes(c.rule)))),
        Column("Findings" if several else "Finding", 28 if several else 16, _statuses),
        Column("See", 9, _see),
        Column("Topics", 28, lambda c: topics(c.rule, c.assessment), printed=False),
        Column("Related", 24, lambda c: Content("; ".join(c.rule.related)), printed=False),
        Column("Echoes", 24, lambda c: Content("; ".join(c.rule.echoes)), printed=False),
        Column("Rule", 22, lambda c: Content(c.rule.id), printed=False),
    ]
    about = f"{wording.number_of(len(subjects), 'provision')}, word for word, and our notes on them"
    return Listing(CLAUSES, columns, subjects, about, "No rule was looked at.")


def _see(clause: Clause) -> Content:
    """A link to its finding, of several assessments to the first."""
    return Content("finding", Look.LINK, link=(FINDINGS, clause.found[0].key))


def text_of(rule: Rule) -> Content:
    """The provision's words, where we hold them."""
    return Content(rule.text) if rule.text else Content(NOT_HELD, Look.MUTED)


def our_notes(rule: Rule) -> Iterator[str]:
    """All that is ours and not the document's words, so that none is taken for the other."""
    if remark := wording.summarised_words(rule):
        yield f"Asked by {remark}"
    if rule.kind == "reported":
        yield wording.REPORTED
    if rule.summary:
        yield f"In our words: {rule.summary}"
    if rule.articles:
        yield f"Articles of the Convention named there: {', '.join(rule.articles)}"
    if rule.why_untested:
        yield f"No test: {rule.why_untested}"
    if rule.note:
        yield rule.note
    for check in rule.checks:
        if check.note:
            yield f"On the check {check.id}: {check.note}"


def _statuses(clause: Clause) -> Content:
    """The status; of several assessments each with its profile."""
    if len(clause.found) == 1:
        return status_content(clause.found[0].finding.status)
    if len(clause.found) > _MOST_LISTED:
        return Content(f"{len(clause.found)} findings, in the sheet {FINDINGS}")
    lines = [
        with_glyph(one.finding.status, f"{one.finding.status}: {one.assessment.profile.id}")
        for one in clause.found
    ]
    return Content("\n".join(lines))
