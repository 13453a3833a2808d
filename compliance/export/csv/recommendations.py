"""A list of recommendations as CSV that goes back: its columns and rows, and ours behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from compliance.assessment.recommendations import AnsweredList, ListedRow
from compliance.export import csv
from compliance.report.recommendations import HEADINGS, answered, columns_of

_HARMLESS = re.compile(r"-[-–—]*|- [^|!=\"]*", re.DOTALL)
"""A line, and a list with dashes as the Universal Human Rights Index writes it: no formula."""


def parts(subject: AnsweredList) -> Iterator[bytes]:
    """The file. Rows that are no recommendation stay where they were."""
    new = [name for name in columns_of(subject) if name not in subject.own]
    width = len(subject.columns)
    header = [*subject.columns, *(HEADINGS[name] for name in new)]
    first = [list(row.texts) for row in _with_blanks(subject.above, 1, subject.header)]
    yield from csv.raw_parts([*first, header])
    rows = _with_blanks(subject.rows, subject.header + 1)
    yield from csv.raw_parts((_row(row, subject, new, width) for row in rows), begins=False)


def _with_blanks(rows: Sequence[ListedRow], number: int, end: int = 0) -> Iterator[ListedRow]:
    """The rows, and those between them in which nothing stands."""
    for row in rows:
        yield from (ListedRow(blank, ()) for blank in range(number, row.number))
        yield row
        number = row.number + 1
    yield from (ListedRow(blank, ()) for blank in range(number, end))


def _row(row: ListedRow, subject: AnsweredList, new: list[str], width: int) -> list[str]:
    cells = [_guarded(text) for text in row.texts]
    told = answered(row, subject)
    if not told.status:
        return cells
    cells += [""] * (width - len(cells))
    for name, column in subject.own.items():
        if name in columns_of(subject) and not row.text(column):
            cells[column] = csv.cell(told.text(name))
    return [*cells, *(csv.cell(told.text(name)) for name in new)]


def _guarded(text: str) -> str:
    """A cell of the list as it came, unless a spreadsheet would take it for a formula."""
    return text if _HARMLESS.fullmatch(text) else csv.guarded(text)
