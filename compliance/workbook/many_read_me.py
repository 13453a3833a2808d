"""What the workbook of many accounts says of itself: to its reader, and to programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from compliance.assessment.assess import Assessment
from compliance.library.library import Library
from compliance.model.rulebook import Rule
from compliance.report import wording
from compliance.workbook import schema as form
from compliance.workbook.writing import printing
from compliance.workbook.writing.listing import Content, status_content
from compliance.workbook.writing.streaming import Stream
from compliance.workbook.writing.style import Look

_WHAT_THIS_IS = (
    "What is said of each country, by a speaker or where none speaks by registers alone, against "
    "what documents of the United Nations ask, provision by provision. The findings follow from "
    "the answers by rules that are ours, as are titles and notes; they are not words or findings "
    "of the United Nations. Where an account is silent a finding is undetermined: silence is "
    "neither failure nor success. Accounts are never merged; nothing is averaged, weighed or "
    "ranked."
)
_THE_WHOLE = (
    "`compliance assess STATE -o report.xlsx`, with the name of a State, has the evidence, the "
    "open questions, what would close each gap, and room for a reviewer."
)
_SHEETS = {
    "Accounts": "one row an account: whose it is, and what to bear in mind",
    form.FINDINGS: "one row a provision and account, those that ask nothing of States included",
    "Matrix …": "an account a row, a provision a column, an instrument a sheet",
    form.CLAUSES: "the provisions word for word, and our notes on them",
}


class Read:
    """What is to be said of all accounts, gathered while they are gone through."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules
        self.last_day = date.min
        self._countries: set[str] = set()
        self._accounts: list[str] = []
        self._hashes: list[str] = []

    def add(self, assessment: Assessment) -> None:
        """Take an account into what is said of all."""
        self.last_day = max(self.last_day, assessment.as_of)
        self._countries.add(assessment.profile.country)
        self._accounts.append(assessment.profile.id)
        said = [wording.finding_words(finding) for finding in assessment.all_findings]
        told = (assessment.profile.model_dump_json(), str(assessment.as_of), *said)
        self._hashes.append(form.hash_of_texts(told))

    @property
    def title(self) -> str:
        """What the workbook is called."""
        countries = wording.number_of(len(self._countries), "country", "countries")
        return f"Findings: {wording.number_of(len(self._accounts), 'account')} of {countries}"

    def identity(self) -> dict[str, str]:
        """By what programs tell the workbook from others."""
        books = dict.fromkeys(rule.instrument for rule in self.rules)
        hashes = {
            name: form.rulebook_hash(rule for rule in self.rules if rule.instrument == name)
            for name in books
        }
        return {
            form.PROPERTY_SCHEMA: form.SCHEMA,
            form.PROPERTY_KIND: form.GAP_REPORT_OF_MANY,
            form.PROPERTY_EXPORT: form.hash_of_texts([*hashes.values(), *self._hashes]),
            form.PROPERTY_RULEBOOKS: json.dumps(hashes),
            form.PROPERTY_PROFILES: ",".join(self._accounts),
            form.PROPERTY_AS_OF: str(self.last_day),
        }


def write_read_me(sheet: Stream, read: Read, library: Library) -> None:
    """Fill the first sheet: what this is, what is where, what the statuses mean."""
    sheet.append([Content(read.title, Look.TITLE)])
    _labelled(sheet, "What this is", _WHAT_THIS_IS)
    for instrument in dict.fromkeys(rule.instrument for rule in read.rules):
        known = library.instruments[instrument]
        _labelled(sheet, "Held against", f"{known.symbol}, {wording.instrument_words(known)}")
    sheet.append([Content("Sheets", Look.HEADING)])
    for name, about in _SHEETS.items():
        _labelled(sheet, name, about)
    _labelled(sheet, "The whole of one account", _THE_WHOLE)
    sheet.append([Content("Statuses", Look.HEADING)])
    for status, meaning in wording.STATUS_MEANINGS.items():
        sheet.append([status_content(status), Content(meaning)])
    printing.set_up_page(sheet.sheet, len(sheet.headings), sheet.rows)


def _labelled(sheet: Stream, label: str, text: str) -> None:
    sheet.append([Content(label, Look.MUTED), Content(text)])
