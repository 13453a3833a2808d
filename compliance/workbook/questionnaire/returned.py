"""One questionnaire that came back: what was sent, what stands in it now, and who answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from compliance.errors import InputError, Location, Problem, fault
from compliance.importers.tables.sheet import Cell
from compliance.library.library import Library
from compliance.model.profiles import Answer
from compliance.model.rulebook import Fact, Voice, choice_meant, fact_meant
from compliance.workbook import reading
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.words import Words, words_of
from compliance.workbook.reading.words import held_words, plain_words
from compliance.workbook.schema import BASE, KEY, QUESTIONNAIRE, ROW, column_name

_ANSWERS = TypeAdapter(tuple[Answer, ...])
_PART = 30_000
"""Characters in a cell, which holds no more than 32 767."""
_ALL = (KEY, ROW, *f.FIELDS)
_VOICES = {voice: voice for voice in get_args(Voice)}


@dataclass(frozen=True, slots=True)
class Original:
    """What stood in a questionnaire when it was sent."""

    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By the key of a row."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)
    """The answers by fact, as they were."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Which of them the rows showed."""
    is_whole: bool = True

    def beside(self, other: Original) -> Original:
        """What was sent in the two together."""
        return Original(
            {**self.cells, **other.cells},
            {**self.hashes, **other.hashes},
            {**self.held, **other.held},
            {**self.places, **other.places},
            self.is_whole and other.is_whole,
        )


@dataclass(frozen=True, slots=True)
class Who:
    """Who answers, and of which day; what is missing has a problem."""

    cells: Mapping[str, Cell]
    """The cells of their sheet as they are filled in."""
    places: Mapping[str, Location]
    values: Mapping[str, Any]
    """By field, those that could be read: voice, speaker, as_of, note."""
    problems: tuple[Problem, ...] = ()


@dataclass
class Returned:
    """A questionnaire that came back."""

    book: reading.Book
    identity: reading.Identity
    original: Original
    who: Who
    entries: reading.Entries
    remarks: list[str] = field(default_factory=list)

    @property
    def file(self) -> str:
        """Its name, as messages call it."""
        return str(self.book.path)

    def counts(self) -> tuple[int, int]:
        """How many questions are answered in it, of how many that it asks.

        What was filled in from an official list before it was sent is nobody's answer.
        """
        asked = {key.partition(" ")[0] for key in self.original.cells or self.entries.by_key}
        answered = {
            key.partition(" ")[0]
            for key, entry in self.entries.by_key.items()
            if (cell := entry.cell(f.ANSWER))
            and not reading.is_clear(cell)
            and not self._is_listed(key, entry)
        }
        return len(answered & asked), len(asked)

    def _is_listed(self, key: str, entry: reading.Entry) -> bool:
        """Whether the row is as an official list filled it in."""
        held = self.original.held.get(key.partition(" ")[0], ())
        if any(answer.states_something for answer in held):
            return False
        sent = self.original.cells.get(key, {})
        stands = {name: cell.text for name in f.FIELDS if (cell := entry.cell(name))}
        return all(
            held_words(stands.get(name, "")) == held_words(sent.get(name, "")) for name in f.FIELDS
        )


def returned(path: Path, library: Library) -> Returned:
    """The questionnaire in a file. Raises InputError where its questions cannot be told."""
    book = reading.open_book(path)
    identity = reading.identity_of(book, QUESTIONNAIRE, library.instruments)
    grid = reading.require_sheet(book, f.QUESTIONS, (KEY, *f.FIELDS))
    columns = reading.columns_of(book, grid, f.QUESTIONS, _ALL, needed=(KEY, f.ANSWER))
    words = words_of(identity.language, library)
    known = {f.row_key(n, about) for n, fact in library.facts.items() for about in f.rows_of(fact)}
    original = _original(book)

    def meant(key: str) -> str | None:
        if key in original.cells and not _formerly(key, library.facts):
            return "give the `--layer` it is from; if it is no longer asked, empty its cells"
        return key_meant(key, library.facts)

    entries = reading.entries_of(grid, columns, known, f.FIELDS, meant)
    entries = words.entries(entries, library.facts)
    found = Returned(book, identity, original, _who(book, identity, words), entries)
    by_number = {entry.number: entry for entry in entries.by_key.values()}
    sheet = reading.Found(words.language("sheet.questions"), grid, columns, by_number)
    told = [*columns.remarks, *entries.remarks]
    told += reading.unseen(sheet, f.FIELDS, _written(found))
    sent = reading.sent_in(book)
    about = {(cell.where, cell.text) for cell in found.who.cells.values()}
    title = words.language("sheet.about")
    others = {(title, where.line, where.column) for where, _ in about}
    titles = {words.language(f"sheet.{name}") for name in ("read_me", "about", "questions")}
    told += reading.unread(book, sent, [sheet], others, titles)
    if not found.original.is_whole:
        told.append("hidden sheets are gone; what is seen counts, what rows cannot show is lost")
    found.remarks += [f"{path}: {remark}" for remark in told]
    return found


def _written(found: Returned) -> set[tuple[int, str]]:
    """The rows and fields in which something else stands than was sent."""
    return {
        (entry.number, name)
        for key, entry in found.entries.by_key.items()
        for name in f.FIELDS
        if (cell := entry.cell(name))
        and held_words(cell.text) != held_words(found.original.cells.get(key, {}).get(name, ""))
    }


def _formerly(key: str, facts: Mapping[str, Fact]) -> bool:
    """Whether a question, or one of its choices, was once called so."""
    name, _, member = key.partition(" ")
    if name in facts:
        return any(member in choice.was for choice in facts[name].choices.values())
    return any(name in fact.was for fact in facts.values())


