"""``review``: the copies of a gap report that reviewers send back, read and put together."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, REACHED, Problems, emit, printed, say
from compliance.cli.options import day_of, format_option, layer_option, load, voice_of
from compliance.errors import InputError, Location, Problem, fault

if TYPE_CHECKING:
    from datetime import date

    from compliance.library.library import Library
    from compliance.model.profiles import Profile
    from compliance.workbook.review.filled import Filled
    from compliance.workbook.review.review import Review


@click.command()
@click.argument("names", metavar="FILE.xlsx...", nargs=-1, required=True, type=click.Path())
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE.xlsx",
    type=click.Path(),
    help="Write the merged workbook to a new file; cells on which reviewers differ stay open.",
)
@click.option(
    "--annotated",
    "folder",
    metavar="DIR",
    type=click.Path(),
    help="Write a copy of every faulty file into this folder, with a note at each faulty cell.",
)
@click.option(
    "--profile",
    "profile",
    metavar="FILE.yaml",
    type=click.Path(),
    help="Write the reviewers' answers into a new profile, on top of the one that was reviewed; "
    "needs --voice and --speaker.",
)
@click.option(
    "--from",
    "source",
    metavar="PROFILE",
    help="The profile that --profile goes on from, a file or an id, where the workbook has "
    "several.",
)
@click.option("--voice", metavar="VOICE", help="Who speaks in the new profile: the kind.")
@click.option("--speaker", metavar="WORDS", help="Who speaks in the new profile: by name.")
@click.option(
    "--as-of",
    "day",
    metavar="DATE",
    help="The day of the new profile (YYYY-MM-DD). Without it: that of the gap report.",
)
@click.option(
    "--confirm",
    is_flag=True,
    help="Accept what was written on rules and questions that have changed since the export.",
)
@format_option("table", "json")
@click.option(
    "--fail-on",
    "failing",
    multiple=True,
    type=click.Choice(["conflict"]),
    help="Exit with 1 if any cell is in conflict.",
)
@layer_option
def review(  # noqa: PLR0913, PLR0917 - one argument an option
    names: Sequence[str],
    target: str | None,
    folder: str | None,
    profile: str | None,
    source: str | None,
    voice: str | None,
    speaker: str | None,
    day: str | None,
    confirm: bool,
    form: str,
    failing: Sequence[str],
    layers: Sequence[str],
) -> int:
    """Put together what reviewers wrote into a gap report.

    FILE.xlsx is a gap report as `compliance assess ECU -o report.xlsx` makes it, filled in and
    sent back. Cells are compared with what was exported, wherever rows and columns have gone.
    The same change made twice is one; two that differ are a conflict, shown with both authors.
    Opinions are counted and never averaged. No file that you name is changed.

    \b
    Examples:
      compliance review ana.xlsx ben.xlsx
      compliance review ana.xlsx ben.xlsx -o merged.xlsx --annotated faulty
      compliance review merged.xlsx --profile new.yaml --voice government --speaker "Ministry"
    """
    problems = Problems()
    with problems:
        _check_targets(names, target, profile, folder)
    with problems:
        new = _speaker(profile, voice, speaker, day)
    with problems:
        library = load(layers)
    problems.settle()
    from compliance.workbook.review.review import review as reviewed  # noqa: PLC0415 - needs pydantic

    copies = _read(list(dict.fromkeys(names)), library, folder)
    found = reviewed(copies, library, confirm=confirm)
    contents: dict[Path, bytes] = {}
    if target:
        from compliance.workbook.review.workbook.merged import merged_workbook  # noqa: PLC0415

        contents[Path(target)] = merged_workbook(found)
    if profile and new:
        contents[Path(profile)] = _profile(found, library, source, new)
    result = _result(form, found)
    _write(contents)
    emit(result)
    for remark in dict.fromkeys(remark for copy in copies for remark in copy.remarks):
        say(remark)
    for path in contents:
        say(f"Wrote {path}")
    if "conflict" in failing and found.conflicts:
        say(f"--fail-on: {len(found.conflicts)} in conflict")
        return REACHED
    return OK


def _check_targets(
    names: Sequence[str], target: str | None, profile: str | None, folder: str | None
) -> None:
    """Raises InputError for files that could not be written, or are there already."""
    from compliance.export import check_target  # noqa: PLC0415

    problems = Problems()
    for name, ending in ((target, "xlsx"), (profile, "yaml")):
        if name is None:
            continue
        with problems:
            check_target(Path(name), (ending,))
            if os.path.lexists(name):
                given = "one of the files to be read" if name in names else "there already"
                hint = "choose another name; nothing is written over"
                raise fault(f"this file is {given}", Location(name), hint)
    with problems:
        if folder is not None and os.path.exists(folder) and not os.path.isdir(folder):
            raise fault("this is a file, not a folder", Location(folder), "name a folder")
    problems.settle()


def _speaker(
    profile: str | None, voice: str | None, speaker: str | None, day: str | None
) -> tuple[str, str, str | None] | None:
    """Who speaks in the new profile, and of which day. Raises InputError."""
    if profile is None:
        return None
    problems = Problems()
    for name, value, what in (
        ("--voice", voice, "which kind of speaker answers, such as government"),
        ("--speaker", speaker, "who answers, such as Ministry of Education"),
    ):
        with problems:
            if not (value or "").strip():
                raise fault("a new profile needs this", Location(name), f"say {what}")
    with problems:
        voice = voice_of(voice)
    with problems:
        day_of(day)
    problems.settle()
    return voice or "", " ".join((speaker or "").split()), day


def _read(names: Sequence[str], library: Library, folder: str | None) -> list[Filled]:
    """The copies. Raises InputError with all that is wrong in all files, once it is marked."""
    from compliance.workbook.review.reading import read_copy  # noqa: PLC0415 - needs openpyxl
    from compliance.workbook.review.review import misfits, placed  # noqa: PLC0415

    copies: list[Filled] = []
    problems: list[Problem] = []
    for name in names:
        try:
            copies.append(read_copy(Path(name), library))
        except InputError as error:
            problems += error.problems
    faulty = [copy for copy in copies if copy.problems]
    for copy in faulty:
        told = sorted(copy.problems, key=lambda p: p.where or Location(""))
        problems += [placed(p, str(copy.path)) if len(names) > 1 else p for p in told]
    if copies:
        problems += misfits(copies)
    if problems:
        if folder is not None:
            _annotate(faulty, Path(folder))
        elif faulty:
            say("With --annotated DIR, copies are written in which each faulty cell is marked.")
        raise InputError(problems)
    return copies


def _annotate(faulty: Sequence[Filled], folder: Path) -> None:
    """Write a marked copy of each faulty file; those that cannot be written on are told."""
    from compliance.workbook.review.workbook.annotated import annotated, names_in  # noqa: PLC0415

    contents = {}
    targets = names_in(folder, [copy.path for copy in faulty])
    for copy, path in zip(faulty, targets, strict=True):
        try:
            contents[path] = annotated(copy)
        except InputError as error:
            for problem in error.problems:
                say(str(problem))
    if contents:
        from compliance.files import not_written  # noqa: PLC0415

        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise InputError([not_written(folder, error)]) from error
    _write(contents)
    for path in contents:
        say(f"Wrote {path}")


def _write(contents: dict[Path, bytes]) -> None:
    from compliance.files import replace_all  # noqa: PLC0415

    replace_all({path: [content] for path, content in contents.items()})


def _result(form: str, found: Review) -> bytes:
    """What goes to standard output."""
    if form == "json":
        from compliance.workbook.review.as_json import render  # noqa: PLC0415

        return render(found)
    from compliance.workbook.review.screen import print_review  # noqa: PLC0415 - needs rich

    return printed(lambda console: print_review(console, found))


def _profile(
    found: Review, library: Library, source: str | None, new: tuple[str, str, str | None]
) -> bytes:
    """The new profile, and what is to be said of it. Raises InputError."""
    from compliance.workbook.review.new_profile import Speaker, new_profile  # noqa: PLC0415

    old = _reviewed(found, library, source)
    voice, speaker, day = new
    as_of = day_of(day) or _assessed(found, old)
    who, reviewed = Speaker(voice, speaker, as_of), found.held_together
    made = new_profile(old, found.proposals, found.signatures, who, library, reviewed=reviewed)
    if made.otherwise:
        say(f"Answered otherwise than in {old.id}: {', '.join(made.otherwise)}")
    if made.unpublished:
        say(f"Not copied, for they are not public: {made.unpublished} of the answers of {old.id}")
    return made.content


def _assessed(found: Review, old: Profile) -> date:
    """The day as of which a profile was assessed in the workbook."""
    from compliance.workbook.review.filled import days_of  # noqa: PLC0415

    identity = found.copies[0].identity
    days = days_of(identity)
    if len(days) == len(identity.profiles) and not found.held_together:
        return dict(zip(identity.profiles, days, strict=True))[old.id]
    return days[0] if len(days) == 1 else old.as_of


def _reviewed(found: Review, library: Library, source: str | None) -> Profile:
    """The profile that the new one goes on from. Raises InputError."""
    from compliance.cli.profile_names import profiles_of  # noqa: PLC0415

    workbook = found.accounts
    if source is None:
        answered = {one.subject.profile for one in found.proposals if one.is_taken}
        names = [name for name in workbook if name in answered] or list(workbook)
        if len(names) > 1:
            hint = f"say which with --from: {', '.join(names)}"
            raise fault("the answers are on several profiles", Location("--profile"), hint)
        source = names[0]
    registers = library.unspoken(found.copies[0].identity.country)
    if registers and registers.id == source:
        return registers
    if source in workbook and source not in library.profiles:
        raise fault(f"the file of `{source}` is not known", Location("--from"), "name it here")
    profile, *others = profiles_of([source], library, None)
    if others or profile.id not in workbook:
        hint = f"it is of {', '.join(workbook)}"
        raise fault(f"the workbook is not of the profile `{source}`", Location("--from"), hint)
    return profile
