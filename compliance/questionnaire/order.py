"""What a user asks for, and the questionnaires that it comes to: for all, or one an institution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from compliance.errors import InputError, Location, Problem, fault
from compliance.library.library import EVERYTHING, Library, Scope
from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import FactId
from compliance.questionnaire.selection import Question, by_lead, file_of, questions


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
    note: str = ""
    listed: Mapping[FactId, Answer] = field(default_factory=dict)
    """What registers say of the country."""
    scope: Scope = EVERYTHING


def check_order(order: Order) -> None:
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


def questionnaires(
    order: Order, library: Library, target: Path, *, divided: bool
) -> dict[Path, Asked]:
    """The questionnaires by file; ``divided``, one an institution. Raises InputError.

    Nothing that is confidential is in them.
    """
    check_order(order)
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
        listed=listed(library, order.country),
        scope=order.scope,
    )
    return _divided(asked, target) if divided else {target: asked}


def listed(library: Library, country: str) -> dict[FactId, Answer]:
    """What registers say of a country that is on them; off a list is said of their day alone."""
    told = {one.fact: one.answer(country) for one in library.registers_of(country)}
    return {name: answer for name, answer in told.items() if answer and not answer.until}


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


def _note(order: Order, profile: Profile | None) -> str:
    """What the profile says of the whole; of another day it says nothing of the new answers."""
    is_of_the_day = profile is not None and order.as_of in (None, profile.as_of)
    return (profile.note or "") if profile and is_of_the_day else ""


def _divided(asked: Asked, target: Path) -> dict[Path, Asked]:
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
        found[path] = replace(asked, questions=own, lead=lead or "all others")
    return found
