"""What a plan promises is kept: the answers are changed, and the profile is assessed again."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.effort import times_as_long
from support.invented import a_profile, again, outcome_of
from support.layers import FILES, load_layer
from support.samples import a_check, a_fact, a_rule
from support.strategies import Case, Given, answered, rule_outcome
from support.voices import account

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.findings import RequirementFinding
from compliance.assessment.minimal_changes import (
    NO_SETS,
    Changes,
    ReachableValues,
    check_groups,
    sets_to_meet,
    sets_to_meet_partly,
)
from compliance.assessment.plan import MOST_SETS, Closing, Plan, plan
from compliance.engine.compiler import compile_rule
from compliance.engine.outcomes import SCALE, Outcome, Outcomes
from compliance.engine.partitions import Partition
from compliance.library.library import Library
from compliance.model.profiles import Answer
from compliance.model.rulebook import FORCES, Fact
from compliance.model.value_sets import ValueSet

DAY = date(2011, 7, 3)
WHERE_IT_APPLIES = Outcomes.of(Outcome.MET, Outcome.NOT_APPLICABLE)
AT_LEAST_PARTLY = WHERE_IT_APPLIES | Outcomes.of(Outcome.PARTLY_MET)


def is_one_value(changes: Changes) -> bool:
    return all(len(c.to.values or c.to.members or ()) == 1 for c in changes)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_promised_is_found(bundled: Library, seed: int) -> None:
    chance = random.Random(seed)
    made = plan(assess(a_profile(bundled, seed), bundled))
    for closing in chance.sample(made.closings, min(8, len(made.closings))):
        for changes in list(closing.met)[:3]:
            found = outcome_of(closing.requirement, again(made.assessment, changes, chance))
            assert found <= WHERE_IT_APPLIES
            assert Outcome.MET in found
        for changes in closing.partly[:3]:
            found = outcome_of(closing.requirement, again(made.assessment, changes, chance))
            assert found <= AT_LEAST_PARTLY
            assert Outcome.PARTLY_MET in found or Outcome.MET in found
    for measure in chance.sample(made.actions, min(12, len(made.actions))):
        found = again(made.assessment, measure.changes, chance)
        for moved in (*measure.moved, *measure.worsened, *measure.newly_applicable):
            assert outcome_of(moved.requirement, found) <= moved.after
            if is_one_value(measure.changes):
                assert outcome_of(moved.requirement, found) == moved.after
        if is_one_value(measure.changes):
            assert_nothing_else_moved(made, measure.moved, measure.worsened, found, measure.changes)


def assert_nothing_else_moved(
    made: Plan, moved: Any, worsened: Any, found: Assessment, changes: Changes
) -> None:
    """Of a single change, every requirement that rises or falls is named."""
    if len(changes) > 1:
        return
    named = {(m.requirement.finding.rule.id, m.requirement.found.asks) for m in (*moved, *worsened)}
    after = {f.rule.id: f for f in found.all_findings}
    for finding in made.assessment.findings:
        for requirement, later in zip(
            finding.requirements, after[finding.rule.id].requirements, strict=True
        ):
            if rises_or_falls(requirement, later):
                assert (finding.rule.id, requirement.asks) in named


def rises_or_falls(before: RequirementFinding, after: RequirementFinding) -> bool:
    """Whether its lowest or highest outcome moved, and not the two against each other."""
    ends = [(one.outcomes.lowest, one.outcomes.highest) for one in (before, after)]
    if None in (*ends[0], *ends[1]):
        return False
    low, high = (
        SCALE.index(new) - SCALE.index(old)
        for old, new in zip(*ends, strict=True)
        if old is not None and new is not None
    )
    return low * high >= 0 and (low, high) != (0, 0)


def test_leaving_out_a_change_does_less(bundled: Library) -> None:
    """Of every measure of one account: those that have a change too many are few."""
    chance = random.Random(40)
    made = plan(assess(a_profile(bundled, 43), bundled))
    several = [m for m in made.actions if len(m.changes) > 1]
    assert len(several) > 20
    for measure in several:
        for left_out in measure.changes:
            fewer = tuple(change for change in measure.changes if change is not left_out)
            found = again(made.assessment, fewer, chance)
            for moved in measure.moved:
                assert outcome_of(moved.requirement, found) != moved.after


@pytest.mark.parametrize("seed", range(20, 26))
def test_the_order_is_by_force_then_demands_then_changes(bundled: Library, seed: int) -> None:
    made = plan(assess(a_profile(bundled, seed), bundled))
    keys = [(FORCES.index(m.force), -len(m.moved), len(m.changes)) for m in made.actions]
    assert keys == sorted(keys)


@pytest.mark.parametrize("seed", range(30, 36))
def test_what_cannot_be_changed_is_left_alone(bundled: Library, seed: int) -> None:
    made = plan(assess(a_profile(bundled, seed), bundled))
    fixed = {name for name, fact in bundled.facts.items() if not fact.changeable}
    assert len(fixed) >= 15
    sets = [m.changes for m in made.actions] + [c for one in made.closings for c in one.met]
    assert {change.fact for changes in sets for change in changes} & fixed == set()


def at_least(number: int, names: Sequence[str]) -> str:
    """An expression for this many of the facts, in fewer words than by naming every choice."""
    if number in (1, len(names)):
        return f"({(' or ' if number == 1 else ' and ').join(names)})"
    some, others = names[: len(names) // 2], names[len(names) // 2 :]
    ways = [
        [at_least(n, part) for n, part in ((of, some), (number - of, others)) if n]
        for of in range(number + 1)
        if of <= len(some) and number - of <= len(others)
    ]
    return "(" + " or ".join(f"({' and '.join(way)})" for way in ways) + ")"


TEN = [f"d.{name}" for name in "abcdefghij"]
MANY_WAYS = {
    **FILES,
    "rules/topics.yaml": f"d: Days\n{textwrap.dedent(FILES['rules/topics.yaml'])}",
    "rules/facts/d.yaml": "\n".join(
        f"- {{id: {name}, type: yes_no, question: Is it so?, evidence: The act}}" for name in TEN
    ),
    "rules/T-1/7.yaml": FILES["rules/T-1/7.yaml"].replace(
        'children.school != "none"', at_least(3, TEN)
    ),
}


def test_what_meets_a_demand_is_no_half_way(tmp_path: Path) -> None:
    """Also where it has so many smallest sets that they are not looked up among them."""
    library = load_layer(tmp_path, MANY_WAYS)
    told = {name: Answer(value="no") for name in TEN}
    made = plan(assess(account("one", "government", told), library))
    closing = of_seven(made)
    assert closing.met.number == 120 > MOST_SETS
    assert closing.partly == ()
    assert {measure.changes for measure in made.actions} >= set(closing.met)


def alike(folder: Path, number: int, partly: str = "") -> Assessment:
    """A requirement of alike checks that may not apply, each met in one of two ways."""
    names = [f"d.{letter}{n:02}" for n in range(number) for letter in "abcx"]
    fact = "- {{id: {}, type: yes_no, question: Is it so?, evidence: The act}}"
    rule = FILES["rules/T-1/7.yaml"]
    check = """
              - {{id: c{n}, asks: protect children, measure: structure, remedy: R,
                 applies: d.x{n:02}, met: d.a{n:02} or d.b{n:02}{partly}}}"""
    checks = "".join(check.format(n=n, partly=partly.format(n)) for n in range(number))
    files = {
        **MANY_WAYS,
        "rules/facts/d.yaml": "\n".join(map(fact.format, names)),
        "rules/T-1/7.yaml": f"{rule[: rule.index('checks:')]}checks:{checks}\n",
    }
    told = {name: Answer(value="no") for name in names if name[2] != "x"}
    return assess(account("one", "government", told), load_layer(folder, files))


def of_seven(made: Plan) -> Closing:
    [closing] = [one for one in made.closings if one.requirement.finding.rule.id == "T-1.7"]
    return closing


def test_alike_checks_do_not_multiply(tmp_path: Path) -> None:
    """What is met in two ways twelve times over has 4 096 smallest sets: they are only counted."""
    twelve, six = alike(tmp_path / "a", 12), alike(tmp_path / "b", 6)
    closing = of_seven(plan(twelve))
    assert closing.met.number == 2**12
    assert [len(changes) for changes in closing.partly] == [2] * 24  # one applies, and is met
    assert closing.partly_together == NO_SETS
    assert times_as_long(lambda: plan(twelve), lambda: plan(six)) < 15


def test_many_sets_in_which_no_check_fails_are_given_one_part_after_the_other(
    tmp_path: Path,
) -> None:
    partly = ", partly: d.c{:02}"
    closing = of_seven(plan(alike(tmp_path / "a", 4, partly)))
    assert closing.partly_together == NO_SETS
    assert sum(len(changes) == 4 for changes in closing.partly) == 3**4 - 2**4
    closing = of_seven(made := plan(alike(tmp_path / "b", 5, partly)))
    together = closing.partly_together
    assert [len(sets) for sets in together.parts] == [3] * 5
    assert all(len(changes) == 2 for changes in closing.partly)
    chance = random.Random(1)
    for changes in list(together)[::40]:
        found = outcome_of(closing.requirement, again(made.assessment, changes, chance))
        assert found <= AT_LEAST_PARTLY
        assert not Outcomes.of(Outcome.NOT_MET) <= found


def test_as_many_sets_as_there_may_be_are_all_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = alike(tmp_path, 4, ", partly: d.c{:02}")
    usual = of_seven(plan(found))
    for most, number in ((3**4, 0), (3**4 - 1, 3**4)):
        monkeypatch.setattr("compliance.assessment.plan.MOST_SETS", most)
        closing = of_seven(plan(found))
        assert closing.partly_together.number == number
        assert (closing.partly == usual.partly) == (number == 0)


def test_what_raises_a_requirement_only_together_is_one_action(tmp_path: Path) -> None:
    """One of three checks is met: with one more it stays partly met, with both it is met."""
    check = "  - {{id: {0}, asks: protect children, measure: structure, met: d.{0}, remedy: R}}\n"
    rule = textwrap.dedent(FILES["rules/T-1/7.yaml"])
    checks = "".join(map(check.format, "abc"))
    files = {**MANY_WAYS, "rules/T-1/7.yaml": f"{rule[: rule.index('checks:')]}checks:\n{checks}"}
    told = {"d.a": Answer(value="yes"), "d.b": Answer(value="no"), "d.c": Answer(value="no")}
    made = plan(assess(account("one", "government", told), load_layer(tmp_path, files)))
    [action] = [one for one in made.actions if any(c.fact == "d.b" for c in one.changes)]
    assert [change.fact for change in action.changes] == ["d.b", "d.c"]
    assert [str(moved.after.status) for moved in action.moved] == ["met"]


def test_every_gap_is_gone_through(bundled: Library) -> None:
    made = plan(assess(a_profile(bundled, 3), bundled))
    planned = {closing.requirement.finding.rule.id for closing in made.closings}
    assert planned >= {gap.rule.id for gap in made.assessment.gaps()}
    assert all(closing.met.is_searched for closing in made.closings)


def test_who_is_responsible_is_read_from_the_remedies(bundled: Library) -> None:
    actions = plan(assess(a_profile(bundled, 20), bundled)).actions
    assert actions
    for action in actions:
        assert bool(action.responsible) == bool(action.remedies)
        for who in action.responsible:
            assert any(remedy.endswith(f": {who}.") for remedy in action.remedies)


# Small rules, against every change there is


def brute(  # noqa: C901 - it tries everything, in one place
    case: Case, answers: dict[str, Given], goal: set[Outcome]
) -> set[frozenset[tuple[str, str | None, Any]]]:
    """The smallest sets of changes, by trying every one of them on every completion."""
    tables, _ = compile_rule(case.rule, case.facts)
    known = {name: said.possible for name, said in answers.items()}
    partitions: dict[tuple[str, str | None], Partition] = {
        a.key: a for t in tables for a in t.partitions
    }
    masks = {key: partition.mask(known[key[0]]) for key, partition in partitions.items()}
    reachable = ReachableValues(DAY, known)
    options = {
        key: [
            None,
            *(1 << n for n in range(len(partition.classes)) if reachable.of(partition) >> n & 1),
        ]
        for key, partition in partitions.items()
    }

    def outcomes(now: dict[tuple[str, str | None], int]) -> list[list[Outcome]]:
        each = []
        keys = list(partitions)
        for bits in product(*([1 << n for n in range(9) if now[k] >> n & 1] for k in keys)):
            cell = dict(zip(keys, bits, strict=True))
            each.append(
                [
                    next(
                        iter(Outcomes.from_bits(t.decide(tuple(cell[a.key] for a in t.partitions))))
                    )
                    for t in tables
                ]
            )
        return each

    before = [set(column) for column in zip(*outcomes(masks), strict=True)]
    off = Outcome.NOT_APPLICABLE

    def works(chosen: dict[tuple[str, str | None], int]) -> bool:
        cells = outcomes({**masks, **chosen})
        for was, column in zip(before, zip(*cells, strict=True), strict=True):
            now = set(column)
            if (off in now and off not in was) or (now == {off} and was != {off}):
                return False
        if goal == {Outcome.MET}:
            return all(one in (Outcome.MET, off) for cell in cells for one in cell)
        return all(rule_outcome(cell) in (*goal, off) for cell in cells)

    found: list[frozenset[tuple[Any, int]]] = []
    changing = [key for key in partitions if len(options[key]) > 1]
    for size in range(len(changing) + 1):
        for keys in combinations(changing, size):
            for bits in product(*(options[key][1:] for key in keys)):
                chosen = {
                    key: bit for key, bit in zip(keys, bits, strict=True) if bit != masks[key]
                }
                as_set = frozenset(chosen.items())
                is_new = len(chosen) == size and not any(fewer <= as_set for fewer in found)
                if is_new and works(chosen):
                    found.append(as_set)
    return {frozenset((*key, bit) for key, bit in one) for one in found}


def flat(sets: Iterable[Changes], case: Case) -> set[frozenset[tuple[str, str | None, Any]]]:
    """The sets with one class for each change, as brute force has them."""
    tables, _ = compile_rule(case.rule, case.facts)
    partitions = {partition.key: partition for table in tables for partition in table.partitions}
    found = set()
    for changes in sets:
        choices = [
            [(*c.key, 1 << n) for n in range(9) if partitions[c.key].mask(c.to) >> n & 1]
            for c in changes
        ]
        found |= {frozenset(one) for one in product(*choices)}
    return found


@settings(max_examples=150)
@given(answered(checks=3), st.booleans())
def test_every_smallest_set_is_found(drawn: tuple[Case, dict[str, Given]], whole: bool) -> None:
    case, answers = drawn
    tables, _ = compile_rule(case.rule, case.facts)
    known = {name: said.possible for name, said in answers.items()}
    parts = check_groups(
        tables, [table.masks(known) for table in tables], ReachableValues(DAY, known)
    )
    if whole:
        assert flat(sets_to_meet(parts), case) == brute(case, answers, {Outcome.MET})
    else:
        goal = {Outcome.MET, Outcome.PARTLY_MET}
        alone, together = sets_to_meet_partly(parts)
        assert len({*alone, *together}) == len(alone) + together.number
        assert flat([*alone, *together], case) == brute(case, answers, goal)


def ways(met: str, known: dict[str, ValueSet], *facts: Fact, day: date = DAY) -> list[Changes]:
    by_name = {fact.id: fact for fact in facts}
    tables, complaints = compile_rule(a_rule(a_check("one", met)), by_name)
    assert not complaints
    masks = [table.masks(known) for table in tables]
    return list(sets_to_meet(check_groups(tables, masks, ReachableValues(day, known))))


def test_checks_that_share_an_open_fact_which_nobody_can_change_are_one_part() -> None:
    """One of the two is met, whatever the fact is: nothing is to be done for that."""
    shared = a_fact("t.x", "yes_no", changeable="no")
    facts = {"t.x": shared, **{n: a_fact(n, "yes_no") for n in ("t.a", "t.b")}}
    rule = a_rule(a_check("one", "t.x or t.a"), a_check("two", "not t.x or t.b"))
    tables, complaints = compile_rule(rule, facts)
    assert not complaints
    parts = check_groups(tables, [table.masks({}) for table in tables], ReachableValues(DAY, {}))
    assert sets_to_meet_partly(parts) == (((),), NO_SETS)
    [changes] = sets_to_meet(parts)
    assert [change.fact for change in changes] == ["t.a", "t.b"]


def test_a_day_that_is_past_stays_and_one_to_come_is_not_before_today() -> None:
    fact = a_fact("t.day", "date")
    early = {"t.day": ValueSet(ranges=(an_stretch(2011, 1, 1),))}
    assert ways('t.day > d"2011-06-01"', early, fact) == []
    [[change]] = ways('t.day > d"2011-06-01"', {}, fact)
    assert change.to.ranges is not None
    assert change.to.ranges[0].low == DAY.toordinal()
    assert ways('t.day < d"2011-06-01"', {}, fact) == []


def an_stretch(*day: int) -> Any:
    from compliance.model.value_sets import Range  # noqa: PLC0415 - for one test

    return Range(date(*day).toordinal(), date(*day).toordinal())


def test_values_that_do_alike_are_one_change() -> None:
    fact = a_fact("t.days", "number", integer="yes", min="0", max="100")
    [[change]] = ways("t.days <= 30", {}, fact)
    assert [(r.low, r.high) for r in change.to.ranges or ()] == [(0, 30)]
    choice = a_fact("t.one", "choice", "abc")
    [[change]] = ways('t.one in ["a", "b"]', {"t.one": ValueSet(values=frozenset("c"))}, choice)
    assert change.to.values == {"a", "b"}


@pytest.mark.parametrize("shares", [False, True], ids=["nothing", "what is certain and stays"])
def test_checks_that_share_nothing_that_moves_are_looked_at_apart(
    monkeypatch: pytest.MonkeyPatch, *, shares: bool
) -> None:
    """Each has four combinations, both together sixteen: more than are gone through here."""
    monkeypatch.setattr("compliance.assessment.minimal_changes.MAX_CELLS", 4)
    facts = {n: a_fact(n, "yes_no") for n in ("t.a", "t.b", "t.c", "t.d")}
    facts["t.x"] = a_fact("t.x", "yes_no", changeable="no")
    ends = " and t.x" if shares else ""
    rule = a_rule(
        a_check("one", f"t.a and t.b{ends}"), a_check("two", f"(t.c or t.d){ends}".strip())
    )
    read = {name: fact for name, fact in facts.items() if shares or name != "t.x"}
    tables, complaints = compile_rule(rule, read)
    assert not complaints
    known = {"t.x": ValueSet(values=frozenset({True}))} if shares else {}
    masks = [table.masks(known) for table in tables]
    found = sets_to_meet(check_groups(tables, masks, ReachableValues(DAY, known)))
    assert found.is_searched
    assert {tuple(change.fact for change in one) for one in found} == {
        ("t.a", "t.b", "t.c"),
        ("t.a", "t.b", "t.d"),
    }
