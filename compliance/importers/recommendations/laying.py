"""Laying recommendations into a layer: what is new is added, and what is there stays as it is."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from compliance.errors import InputError, Location, Problem, fault
from compliance.files import not_written, replace_all, text_of
from compliance.importers.recommendations import drafting
from compliance.importers.recommendations.entry import Recommendation
from compliance.importers.recommendations.numbering import sort_key
from compliance.importers.recommendations.operative import extended
from compliance.importers.recommendations.position import position_meant
from compliance.importers.recommendations.sameness import disagreement, news
from compliance.importers.tables.sheet import shown as quoted
from compliance.library.layers import shown
from compliance.library.library import Library
from compliance.library.yaml_reader import read
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
    """What laying recommendations into a layer comes to. Nothing is written before ``write``."""

    def __init__(self, root: Path, library: Library) -> None:
        self.contents: dict[Path, bytes] = {}
        self.count = self.there = 0
        self.problems: list[Problem] = []
        self.faults: list[Problem] = []
        self._root = root
        self._library = library
        self._remarks: list[tuple[str, str]] = []

    @property
    def new(self) -> int:
        """How many recommendations are not there yet."""
        return self.count - self.there

    def remarks(self, *, is_written: bool) -> list[str]:
        """What a user is to know; where it is written too, once it is."""
        return [f"{said}{where}" if is_written else said for said, where in self._remarks]

    def take(self, recommendations: Iterable[Recommendation]) -> None:
        """Plan for the recommendations: topics and echoes are proposed from the library.

        What stands in the way of one is a problem; what keeps a rulebook from being extended at
        all is a fault.
        """
        ordered = sorted(recommendations, key=lambda one: (one.rulebook, sort_key(one.provision)))
        for book, group in groupby(ordered, key=lambda one: one.rulebook):
            folder = self._root / "rules" / book
            laid = [one for one in group if self._has_place(one, folder / f"{one.stem}.yaml")]
            self.count += len(laid)
            try:
                if laid:
                    self._declare(laid, folder / "instrument.yaml")
            except InputError as error:
                self.faults += error.problems

    def _has_place(self, one: Recommendation, path: Path) -> bool:
        """Whether it is there or can be written."""
        if not os.path.lexists(path):
            self.contents[path] = written(drafting.draft(one, self._library)).encode()
            if one.position and not position_meant(one.position):
                said = f"the position “{quoted(one.position)}” is not read as any of ours"
                self._remark(one, said, f"; see the note in {shown(path)}")
            return True
        try:
            held = _held(path, one)
        except InputError as error:
            self.problems += error.problems
            return False
        if problem := disagreement(held, one):
            self.problems.append(problem)
            return False
        for said in news(held, one):
            self._remark(one, f"the list has {said}; {held.where} stays as it is")
        self.there += 1
        return True

    def _remark(self, one: Recommendation, said: str, where: str = "") -> None:
        self._remarks.append((f"{one.where}: {said}", where))

    def _declare(self, laid: Sequence[Recommendation], path: Path) -> None:
        """Have the instrument name all of its provisions. Raises InputError."""
        provisions = [one.provision for one in laid]
        if not os.path.lexists(path):
            self.contents[path] = written(drafting.instrument(laid, provisions)).encode()
            return
        text = text_of(path, shown(path))
        changed = extended(text, shown(path), provisions)
        if changed != text:
            self.contents[path] = changed.encode()

    def write(self) -> None:
        """Write all files, or none. Raises InputError."""
        made: list[Path] = []
        try:
            for folder in dict.fromkeys(path.parent for path in self.contents):
                _make(folder, made)
            replace_all({path: [content] for path, content in self.contents.items()})
        except InputError:
            for folder in reversed(made):
                with contextlib.suppress(OSError):
                    folder.rmdir()
            raise


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
