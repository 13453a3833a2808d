"""``ask``: what to ask next, listed, or asked in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.boundary import OK, Problems, emit, printed, say
from compliance.cli.options import (
    as_of_option,
    assessed,
    day_of,
    format_option,
    layer_option,
    load,
    output_option,
    profile_completion,
    require_rules,
    rulebook_option,
    targets_of,
    topic_option,
    voice_of,
    voice_option,
)
from compliance.cli.profile_names import chosen
from compliance.errors import Location, fault

if TYPE_CHECKING:
    from compliance.accounts import Profile
    from compliance.assessment import Assessment


@click.command()
@click.argument("names", metavar="PROFILE...", nargs=-1, shell_complete=profile_completion)
@click.option(
    "--interactive",
    "-i",
    is_flag=True,
    help="Answer the questions here and now; saved after every answer, into a new profile.",
)
@voice_option
@rulebook_option
@topic_option
@as_of_option
@format_option("table", "json", "csv")
@output_option(
    "Write the questions to a file, .json, .csv or .xlsx; repeatable. With --interactive, the "
    "new profile, .yaml."
)
@layer_option
def ask(  # noqa: PLR0913, PLR0917 - one argument an option
    names: Sequence[str],
    interactive: bool,
    voice: str | None,
    rulebooks: Sequence[str],
    topics: Sequence[str],
    day: str | None,
    form: str,
    targets: Sequence[str],
    layers: Sequence[str],
) -> int:
    """List the open questions, those first that could decide most.

    For each the findings that hang on it and how many of them its answer could decide,
    whichever way; and for each answer what would follow.

    With --interactive they are put one after the other. After every answer the new profile is
    saved, and the list orders itself anew. An existing file is never written over.

    \b
    Examples:
      compliance ask ECU
      compliance ask ECU --topic detention
      compliance ask ecu-2011-government --interactive -o my-answers.yaml
      compliance ask ECU -o questions.csv
    """
    problems = Problems()
    wanted_voice = None
    paths: list[Path] = []
    with problems:
        as_of = day_of(day)
    with problems:
        wanted_voice = voice_of(voice)
    with problems:
        if not interactive:
            paths = targets_of(targets, "json", "csv", "xlsx")
        elif form != "table":
            hint = "leave one of the two out"
            raise fault("--format and --interactive contradict each other", hint=hint)
    with problems:
        library = load(layers)
        with problems:
            scope = library.scope(rulebooks, topics)
            require_rules(library, scope)
        with problems:
            profiles = chosen(names, library, wanted_voice, all_states=False)
            if interactive:
                place = _new_profile(profiles, targets)
    problems.settle()
    if interactive:
        from compliance.cli.dialogue import Dialogue  # noqa: PLC0415 - needs rich

        return Dialogue(library, profiles[0], as_of, scope, place).run()
    assessments = assessed(profiles, library, as_of, scope)
    _list(assessments, form, paths)
    return OK


def _list(assessments: Sequence[Assessment], form: str, paths: Sequence[Path]) -> None:
    from compliance.report import ending_of, parts, render, replace_all  # noqa: PLC0415
    from compliance.report.asking import QUESTION_FORMATS  # noqa: PLC0415

    replace_all({p: parts(assessments, ending_of(p), QUESTION_FORMATS) for p in paths})
    if form == "table":
        from compliance.report.questions_screen import print_questions  # noqa: PLC0415

        emit(printed(lambda console: print_questions(console, assessments)))
    else:
        emit(render(assessments, form, QUESTION_FORMATS))
    for path in paths:
        say(f"Wrote {path}")


def _new_profile(profiles: Sequence[Profile], targets: Sequence[str]) -> Path:
    """Where the answers go: a file that is not there yet. Raises InputError."""
    if len(profiles) > 1:
        names = ", ".join(profile.id for profile in profiles)
        hint = f"name one of {names}, or give --voice"
        raise fault("questions are put to one account at a time", hint=hint)
    if len(targets) > 1:
        raise fault("the answers go into one file", Location("-o"), "give -o once")
    if not targets:
        return _unused(profiles[0].id)
    path = Path(targets[0])
    where = Location(str(path))
    if path.suffix not in (".yaml", ".yml"):
        raise fault("a profile is a .yaml file", where, "let the name end in .yaml")
    if path.exists() or path.is_symlink():
        hint = "choose a new name; to go on with a profile of yours, name it as PROFILE"
        raise fault("this file is there already, and nothing is written over", where, hint)
    if not path.absolute().parent.is_dir():
        raise fault(f"there is no folder `{path.parent}`", where, "make the folder first")
    return path


def _unused(name: str) -> Path:
    """A name in this folder that no file has."""
    path, number = Path(f"{name}-answers.yaml"), 1
    while path.exists() or path.is_symlink():
        number += 1
        path = Path(f"{name}-answers-{number}.yaml")
    return path
