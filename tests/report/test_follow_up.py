"""What a follow-up says, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.actions import ACTIONS, write_actions
from support.command_line import refused, run

pytestmark = pytest.mark.usefixtures("ours")
NAMED = ("follow-up", "ata-2011-government", "--layer", "ours", "--as-of", "2012-04-01")


def shown(*options: str) -> str:
    result = run(*NAMED, *options)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_overdue_comes_first_and_actions_are_under_their_institutions() -> None:
    write_actions(Path("ours"))
    text = shown()
    assert "6 actions. 1 is overdue on 1 April 2012." in text
    places = [
        text.index(words)
        for words in (
            "Ministry of the Interior",
            "Train border police and judges",
            "1 day overdue, planned.",
            "Let visitors in",
            "Ministry of Schools",
            "Admit every child to school",
            "2012-01-10, Ministry of Schools: The bill is drafted.",
            "Source: National plan 2012, p. 4",
            "Enrol without papers",
            "Nobody is named as responsible",
            "Write to the Secretary-General",
            "Carries out T/1, 5.",
            "Limit detention to a month",
        )
    ]
    assert places == sorted(places)
    assert "Said to be done, but the account does not say so yet" in " ".join(text.split())
    assert "A working group has met." not in text


def test_what_would_be_met_stands_date_by_date_and_apart_from_what_is() -> None:
    write_actions(Path("ours"))
    text = shown("--format", "md")
    assert "If every promise is kept" in text
    for label in ("today", "due 2011-12-31", "by 2012-06-30", "by 2012-12-31"):
        assert label in text
    assert "open → met" in text
    assert "Of 1 action it is not said which answers it changes" in text
    assert "Still open then" in text
    assert "A promise is no answer" in text or "It is no answer and counts in no result" in text
    before = run("assess", "ata-2011-government", "--format", "json").stdout
    after = run("assess", "ata-2011-government", "--layer", "ours", "--format", "json").stdout
    assert (
        json.loads(before)["assessments"][0]["findings"]
        == (json.loads(after)["assessments"][0]["findings"])
    )


def test_the_workbook_has_who_does_what_and_what_would_change() -> None:
    write_actions(Path("ours"))
    shown("-o", "f.xlsx")
    book = load_workbook("f.xlsx")
    rows = {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}
    assert list(rows) == ["Follow-up", "If every promise is kept", "Not met or open then"]
    actions = [row for row in rows["Follow-up"] if row[4] or row[3]][1:]
    assert [row[:3] for row in actions[:2]] == [
        ("Ministry of the Interior", "2012-03-31", "overdue (planned)"),
        ("Ministry of the Interior", "2011-12-31", "done"),
    ]
    school = next(row for row in actions if row[3] == "Admit every child to school")
    assert school[4] == (
        "• 2012-01-10, Ministry of Schools: The bill is drafted.\n"
        "• 2011-12-01, Ministry of Schools: A working group has met."
    )
    assert school[6] == "National plan 2012, p. 4"
    [told] = json.loads(shown("--format", "json"))["follow_up"]
    made = [one for step in told["if_every_promise_is_kept"] for one in step["changes"]]
    changes = [row[-2:] for row in rows["If every promise is kept"] if row[3]][1:]
    assert [after == "··● met" for _, after in changes] == [one["after"] == ["met"] for one in made]
    assert len(changes) == 5
    assert all(before != after for before, after in changes)
    left = [row[:3] for row in rows["Not met or open then"] if row[2]][1:]
    places = [str(row[0]).replace("\n", ", ") for row in left]
    assert places[0] == told["still_gaps"][0]["citation"]
    assert [row[2] for row in left] == ["○◐· open: not met or partly met", "··● open: met or n/a"]


def test_the_json_has_keys_days_and_changes() -> None:
    write_actions(Path("ours"))
    told = json.loads(shown("--format", "json"))
    assert told["schema"] == "compliance/follow-up/v1"
    [one] = told["follow_up"]
    assert (one["today"], len(one["actions"])) == ("2012-04-01", 6)
    school = one["actions"][0]
    assert school["key"] == "children.school = every_child"
    assert school["to"] == {"children.school": {"value": "every_child"}}
    assert [a["overdue"] for a in one["actions"]] == [False, False, True, False, False, False]
    steps = one["if_every_promise_is_kept"]
    assert [step["due"] for step in steps][-2:] == ["2012-12-31", None]
    last = {change["rule"]: change["after"] for change in steps[3]["changes"]}
    assert last == {"T-1.2": ["met"], "T-2.9": ["met"]}


def test_it_is_written_as_a_page_and_in_word() -> None:
    pytest.importorskip("docx")
    write_actions(Path("ours"))
    shown("-o", "f.html", "-o", "f.docx", "-o", "f.json", "-o", "f.md")
    assert "If every promise is kept" in Path("f.html").read_text(encoding="utf-8")
    assert Path("f.docx").read_bytes().startswith(b"PK")


def test_without_actions_it_says_so_and_a_file_can_be_named() -> None:
    assert "No list of actions" in run("follow-up", "ata-2011-government").stdout
    Path("mine.yaml").write_text(ACTIONS, encoding="utf-8")
    text = run("follow-up", "ATA", "--actions", "mine.yaml", "--as-of", "2012-04-01").stdout
    assert text.count("If every promise is kept") == 2  # one for each account
    assert text.count("6 actions.") == 1


def test_a_list_that_cannot_be_read_is_told_with_its_place() -> None:
    write_actions(Path("ours"), "country: ATA\nactions: [{action: x}]\n")
    assert "ours/actions/ata-2012.yaml:2:" in refused(*NAMED)
    assert "there is no such file" in refused("follow-up", "ATA", "--actions", "none.yaml")


def test_what_is_open_and_better_than_before_is_told_apart() -> None:
    """Of paragraph 2 the papers stay open: with every child at school it is partly met at least."""
    text = ACTIONS.partition("  - action: Enrol without papers")[0]
    write_actions(Path("ours"), text)
    told = " ".join(shown().split())
    assert "Still open then" in told
    assert "Of these, 1 would be at least partly met already." in told


def test_the_commands_that_follow_name_the_lists_that_were_named() -> None:
    Path("mine list.yaml").write_text(ACTIONS, encoding="utf-8")
    told = run("follow-up", "ATA", "--actions", "mine list.yaml").stdout
    assert "compliance follow-up ATA --actions 'mine list.yaml' -o follow-up.docx" in told
    assert "--actions" not in run("follow-up", "ATA").stdout
