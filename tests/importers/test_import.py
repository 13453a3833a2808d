"""`compliance import recommendations`: what it makes of lists, and what it leaves alone."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import tracemalloc
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command_line import refused, run

from compliance.errors import InputError
from compliance.importers.recommendations.reading import read_recommendations
from compliance.importers.recommendations.wording import decoded, words_of
from compliance.importers.recommendations.words import headings
from compliance.library.yaml_reader import parse

pytestmark = pytest.mark.usefixtures("ours")

ENTRY = {
    "document": "A/HRC/15/99",
    "state_under_review": "Antarctica",
    "paragraph": "97.2",
    "text": "Open schools to every child, whatever its papers (Utopia);",
    "position": "supported",
}
DRAFTS = "The new rules are drafts: `compliance check ours` says what is to be done.\n"


def listed(*entries: Mapping[str, Any], name: str = "list.json") -> str:
    """A list with these entries, each like the first but for what it says otherwise."""
    whole = [{**ENTRY, **entry} for entry in entries]
    kept = [{key: value for key, value in entry.items() if value is not None} for entry in whole]
    Path(name).write_text(json.dumps(kept), encoding="utf-8")
    return name


def imported(name: str, *options: str) -> tuple[list[str], str]:
    """The files written, without the layer's folder, and what is said."""
    result = run("import", "recommendations", name, "-o", "ours", *options)
    assert result.exit_code == 0, result.output
    return result.stdout.replace("ours/rules/", "").splitlines(), result.stderr


def rejected(name: str, *options: str) -> str:
    """What is said of a list of which nothing is written."""
    before = files()
    said = refused("import", "recommendations", name, "-o", "ours", *options)
    assert files() == before
    return said


