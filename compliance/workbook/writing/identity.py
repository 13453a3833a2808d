"""What a program that reads the workbook back needs, on sheets that are hidden from people.

Which export it is, what can be chosen, and what the cells to be filled in held when it was made:
from that base the copies of several reviewers are merged, three ways.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from compliance.assessment.assess import Assessment
from compliance.library.library import Library
from compliance.workbook import schema as form
from compliance.workbook.writing.cells import put
from compliance.workbook.writing.safe_text import safe


class Account:
    """What identifies the accounts of a workbook, noted one by one."""

    def __init__(self) -> None:
        self.told: dict[str, dict[str, None]] = {}
        self.last_day = date.min
        self._library: Library | None = None
        self._books: dict[str, None] = {}
        self._hash = hashlib.sha256()

    def add(self, assessment: Assessment) -> None:
        """Note one more account, and all that was found of it."""
        profile, self._library = assessment.profile, assessment.library
        self.last_day = max(self.last_day, assessment.as_of)
        self._books |= dict.fromkeys(found.rule.instrument for found in assessment.all_findings)
        found = [f"{one.rule.id} {one.outcomes.bits}" for one in assessment.findings]
        told = (repr(profile), str(assessment.as_of), *found)
        self._hash.update(form.hash_of_texts(told).encode())
        for name, value in (
            (form.PROPERTY_PROFILES, profile.id),
            (form.PROPERTY_COUNTRY, profile.country),
            (form.PROPERTY_VOICE, profile.voice),
            (form.PROPERTY_SPEAKER, profile.speaker),
            (form.PROPERTY_AS_OF, str(assessment.as_of)),
        ):
            self.told.setdefault(name, {})[value] = None

    def identity(self, kind: str) -> dict[str, str]:
        """The identity of the workbook."""
        assert self._library
        rules = self._library.rules.values()
        rulebooks = {
            book: form.rulebook_hash(rule for rule in rules if rule.instrument == book)
            for book in sorted(self._books)
        }
        values = {
            form.PROPERTY_SCHEMA: form.SCHEMA,
            form.PROPERTY_KIND: kind,
            form.PROPERTY_RULEBOOKS: json.dumps(rulebooks),
        }
        for name, told in self.told.items():
            values[name] = ("; " if name == form.PROPERTY_SPEAKER else ",").join(told)
        values[form.PROPERTY_EXPORT] = form.hash_of_texts(
            [*values.values(), self._hash.hexdigest()]
        )
        return {name: safe(values[name]) for name in form.PROPERTIES}


def write_identity(sheet: Worksheet, identity: Mapping[str, str]) -> None:
    """A property a row."""
    for row, pair in enumerate(identity.items(), start=1):
        for column, text in enumerate(pair, start=1):
            put(sheet, row, column, text)


def write_base(sheet: Worksheet, rows: Iterable[Mapping[str, str | int]]) -> None:
    """A row for each that can be filled in."""
    columns = (*form.BASE_COLUMNS, *form.BASE_FIELDS)
    for number, name in enumerate(columns, start=1):
        put(sheet, 1, number, name)
    for place, row in enumerate(rows, start=2):
        for number, name in enumerate(columns, start=1):
            put(sheet, place, number, row.get(name, ""))
