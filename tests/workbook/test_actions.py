"""`compliance import actions`: what several ministries wrote beside actions, merged three ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from support.actions import ACTIONS, HEADERS, PAPERS, SCHOOL, filled_in
from support.command_line import refused, run
from support.workbooks import rows_of

from compliance.library.yaml_reader import parse
from compliance.workbook import schema as form

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
        "two.xlsx: Actions!C3: one.xlsx has `Ministry of Schools` in Actions!C3, and two.xlsx has "
        "`Parliament` in Actions!C3\n  hint: agree on one, and import both again\n1 problem\n"
    )
    same = filled_in("same.xlsx", {SCHOOL: ("ministry of schools ", None, None, None, None)})
    assert [action["lead"] for action in imported(one, same)] == ["Ministry of Schools"]


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
        (("Schools", "soon", None, None, None), "a.xlsx: Actions!D3: `soon` is no day\n"),
        (("Schools", None, "later", None, None), "Actions!E3: “later” is none of the states\n"),
        (("N/A", None, None, None, None), "Actions!C3: `N/A` names nothing\n  hint: leave the "),
        (("Schools", "tbd", None, None, None), "Actions!D3: `tbd` names nothing\n  hint: leave "),
        (("Schools", None, "?", None, None), "Actions!E3: `?` names nothing\n"),
        (("Schools", None, None, "idem", None), "Actions!F3: `idem` names nothing\n"),
        (("Schools", None, None, None, "-"), "Actions!G3: `-` names nothing\n"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(cells: Sequence[str | None], said: str) -> None:
    assert said in rejected(filled_in("a.xlsx", {SCHOOL: cells}))


def test_a_workbook_that_is_none_of_ours_is_refused() -> None:
    wrong = filled_in("a.xlsx", {"children.scool = x": ("Schools", None, None, None, None)})
    assert "is the key of no action\n" in rejected(wrong)
    bare = filled_in("b.xlsx", {SCHOOL: EMPTY}, headers=HEADERS[:-1])
    assert "b.xlsx: Actions!2: the column `Key` was deleted\n" in rejected(bare)
    assert "nobody has filled in an action\n" in rejected(filled_in("c.xlsx", {SCHOOL: EMPTY}))
    alone = filled_in("d.xlsx", {SCHOOL: ("Schools", None, None, None, None)})
    assert "whose actions these are is not said\n" in rejected(alone, options=OPTIONS[2:])


# The workbooks that we write


def plan_of(*names: str, layers: Sequence[str] = ("ours",)) -> Path:
    """The plan of accounts, as it is sent out."""
    options = [part for layer in layers for part in ("--layer", layer)]
    result = run("plan", *names, *options, "-o", "plan.xlsx")
    assert result.exit_code == 0, result.output
    return Path("plan.xlsx")


def filled(sent: Path, copy: str, cells: Mapping[str, Mapping[str, str]]) -> str:
    """A copy of a workbook of ours, with these cells filled in: by key and field."""
    book = load_workbook(sent)
    keys = {row[0].value: row[0].row for row in area(book, form.KEY)}
    for key, told in cells.items():
        for name, text in told.items():
            column = area(book, name)[0][0].column
            book[form.ACTIONS].cell(keys[key], column).value = text
    book.save(copy)
    return copy


def area(book: Workbook, name: str) -> Any:
    place = book.defined_names[form.column_name(form.ACTIONS, name)].attr_text
    title, _, cells = place.replace("$", "").replace("'", "").partition("!")
    return book[title][cells]


def test_a_plan_goes_to_two_ministries_and_comes_back_as_one_list() -> None:
    sent = plan_of("ata-2011-government")
    keys = [row[0].value for row in area(load_workbook(sent), form.KEY)][1:]
    assert SCHOOL in keys
    other = next(key for key in keys if key and key != SCHOOL)
    schools = filled(sent, "schools.xlsx", {SCHOOL: {"lead": "Schools", "due": "2012-06-30"}})
    interior = filled(
        sent,
        "interior.xlsx",
        {
            SCHOOL: {"lead": "Schools", "progress": "Read twice.", "said_by": "Parliament"},
            other: {"lead": "Interior", "state": "under way", "source": "Plan 2012"},
        },
    )
    found = {
        tuple(action["to"]): action
        for action in imported(schools, interior, options=("-o", OPTIONS[-1], *OPTIONS[2:4]))
    }
    school = found[("children.school",)]
    assert (school["lead"], school["due"]) == ("Schools", "2012-06-30")
    assert school["progress"] == [
        {"on": "2012-02-01", "note": "Read twice.", "said_by": "Parliament"}
    ]
    assert len(found) == 2
    # Sent out again it holds what is known, and untouched it changes nothing.
    again = plan_of("ata-2011-government")
    book = load_workbook(again)
    held = {row[0].value: row[0].row for row in area(book, form.KEY)}[SCHOOL]
    lead = area(book, "lead")[0][0].column
    assert book[form.ACTIONS].cell(held, lead).value == "Schools"
    assert any("Read twice." in str(c.value) for row in book[form.ACTIONS] for c in row)
    before = Path(OPTIONS[-1]).read_text(encoding="utf-8")
    imported(str(again), options=("-o", OPTIONS[-1]))
    assert Path(OPTIONS[-1]).read_text(encoding="utf-8") == before


def test_two_accounts_of_one_country_share_an_action_and_of_two_countries_none() -> None:
    book = load_workbook(plan_of("ata-2011-government", "ata-2012-ngo"))
    keys = [row[0].value for row in area(book, form.KEY)][1:]
    assert len([key for key in keys if key]) == len({key for key in keys if key}) > 0
    lead, sheet = area(book, "lead")[0][0].column, book[form.ACTIONS]
    for row in area(book, form.KEY)[1:]:
        assert sheet.cell(row[0].row, lead).protection.locked == (not row[0].value)
    run("plan", "ata-2012-ngo", portugal(), "-o", "both.xlsx")
    both = load_workbook("both.xlsx")[form.ACTIONS]
    assert all(cell.protection.locked for row in both.iter_rows() for cell in row)


def test_what_the_plan_does_not_propose_is_filled_in_below_it() -> None:
    Path("ours/actions/a.yaml").write_text(ACTIONS, encoding="utf-8")
    Path("ours/rules/T-1").mkdir(parents=True)
    Path("ours/rules/T-1/7.yaml").write_text(DRAFT, encoding="utf-8")
    book = load_workbook(plan_of("ata-2011-government"))
    rows = rows_of(book[form.ACTIONS])
    told = {row["Key"]: row for row in rows if row["Key"]}
    assert told["T-1.5"]["Action"] == "Write to the Secretary-General"
    assert "the plan does not propose it" in str(told["T-1.5"]["What it improves"])
    draft = told["T-1.7"]
    assert draft["Action"] == "Carry out T/1, 7: Protect children"
    assert str(draft["What it improves"]).startswith("Not yet tested")
    filled(Path("plan.xlsx"), "a.xlsx", {"T-1.7": {"lead": "Housing", "due": "2013-01-01"}})
    done = run("import", "actions", "a.xlsx", "-o", OPTIONS[-1], "--layer", "ours")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (0, "1 action, 1 new or changed.")
    made = parse(Path(OPTIONS[-1]).read_text(encoding="utf-8"), "x").data["actions"]
    assert made == [
        {
            "action": "Carry out T/1, 7: Protect children",
            "rules": ["T-1.7"],
            "lead": "Housing",
            "due": "2013-01-01",
            "state": "planned",
        }
    ]


def test_what_is_filled_in_elsewhere_or_by_nobody_is_said() -> None:
    sent = plan_of("ata-2011-government")
    book = load_workbook(sent)
    sheet = book[form.ACTIONS]
    row = {line[0].value: line[0].row for line in area(book, form.KEY)}[SCHOOL]
    sheet.cell(row, area(book, "lead")[0][0].column).value = "Schools"
    sheet.cell(row, 2).value = "Do something else"
    book.save("a.xlsx")
    result = run("import", "actions", "a.xlsx", "-o", OPTIONS[-1])
    assert "“Do something else” was written into a cell that is not for entries" in result.stderr
    named = filled(sent, "b.xlsx", {SCHOOL: {"said_by": "Parliament"}})
    assert "somebody is named who says so, and there is no new progress note" in rejected(named)


def test_a_workbook_of_another_country_is_refused() -> None:
    run("plan", portugal(), "-o", "plan.xlsx")
    key = area(load_workbook("plan.xlsx"), form.KEY)[1][0].value
    copy = filled(Path("plan.xlsx"), "a.xlsx", {key: {"lead": "Foreign affairs"}})
    said = rejected(copy, options=OPTIONS)
    assert "a.xlsx: this workbook is of Portugal, and the list is of Antarctica\n" in said


def test_a_review_says_that_actions_are_read_elsewhere() -> None:
    run("assess", "ata-2011-government", "--layer", "ours", "-o", "report.xlsx")
    copy = filled(Path("report.xlsx"), "a.xlsx", {SCHOOL: {"lead": "Schools", "state": "done"}})
    result = run("review", copy, "--layer", "ours")
    assert result.exit_code == 0, result.output
    assert "who does what by when is filled in (2 cells); `compliance import actions` reads it" in (
        result.stderr
    )
    assert "not for entries" not in result.stderr
    assert imported(copy, options=("-o", OPTIONS[-1]))[0]["state"] == "done"
    run("plan", "ata-2011-government", "--layer", "ours", "-o", "plan.xlsx")
    assert "it is read by `compliance import actions`\n" in refused(
        "review", "plan.xlsx", "--layer", "ours"
    )


def test_who_says_so_is_a_name() -> None:
    copy = filled_in("a.xlsx", {SCHOOL: ("Schools", None, None, "Begun.", None)})
    assert "--said-by: `-` names nobody\n" in rejected(copy, options=(*OPTIONS, "--said-by", "-"))


DRAFT = """
provision: 7
title: Protect children
text: Notes that States protect children;
addressee: states
force: statement
topics: [children]
draft: yes
"""


def portugal() -> str:
    """An account of another country, in which something is to be done."""
    path = Path("portugal.yaml")
    head = "country: PRT\nvoice: government\nspeaker: P\nas_of: 2011-01-01\n"
    answers = "answers:\n  children.papers: {value: yes}\n  children.school: {value: none}\n"
    path.write_text(head + answers, encoding="utf-8")
    return str(path)
