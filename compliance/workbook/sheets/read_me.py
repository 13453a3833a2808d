"""The sheet Read me: what this is, how statuses are decided, how to fill it in."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.assessment.assess import Assessment
from compliance.report import wording
from compliance.workbook import schema as form
from compliance.workbook.writing import printing
from compliance.workbook.writing.listing import Content, status_content
from compliance.workbook.writing.page import WIDTHS, Page
from compliance.workbook.writing.style import Look

ABOUT = (
    "This is a gap report: what one speaker says about a country, held against what documents of "
    "the United Nations ask of States for the human rights of migrants, provision by provision. "
    "It was made by a program from a profile (the answers, each with the words it rests on) and "
    "from rules (our reading of each provision). It is made to be disputed: every finding can be "
    "followed to the answers and to the clause, and every one has room for your opinion."
)
OURS = (
    "The words of documents stand in quotation marks and on the sheet Clauses. Titles, checks, "
    "what counts as half-way and what would close a gap are our reading. No finding is one of the "
    "United Nations."
)
SEVERAL = "This workbook has several accounts, one after the other and never merged."
DECIDED = (
    (
        "A provision is divided into checks. A check is decided from the answers by its decision "
        f"table, which is printed whole on the sheet {form.DECISION_TABLES}. "
        f"{wording.RULE_OF_CHECKS}"
    ),
    (
        "A question that nobody answered is open. A finding that hangs on it is undetermined, with "
        "what it can still become. Silence is neither failure nor success."
    ),
    (
        "A gap is a finding that can be neither met nor not applicable, whatever the open answers "
        "are; a gap if it applies is one where only met is ruled out."
    ),
    (
        "Counts are of demands, as pairs: at least so many are met, at most so many. Nothing is "
        "summed over documents, averaged, weighed or ranked."
    ),
)
FILLING_IN = (
    (
        "Where",
        (
            "Only the framed, tinted cells under the green headers can be filled in. The rest is "
            "locked, without a password, so that nothing is changed by a slip."
        ),
    ),
    (
        form.GAPS,
        (
            "Choose your opinion; if you do not agree, the status that you propose, and say "
            "why. Name the document you rest on under evidence. Put your name in each row you "
            "fill in."
        ),
    ),
    (form.FINDINGS, "The same for what is no gap. Gaps are reviewed on their own sheet alone."),
    (
        form.OPEN_QUESTIONS,
        (
            "Answer what you can show: the answer, the document, the place in it, "
            "the words, and whose words they are (not who publishes them). Those that could "
            "decide most stand first."
        ),
    ),
    (
        form.EVIDENCE,
        (
            "If you would answer otherwise than the speaker, say so here, with your "
            "evidence. The answer given stays as it is; yours is put beside it."
        ),
    ),
    (
        form.SIGN_OFF,
        "At the end: name, role, institution, date, decision. It prints, to be signed on paper.",
    ),
    ("Empty cells", "An empty cell says nothing. It is never read as no, nor as agreement."),
    ("Taking back", f"To take back what an earlier copy said, write {form.CLEAR}."),
    ("Days", "Write days as 2011-07-26: year, month, day."),
    (
        "Sending it on",
        (
            "Send the file back as .xlsx. Sheets and columns of your own do no harm. "
            "Several people can fill in copies of their own; the copies can be merged."
        ),
    ),
)
TO_BE_READ = (
    (
        form.MEASURES,
        "What could be changed, what that moves, to whom it falls. Comment beside the gap.",
    ),
    (form.CLOSING, "Every smallest set of changes after which a demand that is a gap is met."),
    (form.LEVELS, "The findings that hang on how well the answers to them are shown."),
)
"""Sheets in which nothing is filled in, and which need a word."""
DISAGREEING = "Where accounts of one country differ, which is itself something to know."
COLOURS = (
    "Colours are an aid and never the only sign: each status has its glyph and its word, and cells "
    "to be filled in have a frame. What has been filled in is counted on the Summary."
)
_AROUND_TABLE = 4
"""How many rows are kept on a page with the meanings of the statuses."""
NOT_PUBLIC = "Answers that the profile marks as not public are not in this workbook."


def write_read_me(
    page: Page, assessments: Sequence[Assessment], *, has_disagreements: bool
) -> None:
    """Fill the sheet."""
    page.text("Read me", Look.TITLE)
    page.text("What this workbook is, and how to fill it in", Look.SUBTITLE)
    page.heading("What this is")
    page.text(ABOUT)
    page.text(OURS)
    if len(assessments) > 1:
        page.text(SEVERAL)
    page.text(NOT_PUBLIC)
    page.heading("How to fill it in")
    for label, words in FILLING_IN:
        page.labelled(label, words)
    page.heading("What is there to be read")
    for label, words in TO_BE_READ:
        page.labelled(label, words)
    if has_disagreements:
        page.labelled(form.DISAGREEMENTS, DISAGREEING)
    page.heading("How a status is decided")
    for words in DECIDED:
        page.text(words)
    page.keep_together(len(wording.STATUS_MEANINGS) + _AROUND_TABLE)
    page.skip()
    rows = [
        [status_content(status), Content(meaning)]
        for status, meaning in wording.STATUS_MEANINGS.items()
    ]
    page.table("Meanings", ["Status", "What it means"], rows)
    page.text(COLOURS, Look.MUTED)
    printing.set_up_page(page.sheet, len(WIDTHS), page.row)
