"""Plans, questions, comparisons and the matrix: any width, any words, nothing confidential."""

from __future__ import annotations

import re
from itertools import cycle

import pytest
from support.command_line import run
from support.golden import approved
from support.layers import load_layer, with_words
from support.pages import (
    GOVERNMENT,
    LAYER,
    PAGES,
    filed,
    held,
    invented_library,
    names_of,
    on,
    plain_environment,
    printed,
)

from compliance.assessment.assess import assess
from compliance.assessment.plan import plan
from compliance.export import REPORTS
from compliance.library.library import Library

assert plain_environment
pytestmark = pytest.mark.usefixtures("plain_environment")
DATA = ("json", "csv")


@pytest.fixture(scope="module")
def library() -> Library:
    return invented_library()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("pages"))


def endings(page: str) -> list[str]:
    """The text files of a page."""
    return [one for one in REPORTS[PAGES[page][0]].endings if one not in ("xlsx", "docx")]


FILES = [(page, ending) for page in PAGES for ending in endings(page)]


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("plan", "plan-ascii.txt"),
        ("ask", "ask-ascii.txt"),
        ("compare", "compare-ascii.txt"),
        ("change", "change-ascii.txt"),
    ],
)
def test_looks_where_only_ascii_can_be_written(library: Library, page: str, name: str) -> None:
    text = printed(page, library, encoding="ascii", topics=["education"])
    assert text.isascii()
    assert text == approved(name, text)


@pytest.mark.parametrize("page", PAGES)
def test_colours_add_nothing_but_colours(
    library: Library, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = printed(page, library, topics=["education"])
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = printed(page, library, topics=["education"])
    assert text != usual
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == usual


@pytest.mark.parametrize("columns", [24, 40, 60, 80, 100, 132])
@pytest.mark.parametrize("page", PAGES)
def test_lines_fit(
    library: Library, page: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = printed(page, library, topics=["education"])
    long = [line for line in text.splitlines() if len(line) > columns]
    assert all(len(line.split()) <= 2 or "compliance " in line for line in long), long


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("page", ["plan", "ask"])
def test_words_of_others_are_shown_and_do_nothing(small: Library, page: str, encoding: str) -> None:
    told = with_words(small, cycle(["[red]a[/red] :smile:", "\x1b[2J", "“移民”\u202e\r\nx", "…"]))
    text = on(page, [assess(told.profile("ata-2012-ngo"), told)], encoding)
    assert "[red]a[/red] :smile:" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("page", ["plan", "ask"])
def test_accounts_stand_one_after_the_other(small: Library, page: str) -> None:
    found = [assess(small.profile(n), small) for n in ("ata-2011-government", "ata-2012-ngo")]
    first, second = re.split("\n─{80}\n", on(page, found))[:2]
    assert "Friends of Antarctica" in second
    assert "Friends of Antarctica" not in first
    assert "1 confidential answer counts on this screen. It is in no file." in second


@pytest.mark.parametrize(("page", "ending"), FILES)
def test_what_is_confidential_is_in_no_file(library: Library, page: str, ending: str) -> None:
    """A file on all answers is the file on those that are public, byte for byte."""
    names = (GOVERNMENT,) if page == "ask" else names_of(page)
    names = (GOVERNMENT, *names) if page == "plan" else names
    found = held(library, *names)
    assert any(one.profile.unpublished() for one in found)
    content = filed(page, ending, found)
    assert content == filed(page, ending, [one.published() for one in found])
    assert b"Not for publication" not in content
    assert b"still a draft" not in content


@pytest.mark.parametrize("ending", endings("plan"))
@pytest.mark.parametrize("page", ["plan", "ask"])
def test_a_gap_that_rests_on_what_is_confidential_is_in_no_file(
    small: Library, page: str, ending: str
) -> None:
    found = held(small, "ata-2012-ngo")
    closings = [c.requirement.finding.rule.id for c in plan(found[0]).closings]
    public = [c.requirement.finding.rule.id for c in plan(found[0].published()).closings]
    assert closings != public
    assert filed(page, ending, found) == filed(page, ending, [found[0].published()])


@pytest.mark.parametrize(("page", "ending"), FILES)
def test_the_command_line_prints_what_is_public(library: Library, page: str, ending: str) -> None:
    command = {"change": "compare"}.get(page, page)
    result = run(command, *names_of(page), "--layer", str(LAYER), "--format", ending)
    public = [one.published() for one in held(library, *names_of(page))]
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout_bytes == filed(page, ending, public)


@pytest.mark.parametrize("page", PAGES)
def test_word_and_workbook_are_written_and_are_the_same_each_time(
    library: Library, page: str
) -> None:
    found = held(library, *names_of(page), topics=["education"])
    for ending in ("docx", "xlsx"):
        first = filed(page, ending, found)
        assert first.startswith(b"PK")
        assert first == filed(page, ending, found)
