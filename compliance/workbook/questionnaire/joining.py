"""Rows of one question that came back in several workbooks: whoever wrote into it answers it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from compliance.errors import Problem
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.filled import FilledRow


def joined_rows(
    rows: Sequence[Sequence[FilledRow]], *, named: bool
) -> tuple[list[FilledRow], list[Problem]]:
    """One row for each, and a problem for each that two filled in differently.

    Of rows in which nobody wrote anything one is taken. ``named`` says whether places are to
    name their file.
    """
    found: list[FilledRow] = []
    problems: list[Problem] = []
    for copies in rows:
        telling = [row for row in copies if row.says_any()]
        for other in telling[1:]:
            differing = _differences(telling[0], other)
            problems += [
                _conflict(telling[0], other, field, named=named) for field in differing[:1]
            ]
        found += telling[:1] or copies[:1]
    return found, problems


def _differences(one: FilledRow, other: FilledRow) -> list[str]:
    """The fields in which two rows differ."""
    words, others = one.words(), other.words()
    return [name for name in f.FIELDS if words.get(name) != others.get(name)]


def _conflict(one: FilledRow, other: FilledRow, field: str, *, named: bool) -> Problem:
    place = one.place(field)
    first = f"{Path(place.path).name}: {place}" if named else f"{place}"
    said = f"{_said(one, field)}, and here {_said(other, field)}"
    what = f"this is answered otherwise in {first}: {said}"
    return Problem(what, other.place(field), "agree on one answer, and empty the other row")


def _said(row: FilledRow, field: str) -> str:
    cell = row.cell(field)
    return f"“{cell}”" if cell else "nothing"
