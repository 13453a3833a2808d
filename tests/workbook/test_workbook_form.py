"""The file of a workbook: the same bytes, safe tables, locks, and what fits on paper."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from support.layers import load_layer
from support.workbooks import opened, part, rows_of

import compliance
from compliance.assessment.assess import Assessment, assess
from compliance.library.library import Library
from compliance.model.profiles import Answer
from compliance.workbook import render
from compliance.workbook import schema as form
from compliance.workbook.writing import fitting, printing, style

MADE = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
import lxml.etree  # there to be found
from support.layers import load_layer
from compliance.assessment.assess import assess
from compliance.workbook import render
from pathlib import Path
library = load_layer(Path(sys.argv[2]))
print(hashlib.sha256(render([assess(library.profile("ata-2012-ngo"), library)])).hexdigest())
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("layer"))


@pytest.fixture(scope="module")
def accounts(library: Library) -> list[Assessment]:
    return [assess(profile, library) for profile in library.profiles.values()]


@pytest.fixture(scope="module")
def book(accounts: list[Assessment]) -> Workbook:
    return opened(*accounts)


def test_the_same_bytes_at_any_time_and_with_lxml(library: Library, tmp_path: Path) -> None:
    """openpyxl takes lxml where it finds it, and then writes other bytes."""
    (tmp_path / "lxml").mkdir()
    (tmp_path / "lxml" / "__init__.py").write_text("")
    (tmp_path / "lxml" / "etree.py").write_text("LXML_VERSION = (5, 0, 0, 0)\n")
    tests = Path(__file__).parent.parent
    path = os.pathsep.join([str(tests), str(Path(compliance.__file__).parent.parent)])
    done = subprocess.run(
        [sys.executable, "-c", MADE, str(tmp_path), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": path, "OPENPYXL_LXML": "True"},
        check=True,
        capture_output=True,
        text=True,
    )
    content = render([assess(library.profile("ata-2012-ngo"), library)])
    assert done.stdout.strip() == hashlib.sha256(content).hexdigest()
    with ZipFile(BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"<dcterms:created" in archive.read("docProps/core.xml")
        assert b"2012-01-31T00:00:00Z" in archive.read("docProps/core.xml")


def test_tables_have_filters_of_their_own_and_headers_that_match(book: Workbook) -> None:
    tables = 0
    for number, sheet in enumerate(book, start=1):
        assert sheet.auto_filter.ref is None
        for table in sheet.tables.values():
            tables += 1
            header = [cell.value for cell in sheet[table.ref][0]]
            assert header == [column.name for column in table.tableColumns]
            assert len({str(text).casefold() for text in header}) == len(header)
            if sheet.title != form.SUMMARY:
                assert table.autoFilter.ref == table.ref
        xml = part(render_of(book), f"xl/worksheets/sheet{number}.xml")
        assert xml.find("{*}autoFilter") is None
    assert tables == 6


def render_of(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_sheets_are_locked_without_a_password_and_can_be_coloured(book: Workbook) -> None:
    for sheet in book:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        for allowed in ("formatCells", "insertColumns", "formatColumns", "sort", "autoFilter"):
            assert getattr(sheet.protection, allowed) is False


def test_no_cell_is_a_formula(book: Workbook) -> None:
    assert {c.data_type for sheet in book for row in sheet.iter_rows() for c in row} <= {"s", "n"}


def test_pages_are_landscape_with_header_title_and_nothing_below_eight_points(
    book: Workbook,
) -> None:
    for sheet in book:
        if sheet.sheet_state == "hidden":
            continue
        assert sheet.page_setup.scale == printing.SCALE
        assert not sheet.sheet_properties.pageSetUpPr.fitToPage
        assert str(sheet.oddFooter.right.text) == "Page &P of &N"
        assert "Gap report" in str(sheet.oddHeader.left.text)
        printed = sheet[sheet.print_area.partition("!")[2].replace("$", "")]
        sizes = {c.font.sz for row in printed for c in row if c.value is not None}
        assert min(sizes) * printing.SCALE / 100 >= 8
        dimensions = [sheet.column_dimensions[cell.column_letter] for cell in printed[0]]
        widths = [one.width for one in dimensions if not one.hidden]
        if sheet.title == form.SUMMARY:
            assert sum(widths) <= printing.PORTRAIT_WIDTH
            continue
        assert sum(widths) <= printing.LANDSCAPE_WIDTH
        assert sheet.page_setup.orientation == "landscape"
        (table,) = sheet.tables.values()
        assert sheet.print_title_rows == "${0}:${0}".format(sheet[table.ref][0][0].row)
    area = book[form.FINDINGS].print_area.partition("!")[2].replace("$", "")
    findings = book[form.FINDINGS]
    headers = [
        cell.value
        for cell in findings[area][0]
        if not findings.column_dimensions[cell.column_letter].hidden
    ]
    assert headers[-4:] == [form.HEADERS[field] for field in form.REVIEW_FIELDS]


def test_a_text_higher_than_a_row_goes_on_in_the_next(library: Library) -> None:
    words = " ".join(f"word{number}" for number in range(2_000))
    profile = library.profile("ata-2011-government")
    evidence = [{"document": "D", "said_by": "government", "quote": words}]
    answer = Answer.model_validate({"value": "yes", "evidence": evidence})
    told = profile.model_copy(update={"answers": {"children.papers": (answer,)}})
    sheet = opened(assess(told, library))[form.QUESTIONS]
    rows = [row for row in rows_of(sheet) if str(row["Question"]).startswith("Do schools ask")]
    assert len(rows) > 2
    assert " ".join(str(row["Source"]) for row in rows).replace("“", "").startswith(words)
    assert all(str(row["Question"]).endswith("(continued)") for row in rows[1:])
    assert [row["Answer"] for row in rows] == ["yes", *[None] * (len(rows) - 1)]
    heights = [dimension.height or 0 for dimension in sheet.row_dimensions.values()]
    assert max(heights) <= fitting.HIGHEST_ROW


def test_rows_are_as_high_as_their_texts_need(book: Workbook) -> None:
    for title in (form.FINDINGS, form.QUESTIONS, form.ACTIONS, form.CLAUSES, form.COMPARISON):
        sheet = book[title]
        (table,) = sheet.tables.values()
        for row in sheet[table.ref][1:]:
            needed = fitting.row_height(
                (
                    str(cell.value or ""),
                    sheet.column_dimensions[cell.column_letter].width,
                    style.SIZE,
                )
                for cell in row
            )[0]
            assert sheet.row_dimensions[row[0].row].height >= needed


def test_an_account_without_findings_says_so(library: Library) -> None:
    told = assess(library.profile("ata-2011-government"), library).only([])
    book = load_workbook(BytesIO(render([told])))
    assert book[form.FINDINGS]["A2"].value == "No provision was looked at."
    assert not book[form.FINDINGS].tables
