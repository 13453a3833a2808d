"""Reading a copy of a gap report: what the reviewer wrote, where, and what cannot be understood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from compliance.errors import InputError, Problem, fault
from compliance.importers.tables.sheet import shown
from compliance.library.library import Library
from compliance.workbook import reading
from compliance.workbook import schema as form
from compliance.workbook.reading.package import package_of
from compliance.workbook.review.filled import Export, Filled, Line, Note, Signature, Spot
from compliance.workbook.review.merging import Copy, Place, Written, alike, merge
from compliance.workbook.review.notes import NOBODY, notes_of, without_ours
from compliance.workbook.review.record import RECORD, REVIEW, record_in
from compliance.workbook.review.showing import GATHERING, cell_text
from compliance.workbook.review.subjects import is_same, subject_of
from compliance.workbook.review.values import value_of

SHEETS = tuple(sheet for sheet in form.FIELDS if sheet != form.SIGN_OFF)
"""The sheets with a row for each finding or question."""


def read_copy(path: Path, library: Library) -> Filled:
    """The copy in a file. Raises InputError where it cannot be told what was exported.

    What is wrong with single cells is among its ``problems``.
    """
    book = reading.open_book(path)
    identity = reading.identity_of(book, form.GAP_REPORT, library.instruments)
    return _Reader(book, identity, library).read()


class _Reader:
    """Reads one copy."""

    def __init__(self, book: reading.Book, identity: reading.Identity, library: Library) -> None:
        self.book, self.identity, self.library = book, identity, library
        self.export = _export_of(book)
        self.record = record_in(book.sheets.get(RECORD))
        self.problems: list[Problem] = []
        self.remarks: list[str] = list(book.remarks)
        self.lines: dict[Line, reading.Entry] = {}
        self.signatures: list[Signature] = []
        self.sign_off: dict[str, Spot] = {}

    def read(self) -> Filled:
        """All that is in the copy."""
        grids = _grids_of(self.book)
        for sheet in SHEETS:
            self._find_lines(sheet, grids.get(sheet))
        self._read_sign_off()
        self._note_others({grid.title for grid in grids.values()})
        lone = {signature.name for signature in self.signatures if signature.name}
        self.reviewer = lone.pop() if len(lone) == 1 else self.book.path.stem
        said: dict[Place, frozenset[Written]] = {}
        settled: dict[Place, frozenset[Written]] = dict(self.record.settled)
        unnamed = 0
        for line, entry in self.lines.items():
            values = dict(self._values(line, entry))
            name = self._name(line, values)
            is_new = any(not self._is_as_merged(place, text) for place, text in values.items())
            unnamed += is_new and not name
            for place, value in values.items():
                cell = str(entry.place(place.field))
                said[place], gone = self._said(place, value, name or self.reviewer, cell)
                settled[place] = settled.get(place, frozenset()) | gone
        for place, entries in self.record.said.items():
            if place not in said:
                said[place] = entries
        if unnamed and self.reviewer == self.book.path.stem:
            rows = f"{unnamed} row has" if unnamed == 1 else f"{unnamed} rows have"
            told = f"{self.book.path}: {rows} no name, and no single one is on Sign-off"
            self.remarks.append(f"{told}; “{self.reviewer}” is taken, after the file")
        return Filled(
            self.book.path,
            self.identity,
            self.export,
            Copy(said, {place: gone for place, gone in settled.items() if gone}),
            dict(self._spots()),
            self.sign_off,
            tuple(self._notes()),
            tuple(self.signatures),
            tuple(self.problems),
            tuple(self.remarks),
        )

    def _note_others(self, read: set[str]) -> None:
        """Say which sheets are not ours: what stands there is not read, nor merged."""
        ours = {*form.SHEETS, REVIEW, *read}
        begun = (_MATRIX, *(name[:_SHORT] for name in self.identity.profiles))
        for title, grid in self.book.sheets.items():
            if title not in ours and not grid.hidden and not title.startswith(begun):
                what = f"{self.book.path}: `{shown(title)}` is none of our sheets; it is not read"
                self.remarks.append(what)

    def _find_lines(self, sheet: str, grid: reading.Grid | None) -> None:
        """Find the sheet's rows, wherever they and their columns have gone."""
        fields = (form.KEY, *form.FIELDS[sheet])
        known = {line.key for line in self.export.hashes if line.sheet == sheet}
        if grid is None:
            if known:
                what = f"{self.book.path}: the sheet `{sheet}` is gone; nothing is read from it"
                self.remarks.append(what)
            return
        try:
            columns = reading.columns_of(self.book, grid, sheet, fields)
        except InputError as error:
            self.problems += error.problems
            return
        grid = _without_unkeyed(grid, columns)
        entries = reading.entries_of(grid, columns, known, form.FIELDS[sheet])
        self.problems += entries.problems
        self.remarks += [*columns.remarks, *entries.remarks]
        self.lines |= {Line(sheet, key): entry for key, entry in entries.by_key.items()}

    def _values(self, line: Line, entry: reading.Entry) -> Iterator[tuple[Place, str]]:
        """What stands in the cells of a row; what cannot be told is noted as a problem."""
        subject = subject_of(line, self.identity.profiles, self.library)
        same = is_same(subject, self.export.hashes[line])
        for name in form.FIELDS[line.sheet]:
            place = Place(line.sheet, line.key, name)
            cell = entry.cell(name)
            if cell is None:
                continue
            if self._is_as_merged(place, cell.text):
                yield place, cell.text
                continue
            try:
                yield place, value_of(cell, name, subject.fact if same else None)
            except InputError as error:
                self.problems += error.problems

    def _is_as_merged(self, place: Place, text: str) -> bool:
        """Whether the text is what was put there when copies were merged into this one."""
        entries = self.record.said.get(place)
        if not entries:
            return False
        merged = merge({}, [Copy({place: entries})], GATHERING)[place]
        return alike(cell_text(merged)) == alike(text)

    def _name(self, line: Line, values: dict[Place, str]) -> str:
        """Who filled in a row, by its cell ``name``; if that was merged there, one cannot tell."""
        place = Place(line.sheet, line.key, "name")
        name = values.get(place, "")
        unsaid = name == form.CLEAR or self._is_as_merged(place, name)
        return "" if unsaid else " ".join(name.split())

    def _said(
        self, place: Place, value: str, author: str, cell: str
    ) -> tuple[frozenset[Written], frozenset[Written]]:
        """Who said what stands in a cell, and what that has settled."""
        before = self.record.said.get(place, frozenset())
        if self._is_as_merged(place, value):
            return before, frozenset()
        takes_back = place.field == "answer" or self.export.base.get(place)
        if value == form.CLEAR and not takes_back:
            return frozenset(), before
        if place.field == "name" and value != form.CLEAR:
            author = " ".join(value.split())
        return frozenset([Written(author, value, str(self.book.path), cell)]), before

    def _read_sign_off(self) -> None:
        fields = form.SIGN_OFF_FIELDS
        grid = reading.find_sheet(self.book, form.SIGN_OFF, fields)
        if grid is None:
            return
        try:
            columns = reading.columns_of(self.book, grid, form.SIGN_OFF, fields, needed=())
        except InputError as error:
            self.problems += error.problems
            return
        self.remarks += columns.remarks
        self.sign_off = {
            name: Spot(grid.title, columns.header, number)
            for name, number in columns.by_field.items()
        }
        for entry in reading.lone_entries_of(grid, columns):
            values = {}
            for name in fields:
                cell = entry.cell(name)
                try:
                    value = value_of(cell, name) if cell else ""
                except InputError as error:
                    self.problems += error.problems
                    value = ""
                values[name] = "" if value == form.CLEAR else value
            if any(values.values()):
                cell_name = str(entry.place(fields[0]))
                self.signatures.append(
                    Signature(**values, file=str(self.book.path), cell=cell_name)
                )

    def _spots(self) -> Iterator[tuple[Place, Spot]]:
        """Where every cell is that can be filled in, and its key."""
        for line, entry in self.lines.items():
            for name, column in entry.columns.by_field.items():
                yield Place(*line, name), Spot(entry.grid.title, entry.number, column)

    def _notes(self) -> Iterator[Note]:
        """The notes in the copy, each with its author and what its cell is about."""
        yield from self.record.notes
        about = {
            (entry.grid.title, entry.number): (line, entry.columns.by_field)
            for line, entry in self.lines.items()
        }
        for pinned in notes_of(package_of(self.book.path)):
            text = without_ours(pinned.text)
            if not text or self.book.sheets[pinned.sheet].hidden:
                continue
            author = pinned.author if pinned.author not in NOBODY else ""
            cell = f"{pinned.sheet}!{pinned.cell}"
            note = Note(author or self.reviewer, text, str(self.book.path), cell)
            row, column = _row_and_column(pinned.cell)
            line, columns = about.get((pinned.sheet, row), (None, {}))
            if line:
                name = next((f for f, number in columns.items() if number == column), "")
                note = replace(note, place=Place(*line, name))
            yield note


