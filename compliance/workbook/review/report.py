"""What a review says: who reviewed what, where they differ, what was decided, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from compliance.report.wording import listed, number_of
from compliance.workbook.merging import Merged, Place, Written
from compliance.workbook.review.copies import Line
from compliance.workbook.review.review import FIELD_WORDS, Review

if TYPE_CHECKING:
    from rich.console import Console

_AT, _INNER = 2, 6


@dataclass(frozen=True)
class Item:
    """What is said of one cell, one reviewer or one row."""

    title: str
    lines: tuple[str, ...] = ()
    place: Place | None = None
    """The cell it is about."""


@dataclass(frozen=True)
class Section:
    """A heading, what it means, and the items under it."""

    heading: str
    meaning: str = ""
    items: tuple[Item, ...] = field(default=())


def title_of(review: Review) -> str:
    """What was put together."""
    copies = number_of(len(review.copies), "copy", "copies")
    return f"{copies} of the gap report of {', '.join(review.copies[0].identity.profiles)}"


def sections(review: Review) -> Iterator[Section]:
    """All that is to be said, those parts alone of which there is anything to say."""
    yield _reviewers(review)
    told = (
        _conflicts(review),
        _decided(review),
        _comments(review),
        _changed(review),
        _signatures(review),
        _remarks(review),
    )
    yield from (section for section in told if section.items)


def _reviewers(review: Review) -> Section:
    every, reviewed = review.findings
    items = []
    for one in review.reviewers:
        told = [number_of(one.rows, "row"), *_counted(one.opinions)]
        items.append(Item(one.name, ("; ".join(told),)))
    if not items:
        items.append(Item("Nobody has filled anything in."))
    elif opinions := _counted(review.opinions):
        words = f"{listed(opinions, 'and')}. Each opinion counts as one; none is averaged."
        items.append(Item("All opinions", (words,)))
    meaning = f"{reviewed} of {number_of(every, 'result')} looked at"
    return Section("Who reviewed what", meaning, tuple(items))


def _counted(opinions: Mapping[str, int]) -> list[str]:
    return [f"{kind} {count}" for kind, count in opinions.items() if count]


def _conflicts(review: Review) -> Section:
    items = tuple(
        _item(review, cell, [*_wrote(cell.entries), *_before(cell)]) for cell in review.conflicts
    )
    meaning = f"{number_of(len(items), 'cell')}, left empty in the merged workbook"
    return Section("Reviewers differ", meaning, items)


def _decided(review: Review) -> Section:
    items = []
    for cell in review.decided:
        who = listed(cell.authors, "and") or "nobody gave a name"
        now = f"“{cell.value}”" if cell.value else "left empty"
        lines = [*_wrote(cell.settled), f"decided: {now} ({who})"]
        items.append(_item(review, cell, lines))
    meaning = f"{number_of(len(items), 'cell')} that reviewers had filled in before"
    return Section("Decided", meaning, tuple(items))


def _comments(review: Review) -> Section:
    items = [
        _item(review, cell, [*_wrote(cell.entries), *_replaced(cell)])
        for cell in review.cells.values()
        if cell.place.field == "comment" and (cell.entries or cell.settled)
    ]
    for note in review.notes:
        line = Line(note.place.sheet, note.place.key) if note.place else None
        about = review.label(line) if line else f"{note.file}, {note.cell}"
        words = f"{note.author}: “{note.text}” ({note.file}, {note.cell})"
        items.append(Item(f"{about} (note)", (words,), note.place))
    return Section("Comments", "", tuple(items))


def _changed(review: Review) -> Section:
    told = "confirmed with --confirm" if review.confirmed else "--confirm accepts them"
    items = tuple(
        Item(review.label(one.line), (f"{one.why}; filled in by {listed(one.authors, 'and')}",))
        for one in review.changed
    )
    return Section("To be confirmed", f"{number_of(len(items), 'row')}; {told}", items)


def _signatures(review: Review) -> Section:
    items = []
    for one in review.signatures:
        who = ", ".join(filter(None, (one.name, one.office, one.date)))
        items.append(Item(f"{who}: {one.remark or 'no remark'}"))
    return Section("Signed", "", tuple(items))


def _remarks(review: Review) -> Section:
    items = tuple(Item(text) for copy in review.copies for text in copy.remarks)
    return Section("Not read, and other remarks", "", tuple(dict.fromkeys(items)))


def _item(review: Review, cell: Merged, lines: Iterable[str]) -> Item:
    label = review.label(Line(cell.place.sheet, cell.place.key))
    return Item(f"{label} ({FIELD_WORDS[cell.place.field]})", tuple(lines), cell.place)


def _wrote(entries: Iterable[Written]) -> Iterator[str]:
    for entry in entries:
        yield f"{entry.author}: “{entry.value}” ({entry.file}, {entry.cell})"


def _before(cell: Merged) -> Iterator[str]:
    """What had been decided upon before reviewers differed again: it stays in the record."""
    for words in _wrote(cell.settled):
        yield f"{words}, decided upon before"


def _replaced(cell: Merged) -> Iterator[str]:
    """The comments that somebody wrote over in a merged workbook: they stay in the record."""
    for words in _wrote(cell.settled):
        yield f"{words}, since written over"


def print_review(console: Console, review: Review) -> None:
    """Print the review on a terminal; remarks are left to those who print messages."""
    from compliance.document.screen import Screen  # noqa: PLC0415 - needs rich

    screen = Screen(console)
    screen.paragraph(title_of(review), style="bold")
    for section in sections(review):
        if section.heading == "Not read, and other remarks":
            continue
        screen.heading(section.heading, section.meaning)
        for item in section.items:
            if section.heading == "Who reviewed what" and item.lines:
                screen.item(item.title, item.lines[0], 20, at=_AT)
                continue
            screen.paragraph(item.title, _AT)
            for line in item.lines:
                screen.paragraph(line, _INNER)
