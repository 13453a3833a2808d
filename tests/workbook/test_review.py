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
from compliance.workbook.review.merging import Place
from compliance.workbook.review.reading import read_copy
from compliance.workbook.review.review import Review, misfits, review


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_in(tmp_path_factory.mktemp("layer"))


@pytest.fixture
def report(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return gap_report(Path("report.xlsx"), library)


def gap(field: str) -> Place:
    return Place("Gaps", f"{PROFILE} T-1.2", field)


def question(name: str, field: str = "answer") -> Place:
    return Place("Open questions", f"{PROFILE} {name}", field)


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


ANA = ("Gaps", "T-1.2", {"opinion": "Agree", "comment": "See art. 5", "name": "Ana"})
BEN = ("Gaps", "T-1.2", {"opinion": "disagree", "comment": "Repealed", "name": "Ben"})
ANSWER = ("Open questions", "children.papers", {"answer": "Yes", "name": "Ana"})
WRITTEN = {
    gap("opinion"): "agree",
    gap("comment"): "See art. 5",
    gap("name"): "Ana",
    question("children.papers"): "yes",
    question("children.papers", "name"): "Ana",
}


# What copies come to together.


def test_what_two_reviewers_wrote_is_put_together(library: Library, report: Path) -> None:
    found = reviewed(library, filled(report, "a.xlsx", ANA), filled(report, "b.xlsx", BEN))
    opinion = found.cells[gap("opinion")]
    assert opinion.is_conflict
    assert [(e.author, e.value, e.file, e.cell) for e in opinion.entries] == [
        ("Ana", "agree", "a.xlsx", "Gaps!D2"),
        ("Ben", "disagree", "b.xlsx", "Gaps!D2"),
    ]
    assert found.cells[gap("comment")].values == ("Repealed", "See art. 5")
    assert found.findings == (2, 1)
    assert [(r.name, r.files, r.rows, r.opinions["agree"]) for r in found.reviewers] == [
        ("Ana", ("a.xlsx",), 1, 1),
        ("Ben", ("b.xlsx",), 1, 0),
    ]
    assert {kind: n for kind, n in found.opinions.items() if n} == {"agree": 1, "disagree": 1}


def test_two_who_agree_count_as_two_opinions_and_no_conflict(
    library: Library, report: Path
) -> None:
    ben = ("Gaps", "T-1.2", {"opinion": "agree", "name": "Ben"})
    found = reviewed(library, filled(report, "a.xlsx", ANA), filled(report, "b.xlsx", ben))
    assert (found.conflicts, found.opinions["agree"], found.findings) == ((), 2, (2, 1))


def test_a_copy_in_which_nothing_was_written_changes_nothing(
    library: Library, report: Path
) -> None:
    found = reviewed(library, report, filled(report, "a.xlsx", ANA))
    assert [r.name for r in found.reviewers] == ["Ana"]
    assert found.cells[gap("opinion")].value == "agree"
    assert not reviewed(library, report).reviewers


def test_who_wrote_is_the_name_in_the_row_else_on_sign_off_else_the_file(
    library: Library, report: Path
) -> None:
    rows = [("Gaps", "T-1.2", {"opinion": "agree"}), ("Findings", "T-1.3a", {"name": "Ben"})]
    filled(report, "ana.xlsx", *rows)
    found = reviewed(library, Path("ana.xlsx"))
    assert [r.name for r in found.reviewers] == ["Ben", "ana"]
    assert found.copies[0].remarks == (
        (
            "ana.xlsx: 1 row has no name, and no single one is on Sign-off; “ana” is taken, after "
            "the file"
        ),
    )
    with Reviewing(Path("ana.xlsx"), "ana.xlsx") as book:
        book["Sign-off"].append(["Ana", "Head", "Ministry", date(2012, 1, 2), "approved"])
    found = reviewed(library, Path("ana.xlsx"))
    assert [r.name for r in found.reviewers] == ["Ana", "Ben"]
    (signature,) = found.signatures
    assert (signature.institution, signature.date, signature.decision) == (
        "Ministry",
        "2012-01-02",
        "approved",
    )


def test_notes_keep_their_authors_also_beside_the_form_and_in_empty_cells(
    library: Library, report: Path
) -> None:
    with Reviewing(report, "a.xlsx") as book:
        pin(cell_of(book, "Gaps", "T-1.2", "evidence"), "Ana:\nWhich act?", "Ana")
        pin(book["Gaps"]["A2"], "Odd", "Unknown Author")
        pin(book["Gaps"]["Z99"], "Nobody's", "Ben")
    found = reviewed(library, Path("a.xlsx"), Path("a.xlsx"))
    assert [(n.author, n.text, n.cell, n.place) for n in found.notes] == [
        ("a", "Odd", "Gaps!A2", gap("")),
        ("Ana", "Which act?", "Gaps!G2", gap("evidence")),
        ("Ben", "Nobody's", "Gaps!Z99", None),
    ]


# What people do to workbooks.


def _moved(book: Workbook) -> None:
    """Move a column to the end, with its name, as a spreadsheet program does."""
    sheet = book["Gaps"]
    old, new = 4, sheet.max_column + 2
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, new).value = sheet.cell(row, old).value
        sheet.cell(row, old).value = None
    name = book.defined_names["Gaps_opinion"]
    name.attr_text = name.attr_text.replace("$D$", f"${sheet.cell(1, new).column_letter}$")


