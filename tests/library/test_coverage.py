"""`compliance coverage`: every word of every provision, and every hole shown as a hole."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support.command_line import refused, run
from support.layers import FILES, write_layer

from compliance.library.coverage import coverage
from compliance.library.layers import files_of
from compliance.model.scalars import BUNDLED

RULE = FILES["rules/T-1/3a.yaml"]
pytestmark = pytest.mark.usefixtures("ours")


def covered(files: Mapping[str, str], *options: str) -> dict[str, Any]:
    """The coverage of our own library with these files laid over it."""
    write_layer(Path("layer"), {"rules/topics.yaml": "children: Children", **files})
    result = run("coverage", "--layer", "layer", "--format", "json", *options)
    document: dict[str, Any] = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (int(bool(document["holes"])), "")
    assert document["schema"] == "compliance/coverage/v2"
    return document


def holes(files: Mapping[str, str], *options: str) -> list[str]:
    """Where the holes are, and what they are."""
    return [f"{h['path']}: {h['what']}" for h in covered(files, *options)["holes"]]


def provision(document: dict[str, Any], name: str) -> dict[str, Any]:
    """One row of the matrix."""
    rows = [p for book in document["rulebooks"] for p in book["provisions"]]
    (found,) = [p for p in rows if p["provision"] == name]
    return dict(found)


def test_our_own_rulebooks_leave_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    found = coverage(files_of([BUNDLED]))
    assert [str(hole) for hole in found.holes] == []
    rows = [row for book in found.rulebooks for row in book.provisions]
    assert len(rows) >= 40
    assert all(row.rule and row.words for row in rows)
    for row in rows:
        assert row.words
        assert (row.words.over, row.words.left_over) == (0, ())
        assert row.words.joining <= row.words.total // 2


def test_the_matrix_counts_words_demands_checks_and_facts() -> None:
    result = run("coverage")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["2", "17", "11", "3", "3", "–", "2", "3", "2"] in lines
    assert ["3", "(b)", "6", "4", "–", "2", "–", "1", "1", "1"] in lines
    assert ["5", "5", "–", "5", "–", "–", "not", "tested"] in lines
    assert ["9", "9", "4", "5", "–", "–", "1", "1", "1"] in lines
    assert "T/1: Resolution for tests" in result.stdout
    assert "Its text is not held: the words of our summaries are counted." in result.stdout
    assert "\nNo hole\n" in result.stdout
    words = " ".join(result.stdout.split())
    assert "In T/1 and T/2 every provision that is declared operative has a rule" in words
    assert "The text of T/2 is not held" in words
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_as_json_it_says_what_each_provision_is_made_of() -> None:
    document = covered({})
    assert document["holes"] == []
    assert provision(document, "2") == {
        "provision": "2",
        "rule": "T-1.2",
        "no_test": None,
        "words": {"total": 17, "asked": 11, "frame": 3, "joining": 3, "left_over": 0},
        "left_over": [],
        "demands": 2,
        "checks": 3,
        "facts": ["children.papers", "children.school"],
        "holes": 0,
    }
    assert provision(document, "6")["no_test"] == "Expresses a concern and asks nothing of States."
    assert provision(document, "9")["words"] == {
        "total": 9,
        "asked": 4,
        "frame": 5,
        "joining": 0,
        "left_over": 0,
    }
    assert document["facts"]["declared"] == len(document["facts"]["read"]) == 9


def test_a_provision_without_a_rule_is_a_hole() -> None:
    text = FILES["rules/T-1/instrument.yaml"].replace("6, 7]", "6, 7, 8]")
    source = FILES["rules/T-1/source.txt"].rstrip() + "\n\n        8. Calls upon all to act.\n"
    document = covered({"rules/T-1/instrument.yaml": text, "rules/T-1/source.txt": source})
    assert document["holes"] == [
        {
            "path": "layer/rules/T-1/instrument.yaml",
            "line": 6,
            "column": 48,
            "what": "para. 8 has no rule",
            "hint": "write it in 8.yaml beside instrument.yaml",
        }
    ]
    row = provision(document, "8")
    assert (row["rule"], row["holes"], row["left_over"]) == (None, 1, ["Calls upon all to act."])
    assert row["words"] == {"total": 5, "asked": 0, "frame": 0, "joining": 0, "left_over": 5}


def test_words_left_over_are_a_hole_and_are_counted() -> None:
    text = RULE.replace("frame: [{words: for example to thirty days, as: example}]", "frame: []")
    document = covered({"rules/T-1/3a.yaml": text})
    assert [hole["what"] for hole in document["holes"]] == [
        "words are left over: “, for example to thirty days;”"
    ]
    row = provision(document, "3 (a)")
    assert row["words"] == {"total": 8, "asked": 2, "frame": 0, "joining": 1, "left_over": 5}
    assert row["left_over"] == [", for example to thirty days;"]


def test_a_text_that_is_not_the_sources_is_a_hole() -> None:
    text = RULE.replace("thirty days", "forty days")
    assert holes({"rules/T-1/3a.yaml": text}) == [
        "layer/rules/T-1/3a.yaml: the text is not that of para. 3 (a)"
    ]


def test_a_fact_that_no_check_reads_is_a_hole_unless_it_is_context() -> None:
    more = """
        - id: children.meals
          question: Do schools give meals?
          type: yes_no
          evidence: A visit
        """
    facts = FILES["rules/facts/children.yaml"].rstrip() + more
    path = "rules/facts/children.yaml"
    assert holes({path: facts}) == [f"layer/{path}: no check reads `children.meals`"]
    assert holes({path: facts.rstrip() + "\n          context: yes\n"}) == []


def test_a_fact_on_which_it_hangs_whether_another_arises_is_read() -> None:
    text = RULE.replace("detention.limited and detention.days", "detention.days")
    text = text.replace("partly: detention.limited", "partly: detention.days <= 60")
    assert "detention.limited" in covered({"rules/T-1/3a.yaml": text})["facts"]["read"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("rules/T-1/3a.yaml", "provision: [", ["rules/T-1/3a.yaml: the file ends too early"]),
        ("rules/T-1/3a.yaml", "", ["rules/T-1/3a.yaml: the file is empty"]),
        (
            "rules/T-1/3a.yaml",
            RULE.replace("met: detention", "met: detentoin"),
            ["rules/T-1/3a.yaml: there is no fact `detentoin.limited`"],
        ),
        (
            "rules/T-1/9.yaml",
            RULE.replace("provision: 3 (a)", "provision: 9"),
            ["rules/T-1/9.yaml: para. 9 is not declared operative"],
        ),
        (
            "rules/facts/children.yaml",
            FILES["rules/facts/children.yaml"].replace("type: yes_no", "kind: yes_no"),
            [
                "rules/facts/children.yaml: `type` is missing",
                "rules/facts/children.yaml: `kind` is no key here",
            ],
        ),
        (
            "rules/T-1/errata.yaml",
            "errata: none",
            ["rules/T-1/errata.yaml: `errata` is written as a list"],
        ),
    ],
)
def test_what_is_broken_is_shown_as_a_hole(name: str, text: str, expected: list[str]) -> None:
    found = holes({name: text})
    assert found == [f"layer/{line}" for line in expected]
    table = run("coverage", "--layer", "layer")
    assert table.exit_code == 1
    assert f"\nHoles ({len(found)})\n" in table.stdout


def test_an_instrument_that_cannot_be_read_is_a_hole() -> None:
    found = holes({"rules/T-1/instrument.yaml": "symbol: T/1"})
    assert "layer/rules/T-1/instrument.yaml: `title` is missing" in found


def test_a_profile_is_no_matter_of_coverage() -> None:
    assert holes({"profiles/x.yaml": "country: nowhere"}) == []


def test_words_that_stand_between_the_provisions_are_a_hole() -> None:
    source = FILES["rules/T-1/source.txt"].replace(
        "        4. Urges", "        and to go on doing so;\n\n        4. Urges"
    )
    assert holes({"rules/T-1/source.txt": source}) == [
        (
            "layer/rules/T-1/source.txt: “and to go on doing so;” stands between the provisions "
            "and belongs to none"
        )
    ]
    heading = source.replace("and to go on doing so;", "Part two")
    assert holes({"rules/T-1/source.txt": heading}) == []


def test_a_numbered_paragraph_is_declared_operative_or_not() -> None:
    text = FILES["rules/T-1/instrument.yaml"].replace("[1, 2, 3,", "[2, 3,")
    found = covered({"rules/T-1/instrument.yaml": text}, "--rulebook", "T-1")
    (book,) = found["rulebooks"]
    assert book["not_operative"] == ["1"]
    source = FILES["rules/T-1/source.txt"].rstrip() + "\n\n        8. Is history.\n"
    table = run("coverage", "--layer", write_source(source))
    assert "Paragraphs of the text that are not declared operative: 8." in table.stdout
    assert "para. 8 is in the source and declared neither way" in " ".join(table.stdout.split())
    assert table.exit_code == 1
    declared = FILES["rules/T-1/instrument.yaml"].rstrip() + "\n        not_operative: [8]\n"
    write_layer(Path("sources"), {"rules/T-1/instrument.yaml": declared})
    assert run("coverage", "--layer", "sources").exit_code == 0


def write_source(text: str) -> str:
    write_layer(Path("sources"), {"rules/T-1/source.txt": text})
    return "sources"


def test_an_operative_provision_that_the_source_has_not_is_a_hole() -> None:
    text = FILES["rules/T-1/instrument.yaml"].replace("6, 7]", "6, 7, 3 (c)]")
    assert holes({"rules/T-1/instrument.yaml": text}) == [
        "layer/rules/T-1/instrument.yaml: para. 3 (c) has no rule",
        (
            "layer/rules/T-1/instrument.yaml: para. 3 (c) is declared operative and is not in the "
            "source"
        ),
    ]


def test_our_own_divisions_together_must_be_the_whole_paragraph() -> None:
    whole = {
        "rules/T-3/instrument.yaml": """
            symbol: T/3
            title: Divided
            body: Assembly
            text_held: yes
            operative: [1 (one; our division), 1 (two; our division)]
            """,
        "rules/T-3/source.txt": "1. Notes that children play, and that adults work.",
        "rules/T-3/1-one.yaml": _division("one", "Notes that children play,"),
        "rules/T-3/1-two.yaml": _division("two", "that adults work."),
    }
    assert holes(whole) == []
    cut = {**whole, "rules/T-3/1-two.yaml": _division("two", "adults work.")}
    assert holes(cut) == [
        "layer/rules/T-3/instrument.yaml: “and that” in para. 1 is in none of its divisions"
    ]


def _division(name: str, text: str) -> str:
    return f"""
        provision: 1 ({name}; our division)
        title: Part {name}
        text: {text!r}
        addressee: states
        force: statement
        topics: [children]
        frame: [{{words: {text!r}, as: concern}}]
        no_test: It asks nothing of States.
        """


def test_an_instrument_held_for_its_quotations_says_so() -> None:
    files = {
        "rules/T-3/instrument.yaml": """
            symbol: T/3
            title: Report
            body: Secretary
            text_held: yes
            operative: []
            """,
        "rules/T-3/source.txt": "1. Notes that children play.",
    }
    (book,) = covered(files, "--rulebook", "T/3")["rulebooks"]
    assert (book["for_quotations"], book["provisions"], book["not_operative"]) == (True, [], ["1"])
    table = run("coverage", "--layer", "layer", "--rulebook", "T-3").stdout
    assert "Held so that quotations can be checked. None of its paragraphs has a rule." in table
    assert "T/1" not in table


PARTLY = {
    "rules/T-3/instrument.yaml": """
        symbol: T/3
        title: Held in part
        body: Assembly
        text_held: partly
        paragraphs_held: [2, 5]
        operative: [2, 5, 5 (b), 7]
        preamble:
          - {words: the duty of States to let children play, rules: 2}
          - {words: the wish that all be well, reason: It names no act.}
        note: Ours to choose.
        """,
    "rules/T-3/source.txt": """
        Recalling the duty of States to let children play, and the wish that all be well,

        2. Notes that children play,

        5. Notes, further:

        (b) That adults work.
        """,
    "rules/T-3/2.yaml": """
        provision: 2
        title: Play
        text: Notes that children play,
        addressee: states
        force: statement
        topics: [children]
        frame: [{words: Notes that children play, as: concern}]
        no_test: It asks nothing of States.
        """,
}
for _stem, _provision, _words in (
    ("5", "5", "text: 'Notes, further:'"),
    ("5b", "5 (b)", "text: That adults work."),
    ("7", "7", "summary: Let them rest."),
):
    PARTLY[f"rules/T-3/{_stem}.yaml"] = f"""
        provision: {_provision}
        title: Part
        {_words}
        addressee: states
        force: statement
        topics: [children]
        draft: yes
        """


def test_a_text_held_in_part_says_which_part_and_what_is_left_out() -> None:
    document = covered(PARTLY, "--rulebook", "T-3")
    (book,) = document["rulebooks"]
    assert (book["text_held"], book["paragraphs_held"]) == ("partly", ["2", "5"])
    assert book["left_out"] == ["1", "3 to 4", "6", "5 (a)"]
    assert book["preamble"] == [
        {"words": "the duty of States to let children play", "rules": ["2"], "reason": None},
        {"words": "the wish that all be well", "rules": [], "reason": "It names no act."},
    ]
    assert {hole["what"] for hole in document["holes"]} == {"the checks are still to be written"}
    text = " ".join(run("coverage", "--layer", "layer", "--rulebook", "T-3").stdout.split())
    assert "Its text is held in part: 2 and 5. Of other paragraphs the words of our" in text
    assert "Numbers that are neither held nor declared: 1, 3 to 4, 6 and 5 (a)." in text
    assert "Our note: Ours to choose." in text
    assert "2 passages of the preamble that, as we read it, speak to States: 1 with a rule" in text
    assert "“the wish that all be well” no rule → Our reason: It names no act." in text


def test_a_text_said_to_be_whole_leaves_out_no_number() -> None:
    told = PARTLY["rules/T-3/instrument.yaml"].replace("        paragraphs_held: [2, 5]\n", "")
    whole = {**PARTLY, "rules/T-3/instrument.yaml": told.replace("partly", "yes")}
    found = [hole for hole in holes(whole, "--rulebook", "T-3") if "said to be whole" in hole]
    assert [hole.split(": ")[1] for hole in found] == [
        f"para. {run}" for run in ("1", "3 to 4", "6", "5 (a)")
    ]


def test_one_rulebook_can_be_looked_at_alone() -> None:
    broken = {"rules/T-1/3a.yaml": ""}
    assert holes(broken, "--rulebook", "T-2") == []
    assert len(holes(broken, "--rulebook", "T-1", "--rulebook", "T-2")) == 1
    assert refused("coverage", "--rulebook", "T-9") == (
        "--rulebook: there is no rulebook `T-9`\n  hint: rulebooks are T-1, T-2\n1 problem\n"
    )


def test_holes_are_printed_with_their_places() -> None:
    write_layer(Path("layer"), {"rules/T-1/3a.yaml": RULE.replace("[detention]", "[detentoin]")})
    result = run("coverage", "--layer", "layer")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "• layer/rules/T-1/3a.yaml:6:10: there is no topic `detentoin`\n" in result.stdout
    assert "  Hint: did you mean `detention`?\n" in result.stdout
    assert "\nNo hole\n" not in result.stdout
    assert "  hole\n" in result.stdout
