"""What reviewers save with LibreOffice is read alike, and so is what we write for them."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from support.gap_reports import library_in
from support.libreoffice import office

from compliance.assessment.assess import assess
from compliance.library.library import Library
from compliance.workbook import render
from compliance.workbook import schema as form
from compliance.workbook.review.copies import read_copy
from compliance.workbook.review.returned import annotated, merged_workbook
from compliance.workbook.review.review import Review, review

PROFILE = "ata-2011-government"
SHEET, RULE = form.FINDINGS, "T-1.1"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_in(tmp_path_factory.mktemp("layer"))


def fill(book: Workbook, sheet: str, about: str, **values: Any) -> None:
    """Fill in a row of a real gap report."""
    found = book[sheet]
    columns = {cell.value: cell.column for cell in found[1]}
    key = columns[form.HEADERS[form.KEY]]
    row = next(
        row
        for row in range(2, found.max_row + 1)
        if found.cell(row, key).value == f"{PROFILE} {about}"
    )
    for name, value in values.items():
        found.cell(row, columns[form.HEADERS[name]]).value = value


@pytest.fixture(scope="module")
def copies(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three copies of a real gap report, one with faults, and what is made of them."""
    folder = tmp_path_factory.mktemp("copies")
    report = folder / "report.xlsx"
    report.write_bytes(render([assess(library.profile(PROFILE), library)]))
    book = load_workbook(report)
    fill(book, SHEET, RULE, opinion="agree", comment="See art. 5", name="Ana")
    book[SHEET]["B2"].comment = Comment("Ana:\nWhich words?", "Ana")
    book.save(folder / "ana.xlsx")
    book = load_workbook(report)
    fill(book, SHEET, RULE, opinion="Disagree", name="Ben", date="2 January 2012")
    book.save(folder / "ben.xlsx")
    fill(book, SHEET, RULE, opinion="perhaps")
    book.save(folder / "cleo.xlsx")
    two = [read_copy(folder / f"{name}.xlsx", library) for name in ("ana", "ben")]
    (folder / "merged.xlsx").write_bytes(merged_workbook(review(two, library)))
    cleo = read_copy(folder / "cleo.xlsx", library)
    (folder / "marked.xlsx").write_bytes(annotated(cleo))
    return folder


@pytest.fixture(scope="module")
def saved(copies: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same as LibreOffice saves them."""
    program = office()
    folder = tmp_path_factory.mktemp("saved")
    profile = tmp_path_factory.mktemp("libreoffice").as_uri()
    names = [str(copies / f"{name}.xlsx") for name in ("ana", "ben", "merged", "marked")]
    subprocess.run(
        [
            *(program, f"-env:UserInstallation={profile}", "--headless", "--norestore"),
            *("--convert-to", "xlsx", "--outdir", str(folder), *names),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder


def said(review: Review) -> tuple[Any, ...]:
    cells = {
        place: [(entry.author, entry.value) for entry in cell.entries]
        for place, cell in review.cells.items()
        if cell.entries
    }
    return cells, {(note.author, note.text) for note in review.notes}


def test_copies_saved_by_libreoffice_say_the_same(
    copies: Path, saved: Path, library: Library
) -> None:
    found = []
    for folder in (copies, saved):
        two = [read_copy(folder / f"{name}.xlsx", library) for name in ("ana", "ben")]
        assert [copy.problems for copy in two] == [(), ()]
        found.append(said(review(two, library)))
    assert found[0] == found[1]
    assert len(found[0][0]) == 4


def test_the_merged_workbook_saved_by_libreoffice_says_the_same(
    copies: Path, saved: Path, library: Library
) -> None:
    one, other = (
        said(review([read_copy(folder / "merged.xlsx", library)], library))
        for folder in (copies, saved)
    )
    assert one == other
    assert one[1] == {("Ana", "Which words?")}


def test_marks_are_kept_by_libreoffice(saved: Path) -> None:
    sheet = load_workbook(saved / "marked.xlsx")[SHEET]
    notes = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert [note for note in notes if "“perhaps” is no opinion" in note]
    assert list(sheet.conditional_formatting)
