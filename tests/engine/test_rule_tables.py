"""A rule's own reason, and the answers on which it hangs: held against going through everything."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import pytest
from hypothesis import given, settings
from support.effort import times_as_long
from support.samples import a_check, a_fact, a_rule
from support.strategies import Case, Given, answered, completions, rule_outcome

from compliance.engine.compiler import compile_rule
from compliance.engine.decision_table import single_bits
from compliance.engine.outcomes import Outcome, Outcomes
from compliance.engine.rule_tables import RuleTables
from compliance.model.rulebook import Fact, Rule
from compliance.model.value_sets import UNKNOWN, ValueSet

Answers = dict[str, Given]


def joint_of(case: Case) -> RuleTables:
    """The tables of the case's rule; complaints about what says nothing do not matter here."""
    tables, _ = compile_rule(case.rule, case.facts)
    return RuleTables(tables)


def masks_of(joint: RuleTables, answers: Answers) -> tuple[tuple[int, ...], ...]:
    known = {name: said.possible for name, said in answers.items()}
    return tuple(table.masks(known) for table in joint.tables)


def outcomes(case: Case, answers: Answers, but: Iterable[str] = ()) -> set[Outcome]:
    """All that the rule comes to, the facts in ``but`` taken as not answered."""
    every = {k.fact.id: k.universe for k in case.known}
    allowed = {n: every[n] if n in but else said.allowed for n, said in answers.items()}
    return {
        rule_outcome(check.outcome(values) for check in case.checks)
        for values in completions(allowed)
    }


@settings(max_examples=60)
@given(answered(checks=3))
def test_because_is_a_smallest_set_that_yields_the_same(drawn: tuple[Case, Answers]) -> None:
    case, answers = drawn
    joint = joint_of(case)
    chosen = joint.because(masks_of(joint, answers))
    full = outcomes(case, answers)
    assert outcomes(case, answers, set(answers) - set(chosen)) == full
    given_ = [name for name, said in answers.items() if said.possible != UNKNOWN]
    for fewer in combinations(given_, max(len(chosen) - 1, 0)):
        assert not chosen or outcomes(case, answers, set(answers) - set(fewer)) != full
    alike = combinations(sorted(given_), len(chosen))
    assert chosen == next(
        one for one in alike if outcomes(case, answers, set(answers) - set(one)) == full
    )


def pairs(number: int) -> tuple[RuleTables, tuple[tuple[int, ...], ...]]:
    """A rule of alike checks, each met by one of two facts, and all of them *yes*."""
    names = [f"t.{letter}{n:02}" for n in range(number) for letter in "ab"]
    facts = {name: a_fact(name, "yes_no") for name in names}
    checks = [a_check(f"c{n}", f"t.a{n:02} or t.b{n:02}") for n in range(number)]
    return with_answers(a_rule(*checks), facts, dict.fromkeys(names, True))


def with_answers(
    rule: Rule, facts: dict[str, Fact], said: dict[str, bool]
) -> tuple[RuleTables, tuple[tuple[int, ...], ...]]:
    joint = RuleTables(compile_rule(rule, facts)[0])
    known = {name: ValueSet(values=frozenset([value])) for name, value in said.items()}
    return joint, tuple(table.masks(known) for table in joint.tables)


def reason(joint: RuleTables, masks: tuple[tuple[int, ...], ...]) -> tuple[str, ...]:
    joint.forget()
    return joint.because(masks)


def test_because_of_alike_checks_does_not_double_with_each() -> None:
    sixteen, eight = pairs(16), pairs(8)
    assert reason(*sixteen) == tuple(f"t.a{n:02}" for n in range(16))
    assert times_as_long(lambda: reason(*sixteen), lambda: reason(*eight)) < 40


