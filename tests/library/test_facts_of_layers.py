"""Facts of a layer: they add to a topic of ours, word ours anew, and add choices to ours."""

from pathlib import Path

import pytest
from support.command_line import run
from support.layers import FILES, write_layer

from compliance.library.check import check_library
from compliance.library.library import Library
from compliance.model.scalars import BUNDLED

pytestmark = pytest.mark.usefixtures("ours")

RULE = FILES["rules/T-1/2.yaml"]


def loaded(facts: str, topic: str = "children", layer: str = "mine", **more: str) -> Library:
    """Our library with a file of facts over it."""
    write_layer(Path(layer), {f"rules/facts/{topic}.yaml": facts, **more})
    return Library.load([BUNDLED, layer])


def test_facts_add_to_a_topic_of_ours() -> None:
    library = loaded("""
        - id: children.meals
          question: Do schools give meals?
          type: yes_no
          given: children.school != "none"
          evidence: A menu
        """)
    assert library.facts["children.meals"].layer == "mine"
    assert library.facts["children.school"].layer == BUNDLED
    assert library.givens.keys() >= {"children.meals", "treaties.joined"}


def test_a_layer_words_a_fact_of_ours_anew() -> None:
    ours = Library.bundled().facts["children.papers"]
    library = loaded("""
        - id: children.papers
          question: Are papers asked for at school?
          type: yes_no
          evidence: Rules
        """)
    fact = library.facts["children.papers"]
    assert (fact.question, fact.layer) == ("Are papers asked for at school?", "mine")
    assert (fact.type, ours.question) == ("yes_no", "Do schools ask for residence papers?")
    assert len(library.facts) == len(Library.bundled().facts)


EXTENSION = """
    - extends: children.school
      choices: {refugees: {label: Only refugees, was: [only_refugees]}}
      says: {refugees: Only refugees are entitled.}
    """


def test_a_layer_adds_a_choice_that_rules_and_answers_can_name() -> None:
    write_layer(
        Path("mine"),
        {
            "rules/T-1/2.yaml": RULE.replace('"every_child"', '"refugees"', 1),
            "profiles/zzz-2012-club.yaml": """
            country: ZZZ
            voice: civil society
            speaker: A club
            as_of: 2012-01-01
            answers: {children.school: {value: refugees}}
            """,
        },
    )
    library = loaded(EXTENSION)
    fact = library.facts["children.school"]
    assert list(fact.choices) == ["every_child", "residents", "none", "refugees"]
    assert (fact.layer, fact.choices["refugees"].layer) == (BUNDLED, "mine")
    assert fact.says["refugees"] == "Only refugees are entitled."
    assert library.profile("zzz-2012-club").answers["children.school"]
    assert not check_library([BUNDLED, "mine"]).problems
    told = " ".join(run("facts", "--layer", "mine").stdout.split())
    assert "Only refugees (your own folder: mine)" in told


def test_layers_add_one_after_another_in_the_order_they_are_named() -> None:
    write_layer(
        Path("a"),
        {
            "rules/facts/children.yaml": """
        - extends: children.school
          choices: {orphans: Only orphans}
        """
        },
    )
    write_layer(Path("z"), {"rules/facts/children.yaml": EXTENSION})
    for layers in (["a", "z"], ["z", "a"]):
        fact = Library.load([BUNDLED, *layers]).facts["children.school"]
        added = {"a": "orphans", "z": "refugees"}
        assert list(fact.choices)[3:] == [added[layer] for layer in layers]


def test_the_last_layer_words_a_fact_whatever_its_name() -> None:
    for layer in ("a", "z"):
        write_layer(
            Path(layer),
            {
                "rules/facts/children.yaml": f"""
            - id: children.papers
              question: As {layer} asks?
              type: yes_no
              evidence: Rules
            """
            },
        )
    for layers in (["a", "z"], ["z", "a"]):
        fact = Library.load([BUNDLED, *layers]).facts["children.papers"]
        assert fact.question == f"As {layers[-1]} asks?"
