"""The worksheet of a draft: what is proposed by words, shown and never counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command_line import run
from support.layers import write_layer

from compliance.library.library import Library
from compliance.library.worksheet import worksheet

LAYER = {
    "rules/N-1/instrument.yaml": """
        symbol: N/1
        title: New
        body: Assembly of Tests
        text_held: no
        operative: [1]
        """,
    "rules/N-1/1.yaml": """
        provision: 1
        title: Schools
        text: >-
          Urges States to ask for no residence papers at school, to sing, and to admit every child
          to school;
        addressee: states
        force: call
        topics: [children]
        echoes: [T-1.3b]
        frame:
          - {as: operative, words: Urges}
          - {as: addressee, words: States}
        draft: yes
        """,
}


@pytest.fixture(autouse=True)
def _layer(ours: Path) -> None:
    assert ours
    write_layer(Path("mine"), LAYER)


def shown(*options: str) -> str:
    result = run("explain", "N-1.1", "--layer", "mine", *options)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_each_requirement_has_the_questions_that_may_answer_it_and_who_reads_them() -> None:
    text = " ".join(shown().split())
    first = text.partition("“ask for no residence papers at school”")[2]
    assert first.strip().startswith(
        "Do schools ask for residence papers? → children.papers (yes or no); read by"
    )
    assert "“admit every child to school” Which migrant children does the law entitle" in text


def test_words_without_a_question_are_listed_for_themselves() -> None:
    assert "Other words\n• “sing”\n" in shown()


def test_echoes_are_told_with_the_questions_they_share() -> None:
    text = " ".join(shown().split("Echoes to confirm")[1].split())
    assert "T-1.3b (T/1, 3 (b), Training): proposed in the file; no question found above" in text
    assert "T-2.9 (T/2, 9, Papers at school): decided by children.papers" in text


def test_questions_have_what_an_expression_is_written_with() -> None:
    text = " ".join(shown().split())
    assert "→ children.papers (yes or no); read by T/1, 2; T/2, 9" in text
    assert "→ children.school: every_child, residents, none; read by" in text


def test_a_finished_rule_has_no_worksheet() -> None:
    assert "Not yet sorted" not in run("explain", "T-1.2").stdout
    told = json.loads(run("explain", "T-1.2", "--format", "json").stdout)
    assert told["rule"]["worksheet"] is None


def test_json_has_the_worksheet() -> None:
    found = json.loads(shown("--format", "json"))["rule"]["worksheet"]
    assert [one["asks"] for one in found["requirements"]] == [
        ["ask for no residence papers at school"],
        ["sing"],
        ["admit every child to school"],
    ]
    assert found["requirements"][0]["facts"][0] == "children.papers"
    assert {"rule": "T-2.9", "facts": ["children.papers"]} in [
        {**echo, "facts": echo["facts"][:1]} for echo in found["echoes"]
    ]


def test_the_worksheet_would_have_found_most_of_our_echoes(bundled: Library) -> None:
    """Each rule as if its checks were not written: what is proposed against what we wrote."""
    right = shown = wanted = 0
    for name, rule in bundled.rules.items():
        if rule.checks and rule.text:
            ours = {*rule.echoes, *(o for o, x in bundled.rules.items() if name in x.echoes)}
            draft = rule.model_copy(update={"checks": ()})
            found = {echo.rule.id for echo in worksheet(draft, bundled).echoes}
            right, shown, wanted = right + len(found & ours), shown + len(found), wanted + len(ours)
    assert wanted > 80
    assert right / wanted > 0.6
    assert right / shown > 0.25
