"""LibreOffice opens the questionnaire, keeps it, and greys what does not arise."""

from __future__ import annotations

import subprocess
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from support.libreoffice import office
from support.questionnaires import WHO, Filled, library_of_tests, read, written

from compliance.engine.compiler import Runnable
from compliance.engine.expressions import parse
from compliance.library.library import Library
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.formulas import CellPlaces, not_arising

SECONDS = 240


def converted(path: Path, folder: Path, profile: Path) -> Path:
    """The workbook as LibreOffice saves it, all formulas worked out."""
    folder.mkdir(exist_ok=True)
    command = (office(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore")
    more = ("--convert-to", "xlsx", "--outdir", str(folder), str(path))
    subprocess.run([*command, *more], check=True, capture_output=True, timeout=SECONDS)
    return folder / path.name


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of_tests(tmp_path_factory.mktemp("layer"))


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libreoffice")


def test_what_libreoffice_saves_comes_back_as_it_was(
    library: Library, tmp_path: Path, user: Path
) -> None:
    profile = library.profile("ata-2011-government")
    path = written(tmp_path / "q.xlsx", library, profile)
    saved = converted(path, tmp_path / "saved", user)
    reading = read(library, saved)
    assert reading.profile.answers == profile.published().answers
    assert (reading.changed, reading.remarks) == (frozenset(), ())
    book = load_workbook(saved)
    states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
    assert [t for t, state in states.items() if state != "visible"] == [
        *("_identity", "_lists", "_sent", "_base", "_kept")
    ]
    sheet = book[f.QUESTIONS]
    filled = Filled(path)
    assert sheet.protection.sheet
    assert not sheet[filled.place("children.school", f.ANSWER)].protection.locked
    assert sheet[filled.place("children.school", "key")].protection.locked


def test_what_is_filled_in_with_libreoffice_is_read(
    library: Library, tmp_path: Path, user: Path
) -> None:
    filled = Filled(written(tmp_path / "q.xlsx", library)).about(**WHO)
    filled.put("children.school", answer="No entitlement in law", how_sure="not this")
    filled.put("detention.days", answer=30, how_sure="between", or_answer=60)
    filled.put("detention.trained judges", answer=True, since="14 July 2010")
    reading = read(library, converted(filled.save(), tmp_path / "saved", user))
    answers = reading.profile.answers
    assert answers["children.school"][0].not_ == ("none",)
    assert (answers["detention.days"][0].at_least, answers["detention.days"][0].at_most) == (
        "30",
        "60",
    )
    assert answers["detention.trained"][0].value == {"judges": "yes"}
    assert str(answers["detention.trained"][0].since) == "2010-07-14"


GIVEN = {
    "detention.limited": [("yes", None, None), ("no", None, None), (None, None, None)],
    "children.school": [
        ("Every child, whatever the status", None, None),
        ("No entitlement in law", "certain", None),
        ("No entitlement in law", "not this", None),
        ("Only children with a residence right", "one of these", "No entitlement in law"),
        (
            "Only children with a residence right",
            "one of these",
            "Every child, whatever the status",
        ),
    ],
    "detention.days": [
        (10, None, None),
        (31, "at least", None),
        (30, "at most", None),
        (31, "between", 40),
        (20, "between", 40),
    ],
    "detention.trained": [("yes", None, None), ("no", None, None), (None, None, None)],
}
EXPRESSIONS = (
    "detention.limited",
    "not detention.limited",
    'children.school != "none"',
    'children.school == "none" or detention.limited',
    'children.school in ["every_child", "residents"] and not detention.limited',
    "detention.days <= 30",
    "detention.days > 30 and detention.limited",
    "detention.days != 10",
    '"judges" in detention.trained',
    'not ("judges" in detention.trained or children.school == "none")',
)
ALLOWED: dict[str, list[frozenset[Any]]] = {
    "detention.limited": [frozenset([True]), frozenset([False]), frozenset([True, False])],
    "children.school": [
        frozenset(["every_child"]),
        frozenset(["none"]),
        frozenset(["every_child", "residents"]),
        frozenset(["residents", "none"]),
        frozenset(["residents", "every_child"]),
    ],
    "detention.days": [
        frozenset([10]),
        frozenset(range(31, 99)),
        frozenset(range(31)),
        frozenset(range(31, 41)),
        frozenset(range(20, 41)),
    ],
    "detention.trained": [frozenset([True]), frozenset([False]), frozenset([True, False])],
}
"""What each of the answers above leaves possible."""


def rules_out(text: str, library: Library, state: dict[str, int]) -> bool:
    """Whether no completion of the answers makes the expression hold, by rule-engine itself."""
    runnable = Runnable.of(parse(text, library.facts), library.facts)
    names = list(runnable.expression.reads)
    sets = [ALLOWED[name][state[name]] for name in names]

    def value(name: str, one: Any) -> Any:
        return ({"judges"} if one else set()) if name == "detention.trained" else one

    return not any(
        runnable.holds({n: value(n, one) for n, one in zip(names, values, strict=True)})
        for values in product(*sets)
    )


def test_a_question_is_grey_just_where_the_answers_rule_out_that_it_arises(
    library: Library, tmp_path: Path, user: Path
) -> None:
    """One sheet for each combination of answers, with the formulas beside; worked out at once."""
    filled = Filled(written(tmp_path / "q.xlsx", library))
    columns = {name: filled.sheet.cell(1, n).column_letter for name, n in filled.columns.items()}
    keys = {(k.partition(" ")[0], k.partition(" ")[2]): row for k, row in filled.rows.items() if k}
    places = CellPlaces(columns, keys)
    states = [
        dict(zip(GIVEN, state, strict=True))
        for state in product(range(3), range(5), range(5), range(3))
    ]
    states = states[::3]
    source = filled.book[f.QUESTIONS]
    for number, state in enumerate(states):
        sheet = filled.book.create_sheet(f"s{number}")
        for name, chosen in state.items():
            member = "judges" if name == "detention.trained" else ""
            for field, value in zip(f.VALUE_FIELDS, GIVEN[name][chosen], strict=True):
                row = keys[name, member]
                sheet[f"{columns[field]}{row}"].value = value
        for row, text in enumerate(EXPRESSIONS, start=1):
            tree = parse(text, library.facts).tree
            formula = not_arising(tree, library.facts, places)
            assert formula is not None
            sheet.cell(row, 100).value = f"={formula}"
    assert source
    saved = load_workbook(converted(filled.save(), tmp_path / "saved", user), data_only=True)
    wrong = []
    grey = 0
    for number, state in enumerate(states):
        for row, text in enumerate(EXPRESSIONS, start=1):
            found = saved[f"s{number}"].cell(row, 100).value
            expected = rules_out(text, library, state)
            grey += bool(found)
            if bool(found) and not expected:
                wrong.append((text, state))
            if " and " not in text and " or " not in text and bool(found) != expected:
                wrong.append((text, state))
    assert (wrong, grey > 100) == ([], True)


def test_the_rules_that_grey_survive_and_name_the_rows_of_their_question(
    library: Library, tmp_path: Path, user: Path
) -> None:
    path = written(tmp_path / "q.xlsx", library)
    at = Filled(path).rows["detention.days"]
    for file in (path, converted(path, tmp_path / "saved", user)):
        sheet = load_workbook(file)[f.QUESTIONS]
        ranges = {str(r.sqref): r.rules[0].formula[0] for r in sheet.conditional_formatting}
        (formula,) = [text for ref, text in ranges.items() if ref.startswith(f"A{at}:")]
        assert '="no"' in formula
