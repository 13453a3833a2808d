"""The sheet Clauses: the documents' own words, and beside them, apart, what we say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.engine.outcomes import Status
from compliance.library.languages import say
from compliance.model.rulebook import Rule, divided_from
from compliance.report import wording
from compliance.workbook import schema as form
from compliance.workbook.sheets import words
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.style import Look

_LEAD = (
    "The documents' own words. Titles and notes are ours.",
    "On paper: the paragraphs that apply and are tested. The others follow below.",
)
NOT_HELD = "(We do not hold the text. In our words:)"


@dataclass(frozen=True, slots=True)
class Clause:
    """A provision, and whether it is tested of some account that it applies to."""

    rule: Rule
    is_tested: bool
    applies: str
    """To which States it applies, in words; empty where to all."""


def clauses_of(assessments: Iterable[Assessment]) -> list[Clause]:
    """Every provision that was looked at, once: first those that are tested."""
    found: dict[str, Clause] = {}
    for of in assessments:
        for one in of.findings:
            before = found.get(one.rule.id)
            is_tested = one.status not in (Status.NOT_APPLICABLE, Status.NO_TEST)
            tested = is_tested or (before is not None and before.is_tested)
            applies = wording.applies_words(one.rule, of.library)
            found[one.rule.id] = Clause(one.rule, tested, applies)
    return sorted(found.values(), key=lambda clause: not clause.is_tested)


def clauses() -> Listing[Clause]:
    """One row a provision, whatever the number of accounts."""
    columns: list[Column[Clause]] = [
        Column("Paragraph", 25, lambda c: Content(words.paragraph(c.rule, ", ")), names=True),
        Column("Title (ours)", 38, lambda c: Content(c.rule.title, Look.STRONG)),
        Column("Text, word for word", 114, lambda c: text_of(c.rule)),
        Column("Our notes", 150, lambda c: Content(" ".join(our_notes(c))), printed=False),
        Column("Force (our reading)", 16, lambda c: Content(c.rule.force), printed=False),
        Column("Addressee", 14, lambda c: Content(c.rule.addressee), printed=False),
        Column("Rule", 22, lambda c: Content(c.rule.id), printed=False, hidden=True),
    ]
    nothing = "No provision was looked at."
    return Listing(form.CLAUSES, columns, nothing, _LEAD, printed=lambda c: c.is_tested)


def text_of(rule: Rule) -> Content:
    """The provision's words; where we do not hold them, ours, said to be ours."""
    if rule.text:
        return Content(rule.text)
    return Content(f"{NOT_HELD} {rule.summary or ''}".rstrip(), Look.MUTED)


def our_notes(clause: Clause) -> Iterator[str]:
    """All that is ours and not the document's words, so that the two are never mistaken."""
    rule = clause.rule
    if divided_from(rule.provision):
        yield "The division of this paragraph is ours."
    if remark := wording.summarised_words(rule):
        yield f"Asked by {remark}."
    if rule.kind == "reported":
        yield say("report.reported")
    if rule.summary and rule.text:
        yield f"In our words: {rule.summary}"
    if rule.articles:
        yield f"Articles of the Convention named there: {', '.join(rule.articles)}."
    if clause.applies:
        yield clause.applies
    if rule.why_untested:
        yield f"Not tested: {rule.why_untested}"
    if rule.note:
        yield rule.note
