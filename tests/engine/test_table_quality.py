"""What a table shows of the rule that was meant, on tables small enough to be read."""

from __future__ import annotations

from itertools import product

import pytest
from support.samples import a_check, a_fact

from compliance.engine.compiler import compile_rule
from compliance.engine.decision_table import DecisionTable
from compliance.engine.outcomes import MET, PARTLY_MET
from compliance.engine.table_quality import any_of_many, are_told_apart, reversals, ways
from compliance.model.rulebook import Rule

FACTS = {
    fact.id: fact
    for fact in (
        *(a_fact(f"x.{name}", "yes_no") for name in "abcde"),
        a_fact("x.who", "choice", choices={"all": "All", "some": "Some", "none": "None"}),
    )
}


def table(met: str, partly: str | None = None, applies: str | None = None) -> DecisionTable:
    rule = Rule.model_validate(
        {
            "instrument": "I",
            "symbol": "I",
            "provision": "1",
            "title": "One",
            "addressee": "states",
            "force": "duty",
            "topics": ["x"],
        }
    )
    check = a_check("c", met, partly=partly, applies=applies)
    tables, complaints = compile_rule(rule.model_copy(update={"checks": (check,)}), FACTS)
    assert complaints == []
    return tables[0]


def told(found: DecisionTable) -> list[tuple[str, str, str]]:
    return [(one.partition.key[0], one.better, one.worse) for one in reversals(found)]


def test_the_better_law_that_makes_it_worse() -> None:
    found = table('x.who == "all" and x.a', 'x.who == "some"')
    (one,) = reversals(found)
    assert (one.partition.key[0], one.better, one.worse) == ("x.who", "some", "all")
    assert [str(one.higher), str(one.lower)] == ["partly met", "not met"]
    assert [list(case.values()) for case in (one.here, one.there)] == [["no"], ["yes"]]


@pytest.mark.parametrize(
    ("met", "partly", "applies"),
    [
        ('x.who == "all" and x.a', 'x.who in ["all", "some"]', None),
        ("x.a and not x.b", "x.a", None),
        # Whether it applies is no matter of better and worse.
        ("x.a", None, "x.b"),
        ("x.a or x.b", None, "not x.a or x.c"),
    ],
)
def test_tables_in_which_no_answer_turns(met: str, partly: str | None, applies: str | None) -> None:
    assert told(table(met, partly, applies)) == []


def test_either_or_is_a_reversal_on_both_sides() -> None:
    assert [fact for fact, _, _ in told(table("(x.a and x.b) or (not x.a and not x.b)"))] == [
        "x.a",
        "x.b",
    ]


def test_reversals_are_those_that_going_through_all_cells_finds() -> None:
    """The same by brute force, over every table of two yes/no questions and three outcomes."""
    shape = table("x.a and x.b", "x.a or x.b")
    for cells in product((1, 2, 4), repeat=4):
        found = DecisionTable(shape.partitions, bytes(cells))
        (yes_yes, yes_no, no_yes, no_no) = cells
        by_a = {_sign(yes_yes - no_yes), _sign(yes_no - no_no)} >= {1, -1}
        by_b = {_sign(yes_yes - yes_no), _sign(no_yes - no_no)} >= {1, -1}
        assert [fact for fact, _, _ in told(found)] == ["x.a"] * by_a + ["x.b"] * by_b


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def test_the_ways_to_an_outcome() -> None:
    found = table("x.a and x.b and x.c", "x.a or x.b or x.c")
    assert [ways(found, PARTLY_MET | MET, size) for size in range(2)] == [0, 3]
    assert [ways(found, MET, size) for size in range(4)] == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("met", "partly", "needed"),
    [
        ("x.a and x.b and x.c", "x.a or x.b or x.c", (1, 3)),
        ("x.a and x.b and x.c", "x.a or x.b", (1, 3)),
        ("x.a and x.b and x.c", "x.a", None),
        ("x.a and x.b", "x.a or x.b", None),
        ("x.a and x.b and x.c and x.d", "(x.a and x.b) or (x.c and x.d)", None),
        ("x.a and x.b and x.c and x.d and x.e", "(x.a and x.b) or (x.c and x.d)", (2, 5)),
        ("x.a and x.b and x.c", None, None),
    ],
)
def test_few_of_many(met: str, partly: str | None, needed: tuple[int, int] | None) -> None:
    assert any_of_many(table(met, partly)) == needed


def test_few_of_many_where_the_check_applies() -> None:
    found = table("x.a and x.b and x.c", "x.a or x.b or x.c", "x.d")
    assert any_of_many(found) == (1, 3)


def test_classes_are_told_apart_by_any_of_the_tables() -> None:
    one, other = table('x.who == "all"'), table('x.who != "none"')
    assert not are_told_apart([one], ("x.who", None), 1, 2)
    assert are_told_apart([one, other], ("x.who", None), 1, 2)
