"""The form of all our CSV files, for spreadsheets and statistics.

They are UTF-8 with a byte order mark and CRLF, because Excel takes a file without the mark for the
local code page. Several values in a cell stand one a line. A cell that a spreadsheet would take for
a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return, or with a
full-width form of these) gets an apostrophe in front, also after spaces and signs that nobody sees:
a spreadsheet then shows it as text; a program that reads the file has to take it off.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from compliance.document.characters import visible

_BEGINS_FORMULA = frozenset("=+-@\t\r\n")


def parts(header: Iterable[str], blocks: Iterable[Iterable[Iterable[str]]]) -> Iterator[bytes]:
    """A file: the header row, then the rows, block by block, so that few need be held."""
    yield codecs.BOM_UTF8 + _written([header])
    for rows in blocks:
        yield _written(rows)


def _written(rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([cell(words) for words in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def raw_parts(rows: Iterable[Sequence[str]], *, begins: bool = True) -> Iterator[bytes]:
    """Rows of cells that are guarded already; with the byte order mark where the file begins."""
    yield codecs.BOM_UTF8 if begins else b""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow(row)
    yield text.getvalue().encode("utf-8", "replace")


@lru_cache(maxsize=8192)
def cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    lines = (visible(line.replace("\t", " ")) for line in text.split("\n"))
    return guarded("\n".join(lines), text)


def guarded(shown: str, text: str | None = None) -> str:
    """A text with an apostrophe in front where ``text``, or it, would be taken for a formula."""
    source = shown if text is None else text
    begin = next((sign for sign in source if not _is_unseen(sign)), "")
    return f"'{shown}" if unicodedata.normalize("NFKC", begin)[:1] in _BEGINS_FORMULA else shown


def _is_unseen(sign: str) -> bool:
    """Whether it is a space, or a sign that only says how others are shown."""
    return sign not in _BEGINS_FORMULA and unicodedata.category(sign) in ("Zs", "Cf")
