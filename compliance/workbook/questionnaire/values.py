"""What a row says: the value of an answer, or yes or no of a member."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from compliance.errors import InputError, Problem, fault
from compliance.importers.tables.sheet import Cell
from compliance.model.rulebook import Fact
from compliance.model.value_sets import AnswerError, point
from compliance.workbook import reading
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.filled_rows import FilledRow
from compliance.workbook.reading.words import plain_words

_ALIKE = {
    "": f.CERTAIN,
    "sure": f.CERTAIN,
    "one of": f.ONE_OF,
    "one of these two": f.ONE_OF,
    "not": f.NOT,
    "not these": f.NOT,
    "not before": f.AT_LEAST,
    "not after": f.AT_MOST,
}
_NO_ANSWER = (
    "if it is known, write the answer alone; if not, leave the cell empty and say why under `Note`"
)
"""The hints where somebody has no answer: none asks for one, and none makes another of it."""
_NO_OTHER = "if it is not known what else it can be, empty the row and say why under `Note`"
_NOT_SURE = "an empty cell means certain; where it is not known, empty the row"
Value = dict[str, object]
"""The part of an answer that says what is so, by its keys."""
NO_VALUE: Value = dict.fromkeys(("value", "one_of", "not_", "at_least", "at_most"))


def member_of(row: FilledRow) -> str:
    """``yes`` or ``no`` of a member. Raises InputError."""
    more = next((name for name in (f.HOW_SURE, f.OR) if row.says(name)), None)
    if more:
        hint = "leave the row empty where it is not known"
        what = "a member is answered by yes or no alone"
        raise fault(what, row.place(more), hint)
    cell = row.cell(f.ANSWER)
    assert cell is not None
    word = reading.yes_no(cell, _NO_ANSWER)
    if row.about == f.OTHERS and word == "yes":
        what = "this row takes `no` alone: then all rows above that are empty count as no"
        raise fault(what, cell.where, "write `no`, or leave the cell empty")
    return word


def value_of(row: FilledRow) -> Value:
    """What the row says, by the keys of an answer. Raises InputError with all that is wrong."""
    answer, alternative = row.cell(f.ANSWER), row.cell(f.OR)
    if answer is None:
        name = f.OR if row.says(f.OR) else f.HOW_SURE
        what = "this goes with an answer, and there is none"
        raise fault(what, row.place(name), "leave the cell empty where there is no answer")
    sure = _sure(row, several=alternative is not None)
    first = _checked(row.fact, answer, _values(row.fact, answer, _NO_ANSWER))
    others = _values(row.fact, alternative, _NO_OTHER) if alternative else []
    rest = _checked(row.fact, alternative, others) if alternative else []
    return {**NO_VALUE, **_FORMS[sure](row, first, rest)}


def _sure(row: FilledRow, *, several: bool) -> str:
    cell = row.cell(f.HOW_SURE)
    if cell is None:
        return f.ONE_OF if several else f.CERTAIN
    word = plain_words(reading.text(cell))
    if word in f.ALL_SURE:
        return word
    if word in _ALIKE:
        return _ALIKE[word]
    words = {sure: sure for sure in f.ALL_SURE}
    return reading.choice(cell, words, "no word for how sure it is", _NOT_SURE)


def _values(fact: Fact, cell: Cell, unknown: str) -> list[str]:
    """The values in a cell: several stand on a line each, or are set off by semicolons.

    ``unknown`` is the hint for somebody who writes that it is not known.
    """
    whole = Cell(cell.text, cell.kind, cell.where)
    pieces = [whole]
    lines = [line for line in cell.text.splitlines() if line.strip()]
    if len(lines) > 1:
        pieces = [Cell(line, cell.kind, cell.where) for line in lines]
    elif ";" in cell.text and cell.kind == "text" and not _is_label(fact, cell.text):
        parts = [part for part in cell.text.split(";") if part.strip()]
        pieces = [Cell(part, cell.kind, cell.where) for part in parts]
    return [_value(fact, piece, unknown) for piece in pieces]


def _is_label(fact: Fact, words: str) -> bool:
    return plain_words(words) in map(plain_words, f.labels_of(fact).values())


def _value(fact: Fact, cell: Cell, unknown: str) -> str:
    if fact.type == "yes_no":
        return reading.yes_no(cell, unknown)
    if fact.type == "number":
        return reading.number(cell, fact.unit, unknown)
    if fact.type == "date":
        return reading.day(cell, unknown)
    offered = {label: value for value, label in f.labels_of(fact).items()}
    return reading.choice(cell, offered, f"no answer to `{fact.id}`", unknown)


def _checked(fact: Fact, cell: Cell, values: list[str]) -> list[str]:
    """The values. Raises InputError for those beyond the fact's limits."""
    if fact.type not in ("number", "date"):
        return values
    problems = []
    for value in values:
        try:
            point(fact, value)
        except AnswerError as error:
            problems.append(Problem(error.problem.what, cell.where, error.problem.hint))
    if problems:
        raise InputError(problems)
    return values


