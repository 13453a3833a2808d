"""What the page of a plan names closes what it says: it is done, and the account assessed again."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, product

import pytest
from compliance.report.plan_page import Named, PlanPage
from compliance.report.plan_screen import print_plans
from support.invented import a_profile, again, outcome_of
from support.pages import on, plain_environment

from compliance.assessment import plan as assessment_plan
from compliance.assessment.assess import Assessment, assess
from compliance.assessment.findings import RequirementFinding
from compliance.assessment.minimal_changes import FactChange
from compliance.assessment.plan import Action, Closing, Plan, plan
from compliance.engine.outcomes import Outcome, Outcomes
from compliance.library.library import Library
from compliance.report import plan_page
from compliance.report import planning as words_of_plans

assert plain_environment
pytestmark = pytest.mark.usefixtures("plain_environment")
SEEDS = (0, 2, 3, 6, 8, 15, 22, 23)
WHERE_IT_APPLIES = Outcomes.of(Outcome.MET, Outcome.NOT_APPLICABLE)
AT_LEAST_PARTLY = WHERE_IT_APPLIES | Outcomes.of(Outcome.PARTLY_MET)
ALONE = re.compile(r"\d+(?:, \d+)*(?: or \d+)?")
"""Measures each of which will do."""
ALL = re.compile(r"\d+(?:, \d+)* and \d+")
"""Measures of which all are needed."""


def account(bundled: Library, seed: int) -> Assessment:
    return assess(a_profile(bundled, seed), bundled)


def page_of(assessment: Assessment, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines of the page on a screen that breaks none."""
    monkeypatch.setenv("COLUMNS", "9999")
    return on(print_plans, [assessment]).splitlines()


def gaps_told(lines: list[str]) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Of each gap on the page: the rules, and what is said of them by its label."""
    start = next(n for n, line in enumerate(lines) if line.startswith("Gaps:"))
    rules: list[str] = []
    told: dict[str, str] = {}
    for line in [*lines[start + 1 :], "  THE-END -"]:
        if found := re.match(r"  ([A-Z]\S*-\S+) \S", line):
            if "closed by" in told:
                yield rules, told
                rules, told = [], {}
            rules.append(found[1])
        elif found := re.match(r"     (\S+(?: by)?) +(\S.*)$", line):
            told[found[1]] = found[2]


def requirements(assessment: Assessment, rule: str) -> list[RequirementFinding]:
    return [d for f in assessment.findings if f.rule.id == rule for d in f.requirements]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_measures_that_a_gap_names_close_it(
    bundled: Library, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the words of the page alone, where they are numbers."""
    assessment = account(bundled, seed)
    made, chance, tried = plan(assessment), random.Random(seed), 0
    for rules, told in gaps_told(page_of(assessment, monkeypatch)):
        assert {c.requirement.finding.rule.id for c in made.closings} >= set(rules)
        for label, goal in (("closed by", WHERE_IT_APPLIES), ("half-way", AT_LEAST_PARTLY)):
            words = told.get(label, "")
            numbers = [int(number) - 1 for number in re.findall(r"\d+", words)]
            if ALL.fullmatch(words) and "and" not in told:
                groups = [numbers]
            elif ALONE.fullmatch(words) and "and" not in told:
                groups = [[number] for number in numbers]
            else:
                continue
            for group in groups:
                changes = {c: None for n in group for c in made.actions[n].changes}
                found = again(assessment, changes, chance)
                asks = re.findall("“(.+?)”", told["asks"])
                closed = [
                    d.outcomes
                    for rule in rules
                    for d in requirements(found, rule)
                    if not asks or len(rules) > 1 or list(d.asks) == asks
                ]
                assert any(outcomes <= goal for outcomes in closed)
                tried += 1
    assert tried or len(made.actions) > plan_page.MEASURES_SHOWN


@pytest.mark.parametrize("seed", SEEDS)
def test_the_sets_that_a_page_names_close_its_gaps(bundled: Library, seed: int) -> None:
    """All of them, also those that are spelled out; of steps one each."""
    assessment = account(bundled, seed)
    page, chance = PlanPage(plan(assessment)), random.Random(seed)
    for gap in page.gaps:
        for chosen in list(product(*(step.shown for step in gap.steps)))[:4] if gap.steps else ():
            changes = dict.fromkeys(chain.from_iterable(changes_of(page, one) for one in chosen))
            assert_closed(gap.closings, again(assessment, changes, chance), WHERE_IT_APPLIES)
        for named in gap.partly.shown[:3]:
            found = again(assessment, changes_of(page, named), chance)
            assert_closed(gap.closings, found, AT_LEAST_PARTLY)


def changes_of(page: PlanPage, named: Named) -> list[FactChange]:
    numbers = [page.plan.actions[number - 1] for number in named.actions]
    return [*(change for one in numbers for change in one.changes), *named.changes]


def assert_closed(closings: tuple[Closing, ...], found: Assessment, goal: Outcomes) -> None:
    for closing in closings:
        assert outcome_of(closing.requirement, found) <= goal


