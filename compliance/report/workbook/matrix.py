"""The sheets of the matrix: an instrument a sheet, an account a row, a provision a column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from openpyxl import Workbook

from compliance.assessment import Assessment
from compliance.model import Rule
from compliance.report import wording
from compliance.report.matrix import NO_RANKING, Matrix, name_of
from compliance.report.workbook import printing
from compliance.report.workbook.listing import Column, Content, Listing, status_content
from compliance.report.workbook.package import to_bytes
from compliance.report.workbook.safe_text import safe
from compliance.report.workbook.style import Look
from compliance.report.workbook.table_sheet import TableSheet

_TITLE_MOST = 31
"""How long the name of a sheet can be."""


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook of the matrix: the same bytes for the same input."""
    matrix = Matrix.of(assessments)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for listing in listings(matrix):
        sheet = workbook.create_sheet(listing.title)
        TableSheet(sheet, listing, {}).write()
        printing.set_up_matrix(sheet, len(listing.columns), len(listing.subjects) + 1)
        printing.set_footer(sheet, NO_RANKING)
    last_day = max(one.as_of for one in matrix.assessments)
    yield to_bytes(workbook, safe("Matrix of countries and provisions"), last_day)


def listings(matrix: Matrix) -> list[Listing[int]]:
    """One listing an instrument; its subjects are the places of the accounts."""
    return [_listing(matrix, book, rules) for book, rules in matrix.rulebooks.items()]


def _listing(matrix: Matrix, instrument: str, rules: Sequence[Rule]) -> Listing[int]:
    accounts = matrix.assessments
    columns: list[Column[int]] = [
        Column("State", 24, lambda n: Content(name_of(accounts[n]), Look.STRONG)),
        Column("Account", 20, lambda n: Content(f"{accounts[n].profile.voice}")),
        Column("As of", 11, lambda n: Content(str(accounts[n].as_of), Look.MUTED)),
        *(Column(rule.provision, 15, _status_of(matrix, rule)) for rule in rules),
    ]
    title = f"Matrix {instrument}"[:_TITLE_MOST]
    about = f"{wording.number_of(len(accounts), 'account')} against {rules[0].symbol}. {NO_RANKING}"
    subjects = {str(place): place for place in range(len(accounts))}
    return Listing(title, columns, subjects, about, "There is no account.")


def _status_of(matrix: Matrix, rule: Rule) -> Callable[[int], Content]:
    """What the column of a provision says of an account."""

    def content(place: int) -> Content:
        return status_content(matrix.findings(place)[rule.id].status)

    return content
