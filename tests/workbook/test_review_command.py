"""`compliance review` on the command line: what it says, writes, and refuses."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.command_line import refused, run
from support.gap_reports import PROFILE, Reviewing, cell_of, filled, gap_report, pin

from compliance.library.library import Library
from compliance.library.yaml_reader import parse
from compliance.workbook.schema import HEADERS, KEY

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("ours")

ANA = ("Gaps", "T-1.2", {"opinion": "agree", "comment": "See art. 5", "name": "Ana"})
BEN = ("Gaps", "T-1.2", {"opinion": "disagree", "comment": "Repealed", "name": "Ben"})
ANSWER = ("Open questions", "children.papers", {"answer": "no", "name": "Ana"})
SPEAKER = ("--voice", "government", "--speaker", "Ministry of Schools")


def copies(*rows: tuple[str, str, Mapping[str, Any]]) -> list[str]:
    """A copy for each row, filled in: a.xlsx, b.xlsx, …"""
    report = gap_report(Path("report.xlsx"), Library.bundled())
    names = [f"{'abc'[number]}.xlsx" for number, _ in enumerate(rows)]
    return [str(filled(report, name, row)) for name, row in zip(names, rows, strict=True)]


def test_the_screen_shows_who_reviewed_what_and_where_they_differ() -> None:
    done = run("review", *copies(ANA, BEN, ANSWER))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "3 copies of the gap report of ata-2011-government\n"
        "\n"
        "Who reviewed what: 1 of 2 findings were looked at\n"
        "  Ana               2 rows; agree 1; 1 answer\n"
        "  Ben               1 row; disagree 1\n"
        "  Opinions          agree 1 and disagree 1. Each reviewer's is one; none is\n"
        "                    averaged.\n"
        "\n"
        "In conflict: 1 cell, left open in the merged workbook\n"
        "  Gaps, ata-2011-government T-1.2: opinion\n"
        "      Ana: “agree” (a.xlsx, Gaps!D2)\n"
        "      Ben: “disagree” (b.xlsx, Gaps!D2)\n"
        "\n"
        "Comments\n"
        "  Gaps, ata-2011-government T-1.2: comment\n"
        "      Ana: “See art. 5” (a.xlsx, Gaps!F2)\n"
        "      Ben: “Repealed” (b.xlsx, Gaps!F2)\n"
        "\n"
        "Answers: to 1 question; 1 can go into a new profile (--profile)\n"
        "  ata-2011-government children.papers: “no” (Ana)\n"
    )


def test_a_conflict_is_no_error_unless_it_is_said_to_be() -> None:
    names = copies(ANA, BEN)
    assert run("review", *names).exit_code == 0
    done = run("review", *names, "--fail-on", "conflict", "-o", "merged.xlsx")
    assert (done.exit_code, done.stderr) == (1, "Wrote merged.xlsx\n--fail-on: 1 in conflict\n")
    assert run("review", names[0], "--fail-on", "conflict").exit_code == 0


def test_nothing_filled_in_is_said() -> None:
    copies()
    assert "Nobody has filled anything in." in run("review", "report.xlsx").stdout


def test_the_json_has_it_all() -> None:
    names = copies(ANA, BEN, ANSWER)
    with Reviewing(Path("a.xlsx"), "a.xlsx") as book:
        pin(cell_of(book, "Gaps", "T-1.2", "evidence"), "Which act?", "Ana")
        book["Sign-off"].append(["Ana", None, None, None, "approved"])
    told = json.loads(run("review", *names, "--format", "json").stdout)
    assert told["schema"] == "compliance/review/v1"
    assert (told["export"], told["profiles"]) == ("h123", [PROFILE])
    assert told["findings"] == {"all": 2, "reviewed": 1}
    assert told["opinions"]["disagree"] == 1
    (conflict,) = told["conflicts"]
    assert conflict["values"] == ["agree", "disagree"]
    assert conflict["written"][0] == {
        "author": "Ana",
        "value": "agree",
        "file": "a.xlsx",
        "cell": "Gaps!D2",
    }
    assert {(c["field"], *c["values"]) for c in told["changes"]} == {
        ("comment", "Repealed", "See art. 5"),
        ("name", "Ana", "Ben"),
        ("answer", "no"),
        ("name", "Ana"),
    }
    assert told["notes"][0]["field"] == "evidence"
    assert told["signatures"][0]["decision"] == "approved"
    assert [(p["fact"], p["taken"]) for p in told["proposals"]] == [("children.papers", True)]


def test_all_problems_of_all_files_are_told_and_nothing_is_written() -> None:
    wrong = ("Gaps", "T-1.2", {"opinion": "agre"})
    names = copies(wrong, ANA, ("Gaps", "T-1.2", {"date": "3/4/2012"}))
    Path("old.xls").touch()
    said = refused("review", *names, "old.xls", "none.xlsx", "-o", "m.xlsx", "--annotated", "out")
    assert said == (
        "Wrote out/a-annotated.xlsx\n"
        "Wrote out/c-annotated.xlsx\n"
        "a.xlsx: Gaps!D2: “agre” is no opinion that can be chosen\n"
        "  hint: did you mean “agree”?\n"
        "c.xlsx: Gaps!I2: `3/4/2012` can be two days\n"
        "  hint: write which is meant: 2012-04-03 or 2012-03-04\n"
        "none.xlsx: there is no such file\n"
        "  hint: check the spelling of its name\n"
        "old.xls: a workbook ending in `.xls` is not read\n"
        "  hint: open it in a spreadsheet program, and save it as .xlsx\n"
        "4 problems\n"
    )
    assert not Path("m.xlsx").exists()
    assert sorted(os.listdir("out")) == ["a-annotated.xlsx", "c-annotated.xlsx"]
    note = cell_of(load_workbook("out/a-annotated.xlsx"), "Gaps", "T-1.2", "opinion").comment
    assert "Did you mean “agree”?" in note.text


def test_one_file_alone_is_not_named_before_each_cell_and_annotating_is_suggested() -> None:
    (name,) = copies(("Gaps", "T-1.2", {"opinion": "agre"}))
    said = refused("review", name)
    assert said.startswith("With --annotated DIR, copies are written in which each faulty cell")
    assert "\nGaps!D2: “agre” is no opinion" in said


def test_copies_of_two_exports_are_refused() -> None:
    names = copies(ANA)
    gap_report(Path("other.xlsx"), Library.bundled(), compliance_export="h9")
    said = refused("review", *names, "other.xlsx")
    assert said.startswith("other.xlsx: this is a copy of another export than a.xlsx\n  hint: ")


@pytest.mark.parametrize("option", ["-o", "--profile"])
def test_nothing_is_written_over(option: str) -> None:
    names = copies(ANA)
    name = "there.xlsx" if option == "-o" else "there.yaml"
    Path(name).write_text("mine")
    said = refused("review", *names, option, name, *SPEAKER)
    assert said.startswith(f"{name}: this file is there already\n  hint: choose another name")
    assert Path(name).read_text() == "mine"
    if option == "-o":
        assert "a.xlsx: this file is one of the files to be read" in refused(
            "review", *names, "-o", "a.xlsx"
        )


def test_answers_go_into_a_new_profile_that_can_be_assessed() -> None:
    names = copies(ANSWER)
    done = run("review", *names, "--profile", "new.yaml", *SPEAKER)
    assert (done.exit_code, done.stderr) == (0, "Wrote new.yaml\n")
    data = parse(Path("new.yaml").read_text(encoding="utf-8"), "new.yaml").data
    assert (data["voice"], data["speaker"]) == ("government", "Ministry of Schools")
    assert data["as_of"] == "2011-07-14"
    assert data["answers"]["children.papers"]["value"] == "no"
    assert run("assess", "new.yaml").exit_code == 0
    assert run("check", "new.yaml").exit_code == 0


def test_what_is_answered_otherwise_or_not_taken_over_is_said() -> None:
    rows = [("Evidence", "children.school", {"answer": "none", "name": "Ana"})]
    rows.append(("Open questions", "detention.days", {"document": "The act", "name": "Ben"}))
    done = run("review", *copies(*rows), "--profile", "new.yaml", *SPEAKER)
    said = "Answered otherwise than in ata-2011-government: children.school\n"
    assert done.stderr.startswith(said)
    shown = " ".join(done.stdout.split())
    assert "“no answer” (Ben). Not taken over: evidence without an answer" in shown


def test_a_workbook_on_a_file_asks_for_the_file(ours: Path) -> None:
    source = ours / "profiles/ata-2011-government.yaml"
    Path("mine.yaml").write_bytes(source.read_bytes())
    run("assess", "mine.yaml", "-o", "report.xlsx")
    book = load_workbook("report.xlsx")
    sheet = book["Open questions"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    keys = {
        sheet.cell(row, columns[HEADERS[KEY]]).value: row for row in range(2, sheet.max_row + 1)
    }
    for field, value in (("answer", "no"), ("name", "Ana")):
        sheet.cell(keys["mine children.papers"], columns[HEADERS[field]]).value = value
    book.save("a.xlsx")
    said = refused("review", "a.xlsx", "--profile", "new.yaml", *SPEAKER)
    assert said == "--from: the file of `mine` is not known\n  hint: name it here\n1 problem\n"
    done = run("review", "a.xlsx", "--profile", "new.yaml", "--from", "mine.yaml", *SPEAKER)
    assert (done.exit_code, Path("new.yaml").exists()) == (0, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--speaker: a new profile needs this"),
        (("--voice", "goverment", "--speaker", "x"), "there is no voice `goverment`"),
        ((*SPEAKER, "--as-of", "soon"), "`soon` is no day"),
        ((*SPEAKER, "--from", "ata-2012-ngo"), "the workbook is not of the profile"),
        (SPEAKER, "there is no answer to take over into ata-2011-government"),
    ],
)
def test_a_profile_needs_a_speaker_a_day_and_an_answer(options: tuple[str, ...], said: str) -> None:
    names = copies(ANA)
    assert said in refused("review", *names, "--profile", "new.yaml", *options)
    assert not Path("new.yaml").exists()


def test_changed_rules_are_to_be_confirmed(ours_with_registers: Path) -> None:
    del ours_with_registers
    names = copies(ANA, ANSWER)
    with Reviewing(Path("a.xlsx"), "a.xlsx") as book:
        book["_base"]["C2"].value = "h0"
    with Reviewing(Path("b.xlsx"), "b.xlsx") as book:
        book["_base"]["C2"].value = "h0"
    done = run("review", *names)
    assert "To be confirmed: 1 row; --confirm accepts them\n" in done.stdout
    assert "Gaps, ata-2011-government T-1.2: the rule has changed since the export; filled" in (
        " ".join(done.stdout.split())
    )
    assert "confirmed with --confirm" in run("review", *names, "--confirm").stdout


def test_the_help_has_examples_and_every_option() -> None:
    said = run("review", "--help").stdout
    assert "compliance review ana.xlsx ben.xlsx -o merged.xlsx --annotated faulty" in said


# The documents.


def _keys(told: object) -> set[str]:
    if isinstance(told, list):
        return set().union(*map(_keys, told))
    if not isinstance(told, dict):
        return set()
    inner = (value for key, value in told.items() if key != "opinions")
    return set(told) | set().union(*map(_keys, inner))


def test_every_key_of_the_json_is_told() -> None:
    names = copies(ANA, BEN, ANSWER)
    with Reviewing(Path("a.xlsx"), "a.xlsx") as book:
        pin(cell_of(book, "Gaps", "T-1.2", "evidence"), "Which act?", "Ana")
        book["Sign-off"].append(["Ana", None, None, None, "approved"])
    for name in names:
        with Reviewing(Path(name), name) as book:
            book["_base"]["C2"].value = "h0"
    found = _keys(json.loads(run("review", *names, "--format", "json").stdout))
    told = (ROOT / "docs" / "json.md").read_text(encoding="utf-8").split("compliance/review/v1")[1]
    assert found - set(re.findall(r"`(\w+)`", told)) == {"schema"}
    assert {"to_confirm", "why", "given", "notes", "signatures"} <= found


def test_the_commands_of_the_page_for_reviewers_run() -> None:
    report = gap_report(Path("report.xlsx"), Library.bundled())
    filled(report, "ana.xlsx", ANA, ANSWER)
    filled(report, "ben.xlsx", BEN)
    page = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
    told = re.findall(r"^compliance (.+)$", page, re.MULTILINE)
    assert len(told) == 4
    for command in told:
        done = run(*shlex.split(command))
        assert done.exit_code == 0, done.output
    assert {"merged.xlsx", "ministry.yaml"} <= set(os.listdir())
    options = set(re.findall(r"--[a-z-]+", page))
    assert options <= set(re.findall(r"--[a-z-]+", run("review", "--help").stdout))