def plans(bundled: Library) -> Iterator[Plan]:
    for seed in SEEDS:
        yield plan(account(bundled, seed))


@pytest.mark.parametrize("whole", [False, True])
def test_every_set_is_named_exactly(bundled: Library, whole: bool) -> None:
    for made in plans(bundled):
        page = PlanPage(made, whole=whole)
        for action in page.actions:
            named = page.composed(action)
            assert set(changes_of(page, named)) == set(action.changes)
            assert len(action.changes) == 1 or action.changes not in [
                page.actions[number - 1].changes for number in named.actions
            ]
        for gap in page.gaps:
            for closing in gap.closings:
                assert_all_named(page, closing, gap)


def assert_all_named(page: PlanPage, closing: Closing, gap: plan_page.Gap) -> None:
    """Each smallest set is told once, or counted among those left out."""
    told = {frozenset(changes_of(page, named)) for named in gap.partly.shown}
    assert told <= set(map(frozenset, closing.partly))
    assert len(told) + gap.partly.more == len(closing.partly)
    if gap.why_no_way:
        assert closing.met.number == 0 or not closing.met.is_searched
        assert gap.steps == ()
        return
    number = 1
    for step in gap.steps:
        number *= len(step.shown) + step.more
    assert number == closing.met.number
    whole = {frozenset(changes) for changes in closing.met} if number <= 100 else set()
    for chosen in list(product(*(step.shown for step in gap.steps)))[:50]:
        made = chain.from_iterable(changes_of(page, one) for one in chosen)
        assert not whole or frozenset(made) in whole


def test_gaps_stand_by_force_and_none_is_lost(bundled: Library) -> None:
    for made in plans(bundled):
        page = PlanPage(made, whole=True)
        told = [closing for gap in page.gaps for closing in gap.closings]
        assert Counter(map(id, told)) == Counter(map(id, made.closings))
        shown = PlanPage(made)
        assert sum(len(g.closings) for g in shown.gaps) + shown.more_gaps == len(made.closings)


def test_a_measure_that_does_what_another_does_says_so_rightly(bundled: Library) -> None:
    pairs = 0
    for made in plans(bundled):
        for number, other in PlanPage(made, whole=True).alike.items():
            assert effect(made.actions[number - 1]) == effect(made.actions[other - 1])
            assert other < number
            pairs += 1
    assert pairs > 10


def effect(action: Action) -> list[list[tuple[str, tuple[str, ...], frozenset[Outcome]]]]:
    return [
        [
            (m.requirement.finding.rule.id, m.requirement.found.asks, frozenset(m.after))
            for m in some
        ]
        for some in (action.moved, action.worsened, action.newly_applicable)
    ]


def test_every_id_on_the_page_has_its_question(
    bundled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in SEEDS:
        lines = page_of(account(bundled, seed), monkeypatch)
        text = "\n".join(lines)
        named = {word for word in re.findall(r"[a-z_]+\.[a-z_]+", text) if word in bundled.facts}
        assert named
        for fact in named:
            assert bundled.facts[fact].question in text


def test_what_comes_to_apply_is_counted_rightly(
    bundled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessment = assess(bundled.profile("prt-2010-government"), bundled)
    text = "\n".join(page_of(assessment, monkeypatch))
    told = re.findall(r"applies +(\d+) demands, (.+?); then (.+)$", text, re.MULTILINE)
    made = [m for m in plan(assessment).actions if m.newly_applicable]
    assert len(told) == len(made) > 1
    for (number, places, stand), action in zip(told, made, strict=True):
        assert int(number) == len(action.newly_applicable)
        assert sum(map(int, re.findall(r"(\d+) of ", places))) == int(number)
        decided = sum(len(one.after) == 1 for one in action.newly_applicable)
        counted = sum(map(int, re.findall(r"(\d+) (?:met|partly met|not met)", stand)))
        assert counted == decided
        assert stand == "open" or f"{int(number) - decided} open" in stand


def test_the_head_counts_the_gaps_by_force(bundled: Library) -> None:
    made = plan(assess(bundled.profile("prt-2010-government"), bundled))
    forces = Counter(closing.requirement.found.force for closing in made.closings)
    head = words_of_plans.head_words(made)
    assert head.startswith(f"{len(made.closings)} demands to close (")
    for force, number in forces.items():
        assert re.search(rf"\b{number} {force.removesuffix('y')}", head)
    assert f"{len(made.actions)} measures." in head


def test_it_says_where_only_parts_are_measures(
    bundled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (assessment_plan, plan_page):
        monkeypatch.setattr(module, "MOST_SETS", 1)
    found = 0
    for seed in SEEDS:
        assessment = account(bundled, seed)
        many = [c for c in plan(assessment).closings if c.met.number > 1 and len(c.met.parts) > 1]
        monkeypatch.setattr(plan_page, "GAPS_SHOWN", 1000)
        text = "\n".join(page_of(assessment, monkeypatch))
        for number, sets in Counter(c.met.number for c in many).items():
            words = f"{number} smallest sets in all: only what closes a part"
            assert 1 <= text.count(words) <= sets
        found += len(many)
    assert found