def files(root: str = "ours") -> dict[str, bytes]:
    found = (path for path in sorted(Path(root).rglob("*")) if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


def rule(name: str) -> dict[str, Any]:
    text = Path("ours/rules", f"{name}.yaml").read_text(encoding="utf-8")
    return dict(parse(text, name).data)


# What a recommendation becomes.


def test_a_recommendation_becomes_a_draft_that_says_all_the_list_says() -> None:
    entry = {
        "paragraph": "97.2",
        "text": "Consider training judges; limit detention to a day (Iran (Islamic Republic of));",
        "position": "did not enjoy the support of Antarctica",
        "topic": "courts: and #1",
        "footnote": 5,
    }
    written, said = imported(listed(entry))
    assert written == ["UPR-ATA/97_2.yaml", "UPR-ATA/instrument.yaml"]
    assert said == "1 new in ours, 0 there already\n" + DRAFTS
    assert rule("UPR-ATA/97_2") == {
        "provision": "97.2",
        "title": "Consider training judges; limit detention to a day",
        "text": entry["text"],
        "addressee": "named states",
        "force": "recommendation",
        "country": "ATA",
        "topics": ["detention"],
        "document": "A/HRC/15/99",
        "recommended_by": ["Iran (Islamic Republic of)"],
        "position": {
            "words": "did not enjoy the support of Antarctica",
            "read_as": "not supported",
        },
        "frame": [
            {"as": "operative", "words": "Consider training"},
            {"as": "account", "words": "(Iran (Islamic Republic of))"},
        ],
        "note": (
            "Topics are proposed by the words of the text and must be confirmed. In the list: "
            "under “courts: and #1”, footnote 5."
        ),
        "draft": "yes",
    }
    instrument = rule("UPR-ATA/instrument")
    assert instrument["symbol"] == "UPR recommendations to Antarctica"
    assert instrument["operative"] == ["97.2"]
    assert (instrument["text_held"], instrument["body"]) == (
        "no",
        "Working Group on the Universal Periodic Review",
    )


def test_what_is_imported_is_of_use_at_once_and_never_taken_for_finished() -> None:
    imported(listed({}, {"state_under_review": "Norway", "paragraph": "98.1"}))
    assert "UPR-ATA.97_2" in run("rules", "--layer", "ours").stdout
    text = " ".join(run("explain", "UPR-ATA.97_2", "--layer", "ours").stdout.split())
    assert "supported (which we read as: supported)" in text
    assert "Accepted is not implemented" in text
    findings = json.loads(
        run("assess", "ATA", "--layer", "ours", "--format", "json", "--rulebook", "UPR-NOR").stdout
    )["assessments"][0]["findings"]
    assert [found["status"] for found in findings] == ["not applicable"]
    assert refused("check", "ours").count("the checks are still to be written") == 2


def finished(name: str) -> None:
    """Write the checks of a draft, as a person would."""
    path = Path("ours/rules", f"{name}.yaml")
    text = path.read_text(encoding="utf-8").replace("draft: yes\n", "")
    path.write_text(
        text
        + """checks:
  - id: entitlement
    asks: schools to every child, whatever its papers
    measure: structure
    met: children.school == "every_child"
    remedy: Entitle every child.
""",
        encoding="utf-8",
    )


def test_a_draft_is_finished_by_writing_its_checks() -> None:
    imported(listed({"recommending_states": "Norway", "text": f"{ENTRY['text'][:-10]} (Norway);"}))
    finished("UPR-ATA/97_2")
    result = run("check", "ours")
    assert (result.exit_code, result.stdout) == (0, "1 rule, 1 instrument: no problems\n")


def test_a_rule_that_asks_the_same_is_proposed() -> None:
    text = "Ensure that every child can go to school and that borders stay out of it"
    imported(listed({"text": text}, {"paragraph": "97.3", "text": "Protect children"}))
    assert rule("UPR-ATA/97_2")["echoes"] == ["T-1.2"]
    assert rule("UPR-ATA/97_2")["note"].startswith("Topics and echoes are proposed by")
    assert "echoes" not in rule("UPR-ATA/97_3")


# The columns and kinds of lists.


def test_a_table_of_the_universal_human_rights_index() -> None:
    rows = [
        ["Text", "Countries", "Body", "Symbol", "Themes", "PublicationDate", "Region"],
        [ENTRY["text"], "Antarctica", "UPR", "A/HRC/29/99", "Schools", "2015-04-13", "South"],
    ]
    with Path("uhri.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    written, said = imported("uhri.csv")
    (name, _) = written
    assert re.fullmatch(r"UPR-ATA/n[0-9a-f]{10}\.yaml", name)
    assert said.startswith("columns not read: `Region`\n")
    found = rule(name.removesuffix(".yaml"))
    assert found["provision"] == f"{name[8:-5]} (our number)"
    assert found["note"].endswith(
        "The list names no paragraph; the number is ours. In the list: under “Schools”, published "
        "2015-04-13."
    )
    assert (found["document"], rule("UPR-ATA/instrument")["body"]) == ("A/HRC/29/99", "UPR")


def workbook(name: str, *rows: Sequence[Any], title: str = "Sheet") -> str:
    book = openpyxl.Workbook()
    assert book.active
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    book.save(name)
    return name


UPR_INFO = ["To", "From", "Text", "Response", "Session"]


def test_a_workbook_of_upr_info() -> None:
    rows = [
        ["Antarctica", "Chile", "Open schools", "Noted", "8 - May 2010"],
        ["Antarctica", "Bosnia and Herzegovina, Peru", "Open schools", "Noted", "8 - May 2010"],
        ["Antarctica", "Chile", "Open schools", "Noted", "21 - Jan 2015"],
    ]
    written, said = imported(workbook("upr.xlsx", UPR_INFO, *rows, title="Recs"))
    assert len(written) == 3
    assert said.startswith("Recs!3: the same as a row above, counted once\n2 new in ours")
    found = [rule(name.removesuffix(".yaml")) for name in written[:2]]
    assert {tuple(each["recommended_by"]) for each in found} == {
        ("Chile",),
        ("Chile", "Bosnia and Herzegovina", "Peru"),
    }
    assert [each["position"]["read_as"] for each in found] == ["noted", "noted"]


def test_a_table_of_upr_info_by_its_longer_headings() -> None:
    headings = "State under Review,Recommending State,Recommendation,Accepted/Noted,Issues"
    Path("upr.csv").write_text(
        f"{headings},Action Category\nNorway,Peru,Open schools,Noted,Children,5\n",
        encoding="utf-8",
    )
    (name, _), said = imported("upr.csv")
    found = rule(name.removesuffix(".yaml"))
    assert (found["recommended_by"], found["position"]["read_as"]) == (["Peru"], "noted")
    assert "under “Children”" in found["note"]
    assert said.startswith("columns not read: `Action Category`\n")


def test_a_workbook_of_the_universal_human_rights_index() -> None:
    headings = ["Text", "Countries Concerned", "Reccomending Body", "Document Symbol", "Themes"]
    headings += ["UPR Reccomending States", "UPR Position", "UPR Session"]
    row = ["Open schools", "- Norway", "- UPR", "A/HRC/29/99", "- Schools\n- Well-being"]
    row += ["- Peru\n- Bosnia and Herzegovina", "- Noted", "- 33"]
    (name, _), _ = imported(workbook("uhri.xlsx", headings, row))
    found = rule(name.removesuffix(".yaml"))
    assert (found["country"], found["document"]) == ("NOR", "A/HRC/29/99")
    assert found["recommended_by"] == ["Peru", "Bosnia and Herzegovina"]
    assert found["position"] == {"words": "Noted", "read_as": "noted"}
    assert "under “Schools; Well-being”, session 33" in found["note"]


def test_columns_called_otherwise_are_named_by_the_user() -> None:
    Path("list.csv").write_text("Wording = it;Wohin\nOpen schools;Norway\n", encoding="utf-8")
    said = rejected("list.csv")
    assert said == (
        "list.csv: row 1: there is no column for `text`\n"
        '  hint: the columns are `Wording = it`, `Wohin`; name yours with --map "…"=text\n'
        "list.csv: row 1: there is no column for `state_under_review`\n"
        "  hint: the columns are `Wording = it`, `Wohin`; name yours with --map "
        '"…"=state_under_review; if all are to one State, name it with --country\n'
        "2 problems\n"
    )
    named = ["--map", "wording = IT=text", "--map", "Wohin=state_under_review"]
    assert len(imported("list.csv", *named)[0]) == 2


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("Wording", "--map: `Wording` names no column\n"),
        ("Wording=txt", "--map: nothing is called `txt` here\n  hint: did you mean `text`?\n"),
        ("Words=text", "--map: there is no column `Words`\n  hint: the columns are `Text`, `To`\n"),
    ],
)
def test_a_wrong_map_is_said_to_be_so(mapping: str, said: str) -> None:
    Path("list.csv").write_text("Text,To\nOpen schools,Norway\n", encoding="utf-8")
    assert rejected("list.csv", "--map", mapping).startswith(said)


