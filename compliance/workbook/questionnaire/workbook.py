"""The questionnaire as a workbook, and its files: the same bytes for the same input."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from compliance.countries import country_name
from compliance.errors import Problem
from compliance.library.library import Library, Scope
from compliance.model.rulebook import FactId, Voice
from compliance.questionnaire.order import Asked, listed
from compliance.questionnaire.selection import Question, questions
from compliance.report.wording import number_of
from compliance.workbook import schema as form
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.formulas import Places
from compliance.workbook.questionnaire.instructions import write_about, write_faults, write_read_me
from compliance.workbook.questionnaire.returned import Returned, kept_rows
from compliance.workbook.questionnaire.sheet import (
    Row,
    grey_what_does_not_arise,
    questions_sheet,
    rows,
    sheet_texts,
    told,
    type_cells,
)
from compliance.workbook.writing import printing
from compliance.workbook.writing.cells import put
from compliance.workbook.writing.choosing import offer, write_lists
from compliance.workbook.writing.identity import write_identity
from compliance.workbook.writing.listing import Target
from compliance.workbook.writing.notes import add_note, fault_words, tint
from compliance.workbook.writing.package import to_bytes
from compliance.workbook.writing.page import Page
from compliance.workbook.writing.protection import protect
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.sent import texts_of, write_sent
from compliance.workbook.writing.table_sheet import TableSheet

_NO_DAY = date(2000, 1, 1)
"""The day of the file's properties where that of the statement is still to be filled in."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What somebody wrote into a questionnaire, and what is wrong with it."""

    typed: Mapping[str, Mapping[str, str]]
    """By key and field."""
    who: Mapping[str, str]
    problems: Sequence[Problem]
    remarks: Sequence[str]
    keys: Mapping[str, tuple[str, str]]
    """Key and field of each cell of the copy (``Questions!F3``)."""


def render(asked: Asked, library: Library, copy: Copy | None = None) -> bytes:
    """The workbook; of one that came back, with what somebody wrote into it."""
    return _Questionnaire(asked, library, copy).to_bytes()


