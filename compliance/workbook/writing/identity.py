"""What a program that reads the workbook back needs, on sheets that are hidden from people.

Which export it is, what can be chosen, and what the cells to be filled in held when it was made:
from that base the copies of several reviewers are merged, three ways.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from compliance.assessment.assess import Assessment
from compliance.workbook import schema as form
from compliance.workbook.writing.cells import put
from compliance.workbook.writing.safe_text import safe


def identity_of(assessments: Sequence[Assessment], texts: Iterable[str]) -> dict[str, str]:
    """The identity of a gap report that says these texts."""
    profiles = [one.profile for one in assessments]
    library = assessments[0].library
    looked_at = {found.rule.instrument for one in assessments for found in one.all_findings}
    rulebooks = {
        instrument: form.rulebook_hash(
            rule for rule in library.rules.values() if rule.instrument == instrument
        )
        for instrument in sorted(looked_at)
    }
    identity = {
        form.PROPERTY_SCHEMA: form.SCHEMA,
        form.PROPERTY_KIND: form.GAP_REPORT,
        form.PROPERTY_RULEBOOKS: json.dumps(rulebooks),
        form.PROPERTY_PROFILES: _each(profile.id for profile in profiles),
        form.PROPERTY_COUNTRY: _each(profile.country for profile in profiles),
        form.PROPERTY_VOICE: _each(profile.voice for profile in profiles),
        form.PROPERTY_SPEAKER: _each((profile.speaker for profile in profiles), "; "),
        form.PROPERTY_AS_OF: _each(str(one.as_of) for one in assessments),
    }
    export = form.hash_of_texts([*identity.values(), *texts])
    values = {**identity, form.PROPERTY_EXPORT: export}
    return {name: safe(values[name]) for name in form.PROPERTIES}


def _each(texts: Iterable[str], between: str = ",") -> str:
    return between.join(dict.fromkeys(texts))


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
