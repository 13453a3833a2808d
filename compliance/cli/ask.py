"""``ask``: what to ask next, or the questions put one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import Problems
from compliance.cli.options import Named, accounts_option, report_options
from compliance.cli.profile_names import chosen
from compliance.cli.reports import given, print_report
from compliance.errors import Location, fault

if TYPE_CHECKING:
    from typing import Unpack

    from compliance.library.library import Library
    from compliance.model.profiles import Profile


@click.command()
@accounts_option()
@click.option(
    "--interactive",
    "-i",
    is_flag=True,
    help="Answer the questions here and now; saved after every answer, into a new profile.",
)
@click.option("--all", "everything", is_flag=True, help="All open questions, with all answers.")
@report_options("questions")
def ask(
    *,
    interactive: bool,
    everything: bool,
    form: str,
    targets: Sequence[str],
    **named: Unpack[Named],
) -> int:
    """List what to ask next: the open questions, the most useful first.

    The first question is the one whose answer could settle most results. Each has the
    paragraphs that depend on it, and what each answer would settle.

    With --interactive they are put one after the other. After every answer the new profile is
    saved, and the list orders itself anew. An existing file is never written over: name a new
    one, .yaml, with -o.

    \b
    Examples:
      compliance ask ECU
      compliance ask ECU --topic detention
      compliance ask ecu-2011-government --interactive -o my-answers.yaml
      compliance ask ECU -o questions.docx
    """
    if interactive:
        return _put(form, targets, named)
    return print_report("questions", named, form, targets, everything=everything)


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
