"""What the live counters of a gap report come to, worked out here once more.

A workbook that is written again loses what its formulas had come to, and viewers that work
nothing out would show them empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

_CALL = re.compile(r'(COUNTIF|COUNTA|SUM)\(([^(),"]+)(?:,"([^"]*)")?\)')
_WHOLE = re.compile(r'(-?\d+(?:[-+]\d+)*)(?:&"([^"]*)")?')
Values = dict[str, dict[str, str | int]]


def counted(book: Workbook) -> Values:
    """The values of the formulas that count, by sheet and cell; of other formulas nothing."""
    found: Values = {}
    for sheet in book.worksheets:
        held: dict[str, str | int] = {}
        for name, formula in _formulas(sheet):
            value = _value(book, sheet, formula, held)
            if value is not None:
                held[name] = value
        if held:
            found[sheet.title] = held
    return found


def _formulas(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f" and isinstance(cell.value, str):
                yield cell.coordinate, cell.value.removeprefix("=")


def _value(
    book: Workbook, sheet: Worksheet, formula: str, held: dict[str, str | int]
) -> str | int | None:
    """What a formula comes to; None where it does anything but count."""

    def called(match: re.Match[str]) -> str:
        cells = list(_cells(book, sheet, match[2], held))
        return str(_FUNCTIONS[match[1]](cells, match[3] or ""))

    whole = _WHOLE.fullmatch(_CALL.sub(called, formula))
    if whole is None:
        return None
    number = sum(map(int, re.findall(r"[-+]?\d+", whole[1])))
    return number if whole[2] is None else f"{number}{whole[2]}"


def _cells(
    book: Workbook, sheet: Worksheet, name: str, held: dict[str, str | int]
) -> Iterator[Any]:
    """What stands in the cells that a name or a range of this sheet means."""
    if name in book.defined_names:
        for title, place in book.defined_names[name].destinations:
            yield from _in_range(book[title], place.replace("$", ""), {})
    elif re.fullmatch(r"[A-Z]+\d+(:[A-Z]+\d+)?", name):
        yield from _in_range(sheet, name, held)


def _in_range(sheet: Worksheet, place: str, held: dict[str, str | int]) -> Iterator[Any]:
    left, top, right, bottom = range_boundaries(place)
    for row in sheet.iter_rows(top, bottom, left, right):
        for cell in row:
            yield held.get(cell.coordinate, cell.value)


_FUNCTIONS: dict[str, Callable[[list[Any], str], int]] = {
    "COUNTIF": lambda cells, word: sum(str(v).casefold() == word.casefold() for v in cells),
    "COUNTA": lambda cells, _: sum(v is not None for v in cells),
    "SUM": lambda cells, _: sum(v for v in cells if isinstance(v, int)),
}
