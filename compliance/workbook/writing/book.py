"""A workbook in the making: pages, tables, the hidden sheets, and the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from compliance.assessment.assess import Assessment
from compliance.countries import country_name
from compliance.workbook import schema as form
from compliance.workbook.writing import package, printing
from compliance.workbook.writing.choosing import LISTS, write_lists
from compliance.workbook.writing.identity import write_base, write_identity
from compliance.workbook.writing.listing import Listing, Subject
from compliance.workbook.writing.page import Page
from compliance.workbook.writing.protection import protect
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.sent import Row, texts_of, write_sent
from compliance.workbook.writing.table_sheet import Stream, TableSheet

_NONE: Mapping[str, str] = {}
_MOST_NAMED = 4
"""More countries are counted in titles."""


class Book:
    """Pages and tables in the order in which they are asked for; used in a ``with`` block."""

    def __init__(self, *, is_reviewed: bool = False) -> None:
        self.is_reviewed = is_reviewed
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        self.tables: list[TableSheet[Any]] = []

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what is not finished, so that nothing is said of it where it failed."""
        for table in self.tables:
            if isinstance(table.sheet, Stream):
                table.sheet.give_up()

    def page(self, title: str, widths: Sequence[float]) -> Page:
        """A sheet of running text."""
        return Page(self.workbook.create_sheet(title), {}, Counter(), widths)

    def table(self, listing: Listing[Subject]) -> TableSheet[Subject]:
        """A sheet that is one table, written by openpyxl's write-only mode."""
        sheet = Stream(self.workbook, listing.title)
        self.workbook._add_sheet(sheet)  # type: ignore[attr-defined]
        made: TableSheet[Subject] = TableSheet(
            cast("Worksheet", sheet), listing, keeps_texts=self.is_reviewed
        )
        self.tables.append(made)
        return made

    def parts(
        self, title: str, subject: str, day: date, identity: Mapping[str, str]
    ) -> Iterator[bytes]:
        """The file, part by part. ``subject`` is said at the top of every page."""
        for table in self.tables:
            table.end()
        for sheet in self.workbook.worksheets:
            printing.set_titles(sheet, safe(subject))
            protect(sheet)
        self._write_hidden(identity)
        yield from package.parts(self.workbook, safe(title), day, identity=identity)

    def _write_hidden(self, identity: Mapping[str, str]) -> None:
        if identity:
            write_identity(self._hidden(form.IDENTITY), identity)
        offering = {name for table in self.tables for name in table.offering}
        if not offering:
            return
        names = self.workbook.defined_names
        for table in self.tables:
            names.update(table.names())
        offered = {name: choices for name, choices in LISTS.items() if name in offering}
        names.update(write_lists(self._hidden(form.LISTS), offered))
        if self.is_reviewed:
            write_sent(self._hidden(form.SENT), self._texts())
        write_base(self._hidden(form.BASE), (row for one in self.tables for row in one.base()))

    def _texts(self) -> Iterator[Row]:
        """The texts of all sheets in view, by which a review tells what was changed in them."""
        kept = {table.listing.title: table.sent for table in self.tables}
        for sheet in self.workbook.worksheets:
            if sheet.sheet_state == "visible":
                yield from kept.get(sheet.title) or texts_of(sheet)

    def _hidden(self, title: str) -> Worksheet:
        """Hidden, not very hidden: LibreOffice makes no difference between the two."""
        sheet: Worksheet = self.workbook.create_sheet(title)
        sheet.sheet_state = "hidden"
        protect(sheet)
        return sheet


def title_of(kind: str, countries: Iterable[str]) -> str:
    """What a workbook is called: ``Gap report: Ecuador, Cyprus``."""
    names = list(dict.fromkeys(map(country_name, countries)))
    return f"{kind}: {', '.join(names) if len(names) <= _MOST_NAMED else f'{len(names)} countries'}"


def alone(
    book: Book, kind: str, assessments: Sequence[Assessment], identity: Mapping[str, str] = _NONE
) -> Iterator[bytes]:
    """The file of single sheets, as other commands than ``assess`` write them.

    Those that are filled in have an ``identity``.
    """
    accounts = [(one.profile, one.as_of) for one in assessments]
    title, last_day = title_of(kind, (a.country for a, _ in accounts)), max(d for _, d in accounts)
    if len(accounts) == 1:
        (profile, _), *_ = accounts
        title = f"{title}, {profile.speaker} ({profile.voice}), {last_day}"
    return book.parts(title, title, last_day, identity)
