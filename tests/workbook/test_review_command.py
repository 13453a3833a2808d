"""`compliance review` on the command line: what it says, writes, and refuses."""

from __future__ import annotations

import json
import os
import re
import shlex
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from support.command_line import refused, run
from support.gap_reports import PROFILE, Reviewing, cell_of, filled, gap_report, pin

from compliance.library.library import Library
from compliance.workbook.schema import FIELDS, SIGNED

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("ours")

ANA = ("Findings", "T-1.2", {"opinion": "agree", "comment": "See art. 5", "name": "Ana"})
BEN = ("Findings", "T-1.2", {"opinion": "disagree", "comment": "Repealed", "name": "Ben"})
MORE = ("Findings", "T-1.3a", {"opinion": "agree", "name": "Ana"})
OPINION, COMMENT, DATE = (
    get_column_letter(4 + FIELDS["Findings"].index(name)) for name in ("opinion", "comment", "date")
)


def copies(*rows: tuple[str, str, Mapping[str, Any]]) -> list[str]:
    """A copy for each row, filled in: a.xlsx, b.xlsx, …"""
    report = gap_report(Path("report.xlsx"), Library.bundled())
    names = [f"{'abc'[number]}.xlsx" for number, _ in enumerate(rows)]
    return [str(filled(report, name, row)) for name, row in zip(names, rows, strict=True)]


