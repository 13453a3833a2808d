"""Plans, questions and comparisons on the terminal: their looks, any width, any words."""

from __future__ import annotations

import re
from itertools import cycle

import pytest
from compliance.report.plan_screen import print_plans
from compliance.report.questions_screen import print_questions
from support.golden import approved
from support.layers import load_layer, with_words
from support.pages import PAGES, invented_library, on, plain_environment, printed

from compliance.assessment.assess import assess
from compliance.assessment.plan import plan
from compliance.library.library import Library

assert plain_environment
pytestmark = pytest.mark.usefixtures("plain_environment")


@pytest.fixture(scope="module")
def library() -> Library:
    return invented_library()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("pages"))


# What they look like


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("plan", "plan.txt"),
        ("ask", "ask.txt"),
        ("compare", "compare.txt"),
        ("change", "change.txt"),
    ],
)
def test_looks(library: Library, page: str, name: str) -> None:
    text = printed(page, library)
    assert text == approved(name, text)


def test_looks_of_the_plan_of_portugal(bundled: Library) -> None:
    text = on(print_plans, [assess(bundled.profile("prt-2010-government"), bundled)])
    assert len(text.splitlines()) <= 260
    assert text == approved("plan-portugal.txt", text)


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


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("plan", "plan-colour.txt"),
        ("ask", "ask-colour.txt"),
        ("compare", "compare-colour.txt"),
        ("change", "change-colour.txt"),
    ],
)
def test_looks_in_colour(
    library: Library, page: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = printed(page, library, topics=["education"])
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = printed(page, library, topics=["education"])
    assert re.sub(r"\x1b\[[0-9;]*m", "", text) == usual
    assert text == approved(name, text)


# Width, and whatever others wrote


@pytest.mark.parametrize("columns", [24, 40, 60, 80, 100, 132])
@pytest.mark.parametrize("page", PAGES)
def test_lines_fit_and_no_word_is_lost(
    library: Library, page: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = printed(page, library)
    monkeypatch.setenv("COLUMNS", str(columns))
    text = printed(page, library)
    assert text.split() == usual.split()
    if columns >= 60:
        assert max(map(len, text.splitlines())) <= columns


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("screen", [print_plans, print_questions])
def test_words_of_others_are_shown_and_do_nothing(
    small: Library, screen: object, encoding: str
) -> None:
    told = with_words(small, cycle(["[red]a[/red] :smile:", "\x1b[2J", "“移民”\u202e\r\nx", "…"]))
    assert callable(screen)
    assessments = [assess(told.profile("ata-2012-ngo"), told)]
    text = on(screen, assessments, encoding)
    assert "[red]a[/red] :smile:" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_reports_of_several_voices_stand_one_after_the_other(small: Library) -> None:
    found = [assess(small.profile(n), small) for n in ("ata-2011-government", "ata-2012-ngo")]
    for screen in (print_plans, print_questions):
        first, second = on(screen, found).split("=" * 80)
        assert "Friends of Antarctica" in second
        assert "Friends of Antarctica" not in first
        assert "counts 1 answer that is not public" in second


def test_what_is_left_out_is_said(library: Library) -> None:
    assessment = assess(library.profile("zza-2011-civil-society"), library)
    made, text = plan(assessment), " ".join(printed("plan", library).split())
    assert f"Measures: 20 of {len(made.actions)}" in text
    assert f"{len(made.actions) - 20} measures more: -o plan.md" in text
    text = " ".join(printed("ask", library).split())
    assert f"Open questions: 15 of {len(assessment.open_questions())}" in text
    assert "All of them: -o questions.md" in text
