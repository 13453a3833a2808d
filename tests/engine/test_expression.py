"""What an expression may say, and how it is told where it goes wrong."""

import json
import operator
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.samples import a_fact, knowns
from support.strategies import completions, expressions

from compliance.engine.compiler import Runnable
from compliance.engine.conditions import (
    And,
    Comparison,
    Condition,
    Leaf,
    Member,
    Not,
    Or,
    Truth,
    as_data,
    from_data,
    in_words,
)
from compliance.engine.expressions import Reading, parse
from compliance.engine.tokens import ALLOWED, ExpressionError, ExpressionProblem, names_in
from compliance.library.library import Library

FACTS = {
    fact.id: fact
    for fact in (
        a_fact("school.open", "yes_no"),
        a_fact("school.entitlement", "choice", ["every_child", "residents", "none"]),
        a_fact("school.papers", "many", ["passport", "visa"]),
        a_fact("school.fee", "number"),
        a_fact("school.years", "number", integer="yes", min="0", max="12", unit="years"),
        a_fact("school.since", "date"),
        a_fact("school.story", "yes_no", context="yes"),
    )
}
COMPLETE = {
    "school.open": True,
    "school.entitlement": "residents",
    "school.papers": {"visa"},
    "school.fee": Decimal("2.5"),
    "school.years": Decimal(9),
    "school.since": datetime(2011, 7, 14, tzinfo=UTC),
}
IN_LIST = 'write `in ["one", "other"]`'
WITH_A_VALUE = "compare a fact with a value"
PLAIN = "write a plain number, such as 30 or 2.5"
FEE = "`school.fee` is a number; this is not"
SINCE = "`school.since` is a date; this is not"
ENTITLEMENT = "`school.entitlement` is a choice; this is not"
CHOICES = "its choices are every_child, residents, none"
HAS = 'write `"passport" in school.papers`'
DAY = 'write it as `d"2011-12-31"`'
OPEN = "write `school.open` or `not school.open`"
JOIN = "join them with `and`"
CHAINED = "comparisons cannot be chained"
DAYS = date(2011, 7, 14).toordinal()
SIGNS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def literals(*values: Any) -> Reading:
    return Reading(literals=frozenset(values))


@pytest.mark.parametrize(
    ("text", "reads", "holds"),
    [
        ("school.open", {"school.open": Reading()}, True),
        ("not\n\tschool.open", {"school.open": Reading()}, False),
        ("not not (school.open)", {"school.open": Reading()}, True),
        ("school.fee == 2.50", {"school.fee": literals(Decimal("2.5"))}, True),
        ("-3 < school.fee", {"school.fee": literals(Decimal(-3))}, True),
        ("school.open and -3 > school.fee",
         {"school.open": Reading(), "school.fee": literals(Decimal(-3))}, False),
        ("school.fee not in [-1, 2.5]",
         {"school.fee": literals(Decimal(-1), Decimal("2.5"))}, False),
        ("(-1 <= school.fee) and school.fee >= 2.5",
         {"school.fee": literals(Decimal(-1), Decimal("2.5"))}, True),
        ("school.years != 9.0", {"school.years": literals(9)}, False),
        ("school.entitlement in ['residents']",
         {"school.entitlement": literals("residents")}, True),
        ('"none" != school.entitlement', {"school.entitlement": literals("none")}, True),
        ('"visa" in school.papers or "passport" not in school.papers',
         {"school.papers": Reading(members=frozenset(["visa", "passport"]))}, True),
        ('school.since > d"2011-07-14"', {"school.since": literals(DAYS)}, False),
        ('school.since in [d"2011-07-14"]', {"school.since": literals(DAYS)}, True),
        # `not` binds more than `and`
        ("(not school.open and school.open) or school.open", {"school.open": Reading()}, True),
    ],
)  # fmt: skip
def test_what_may_be_said(text: str, reads: dict[str, Reading], holds: bool) -> None:
    expression = parse(text, FACTS)
    assert expression.reads == reads
    assert Runnable.of(expression, FACTS).holds(COMPLETE) is holds