def test_a_column_can_be_given_another_meaning() -> None:
    Path("list.csv").write_text("Text,To,Full\nx,Norway,Open schools\n", encoding="utf-8")
    (name, _), said = imported("list.csv", "--map", "Full=text")
    assert rule(name.removesuffix(".yaml"))["text"] == "Open schools"
    assert said.startswith("columns not read: `Text`\n")


def test_two_columns_of_one_name_cannot_be_told_apart() -> None:
    Path("list.csv").write_text("Text,To,TEXT\nx,Norway,y\n", encoding="utf-8")
    assert "list.csv: row 1: two columns are called `Text`" in rejected("list.csv")


def test_a_country_narrows_the_list_or_says_what_it_does_not() -> None:
    name = listed({}, {"state_under_review": "Norway"}, {"state_under_review": "ATA", "text": None})
    assert imported(name, "--country", "norway")[0] == [
        "UPR-NOR/97_2.yaml",
        "UPR-NOR/instrument.yaml",
    ]
    assert "the text is missing" in rejected(name, "--country", "Antarctica")
    alone = listed({"state_under_review": None}, name="alone.json")
    assert imported(alone, "--country", "Antarctica")[0][0] == "UPR-ATA/97_2.yaml"
    assert rejected(name, "--country", "Peru") == (
        "list.json: there is no recommendation to Peru in this list\n1 problem\n"
    )
    assert rejected(name, "--country", "Norwai") == (
        "--country: there is no State `Norwai`\n  hint: did you mean `Norway`?\n1 problem\n"
    )


# Numbers.


def test_numbers_do_not_depend_on_what_else_is_imported() -> None:
    entries = [
        {},
        {"document": "A/HRC/29/99"},
        {"document": "A/HRC/15/99/Add.1"},
        {"paragraph": None},
        {"paragraph": None, "document": None},
        {"paragraph": None, "document": None, "session": "8"},
    ]
    alone: set[str] = set()
    for number, entry in enumerate(entries):
        shutil.rmtree("ours", ignore_errors=True)
        alone |= set(imported(listed(entry, name=f"{number}.json"))[0])
    shutil.rmtree("ours")
    together = set(imported(listed(*entries))[0])
    assert together == alone
    assert {"UPR-ATA/97_2.yaml", "UPR-ATA/97_2-A-HRC-29-99.yaml"} < together
    assert "UPR-ATA/97_2-A-HRC-15-99-ADD-1.yaml" in together
    assert len([name for name in together if re.search(r"/n[0-9a-f]{10}\.yaml", name)]) == 3
    operative = rule("UPR-ATA/instrument")["operative"]
    assert operative[:3] == ["97.2", "97.2 (of A/HRC/15/99/Add.1)", "97.2 (of A/HRC/29/99)"]
    assert run("rules", "--layer", "ours").exit_code == 0


# Doing it again.


def test_a_second_run_changes_nothing() -> None:
    name = listed({}, {"paragraph": "97.10"}, {"paragraph": "98.1", "position": "accepted in part"})
    imported(name)
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in Path("ours").rglob("*.yaml")}
    written, said = imported(name)
    assert written == []
    assert said.endswith("0 new in ours, 3 there already\n")
    after = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in Path("ours").rglob("*.yaml")}
    assert after == before


def test_a_longer_list_adds_what_is_new_and_leaves_a_persons_work_alone() -> None:
    imported(listed({}, {"paragraph": "97.10"}))
    finished("UPR-ATA/97_2")
    path = Path("ours/rules/UPR-ATA/instrument.yaml")
    text = path.read_text(encoding="utf-8")
    mine = text.replace("title:", "title: Our").replace("note:", "# On the list\nnote:")
    path.write_text(mine, encoding="utf-8")
    before = files()
    written, said = imported(listed({}, {"paragraph": "97.10"}, {"paragraph": "97.9"}))
    assert written == ["UPR-ATA/97_9.yaml", "UPR-ATA/instrument.yaml"]
    assert said.startswith("1 new in ours, 2 there already\n")
    after = files()
    assert {name for name in after if after[name] != before.get(name)} == {
        "rules/UPR-ATA/97_9.yaml",
        "rules/UPR-ATA/instrument.yaml",
    }
    extended = mine.replace("[97.2, 97.10]", "[97.2, 97.9, 97.10]")
    assert path.read_text(encoding="utf-8") == extended


