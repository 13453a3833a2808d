"""Workbooks that people filled in: what is refused unopened, and what is found all the same."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook.defined_name import DefinedName

from compliance.errors import InputError, Location
from compliance.importers.tables.sheet import Cell
from compliance.workbook import reading
from compliance.workbook.reading.headings import HEADINGS
from compliance.workbook.reading.sheets import require_sheet
from compliance.workbook.reading.words import plain_words
from compliance.workbook.schema import column_name

FIELDS = ("key", "opinion", "comment")
HEADER = ("Key", "Reviewer's opinion", "Comment")
TITLE = "Gaps"


def problems(work: Callable[[], Any]) -> list[str]:
    """What is said of what cannot be read."""
    with pytest.raises(InputError) as caught:
        work()
    return [str(problem) for problem in caught.value.problems]


def workbook(  # noqa: PLR0913 - one argument a part of it
    path: Path,
    rows: Sequence[Sequence[Any]] = (("p r", "agree", "well"),),
    *,
    header: Sequence[Any] = HEADER,
    names: Mapping[str, str] | None = None,
    title: str = TITLE,
    above: int = 0,
) -> Path:
    """A workbook with one table, its columns named where they stand."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for number in range(above):
        sheet.append([f"remark {number}"])
    for row in (header, *rows):
        sheet.append(list(row))
    own = {
        field: f"'{title}'!${letter}${above + 1}:${letter}${above + 9}"
        for field, letter in zip(FIELDS, "ABC", strict=False)
    }
    for field, reference in (own if names is None else names).items():
        name = column_name(TITLE, field)
        book.defined_names[name] = DefinedName(name, attr_text=reference)
    book.save(path)
    return path


def changed(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def columns(path: Path) -> reading.Columns:
    book = reading.open_book(path)
    return reading.columns_of(book, require_sheet(book, TITLE, FIELDS), TITLE, FIELDS)


# What is not opened.


@pytest.mark.parametrize("ending", [".xls", ".ods", ".xlsm", ".xlsb", ".numbers", ".xltx", ""])
def test_a_file_of_another_kind_is_to_be_saved_as_xlsx(ending: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx").rename(tmp_path / f"a{ending}")
    (said,) = problems(lambda: reading.open_book(path))
    assert "save it as .xlsx" in said


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "this is no workbook"),
        (b"Id;Answer\n", "this is no workbook"),
        (ENCRYPTED, "encrypted with a password"),
        (ENCRYPTED[:8], "a workbook of the old kind (.xls)"),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "this is an OpenDocument spreadsheet (.ods)",
        ),
        (b"PK\x05\x06" + b"\0" * 18, "damaged"),
    ],
)
def test_what_is_no_workbook_is_told_by_its_content(
    content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert said in problems(lambda: reading.open_book(path))[0]


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        ("xl/externalLinks/externalLink1.xml", b"<x/>", "links to other workbooks"),
        ("xl/connections.xml", b"<x/>", "fetches data from elsewhere"),
        ("xl/vbaProject.bin", b"", "macros"),
        ("xl/workbook.bin", b"", "binary"),
        ("docProps/a.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>', "entities"),
        ("docProps/a.xml", b"<!--" + b"x" * 70_000 + b"--><!DOCTYPE a><a/>", "entities"),
        ("docProps/a.dat", "\ufeff<!DOCTYPE a><a/>".encode("utf-16-be"), "entities"),
        (
            "docProps/a.dat",
            "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>".encode("utf-16"),
            "entities",
        ),
        ("xl/a.xml", b"<a>" + b"<xf/>" * 150_001 + b"</a>", "more than 150000 elements"),
        ("docProps/thumbnail.jpeg", bytes(40_000_000), "far larger than any"),
        ("xl/worksheets/sheet2.xml", bytes(2_000_000), "far larger than any"),
    ],
)
def test_a_part_that_no_answer_needs_is_refused_unread(
    part: str, content: bytes, said: str, tmp_path: Path
) -> None:
    path = changed(workbook(tmp_path / "a.xlsx"), lambda parts: parts.update({part: content}))
    assert said in problems(lambda: reading.open_book(path))[0]