_MATRIX, _SHORT = "Matrix", 20
"""How sheets begin that have many countries, and how much is left of a profile's id in a title."""
_ELSEWHERE = (alike(form.SEE_GAPS), alike(form.SEE_OPEN_QUESTIONS))
"""What stands in cells that cannot be filled in."""


def _export_of(book: reading.Book) -> Export:
    """What was exported, from the hidden sheet. Raises InputError where it is gone."""
    grid = book.sheets.get(form.BASE)
    if grid is None:
        hint = "the hidden sheets belong to the workbook: fill in the file as it was sent to you"
        raise fault(f"the hidden sheet {form.BASE} is gone", book.where, hint)
    first, *rest = (grid.rows[number].cells for number in sorted(grid.rows))
    names = [cell.text if cell else "" for cell in first]
    base: dict[Place, str] = {}
    hashes: dict[Line, str] = {}
    for cells in rest:
        row = dict(zip(names, (cell.text if cell else "" for cell in cells), strict=False))
        line = Line(row.get("sheet", ""), row.get(form.KEY, ""))
        hashes[line] = row.get("rule_hash", "")
        for name in form.FIELDS.get(line.sheet, ()):
            base[Place(*line, name)] = row.get(name, "")
    return Export(base, hashes)


def _grids_of(book: reading.Book) -> dict[str, reading.Grid]:
    """Each of our sheets that is still there.

    One that is gone is not taken to be another that has like headers and is known to be itself.
    """
    found = {
        sheet: grid
        for sheet in SHEETS
        if (grid := reading.find_sheet(book, sheet, (form.KEY, *form.FIELDS[sheet])))
    }
    known = {grid.title: sheet for sheet, grid in found.items() if _is_known(book, sheet, grid)}
    return {sheet: grid for sheet, grid in found.items() if known.get(grid.title, sheet) == sheet}


def _is_known(book: reading.Book, sheet: str, grid: reading.Grid) -> bool:
    """Whether a sheet is what it seems by its title, or by the names that point to it."""
    spans = (book.names.get(form.column_name(sheet, name)) for name in form.FIELDS[sheet])
    named = any(span and span.sheet == grid.title for span in spans)
    return named or reading.plain_words(grid.title) == reading.plain_words(sheet)


def _without_unkeyed(grid: reading.Grid, columns: reading.Columns) -> reading.Grid:
    """The sheet without rows that have no key because nothing is to be filled in there."""
    kept = {}
    for number, row in grid.rows.items():
        filled = [
            cell.text
            for column in columns.by_field.values()
            if column <= len(row.cells) and (cell := row.cells[column - 1])
        ]
        if number <= columns.header or any(alike(text) not in _ELSEWHERE for text in filled):
            kept[number] = row
    return replace(grid, rows=kept)


def _row_and_column(cell: str) -> tuple[int, int]:
    """Of ``C5`` row 5 and column 3."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :] or 0), column
