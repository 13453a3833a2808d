"""What answers leave possible, what is refused and in which words, and ranges by brute force."""

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import a_fact

from compliance.model.profiles import Answer
from compliance.model.value_sets import (
    UNKNOWN,
    AnswerError,
    Point,
    Range,
    ValueSet,
    limits,
    point,
    value_set,
)

FACTS = {
    "yes": a_fact("t.yes", "yes_no"),
    "party": a_fact("t.party", "choice", ["party", "signatory", "none"]),
    "bodies": a_fact("t.bodies", "many", ["police", "customs", "army"]),
    "days": a_fact("t.days", "number", integer="yes", unit="days", min="0", max="3"),
    "share": a_fact("t.share", "number", min="2.5"),
    "fixed": a_fact("t.fixed", "number", min="2.5", max="2.5"),
    "count": a_fact("t.count", "number", integer="yes"),
    "day": a_fact("t.day", "date"),
}
CHOICES = "its choices are party, signatory, none"
YES_NO = "it is answered by `yes` or `no`"
MEMBERS = "write `value: {police: yes}`; `others: no` closes the list"
PLAIN = "write a plain number, such as 30 or 2.5"
DAYS = "write the number of days alone, such as 30"
NO_DAY = "write the day as YYYY-MM-DD"
NOTHING = "give `value`, `one of`, `not`, `at least`/`at most`, or a `note` or `lead` alone"
SUPPORTED = "keep the one that the evidence supports"
ALSO = "an answer says `{}` or `{}`, not both"


def misfit(text: str, name: str) -> str:
    return f"`{text}` does not fit `t.{name}`"


