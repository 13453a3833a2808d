"""What a profile's answers, and those of registers, say on a given day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import reduce

from compliance.countries import country_name
from compliance.errors import fault
from compliance.model.profiles import OTHERS, Answer, Profile, Register, counts
from compliance.model.rulebook import Fact, FactId, Voice
from compliance.model.value_sets import ValueSet, are_contested, either, value_set


@dataclass(frozen=True, slots=True)
class EffectiveAnswer:
    """An answer as it stands on the day of an assessment."""

    answer: Answer
    possible: ValueSet
    """The values that count: the answer's, and where a register contradicts it, that one's too."""
    last_stated: date | None = None
    """The day of the statement, where the assessment's day is later: "as last stated"."""
    stated_on: date | None = None
    """The day of the statement, whatever day is assessed."""
    register: Register | None = None
    """The register that it is from; None if it is the profile's own."""
    contradicted_by: EffectiveAnswer | None = None
    """What a register says instead, where the two cannot both be true."""
    account: Profile | None = None
    """Whose answer it is, where several accounts are held together."""
    others: tuple[EffectiveAnswer, ...] = ()
    """What other accounts answer, where several are held together."""
    is_contested: bool = False
    """Whether what was said cannot all be true."""

    def all_sources(self) -> Iterator[EffectiveAnswer]:
        """The answer itself, then what registers and other accounts say of the same."""
        yield self
        if self.contradicted_by:
            yield from self.contradicted_by.all_sources()
        for other in self.others:
            yield from other.all_sources()


def stated(
    profile: Profile, facts: Mapping[FactId, Fact], day: date
) -> dict[FactId, EffectiveAnswer]:
    """The profile's own answers that count on ``day``, by fact, whatever registers say."""
    last = profile.as_of if day > profile.as_of else None
    return {
        fact: EffectiveAnswer(answer, value_set(facts[fact], answer), last, profile.as_of)
        for fact, answer in profile.on(day).items()
    }


def beside_registers(
    own: Mapping[FactId, EffectiveAnswer], told: Mapping[FactId, EffectiveAnswer]
) -> dict[FactId, EffectiveAnswer]:
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
            found[fact] = replace(
                answer, possible=either, contradicted_by=listed, is_contested=True
            )
    return found


def told_by_registers(
    country: str, facts: Mapping[FactId, Fact], day: date, registers: Iterable[Register]
) -> dict[FactId, EffectiveAnswer]:
    """What the registers say of the country on ``day``, the latest of those on one fact."""
    found: dict[FactId, EffectiveAnswer] = {}
    for register in sorted(registers, key=lambda register: register.as_of):
        answer = register.answer(country)
        if answer and counts(answer, register.as_of, day):
            last = register.last_day if day > register.last_day else None
            values = value_set(facts[register.fact], answer)
            found[register.fact] = EffectiveAnswer(
                answer, values, last, register.last_day, register
            )
    return found


Members = tuple[tuple[str, frozenset[bool]], ...]
"""What is said of the members of a list, as :class:`ValueSet` has it."""

TOGETHER = "several voices together"
"""The voice of accounts that are held together; no single account has it."""


class EvidenceStandard(StrEnum):
    """How well an answer must be shown in order to count; below it, it counts as open."""

    ANY = "any"
    """It is claimed."""
    CITED = "cited"
    """It is documented: evidence is named, whoever is speaking there."""
    INDEPENDENT = "independent"
    """Another voice than the account's says so, wherever it is printed; registers do."""


