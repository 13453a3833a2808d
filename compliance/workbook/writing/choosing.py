"""Drop-downs: lists on a hidden sheet, each with a name, and the cells that offer them.

A list written into the validation itself breaks, without a word, above 255 characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from compliance.model.actions import ACTION_STATES
from compliance.workbook import schema as form
from compliance.workbook.writing.cells import put
from compliance.workbook.writing.listing import NOT_IN_LIST
from compliance.workbook.writing.safe_text import safe

Place = tuple[int, int]
"""Column and row of a cell."""


LISTS: Mapping[str, Sequence[str]] = {
    form.LIST_OPINION: form.OPINIONS,
    form.LIST_STATE: ACTION_STATES,
}
"""All that cells of a gap report can offer, by the name of the list."""


def write_lists(
    sheet: Worksheet, offered: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, DefinedName]]:
    """A column a list, its name at the top. Gives the defined name of each."""
    for number, (name, words) in enumerate(offered.items(), start=1):
        for row, word in enumerate([name, *words], start=1):
            put(sheet, row, number, safe(word))
        letter = get_column_letter(number)
        place = f"'{sheet.title}'!${letter}$2:${letter}${len(words) + 1}"
        yield name, DefinedName(name, attr_text=place)


def offer(
    sheet: Worksheet, name: str, cells: Iterable[Place], said: tuple[str, str] = NOT_IN_LIST
) -> None:
    """Give the cells a drop-down of the list of this name; other words are allowed, after a no."""
    sheet.data_validations.append(
        DataValidation(
            type="list",
            formula1=name,
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle=said[0],
            error=said[1],
            sqref=" ".join(_ranges(cells)),
        )
    )


def _ranges(cells: Iterable[Place]) -> Iterator[str]:
    """The cells in as few ranges as will do, each in one column."""
    ordered = enumerate(sorted(cells))
    for (column, _), run in groupby(ordered, lambda one: (one[1][0], one[1][1] - one[0])):
        rows = [row for _, (_, row) in run]
        letter = get_column_letter(column)
        yield f"{letter}{rows[0]}:{letter}{rows[-1]}" if len(rows) > 1 else f"{letter}{rows[0]}"
