"""The notes in a workbook, with their authors: read from the file's parts, for no cell has them.

A reader that takes one row at a time does not see them. Excel keeps newer comments, with their
replies, beside the notes, and puts a note that explains itself into the place of each.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl.utils import column_index_from_string

from compliance.errors import InputError
from compliance.workbook.reading.package import package_of

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_THREADED = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_STAND_IN = "[Threaded comment]"
"""How the note begins that stands in the place of a newer comment."""
NOBODY = ("", "compliance", "Author", "Unknown Author", "openpyxl")
"""Authors who are nobody: what programs, and we, write where they know of none."""
_NAMED = re.compile(r"([^\n:]{1,60}):\n")
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_OURS = re.compile(r"\[\[.*?\]\]", re.DOTALL)


def ours(text: str) -> str:
    """What we say in a note, so marked that it can be told from what people write around it."""
    return f"[[compliance: {text.replace(']]', '] ]')}]]"


@dataclass(frozen=True, slots=True)
class Pinned:
    """A note as the file has it: the title of its sheet, its cell (``C5``), author and text."""

    sheet: str
    cell: str
    author: str
    text: str

    @property
    def row(self) -> int:
        """The row of its cell."""
        found = _CELL.fullmatch(self.cell)
        return int(found[2]) if found else 0

    @property
    def column(self) -> int:
        """The column of its cell."""
        found = _CELL.fullmatch(self.cell)
        return column_index_from_string(found[1]) if found else 0


def notes_in(path: Path) -> tuple[list[Pinned], bool]:
    """The notes and comments of a workbook without ours, and whether all of them could be read."""
    found: list[Pinned] = []
    try:
        with zipfile.ZipFile(io.BytesIO(package_of(path))) as package:
            for note in _Package(package).notes():
                text = _OURS.sub("", note.text).strip()
                if text and _CELL.fullmatch(note.cell):
                    found.append(Pinned(note.sheet, note.cell, note.author, text))
    except InputError:
        raise
    except Exception:  # noqa: BLE001 - parts in which notes stand can be anything
        return found, False
    return found, True


def _author_and_text(author: str, text: str) -> tuple[str, str]:
    """Excel begins a note with a line that names its author; LibreOffice keeps no other."""
    named = _NAMED.match(text)
    if named and (author in NOBODY or author == named[1]):
        return named[1], text[named.end() :].strip()
    return author, text


class _Package:
    """The parts of a workbook, and how they belong together."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.names = set(package.namelist())

    def notes(self) -> Iterator[Pinned]:
        book = "xl/workbook.xml"
        by_id = {name: part for part, _, name in self._related(book)}
        people = dict(self._people(book))
        for sheet in self._parsed(book).iter(f"{_MAIN}sheet"):
            part = by_id.get(sheet.get(_RELATED, ""))
            if part:
                yield from self._of_sheet(sheet.get("name", ""), part, people)

    def _of_sheet(self, title: str, part: str, people: dict[str, str]) -> Iterator[Pinned]:
        for related, kind, _ in self._related(part):
            if kind.endswith("/comments"):
                yield from self._plain(title, related)
            elif kind.endswith("/threadedComment"):
                yield from self._threaded(title, related, people)

    def _plain(self, title: str, part: str) -> Iterator[Pinned]:
        root = self._parsed(part)
        authors = [author.text or "" for author in root.iter(f"{_MAIN}author")]
        for note in root.iter(f"{_MAIN}comment"):
            text = "".join(run.text or "" for run in note.iter(f"{_MAIN}t")).strip()
            number = note.get("authorId", "")
            known = number.isascii() and number.isdigit() and len(number) < 6
            author = authors[int(number)].strip() if known and int(number) < len(authors) else ""
            if text and not text.startswith(_STAND_IN):
                yield Pinned(title, note.get("ref", ""), *_author_and_text(author, text))

    def _threaded(self, title: str, part: str, people: dict[str, str]) -> Iterator[Pinned]:
        for note in self._parsed(part).iter(f"{_THREADED}threadedComment"):
            text = (note.findtext(f"{_THREADED}text") or "").strip()
            if text:
                author = people.get(note.get("personId", ""), "")
                yield Pinned(title, note.get("ref", ""), author, text)

    def _people(self, book: str) -> Iterator[tuple[str, str]]:
        for part, kind, _ in self._related(book):
            if kind.endswith("/person"):
                for person in self._parsed(part).iter(f"{_THREADED}person"):
                    yield person.get("id", ""), person.get("displayName", "")

    def _related(self, part: str) -> Iterator[tuple[str, str, str]]:
        """The parts that a part refers to: where, of what kind, and by which id."""
        folder, name = posixpath.split(part)
        relations = f"{folder}/_rels/{name}.rels"
        if relations not in self.names:
            return
        for relation in self._parsed(relations):
            target = relation.get("Target", "")
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if whole in self.names:
                yield whole, relation.get("Type", ""), relation.get("Id", "")

    def _parsed(self, part: str) -> Element:
        return fromstring(self.package.read(part), forbid_dtd=True)