@dataclass(frozen=True)
class Basis:
    """One account, or several of one State held together, under a standard of evidence."""

    accounts: tuple[Profile, ...]
    standard: EvidenceStandard = EvidenceStandard.ANY

    @classmethod
    def together(
        cls, accounts: Sequence[Profile], standard: EvidenceStandard = EvidenceStandard.ANY
    ) -> Basis:
        """Several accounts held together. Raises InputError where they are of several States."""
        require_one_country(accounts)
        if len(accounts) < 2:
            hint = "name another account of the same country, or leave out --together"
            raise fault("there is only one account to hold together", hint=hint)
        return cls(tuple(accounts), standard)

    @property
    def is_joint(self) -> bool:
        """Whether several accounts are held together."""
        return len(self.accounts) > 1

    @property
    def profile(self) -> Profile:
        """The account; of several a face that names them all and answers nothing itself.

        It is dated by the latest of them.
        """
        first = self.accounts[0]
        if not self.is_joint:
            return first
        names = [f"{one.speaker} ({one.as_of})" for one in self.accounts]
        return first.model_copy(
            update={
                "id": "+".join(one.id for one in self.accounts),
                "voice": TOGETHER,
                "speaker": f"{len(names)} accounts held together: {'; '.join(names)}",
                "as_of": max(one.as_of for one in self.accounts),
                "note": None,
                "answers": {},
            }
        )

    def published(self) -> Basis:
        """The same as others may see it; see :meth:`Profile.published`."""
        accounts = tuple(one.published() for one in self.accounts)
        same = all(one is own for one, own in zip(accounts, self.accounts, strict=True))
        return self if same else replace(self, accounts=accounts)

    @property
    def has_withheld(self) -> bool:
        """Whether an account has answers that are not published; never how many, or which."""
        return any(one.has_withheld for one in self.accounts)

    def unpublished(self) -> int:
        """How many answers are not to be published."""
        return sum(one.unpublished() for one in self.accounts)

    def answers(
        self, facts: Mapping[FactId, Fact], day: date, registers: Iterable[Register] = ()
    ) -> dict[FactId, EffectiveAnswer]:
        """The answers that count on ``day`` and are shown well enough, by fact.

        Registers answer what is open then. Of accounts held together each answer of any counts,
        but for what its speaker has answered anew since. A question of which a published account
        withholds its answer is open.
        """
        told = told_by_registers(self.accounts[0].country, facts, day, registers)
        if not self.is_joint and self.standard is EvidenceStandard.ANY:
            held = stated(self.accounts[0], facts, day)
        else:
            held = self._held(facts, day)
        found = beside_registers(held, told)
        for fact in self._withheld(day):
            found.pop(fact, None)
        return found

    def _held(self, facts: Mapping[FactId, Fact], day: date) -> dict[FactId, EffectiveAnswer]:
        """What the accounts answer on ``day`` that is shown well enough, by fact."""
        said: dict[FactId, list[EffectiveAnswer]] = {}
        for account in self.accounts:
            for fact, own in stated(account, facts, day).items():
                one = replace(own, account=account) if self.is_joint else own
                said.setdefault(fact, []).append(one)
        held: dict[FactId, EffectiveAnswer] = {}
        for fact, told_of in said.items():
            sides = list(_still_said(told_of)) if self.is_joint else told_of
            shown = [one for side in sides for one in self._as_shown(side, sides)]
            if shown:
                held[fact] = _held(shown) if self.is_joint else shown[0]
        return held

    def _withheld(self, day: date) -> Iterator[FactId]:
        """The questions whose answer is not published, but for those its speaker answered since."""
        for account in self.accounts:
            for fact, answers in account.withheld.items():
                since = [
                    answer
                    for later in self.accounts
                    if is_later(later, account)
                    for answer in later.answers.get(fact, ())
                    if counts(answer, later.as_of, day)
                ]
                members = frozenset(name for answer in since for name in answer.members)
                if any(
                    one.counts(day)
                    and not (since and (one.members <= members or OTHERS in members))
                    for one in answers
                ):
                    yield fact

    def _as_shown(
        self, side: EffectiveAnswer, sides: Sequence[EffectiveAnswer]
    ) -> Iterator[EffectiveAnswer]:
        """An answer, of a list what it says of those members that are shown well enough."""
        members = side.possible.members
        if self.standard is EvidenceStandard.ANY:
            yield side
        elif members:
            kept = tuple(
                (name, said)
                for name, said in members
                if self._is_shown(side, [o for o in sides if o.possible.member(name) == said], name)
            )
            yield from _with_only(kept, side)
        elif self._is_shown(side, [o for o in sides if o.possible == side.possible]):
            yield side

    def _is_shown(
        self, side: EffectiveAnswer, same: Iterable[EffectiveAnswer], member: str | None = None
    ) -> bool:
        """Whether it, or a member of it, reaches the standard.

        Who answers the ``same`` speaks for it as well.
        """
        evidence = [told for other in same for told in other.answer.evidence_for(member)]
        if self.standard is EvidenceStandard.CITED:
            return bool(evidence)
        speaker = side.account or self.accounts[0]
        return any(is_another(told.said_by, speaker.voice) for told in evidence)


