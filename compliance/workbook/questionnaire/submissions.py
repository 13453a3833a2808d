"""What KoboToolbox and ODK Central give back of our forms: each submission is one filled-in copy.

JSON nests groups or names them before the field (``group/field``); CSV names them before it
(``group-field``). Only the last part of a name says which answer it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from compliance.errors import InputError, Location, Problem, fault
from compliance.importers.tables import Cell, Row, read_list
from compliance.importers.tables.sheet import Kind, shown
from compliance.library.library import Library
from compliance.model.rulebook import Fact, Voice
from compliance.workbook import reading
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.returned import Original, Returned, key_meant, who_answers
from compliance.workbook.questionnaire.xlsform import FIELD, IDENTITY, place_of, word_id
from compliance.workbook.reading.columns import Columns
from compliance.workbook.schema import KEY, NEW_COUNTRY, QUESTIONNAIRE, offered

ENDINGS = (".json", ".csv")
_ABOUT = {f"about{FIELD}{name}": name for name in f.ABOUT_LABELS}
_PARTS = re.compile(r"[/\-.]")
_HINT = "export the submissions with XML values, not labels, as JSON or CSV"


@dataclass(frozen=True, slots=True)
class _Answers(reading.Grid):
    """The answers of a submission as rows, each cell named as the form names it."""

    names: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def place(self, row: int, column: int = 0) -> Location:
        """``submissions.json: entry 2, detention__used``."""
        name = self.names.get((row, column), "")
        own = f"{self.title}, {name}" if name else self.title
        return Location(self.path, row, column, cell=shown(own))


def submissions(path: Path, library: Library) -> list[Returned]:
    """The copies in a file. Raises InputError where it holds none of our forms."""
    sheet = read_list(path, lambda names: sum(_last(name) in _ABOUT for name in names))
    names = [_last(name) for name in sheet.columns]
    found, problems = [], list[Problem]()
    for row in sheet.rows:
        cells = dict(_flat(names, row.cells))
        try:
            found.append(_Submission(path, row, cells, library).returned())
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    if not found:
        raise fault("there is no submission in this file", Location(str(path)), _HINT)
    return found


def _last(name: str) -> str:
    """The field of ``group/field`` or ``group-field``."""
    return _PARTS.split(name)[-1]


def _flat(names: Sequence[str], cells: Sequence[Cell | None]) -> Iterator[tuple[str, Cell]]:
    """The fields with something in them, also those in groups within groups."""
    for name, cell in zip(names, cells, strict=False):
        if cell is None:
            continue
        inner = json.loads(cell.text) if cell.kind == "object" else None
        if isinstance(inner, dict):
            yield from _within(inner, cell.where)
        else:
            yield name, cell


def _within(group: Mapping[str, Any], where: Location) -> Iterator[tuple[str, Cell]]:
    for name, value in group.items():
        if isinstance(value, dict):
            yield from _within(value, where)
        elif isinstance(value, str | int | float) and str(value).strip():
            kind: Kind = "text" if isinstance(value, str) else "number"
            yield _last(name), Cell(str(value), kind, where)


class _Submission:
    """One submission, taken for a questionnaire that came back."""

    def __init__(self, path: Path, row: Row, cells: Mapping[str, Cell], library: Library) -> None:
        self.path, self.cells, self.library = path, cells, library
        self.title = row.where.cell.rpartition(": ")[2] if row.where.cell else "entry"
        self.where = row.where

    def returned(self) -> Returned:
        """The copy. Raises InputError where it is none of our forms."""
        told = self.cells.get(IDENTITY)
        parts = told.text.split() if told else []
        if len(parts) != 2:
            what = f"this is no submission of our forms: it has no `{IDENTITY}`"
            raise fault(what, self.where, _HINT)
        country, profile = parts
        identity = reading.Identity(
            kind=QUESTIONNAIRE,
            export="",
            rulebooks={},
            profiles=(profile or NEW_COUNTRY,),
            country=country,
            voice="",
            speaker="",
            as_of="",
        )
        about = {
            own: self._own(name, self.cells[name])
            for name, own in _ABOUT.items()
            if name in self.cells
        }
        places = {own: self._place(name) for name, own in _ABOUT.items()}
        entries = self._entries()
        book = reading.Book(self.path, {})
        return Returned(book, identity, Original(), who_answers(about, places, identity), entries)

    def _place(self, name: str) -> Location:
        return Location(str(self.path), self.where.line, cell=shown(f"{self.title}, {name}"))

    def _own(self, name: str, cell: Cell) -> Cell:
        text = _WORDS.get(cell.text, cell.text) if _ABOUT[name] == f.VOICE else cell.text
        return Cell(text, cell.kind, self._place(name))

    def _entries(self) -> reading.Entries:
        rows: dict[str, dict[str, tuple[str, Cell]]] = {}
        whole: list[tuple[Fact, str, tuple[str, Cell]]] = []
        problems = []
        for name, cell in self.cells.items():
            key, field_name = place_of(name)
            fact = self.library.facts.get(key.partition(" ")[0])
            if field_name not in f.FIELDS:
                continue
            if fact is None:
                hint = key_meant(key, self.library.facts) or "give the `--layer` of the form"
                what = f"there is no question `{key}`"
                problems.append(Problem(what, self._place(name), hint))
                continue
            own = Cell(self._english(field_name, fact, cell.text), cell.kind, self._place(name))
            if field_name != f.ANSWER and fact.type == "many" and " " not in key:
                whole.append((fact, field_name, (name, own)))
            else:
                rows.setdefault(key, {})[field_name] = (name, own)
        for fact, field_name, told_ in whole:
            for key in _rows_for(fact, field_name, rows):
                rows.setdefault(key, {})[field_name] = told_
        return self._as_entries(rows, problems)

    def _as_entries(
        self, rows: Mapping[str, Mapping[str, tuple[str, Cell]]], problems: Sequence[Problem]
    ) -> reading.Entries:
        fields = (KEY, *f.FIELDS)
        columns = Columns({name: n for n, name in enumerate(fields, start=1)}, 0)
        lines: dict[int, Row] = {}
        names: dict[tuple[int, int], str] = {}
        for number, (key, told) in enumerate(rows.items(), start=1):
            key_cell = Cell(key, "text", self.where)
            cells = [told[name][1] if name in told else None for name in f.FIELDS]
            lines[number] = Row((key_cell, *cells), self.where)
            for column, name in enumerate(f.FIELDS, start=2):
                whole = told[name][0] if name in told else f"{key}, {name}"
                names[number, column] = whole
        grid = _Answers(self.title, str(self.path), lines, names=names)
        by_key = {
            key: reading.Entry(key, grid, columns, number)
            for number, key in enumerate(rows, start=1)
        }
        return reading.Entries(by_key, tuple(problems))

    @staticmethod
    def _english(name: str, fact: Fact, text: str) -> str:
        """The English word for an id of a drop-down; what is none stays, to be refused."""
        if name in (f.ANSWER, f.OR) and fact.type == "choice":
            labels = {value: label for label, value in offered(fact).items()}
            return labels.get(text, text)
        return _WORDS.get(text, text) if name in f.WORDS else text


def _rows_for(fact: Fact, name: str, rows: Mapping[str, object]) -> Sequence[str]:
    """The rows of a list to which a field belongs that the form asks once for the question.

    A day or a source is of all members that are answered; what gathers stands in the first row.
    """
    keys = [f.row_key(fact.id, member) for member in f.rows_of(fact)]
    answered = [key for key in keys if key in rows] if name not in (f.NOTE, f.LEAD) else []
    return answered or keys[:1]


_WORDS = {word_id(word): word for word in (*f.WORD_IDS, *get_args(Voice))}
