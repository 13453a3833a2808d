"""`compliance new fact`: a question added to a layer, after a look at those that are like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.command_line import refused, run
from support.layers import write_layer

from compliance.library.library import Library
from compliance.library.yaml_reader import parse
from compliance.model.scalars import BUNDLED

pytestmark = pytest.mark.usefixtures("ours")

SHELTER = (
    "housing.shelter",
    "Who has a right to a place in a shelter?",
    *("--type", "choice", "--choice", "everyone=Everyone", "--choice", "none=Nobody"),
    *("--evidence", "The housing act"),
)
DAYS = ("housing.days", "For how many days?", "--type", "number", "--evidence", "The act")
FILE = Path("mine/rules/facts/housing.yaml")


def added(*arguments: str) -> str:
    """What is said of a question that is added."""
    result = run("new", "fact", *arguments, "-o", "mine")
    assert result.exit_code == 0, result.output
    return result.stderr


def test_without_a_layer_nothing_is_written() -> None:
    result = run("new", "fact", *SHELTER, "--topic-title", "Housing")
    assert result.exit_code == 0
    assert parse(result.stdout, "x").data == {
        "id": "housing.shelter",
        "question": "Who has a right to a place in a shelter?",
        "type": "choice",
        "choices": {"everyone": "Everyone", "none": "Nobody"},
        "evidence": "The housing act",
    }
    assert "Nothing is written; -o DIR adds it to a layer" in result.stderr
    assert list(Path().iterdir()) == []


def test_a_question_and_its_topic_are_added() -> None:
    added(*SHELTER, "--topic-title", "Housing: camps")
    assert parse(Path("mine/rules/topics.yaml").read_text(), "x").data == {
        "housing": "Housing: camps"
    }
    listed = run("facts", "--layer", "mine", "--topic", "housing").stdout
    assert "housing.shelter" in listed


@pytest.mark.parametrize("end", ["", "\n", "\n\n# the end\n"])
@pytest.mark.parametrize("margin", ["", "  "])
def test_what_the_file_holds_stays_to_the_letter(end: str, margin: str) -> None:
    head = "# Ours, of 2012: keep\n"
    entry = f"{margin}- {{id: housing.camps, question: Any?, type: yes_no, evidence: X}}  # 1"
    write_layer(Path("mine"), {"rules/topics.yaml": "housing: Housing"})
    FILE.parent.mkdir()
    FILE.write_text(f"{head}{entry}{end}")
    added(*DAYS, "--unit", "days", "--min", "0", "--max", "90", "--integer")
    assert FILE.read_text().startswith(f"{head}{entry}{end}")
    first, second = parse(FILE.read_text(), "x").data
    assert first["id"] == "housing.camps"
    assert second == {
        "id": "housing.days",
        "question": "For how many days?",
        "type": "number",
        "unit": "days",
        "integer": "yes",
        "min": "0",
        "max": "90",
        "evidence": "The act",
    }


@pytest.mark.parametrize("text", ["housing: x", "- a\n...\n"])
def test_a_file_to_which_nothing_can_be_added_is_left_alone(text: str) -> None:
    write_layer(Path("mine"), {"rules/topics.yaml": "housing: Housing"})
    FILE.parent.mkdir()
    FILE.write_text(text)
    said = refused("new", "fact", *DAYS, "-o", "mine")
    assert said.startswith("mine/rules/facts/housing.yaml")
    assert FILE.read_text() == text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("children.school", *DAYS[1:]), "children.school: there is a fact of this id: “Which"),
        (DAYS, "housing.days: there is no topic `housing`\n  hint: give its title with"),
        (("childern.days", *DAYS[1:]), "did you mean `children`?"),
        (("days", *DAYS[1:]), "`days` is not written as it should be"),
        ((*DAYS[:3], "yes_no", *DAYS[4:], "--unit", "days"), "a fact of type yes_no has no `unit`"),
        ((*DAYS[:3], "choice", *DAYS[4:]), "needs `choices`, at least two"),
        (
            (DAYS[0], "do   schools ask for residence papers?", *DAYS[2:]),
            "QUESTION: `children.papers` asks the same",
        ),
        ((*DAYS, "--choice", "a"), "--choice: `a` is no choice\n  hint: write it as everyone="),
        ((*DAYS, "--given", "children.papers =="), "`==` lacks one of its sides"),
        ((*DAYS, "--given", "children.papes"), "there is no fact `children.papes`"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_written(
    arguments: tuple[str, ...], said: str
) -> None:
    titled = (
        () if "no topic" in said or "did you mean `children`" in said else ("--topic-title", "H")
    )
    assert said in refused("new", "fact", *arguments, *titled, "-o", "mine")
    assert not Path("mine").exists()


def test_a_former_id_is_refused() -> None:
    fact = "- {id: housing.a, question: Any?, type: yes_no, evidence: A list, was: [housing.days]}"
    write_layer(
        Path("mine"), {"rules/topics.yaml": "housing: Housing", "rules/facts/housing.yaml": fact}
    )
    said = refused("new", "fact", *DAYS, "-o", "mine")
    assert "housing.days: this is a former id of `housing.a`" in said


def test_a_question_that_is_asked_already_is_shown_first() -> None:
    question = ("children.uniform", "Do schools ask children for residence papers?")
    said = run("new", "fact", *question, "--type", "yes_no", "--evidence", "Rules").stderr
    lines = said.splitlines()
    assert lines[0] == "Questions like it:"
    assert lines[1].startswith("  children.papers: Do schools ask for residence papers? (read by ")


def test_a_word_of_judgement_is_told_and_the_question_added() -> None:
    said = added(
        *("housing.good", "Are there sufficient shelters?", "--type", "yes_no"),
        *("--evidence", "A survey", "--topic-title", "Housing"),
    )
    assert "“sufficient” asks for a judgement" in said
    assert FILE.exists()


def test_a_question_is_added_to_a_topic_of_ours() -> None:
    arguments = ("children.uniform", "Any?", "--type", "yes_no", "--evidence", "Rules")
    result = run("new", "fact", *arguments, "-o", "mine")
    assert result.exit_code == 0, result.stderr
    text = Path("mine/rules/facts/children.yaml").read_text(encoding="utf-8")
    assert text.count("- id:") == 1
    library = Library.load([BUNDLED, "mine"])
    assert {"children.uniform", "children.school", "children.papers"} <= library.facts.keys()
