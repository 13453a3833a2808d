"""Merging cell by cell, three ways: whatever was written, in whatever order it is put together."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from compliance.workbook.merging import Copy, Merged, Place, Written, alike, merge

GATHERING = ("comment",)
TEXTS = ("agree", "Agree", " agree ", "disagree", "\u200edis\u00a0agree", "(clear)")
PLACES = tuple(
    Place(sheet, key, field)
    for sheet in ("Gaps", "Findings")
    for key in ("a 1", "b 2")
    for field in ("opinion", "comment")
)
entries = st.builds(
    Written,
    st.sampled_from(["Ana", "Ben", "Cleo"]),
    st.sampled_from(TEXTS),
    st.sampled_from(["ana.xlsx", "ben.xlsx"]),
)
saids = st.dictionaries(
    st.sampled_from(PLACES), st.frozensets(entries, min_size=1, max_size=2), max_size=8
)
copies = st.builds(Copy, saids)
bases = st.dictionaries(st.sampled_from(PLACES), st.sampled_from(["", "agree", "partly"]))


def entry(author: str, value: str) -> Written:
    return Written(author, value, f"{author}.xlsx")


def of(*values: tuple[str, str], base: str = "", field: str = "opinion") -> Merged:
    """What becomes of one cell in which each author wrote the value."""
    place = Place("Gaps", "p r", field)
    made = [Copy({place: frozenset([entry(*value)])}) for value in values]
    return merge({place: base}, made, GATHERING)[place]


def as_copy(merged: Mapping[Place, Merged]) -> Copy:
    """What was merged, as a copy that can be merged with others."""
    return Copy({place: frozenset(cell.entries) for place, cell in merged.items() if cell.entries})


def outcome(merged: Mapping[Place, Merged]) -> dict[Place, tuple[object, ...]]:
    return {place: (cell.values, cell.is_conflict, cell.entries) for place, cell in merged.items()}


def test_one_change_is_the_value() -> None:
    assert of(("Ana", "agree")).value == "agree"
    assert of(("Ana", "agree"), base="disagree").value == "agree"


def test_the_same_change_twice_is_one_and_has_both_authors() -> None:
    cell = of(("Ana", "agree"), ("Ben", "Agree\u200f "))
    assert (cell.value, cell.is_conflict, cell.authors) == ("Agree\u200f ", False, ("Ana", "Ben"))


def test_two_changes_that_differ_are_a_conflict_and_leave_the_cell_open() -> None:
    cell = of(("Ana", "agree"), ("Ben", "disagree"))
    assert (cell.value, cell.is_conflict) == (None, True)
    assert cell.values == ("agree", "disagree")
    assert [(e.author, e.value) for e in cell.entries] == [("Ana", "agree"), ("Ben", "disagree")]


def test_a_change_wins_over_what_was_left_as_exported() -> None:
    cell = of(("Ana", "agree"), ("Ben", "disagree"), base="Disagree")
    assert (cell.value, cell.authors) == ("agree", ("Ana",))


def test_a_cell_cleared_on_purpose_is_a_change_and_against_another_a_conflict() -> None:
    assert of(("Ana", "(clear)"), base="agree").value == "(clear)"
    assert of(("Ana", "(clear)"), ("Ben", "disagree"), base="agree").is_conflict


def test_comments_stand_side_by_side() -> None:
    cell = of(("Ana", "See art. 5"), ("Ben", "Repealed"), field="comment")
    assert (cell.is_conflict, cell.values) == (False, ("Repealed", "See art. 5"))


def test_what_somebody_settled_is_no_conflict_again() -> None:
    place = Place("Gaps", "p r", "opinion")
    ana, ben, chair = entry("Ana", "agree"), entry("Ben", "disagree"), entry("Chair", "cannot tell")
    one, two = (Copy({place: frozenset([said])}) for said in (ana, ben))
    decided = Copy({place: frozenset([chair])}, {place: frozenset([ana, ben])})
    assert merge({}, [one, two, decided])[place].value == "cannot tell"
    assert merge({}, [decided])[place].value == "cannot tell"
    assert merge({}, [one, two, decided])[place].is_decided
    assert merge({}, [one, two, decided])[place].settled == (ana, ben)
    assert not merge({}, [one, two])[place].is_decided
    new = Copy({place: frozenset([entry("Dora", "agree")])})
    assert merge({}, [one, two, decided, new])[place].is_conflict


@given(
    bases, st.lists(copies, max_size=4).flatmap(lambda c: st.tuples(st.just(c), st.permutations(c)))
)
def test_the_order_of_the_copies_does_not_matter(
    base: dict[Place, str], pair: tuple[list[Copy], list[Copy]]
) -> None:
    one, other = (outcome(merge(base, made, GATHERING)) for made in pair)
    assert one == other
    assert list(one) == list(other)


@given(bases, st.lists(copies, min_size=1, max_size=3))
def test_merging_again_changes_nothing(base: dict[Place, str], made: list[Copy]) -> None:
    once = merge(base, made, GATHERING)
    assert outcome(merge(base, [*made, *made], GATHERING)) == outcome(once)
    again = merge(base, [as_copy(once)], GATHERING)
    kept = {place: found for place, found in outcome(once).items() if found[2] or place in base}
    assert {p: f for p, f in outcome(again).items() if f[2] or p in base} == kept


@given(bases, copies, copies, copies)
def test_it_is_all_one_whether_copies_come_together_or_one_by_one(
    base: dict[Place, str], one: Copy, two: Copy, three: Copy
) -> None:
    together = merge(base, [one, two, three], GATHERING)
    by_and_by = merge(base, [as_copy(merge(base, [one, two], GATHERING)), three], GATHERING)
    changed = {place for place, cell in together.items() if cell.entries}
    assert changed == {place for place, cell in by_and_by.items() if cell.entries}
    assert all(by_and_by[place] == together[place] for place in changed)


@given(bases, st.lists(copies, max_size=3))
def test_no_cell_and_no_change_is_lost(base: dict[Place, str], made: list[Copy]) -> None:
    merged = merge(base, made, GATHERING)
    assert set(merged) == set(base).union(*(copy.said for copy in made))
    for copy in made:
        for place, said in copy.said.items():
            for one in said:
                if alike(one.value) == alike(base.get(place, "")):
                    continue
                assert one in merged[place].entries
                assert alike(one.value) in map(alike, merged[place].values)


@given(bases, st.lists(copies, max_size=3))
def test_a_cell_that_nobody_changed_is_as_exported(
    base: dict[Place, str], made: list[Copy]
) -> None:
    for place, cell in merge(base, made, GATHERING).items():
        before = base.get(place, "")
        said = [one.value for copy in made for one in copy.said.get(place, ())]
        if all(alike(value) == alike(before) for value in said):
            assert (cell.value, cell.is_conflict) == (before, False)


@given(bases, copies)
def test_one_copy_with_one_voice_a_cell_is_never_in_conflict(
    base: dict[Place, str], copy: Copy
) -> None:
    alone = Copy({place: frozenset(sorted(said)[:1]) for place, said in copy.said.items()})
    assert not any(cell.is_conflict for cell in merge(base, [alone], GATHERING).values())