def refusal(text: str) -> tuple[ExpressionProblem, ...]:
    with pytest.raises(ExpressionError) as refused:
        parse(text, FACTS)
    assert str(refused.value) == "; ".join(problem.what for problem in refused.value.problems)
    return refused.value.problems


ERRORS = [
    # facts that are none
    ("school.opne", "there is no fact `school.opne`", 0, "did you mean `school.open`?"),
    ("not zzz.qqq", "there is no fact `zzz.qqq`", 4, None),
    ("open", "`open` is no fact: a fact is `topic.fact`", 0, "did you mean `school.open`?"),
    ("not schoolopen", "`schoolopen` is no fact: a fact is `topic.fact`", 4,
     "did you mean `school.open`?"),
    ("qqq", "`qqq` is no fact: a fact is `topic.fact`", 0, None),
    ("school.in", "there is no fact `school.in`", 0, "did you mean `school.since`?"),
    ("school.story", "`school.story` is a context fact: it is shown and decides nothing", 0, None),
    ("school.open.length", "a fact has two parts, `topic.fact`, and no attributes", 0, None),
    ("school.open.__class__.x", "a fact has two parts, `topic.fact`, and no attributes", 0, None),
    ('"visa".length', "`.` has no meaning here", 6, ALLOWED),
    # literals that do not fit
    ('school.entitlement == "resident"', "`resident` is no choice of `school.entitlement`", 22,
     "did you mean `residents`?"),
    ('school.entitlement == "xyz"', "`xyz` is no choice of `school.entitlement`", 22, CHOICES),
    ('school.entitlement in ["none", "xyz"]', "`xyz` is no choice of `school.entitlement`", 31,
     CHOICES),
    ('"vis" in school.papers', "`vis` is no choice of `school.papers`", 0, "did you mean `visa`?"),
    ("school.entitlement == 3", ENTITLEMENT, 22, 'write it as `"choice"`'),
    ("school.entitlement in [3]", ENTITLEMENT, 23, 'write it as `"choice"`'),
    ('school.fee == "3"', FEE, 14, "write it as `30`"),
    ('d"2011-07-14" > school.fee', FEE, 0, "write it as `30`"),
    ("school.fee == (3)", FEE, 14, "write it as `30`"),
    ("school.since > 2011", SINCE, 15, DAY),
    ('school.since == "2011-07-14"', SINCE, 16, DAY),
    ("school.open == 1", "`school.open` is answered by yes or no", 15, OPEN),
    ('school.open in ["yes"]', "`school.open` is answered by yes or no", 16, OPEN),
    ("school.fee == 1e3", "`1e3` is no plain number", 14, None),
    ("school.fee == 0x10", "`0x10` is no plain number", 14, None),
    ("school.fee == .5", "`.5` is no plain number", 14, None),
    ("school.fee == 1234567890123456", "`1234567890123456` does not fit `school.fee`", 14, PLAIN),
    ("school.years == 1.5", "`school.years` is counted in whole years", 16, None),
    ("school.years >= -1", "-1 is below the least possible, 0", 16, None),
    ("school.years in [12, 13]", "13 is above the most possible, 12", 21, None),
    ('school.since == d"2011-02-30"', "`2011-02-30` does not fit `school.since`", 16,
     "there is no such day: 2011-02-30"),
    ('school.since == d"2011-07-14T10:00"', "`2011-07-14T10:00` does not fit `school.since`", 16,
     "write the day as YYYY-MM-DD"),
    ('school.entitlement == r"none"', 'write a plain string, such as "party"', 22, None),
    ('school.entitlement == "no\\x6ee"', 'write a plain string, such as "party"', 22, None),
    # comparisons that say nothing
    ('school.entitlement < "none"', "`school.entitlement` has no order, so `<` says nothing", 19,
     "use `==` or `!=`"),
    ("school.open >= 1", "`school.open` has no order, so `>=` says nothing", 12,
     "use `==` or `!=`"),
    ("school.fee < school.years", "two facts are held against each other", 0, WITH_A_VALUE),
    ("school.open or school.open == school.open", "two facts are held against each other", 15,
     WITH_A_VALUE),
    ("school.entitlement in school.papers", "two facts are held against each other", 0,
     WITH_A_VALUE),
    ("3 < 4", "`<` compares no fact", 2, WITH_A_VALUE),
    ("(school.fee) == 3", "`==` compares no fact", 13, WITH_A_VALUE),
    ("3 < school.fee == 3", CHAINED, 15, JOIN),
    ("1 < school.fee < 3", CHAINED, 15, JOIN),
    ("school.fee < 3 == school.years", CHAINED, 15, JOIN),
    ('school.entitlement == "none" in school.papers', CHAINED, 29, JOIN),
    ("school.fee == 3 not in [1]", CHAINED, 20, JOIN),
    ('school.papers == "visa"', "`school.papers` has many members", 0, HAS),
    ('school.papers in ["visa"]', "`school.papers` has many members", 17, HAS),
    ('"none" in school.entitlement',
     "`in school.entitlement` needs a fact with many members and one of them as text", 0,
     "write `school.entitlement in [...]`"),
    ("3 in school.papers",
     "`in school.papers` needs a fact with many members and one of them as text", 0, None),
    ("school.fee in 3", "`school.fee in` needs a list of values", 14, "write `in [...]`"),
    # what is no condition by itself
    ("3", "a value alone is no condition", 0, ALLOWED),
    ('school.open or "none"', "a value alone is no condition", 15, ALLOWED),
    ('school.open or d"2011-07-14"', "a value alone is no condition", 15, ALLOWED),
    ("school.open and [1]", "a value alone is no condition", 16, ALLOWED),
    ("school.open[0]", "`[` cannot stand here", 11, ALLOWED),
    ("school.entitlement", "`school.entitlement` is no yes/no fact, so it cannot stand alone", 0,
     'compare it: `school.entitlement == "every_child"`'),
    ("not school.fee", "`school.fee` is no yes/no fact, so it cannot stand alone", 4,
     "compare it with a value"),
    ("school.papers", "`school.papers` is no yes/no fact, so it cannot stand alone", 0, HAS),
    # what the language lacks
    ("$abs(school.fee) == 1", "functions (`$abs`) are not allowed in an expression", 0, ALLOWED),
    ("$today", "functions (`$today`) are not allowed in an expression", 0, ALLOWED),
    ("len(school.fee) == 1", "functions (`len`) are not allowed in an expression", 0, ALLOWED),
    ("school.open(1)", "`(` cannot stand here", 11, ALLOWED),
    *[
        (text, f"{what} (`{sign}`) is not allowed in an expression", at, ALLOWED)
        for text, what, sign, at in [
            ("school.fee + 1 == 2", "arithmetic", "+", 11),
            ("school.fee == 3 - 2", "arithmetic", "-", 16),
            ("-school.fee == 3", "arithmetic", "-", 0),
            ("school.fee in [*2]", "arithmetic", "*", 15),
            ("school.fee & 1", "bit arithmetic", "&", 11),
            ('school.entitlement in&["none"]', "bit arithmetic", "&", 21),
            ("school.fee in [1 * 2]", "arithmetic", "*", 17),
            ("school&.open", "safe attribute access", "&.", 6),
            ("school.open | school.open", "bit arithmetic", "|", 12),
            ('school.entitlement =~ "n"', "a regular expression", "=~", 19),
            ('school.entitlement !~~ "n"', "a regular expression", "!~~", 19),
            ("school.open ? school.open : school.open", "a ternary", "?", 12),
            ("school.open ?? school.open", "a default value", "??", 12),
            ('"visa"&.length == 4', "safe attribute access", "&.", 6),
            ("school.fee in {1}", "a set or mapping", "{", 14),
            ("school.fee == inf", "infinity", "inf", 14),
            ("school.fee == nan", "NaN", "nan", 14),
            ('school.entitlement == b"none"', "bytes", 'b"none"', 22),
            ('school.since > t"P1D"', "a time span", 't"P1D"', 15),
        ]
    ],
    ("[school.open for school in [1]]", "a list holds plain values only", 1, None),
    ("school.open for", "a comprehension (`for`) is not allowed in an expression", 12, ALLOWED),
    ("school.open == true", "true (`true`) is not allowed in an expression", 15,
     "a yes/no fact stands alone: write `topic.fact`"),
    ("false", "false (`false`) is not allowed in an expression", 0,
     "a yes/no fact stands alone: write `not topic.fact`"),
    ("school.fee != null", "null (`null`) is not allowed in an expression", 14,
     "whether a fact is answered is no condition: every set of outcomes allows for it"),
    ("school.open # why", "a comment (`# why`) is not allowed in an expression", 12,
     "put remarks in the `note` of the check"),
    # what other languages, word processors and haste make of it
    *[
        (text, f"`{written}` has no meaning here", at, f"write `{meant}`")
        for text, written, at, meant in [
            ("school.open AND school.open", "AND", 12, "and"),
            ("school.open AND (school.open)", "AND", 12, "and"),
            ("school.open Or school.open", "Or", 12, "or"),
            ("NOT school.open", "NOT", 0, "not"),
            ('"visa" IN school.papers', "IN", 7, "in"),
            ("school.open && school.open", "&&", 12, "and"),
            ("school.open || school.open", "||", 12, "or"),
            ("!school.open", "!", 0, "not"),
            ("school.fee = 3", "=", 11, "=="),
            ("school.fee <> 3", "<>", 11, "!="),
            ("school.fee ≥ 3", "≥", 11, ">="),
        ]
    ],
    *[
        (f"school.entitlement == {opening}none{closing}", f"`{opening}` has no meaning here", 22,
         'write straight quotation marks: `"none"`')
        for opening, closing in ["“”", "„“", "‘’", "«»", '“"']
    ],
    ("school.since == d“2011-07-14”", "`“` has no meaning here", 17,
     'write straight quotation marks: `d"2011-07-14"`'),
    ("school.entitlement == “none", "`“` has no meaning here", 22,
     "write straight quotation marks"),
    *[
        (text, "`none` lacks its quotation marks", at, 'write `"none"`')
        for text, at in [
            ("school.entitlement == none", 22),
            ("none != school.entitlement", 0),
            ('school.entitlement in ["residents", none]', 36),
        ]
    ],
    ("visa in school.papers", "`visa` lacks its quotation marks", 0, 'write `"visa"`'),
    ("school.entitlement == all", "`all` is no choice of `school.entitlement`", 22, CHOICES),
    *[
        (text, "`school.open` is answered by yes or no", at, hint)
        for text, at, hint in [
            ("school.open == no", 15, "write `not school.open`"),
            ("school.open != No", 15, "write `school.open`"),
            ("yes == school.open", 0, "write `school.open`"),
            ("school.open != yes", 15, "write `not school.open`"),
            ("school.open == maybe", 15, OPEN),
        ]
    ],
    ("school.fee > three", FEE, 13, "write it as `30`"),
    *[
        (text, "`and` and `or` are mixed without parentheses", at,
         "write `(a or b) and c`, or `a or (b and c)`, whichever is meant")
        for text, at in [
            ("school.open or school.open and school.open", 27),
            ("school.open and school.open or school.open and school.open", 28),
            ("not (school.open and school.open or school.fee > 1)", 33),
        ]
    ],
    # signs and words without a meaning
    ("school.", "`.` has no meaning here", 6, ALLOWED),
    ('school.entitlement == "none', '`"` has no meaning here', 22, "close the quotation mark"),
    ("school.open;", "`;` has no meaning here", 11, ALLOWED),
    ("école.open", "`é` has no meaning here", 0, ALLOWED),
    ("school.fee == ٣", "`٣` has no meaning here", 14, ALLOWED),
    ("school.open\u00a0or school.open", "`\u00a0` has no meaning here", 11, ALLOWED),
    ("school.open or \ud800", "`\ud800` has no meaning here", 15, ALLOWED),
    ("\u202eschool.open", "`\u202e` has no meaning here", 0, ALLOWED),
    ("\0", "`\0` has no meaning here", 0, ALLOWED),
    ('school.entitlement == "\ud800"', "`\ud800` is no choice of `school.entitlement`", 22,
     CHOICES),
    ("school.open else school.open", "`else` has no meaning here", 12, ALLOWED),
    ("elif", "`elif` has no meaning here", 0, ALLOWED),
    ("not while", "`while` has no meaning here", 4, ALLOWED),
    # what is not finished, or not in its place
    ("", "the expression is empty", 0, None),
    (" \t\n ", "the expression is empty", 0, None),
    ("school.open and", "the expression breaks off", 15, None),
    ("not", "the expression breaks off", 3, None),
    ("(school.open", "the expression breaks off", 12, None),
    ("school.open)", "`)` cannot stand here", 11, ALLOWED),
    ("()", "`)` cannot stand here", 1, ALLOWED),
    ("and school.open", "`and` cannot stand here", 0, ALLOWED),
    ("school.open school.open", "`school.open` cannot stand here", 12, ALLOWED),
    ("school.open, school.open", "`,` cannot stand here", 11, ALLOWED),
    ("school.open\n and\nor school.open", "`or` cannot stand here", 17, ALLOWED),
    ("school.fee ==", "`==` lacks one of its sides", 11, None),
    ("in [1]", "`in` lacks one of its sides", 0, None),
    ("not in [1]", "`in` lacks one of its sides", 4, None),
    ("school.fee in [1, 2", "this list is not closed", 14, IN_LIST),
    ("school.fee in [", "this list is not closed", 14, IN_LIST),
    ("school.fee in [1 2]", "this list is not closed", 14, IN_LIST),
    ("school.fee in []", "a list holds plain values only", 15, None),
    ("school.fee in [1, school.years]", "a list holds plain values only", 18, None),
    ("school.fee in [[1]]", "a list holds plain values only", 15, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "what", "position", "hint"), ERRORS)