def key_meant(key: str, facts: Mapping[str, Fact]) -> str | None:
    """A hint for a key that there is not: what it is called now."""
    name, _, member = key.partition(" ")
    if name not in facts:
        return fact_meant(name, facts)
    return choice_meant(member, facts[name]) if member else None


# What was sent.


def _original(book: reading.Book) -> Original:
    """What the hidden sheets say; nothing where they are gone. Raises InputError."""
    base, kept = book.sheets.get(BASE), book.sheets.get(f.KEPT)
    if base is None or kept is None:
        return Original(is_whole=False)
    try:
        cells, hashes = _base(base)
        held, places = _held(kept)
    except (ValueError, LookupError, ValidationError, RecursionError, TypeError) as error:
        what = "the hidden sheets were changed, so it cannot be told what was filled in"
        raise fault(what, book.where, "fill in the file as it was sent to you") from error
    return Original(cells, hashes, held, places)


def _base(grid: reading.Grid) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    first, *rest = (grid.rows[number].cells for number in sorted(grid.rows))
    names = [cell.text if cell else "" for cell in first]
    cells: dict[str, dict[str, str]] = {}
    hashes: dict[str, str] = {}
    for one in rest:
        row = {name: cell.text for name, cell in zip(names, one, strict=False) if cell}
        cells[row[KEY]] = {name: row[name] for name in f.FIELDS if name in row}
        hashes[row[KEY]] = row.get("rule_hash", "")
    return cells, hashes


def _held(grid: reading.Grid) -> tuple[dict[str, tuple[Answer, ...]], dict[str, int]]:
    texts: dict[str, str] = {}
    places: dict[str, int] = {}
    if not grid.rows:
        raise ValueError("emptied")
    for number in sorted(grid.rows)[1:]:
        fact, place, _, text = (cell.text if cell else "" for cell in grid.rows[number].cells[:4])
        texts[fact] = texts.get(fact, "") + text
        places[fact] = int(place)
    held = {fact: _ANSWERS.validate_python(json.loads(text)) for fact, text in texts.items()}
    if any(not 0 <= places[fact] < len(answers) for fact, answers in held.items()):
        raise ValueError("no such answer")
    return held, places


def kept_rows(
    held: Mapping[str, tuple[Answer, ...]], places: Mapping[str, int]
) -> list[tuple[str, ...]]:
    """The rows of the sheet that keeps the answers, each in parts that a cell holds."""
    rows: list[tuple[str, ...]] = [("fact", "place", "part", "answers")]
    for fact, answers in held.items():
        data = _ANSWERS.dump_python(answers, mode="json", by_alias=True, exclude_defaults=True)
        for number, one in enumerate(answers):
            data[number]["public"] = "yes" if one.public else "no"
            for place, source in enumerate(one.evidence):
                data[number]["evidence"][place]["public"] = "yes" if source.public else "no"
        # Written so that no part of it looks like a character that was escaped.
        text = json.dumps(data).replace("_", "\\u005f")
        rows += [
            (fact, str(places[fact]), str(part // _PART), text[part : part + _PART])
            for part in range(0, len(text), _PART)
        ]
    return rows


# Who answers.


def _who(book: reading.Book, identity: reading.Identity, words: Words) -> Who:
    """What the sheet says of the one who answers; what a cell does not say is as it was sent."""
    cells: dict[str, Cell] = {}
    places: dict[str, Location] = {}
    for name in f.ABOUT_LABELS:
        own, sheet = words.language(f"about.{name}"), words.language("sheet.about")
        cell, places[name] = _cell_about(book, name, own, sheet)
        if cell is not None and name == f.VOICE:
            cell = replace(cell, text=words.english_voice(cell.text))
        if cell is not None:
            cells[name] = cell
    return who_answers(cells, places, identity)


def who_answers(
    cells: Mapping[str, Cell], places: Mapping[str, Location], identity: reading.Identity
) -> Who:
    """Who answers by what is filled in; what is not is as it was sent."""
    sent = {f.VOICE: identity.voice, f.SPEAKER: identity.speaker, f.AS_OF: identity.as_of}
    values: dict[str, Any] = {f.NOTE: None}
    problems: list[Problem] = []
    for name, label in f.ABOUT_LABELS.items():
        cell = cells.get(name)
        told = cell or (Cell(sent[name], "text", places[name]) if sent.get(name) else None)
        try:
            if told is not None:
                values[name] = _read(name, told)
            elif name != f.NOTE:
                what = f"`{label}` is not filled in"
                problems.append(Problem(what, places[name], _NEEDED))
        except InputError as error:
            problems += error.problems
    return Who(cells, places, values, tuple(problems))


_NEEDED = "fill it in, or name it with `--speaker`, `--as-of` when it is imported"


def _read(name: str, cell: Cell) -> Any:
    if name == f.AS_OF:
        return date.fromisoformat(reading.day(cell, _NEEDED))
    if name == f.VOICE:
        return reading.choice(cell, _VOICES, "no kind of speaker", "choose from the list")
    return reading.text(cell) if name == f.NOTE else reading.name(cell, "write who answers")


def _cell_about(
    book: reading.Book, name: str, label: str, sheet: str
) -> tuple[Cell | None, Location]:
    """The cell, where its name points or beside its label; and its place."""
    span = book.names.get(column_name(f.ABOUT, name))
    grid = book.sheets.get(span.sheet) if span else book.sheets.get(sheet)
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