class _Questionnaire:
    """The workbook in the making: sheets for people first, then those for the program."""

    def __init__(self, asked: Asked, library: Library, copy: Copy | None) -> None:
        self.asked, self.library, self.copy = asked, library, copy
        self.day = asked.as_of or _NO_DAY
        held = asked.held or {}
        self.held = {q.fact.id: held[q.fact.id] for q in asked.questions if q.fact.id in held}
        self.told = {
            q.fact.id: told(
                q.fact, self.held.get(q.fact.id, ()), self.day, asked.listed.get(q.fact.id)
            )
            for q in asked.questions
            if q.fact.id in self.held or q.fact.id in asked.listed
        }
        typed = copy.typed if copy else {}
        self.rows = rows(asked.questions, self.told, library, typed)
        self.workbook = Workbook()
        self.workbook.worksheets[0].title = form.READ_ME
        for title in (f.ABOUT, f.QUESTIONS):
            self.workbook.create_sheet(title)
        self.targets: dict[Target, str] = {(t, ""): f"'{t}'!A1" for t in (f.ABOUT, f.QUESTIONS)}
        self.names: dict[str, DefinedName] = {}

    def to_bytes(self) -> bytes:
        table = self._write_questions()
        words = number_of(len(self.asked.questions), "question")
        tables: Counter[str] = Counter()
        page = Page(self.workbook[form.READ_ME], self.targets, tables)
        profile = self.asked.profile or None
        if self.copy:
            write_faults(page, self.copy.problems, self.copy.remarks)
        write_read_me(page, self.asked.country, words, profile, self.asked.lead)
        self._write_about(Page(self.workbook[f.ABOUT], self.targets, tables))
        for sheet in self.workbook.worksheets:
            printing.set_titles(sheet, safe(self._title()))
            protect(sheet)
            for allowed in ("formatCells", "insertColumns", "deleteRows"):
                setattr(sheet.protection, allowed, False)
        identity = self._identity()
        self._write_hidden(table, identity)
        for name, defined in self.names.items():
            self.workbook.defined_names[name] = defined
        return to_bytes(self.workbook, safe(self._title()), self.day, identity=identity)

    def _title(self) -> str:
        lead = f", {self.asked.lead}" if self.asked.lead else ""
        return f"Questionnaire: {country_name(self.asked.country)}{lead}"

    def _write_questions(self) -> TableSheet[Row]:
        listing = questions_sheet(self.library)
        table = TableSheet(self.workbook[f.QUESTIONS], listing)
        table.write(self.rows)
        table.sheet.freeze_panes = "D2"
        for column in table.sheet[1]:
            column.protection = Protection(locked=False)
        columns = {
            column.field: get_column_letter(number)
            for number, column in enumerate(listing.columns, start=1)
            if column.field
        }
        table.sheet.column_dimensions[columns[form.ROW]].hidden = True
        type_cells(table.sheet, self.rows, columns)
        numbers = {(row.fact.id, row.about): at for at, row in enumerate(self.rows, start=2)}
        last = get_column_letter(len(listing.columns))
        places = Places(columns, numbers)
        grey_what_does_not_arise(table.sheet, self.asked.questions, self.library, places, last)
        self.names |= dict(table.names())
        self._mark_faults(table.sheet, columns, numbers)
        return table

    def _mark_faults(
        self,
        sheet: Worksheet,
        columns: Mapping[str, str],
        numbers: Mapping[tuple[FactId, str], int],
    ) -> None:
        """A note at each cell of the copy that is wrong."""
        copy = self.copy
        said: dict[str, list[str]] = {}
        for problem in copy.problems if copy else ():
            cell = problem.where.cell.rpartition(": ")[2] if problem.where else ""
            key, name = copy.keys.get(cell, ("", "")) if copy else ("", "")
            fact, _, about = key.partition(" ")
            if (fact, about) in numbers and name in columns:
                at = f"{columns[name]}{numbers[fact, about]}"
                said.setdefault(at, []).append(fault_words(problem))
        for at, words in said.items():
            add_note(sheet, at, "\n".join(words))
            tint(sheet, at)

    def _write_about(self, page: Page) -> None:
        sent = {
            f.VOICE: self.asked.voice,
            f.SPEAKER: safe(self.asked.speaker),
            f.AS_OF: self.asked.as_of.isoformat() if self.asked.as_of else "",
            f.NOTE: safe(self.asked.note),
        }
        sent |= {n: safe(t) for n, t in (self.copy.who if self.copy else {}).items()}
        for name, place in write_about(page, self.asked.country, sent).items():
            self.names[name] = DefinedName(name, attr_text=place)
        row = int(self.names[form.column_name(f.ABOUT, f.VOICE)].attr_text.rpartition("$")[2])
        offer(page.sheet, f.LIST_VOICE, [(2, row)])

    def _identity(self) -> dict[str, str]:
        """Which export it is."""
        read = {fact.fact.id for fact in self.asked.questions}
        books = {
            rule.instrument
            for rule in self.library.rules.values()
            if any(read.intersection(facts) for facts in self.library.facts_read(rule))
        }
        rulebooks = {
            book: form.rulebook_hash(r for r in self.library.rules.values() if r.instrument == book)
            for book in sorted(books)
        }
        told_ = {
            form.PROPERTY_SCHEMA: form.SCHEMA,
            form.PROPERTY_KIND: form.QUESTIONNAIRE,
            form.PROPERTY_RULEBOOKS: json.dumps(rulebooks),
            form.PROPERTY_PROFILES: self.asked.profile or form.NEW_COUNTRY,
            form.PROPERTY_COUNTRY: self.asked.country,
            form.PROPERTY_VOICE: self.asked.voice,
            form.PROPERTY_SPEAKER: self.asked.speaker,
            form.PROPERTY_AS_OF: self.asked.as_of.isoformat() if self.asked.as_of else "",
        }
        export = form.hash_of_texts([*told_.values(), *sheet_texts(self.rows)])
        values = {**told_, form.PROPERTY_EXPORT: export}
        return {name: safe(values[name]) for name in form.PROPERTIES}

    def _write_hidden(self, table: TableSheet[Row], identity: Mapping[str, str]) -> None:
        write_identity(self._hidden(form.IDENTITY), identity)
        self.names |= dict(write_lists(self._hidden(form.LISTS), self._lists(table)))
        columns = (*form.BASE_COLUMNS, *f.FIELDS)
        base = [
            [f.QUESTIONS, row.key, form.fact_hash(row.fact), *(safe(row.text(n)) for n in f.FIELDS)]
            for row in self.rows
        ]
        shown = [sheet for sheet in self.workbook.worksheets if sheet.sheet_state == "visible"]
        write_sent(self._hidden(form.SENT), (row for sheet in shown for row in texts_of(sheet)))
        _write_rows(self._hidden(form.BASE), [columns, *base])
        places = {name: one.place for name, one in self.told.items()}
        _write_rows(self._hidden(f.KEPT), kept_rows(self.held, places))

    def _lists(self, table: TableSheet[Row]) -> dict[str, Sequence[str]]:
        own: dict[str, Sequence[str]] = {
            **f.SURE,
            f.LIST_NO: ("no",),
            f.LIST_VOICE: get_args(Voice),
            form.LIST_SAID_BY: get_args(Voice),
            form.LIST_YES_NO: form.YES_NO,
            f.LIST_PUBLIC: (*form.YES_NO, f.NOT_SOURCE),
        }
        choices = {
            form.list_name(q.fact.id): list(form.offered(q.fact))
            for q in self.asked.questions
            if q.fact.type == "choice"
        }
        offered = {*table.offering, f.LIST_VOICE}
        return {name: words for name, words in {**own, **choices}.items() if name in offered}

    def _hidden(self, title: str) -> Worksheet:
        """Hidden, not very hidden: LibreOffice makes no difference between the two."""
        sheet: Worksheet = self.workbook.create_sheet(title)
        sheet.sheet_state = "hidden"
        protect(sheet)
        return sheet