def test_a_part_that_declares_less_than_it_holds_is_damaged(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    content = bytearray(path.read_bytes())
    at = content.rfind(b"xl/workbook.xml") - 46 + 24  # the size, in the list at the end
    content[at : at + 4] = (5).to_bytes(4, "little")
    path.write_bytes(bytes(content))
    assert "damaged" in problems(lambda: reading.open_book(path))[0]


@given(st.binary(max_size=300), st.integers(0, 5_000), st.integers(0, 400))
def test_a_workbook_with_bytes_changed_is_read_or_refused(
    inserted: bytes, start: int, length: int
) -> None:
    folder = Path(_FOLDER)
    path = folder / "fuzzed.xlsx"
    content = _WHOLE[:start] + inserted + _WHOLE[start + length :]
    path.write_bytes(content)
    with contextlib.suppress(InputError):
        reading.open_book(path)


@pytest.fixture(scope="module", autouse=True)
def _whole(tmp_path_factory: pytest.TempPathFactory) -> None:
    global _WHOLE, _FOLDER  # noqa: PLW0603 - hypothesis and fixtures of a test do not mix
    _FOLDER = tmp_path_factory.mktemp("fuzzed")
    _WHOLE = workbook(_FOLDER / "a.xlsx").read_bytes()


_WHOLE = b""
_FOLDER = Path()


def test_a_million_coloured_rows_are_no_rows_and_a_cell_below_them_is_one(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(3, 100_000))

    def colour(parts: dict[str, bytes]) -> None:
        sheet = parts["xl/worksheets/sheet1.xml"].decode()
        last = '<row r="100001"><c r="A100001" t="inlineStr"><is><t>p x</t></is></c></row>'
        sheet = sheet.replace("</sheetData>", f"{rows}{last}</sheetData>")
        parts["xl/worksheets/sheet1.xml"] = sheet.encode()

    book = reading.open_book(changed(workbook(tmp_path / "a.xlsx"), colour))
    assert list(book.sheets[TITLE].rows) == [1, 2, 100_001]


# Where things stand by now.


def test_columns_are_found_by_name_whatever_their_headers(tmp_path: Path) -> None:
    names = {"key": "Gaps!$C$1:$C$9", "comment": "Gaps!$A$1:$A$9", "opinion": "Gaps!$B$1:$B$9"}
    path = workbook(tmp_path / "a.xlsx", header=("???", "mine", "x"), names=names)
    assert columns(path).by_field == {"key": 3, "opinion": 2, "comment": 1}


@pytest.mark.parametrize("language", range(4))
def test_columns_are_found_by_headers_in_other_languages(language: int, tmp_path: Path) -> None:
    picks = [HEADINGS[field] for field in FIELDS]
    header = [
        headings[-1 if language == 3 else min(language + 1, len(headings) - 2)]
        for headings in picks
    ]
    path = workbook(tmp_path / "a.xlsx", header=["", *map(str.upper, header)], names={}, above=3)
    found = columns(path)
    assert (found.by_field, found.header) == ({"key": 2, "opinion": 3, "comment": 4}, 4)


def test_a_header_with_its_translation_is_read_by_its_parts(tmp_path: Path) -> None:
    header = ("Id", "Reviewer's opinion / Avis", "Comment\nCommentaire")
    path = workbook(tmp_path / "a.xlsx", header=header, names={})
    assert columns(path).by_field == {"key": 1, "opinion": 2, "comment": 3}


def test_a_header_that_is_nearly_right_is_taken_with_a_warning(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", header=("Key", "Your opinon", "Your coment"), names={})
    found = columns(path)
    assert found.by_field == {"key": 1, "opinion": 2, "comment": 3}
    assert found.remarks == (
        "Gaps!B1: “Your opinon” is read as the column `Your opinion`",
        "Gaps!C1: “Your coment” is read as the column `Your comment`",
    )


def test_headers_count_where_contents_were_copied_under_a_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", header=("Id", "Comment", "Reviewer's opinion"))
    assert columns(path).by_field == {"key": 1, "opinion": 3, "comment": 2}


def test_two_columns_of_one_name_and_a_missing_one_are_problems(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", header=("Comment", "Comment", ""), names={})
    assert problems(lambda: columns(path)) == [
        ("Gaps!1: the column `Key` was deleted\n  hint: fill in the file as it was sent to you"),
        "Gaps!B1: two columns are called `Comment`\n  hint: rename the one that was added",
    ]


def test_a_sheet_is_found_by_its_names_its_title_and_its_headers(tmp_path: Path) -> None:
    for number, (title, names) in enumerate([("Écarts", None), (" GAPS", {}), ("Sheet (2)", {})]):
        book = reading.open_book(workbook(tmp_path / f"{number}.xlsx", title=title, names=names))
        assert require_sheet(book, TITLE, FIELDS).title == title
    lost = reading.open_book(workbook(tmp_path / "x.xlsx", title="x", names={}, header="xyz"))
    assert "the sheet `Gaps` is gone" in problems(lambda: require_sheet(lost, TITLE, FIELDS))[0]


def test_rows_are_found_by_their_keys_and_every_doubt_has_its_cell(tmp_path: Path) -> None:
    rows = [
        ("p\u00a0r ", "agree", ""),
        ("p s", "", ""),
        ("", "", ""),
        ("p s", "agree", ""),
        ("p rr", "agree", ""),
        ("", "agree", "lost"),
        ("", "", "", "a note beside"),
        ("p rr", "", ""),
    ]
    path = workbook(tmp_path / "a.xlsx", rows)
    book = reading.open_book(path)
    grid = book.sheets[TITLE]
    found = reading.entries_of(grid, columns(path), ["p r", "p s", "p t"], FIELDS[1:])
    assert {key: entry.number for key, entry in found.by_key.items()} == {"p r": 2, "p s": 3}
    assert [str(problem) for problem in found.problems] == [
        (
            "Gaps!A5: `p s` stands here again; it stands in Gaps!A3 already\n"
            "  hint: remove one of the two rows"
        ),
        "Gaps!B6: there is no `p rr` here\n  hint: did you mean `p r`?",
        (
            "Gaps!B7: this row is not one to be filled in: it has no key\n"
            "  hint: write it into the row of the question or paragraph that is meant"
        ),
    ]
    assert found.remarks == (
        "Gaps!8: not read, for the row has no key",
        "Gaps!A9: there is no `p rr` here; nothing is filled in in its row",
    )


# What a cell says.


def cell(value: Any) -> Cell:
    """The cell that a workbook with this value has."""
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append([value])
    book.save(stream)
    path = Path(_FOLDER) / "cell.xlsx"
    path.write_bytes(stream.getvalue())
    found = reading.open_book(path).sheets["Sheet"].rows[1].cells[0]
    assert found
    return found


def written(value: str) -> Cell:
    return Cell(value, "text", Location("a.xlsx", cell="A!B2"))


@pytest.mark.parametrize(
    "value", ["yes", "Yes ", "YES.", True, 1, "TRUE", "Ｙｅｓ", "\u200fyes", "Oui", "Sí", "نعم"]
)
def test_a_yes_is_a_yes_however_it_is_written(value: Any) -> None:
    assert reading.yes_no(cell(value)) == "yes"


@pytest.mark.parametrize("value", ["no", "No", False, 0, "FALSE", "non", "لا"])
def test_a_no_is_a_no_however_it_is_written(value: Any) -> None:
    assert reading.yes_no(cell(value)) == "no"


@pytest.mark.parametrize("value", ["yes?", "yes and no", "x", "2", "n/a", "-", "not yet"])
def test_what_is_neither_is_not_guessed(value: str) -> None:
    assert "neither yes nor no" in problems(lambda: reading.yes_no(written(value)))[0]


@pytest.mark.parametrize(
    "value",
    [
        "2011-07-14",
        "14/07/2011",
        "07/14/2011",
        "14.7.2011",
        "2011/7/14",
        "14 July 2011",
        "14th July, 2011",
        "July 14, 2011",
        "14 juillet 2011",
        "14 de julio de 2011",
        "14-Jul-2011",
        "٢٠١١-٠٧-١٤",
        "14\u00a0JUL\u00a02011",
        "2011-07-14 00:00:00",
        "2011\u201107\u201114",
    ],
)
def test_a_day_is_read_in_common_forms(value: str) -> None:
    assert reading.day(written(value)) == "2011-07-14"


def test_a_day_that_the_program_took_for_one_is_read_too() -> None:
    assert reading.day(cell(date(2011, 7, 14))) == "2011-07-14"
    assert reading.day(cell(datetime(2011, 7, 14))) == "2011-07-14"


def test_a_day_that_can_be_two_is_neither() -> None:
    assert problems(lambda: reading.day(written("03/04/2011"))) == [
        "A!B2: `03/04/2011` can be two days\n  hint: write which is meant: 2011-04-03 or 2011-03-04"
    ]
    assert reading.day(written("04/04/2011")) == "2011-04-04"


@pytest.mark.parametrize("value", ["2011", 40738, "July 2011", "31 June 2011", "14/07/11", "soon"])
def test_what_is_no_day_is_refused(value: Any) -> None:
    assert "hint: write the day as YYYY-MM-DD" in problems(lambda: reading.day(cell(value)))[0]


def test_a_time_of_the_day_is_no_day() -> None:
    assert "is no day" in problems(lambda: reading.day(cell(datetime(2011, 7, 14, 9))))[0]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        *[(30, "30"), ("30", "30"), (2.5, "2.5"), ("2,5", "2.5"), ("1 000", "1000")],
        *[
            ("30 days", "30"),
            ("1\u202f000,5", "1000.5"),
            ("٣٠", "30"),
            ("−3", "-3"),
            (30.0, "30"),
            ("30.00", "30"),
        ],
    ],
)
def test_a_number_is_read_in_common_forms(value: Any, number: str) -> None:
    assert reading.number(cell(value), "days") == number


@pytest.mark.parametrize("value", ["1,000", "1.000", "12.345"])
def test_a_number_that_can_be_two_is_neither(value: str) -> None:
    assert "thousands or decimals" in problems(lambda: reading.number(written(value)))[0]


@pytest.mark.parametrize("value", ["thirty", "30-60", "1e3", 1e30, "NaN", "≥ 30"])
def test_what_is_no_number_is_refused(value: Any) -> None:
    assert "is no number" in problems(lambda: reading.number(cell(value)))[0]


def test_a_choice_is_known_by_its_label_and_its_id() -> None:
    offered = {"Every child, whatever the status": "every_child", "No entitlement": "none"}
    for value in ("every_child", "EVERY CHILD,  whatever the Status"):
        assert reading.choice(written(value), offered) == "every_child"
    assert problems(
        lambda: reading.choice(written("Every child, what ever the status"), offered)
    ) == [
        (
            "A!B2: “Every child, what ever the status” is none of the choices\n"
            "  hint: did you mean “Every child, whatever the status”?"
        )
    ]


@pytest.mark.parametrize(("value", "said"), [("=1+1", "a formula"), ("#N/A", "an error")])
def test_a_formula_or_an_error_is_no_answer(value: str, said: str) -> None:
    found = cell(value)
    for read in (reading.text, reading.yes_no, reading.day, reading.number):
        assert said in problems(lambda read=read: read(found))[0]  # type: ignore[misc]


def test_clear_is_said_alone() -> None:
    assert all(reading.is_clear(written(value)) for value in ("(clear)", " (Clear) ", "(effacer)"))
    assert not reading.is_clear(written("clear"))


@given(st.text(max_size=40))
def test_plain_words_are_plain_already(text: str) -> None:
    assert plain_words(plain_words(text)) == plain_words(text)
