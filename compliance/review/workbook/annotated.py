"""A copy of somebody's workbook in which every cell that is wrong says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from compliance.errors import Location, Problem
from compliance.review.filled import Spot
from compliance.review.workbook.theirs import opened, pin, remove_our_notes, tint, to_file


def annotated(path: Path, problems: Iterable[Problem], day: date) -> bytes:
    """The workbook with a note and a tint at each faulty cell. Raises InputError."""
    book = opened(path)
    remove_our_notes(book)
    by_spot: dict[Spot, list[str]] = {}
    for problem in problems:
        spot = _spot(book, problem.where)
        by_spot.setdefault(spot, []).append(_said(problem))
    for spot, said in by_spot.items():
        pin(book, spot, "\n".join(said))
        tint(book, spot)
    if by_spot:
        book.active = book.index(book[next(iter(by_spot)).sheet])
    return to_file(book, day)


def _spot(book: Workbook, where: Location | None) -> Spot:
    """The cell of a problem; of a row its first, of the whole file that of the first sheet."""
    sheet = where.cell.rpartition("!")[0] if where else ""
    if where is None or sheet not in book.sheetnames:
        return Spot(book.worksheets[0].title, 1, 1)
    return Spot(sheet, max(where.line, 1), max(where.column, 1))


def _said(problem: Problem) -> str:
    return f"{problem.what}. {problem.hint}." if problem.hint else f"{problem.what}."
