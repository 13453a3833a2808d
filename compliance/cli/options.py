"""Options that several commands share, what they complete to, and what they hand over."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, cast

import click

from compliance.cli.errors import Problems, say
from compliance.cli.parameters import (
    DAY,
    VOICE,
    Refused,
    ReportFormat,
    TargetOption,
    accepted,
    all_accepted,
)
from compliance.errors import ComplianceError, InputError, Location, Problem, fault

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from compliance.engine.outcomes import Status
    from compliance.library.library import Library, Scope
    from compliance.model.rulebook import Voice


Command = TypeVar("Command", bound=Callable[..., Any])


def show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        from importlib import metadata  # noqa: PLC0415 - seldom asked for

        try:
            found = metadata.version("migrant-rights-compliance")
        except metadata.PackageNotFoundError:
            found = "(a copy that is not installed)"
        click.echo(f"compliance {found}")
        context.exit()


def load(layers: Sequence[str]) -> Library:
    """Our library with the user's layers over it."""
    from compliance.library.library import Library  # noqa: PLC0415 - needs pydantic
    from compliance.model.scalars import BUNDLED  # noqa: PLC0415

    return Library.load([BUNDLED, *layers])


def completing(
    names: Callable[[Library], Iterable[str]], *, or_file: bool = False
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Completion by names in the library, and by files where no name fits."""

    def complete(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - not by commands

        found: list[CompletionItem] = []
        with contextlib.suppress(ComplianceError):
            library = load(context.params.get("layers") or ())
            found = [CompletionItem(n) for n in names(library) if n.startswith(begun)]
        return found or ([CompletionItem(begun, type="file")] if or_file else [])

    return complete


profile_completion = completing(
    lambda library: [*library.profiles, *{p.country: 1 for p in library.profiles.values()}],
    or_file=True,
)


def layer_option(command: Command) -> Command:
    """``--layer DIR``, repeatable."""
    return click.option(
        "--layer",
        "layers",
        multiple=True,
        metavar="DIR",
        type=click.Path(file_okay=False),
        help="Lay this folder of rules, facts and profiles over ours, file by file; repeatable.",
    )(command)


def rulebook_option(command: Command) -> Command:
    """``--rulebook ID``, repeatable."""
    return click.option(
        "--rulebook",
        "rulebooks",
        multiple=True,
        metavar="ID",
        shell_complete=completing(lambda library: library.instruments),
        help="Only the rules of this instrument (65/212, A/RES/65/212, A-RES-65-212); repeatable.",
    )(command)


def topic_option(command: Command) -> Command:
    """``--topic T``, repeatable."""
    return click.option(
        "--topic",
        "topics",
        multiple=True,
        metavar="TOPIC",
        shell_complete=completing(lambda library: library.topics),
        help="Only what is filed under this topic, by its id or title; repeatable.",
    )(command)


def all_states_option(command: Command) -> Command:
    """``--all-states``."""
    return click.option(
        "--all-states",
        is_flag=True,
        help="Every Member of the United Nations: its profiles, or where it has none what "
        "registers say of it.",
    )(command)


def voice_option(command: Command) -> Command:
    """``--voice V``."""
    return click.option(
        "--voice",
        metavar="VOICE",
        type=VOICE,
        help="Only profiles by this kind of speaker: government, parliament, court, national "
        "institution, civil society, academia, press, affected persons, treaty body, special "
        "procedure, united nations, regional organization or register.",
    )(command)


def as_of_option(command: Command) -> Command:
    """``--as-of DATE``."""
    return click.option(
        "--as-of",
        "day",
        metavar="DATE",
        type=DAY,
        help="Assess as things stood on this day (YYYY-MM-DD). Without it: the profile's own day.",
    )(command)


def evidence_option(command: Command) -> Command:
    """``--evidence any|cited|independent``."""
    return click.option(
        "--evidence",
        type=click.Choice(["any", "cited", "independent"]),
        help="Treat other answers as unanswered: cited counts answers with a source; independent "
        "counts answers for which a source other than the speaker says "
        "so. The report then also lists the results that depend on it.",
    )(command)


def together_option(command: Command) -> Command:
    """``--together``."""
    return click.option(
        "--together",
        is_flag=True,
        help="Take the accounts together: where they differ, the result covers all of them, and "
        "what is decided is the same whichever account is right.",
    )(command)


def output_option(about: str) -> Callable[[Command], Command]:
    """``-o FILE``, repeatable; ``about`` says what is written and in which formats."""
    return click.option(
        "-o",
        "--output",
        "targets",
        multiple=True,
        metavar="FILE",
        type=click.Path(),
        help=about,
    )


def target_option(about: str) -> Callable[[Command], Command]:
    """``-o FILE``, the one file that a command writes; ``about`` says which."""
    return click.option(
        "-o",
        "--output",
        "target",
        required=True,
        metavar="FILE",
        type=click.Path(),
        help=about,
    )


def folder_option(about: str, *, required: bool = False) -> Callable[[Command], Command]:
    """``-o DIR``, the layer that a command adds to; ``about`` says what."""
    return click.option(
        "-o",
        "--output",
        "folder",
        required=required,
        metavar="DIR",
        type=click.Path(),
        help=about,
    )


def actions_option(command: Command) -> Command:
    """``--actions``, repeatable."""
    return click.option(
        "--actions",
        "files",
        multiple=True,
        metavar="FILE",
        type=click.Path(),
        help="A list of actions beside those of the layers (actions/*.yaml); repeatable.",
    )(command)


def format_option(*formats: str) -> Callable[[Command], Command]:
    """``--format``, the first of ``formats`` if nothing is said."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help=_FORMAT_HELP,
    )


