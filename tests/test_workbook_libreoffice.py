"""LibreOffice opens the workbook, keeps what is in it, and prints it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from layers import load_layer
from openpyxl import Workbook, load_workbook
from workbooks import links_of

from compliance.assessment import assess
from compliance.report.workbook import render

SECONDS = 120
ERRORS = re.compile(r"Err:\d+|#REF!|#NAME\?|#VALUE!|#N/A|#DIV/0!|#NUM!|#NULL!")


def office() -> str:
    """Where LibreOffice is. Only on somebody's own machine may it be missing."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        if "CI" in os.environ:
            pytest.fail("install LibreOffice Calc: these tests must not be skipped where CI is set")
        pytest.skip("LibreOffice (soffice) is not installed here; where CI is set this fails")
    return found


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = load_layer(tmp_path_factory.mktemp("layer"))
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
    program = office()
    folder = tmp_path_factory.mktemp("converted")
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()
    for kind in ("xlsx", "pdf"):
        subprocess.run(
            [
                *(program, f"-env:UserInstallation={profile}", "--headless", "--norestore"),
                *("--convert-to", kind, "--outdir", str(folder), str(written)),
            ],
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )
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
    speaker = "Antarctica: @Friends & _x0041_ (voice: civil society), as of 2012-01-31"
    assert speaker in [cell.value for cell in after["Summary"]["A"]]
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
    for sheet in before:
        assert dict(sheet.tables.items())
        assert dict(after[sheet.title].tables.items()) == dict(sheet.tables.items())


def test_the_links_are_kept(before: Workbook, after: Workbook) -> None:
    for sheet in before:
        kept = {
            cell: place.replace("'", "") for cell, place in links_of(after[sheet.title]).items()
        }
        links = {cell: place.replace("'", "") for cell, place in links_of(sheet).items()}
        assert kept == links


def test_looks_print_set_up_and_charts_are_kept(before: Workbook, after: Workbook) -> None:
    for sheet in before:
        other = after[sheet.title]
        assert other.print_title_rows == sheet.print_title_rows
        assert other.print_area == sheet.print_area
        assert other.page_setup.orientation == sheet.page_setup.orientation
        for cell in sheet["D"]:
            assert other[cell.coordinate].fill.fgColor.rgb[2:] == cell.fill.fgColor.rgb[2:]
    assert len(after["Summary"]._charts) == len(before["Summary"]._charts) > 1


def test_it_prints(converted: Path) -> None:
    content = (converted / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    pages = len(re.findall(rb"/Type\s*/Page\b", content))
    assert 6 <= pages <= 30
