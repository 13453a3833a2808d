"""A text that we do not hold, held against what the rules cite of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import refused, run
from support.layers import FILES, write_layer

from compliance.library.official_text import articles_named, paragraphs_of


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        ("should inform them (article 33).", ["33"]),
        ("In line with articles 64 and 65, States", ["64", "65"]),
        ("complaints (articles 18, paragraph 1, and 83).", ["18 (1)", "83"]),
        ("(articles 16, paragraph 7, and 23).", ["16 (7)", "23"]),
        ("health services (article 43(1)(e)).", ["43 (1) (e)"]),
        ("with article 44, paragraph 2, and article 50", ["44 (2)", "50"]),
        ("under article 7 of the Convention, and", ["7"]),
        ("under article 7 of the present Convention", ["7"]),
        ("articles 1, 7, 8 and 14", ["1", "7", "8", "14"]),
        ("under article 2 of the International Covenant on Civil Rights", []),
        ("under article 3 of the Convention on the Rights of the Child", []),
        ("An article of daily use, and the particle 9", []),
        ("article 9 and again article 9", ["9"]),
    ],
)
def test_articles_of_the_convention_are_found_as_they_are_written(
    words: str, articles: list[str]
) -> None:
    assert articles_named(words) == articles


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. One\n\n" + "2" * 5000 + ". No paragraph\n\n2. Two", ["1", "2"]),
        ("1. One\n2. Two\n", ["1", "2"]),
        ("[1] One\n[2] Two\n", ["1", "2"]),
        ("Title\n\n  28.\u00a0 One, adopted in\n2009. And more.\n 29. Two", ["28", "29"]),
        ("1. One\n(a) part\n1. again\n3. Three", ["1", "3"]),
        ("No numbers at all", []),
    ],
)
def test_paragraphs_are_found_by_their_numbers(text: str, numbers: list[str]) -> None:
    assert list(paragraphs_of(text)) == numbers


RULE = FILES["rules/T-2/9.yaml"].replace("kind: reported", "articles: [33, 18 (1)]")
SOUND = "T/2, adopted in 2011\n\n9. The Committee (article 33 and article 18, paragraph 1).\n"


@pytest.fixture
def _layer(ours: Path) -> None:
    assert ours
    write_layer(Path(), {"layer/rules/T-2/9.yaml": RULE})


def _check(text: str, *more: str) -> tuple[str, ...]:
    Path("text.txt").write_text(text, encoding="utf-8")
    return ("check", "--text", "text.txt", "--layer", "layer", *more)


@pytest.mark.usefixtures("_layer")
def test_a_text_that_bears_the_rules_out() -> None:
    found = run(*_check(SOUND))
    assert found.stdout == "T/2: 1 paragraph cited, 2 articles named in them: no problems\n"
    assert found.exit_code == 0


@pytest.mark.usefixtures("_layer")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            SOUND.replace("33", "34"),
            (
                "layer/rules/T-2/9.yaml:6:11: para. 9 of text.txt also names article 34\n"
                "  hint: add it to `articles`\n"
                "layer/rules/T-2/9.yaml:6:12: para. 9 of text.txt does not name article 33\n"
                "  hint: it names 34, 18 (1)\n2 problems\n"
            ),
        ),
        (
            SOUND.replace("9.", "8."),
            (
                "layer/rules/T-2/9.yaml:1:12: there is no para. 9 in text.txt\n"
                "  hint: see whether the number is right, and the text whole\n1 problem\n"
            ),
        ),
        (
            "nothing",
            (
                "text.txt: there are no numbered paragraphs in this text\n"
                "  hint: each begins a line with its number: `28. ` or `[28] `\n1 problem\n"
            ),
        ),
    ],
)
def test_a_text_that_does_not(text: str, said: str) -> None:
    assert refused(*_check(text)) == said


@pytest.mark.usefixtures("_layer")
def test_it_takes_one_rulebook_and_no_path() -> None:
    assert run(*_check(SOUND, "--rulebook", "T/2")).exit_code == 0
    assert "we hold the text of T/1" in refused(*_check(SOUND, "--rulebook", "T-1"))
    assert "there is no rulebook `T-7`" in refused(*_check(SOUND, "--rulebook", "T-7"))
    assert "--text is held against one rulebook" in refused(*_check(SOUND), "layer")
    assert "--rulebook goes with --text" in refused("check", "--rulebook", "T-2")
    assert "there is no such file" in refused("check", "--text", "missing.txt")


@pytest.mark.usefixtures("_layer")
def test_another_document_is_said_to_be_one_instead_of_all_that_it_lacks() -> None:
    said = refused(*_check("9. Another matter, which names article 5.\n"))
    assert said.startswith("text.txt: this does not seem to be T/2: 3 things do not agree\n")
    assert said.endswith("1 problem\n")
