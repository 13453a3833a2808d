"""The sheet Review of a merged workbook: who reviewed what, and what is left open, with links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from compliance.report.wording import number_of
from compliance.workbook import schema as form
from compliance.workbook.review.filled import Line, Spot
from compliance.workbook.review.merging import Merged, Place
from compliance.workbook.review.record import REVIEW
from compliance.workbook.review.review import Review
from compliance.workbook.review.showing import FIELD_WORDS
from compliance.workbook.review.values import shown_answer
from compliance.workbook.writing.cells import lead_to, put
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.style import Look, dress_free, dress_small, dress_small_header

HEADING = "What the reviewers wrote, put together"
_WIDTHS = (26, 34, 24, 24, 44, 24, 12)
_NOTHING = "No two reviewers wrote different things into one cell."


def write_overview(book: Workbook, review: Review, spots: Mapping[Place, Spot]) -> None:
    """Write the sheet, in place of one that an earlier merge has left."""
    old = book[REVIEW] if REVIEW in book.sheetnames else None
    if old is not None and old["A1"].value == HEADING:
        del book[REVIEW]
    at = 1 if book.sheetnames[0] == form.READ_ME else 0
    _Overview(book.create_sheet(REVIEW, at), review, spots).write()
    book.active = at


class _Overview:
    def __init__(self, sheet: Worksheet, review: Review, spots: Mapping[Place, Spot]) -> None:
        self.sheet, self.review, self.spots = sheet, review, spots
        self.row = 1

    def write(self) -> None:
        """Title, reviewers, conflicts, what is to be confirmed."""
        sheet = self.sheet
        sheet.sheet_view.showGridLines = False
        for number, width in enumerate(_WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        self._free(HEADING, Look.TITLE)
        files = ", ".join(str(copy.path.name) for copy in self.review.copies)
        self._free(f"From {number_of(len(self.review.copies), 'copy', 'copies')}: {files}")
        self._write_reviewers()
        self._write_conflicts()
        self._write_changed()
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def _write_reviewers(self) -> None:
        every, reviewed = self.review.findings
        self._heading(f"Who reviewed what: {reviewed} of {every} findings were looked at")
        rows = [
            (
                one.name,
                number_of(one.rows, "row"),
                number_of(one.answers, "answer"),
                "",
                "; ".join(f"{kind} {count}" for kind, count in one.opinions.items() if count),
            )
            for one in self.review.reviewers
        ]
        self._table(("Reviewer", "Filled in", "Answers", "", "Opinions"), rows)

    def _write_conflicts(self) -> None:
        conflicts = self.review.conflicts
        self._heading(f"{number_of(len(conflicts), 'cell')} left open, for reviewers differ")
        if not conflicts:
            self._free(_NOTHING)
            return
        self._free("Write into the cell what is to stand there; a note at it repeats this.")
        rows = [row for cell in conflicts for row in self._rows_of(cell)]
        first = self.row + 1
        self._table(("Cell", "Row", "Field", "Who", "Wrote", "In the file", "There"), rows)
        for number, row in enumerate(rows, first):
            if row[0]:
                sheet, _, name = row[0].rpartition("!")
                link = put(self.sheet, number, 1, row[0])
                lead_to(link, f"'{sheet}'!{name}")
                dress_small(link, Look.LINK)

    def _rows_of(self, cell: Merged) -> Iterable[Sequence[str]]:
        place, spot = cell.place, self.spots.get(cell.place)
        where = f"{spot.sheet}!{get_column_letter(spot.column)}{spot.row}" if spot else ""
        subject = self.review.subjects.get(Line(place.sheet, place.key))
        fact = subject.fact if subject and place.field == "answer" else None
        head: tuple[str, ...] = (where, place.key, FIELD_WORDS[place.field])
        for entry in cell.entries:
            value = shown_answer(fact, entry.value)
            yield (*head, entry.author, value, entry.file, entry.cell.rpartition("!")[2])
            head = ("", "", "")

    def _write_changed(self) -> None:
        if self.review.changed:
            self._heading("Rows to be confirmed: what they are about has changed since the export")
            rows = [
                (one.line.sheet, one.line.key, "", ", ".join(one.authors), one.why)
                for one in self.review.changed
            ]
            self._table(("Sheet", "Row", "", "Filled in by", "Why"), rows)

    def _heading(self, words: str) -> None:
        self.row += 1
        self._free(words, Look.HEADING)

    def _free(self, words: str, look: Look = Look.TEXT) -> None:
        dress_free(put(self.sheet, self.row, 1, safe(words)), look)
        self.row += 1

    def _table(self, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        for number, words in enumerate(headers, 1):
            dress_small_header(put(self.sheet, self.row, number, words), over_numbers=False)
        self.row += 1
        for row in rows:
            for number, text in enumerate(row, 1):
                cell = put(self.sheet, self.row, number, safe(text))
                dress_small(cell, Look.TEXT, wrap=True)
            self.row += 1