def _renamed(book: Workbook) -> None:
    book["Gaps"]["D1"].value = "What I think"
    book["Open questions"]["D1"].value = "x"


def _translated(book: Workbook) -> None:
    words = {"key": "Identifiant", "opinion": "Avis", "comment": "Commentaire", "name": "Nom"}
    words |= {"answer": "Réponse", "document": "Document"}
    for name in list(book.defined_names):
        del book.defined_names[name]
    for title in ("Gaps", "Open questions"):
        for cell in book[title][1]:
            cell.value = words.get(cell.value, cell.value)


def _sorted(book: Workbook) -> None:
    sheet = book["Open questions"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def _inserted(book: Workbook) -> None:
    for title in ("Gaps", "Open questions"):
        sheet = book[title]
        sheet.insert_cols(1)
        sheet["A1"].value = "My own column"
        sheet["A2"].value = "mine"
    for name, defined in book.defined_names.items():
        if name.startswith(("Gaps", "Open")):
            for letter in "NMLKJIHGFEDC":
                after = chr(ord(letter) + 1)
                defined.attr_text = defined.attr_text.replace(f"${letter}$", f"${after}$")


def _hidden(book: Workbook) -> None:
    book["Gaps"].column_dimensions["D"].hidden = True
    book["Gaps"].row_dimensions[2].hidden = True
    book["Open questions"].sheet_state = "hidden"


def _rows_deleted(book: Workbook) -> None:
    book["Open questions"].delete_rows(3, 2)
    book["Evidence"].delete_rows(2, 2)


def _sheets_added_and_renamed(book: Workbook) -> None:
    book.create_sheet("Budget", 0)["A1"].value = "Key"
    book["Gaps"].title = "Lacunes"
    for defined in book.defined_names.values():
        defined.attr_text = defined.attr_text.replace("'Gaps'", "'Lacunes'")


def _sheets_removed(book: Workbook) -> None:
    del book["Evidence"]
    del book["Sign-off"]


def _column_removed(book: Workbook) -> None:
    book["Gaps"].delete_cols(book["Gaps"].max_column)
    del book.defined_names["Gaps_date"]


def _notes_between(book: Workbook) -> None:
    book["Gaps"]["A5"].value = "to do: ask the ministry"
    book["Gaps"]["Z1"].value = "mine"


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
        _rows_deleted,
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
    with Reviewing(filled(report, "a.xlsx", ANA, ANSWER), "a.xlsx") as book:
        change(book)
    assert told(library, Path("a.xlsx")) == WRITTEN


@given(
    st.permutations(range(len(form.FIELDS["Gaps"]) + 1)),
    st.sets(st.sampled_from(["children.papers", "detention.days"])),
    st.booleans(),
)
def test_shuffled_columns_and_missing_rows_change_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], gone: set[str], named: bool
) -> None:
    folder = tmp_path_factory.getbasetemp() / "shuffled"
    library = library_in(folder)
    original = gap_report(folder / "report.xlsx", library)
    copy = filled(original, folder / "a.xlsx", ANA, ANSWER)
    with Reviewing(copy, copy) as book:
        sheet = book["Gaps"]
        old = [[sheet.cell(row, n + 3).value for n in range(len(order))] for row in (1, 2)]
        fields = [str(field) for field in old[0]]
        for place, which in enumerate(order):
            letter = sheet.cell(1, place + 3).column_letter
            for row in (1, 2):
                sheet.cell(row, place + 3).value = old[row - 1][which]
            name = form.column_name("Gaps", fields[which])
            book.defined_names[name].attr_text = f"'Gaps'!${letter}$1:${letter}$2"
            if not named:
                del book.defined_names[name]
        questions = book["Open questions"]
        for row in range(questions.max_row, 1, -1):
            if any(f"{PROFILE} {name}" in [c.value for c in questions[row]] for name in gone):
                questions.delete_rows(row)
    about = f"{PROFILE} children.papers"
    kept = {p: v for p, v in WRITTEN.items() if p.key != about or "children.papers" not in gone}
    assert told(library, copy) == kept


