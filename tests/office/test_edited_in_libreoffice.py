"""What is written in LibreOffice itself, by its own hand, comes back as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from support.command_line import run
from support.libreoffice import edited

pytestmark = pytest.mark.usefixtures("ours")


def _cell(file: str, name: str, row: int) -> str:
    """The cell of a column that has a defined name, in a row."""
    place = load_workbook(file).defined_names[name].attr_text
    column = range_boundaries(place.rpartition("!")[2])[0]
    return load_workbook(file).worksheets[0].cell(row, column).coordinate


def test_a_review_written_in_libreoffice() -> None:
    assert run("assess", "ata-2012-ngo", "-o", "report.xlsx").exit_code == 0
    row = next(
        cell.row
        for cells in load_workbook("report.xlsx")["Findings"].iter_rows()
        for cell in cells
        if cell.value == "ata-2012-ngo T-1.1"
    )
    told = {"opinion": "disagree", "comment": "=SUM is no formula here", "name": "Ana Ñandú"}
    cells = {_cell("report.xlsx", f"Findings_{key}", row): text for key, text in told.items()}
    file = edited(Path("report.xlsx").resolve(), Path.cwd(), Findings=cells)
    found = run("review", file.name)
    assert found.exit_code == 0, found.stderr
    said = " ".join(found.stdout.split())
    assert "Ana Ñandú 1 row; disagree 1" in said
    assert "=SUM is no formula here" in said


def test_a_questionnaire_filled_in_in_libreoffice() -> None:
    run(
        "questionnaire",
        "ATA",
        "--voice",
        "government",
        "--speaker",
        "G",
        "--as-of",
        "2012-03-01",
        "-o",
        "q.xlsx",
    )
    book = load_workbook("q.xlsx")
    place = next(n for n in book.defined_names if n.endswith("_answer"))
    sheet, _, reference = book.defined_names[place].attr_text.rpartition("!")
    sheet = sheet.strip("'")
    column = range_boundaries(reference)[0]
    row = next(
        cell.row
        for cells in book[sheet].iter_rows()
        for cell in cells
        if cell.value == "Do schools ask for residence papers?"
    )
    where = book[sheet].cell(row, column).coordinate
    file = edited(
        Path("q.xlsx").resolve(), Path.cwd(), **{sheet.replace(" ", "_"): {where: "YES "}}
    )
    assert run("import", "questionnaire", file.name, "-o", "new.yaml").exit_code == 0
    assert "children.papers:\n    value: yes" in Path("new.yaml").read_text(encoding="utf-8")