def test_errors(text: str, what: str, position: int, hint: str | None) -> None:
    assert refusal(text) == ((what, position, hint),)


def test_positions_do_not_depend_on_what_was_read_before() -> None:
    parse("school.open\nor\nschool.open", FACTS)
    assert [problem.position for problem in refusal("school.open or or")] == [15]
    assert [problem.position for problem in refusal("school.open\nor or")] == [15]


def test_lengths_and_depths_up_to_the_bounds_are_read() -> None:
    deep = "(" * 20 + "school.open" + ")" * 20
    long = " or ".join(["school.open"] * 200)
    nots = "not " * 399 + "school.open"
    wide = "school.open" + " " * (4000 - len("school.open"))
    read = [Runnable.of(parse(text, FACTS), FACTS) for text in (deep, long, nots, wide)]
    assert [expression.holds(COMPLETE) for expression in read] == [True, True, False, True]


def test_all_problems_are_told_in_the_order_of_the_text() -> None:
    found = refusal(
        'school.opne AND school.entitlement in ["non", all] or (school.fee == "3" and school.years'
        " >= 13 or “visa” in school.papers) )"
    )
    assert [(problem.position, problem.what) for problem in found] == [
        (0, "there is no fact `school.opne`"),
        (12, "`AND` has no meaning here"),
        (39, "`non` is no choice of `school.entitlement`"),
        (46, "`all` is no choice of `school.entitlement`"),
        (51, "`and` and `or` are mixed without parentheses"),
        (69, "`school.fee` is a number; this is not"),
        (93, "13 is above the most possible, 12"),
        (96, "`and` and `or` are mixed without parentheses"),
        (99, "`“` has no meaning here"),
        (124, "`)` cannot stand here"),
    ]


