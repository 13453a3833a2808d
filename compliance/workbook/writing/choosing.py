"""Drop-downs: lists on a hidden sheet, each with a name, and the cells that offer them.

A list written into the validation itself breaks, without a word, above 255 characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import get_args

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from compliance.library.library import Library
from compliance.model.rulebook import Fact, Voice
from compliance.workbook import schema as form
from compliance.workbook.writing.cells import put
from compliance.workbook.writing.safe_text import safe

Place = tuple[int, int]
"""Column and row of a cell."""


def lists(library: Library) -> dict[str, Sequence[str]]:
    """All that cells can offer, by the name of the list."""
    choices = {
        form.list_name(fact.id): list(form.offered(fact))
        for fact in library.facts.values()
        if fact.type == "choice"
    }
    return {
        form.LIST_OPINION: form.OPINIONS,
        form.LIST_STATUS: form.PROPOSED_STATUSES,
        form.LIST_DECISION: form.DECISIONS,
        form.LIST_YES_NO: form.YES_NO,
        form.LIST_SAID_BY: get_args(Voice),
        **choices,
    }


def list_of(fact: Fact) -> str:
    """The name of the list that an answer is chosen from; empty where there is none."""
    if fact.type == "choice":
        return form.list_name(fact.id)
    return form.LIST_YES_NO if form.offered(fact) else ""


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


def offer(sheet: Worksheet, name: str, cells: Iterable[Place]) -> None:
    """Give the cells a drop-down of the list of this name; other words are allowed, after a no.

    An answer can say less than a choice (`one of`), and one can be taken back.
    """
    sheet.add_data_validation(
        DataValidation(
            type="list",
            formula1=name,
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            errorTitle="Not in the list",
            error="Choose from the list, or leave the cell empty.",
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
