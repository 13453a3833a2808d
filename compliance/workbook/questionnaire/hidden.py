"""What the hidden sheets of a questionnaire say: what was sent, from which changes are told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from compliance.errors import fault
from compliance.model.profiles import Answer
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.reading import Book, Grid
from compliance.workbook.schema import BASE, KEY

_ANSWERS = TypeAdapter(tuple[Answer, ...])
_PART = 30_000
"""Characters in a cell, which holds no more than 32 767."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What stood in a questionnaire when it was sent."""

    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By the key of a row."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    held: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)
    """The answers by fact, as they were."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Which of them the rows showed."""
    is_whole: bool = True


def sent_in(book: Book) -> Sent:
    """What the hidden sheets say; nothing where they are gone. Raises InputError."""
    base, kept = book.sheets.get(BASE), book.sheets.get(f.KEPT)
    if base is None or kept is None:
        return Sent(is_whole=False)
    try:
        cells, hashes = _base(base)
        held, places = _held(kept)
    except (ValueError, ValidationError, RecursionError, KeyError, TypeError) as error:
        what = "the hidden sheets were changed, so it cannot be told what was filled in"
        hint = "take the answers over into the file as it was sent to you"
        raise fault(what, book.where, hint) from error
    return Sent(cells, hashes, held, places)


def _base(grid: Grid) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    numbers = sorted(grid.rows)
    names = [cell.text if cell else "" for cell in grid.rows[numbers[0]].cells]
    cells: dict[str, dict[str, str]] = {}
    hashes: dict[str, str] = {}
    for number in numbers[1:]:
        row = {
            name: cell.text
            for name, cell in zip(names, grid.rows[number].cells, strict=False)
            if cell
        }
        cells[row[KEY]] = {name: row[name] for name in f.FIELDS if name in row}
        hashes[row[KEY]] = row.get("rule_hash", "")
    return cells, hashes


def _held(grid: Grid) -> tuple[dict[str, tuple[Answer, ...]], dict[str, int]]:
    texts: dict[str, str] = {}
    places: dict[str, int] = {}
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
        # Written so that no part of it looks like a character that was escaped.
        text = json.dumps(data).replace("_", "\\u005f")
        rows += [
            (fact, str(places[fact]), str(part // _PART), text[part : part + _PART])
            for part in range(0, len(text), _PART)
        ]
    return rows
