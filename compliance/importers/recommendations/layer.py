"""Recommendations put into a layer: what is new is added, and what is there stays as it is."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from compliance.errors import InputError, Location, Problem, fault
from compliance.files import LINE_BREAK, not_written, replace_all, text_of
from compliance.importers.recommendations.drafting import Drafter, instrument
from compliance.importers.recommendations.recommendation import (
    Recommendation,
    disagreement,
    news,
    position_meant,
    sort_key,
)
from compliance.importers.tables.sheet import shown as quoted
from compliance.library.layers import shown
from compliance.library.library import Library
from compliance.library.yaml_reader import Document, parse, read
from compliance.library.yaml_writer import written


def check_layer(root: Path) -> None:
    """Raises InputError where the folder is no layer and cannot become one."""
    where, path = Location(str(root)), root.absolute()
    if os.path.isfile(path):
        raise fault("this is a file, not a folder", where, "name a folder")
    if path.name in ("rules", "profiles") or path.parent.name == "rules":
        raise fault("this folder lies within a layer", where, "name the one that holds `rules`")
    if not os.path.isdir(path):
        if not os.path.isdir(path.parent):
            hint = "make the folder first, or choose another place"
            raise fault(f"there is no folder `{root.parent}`", where, hint)
        return
    try:
        names = os.listdir(path)
    except OSError as error:
        raise InputError([not_written(root, error)]) from error
    if names and not {"rules", "profiles"} & set(names):
        hint = "name a new folder, or one that holds `rules` or `profiles`"
        raise fault("this folder holds other things than rules and profiles", where, hint)


class Plan:
    """What putting recommendations into a layer comes to. Nothing is written before ``write``."""

    def __init__(self, root: Path, library: Library) -> None:
        self.contents: dict[Path, Iterable[bytes]] = {}
        self.count = self.there = 0
        self.problems: list[Problem] = []
        self.faults: list[Problem] = []
        self.bad_rows = 0
        self._root = root
        self._drafter = Drafter(library)
        self._remarks: dict[str, list[str]] = {}
        self._unread: dict[str, list[tuple[Recommendation, Path]]] = {}

    @property
    def new(self) -> int:
        """How many recommendations are not there yet."""
        return self.count - self.there

    def remarks(self, *, is_written: bool) -> Iterator[str]:
        """What a user is to know; where it is written too, once it is."""
        for position, places in self._unread.items():
            one, path = places[0]
            more = f" ({len(places)} recommendations)" if len(places) > 1 else ""
            where = f"; see the note in {shown(path)}" if is_written else ""
            yield f"{one.where}: the position “{position}” is not read as any of ours{more}{where}"
        for said, wheres in self._remarks.items():
            yield f"{wheres[0]}: {said}"

    def take(self, recommendations: Iterable[Recommendation]) -> None:
        """Plan for the recommendations: topics and echoes are proposed from the library.

        What stands in the way of one is a problem; what keeps a rulebook from being extended at
        all is a fault.
        """
        ordered = sorted(recommendations, key=lambda one: (one.rulebook, sort_key(one.provision)))
        for book, group in groupby(ordered, key=lambda one: one.rulebook):
            folder = self._root / "rules" / book
            found = [as_held(one, folder) for one in group]
            laid = [one for one in found if self._has_place(one, folder / f"{one.stem}.yaml")]
            self.count += len(laid)
            try:
                if laid:
                    self._declare(laid, folder / "instrument.yaml")
            except InputError as error:
                self.faults += error.problems

    def _has_place(self, one: Recommendation, path: Path) -> bool:
        """Whether it is there or can be written."""
        if not os.path.lexists(path):
            self.contents[path] = _Draft(self._drafter, one)
            if one.position and not position_meant(one.position):
                self._unread.setdefault(quoted(one.position), []).append((one, path))
            return True
        problems: Iterable[Problem]
        try:
            held = _held(path, one)
            problems = filter(None, [disagreement(held, one)])
        except InputError as error:
            problems = error.problems
        if found := list(problems):
            self.problems += found
            self.bad_rows += len(one.rows)
            return False
        for said in news(held, one):
            told = f"the list has {said}; {held.where} stays as it is"
            self._remarks.setdefault(told, []).append(str(one.where))
        self.there += 1
        return True

    def _declare(self, laid: Sequence[Recommendation], path: Path) -> None:
        """Have the instrument name all of its provisions. Raises InputError."""
        provisions = [one.provision for one in laid]
        if not os.path.lexists(path):
            self.contents[path] = [written(instrument(laid, provisions)).encode()]
            return
        text = text_of(path, shown(path))
        changed = extended(text, shown(path), provisions)
        if changed != text:
            self.contents[path] = [changed.encode()]

    def write(self, advance: Callable[[], None] = lambda: None) -> None:
        """Write all files, or none; ``advance`` is called before each. Raises InputError."""

        def watched(content: Iterable[bytes]) -> Iterator[bytes]:
            advance()
            yield from content

        made: list[Path] = []
        try:
            for folder in dict.fromkeys(path.parent for path in self.contents):
                _make(folder, made)
            replace_all({path: watched(content) for path, content in self.contents.items()})
        except InputError:
            for folder in reversed(made):
                with contextlib.suppress(OSError):
                    folder.rmdir()
            raise


@dataclass(frozen=True, slots=True)
class _Draft:
    """The file of a rule, made when it is written: thousands at once would fill the memory."""

    drafter: Drafter
    told: Recommendation

    def __iter__(self) -> Iterator[bytes]:
        yield written(self.drafter.draft(self.told)).encode()


def as_held(one: Recommendation, folder: Path) -> Recommendation:
    """The recommendation with the number that it has in the folder of its rulebook.

    The same words may have got a second position since they were first imported: those with
    the position that is held keep their number.
    """
    if not one.is_split:
        return one
    whole = replace(one, is_split=False)
    path = folder / f"{whole.stem}.yaml"
    if not os.path.isfile(path):
        return one
    with contextlib.suppress(InputError):
        if _held(path, whole).position_key == one.position_key:
            return whole
    return one


def _held(path: Path, one: Recommendation) -> Recommendation:
    """The recommendation as its file has it. Raises InputError."""
    data = read(path, shown=shown(path)).data
    data = data if isinstance(data, dict) else {}
    position, states = data.get("position"), data.get("recommended_by")
    return replace(
        one,
        text=str(data.get("text", "")),
        where=Location(shown(path)),
        document=str(data.get("document", "")),
        recommended_by=tuple(map(str, states)) if isinstance(states, list) else (),
        position=str(position.get("words", "")) if isinstance(position, dict) else None,
    )


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder and those it lies in, and note which are new."""
    if os.path.isdir(folder):
        return
    _make(folder.parent, made)
    try:
        folder.mkdir()
    except OSError as error:
        raise InputError([not_written(folder, error)]) from error
    made.append(folder)


