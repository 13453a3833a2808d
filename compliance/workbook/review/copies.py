"""One copy of a gap report as it came back: what stands in it, by whom, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from compliance.errors import InputError, Problem, fault
from compliance.importers.tables.sheet import Cell
from compliance.library.library import Library
from compliance.report.wording import number_of
from compliance.workbook import actions, reading
from compliance.workbook import schema as form
from compliance.workbook.merging import Copy, Place, Written, alike, merge
from compliance.workbook.reading.notes import NOBODY, notes_in
from compliance.workbook.review.record import RECORD, REVIEW, Note, Signature, record_in

GATHERING = ("comment", "name", "date")
"""Fields whose cells hold what everybody wrote. All others hold one value."""
_WORDS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "opinion": (form.OPINIONS, "no opinion that can be chosen"),
}
"""The fields with a drop-down, and what is said of other words in them."""


def days_of(identity: reading.Identity) -> list[date]:
    """The days as of which profiles were assessed; one for all, or one for each in their order."""
    found = []
    for text in identity.as_of.split(","):
        try:
            found.append(date.fromisoformat(text.strip()))
        except ValueError:
            continue
    return found


class Line(NamedTuple):
    """A row by what it is about."""

    sheet: str
    key: str


@dataclass(frozen=True)
class Export:
    """What was exported, which every copy carries along: entries, hashes of rows, and all texts."""

    base: Mapping[Place, str]
    hashes: Mapping[Line, str]
    sent: reading.Sent


@dataclass(frozen=True)
class Filled:
    """A copy that came back."""

    path: Path
    identity: reading.Identity
    export: Export
    copy: Copy
    typed: Mapping[Place, Cell] = field(default_factory=dict)
    """What stands in the cells that are for reviewers, as it is written there."""
    signed: tuple[Mapping[str, Cell], ...] = ()
    """The rows in which reviewers sign, as they are written there."""
    notes: tuple[Note, ...] = ()
    signatures: tuple[Signature, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()


def read_copy(path: Path, library: Library) -> Filled:
    """The copy in a file. Raises InputError where it cannot be told what was exported.

    What is wrong with single cells is among its ``problems``.
    """
    book = reading.open_book(path)
    identity = reading.identity_of(book, form.GAP_REPORT, library.instruments)
    return _Reader(book, identity).read()


def value_in(cell: Cell, name: str) -> str:
    """What stands in the cell of a field, as it is compared. Raises InputError."""
    if reading.is_clear(cell):
        return form.CLEAR
    if name in _WORDS:
        words, what = _WORDS[name]
        hint = f"{reading.EMPTY}, and say why under `{form.HEADERS['comment']}`"
        return reading.choice(cell, {word: word for word in words}, what, hint)
    if name == "date":
        return reading.day(cell)
    return reading.name(cell) if name == "name" else reading.text(cell)


class _Reader:
    """Reads one copy."""

    def __init__(self, book: reading.Book, identity: reading.Identity) -> None:
        self.book, self.identity = book, identity
        self.export = _export_of(book)
        self.record = record_in(book.sheets.get(RECORD))
        self.problems: list[Problem] = []
        self.remarks: list[str] = []
        self.found: list[reading.Found] = []
        self.lines: dict[Line, reading.Entry] = {}
        self.signatures: list[Signature] = []
        self.signed: list[Mapping[str, Cell]] = []
        self.sign_off: set[tuple[str, int, int]] = set()
        self.acted: set[tuple[str, int, int]] = set()
        """Cells on the sheet Actions, which is read elsewhere."""

    def read(self) -> Filled:
        """All that is in the copy."""
        for sheet in form.REVIEWED:
            self._find_lines(sheet)
        self._read_signatures()
        names = {one.name for one in self._signed_here() if one.name}
        self.signer = names.pop() if len(names) == 1 else ""
        self.nobody = self.signer or f"no name ({self.book.path.name})"
        said, settled = self._entries()
        self._remark(said)
        notes = tuple(self._notes())
        return Filled(
            self.book.path,
            self.identity,
            self.export,
            Copy(said, {place: gone for place, gone in settled.items() if gone}),
            dict(self._typed()),
            tuple(self.signed),
            notes,
            tuple(self.signatures),
            tuple(self.problems),
            tuple(self.remarks),
        )

    def _signed_here(self) -> Iterator[Signature]:
        """The signatures of this copy: those of copies merged into it sign nothing new."""
        before = {_signed_alike(one) for one in self.record.signatures}
        yield from (one for one in self.signatures if _signed_alike(one) not in before)

    def _find_lines(self, sheet: str) -> None:
        """Find the sheet's rows, wherever they and their columns have gone."""
        fields = (form.KEY, form.ROW, *form.FIELDS[sheet])
        known = {line.key for line in self.export.hashes if line.sheet == sheet}
        grid = _grid_of(self.book, sheet) if known else None
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
        texts = {
            reading.plain_words(text)
            for row in self.export.sent.rows.get(sheet, {}).values()
            for text in row
        }
        entries = reading.entries_of(grid, columns, known, form.FIELDS[sheet], sent=texts)
        self.problems += entries.problems
        self.remarks += [*columns.remarks, *entries.remarks]
        self.lines |= {Line(sheet, key): entry for key, entry in entries.by_key.items()}
        by_number = {entry.number: entry for entry in entries.by_key.values()}
        self.found.append(reading.Found(sheet, grid, columns, by_number))

    def _entries(
        self,
    ) -> tuple[dict[Place, frozenset[Written]], dict[Place, frozenset[Written]]]:
        """What is said in the cells by now, and what that has settled."""
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
                said[place], gone = self._said(place, value, name or self.nobody, cell)
                settled[place] = settled.get(place, frozenset()) | gone
        for place, entries in self.record.said.items():
            said.setdefault(place, entries)
        if unnamed and not self.signer:
            rows = "1 row has" if unnamed == 1 else f"{unnamed} rows have"
            signed = "nobody signed since" if self.record.signatures else "nobody signed"
            told = f"{self.book.path}: {rows} no name, and {signed}"
            self.remarks.append(f"{told}; written down as “{self.nobody}”")
        return said, settled

    def _values(self, line: Line, entry: reading.Entry) -> Iterator[tuple[Place, str]]:
        """What stands in the cells of a row; what cannot be told is noted as a problem."""
        for name in form.FIELDS[line.sheet]:
            place = Place(line.sheet, line.key, name)
            cell = entry.cell(name)
            if cell is None:
                continue
            if self._is_as_merged(place, cell.text):
                yield place, cell.text
                continue
            try:
                yield place, value_in(cell, name)
            except InputError as error:
                self.problems += error.problems

    def _is_as_merged(self, place: Place, text: str) -> bool:
        """Whether the text is what was put there when copies were merged into this one."""
        entries = self.record.said.get(place)
        if not entries:
            return False
        merged = merge({}, [Copy({place: entries})], GATHERING)[place]
        plain = {merged.text, merged.value or ""} - {""}
        return alike(text) in map(alike, plain) or not (merged.text or text)

    def _name(self, line: Line, values: dict[Place, str]) -> str:
        """Who filled in a row, by its cell ``name``; if that was merged there, one cannot tell.

        A part of the name of the one who signed is that one.
        """
        place = Place(line.sheet, line.key, "name")
        name = " ".join(values.get(place, "").split())
        if name == form.CLEAR or self._is_as_merged(place, name):
            return ""
        parts, whole = reading.plain_words(name).split(), reading.plain_words(self.signer).split()
        return self.signer if parts and set(parts) <= set(whole) else name

    def _said(
        self, place: Place, value: str, author: str, cell: str
    ) -> tuple[frozenset[Written], frozenset[Written]]:
        """Who said what stands in a cell, and what that has settled."""
        before = self.record.said.get(place, frozenset())
        if self._is_as_merged(place, value):
            return before, frozenset()
        if value == form.CLEAR and not self.export.base.get(place):
            return frozenset(), before
        return frozenset([Written(author, value, self.book.path.name, cell)]), before

    def _read_signatures(self) -> None:
        fields = form.SIGN_OFF_FIELDS
        grid = reading.find_sheet(self.book, form.SIGNED, fields)
        if grid is None:
            return
        try:
            columns = reading.columns_of(self.book, grid, form.SIGNED, fields, needed=())
        except InputError as error:
            self.problems += error.problems
            return
        self.remarks += columns.remarks
        rows = self.export.sent.rows.get(form.SIGNED, {}).values()
        ours = {reading.plain_words(text) for row in rows for text in row if text}
        for entry in reading.lone_entries_of(grid, columns):
            # Below the rows for signatures the sheet says more; none of that is a signature.
            cells = {
                name: cell
                for name in fields
                if (cell := entry.cell(name)) and reading.plain_words(cell.text) not in ours
            }
            self.sign_off |= {(grid.title, entry.number, n) for n in columns.by_field.values()}
            values = dict.fromkeys(fields, "")
            for name, cell in cells.items():
                try:
                    value = value_in(cell, name)
                except InputError as error:
                    self.problems += error.problems
                else:
                    values[name] = "" if value == form.CLEAR else value
            if cells:
                self.signed.append(cells)
            if any(values.values()):
                where = str(next(iter(cells.values())).where)
                file = self.book.path.name
                one = Signature(**values, file=file, cell=where)
                before = {_signed_alike(known): known for known in self.record.signatures}
                self.signatures.append(before.get(_signed_alike(one), one))

    def _remark(self, said: Mapping[Place, object]) -> None:
        """Say what was written where it is not read, and what is not seen."""
        told: list[str] = []
        for found in self.found:
            numbers = {entry.key: number for number, entry in found.entries.items()}
            written = {
                (numbers[place.key], place.field)
                for place in said
                if place.sheet == found.title and place.key in numbers
            }
            told += reading.unseen(found, form.FIELDS[found.title], written)
        book = replace(
            self.book,
            sheets={
                title: grid
                for title, grid in self.book.sheets.items()
                if title not in (REVIEW, RECORD) or RECORD not in self.book.sheets
            },
        )
        told += self._actions()
        others = self.sign_off | self.acted
        told += reading.unread(book, self.export.sent, self.found, others)
        self.remarks += [f"{self.book.path}: {remark}" for remark in told]

    def _actions(self) -> Iterator[str]:
        """What reads the entries on the sheet Actions."""
        if form.ACTIONS not in self.book.sheets:
            return
        try:
            cells = actions.copy_in(self.book).filled_in()
        except InputError:
            return
        for cell in cells:
            title, _, _ = (cell.where.cell or "").rpartition("!")
            self.acted.add((title, cell.where.line, cell.where.column))
        if cells:
            number = number_of(len(cells), "cell")
            yield (
                f"{cells[0].where}: who does what by when is filled in ({number}); "
                "`compliance import actions` reads it"
            )

    def _typed(self) -> Iterator[tuple[Place, Cell]]:
        for line, entry in self.lines.items():
            for name in form.FIELDS[line.sheet]:
                if cell := entry.cell(name):
                    yield Place(*line, name), cell

    def _notes(self) -> Iterator[Note]:
        """The notes in the copy, each with its author and what its cell is about."""
        yield from self.record.notes
        about = {
            (entry.grid.title, entry.number): (line, entry.columns.by_field)
            for line, entry in self.lines.items()
        }
        pinned, is_whole = notes_in(self.book.path)
        if not is_whole:
            self.remarks.append(f"{self.book.path}: not all notes (comments) could be read")
        for one in pinned:
            grid = self.book.sheets.get(one.sheet)
            if grid is None or grid.hidden:
                continue
            author = one.author if one.author not in NOBODY else self.nobody
            line, columns = about.get((one.sheet, one.row), (None, {}))
            place = None
            if line:
                name = next((f for f, number in columns.items() if number == one.column), "")
                place = Place(*line, name)
            yield Note(author, one.text, self.book.path.name, f"{one.sheet}!{one.cell}", place)


