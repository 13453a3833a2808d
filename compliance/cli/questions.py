"""``ask``: what to ask next, listed, or asked in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.boundary import OK, Problems
from compliance.cli.given import Named, accounts_option, deliver_reports, given
from compliance.cli.options import format_option, output_option
from compliance.cli.profile_names import chosen
from compliance.errors import Location, fault

if TYPE_CHECKING:
    from typing import Unpack

    from rich.console import Console

    from compliance.accounts import Profile
    from compliance.assessment import Assessment
    from compliance.library import Library


@click.command()
@accounts_option()
@click.option(
    "--interactive",
    "-i",
    is_flag=True,
    help="Answer the questions here and now; saved after every answer, into a new profile.",
)
@format_option("table", "json", "csv", "md")
@output_option(
    "Write the questions to a file, .json, .csv, .md or .xlsx; repeatable. With --interactive, "
    "the new profile, .yaml."
)
def ask(
    interactive: bool,
    form: str,
    targets: Sequence[str],
    **named: Unpack[Named],
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
    if interactive:
        return _put(form, targets, named)
    from compliance.report.asking import QUESTION_FORMATS  # noqa: PLC0415

    def screen(console: Console, assessments: Sequence[Assessment]) -> None:
        from compliance.report.questions_screen import print_questions  # noqa: PLC0415 - needs rich

        print_questions(console, assessments)

    found = given(named, targets, QUESTION_FORMATS)
    deliver_reports(found, form, QUESTION_FORMATS, screen)
    return OK


def _put(form: str, targets: Sequence[str], named: Named) -> int:
    """Put the questions one after the other."""
    problems = Problems()
    place = None
    with problems:
        if form != "table":
            hint = "leave one of the two out"
            raise fault("--format and --interactive contradict each other", hint=hint)
    with problems:
        place = _new_file(targets)
    found = given(named, choose=_one_account, problems=problems)
    from compliance.cli.dialogue import Dialogue  # noqa: PLC0415 - needs rich

    [profile] = found.profiles
    place = place or _unused(profile.id)
    return Dialogue(found.library, profile, found.as_of, found.scope, place).run()


def _one_account(names: Sequence[str], library: Library, voice: str | None) -> list[Profile]:
    """The account to whose answers others are added. Raises InputError."""
    profiles = chosen(names, library, voice)
    if len(profiles) > 1:
        known = ", ".join(profile.id for profile in profiles)
        hint = f"name one of {known}, or give --voice"
        raise fault("questions are put to one account at a time", hint=hint)
    return profiles


def _new_file(targets: Sequence[str]) -> Path | None:
    """Where the answers go: a file that is not there yet, if one is named. Raises InputError."""
    if not targets:
        return None
    if len(targets) > 1:
        raise fault("the answers go into one file", Location("-o"), "give -o once")
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
