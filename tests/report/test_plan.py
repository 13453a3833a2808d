"""The plan as people read it: one page of actions, and ways to close each gap that do close it."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from support.golden import approved
from support.invented import a_profile, again, outcome_of
from support.pages import EARLIER, NETWORK, filed, held, invented_library, on, plain_environment
from support.screen import words
from support.voices import account

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.minimal_changes import FactChange
from compliance.assessment.plan import Plan, plan
from compliance.assessment.remedies import Remedies
from compliance.engine.outcomes import Outcome, Outcomes
from compliance.library.library import Library
from compliance.model.profiles import Answer
from compliance.report import plan as report
from compliance.report.remedies import needed_words
from compliance.report.wording import action_words

assert plain_environment
pytestmark = pytest.mark.usefixtures("plain_environment")
SEEDS = (0, 2, 3, 6, 8, 15)
WHERE_IT_APPLIES = Outcomes.of(Outcome.MET, Outcome.NOT_APPLICABLE)


@pytest.fixture(scope="module")
def library() -> Library:
    return invented_library()


def portugal(bundled: Library) -> Assessment:
    return assess(bundled.profile("prt-2010-government"), bundled)


def random_plan(bundled: Library, seed: int) -> Plan:
    return plan(assess(a_profile(bundled, seed), bundled))


# What it looks like


def test_looks(library: Library) -> None:
    text = on("plan", held(library, NETWORK))
    assert text == approved("plan.txt", text)


def test_the_plan_of_portugal_is_one_page(bundled: Library) -> None:
    text = on("plan", [portugal(bundled)])
    assert len(text.splitlines()) <= 66
    assert text == approved("plan-portugal.txt", text)


def test_looks_with_the_ways_to_close_each_gap(bundled: Library) -> None:
    text = on("plan", [portugal(bundled)], details=True)
    assert text == approved("plan-details.txt", text)


def test_no_internal_name_is_on_the_page(bundled: Library) -> None:
    for seed in SEEDS[:3]:
        text = on("plan", [random_plan(bundled, seed).assessment], details=True)
        named = set(re.findall(r"[a-z_]+\.[a-z_]+", text))
        assert not named & bundled.facts.keys()
        assert not any(rule in text for rule in bundled.rules)


def test_numbers_are_written_as_people_write_them(bundled: Library) -> None:
    for seed in SEEDS:
        assert not re.search(r"\d\.0+\b", on("plan", [random_plan(bundled, seed).assessment]))


def test_without_a_gap_there_is_nothing_to_do_and_it_is_said(bundled: Library) -> None:
    alone = bundled.unspoken("CHL")
    assert alone is not None
    told = words(on("plan", [assess(alone, bundled)]))
    assert report.NOTHING_TO_DO in told
    assert "compliance ask CHL" in told


# Actions


@pytest.mark.parametrize("seed", SEEDS)
def test_no_action_contains_another(bundled: Library, seed: int) -> None:
    changes = [set(action.changes) for action in random_plan(bundled, seed).proposals]
    assert len(changes) > 10
    assert not [one for one in changes for other in changes if one < other]
    remedies = [one.remedy for one in random_plan(bundled, seed).proposals if one.remedy]
    assert len(remedies) == len(set(remedies))


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_an_action_does_what_it_says(bundled: Library, seed: int) -> None:
    """It is done, and the account assessed again: all that it names comes out so."""
    made, chance = random_plan(bundled, seed), random.Random(seed)
    for action in chance.sample(made.proposals, 10):
        found = again(made.assessment, action.changes, chance)
        for moved in (*action.moved, *action.worsened, *action.newly_applicable):
            assert outcome_of(moved.requirement, found) <= moved.after


def test_an_action_is_never_told_with_the_remedy_of_another(bundled: Library) -> None:
    """To give up detention is not to list the grounds for it, nor to forbid that of children."""
    told: dict[str, set[str]] = {}
    for seed in range(12):
        for action in random_plan(bundled, seed).actions:
            if len(action.changes) == 1:
                [change] = action.changes
                values = sorted(map(str, change.to.values or ()))
                told.setdefault(f"{change.fact} {values}", set()).update(action.remedies)
    assert told["detention.used ['False']"] == set()
    of_children = told["detention.of_children ['never']"]
    assert any("Forbid the detention of children" in remedy for remedy in of_children)
    party = told["treaties.icrmw ['party']"]
    assert party
    assert all("atify or accede to the Convention." in remedy for remedy in party)


def test_what_no_remedy_describes_is_told_by_the_answer_it_needs(bundled: Library) -> None:
    found = 0
    for seed in range(12):
        made = random_plan(bundled, seed)
        for action in made.proposals:
            if not action.remedy:
                told = report.sentence_of(action, made.assessment)
                assert told.startswith("What would have to be so: ")
                assert report.responsible_for(action).who == report.NOT_NAMED
                found += 1
    assert found


def test_an_action_says_what_it_changes_and_no_more(bundled: Library) -> None:
    """Either its remedy is carried out, and nothing of it is so; or each change is named."""
    found = {True: 0, False: 0}
    for seed in range(6):
        made = random_plan(bundled, seed)
        remedies = Remedies.of(made.assessment)
        for action in made.proposals:
            told = report.sentence_of(action, made.assessment)
            checks = [
                check
                for moved in action.moved
                for check in moved.requirement.checks
                if check.check.remedy == action.remedy
            ]
            found[action.is_said] += 1
            if action.is_said:
                assert told == action_words(action.remedy)
                assert any(
                    {one.key for one in whole} <= {one.key for one in action.changes}
                    for check in checks
                    for whole in remedies.whole(check)
                )
            else:
                for change in action.changes:
                    [needed] = needed_words([change], bundled.facts)
                    question = bundled.facts[change.fact].question
                    assert question in told or (needed and needed in told)
    assert min(found.values()) > 10


def test_a_remedy_of_which_a_part_is_so_is_no_action(bundled: Library) -> None:
    given = {
        "detention.used": {"value": "yes"},
        "detention.law_demands": {"value": {"listed_ground": "yes", "necessity": "no"}},
        "detention.court_review": {"value": "no"},
        "detention.reasons_given": {"value": "no"},
        "detention.legal_aid": {"value": "no"},
    }
    answers = {fact: Answer.model_validate(told) for fact, told in given.items()}
    own = account("a", "civil society", answers)
    made = plan(assess(own, bundled, rulebooks=["A-RES-65-212"], topics=["detention"]))
    told = [report.sentence_of(one, made.assessment) for one in made.proposals]
    assert not [one for one in told if "List the grounds" in one]
    [review] = [one for one in told if "A court reviews the decision to detain" in one]
    assert "the law demands that detention be necessary in the single case." in review
    [reasons] = [one for one in made.proposals if "Tell every detained migrant" in one.remedy]
    assert {one.fact for one in reasons.changes} == {
        "detention.reasons_given",
        "detention.legal_aid",
    }


def test_who_is_responsible_is_a_heading_and_not_in_the_sentence(bundled: Library) -> None:
    made = plan(portugal(bundled))
    text = on("plan", [made.assessment])
    assert "Falls to" not in text
    assert "Responsible:" not in text
    for action in made.proposals:
        assert f"\n{report.responsible_for(action).who}\n" in text
    assert "(on a bill of the ministry of" in words(text)


def test_what_has_no_answer_is_to_be_checked_first(bundled: Library) -> None:
    made = plan(portugal(bundled))
    for action in made.proposals:
        known = [change.fact in made.assessment.answers for change in action.changes]
        told = report.unanswered_words(action, made.assessment)
        if not any(known):
            assert told == report.NO_ANSWER
        if all(known):
            assert told == ""


# Ways to close a gap


@pytest.mark.parametrize("seed", SEEDS)
def test_the_actions_that_a_gap_names_close_it(bundled: Library, seed: int) -> None:
    made, chance, tried = random_plan(bundled, seed), random.Random(seed), 0
    page = report.Page(made)
    for closing in made.closings[:30]:
        steps = report._steps(closing)
        for chosen in list(product(*steps))[:3] if all(steps) else ():
            told = [page.named(changes) for changes in chosen]
            if all(re.fullmatch(r"actions? [\d, and]+", words) for words in told):
                numbers = [int(n) for words in told for n in re.findall(r"\d+", words)]
                changes = dict.fromkeys(c for n in numbers for c in page.numbered[n].changes)
                found = again(made.assessment, changes, chance)
                assert outcome_of(closing.requirement, found) <= WHERE_IT_APPLIES
                tried += 1
    assert tried


def test_what_no_action_does_is_spelled_out(bundled: Library) -> None:
    made = plan(portugal(bundled))
    page = report.Page(made)
    facts = bundled.facts
    for closing in made.closings:
        for changes in (*list(closing.met)[:5], *closing.partly):
            told = page.named(changes)
            done: set[FactChange] = set()
            for number in re.findall(r"\d+", told.split("“")[0]):
                done |= set(page.numbered[int(number)].changes)
            keys = {change.key for change in done}
            for change in changes:
                assert change.key in keys or facts[change.fact].question in told


# Files


def as_json(found: list[Assessment]) -> Any:
    return json.loads(filed("plan", "json", found))


def test_the_plan_as_json_is_the_plan(library: Library) -> None:
    found = held(library, NETWORK, EARLIER)
    told = as_json(found)
    assert told["schema"] == "compliance/plan/v2"
    assert [one["profile"]["id"] for one in told["plans"]] == [NETWORK, EARLIER]
    for one, assessment in zip(told["plans"], found, strict=True):
        made = plan(assessment.published())
        for gap, closing in zip(one["gaps"], made.closings, strict=True):
            assert gap["rule"] == closing.requirement.finding.rule.id
            assert gap["possible"] == [str(o) for o in closing.requirement.found.outcomes]
            assert (gap["ways"], gap["searched"]) == (closing.met.number, True)
            assert [len(part) for part in gap["to_meet"]] == list(map(len, closing.met.parts))
        for action, same in zip(one["actions"], made.proposals, strict=True):
            assert [c["fact"] for c in action["changes"]] == [c.fact for c in same.changes]
            assert action["action"] == report.sentence_of(same, made.assessment)
            assert action["responsible"] == list(same.responsible)
            for key, moved in (
                ("improves", same.moved),
                ("worsens", same.worsened),
                ("newly_applicable", same.newly_applicable),
            ):
                assert [m["rule"] for m in action[key]] == [
                    m.requirement.finding.rule.id for m in moved
                ]


def test_the_plan_as_csv_has_every_action(library: Library) -> None:
    found = held(library, NETWORK, EARLIER)
    text = filed("plan", "csv", found).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    actions = list(_actions(found))
    assert len(rows) == len(actions) > 5
    for row, (assessment, action) in zip(rows, actions, strict=True):
        assert row["profile"] == assessment.profile.id
        assert row["action"] == report.sentence_of(action, assessment)
        assert row["requirements improved"] == str(len(action.moved))
        assert row["improves"].count("→") == len(action.moved)


def _actions(found: list[Assessment]) -> Iterator[tuple[Assessment, Any]]:
    for one in found:
        for action in plan(one.published()).proposals:
            yield one, action


def test_the_page_in_html_has_the_ways_to_close_gaps(bundled: Library) -> None:
    found = [portugal(bundled)]
    assert b"Ways to close each gap" in filed("plan", "html", found)
    assert b"Ways to close each gap" not in filed("plan", "md", found)
    assert b"Ways to close each gap" in filed("plan", "md", found, details=True)
