"""The questionnaire as a workbook: the same bytes for the same input."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import get_args

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from compliance.countries import country_name
from compliance.errors import Problem
from compliance.library.languages import Language, speaking
from compliance.library.library import Library, Scope
from compliance.model.rulebook import FactId, Voice
from compliance.workbook import schema as form
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.formulas import CellPlaces
from compliance.workbook.questionnaire.instructions import write_about, write_faults, write_read_me
from compliance.workbook.questionnaire.order import NO_DAY, Asked, Copy, listed_of
from compliance.workbook.questionnaire.returned import Returned, kept_rows
from compliance.workbook.questionnaire.selection import Question, questions
from compliance.workbook.questionnaire.sheet import (
    Row,
    grey_what_does_not_arise,
    questions_sheet,
    rows,
    sheet_texts,
    told,
    type_cells,
)
from compliance.workbook.questionnaire.words import words_of
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


def render(asked: Asked, library: Library) -> bytes:
    """The workbook."""
    with speaking(asked.words.language):
        return _Questionnaire(asked, library).to_bytes()


class _Questionnaire:
    """The workbook in the making: sheets for people first, then those for the program."""

    def __init__(self, asked: Asked, library: Library) -> None:
        self.asked, self.library = asked, library
        self.words, self.say = asked.words, asked.words.language
        self.day = asked.as_of or NO_DAY
        held = asked.held or {}
        self.held = {q.fact.id: held[q.fact.id] for q in asked.questions if q.fact.id in held}
        self.told = {
            q.fact.id: told(
                q.fact,
                self.held.get(q.fact.id, ()),
                self.day,
                asked.listed.get(q.fact.id),
                self.words,
            )
            for q in asked.questions
            if q.fact.id in self.held or q.fact.id in asked.listed
        }
        typed = asked.copy.typed if asked.copy else {}
        self.rows = rows(asked.questions, self.told, library, typed, self.words)
        self.workbook = Workbook()
        titles = {
            form.READ_ME: self.say("sheet.read_me"),
            f.ABOUT: self.say("sheet.about"),
            f.QUESTIONS: self.say("sheet.questions"),
        }
        self.sheets = {name: self.workbook.create_sheet(title) for name, title in titles.items()}
        self.workbook.remove(self.workbook.worksheets[0])
        self.targets: dict[Target, str] = {
            (name, ""): f"'{title}'!A1" for name, title in titles.items()
        }
        self.names: dict[str, DefinedName] = {}

    def to_bytes(self) -> bytes:
        table = self._write_questions()
        count = len(self.asked.questions)
        many = "questionnaire.question" if count == 1 else "questionnaire.questions"
        words = self.say(many, n=count)
        tables: Counter[str] = Counter()
        page = Page(self.sheets[form.READ_ME], self.targets, tables)
        profile = self.asked.profile or None
        if self.asked.copy:
            write_faults(page, self.asked.copy.problems, self.asked.copy.remarks, self.say)
        write_read_me(page, self.asked.country, words, profile, self.asked.lead, self.say)
        self._write_about(Page(self.sheets[f.ABOUT], self.targets, tables))
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
        title = self.say(
            "questionnaire.title", country=country_name(self.asked.country, self.say.code)
        )
        return f"{title}, {self.asked.lead}" if self.asked.lead else title

    def _write_questions(self) -> TableSheet[Row]:
        listing = questions_sheet(self.library, self.words)
        table = TableSheet(self.sheets[f.QUESTIONS], listing)
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
        names = [column.header for column in listing.columns].index(self.say("column.of_which"))
        printing.keep_beside(table.sheet, get_column_letter(names + 1), columns[f.OR])
        type_cells(table.sheet, self.rows, columns, self.say)
        numbers = {(row.fact.id, row.about): at for at, row in enumerate(self.rows, start=2)}
        last = get_column_letter(len(listing.columns))
        places = CellPlaces(columns, numbers, self.words)
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
        copy = self.asked.copy
        said: dict[str, list[str]] = {}
        for problem in copy.problems if copy else ():
            cell = problem.where.cell.rpartition(": ")[2] if problem.where else ""
            key, name = copy.keys.get(cell, ("", "")) if copy else ("", "")
            fact, _, about = key.partition(" ")
            if (fact, about) in numbers and name in columns:
                at = f"{columns[name]}{numbers[fact, about]}"
                said.setdefault(at, []).append(fault_words(problem))
        for at, words in said.items():
            lead = [self.say("faults.note")] if self.say.entries else []
            add_note(sheet, at, "\n".join([*lead, *words]))
            tint(sheet, at)

    def _write_about(self, page: Page) -> None:
        sent = {
            f.VOICE: self.asked.voice,
            f.SPEAKER: safe(self.asked.speaker),
            f.AS_OF: self.asked.as_of.isoformat() if self.asked.as_of else "",
            f.NOTE: safe(self.asked.note),
        }
        sent |= {n: safe(t) for n, t in (self.asked.copy.who if self.asked.copy else {}).items()}
        sent[f.VOICE] = self.words.voice(sent[f.VOICE]) if sent[f.VOICE] else ""
        for name, place in write_about(page, self.asked.country, sent, self.say).items():
            self.names[name] = DefinedName(name, attr_text=place)
        row = int(self.names[form.column_name(f.ABOUT, f.VOICE)].attr_text.rpartition("$")[2])
        offer(page.sheet, f.LIST_VOICE, [(2, row)], _not_in_list(self.say))

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
        identity = {name: safe(values[name]) for name in form.PROPERTIES}
        return {**identity, **self.words.identity()}

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
        word, voices = self.words.word, [self.words.voice(voice) for voice in get_args(Voice)]
        own: dict[str, Sequence[str]] = {
            **{name: [word(sure) for sure in words] for name, words in f.SURE.items()},
            f.LIST_NO: (word("no"),),
            f.LIST_VOICE: voices,
            form.LIST_SAID_BY: voices,
            form.LIST_YES_NO: [word(one) for one in form.YES_NO],
            f.LIST_PUBLIC: [word(one) for one in (*form.YES_NO, f.NOT_SOURCE)],
        }
        choices = {
            form.list_name(q.fact.id): list(form.offered(self.words.fact(q.fact)))
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


def _not_in_list(language: Language) -> tuple[str, str]:
    return language("questionnaire.not_in_list"), language("questionnaire.not_in_list.words")


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
            listed=listed_of(library, identity.country),
            copy=Copy(
                typed,
                {name: cell.text for name, cell in one.who.cells.items()},
                own,
                one.remarks,
                places,
            ),
            words=words_of(identity.language, library),
        ),
        library,
    )
