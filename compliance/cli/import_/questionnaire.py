"""``import questionnaire``: a profile of questionnaires that were filled in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, Problems, emit_paths, say, say_problem
from compliance.cli.layer_schemas import lay_schemas_around
from compliance.cli.options import (
    annotated_option,
    day_of,
    layer_option,
    load,
    overwrite_option,
    refuse_existing,
    refuse_inputs,
    require_name,
    target_option,
    targets_of,
    voice_of,
    write_annotated,
)

if TYPE_CHECKING:
    from compliance.errors import Problem
    from compliance.library.library import Library
    from compliance.model.profiles import Profile
    from compliance.workbook.questionnaire.reading import FaultyError, Reading
    from compliance.workbook.questionnaire.saved import Together


@click.command()
@click.argument("names", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@target_option("The profile to write, ending in .yaml; its name is the profile's id.")
@click.option("--voice", metavar="VOICE", help="What kind of speaker answers, for all files.")
@click.option(
    "--speaker",
    metavar="NAME",
    help="Who answers, for all files; an institution that a file names is the lead of its answers.",
)
@click.option("--as-of", "day", metavar="DATE", help="The date of the answers, for all files.")
@click.option(
    "--onto",
    metavar="PROFILE",
    help="Take the answers that are not in the questionnaires from this profile: to questions that "
    "were not asked, and confidential ones.",
)
@annotated_option
@click.option(
    "--keep-going",
    is_flag=True,
    help="Write the profile all the same: questions with faulty cells are left open, and listed.",
)
@overwrite_option
@layer_option
def questionnaire(  # noqa: PLR0913, PLR0917 - one argument an option
    names: Sequence[str],
    target: str,
    voice: str | None,
    speaker: str | None,
    day: str | None,
    onto: str | None,
    folder: str | None,
    keep_going: bool,
    overwrite: bool,
    layers: Sequence[str],
) -> int:
    """Make a profile of questionnaires that were filled in.

    Several are put together: those that institutions filled in of one questionnaire. Where two
    answer the same question differently, both cells are named, and nothing is written. What
    nobody changed is as it was sent. A table says who answered how many questions. Submissions
    of our forms (XLSForm), exported from KoboToolbox or ODK Central as .json or .csv, are read as
    well: each of them is a copy. So are the files that the page saves (.yaml, .json); these are put
    together among themselves.

    \b
    Examples:
      compliance import questionnaire q.xlsx -o profiles/ecu-2012-government.yaml
      compliance import questionnaire q-interior.xlsx q-work.xlsx -o ecu-2012.yaml \\
        --speaker "Government of Ecuador" --as-of 2012-06-30
      compliance import questionnaire submissions.json -o profiles/ecu-2012-network.yaml
      compliance import questionnaire interior.yaml work.yaml -o ecu-2012.yaml \\
        --speaker "Government of Ecuador" --as-of 2012-06-30
    """
    from compliance.cli.profile_names import one_profile  # noqa: PLC0415 - needs pycountry
    from compliance.workbook.questionnaire.reading import (  # noqa: PLC0415 - is slow
        FaultyError,
        Order,
        read_questionnaires,
    )
    from compliance.workbook.questionnaire.saved import (  # noqa: PLC0415
        is_saved,
        put_together,
        refuse_mixed,
    )

    problems, path = Problems(), Path(target)
    as_of = kind = None
    with problems:
        targets_of([target], "yaml")
        refuse_inputs([path], names)
        if not overwrite:
            refuse_existing([path])
    with problems:
        as_of = day_of(day)
    with problems:
        kind = voice_of(voice)
    with problems:
        require_name(speaker, "--speaker", "write who answers")
    with problems:
        library = load(layers)
        before = one_profile(onto, library, "--onto") if onto else None
    paths = [Path(name) for name in names]
    with problems:
        refuse_mixed(paths)
    problems.settle()
    order = Order(path.stem, kind, speaker, as_of, keep_going)
    if is_saved(paths[0]):
        together = put_together(paths, library, order, before)
        _write(path, together.profile, together.sources(), library)
        _tell_together(together)
        return OK
    try:
        reading = read_questionnaires(paths, library, order)
    except FaultyError as error:
        _annotate(error, folder, library)
        raise
    profile = reading.profile if before is None else reading.onto(before)
    _write(path, profile, reading.sources(), library)
    _tell(reading, profile.answered())
    return OK


def _annotate(error: FaultyError, folder: str | None, library: Library) -> None:
    """Write the copies with notes at what is wrong, or say how to have them."""
    from compliance.workbook.questionnaire.workbook import annotated  # noqa: PLC0415

    faulty = [
        one
        for one in error.copies
        if one.book.path.suffix.lower() == ".xlsx"
        and any(p.where and p.where.path == one.file and p.where.cell for p in error.problems)
    ]
    if folder is None and faulty:
        say("With --annotated DIR, copies are written in which each faulty cell is marked.")
    elif folder is not None:
        contents = {one.book.path: annotated(one, error.problems, library) for one in faulty}
        write_annotated(contents, Path(folder))


def _write(path: Path, profile: Profile, sources: str, library: Library) -> None:
    """Write the profile's file, and its name to standard output."""
    from compliance import files  # noqa: PLC0415
    from compliance.library.layer_files import naming_schema_around  # noqa: PLC0415

    text = naming_schema_around(_as_yaml(profile, sources), "profile", path)
    files.replace_all({path: [text.encode()]})
    lay_schemas_around(path, library)
    emit_paths([path])


def _as_yaml(profile: Profile, source: str) -> str:
    """The text of the profile's file; its note says from which files the answers are."""
    from compliance.library.profile_editor import as_data  # noqa: PLC0415
    from compliance.library.yaml_writer import written  # noqa: PLC0415

    note = "\n".join(filter(None, [profile.note, source]))
    return written(as_data(profile.model_copy(update={"note": note})))


def _tell(reading: Reading, answered: int) -> None:
    """Say what is to be known of the reading, and who answered how many of how many."""
    from compliance.report.wording import number_of  # noqa: PLC0415

    for remark in reading.remarks:
        say(remark)
    _tell_problems(reading.problems)
    say("Answered:")
    for one in reading.copies:
        found, asked = one.counts()
        who = one.who.values.get("speaker", "no name")
        say(f"  {who}: {found} of {number_of(asked, 'question')} ({one.book.path.name})")
    changed = number_of(len(reading.changed), "entry", "entries")
    say(f"{number_of(answered, 'question')} answered in all; {changed} new or changed.")


def _tell_together(together: Together) -> None:
    """Say who answered how many questions, and which are left open."""
    from compliance.report.wording import number_of  # noqa: PLC0415

    _tell_problems(together.problems)
    say("Answered:")
    for one in together.files:
        count = number_of(one.profile.answered(), "question")
        say(f"  {one.profile.speaker}: {count} ({one.path.name})")
    say(f"{number_of(together.profile.answered(), 'question')} answered in all.")


def _tell_problems(problems: Sequence[Problem]) -> None:
    """Say what is wrong, and that these questions are left open."""
    from compliance.report.wording import number_of  # noqa: PLC0415

    for problem in problems:
        say_problem(problem)
    if problems:
        say(f"{number_of(len(problems), 'problem')}; these questions are left open.")
