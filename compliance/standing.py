"""What a profile's answers say on a given day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from compliance.model import Answer, Fact, FactId, Profile
from compliance.possible import Possible, possible


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer as it stands on the day of an assessment."""

    answer: Answer
    possible: Possible
    last_stated: date | None = None
    """The profile's date, where the assessment's day is later: the answer is "as last stated"."""


def standing(profile: Profile, facts: Mapping[FactId, Fact], day: date) -> dict[FactId, Standing]:
    """The answers that count on ``day``, by fact.

    An answer is a statement at the profile's date: earlier it counts only from its ``since``,
    later it stands until its ``until``.
    """
    found: dict[FactId, Standing] = {}
    for fact, dated in profile.answers.items():
        for answer in dated:
            if answer.states_something and _counts(answer, profile.as_of, day):
                last = profile.as_of if day > profile.as_of else None
                found[fact] = Standing(answer, possible(facts[fact], answer), last)
    return found


def first_day(answer: Answer, as_of: date) -> date:
    """The day from which an answer of a profile dated ``as_of`` counts."""
    return answer.since or min(as_of, answer.until or as_of)


def _counts(answer: Answer, as_of: date, day: date) -> bool:
    return first_day(answer, as_of) <= day and (answer.until is None or day <= answer.until)
