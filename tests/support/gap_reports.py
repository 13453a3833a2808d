"""A gap report as small as can be, in the form that reviewers get: and what they do to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet
from support.layers import FILES, write_layer

from compliance.library.library import Library
from compliance.workbook import schema as form
from compliance.workbook.writing.sent import texts_of, write_sent

PROFILE = "ata-2011-government"
RULES = ("T-1.2", "T-1.3a")
BEFORE = 2
"""Columns that are to be read, before those to be filled in."""


def library_in(folder: Path, files: Mapping[str, str] = FILES) -> Library:
    """The library of tests, written to a folder, its files found from wherever one works."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLIANCE_CACHE_DIR", str(folder / "cache"))
        return Library.load([write_layer(folder / "our-rules", files)])


def gap_report(path: Path, library: Library, **told: str) -> Path:
    """Write the gap report of the government's account, of two rules."""
    book = Workbook()
    signed = book.worksheets[0]
    signed.title = form.SIGNED
    _write(book, signed, form.SIGN_OFF_FIELDS, [], before=0)
    base = [[*form.BASE_COLUMNS, *form.BASE_FIELDS]]
    keys = [f"{PROFILE} {name}" for name in RULES]
    sheet = book.create_sheet(form.FINDINGS)
    rows = [[f"What {key} asks", "○ not met", key] for key in keys]
    _write(book, sheet, (form.KEY, *form.FIELDS[form.FINDINGS]), rows)
    base += [[form.FINDINGS, key, _hash(key.split()[1], library)] for key in keys]
    clauses = book.create_sheet(form.CLAUSES)
    for row in (["Provision", "Words"], ["para. 2", "Calls upon States to teach every child"]):
        clauses.append(row)
    sent = [row for one in book.worksheets for row in texts_of(one)]
    write_sent(book.create_sheet(form.SENT), sent)
    for title in (form.IDENTITY, form.LISTS, form.BASE):
        book.create_sheet(title).sheet_state = "hidden"
    book[form.SENT].sheet_state = "hidden"
    identity = _identity(library) | told
    for row in identity.items():
        book[form.IDENTITY].append(row)
    for row in base:
        book[form.BASE].append(row)
    for name, value in identity.items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))
    book.save(path)
    return path


def _hash(name: str, library: Library) -> str:
    return form.rule_hash(library.rules[name])


def _identity(library: Library) -> dict[str, str]:
    books = {
        book: form.rulebook_hash(r for r in library.rules.values() if r.instrument == book)
        for book in library.instruments
    }
    profile = library.profile(PROFILE)
    return {
        form.PROPERTY_SCHEMA: form.SCHEMA,
        form.PROPERTY_KIND: form.GAP_REPORT,
        form.PROPERTY_EXPORT: "h123",
        form.PROPERTY_RULEBOOKS: json.dumps(books),
        form.PROPERTY_PROFILES: PROFILE,
        form.PROPERTY_COUNTRY: profile.country,
        form.PROPERTY_VOICE: profile.voice,
        form.PROPERTY_SPEAKER: profile.speaker,
        form.PROPERTY_AS_OF: str(profile.as_of),
    }


def _write(
    book: Workbook,
    sheet: Worksheet,
    fields: tuple[str, ...],
    rows: list[list[str]],
    before: int = BEFORE,
) -> None:
    headers = (form.HEADERS[name] for name in fields)
    sheet.append([*(["Provision", "Result"][:before]), *headers])
    for row in rows:
        sheet.append(row)
    for number, field in enumerate(fields, before + 1):
        letter = get_column_letter(number)
        place = f"'{sheet.title}'!${letter}$1:${letter}${max(sheet.max_row, 2)}"
        name = form.column_name(sheet.title, field)
        book.defined_names[name] = DefinedName(name, attr_text=place)


class Reviewing:
    """A copy being filled in: ``with Reviewing(path, copy) as book``."""

    def __init__(self, original: Path, copy: Path | str) -> None:
        self.original, self.copy = original, Path(copy)

    def __enter__(self) -> Workbook:
        self.book = load_workbook(self.original)
        return self.book

    def __exit__(self, *_: object) -> None:
        self.book.save(self.copy)


def cell_of(book: Workbook, sheet: str, key: str, field: str) -> Any:
    """The cell of a row and a field, by the headers as they were written."""
    found = book[sheet]
    columns = {cell.value: cell.column for cell in found[1]}
    column, key_column = columns[form.HEADERS[field]], columns[form.HEADERS[form.KEY]]
    row = next(
        row
        for row in range(2, found.max_row + 1)
        if found.cell(row, key_column).value == f"{PROFILE} {key}"
    )
    return found.cell(row, column)


def fill(book: Workbook, sheet: str, key: str, **values: Any) -> None:
    """Fill in the cells of a row."""
    for field, value in values.items():
        cell_of(book, sheet, key, field).value = value


def pin(cell: Any, text: str, author: str) -> None:
    """Pin a note to a cell."""
    cell.comment = Comment(text, author)


def filled(original: Path, copy: Path | str, *rows: tuple[str, str, Mapping[str, Any]]) -> Path:
    """A copy in which the rows have been filled in."""
    with Reviewing(original, copy) as book:
        for sheet, key, values in rows:
            fill(book, sheet, key, **values)
    return Path(copy)
