"""What an expression may say, and how it is told where it goes wrong."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from support.samples import a_fact

from compliance.engine.expressions import Expression, Reading, parse
from compliance.engine.grammar import ALLOWED, ExpressionError

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
        # `not` binds more than `and`, that more than `or`
        ("not school.open and school.open or school.open", {"school.open": Reading()}, True),
    ],
)  # fmt: skip
def test_what_may_be_said(text: str, reads: dict[str, Reading], holds: bool) -> None:
    expression = parse(text, FACTS)
    assert expression.reads == reads
    assert expression.holds(COMPLETE) is holds


def refusal(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as refused:
        parse(text, FACTS)
    return refused.value


ERRORS = [
    # facts that are none
    ("school.opne", "there is no fact `school.opne`", 0, "did you mean `school.open`?"),
    ("not zzz.qqq", "there is no fact `zzz.qqq`", 4, None),
    ("open", "`open` is no fact: a fact is `topic.fact`", 0, "did you mean `school.open`?"),
    ("not schoolopen", "`schoolopen` is no fact: a fact is `topic.fact`", 4,
     "did you mean `school.open`?"),
    ("qqq", "`qqq` is no fact: a fact is `topic.fact`", 0, None),
    ("school.in", "`school` is no fact: a fact is `topic.fact`", 0, "did you mean `school.fee`?"),
    ("school&.open", "`school` is no fact: a fact is `topic.fact`", 0,
     "did you mean `school.fee`?"),
    ("school.story", "`school.story` is a context fact: it is shown and decides nothing", 0, None),
    ("school.open.length", "a fact has two parts, `topic.fact`, and no attributes", 0, None),
    ("school.open.__class__.x", "a fact has two parts, `topic.fact`, and no attributes", 0, None),
    ('"visa".length', "`length` is no fact: a fact is `topic.fact`", 7, None),
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
    ("school.open[0]", "a value alone is no condition", 11, ALLOWED),
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
            ("school.open && school.open", "bit arithmetic", "&", 12),
            ("school.open | school.open", "bit arithmetic", "|", 12),
            ('school.entitlement =~ "n"', "a regular expression", "=~", 19),
            ('school.entitlement !~~ "n"', "a regular expression", "!~~", 19),
            ("school.open ? school.open : school.open", "a ternary", "?", 12),
            ("school.open ?? school.open", "a default value", "??", 12),
            ('"visa"&.length == 4', "safe attribute access", "&.", 6),
            ("school.fee in {1}", "a set or mapping", "{", 14),
            ("school.fee == inf", "infinity", "inf", 14),
            ("school.fee == nan", "NaN", "nan", 14),
            ('school.entitlement == b"none"', "bytes", '"none"', 22),
            ('school.since > t"P1D"', "a time span", "P1D", 15),
        ]
    ],
    ('school.entitlement in&["none"]', "write a list as `[...]`", 21, None),
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
    # signs and words without a meaning
    ("school.", "`.` has no meaning here", 6, ALLOWED),
    ("school.fee = 3", "`=` has no meaning here", 11, ALLOWED),
    ("!school.open", "`!` has no meaning here", 0, ALLOWED),
    ('school.entitlement == "none', '`"` has no meaning here', 22, ALLOWED),
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
    ("school.open school.open", "`school` cannot stand here", 12, ALLOWED),
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
    ("school.fee in [1 * 2]", "this list is not closed", 14, IN_LIST),
    ("school.fee in [[1]]", "a list holds plain values only", 15, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "what", "position", "hint"), ERRORS)
def test_errors(text: str, what: str, position: int, hint: str | None) -> None:
    error = refusal(text)
    assert (error.what, error.position, error.hint) == (what, position, hint)
    assert str(error) == what


def test_positions_do_not_depend_on_what_was_read_before() -> None:
    parse("school.open\nor\nschool.open", FACTS)
    assert refusal("school.open or or").position == 15
    assert refusal("school.open\nor or").position == 15


def test_lengths_and_depths_up_to_the_bounds_are_read() -> None:
    deep = "(" * 20 + "school.open" + ")" * 20
    long = " or ".join(["school.open"] * 100)
    nots = "not " * 397 + "school.open"
    wide = "school.open" + " " * (4000 - len("school.open"))
    read: list[Expression] = [parse(text, FACTS) for text in (deep, long, nots, wide)]
    assert [expression.holds(COMPLETE) for expression in read] == [True, True, False, True]
