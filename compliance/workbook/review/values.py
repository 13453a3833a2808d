"""What stands in the cells that a reviewer fills in, in the one form in which it is compared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from compliance.errors import fault
from compliance.importers.tables import Cell
from compliance.model.profiles import Answer
from compliance.model.rulebook import Fact, Voice
from compliance.model.value_sets import AnswerError, value_set
from compliance.workbook import reading
from compliance.workbook import schema as form

_WORDS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "opinion": (form.OPINIONS, "no opinion that can be chosen"),
    "status": (form.PROPOSED_STATUSES, "no status"),
    "said_by": (get_args(Voice), "no kind of speaker"),
    "decision": (form.DECISIONS, "no decision that can be chosen"),
}
"""The fields with a drop-down, and what is said of other words in them."""


def value_of(cell: Cell, name: str, fact: Fact | None = None) -> str:
    """The value in the cell of a field. Raises InputError where it cannot be told.

    An answer is given as profiles have it. Of a ``fact`` that is not known, or no longer the
    same, it is kept as it is written.
    """
    if reading.is_clear(cell):
        return form.CLEAR
    if name in _WORDS:
        words, what = _WORDS[name]
        return reading.choice(cell, {word: word for word in words}, what)
    if name == "date":
        return reading.day(cell)
    if name == "answer" and fact is not None:
        return _answer(cell, fact)
    return reading.text(cell)


def _answer(cell: Cell, fact: Fact) -> str:
    if fact.type in ("yes_no", "many"):
        return reading.yes_no(cell)
    if fact.type == "choice":
        return reading.choice(cell, form.offered(fact), "none of the choices of this question")
    value = reading.day(cell) if fact.type == "date" else reading.number(cell, fact.unit)
    try:
        value_set(fact, Answer(value=value))
    except AnswerError as error:
        hint = error.problem.hint or f"the question is: {fact.question}"
        raise fault(error.problem.what, cell.where, hint) from error
    return value


def shown_answer(fact: Fact | None, value: str) -> str:
    """The answer as the drop-down has it."""
    labels = {name: label for label, name in form.offered(fact).items()} if fact else {}
    return labels.get(value, value)
