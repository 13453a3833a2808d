"""The gap report put together: the sheets in order, what is hidden, what can be changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from compliance.assessment.assess import Assessment
from compliance.assessment.plan import plan
from compliance.countries import country_name
from compliance.report.matrix import Matrix
from compliance.workbook import schema as form
from compliance.workbook.sheets import matrix
from compliance.workbook.sheets.account import MOST_SHEETS, sheet_names, write_account
from compliance.workbook.sheets.actions import actions
from compliance.workbook.sheets.checks import checks
from compliance.workbook.sheets.clauses import clauses
from compliance.workbook.sheets.closing import closing
from compliance.workbook.sheets.decision_tables import decision_tables
from compliance.workbook.sheets.disagreements import comparisons, disagreements
from compliance.workbook.sheets.evidence import evidence
from compliance.workbook.sheets.evidence_levels import evidence_levels
from compliance.workbook.sheets.findings import findings
from compliance.workbook.sheets.gaps import gaps
from compliance.workbook.sheets.open_questions import open_questions
from compliance.workbook.sheets.read_me import write_read_me
from compliance.workbook.sheets.sign_off import sign_off
from compliance.workbook.sheets.summary import clipped_words, title_of, write_summary
from compliance.workbook.writing import package, printing
from compliance.workbook.writing.choosing import lists, write_lists
from compliance.workbook.writing.identity import identity_of, write_base, write_identity
from compliance.workbook.writing.listing import Listing, Target, targets_of
from compliance.workbook.writing.page import Page
from compliance.workbook.writing.protection import protect
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.table_sheet import TableSheet

Tables = Mapping[str, TableSheet[Any]]


class GapReport:
    """The workbook of some assessments.

    The sheets are made first, in order, so that links can lead to all of them; then they are
    filled.
    """

    def __init__(self, assessments: Sequence[Assessment]) -> None:
        self.assessments = assessments
        self.accounts = self._accounts()
        self.comparisons = comparisons(assessments)
        self.listings = self._listings()
        self.matrices = self._matrices()
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        self.live: dict[str, dict[str, str | int]] = {}
        titles = [form.READ_ME, form.SUMMARY, *(listing.title for listing in self.matrices)]
        titles += [sheet for sheet, _ in self.accounts.values()]
        for title in [*titles, *(listing.title for listing in self.listings)]:
            self.workbook.create_sheet(title)
        own_sheets = {(title, ""): f"'{title}'!A1" for title in titles}
        self.targets = {**own_sheets, **targets_of([*self.matrices, *self.listings])}

    def _listings(self) -> list[Listing[Any]]:
        """The sheets that are tables, in the order of reading."""
        accounts, plans = self.assessments, [plan(one) for one in self.assessments]
        listings: list[Listing[Any]] = [gaps(accounts), actions(plans), closing(plans)]
        listings += [make(accounts) for make in (findings, open_questions, evidence)]
        listings.append(evidence_levels(accounts))
        if self.comparisons:
            listings.append(disagreements(self.comparisons, accounts))
        listings += [make(accounts) for make in (clauses, checks, decision_tables)]
        return [*listings, sign_off()]

    def _accounts(self) -> dict[str, Target]:
        """The sheet of each profile, if there are several, and not too many to be found."""
        if not 1 < len(self.assessments) <= MOST_SHEETS:
            return {}
        profiles = [one.profile.id for one in self.assessments]
        taken = [*form.SHEETS, *(f"Matrix {name}" for name in self._rulebooks())]
        names = sheet_names(profiles, taken)
        return {profile: (name, "") for profile, name in zip(profiles, names, strict=True)}

    def _rulebooks(self) -> Sequence[str]:
        return list(Matrix.of(self.assessments).rulebooks)

    def _matrices(self) -> list[Listing[int]]:
        if len(self.assessments) < 2:
            return []
        return matrix.listings(Matrix.of(self.assessments), self.accounts)

    def to_bytes(self) -> bytes:
        """The file."""
        tables = self._write_tables()
        self._write_pages(tables)
        for sheet in self.workbook.worksheets:
            printing.set_footer(sheet, safe(self._subject()))
            protect(sheet)
        identity = identity_of(
            self.assessments, (t for one in tables.values() for t in one.texts())
        )
        self._write_hidden(tables, identity)
        last_day = max(one.as_of for one in self.assessments)
        title = safe(title_of(self.assessments))
        return package.to_bytes(self.workbook, title, last_day, identity=identity, live=self.live)

    def _write_tables(self) -> Tables:
        tables: dict[str, TableSheet[Any]] = {}
        for listing in (*self.matrices, *self.listings):
            table: TableSheet[Any] = TableSheet(self.workbook[listing.title], listing, self.targets)
            matrix.write(table) if listing in self.matrices else table.write()
            tables[listing.title] = table
        return tables

    def _write_pages(self, tables: Tables) -> None:
        names: Counter[str] = Counter()
        read_me = self._page(form.READ_ME, names)
        write_read_me(read_me, self.assessments, has_disagreements=bool(self.comparisons))
        to_fill_in = {
            listing.title: sum(1 for _ in tables[listing.title].base())
            for listing in self.listings
            if form.KEY in {column.field for column in listing.columns}
        }
        clipped = sum(table.clipped for table in tables.values())
        summary = self._page(form.SUMMARY, names)
        write_summary(
            summary,
            self.assessments,
            [*self.matrices, *self.listings],
            to_fill_in,
            clipped_words(clipped),
            accounts=self.accounts,
        )
        self.live[form.SUMMARY] = summary.live
        for number, one in enumerate(self.assessments):
            if one.profile.id in self.accounts:
                title, _ = self.accounts[one.profile.id]
                write_account(self._page(title, names), number, one)

    def _page(self, title: str, names: Counter[str]) -> Page:
        return Page(self.workbook[title], self.targets, names)

    def _write_hidden(self, tables: Tables, identity: Mapping[str, str]) -> None:
        write_identity(self._hidden(form.IDENTITY), identity)
        names = dict(name for table in tables.values() for name in table.names())
        offering = {name for table in tables.values() for name in table.offering}
        offered = {
            name: words
            for name, words in lists(self.assessments[0].library).items()
            if name in offering
        }
        names |= write_lists(self._hidden(form.LISTS), offered)
        write_base(self._hidden(form.BASE), (row for one in tables.values() for row in one.base()))
        for name, place in names.items():
            self.workbook.defined_names[name] = place

    def _hidden(self, title: str) -> Worksheet:
        """Hidden, not very hidden: LibreOffice makes no difference between the two."""
        sheet: Worksheet = self.workbook.create_sheet(title)
        sheet.sheet_state = "hidden"
        protect(sheet)
        return sheet

    def _subject(self) -> str:
        """What the footers say the pages are of."""
        if len(self.assessments) > 1:
            return title_of(self.assessments)
        one = self.assessments[0]
        return f"{country_name(one.profile.country)}, {one.profile.voice}, as of {one.as_of}"
