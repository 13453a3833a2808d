"""Hostile and random texts: refused at once, by an ExpressionError, and nothing else."""

import json
import subprocess
import sys
import time
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
import rule_engine.ast as tree
from engine.test_expression import COMPLETE, FACTS
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.engine.compiler import Runnable
from compliance.engine.conditions import And, Comparison, Condition, Member, Not, Or, Truth
from compliance.engine.expressions import parse
from compliance.engine.tokens import ALLOWED, ExpressionError

LONG = "the expression has {} characters; 4000 are allowed"
SPLIT = "split this check"
NO_FACT = "`{}` is no fact: a fact is `topic.fact`"
ATTACKS = [
    ("1 << 10000000", "bit arithmetic (`<<`) is not allowed in an expression", 2, ALLOWED),
    ("2 ** 9999999999 > 1", "arithmetic (`**`) is not allowed in an expression", 2, ALLOWED),
    ("1e9999999.floor", "a value alone is no condition", 0, ALLOWED),
    ("school.fee == 1e9999999", "`1e9999999` is no plain number", 14, None),
    ('"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" =~ "(a+)+$"',
     "a regular expression (`=~`) is not allowed in an expression", 40, ALLOWED),
    ("school.open.__init__.__globals__",
     "a fact has two parts, `topic.fact`, and no attributes", 0, None),
    ("resolve_attribute(school.open)",
     "functions (`resolve_attribute`) are not allowed in an expression", 0, ALLOWED),
    (" or ".join(["school.open"] * 5000), LONG.format(74_996), 0, SPLIT),
    ("not " * 5000 + "school.open", LONG.format(20_011), 0, SPLIT),
    ("(" * 5000 + "school.open" + ")" * 5000, LONG.format(10_011), 0, SPLIT),
    ("[" * 5000, LONG.format(5000), 0, SPLIT),
    ("not " * 900 + "school.open", "more than 400 words and signs", 1600, SPLIT),
    ("(" * 1900 + "school.open" + ")" * 1900, "more than 20 parentheses inside each other", 20,
     None),
    (" or ".join(["school.open"] * 201), "more than 400 words and signs", 3000, SPLIT),
    ("school.open" + " " * 3990, LONG.format(4001), 0, SPLIT),
    ("x" * 4000, NO_FACT.format("x" * 4000), 0, None),
    ('"' * 3999, "more than 400 words and signs", 800, SPLIT),
    ("school.fee == " + "9" * 3986, f"`{'9' * 3986}` does not fit `school.fee`", 14,
     "write a plain number, such as 30 or 2.5"),
]  # fmt: skip

RUN = """
import json, sys, time
from compliance.engine.compiler import Runnable
from compliance.engine.expressions import parse
from compliance.engine.tokens import ExpressionError
from compliance.model.rulebook import Fact

given = json.load(sys.stdin)
facts = {fact["id"]: Fact(**fact) for fact in given["facts"]}
for text in ["school.open", *given["texts"]]:
    start = time.process_time()
    try:
        Runnable.of(parse(text, facts), facts)
        found = []
    except ExpressionError as error:
        found = error.problems
    print(json.dumps([found, time.process_time() - start]), flush=True)
"""


