"""What a command is given to work on: the options that name and narrow it, read in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from compliance.cli.boundary import Problems, emit_all, printed, say
from compliance.cli.options import (
    Command,
    as_of_option,
    day_of,
    layer_option,
    load,
    profile_completion,
    require_rules,
    rulebook_option,
    targets_of,
    topic_option,
    voice_of,
    voice_option,
)
from compliance.cli.profile_names import chosen

if TYPE_CHECKING:
    from rich.console import Console

    from compliance.accounts import Profile
    from compliance.assessment import Assessment
    from compliance.library import Library, Scope


class Named(TypedDict):
    """What the options of :func:`accounts_option` hand to a command, as it was typed."""

    names: Sequence[str]
    voice: str | None
    rulebooks: Sequence[str]
    topics: Sequence[str]
    day: str | None
    layers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Given:
    """What a command works on, read and found good."""

    library: Library
    scope: Scope
    profiles: list[Profile]
    as_of: date | None
    voice: str | None
    targets: list[Path]

    def assessed(
        self, *, evidence: str | None = None, together: bool = False
    ) -> Sequence[Assessment]:
        """The profiles held against the rules; see :func:`assessed`."""
        return assessed(
            self.profiles,
            self.library,
            self.as_of,
            self.scope,
            evidence=evidence,
            together=together,
        )


def accounts_option(*, optional: bool = False) -> Callable[[Command], Command]:
    """``PROFILE…`` and the options that narrow it; a command takes them as :class:`Named`."""
    argument = click.argument(
        "names",
        metavar="[PROFILE]..." if optional else "PROFILE...",
        nargs=-1,
        shell_complete=profile_completion,
    )
    options = (argument, voice_option, rulebook_option, topic_option, as_of_option, layer_option)
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


def given(  # noqa: PLR0913 - what a command may narrow is named
    named: Named,
    targets: Sequence[str] = (),
    endings: Iterable[str] = (),
    *,
    all_states: bool = False,
    choose: Callable[[Sequence[str], Library, str | None], list[Profile]] | None = None,
    problems: Problems | None = None,
) -> Given:
    """Read what was named. Raises InputError with all that is wrong, and with ``problems``.

    ``endings`` are those of the files that can be written, of all reports without any;
    ``choose`` finds the profiles in the library where a command has a way of its own.
    """
    problems = problems or Problems()
    voice, paths = None, list[Path]()
    with problems:
        as_of = day_of(named["day"])
    with problems:
        voice = voice_of(named["voice"])
    with problems:
        paths = targets_of(targets, *endings)
    with problems:
        library = load(named["layers"])
        with problems:
            scope = library.scope(named["rulebooks"], named["topics"])
            require_rules(library, scope)
        with problems:
            choose = choose or partial(chosen, all_states=all_states)
            profiles = choose(named["names"], library, voice)
    problems.settle()
    return Given(library, scope, profiles, as_of, voice, paths)


def deliver(targets: Iterable[Path], form: str, content: Callable[[str], Iterable[bytes]]) -> None:
    """Write all the files, or none, then the result to standard output.

    ``content`` makes what a form comes to, by the ending of a file or as ``--format`` has it.
    """
    if targets:
        from compliance.report import replace_all  # noqa: PLC0415 - only if a file is wanted

        replace_all({path: content(path.suffix.lower().removeprefix(".")) for path in targets})
    emit_all(content(form))
    for path in targets:
        say(f"Wrote {path}")


def deliver_reports(
    given: Given,
    form: str,
    formats: Mapping[str, str],
    screen: Callable[[Console, Sequence[Assessment]], None],
) -> None:
    """Deliver reports of one kind on all that was named; ``screen`` prints them."""
    assessments = given.assessed()

    def content(ending: str) -> Iterable[bytes]:
        if ending == "table":
            return [printed(lambda console: screen(console, assessments))]
        from compliance.report import parts  # noqa: PLC0415 - only if it is wanted

        return parts(assessments, ending, formats)

    deliver(given.targets, form, content)


def assessed(  # noqa: PLR0913 - what narrows it is named
    profiles: Sequence[Profile],
    library: Library,
    as_of: date | None,
    scope: Scope,
    *,
    evidence: str | None = None,
    together: bool = False,
) -> Sequence[Assessment]:
    """The profiles held against the rules in scope, one assessment each, or ``together`` in one.

    Of many they are made one by one. Raises InputError where accounts of different countries are
    to be held together.
    """
    from compliance.assessment import assess  # noqa: PLC0415 - needs pydantic
    from compliance.one_by_one import made  # noqa: PLC0415
    from compliance.testimony import Standard, Testimony  # noqa: PLC0415

    standard = Standard(evidence or "any")
    if together:
        held = [Testimony.together(profiles, standard)]
    else:
        held = [Testimony((profile,), standard) for profile in profiles]
    books, topics = scope.rulebooks, scope.topics
    return made(held, lambda one: assess(one, library, as_of=as_of, rulebooks=books, topics=topics))
