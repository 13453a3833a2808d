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
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_THREADED = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_STAND_IN = "[Threaded comment]"
"""How the note begins that stands in the place of a newer comment."""


OURS = "compliance"
"""Who we are in notes; and nobody else, for what we say stands between two marks."""
NOBODY = ("", OURS, "Author", "Unknown Author", "openpyxl")
"""Authors who are nobody: what programs write where they know of none."""
_BEGIN, _END = "[[", "]]"
_NAMED = re.compile(r"([^\n:]{1,60}):\n")
_BETWEEN = re.compile(r"\[\[.*?\]\]", re.DOTALL)


def marked(text: str) -> str:
    """What we say in a note, so marked that it can be told from what people write around it."""
    return f"{_BEGIN}{OURS}: {text.replace(_END, '] ]')}{_END}"


def without_ours(text: str) -> str:
    """What people wrote in a note."""
    return _BETWEEN.sub("", text).strip()


@dataclass(frozen=True, slots=True)
class Pinned:
    """A note as the file has it: the title of its sheet, its cell (``C5``), author and text."""

    sheet: str
    cell: str
    author: str
    text: str


def notes_of(content: bytes) -> list[Pinned]:
    """The notes and comments of a workbook whose parts have been found safe to parse."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return list(_Package(package).notes())


def _author_and_text(author: str, text: str) -> tuple[str, str]:
    """Excel begins a note with a line that names its author; LibreOffice keeps no other."""
    named = _NAMED.match(text)
    if named and (author in NOBODY or author == named[1]):
        return named[1], text[named.end() :].strip()
    return author, text


class _Package:
    """The parts of a workbook, and how they hang together."""

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
            number = int(note.get("authorId", "0"))
            author = authors[number].strip() if number < len(authors) else ""
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

    def _parsed(self, part: str) -> ElementTree.Element:
        # Parts with entities, which could grow endlessly, were refused before.
        return ElementTree.fromstring(self.package.read(part))  # noqa: S314