def _certain(row: FilledRow, first: Sequence[str], rest: Sequence[str]) -> Value:
    if rest or len(first) > 1:
        what = "there are several answers, and it is said to be certain"
        name = f.OR if rest else f.ANSWER
        raise fault(what, row.place(name), f"choose `{f.ONE_OF}` under {f.HEADERS[f.HOW_SURE]}")
    return {"value": first[0]}


def _one_of(row: FilledRow, first: Sequence[str], rest: Sequence[str]) -> Value:
    if len(first) + len(rest) < 2 and row.says(f.HOW_SURE):
        what = "of which others it is one is not said"
        raise fault(what, row.place(f.OR), f"fill in {f.HEADERS[f.OR]}, or choose `{f.CERTAIN}`")
    return {"one_of": (*first, *rest)}


def _not(_: FilledRow, first: Sequence[str], rest: Sequence[str]) -> Value:
    return {"not_": (*first, *rest)}


def _at_least(row: FilledRow, first: Sequence[str], rest: Sequence[str]) -> Value:
    return {"at_least": _end(row, first, rest)}


def _at_most(row: FilledRow, first: Sequence[str], rest: Sequence[str]) -> Value:
    return {"at_most": _end(row, first, rest)}


def _end(row: FilledRow, first: Sequence[str], rest: Sequence[str]) -> str:
    _require_order(row)
    if rest or len(first) > 1:
        what = "an end of a stretch is one value"
        raise fault(what, row.place(f.OR), f"choose `{f.BETWEEN}`, or leave one of them out")
    return first[0]


def _between(row: FilledRow, first: Sequence[str], rest: Sequence[str]) -> Value:
    _require_order(row)
    if len(first) != 1 or len(rest) != 1:
        what = "what lies between two values needs both, and no more"
        hint = f"the least goes into {f.HEADERS[f.ANSWER]}, the most into {f.HEADERS[f.OR]}"
        raise fault(what, row.place(f.OR), hint)
    if point(row.fact, first[0]) > point(row.fact, rest[0]):
        what = f"nothing lies between at least {first[0]} and at most {rest[0]}"
        raise fault(what, row.place(f.OR))
    return {"at_least": first[0], "at_most": rest[0]}


def _require_order(row: FilledRow) -> None:
    if row.fact.type not in ("number", "date"):
        words = f"{f.CERTAIN}, {f.ONE_OF} or {f.NOT}"
        what = f"`{row.fact.id}` has no order, so this says nothing"
        raise fault(what, row.place(f.HOW_SURE), f"choose {words}")


_FORMS: dict[str, Callable[[FilledRow, Sequence[str], Sequence[str]], Value]] = {
    f.CERTAIN: _certain,
    f.ONE_OF: _one_of,
    f.NOT: _not,
    f.AT_LEAST: _at_least,
    f.AT_MOST: _at_most,
    f.BETWEEN: _between,
}
