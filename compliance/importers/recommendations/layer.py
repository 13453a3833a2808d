"""Recommendations put into a layer: what is new is added, and what is there stays as it is."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from compliance.errors import InputError, Location, Problem
from compliance.files import text_of
from compliance.importers.recommendations.drafting import Drafter, instrument
from compliance.importers.recommendations.recommendation import (
    Recommendation,
    disagreement,
    news,
    position_meant,
    sort_key,
)
from compliance.importers.tables.sheet import shown as quoted
from compliance.library.layer_files import extended, naming_schema, write_files
from compliance.library.layers import shown
from compliance.library.library import Library
from compliance.library.yaml_reader import read
from compliance.library.yaml_writer import Data, written


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
            self.contents[path] = [_named(instrument(laid, provisions), "instrument")]
            return
        text = text_of(path, shown(path))
        changed = extended(text, shown(path), "operative", provisions, sort_key)
        if changed != text:
            self.contents[path] = [changed.encode()]

    def write(self, advance: Callable[[], None] = lambda: None) -> None:
        """Write all files, or none; ``advance`` is called before each. Raises InputError."""
        write_files(self.contents, advance)


def _named(data: Mapping[str, Data], kind: str) -> bytes:
    return naming_schema(written(data), kind, 2).encode()


@dataclass(frozen=True, slots=True)
class _Draft:
    """The file of a rule, made when it is written: thousands at once would fill the memory."""

    drafter: Drafter
    told: Recommendation

    def __iter__(self) -> Iterator[bytes]:
        yield _named(self.drafter.draft(self.told), "rule")


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
