"""Actions from workbooks that were filled in: the sheet Actions, of several ministries.

Copies are merged three ways, as reviews are: what a copy has as it was sent says nothing; what one
copy changed is taken; where two changed a cell differently, both cells are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from compliance.errors import InputError, Location, Problem, fault
from compliance.importers.tables import Cell, Row
from compliance.importers.tables.sheet import HEADINGS_WITHIN, shown
from compliance.library.library import Library
from compliance.library.yaml_writer import Data, written
from compliance.model.actions import (
    ACTION_STATES,
    ActionList,
    ProgressNote,
    TrackedAction,
    answers_in,
)
from compliance.model.value_sets import AnswerError, value_set
from compliance.workbook.reading import (
    Book,
    Grid,
    choice,
    day,
    is_clear,
    open_book,
    plain_words,
    text,
)

SHEET, BASE = "Actions", "_base"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "key": ("key",),
    "action": ("action",),
    "lead": ("lead",),
    "due": ("due", "due date"),
    "state": ("state",),
    "progress": ("progress",),
    "source": ("source",),
}
"""The columns by the headers that they can have, in small letters."""
ENTRIES = ("lead", "due", "state", "progress", "source")
"""What is filled in."""
_AS_SENT = "fill in the workbook as it was sent, with its hidden column Key"


@dataclass
class Copy:
    """A workbook that came back: what its rows say, and what they said when it was sent."""

    path: Path
    rows: dict[str, dict[str, Cell]] = field(default_factory=dict)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    places: dict[str, Location] = field(default_factory=dict)

    def changed(self, key: str, name: str) -> Cell | None:
        """The cell, if somebody wrote into it since it was sent."""
        cell = self.rows.get(key, {}).get(name)
        before = self.sent.get(key, {}).get(name, "")
        return cell if cell and plain_words(cell.text) != plain_words(before) else None


def read_copy(path: Path) -> Copy:
    """The sheet Actions of a workbook. Raises InputError."""
    book = open_book(path)
    grid = _sheet(book)
    found = Copy(path, sent=_sent(book))
    columns, header = _columns(grid)
    for name in ("key", "action"):
        if name not in columns:
            what = f"the sheet `{SHEET}` has no column `{name.capitalize()}`"
            raise fault(what, grid.place(header), _AS_SENT)
    for number, row in grid.rows.items():
        if number <= header:
            continue
        cells = {name: cell for name, at in columns.items() if (cell := _at(row, at))}
        key = " ".join(cells["key"].text.split()) if "key" in cells else ""
        if key:
            found.rows[key] = cells
            found.places[key] = cells["key"].where
        elif any(name in cells for name in ENTRIES):
            what = "this row has no key, so it is not known which action it is about"
            raise fault(what, grid.place(number), _AS_SENT)
    return found


def _sheet(book: Book) -> Grid:
    for title, grid in book.sheets.items():
        if plain_words(title) == plain_words(SHEET):
            return grid
    for grid in book.sheets.values():
        if not grid.hidden and {"key", "lead", "due"} <= set(_columns(grid)[0]):
            return grid
    raise fault(f"there is no sheet `{SHEET}` in this workbook", book.where, _AS_SENT)


def _columns(grid: Grid) -> tuple[dict[str, int], int]:
    """The columns (from 0) by field, and the row of the headers."""
    known = {heading: name for name, headings in FIELDS.items() for heading in headings}
    best: tuple[dict[str, int], int] = ({}, 1)
    for number, row in grid.rows.items():
        if number > HEADINGS_WITHIN:
            break
        found = {
            known[plain_words(cell.text)]: at
            for at, cell in enumerate(row.cells)
            if cell and plain_words(cell.text) in known
        }
        if len(found) > len(best[0]):
            best = (found, number)
    return best


def _sent(book: Book) -> dict[str, dict[str, str]]:
    """What the cells to be filled in held when the workbook was sent, by key."""
    grid = book.sheets.get(BASE)
    if grid is None:
        return {}
    rows = iter(grid.rows.values())
    names = [cell.text if cell else "" for cell in next(rows, Row((), book.where)).cells]
    found = {}
    for row in rows:
        texts = dict(zip(names, (cell.text if cell else "" for cell in row.cells), strict=False))
        if texts.get("sheet") == SHEET:
            found[texts.get("key", "")] = texts
    return found


def _at(row: Row, column: int) -> Cell | None:
    return row.cells[column] if column < len(row.cells) else None


# Merging


@dataclass(frozen=True, slots=True)
class Filing:
    """Under whose name and day progress is noted, and of which State the actions are."""

    country: str
    on: date
    said_by: str | None = None


def merged(
    copies: Sequence[Copy], held: ActionList | None, library: Library, filing: Filing, name: str
) -> tuple[ActionList, int]:
    """The list of actions after the copies, and how many of them are new or changed.

    ``held`` is the list as it is. Raises InputError with all that cannot be read and every cell
    that two changed differently.
    """
    known = {one.key: one for one in held.actions} if held else {}
    merger = _Merger(copies, known, library, filing)
    keys = dict.fromkeys([*known, *(key for copy in copies for key in copy.rows)])
    found = [one for key in keys if (one := merger.action(key))]
    if merger.problems:
        raise InputError(merger.problems)
    if not found:
        where = Location(str(copies[0].path))
        hint = "fill in a lead, a due date or a state beside an action"
        raise fault("nobody has filled in an action", where, hint)
    country = held.country if held else filing.country
    note = held.note if held else None
    made = ActionList(id=name, country=country, actions=tuple(found), note=note)
    return made, sum(known.get(one.key) != one for one in found)


class _Merger:
    def __init__(
        self,
        copies: Sequence[Copy],
        known: Mapping[str, TrackedAction],
        library: Library,
        filing: Filing,
    ) -> None:
        self.problems: list[Problem] = []
        self._copies, self._known, self._filing = copies, known, filing
        self._library = library

    def action(self, key: str) -> TrackedAction | None:
        """The action with this key; None where nobody filled anything in."""
        held = self._known.get(key)
        values = {name: self._value(key, name, held) for name in ("lead", "due", "state", "source")}
        notes = [(copy, cell) for copy in self._copies if (cell := copy.changed(key, "progress"))]
        if held is None:
            if not any(values.values()) and not notes:
                return None
            held = self._begun(key)
        if held is None:
            return None
        update: dict[str, object] = {n: v or None for n, v in values.items() if v is not None}
        if due := values["due"]:
            update["due"] = date.fromisoformat(due)
        if values["state"] == "":
            del update["state"]
        lead = str(update.get("lead") or held.lead or "")
        update["progress"] = (*held.progress, *self._notes(notes, lead, held.progress))
        return held.model_copy(update=update)

    def _begun(self, key: str) -> TrackedAction | None:
        """An action that was only proposed until now."""
        copy = next(copy for copy in self._copies if key in copy.rows)
        answers, facts = answers_in(key), self._library.facts
        words = copy.rows[key].get("action")
        try:
            for fact, answer in (answers or {}).items():
                value_set(facts[fact], answer)
        except (KeyError, AnswerError):
            answers = None
        if not answers or words is None:
            what = f"`{shown(key)}` is the key of no action"
            self.problems.append(Problem(what, copy.places[key], "leave the keys as they are"))
            return None
        lines = (line.strip(" •-\t") for line in words.text.splitlines())
        return TrackedAction(action=" ".join(line for line in lines if line), to=answers)

    def _value(self, key: str, name: str, held: TrackedAction | None) -> str | None:
        """What the copies come to in a field: empty to take back, None to leave as it is."""
        found: dict[str, Cell] = {}
        for copy in self._copies:
            if cell := copy.changed(key, name):
                with self._noting():
                    found.setdefault(_read(name, cell), cell)
        if held and found:
            self._check_held(key, name, held, found)
        if len(found) > 1:
            (one, first), (other, second) = list(found.items())[:2]
            what = f"{first.where} in another copy has `{shown(one)}`, and here is `{shown(other)}`"
            self.problems.append(Problem(what, second.where, "agree on one, and import both again"))
        return next(iter(found), None)

    def _check_held(
        self, key: str, name: str, held: TrackedAction, found: Mapping[str, Cell]
    ) -> None:
        """Say where the list was changed otherwise since the copies were sent."""
        now = str(getattr(held, name) or "")
        sent = next((c.sent[key].get(name, "") for c in self._copies if key in c.sent), None)
        if sent is None or plain_words(now) == plain_words(sent):
            return
        for value, cell in found.items():
            if plain_words(value) != plain_words(now):
                what = f"the list has `{shown(now)}` by now, and here is `{shown(value)}`"
                self.problems.append(Problem(what, cell.where, "see which is right"))

    def _notes(
        self, notes: Iterable[tuple[Copy, Cell]], lead: str, held: Iterable[ProgressNote]
    ) -> Iterator[ProgressNote]:
        """The notes on progress that are new: what two copies say does not exclude each other."""
        said = {plain_words(note.note) for note in held}
        for _, cell in notes:
            who = self._filing.said_by or lead
            with self._noting():
                words = text(cell)
                if plain_words(words) in said or is_clear(cell):
                    continue
                said.add(plain_words(words))
                if not who:
                    hint = "fill in the lead, or name who says so with --said-by"
                    raise fault("nobody is named who says so", cell.where, hint)
                yield ProgressNote(on=self._filing.on, note=words, said_by=who)

    def _noting(self) -> _Noting:
        return _Noting(self.problems)


class _Noting:
    """Gathers the problems of an InputError, so that all are told."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> bool:
        if isinstance(error, InputError):
            self._problems += error.problems
            return True
        return False


def _read(name: str, cell: Cell) -> str:
    """The value of a field; empty where it is taken back. Raises InputError."""
    if is_clear(cell):
        return ""
    if name == "due":
        return day(cell)
    if name == "state":
        return choice(cell, {state: state for state in ACTION_STATES}, "none of the states")
    return text(cell)


# As a file


def as_yaml(listed: ActionList) -> str:
    """The list of actions as its file has it."""
    data: dict[str, Data] = {"country": listed.country}
    if listed.note:
        data["note"] = listed.note
    return written({**data, "actions": [_action(one) for one in listed.actions]})


def _action(one: TrackedAction) -> dict[str, Data]:
    to: dict[str, Data] = {
        fact: answer.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        for fact, answer in one.to.items()
    }
    progress: list[Data] = [
        {"on": note.on.isoformat(), "note": note.note, "said_by": note.said_by}
        for note in one.progress
    ]
    data: dict[str, Data | None] = {
        "action": one.action,
        "to": to,
        "rules": list(one.rules),
        "lead": one.lead,
        "due": one.due.isoformat() if one.due else None,
        "state": one.state,
        "progress": progress,
        "source": one.source,
        "note": one.note,
    }
    return {key: value for key, value in data.items() if value}
