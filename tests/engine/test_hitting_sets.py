"""A smallest choice with a member of each set, held against trying every choice."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from support.effort import times_as_long

from compliance.engine.hitting_sets import first_hitting

SETS = st.lists(st.frozensets(st.sampled_from("abcdefg"), min_size=1, max_size=4), max_size=10)


@settings(max_examples=300)
@given(SETS)
def test_it_is_the_first_of_the_smallest(sets: list[frozenset[str]]) -> None:
    choices = (c for size in range(8) for c in combinations("abcdefg", size))
    assert first_hitting(sets) == next(c for c in choices if all(one & set(c) for one in sets))


def test_sets_with_nothing_in_common_take_no_longer_together_than_one_by_one() -> None:
    """Of n pairs there are 2**n smallest choices: they are not gone through."""

    def pairs(number: int) -> list[frozenset[str]]:
        return [frozenset({f"a{n:03}", f"b{n:03}"}) for n in range(number)]

    assert first_hitting(pairs(200)) == tuple(f"a{n:03}" for n in range(200))
    assert times_as_long(lambda: first_hitting(pairs(200)), lambda: first_hitting(pairs(50))) < 40


def test_sets_that_are_tied_together_are_cut_short() -> None:
    """A ring of 40: every second member."""
    ring = [frozenset({f"m{n:02}", f"m{(n + 1) % 40:02}"}) for n in range(40)]
    assert first_hitting(ring) == tuple(f"m{n:02}" for n in range(0, 40, 2))