# The list of provisions in an instrument's file

_BY_HAND = "write `operative` as a list, one provision to a line"


def extended(text: str, path: str, provisions: Iterable[str]) -> str:
    """The text of an instrument's file with these provisions in ``operative``, where they belong.

    All else stays as it is, to the letter; so does the whole if nothing is missing. Raises
    InputError where the file cannot be read, or has no such list.
    """
    document = parse(text, path)
    listed = document.data.get("operative") if isinstance(document.data, dict) else None
    if not isinstance(listed, list) or not all(isinstance(entry, str) for entry in listed):
        raise fault("there is no list `operative` here", document.where(("operative",)), _BY_HAND)
    missing = [provision for provision in provisions if provision not in listed]
    if not missing:
        return text
    whole = _merged(listed, missing)
    start, end = _span(document, text)
    changed = text[:start] + written({"operative": whole}) + text[end:]
    if parse(changed, path).data != {**document.data, "operative": whole}:
        raise fault("this list cannot be extended", document.where(("operative",)), _BY_HAND)
    return changed


def _merged(listed: Sequence[str], missing: Iterable[str]) -> list[str]:
    """The list with each missing provision before the first that comes after it."""
    whole = list(listed)
    for provision in missing:
        later = (n for n, other in enumerate(whole) if sort_key(other) > sort_key(provision))
        whole.insert(next(later, len(whole)), provision)
    return whole


def _span(document: Document, text: str) -> tuple[int, int]:
    """From where to where the list stands in the text, its key included.

    Comments between it and the next key are that key's.
    """
    lines = [0, *(match.end() for match in LINE_BREAK.finditer(text)), len(text)]
    first = document.where(("operative",), key=True).line
    keys = [document.where((key,), key=True).line for key in document.data]
    last = min((line for line in keys if line > first), default=len(lines))
    while last - 1 > first and text[lines[last - 2] : lines[last - 1]].lstrip()[:1] in ("", "#"):
        last -= 1
    return lines[first - 1], lines[last - 1]
