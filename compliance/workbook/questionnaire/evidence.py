"""The piece of evidence in a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from compliance.errors import InputError, Problem
from compliance.importers.tables.sheet import Cell
from compliance.model.profiles import Evidence
from compliance.model.rulebook import Voice
from compliance.workbook import reading
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.filled_rows import FilledRow
from compliance.workbook.reading.words import plain_words

_NO_SPEAKER = "choose who is speaking there; if it is not known, name the source under `Note` alone"


def evidence_in(row: FilledRow) -> Evidence:
    """The piece of evidence in a row. Raises InputError."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in f.EVIDENCE_FIELDS:
        cell = row.cell(name)
        if cell is None or row.clears(name):
            continue
        try:
            found[name] = _EVIDENCE_READERS[name](cell)
        except InputError as error:
            problems += error.problems
    for name, hint in _NEEDED.items():
        if name not in found and not any(p.where == row.place(name) for p in problems):
            what = f"`{f.HEADERS[name]}` is missing beside what is told of the evidence"
            problems.append(Problem(what, row.place(name), hint))
    if problems:
        raise InputError(problems)
    public = row.cell(f.PUBLIC)
    is_on_file = public is not None and plain_words(public.text) == f.NOT_SOURCE
    return Evidence(**found, public=not is_on_file)


def as_public(evidence: Evidence, row: FilledRow) -> Evidence:
    """The evidence, public or on file as the row says by now."""
    is_on_file = plain_words(row.filled(f.PUBLIC).text) == f.NOT_SOURCE
    return evidence.model_copy(update={"public": not is_on_file})


_VOICES = {voice: voice for voice in get_args(Voice)}
_NEEDED = {
    f.DOCUMENT: "name the document by symbol or title; if there is none, leave all four empty",
    f.SAID_BY: "choose who is speaking there: it need not be who publishes it",
}
_NO_DOCUMENT = "leave the cell empty, and the others beside it, where there is no document"
_EVIDENCE_READERS: Mapping[str, Callable[[Cell], str]] = {
    f.DOCUMENT: lambda cell: reading.name(cell, _NO_DOCUMENT),
    f.PLACE: reading.name,
    f.QUOTE: reading.quotation,
    f.SAID_BY: lambda cell: reading.choice(cell, _VOICES, "no kind of speaker", _NO_SPEAKER),
}
