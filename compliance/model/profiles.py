"""What speakers and registers say of States: profiles, registers, and the answers in them.

What the words mean stands in docs/vocabulary.md, how the files are written in docs/files.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, NamedTuple, TypeGuard

from pydantic import BeforeValidator, Field, PrivateAttr

from compliance.model.rulebook import Country, FactId, Model, OneOrMany, Voice, Words
from compliance.model.scalars import BUNDLED, ByPlace, Day, YesNo

OTHERS = "others"
"""The word of an answer to a list for all the members that it does not name."""
ON_FILE = "on file with the speaker"
"""What is published of a source that is not to be named."""


class Evidence(Model):
    """Where an answer is written down, and who is speaking there."""

    document: Words  # symbol or title
    said_by: Voice  # whose words, not who publishes them
    place: Words | None = None  # page or paragraph
    quote: Words | None = None  # word for word
    public: YesNo = True  # if not: the answer is published, and the source is on file
    members: Annotated[tuple[str, ...], OneOrMany] = ()
    """The members of a list of which it speaks; without any, all that the answer names."""

    @property
    def source(self) -> str:
        """``A/66/253, para. 3``; of what is published perhaps ``on file with the speaker``."""
        return f"{self.document}, {self.place}" if self.place else self.document

    def published(self) -> Evidence:
        """The same where it is public, else that it is on file; who is speaking stays."""
        if self.public or self.document == ON_FILE:
            return self
        told = {"said_by": self.said_by, "members": self.members}
        return Evidence(document=ON_FILE, public=False, **told)

    def of(self, members: Collection[str]) -> Evidence:
        """The same, speaking of these members."""
        return self.model_copy(update={"members": tuple(members)})


def of_members(
    told: Iterable[tuple[Evidence, Collection[str]]], members: Collection[str]
) -> tuple[Evidence, ...]:
    """Each piece of evidence once, with those of the ``members`` of which it speaks.

    One that speaks of all of them names none; one that speaks of none is left out.
    """
    found: dict[Evidence, set[str]] = {}
    for evidence, own in told:
        found.setdefault(evidence.of(()), set()).update(own)
    return tuple(
        evidence.of(() if own.issuperset(members) else [name for name in members if name in own])
        for evidence, own in found.items()
        if own.intersection(members)
    )


class Answer(Model):
    """What a profile says about a fact from one day to another.

    Exactly one of ``value``, ``one of``, ``not``, ``at least``/``at most``, or none of them
    and a note, or the institution that is to answer. ``since`` and ``until`` are the first and
    the last day on which it held.
    """

    value: str | dict[str, str] | None = None
    one_of: Annotated[tuple[str, ...], OneOrMany] | None = Field(None, alias="one of", min_length=1)
    not_: Annotated[tuple[str, ...], OneOrMany] | None = Field(None, alias="not", min_length=1)
    at_least: str | None = Field(None, alias="at least")
    at_most: str | None = Field(None, alias="at most")
    since: Day | None = None
    until: Day | None = None
    evidence: tuple[Evidence, ...] = ()
    note: Words | None = None
    lead: Words | None = None  # the institution that answers for it
    public: YesNo = True  # if not: counts on the terminal; published, its question is open

    def published(self) -> Answer:
        """The same with sources on file in place of those that are not public."""
        if all(one.published() is one for one in self.evidence):
            return self
        evidence = tuple(dict.fromkeys(one.published() for one in self.evidence))
        return self.model_copy(update={"evidence": evidence})

    @property
    def members(self) -> tuple[str, ...]:
        """The members of a list of which it speaks, ``others`` among them; else none."""
        return tuple(self.value) if isinstance(self.value, dict) else ()

    def evidence_for(self, member: str | None = None) -> tuple[Evidence, ...]:
        """The evidence of the answer; of a list what speaks of a member, perhaps among others."""
        own = member if member is None or member in self.members else OTHERS
        return tuple(one for one in self.evidence if not one.members or own in one.members)

    def evidence_by_part(self) -> tuple[tuple[Evidence, ...], ...]:
        """The evidence for each member that it names; of another answer all of it."""
        return tuple(map(self.evidence_for, self.members)) or (self.evidence,)

    def with_only(self, value: Mapping[str, str]) -> Answer:
        """What it says of these members alone, with what speaks of them."""
        evidence = of_members(
            ((one, [name]) for name in value for one in self.evidence_for(name)), value
        )
        return self.model_copy(update={"value": dict(value), "evidence": evidence})

    def stated_values(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Each value that it states, with the keys under which it is written; no members."""
        single = {"value": self.value, "at least": self.at_least, "at most": self.at_most}
        for key, value in single.items():
            if isinstance(value, str):
                yield (key,), value
        for key, values in {"one of": self.one_of, "not": self.not_}.items():
            for number, value in enumerate(values or ()):
                yield (key, number), value

    @property
    def states_something(self) -> bool:
        """Whether it says anything about the fact, or carries a note alone."""
        return not (
            self.value is None
            and self.one_of is None
            and self.not_ is None
            and self.at_least is None
            and self.at_most is None
        )


def _one_answer_or_dated_list(value: object) -> object:
    plain = [text for text in (value if isinstance(value, list) else [value]) if _is_text(text)]
    if plain:
        several = f"; what may be one of several, as `one of: [{', '.join(plain)}]`"
        hint = f"an answer is written as `value: {plain[0] or '…'}`"
        raise ValueError(hint + several * (len(plain) > 1))
    return [value] if isinstance(value, Mapping) else value


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str)


