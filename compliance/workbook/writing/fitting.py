"""How many lines a text takes in a column, and how high its row must be.

Neither Excel nor LibreOffice fits the rows of a file it opens, so it is worked out here.
Heights are proposed, not fixed: on the next edit of a row they fit it themselves.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from compliance.workbook.writing.character_widths import CHARACTERS_BY_WIDTH

HIGHEST_ROW = 409.0
"""In points; spreadsheets have none higher."""
_WIDTHS = {
    character: width
    for width, characters in CHARACTERS_BY_WIDTH.items()
    for character in characters
}
_UNKNOWN, _SYMBOL, _FULL = 60, 90, 100
_BOLD = 1.05
_POINTS_A_UNIT = 5.25
"""Column widths count digits of the workbook's standard font, Calibri 11."""
_SAFETY = 0.985
"""Screens round the widths of letters, mostly up."""
_INDENT = 0.9
"""What the margins of a cell take, in the units of column widths."""
LINE = 1.275
"""The height of a line, in sizes of its font."""
PADDING = 2.5


@lru_cache(maxsize=4096)
def _character_width(character: str) -> int:
    """In hundredths of the size of the font."""
    base = unicodedata.normalize("NFD", character)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    if unicodedata.category(base) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(base) in ("W", "F"):
        return _FULL
    return _SYMBOL if unicodedata.category(base).startswith("S") else _UNKNOWN


@lru_cache(maxsize=16384)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text, in points."""
    width = sum(map(_character_width, text)) * size / 100
    return width * _BOLD if bold else width


def column_points(width: float) -> float:
    """The points that a column of this width has for text."""
    return (width - _INDENT) * _POINTS_A_UNIT * _SAFETY


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The lines that ``text`` falls into in a column of this width, at least one."""
    room = column_points(width)
    return [
        line
        for paragraph in text.split("\n")
        for line in _wrapped_paragraph(paragraph, room, size, bold=bold)
    ]


def _wrapped_paragraph(paragraph: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    line, used = "", 0.0
    for word in _words(paragraph):
        width = text_width(word, size, bold=bold)
        if line and used + text_width(word.rstrip(" "), size, bold=bold) > room:
            yield line.rstrip(" ")
            line, used = "", 0.0
        for piece in _pieces(word, room, size, bold=bold) if width > room else [word]:
            if line and used + text_width(piece.rstrip(" "), size, bold=bold) > room:
                yield line.rstrip(" ")
                line, used = "", 0.0
            line += piece
            used += text_width(piece, size, bold=bold)
    yield line.rstrip(" ")


def _words(paragraph: str) -> list[str]:
    """The words, each with the spaces behind it."""
    words = paragraph.split(" ")
    return [f"{word} " for word in words[:-1]] + words[-1:]


def _pieces(word: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    """A word wider than the column, broken where the column ends."""
    piece, used = "", 0.0
    for character in word:
        width = text_width(character, size, bold=bold)
        if piece and used + width > room:
            yield piece
            piece, used = "", 0.0
        piece += character
        used += width
    yield piece


@lru_cache(maxsize=4096)
def lines(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Into how many lines a text falls; the same stands in many cells."""
    return len(wrapped(text, width, size, bold=bold))


def first_lines(text: str, width: float, size: float, most: int) -> str:
    """As much of a text as ``most`` lines show: whole, or to the end of a word."""
    if lines(text, width, size) <= most:
        return text
    shown, end = wrapped(text, width, size)[:most], 0
    for line in shown:
        end = text.index(line, end) + len(line)
    return text[:end]


def row_height(
    cells: Iterable[tuple[str, float, float]], *, bold: bool = False
) -> tuple[float, bool]:
    """The height of a row, in points, and whether all its texts are seen whole.

    ``cells`` gives the text, the column's width and the font's size of each.
    """
    needed = max(
        (lines(text, width, size, bold=bold) * size * LINE for text, width, size in cells),
        default=0.0,
    )
    height = needed + PADDING
    return min(round(height * 4) / 4, HIGHEST_ROW), height <= HIGHEST_ROW


def height_of(number: int, size: float) -> float:
    """The height of a row of so many lines, in points."""
    return min(round((number * size * LINE + PADDING) * 4) / 4, HIGHEST_ROW)