def test_a_list_that_says_otherwise_changes_nothing_and_is_told() -> None:
    imported(listed({"recommending_states": "Norway"}))
    path = "ours/rules/UPR-ATA/97_2.yaml"
    news = {"position": "noted", "recommending_states": ["Norway", "Peru"]}
    before = files()
    assert imported(listed(news))[1] == (
        f"list.json: entry 1: the list has the position “noted”; {path} stays as it is\n"
        "list.json: entry 1: the list has Peru among those who recommend it; "
        f"{path} stays as it is\n"
        "0 new in ours, 1 there already\n"
    )
    assert files() == before
    other = listed({"text": "Open schools to every child, whatever its age;"}, {"paragraph": "1"})
    assert rejected(other) == (
        "Nothing is written; --skip-bad writes all but what follows.\n"
        f"list.json: entry 1: {path} has the same number (97.2) and another text\n"
        "  hint: there “… child, whatever its papers (Utopia);”, here “… child, whatever its "
        "age;”\n"
        "1 problem\n"
    )
    assert imported(other, "--skip-bad")[0] == ["UPR-ATA/1.yaml", "UPR-ATA/instrument.yaml"]
    assert files()["rules/UPR-ATA/97_2.yaml"] == before["rules/UPR-ATA/97_2.yaml"]


def test_rows_that_disagree_are_left_out_both() -> None:
    name = listed({}, {"text": "Close schools"}, {"position": "noted"}, {"paragraph": "1"})
    assert rejected(name) == (
        "Nothing is written; --skip-bad writes all but what follows.\n"
        "list.json: entry 2: list.json: entry 1 has the same number (97.2) and another text\n"
        "  hint: there “Open schools to every child, whatever its papers (Utopia);”, here “Close "
        "schools”\n"
        "list.json: entry 3: list.json: entry 1 has the same recommendation with another "
        "position\n"
        "  hint: there “supported”, here “noted”\n"
        "2 problems\n"
    )
    written, said = imported(name, "--skip-bad")
    assert written == ["UPR-ATA/1.yaml", "UPR-ATA/instrument.yaml"]
    assert "1 new in ours, 0 there already; left out: 3 rows, for the reasons above\n" in said


ENTRIES = st.fixed_dictionaries(
    {
        "document": st.sampled_from(["A/HRC/15/99", "A/HRC/29/99", "a/hrc/29/99"]),
        "paragraph": st.sampled_from([None, "1", "2.1", "2.10", "2 (a)"]),
        "text": st.sampled_from(["Open schools: now", "Ratify “it” #1 (Chile)", "x " * 90]),
        "position": st.sampled_from([None, "noted", "accepted in part"]),
        "state_under_review": st.sampled_from(["Norway", "ATA"]),
    }
)


def test_whatever_is_imported_twice_or_in_parts_in_whatever_order_comes_to_the_same() -> None:
    @given(st.lists(ENTRIES, min_size=1, max_size=8), st.integers(0, 8), st.randoms())
    def import_it(entries: list[dict[str, Any]], some: int, chance: Any) -> None:
        shutil.rmtree("ours", ignore_errors=True)
        each = list({_identity(entry): entry for entry in entries}.values())
        imported(listed(*each))
        at_once = files()
        imported(listed(*each))
        assert files() == at_once
        assert run("rules", "--layer", "ours").exit_code == 0
        shutil.rmtree("ours")
        chance.shuffle(each)
        for part in filter(None, (each[:some], each[some:])):
            imported(listed(*part))
        assert files() == at_once

    import_it()


def _identity(entry: dict[str, Any]) -> tuple[str, str, str]:
    number = entry["paragraph"] or entry["text"].strip()
    return entry["state_under_review"], entry["document"].casefold(), number


def test_whatever_the_text_its_words_are_kept_to_the_letter_or_refused() -> None:
    @given(st.text(max_size=200).map("Ratify it and {}".format), st.text(max_size=40))
    def import_text(text: str, position: str) -> None:
        shutil.rmtree("ours", ignore_errors=True)
        name = listed({"text": text, "position": position})
        result = run("import", "recommendations", name, "-o", "ours")
        assert result.exit_code in (0, 2), result.output
        if result.exit_code == 0:
            assert rule("UPR-ATA/97_2")["text"] == words_of(decoded(text)).text
            assert run("rules", "--layer", "ours").exit_code == 0

    import_text()


