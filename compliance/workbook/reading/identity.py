"""Which export a workbook is: told by its properties, or by the hidden sheet that repeats them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from compliance.errors import InputError, Problem, did_you_mean, fault
from compliance.workbook import schema as form
from compliance.workbook.reading.opening import Book

_MAKERS = {
    form.QUESTIONNAIRE: "`compliance questionnaire COUNTRY -o q.xlsx` makes a questionnaire",
    form.GAP_REPORT: "`compliance assess PROFILE -o report.xlsx` makes a gap report",
}
_USERS = {
    form.QUESTIONNAIRE: "it is read by `compliance assess` and `compliance import questionnaire`",
    form.GAP_REPORT: "it is read by `compliance review`",
    form.PLAN: "it is read by `compliance import actions`",
    form.GAP_REPORT_OF_MANY: "it is for reading; write gap reports of single States to review",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What was exported: kind, id of the export, hashes of the rulebooks, and of whom it is."""

    kind: str
    export: str
    rulebooks: Mapping[str, str]
    profiles: tuple[str, ...]
    country: str
    voice: str
    speaker: str
    as_of: str
    language: str = ""
    """The codes of the languages in which it is; empty for English."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """All of it, as it is written."""


def identity_of(book: Book, kind: str, rulebooks: Collection[str]) -> Identity:
    """The identity of a workbook of this ``kind``, made of rulebooks that there are.

    The hidden sheet counts: properties are what programs lose, and a copy of the sheets into a
    new file keeps it. Raises InputError for a workbook of another tool, another kind, or of
    instruments that are not among ``rulebooks``.
    """
    told = {**book.properties, **_sheet_of(book)}
    schema, found = told.get(form.PROPERTY_SCHEMA, ""), told.get(form.PROPERTY_KIND, "")
    if not schema.startswith("compliance/"):
        what = f"this workbook is not a {kind} of ours: it does not say what it is"
        raise fault(what, book.where, _MAKERS.get(kind))
    if schema != form.SCHEMA:
        what = f"the workbook is written as {schema}, and this version reads {form.SCHEMA}"
        raise fault(what, book.where, "use the version of compliance that made it, or a newer one")
    if found != kind:
        raise fault(f"this is a {found or 'workbook'}, not a {kind}", book.where, _USERS.get(found))
    books = _hashes(told.get(form.PROPERTY_RULEBOOKS, ""), book)
    missing = [name for name in books if name not in rulebooks]
    if missing:
        hint = "give the `--layer` with which it was made"
        raise InputError(
            Problem(
                f"it was made of the rulebook `{name}`, which there is not",
                book.where,
                did_you_mean(name, rulebooks) or hint,
            )
            for name in missing
        )
    return Identity(
        kind=found,
        export=told.get(form.PROPERTY_EXPORT, ""),
        rulebooks=books,
        profiles=tuple(filter(None, told.get(form.PROPERTY_PROFILES, "").split(","))),
        country=told.get(form.PROPERTY_COUNTRY, ""),
        voice=told.get(form.PROPERTY_VOICE, ""),
        speaker=told.get(form.PROPERTY_SPEAKER, ""),
        as_of=told.get(form.PROPERTY_AS_OF, ""),
        language=told.get(form.PROPERTY_LANGUAGE, ""),
        properties={name: told.get(name, "") for name in form.PROPERTIES},
    )


def countries_of(book: Book) -> list[str]:
    """The codes of the countries that a workbook is of; none where it does not say so."""
    told = {**book.properties, **_sheet_of(book)}
    return [code for code in told.get(form.PROPERTY_COUNTRY, "").split(",") if code]


def _sheet_of(book: Book) -> dict[str, str]:
    """The keys and values of the sheet that has the identity; nothing where it is gone."""
    grid = book.sheets.get(form.IDENTITY)
    if grid is None:
        return {}
    pairs = (row.cells for row in grid.rows.values() if len(row.cells) > 1)
    return {cells[0].text: cells[1].text for cells in pairs if cells[0] is not None and cells[1]}


def _hashes(text: str, book: Book) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        what = f"it cannot be told of which rulebooks the workbook was made: {form.IDENTITY}"
        raise fault(what, book.where, "leave the hidden sheets as they are")
    return {str(name): str(value) for name, value in found.items()}
