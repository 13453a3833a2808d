"""A smallest choice that has a member of each of several sets.

Example: of {a, b}, {b, c}, {d} the smallest choices are {b, d} alone; {a, c, d} is one too many.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

Sets = list[frozenset[str]]


def first_hitting(sets: Iterable[frozenset[str]]) -> tuple[str, ...]:
    """Of the smallest choices with a member of each set, the first by its members in order.

    No set may be empty. Sets that have no member in common with the others are gone through by
    themselves, so the work grows with the largest group that is tied together.
    """
    chosen: list[str] = []
    for tied in _groups(sets):
        rest = _sorted(tied)
        left = _at_least(rest)
        while not _can_hit(rest, left):
            left += 1
        for member in sorted(frozenset().union(*rest)):
            without = [one for one in rest if member not in one]
            if len(without) < len(rest) and _can_hit(without, left - 1):
                chosen.append(member)
                rest, left = without, left - 1
            else:
                rest = _sorted(one - {member} for one in rest)
    return tuple(sorted(chosen))


def _can_hit(sets: Sets, left: int) -> bool:
    """Whether some choice of ``left`` members has one of each set; the sets by their size.

    A member is either chosen, or left out of all that follows.
    """
    if not sets:
        return True
    for member in sorted(sets[0], key=lambda member: -sum(member in one for one in sets)):
        if _at_least(sets) > left:
            return False
        if _can_hit([one for one in sets if member not in one], left - 1):
            return True
        sets = _sorted(one - {member} for one in sets)
    return False


def _at_least(sets: Sets) -> int:
    """How many members are needed at the least: as many as there are sets without a common one."""
    number = 0
    met: frozenset[str] = frozenset()
    for one in sets:
        if not one & met:
            number += 1
            met |= one
    return number


def _sorted(sets: Iterable[frozenset[str]]) -> Sets:
    return sorted(sets, key=len)


def _groups(sets: Iterable[frozenset[str]]) -> Collection[Sets]:
    """The sets in groups that have no member in common with each other."""
    groups: list[tuple[frozenset[str], Sets]] = []
    for one in dict.fromkeys(sets):
        members, own = one, [one]
        for group in [group for group in groups if group[0] & one]:
            groups.remove(group)
            members |= group[0]
            own += group[1]
        groups.append((members, own))
    return [own for _, own in groups]
