"""Files that the page saved, put together: each is an account, whose answers stand as they are."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from compliance.errors import InputError, Location, Problem, fault
from compliance.files import text_of
from compliance.library.library import Library
from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import FactId
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.reading import ONE_SPEAKER, Order

_ENDINGS = (".yaml", ".yml")
Dated = tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that the page saved."""

    path: Path
    profile: Profile


@dataclass(frozen=True, slots=True)
class Together:
    """The account that several files come to, and what could not be put together."""

    profile: Profile
    files: tuple[Saved, ...]
    problems: tuple[Problem, ...] = ()

    def sources(self) -> str:
        """From which files the answers are; of several, by whom and when."""
        if len(self.files) == 1:
            return f"From {self.files[0].path.name}."
        told = (f"{o.path.name} ({o.profile.speaker}, {o.profile.as_of})" for o in self.files)
        return f"From {', '.join(told)}."


def is_saved(path: Path) -> bool:
    """Whether a file is an account, as the page saves one; a submission of a form is none."""
    if path.suffix.lower() in _ENDINGS:
        return True
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    try:
        told = json.loads(text_of(path, str(path)))
    except (InputError, ValueError, RecursionError):
        return False
    return isinstance(told, dict) and "answers" in told and "country" in told


def refuse_mixed(paths: Collection[Path]) -> None:
    """Raises InputError where files of the page stand beside other questionnaires."""
    others = [path for path in paths if not is_saved(path)]
    hint = (
        "import the others into an account of their own first, then name that account here "
        "beside the files that the page saved"
    )
    if others and len(others) < len(paths):
        raise fault("this is no file that the page saved", Location(str(others[0])), hint)


def put_together(
    paths: Sequence[Path], library: Library, order: Order, before: Profile | None = None
) -> Together:
    """The account that files of the page come to together.

    ``before`` is the account from which the page was filled in: what stands as it is there was
    changed by nobody, and its other answers are taken over. Raises InputError with all problems.
    """
    files, problems = list[Saved](), list[Problem]()
    for path in dict.fromkeys(paths):
        try:
            files.append(Saved(path, library.read_profile(path)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    problems += _strangers(files, before)
    about, differing = _about(files, order)
    problems += differing
    answers, conflicts = _answers(files, library, about, before)
    if problems or (conflicts and not order.keep_going):
        raise InputError([*problems, *conflicts])
    profile = files[0].profile.model_copy(
        update={"id": order.name, **about, "answers": answers, "layer": str(files[0].path)}
    )
    return Together(profile, tuple(files), tuple(conflicts))


def _strangers(files: Sequence[Saved], before: Profile | None) -> Iterator[Problem]:
    first = before or files[0].profile
    for one in files:
        if one.profile.country != first.country:
            what = f"this account is of {one.profile.country}, not of {first.country}"
            yield Problem(what, Location(str(one.path)), "give those of one country")


def _about(files: Sequence[Saved], order: Order) -> tuple[dict[str, Any], list[Problem]]:
    """Who speaks, and of which day: as it is ordered, else as all the files say."""
    ordered: Mapping[str, str | date | None] = {
        f.VOICE: order.voice,
        f.SPEAKER: order.speaker,
        f.AS_OF: order.as_of,
    }
    values: dict[str, Any] = {}
    problems = []
    for name, value in ordered.items():
        told = {getattr(one.profile, name): one for one in files}
        values[name] = next(iter(told)) if value is None else value
        if value is None and len(told) > 1:
            others = "; ".join(f"{said} ({one.path.name})" for said, one in told.items())
            what = f"these files differ in `{f.ABOUT_LABELS[name]}`: {others}"
            problems.append(Problem(what, Location(str(files[-1].path)), ONE_SPEAKER[name]))
    notes = dict.fromkeys(one.profile.note for one in files if one.profile.note)
    return {**values, f.NOTE: " ".join(notes) or None}, problems


def _answers(
    files: Sequence[Saved], library: Library, about: Mapping[str, Any], before: Profile | None
) -> tuple[dict[FactId, Dated], list[Problem]]:
    """The answers to each question, and a problem for each that two files answer otherwise."""
    answers: dict[FactId, Dated] = {}
    problems = []
    for fact in library.facts:
        base = before.answers.get(fact, ()) if before else ()
        found: dict[Any, list[tuple[Saved, Dated]]] = {}
        for one in files:
            dated = one.profile.answers.get(fact, ())
            if dated and _compared(dated) != _compared(base):
                found.setdefault(_compared(dated), []).append((one, dated))
        if len(found) > 1:
            (first, _), (other, _) = [told[0] for told in found.values()][:2]
            question = library.facts[fact].question
            what = f"`{fact}` is answered otherwise in {first.path.name}: {question}"
            hint = "agree on one answer, and take the other back on the page"
            problems.append(Problem(what, Location(str(other.path)), hint))
        elif found:
            answers[fact] = _agreed(next(iter(found.values())), str(about[f.SPEAKER]))
        elif base:
            answers[fact] = base
    return answers, problems


def _compared(dated: Dated) -> tuple[str, ...]:
    """What makes an answer: notes and institutions of several stand side by side."""
    bare = (answer.model_copy(update={"note": None, "lead": None}) for answer in dated)
    return tuple(answer.model_dump_json() for answer in bare)


def _agreed(told: Sequence[tuple[Saved, Dated]], speaker: str) -> Dated:
    """The answers that several files give alike, with the notes and institutions of all."""
    found = []
    for place, answer in enumerate(told[0][1]):
        same = [(one, dated[place]) for one, dated in told]
        notes = dict.fromkeys(one.note for _, one in same if one.note)
        own = ((one.profile.speaker, given.lead) for one, given in same)
        leads = dict.fromkeys(lead or (said if said != speaker else "") for said, lead in own)
        both = {"note": " ".join(notes) or None, "lead": "; ".join(filter(None, leads)) or None}
        found.append(answer.model_copy(update=both))
    return tuple(found)
