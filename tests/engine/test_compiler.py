"""From expressions to tables: rule-engine on complete answers, and what is complained of."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import rule_engine
from hypothesis import given, settings
from hypothesis import strategies as st
from support.samples import Value, a_check, a_fact, a_rule
from support.strategies import Case, Said, cases, completions, exact

from compliance.engine.compiler import RuleProblem, compile_rule
from compliance.engine.outcomes import Outcome
from compliance.model.rulebook import Fact
from compliance.model.value_sets import value_set

NEVER = "look for a condition that is always or never true"


def by_rule_engine(said: Said, case: Case, values: dict[str, Value]) -> bool:
    """The expression run by rule-engine alone: `topic.fact` made a plain symbol."""
    text, things = said.text, {}
    for fact in case.facts:
        text = text.replace(fact, fact.replace(".", "_"))
        things[fact.replace(".", "_")] = _as_rule_engine_has_it(values[fact])
    context = rule_engine.Context(default_timezone="utc")
    return rule_engine.Rule(text, context=context).matches(things)


def _as_rule_engine_has_it(value: Value) -> Any:
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return set(value) if isinstance(value, frozenset) else value


@settings(max_examples=150)
@given(cases(far=True) | cases(), st.data())
def test_a_table_is_rule_engine_on_complete_answers(case: Case, data: st.DataObject) -> None:
    [table], _ = compile_rule(case.rule, case.facts)
    [check] = case.checks
    known = {k.fact.id: k for k in case.known}
    every = list(completions({name: k.universe for name, k in known.items()}))
    for values in data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=8)):
        answers = {f: value_set(k.fact, exact(k, values[f])) for f, k in known.items()}
        if check.applies and not by_rule_engine(check.applies, case, values):
            expected = Outcome.NOT_APPLICABLE
        elif by_rule_engine(check.met, case, values):
            expected = Outcome.MET
        elif check.partly and by_rule_engine(check.partly, case, values):
            expected = Outcome.PARTLY_MET
        else:
            expected = Outcome.NOT_MET
        assert table.decide(table.masks(answers)) == expected.bit
        assert check.outcome(values) is expected


YES = a_fact("law.exists", "yes_no")
OTHER = a_fact("law.other", "yes_no")
LIMIT = a_fact("law.has_limit", "yes_no")
DAYS = a_fact("law.days", "number", integer="yes", min="0", given="law.has_limit")
EITHER = a_fact("law.either", "yes_no", given="law.has_limit or law.other")
NESTED = a_fact("law.nested", "yes_no", given="law.days > 3")
MANY = a_fact("law.many", "many", "ab", given="law.exists")
FACTS = {f.id: f for f in (YES, OTHER, LIMIT, DAYS, EITHER, NESTED, MANY)}


def complaints(*texts: str | tuple[str | None, ...]) -> list[RuleProblem]:
    """What is wrong with a rule of checks `c0`, `c1`, ...; each (met, partly, applies)."""
    given_ = [(text,) if isinstance(text, str) else text for text in texts]
    checks = [a_check(f"c{n}", *parts) for n, parts in enumerate(given_)]
    return compile_rule(a_rule(*checks), FACTS)[1]


@pytest.mark.parametrize(
    "texts",
    [
        ("law.exists",),
        ("law.has_limit and law.days <= 30",),
        ("not law.has_limit or law.days <= 30",),
        ("law.days <= 30", None, "law.has_limit"),
        ("law.has_limit and law.days > 3 and law.nested",),
        # `law.other` is read by nothing but the question when `law.either` arises at all
        ("law.has_limit and law.either",),
        ('law.exists and "a" in law.many',),
    ],
)
def test_nothing_to_complain_of(texts: tuple[str | None, ...]) -> None:
    assert complaints(texts) == []


def varies(fact: str, given_: str) -> tuple[str, str]:
    what = f"the outcome of `c0` varies with `{fact}` where that is not asked"
    fails = f"({given_})" if " or " in given_ else given_
    return what, (
        f"`{fact}` arises only given {given_}. Decide what follows for a State where that is not "
        f"so: with `{given_}` in `applies` the check does not apply and the State escapes it; with "
        f"`{fails} and …` in `met` the State fails it"
    )


def never(outcome: str) -> tuple[str, str]:
    return f"`c0` can never be {outcome}, whatever the answers", NEVER


def idle(fact: str) -> tuple[str, str]:
    return f"`{fact}` changes no outcome of `c0`", "leave it out"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        # answers to questions that are not asked
        (("law.days <= 30",), [varies("law.days", "law.has_limit")]),
        (("law.days <= 30 or law.has_limit",), [varies("law.days", "law.has_limit")]),
        (("law.either",), [varies("law.either", "law.has_limit or law.other")]),
        (("law.has_limit and law.nested",), [varies("law.nested", "law.days > 3")]),
        (('"a" in law.many',), [varies("law.many", "law.exists")]),
        (
            ("law.days > 3 and law.nested",),
            [varies("law.days", "law.has_limit")],
        ),
        # outcomes that no answers reach
        (("law.exists or not law.exists",), [never("not met"), idle("law.exists")]),
        (("law.exists and not law.exists",), [never("met"), idle("law.exists")]),
        (("law.exists", "law.exists"), [never("partly met")]),
        (
            ("law.exists", None, "law.other or not law.other"),
            [never("not applicable"), idle("law.other")],
        ),
        (("law.exists", "not law.exists"), [never("not met")]),
        # facts that change nothing
        (("law.exists or (law.exists and law.other)",), [idle("law.other")]),
        (("law.exists", None, "law.exists or law.other"), []),
    ],
)
def test_flaws(texts: tuple[str | None, ...], expected: list[tuple[str, str]]) -> None:
    assert complaints(texts) == [RuleProblem(("checks", 0), *said) for said in expected]


def test_a_flaw_is_placed_at_its_check() -> None:
    second = "law.exists and not law.exists"
    assert [c.keys for c in complaints("law.exists", second)] == [("checks", 1)] * 2


def test_every_expression_is_complained_of_at_its_place() -> None:
    found = complaints("law.exists", ("law.exist", "1", "law.other and law.days"))
    assert found == [
        RuleProblem(
            ("checks", 1, "applies"),
            "`law.days` is no yes/no fact, so it cannot stand alone",
            "compare it with a value",
            14,
        ),
        RuleProblem(
            ("checks", 1, "met"), "there is no fact `law.exist`", "did you mean `law.exists`?", 0
        ),
        RuleProblem(
            ("checks", 1, "partly"),
            "a value alone is no condition",
            "allowed are: and, or, not, ( ), == != < <= > >=, in [...], and bare yes/no facts",
            0,
        ),
    ]


def yes_no_facts(count: int) -> dict[str, Fact]:
    return {f"t.f{n}": a_fact(f"t.f{n}", "yes_no") for n in range(count)}


def test_a_table_has_at_most_1024_cells() -> None:
    facts = yes_no_facts(11)
    ten, eleven = (a_check("big", " and ".join(list(facts)[:n])) for n in (10, 11))
    [table], found = compile_rule(a_rule(ten), facts)
    assert (len(table.cells), found) == (1024, [])
    _, found = compile_rule(a_rule(a_check("small", "t.f0"), eleven), facts)
    what = "the decision table of `big` has 2048 cells; 1024 are allowed"
    assert found == [RuleProblem(("checks", 1), what, "split this check")]


def test_the_facts_that_checks_share_have_at_most_4096_combinations() -> None:
    facts = yes_no_facts(13)
    names = list(facts)
    halves = [names[:7], names[7:]]
    first = [a_check(f"c{n}", " and ".join(names_)) for n, names_ in enumerate(halves * 2)]
    _, found = compile_rule(a_rule(*first), facts)
    what = "the facts its checks share have 8192 combinations; 4096 are allowed"
    assert found == [RuleProblem(("checks",), what, "let fewer checks read the same facts")]
    once = a_check("c4", " or ".join(names[:6]))
    assert compile_rule(a_rule(*first[:2], once, first[3]), facts)[1] == []


def test_checks_share_at_most_24_facts() -> None:
    """Each pair of checks reads another member of one list: they share the fact all the same."""
    facts = {f"t.f{n}": a_fact(f"t.f{n}", "many", "ab") for n in range(25)}
    read = [(fact, member) for fact in facts for member in "ab"]
    checks = [a_check(f"c{n}", f'"{member}" in {fact}') for n, (fact, member) in enumerate(read)]
    assert compile_rule(a_rule(*checks[:48]), facts)[1] == []
    _, found = compile_rule(a_rule(*checks), facts)
    hint = "let fewer checks read the same facts"
    assert found == [RuleProblem(("checks",), "its checks share 25 facts; 24 are allowed", hint)]


def test_a_rule_has_at_most_64_checks() -> None:
    facts = yes_no_facts(65)
    checks = [a_check(f"c{n}", fact) for n, fact in enumerate(facts)]
    assert compile_rule(a_rule(*checks[:64]), facts)[1] == []
    _, found = compile_rule(a_rule(*checks), facts)
    hint = "let one check ask more, or split the rule"
    assert found == [RuleProblem(("checks",), "the rule has 65 checks; 64 are allowed", hint)]


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">=", "==", "!="])
@pytest.mark.parametrize(
    ("day", "labels"),
    [
        ("0001-01-01", ["0001-01-01", "after 0001-01-01"]),
        ("0001-01-02", ["before 0001-01-02", "0001-01-02", "after 0001-01-02"]),
        ("9999-12-30", ["before 9999-12-30", "9999-12-30", "after 9999-12-30"]),
        ("9999-12-31", ["before 9999-12-31", "9999-12-31"]),
    ],
)
def test_the_calendar_has_a_first_and_a_last_day(sign: str, day: str, labels: list[str]) -> None:
    facts = {"t.day": a_fact("t.day", "date")}
    [table], _ = compile_rule(a_rule(a_check("c", f't.day {sign} d"{day}"')), facts)
    assert [cls.label for cls in table.partitions[0].classes] == labels


def test_whole_numbers_keep_to_limits_that_are_none() -> None:
    facts = {"t.n": a_fact("t.n", "number", integer="yes", min="0.5", max="3.5")}
    [table], _ = compile_rule(a_rule(a_check("c", "t.n >= 1 and t.n <= 3")), facts)
    assert set(table.cells) == {Outcome.MET.bit}


def test_conditions_of_rule_and_instrument_count_in_each_check() -> None:
    one, two = a_check("one", "law.exists"), a_check("two", "law.exists", None, "law.other")
    rule = a_rule(one, two).model_copy(update={"applies": "law.has_limit"})
    above = "law.days > 3 or not law.has_limit"
    tables, found = compile_rule(rule, FACTS, above)
    shared = "(law.days > 3 or not law.has_limit) and law.has_limit"
    written = [
        a_check("one", "law.exists", None, shared),
        a_check("two", "law.exists", None, f"{shared} and law.other"),
    ]
    alone, _ = compile_rule(a_rule(*written), FACTS)
    assert found == []
    assert [list(t.rows()) for t in tables] == [list(t.rows()) for t in alone]
    assert [t.facts for t in tables] == [t.facts for t in alone]
    assert rule.under(above).applies == shared
    assert [check.applies for check in rule.under(above).checks] == [c.applies for c in written]


def test_a_condition_said_twice_is_told_where_it_is_repeated() -> None:
    checks = [a_check("one", "law.exists", None, "law.other and law.has_limit")]
    rule = a_rule(*checks).model_copy(update={"applies": "law.has_limit"})
    [found] = compile_rule(rule, FACTS)[1]
    assert (found.keys, found.position) == (("checks", 0, "applies"), None)
    assert "the rule's" in found.what
    [above] = compile_rule(rule.model_copy(update={"checks": ()}), FACTS, "law.has_limit")[1]
    assert above.keys == ("applies",)
    assert "the instrument's" in above.what
