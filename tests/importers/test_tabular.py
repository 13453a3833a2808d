"""Lists in JSON, CSV and workbooks: what is read, where it stands, and what is refused."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.errors import InputError
from compliance.importers.tables import Row, Sheet, read_list, sheet, workbook

HEADINGS = ["Text", "To"]
ROWS = [["Open schools, and keep them open", "Utopia"], ["Train “judges”; soon", "Erewhon"]]


def known(names: Sequence[str]) -> int:
    return len({name.casefold() for name in names} & {"text", "to"})


def texts(read: Sheet) -> list[list[str | None]]:
    return [[cell and cell.text for cell in row.cells] for row in read.rows]


def rows_of(path: Path) -> list[Row]:
    return list(read_list(path, known).rows)


def problems(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        rows_of(path)
    return str(caught.value).replace(f"{path.parent}/", "")


def saved(path: Path, rows: Iterable[Sequence[Any]], title: str = "Sheet") -> Path:
    book = openpyxl.Workbook()
    active = book.active
    assert active
    active.title = title
    for row in rows:
        active.append(list(row))
    book.save(path)
    return path


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def as_csv(path: Path, delimiter: str = ",") -> Path:
    lines = [delimiter.join(f'"{cell}"' for cell in row) for row in [HEADINGS, *ROWS]]
    return written(path, "\n".join(lines))


def as_json(path: Path) -> Path:
    entries = [dict(zip(HEADINGS, row, strict=True)) for row in ROWS]
    return written(path, json.dumps(entries))


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.csv", as_csv),
        ("a.CSV", lambda path: as_csv(path, ";")),
        ("a.tsv", lambda path: as_csv(path, "\t")),
        ("a.xlsx", lambda path: saved(path, [HEADINGS, *ROWS])),
        ("a.json", as_json),
    ],
)
def test_the_same_list_is_read_from_every_kind_of_file(
    name: str, make: Callable[[Path], Path], tmp_path: Path
) -> None:
    read = read_list(make(tmp_path / name), known)
    assert (list(read.columns), texts(read), read.remarks) == (HEADINGS, ROWS, [])


@pytest.mark.parametrize(
    ("name", "make", "row", "cell"),
    [
        ("a.csv", as_csv, "a.csv: row 3", "a.csv: row 3"),
        ("a.json", as_json, "a.json: entry 2", "a.json: entry 2"),
        ("a.xlsx", lambda path: saved(path, [HEADINGS, *ROWS], "L"), "L!3", "L!B3"),
    ],
)
def test_every_cell_knows_its_place(
    name: str, make: Callable[[Path], Path], row: str, cell: str, tmp_path: Path
) -> None:
    last = rows_of(make(tmp_path / name))[-1]
    assert last.cells[1]
    places = [str(where).replace(f"{tmp_path}/", "") for where in (last.where, last.cells[1].where)]
    assert places == [row, cell]


def test_places_are_in_the_order_of_rows_not_of_letters(tmp_path: Path) -> None:
    rows = rows_of(saved(tmp_path / "a.xlsx", [HEADINGS, *ROWS * 6]))
    assert sorted(row.where for row in rows) == [row.where for row in rows]


# CSV


CELLS = st.text(st.sampled_from('a"b,;\t\n é'), max_size=8)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6), st.sampled_from(",;\t"))
def test_whatever_a_csv_writer_writes_is_read(rows: list[tuple[str, str]], delimiter: str) -> None:
    import csv  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows([HEADINGS, *rows])
    with tempfile.TemporaryDirectory() as folder:
        read = read_list(written(Path(folder, "a.csv"), target.getvalue()), known)
    expected = [[cell if cell.strip() else None for cell in row] for row in rows]
    assert texts(read) == [row for row in expected if any(row)]


def test_a_byte_order_mark_and_lines_of_windows_are_no_part_of_the_list(tmp_path: Path) -> None:
    read = read_list(written(tmp_path / "a.csv", "\ufeffText,To\r\nOpen,Utopia\r\n"), known)
    assert (read.columns, texts(read)) == (("Text", "To"), [["Open", "Utopia"]])


def test_commas_in_a_text_do_not_pass_for_delimiters(tmp_path: Path) -> None:
    text = "Text;To\n" + "Open, now, and then, schools;Utopia\n" * 9
    assert len(read_list(written(tmp_path / "a.csv", text), known).columns) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"Text,To\nOuvrir les \xe9coles,Utopia\n", "a.csv:2:12: the byte 0xE9 is not UTF-8"),
        ("Text,To".encode("utf-16"), "a.csv: the file is written in UTF-16"),
        ('Text,To\n"Open,Utopia\n', "a.csv:2: this is no CSV: unexpected end of data"),
        ('Text;To\n"Open" the;x\n', "a.csv:2: this is no CSV: ';' expected after '\"'"),
        ("Text,To\n" + "x" * 200_000, "a.csv:2: this is no CSV: field larger than field limit"),
        ("Text" + ",x" * 2000, "a.csv: row 1: the list has more than 1000 columns"),
    ],
)
def test_what_is_no_csv_is_refused(text: str | bytes, said: str, tmp_path: Path) -> None:
    assert said in problems(written(tmp_path / "a.csv", text))


def test_a_list_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MAX_CELLS", 5)
    assert "a.csv: row 3: the list has more than" in problems(as_csv(tmp_path / "a.csv"))
    with (tmp_path / "b.csv").open("wb") as file:
        file.truncate(21_000_000)
    assert "b.csv: the file is larger than 20 MB" in problems(tmp_path / "b.csv")


# JSON


def test_the_one_list_that_an_object_holds_is_read(tmp_path: Path) -> None:
    text = '{"made": "today", "list": [{"Text": "Open", "No": 7}, {"To": ["A", "B"]}]}'
    read = read_list(written(tmp_path / "a.json", text), known)
    assert read.columns == ("Text", "No", "To")
    rows = list(read.rows)
    assert [[cell and cell.text for cell in row.cells] for row in rows] == [
        ["Open", "7", None],
        [None, None, "A; B"],
    ]
    kinds = [cell.kind for row in rows for cell in row.cells if cell]
    assert kinds == ["text", "number", "list"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[{]", "a.json:1:3: this is no JSON: expecting property name"),
        ("", "a.json:1:1: this is no JSON: expecting value"),
        ("7", "a.json: there is no list in this file"),
        ("{}", "a.json: there is no list in this file"),
        ('{"a": [], "b": []}', "a.json: the object holds several lists"),
        ('[{}, "x", 7]', "a.json: entry 2: this is no object"),
        ('[{"a": 1, "a": 2}]', "a.json: an object has two keys `a`"),
        ("[" * 100_000, "a.json: this is no JSON that can be read"),
        ('[{"a": ' + "1" * 5000 + "}]", "a.json: this is no JSON that can be read"),
    ],
)
def test_what_is_no_list_in_json_is_refused(text: str, said: str, tmp_path: Path) -> None:
    assert said in problems(written(tmp_path / "a.json", text))


def test_values_of_other_kinds_are_told_from_texts(tmp_path: Path) -> None:
    values = '{"n": 97.10, "b": true, "o": {"x": 1}, "l": ["a", 1], "e": [], "z": null, "s": " "}'
    (row,) = rows_of(written(tmp_path / "a.json", f"[{values}]"))
    kinds = [cell and cell.kind for cell in row.cells]
    assert kinds == ["number", "object", "object", "object", None, None, None]


def test_a_great_many_empty_objects_do_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "MAX_ROWS", 1000)
    path = written(tmp_path / "a.json", "[" + "{}," * 2_000_000 + "{}]")
    tracemalloc.start()
    try:
        assert "a.json: entry 1001: the list has more than" in problems(path)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


# Workbooks


def test_the_sheet_with_the_headings_is_read_wherever_they_stand(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.title = "About"
    book.active["A1"] = "What this is"
    book.create_sheet("Empty")
    listed = book.create_sheet("List")
    for row in (["A title"], [], [None, "TEXT", "to"], [None, "Open", "Utopia"]):
        listed.append(row)
    book.save(tmp_path / "a.xlsx")
    read = read_list(tmp_path / "a.xlsx", known)
    assert read.columns == ("", "TEXT", "to")
    assert texts(read) == [[None, "Open", "Utopia"]]
    assert read.remarks == [
        "List!1: not read, because it is above the headings",
        "only the sheet `List` is read, not `About`",
    ]


def test_a_value_that_is_no_text_is_told_from_one(tmp_path: Path) -> None:
    row = [97.1, 97, "97.10", datetime.date(2010, 5, 1), "=A1", True]
    path = saved(tmp_path / "a.xlsx", [["Text", "b", "c", "d", "e", "f"], row])
    (read,) = rows_of(path)
    assert [(c.text, c.kind) for c in read.cells if c] == [
        ("97.1", "number"),
        ("97", "number"),
        ("97.10", "text"),
        ("2010-05-01", "date"),
        ("=A1", "formula"),
        ("True", "object"),
    ]


def test_an_error_in_a_cell_is_none_of_its_values(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    active = book.active
    assert active
    active.append(HEADINGS)
    active.append(["#N/A", "Utopia"])
    book.save(tmp_path / "a.xlsx")
    (row,) = rows_of(tmp_path / "a.xlsx")
    assert row.cells[0]
    assert row.cells[0].kind == "error"


def repacked(path: Path, change: Callable[[str, bytes], bytes], extra: str = "") -> Path:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(path) as old:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in {**parts, **({extra: b"x"} if extra else {})}.items():
            new.writestr(name, content)
    return path


def test_a_million_coloured_rows_are_no_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_BLANK", 50)
    blank = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(4, 200))

    def with_rows(name: str, content: bytes) -> bytes:
        is_sheet = name.startswith("xl/worksheets/")
        return content.replace(b"</sheetData>", blank + b"</sheetData>") if is_sheet else content

    path = repacked(saved(tmp_path / "a.xlsx", [HEADINGS, *ROWS], "L"), with_rows)
    read = read_list(path, known)
    assert (texts(read), read.remarks) == (ROWS, ["L!3: read to here; 50 blank rows follow"])


def test_a_sheet_is_as_large_as_its_rows_whatever_it_says_itself(tmp_path: Path) -> None:
    def wrongly(_: str, content: bytes) -> bytes:
        return content.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1"')

    path = repacked(saved(tmp_path / "a.xlsx", [HEADINGS, *ROWS]), wrongly)
    assert texts(read_list(path, known)) == ROWS


def test_a_workbook_that_would_fill_the_memory_is_refused_unread(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", [HEADINGS, *ROWS])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb", b"\0" * 101_000_000)
    assert path.stat().st_size < 200_000
    assert "a.xlsx: unpacked, the workbook is larger than 100 MB" in problems(path)


def test_a_workbook_with_macros_is_refused_by_whatever_name(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", [HEADINGS, *ROWS])
    assert "a.xlsx: the workbook has macros" in problems(
        repacked(path, lambda _, content: content, "xl/vbaProject.bin")
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"])
def test_a_workbook_that_declares_entities_is_refused_wherever_it_does(
    part: str, encoding: str, tmp_path: Path
) -> None:
    def declaring(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        root = content.decode().partition("?>")[2] or content.decode()
        head = f'<?xml version="1.0" encoding="{encoding}"?><!--{" " * 9000}-->'
        return f'{head}<!DOCTYPE x [<!ENTITY a "b">]>{root}'.encode(encoding)

    path = repacked(saved(tmp_path / "a.xlsx", [HEADINGS, *ROWS]), declaring)
    assert "a.xlsx: a part of the workbook declares entities" in problems(path)


@pytest.mark.parametrize("ending", ["xls", "xlsm", "XLSM", "xlsb", "ods"])
def test_other_workbooks_are_to_be_saved_as_xlsx(ending: str, tmp_path: Path) -> None:
    said = problems(tmp_path / f"a.{ending}")
    assert f"a workbook ending in `.{ending.lower()}` is not read" in said
    assert "hint: open it and save it as .xlsx" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an old workbook, or has a password"),
        (b"Text,To\n", "this is no workbook"),
        (b"", "this is no workbook"),
        (b"PK\x05\x06" + b"\0" * 18, "the workbook is damaged (KeyError)"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    assert f"a.xlsx: {said}\n" in problems(written(tmp_path / "a.xlsx", content))


def test_a_damaged_workbook_is_never_our_fault(tmp_path: Path) -> None:
    whole = saved(tmp_path / "whole.xlsx", [HEADINGS, *ROWS]).read_bytes()
    for at in range(0, len(whole), 97):
        broken = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
        with contextlib.suppress(InputError):
            rows_of(written(tmp_path / "a.xlsx", broken))


# Names


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.jsn", "no list ends in `.jsn`\n  hint: did you mean `json`?"),
        ("a.docx", "no list ends in `.docx`\n  hint: endings are .json, .csv, .tsv, .xlsx"),
        ("a", "the file has no ending"),
        ("a.csv", "there is no such file"),
        ("a.xlsx", "there is no such file"),
    ],
)
def test_a_file_that_there_is_not(name: str, said: str, tmp_path: Path) -> None:
    assert said in problems(tmp_path / name)


def test_nothing_that_a_screen_would_obey_is_quoted(tmp_path: Path) -> None:
    read = read_list(written(tmp_path / "a.csv", "Text,To\x1b[31m\nx,y\n"), known)
    assert read.columns == ("Text", "To\ufffd[31m")


def test_an_empty_list_has_no_headings(tmp_path: Path) -> None:
    for name, text in (("a.csv", "\n,\n"), ("b.csv", ""), ("a.json", "[]")):
        assert read_list(written(tmp_path / name, text), known).columns == ()
    assert read_list(saved(tmp_path / "a.xlsx", []), known).columns == ()
