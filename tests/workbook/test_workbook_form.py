"""The workbook's form: tables, links, looks, print, chart, and the same bytes each time."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from support.layers import load_layer
from support.workbooks import NAMESPACES, links_of, opened, part

from compliance.assessment.assess import Assessment, assess
from compliance.workbook import render
from compliance.workbook.writing import fitting

LISTINGS = [
    *("Gaps", "Measures", "Closing", "Findings", "Open questions", "Evidence", "Evidence levels"),
    *("Clauses", "Checks", "Decision tables", "Sign-off"),
]
LEAD = {"Measures": 2, "Closing": 2, "Evidence levels": 3}
"""How many rows stand above the table."""
HIDDEN = ["_identity", "_lists", "_base"]
READ = {
    "Gaps": "Lead institution",
    "Findings": "Addressee",
    "Checks": "Open questions",
    "Evidence": "Still open for",
    "Clauses": "See",
    "Open questions": "What would follow",
    "Measures": "What would show it",
    "Closing": "How it stands now",
    "Evidence levels": "Confirmed",
    "Decision tables": "By the answers given",
    "Sign-off": "Signature on paper",
}
"""The last column of each sheet that is printed."""


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assessment, Assessment]:
    library = load_layer(tmp_path_factory.mktemp("layer"))
    government, society = (library.profile(f"ata-{n}") for n in ("2011-government", "2012-ngo"))
    return assess(government, library), assess(society, library)


@pytest.fixture(scope="module")
def content(accounts: tuple[Assessment, Assessment]) -> bytes:
    return render([accounts[1]])


@pytest.fixture(scope="module")
def book(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


@pytest.fixture(scope="module")
def both(accounts: tuple[Assessment, Assessment]) -> Workbook:
    return opened(*accounts)


def test_names_of_sheets_are_short_and_distinct(both: Workbook) -> None:
    names = [name.casefold() for name in both.sheetnames]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


@pytest.mark.parametrize("name", LISTINGS)
def test_the_table_covers_exactly_its_data(book: Workbook, name: str) -> None:
    sheet = book[name]
    (table,) = sheet.tables.values()
    top = LEAD.get(name, 0) + 1
    assert table.ref == sheet.dimensions.replace("A1:", f"A{top}:")
    assert all(sheet.cell(row, 1).value for row in range(1, top))
    headers = [cell.value for cell in sheet[top]]
    assert table.column_names == headers
    assert len({str(header).casefold() for header in headers}) == len(headers)
    assert table.autoFilter is not None
    assert sheet.auto_filter.ref is None
    assert sheet.freeze_panes == f"B{top + 1}"


def test_names_of_tables_are_distinct_in_the_whole_workbook(both: Workbook) -> None:
    names = [name.casefold() for sheet in both for name in sheet.tables]
    assert len(set(names)) == len(names)
    assert {"statuses", "statuses_2", "topics_4"} <= set(names)


def test_no_cells_are_merged_and_no_tables_overlap(both: Workbook) -> None:
    for sheet in both:
        assert not sheet.merged_cells.ranges
        rows = [range_boundaries(table.ref)[1::2] for table in sheet.tables.values()]
        assert all(one[1] < other[0] for one, other in pairwise(rows))


def test_there_is_no_formula_but_what_is_counted_live_and_no_error(both: Workbook) -> None:
    for sheet in both:
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n"} | ({"f"} if sheet.title == "Summary" else set())
    live = both["Summary"][both["Summary"].tables["Filled_in"].ref]
    inside = {cell.coordinate for row in live for cell in row if cell.data_type == "f"}
    everywhere = {
        cell.coordinate for row in both["Summary"] for cell in row if cell.data_type == "f"
    }
    assert inside == everywhere


def _rule_in(sheet: Worksheet, row: int) -> object:
    headers = [cell.value for cell in sheet[LEAD.get(sheet.title, 0) + 1]]
    return sheet.cell(row, headers.index("Rule") + 1).value


@pytest.mark.parametrize(
    ("name", "column", "target"),
    [
        ("Gaps", "Clause", "Clauses"),
        ("Gaps", "All ways", "Closing"),
        ("Closing", "Clause", "Clauses"),
        ("Evidence levels", "Clause", "Clauses"),
        ("Findings", "Clause", "Clauses"),
        ("Findings", "Your opinion", "Gaps"),
        ("Findings", "Checks", "Checks"),
        ("Checks", "Clause", "Clauses"),
        ("Decision tables", "Clause", "Clauses"),
        ("Clauses", "See", "Findings"),
    ],
)
def test_links_lead_to_the_row_of_the_same_rule(
    book: Workbook, name: str, column: str, target: str
) -> None:
    sheet = book[name]
    top = LEAD.get(name, 0) + 1
    letter = next(cell.column_letter for cell in sheet[top] if cell.value == column)
    links = {at: to for at, to in links_of(sheet).items() if re.fullmatch(letter + r"\d+", at)}
    filled = [cell for cell in sheet[letter][top:] if cell.value is not None]
    assert len(links) == len(filled) > 0
    for at, to in links.items():
        sheet_name, _, cell = to.partition("!")
        assert sheet_name == f"'{target}'"
        assert _rule_in(book[target], book[target][cell].row) == _rule_in(sheet, sheet[at].row)


def test_the_summary_links_to_every_sheet(book: Workbook) -> None:
    places = list(dict.fromkeys(links_of(book["Summary"]).values()))
    assert places == [f"'{name}'!A1" for name in LISTINGS]


@pytest.mark.parametrize("name", LISTINGS)
def test_listings_print_the_columns_that_are_read(book: Workbook, name: str) -> None:
    sheet = book[name]
    *_, last_column, last_row = range_boundaries(sheet.print_area.replace("$", "").split("!")[1])
    top = LEAD.get(name, 0) + 1
    assert sheet.cell(top, last_column).value == READ[name]
    assert last_row == sheet.max_row
    assert sheet.print_title_rows == f"${top}:${top}"
    assert sheet.page_setup.orientation == "landscape"
    widths = [sheet.column_dimensions[cell.column_letter].width for cell in sheet[1][:last_column]]
    assert sum(widths) <= 175, "it would print too small to be read"


def test_all_sheets_print_fitted_to_the_width_of_a4_with_numbered_pages(both: Workbook) -> None:
    for sheet in both:
        if sheet.title in HIDDEN:
            continue
        setup = sheet.page_setup
        is_matrix = sheet.title.startswith("Matrix")
        fitted = (9, 0 if is_matrix else 1, 0)
        assert (setup.paperSize, setup.fitToWidth, setup.fitToHeight) == fitted
        assert bool(sheet.sheet_properties.pageSetUpPr.fitToPage) is not is_matrix
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert len(sheet.oddFooter.left.text) < 200


def test_each_account_begins_on_a_new_page(both: Workbook) -> None:
    for name in ("Gaps", "Findings", "Checks", "Evidence"):
        sheet = both[name]
        profiles = [cell.value for cell in sheet["A"]]
        changes = [n for n in range(2, len(profiles)) if profiles[n] != profiles[n - 1]]
        assert [row_break.id for row_break in sheet.row_breaks.brk] == changes


def test_heights_are_proposed_and_never_fixed(content: bytes) -> None:
    for number in range(1, 14):
        rows = part(content, f"xl/worksheets/sheet{number}.xml").findall(".//main:row", NAMESPACES)
        heights = [float(row.attrib["ht"]) for row in rows]
        assert heights
        assert max(heights) <= fitting.HIGHEST_ROW
        assert not any("customHeight" in row.attrib for row in rows)


def test_rows_are_as_high_as_their_longest_text_needs(book: Workbook) -> None:
    sheet = book["Clauses"]
    for row in sheet.iter_rows(min_row=2):
        lines = max(
            len(
                fitting.wrapped(
                    str(cell.value or ""), sheet.column_dimensions[cell.column_letter].width, 10
                )
            )
            for cell in row
        )
        assert sheet.row_dimensions[row[0].row].height >= lines * 12.2
        assert all(cell.alignment.wrap_text for cell in row)


def test_the_chart_is_of_stacked_counts_with_both_axes(content: bytes, book: Workbook) -> None:
    chart = part(content, "xl/charts/chart1.xml")
    assert [e.attrib["val"] for e in chart.findall(".//c:delete", NAMESPACES)] == ["0", "0"]
    (grouping,) = chart.findall(".//c:grouping", NAMESPACES)
    assert grouping.attrib["val"] == "stacked"
    sheet = book["Summary"]
    left, top, right, bottom = range_boundaries(sheet.tables["Topics"].ref)
    values = [e.text for e in chart.findall(".//c:val//c:f", NAMESPACES)]
    assert (left, right) == (1, 5)
    assert values == [f"'Summary'!${c}${top + 1}:${c}${bottom}" for c in "BCDE"]
    categories = {e.text for e in chart.findall(".//c:cat//c:f", NAMESPACES)}
    assert categories == {f"'Summary'!$A${top + 1}:$A${bottom}"}


def test_the_same_input_gives_the_same_bytes(
    accounts: tuple[Assessment, Assessment], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = render(accounts)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert render(accounts) == first
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_name_the_product_and_the_day_of_the_account(both: Workbook) -> None:
    properties = both.properties
    assert properties.title == "Gap report: Antarctica"
    assert properties.creator == properties.lastModifiedBy == "compliance"
    assert properties.created == properties.modified == datetime(2012, 1, 31)
