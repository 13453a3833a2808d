"""`compliance import recommendations`: what it makes of lists, and what it leaves alone."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command_line import refused, run

from compliance.importers.recommendations.columns import FIELDS
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
    assert said.startswith("Recs!3: the same as Recs!2, counted once\n2 new in ours")
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
        '"…"=state_under_review\n'
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
    assert "1 new in ours, 0 there already; left out: 2, for the reasons above\n" in said


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


def test_whatever_the_text_it_is_kept_to_the_letter_or_refused() -> None:
    @given(st.text(max_size=200), st.text(max_size=40))
    def import_text(text: str, position: str) -> None:
        shutil.rmtree("ours", ignore_errors=True)
        name = listed({"text": text, "position": position})
        result = run("import", "recommendations", name, "-o", "ours")
        assert result.exit_code in (0, 2), result.output
        if result.exit_code == 0:
            assert rule("UPR-ATA/97_2")["text"] == text.strip().replace("\r\n", "\n")
            assert run("rules", "--layer", "ours").exit_code == 0

    import_text()


# What is refused.


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"text": None}, "the text is missing\n  hint: write it, or leave the row out\n"),
        ({"text": 7}, "the text is no text, but “7”\n"),
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
        ({"body": "CERD"}, "a recommendation by “CERD”, not of the universal periodic review\n"),
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
    assert "1 new in ours, 0 there already; left out: 1, for the reasons above\n" in told


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
    rows = [["Antarctica", "Chile", "=A1", "Noted", 8], ["Antarctica", None, "#N/A", None, None]]
    said = rejected(workbook("upr.xlsx", UPR_INFO, *rows, title="Recs"))
    assert said.startswith("Recs!C2: a formula stands here\n")
    assert "Recs!C3: an error stands here instead of a value\n" in said


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
        "list.json: entry 1: “ICMW” is no State and is left out\n"
        "list.json: entry 1: “Norwai” is no State and is left out (did you mean `Norway`?)\n"
    )


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
    assert [field for field in FIELDS if field not in help_] == []
    assert "Missing option '-o'" in refused("import", "recommendations", "x.csv")
