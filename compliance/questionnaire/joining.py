"""Rows of one question that came back in several workbooks: whoever wrote into it answers it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from compliance.errors import Problem
from compliance.questionnaire import fields as f
from compliance.questionnaire.filled import FilledRow


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
            if (field := _difference(telling[0], other)) is not None:
                problems.append(_conflict(telling[0], other, field, named=named))
        found += telling[:1] or copies[:1]
    return found, problems


def _difference(one: FilledRow, other: FilledRow) -> str | None:
    """The first field in which two rows differ."""
    words, others = one.words(), other.words()
    return next((name for name in f.FIELDS if words.get(name) != others.get(name)), None)


def _conflict(one: FilledRow, other: FilledRow, field: str, *, named: bool) -> Problem:
    place = one.place(field)
    first = f"{Path(place.path).name}: {place}" if named else f"{place}"
    what = f"this is answered otherwise in {first}: {_said(one, field)}, and here {_said(other, field)}"
    return Problem(what, other.place(field), "agree on one answer, and empty the other row")


def _said(row: FilledRow, field: str) -> str:
    cell = row.cell(field)
    return f"“{cell}”" if cell else "nothing"