@pytest.mark.parametrize("word", ["yes", "Yes", "TRUE", True, 1, "1", "oui", " yes\u00a0", "YES."])
def test_a_yes_is_a_yes_however_it_is_written(word: Any, library: Library, report: Path) -> None:
    path = filled(report, "a.xlsx", ("Open questions", "children.papers", {"answer": word}))
    assert told(library, path) == {question("children.papers"): "yes"}


@pytest.mark.parametrize("day", [date(2012, 1, 2), "2012-01-02", "2 January 2012", "2.1.2012 "])
def test_days_in_common_forms_are_read_and_those_with_two_meanings_are_not(
    day: Any, library: Library, report: Path
) -> None:
    path = filled(report, "a.xlsx", ("Gaps", "T-1.2", {"date": day}))
    if day == "2.1.2012 ":
        (said,) = problems(library, path)
        assert said.startswith("Gaps!I2: `2.1.2012` can be two days")
    else:
        assert told(library, path) == {gap("date"): "2012-01-02"}


def test_a_blank_cell_says_nothing_and_an_answer_is_taken_back_expressly(
    library: Library, report: Path
) -> None:
    rows = [
        ("Open questions", "children.papers", {"answer": "  "}),
        ("Evidence", "treaties.x", {"answer": "(Clear)"}),
        ("Gaps", "T-1.2", {"opinion": "(clear)"}),
    ]
    place = Place("Evidence", f"{PROFILE} treaties.x", "answer")
    assert told(library, filled(report, "a.xlsx", *rows)) == {place: "(clear)"}


def test_sheets_of_others_are_named_and_not_read(library: Library, report: Path) -> None:
    with Reviewing(filled(report, "a.xlsx", ANA), "a.xlsx") as book:
        _sheets_added_and_renamed(book)
    assert read_copy(Path("a.xlsx"), library).remarks == (
        "a.xlsx: `Budget` is none of our sheets; it is not read",
    )


# What is wrong.