# What is refused.


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"text": None}, "the text is missing\n  hint: write it, or leave the row out\n"),
        ({"text": {"en": "x"}}, "this is neither a text nor a list of texts\n"),
        ({"text": "x\u0007"}, "the character U+0007 cannot stand in a text\n"),
        ({"text": "x" * 40_000}, "the text has 40000 characters, and 32766 are allowed\n"),
        ({"state_under_review": None}, "the State under review is missing\n"),
        (
            {"state_under_review": "Swedn"},
            "there is no State “Swedn”\n  hint: did you mean `Sweden`?\n",
        ),
        (
            {"state_under_review": "Lybian Arab Jamahiriya"},
            (
                "there is no State “Lybian Arab Jamahiriya”\n"
                "  hint: did you mean `Libyan Arab Jamahiriya`?\n"
            ),
        ),
        ({"state_under_review": "Atlantis Minor"}, "there is no State “Atlantis Minor”\n"),
        ({"state_under_review": "Norway; Peru"}, "“Norway; Peru” are several States\n"),
        ({"paragraph": 97.1}, "the paragraph is a number here (“97.1”), so 97.1 and 97.10 are"),
        ({"paragraph": "../../x"}, "“../../x” is no number of a paragraph\n"),
        ({"document": None}, "of which document “97.2” is a paragraph is not said\n"),
        ({"document": "The report"}, "“The report” is no symbol of a document\n"),
    ],
)
def test_a_row_that_cannot_be_used_keeps_all_back_until_it_may_be_left_out(
    entry: dict[str, Any], said: str
) -> None:
    name = listed(entry, {"paragraph": "98.1"})
    answer = rejected(name)
    assert answer.startswith(
        "Nothing is written; --skip-bad writes all but what follows.\nlist.json: entry 1: " + said
    )
    assert answer.endswith("\n1 problem\n")
    written, told = imported(name, "--skip-bad")
    assert written == ["UPR-ATA/98_1.yaml", "UPR-ATA/instrument.yaml"]
    assert f"list.json: entry 1: {said}" in told
    assert "1 new in ours, 0 there already; left out: 1 row, for the reasons above\n" in told


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    said = rejected(listed({"text": " ", "state_under_review": "Swedn", "paragraph": "x"}))
    assert said.count("list.json: entry 1: ") == 3


def test_nothing_good_is_nothing_to_write() -> None:
    said = rejected(listed({"text": " "}), "--skip-bad")
    assert said == (
        "list.json: entry 1: the text is missing\n"
        "  hint: write it, or leave the row out\n"
        "1 problem\n"
    )


def test_a_row_with_too_many_cells_is_one_whose_commas_were_not_quoted() -> None:
    Path("list.csv").write_text("To,Text\nNorway,Open, now, schools\n", encoding="utf-8")
    assert "row 2: the row has more cells than there are headings" in rejected("list.csv")


def test_a_cell_of_a_workbook_is_named_as_there() -> None:
    rows = [["Antarctica", "Chile", "=A1", "Noted", 8], ["Antarctica", "#N/A", "Open it", None, 8]]
    said = rejected(workbook("upr.xlsx", UPR_INFO, *rows, title="Recs"))
    assert said.startswith("Recs!C2: a formula stands here\n")
    assert "Recs!B3: an error stands here instead of a value\n" in said


@pytest.mark.parametrize(
    ("words", "kept"), [("Accepted in part", True), ("supported (in part)", True), ("", False)]
)
def test_a_position_that_cannot_be_read_is_kept_in_words_and_not_guessed_at(
    words: str, kept: bool
) -> None:
    said = imported(listed({"position": words}))[1]
    found = rule("UPR-ATA/97_2")
    assert "position" not in found
    assert (f"The list gives the position as “{words}”" in found["note"]) == kept
    assert (f"the position “{words}” is not read as any of ours" in said) == kept


def test_where_nothing_is_written_no_file_is_named() -> None:
    name = listed({"position": "perhaps"}, {"text": None})
    unread = "list.json: entry 1: the position “perhaps” is not read as any of ours"
    assert rejected(name).startswith(f"{unread}\nNothing is written")
    assert (
        f"{unread}; see the note in ours/rules/UPR-ATA/97_2.yaml\n"
        in (imported(name, "--skip-bad")[1])
    )


def test_what_is_no_state_is_left_out_of_those_who_recommend() -> None:
    said = imported(listed({"recommending_states": ["ICMW", "Norwai", "Peru"]}))[1]
    assert rule("UPR-ATA/97_2")["recommended_by"] == ["Peru"]
    assert said.startswith(
        "list.json: entry 1: “ICMW” is no State and is left out of those who recommend\n"
        "list.json: entry 1: “Norwai” is no State and is left out of those who recommend "
        "(did you mean `Norway`?)\n"
    )


# Lists as they really are.


def table(*rows: Sequence[str], name: str = "list.csv") -> str:
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return name


def rules() -> list[dict[str, Any]]:
    found = sorted(Path("ours/rules").rglob("*.yaml"))
    return [dict(parse(p.read_text(encoding="utf-8"), "x").data) for p in found if p.stem[0] != "i"]


def test_the_workbook_of_upr_info_has_two_pairs_of_equal_headings() -> None:
    headings = ["SuR", "Rgrp", "Org", "Recommendation", "RS", "Rgrp", "Org", "Response", "Action"]
    rows = [
        ["Qatar", "x", "y", "Open it up", state, "x", "y", "Noted", 4] for state in ("Peru", "Togo")
    ]
    said = imported(workbook("upr.xlsx", headings, *rows))[1]
    assert said.startswith("columns not read: `Rgrp`, `Org`, `Action`\n")
    assert [rule["recommended_by"] for rule in rules()] == [["Peru", "Togo"]]