_TOLD_BY_THE_UNITED_NATIONS = ("treaty body", "special procedure")


def is_another(said_by: Voice, voice: str) -> bool:
    """Whether what one voice says confirms an account of another.

    What the Secretary-General or OHCHR tells of a treaty body or a special procedure is no second
    voice: the United Nations report on the work of their own bodies.
    """
    tells_of_its_own = said_by == "united nations" and voice in _TOLD_BY_THE_UNITED_NATIONS
    return said_by != voice and not tells_of_its_own


def require_one_country(accounts: Sequence[Profile]) -> None:
    """Raises InputError where the accounts are of several States."""
    countries = dict.fromkeys(account.country for account in accounts)
    if len(countries) > 1:
        named = [
            f"{country_name(code)} ({', '.join(a.id for a in accounts if a.country == code)})"
            for code in countries
        ]
        hint = "name accounts of one country; `compliance matrix` shows several side by side"
        raise fault(f"these are accounts of different countries: {'; '.join(named)}", hint=hint)


def is_one_speaker(one: Profile, other: Profile) -> bool:
    """Whether one speaker gave both accounts; two of the same voice are two."""
    return (one.country, one.voice, one.speaker) == (other.country, other.voice, other.speaker)


def is_later(one: Profile, other: Profile) -> bool:
    """Whether the speaker of ``other`` speaks again in ``one``, later."""
    return is_one_speaker(one, other) and one.as_of > other.as_of


def _still_said(sides: Sequence[EffectiveAnswer]) -> Iterator[EffectiveAnswer]:
    """The answers of several accounts to one question, but for what a speaker answered anew.

    Who says otherwise a year later contradicts nobody: things, or the answer, have changed. Who
    says the same again has both to show. In a list what was said earlier of a member stands where
    the later answer leaves it out.
    """
    for side in sides:
        later = [o.possible for o in sides if is_later(_speaker(o), _speaker(side))]
        if side.possible.members is not None:
            members = side.possible.members
            left = tuple(
                (n, said) for n, said in members if all(said <= o.member(n) for o in later)
            )
            yield from _with_only(left, side)
        elif all(other == side.possible for other in later):
            yield side


def _with_only(members: Members, side: EffectiveAnswer) -> Iterator[EffectiveAnswer]:
    """A side of which only what it says of these members stands, and is told; nothing if none."""
    if members == side.possible.members:
        yield side
    elif members:
        value = {name: "yes" if True in said else "no" for name, said in members}
        answer = side.answer.with_only(value)
        yield replace(side, answer=answer, possible=ValueSet(members=members))


def _speaker(side: EffectiveAnswer) -> Profile:
    assert side.account is not None
    return side.account


def _held(sides: Sequence[EffectiveAnswer]) -> EffectiveAnswer:
    """One standing for what several accounts answer: whatever any of them leaves possible."""
    first, *rest = sides
    values = [side.possible for side in sides]
    return replace(
        first,
        possible=reduce(either, values),
        others=tuple(rest),
        is_contested=are_contested(values),
    )