@pytest.mark.parametrize(
    ("name", "said", "what", "hint", "key"),
    [
        # nothing, or too much
        ("yes", {}, "the answer says nothing", NOTHING, ()),
        ("party", {"value": "party", "one of": "none"},
         ALSO.format("value", "one of"), SUPPORTED, ()),
        ("party", {"one of": "party", "not": "none"}, ALSO.format("one of", "not"), SUPPORTED, ()),
        ("days", {"value": "1", "at least": "1"},
         ALSO.format("value", "at least/at most"), SUPPORTED, ()),
        ("days", {"not": "1", "at most": "2"},
         ALSO.format("not", "at least/at most"), SUPPORTED, ()),
        # yes and no
        ("yes", {"value": "true"}, "`true` is neither yes nor no", "write `yes` or `no`",
         ("value",)),
        ("yes", {"one of": ["yes", "No"]}, "`No` is neither yes nor no", "write `yes` or `no`",
         ("one of",)),
        ("yes", {"not": ["yes", "no"]}, "nothing is left possible for `t.yes`", None, ("not",)),
        ("yes", {"value": {"yes": "yes"}}, "`t.yes` takes one value, not several", YES_NO,
         ("value",)),
        ("yes", {"at least": "yes"},
         "`t.yes` has no order, so `at least` and `at most` say nothing", YES_NO, ("at least",)),
        # choices
        ("party", {"value": "partly"}, "`partly` is no choice of `t.party`",
         "did you mean `party`?", ("value",)),
        ("party", {"value": "observer"}, "`observer` is no choice of `t.party`", CHOICES,
         ("value",)),
        ("party", {"one of": ["party", "x"]}, "`x` is no choice of `t.party`", CHOICES,
         ("one of",)),
        ("party", {"not": "x"}, "`x` is no choice of `t.party`", CHOICES, ("not",)),
        ("party", {"not": ["party", "none", "signatory"]},
         "nothing is left possible for `t.party`", None, ("not",)),
        ("party", {"value": {"party": "yes"}}, "`t.party` takes one value, not several", CHOICES,
         ("value",)),
        ("party", {"at most": "party"},
         "`t.party` has no order, so `at least` and `at most` say nothing", CHOICES,
         ("at most",)),
        # facts with many members
        *[
            ("bodies", said, "`t.bodies` has many members, each answered by itself", MEMBERS, ())
            for said in ({"value": "police"}, {"one of": "police"}, {"not": "army"},
                         {"at least": "police"})
        ],
        ("bodies", {"value": {"polise": "yes"}}, "`polise` is no member of `t.bodies`",
         "did you mean `police`?", ("value", "polise")),
        ("bodies", {"value": {"x": "yes"}}, "`x` is no member of `t.bodies`",
         "its choices are police, customs, army", ("value", "x")),
        ("bodies", {"value": {"army": "maybe"}}, "`maybe` is neither yes nor no",
         "write `yes` or `no`", ("value", "army")),
        ("bodies", {"value": {"others": "yes"}}, "`others` can only be `no`", None,
         ("value", "others")),
        # numbers
        ("days", {"value": "two"}, misfit("two", "days"), DAYS, ("value",)),
        ("days", {"value": "1e3"}, misfit("1e3", "days"), DAYS, ("value",)),
        ("share", {"at least": "NaN"}, misfit("NaN", "share"), PLAIN, ("at least",)),
        ("share", {"at most": "inf"}, misfit("inf", "share"), PLAIN, ("at most",)),
        ("days", {"value": "1.5"}, "`t.days` is counted in whole days", None, ("value",)),
        ("count", {"not": ["1", "1.5"]}, "`t.count` is counted in whole numbers", None, ("not",)),
        ("days", {"one of": ["1", "-1"]}, "-1 is below the least possible, 0", None, ("one of",)),
        ("share", {"at least": "2.4"}, "2.4 is below the least possible, 2.5", None,
         ("at least",)),
        ("days", {"at most": "4"}, "4 is above the most possible, 3", None, ("at most",)),
        ("days", {"value": {"1": "yes"}}, "`t.days` takes one value, not several", None,
         ("value",)),
        ("days", {"at least": "3", "at most": "2"},
         "nothing lies between at least 3 and at most 2", None, ("at least",)),
        ("days", {"not": ["0", "1", "2", "3"]}, "nothing is left possible for `t.days`", None,
         ("not",)),
        ("fixed", {"not": "2.5"}, "nothing is left possible for `t.fixed`", None, ("not",)),
        # days
        ("day", {"value": "2011"}, misfit("2011", "day"), NO_DAY, ("value",)),
        ("day", {"value": "2011-7-1"}, misfit("2011-7-1", "day"), NO_DAY, ("value",)),
        ("day", {"one of": "2011-02-30"}, misfit("2011-02-30", "day"),
         "there is no such day: 2011-02-30", ("one of",)),
        ("day", {"at least": "2012-01-01", "at most": "2011-12-31"},
         "nothing lies between at least 2012-01-01 and at most 2011-12-31", None, ("at least",)),
    ],
)  # fmt: skip
def test_refusals(
    name: str, said: dict[str, Any], what: str, hint: str | None, key: tuple[str, ...]
) -> None:
    with pytest.raises(AnswerError) as refused:
        value_set(FACTS[name], Answer(**said))
    problem = refused.value.problem
    assert (problem.what, problem.hint, refused.value.key) == (what, hint, key)
    assert str(refused.value) == what


