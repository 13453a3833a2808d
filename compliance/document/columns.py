"""How wide the columns of a table are where a renderer has to say so: terminal and Word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len

from compliance.document.model import Bar, Cell, Table

GAP = 2
"""Characters between two columns."""
_LEAST, _LONGEST_WORD = 24, 28
_BAR, _WIDEST_BAR = 10, 30


def column_widths(table: Table, room: int, shown: Callable[[Cell], str]) -> list[int]:
    """The width of each column in characters; their sum and gaps exceed ``room`` if it is small.

    ``shown`` gives the words of a cell. Columns that do not wrap get what they need; what is left
    goes to those that wrap without a width, then to the other ones that wrap, then to bars.
    """
    cells: list[list[Cell]] = [[column.heading] for column in table.columns]
    for group in table.groups:
        for row in group.rows:
            for place, cell in enumerate(row.cells):
                cells[place].append(cell)
    most = [_most(column, shown) for column in cells]
    least = [_least(table, place, column, most[place], shown) for place, column in enumerate(cells)]
    left = room - sum(least) - GAP * (len(least) - 1)
    places = range(len(least))
    free = [p for p in places if table.columns[p].wraps and not table.columns[p].width]
    hinted = [p for p in places if table.columns[p].width]
    bars = [p for p in places if p not in free + hinted]
    for among in (free, hinted, bars):
        left -= _give(left, least, most, among)
    return least


def _most(cells: Sequence[Cell], shown: Callable[[Cell], str]) -> int:
    return max(_WIDEST_BAR if isinstance(one, Bar) else cell_len(shown(one)) for one in cells)


def _least(
    table: Table, place: int, cells: Sequence[Cell], most: int, shown: Callable[[Cell], str]
) -> int:
    column = table.columns[place]
    if any(isinstance(cell, Bar) for cell in cells):
        return _BAR
    if not column.wraps:
        return most
    longest = max((cell_len(word) for one in cells for word in shown(one).split()), default=0)
    wanted = column.width or min(most, _LEAST)
    return max(wanted, min(longest, _LONGEST_WORD))


def _give(left: int, widths: list[int], most: Sequence[int], among: Sequence[int]) -> int:
    """Share out what is left by what each still wants; returns how much was given."""
    wants = {place: max(0, most[place] - widths[place]) for place in among}
    total, given = sum(wants.values()), 0
    for place, wanted in wants.items():
        part = min(wanted, max(0, left) * wanted // total) if total else 0
        widths[place] += part
        given += part
    return given
