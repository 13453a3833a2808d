"""A list of recommendations beside an account: what is found and done about each row.

A row keeps its place and its words. A row that is no recommendation to the account's State, or
that no rule is about, has no rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.engine.partitions import PartitionKey
from compliance.model.actions import TrackedAction

ASSESSMENT = "assessment"
"""The column of OHCHR's matrices in which all of an answer is expected."""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of the list as it came in."""

    number: int
    """From 1, as the list counts its rows; in JSON its entries."""
    texts: tuple[str, ...]
    rules: tuple[str, ...] = ()
    """The rules that say what it recommends: one, or one for each part of it."""
    is_heading: bool = False
    """Whether it is a heading between the rows."""

    def text(self, column: int) -> str:
        """What stands in a column (from 0); empty where nothing does."""
        return self.texts[column] if column < len(self.texts) else ""


@dataclass(frozen=True)
class AnsweredList:
    """A list with the account and the actions by which it is answered."""

    path: Path
    sheet: str
    """The title of the sheet; empty where it is no workbook."""
    columns: tuple[str, ...]
    header: int
    """The row of the headings; 0 where there is none, as in JSON."""
    rows: Sequence[ListedRow]
    assessment: Assessment
    actions: tuple[TrackedAction, ...]
    today: date
    fields: Mapping[str, int] = field(default_factory=dict)
    """The columns (from 0) by what they say: ``text``, ``position``."""
    own: Mapping[str, int] = field(default_factory=dict)
    """The columns of the list in which an answer is expected: ``status``, ``assessment``.

    They are empty; in ``assessment`` people may have filled in some rows, which are kept.
    """
    above: tuple[ListedRow, ...] = ()
    """The rows above the headings."""

    def published(self) -> AnsweredList:
        """The same without answers that are confidential."""
        return replace(self, assessment=self.assessment.published())

    @property
    def is_matrix(self) -> bool:
        """Whether one column asks for all of the answer, as in OHCHR's matrices."""
        return ASSESSMENT in self.own

    def kept(self, row: ListedRow) -> str:
        """What people wrote as their assessment of a row: it stays, and ours is not written."""
        return row.text(self.own[ASSESSMENT]) if self.is_matrix else ""

    @cached_property
    def _findings(self) -> Mapping[str, Finding]:
        return {finding.rule.id: finding for finding in self.assessment.all_findings}

    def findings_of(self, row: ListedRow) -> list[Finding]:
        """The results of the rules of a row; none where they were not looked at."""
        return [self._findings[name] for name in row.rules if name in self._findings]

    def actions_of(self, row: ListedRow) -> list[TrackedAction]:
        """The actions that carry a row out, or change an answer that its tests read."""
        read: set[PartitionKey] = {
            partition.key
            for finding in self.findings_of(row)
            for check in finding.checks
            for partition in check.table.partitions
        }
        return [
            one
            for one in self.actions
            if set(one.rules) & set(row.rules) or any(key in read for key in _changed(one))
        ]


def _changed(action: TrackedAction) -> list[PartitionKey]:
    """What an action changes: a fact, or members of it."""
    found: list[PartitionKey] = []
    for fact, answer in action.to.items():
        members = answer.value if isinstance(answer.value, dict) else (None,)
        found += [(fact, member) for member in members]
    return found
