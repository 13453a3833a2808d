"""What is asked of whom, whatever form the questionnaire takes: workbook, page, or phone.

An order of a user (:class:`Order`) comes to what is asked in each file (:class:`Asked`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from compliance.errors import InputError, Location, Problem, fault
from compliance.library.library import EVERYTHING, Library, Scope
from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import FactId
from compliance.workbook.questionnaire.selection import (
    Question,
    by_lead,
    file_of,
    questions,
    with_gates,
)
from compliance.workbook.questionnaire.words import Words

NO_DAY = date(2000, 1, 1)
"""The day of the file's properties where that of the statement is still to be filled in."""
Division = Literal["", "institution", "topic"]
"""Of what each file is: of the whole, of one institution, of one topic."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What somebody wrote into a questionnaire, and what is wrong with it."""

    typed: Mapping[str, Mapping[str, str]]
    """By key and field."""
    who: Mapping[str, str]
    problems: Sequence[Problem]
    remarks: Sequence[str]
    keys: Mapping[str, tuple[str, str]]
    """Key and field of each cell of the copy (``Questions!F3``)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a questionnaire is made of; ``held`` are the answers that it is filled in with."""

    country: str
    voice: str
    speaker: str
    as_of: date | None
    questions: Sequence[Question]
    profile: str = ""
    held: Mapping[FactId, tuple[Answer, ...]] | None = None
    lead: str = ""
    topic: str = ""
    """The title of the topic, where each has a file of its own."""
    note: str = ""
    listed: Mapping[FactId, Answer] = field(default_factory=dict)
    """What registers say of the country."""
    copy: Copy | None = None
    words: Words = field(default_factory=Words)
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True)
class Order:
    """What a user asks for; what is left out is filled in by those who answer."""

    country: str
    scope: Scope
    voice: str | None = None
    speaker: str | None = None
    as_of: date | None = None
    profile: Profile | None = None
    leads: Mapping[FactId, str] = field(default_factory=dict)
    """The institution that is to answer each question, where that is said."""
    words: Words = field(default_factory=Words)
    """In which language."""


def _check(order: Order) -> None:
    """Raises InputError where the profile is not of this country, or of another voice."""
    profile = order.profile
    if profile is None:
        return
    problems = []
    if profile.country != order.country:
        what = f"`{profile.id}` is a profile of {profile.country}, not of {order.country}"
        problems.append(Problem(what, Location("--from")))
    if order.voice not in (None, profile.voice):
        what = f"`{profile.id}` is by {profile.voice}; its answers are not those of {order.voice}"
        hint = "leave out --from, or --voice"
        problems.append(Problem(what, Location("--from"), hint))
    if problems:
        raise InputError(problems)


def asked_in(
    order: Order, library: Library, target: Path, *, by: Division = ""
) -> dict[Path, Asked]:
    """What is asked in each file; nothing confidential is in it. Raises InputError."""
    _check(order)
    published = order.profile.published() if order.profile else None
    asked = Asked(
        country=order.country,
        voice=order.voice or (published.voice if published else ""),
        speaker=order.speaker or (published.speaker if published else ""),
        as_of=order.as_of or (published.as_of if published else None),
        questions=questions(library, order.country, order.scope, published),
        profile=published.id if published else "",
        held=_held(order, published),
        note=_note(order, published),
        listed=listed_of(library, order.country),
        words=order.words,
        scope=order.scope,
    )
    if by == "institution":
        return _by_institution(asked, target)
    return _by_topic(asked, library, target) if by == "topic" else {target: asked}


def _held(order: Order, profile: Profile | None) -> dict[FactId, tuple[Answer, ...]]:
    """The answers that are held; of a question assigned to an institution at least who it is."""
    held = dict(profile.answers) if profile else {}
    for name, lead in order.leads.items():
        dated = held.get(name, ())
        if not dated:
            held[name] = (Answer(lead=lead),)
        elif not any(answer.lead for answer in dated):
            held[name] = tuple(answer.model_copy(update={"lead": lead}) for answer in dated)
    return held


def listed_of(library: Library, country: str) -> dict[FactId, Answer]:
    """What registers say of a country that is on them; off a list is said of their day alone."""
    told = {one.fact: one.answer(country) for one in library.registers_of(country)}
    return {name: answer for name, answer in told.items() if answer and not answer.until}


def _note(order: Order, profile: Profile | None) -> str:
    """What the profile says of the whole; of another day it says nothing of the new answers."""
    is_of_the_day = profile is not None and order.as_of in (None, profile.as_of)
    return (profile.note or "") if profile and is_of_the_day else ""


def _by_institution(asked: Asked, target: Path) -> dict[Path, Asked]:
    groups = by_lead(asked.questions, asked.held or {})
    if not any(groups):
        hint = (
            'assign topics with --assign "Work=Ministry of Labour", or name `lead` in the profile '
            "that you give with --from"
        )
        raise fault("no question has a lead institution", Location("--by-lead"), hint)
    found: dict[Path, Asked] = {}
    for lead, own in groups.items():
        path = file_of(target, lead, found)
        of = lead or asked.words.language("questionnaire.all_others")
        found[path] = replace(asked, questions=own, lead=of)
    return found


def _by_topic(asked: Asked, library: Library, target: Path) -> dict[Path, Asked]:
    """A file a topic, with the questions that decide whether its own arise."""
    found: dict[Path, Asked] = {}
    wanted_topics = set(asked.scope.topics)
    for topic in dict.fromkeys(one.fact.topic for one in asked.questions):
        if wanted_topics and topic not in wanted_topics:
            continue  # these questions only decide whether others arise
        own = {one.fact.id for one in asked.questions if one.fact.topic == topic}
        wanted = with_gates(own, library.facts)
        title = asked.words.language.topic(topic, library.topics.get(topic, topic))
        path = file_of(target, title, found)
        questions_ = [one for one in asked.questions if one.fact.id in wanted]
        found[path] = replace(asked, questions=questions_, topic=title)
    return found
