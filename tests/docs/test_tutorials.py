"""The pages that are followed step by step tell the truth: everything in them comes out so."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.walkthrough import FOLLOWED, Reader, assert_shown, steps

ROOT = Path(__file__).parents[2]
PAGES = [
    page
    for page in sorted((ROOT / "docs").glob("*.md"))
    if FOLLOWED in page.read_text(encoding="utf-8")
]


def test_the_pages_are_found() -> None:
    assert [page.stem for page in PAGES] == [
        "hard-clauses",
        "tutorial-mechanism",
        "tutorial-ministry",
        "tutorial-ngo",
        "writing-rules",
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_whoever_follows_the_page_finds_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "examples/three-voices", tmp_path / "three-voices")
    shutil.copy(ROOT / "examples/matrix.csv", tmp_path)
    monkeypatch.chdir(tmp_path)
    reader = Reader(monkeypatch)
    reader.follow(page.read_text(encoding="utf-8"))
    assert len(reader.commands) > 5


def test_the_matrix_comes_back_with_its_last_column_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(ROOT / "examples/matrix.csv", tmp_path)
    monkeypatch.chdir(tmp_path)
    Reader(monkeypatch).follow((ROOT / "docs/tutorial-mechanism.md").read_text(encoding="utf-8"))
    rows = list(load_workbook("matrix-back.xlsx").worksheets[0].iter_rows(values_only=True))
    with open("matrix.csv", encoding="utf-8", newline="") as file:
        came = [[text or None for text in row] for row in csv.reader(file)]
    assert [list(row[:3]) for row in rows] == [row[:3] for row in came]
    told = [str(row[3]) for row in rows[1:] if row[1]]
    assert [words.partition(".")[0] for words in told] == [
        "Partly met",
        "Not met",
        "Open",
        "Not yet tested",
    ]
    assert "Responsible: Ministry of education\nDue: 2012-06-30; 2012-12-31\n" in told[0]
    assert "under way, overdue. 2012-02-15, Ministry of education: The bill is drafted." in told[0]
    assert all(row[3] is None for row in rows[1:] if not row[1])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_is_a_step_and_is_followed_by_what_it_prints(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = [step.text for step in steps(text) if step.kind == "console"]
    told = re.findall(r"^compliance .*", text, re.MULTILINE)
    assert told == [command for block in blocks for command in block.splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_reader_is_told_the_name_of_every_file_to_write(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    told = re.sub(r"<!--.*?-->", "", text)
    names = {step.marks.get("file") or step.marks.get("change") for step in steps(text)} - {None}
    assert {name for name in names if f"`{name}`" not in told} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_short(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 320


@pytest.mark.parametrize(
    ("shown", "so"),
    [
        ("a\nb\n", True),
        ("b\n…\nd\n", True),
        ("…\nd\n", True),
        ("a\nc\n", False),
        ("d\n…\nb\n", False),
        ("a \n", False),
        ("b\n\nc", False),
    ],
)
def test_what_is_shown_must_be_printed_line_by_line(shown: str, so: bool) -> None:
    if so:
        assert_shown(shown, "a\nb\nc\nd\n", "x")
    else:
        with pytest.raises(AssertionError, match="does not show"):
            assert_shown(shown, "a\nb\nc\nd\n", "x")


CHECKED = "```console\ncompliance check zza.yaml\n```\n"


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (CHECKED, "there is no such file"),
        (f"<!-- exit: 2 -->\n{CHECKED}\n```text\nno problems\n```\n", "does not show"),
        (f"<!-- exit: 2 -->\n<!-- typed: yes -->\n{CHECKED}", "not all was typed"),
        ("```yaml\na: b\n```\n", "nobody is told"),
        ("```text\na\n```\n", "no command has printed"),
        (
            "<!-- file: a -->\n```yaml\na\n```\n<!-- change: a -->\n```diff\n-b\n+c\n```\n",
            "not once",
        ),
        ("```console\nrm zza.yaml\n```\n", "not a command of ours"),
    ],
)
def test_a_page_that_is_wrong_is_found_out(
    page: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError, match=found):
        Reader(monkeypatch).follow(page)
