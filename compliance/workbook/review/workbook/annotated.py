"""A copy of somebody's workbook in which every cell that is wrong says what is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from openpyxl import Workbook

from compliance.errors import Location, Problem
from compliance.workbook.review.filled import Filled, Spot
from compliance.workbook.review.workbook.theirs import opened, pin, remove_our_notes, tint, to_file


def names_in(folder: Path, paths: Iterable[Path]) -> Iterator[Path]:
    """For each file a name in the folder that nothing has: ``ana-annotated.xlsx``."""
    taken: set[Path] = set()
    for path in paths:
        number = 1
        while True:
            again = f"-{number}" if number > 1 else ""
            name = folder / f"{path.stem}-annotated{again}.xlsx"
            number += 1
            if name not in taken and not os.path.lexists(name):
                break
        taken.add(name)
        yield name


def annotated(copy: Filled) -> bytes:
    """The workbook with a note and a tint at each faulty cell. Raises InputError."""
    book = opened(copy.path)
    remove_our_notes(book)
    by_spot: dict[Spot, list[str]] = {}
    for problem in copy.problems:
        spot = _spot(book, problem.where)
        by_spot.setdefault(spot, []).append(_said(problem))
    for spot, said in by_spot.items():
        pin(book, spot, "\n".join(said))
        tint(book, spot)
    if by_spot:
        book.active = book.index(book[next(iter(by_spot)).sheet])
    return to_file(book, copy.identity)


def _spot(book: Workbook, where: Location | None) -> Spot:
    """The cell of a problem; of a row its first, of the whole file that of the first sheet."""
    sheet = where.cell.rpartition("!")[0] if where else ""
    if where is None or sheet not in book.sheetnames:
        return Spot(book.worksheets[0].title, 1, 1)
    return Spot(sheet, max(where.line, 1), max(where.column, 1))


def _said(problem: Problem) -> str:
    if problem.hint is None:
        return f"{problem.what}."
    hint = problem.hint[0].upper() + problem.hint[1:]
    return f"{problem.what}. {hint}" + ("" if hint.endswith((".", "?")) else ".")
