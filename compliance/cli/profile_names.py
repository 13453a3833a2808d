"""From what a user calls a profile to the profiles meant: a file, an id, or a country."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.cli.errors import Problems, say, say_problem
from compliance.countries import (
    countries_with,
    country_code,
    country_name,
    country_names,
    is_country,
    is_user_assigned,
    sorting_name,
)
from compliance.errors import InputError, Location, did_you_mean, fault

if TYPE_CHECKING:
    from compliance.library.library import Library
    from compliance.model.profiles import Profile


_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
"""What is taken for a questionnaire; of those that are not read, the reader says what to do."""


def chosen(
    names: Sequence[str],
    library: Library,
    voice: str | None,
    *,
    all_states: bool = False,
    keep_going: bool = False,
) -> list[Profile]:
    """The profiles that ``names`` stand for, or those of all States. Raises InputError.

    ``keep_going`` leaves questions open whose cells in a questionnaire are faulty, and says so.
    """
    if all_states and names:
        hint = "name profiles, or have all States, not both"
        raise fault("PROFILE and --all-states contradict each other", hint=hint)
    if all_states:
        return _profiles_of_all_states(library, voice)
    if not names:
        hint = "name a file, a profile or a country, or give --all-states"
        raise fault("there is no PROFILE", hint=hint)
    return profiles_of(names, library, voice, keep_going=keep_going)


def profiles_of(
    names: Sequence[str], library: Library, voice: str | None, *, keep_going: bool = False
) -> list[Profile]:
    """The profiles that ``names`` stand for, each once, in order. Raises InputError."""
    problems = Problems()
    found: list[Profile] = []
    for name in names:
        with problems:
            meant = _meant(name, library, keep_going=keep_going)
            heard = [profile for profile in meant if voice in (None, profile.voice)]
            if not heard:
                voices = ", ".join(dict.fromkeys(profile.voice for profile in meant))
                hint = f"it has: {voices}"
                raise fault(f"`{name}` has no profile with the voice `{voice}`", hint=hint)
            found += [profile for profile in heard if profile not in found]
    with problems:
        _require_different_ids(found)
    problems.settle()
    return found


def one_profile(name: str, library: Library, option: str) -> Profile:
    """The one profile that an option names. Raises InputError where it may be several."""
    found = profiles_of([name], library, None)
    if len(found) > 1:
        hint = f"name one of them: {', '.join(profile.id for profile in found)}"
        raise fault(f"`{name}` has several profiles", Location(option), hint)
    return found[0]


def _profiles_of_all_states(library: Library, voice: str | None) -> list[Profile]:
    """The profiles of every Member of the United Nations; of one without, what registers say."""
    if not library.members:
        hint = "lay one over in rules/registers: it answers united_nations.member_since"
        what = "there is no register of the Members of the United Nations"
        raise fault(what, Location("--all-states"), hint)
    found: list[Profile] = []
    for country in sorted(library.members, key=sorting_name):
        own = library.profiles_of(country)
        alone = library.unspoken(country)
        spoken = own or ([alone] if alone else [])
        found += [profile for profile in spoken if voice in (None, profile.voice)]
    return found


def _require_different_ids(profiles: Sequence[Profile]) -> None:
    """Raises InputError where two profiles could not be told apart in a report."""
    seen: set[str] = set()
    for profile in profiles:
        if profile.id in seen:
            what = f"two different profiles are called `{profile.id}`"
            raise fault(what, hint="a profile is called as its file; rename one of them")
        seen.add(profile.id)


def _meant(name: str, library: Library, *, keep_going: bool) -> list[Profile]:
    if name in library.profiles:
        return [library.profiles[name]]
    if _is_file(name):
        return [_from_file(Path(name), library, keep_going=keep_going)]
    if of_country := library.profiles_of(name):
        return of_country
    code = country_code(name)
    if code in library.members and (alone := library.unspoken(code)):
        return [alone]
    raise _unknown(name, library)


def _is_file(name: str) -> bool:
    endings = (".yaml", ".yml", *_WORKBOOKS)
    return name.lower().endswith(endings) or os.sep in name or os.path.isfile(name)


def _from_file(path: Path, library: Library, *, keep_going: bool) -> Profile:
    """The profile in a file: as the library has it, if the file is one of the library's."""
    for file in library.files.values():
        if file.folder == "profiles" and file.path.absolute() == path.absolute():
            return library.profiles[path.stem]
    if path.suffix.lower() in _WORKBOOKS:
        return _from_questionnaire(path, library, keep_going=keep_going)
    return library.read_profile(path)


def _from_questionnaire(path: Path, library: Library, *, keep_going: bool) -> Profile:
    """The profile that a filled-in questionnaire comes to; what is to be known of it is said."""
    from compliance.workbook.questionnaire.reading import (  # noqa: PLC0415 - is slow
        Order,
        read_questionnaires,
    )

    order = Order(path.stem, keep_going=keep_going)
    reading = read_questionnaires([path], library, order)
    for remark in reading.remarks:
        say(remark)
    for problem in reading.problems:
        say_problem(problem)
    if reading.problems:
        say(f"{path}: the questions of these cells are left open")
        return reading.profile.as_part()
    return reading.profile


def _unknown(name: str, library: Library) -> InputError:
    """The error for a name that leads to no profile, with the best hint there is."""
    here = {p.country: country_name(p.country) for p in library.profiles.values()}
    known = ", ".join(f"{here[code]} ({code})" for code in sorted(here)) or "no country yet"
    code = country_code(name)
    if code and is_country(code):
        what = f"there is no profile of {country_name(code)}"
        return fault(what, hint=f"there are profiles of {known}{_own(code)}")
    alike = countries_with(name)
    choices = " or ".join(f"{called} ({code})" for code, called in list(alike.items())[:4])
    if len(alike) > 1:
        return fault(f"`{name}` may be several countries", hint=f"did you mean {choices}?")
    hint = did_you_mean(name, [*library.profiles, *here.values()])
    if not hint and alike:
        hint = f"did you mean {choices}?"
    hint = hint or did_you_mean(name, country_names())
    hint = hint or f"name a file, a profile, or a country; there are profiles of {known}"
    return fault(f"there is no profile and no country `{name}`", hint=f"{hint}{_own(name)}")


def _own(name: str) -> str:
    """What to do if it is in a folder of the user's: an id, or a country of the user's making."""
    may_be = "-" in name or is_user_assigned(name)
    return " (--layer DIR adds those of your folder)" if may_be else ""
