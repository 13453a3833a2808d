"""Reading the copies that reviewers send back, and what they come to together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
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
from support.layers import FILES

from compliance.errors import InputError
from compliance.library.library import Library
from compliance.workbook import schema as form
from compliance.workbook.merging import Place
from compliance.workbook.review.copies import read_copy
from compliance.workbook.review.review import Review, misfits, review


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_in(tmp_path_factory.mktemp("layer"))


@pytest.fixture
def report(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return gap_report(Path("report.xlsx"), library)


def at(field: str, rule: str = "T-1.2") -> Place:
    return Place("Findings", f"{PROFILE} {rule}", field)


def reviewed(library: Library, *paths: Path, confirm: bool = False) -> Review:
    copies = [read_copy(path, library) for path in paths]
    assert [problem for copy in copies for problem in copy.problems] == []
    return review(copies, library, confirm=confirm)


def told(library: Library, path: Path) -> dict[Place, str | None]:
    """What one copy changes."""
    cells = reviewed(library, path).cells
    return {place: cell.value for place, cell in cells.items() if cell.entries}


def problems(library: Library, path: Path) -> list[str]:
    return [str(problem) for problem in read_copy(path, library).problems]


ANA = ("Findings", "T-1.2", {"opinion": "Agree", "comment": "See art. 5", "name": "Ana"})
BEN = ("Findings", "T-1.2", {"opinion": "disagree", "comment": "Repealed", "name": "Ben"})
OPINION, COMMENT, NAME, DATE = (
    get_column_letter(4 + form.FIELDS["Findings"].index(name))
    for name in ("opinion", "comment", "name", "date")
)
MORE = ("Findings", "T-1.3a", {"comment": "Old", "name": "Ana"})
WRITTEN = {
    at("opinion"): "agree",
    at("comment"): "See art. 5",
    at("name"): "Ana",
    at("comment", "T-1.3a"): "Old",
    at("name", "T-1.3a"): "Ana",
}


# What copies come to together.


def test_what_two_reviewers_wrote_is_put_together(library: Library, report: Path) -> None:
    found = reviewed(library, filled(report, "a.xlsx", ANA), filled(report, "b.xlsx", BEN))
    opinion = found.cells[at("opinion")]
    assert opinion.is_conflict
    assert [(e.author, e.value, e.file, e.cell) for e in opinion.entries] == [
        ("Ana", "agree", "a.xlsx", "Findings!D2"),
        ("Ben", "disagree", "b.xlsx", "Findings!D2"),
    ]
    assert found.cells[at("comment")].values == ("Repealed", "See art. 5")
    assert found.findings == (2, 1)
    assert [(r.name, r.files, r.rows, r.opinions["agree"]) for r in found.reviewers] == [
        ("Ana", ("a.xlsx",), 1, 1),
        ("Ben", ("b.xlsx",), 1, 0),
    ]
    assert {kind: n for kind, n in found.opinions.items() if n} == {"agree": 1, "disagree": 1}


def test_two_who_agree_count_as_two_opinions_and_no_conflict(
    library: Library, report: Path
) -> None:
    ben = ("Findings", "T-1.2", {"opinion": "agree", "name": "Ben"})
    found = reviewed(library, filled(report, "a.xlsx", ANA), filled(report, "b.xlsx", ben))
    assert (found.conflicts, found.opinions["agree"], found.findings) == ((), 2, (2, 1))


def test_a_copy_in_which_nothing_was_written_changes_nothing(
    library: Library, report: Path
) -> None:
    found = reviewed(library, report, filled(report, "a.xlsx", ANA))
    assert [r.name for r in found.reviewers] == ["Ana"]
    assert found.cells[at("opinion")].value == "agree"
    assert not reviewed(library, report).reviewers


def test_who_wrote_is_the_name_in_the_row_else_on_sign_off_else_the_file(
    library: Library, report: Path
) -> None:
    rows = [("Findings", "T-1.2", {"opinion": "agree"}), ("Findings", "T-1.3a", {"name": "Ben"})]
    filled(report, "ana.xlsx", *rows)
    found = reviewed(library, Path("ana.xlsx"))
    assert [r.name for r in found.reviewers] == ["Ben", "no name (ana.xlsx)"]
    assert found.copies[0].remarks == (
        "ana.xlsx: 1 row has no name, and nobody signed; written down as “no name (ana.xlsx)”",
    )
    with Reviewing(Path("ana.xlsx"), "ana.xlsx") as book:
        book[form.SIGNED].append(["Ana", "Head", date(2012, 1, 2), "Well done"])
    found = reviewed(library, Path("ana.xlsx"))
    assert [r.name for r in found.reviewers] == ["Ana", "Ben"]
    (signature,) = found.signatures
    assert (signature.office, signature.date, signature.remark) == (
        "Head",
        "2012-01-02",
        "Well done",
    )


def test_notes_keep_their_authors_also_beside_the_form_and_in_empty_cells(
    library: Library, report: Path
) -> None:
    with Reviewing(report, "a.xlsx") as book:
        pin(cell_of(book, "Findings", "T-1.2", "comment"), "Ana:\nWhich act?", "Ana")
        pin(book["Findings"]["A2"], "Odd", "Unknown Author")
        pin(book["Findings"]["Z99"], "Nobody's", "Ben")
    found = reviewed(library, Path("a.xlsx"), Path("a.xlsx"))
    assert [(n.author, n.text, n.cell, n.place) for n in found.notes] == [
        ("no name (a.xlsx)", "Odd", "Findings!A2", at("")),
        ("Ana", "Which act?", f"Findings!{COMMENT}2", at("comment")),
        ("Ben", "Nobody's", "Findings!Z99", None),
    ]


# What people do to workbooks.


def _moved(book: Workbook) -> None:
    """Move a column to the end, with its name, as a spreadsheet program does."""
    sheet = book["Findings"]
    old, new = 4, sheet.max_column + 2
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, new).value = sheet.cell(row, old).value
        sheet.cell(row, old).value = None
    name = book.defined_names["Findings_opinion"]
    name.attr_text = name.attr_text.replace("$D$", f"${sheet.cell(1, new).column_letter}$")


def _renamed(book: Workbook) -> None:
    book["Findings"]["D1"].value = "What I think"
    book["Findings"]["E1"].value = "x"


def _translated(book: Workbook) -> None:
    words = {"key": "Identifiant", "opinion": "Avis", "comment": "Commentaire", "name": "Nom"}
    for name in list(book.defined_names):
        del book.defined_names[name]
    headers = {form.HEADERS[name]: text for name, text in words.items()}
    for cell in book["Findings"][1]:
        cell.value = headers.get(cell.value, cell.value)


def _sorted(book: Workbook) -> None:
    sheet = book["Findings"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def _inserted(book: Workbook) -> None:
    sheet = book["Findings"]
    sheet.insert_cols(1)
    sheet["A1"].value = "My own column"
    sheet["A2"].value = "mine"
    for name, defined in book.defined_names.items():
        if name.startswith("Findings"):
            for letter in "NMLKJIHGFEDC":
                after = chr(ord(letter) + 1)
                defined.attr_text = defined.attr_text.replace(f"${letter}$", f"${after}$")


def _hidden(book: Workbook) -> None:
    book["Findings"].column_dimensions["D"].hidden = True
    book["Findings"].row_dimensions[2].hidden = True
    book["Clauses"].sheet_state = "hidden"


def _sheets_added_and_renamed(book: Workbook) -> None:
    book.create_sheet("Budget", 0)["A1"].value = "Key"
    book["Findings"].title = "Lacunes"
    for defined in book.defined_names.values():
        defined.attr_text = defined.attr_text.replace("'Findings'", "'Lacunes'")


def _sheets_removed(book: Workbook) -> None:
    del book["Clauses"]
    del book[form.SIGNED]


def _column_removed(book: Workbook) -> None:
    book["Findings"].delete_cols(cell_of(book, "Findings", "T-1.2", "date").column)
    del book.defined_names["Findings_date"]


def _notes_between(book: Workbook) -> None:
    book["Findings"]["A5"].value = "to do: ask the ministry"
    book["Findings"]["Z1"].value = "mine"


def _properties_lost(book: Workbook) -> None:
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]


@pytest.mark.parametrize(
    "change",
    [
        _moved,
        _renamed,
        _translated,
        _sorted,
        _inserted,
        _hidden,
        _sheets_added_and_renamed,
        _sheets_removed,
        _column_removed,
        _notes_between,
        _properties_lost,
    ],
)
def test_what_was_written_is_found_whatever_people_did(
    change: Callable[[Workbook], None], library: Library, report: Path
) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA, MORE), "a.xlsx") as book:
        change(book)
    assert told(library, Path("a.xlsx")) == WRITTEN


@given(st.permutations(range(len(form.FIELDS["Findings"]) + 1)), st.booleans(), st.booleans())
def test_shuffled_columns_and_missing_rows_change_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], gone: bool, named: bool
) -> None:
    folder = tmp_path_factory.getbasetemp() / "shuffled"
    library = library_in(folder)
    original = gap_report(folder / "report.xlsx", library)
    copy = filled(original, folder / "a.xlsx", ANA, MORE)
    with Reviewing(copy, copy) as book:
        sheet = book["Findings"]
        old = [[sheet.cell(row, n + 3).value for n in range(len(order))] for row in (1, 2, 3)]
        fields = [form.KEY, *form.FIELDS["Findings"]]
        for place, which in enumerate(order):
            letter = sheet.cell(1, place + 3).column_letter
            for row in (1, 2, 3):
                sheet.cell(row, place + 3).value = old[row - 1][which]
            name = form.column_name("Findings", fields[which])
            book.defined_names[name].attr_text = f"'Findings'!${letter}$1:${letter}$3"
            if not named:
                del book.defined_names[name]
        if gone:
            sheet.delete_rows(3)
    kept = {p: v for p, v in WRITTEN.items() if "T-1.3a" not in p.key or not gone}
    assert told(library, copy) == kept


@pytest.mark.parametrize("day", [date(2012, 1, 2), "2012-01-02", "2 January 2012", "2.1.2012 "])
def test_days_in_common_forms_are_read_and_those_with_two_meanings_are_not(
    day: Any, library: Library, report: Path
) -> None:
    path = filled(report, "a.xlsx", ("Findings", "T-1.2", {"date": day}))
    if day == "2.1.2012 ":
        (said,) = problems(library, path)
        assert said.startswith(f"Findings!{DATE}2: `2.1.2012` can be two days")
    else:
        assert told(library, path) == {at("date"): "2012-01-02"}


def test_a_blank_cell_says_nothing(library: Library, report: Path) -> None:
    rows = [("Findings", "T-1.2", {"opinion": "(clear)", "comment": "  "})]
    assert told(library, filled(report, "a.xlsx", *rows)) == {}


def test_sheets_of_others_are_named_and_not_read(library: Library, report: Path) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        _sheets_added_and_renamed(book)
    assert read_copy(Path("a.xlsx"), library).remarks == (
        "a.xlsx: the sheet `Budget` was added: it is not read (1 cell)",
    )


# What is wrong.


def test_every_problem_is_told_with_its_cell_and_a_hint(library: Library, report: Path) -> None:
    with Reviewing(report, "a.xlsx") as book:
        fill(book, "Findings", "T-1.2", opinion="agre", comment="=A1", date="yesterday")
        fill(book, "Findings", "T-1.3a", name="N/A")
        book["Findings"]["C9"].value = f"{PROFILE} T-1.3b"
        book["Findings"]["D9"].value = "agree"
        cell_of(book, "Findings", "T-1.2", "comment").offset(6).value = "on no row"
        book[form.SIGNED].append(["Ana", "", "yesterday", ""])
    said = [line.split("\n  hint: ") for line in problems(library, Path("a.xlsx"))]
    assert {what for what, hint in said if hint} == {
        f"Findings!{OPINION}2: “agre” is no opinion that can be chosen",
        f"Findings!{COMMENT}2: a formula stands here",
        f"Findings!{DATE}2: `yesterday` is no day",
        f"Findings!{NAME}3: `N/A` names nothing",
        "Findings!D9: there is no `ata-2011-government T-1.3b` here",
        f"Findings!{COMMENT}8: this row is not one to be filled in: it has no key",
        f"{form.SIGNED}!C2: `yesterday` is no day",
    }


def test_who_has_no_opinion_is_sent_to_a_cell_that_is_there(library: Library, report: Path) -> None:
    copy = filled(report, "a.xlsx", ("Findings", "T-1.2", {"opinion": "N/A"}))
    (said,) = problems(library, copy)
    assert said.endswith("hint: leave the cell empty, and say why under `Your comment`")


def test_a_key_that_stands_twice_is_a_problem(library: Library, report: Path) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        book["Findings"]["C3"].value = f"{PROFILE} T-1.2"
    (said,) = problems(library, Path("a.xlsx"))
    assert said.startswith(f"Findings!C3: `{PROFILE} T-1.2` stands here again")
    with Reviewing(Path("a.xlsx"), "a.xlsx") as book:
        book["Findings"].row_dimensions[3].hidden = True
    assert problems(library, Path("a.xlsx")) == []
    (remark,) = read_copy(Path("a.xlsx"), library).remarks
    assert remark == "Findings!C3: not read; the row is hidden, and is there twice"


def test_without_its_column_of_keys_a_sheet_says_so_once(library: Library, report: Path) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        book["Findings"].delete_cols(3)
        for name in list(book.defined_names):
            del book.defined_names[name]
        book["Findings"]["A1"].value = "Clause"
    (said,) = problems(library, Path("a.xlsx"))
    assert said == (
        "Findings!1: the column `Key` was deleted\n  hint: fill in the file as it was sent to you"
    )


def test_what_is_written_into_cells_that_are_not_for_reviewers_is_named(
    library: Library, report: Path
) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        sheet = book["Findings"]
        sheet["B2"].value = "● met"
        sheet["Z1"].value, sheet["Z3"].value = "Our comments", "not for us"
        book["Clauses"]["B2"].value = "Another clause"
        book.create_sheet("Remarks")["A1"].value = "See above"
    assert read_copy(Path("a.xlsx"), library).remarks == (
        "a.xlsx: the column `Our comments` is not read: Findings!Z3",
        ("a.xlsx: Findings!B2: “● met” was written into a cell that is not for entries: not read"),
        (
            "a.xlsx: Clauses!B2: “Another clause” was written into a cell that is not for "
            "entries: not read"
        ),
        "a.xlsx: the sheet `Remarks` was added: it is not read (1 cell)",
    )


def test_what_is_hidden_counts_and_is_said_and_so_are_merged_cells(
    library: Library, report: Path
) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        _hidden(book)
        book["Findings"].merge_cells(f"{COMMENT}2:{COMMENT}3")
    assert read_copy(Path("a.xlsx"), library).remarks == (
        "a.xlsx: hidden or filtered rows were filled in, and count: Findings!2",
        f"a.xlsx: Findings!{OPINION}1: the column is hidden; what was filled in in it counts",
        (
            f"a.xlsx: Findings!{COMMENT}2:{COMMENT}3: these cells were merged: they count for the "
            "first of them alone"
        ),
    )


def test_cells_sorted_without_the_others_are_read_for_their_own_rows(
    library: Library, report: Path
) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        sheet = book["Findings"]
        column = sheet.max_column + 1
        sheet.cell(1, column).value = "Row (do not edit)"
        for row, rule in ((2, "T-1.3a"), (3, "T-1.2")):
            sheet.cell(row, column).value = f"{PROFILE} {rule}"
    assert {place.key for place in told(library, Path("a.xlsx"))} == {f"{PROFILE} T-1.3a"}
    assert "sorted without the others" in read_copy(Path("a.xlsx"), library).remarks[0]


def test_a_first_name_and_the_full_name_of_who_signed_are_one_reviewer(
    library: Library, report: Path
) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        book[form.SIGNED].append(["Ana Ruiz", None, None, "Well done"])
    assert [one.name for one in reviewed(library, Path("a.xlsx")).reviewers] == ["Ana Ruiz"]


def test_a_workbook_of_another_kind_tool_or_rulebook_is_refused(
    library: Library, tmp_path: Path
) -> None:
    Workbook().save(tmp_path / "other.xlsx")
    gap_report(tmp_path / "q.xlsx", library, compliance_kind="questionnaire")
    gap_report(tmp_path / "rules.xlsx", library, compliance_rulebooks='{"T-9": "h1"}')
    for name, said in (
        ("other.xlsx", "this workbook is not a gap report of ours"),
        ("q.xlsx", "this is a questionnaire, not a gap report"),
        ("rules.xlsx", "it was made of the rulebook `T-9`, which there is not"),
    ):
        with pytest.raises(InputError, match=said):
            read_copy(tmp_path / name, library)


def test_without_the_hidden_base_nothing_is_compared(library: Library, report: Path) -> None:
    with Reviewing(report, "a.xlsx") as book:
        book["_base"].delete_rows(1, 9)
    with pytest.raises(InputError, match="the hidden sheet _base is gone or empty"):
        read_copy(Path("a.xlsx"), library)


def test_copies_of_two_exports_do_not_fit(library: Library, report: Path) -> None:
    gap_report(Path("b.xlsx"), library, compliance_export="h999")
    filled(report, "c.xlsx", ANA)
    with Reviewing(report, "d.xlsx") as book:
        book["_base"]["D2"].value = "agree"
    copies = [read_copy(Path(f"{name}.xlsx"), library) for name in ("report", "b", "c", "d")]
    assert [str(problem).split("\n")[0] for problem in misfits(copies)] == [
        "b.xlsx: this is a copy of another export than report.xlsx",
        "d.xlsx: the hidden sheets are not the same as in report.xlsx",
    ]


# A rulebook that has moved on.


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The library with one rule changed, and one whose title alone is another."""
    rule = FILES["rules/T-1/2.yaml"]
    changed = {
        "rules/T-1/2.yaml": rule.replace('== "residents"', '!= "none"'),
        "rules/T-1/3a.yaml": FILES["rules/T-1/3a.yaml"].replace("Limits to", "A limit to"),
    }
    return library_in(tmp_path_factory.mktemp("later"), FILES | changed)


def test_only_rows_whose_own_rule_has_changed_are_to_be_confirmed(
    later: Library, report: Path
) -> None:
    found = reviewed(later, filled(report, "a.xlsx", ANA, MORE))
    assert [(one.line.key.split()[1], one.why, one.authors) for one in found.changed] == [
        ("T-1.2", "the rule has changed since the export", ("Ana",)),
    ]


def test_rows_on_which_nobody_wrote_ask_for_nothing(later: Library, report: Path) -> None:
    assert reviewed(later, report).changed == ()
