"""What several answers to one question leave possible: if any of them is right, or all are."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.possible import ANYTHING, Possible


def either(one: Possible, other: Possible) -> Possible:
    """What is possible if either of two speakers may be right about what both answer.

    In a list each member is a question of its own, and one that only one of them answers is as
    that one says: the other is silent on it, and silence contests nothing.
    """
    if one.members is None or other.members is None:
        return one | other
    said, also = dict(one.members), dict(other.members)
    names = dict.fromkeys((*said, *also))
    return Possible(
        members=tuple((n, said.get(n, frozenset()) | also.get(n, frozenset())) for n in names)
    )


def common(one: Possible | None, other: Possible) -> Possible | None:
    """What is possible if both of two speakers are right; None where they cannot be.

    None for ``one`` stands for answers that could not all be true already.
    """
    if one is None or not one.fits(other):
        return None
    if one.values is not None and other.values is not None:
        return Possible(values=one.values & other.values)
    if one.ranges is not None and other.ranges is not None:
        shared = [a.shared(b) for a in one.ranges for b in other.ranges if a.overlaps(b)]
        return Possible(ranges=tuple(dict.fromkeys(shared)))
    if one.members is not None and other.members is not None:
        names = dict.fromkeys(name for name, _ in (*one.members, *other.members))
        return Possible(members=tuple((n, one.member(n) & other.member(n)) for n in names))
    return other if one == ANYTHING else one


def are_contested(values: Sequence[Possible]) -> bool:
    """Whether several answers to one question cannot all be true."""
    shared: Possible | None = ANYTHING
    for value in values:
        shared = common(shared, value)
    return shared is None
