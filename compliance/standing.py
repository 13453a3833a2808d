"""What a profile's answers, and those of registers, say on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    account: Profile | None = None
    """Whose answer it is, where several accounts are held together."""
    others: tuple[Standing, ...] = ()
    """What other accounts answer, where several are held together."""
    is_contested: bool = False
    """Whether what was said cannot all be true."""

    def sides(self) -> Iterator[Standing]:
        """The answer itself, then what registers and other accounts say of the same."""
        yield self
        if self.against:
            yield from self.against.sides()
        for other in self.others:
            yield from other.sides()


def stated(profile: Profile, facts: Mapping[FactId, Fact], day: date) -> dict[FactId, Standing]:
    """The profile's own answers that count on ``day``, by fact, whatever registers say.

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


def beside_registers(
    own: Mapping[FactId, Standing], told: Mapping[FactId, Standing]
) -> dict[FactId, Standing]:
    """Answers, what registers say where they are silent, and both where the two contradict.

    Then all that either leaves possible counts; which of them is right is not for us to say.
    """
    found = dict(own)
    for fact, listed in told.items():
        answer = found.get(fact)
        if answer is None:
            found[fact] = listed
        elif not answer.possible.fits(listed.possible):
            either = answer.possible | listed.possible
            found[fact] = replace(answer, possible=either, against=listed, is_contested=True)
    return found


def told_by_registers(
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
