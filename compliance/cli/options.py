"""Options that several commands share, what they complete to, and what they come to."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, cast

import click
from click.shell_completion import CompletionItem

from compliance.cli.errors import OK, Problems, emit_all, output, printed, say
from compliance.cli.parameters import (
    DAY,
    VOICE,
    Refused,
    ReportFormat,
    TargetOption,
    accepted,
    all_accepted,
    report_called,
)
from compliance.cli.profile_names import chosen
from compliance.errors import ComplianceError, InputError, Location, Problem, fault

if TYPE_CHECKING:
    from compliance.assessment.assess import Assessment
    from compliance.engine.outcomes import Status
    from compliance.export import Report
    from compliance.library.library import Library, Scope
    from compliance.model.profiles import Profile
    from compliance.model.rulebook import Voice
    from compliance.report.catalogue import Kind


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


def print_report(  # noqa: PLR0913 - what a command has of its own is named
    name: str,
    named: Named,
    form: str,
    targets: Sequence[str],
    *,
    subject: Callable[[Sequence[Assessment]], object] = lambda assessments: assessments,
    all_states: bool = False,
    **options: object,
) -> int:
    """Print a report on the accounts that are named, or write it to files; the exit code.

    ``subject`` makes what the report is about of the assessments. Raises InputError.
    """
    report = report_called(name)
    found = given(named, targets, report.endings, all_states=all_states)
    about = subject(found.assessed())
    deliver_report(report, about, form, found.targets, scope=found.scope, **options)
    return OK


def statuses_of(texts: Iterable[object]) -> frozenset[Status] | None:
    """The statuses that are named; None if there are none. Raises InputError."""
    found: list[Status] = all_accepted(cast("Iterable[Status | Refused]", texts))
    return frozenset(found) or None


def day_of(value: object) -> date | None:
    """The day of an option of the type ``DAY``. Raises InputError."""
    return accepted(cast("date | Refused | None", value))


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
        as_of = accepted(named["day"])
    with problems:
        voice = accepted(named["voice"])
    with problems:
        paths = targets_of(targets, *endings)
        refuse_inputs(paths, named["names"])
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
        from compliance.export import replace_all  # noqa: PLC0415 - only if a file is wanted

        replace_all({path: content(path.suffix.lower().removeprefix(".")) for path in targets})
    emit_all(content(form))
    for path in targets:
        say(f"Wrote {path}")


def deliver_report(
    report: Report, subject: object, form: str, targets: Sequence[Path], **options: object
) -> None:
    """Write a report to the files named, or to none; then to standard output.

    On a terminal confidential answers are shown, each marked; a file and a stream that is no
    terminal get what is published.
    """
    deliver(targets, form, lambda ending: report_in(ending, report, subject, **options))


def report_in(form: str, report: Report, subject: object, **options: object) -> Iterable[bytes]:
    """The report as ``--format`` or the ending of a file has it; see :func:`deliver_report`."""
    if form != "table":
        return report.parts(subject, form, **options)
    from compliance.document.terminal import render_terminal  # noqa: PLC0415 - needs rich
    from compliance.export import published  # noqa: PLC0415

    seen = subject if output().isatty() else published(subject)
    document = report.document(seen, form, **options)
    return [printed(lambda console: render_terminal(document, console))]


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
    from compliance.assessment.assess import assess  # noqa: PLC0415 - needs pydantic
    from compliance.assessment.basis import Basis, EvidenceStandard  # noqa: PLC0415
    from compliance.lazy import made  # noqa: PLC0415

    standard = EvidenceStandard(evidence or "any")
    if together:
        held = [Basis.together(profiles, standard)]
    else:
        held = [Basis((profile,), standard) for profile in profiles]
    books, topics = scope.rulebooks, scope.topics
    return made(held, lambda one: assess(one, library, as_of=as_of, rulebooks=books, topics=topics))


def print_catalogue(
    kind: Kind, library: Library, form: str, targets: Sequence[str], *, search: str = ""
) -> int:
    """Print what a library holds of this kind, or write it to files; the exit code.

    ``search`` are the words by which questions were found.
    """
    from compliance.report.catalogue import Catalogue  # noqa: PLC0415 - needs pydantic

    report = report_called("catalogue")
    paths = targets_of(targets, *report.endings)
    deliver_report(report, Catalogue(kind, library, search), form, paths)
    return OK
