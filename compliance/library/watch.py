"""A layer that is being written: after each save what is wrong with that file, and its tables.

All of the library is built once. When a rule is saved only that rule is read anew; any other file
makes the whole library anew. Only rules that changed, or a fact of which did, are compiled anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compliance.engine.decision_table import DecisionTable, Row
from compliance.engine.partitions import Partitions
from compliance.errors import Problem
from compliance.library.builder import Builder, Compiled
from compliance.library.cache import restored
from compliance.library.coverage import coverage_of
from compliance.library.layers import LayerFile, files_of
from compliance.model.rulebook import Rule

Stamps = Mapping[Path, tuple[int, int]]
"""For each file when it was changed last, and its size."""


@dataclass(frozen=True)
class Line:
    """A row of a table as it is now; ``before`` is what it came to, None where it is new."""

    conditions: tuple[str, ...]
    outcome: str
    before: str | None


@dataclass(frozen=True)
class Saved:
    """What is to be said after a save."""

    path: str
    problems: tuple[Problem, ...]
    tables: tuple[tuple[str, tuple[Line, ...]], ...]  # by the id of the check
    elsewhere: int  # problems of other files
    unwritten: int
    is_gone: bool = False
    """Whether the file was deleted, or renamed."""


class Watch:
    """The layers as they are, and what changed since they were looked at last."""

    def __init__(self, layers: Sequence[str | Path]) -> None:
        self.layers = layers
        self._rows: dict[str, dict[str, dict[tuple[str, ...], str]]] = {}
        self._compiled: Compiled = {}
        self._build()
        self.stamps = self._stamps()

    def _build(self) -> None:
        self.builder = Builder(files_of(self.layers), self._compiled)
        self.builder.build()
        for rule in self.builder.rules.values():
            self._rows.setdefault(rule.id, self._rows_of(rule))

    def _stamps(self) -> Stamps:
        found = {}
        for file in files_of(self.layers).values():
            try:
                status = file.path.stat()
            except OSError:  # deleted or renamed while it is looked for
                continue
            found[file.path] = (status.st_mtime_ns, status.st_size)
        return found

    def changed(self) -> list[Path]:
        """The files that were saved, made or deleted since this was asked last."""
        before, self.stamps = self.stamps, self._stamps()
        paths = dict.fromkeys([*before, *self.stamps])
        return [path for path in paths if before.get(path) != self.stamps.get(path)]

    def saved(self, path: Path) -> Saved:
        """What is to be said of a file that was saved. Raises InputError for a faulty layer."""
        file = next((f for f in self.builder.files.values() if f.path == path), None)
        if file is not None and file.is_rule and file.path.exists():
            self._read_again(file)
        else:
            self._build()
            file = next((f for f in self.builder.files.values() if f.path == path), None)
        name = file.shown if file else str(path)
        own = [p for p in self.builder.problems if p.where and p.where.path == name]
        holes = [p for p in coverage_of(self.builder).holes if p.level == "unwritten"]
        rule = self.builder.rules.get(f"{file.folder}.{file.name.stem}") if file else None
        tables = tuple(self._compared(rule)) if rule and file and file.is_rule else ()
        others = len(self.builder.problems) - len(own)
        gone = not path.exists()
        return Saved(name, tuple(dict.fromkeys(own)), tables, others, len(holes), gone)

    def _read_again(self, file: LayerFile) -> None:
        builder, rule_id = self.builder, f"{file.folder}.{file.name.stem}"
        builder.problems = [
            p for p in builder.problems if p.where is None or p.where.path != file.shown
        ]
        builder.rules.pop(rule_id, None)
        builder.tables.pop(rule_id, None)
        if loader := builder.loader(file):
            rule = builder.read_rule(loader, file.folder, file.name.stem, file.layer)
            builder.problems += loader.problems
            if rule:
                builder.rules[rule.id] = rule

    def _rows_of(self, rule: Rule) -> dict[str, dict[tuple[str, ...], str]]:
        partitions = Partitions()
        stored = self.builder.tables.get(rule.id, ())
        tables = [restored(table, self.builder.facts, partitions) for table in stored]
        return {
            check.id: {_conditions(table, row): str(row.outcome) for row in table.rows()}
            for check, table in zip(rule.checks, tables, strict=False)
        }

    def _compared(self, rule: Rule) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """The tables of a rule, each line with what it came to before; kept for the next time."""
        rows = self._rows_of(rule)
        before = self._rows.get(rule.id, {})
        if rows:  # a table that cannot be made now is compared with the last that could
            self._rows[rule.id] = rows
        for check, own in rows.items():
            known = before.get(check, {})
            yield check, tuple(Line(of, now, known.get(of)) for of, now in own.items())


def _conditions(table: DecisionTable, row: Row) -> tuple[str, ...]:
    """What each question must be, in words; questions that may be anything are left out."""
    return tuple(
        f"{partition.key[1] or partition.key[0]} {' or '.join(labels)}"
        for partition, labels in zip(table.partitions, row.conditions, strict=True)
        if labels is not None
    )
