"""The sheet Summary: who answered, where it stands, how to read it, and room to sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import cast

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.document.style import STATUS_WORDS
from compliance.document.text import plain
from compliance.engine.outcomes import SCALE, Outcome, Outcomes, Status
from compliance.report import reasons, wording
from compliance.report.caveats import later, remarks
from compliance.workbook import schema as form
from compliance.workbook.sheets import words
from compliance.workbook.writing import chart, printing, style
from compliance.workbook.writing.cells import put
from compliance.workbook.writing.listing import Content
from compliance.workbook.writing.page import Page
from compliance.workbook.writing.statuses import FILLS, mark
from compliance.workbook.writing.style import Look

WIDTHS = (28.0, 10.0, 11.0, 10.0, 10.0, 14.0, 12.0, 28.0)
COUNTED = (
    Status.MET,
    Status.PARTLY_MET,
    Status.NOT_MET,
    Status.UNDETERMINED,
    Status.NOT_APPLICABLE,
    Status.NO_TEST,
)
_CHARTED = sum(status in FILLS for status in COUNTED)
_SIGNERS, _SIGNING_HEIGHT = 5, 24.0
_SIGNING = {"name": (1, 1), "office": (2, 4), "date": (5, 5), "remark": (6, 8)}
"""The first and the last column of each field of those who sign."""
NOT_PUBLISHED = (
    "Answers and sources that the account marks as confidential are not in this workbook; their "
    "questions count as open."
)
HOW_TO_READ = (
    (
        "Results follow from the answers by rules that are ours. They are no findings of the "
        "United Nations. The documents' own words are in quotation marks and on the sheet Clauses."
    ),
    (
        "No answer means open: silence is neither failure nor success. Nothing is averaged, "
        "weighed or ranked. A requirement is a part of a paragraph that asks something."
    ),
)
HOW_TO_REVIEW = (
    "Reviewers: write in the green cells only, on Findings and below. Drop-downs offer opinions. "
    "An empty cell says nothing. Send the file back as .xlsx; several copies can be merged."
)
_MEANINGS = {
    Outcome.NOT_MET: "No requirement that applies is even partly met.",
    Outcome.PARTLY_MET: "Some requirements are met, or something is met half-way.",
    Outcome.MET: "Every requirement that applies is met.",
}


class Tally:
    """The rows of the table *Where it stands*, noted account by account."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, list[int], str]] = []

    def add(self, assessment: Assessment) -> None:
        """Count the provisions of each instrument by status."""
        by_symbol: dict[str, list[Finding]] = {}
        for finding in assessment.counted():
            by_symbol.setdefault(finding.rule.symbol, []).append(finding)
        for symbol, findings in by_symbol.items():
            found = Counter(finding.status for finding in findings)
            counts = [found[status] for status in COUNTED]
            told = (words.account_name(assessment), symbol, counts, words.not_met(findings))
            self.rows.append(told)


def write_summary(
    page: Page, title: str, assessments: Sequence[Assessment], tally: Tally, *, is_reviewed: bool
) -> Iterator[tuple[str, DefinedName]]:
    """Fill the sheet. Yields the names of the cells to be filled in.

    Of many accounts only the table is written, for each of them is let go when it is read.
    """
    page.text(title, Look.TITLE)
    if len(assessments) == 1:
        _write_account(page, assessments[0])
    else:
        page.text(f"{len(assessments)} accounts, side by side and never merged", Look.SUBTITLE)
    _write_tally(page, tally, several=len(assessments) > 1)
    page.heading("How to read it")
    _write_signs(page)
    page.skip()
    for text in (*HOW_TO_READ, *([HOW_TO_REVIEW] if is_reviewed else []), NOT_PUBLISHED):
        page.text(text)
    names = list(_write_signing(page)) if is_reviewed else []
    if is_reviewed:
        _write_notes(page, assessments)
    printing.set_up_page(page.sheet, len(WIDTHS), page.row)
    yield from names


