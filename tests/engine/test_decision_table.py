"""Decision tables against brute force over every completion of the answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.samples import Known, Value, a_check, a_fact, a_rule, ranged_knowns
from support.strategies import (
    Case,
    Given,
    SaidCheck,
    answered,
    cases,
    completions,
    exact,
    givens,
    rule_outcome,
)

from compliance.engine.compiler import compile_rule
from compliance.engine.decision_table import DecisionTable
from compliance.engine.outcomes import Outcome, Outcomes
from compliance.engine.partitions import Partition, Partitions, ValueClass
from compliance.engine.rule_tables import RuleTables
from compliance.model.value_sets import ValueSet, value_set

Universes = Mapping[str, Iterable[Value]]


def tables_of(case: Case) -> list[DecisionTable]:
    """The tables, whatever there is to complain of in a random rule."""
    tables, _ = compile_rule(case.rule, case.facts)
    assert len(tables) == len(case.checks)
    return tables


def outcomes_of(said: SaidCheck, universes: Universes) -> set[Outcome]:
    return {said.outcome(values) for values in completions(universes)}


def outcomes_together(case: Case, universes: Universes) -> set[Outcome]:
    return {
        rule_outcome(said.outcome(values) for said in case.checks)
        for values in completions(universes)
    }


def read_by(table: DecisionTable, said: Mapping[str, Given]) -> dict[str, frozenset[Value]]:
    return {fact: said[fact].allowed for fact in table.facts}


def answers_of(said: Mapping[str, Given]) -> dict[str, ValueSet]:
    return {fact: one.possible for fact, one in said.items()}


def as_set(bits: int) -> set[Outcome]:
    return set(Outcomes.from_bits(bits))


@given(answered())
def test_a_check_takes_the_outcomes_of_its_completions(
    drawn: tuple[Case, dict[str, Given]],
) -> None:
    case, said = drawn
    [table] = tables_of(case)
    found = as_set(table.decide(table.masks(answers_of(said))))
    assert found == outcomes_of(case.checks[0], read_by(table, said))


@given(answered(checks=3))
def test_a_rule_takes_the_outcomes_of_joint_completions(
    drawn: tuple[Case, dict[str, Given]],
) -> None:
    case, said = drawn
    tables = tables_of(case)
    found = RuleTables(tables).decide(tuple(table.masks(answers_of(said)) for table in tables))
    read = {fact for table in tables for fact in table.facts}
    assert as_set(found) == outcomes_together(case, {f: said[f].allowed for f in sorted(read)})


@given(answered())
def test_because_is_the_first_smallest_set_of_answers_that_is_enough(
    drawn: tuple[Case, dict[str, Given]],
) -> None:
    case, said = drawn
    [table] = tables_of(case)
    every = {known.fact.id: known.universe for known in case.known}
    target = outcomes_of(case.checks[0], read_by(table, said))
    enough = next(
        chosen
        for size in range(len(table.facts) + 1)
        for chosen in combinations(sorted(table.facts), size)
        if target
        == outcomes_of(
            case.checks[0],
            {f: said[f].allowed if f in chosen else every[f] for f in table.facts},
        )
    )
    assert table.because(table.masks(answers_of(said))) == enough


@given(answered())
def test_missing_is_what_alone_can_change_the_outcome(
    drawn: tuple[Case, dict[str, Given]],
) -> None:
    case, said = drawn
    [table] = tables_of(case)
    masks = table.masks(answers_of(said))
    universes = read_by(table, said)
    missing = []
    for fact in sorted(universes):
        seen: dict[tuple[Value, ...], set[Outcome]] = {}
        for values in completions(universes):
            others = tuple(values[other] for other in universes if other != fact)
            seen.setdefault(others, set()).add(case.checks[0].outcome(values))
        if any(len(outcomes) > 1 for outcomes in seen.values()):
            missing.append(fact)
    assert table.missing(masks) == tuple(missing)
    assert bool(missing) == (Outcomes.from_bits(table.decide(masks)).status == "undetermined")


@given(answered(checks=2), st.data())
def test_one_more_answer_never_widens_a_set(
    drawn: tuple[Case, dict[str, Given]], data: st.DataObject
) -> None:
    case, said = drawn
    tables = tables_of(case)
    still_open = [k for k in case.known if len(said[k.fact.id].allowed) > 1]
    assume(still_open)
    known = data.draw(st.sampled_from(still_open))
    values = [v for v in known.points if v in said[known.fact.id].allowed]
    assume(values)
    answer = exact(known, data.draw(st.sampled_from(values)))
    before = answers_of(said)
    after = {**before, known.fact.id: value_set(known.fact, answer)}
    for table in tables:
        narrower = Outcomes.from_bits(table.decide(table.masks(after)))
        assert narrower <= Outcomes.from_bits(table.decide(table.masks(before)))
    narrow, wide = (
        Outcomes.from_bits(RuleTables(tables).decide(tuple(table.masks(a) for table in tables)))
        for a in (after, before)
    )
    assert narrow <= wide


@settings(max_examples=200)
@given(answered(checks=2))
def test_masks_worked_out_for_all_tables_at_once_are_each_tables_own(
    drawn: tuple[Case, dict[str, Given]],
) -> None:
    case, said = drawn
    known = Partitions()
    tables = tables_of(case)
    shared = [
        DecisionTable(
            tuple(known.partition(a.fact, a.key[1], a.cuts) for a in table.partitions), table.cells
        )
        for table in tables
    ]
    for answers in (answers_of(said), {}, answers_of(said)):
        masks = known.masks(answers)
        assert [t.pick(masks) for t in shared] == [t.masks(answers) for t in tables]


@given(cases())
def test_every_cell_lies_in_one_printed_row(case: Case) -> None:
    [table] = tables_of(case)
    rows = table.rows()
    labels = [[cls.label for cls in partition.classes] for partition in table.partitions]
    assert all(len(set(names)) == len(names) for names in labels)
    for cell, names in enumerate(product(*labels)):
        [row] = [
            row
            for row in rows
            if all(c is None or n in c for c, n in zip(row.conditions, names, strict=True))
        ]
        assert row.outcome.bit == table.cells[cell]


YES_NO = {name: a_fact(name, "yes_no") for name in ("a.one", "a.two", "a.three")}


@pytest.mark.parametrize(
    ("met", "yes", "no", "because"),
    [
        ("a.two or a.one", "one two", "", ("a.one",)),
        ("a.three or a.two", "two three", "one", ("a.three",)),
        ("a.two and a.one", "one two", "three", ("a.one", "a.two")),
        ("a.three and a.two and a.one", "", "two three", ("a.three",)),
        ("(a.one and a.two) or (not a.one and a.three)", "one two three", "", ("a.one", "a.two")),
        ("(a.one or a.two) and (a.one or a.three)", "one two three", "", ("a.one",)),
        ("a.one or a.two", "", "one", ()),
        ("a.one or not a.one or a.two", "one two", "", ()),
        ("a.one and a.two", "", "", ()),
    ],
)
def test_because(met: str, yes: str, no: str, because: tuple[str, ...]) -> None:
    [table], _ = compile_rule(a_rule(a_check("c", met)), YES_NO)
    said = {f"a.{n}": ValueSet(values=frozenset([True])) for n in yes.split()}
    said |= {f"a.{n}": ValueSet(values=frozenset([False])) for n in no.split()}
    assert table.because(table.masks(said)) == because


def lies_in(value: Value, cls: ValueClass) -> bool:
    if isinstance(value, date):
        value = value.toordinal()
    if cls.is_point:
        return value == cls.low
    return (cls.low is None or value > cls.low) and (cls.high is None or value < cls.high)


@settings(max_examples=500)
@given(ranged_knowns(), st.data())
def test_a_mask_is_the_classes_of_the_values_allowed(known: Known, data: st.DataObject) -> None:
    literals = data.draw(st.sets(st.sampled_from(known.literals)))
    cuts = [v.toordinal() if isinstance(v, date) else v for v in literals]
    partition = Partition(known.fact, None, cuts)
    found = data.draw(givens(known))
    classes = [{v for v in known.universe if lies_in(v, cls)} for cls in partition.classes]
    assert all(classes)
    assert set().union(*classes) == set(known.universe)
    assert sum(map(len, classes)) == len(known.universe)
    expected = sum(1 << n for n, values in enumerate(classes) if values & found.allowed)
    assert partition.mask(found.possible) == expected


@settings(max_examples=30)
@given(answered(), st.integers(0, 3))
def test_a_table_that_remembers_too_much_forgets(
    drawn: tuple[Case, dict[str, Given]], spare: int
) -> None:
    case, said = drawn
    [table] = tables_of(case)
    masks = table.masks(answers_of(said))
    fresh = table.decide(masks)
    table._decided.clear()
    table._decided.update({(-number,): 0 for number in range(8191 + spare)})
    assert table.decide(masks) == fresh
    assert table.decide(masks) == fresh
    assert len(table._decided) <= 8193