def test_because_of_checks_that_each_ask_much_is_found_in_few_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ten checks of nine facts, all met, and one that is not: which of the ten does not matter."""
    names = [f"t.{letter}{n}" for n in range(10) for letter in "abcdefghi"]
    facts = {name: a_fact(name, "yes_no") for name in (*names, "t.z")}
    checks = [a_check(f"c{n}", " and ".join(names[9 * n : 9 * n + 9])) for n in range(10)]
    rule = a_rule(*checks, a_check("z", "t.z"))
    joint, masks = with_answers(rule, facts, {**dict.fromkeys(names, True), "t.z": False})
    steps = 0

    def counted(self: RuleTables, of: tuple[tuple[int, ...], ...]) -> int:
        nonlocal steps
        steps += 1
        return decide(self, of)

    decide = RuleTables.decide
    monkeypatch.setattr(RuleTables, "decide", counted)
    assert joint.because(masks) == (*names[:9], "t.z")
    assert steps < 2000


@settings(max_examples=100)
@given(answered(checks=3))
def test_missing_are_the_facts_of_which_two_values_differ(drawn: tuple[Case, Answers]) -> None:
    case, answers = drawn
    joint = joint_of(case)
    found = joint.missing(masks_of(joint, answers))
    allowed = {name: said.allowed for name, said in answers.items()}
    hanging = set()
    for name, own in allowed.items():
        others = {other: values for other, values in allowed.items() if other != name}
        for fixed in completions(others):
            came = {
                rule_outcome(check.outcome({**fixed, name: value}) for check in case.checks)
                for value in own
            }
            if len(came) > 1:
                hanging.add(name)
    assert set(found) == hanging


@pytest.mark.parametrize(
    ("checks", "missing"),
    [
        # What d makes better in one check it makes worse in the other: the rule stays the same.
        ([("not t.a", "t.d", None), ("not t.c", "not t.d", None)], "t.a t.c"),
        ([("t.a", "not t.b", "t.d"), ("not t.c", "t.a or t.c", None)], "t.a t.c t.d"),
        # b matters beside the outcomes of the others, not without them.
        ([("t.c or t.b", "t.a", None), ("not t.a", "t.b", None)], "t.a t.b t.c"),
        ([("t.b", "t.c", "t.d"), ("not t.c", "t.d", "t.a")], "t.a t.b t.c t.d"),
    ],
)
def test_missing_is_told_of_the_checks_together(
    checks: list[tuple[str, str | None, str | None]], missing: str
) -> None:
    facts = {f"t.{letter}": a_fact(f"t.{letter}", "yes_no") for letter in "abcd"}
    rule = a_rule(*(a_check(f"c{n}", *said) for n, said in enumerate(checks)))
    joint, masks = with_answers(rule, facts, {})
    assert " ".join(sorted(joint.missing(masks))) == missing


def test_a_rule_can_hang_on_less_than_its_checks() -> None:
    """Where the first check applies it is partly met, and so is the rule, whatever the second."""
    facts = {name: a_fact(name, "yes_no") for name in ("t.a", "t.b", "t.c")}
    rule = a_rule(a_check("one", "t.b", "t.a", "t.a"), a_check("two", "t.c", None, "t.a"))
    joint = RuleTables(compile_rule(rule, facts)[0])
    known = {"t.b": ValueSet(values=frozenset([False]))}
    masks = tuple(table.masks(known) for table in joint.tables)
    assert set(Outcomes.from_bits(joint.decide(masks))) == {
        Outcome.PARTLY_MET,
        Outcome.NOT_APPLICABLE,
    }
    assert joint.tables[1].missing(masks[1]) == ("t.a", "t.c")
    assert joint.missing(masks) == ("t.a",)


@pytest.mark.parametrize("work", ["because", "missing"])
def test_what_was_worked_out_is_remembered_and_forgotten(work: str) -> None:
    facts = {"t.a": a_fact("t.a", "yes_no")}
    joint = RuleTables(compile_rule(a_rule(a_check("one", "t.a")), facts)[0])
    masks = tuple(table.masks({}) for table in joint.tables)
    first = getattr(joint, work)(masks)
    assert getattr(joint, work)(masks) is first
    joint.forget()
    assert getattr(joint, work)(masks) == first


@settings(max_examples=100)
@given(answered(checks=3))
def test_what_is_left_along_an_axis_is_what_deciding_with_each_class_leaves(
    drawn: tuple[Case, Answers],
) -> None:
    case, answers = drawn
    joint = joint_of(case)
    masks = masks_of(joint, answers)
    for key in joint.readers:
        left = dict.fromkeys(single_bits(joint.left(key, masks)))
        expected = {bit: joint.decide(joint.with_class(key, bit, masks)) for bit in left}
        assert joint.along(key, masks) == expected


@settings(max_examples=100)
@given(answered(checks=3))
def test_whole_answers_to_a_fact_are_gone_through_one_by_one(drawn: tuple[Case, Answers]) -> None:
    case, answers = drawn
    joint = joint_of(case)
    for name, said in answers.items():
        if name in joint.facts:
            single = ({**answers, name: one} for one in _each_value(said))
            expected = {frozenset(outcomes(case, one)) for one in single}
            found = joint.by_answers(name, masks_of(joint, answers))
            assert {frozenset(Outcomes.from_bits(bits)) for bits in found} == expected


def _each_value(said: Given) -> list[Given]:
    """Every value that an answer leaves, as an answer of its own: what is possible is not used."""
    return [Given(said.possible, frozenset([value])) for value in said.allowed]
