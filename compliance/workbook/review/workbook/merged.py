"""The merged workbook: one of the copies, with what all of them say, to be sent on.

Cells on which reviewers differ are blank, and a note says who wrote what. A hidden sheet
remembers who wrote what everywhere, so that the workbook can be merged again.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from compliance.workbook import schema as form
from compliance.workbook.review.filled import Filled, Line, Note, Spot
from compliance.workbook.review.merging import Merged, Place
from compliance.workbook.review.record import COLUMNS, RECORD
from compliance.workbook.review.review import Review
from compliance.workbook.review.showing import cell_text
from compliance.workbook.review.values import shown_answer
from compliance.workbook.review.workbook.overview import write_overview
from compliance.workbook.review.workbook.theirs import (
    opened,
    pin,
    put_note,
    remove_our_notes,
    tint,
    to_file,
)
from compliance.workbook.writing.cells import put
from compliance.workbook.writing.safe_text import safe


def merged_workbook(review: Review) -> bytes:
    """The workbook. Raises InputError where none of the copies can be written on."""
    template = max(review.copies, key=lambda copy: len(copy.spots))
    return _Merging(review, template).written()


class _Merging:
    """One of the copies, being written on."""

    def __init__(self, review: Review, template: Filled) -> None:
        self.review, self.template = review, template
        self.book = opened(template.path)
        self.spots = dict(template.spots)
        self.others: dict[Path, Workbook] = {}

    def written(self) -> bytes:
        """The file."""
        remove_our_notes(self.book)
        self._bring_back()
        settled = self.review.record.settled
        for place, cell in self.review.cells.items():
            if (cell.entries or place in settled) and place in self.spots:
                self._write(place, cell)
        self._write_notes()
        self._write_signatures()
        self._write_record()
        write_overview(self.book, self.review, self.spots)
        return to_file(self.book, self.template.identity)

    def _write(self, place: Place, cell: Merged) -> None:
        spot = self.spots[place]
        sheet = self.book[spot.sheet]
        sheet.cell(spot.row, spot.column).value = None
        put_value(sheet, spot, self._value(place, cell))
        if cell.is_conflict:
            tint(self.book, spot, while_blank=True)

    def _value(self, place: Place, cell: Merged) -> Any:
        """What stands in the cell, as the reader of a spreadsheet has it."""
        text = cell_text(cell)
        subject = self.review.subjects.get(Line(place.sheet, place.key))
        fact = subject.fact if subject and place.field == "answer" else None
        if place.field == "date" or (fact and fact.type == "date"):
            return _day(text)
        if fact and fact.type == "number" and cell.entries and text:
            return float(text) if "." in text else _whole(text)
        return shown_answer(fact, text)

    def _write_notes(self) -> None:
        """Add the notes of the other copies, each with its author, and say what is open."""
        here = [cell.comment.text for sheet in self.book for cell in _noted(sheet)]
        parts = {
            self.spots[cell.place]: [self._said(cell)]
            for cell in self.review.conflicts
            if cell.place in self.spots
        }
        for note in self.review.notes:
            spot = self._spot_of(note)
            if spot is None or any(note.text in text for text in here):
                continue
            if spot in parts or self.book[spot.sheet].cell(spot.row, spot.column).comment:
                parts.setdefault(spot, []).append(f"{note.author}: {note.text}")
            else:
                put_note(self.book, spot, f"{note.author}:\n{note.text}", note.author)
        for spot, said in parts.items():
            pin(self.book, spot, "\n\n".join(said))

    def _said(self, cell: Merged) -> str:
        """Who wrote what in a cell that is left open."""
        subject = self.review.subjects.get(Line(cell.place.sheet, cell.place.key))
        fact = subject.fact if subject and cell.place.field == "answer" else None
        wrote = [
            f"{entry.author}: {shown_answer(fact, entry.value)} ({entry.file}, {entry.cell})"
            for entry in cell.entries
        ]
        return "\n".join(["left open, for they differ:", *wrote])

    def _spot_of(self, note: Note) -> Spot | None:
        """Where a note goes: to what it is about, else to the cell of the same name."""
        if note.place:
            place = note.place
            key = place._replace(field=form.KEY)
            return self.spots.get(place) or self.spots.get(key)
        sheet, _, cell = note.cell.rpartition("!")
        if sheet not in self.book.sheetnames:
            return None
        found = self.book[sheet][cell]
        return Spot(sheet, found.row, found.column)

    def _write_signatures(self) -> None:
        """All who signed, one below the other."""
        for name, spot in self.template.sign_off.items():
            sheet = self.book[spot.sheet]
            values = [getattr(signature, name) for signature in self.review.signatures]
            values += [""] * (sheet.max_row - spot.row - len(values))
            for row, value in enumerate(values, spot.row + 1):
                sheet.cell(row, spot.column).value = None
                put_value(sheet, spot._replace(row=row), _day(value) if name == "date" else value)

    def _write_record(self) -> None:
        """Remember who wrote what."""
        if RECORD in self.book.sheetnames:
            del self.book[RECORD]
        sheet = self.book.create_sheet(RECORD)
        sheet.sheet_state = "hidden"
        for number, row in enumerate([COLUMNS, *self.review.record.rows()], 1):
            for column, text in enumerate(row, 1):
                put(sheet, number, column, safe(text))

    def _bring_back(self) -> None:
        """Bring back rows and columns that are gone in this copy and were filled in in another."""
        wanted = {place for place, cell in self.review.cells.items() if cell.entries}
        for place in sorted(wanted - self.spots.keys()):
            key = place._replace(field=form.KEY)
            if key not in self.spots:
                self._bring_back_row(Line(place.sheet, place.key))
            elif place not in self.spots:
                self._bring_back_column(place)

    def _bring_back_row(self, line: Line) -> None:
        """Add the row at the end, as it stands in a copy that still has it."""
        like = next((key for key in self.spots if key.sheet == line.sheet), None)
        donor = next((c for c in self.review.copies if Place(*line, form.KEY) in c.spots), None)
        if like is None or donor is None:
            return
        title = self.spots[like].sheet
        sheet = self.book[title]
        rows = {spot.row for spot in self.spots.values() if spot.sheet == title}
        row = max(rows) + 1
        if any(cell.value is not None for cell in sheet[row]):
            row = sheet.max_row + 1
        copy_row(self._book_of(donor), donor.spots[Place(*line, form.KEY)], sheet, row, max(rows))
        for place, spot in list(self.spots.items()):
            if (place.sheet, place.key) == (like.sheet, like.key):
                self.spots[Place(*line, place.field)] = Spot(title, row, spot.column)
        key = self.spots[Place(*line, form.KEY)]
        put(sheet, row, key.column, line.key)

    def _book_of(self, copy: Filled) -> Workbook:
        """The workbook of another copy, opened once."""
        if copy.path not in self.others:
            self.others[copy.path] = opened(copy.path)
        return self.others[copy.path]

    def _bring_back_column(self, place: Place) -> None:
        """Add the column at the end of its sheet."""
        title = self.spots[place._replace(field=form.KEY)].sheet
        sheet = self.book[title]
        column = sheet.max_column + 1
        keys = {
            p: s for p, s in self.spots.items() if p.sheet == place.sheet and p.field == form.KEY
        }
        header = min(spot.row for spot in keys.values()) - 1
        put(sheet, header, column, form.HEADERS[place.field])
        for key, spot in keys.items():
            self.spots[key._replace(field=place.field)] = spot._replace(column=column)
        _name(self.book, sheet, form.column_name(place.sheet, place.field), column, header)


def put_value(sheet: Worksheet, spot: Spot, value: Any) -> None:
    """Put a value into a cell: a day as a day, a number as one, a text always as a text."""
    if isinstance(value, str):
        put(sheet, spot.row, spot.column, safe(value) if value else "")
        return
    cell = sheet.cell(spot.row, spot.column)
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"


def copy_row(donor: Workbook, spot: Spot, sheet: Worksheet, row: int, like: int) -> None:
    """Put what stands in a row of another copy into a row that looks ``like`` another here.

    Columns are the same where their headers are: they may have been moved.
    """
    theirs = donor[spot.sheet]
    above = theirs[_header_above(theirs, spot.row)]
    by_text = {str(cell.value): number for number, cell in enumerate(above, 1) if cell.value}
    for number, header in enumerate(sheet[_header_above(sheet, like)], 1):
        new: Any = sheet.cell(row, number)
        new._style = copy(cast("Any", sheet.cell(like, number))._style)
        column = by_text.get(str(header.value))
        if column:
            new.value = theirs.cell(spot.row, column).value
            if isinstance(new.value, str):
                new.data_type = "s"
    for table in sheet.tables.values():
        if table.ref.endswith(str(row - 1)):
            table.ref = table.ref[: -len(str(row - 1))] + str(row)


def _header_above(sheet: Worksheet, row: int) -> int:
    """The row of headers of the table in which a row is; without a table the first row."""
    for table in sheet.tables.values():
        _, first, _, last = cast("tuple[int, int, int, int]", range_boundaries(table.ref))
        if first <= row <= last:
            return first
    return 1


def _noted(sheet: Worksheet) -> Iterator[Any]:
    return (cell for row in sheet.iter_rows() for cell in row if cell.comment)


def _name(book: Workbook, sheet: Worksheet, name: str, column: int, header: int) -> None:
    letter = get_column_letter(column)
    place = f"'{sheet.title}'!${letter}${header}:${letter}${sheet.max_row}"
    book.defined_names[name] = DefinedName(name, attr_text=place)


def _whole(text: str) -> Any:
    return int(text) if text.lstrip("-").isdigit() else text


def _day(text: str) -> Any:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
