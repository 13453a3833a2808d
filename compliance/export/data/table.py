"""What a table is: columns with one value a cell, a key, and keys of other tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

from compliance.engine.outcomes import Outcome, Outcomes

ColumnType = Literal["string", "date", "integer", "boolean"]
Value = str | date | int | bool | None
Row = tuple[Value, ...]
References = Mapping[tuple[str, ...], str]
"""Columns that hold the key of another table, with its name."""
Source = TypeVar("Source")


@dataclass(frozen=True)
class Column:
    """A column: its name in snake case, its type, and what it means."""

    name: str
    about: str
    type: ColumnType = "string"
    values: tuple[str, ...] = ()
    """All values that it can have, where they are few and known."""
    required: bool = False
    """Whether every row has a value."""


@dataclass(frozen=True)
class Table(Generic[Source]):
    """A table whose rows are made of a source: a library, an account, an assessment, actions."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Source], Iterable[Row]]
    """The rows of one source, each with a value for every column."""
    key: int = 1
    """How many columns, from the first on, tell a row from all others."""
    references: References = field(default_factory=dict)
    """The tables that it refers to."""

    @property
    def key_names(self) -> tuple[str, ...]:
        """The names of the columns of the key."""
        return tuple(column.name for column in self.columns[: self.key])

    def is_required(self, column: Column) -> bool:
        """Whether every row has a value in this column."""
        return column.required or column.name in self.key_names


def text(name: str, about: str, *values: str, required: bool = False) -> Column:
    """A column of texts."""
    return Column(name, about, values=values, required=required)


def day(name: str, about: str, *, required: bool = False) -> Column:
    """A column of days."""
    return Column(name, about, "date", required=required)


def number(name: str, about: str) -> Column:
    """A column of whole numbers, none left out."""
    return Column(name, about, "integer", required=True)


def yes_no(name: str, about: str) -> Column:
    """A column of truth values, none left out."""
    return Column(name, about, "boolean", required=True)


PROVISION = text("provision", "The provision.")
CHECK = text("check_id", "The check, within its provision.")
FACT = text("fact", "The fact.")
"""Columns that several tables have as keys."""

POSSIBLE = (
    yes_no("can_be_met", "Whether it is met, or may be."),
    yes_no("can_be_partly_met", "Whether it is partly met, or may be."),
    yes_no("can_be_not_met", "Whether it is not met, or may be."),
    yes_no("can_be_not_applicable", "Whether it is not applicable, or may be."),
)
"""The outcomes that the answers leave possible, a column each."""


def possible(outcomes: Outcomes) -> tuple[bool, bool, bool, bool]:
    """The values of :data:`POSSIBLE`."""
    return (
        Outcome.MET in outcomes,
        Outcome.PARTLY_MET in outcomes,
        Outcome.NOT_MET in outcomes,
        Outcome.NOT_APPLICABLE in outcomes,
    )