def _write_account(page: Page, assessment: Assessment) -> None:
    profile = assessment.profile
    page.text(f"{profile.speaker} ({profile.voice}), {profile.as_of}", Look.SUBTITLE)
    page.skip()
    page.labelled("Held against", "; ".join(wording.symbols(assessment)))
    as_of = f"{assessment.as_of}{wording.counting_words(assessment)}"
    page.labelled("Assessed as of", as_of)
    read = assessment.read
    answers = len(assessment.answers.keys() & read)
    page.labelled("Questions with an answer", f"{answers} of {len(read)}")


def _write_tally(page: Page, tally: Tally, *, several: bool) -> None:
    """The table, and below it the chart of the statuses that can be reached."""
    page.heading("Where it stands: paragraphs by result")
    headers = ["Document", *(STATUS_WORDS[status] for status in COUNTED), "Requirements not met"]
    rows = [
        [
            Content(f"{account}\n{symbol}" if several else symbol, Look.STRONG),
            *map(Content, counts),
            Content(not_met),
        ]
        for account, symbol, counts, not_met in tally.rows
    ]
    if not rows:
        page.text("No provision was looked at.")
        return
    top = page.table("Where_it_stands", headers, rows)
    if len(rows) <= chart.MOST_BARS:
        page.skip()
        counts = [counts[:_CHARTED] for _, _, counts, _ in tally.rows]
        page.draw(chart.stacked_bars(page.sheet, top, counts, COUNTED[:_CHARTED]))


def _write_signs(page: Page) -> None:
    """What the marks mean, each beside its colour."""
    for outcome in SCALE:
        outcomes = Outcomes.of(outcome)
        _sign(page, outcomes, _MEANINGS[outcome])
    several = "Cannot be decided yet: each sign is still possible. A dot is ruled out."
    _sign(page, Outcomes.of(*SCALE), several)


def _sign(page: Page, outcomes: Outcomes, text: str) -> None:
    cell = put(page.sheet, page.row, 1, f"{mark(outcomes)} {STATUS_WORDS[outcomes.status]}")
    style.dress_small(cell, Look.TEXT, outcomes.status)
    page.text(text, column=2)


def _write_signing(page: Page) -> Iterator[tuple[str, DefinedName]]:
    """Rows for those who sign, with room for a signature on paper."""
    page.keep_together(2 * _SIGNERS)
    page.heading("Sign-off by reviewers: the report as a whole")
    sheet, top = page.sheet, page.row
    for row in range(top, top + _SIGNERS + 1):
        for field, (first, last) in _SIGNING.items():
            cell = put(sheet, row, first, form.HEADERS[field] if row == top else "")
            for column in range(first, last + 1):
                beside = cast("Cell", sheet.cell(row, column))
                if row == top:
                    style.dress_header(beside, of_entries=True)
                else:
                    style.dress(beside, Look.ENTRY_DATE if field == "date" else Look.ENTRY)
            if last > first:
                sheet.merge_cells(None, row, first, row, last)
            assert cell.row == row
        page.fit(row, _SIGNING_HEIGHT if row > top else 18.0)
    page.row = top + _SIGNERS + 1
    for field, (first, _) in _SIGNING.items():
        letter = get_column_letter(first)
        place = f"'{sheet.title}'!${letter}${top}:${letter}${top + _SIGNERS}"
        name = form.column_name(form.SUMMARY, field)
        yield name, DefinedName(name, attr_text=place)


def _write_notes(page: Page, assessments: Sequence[Assessment]) -> None:
    """What a reader must know of each account."""
    for assessment in assessments:
        contradictions = map(plain, reasons.within_accounts(assessment))
        told = list(dict.fromkeys([*later(assessment), *remarks(assessment), *contradictions]))
        note = assessment.profile.note
        if not told and not note:
            continue
        several = len(assessments) > 1
        page.heading(f"Notes on {words.account_name(assessment)}" if several else "Notes")
        for text in (*([note] if note else []), *told):
            page.text(f"• {text}")