DAY = date(2011, 7, 14).toordinal()


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("yes", {"value": "no"}, ValueSet(values=frozenset([False]))),
        ("yes", {"not": "no"}, ValueSet(values=frozenset([True]))),
        ("party", {"value": "none"}, ValueSet(values=frozenset(["none"]))),
        ("party", {"one of": "none"}, ValueSet(values=frozenset(["none"]))),
        ("party", {"not": "party"}, ValueSet(values=frozenset(["signatory", "none"]))),
        ("share", {"value": "2.50"}, ValueSet(ranges=(Range(Decimal("2.5"), Decimal("2.5")),))),
        ("days", {"value": "2.0"}, ValueSet(ranges=(Range(2, 2),))),
        ("days", {"one of": ["1", "3"]}, ValueSet(ranges=(Range(1, 1), Range(3, 3)))),
        ("days", {"at least": "1"}, ValueSet(ranges=(Range(1, None),))),
        ("days", {"at least": "1", "at most": "1"}, ValueSet(ranges=(Range(1, 1),))),
        ("count", {"not": ["1", "3"]}, ValueSet(ranges=(Range(without=frozenset([1, 3])),))),
        ("day", {"at most": "2011-07-14"}, ValueSet(ranges=(Range(None, DAY),))),
        ("yes", {"note": "asked in vain"}, UNKNOWN),
    ],
)
def test_what_an_answer_leaves(name: str, said: dict[str, Any], expected: ValueSet) -> None:
    found = value_set(FACTS[name], Answer(**said))
    assert found == expected
    assert hash(found) == hash(expected)


def test_members_left_out_are_open_until_the_list_is_closed() -> None:
    either, inside, out = frozenset([True, False]), frozenset([True]), frozenset([False])
    some = value_set(FACTS["bodies"], Answer(value={"police": "yes", "customs": "no"}))
    assert [some.member(m) for m in FACTS["bodies"].choices] == [inside, out, either]
    closed = value_set(FACTS["bodies"], Answer(value={"others": "no", "police": "yes"}))
    assert [closed.member(m) for m in FACTS["bodies"].choices] == [inside, out, out]
    contested = some | closed
    assert [contested.member(m) for m in FACTS["bodies"].choices] == [inside, out, either]
    assert (some | UNKNOWN).member("police") == either


def test_a_point_without_a_place_has_no_key() -> None:
    with pytest.raises(AnswerError) as refused:
        point(FACTS["days"], "9")
    assert refused.value.key == ()


NUMBERS = range(-3, 4)
WHOLE = st.none() | st.sampled_from(NUMBERS)
HALVES = st.none() | st.sampled_from([Decimal(n) / 2 for n in NUMBERS])


def brute(points: list[Point], stretch: Range, low: Point | None, high: Point | None) -> bool:
    return any(
        (stretch.low is None or p >= stretch.low)
        and (stretch.high is None or p <= stretch.high)
        and p not in stretch.without
        and (low is None or p > low)
        and (high is None or p < high)
        for p in points
    )


@given(WHOLE, WHOLE, st.frozensets(st.sampled_from(NUMBERS)))
def test_ranges_of_whole_numbers(
    own_low: int | None, own_high: int | None, without: frozenset[int]
) -> None:
    stretch = Range(own_low, own_high, without)
    points = list(range(-10, 11))
    for low, high in product([None, *NUMBERS], repeat=2):
        expected = brute(points, stretch, low, high)
        assert stretch.meets(low, high, whole_steps=True) == expected


@given(HALVES, HALVES, st.frozensets(HALVES.filter(lambda n: n is not None)))
def test_ranges_of_numbers(
    own_low: Decimal | None, own_high: Decimal | None, without: frozenset[Decimal]
) -> None:
    stretch = Range(own_low, own_high, without)
    points = [Decimal(n) / 4 for n in range(-20, 21)]
    ends = [None, *(Decimal(n) / 2 for n in NUMBERS)]
    for low, high in product(ends, repeat=2):
        expected = brute(points, stretch, low, high)
        assert stretch.meets(low, high, whole_steps=False) == expected
    for one in points:
        assert stretch.has(one) == brute([one], stretch, None, None)


def test_limits_of_each_type() -> None:
    assert limits(FACTS["days"]) == Range(0, 3)
    assert limits(FACTS["share"]) == Range(Decimal("2.5"), None)
    assert limits(FACTS["count"]) == Range()
    assert limits(FACTS["day"]) == Range(1, date.max.toordinal())
    uneven = a_fact("t.uneven", "number", integer="yes", min="-1.5", max="1.5")
    assert limits(uneven) == Range(-1, 1)
