"""Options that several commands share, what they complete to, and what they come to."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, get_args

import click
from click.shell_completion import CompletionItem

from compliance.cli.errors import OK, Problems, emit, emit_all, printed, say
from compliance.cli.profile_names import chosen
from compliance.errors import ComplianceError, InputError, Location, Problem, did_you_mean, fault

if TYPE_CHECKING:
    from rich.console import Console

    from compliance.assessment.assess import Assessment
    from compliance.engine.outcomes import Status
    from compliance.export import Report
    from compliance.library.library import Library, Scope
    from compliance.model.profiles import Profile


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
        help="Only the rules of this instrument (A-RES-65-212 or A/RES/65/212); repeatable.",
    )(command)


def topic_option(command: Command) -> Command:
    """``--topic T``, repeatable."""
    return click.option(
        "--topic",
        "topics",
        multiple=True,
        metavar="TOPIC",
        shell_complete=completing(lambda library: library.topics),
        help="Only what is filed under this topic; repeatable.",
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
        help="The form of what goes to standard output.",
    )


def day_of(text: str | None) -> date | None:
    """The day that ``--as-of`` names. Raises InputError."""
    if text is None:
        return None
    from compliance.model.scalars import as_date  # noqa: PLC0415 - needs pydantic

    try:
        day = as_date(text)
    except ValueError as error:
        raise fault(f"`{text}` is no day", Location("--as-of"), str(error)) from error
    assert isinstance(day, date)
    return day


def voice_of(text: str | None) -> str | None:
    """The voice that ``--voice`` names. Raises InputError."""
    from compliance.model.rulebook import Voice  # noqa: PLC0415 - needs pydantic

    return None if text is None else _one_of("voice", text, get_args(Voice))


def statuses_of(texts: Sequence[str]) -> frozenset[Status] | None:
    """The statuses that ``--status`` names; None if it was not given. Raises InputError."""
    from compliance.engine.outcomes import Status  # noqa: PLC0415 - others don't need it

    problems = Problems()
    found: set[Status] = set()
    for text in texts:
        with problems:
            found.add(Status(_one_of("status", text, list(Status))))
    problems.settle()
    return frozenset(found) or None


def _one_of(kind: str, text: str, known: Collection[str]) -> str:
    """The known word that was meant; ``not-met`` is ``not met``."""
    word = text.lower().replace("-", " ").replace("_", " ")
    if word in known:
        return word
    hint = did_you_mean(word, known) or f"it can be {', '.join(known)}"
    raise fault(f"there is no {kind} `{text}`", Location(f"--{kind}"), hint)


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

    seen = subject if sys.stdout.isatty() else published(subject)
    document = report.document(seen, form, **options)
    return [printed(lambda console: render_terminal(document, console))]


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
        from compliance.export import parts  # noqa: PLC0415 - only if it is wanted

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


def show(
    form: str,
    library: Library,
    chosen: Sized,
    as_json: Callable[[Library], str],
    on_screen: Callable[[Console, Library], None],
) -> int:
    """Print what there is, as a table or as JSON; the exit code."""
    if form == "json":
        emit(as_json(library).encode())
    else:
        emit(printed(lambda console: on_screen(console, library)))
        if not chosen:
            say("There are none.")
    return OK
