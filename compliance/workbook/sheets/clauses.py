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

NOT_HELD = "(We do not hold the text. In our words:)"


def rules_of(assessments: Iterable[Assessment]) -> Iterator[Rule]:
    """Every provision that was looked at, once."""
    rules = {found.rule.id: found.rule for one in assessments for found in one.findings}
    yield from rules.values()


def clauses() -> Listing[Rule]:
    """One row a provision, whatever the number of accounts."""
    columns: list[Column[Rule]] = [
        Column("Paragraph", 25, lambda r: Content(words.paragraph(r, ", ")), names=True),
        Column("Title (ours)", 38, lambda r: Content(r.title, Look.STRONG)),
        Column("Text, word for word", 114, text_of),
        Column("Our notes", 150, lambda r: Content("\n".join(our_notes(r))), printed=False),
        Column("Force (our reading)", 16, lambda r: Content(r.force), printed=False),
        Column("Addressee", 14, lambda r: Content(r.addressee), printed=False),
        Column("Rule", 22, lambda r: Content(r.id), printed=False, hidden=True),
    ]
    return Listing(form.CLAUSES, columns, "No provision was looked at.")


def text_of(rule: Rule) -> Content:
    """The provision's words; where we do not hold them, ours, said to be ours."""
    if rule.text:
        return Content(rule.text)
    return Content(f"{NOT_HELD} {rule.summary or ''}".rstrip(), Look.MUTED)


def our_notes(rule: Rule) -> Iterator[str]:
    """All that is ours and not the document's words, so that the two are never mistaken."""
    if divided_from(rule.provision):
        yield "The division of this paragraph is ours."
    if remark := wording.summarised_words(rule):
        yield f"Asked by {remark}."
    if rule.kind == "reported":
        yield wording.REPORTED
    if rule.summary and rule.text:
        yield f"In our words: {rule.summary}"
    if rule.articles:
        yield f"Articles of the Convention named there: {', '.join(rule.articles)}."
    if rule.why_untested:
        yield f"Not tested: {rule.why_untested}"
    if rule.note:
        yield rule.note
