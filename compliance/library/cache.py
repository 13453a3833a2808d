"""A checked library with its compiled tables, kept between runs so that neither is done again.

A snapshot is named after the content of every file of the library and of the code that made
it. It is safe to delete; one that is damaged is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from compliance.engine.decision_table import DecisionTable
from compliance.engine.partitions import Partitions
from compliance.files import staged
from compliance.library.layers import LayerFile, fingerprint
from compliance.model.profiles import Profile, Register
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
    """All that a library needs to assess."""

    topics: dict[str, str]
    facts: dict[FactId, Fact]
    instruments: dict[str, Instrument]
    rules: dict[str, Rule]
    registers: dict[str, Register]
    profiles: dict[str, Profile]
    tables: dict[str, tuple[StoredTable, ...]]
    conditions: dict[str, list[Any]]  # the trees of expressions, as data, by their text
    country_names: dict[str, str]


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
    """The table from its stored form, its partitions taken from those that tables share."""
    own = tuple(
        partitions.partition(
            facts[partition.fact], partition.member, _points(facts[partition.fact], partition)
        )
        for partition in table.partitions
    )
    return DecisionTable(own, bytes.fromhex(table.cells))


def _points(fact: Fact, partition: StoredPartition) -> tuple[Point, ...]:
    whole = fact.integer or fact.type == "date"
    return tuple(int(cut) if whole else cut for cut in partition.cuts)


class SnapshotFile:
    """The place of one snapshot on disk."""

    def __init__(self, files: Mapping[str, LayerFile]) -> None:
        package = [path for folder in _CODE for path in (_PACKAGE / folder).glob("*.py")]
        for library, file in _LIBRARIES.items():
            found = importlib.util.find_spec(library)
            if found and found.origin:
                package.append(Path(found.origin).parent / file)
        self.folder = _folder()
        self.path = self.folder / f"library-{fingerprint(files, package)[:32]}.json"

    def read(self) -> Snapshot | None:
        """The snapshot, or None where there is none that can be trusted."""
        try:
            check, _, body = self._content().partition(b"\n")
        except OSError:
            return None
        if hashlib.sha256(body).hexdigest().encode() != check:
            return None
        try:
            return Snapshot.model_validate_json(body)
        except ValidationError:
            return None

    def _content(self) -> bytes:
        return self.path.read_bytes() if self.path.is_file() else b""

    def write(self, snapshot: Snapshot) -> None:
        """Keep the snapshot. Where that is not possible, the next run compiles again."""
        body = snapshot.model_dump_json(by_alias=True, exclude_defaults=True).encode()
        check = hashlib.sha256(body).hexdigest().encode()
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            staged(self.path, [check, b"\n", body]).replace(self.path)
            self._forget_old()

    def _forget_old(self) -> None:
        kept = sorted(self.folder.glob("library-*.json"), key=lambda p: p.stat().st_mtime)
        for path in kept[:-_KEPT]:
            path.unlink(missing_ok=True)


def _folder() -> Path:
    if chosen := os.environ.get("COMPLIANCE_CACHE_DIR"):
        return Path(chosen)
    import platformdirs  # noqa: PLC0415 - not needed where the folder is chosen

    try:
        return Path(platformdirs.user_cache_dir("compliance", appauthor=False))
    except RuntimeError:  # no home: nothing is kept, for there is no place for it
        return Path(os.devnull, "compliance")