def first_day(answer: Answer, as_of: date) -> date:
    """The day from which an answer of a profile dated ``as_of`` counts."""
    return answer.since or min(as_of, answer.until or as_of)


def counts(answer: Answer, as_of: date, day: date) -> bool:
    """Whether an answer of a profile dated ``as_of`` counts on ``day``; a note alone never does."""
    until = answer.until
    within = first_day(answer, as_of) <= day and (until is None or day <= until)
    return within and answer.states_something


class Withheld(NamedTuple):
    """That there is an answer which is not public: from when to when, and of which members."""

    first: date
    until: date | None
    members: frozenset[str]

    def counts(self, day: date) -> bool:
        """Whether the answer counts on ``day``."""
        return self.first <= day and (self.until is None or day <= self.until)


class Profile(Model):
    """A country's answers as one speaker gave them at a date."""

    id: ByPlace  # the file's stem
    country: Country  # ISO 3166 alpha-3
    voice: Voice  # the kind of speaker
    speaker: Words
    as_of: Day  # the day of the statement
    note: Words | None = None
    answers: dict[
        FactId,
        Annotated[
            tuple[Answer, ...],
            BeforeValidator(
                _one_answer_or_dated_list, json_schema_input_type=Answer | tuple[Answer, ...]
            ),
            Field(min_length=1),
        ],
    ] = Field(default_factory=dict)
    layer: ByPlace = BUNDLED

    _withheld: Mapping[FactId, tuple[Withheld, ...]] = PrivateAttr(default_factory=dict)
    _is_part: bool = PrivateAttr(False)

    @property
    def is_part(self) -> bool:
        """Whether its file has more answers, which could not be read."""
        return self._is_part

    def as_part(self) -> Profile:
        """The same, of a file that could be read in part alone."""
        found = self.model_copy()
        found._is_part = True
        return found

    @property
    def withheld(self) -> Mapping[FactId, tuple[Withheld, ...]]:
        """Of a published profile: to which questions an answer was left out, and no more of it.

        For assessing alone: no report shows it. Empty where the profile is as its speaker has it.
        """
        return self._withheld

    @property
    def has_withheld(self) -> bool:
        """Whether there are answers that are not public, or were before it was published."""
        return bool(self._withheld) or any(
            _withheld(dated, self.as_of) for dated in self.answers.values()
        )

    def published(self) -> Profile:
        """The same profile as others may see it.

        Without the answers marked ``public: no``, whose questions are then open, whatever
        registers, older answers or other accounts say; and with sources marked so on file.
        """
        kept = {
            fact: tuple(answer.published() for answer in dated if answer.public)
            for fact, dated in self.answers.items()
        }
        if kept == self.answers:
            return self
        left_out = {fact: _withheld(dated, self.as_of) for fact, dated in self.answers.items()}
        found = self.model_copy(update={"answers": {f: d for f, d in kept.items() if d}})
        found._withheld = {**self._withheld, **{f: told for f, told in left_out.items() if told}}
        return found

    def on(self, day: date) -> dict[FactId, Answer]:
        """The answers that count on ``day``, by fact.

        An answer is a statement at the profile's date: earlier it counts only from its ``since``,
        later it stands until its ``until``.
        """
        return {
            fact: answer
            for fact, dated in self.answers.items()
            for answer in dated
            if counts(answer, self.as_of, day)
        }

    def answered(self) -> int:
        """How many facts the profile answers; a note alone is no answer."""
        return sum(any(a.states_something for a in dated) for dated in self.answers.values())

    def unpublished(self) -> int:
        """How many facts have an answer that is not to be published."""
        return sum(any(not a.public for a in dated) for dated in self.answers.values())


def _withheld(dated: Iterable[Answer], as_of: date) -> tuple[Withheld, ...]:
    """What must be known of answers that are not public so that nothing else answers for them."""
    return tuple(
        Withheld(first_day(answer, as_of), answer.until, frozenset(answer.members))
        for answer in dated
        if answer.states_something and not answer.public
    )


class Entry(Model):
    """A State that a register lists."""

    country: Country
    name: Words  # as the document writes it
    since: Day | None = None  # from when what the register says is so of it


class Register(Model):
    """A dated, authoritative list that answers one fact for every Member of the United Nations."""

    id: ByPlace  # the file's stem
    fact: FactId
    title: Words
    listed: Words | None = None  # of a State that is listed; without it, the entry's ``since``
    not_listed: tuple[Words, ...] = ()  # what may be so of a Member that is not
    as_of: Day  # the first of the register's own days
    until: Day | None = None  # the last of them; without it there is one
    evidence: Evidence
    note: Words | None = None
    members: Annotated[tuple[Entry, ...], Field(min_length=1)]
    layer: ByPlace = BUNDLED

    @cached_property
    def by_country(self) -> Mapping[str, Entry]:
        """The States listed, by their codes."""
        return {entry.country: entry for entry in self.members}

    @property
    def last_day(self) -> Day:
        """The last of the register's own days: after it, what it says is as last stated."""
        return self.until or self.as_of

    def answer(self, country: str) -> Answer | None:
        """What the register says of a Member of the United Nations; None where it says nothing.

        That a State is not listed is said at the register's own days only.
        """
        entry = self.by_country.get(country)
        told = {"note": self.note}
        if entry:
            quoted = self.evidence.model_copy(update={"quote": entry.name})
            since = entry.since or self.as_of
            value = self.listed or since.isoformat()
            return Answer(value=value, since=since, evidence=(quoted,), **told)
        if not self.not_listed:
            return None
        days = {"since": self.as_of, "until": self.last_day}
        return Answer(one_of=self.not_listed, **days, evidence=(self.evidence,), **told)
