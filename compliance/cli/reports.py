"""What commands do alike: read what was named, hold it against the rules, hand out a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.cli.errors import OK, Problems, emit_all, output, printed, say
from compliance.cli.options import Named, load, refuse_inputs, require_rules, targets_of
from compliance.cli.parameters import accepted, report_called
from compliance.cli.profile_names import chosen
from compliance.errors import Location, fault

if TYPE_CHECKING:
    from compliance.assessment.assess import Assessment
    from compliance.export import Report
    from compliance.library.library import Library, Scope
    from compliance.model.actions import ActionList
    from compliance.model.profiles import Profile
    from compliance.report.catalogue import Kind


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


def given(  # noqa: PLR0913 - what a command may narrow is named
    named: Named,
    targets: Sequence[str] = (),
    endings: Iterable[str] = (),
    *,
    all_states: bool = False,
    choose: Callable[[Sequence[str], Library, str | None], list[Profile]] | None = None,
    inputs: Sequence[str] = (),
    problems: Problems | None = None,
    language: str = "en",
) -> Given:
    """Read what was named. Raises InputError with all that is wrong, and with ``problems``.

    ``endings`` are those of the files that can be written, of all reports without any;
    ``choose`` finds the profiles in the library where a command has a way of its own; ``inputs``
    are files beside the profiles that the command reads, and does not write over; ``language`` is
    that of the report.
    """
    problems = problems or Problems()
    voice, paths = None, list[Path]()
    with problems:
        as_of = accepted(named["day"])
    with problems:
        voice = accepted(named["voice"])
    with problems:
        paths = targets_of(targets, *endings)
        refuse_inputs(paths, [*named["names"], *inputs])
    with problems:
        library = load(named["layers"])
        with problems:
            spoken = report_language(language, library)
        with problems:
            scope = library.scope(named["rulebooks"], named["topics"])
            require_rules(library, scope)
        with problems:
            choose = choose or partial(chosen, all_states=all_states)
            profiles = choose(named["names"], library, voice)
    problems.settle()
    return Given(library.in_language(spoken), scope, profiles, as_of, voice, paths)


def report_language(code: str, library: Library) -> str:
    """The code of a language that has the words of reports. Raises InputError for another."""
    from compliance.library.languages import has_reports, language, languages  # noqa: PLC0415

    if "," in code or len(code.split()) > 1:
        hint = "make the report in each of the languages: --lang es, then --lang en"
        raise fault("a report is in one language", Location("--lang"), hint)
    found = language(code, library)
    if not has_reports(found):
        known = [one for one in languages(library) if has_reports(language(one, library))]
        hint = f"languages of reports are {', '.join(known)}"
        what = f"the translation `{found.code}` has questions, and no words of reports"
        raise fault(what, Location("--lang"), hint)
    return found.code


def refuse_data(language: str, form: str, targets: Iterable[str]) -> None:
    """Raises InputError where a workbook or data are wanted in another language than English."""
    endings = {Path(target).suffix.lower().removeprefix(".") for target in targets}
    data = sorted(({form} | endings) & {"xlsx", "json", "csv"})
    if data and language.strip().lower() != "en":
        hint = "leave out --lang, or write .html, .md or .docx"
        named = ", ".join(data)
        raise fault(f"workbooks and data ({named}) are in English", Location("--lang"), hint)


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


def action_lists(library: Library, files: Iterable[Path], country: str) -> list[ActionList]:
    """The lists of actions in files, and the country's in the library. Raises InputError."""
    problems, lists = Problems(), list["ActionList"]()
    for file in files:
        with problems:
            lists.append(library.read_actions(file))
    with problems:
        lists += library.actions_of(country)
    problems.settle()
    return lists


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


def print_report(  # noqa: PLR0913 - what a command has of its own is named
    name: str,
    named: Named,
    form: str,
    targets: Sequence[str],
    *,
    subject: Callable[[Sequence[Assessment]], object] = lambda assessments: assessments,
    all_states: bool = False,
    inputs: Sequence[str] = (),
    **options: object,
) -> int:
    """Print a report on the accounts that are named, or write it to files; the exit code.

    ``subject`` makes what the report is about of the assessments, and of the files ``inputs``.
    Raises InputError.
    """
    report = report_called(name)
    found = given(named, targets, report.endings, all_states=all_states, inputs=inputs)
    about = subject(found.assessed())
    deliver_report(report, about, form, found.targets, scope=found.scope, **options)
    return OK


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