def test_every_problem_is_told_with_its_cell_and_a_hint(library: Library, report: Path) -> None:
    with Reviewing(report, "a.xlsx") as book:
        fill(book, "Gaps", "T-1.2", opinion="agre", status="better", comment="=A1")
        fill(book, "Open questions", "children.papers", answer="perhaps", said_by="me")
        fill(book, "Open questions", "detention.days", answer=-5)
        fill(book, "Evidence", "children.school", answer="nobody", date="yesterday")
        book["Findings"]["C3"].value = f"{PROFILE} T-1.3b"
        book["Findings"]["D3"].value = "agree"
        book["Sign-off"].append(["Ana", "", "", "", "fine"])
    said = [line.split("\n  hint: ") for line in problems(library, Path("a.xlsx"))]
    assert {what for what, hint in said if hint} == {
        "Gaps!D2: “agre” is no opinion that can be chosen",
        "Gaps!E2: “better” is no status",
        "Gaps!F2: a formula stands here, not an answer",
        "Open questions!D2: `perhaps` is neither yes nor no",
        "Open questions!H2: “me” is no kind of speaker",
        "Open questions!D3: -5 is below the least possible, 0",
        "Evidence!D2: “nobody” is none of the choices of this question",
        "Evidence!J2: `yesterday` is no day",
        "Findings!C3: there is no `ata-2011-government T-1.3b` here",
        "Sign-off!E2: “fine” is no decision that can be chosen",
    }


def test_a_key_that_stands_twice_is_a_problem(library: Library, report: Path) -> None:
    with Reviewing(report, "a.xlsx") as book:
        book["Open questions"]["C3"].value = f"{PROFILE} children.papers"
    (said,) = problems(library, Path("a.xlsx"))
    assert said.startswith(f"Open questions!C3: `{PROFILE} children.papers` stands here again")


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
        del book["_base"]
    with pytest.raises(InputError, match="the hidden sheet _base is gone"):
        read_copy(Path("a.xlsx"), library)


def test_copies_of_two_exports_do_not_fit(library: Library, report: Path) -> None:
    gap_report(Path("b.xlsx"), library, compliance_export="h999")
    filled(report, "c.xlsx", ANA)
    with Reviewing(report, "d.xlsx") as book:
        book["_base"]["D2"].value = "agree"
    copies = [read_copy(Path(f"{name}.xlsx"), library) for name in ("report", "b", "c", "d")]
    assert [str(problem).split("\n")[0] for problem in misfits(copies)] == [
        "b.xlsx: this is a copy of another export than report.xlsx",
        "d.xlsx: the hidden sheet _base is not the same as in report.xlsx",
    ]


# A rulebook that has moved on.


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The library with one rule changed, one question changed, and one question gone."""
    rule, facts = FILES["rules/T-1/2.yaml"], FILES["rules/facts/children.yaml"]
    changed = {
        "rules/T-1/2.yaml": rule.replace('== "residents"', '!= "none"'),
        "rules/T-1/3a.yaml": FILES["rules/T-1/3a.yaml"].replace("Limits to", "A limit to"),
        "rules/facts/children.yaml": facts.replace("Do schools ask", "Do any schools ask"),
    }
    return library_in(tmp_path_factory.mktemp("later"), FILES | changed)


def test_only_rows_whose_own_rule_or_question_has_changed_are_to_be_confirmed(
    later: Library, report: Path
) -> None:
    days = ("Open questions", "detention.days", {"answer": 40, "name": "Ana"})
    finding = ("Findings", "T-1.3a", {"opinion": "agree", "name": "Ana"})
    path = filled(report, "a.xlsx", ANA, ANSWER, days, finding)
    found = reviewed(later, path)
    assert [(one.line.key.split()[1], one.why, one.authors) for one in found.changed] == [
        ("T-1.2", "the rule has changed since the export", ("Ana",)),
        ("children.papers", "the question has changed since the export", ("Ana",)),
    ]
    assert {p.subject.name: p.why_not for p in found.proposals} == {
        "children.papers": "the question has changed since the export",
        "detention.days": None,
    }
    confirmed = reviewed(later, path, confirm=True)
    assert [p.why_not for p in confirmed.proposals] == [None, None]
    assert len(confirmed.changed) == 2


def test_rows_on_which_nobody_wrote_ask_for_nothing(later: Library, report: Path) -> None:
    assert reviewed(later, report).changed == ()
