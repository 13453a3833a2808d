"""`compliance import actions`: what several ministries wrote beside actions, merged three ways."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from support.actions import HEADERS, PAPERS, SCHOOL, filled_in
from support.command_line import refused, run

from compliance.library.yaml_reader import parse

pytestmark = pytest.mark.usefixtures("ours")
EMPTY: Sequence[str | None] = (None, None, None, None, None)
OPTIONS = ("--country", "ATA", "--on", "2012-02-01", "-o", "ours/actions/ata.yaml")


@pytest.fixture(autouse=True)
def _folder(ours: Path) -> None:  # noqa: ARG001 - the folder to work in
    Path("ours/actions").mkdir(parents=True)


def imported(*names: str, options: Sequence[str] = OPTIONS) -> list[dict[str, Any]]:
    result = run("import", "actions", *names, *options)
    assert result.exit_code == 0, result.output
    text = Path("ours/actions/ata.yaml").read_text(encoding="utf-8")
    assert run("check", "ours").exit_code == 0
    return list(parse(text, "x").data["actions"])


def rejected(*names: str, options: Sequence[str] = OPTIONS) -> str:
    target = Path("ours/actions/ata.yaml")
    before = target.read_bytes() if target.exists() else None
    said = refused("import", "actions", *names, *options)
    assert (target.read_bytes() if target.exists() else None) == before
    return said


def test_what_two_ministries_filled_in_is_put_together() -> None:
    one = filled_in(
        "one.xlsx",
        {
            SCHOOL: (
                "Ministry of Schools",
                "2012-06-30",
                "under way",
                "A bill is drafted.",
                "Plan",
            ),
            PAPERS: EMPTY,
        },
    )
    two = filled_in("two.xlsx", {PAPERS: ("Ministry of Schools", "31/12/2012", None, None, None)})
    assert imported(one, two) == [
        {
            "action": f"Do it: {SCHOOL}",
            "to": {"children.school": {"value": "every_child"}},
            "lead": "Ministry of Schools",
            "due": "2012-06-30",
            "state": "under way",
            "progress": [
                {
                    "on": "2012-02-01",
                    "note": "A bill is drafted.",
                    "said_by": "Ministry of Schools",
                }
            ],
            "source": "Plan",
        },
        {
            "action": f"Do it: {PAPERS}",
            "to": {"children.papers": {"value": "no"}},
            "lead": "Ministry of Schools",
            "due": "2012-12-31",
            "state": "planned",
        },
    ]


def test_two_that_disagree_are_both_named_and_nothing_is_written() -> None:
    one = filled_in("one.xlsx", {SCHOOL: ("Ministry of Schools", None, None, None, None)})
    two = filled_in("two.xlsx", {SCHOOL: ("Parliament", None, None, None, None)})
    assert rejected(one, two) == (
        "Actions!C3: Actions!C3 in another copy has `Ministry of Schools`, and here is "
        "`Parliament`\n  hint: agree on one, and import both again\n1 problem\n"
    )
    same = filled_in("same.xlsx", {SCHOOL: ("ministry of schools ", None, None, None, None)})
    assert len(imported(one, one, options=OPTIONS)) == 1
    assert "in another copy" in rejected(one, two) or same


def test_what_a_copy_has_as_it_was_sent_changes_nothing() -> None:
    lead = ("Ministry of Schools", "2012-06-30", "planned", "", "")
    imported(filled_in("first.xlsx", {SCHOOL: lead}))
    sent = {SCHOOL: lead}
    untouched = filled_in("a.xlsx", {SCHOOL: lead}, sent)
    changed = filled_in(
        "b.xlsx", {SCHOOL: ("Ministry of Schools", "2012-09-30", "planned", None, None)}, sent
    )
    [action] = imported(untouched, changed)
    assert (action["lead"], action["due"]) == ("Ministry of Schools", "2012-09-30")
    again = filled_in(
        "c.xlsx", {SCHOOL: ("Ministry of Schools", "2013-01-31", "planned", None, None)}, sent
    )
    said = rejected(again)
    assert "the list has `2012-09-30` by now, and here is `2013-01-31`\n" in said


def test_notes_on_progress_add_up_and_are_not_told_twice() -> None:
    first = filled_in("a.xlsx", {SCHOOL: ("Schools", None, None, "Drafted.", None)})
    [action] = imported(first)
    more = filled_in("b.xlsx", {SCHOOL: ("Schools", None, None, "Adopted.", None)})
    options = (*OPTIONS[:2], "--on", "2012-03-01", *OPTIONS[4:], "--said-by", "Cabinet office")
    [action] = imported(first, more, options=options)
    assert [(p["on"], p["note"], p["said_by"]) for p in action["progress"]] == [
        ("2012-02-01", "Drafted.", "Schools"),
        ("2012-03-01", "Adopted.", "Cabinet office"),
    ]
    nobody = filled_in("c.xlsx", {PAPERS: (None, None, None, "Begun.", None)})
    assert "nobody is named who says so\n" in rejected(nobody)


def test_what_is_taken_back_goes() -> None:
    imported(filled_in("a.xlsx", {SCHOOL: ("Schools", "2012-06-30", "done", None, "Plan")}))
    cleared = filled_in("b.xlsx", {SCHOOL: ("Schools", "(clear)", "planned", None, "(clear)")})
    [action] = imported(cleared)
    assert "due" not in action
    assert "source" not in action


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("Schools", "soon", None, None, None), "Actions!D3: `soon` is no day\n"),
        (("Schools", None, "later", None, None), "Actions!E3: “later” is none of the states\n"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(cells: Sequence[str | None], said: str) -> None:
    assert said in rejected(filled_in("a.xlsx", {SCHOOL: cells}))


def test_a_workbook_that_is_none_of_ours_is_refused() -> None:
    wrong = filled_in("a.xlsx", {"children.scool = x": ("Schools", None, None, None, None)})
    assert "is the key of no action\n" in rejected(wrong)
    bare = filled_in("b.xlsx", {SCHOOL: EMPTY}, headers=HEADERS[:-1])
    assert "the sheet `Actions` has no column `Key`\n" in rejected(bare)
    assert "nobody has filled in an action\n" in rejected(filled_in("c.xlsx", {SCHOOL: EMPTY}))
    alone = filled_in("d.xlsx", {SCHOOL: ("Schools", None, None, None, None)})
    assert "whose actions these are is not said\n" in rejected(alone, options=OPTIONS[2:])
