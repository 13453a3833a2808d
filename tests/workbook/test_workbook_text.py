"""Any text goes into the workbook as text: no formulas, no broken files, nothing cut in silence."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from support.layers import load_layer, with_words
from support.workbooks import opened, rows_of

from compliance.assessment.assess import assess
from compliance.library.library import Library
from compliance.workbook import render
from compliance.workbook.writing.fitting import column_points, text_width, wrapped
from compliance.workbook.writing.safe_text import MOST_UNITS, escaped, safe

INJECTIONS = [
    '=HYPERLINK("http://example.org","click")',
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "#N/A",
    "#REF!",
    "2011-07-14",
    "1e3",
    "TRUE",
    " spaces around ",
    "two\nlines",
    "{=A1}",
    "<b>&amp;</b>",
    "[red]not met[/red]",
    "שלום world",
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("layer"))


def _noting(library: Library, text: str) -> Workbook:
    """The workbook of an account, one of whose questions is shown by ``text``."""
    fact = library.facts["children.papers"].model_copy(update={"evidence": text})
    library = replace(library, facts={**library.facts, fact.id: fact})
    return opened(assess(library.profile("ata-2011-government"), library))


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_looks_like_something_else_stays_text(library: Library, text: str) -> None:
    sheet = _noting(library, text)["Questions"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    (cell,) = [cell for cell in cells if cell.value == text]
    assert cell.data_type == "s"
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@", "\t"))


def test_text_that_reads_as_an_escape_is_not_taken_for_one(library: Library) -> None:
    """Excel reads ``_x0041_`` in a file as ``A``, and ``_x005F_`` as the underscore itself."""
    assert escaped("_x0041__x00e9_") == "_x005F_x0041__x005F_x00e9_"
    assert escaped("a_x_b _x12_ _X0041_") == "a_x_b _x12_ _X0041_"
    shown = [row["What would show it"] for row in rows_of(_noting(library, "_x0041_")["Questions"])]
    assert "_x005F_x0041_" in shown


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("plain", "plain"),
        ("line\r\nline\rline", "line\nline\nline"),
        ("a\x00b", "a\ufffdb [1 character that cannot be shown: \ufffd]"),
        ("\x1b[31m", "\ufffd[31m [1 character that cannot be shown: \ufffd]"),
        ("\ud800\uffff", "\ufffd\ufffd [2 characters that cannot be shown: \ufffd]"),
        ("\U0001fffe", "\ufffd [1 character that cannot be shown: \ufffd]"),
        ("tab\tand \u200d\U0001f600 stay", "tab\tand \u200d\U0001f600 stay"),
        ("\u202egnp.exe", "\ufffdgnp.exe [1 character that cannot be shown: \ufffd]"),
        ("\ufffd was there", "\ufffd was there"),
    ],
)
def test_what_cannot_be_shown_is_replaced_and_said_so(text: str, held: str) -> None:
    assert safe(text) == held


@pytest.mark.parametrize("character", ["a", "\U0001f600", "_x0041_", "\n"])
def test_what_is_longer_than_a_cell_is_cut_and_said_so(character: str) -> None:
    text = character * 40_000
    held = safe(text)
    kept, _, remark = held.partition(" … ")
    assert remark == f"[cut here: {len(text)} characters in all]"
    assert text.startswith(kept)
    units = len(escaped(held).encode("utf-16-le")) // 2
    assert MOST_UNITS - len("_x005F_x0041_") <= units <= MOST_UNITS


def test_what_just_fits_is_left_alone() -> None:
    assert safe("a" * MOST_UNITS) == "a" * MOST_UNITS


NASTY = st.text(
    st.characters(exclude_categories=())
    | st.sampled_from(
        "=+-@#\t\r\n\x00\x0b\x1b\x7f\x85\ud800\udfff\ufffe\uffff\u202e\u200f_x0041'\"&<>"
    ),
    min_size=1,
    max_size=30,
) | st.sampled_from([*INJECTIONS, "_x000D_", "]]>", "a" * 200, "漢字" * 40])


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(NASTY, min_size=1, max_size=40))
def test_whatever_people_write_the_workbook_opens_and_says_it(
    library: Library, words: list[str]
) -> None:
    library = with_words(library, cycle(words))
    assessments = [assess(profile, library) for profile in library.profiles.values()]
    book = load_workbook(BytesIO(render(assessments)))
    questions = [str(row["Question"]) for row in rows_of(book["Questions"])]
    asked = {escaped(safe(fact.question)) for fact in library.facts.values()}
    assert questions
    assert set(questions) <= asked
    texts = {rule.id: escaped(safe(rule.text)) for rule in library.rules.values() if rule.text}
    shown = {str(row["Rule"]): row["Text, word for word"] for row in rows_of(book["Clauses"])}
    assert {rule: shown[rule] for rule in texts} == texts


@given(NASTY, st.floats(6, 80), st.booleans())
def test_lines_fit_their_column_and_leave_nothing_out(text: str, width: float, bold: bool) -> None:
    lines = wrapped(text, width, 10, bold=bold)
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    for line in lines:
        too_narrow_for_one = len(line) == 1
        assert text_width(line, 10, bold=bold) <= column_points(width) or too_narrow_for_one


def test_wide_characters_take_more_room_than_narrow_ones() -> None:
    assert text_width("漢字", 10) > text_width("mm", 10) > text_width("ii", 10)
    assert text_width("é", 10) == text_width("e\u0301", 10) == text_width("e", 10)
    assert text_width("m", 10, bold=True) > text_width("m", 10)