# The tree.


def test_the_tree_of_an_expression() -> None:
    text = 'school.open and not (3 < school.fee or ("visa" not in school.papers)) and not not ('
    text += 'school.entitlement in ["none", "residents"] and (school.open))'
    tree = And(
        (
            Truth("school.open"),
            Not(
                Or(
                    (
                        Comparison("school.fee", ">", ("3",)),
                        Not(Member("school.papers", "visa")),
                    )
                )
            ),
            And(
                (
                    Comparison("school.entitlement", "in", ("none", "residents")),
                    Truth("school.open"),
                )
            ),
        )
    )
    assert parse(text, FACTS).tree == tree
    assert as_data(tree) == [
        "and",
        ["yes", "school.open"],
        ["not", ["or", [">", "school.fee", "3"], ["not", ["has", "school.papers", "visa"]]]],
        ["and", ["in", "school.entitlement", "none", "residents"], ["yes", "school.open"]],
    ]


def literal(text: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return f'd"{text}"'
    return text if re.fullmatch(r"-?[\d.]+", text) else f'"{text}"'


def as_code(of: Leaf, holds: bool) -> str:
    out = "" if holds else "not "
    if isinstance(of, Truth):
        return f"{out}{of.fact}"
    if isinstance(of, Member):
        return f'"{of.choice}" {out}in {of.fact}'
    literals = list(map(literal, of.literals))
    if of.operator == "in":
        return f"{of.fact} {out}in [{', '.join(literals)}]"
    return f"{out}{of.fact} {of.operator} {literals[0]}"


def holds_for(tree: Condition, values: dict[str, Any]) -> bool:
    """What the tree says of complete answers, in plain Python."""
    if isinstance(tree, Not):
        return not holds_for(tree.part, values)
    if isinstance(tree, And | Or):
        return (all if isinstance(tree, And) else any)(holds_for(p, values) for p in tree.parts)
    value = values[tree.fact]
    if isinstance(tree, Truth):
        return bool(value)
    if isinstance(tree, Member):
        return tree.choice in value
    kind = date.fromisoformat if isinstance(value, date) else type(value)
    literals = [kind(text) for text in tree.literals]
    if tree.operator == "in":
        return value in literals
    return bool(SIGNS[tree.operator](value, literals[0]))


@settings(max_examples=150)
@given(st.data())
def test_the_tree_means_what_rule_engine_says(data: st.DataObject) -> None:
    known = data.draw(knowns(far=data.draw(st.booleans())))
    facts = {one.fact.id: one.fact for one in known}
    said = data.draw(expressions(known))
    expression = parse(said.text, facts)
    runnable = Runnable.of(expression, facts)
    every = list(completions({one.fact.id: one.universe for one in known}))
    for values in data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=8)):
        found = holds_for(expression.tree, values)
        assert found == runnable.holds({f: as_rule_engine_has_it(v) for f, v in values.items()})
        assert found == said.holds(values)


