"""The workbook of many accounts: what came out of each, without what a reviewer fills in.

Of more accounts than can be held each is written and let go: nothing leads from one sheet to
another, and nothing is summed up over accounts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

from openpyxl import Workbook

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.countries import country_name
from compliance.model.rulebook import Rule
from compliance.report import wording
from compliance.report.caveats import remarks
from compliance.report.reasons import reason
from compliance.workbook import schema as form
from compliance.workbook.many_read_me import Read, write_read_me
from compliance.workbook.sheets.account import sheet_names
from compliance.workbook.sheets.clauses import our_notes, text_of
from compliance.workbook.writing import printing, streamed_package
from compliance.workbook.writing.cells import put
from compliance.workbook.writing.columns import bulleted, title, topics
from compliance.workbook.writing.listing import Content, status_content
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.streaming import Heading, Stream, TableStream
from compliance.workbook.writing.style import Look

_STATE, _ACCOUNT, _AS_OF = Heading("State", 24), Heading("Account", 34), Heading("As of", 12)
_PROVISION, _TITLE = Heading("Provision", 22), Heading("Title (ours)", 28)
_RULE, _PROFILE = Heading("Rule", 22), Heading("Profile", 24)
_FINDINGS = (
    *(_STATE, _ACCOUNT, _PROVISION, _TITLE, Heading("Finding", 17)),
    *(Heading("Still possible", 22), Heading("Because", 60), Heading("Open questions", 11)),
    *(_RULE, _PROFILE),
)
_ACCOUNTS = (_STATE, _ACCOUNT, _AS_OF, Heading("To bear in mind", 90), _PROFILE)
_CLAUSES = (
    *(_PROVISION, _TITLE, Heading("Text, word for word", 60), Heading("Force (our reading)", 14)),
    *(Heading("Addressee", 11), Heading("Our note", 50), Heading("Topics", 28), _RULE),
)
_STATUS_WIDTH = 17


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook, part by part: the same bytes for the same input."""
    first = assessments[0]
    with closing(_Book([finding.rule for finding in first.all_findings])) as book:
        for assessment in assessments:
            book.add(assessment)
        book.end(first)
        read, streams = book.read, [book.read_me, *book.tables]
        about = (read.title, read.last_day, read.identity())
        yield from streamed_package.parts(book.workbook, streams, *about)


class _Book:
    """The sheets, which grow account by account."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.workbook = workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        self.read = Read(rules)
        self.read_me = Stream(workbook, form.READ_ME, (Heading("", 24), Heading("", 100)))
        listing = printing.set_up_listing
        self.accounts = TableStream(workbook, "Accounts", _ACCOUNTS, listing)
        self.findings = TableStream(workbook, form.FINDINGS, _FINDINGS, listing)
        self.matrices: dict[TableStream, list[str]] = {}
        for instrument in dict.fromkeys(rule.instrument for rule in rules if rule.checks):
            tested = [rule for rule in rules if rule.checks and rule.instrument == instrument]
            provisions = (Heading(rule.provision, _STATUS_WIDTH) for rule in tested)
            (name,) = sheet_names([f"Matrix {instrument}"], workbook.sheetnames)
            headings = (_STATE, _ACCOUNT, _AS_OF, *provisions)
            matrix = TableStream(workbook, name, headings, printing.set_up_matrix)
            self.matrices[matrix] = [rule.id for rule in tested]
        self.clauses = TableStream(workbook, form.CLAUSES, _CLAUSES, listing)

    @property
    def tables(self) -> list[TableStream]:
        """Every sheet that is a table."""
        return [self.accounts, self.findings, *self.matrices, self.clauses]

    def add(self, assessment: Assessment) -> None:
        """Write what came out of one account."""
        state = Content(country_name(assessment.profile.country), Look.STRONG)
        account = Content(wording.account(assessment))
        day, profile = Content(str(assessment.as_of)), Content(assessment.profile.id)
        mind = Content("\n".join(bulleted(remarks(assessment))))
        self.accounts.append([state, account, day, mind, profile])
        for finding in assessment.findings:
            self.findings.append([state, account, *_contents(assessment, finding), profile])
        statuses = {
            found.rule.id: status_content(found.status) for found in assessment.all_findings
        }
        for matrix, rules in self.matrices.items():
            matrix.append([state, account, day, *(statuses[rule] for rule in rules)])
        self.read.add(assessment)

    def end(self, first: Assessment) -> None:
        """Write what is said once of all accounts."""
        self._add_clauses(first)
        for table in self.tables:
            table.end()
        write_read_me(self.read_me, self.read, first.library)
        for sheet in self.workbook.worksheets:
            printing.set_footer(sheet, self.read.title)
        hidden = self.workbook.create_sheet(form.IDENTITY)
        hidden.sheet_state = "hidden"
        for row, pair in enumerate(self.read.identity().items(), start=1):
            for column, text in enumerate(pair, start=1):
                put(hidden, row, column, safe(text))

    def close(self) -> None:
        """Forget all rows."""
        for stream in (self.read_me, *self.tables):
            stream.close()

    def _add_clauses(self, assessment: Assessment) -> None:
        for finding in assessment.all_findings:
            rule = finding.rule
            self.clauses.append(
                [
                    *(Content(rule.citation, Look.STRONG), title(rule), text_of(rule)),
                    *(Content(rule.force), Content(rule.addressee)),
                    *(Content("\n".join(our_notes(rule))), topics(rule, assessment)),
                    Content(rule.id),
                ]
            )


def _contents(assessment: Assessment, finding: Finding) -> list[Content]:
    """What a finding's row says, but for whose account it is of."""
    rule, outcomes = finding.rule, finding.outcomes
    possible = wording.still_possible(outcomes) if len(outcomes) > 1 else ""
    return [
        *(Content(rule.citation), title(rule), status_content(finding.status)),
        *(Content(possible), Content("\n".join(bulleted(because(assessment, finding))))),
        *(Content(len(finding.missing), Look.COUNT), Content(rule.id)),
    ]


def because(assessment: Assessment, finding: Finding) -> list[str]:
    """The answers on which it rests, of a gap those that make it one; or why it is not tested."""
    checks = finding.failing_checks or finding.checks
    known = [finding.reason or "", *(reason(assessment, found).known for found in checks)]
    known += [] if finding.is_counted else [f"Not counted: {wording.NOT_COUNTED}."]
    return [words for words in dict.fromkeys(known) if words]
