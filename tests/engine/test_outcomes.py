"""Outcomes of checks, sets of them, and what a rule makes of its checks' outcomes."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import rule_outcome

from compliance.engine.outcomes import Outcome, Outcomes, Status, combined

NOT_MET, PARTLY, MET, NA = Outcome
SETS = st.sets(st.sampled_from(Outcome))
SOME = st.sets(st.sampled_from(Outcome), min_size=1)


@given(st.lists(SOME, max_size=5))
def test_a_rule_is_every_choice_from_its_checks(sets: list[set[Outcome]]) -> None:
    expected = {rule_outcome(choice) for choice in product(*sets)}
    assert set(Outcomes.from_bits(combined(Outcomes.of(*s).bits for s in sets))) == expected


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], NA),
        ([NA, NA], NA),
        ([MET, NA], MET),
        ([MET, MET], MET),
        ([NOT_MET, NA, NOT_MET], NOT_MET),
        ([NOT_MET, PARTLY], PARTLY),
        ([NOT_MET, MET], PARTLY),
        ([PARTLY, MET, NA], PARTLY),
        ([PARTLY], PARTLY),
    ],
)
def test_a_rule_on_decided_checks(outcomes: list[Outcome], expected: Outcome) -> None:
    assert list(Outcomes.from_bits(combined(o.bit for o in outcomes))) == [expected]


@pytest.mark.parametrize(
    ("outcomes", "status", "lowest", "highest", "gap", "gap_if"),
    [
        ((), "no test", None, None, False, False),
        ((NA,), "not applicable", None, None, False, False),
        ((MET,), "met", MET, MET, False, False),
        ((PARTLY,), "partly met", PARTLY, PARTLY, True, False),
        ((NOT_MET,), "not met", NOT_MET, NOT_MET, True, False),
        ((NOT_MET, PARTLY), "undetermined", NOT_MET, PARTLY, True, False),
        ((PARTLY, MET), "undetermined", PARTLY, MET, False, False),
        ((PARTLY, NA), "undetermined", PARTLY, PARTLY, False, True),
        ((NOT_MET, MET, NA), "undetermined", NOT_MET, MET, False, False),
        (tuple(Outcome), "undetermined", NOT_MET, MET, False, False),
    ],
)
def test_what_a_set_says(  # noqa: PLR0913, PLR0917 - a column each
    outcomes: tuple[Outcome, ...],
    status: str,
    lowest: Outcome | None,
    highest: Outcome | None,
    gap: bool,
    gap_if: bool,
) -> None:
    found = Outcomes.of(*outcomes)
    assert (found.status, found.lowest, found.highest) == (Status(status), lowest, highest)
    assert (found.is_gap, found.is_gap_if_it_applies) == (gap, gap_if)


@given(SETS, SETS)
def test_sets_are_sets(a: set[Outcome], b: set[Outcome]) -> None:
    one, other = Outcomes.of(*a), Outcomes.of(*b)
    assert set(one) == a
    assert len(one) == len(a)
    assert all((outcome in one) == (outcome in a) for outcome in Outcome)
    assert (one <= other) == (a <= b)
    assert set(one | other) == a | b
    assert (one is other) == (a == b)


def test_members_come_in_the_order_of_the_scale() -> None:
    assert list(Outcomes.of(NA, MET, NOT_MET)) == [NOT_MET, MET, NA]
    assert repr(Outcomes.of(MET, NOT_MET)) == "Outcomes(not met, met)"


@given(SOME)
def test_gaps_are_what_the_words_say(outcomes: set[Outcome]) -> None:
    found = Outcomes.of(*outcomes)
    assert found.is_gap == (not outcomes & {MET, NA})
    assert found.is_gap_if_it_applies == (MET not in outcomes and NA in outcomes != {NA})