def as_rule_engine_has_it(value: Any) -> Any:
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return set(value) if isinstance(value, frozenset) else value


@settings(max_examples=150)
@given(st.data())
def test_nothing_is_lost_between_tree_text_and_data(data: st.DataObject) -> None:
    known = data.draw(knowns(far=data.draw(st.booleans())))
    facts = {one.fact.id: one.fact for one in known}
    said = data.draw(expressions(known))
    expression = parse(said.text, facts)
    again = parse(in_words(expression.tree, as_code), facts)
    assert (again.tree, again.reads) == (expression.tree, expression.reads)
    assert from_data(json.loads(json.dumps(as_data(expression.tree)))) == expression.tree
    assert names_in([said.text]) == expression.reads.keys()


def test_the_cache_keeps_the_tree_of_every_expression(bundled: Library) -> None:
    checks = [check for rule in bundled.rules.values() for check in rule.checks]
    texts = {text for check in checks for text in check.expressions.values()}
    texts |= {fact.given for fact in bundled.facts.values() if fact.given}
    assert bundled.conditions.keys() == texts
    for text in texts:
        assert bundled.condition(text) == parse(text, bundled.facts).tree


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("t.law", "law"),
        ("not t.law", "no law"),
        ("t.law and t.fine", "law and fine"),
        ("t.law and (t.fine or not t.open)", "law and (fine or no open)"),
        ("t.law or (t.fine and t.open)", "law or (fine and open)"),
        ("not (t.law and t.fine)", "not (law and fine)"),
        ("not (t.law or t.fine) and t.open", "not (law or fine) and open"),
    ],
)
def test_what_is_linked_within_what_is_linked_stands_in_parentheses(text: str, words: str) -> None:
    def leaf(of: Leaf, holds: bool) -> str:
        return f"{'' if holds else 'no '}{of.fact.removeprefix('t.')}"

    facts = {name: a_fact(name, "yes_no") for name in ("t.law", "t.fine", "t.open")}
    assert in_words(parse(text, facts).tree, leaf) == words
