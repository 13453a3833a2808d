"""Actions from workbooks that were filled in: the sheet Actions, of several ministries.

Copies are merged three ways, as reviews are: what a copy has as it was sent says nothing; what one
copy changed is taken; where two changed a cell differently, both cells are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from compliance.errors import InputError, Location, Problem, fault, with_file
from compliance.importers.tables import Cell, Row
from compliance.importers.tables.sheet import shown
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
from compliance.workbook import schema as form
from compliance.workbook.reading import (
    Book,
    Columns,
    Entry,
    Found,
    Grid,
    Sent,
    choice,
    columns_of,
    countries_of,
    day,
    entries_of,
    is_clear,
    lone_entries_of,
    name,
    open_book,
    plain_words,
    require_sheet,
    sent_in,
    unread,
)

_ACTION = "action"
_FIELDS = (form.KEY, form.ROW, _ACTION, *form.ACTION_FIELDS)
_MERGED = ("lead", "due", "state", "source")
"""The fields of which a cell holds one value; notes on progress add up."""
_AS_SENT = "fill in the workbook as it was sent, with its hidden column Key"


@dataclass(frozen=True)
class Copy:
    """A workbook that came back: what its rows say, and what they said when it was sent."""

    path: Path
    rows: Mapping[str, Entry]
    """By the key of the action."""
    sent: Mapping[str, Mapping[str, str]]
    words: Mapping[str, str]
    """What is to be done, by key."""
    countries: tuple[str, ...] = ()
    """The codes of the countries that it is of; none where it does not say so."""
    remarks: tuple[str, ...] = ()

    def cell(self, key: str, name: str) -> Cell | None:
        """What stands in the cell of a field."""
        return self.rows[key].cell(name) if key in self.rows else None

    def changed(self, key: str, name: str) -> Cell | None:
        """The cell, if somebody wrote into it since it was sent."""
        cell = self.cell(key, name)
        before = self.sent.get(key, {}).get(name, "")
        return cell if cell and plain_words(cell.text) != plain_words(before) else None

    def filled_in(self) -> list[Cell]:
        """All cells that somebody wrote into."""
        cells = (self.changed(key, name) for key in self.rows for name in form.ACTION_FIELDS)
        return [cell for cell in cells if cell]


def read_copy(path: Path) -> Copy:
    """The sheet Actions of a workbook. Raises InputError."""
    try:
        return copy_in(open_book(path))
    except InputError as error:
        raise InputError(map(with_file, error.problems)) from None


def copy_in(book: Book) -> Copy:
    """The sheet Actions of a workbook. Raises InputError."""
    grid = require_sheet(book, form.ACTIONS, (form.KEY, *form.ACTION_FIELDS))
    columns = columns_of(book, grid, form.ACTIONS, _FIELDS, needed=(form.KEY, _ACTION))
    base, texts = _base(book), sent_in(book)
    keys = set(base) or _keys(grid, columns)
    ours = {plain_words(t) for row in texts.rows.get(form.ACTIONS, {}).values() for t in row}
    entries = entries_of(grid, columns, keys, form.ACTION_FIELDS, sent=ours)
    if entries.problems:
        raise InputError(entries.problems)
    by_number = {entry.number: entry for entry in entries.by_key.values()}
    entered = {name: n for name, n in columns.by_field.items() if name != _ACTION}
    found = Found(form.ACTIONS, grid, replace(columns, by_field=entered), by_number)
    alone = replace(book, sheets={grid.title: grid})
    remarks = [*columns.remarks, *entries.remarks, *unread(alone, texts, [found])]
    told = tuple(f"{book.path}: {remark}" for remark in remarks)
    words = _words(entries.by_key, texts)
    return Copy(book.path, entries.by_key, base, words, tuple(countries_of(book)), told)


def _words(rows: Mapping[str, Entry], sent: Sent) -> dict[str, str]:
    """What is to be done, by key: as it was sent, where the workbook says so."""
    header, texts = sent.table(form.ACTIONS)
    at = header.index(_ACTION.capitalize()) if _ACTION.capitalize() in header else None
    found = {key: cell.text for key, row in rows.items() if (cell := row.cell(_ACTION))}
    return found if at is None else found | {key: row[at] for key, row in texts.items()}


def _keys(grid: Grid, columns: Columns) -> set[str]:
    """The keys on the sheet, where the workbook does not say which were sent."""
    entries = lone_entries_of(grid, columns)
    return {entry.key for entry in entries if entry.key}


def _base(book: Book) -> dict[str, dict[str, str]]:
    """What the cells to be filled in held when the workbook was sent, by key."""
    grid = book.sheets.get(form.BASE)
    if grid is None:
        return {}
    rows = iter(grid.rows.values())
    names = [cell.text if cell else "" for cell in next(rows, Row((), book.where)).cells]
    found = {}
    for row in rows:
        texts = dict(zip(names, (cell.text if cell else "" for cell in row.cells), strict=False))
        if texts.get("sheet") == form.ACTIONS:
            found[texts.get(form.KEY, "")] = texts
    return found


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
        raise InputError(map(with_file, merger.problems))
    if not found:
        where = Location(str(copies[0].path))
        hint = "fill in a lead, a due date or a state beside an action"
        raise fault("nobody has filled in an action", where, hint)
    country = held.country if held else filing.country
    note = held.note if held else None
    made = ActionList(id=name, country=country, actions=tuple(found), note=note)
    return made, sum(known.get(one.key) != one for one in found)


@dataclass(frozen=True, slots=True)
class _Entered:
    """What somebody wrote into a cell of a copy."""

    value: str
    copy: Copy
    cell: Cell

    def __str__(self) -> str:
        value = f"`{shown(self.value)}`" if self.value else "nothing any more"
        return f"{self.copy.path} has {value} in {self.cell.where}"


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
        values = {name: self._value(key, name, held) for name in _MERGED}
        notes = [(copy, cell) for copy in self._copies if (cell := copy.changed(key, "progress"))]
        self._check_speakers(key)
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
        update["progress"] = (*held.progress, *self._notes(key, notes, lead, held.progress))
        return held.model_copy(update=update)

    def _begun(self, key: str) -> TrackedAction | None:
        """An action that was only proposed until now."""
        copy = next(copy for copy in self._copies if key in copy.rows)
        answers, facts = answers_in(key), self._library.facts
        rules = tuple(key.split(", "))
        words = copy.words.get(key)
        try:
            for fact, answer in (answers or {}).items():
                value_set(facts[fact], answer)
        except (KeyError, AnswerError):
            answers = None
        carried_out = all(name in self._library.rules for name in rules)
        if not (answers or carried_out) or not words:
            what = f"`{shown(key)}` is the key of no action"
            hint = "leave the keys as they are, and name the --layer with which it was made"
            self.problems.append(Problem(what, copy.rows[key].place(form.KEY), hint))
            return None
        lines = (line.strip(" •-\t") for line in words.splitlines())
        told = " ".join(line for line in lines if line)
        if answers:
            return TrackedAction(action=told, to=answers)
        return TrackedAction(action=told, rules=rules)

    def _value(self, key: str, field: str, held: TrackedAction | None) -> str | None:
        """What the copies come to in a field: empty to take back, None to leave as it is."""
        found: dict[str, _Entered] = {}
        for copy in self._copies:
            if cell := copy.changed(key, field):
                with self._noting():
                    value = _read(field, cell)
                    found.setdefault(plain_words(value), _Entered(value, copy, cell))
        told = list(found.values())
        if held:
            self._check_held(key, field, held, told)
        if len(told) > 1:
            what = f"{told[0]}, and {told[1]}"
            hint = "agree on one, and import both again"
            self.problems.append(Problem(what, told[1].cell.where, hint))
        return told[0].value if told else None

    def _check_held(
        self, key: str, field: str, held: TrackedAction, found: Iterable[_Entered]
    ) -> None:
        """Say where the list was changed otherwise since the copies were sent."""
        now = str(getattr(held, field) or "")
        sent = next((c.sent[key].get(field, "") for c in self._copies if key in c.sent), None)
        if sent is None or plain_words(now) == plain_words(sent):
            return
        for one in found:
            if plain_words(one.value) != plain_words(now):
                what = f"the list has `{shown(now)}` by now, and here is `{shown(one.value)}`"
                self.problems.append(Problem(what, one.cell.where, "see which is right"))

    def _notes(
        self,
        key: str,
        notes: Iterable[tuple[Copy, Cell]],
        lead: str,
        held: Iterable[ProgressNote],
    ) -> Iterator[ProgressNote]:
        """The notes on progress that are new: what two copies say does not exclude each other."""
        said = {plain_words(note.note) for note in held}
        for copy, cell in notes:
            with self._noting():
                named = copy.changed(key, "said_by")
                if is_clear(cell):
                    continue
                who = name(named) if named else self._filing.said_by or lead
                words = name(cell)
                if plain_words(words) in said:
                    continue
                said.add(plain_words(words))
                if not who:
                    hint = "fill in who says so or the lead, or name them with --said-by"
                    raise fault("nobody is named who says so", cell.where, hint)
                yield ProgressNote(on=self._filing.on, note=words, said_by=who)

    def _check_speakers(self, key: str) -> None:
        """Say where somebody is named who says so, and nothing is said."""
        for copy in self._copies:
            named = copy.changed(key, "said_by")
            if named and not copy.changed(key, "progress"):
                what = "somebody is named who says so, and there is no new progress note"
                hint = "write the note, or leave this cell empty"
                self.problems.append(Problem(what, named.where, hint))

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


def _read(field: str, cell: Cell) -> str:
    """The value of a field; empty where it is taken back. Raises InputError."""
    if is_clear(cell):
        return ""
    words = name(cell)
    if field == "due":
        return day(cell)
    if field == "state":
        return choice(cell, {state: state for state in ACTION_STATES}, "none of the states")
    return words


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
