"""LibreOffice opens the workbook, keeps what is in it, and prints it."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from support.layers import load_layer
from support.libreoffice import office
from support.pages import filed
from support.workbooks import links_of

from compliance.assessment.assess import assess
from compliance.model.profiles import Answer
from compliance.workbook import render
from compliance.workbook import schema as form

SECONDS = 120
ERRORS = re.compile(r"Err:\d+|#REF!|#NAME\?|#VALUE!|#N/A|#DIV/0!|#NUM!|#NULL!")


def _convert(file: Path, kind: str, folder: Path) -> None:
    """Let LibreOffice open the file and save it in the folder as another kind."""
    profile = (file.parent / "libreoffice").as_uri()
    subprocess.run(
        [
            *(office(), f"-env:UserInstallation={profile}", "--headless", "--norestore"),
            *("--convert-to", kind, "--outdir", str(folder), str(file)),
        ],
        check=True,
        capture_output=True,
        timeout=SECONDS,
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = load_layer(tmp_path_factory.mktemp("layer"))
    shown_by = {"children.papers": "=1+1", "children.school": "@Friends & _x0041_"}
    facts = {
        name: library.facts[name].model_copy(update={"evidence": text})
        for name, text in shown_by.items()
    }
    library = replace(library, facts={**library.facts, **facts})
    profile = library.profile("ata-2012-ngo")
    answer = profile.answers["children.papers"][0].model_copy(update={"note": "=1+1"})
    answers = {**profile.answers, "children.papers": (answer,)}
    tricky = profile.model_copy(update={"answers": answers, "speaker": "@Friends & _x0041_"})
    path = tmp_path_factory.mktemp("workbook") / "report.xlsx"
    government = library.profile("ata-2011-government")
    path.write_bytes(render([assess(government, library), assess(tricky, library)]))
    return path


@pytest.fixture(scope="module")
def converted(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbook as LibreOffice saves it, and as it prints it."""
    folder = tmp_path_factory.mktemp("converted")
    for kind in ("xlsx", "pdf"):
        _convert(written, kind, folder)
    return folder


@pytest.fixture(scope="module")
def before(written: Path) -> Workbook:
    return load_workbook(written)


@pytest.fixture(scope="module")
def after(converted: Path) -> Workbook:
    return load_workbook(converted / "report.xlsx")


def _as_read(value: object) -> object:
    """What the file says in LibreOffice's and Excel's reading: ``_x005F_`` is an underscore."""
    return value.replace("_x005F_", "_") if isinstance(value, str) else value


def test_every_cell_says_the_same(before: Workbook, after: Workbook) -> None:
    assert after.sheetnames == before.sheetnames
    told = [str(cell.value) for row in after["Questions"].iter_rows() for cell in row]
    assert "@Friends & _x0041_" in told
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                assert after[sheet.title][cell.coordinate].value == _as_read(cell.value)


def test_no_cell_has_become_a_formula_or_an_error(after: Workbook) -> None:
    cells = [cell for sheet in after for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == "=1+1" for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell.value for cell in cells if ERRORS.search(str(cell.value))]


def test_the_tables_are_kept(before: Workbook, after: Workbook) -> None:
    assert sum(len(sheet.tables) for sheet in before) >= len(form.SHEETS) - 4
    for sheet in before:
        assert dict(after[sheet.title].tables.items()) == dict(sheet.tables.items())


@pytest.mark.parametrize("page", ["plan", "ask"])
def test_plans_and_questions_say_the_same_there(page: str, tmp_path: Path) -> None:
    library = load_layer(tmp_path)
    facts = library.facts.values()
    asked = {fact.id: fact.model_copy(update={"question": "=1+1"}) for fact in facts}
    library = replace(library, facts=asked)
    society = library.profile("ata-2012-ngo")
    answers = {**society.answers, "children.school": (Answer(value="none"),)}
    told = society.model_copy(update={"speaker": "=1+1", "answers": answers})
    path = tmp_path / "report.xlsx"
    path.write_bytes(filed(page, "xlsx", [assess(told, library)]))
    _convert(path, "xlsx", tmp_path / "saved")
    before, after = (load_workbook(at) for at in (path, tmp_path / "saved" / "report.xlsx"))
    assert after.sheetnames == before.sheetnames
    texts = []
    for sheet in before:
        assert dict(after[sheet.title].tables.items()) == dict(sheet.tables.items())
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            kept = after[sheet.title][cell.coordinate]
            assert (kept.value, kept.data_type) == (cell.value, cell.data_type)
            texts.append(str(cell.value))
    assert not any(ERRORS.search(text) for text in texts)
    assert page == "plan" or "=1+1" in texts


def test_the_links_are_kept(before: Workbook, after: Workbook) -> None:
    for sheet in before:
        kept = {
            cell: place.replace("'", "") for cell, place in links_of(after[sheet.title]).items()
        }
        links = {cell: place.replace("'", "") for cell, place in links_of(sheet).items()}
        assert kept == links


def test_looks_print_set_up_and_charts_are_kept(before: Workbook, after: Workbook) -> None:
    for sheet in before:
        if sheet.sheet_state == "hidden":
            continue
        other = after[sheet.title]
        assert other.print_title_rows == sheet.print_title_rows
        assert other.print_area == sheet.print_area
        assert other.page_setup.orientation == sheet.page_setup.orientation
        for cell in sheet["D"]:
            assert other[cell.coordinate].fill.fgColor.rgb[2:] == cell.fill.fgColor.rgb[2:]
    assert len(after["Summary"]._charts) == len(before["Summary"]._charts) == 1


def test_it_prints(converted: Path) -> None:
    content = (converted / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    pages = len(re.findall(rb"/Type\s*/Page\b", content))
    assert 6 <= pages <= 20


def test_names_lists_locks_and_hidden_sheets_are_kept(before: Workbook, after: Workbook) -> None:
    def names(book: Workbook) -> dict[str, str]:
        return {
            name: place.attr_text.replace("'", "") for name, place in book.defined_names.items()
        }

    assert names(after) == names(before)
    for sheet in before:
        other = after[sheet.title]
        assert other.sheet_state == sheet.sheet_state
        assert other.protection.sheet
        assert not other.protection.password
        offered = _offered(sheet)
        assert _offered(other) == offered
        for row in sheet.iter_rows():
            for cell in row:
                kept = other[cell.coordinate]
                assert kept.protection.locked == cell.protection.locked, cell
    assert len(_offered(before["Findings"])) > 1


def _offered(sheet: Worksheet) -> dict[str, str]:
    """The name of the list that each cell offers."""
    return {
        f"{get_column_letter(column)}{row}": validation.formula1
        for validation in sheet.data_validations.dataValidation
        for area in validation.sqref.ranges
        for row, column in area.cells
    }


def test_the_identity_is_kept_in_the_properties_too(before: Workbook, after: Workbook) -> None:
    for book in (before, after):
        held = {one.name: _as_read(one.value) for one in book.custom_doc_props.props}
        assert held == {row[0].value: _as_read(row[1].value) for row in book["_identity"]}
        assert held["compliance_kind"] == "gap report"
