"""What is asked of whom, made into the files of a questionnaire."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from compliance.errors import InputError, Location, Problem, fault
from compliance.library.library import Library, Scope
from compliance.model.profiles import Profile
from compliance.workbook.questionnaire.asking import questions
from compliance.workbook.questionnaire.leads import by_lead, file_of
from compliance.workbook.questionnaire.workbook import Asked, render


@dataclass(frozen=True, slots=True)
class Order:
    """What a user asks for; what is left out is filled in by those who answer."""

    country: str
    scope: Scope
    voice: str | None = None
    speaker: str | None = None
    as_of: date | None = None
    profile: Profile | None = None


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
) -> dict[Path, bytes]:
    """The files of the questionnaire; ``divided``, one an institution. Raises InputError."""
    check_order(order)
    published = order.profile.published() if order.profile else None
    asked = Asked(
        country=order.country,
        voice=order.voice or (published.voice if published else ""),
        speaker=order.speaker or (published.speaker if published else ""),
        as_of=order.as_of or (published.as_of if published else None),
        questions=questions(library, order.country, order.scope, published),
        profile=published.id if published else "",
        held=published.answers if published else {},
        note=_note(order, published),
    )
    if not divided:
        return {target: render(asked, library)}
    return _divided(asked, library, target)


def _note(order: Order, profile: Profile | None) -> str:
    """What the profile says of the whole; of another day it says nothing of the new answers."""
    is_of_the_day = profile is not None and order.as_of in (None, profile.as_of)
    return (profile.note or "") if profile and is_of_the_day else ""


def _divided(asked: Asked, library: Library, target: Path) -> dict[Path, bytes]:
    groups = by_lead(asked.questions, asked.held or {})
    if not any(groups):
        hint = "name them in the profile (`lead`), and give it with --from"
        raise fault("no answer names a lead institution", Location("--by-lead"), hint)
    found: dict[Path, bytes] = {}
    for lead, own in groups.items():
        part = replace(asked, questions=own, lead=lead or "all others")
        found[file_of(target, lead, found)] = render(part, library)
    return found
