"""What is alive in the sheet of questions: numbers and days checked, rows greyed by the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from compliance.library.library import Library
from compliance.model.rulebook import Fact, FactId
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.arising import Places, not_arising
from compliance.workbook.questionnaire.asking import Question
from compliance.workbook.questionnaire.rows import Row
from compliance.workbook.writing.style import MUTED

_DAY, _ANY_NUMBER = "yyyy-mm-dd", "General"
_FIRST_DAY = date(1900, 3, 1)
"""Before it spreadsheets count days wrongly, so earlier ones are texts."""
_UNASKED = "E3E6EA"
_LONGEST = 15
"""Digits of a number that a spreadsheet keeps."""


def type_cells(sheet: Worksheet, rows: Sequence[Row], columns: Mapping[str, str]) -> None:
    """Make numbers and days what they are, and let the sheet object to what is neither."""
    days = [f"{columns[name]}2:{columns[name]}{len(rows) + 1}" for name in (f.SINCE, f.UNTIL)]
    measured: dict[FactId, tuple[Fact, list[str]]] = {}
    for at, row in enumerate(rows, start=2):
        for name in (f.SINCE, f.UNTIL):
            _put_day(sheet, f"{columns[name]}{at}", row.text(name))
        if row.fact.type not in ("number", "date"):
            continue
        cells = [f"{columns[name]}{at}" for name in (f.ANSWER, f.OR)]
        for name, cell in zip((f.ANSWER, f.OR), cells, strict=True):
            if row.fact.type == "date":
                sheet[cell].number_format = _DAY
                _put_day(sheet, cell, row.text(name))
            else:
                sheet[cell].number_format = _ANY_NUMBER
                _put_number(sheet, cell, row.text(name))
        if row.fact.type == "date":
            days += cells
        else:
            measured[row.fact.id] = (row.fact, cells)
    if rows:
        sheet.add_data_validation(_day_validation(days))
    for fact, cells in measured.values():
        sheet.add_data_validation(_number_validation(fact, cells))


def _put_day(sheet: Worksheet, cell: str, text: str) -> None:
    if text and "\n" not in text and (day := date.fromisoformat(text)) >= _FIRST_DAY:
        sheet[cell].value = day
        sheet[cell].number_format = _DAY


def _put_number(sheet: Worksheet, cell: str, text: str) -> None:
    if text and "\n" not in text and len(text) <= _LONGEST:
        number = Decimal(text)
        value = int(number) if number == int(number) else float(number)
        if str(value) == text:  # else the text says more than the number would
            sheet[cell].value = value


def _day_validation(cells: Sequence[str]) -> DataValidation:
    return DataValidation(
        type="date",
        operator="greaterThan",
        formula1="1",
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle="No day",
        error="Write a day as 2011-07-26: year, month, day.",
        sqref=" ".join(cells),
    )


def _number_validation(fact: Fact, cells: Sequence[str]) -> DataValidation:
    limits = [str(limit) for limit in (fact.min, fact.max) if limit is not None]
    ends = {"between": limits} if len(limits) == 2 else {}
    if not ends:
        low = fact.min is not None or fact.max is None
        ends = {"greaterThanOrEqual" if low else "lessThanOrEqual": limits or ["-1E+15"]}
    (operator, formulas), *_ = ends.items()
    unit = f", in {fact.unit}" if fact.unit else ""
    return DataValidation(
        type="whole" if fact.integer else "decimal",
        operator=operator,  # type: ignore[arg-type]
        formula1=formulas[0],
        formula2=formulas[1] if len(formulas) > 1 else None,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning",
        errorTitle="Not such a number",
        error=f"Write a {'whole ' if fact.integer else ''}number{unit}; see the help.",
        sqref=" ".join(cells),
    )


def grey_what_does_not_arise(
    sheet: Worksheet,
    questions: Sequence[Question],
    library: Library,
    places: Places,
    last_column: str,
) -> None:
    """Grey the rows of questions that the answers in the sheet rule out, in italics as well."""
    for question in questions:
        given = question.fact.given
        formula = given and not_arising(library.condition(given), library.facts, places)
        if not formula:
            continue
        at = [places.rows[question.fact.id, about] for about in f.rows_of(question.fact)]
        rule = FormulaRule(  # type: ignore[no-untyped-call]
            formula=[formula],
            font=Font(italic=True, color=MUTED),
            fill=PatternFill("solid", start_color=_UNASKED, end_color=_UNASKED),
        )
        sheet.conditional_formatting.add(f"A{min(at)}:{last_column}{max(at)}", rule)
