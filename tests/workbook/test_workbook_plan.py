"""The sheets of the plan and of open questions, in the gap report and by themselves."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from compliance.workbook.writing.columns import provisions
from openpyxl import Workbook, load_workbook
from support.command_line import run
from support.invented import a_profile
from support.layers import load_layer
from support.pages import filed
from support.workbooks import links_of, opened, rows_of, texts_of

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.plan import MOST_SETS, Closing, plan
from compliance.assessment.questions import questions
from compliance.library.library import Library
from compliance.model.profiles import Answer
from compliance.report import plan as planning
from compliance.report import questions as asking
from compliance.workbook.sheets.actions import only_parts

PORTUGAL, ECUADOR = "prt-2010-government", "ecu-2011-government"


@pytest.fixture(scope="module")
def portugal(bundled: Library) -> Assessment:
    return assess(bundled.profile(PORTUGAL), bundled)


@pytest.fixture(scope="module")
def book(portugal: Assessment) -> Workbook:
    return opened(portugal)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("layer"))


def _alone(assessment: Assessment, page: str) -> Workbook:
    return load_workbook(BytesIO(filed(page, "xlsx", [assessment])))


def test_measures_stand_in_the_order_of_the_plan_which_is_said(
    book: Workbook, portugal: Assessment
) -> None:
    rows, actions = rows_of(book["Measures"]), plan(portugal).actions
    assert len(actions) > 10
    assert [row["No."] for row in rows] == list(range(1, len(actions) + 1))
    said = " ".join(texts_of(book["Measures"])[:2])
    assert planning.OTHER_WAYS in said
    assert planning.ORDER[1:] in said
    for row, measure in zip(rows, actions, strict=True):
        facts = dict.fromkeys(change.fact for change in measure.changes)
        assert str(row["Facts"]).splitlines() == list(facts)
        for change in measure.changes:
            fact = portugal.library.facts[change.fact]
            assert fact.question in str(row["Change"])
            assert planning.change_words(change, fact) in str(row["Change"])
            assert planning.now_words(change, portugal) in str(row["How it stands now"])
            assert fact.evidence in str(row["What would show it"])
        assert row["Demands moved"] == len(measure.moved)
        assert row["Force (our reading)"] == measure.force
        for one in (*measure.moved, *measure.worsened):
            moves = f"{one.requirement.finding.citation}: {planning.moved_words(one)}"
            assert moves in str(row["What it moves"])
        assert str(row["Asked in"]).splitlines()[1:] == planning.symbols(measure, portugal)
        assert all(who in str(row["Falls to"]) for who in measure.responsible)
        assert str(row["Lead institution"] or "").splitlines() == list(measure.leads)


def test_what_comes_to_apply_by_a_measure_is_said(book: Workbook, portugal: Assessment) -> None:
    [(row, measure)] = [
        (row, measure)
        for row, measure in zip(rows_of(book["Measures"]), plan(portugal).actions, strict=True)
        if measure.newly_applicable
    ][:1]
    number = len(measure.newly_applicable)
    assert f"{number} demands come to apply: A/66/253, paras. 15" in str(row["What it moves"])


def _sets(closing: Closing) -> list[tuple[str, str, str, int]]:
    """What the sheet has to say of a requirement: goal, step, alternative, number of changes."""
    parts = closing.met.parts
    rows = []
    for step, sets in enumerate(parts, start=1):
        steps = "the only one" if len(parts) == 1 else f"{step} of {len(parts)}, all needed"
        for one, changes in enumerate(sets, start=1):
            which = "the only one" if len(sets) == 1 else f"{one} of {len(sets)}, one will do"
            rows.append(("met", steps, which, len({c.fact for c in changes})))
        if not sets:
            rows.append(("met", steps, "none", 0))
    for one, changes in enumerate(closing.partly, start=1):
        number = len(closing.partly)
        which = "the only one" if number == 1 else f"{one} of {number}, one will do"
        half = "at least partly met"
        rows.append((half, "the only one", which, len({c.fact for c in changes})))
    return rows


@pytest.mark.parametrize("seed", [None, 1, 2, 5])
def test_every_smallest_set_has_a_row_and_every_gap_leads_to_its_first(
    bundled: Library, seed: int | None
) -> None:
    profile = bundled.profile(PORTUGAL) if seed is None else a_profile(bundled, seed)
    found = assess(profile, bundled)
    book = opened(found)
    rows = rows_of(book["Closing"])
    assert len(rows) > 1
    told = [
        (row["To be"], row["Step"], row["Alternative"], len(str(row["Facts"] or "").split()))
        for row in rows
    ]
    closings = plan(found).closings
    assert told == [row for closing in closings for row in _sets(closing)]
    assert any(goal != "met" for goal, *_ in told)
    ways = [place for place in links_of(book["Gaps"]).values() if "Closing" in place]
    assert len(ways) == len(rows_of(book["Gaps"]))
    headers = [cell.value for cell in book["Closing"][3]]
    column = headers.index("Rule") + 1
    first = {}
    for row in range(4, book["Closing"].max_row + 1):
        first.setdefault(book["Closing"].cell(row, column).value, f"'Closing'!A{row}")
    assert ways == [first[row["Rule"]] for row in rows_of(book["Gaps"])]


def test_where_nothing_closes_a_gap_that_is_said(small: Library) -> None:
    """Treaty X was joined on a day that is past, which nobody can change."""
    answers = dict(small.profile("ata-2011-government").answers)
    answers["children.school"] = (Answer(value="none"),)
    profile = small.profile("ata-2011-government").model_copy(update={"answers": answers})
    found = assess(profile, small)
    for closing in plan(found).closings:
        hopeless = [part for part in closing.met.parts if not part]
        rows = [
            row
            for row in rows_of(opened(found)["Closing"])
            if row["Rule"] == closing.requirement.finding.rule.id
        ]
        assert [r["Changes"] for r in rows].count(planning.NO_WAY) == len(hopeless)


def test_of_too_many_sets_it_is_said_that_only_parts_are_measures(bundled: Library) -> None:
    plans = [plan(assess(a_profile(bundled, seed), bundled)) for seed in range(12)]
    many = [
        closing.requirement.finding.citation
        for one in plans
        for closing in one.closings
        if closing.met.number > MOST_SETS
    ]
    said = list(only_parts(plans))
    assert len(said) == bool(many)
    assert all(citation in said[0] for citation in many)
    assert f"more than {MOST_SETS} smallest sets" in "".join(said) or not many


def test_without_a_gap_that_is_not_said_to_be_all_well(bundled: Library) -> None:
    silent = assess(bundled.profile(ECUADOR), bundled)
    for name in ("Measures", "Closing"):
        sheet = opened(silent)[name]
        assert not sheet.tables
        assert "That is not to say that all is met" in " ".join(texts_of(sheet))
    alone = _alone(silent, "plan")
    assert planning.NOTHING_TO_DO in texts_of(alone["Measures"])


def test_what_would_follow_from_each_answer(book: Workbook, portugal: Assessment) -> None:
    rows = rows_of(book["Open questions"])
    facts = portugal.library.facts
    for question in questions(portugal):
        of_it = [row for row in rows if row["Fact"] == question.fact.id]
        assert of_it
        follows = "\n".join(str(row["What would follow"]) for row in of_it)
        for one in question.consequences:
            assert asking.value_words(one, facts[question.fact.id]) in follows
            for rule in one.decided:
                assert rule.finding.rule.provision in follows
        could = [str(row["Could decide"]) for row in of_it]
        number = len(question.could_decide)
        words = f"{number} finding{'s' * (number != 1)}: " if number else "no finding by itself"
        assert all(said.startswith(words) for said in could)
        if 0 < number < len(question.hanging):
            assert could[0].endswith(provisions(question.could_decide))


def test_the_plan_and_the_questions_as_workbooks_of_their_own(tmp_path: Path) -> None:
    files = {"plan": tmp_path / "plan.xlsx", "ask": tmp_path / "questions.xlsx"}
    for command, file in files.items():
        result = run(command, "PRT", "-o", str(file))
        assert (result.exit_code, result.stderr) == (0, f"Wrote {file}\n")
        again = tmp_path / "again.xlsx"
        run(command, "PRT", "-o", str(again))
        assert file.read_bytes() == again.read_bytes()
    found, asked = (load_workbook(file) for file in files.values())
    assert found.sheetnames == ["Read me", "Measures", "Closing"]
    assert asked.sheetnames == ["Read me", "Open questions"]
    for book in (found, asked):
        first = " ".join(texts_of(book["Read me"]))
        assert "Government of Portugal (voice: government), as of 2010-08-05" in first
        assert "Nothing is weighed" in first
        assert "No finding is one of the United Nations" in first
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert all(cell.protection.locked for cell in cells)
        assert not [cell for cell in cells if cell.data_type in ("f", "e")]


def test_alone_they_say_what_the_gap_report_says(book: Workbook, portugal: Assessment) -> None:
    found = _alone(portugal, "plan")
    asked = _alone(portugal, "ask")
    assert rows_of(found["Measures"]) == rows_of(book["Measures"])
    without = [
        {header: text for header, text in row.items() if header != "Clause"}
        for row in rows_of(book["Closing"])
    ]
    assert rows_of(found["Closing"]) == without
    questions_there = rows_of(asked["Open questions"])
    assert questions_there
    for row, other in zip(questions_there, rows_of(book["Open questions"]), strict=True):
        assert row.items() <= other.items()


def test_several_accounts_are_told_apart(bundled: Library) -> None:
    accounts = [
        assess(bundled.profile(name), bundled) for name in (PORTUGAL, "qat-2010-government")
    ]
    book = load_workbook(BytesIO(filed("plan", "xlsx", accounts)))
    for name in ("Measures", "Closing"):
        profiles = [row["Profile"] for row in rows_of(book[name])]
        assert list(dict.fromkeys(profiles)) == [one.profile.id for one in accounts]
        (one_break,) = book[name].row_breaks.brk
        assert one_break.id == profiles.index("qat-2010-government") + 3
    assert book.properties.title == "Plan: Portugal, Qatar"


@pytest.mark.parametrize("page", ["plan", "ask"])
def test_answers_that_are_not_public_are_in_no_workbook(small: Library, page: str) -> None:
    secret = Answer(value="none", public="no", note="Hush", lead="Hush office")
    profile = small.profile("ata-2012-ngo")
    told = profile.model_copy(update={"answers": {**profile.answers, "children.school": (secret,)}})
    answers = {name: said for name, said in profile.answers.items() if name != "children.school"}
    silent = profile.model_copy(update={"answers": answers})
    assert plan(assess(told, small)) != plan(assess(silent, small))
    assert filed(page, "xlsx", [assess(told, small)]) == filed(
        page, "xlsx", [assess(silent, small)]
    )