_FORMAT_HELP = "The form of what goes to standard output."


def report_options(report: str) -> Callable[[Command], Command]:
    """``--format`` and ``-o`` with what the registry has of this report."""
    options = (
        click.option(
            "--format",
            "form",
            type=ReportFormat(report),
            default="table",
            show_default=True,
            help=_FORMAT_HELP,
        ),
        click.option(
            "-o",
            "--output",
            "targets",
            cls=TargetOption,
            report=report,
            multiple=True,
            metavar="FILE",
            type=click.Path(),
        ),
    )
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


def details_option(about: str) -> Callable[[Command], Command]:
    """``--details``; ``about`` says what there is then to see."""
    return click.option("--details", is_flag=True, help=about)


def statuses_of(texts: Iterable[object]) -> frozenset[Status] | None:
    """The statuses that are named; None if there are none. Raises InputError."""
    found: list[Status] = all_accepted(cast("Iterable[Status | Refused]", texts))
    return frozenset(found) or None


def day_of(value: object) -> date | None:
    """The day of an option of the type ``DAY``. Raises InputError."""
    return accepted(cast("date | Refused | None", value))


def require_name(text: str | None, option: str, hint: str) -> None:
    """Raises InputError for a name that is only a sign that there is none: ``N/A``."""
    from compliance.model.scalars import names_nothing  # noqa: PLC0415 - needs pydantic

    if text is not None and names_nothing(text):
        raise fault(f"`{text}` names nobody", Location(option), hint)


def voice_of(value: object) -> Voice | None:
    """The voice of an option of the type ``VOICE``. Raises InputError."""
    return accepted(cast("Voice | Refused | None", value))


def require_rules(library: Library, scope: Scope) -> None:
    """Raises InputError where the scope has no rules to assess by."""
    if any(scope.has(rule) for rule in library.rules.values()):
        return
    where = Location("--rulebook" if scope.rulebooks else "--topic")
    raise fault("there are no rules here", where, "`compliance rules` lists all rules")


def targets_of(names: Sequence[str], *endings: str) -> list[Path]:
    """The files to write, each once. Raises InputError for those that could not be written.

    ``endings`` are those that are possible; without any, those of all reports.
    """
    if not names:
        return []
    from compliance.export import FORMATS, check_target  # noqa: PLC0415 - only if a file is wanted

    problems = Problems()
    paths = list(dict.fromkeys(Path(name) for name in names))
    for path in paths:
        with problems:
            check_target(path, endings or FORMATS)
    problems.settle()
    return paths


def annotated_option(command: Command) -> Command:
    """``--annotated DIR``, as ``folder``."""
    return click.option(
        "--annotated",
        "folder",
        metavar="DIR",
        type=click.Path(),
        help="Write a copy of every faulty file into this folder, with a note at each faulty cell.",
    )(command)


def overwrite_option(command: Command) -> Command:
    """``--overwrite``."""
    return click.option(
        "--overwrite", is_flag=True, help="Replace files that are there: what they hold is lost."
    )(command)


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raises InputError for files that are there: somebody may have filled them in."""
    there = [path for path in paths if os.path.lexists(path)]
    if there:
        hint = "choose another name, or give --overwrite"
        what = "there is such a file already, and nothing is written"
        raise InputError(Problem(what, Location(str(path)), hint) for path in there)


def refuse_inputs(targets: Iterable[Path], names: Iterable[str]) -> None:
    """Raises InputError for files to be written that are among those to be read."""
    read = {os.path.realpath(name) for name in names}
    both = [path for path in targets if os.path.realpath(path) in read]
    if both:
        what, hint = (
            "this file is one of those to be read",
            "choose another name for what is written",
        )
        raise InputError(Problem(what, Location(str(path)), hint) for path in both)


def write_annotated(contents: Mapping[Path, bytes], folder: Path) -> None:
    """Write what goes back for each file into the folder, each with a name that nothing has."""
    from compliance.files import not_written, replace_all  # noqa: PLC0415

    taken: dict[Path, bytes] = {}
    for path, content in contents.items():
        names = (f"{path.stem}-annotated{f'-{n}' if n > 1 else ''}.xlsx" for n in count(1))
        free = (folder / name for name in names)
        target = next(p for p in free if p not in taken and not os.path.lexists(p))
        taken[target] = content
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError([not_written(folder, error)]) from error
    replace_all({path: [content] for path, content in taken.items()})
    for path in taken:
        say(f"Wrote {path}")


class Named(TypedDict):
    """What the options of :func:`accounts_option` hand to a command, as it was typed."""

    names: Sequence[str]
    voice: Voice | Refused | None
    rulebooks: Sequence[str]
    topics: Sequence[str]
    day: date | Refused | None
    layers: Sequence[str]


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
