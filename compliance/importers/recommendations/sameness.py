"""Whether two accounts of a recommendation that have the same number agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from compliance.errors import Problem
from compliance.importers.recommendations.entry import Recommendation
from compliance.importers.recommendations.states import state_code
from compliance.importers.tables.sheet import shown
from compliance.library.source_texts import folded


def disagreement(
    first: Recommendation, other: Recommendation, fields: Iterable[str] = ("document",)
) -> Problem | None:
    """Why the two cannot be one recommendation: another text, or other ``fields``."""
    if folded(first.text) != folded(other.text):
        what = f"{first.where} has the same number ({first.provision}) and another text"
        return Problem(what, other.where, _side_by_side(first.text, other.text))
    for name in fields:
        one, two = getattr(first, name), getattr(other, name)
        if one and two and one.casefold() != two.casefold():
            what = f"{first.where} has the same recommendation with another {name}"
            return Problem(what, other.where, f"there “{shown(one)}”, here “{shown(two)}”")
    return None


def _side_by_side(one: str, other: str) -> str:
    """The texts from where they part: ``there “… schools to all”, here “… schools to girls”``."""
    texts = folded(one).split(), folded(other).split()
    at = next((n for n, pair in enumerate(zip_longest(*texts)) if pair[0] != pair[1]), 0)
    start = max(at - 3, 0)
    told = [f"{'… ' * (start > 0)}{' '.join(words[start:])}" for words in texts]
    return f"there “{shown(told[0])}”, here “{shown(told[1])}”"


def united(group: Sequence[Recommendation]) -> Recommendation:
    """One of several that agree, with the States of all and the position that any has."""
    states: dict[str | None, str] = {}
    for name in (name for one in group for name in one.recommended_by):
        states.setdefault(state_code(name), name)
    position = next((one.position for one in group if one.position), None)
    return replace(group[0], recommended_by=tuple(states.values()), position=position)


def news(held: Recommendation, told: Recommendation) -> list[str]:
    """What one says of the State's position and of who recommends that the other does not."""
    found = []
    if told.position and told.position.casefold() != (held.position or "").casefold():
        found.append(f"the position “{shown(told.position)}”")
    known = set(map(state_code, held.recommended_by))
    states = [name for name in told.recommended_by if state_code(name) not in known]
    if states:
        found.append(f"{', '.join(states)} among those who recommend it")
    return found
