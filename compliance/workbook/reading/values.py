"""What a cell says: a choice, yes or no, a day, a number, a text; or why that cannot be told.

Each function takes a cell in which something stands, and raises InputError with its place. Of
what can be read in two ways neither is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from compliance.errors import fault, nearest
from compliance.files import UNUSABLE
from compliance.importers.tables.sheet import Cell
from compliance.model.scalars import as_number
from compliance.workbook.reading.days import CANNOT_TELL, days_meant
from compliance.workbook.reading.words import plain_words

_YES = frozenset({"yes", "y", "true", "1", "oui", "vrai", "si", "verdadero", "نعم", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "0", "non", "faux", "falso", "لا"})
_TRUTHS = {"=TRUE()": "yes", "=FALSE()": "no"}
"""How LibreOffice saves a TRUE that was typed."""
_CLEAR = frozenset({"(clear)", "(effacer)", "(borrar)", "(مسح)"})
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""How the file holds what its XML cannot; what only looks like that, it holds escaped as well."""
_GROUPED = re.compile(r"-?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_AMBIGUOUS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")


def is_clear(cell: Cell) -> bool:
    """Whether the cell takes back what was said: ``(clear)``, alone."""
    return plain_words(cell.text) in _CLEAR


def text(cell: Cell) -> str:
    """The text in it. Formulas and errors are none; a number or a day is as it is written."""
    if cell.kind == "formula":
        hint = "copy the cell, and paste its value alone (Paste Special, Values)"
        raise fault("a formula stands here, not an answer", cell.where, hint)
    if cell.kind == "error":
        what = f"an error stands here (`{cell}`), not an answer"
        raise fault(what, cell.where, "write the answer, or empty the cell")
    whole = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell.text)
    unusable = UNUSABLE.search(whole)
    if unusable:
        what = f"the character U+{ord(unusable[0]):04X} cannot stand in a text"
        raise fault(what, cell.where, "remove it; such characters come along when text is copied")
    return whole.replace("\r\n", "\n").replace("\r", "\n").strip()


def yes_no(cell: Cell) -> str:
    """``yes`` or ``no``, however it is written: Yes, TRUE, 1, oui."""
    if cell.kind == "formula" and cell.text in _TRUTHS:
        return _TRUTHS[cell.text]
    word = plain_words(text(cell)).rstrip(".")
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise fault(f"`{cell}` is neither yes nor no", cell.where, "write `yes` or `no`")


def choice(cell: Cell, offered: Mapping[str, str], what: str = "none of the choices") -> str:
    """What stands for the label in the cell; ``offered`` has it by label.

    The id that stands for a label can be written as well. What is only nearly a label is not
    taken for it.
    """
    word = plain_words(text(cell))
    meant = {plain_words(name): name for name in offered.values()}
    meant |= {plain_words(label): name for label, name in offered.items()}
    if word in meant:
        return meant[word]
    labels = {plain_words(label): label for label in offered}
    near = nearest(word, labels)
    hint = f"did you mean “{labels[near]}”?" if near else f"choose from: {'; '.join(offered)}"
    raise fault(f"“{cell}” is {what}", cell.where, hint)


def day(cell: Cell) -> str:
    """The day as YYYY-MM-DD, from a date or a text in one of the common forms."""
    written = text(cell)
    if cell.kind == "date" and len(written) == len("2011-07-14"):
        return written
    if cell.kind == "number":
        hint = "write the day as YYYY-MM-DD"
        raise fault(f"`{cell}` is a number, not a day", cell.where, hint)
    days = days_meant(plain_words(written))
    if len(days) == 1:
        return days[0].isoformat()
    if days:
        either = " or ".join(map(date.isoformat, days))
        raise fault(f"`{cell}` can be two days", cell.where, f"write which is meant: {either}")
    raise fault(f"`{cell}` is no day", cell.where, CANNOT_TELL)


def number(cell: Cell, unit: str | None = None) -> str:
    """The number as a plain decimal; the ``unit`` may stand behind it."""
    written = plain_words(text(cell)).removeprefix("+")
    if unit and cell.kind != "number":
        written = written.removesuffix(plain_words(unit)).rstrip()
    if cell.kind != "number" and _AMBIGUOUS.fullmatch(written):
        hint = "write it without a sign between the thousands, and decimals behind a point: 1000.5"
        what = f"`{cell}` can be thousands or decimals"
        raise fault(what, cell.where, hint)
    if _GROUPED.fullmatch(written):
        written = written.replace(" ", "")
    if re.fullmatch(r"-?\d+,\d+", written):
        written = written.replace(",", ".")
    if re.fullmatch(r"-?\d+\.0+", written):
        written = written.partition(".")[0]
    try:
        as_number(written)
    except ValueError as error:
        raise fault(f"`{cell}` is no number", cell.where, str(error)) from None
    return written
