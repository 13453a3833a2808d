"""Checked rules with their compiled tables, kept between runs so that neither is done again.

A snapshot is named after the content of every file of the rules and of the code that made it. It
is safe to delete; one that is damaged, or does not fit the files, is made anew. Profiles are not
in it: what is confidential is kept nowhere but in its own file.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import stat
import time
from collections.abc import Mapping
from decimal import Decimal
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from compliance.engine.decision_table import DecisionTable
from compliance.engine.outcomes import DECIDED
from compliance.engine.partitions import Partitions
from compliance.files import staged
from compliance.library.layers import LayerFile, fingerprint
from compliance.model.profiles import Register
from compliance.model.rulebook import Fact, FactId, Instrument, Rule
from compliance.model.scalars import Number
from compliance.model.value_sets import Point

_PACKAGE = Path(__file__).parent.parent
_CODE = ("model", "engine", "library", ".")
"""The packages that decide what a snapshot holds; a change in any of them makes a new one."""
_LIBRARIES = {"rule_engine": "__init__.py", "pycountry": "databases/iso3166-1.json"}
"""The libraries whose version matters, and the file in which another version differs."""
_KEPT = 12
"""Snapshots kept side by side; older ones are deleted."""
_FORMERLY = "library-*.json"
"""What snapshots were called that had profiles in them; they are deleted."""
_HOUR = 3600


class StoredPartition(NamedTuple):
    """An partition as it is stored: its fact, its member, and the literals between its classes."""

    fact: FactId
    member: str | None
    cuts: tuple[Number, ...]


class StoredTable(NamedTuple):
    """A decision table as it is stored, its cells as hexadecimal digits."""

    partitions: tuple[StoredPartition, ...]
    cells: str


class Snapshot(BaseModel):
    """All that a library needs to assess, but for the profiles."""

    topics: dict[str, str]
    themes: dict[str, tuple[str, ...]]
    facts: dict[FactId, Fact]
    instruments: dict[str, Instrument]
    rules: dict[str, Rule]
    registers: dict[str, Register]
    tables: dict[str, tuple[StoredTable, ...]]
    conditions: dict[str, list[Any]]  # the trees of expressions, as data, by their text
    givens: dict[FactId, StoredTable]
    country_names: dict[str, str]

    def fits(self, files: Mapping[str, LayerFile]) -> bool:
        """Whether it has what these files have: each rulebook, rule and register, and its tables.

        So that one that is whole and yet wrong changes no result without a word.
        """
        rules = {f"{f.folder}.{f.name.stem}" for f in files.values() if f.is_rule}
        books = {f.folder for f in files.values() if f.name.name == "instrument.yaml"}
        lists = {f.name.stem for f in files.values() if f.folder == "registers"}
        topics = {f.name.stem for f in files.values() if f.folder == "facts"}
        return (
            set(self.rules) == rules
            and set(self.instruments) == books
            and set(self.registers) == lists
            and set(self.givens) == {name for name, fact in self.facts.items() if fact.given}
            and {fact.topic for fact in self.facts.values()} <= topics
            and all(name == fact.id for name, fact in self.facts.items())
            and all(name == rule.id for name, rule in self.rules.items())
            and all(
                len(self.tables.get(name, ())) == len(rule.checks)
                for name, rule in self.rules.items()
            )
        )


def stored(table: DecisionTable) -> StoredTable:
    """The table in the form that is stored."""
    partitions = tuple(
        StoredPartition(*partition.key, tuple(map(Decimal, partition.cuts)))
        for partition in table.partitions
    )
    return StoredTable(partitions, table.cells.hex())


def restored(
    table: StoredTable, facts: Mapping[FactId, Fact], partitions: Partitions
) -> DecisionTable:
    """The table from its stored form, its partitions taken from those that tables share.

    Raises KeyError or ValueError where it is none.
    """
    own = tuple(
        partitions.partition(
            facts[partition.fact], partition.member, _points(facts[partition.fact], partition)
        )
        for partition in table.partitions
    )
    cells = bytes.fromhex(table.cells)
    if len(cells) != prod(len(one.classes) for one in own) or not set(cells) <= set(DECIDED):
        raise ValueError("a table has one outcome for each combination of classes")
    return DecisionTable(own, cells)


def _points(fact: Fact, partition: StoredPartition) -> tuple[Point, ...]:
    whole = fact.integer or fact.type == "date"
    return tuple(int(cut) if whole else cut for cut in partition.cuts)


class SnapshotFile:
    """The place of one snapshot on disk."""

    def __init__(self, files: Mapping[str, LayerFile]) -> None:
        self._files = {n: file for n, file in files.items() if file.name.parts[0] == "rules"}
        package = [path for folder in _CODE for path in (_PACKAGE / folder).glob("*.py")]
        for library, file in _LIBRARIES.items():
            found = importlib.util.find_spec(library)
            if found and found.origin:
                package.append(Path(found.origin).parent / file)
        self.folder, self._is_ours = _folder()
        self.path = self.folder / f"rules-{fingerprint(self._files, package)[:32]}.json"

    def read(self) -> Snapshot | None:
        """The snapshot, or None where there is none that can be trusted."""
        try:
            check, _, body = self._content().partition(b"\n")
        except OSError:
            return None
        if hashlib.sha256(body).hexdigest().encode() != check:
            return None
        try:
            snapshot = Snapshot.model_validate_json(body)
        except ValidationError:
            return None
        return snapshot if snapshot.fits(self._files) else None

    def _content(self) -> bytes:
        """What the file holds; nothing where another user may have written it."""
        if not self.path.is_file():
            return b""
        status = self.path.stat()
        by_others = stat.S_IWGRP | stat.S_IWOTH
        if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & by_others):
            return b""
        return self.path.read_bytes()

    def write(self, snapshot: Snapshot) -> None:
        """Keep the snapshot, for its owner alone. Where that fails, the next run compiles again."""
        with contextlib.suppress(OSError, ValueError):  # ValueError: a layer's name is no text
            body = snapshot.model_dump_json(by_alias=True, exclude_defaults=True).encode()
            check = hashlib.sha256(body).hexdigest().encode()
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._is_ours:
                self.folder.chmod(0o700)
            staged(self.path, [check, b"\n", body], rights=0o600).replace(self.path)
            self._forget_old()

    def _forget_old(self) -> None:
        """Delete what is not needed, and above all what was kept with profiles in it."""
        kept = sorted(self.folder.glob("rules-*.json"), key=lambda p: p.stat().st_mtime)
        long_ago = time.time() - _HOUR
        left = [p for p in self.folder.glob(".compliance-*") if p.stat().st_mtime < long_ago]
        for path in (*kept[:-_KEPT], *self.folder.glob(_FORMERLY), *left):
            path.unlink(missing_ok=True)


def _folder() -> tuple[Path, bool]:
    """The folder of snapshots, and whether it is ours alone: not where the user chose it."""
    if chosen := os.environ.get("COMPLIANCE_CACHE_DIR"):
        return Path(chosen), False
    import platformdirs  # noqa: PLC0415 - not needed where the folder is chosen

    try:
        return Path(platformdirs.user_cache_dir("compliance", appauthor=False)), True
    except RuntimeError:  # no home: nothing is kept, for there is no place for it
        return Path(os.devnull, "compliance"), False