def _signed_alike(one: Signature) -> tuple[str, ...]:
    """A signature as it is compared with others."""
    return tuple(alike(text) for text in (one.name, one.office, one.date, one.remark))


def _export_of(book: reading.Book) -> Export:
    """What was exported, from the hidden sheets. Raises InputError where they are gone."""
    grid = book.sheets.get(form.BASE)
    rows = [grid.rows[number].cells for number in sorted(grid.rows)] if grid else []
    if not rows:
        hint = "the hidden sheets belong to the workbook: fill in the file as it was sent to you"
        raise fault(f"the hidden sheet {form.BASE} is gone or empty", book.where, hint)
    first, *rest = rows
    names = [cell.text if cell else "" for cell in first]
    base: dict[Place, str] = {}
    hashes: dict[Line, str] = {}
    for cells in rest:
        row = dict(zip(names, (cell.text if cell else "" for cell in cells), strict=False))
        line = Line(row.get("sheet", ""), row.get(form.KEY, ""))
        if line.sheet in form.REVIEWED:
            hashes[line] = row.get("rule_hash", "")
            for name in form.FIELDS[line.sheet]:
                base[Place(*line, name)] = row.get(name, "")
    sent = reading.sent_in(book)
    if not sent.rows:
        what = f"the hidden sheet {form.SENT} is gone, or an older version made the workbook"
        raise fault(what, book.where, "fill in the file as it was sent to you, or make it anew")
    return Export(base, hashes, sent)


def _grid_of(book: reading.Book, sheet: str) -> reading.Grid | None:
    """The sheet, if it is still there; one that is known to be another is not taken for it."""
    grid = reading.find_sheet(book, sheet, (form.KEY, *form.FIELDS[sheet]))
    others = [title for title in form.SHEETS if title != sheet]
    called = {reading.plain_words(title) for title in others}
    return None if grid and reading.plain_words(grid.title) in called else grid