MATRIX = [
    ["Recommendation and recommending State", "Position of the State under review", "Themes"],
    ["Theme: A12 Norms", "", ""],
    [
        "12.3 Ratify it (Peru) (Ghana);\nSource of Position: A/HRC/29/9/Add.1 - Para. 3",
        "Supported",
        "A12",
    ],
    ["Detention and liberty", "", ""],
    ["12.4 Open a shelter (Togo);\nSource of Position: A/HRC/29/9 - Para. 12", "Noted", "A12"],
]


def test_a_matrix_of_ohchr_is_read_with_paragraphs_states_and_sources() -> None:
    book = openpyxl.Workbook()
    assert book.active
    for row in MATRIX:
        book.active.append([cell or None for cell in row])
    book.active.merge_cells("A2:C2")
    book.save("matrix.xlsx")
    for name in ("matrix.xlsx", table(*MATRIX)):
        shutil.rmtree("ours", ignore_errors=True)
        said = imported(name, "--country", "Qatar")[1]
        assert "because it is no recommendation: a heading (also row 4)\n" in said
        assert "that of the position is taken: A/HRC/29/9 (also row 5)\n" in said
        first, second = rules()
        assert (first["provision"], first["text"]) == (
            "12.3 (of A/HRC/29/9)",
            "Ratify it (Peru) (Ghana);",
        )
        assert (first["title"], first["recommended_by"]) == ("Ratify it", ["Peru", "Ghana"])
        assert first["position"] == {
            "words": "Supported",
            "read_as": "supported",
            "source": "A/HRC/29/9/Add.1 - Para. 3",
        }
        assert first["frame"][1] == {"as": "account", "words": "(Peru) (Ghana)"}
        assert "this is that of the position" in first["note"]
        assert second["provision"] == "12.4 (of A/HRC/29/9)"
        assert run("rules", "--layer", "ours").exit_code == 0


def test_a_number_before_the_text_needs_a_document() -> None:
    name = table(["Recommendation", "Country"], ["12.3 Ratify it", "Qatar"])
    said = imported(name)[1]
    assert "is a paragraph of a document that is not named; --document names it" in said
    assert rules()[0]["text"] == "Ratify it"
    assert "number 12.3" in rules()[0]["note"]
    shutil.rmtree("ours")
    assert imported(name, "--document", "A/HRC/29/9")[0][0] == "UPR-QAT/12_3-A-HRC-29-9.yaml"
    assert "`the report` is no symbol" in rejected(name, "--document", "the report")


def test_the_text_and_the_column_may_not_name_two_paragraphs() -> None:
    headings = ["Recommendation", "Country", "Paragraph", "Document"]
    name = table(headings, ["12.3 Ratify it", "Qatar", "13", "A/HRC/29/9"])
    assert "the text begins with 12.3, and the paragraph here is 13\n" in rejected(name)
    name = table(headings, ["c) Ratify it", "Qatar", "13", "A/HRC/29/9"])
    assert imported(name)[0][0] == "UPR-QAT/13c-A-HRC-29-9.yaml"


def test_what_is_no_recommendation_is_left_out_and_told_once_with_its_rows() -> None:
    headings = ["To", "Text", "From", "Response", "Type", "Body"]
    good = ["Qatar", "Open a shelter", "Peru", "Accepted", "Recommendations", "UPR"]
    bad = {
        "a pledge": ["Qatar", "It will open a shelter", "Qatar", "Voluntary Pledge", "", ""],
        "a pledge (the State recommends it to itself)": ["Qatar", "Open it", "Qatar", "", "", ""],
        "an observation or a reply": ["Qatar", "It is concerned", "", "", "- Observations", ""],
        "by “CERD”, not of the universal periodic review": ["Qatar", "Open it", "", "", "", "CERD"],
        "a total": ["Qatar", "Total: 12", "", "", "", ""],
        "no text, but “NA”": ["Qatar", "NA", "NA", "NA", "", ""],
        "no text, but “7”": ["Qatar", "7", "Peru", "", "", ""],
    }
    written, said = imported(table(headings, good, *bad.values(), *bad.values()))
    assert len(written) == 2
    for number, what in enumerate(bad, 3):
        line = f"row {number}: left out, because it is no recommendation: {what}"
        assert f"{line} (also row {number + len(bad)})\n" in said
    assert "1 new in ours, 0 there already\n" in said


def test_a_list_of_pledges_alone_is_no_list_of_recommendations() -> None:
    name = table(["To", "Text", "Response"], ["Qatar", "It will open it", "Voluntary Pledge"])
    said = rejected(name)
    assert "there is no recommendation in this list\n" in said
    assert "a pledge" in said


def test_a_state_that_is_none_is_told_once_and_another_one_stops_no_country() -> None:
    rows = [["Atlantis", f"Open shelter {n}"] for n in range(9)]
    name = table(["To", "Text"], ["Qatar", "Open it up"], *rows)
    said = rejected(name)
    assert "row 3: there is no State “Atlantis” (and 8 more rows: 4, 5, 6, …)\n" in said
    assert said.endswith("\n1 problem\n")
    told = imported(name, "--country", "Qatar")[1]
    assert "row 3: “Atlantis” is no State: left out (and 8 more rows: 4, 5, 6, …)\n" in told
    near = table(["To", "Text"], ["Qattar", "Open it up"])
    assert "there is no State “Qattar”\n  hint: did you mean `Qatar`?" in rejected(
        near, "--country", "Qatar"
    )


