"""Questionnaires made, filled in and mishandled, as people and programs do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet
from support.layers import FILES, write_layer

from compliance.library.library import Library, Scope
from compliance.model.profiles import Profile
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire import reading
from compliance.workbook.questionnaire.forms import questionnaires
from compliance.workbook.questionnaire.order import Order
from compliance.workbook.questionnaire.reading import Reading, read_questionnaires
from compliance.workbook.schema import KEY, ROW, column_name


def library_of_tests(folder: Path, files: Mapping[str, str] = FILES) -> Library:
    """The library of tests, whose texts can be read from wherever a test runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLIANCE_CACHE_DIR", str(folder / "cache"))
        return Library.load([write_layer(folder / "layer", files)])


READ = (KEY, ROW, *f.FIELDS)


def written(path: Path, library: Library, profile: Profile | None = None, **more: Any) -> Path:
    """A questionnaire of the country of tests, filled in from a profile."""
    order = Order("ATA", more.pop("scope", Scope()), profile=profile, **more)
    (content,) = questionnaires(order, library, path, divided=False).values()
    path.write_bytes(content)
    return path


def read(library: Library, *paths: Path) -> Reading:
    return read_questionnaires(paths, library, reading.Order("made"))


class Filled:
    """A questionnaire opened to be filled in, its cells found as a person finds them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)
        self.sheet: Worksheet = self.book[f.QUESTIONS]
        headers = [cell.value for cell in self.sheet[1]]
        self.columns = {name: headers.index(f.HEADERS[name]) + 1 for name in READ}
        keys = [cell.value for cell in self.sheet[get_column_letter(self.columns[KEY])]]
        self.rows = {key: number for number, key in enumerate(keys, 1)}

    def place(self, key: str, name: str) -> str:
        """``F12``."""
        return f"{get_column_letter(self.columns[name])}{self.rows[key]}"

    def put(self, about: str, /, **cells: Any) -> Filled:
        """Fill in fields of the row with this key."""
        places = {name: self.place(about, name) for name in cells}
        for name, value in cells.items():
            self.sheet[places[name]].value = value
        return self

    def about(self, **cells: Any) -> Filled:
        """Fill in who answers."""
        for name, value in cells.items():
            defined = self.book.defined_names[column_name(f.ABOUT, name)]
            self.book[f.ABOUT][defined.attr_text.rpartition("!")[2].replace("$", "")].value = value
        return self

    def save(self, path: Path | None = None) -> Path:
        self.book.save(path or self.path)
        return path or self.path


WHO = {"voice": "government", "speaker": "Ministry of Tests", "as_of": "2011-07-14"}


@dataclass
class Mishap:
    """What became of the sheet of questions on its way."""

    order: Sequence[int] = ()
    """The columns in their new order."""
    inserted: Mapping[int, str] = field(default_factory=dict)
    """New columns before these places, with their headers."""
    headers: Mapping[str, str] = field(default_factory=dict)
    names_kept: bool = True
    rows: Sequence[int] = ()
    """The rows that are left, from 0, in their new order."""
    blanked: Sequence[tuple[int, str]] = ()
    """Cells that are emptied, by row and field."""
    noted: Sequence[int] = ()
    """Rows below which somebody left a note."""
    title: str = f.QUESTIONS
    rewrite: Callable[[str, Any], Any] = lambda _, value: value


def mishandled(path: Path, mishap: Mishap) -> Path:
    """The workbook as it comes back: its values alone, in other places."""
    old, new = load_workbook(path), Workbook()
    new.remove(new.worksheets[0])
    for sheet in old.worksheets:
        copy = new.create_sheet(mishap.title if sheet.title == f.QUESTIONS else sheet.title)
        copy.sheet_state = sheet.sheet_state
        if sheet.title == f.QUESTIONS:
            _rebuild(sheet, copy, mishap, new)
        else:
            for row in sheet.iter_rows(values_only=True):
                copy.append(row)
    for name, defined in old.defined_names.items():
        if name.startswith("Who_answers"):
            new.defined_names[name] = DefinedName(name, attr_text=defined.attr_text)
    for sheet in new.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"  # texts stay texts, also those that begin with a sign
    new.create_sheet("Mine").append(["Key", "Answer", "children.school", "none"])
    new.save(path)
    return path


def _rebuild(sheet: Worksheet, copy: Worksheet, mishap: Mishap, book: Workbook) -> None:
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    fields = [next((n for n in READ if f.HEADERS[n] == text), "") for text in rows[0]]
    for row, name in mishap.blanked:
        rows[1 + row % (len(rows) - 1)][fields.index(name)] = None
    body = rows[1:]
    for row in body:
        for number, name in enumerate(fields):
            row[number] = mishap.rewrite(name, row[number])
    header = [mishap.headers.get(name, text) for name, text in zip(fields, rows[0], strict=True)]
    body = [body[number] for number in mishap.rows] if mishap.rows else body
    order = list(mishap.order) or list(range(len(fields)))
    table = [[row[number] for number in order] for row in [header, *body]]
    fields = [fields[number] for number in order]
    for place, text in sorted(mishap.inserted.items(), reverse=True):
        fields.insert(place, "")
        for number, row in enumerate(table):
            row.insert(place, text if number == 0 else "my remark")
    for number, row in enumerate(table):
        copy.append(row)
        if number in mishap.noted:
            copy.append([])
    for number, name in enumerate(fields, 1):
        copy.column_dimensions[get_column_letter(number)].hidden = number % 3 == 0
        if name and mishap.names_kept:
            letter, called = get_column_letter(number), column_name(f.QUESTIONS, name)
            reference = f"'{mishap.title}'!${letter}$1:${letter}${len(table)}"
            book.defined_names[called] = DefinedName(called, attr_text=reference)
