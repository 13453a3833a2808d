"""What a profile's answers, and those of registers, say on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from compliance.accounts import Answer, Profile, Register
from compliance.model import Fact, FactId
from compliance.possible import Possible, possible


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer as it stands on the day of an assessment."""

    answer: Answer
    possible: Possible
    """The values that count: the answer's, and where a register contradicts it, that one's too."""
    last_stated: date | None = None
    """The day of the statement, where the assessment's day is later: "as last stated"."""
    register: Register | None = None
    """The register that it is from; None if it is the profile's own."""
    against: Standing | None = None
    """What a register says instead, where the two cannot both be true."""


def standing(
    profile: Profile,
    facts: Mapping[FactId, Fact],
    day: date,
    registers: Iterable[Register] = (),
) -> dict[FactId, Standing]:
    """The answers that count on ``day``, by fact.

    An answer is a statement at the profile's date: earlier it counts only from its ``since``,
    later it stands until its ``until``. ``registers`` are those that speak of the country: they
    answer what the profile does not. Where one contradicts the profile, both are kept, and all
    that either leaves possible is; which of them is right is not for us to say.
    """
    found: dict[FactId, Standing] = {}
    for fact, dated in profile.answers.items():
        for answer in dated:
            if answer.states_something and _counts(answer, profile.as_of, day):
                last = profile.as_of if day > profile.as_of else None
                found[fact] = Standing(answer, possible(facts[fact], answer), last)
    for fact, told in _told(profile.country, facts, day, registers).items():
        own = found.get(fact)
        if own is None:
            found[fact] = told
        elif not own.possible.fits(told.possible):
            found[fact] = replace(own, possible=own.possible | told.possible, against=told)
    return found


def _told(
    country: str, facts: Mapping[FactId, Fact], day: date, registers: Iterable[Register]
) -> dict[FactId, Standing]:
    """What the registers say of the country on ``day``, the latest of those on one fact."""
    found: dict[FactId, Standing] = {}
    for register in sorted(registers, key=lambda register: register.as_of):
        answer = register.answer(country)
        if answer and _counts(answer, register.as_of, day):
            last = register.last_day if day > register.last_day else None
            values = possible(facts[register.fact], answer)
            found[register.fact] = Standing(answer, values, last, register)
    return found


def first_day(answer: Answer, as_of: date) -> date:
    """The day from which an answer of a profile dated ``as_of`` counts."""
    return answer.since or min(as_of, answer.until or as_of)


def _counts(answer: Answer, as_of: date, day: date) -> bool:
    return first_day(answer, as_of) <= day and (answer.until is None or day <= answer.until)
