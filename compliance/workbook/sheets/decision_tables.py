"""The sheet Decision tables: how each check is decided, whatever the country.

A check has a row for each question that it reads, with the letter that stands for it, and then the
rows of its table, merged, as ``compliance explain`` prints them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.engine.decision_table import DecisionTable
from compliance.engine.outcomes import Status
from compliance.model.rulebook import Check, Fact, Rule
from compliance.report import decision, wording
from compliance.workbook import schema as form
from compliance.workbook.writing.columns import provision_columns
from compliance.workbook.writing.listing import Column, Content, Listing, status_content
from compliance.workbook.writing.style import Look

POSSIBLE, RULED_OUT = "still possible", "ruled out"
WHATEVER = "whatever the answers"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A question that a check reads, or a row of its table."""

    rule: Rule
    check: Check
    name: str
    """The letter of the question, or the number of the row."""
    words: str
    line: decision.Line | None = None


def decision_tables(assessments: Sequence[Assessment]) -> Listing[TableRow]:
    """The tables of all checks; of one account also what its answers leave possible."""
    first = assessments[0]
    alone = len(assessments) == 1
    columns: list[Column[TableRow]] = [
        *provision_columns(lambda r: r.rule, 30, grouping=True),
        Column("Check", 24, _check, grouping=True),
        Column("Row", 7, lambda r: Content(r.name, Look.TEXT if r.line else Look.STRONG)),
        Column("Question, or when it is so", 74, _words),
        Column("Outcome", 17, _outcome),
        *([Column("By the answers given", 15, _left)] if alone else []),
        Column("Rule", 40, lambda r: Content(r.rule.id, Look.MUTED), printed=False),
        Column("Check id", 40, lambda r: Content(r.check.id, Look.MUTED), printed=False),
    ]
    subjects: dict[str, TableRow] = {}
    checks = 0
    for finding in first.findings:
        for found in finding.checks:
            checks += 1
            masks = found.masks if alone else found.table.full
            for row in _rows(finding.rule, found.check, found.table, masks):
                subjects[f"{finding.rule.id} {found.check.id} {row.name}"] = row
    about = f"how {wording.number_of(checks, 'check is', 'checks are')} decided, row by row"
    nothing = "No rule that was looked at has checks."
    return Listing(form.DECISION_TABLES, columns, subjects, about, nothing)


def _rows(
    rule: Rule, check: Check, table: DecisionTable, masks: Sequence[int]
) -> Iterator[TableRow]:
    asked = decision.questions(table)
    for question in asked:
        words = question.fact.question
        if question.member:
            words = f"{words} {wording.label(question.fact, question.member)}"
        yield TableRow(rule, check, question.letter, words)
    for number, line in enumerate(decision.lines(table, masks), start=1):
        told = [
            f"{question.letter}: {wording.listed(_labels(question.fact, cell))}"
            for question, cell in zip(asked, line.cells, strict=True)
            if cell != (decision.WHATEVER,)
        ]
        yield TableRow(rule, check, str(number), "; ".join(told) or WHATEVER, line)


def _labels(fact: Fact, cell: Sequence[str]) -> list[str]:
    return [wording.label(fact, value) if fact.type == "choice" else value for value in cell]


def _check(row: TableRow) -> Content:
    return Content(row.check.id.replace("_", " "))


def _words(row: TableRow) -> Content:
    return Content(row.words, Look.TEXT if row.line else Look.STRONG)


def _outcome(row: TableRow) -> Content:
    return status_content(Status(row.line.outcome)) if row.line else Content("")


def _left(row: TableRow) -> Content:
    if row.line is None:
        return Content("")
    return Content(POSSIBLE) if row.line.is_possible else Content(RULED_OUT, Look.MUTED)
