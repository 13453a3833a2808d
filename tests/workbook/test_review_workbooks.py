"""The annotated copies and the merged workbook: what is in them, and what is left as it was."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from support.gap_reports import Reviewing, cell_of, fill, filled, gap_report, library_in, pin
from support.workbooks import links_of

from compliance.errors import InputError
from compliance.library.library import Library
from compliance.workbook.review.reading import read_copy
from compliance.workbook.review.review import Review, review
from compliance.workbook.review.workbook.annotated import annotated, names_in
from compliance.workbook.review.workbook.counters import counted
from compliance.workbook.review.workbook.merged import merged_workbook

ANA = ("Gaps", "T-1.2", {"opinion": "agree", "comment": "See art. 5", "name": "Ana"})
BEN = ("Gaps", "T-1.2", {"opinion": "disagree", "comment": "Repealed", "name": "Ben"})


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_in(tmp_path_factory.mktemp("layer"))


@pytest.fixture
def report(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return gap_report(Path("report.xlsx"), library)


def reviewed(library: Library, *paths: Path) -> Review:
    return review([read_copy(path, library) for path in paths], library)


def merged(library: Library, *paths: Path, name: str = "merged.xlsx") -> Workbook:
    Path(name).write_bytes(merged_workbook(reviewed(library, *paths)))
    return load_workbook(name)


def outcome(library: Library, *paths: Path) -> tuple[Any, ...]:
    found = reviewed(library, *paths)
    cells = {p: (c.values, c.is_conflict, c.entries) for p, c in found.cells.items() if c.entries}
    return cells, {(n.author, n.text) for n in found.notes}, found.signatures


def both(report: Path) -> tuple[Path, Path]:
    """Two copies that differ, with notes and signatures."""
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        pin(cell_of(book, "Gaps", "T-1.2", "opinion"), "Sure?", "Ana")
        pin(book["Gaps"]["A2"], "Odd title", "Ana")
        book["Sign-off"].append(["Ana", None, "Ministry", "2 January 2012", "approved"])
        fill(book, "Open questions", "detention.days", answer=40, name="Ana")
        fill(book, "Evidence", "children.school", answer="every_child", name="Ana")
    with Reviewing(filled(report, "b.xlsx", BEN), "b.xlsx") as book:
        pin(cell_of(book, "Gaps", "T-1.2", "opinion"), "No.", "Ben")
        book["Sign-off"].append(["Ben", None, None, None, "to be revised"])
        fill(book, "Gaps", "T-1.2", date=date(2012, 1, 3))
    return Path("a.xlsx"), Path("b.xlsx")


def test_cells_that_differ_are_open_and_a_note_says_who_wrote_what(
    library: Library, report: Path
) -> None:
    book = merged(library, *both(report))
    cell = cell_of(book, "Gaps", "T-1.2", "opinion")
    assert cell.value is None
    text = cell.comment.text
    assert "Ana: agree (a.xlsx, Gaps!D2)\nBen: disagree (b.xlsx, Gaps!D2)" in text
    assert "Sure?" in text
    assert "Ben: No." in text
    assert cell_of(book, "Gaps", "T-1.2", "comment").value == "Ana: See art. 5\nBen: Repealed"
    assert cell_of(book, "Gaps", "T-1.2", "name").value == "Ana; Ben"
    assert cell_of(book, "Gaps", "T-1.2", "date").value == datetime(2012, 1, 3)
    rules = [r for f in book["Gaps"].conditional_formatting for r in f.rules]
    assert [rule.formula for rule in rules] == [['AND(ISBLANK(D2),LEN("compliance")>0)']]


def test_what_nobody_disputes_stands_in_its_cell_as_a_spreadsheet_has_it(
    library: Library, report: Path
) -> None:
    book = merged(library, *both(report))
    assert cell_of(book, "Open questions", "detention.days", "answer").value == 40
    school = cell_of(book, "Evidence", "children.school", "answer").value
    assert school == "Every child, whatever the status"
    rows = [[cell.value for cell in row] for row in book["Sign-off"].iter_rows(min_row=2)]
    assert rows[:2] == [
        ["Ana", None, "Ministry", datetime(2012, 1, 2), "approved"],
        ["Ben", None, None, None, "to be revised"],
    ]
    assert book["Gaps"]["A2"].comment.text == "Odd title"
    texts = [str(cell.value) for row in book["Review"].iter_rows() for cell in row if cell.value]
    assert {"Ana", "Ben", "agree", "disagree", "Gaps!D2"} <= set(texts)
    (link,) = links_of(book["Review"]).values()
    assert link == "'Gaps'!D2"


def test_the_same_copies_make_the_same_bytes_and_their_order_no_difference(
    library: Library, report: Path
) -> None:
    one, two = both(report)
    found = merged_workbook(reviewed(library, one, two))
    assert merged_workbook(reviewed(library, one, two)) == found
    Path("m.xlsx").write_bytes(found)
    merged(library, two, one, name="n.xlsx")
    assert outcome(library, Path("m.xlsx")) == outcome(library, Path("n.xlsx"))


def test_a_merged_workbook_says_the_same_as_its_copies_alone_and_with_them(
    library: Library, report: Path
) -> None:
    copies = both(report)
    merged(library, *copies)
    expected = outcome(library, *copies)
    assert outcome(library, Path("merged.xlsx")) == expected
    assert outcome(library, Path("merged.xlsx"), *copies) == expected
    merged(library, Path("merged.xlsx"), name="again.xlsx")
    assert outcome(library, Path("again.xlsx")) == expected


def test_who_fills_in_what_was_left_open_decides_it(library: Library, report: Path) -> None:
    copies = both(report)
    merged(library, *copies)
    with Reviewing(Path("merged.xlsx"), "chair.xlsx") as book:
        fill(book, "Gaps", "T-1.2", opinion="agree in part", name="Chair")
    found = reviewed(library, Path("chair.xlsx"), *copies)
    assert found.conflicts == ()
    (opinion,) = [c for p, c in found.cells.items() if p.field == "opinion" and c.entries]
    assert [(e.author, e.value) for e in opinion.entries] == [("Chair", "agree in part")]
    (comment,) = [c for p, c in found.cells.items() if p.field == "comment" and c.entries]
    assert comment.authors == ("Ana", "Ben")
    merged(library, Path("chair.xlsx"), *copies, name="last.xlsx")
    assert outcome(library, Path("last.xlsx")) == outcome(library, Path("chair.xlsx"), *copies)


def test_a_decision_to_say_nothing_settles_too(library: Library, report: Path) -> None:
    merged(library, *both(report))
    with Reviewing(Path("merged.xlsx"), "chair.xlsx") as book:
        fill(book, "Gaps", "T-1.2", opinion="(clear)")
    found = reviewed(library, Path("chair.xlsx"), Path("a.xlsx"))
    assert not any(c.entries for p, c in found.cells.items() if p.field == "opinion")


def test_rows_and_columns_gone_in_one_copy_are_brought_back_from_another(
    library: Library, report: Path
) -> None:
    answer = ("Open questions", "children.papers", {"answer": "no", "name": "Ben"})
    filled(report, "b.xlsx", BEN, answer)
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        book["Open questions"].delete_rows(2)
    with Reviewing(Path("b.xlsx"), "b.xlsx") as book:
        book["Gaps"].delete_cols(9)
        del book.defined_names["Gaps_date"]
        book["Findings"].delete_rows(3)
        book["Evidence"].delete_rows(2)
    with Reviewing(Path("a.xlsx"), "a.xlsx") as book:
        fill(book, "Gaps", "T-1.2", date=date(2012, 1, 3))
    for order in ((Path("a.xlsx"), Path("b.xlsx")), (Path("b.xlsx"), Path("a.xlsx"))):
        expected = outcome(library, *order)[0]
        book = merged(library, *order)
        assert cell_of(book, "Open questions", "children.papers", "answer").value == "no"
        assert outcome(library, Path("merged.xlsx"))[0] == expected


def test_a_text_that_looks_like_a_formula_stays_a_text(library: Library, report: Path) -> None:
    with Reviewing(report, "a.xlsx") as book:
        cell = cell_of(book, "Gaps", "T-1.2", "comment")
        cell.value = "=SUM(1)"
        cell.data_type = "s"
    cell = cell_of(merged(library, Path("a.xlsx")), "Gaps", "T-1.2", "comment")
    assert (cell.value, cell.data_type) == ("=SUM(1)", "s")


def test_counters_that_are_live_keep_a_value(library: Library, report: Path) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        sheet = book["Read me"]
        sheet["A1"] = '=COUNTIF(Gaps_opinion,"agree")'
        sheet["A2"] = '=SUM(A1:A1)&" of 2"'
        sheet["A3"] = '=COUNTA(Gaps_opinion)-1-COUNTIF(Gaps_opinion,"see Gaps")&" in all"'
        sheet["A4"] = "=NOW()"
    merged(library, Path("a.xlsx"))
    values = load_workbook("merged.xlsx", data_only=True)["Read me"]
    assert [values[f"A{n}"].value for n in (1, 2, 3, 4)] == [1, "1 of 2", "1 in all", None]
    assert counted(load_workbook("merged.xlsx"))["Read me"] == {
        "A1": 1,
        "A2": "1 of 2",
        "A3": "1 in all",
    }


def test_an_annotated_copy_marks_every_faulty_cell_and_changes_nothing_else(
    library: Library, report: Path
) -> None:
    fill_ = PatternFill("solid", start_color="FFFF00")
    with Reviewing(report, "a.xlsx") as book:
        fill(book, "Gaps", "T-1.2", opinion="agre", comment="Fine", date="3/4/2012")
        pin(cell_of(book, "Gaps", "T-1.2", "opinion"), "Mine", "Ana")
        cell_of(book, "Gaps", "T-1.2", "opinion").fill = fill_
    before = Path("a.xlsx").read_bytes()
    copy = read_copy(Path("a.xlsx"), library)
    Path("marked.xlsx").write_bytes(annotated(copy))
    assert Path("a.xlsx").read_bytes() == before
    book, old = load_workbook("marked.xlsx"), load_workbook("a.xlsx")
    assert book.sheetnames == old.sheetnames
    for sheet in old:
        for row in sheet.iter_rows():
            for cell in row:
                assert book[sheet.title][cell.coordinate].value == cell.value
    opinion = cell_of(book, "Gaps", "T-1.2", "opinion")
    assert (opinion.comment.author, opinion.comment.text) == (
        "Ana",
        "Mine\n\n[[compliance: “agre” is no opinion that can be chosen. Did you mean “agree”?]]",
    )
    assert opinion.fill.start_color.rgb == "00FFFF00"
    ranges = [str(f.sqref) for f in book["Gaps"].conditional_formatting]
    assert ranges == ["D2", "I2"]


def test_an_annotated_copy_that_was_mended_is_as_good_as_new(
    library: Library, report: Path
) -> None:
    filled(report, "a.xlsx", ("Gaps", "T-1.2", {"opinion": "agre"}))
    Path("marked.xlsx").write_bytes(annotated(read_copy(Path("a.xlsx"), library)))
    mended = filled(Path("marked.xlsx"), "mended.xlsx", ANA)
    assert reviewed(library, mended).notes == ()
    book = merged(library, mended)
    assert cell_of(book, "Gaps", "T-1.2", "opinion").value == "agree"
    assert cell_of(book, "Gaps", "T-1.2", "opinion").comment is None
    assert list(book["Gaps"].conditional_formatting) == []


def test_an_annotated_copy_has_a_name_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a-annotated.xlsx").touch()
    names = list(names_in(tmp_path, [Path("x/a.xlsx"), Path("y/a.xlsx"), Path("b.xlsx")]))
    assert [name.name for name in names] == [
        "a-annotated-2.xlsx",
        "a-annotated-3.xlsx",
        "b-annotated.xlsx",
    ]


def test_a_workbook_too_large_to_be_written_on_is_said_to_be_so(
    library: Library, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compliance.workbook.review.workbook.theirs.MAX_SHEETS", 1000)
    with pytest.raises(InputError, match="too large to be written on"):
        merged_workbook(reviewed(library, report))
