"""The sheets of the matrix: an instrument a sheet, an account a row, a provision a column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from openpyxl import Workbook

from compliance.assessment.assess import Assessment
from compliance.model.rulebook import Rule
from compliance.report import wording
from compliance.report.matrix import NO_RANKING, Matrix, name_of, nothing_words
from compliance.workbook.sheets.account import sheet_names
from compliance.workbook.writing import printing
from compliance.workbook.writing.listing import Column, Content, Listing, Target, status_content
from compliance.workbook.writing.package import to_bytes
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.style import Look
from compliance.workbook.writing.table_sheet import TableSheet


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook of the matrix: the same bytes for the same input."""
    matrix = Matrix.of(assessments)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for listing in listings(matrix):
        sheet = workbook.create_sheet(listing.title)
        write(TableSheet(sheet, listing, {}))
        printing.set_footer(sheet, NO_RANKING)
    if not matrix.rulebooks:
        workbook.create_sheet("Matrix")["A1"] = safe(nothing_words(matrix))
    last_day = max(one.as_of for one in matrix.assessments)
    yield to_bytes(workbook, safe("Matrix of countries and provisions"), last_day)


def write(table: TableSheet[int]) -> None:
    """Fill a sheet of the matrix, and set up how it prints."""
    table.write()
    listing = table.listing
    printing.set_up_matrix(table.sheet, len(listing.columns), len(listing.subjects) + 1)


def listings(matrix: Matrix, leading_to: Mapping[str, Target] | None = None) -> list[Listing[int]]:
    """One listing an instrument; its subjects are the places of the accounts.

    ``leading_to`` says what the accounts of profiles link to.
    """
    titles = sheet_names(f"Matrix {instrument}" for instrument in matrix.rulebooks)
    return [
        _listing(matrix, title, rules, leading_to or {})
        for title, rules in zip(titles, matrix.rulebooks.values(), strict=True)
    ]


def _listing(
    matrix: Matrix, title: str, rules: Sequence[Rule], leading_to: Mapping[str, Target]
) -> Listing[int]:
    accounts = matrix.assessments

    def state(place: int) -> Content:
        link = leading_to.get(accounts[place].profile.id)
        look = Look.LINK if link else Look.STRONG
        return Content(name_of(accounts[place]), look, link=link)

    columns: list[Column[int]] = [
        Column("State", 24, state),
        Column("Account", 20, lambda n: Content(f"{accounts[n].profile.voice}")),
        Column("As of", 11, lambda n: Content(str(accounts[n].as_of), Look.MUTED)),
        *(Column(rule.provision, 15, _status_of(matrix, rule)) for rule in rules),
    ]
    account = wording.number_of(len(accounts), "account")
    about = f"{account} against {rules[0].symbol}, by the alphabet and never ranked"
    subjects = {str(place): place for place in range(len(accounts))}
    return Listing(title, columns, subjects, about, "There is no account.")


def _status_of(matrix: Matrix, rule: Rule) -> Callable[[int], Content]:
    """What the column of a provision says of an account."""

    def content(place: int) -> Content:
        return status_content(matrix.findings(place)[rule.id].status)

    return content