def test_attacks_are_refused_at_once() -> None:
    """In a process of its own, because nothing interrupts rule-engine where it hangs."""
    given_ = {
        "facts": [fact.model_dump(mode="json") for fact in FACTS.values()],
        "texts": [attack[0] for attack in ATTACKS],
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(given_),
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    (first, _), *refused = map(json.loads, done.stdout.splitlines())
    assert first == []
    assert [found for found, _ in refused] == [[list(attack[1:])] for attack in ATTACKS]
    assert max(seconds for _, seconds in refused) < 1


def refused_or_decided(text: str) -> None:
    """Read it, run it if it can be read; nothing but an ExpressionError may come of it."""
    start = time.process_time()
    try:
        expression = parse(text, FACTS)
    except ExpressionError as error:
        found = error
    else:
        runnable = Runnable.of(expression, FACTS)
        assert runnable.holds(COMPLETE) in (True, False)
        assert expression.reads.keys() <= COMPLETE.keys()
        assert as_rule_engine_read(runnable.rule.statement.expression) == in_pairs(expression.tree)
        return
    finally:
        assert time.process_time() - start < 1
    assert found.problems
    for what, position, _ in found.problems:
        assert what
        assert 0 <= position <= len(text)


SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def as_rule_engine_read(node: Any) -> Condition:  # noqa: PLR0911 - one for each kind of node
    """Our tree from rule-engine's own: logic over facts against literals, nothing else."""
    kind = type(node)
    if kind is tree.LogicExpression:
        parts = (as_rule_engine_read(node.left), as_rule_engine_read(node.right))
        return And(parts) if node.type == "and" else Or(parts)
    if kind is tree.UnaryExpression:
        assert node.type == "not"
        part = as_rule_engine_read(node.right)
        return part.part if isinstance(part, Not) else Not(part)
    if kind in (tree.ComparisonExpression, tree.ArithmeticComparisonExpression):
        sign = SIGNS[node.type]
        if type(node.left) is tree.GetAttributeExpression:
            return Comparison(fact(node.left), sign, (literal(node.right),))
        return Comparison(fact(node.right), TURNED.get(sign, sign), (literal(node.left),))
    if kind is tree.ContainsExpression:
        if type(node.container) is tree.ArrayExpression:
            values = node.container.value
            return Comparison(fact(node.member), "in", tuple(map(literal, values)))
        assert node.container.result_type.name == "SET"
        return Member(fact(node.container), literal(node.member))
    assert node.result_type.name == "BOOLEAN"
    return Truth(fact(node))


def fact(node: Any) -> str:
    assert type(node) is tree.GetAttributeExpression
    assert type(node.object) is tree.SymbolExpression
    return f"{node.object.name}.{node.name}"


def literal(node: Any) -> str:
    assert type(node) in (tree.FloatExpression, tree.StringExpression, tree.DatetimeExpression)
    if type(node) is tree.DatetimeExpression:
        return str(node.value.date())
    return f"{node.value:f}" if type(node) is tree.FloatExpression else str(node.value)


def in_pairs(of: Condition) -> Condition:
    """The tree with each ``and`` and ``or`` of two, as rule-engine joins them."""
    if isinstance(of, Not):
        return Not(in_pairs(of.part))
    if isinstance(of, And | Or):
        join = type(of)
        return reduce(lambda a, b: join((a, b)), map(in_pairs, of.parts))
    return of


@settings(max_examples=400)
@given(st.text() | st.text("abc.\"'[]() \n=<>!&|?#d0", max_size=30))
def test_any_text_is_refused_or_decided(text: str) -> None:
    refused_or_decided(text)


WORDS = """
    school.open school.entitlement school.papers school.fee school.years school.since
    school.story school.none school open x $x and or not in ( ) [ ] { } , . == != < <= > >= = !
    =~ !~ + - * ** / // % & | ^ << >> ? : ?? &. && 3 -3 0 1.5 1e9 inf nan null true false
    "visa" "none" 'none' "x" d"2011-07-14" d"x" t"P1D" b"x" r"x" ["none"] [1,2] for if else #
""".split()  # noqa: SIM905 - one word of the language each
VALID = [
    text.split()
    for text in (
        'not ( school.open and school.fee < 3 ) or "visa" in school.papers',
        "school.open and ( school.years == 2 or 0 > school.fee or school.open ) and school.open",
        'school.entitlement not in [ "none" , "residents" ] and school.since >= d"2011-07-14"',
        "( -3 <= school.fee and school.years in [ 1 , 2 ] ) or not not school.open",
        "( school.open ) and 3 != school.fee",
    )
]


@settings(max_examples=400)
@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from(["", " ", "\n"]))
def test_any_words_are_refused_or_decided(words: list[str], between: str) -> None:
    refused_or_decided(between.join(words))


@st.composite
def slips(draw: st.DrawFn) -> str:
    """A valid expression with a word or two put in, left out or replaced."""
    words = list(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(words)))
        words[at : at + draw(st.integers(0, 1))] = draw(
            st.lists(st.sampled_from(WORDS), max_size=1)
        )
    return " ".join(words)


@settings(max_examples=400)
@given(slips())
def test_any_slip_is_refused_or_decided(text: str) -> None:
    refused_or_decided(text)


@pytest.mark.parametrize("text", [" ".join(words) for words in VALID])
def test_without_a_slip_it_is_decided(text: str) -> None:
    parse(text, FACTS)
    refused_or_decided(text)
