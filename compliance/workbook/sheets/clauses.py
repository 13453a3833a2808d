"""The sheet Clauses: the documents' own words, and beside them, apart, what we say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance.assessment.assess import Assessment
from compliance.model.rulebook import Rule, divided_from
from compliance.report import wording
from compliance.workbook import schema as form
from compliance.workbook.sheets import words
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.style import Look

NOT_HELD = "(We do not hold the text; our notes say what it asks.)"


def rules_of(assessments: Iterable[Assessment]) -> Iterator[Rule]:
    """Every provision that was looked at, once."""
    rules = {found.rule.id: found.rule for one in assessments for found in one.findings}
    yield from rules.values()


def clauses() -> Listing[Rule]:
    """One row a provision, whatever the number of accounts."""
    columns: list[Column[Rule]] = [
        Column("Paragraph", 13, lambda r: Content(words.paragraph(r)), names=True),
        Column("Title (ours)", 20, lambda r: Content(r.title, Look.STRONG)),
        Column("Text, word for word", 84, text_of),
        Column("Force (our reading)", 13, lambda r: Content(r.force)),
        Column("Our notes", 58, lambda r: Content("\n".join(our_notes(r)))),
        Column("Addressee", 14, lambda r: Content(r.addressee), printed=False),
        Column("Rule", 22, lambda r: Content(r.id), printed=False, hidden=True),
    ]
    return Listing(form.CLAUSES, columns, "No provision was looked at.")


def text_of(rule: Rule) -> Content:
    """The provision's words, where we hold them."""
    return Content(rule.text) if rule.text else Content(NOT_HELD, Look.MUTED)


def our_notes(rule: Rule) -> Iterator[str]:
    """All that is ours and not the document's words, so that the two are never mistaken."""
    if divided_from(rule.provision):
        yield "The division of this paragraph is ours."
    if remark := wording.summarised_words(rule):
        yield f"Asked by {remark}."
    if rule.kind == "reported":
        yield wording.REPORTED
    if rule.summary:
        yield f"In our words: {rule.summary}"
    if rule.articles:
        yield f"Articles of the Convention named there: {', '.join(rule.articles)}."
    if rule.why_untested:
        yield f"Not tested: {rule.why_untested}"
    if rule.note:
        yield rule.note