def _write_rows(sheet: Worksheet, rows: Iterable[Sequence[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            put(sheet, number, column, text)


def annotated(one: Returned, problems: Sequence[Problem], library: Library) -> bytes:
    """A questionnaire that came back, made anew: what stands in its cells, and what is wrong.

    Only the cells to be filled in are taken from it.
    """
    keys = one.original.cells or one.entries.by_key
    facts = dict.fromkeys(key.partition(" ")[0] for key in keys)
    asked = {q.fact.id: q for q in questions(library, one.identity.country, Scope())}
    cells = {
        (key, name): cell
        for key, entry in one.entries.by_key.items()
        for name in f.FIELDS
        if (cell := entry.cell(name))
    }
    typed: dict[str, dict[str, str]] = {key: dict.fromkeys(f.FIELDS, "") for key in keys}
    for (key, name), cell in cells.items():
        typed.setdefault(key, {})[name] = cell.text
    places = {
        entry.place(name).cell: (key, name)
        for key, entry in one.entries.by_key.items()
        for name in f.FIELDS
    }
    own = [p for p in problems if p.where and p.where.path == one.file]
    identity = one.identity
    return render(
        Asked(
            country=identity.country,
            voice=identity.voice,
            speaker=identity.speaker,
            as_of=date.fromisoformat(identity.as_of) if identity.as_of else None,
            questions=[
                asked.get(name) or Question(library.facts[name])
                for name in facts
                if name in library.facts
            ],
            profile="" if identity.profiles == (form.NEW_COUNTRY,) else ",".join(identity.profiles),
            held={n: dated for n, dated in one.original.held.items() if n in library.facts},
            listed=listed(library, identity.country),
        ),
        library,
        Copy(
            typed,
            {name: cell.text for name, cell in one.who.cells.items()},
            own,
            one.remarks,
            places,
        ),
    )
