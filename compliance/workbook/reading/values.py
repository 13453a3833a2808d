"""What a cell says: a choice, yes or no, a day, a number, a text; or why that cannot be told.

Each function takes a cell in which something stands, and raises InputError with its place. Of
what can be read in two ways neither is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from compliance.errors import fault, nearest
from compliance.files import UNUSABLE
from compliance.importers.tables.sheet import Cell
from compliance.model.scalars import as_number, names_nothing, number_hint
from compliance.workbook.reading.days import CANNOT_TELL, days_meant
from compliance.workbook.reading.words import plain_words

_YES = frozenset({"yes", "y", "true", "1", "oui", "vrai", "si", "verdadero", "نعم", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "0", "non", "faux", "falso", "لا"})
_TRUTHS = {"=TRUE()": "yes", "=FALSE()": "no"}
"""How LibreOffice saves a TRUE that was typed."""
_CLEAR = frozenset({"(clear)", "(effacer)", "(borrar)", "(مسح)"})
EMPTY = "leave the cell empty"
"""The hint where somebody has nothing to say; never for a cell that says something when empty."""
_UNSURE = frozenset(
    ("don't know", "do not know", "i don't know", "not known", "unknown", "uncertain", "unsure")
)
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
        raise fault("a formula stands here", cell.where, hint)
    if cell.kind == "error":
        raise fault(f"an error stands here (`{cell}`)", cell.where, "write again what was meant")
    whole = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell.text)
    unusable = UNUSABLE.search(whole)
    if unusable:
        what = f"the character U+{ord(unusable[0]):04X} cannot stand in a text"
        raise fault(what, cell.where, "remove it; such characters come along when text is copied")
    return whole.replace("\r\n", "\n").replace("\r", "\n").strip()


def yes_no(cell: Cell, hint: str = EMPTY) -> str:
    """``yes`` or ``no``, however it is written: Yes, TRUE, oui; ``hint`` is for anything else."""
    if cell.kind == "formula" and cell.text in _TRUTHS:
        return _TRUTHS[cell.text]
    word = plain_words(text(cell)).rstrip(".")
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise fault(f"`{cell}` is neither yes nor no", cell.where, hint)


def choice(
    cell: Cell,
    offered: Mapping[str, str],
    what: str = "none of the choices",
    unknown: str = EMPTY,
) -> str:
    """What stands for the label in the cell; ``offered`` has it by label.

    The id that stands for a label can be written as well. What is only nearly a label is not
    taken for it. ``unknown`` is the hint for somebody who writes that it is not known.
    """
    word = plain_words(text(cell))
    meant = {plain_words(name): name for name in offered.values()}
    meant |= {plain_words(label): name for label, name in offered.items()}
    if word in meant:
        return meant[word]
    labels = {plain_words(label): label for label in offered}
    near = None if names_nothing(word) or word.startswith("un") else nearest(word, labels)
    hint = f"did you mean “{labels[near]}”?" if near else f"choose from: {'; '.join(offered)}"
    if names_nothing(word) or word in _UNSURE:
        hint = unknown
    raise fault(f"“{cell}” is {what}", cell.where, hint)


def day(cell: Cell, unknown: str = EMPTY) -> str:
    """The day as YYYY-MM-DD, from a date or a text in one of the common forms.

    ``unknown`` is the hint for somebody who writes that it is not known.
    """
    written = text(cell)
    if cell.kind == "number":
        hint = "write the day as YYYY-MM-DD"
        raise fault(f"`{cell}` is a number, not a day", cell.where, hint)
    if names_nothing(written) or plain_words(written) in _UNSURE:
        raise fault(f"`{cell}` is no day", cell.where, unknown)
    try:
        days = days_meant(plain_words(written))
    except ValueError as error:
        raise fault(f"`{cell}` is no day of our calendar", cell.where, str(error)) from error
    if len(days) == 1:
        return days[0].isoformat()
    if days:
        either = " or ".join(map(date.isoformat, days))
        raise fault(f"`{cell}` can be two days", cell.where, f"write which is meant: {either}")
    raise fault(f"`{cell}` is no day", cell.where, CANNOT_TELL)


def number(cell: Cell, unit: str | None = None, unknown: str = EMPTY) -> str:
    """The number as a plain decimal; the ``unit`` may stand behind it.

    ``unknown`` is the hint for somebody who writes that it is not known.
    """
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
    except ValueError:
        unsure = names_nothing(written) or written in _UNSURE
        hint = unknown if unsure else number_hint(unit)
        raise fault(f"`{cell}` is no number", cell.where, hint) from None
    return written


def name(cell: Cell, hint: str = EMPTY) -> str:
    """A text that names a thing. Raises InputError for what only says that there is none."""
    found = text(cell)
    if names_nothing(found):
        raise fault(f"`{cell}` names nothing", cell.where, hint)
    return found


def quotation(cell: Cell) -> str:
    """The words quoted, without the marks around them and what is not seen in them."""
    found = name(cell)
    if hidden := next((c for c in found if unicodedata.category(c) == "Cf"), None):
        found = "".join(c for c in found if unicodedata.category(c) != "Cf")
        if not found.strip():
            raise fault(f"only the unseen sign U+{ord(hidden):04X} stands here", cell.where)
    pair = next((p for p in _MARKS if len(found) > 1 and (found[0], found[-1]) == (p[0], p[1])), "")
    inner = found[1:-1].strip()
    return inner if pair and not any(mark in inner for mark in pair) else found


_MARKS = ("“”", "„“", "„”", "«»", "»«", "‘’", '""', "''", "””", "‟”")
"""The quotation marks that people put around what they quote."""