def test_the_same_words_with_two_positions_are_two_recommendations() -> None:
    headings = ["To", "Text", "From", "Response"]
    rows = [["Tonga", "Ratify it", state, "Noted"] for state in ("Peru", "Togo")]
    rows.insert(0, ["Tonga", "Ratify it", "Cuba", "Accepted"])
    written, said = imported(table(headings, *rows))
    assert len(written) == 3
    assert (
        "row 2: these words have several positions: each is a recommendation of its own\n" in said
    )
    assert sorted((rule["position"]["words"], rule["recommended_by"]) for rule in rules()) == [
        ("Accepted", ["Cuba"]),
        ("Noted", ["Peru", "Togo"]),
    ]
    assert imported(table(headings, *rows))[0] == []


def test_a_second_position_in_a_longer_list_leaves_the_first_its_number() -> None:
    headings = ["To", "Text", "From", "Response"]
    first, second = (
        ["Tonga", "Ratify it", "Cuba", "Accepted"],
        ["Tonga", "Ratify it", "Peru", "Noted"],
    )
    before = imported(table(headings, first))[0]
    written, said = imported(table(headings, second, first))
    assert "1 new in ours, 1 there already\n" in said
    assert before[0] not in written
    assert imported(table(headings, first, second))[0] == []


def test_signs_that_nobody_sees_make_no_second_recommendation() -> None:
    texts = [
        "Open a migrants’ shelter;",
        "\u200eOpen a migrants' shel\u00adter",
        "Open\u00a0a migrants’ shelter",
    ]
    (name, _), said = imported(table(["To", "Text"], *(["Qatar", text] for text in texts)))
    assert rule(name.removesuffix(".yaml"))["text"] == texts[0]
    assert "row 3: the same as a row above, counted once (also row 4)\n" in said


def test_hidden_sheets_columns_and_rows() -> None:
    book = openpyxl.Workbook()
    old = book.active
    assert old
    old.title = "old"
    old.sheet_state = "hidden"
    for row in (["To", "Text", "Response", "Session"], ["Qatar", "A draft text", "Noted", "7"]):
        old.append(row)
    seen = book.create_sheet("List")
    for row in (
        ["To", "Text", "Recommendation"],
        ["Qatar", "A draft text", "Open a shelter"],
        ["Qatar", "A draft text", "Open a door"],
    ):
        seen.append(row)
    seen.column_dimensions["B"].hidden = True
    seen.column_dimensions["A"].hidden = True
    seen.row_dimensions[3].hidden = True
    seen.auto_filter.ref = "A1:C3"
    book.save("list.xlsx")
    said = imported("list.xlsx")[1]
    assert "List: a filter hides 1 row; they are read too\n" in said
    assert "hidden sheets are not read: `old`\n" in said
    assert "hidden columns that are read too: `To`\n" in said
    assert {rule["text"] for rule in rules()} == {"Open a door", "Open a shelter"}


def test_a_list_on_a_hidden_sheet_alone_is_not_read() -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active["A1"] = "See the archive"
    hidden = book.create_sheet("old")
    hidden.append(["To", "Text"])
    hidden.append(["Qatar", "A draft text"])
    hidden.sheet_state = "veryHidden"
    book.save("list.xlsx")
    assert "the list is not on a sheet in view; `old` is hidden\n" in rejected("list.xlsx")


def test_a_cell_merged_downwards_counts_for_each_of_its_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    for row in (
        ["Text", "From", "Response"],
        ["Open a shelter", "Peru", "Supported"],
        ["Abolish the permits", None, None],
        ["Inspect the recruiters", "Togo", None],
        ["Ratify it", "Cuba", "Noted"],
    ):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    sheet.merge_cells("C2:C4")
    book.save("list.xlsx")
    imported("list.xlsx", "--country", "Qatar")
    assert {r["text"]: (r["recommended_by"], r["position"]["words"]) for r in rules()} == {
        "Open a shelter": (["Peru"], "Supported"),
        "Abolish the permits": (["Peru"], "Supported"),
        "Inspect the recruiters": (["Togo"], "Supported"),
        "Ratify it": (["Cuba"], "Noted"),
    }


def test_the_columns_of_impact_oss() -> None:
    headings = ["title", "reference", "accepted", "response"]
    rows = [["Open a shelter", "U-1", "true", "Done soon"], ["Ratify it", "U-2", "false", ""]]
    said = imported(table(headings, *rows), "--country", "Qatar")[1]
    assert "columns not read: `response`\n" in said
    found = {rule["text"]: rule for rule in rules()}
    assert found["Open a shelter"]["position"] == {"words": "accepted", "read_as": "supported"}
    assert "reference U-1" in found["Open a shelter"]["note"]
    assert "position" not in found["Ratify it"]
    assert "“accepted: false”, which is not read as any of ours" in found["Ratify it"]["note"]