def damaged(path: str, part: str, old: str, new: str | None) -> None:
    """The workbook with some words of a part replaced, in all places; or without the part."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    content = parts.pop(part)
    if new is not None:
        changed = re.sub(old.encode(), new.encode(), content)
        assert changed != content
        parts[part] = changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, said in parts.items():
            package.writestr(name, said)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", r'(<c r="[A-Z]+\d+")( t=)', r'\1 s="9999"\2'),
        ("xl/worksheets/sheet1.xml", r"</sheetData>.*", ""),
        ("xl/worksheets/sheet1.xml", "", None),
        ("xl/styles.xml", "", None),
        ("xl/_rels/workbook.xml.rels", "", None),
        ("xl/workbook.xml", 'name="Findings"', 'name="Other"'),
        ("xl/workbook.xml", 'name="_sent"', 'name="_gone"'),
        ("xl/comments/comment1.xml", r'authorId="\d+"', 'authorId=""'),
        ("xl/comments/comment1.xml", r'ref="[A-Z]+\d+"', 'ref="A:A"'),
        ("xl/comments/comment1.xml", r'ref="[A-Z]+\d+"', f'ref="A{"1" * 5000}"'),
        ("xl/comments/comment1.xml", r".+", "no XML"),
    ],
)
@pytest.mark.parametrize("more", [["-o", "m.xlsx"], ["--annotated", "faulty"]], ids=["-o", "-a"])
def test_a_copy_that_another_program_damaged_is_read_or_refused(
    part: str, old: str, new: str | None, more: list[str]
) -> None:
    report = gap_report(Path("report.xlsx"), Library.bundled())
    with Reviewing(report, "a.xlsx") as book:
        pin(cell_of(book, "Findings", "T-1.2", "comment"), "See art. 5", "Ana")
    filled(report, "b.xlsx", BEN)
    damaged("a.xlsx", part, old, new)
    done = run("review", "a.xlsx", "b.xlsx", *more)
    assert done.exit_code in (0, 2), done.stderr
    if done.exit_code == 2:
        assert "a.xlsx" in done.stderr
        assert "hint: " in done.stderr
    assert Path("m.xlsx").exists() == (done.exit_code == 0 and more[0] == "-o")


def test_the_screen_shows_who_reviewed_what_and_where_they_differ() -> None:
    done = run("review", *copies(ANA, BEN, MORE))
    assert (done.exit_code, done.stderr) == (0, "")
    title = Library.bundled().rules["T-1.2"]
    label = f"{title.citation}: {title.title}"
    assert done.stdout == (
        "3 copies of the gap report of ata-2011-government\n"
        "\n"
        "Who reviewed what: 2 of 2 results looked at\n"
        "  Ana               2 rows; agree 2\n"
        "  Ben               1 row; disagree 1\n"
        "  All opinions      agree 2 and disagree 1. Each opinion counts as one; none is\n"
        "                    averaged.\n"
        "\n"
        "Reviewers differ: 1 cell, left empty in the merged workbook\n"
        f"  {label} (opinion)\n"
        f"      Ana: “agree” (a.xlsx, Findings!{OPINION}2)\n"
        f"      Ben: “disagree” (b.xlsx, Findings!{OPINION}2)\n"
        "\n"
        "Comments\n"
        f"  {label} (comment)\n"
        f"      Ana: “See art. 5” (a.xlsx, Findings!{COMMENT}2)\n"
        f"      Ben: “Repealed” (b.xlsx, Findings!{COMMENT}2)\n"
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
    names = copies(ANA, BEN, MORE)
    with Reviewing(Path("a.xlsx"), "a.xlsx") as book:
        pin(cell_of(book, "Findings", "T-1.2", "comment"), "Which act?", "Ana")
        book[SIGNED].append(["Ana", None, None, "Well done"])
    told = json.loads(run("review", *names, "--format", "json").stdout)
    assert told["schema"] == "compliance/review/v2"
    assert (told["export"], told["profiles"]) == ("h123", [PROFILE])
    assert told["findings"] == {"all": 2, "reviewed": 2}
    assert told["opinions"]["disagree"] == 1
    (conflict,) = told["conflicts"]
    assert conflict["values"] == ["agree", "disagree"]
    assert conflict["written"][0] == {
        "author": "Ana",
        "value": "agree",
        "file": "a.xlsx",
        "cell": f"Findings!{OPINION}2",
    }
    assert {(c["field"], *c["values"]) for c in told["changes"]} == {
        ("comment", "Repealed", "See art. 5"),
        ("name", "Ana", "Ben"),
        ("opinion", "agree"),
        ("name", "Ana"),
    }
    assert told["notes"][0]["field"] == "comment"
    assert told["signatures"][0]["remark"] == "Well done"
    assert told["decided"] == []


def test_what_was_decided_against_stays_in_the_record() -> None:
    names = copies(ANA, BEN)
    run("review", *names, "-o", "merged.xlsx")
    words = {"opinion": "agree in part", "comment": "Settled", "name": "Chair"}
    chair = ("Findings", "T-1.2", words)
    filled(Path("merged.xlsx"), "chair.xlsx", chair)
    done = run("review", "chair.xlsx", *names)
    assert "Decided: 1 cell that reviewers had filled in before\n" in done.stdout
    assert "      decided: “agree in part” (Chair)\n" in done.stdout
    told = json.loads(run("review", "chair.xlsx", "--format", "json").stdout)
    (cell,) = told["decided"]
    assert [entry["author"] for entry in cell["decided_between"]] == ["Ana", "Ben"]
    assert told["opinions"]["disagree"] == 1
    (comment,) = (cell for cell in told["changes"] if cell["field"] == "comment")
    assert comment["values"] == ["Settled"]
    assert [entry["value"] for entry in comment["written_over"]] == ["See art. 5", "Repealed"]
    place = f"Findings!{COMMENT}2"
    for line in ("Ana: “See art. 5” (a.xlsx", "Ben: “Repealed” (b.xlsx"):
        assert f"      {line}, {place}), since written over\n" in done.stdout
    assert f"      Chair: “Settled” (chair.xlsx, {place})\n" in done.stdout


def test_all_problems_of_all_files_are_told_and_nothing_is_written() -> None:
    wrong = ("Findings", "T-1.2", {"opinion": "agre"})
    names = copies(wrong, ANA, ("Findings", "T-1.2", {"date": "3/4/2012"}))
    Path("old.xls").touch()
    said = refused("review", *names, "old.xls", "none.xlsx", "-o", "m.xlsx", "--annotated", "out")
    assert said == (
        "Wrote out/a-annotated.xlsx\n"
        "Wrote out/c-annotated.xlsx\n"
        f"a.xlsx: Findings!{OPINION}2: “agre” is no opinion that can be chosen\n"
        "  hint: did you mean “agree”?\n"
        f"c.xlsx: Findings!{DATE}2: `3/4/2012` can be two days\n"
        "  hint: write which is meant: 2012-04-03 or 2012-03-04\n"
        "none.xlsx: there is no such file\n"
        "  hint: check the spelling of its name\n"
        "old.xls: a workbook ending in `.xls` is not read\n"
        "  hint: open it in a spreadsheet program, and save it as .xlsx\n"
        "4 problems\n"
    )
    assert not Path("m.xlsx").exists()
    assert sorted(os.listdir("out")) == ["a-annotated.xlsx", "c-annotated.xlsx"]
    note = cell_of(load_workbook("out/a-annotated.xlsx"), "Findings", "T-1.2", "opinion").comment
    assert "Did you mean “agree”?" in note.text


def test_one_file_alone_is_named_too_and_annotating_is_suggested() -> None:
    (name,) = copies(("Findings", "T-1.2", {"opinion": "agre"}))
    said = refused("review", name)
    assert said.startswith("With --annotated DIR, copies are written in which each faulty cell")
    assert f"\na.xlsx: Findings!{OPINION}2: “agre” is no opinion" in said
    Path("out").mkdir()
    Path("out/a-annotated.xlsx").touch()
    assert refused("review", name, "--annotated", "out").startswith("Wrote out/a-annotated-2.xlsx")


def test_copies_of_two_exports_are_refused() -> None:
    names = copies(ANA)
    gap_report(Path("other.xlsx"), Library.bundled(), compliance_export="h9")
    said = refused("review", *names, "other.xlsx")
    assert said.startswith("other.xlsx: this is a copy of another export than a.xlsx\n  hint: ")


def test_nothing_is_written_over() -> None:
    names = copies(ANA)
    Path("there.xlsx").write_text("mine")
    said = refused("review", *names, "-o", "there.xlsx")
    assert said.startswith("there.xlsx: this file is there already\n  hint: choose another name")
    assert Path("there.xlsx").read_text() == "mine"
    said = refused("review", *names, "-o", "./a.xlsx")
    assert said.startswith("a.xlsx: this file is one of those to be read")


def test_changed_rules_are_to_be_confirmed(ours_with_registers: Path) -> None:
    del ours_with_registers
    names = copies(ANA, MORE)
    with Reviewing(Path("a.xlsx"), "a.xlsx") as book:
        book["_base"]["C2"].value = "h0"
    with Reviewing(Path("b.xlsx"), "b.xlsx") as book:
        book["_base"]["C2"].value = "h0"
    done = run("review", *names)
    assert "To be confirmed: 1 row; --confirm accepts them\n" in done.stdout
    assert "the rule has changed since the export; filled in by Ana" in done.stdout
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
    names = copies(ANA, BEN, MORE)
    with Reviewing(Path("a.xlsx"), "a.xlsx") as book:
        pin(cell_of(book, "Findings", "T-1.2", "comment"), "Which act?", "Ana")
        book[SIGNED].append(["Ana", None, None, "Well done"])
    for name in names:
        with Reviewing(Path(name), name) as book:
            book["_base"]["C2"].value = "h0"
    found = _keys(json.loads(run("review", *names, "--format", "json").stdout))
    told = (ROOT / "docs" / "json.md").read_text(encoding="utf-8").split("compliance/review/v2")[1]
    assert found - set(re.findall(r"`(\w+)`", told)) == {"schema"}
    assert {"to_confirm", "why", "decided", "notes", "signatures"} <= found


def test_the_commands_of_the_page_for_reviewers_run() -> None:
    report = gap_report(Path("report.xlsx"), Library.bundled())
    filled(report, "ana.xlsx", ANA, MORE)
    filled(report, "ben.xlsx", BEN)
    page = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
    told = re.findall(r"^compliance (.+)$", page, re.MULTILINE)
    assert len(told) == 3
    for command in told:
        done = run(*shlex.split(command))
        assert done.exit_code == 0, done.output
    assert "merged.xlsx" in os.listdir()
    options = set(re.findall(r"--[a-z-]+", page))
    assert options <= set(re.findall(r"--[a-z-]+", run("review", "--help").stdout))
