"""Who answers a questionnaire, and on which day: filled in once, on a sheet of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, get_args

from compliance.errors import InputError, Location, Problem
from compliance.importers.tables.sheet import Cell
from compliance.model.rulebook import Voice
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.reading import Book, Identity, choice, day, plain_words, text
from compliance.workbook.schema import column_name

_VOICES = {voice: voice for voice in get_args(Voice)}
_STAND_INS: Mapping[str, Any] = {
    f.VOICE: "government",
    f.SPEAKER: "-",
    f.AS_OF: date.max,
    f.NOTE: None,
}
"""What takes the place of what is missing, so that the answers can be checked all the same."""


@dataclass(frozen=True, slots=True)
class About:
    """What is said of the whole, and what is wrong with it."""

    values: Mapping[str, Any]
    places: Mapping[str, Location]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = field(default=())

    @property
    def voice(self) -> Any:
        """What kind of speaker answers."""
        return self.values[f.VOICE]

    @property
    def speaker(self) -> str:
        """Who answers, as they call themselves."""
        return str(self.values[f.SPEAKER])

    @property
    def note(self) -> str | None:
        """What is said of the whole."""
        found = self.values[f.NOTE]
        return None if found is None else str(found)

    @property
    def as_of(self) -> date:
        """The day of the statement."""
        found = self.values[f.AS_OF]
        assert isinstance(found, date)
        return found


def about_in(book: Book, identity: Identity) -> About:
    """What a workbook says of its speaker; what a cell does not say is as it was sent."""
    sent = {f.VOICE: identity.voice, f.SPEAKER: identity.speaker, f.AS_OF: identity.as_of}
    sent[f.NOTE] = ""
    values: dict[str, Any] = {}
    places: dict[str, Location] = {}
    problems: list[Problem] = []
    for name, label in f.ABOUT_LABELS.items():
        cell, places[name] = _found(book, name, label)
        try:
            if cell is not None:
                values[name] = _read(name, cell)
            elif sent[name]:
                values[name] = _read(name, Cell(sent[name], "text", places[name]))
            elif name != f.NOTE:
                what = f"`{label}` is not filled in"
                hint = "who speaks, and when, must be known to make anything of the answers"
                problems.append(Problem(what, places[name], hint))
        except InputError as error:
            problems += error.problems
    return About({**_STAND_INS, **values}, places, tuple(problems))


def _read(name: str, cell: Cell) -> Any:
    if name == f.AS_OF:
        return date.fromisoformat(day(cell))
    return choice(cell, _VOICES, "no kind of speaker") if name == f.VOICE else text(cell)


def _found(book: Book, name: str, label: str) -> tuple[Cell | None, Location]:
    """The cell, where its name points or beside its label; and its place."""
    span = book.names.get(column_name(f.ABOUT, name))
    grid = book.sheets.get(span.sheet) if span else book.sheets.get(f.ABOUT)
    if grid is None:
        return None, book.where
    place = (span.row, span.column) if span else None
    if place is None:
        for number, row in grid.rows.items():
            for column, cell in enumerate(row.cells, 1):
                if cell and plain_words(cell.text) == plain_words(label):
                    place = (number, column + 1)
    if place is None:
        return None, book.where
    row_cells = grid.rows[place[0]].cells if place[0] in grid.rows else ()
    found = row_cells[place[1] - 1] if place[1] <= len(row_cells) else None
    return found, grid.place(*place)


def joined_about(abouts: Sequence[About]) -> tuple[About, list[Problem]]:
    """What several workbooks say of their speaker, which must be the same; notes are joined."""
    first = abouts[0]
    problems = [problem for about in abouts for problem in about.problems]
    for other in abouts[1:]:
        for name, label in f.ABOUT_LABELS.items():
            differs = name != f.NOTE and other.values[name] != first.values[name]
            if differs and not problems:
                what = f"`{label}` is “{other.values[name]}” here and “{first.values[name]}” in "
                where = f"{first.places[name].path}"
                hint = "one profile has one speaker, and one day"
                problems.append(Problem(f"{what}{where}", other.places[name], hint))
    notes = dict.fromkeys(about.note for about in abouts if about.note)
    joined = {**first.values, f.NOTE: " ".join(notes) or None}
    return replace(first, values=joined), problems