def test_rows_are_counted_as_rows_however_much_is_wrong_with_them() -> None:
    headings = ["Country", "Recommendation", "Document", "Paragraph"]
    name = table(headings, ["Nowhereland", "", "", "97.1"], ["Tonga", "Open it up", "", ""])
    assert "left out: 1 row, for the reasons above\n" in imported(name, "--skip-bad")[1]


def test_the_rows_of_others_in_a_long_list_are_not_kept() -> None:
    def peak(count: int) -> int:
        rows = [["Qatar", f"Open shelter {n} (Peru) (Togo)", "Accepted"] for n in range(count)]
        name = table(["To", "Text", "Response"], *rows)
        tracemalloc.start()
        try:
            with pytest.raises(InputError, match="there is no recommendation to Peru"):
                read_recommendations(Path(name), "PER", {})
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)  # what is loaded once
    assert (peak(4000) - peak(400)) / 3600 < 500  # bytes a row, its text five times


# Where it may be written.


def test_a_new_folder_is_made_and_one_that_is_no_layer_is_not_written_to() -> None:
    name = listed({})
    Path("busy").mkdir()
    Path("busy/a.txt").touch()
    Path("file").touch()
    Path("layer/rules").mkdir(parents=True)
    for folder, said in (
        ("busy", "busy: this folder holds other things than rules and profiles\n"),
        ("file", "file: this is a file, not a folder\n"),
        ("a/b", "a/b: there is no folder `a`\n"),
        ("layer/rules", "layer/rules: this folder lies within a layer\n"),
        ("layer/rules/UPR-ATA", "layer/rules/UPR-ATA: this folder lies within a layer\n"),
    ):
        answer = refused("import", "recommendations", name, "-o", folder, "--map", "x")
        assert said in answer
        assert "--map: `x` names no column\n" in answer
    assert os.listdir("layer/rules") == []
    for folder in ("layer", "new"):
        written = run("import", "recommendations", name, "-o", folder).stdout.splitlines()
        assert Path(written[0]).is_file()


def test_a_disk_that_fails_leaves_all_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("compliance.files.staged", failing)
    said = refused("import", "recommendations", listed({}), "-o", "ours")
    assert "ours/rules/UPR-ATA/97_2.yaml: this cannot be written: no space left on device" in said
    assert not Path("ours").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("operative: 97.2\n", "instrument.yaml:1:12: there is no list `operative` here\n"),
        ("title: x\n", "instrument.yaml:1:1: there is no list `operative` here\n"),
        ("operative: [97.2\n", "instrument.yaml:"),
        ("{operative: [], title: x}\n", "instrument.yaml:1:13: this list cannot be extended\n"),
    ],
)
def test_an_instrument_that_cannot_be_extended_keeps_all_back(text: str, said: str) -> None:
    folder = Path("ours/rules/UPR-ATA")
    folder.mkdir(parents=True)
    (folder / "instrument.yaml").write_text(text, encoding="utf-8")
    name = listed({}, {"text": None})
    for options in ([], ["--skip-bad"]):
        answer = rejected(name, *options)
        assert said in answer
        assert "entry 2: the text is missing" in answer


def test_a_rule_that_cannot_be_read_is_not_written_over() -> None:
    folder = Path("ours/rules/UPR-ATA")
    folder.mkdir(parents=True)
    (folder / "97_2.yaml").write_text("text: [\n", encoding="utf-8")
    assert "ours/rules/UPR-ATA/97_2.yaml:" in rejected(listed({}))
    (folder / "97_2.yaml").write_text("- 1\n", encoding="utf-8")
    assert "ours/rules/UPR-ATA/97_2.yaml has the same number" in rejected(listed({}))


# The command.


def test_the_group_shows_its_help_and_suggests() -> None:
    assert refused("import").startswith("Usage: compliance import [OPTIONS] COMMAND [ARGS]...")
    assert refused("import", "recomendations") == (
        "there is no command `recomendations`\n  hint: did you mean `recommendations`?\n1 problem\n"
    )
    assert "`compliance import --help` lists the commands" in refused("import", "x")
    help_ = run("import", "recommendations", "--help").stdout
    assert [field for field in headings() if field not in help_] == []
    assert "Missing option '-o'" in refused("import", "recommendations", "x.csv")


@pytest.mark.usefixtures("ours")
def test_a_terminal_is_not_filled_with_names_of_files(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"Ecuador,Ratify treaty {n}.,Peru\n" for n in range(30))
    Path("list.csv").write_text(f"State under Review,Recommendation,Recommending State\n{rows}")
    command = ("import", "recommendations", "list.csv", "--country", "Ecuador", "-o")
    written = run(*command, "first").stdout.splitlines()
    assert len(written) == 31
    monkeypatch.setattr("click.testing._NamedTextIOWrapper.isatty", lambda _: True)
    result = run(*command, "second")
    assert len(result.stdout.splitlines()) == 20
    assert "and 11 more" in result.stderr
