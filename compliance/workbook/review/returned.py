"""Workbooks that go back to people: the merged one, and a copy with its faults marked.

Both are built anew from the texts that were exported, and take from copies only what stands in
the cells that are for reviewers. Formulas, links, formats and changes elsewhere stay behind.
They have the sheets on which reviewers write; the rest is in the gap report itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from compliance.document.style import SIGNS
from compliance.report.wording import number_of
from compliance.workbook import schema as form
from compliance.workbook.merging import Merged, Place
from compliance.workbook.review.copies import Filled, days_of
from compliance.workbook.review.record import COLUMNS, RECORD, REVIEW
from compliance.workbook.review.report import Item, Section, sections, title_of
from compliance.workbook.review.review import Review
from compliance.workbook.writing import printing
from compliance.workbook.writing.cells import lead_to, put
from compliance.workbook.writing.choosing import LISTS, write_lists
from compliance.workbook.writing.identity import write_base, write_identity
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.notes import add_note, fault_words, tint
from compliance.workbook.writing.package import to_bytes
from compliance.workbook.writing.page import WIDTHS, Page
from compliance.workbook.writing.protection import protect
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.style import Look
from compliance.workbook.writing.table_sheet import TableSheet

_NO_DAY = date(1980, 1, 1)
_WIDTH, _WIDE, _CHARACTERS = 12.0, 34.0, 60
_WHAT_IT_IS = (
    "This workbook holds what reviewers wrote, and the results that they wrote it on, as they "
    "were exported. All other sheets are in the gap report. Where reviewers differ the cell is "
    "empty: write there what is to stand, and your name into the row. What each of them wrote "
    "stays in the record below."
)
_FAULTS_ARE = (
    "This is your copy, with a note at each cell that could not be read. Mend those cells here, "
    "and send the file back. It was built anew: formats, sheets and columns of your own are not "
    "in it."
)
Row = tuple[str, ...]


def merged_workbook(review: Review) -> bytes:
    """The workbook with what all copies say; cells on which they differ are empty."""
    texts = {place: cell.text for place, cell in review.cells.items()}
    notes = {cell.place: _said(cell) for cell in review.conflicts}
    for note in review.notes:
        if note.place:
            told = f"{note.author}: {note.text}"
            notes[note.place] = "\n\n".join(filter(None, [notes.get(note.place), told]))
    signed = [
        {name: getattr(one, name) for name in form.SIGN_OFF_FIELDS} for one in review.signatures
    ]
    book = _Rebuilt(review.copies[0], texts, notes, signed)
    open_ = {cell.place for cell in review.conflicts}
    book.write_sheets(tinted=open_)
    book.write_overview(title_of(review), _WHAT_IT_IS, sections(review))
    book.write_hidden(RECORD, [COLUMNS, *review.record.rows()])
    return book.to_bytes()


def annotated(copy: Filled) -> bytes:
    """A copy with a note at each cell that is wrong, and a list of all that is."""
    texts = {place: cell.text for place, cell in copy.typed.items()}
    places = {(cell.where.cell): place for place, cell in copy.typed.items()}
    notes: dict[Place, str] = {}
    for problem in copy.problems:
        place = places.get(problem.where.cell) if problem.where else None
        if place:
            notes[place] = "\n".join(filter(None, [notes.get(place), fault_words(problem)]))
    signed = [{name: cell.text for name, cell in row.items()} for row in copy.signed]
    book = _Rebuilt(copy, texts, notes, signed)
    book.write_sheets(tinted=set(notes))
    items = tuple(
        Item(f"{problem.where}: {fault_words(problem)}" if problem.where else fault_words(problem))
        for problem in copy.problems
    )
    remarks = tuple(map(Item, copy.remarks))
    told = [Section("What could not be read", number_of(len(items), "place"), items)]
    told += [Section("Not read, and other remarks", "", remarks)] if remarks else []
    book.write_overview(f"Your review ({copy.path.name})", _FAULTS_ARE, told)
    return book.to_bytes()


def _said(cell: Merged) -> str:
    """Who wrote what in a cell that is left open."""
    wrote, before = (
        [f"{one.author}: {one.value} ({one.file}, {one.cell})" for one in entries]
        for entries in (cell.entries, cell.settled)
    )
    told = ["Reviewers differ, so this is left empty:", *wrote]
    return "\n".join([*told, *(["Decided upon before:", *before] if before else [])])


class _Rebuilt:
    """The sheets for reviewers as they were exported, with entries and notes."""

    def __init__(
        self,
        copy: Filled,
        texts: Mapping[Place, str],
        notes: Mapping[Place, str],
        signed: Sequence[Mapping[str, str]],
    ) -> None:
        self.copy, self.texts, self.notes, self.signed = copy, texts, notes, signed
        self.book = Workbook()
        self.overview = self.book.worksheets[0]
        self.overview.title = REVIEW
        self.tables: list[TableSheet[Row]] = []
        self.cells: dict[Place, str] = {}
        """Where the cells are by now: ``D2``."""

    def write_sheets(self, *, tinted: Iterable[Place]) -> None:
        """The sheets with keys, then that on which reviewers sign."""
        for title in form.REVIEWED:
            header, rows = self.copy.export.sent.table(title)
            if rows:
                self._write_sheet(title, header, rows)
        self._write_signatures()
        for place in sorted(tinted):
            if cell := self.cells.get(place):
                condition = "TRUE" if self.texts.get(place) else f"ISBLANK({cell})"
                tint(self.book[place.sheet], cell, condition)

    def _write_sheet(self, title: str, header: Row, rows: Mapping[str, Row]) -> None:
        fields = {form.HEADERS[name]: name for name in (form.KEY, form.ROW, *form.FIELDS[title])}
        columns = [
            self._column(title, header, number, fields.get(text, ""))
            for number, text in enumerate(header)
            if text
        ]
        table = self._add(Listing(title, columns, "", splits=False), rows.values())
        for number, column in enumerate(columns, start=1):
            for at, key in enumerate(rows, start=2):
                if column.field:
                    cell = f"{get_column_letter(number)}{at}"
                    self.cells[Place(title, key, column.field)] = cell
        for place, text in self.notes.items():
            at_key = place._replace(field=form.KEY)
            found = self.cells.get(place) or self.cells.get(at_key)
            if place.sheet == title and found:
                add_note(table.sheet, found, text)

    def _column(self, title: str, header: Row, number: int, name: str) -> Column[Row]:
        keys = header.index(form.HEADERS[form.KEY])
        look = Look.ENTRY_DATE if name == "date" else Look.ENTRY

        def content(row: Row) -> Content:
            if name in form.FIELDS[title]:
                text = self.texts.get(Place(title, row[keys], name), "")
                return Content(text, look, offers=form.LIST_OPINION if name == "opinion" else "")
            text = row[number] if number < len(row) else ""
            status = next(
                (s for s, sign in SIGNS.statuses.items() if text.startswith(f"{sign} ")), None
            )
            return Content(text, Look.MUTED if name else Look.TEXT, status)

        longest = max(
            (
                len(row[number])
                for row in self.copy.export.sent.table(title)[1].values()
                if number < len(row)
            ),
            default=0,
        )
        width = _WIDE if longest > _CHARACTERS or name == "comment" else max(_WIDTH, longest / 3)
        return Column(
            header[number],
            width,
            content,
            printed=name != form.KEY,
            hidden=name == form.ROW,
            field=name,
        )

    def _write_signatures(self) -> None:
        columns: list[Column[Row]] = [
            Column(
                form.HEADERS[name],
                24.0,
                lambda row, number=number, name=name: Content(  # type: ignore[misc]
                    row[number],
                    Look.ENTRY_DATE if name == "date" else Look.ENTRY,
                ),
                field=name,
            )
            for number, name in enumerate(form.SIGN_OFF_FIELDS)
        ]
        rows = [tuple(one.get(name, "") for name in form.SIGN_OFF_FIELDS) for one in self.signed]
        blank = ("",) * len(columns)
        listing = Listing(form.SIGNED, columns, "", least_height=32.0)
        self._add(listing, [*rows, *[blank] * 6])

    def _add(self, listing: Listing[Row], rows: Iterable[Row]) -> TableSheet[Row]:
        table = TableSheet(self.book.create_sheet(listing.title), listing)
        table.write(rows)
        self.tables.append(table)
        return table

    def write_overview(self, title: str, words: str, told: Iterable[Section]) -> None:
        """The first sheet: what this is, and what a review says, with links to its cells."""
        page = Page(self.overview, {}, Counter())
        page.text(title, Look.TITLE)
        page.text(words)
        for section in told:
            page.heading(": ".join(filter(None, [section.heading, section.meaning])))
            for item in section.items:
                cell = self.cells.get(item.place) if item.place else None
                row = page.row
                page.text(item.title, Look.LINK if cell else Look.TEXT)
                if cell and item.place:
                    lead_to(self.overview.cell(row, 1), f"'{item.place.sheet}'!{cell}")  # type: ignore[arg-type]
                for line in item.lines:
                    page.text(f"    {line}")
        printing.set_up_page(self.overview, len(WIDTHS), page.row)

    def write_hidden(self, title: str, rows: Iterable[Sequence[str]]) -> None:
        """A hidden sheet with these rows."""
        sheet = self._hidden(title)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                put(sheet, number, column, safe(text))

    def _hidden(self, title: str) -> Worksheet:
        sheet: Worksheet = self.book.create_sheet(title)
        sheet.sheet_state = "hidden"
        return sheet

    def to_bytes(self) -> bytes:
        """The file: the same bytes for the same input."""
        copy = self.copy
        write_identity(self._hidden(form.IDENTITY), copy.identity.properties)
        names = dict(write_lists(self._hidden(form.LISTS), LISTS))
        base = [
            {"sheet": line.sheet, form.KEY: line.key, "rule_hash": told}
            | {
                name: copy.export.base.get(Place(*line, name), "")
                for name in form.FIELDS[line.sheet]
            }
            for line, told in copy.export.hashes.items()
        ]
        write_base(self._hidden(form.BASE), base)
        rows = [
            (title, str(number), *texts)
            for title, found in copy.export.sent.rows.items()
            for number, texts in found.items()
        ]
        self.write_hidden(form.SENT, rows)
        for table in self.tables:
            names |= dict(table.names())
        for name, defined in names.items():
            self.book.defined_names[name] = defined
        for sheet in self.book.worksheets:
            protect(sheet)
        day = max(days_of(copy.identity), default=_NO_DAY)
        title = f"Review of the gap report of {', '.join(copy.identity.profiles)}"
        return to_bytes(self.book, safe(title), day, identity=copy.identity.properties)
