"""``review``: the copies of a gap report that reviewers send back, put together."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, REACHED, Problems, emit, printed, say
from compliance.cli.options import (
    annotated_option,
    format_option,
    layer_option,
    load,
    refuse_inputs,
    write_annotated,
)
from compliance.errors import InputError, Location, Problem, fault, with_file

if TYPE_CHECKING:
    from compliance.library.library import Library
    from compliance.workbook.review.copies import Filled
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
@annotated_option
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
    confirm: bool,
    form: str,
    failing: Sequence[str],
    layers: Sequence[str],
) -> int:
    """Put together what reviewers wrote into a gap report.

    FILE.xlsx is a gap report as `compliance assess ECU -o report.xlsx` makes it, filled in and
    sent back. Cells are compared with what was exported, wherever rows and columns have gone.
    The same change made twice is one; two that differ are a conflict, shown with both authors.
    Opinions are counted and never averaged; what was decided against stays in the record. What
    was written into cells that are not for reviewers is named, and not read. No file that you
    name is changed. Answers are given in a questionnaire, not here.

    \b
    Examples:
      compliance review ana.xlsx ben.xlsx
      compliance review ana.xlsx ben.xlsx -o merged.xlsx --annotated faulty
    """
    problems = Problems()
    with problems:
        _check_targets(names, target, folder)
    with problems:
        library = load(layers)
    problems.settle()
    from compliance.workbook.review.review import review as reviewed  # noqa: PLC0415 - needs pydantic

    copies = _read(list(dict.fromkeys(names)), library, folder)
    found = reviewed(copies, library, confirm=confirm)
    contents: dict[Path, bytes] = {}
    if target:
        from compliance.workbook.review.returned import merged_workbook  # noqa: PLC0415

        contents[Path(target)] = merged_workbook(found)
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


def _check_targets(names: Sequence[str], target: str | None, folder: str | None) -> None:
    """Raises InputError for files that could not be written, or are there already."""
    from compliance.export import check_target  # noqa: PLC0415

    problems = Problems()
    with problems:
        if target is not None:
            check_target(Path(target), ("xlsx",))
            refuse_inputs([Path(target)], names)
            if os.path.lexists(target):
                hint = "choose another name; nothing is written over"
                raise fault("this file is there already", Location(target), hint)
    with problems:
        if folder is not None and os.path.exists(folder) and not os.path.isdir(folder):
            raise fault("this is a file, not a folder", Location(folder), "name a folder")
    problems.settle()


def _read(names: Sequence[str], library: Library, folder: str | None) -> list[Filled]:
    """The copies. Raises InputError with all that is wrong in all files, once it is marked."""
    from compliance.workbook.review.copies import read_copy  # noqa: PLC0415 - needs openpyxl
    from compliance.workbook.review.returned import annotated  # noqa: PLC0415
    from compliance.workbook.review.review import misfits  # noqa: PLC0415

    copies: list[Filled] = []
    problems: list[Problem] = []
    for name in names:
        try:
            copies.append(read_copy(Path(name), library))
        except InputError as error:
            problems += error.problems
    faulty = [copy for copy in copies if copy.problems]
    problems += [with_file(p) for copy in faulty for p in copy.problems]
    if copies:
        problems += misfits(copies)
    if problems:
        if folder is not None:
            write_annotated({copy.path: annotated(copy) for copy in faulty}, Path(folder))
        elif faulty:
            say("With --annotated DIR, copies are written in which each faulty cell is marked.")
        raise InputError(problems)
    return copies


def _write(contents: dict[Path, bytes]) -> None:
    from compliance.files import replace_all  # noqa: PLC0415

    replace_all({path: [content] for path, content in contents.items()})


def _result(form: str, found: Review) -> bytes:
    """What goes to standard output."""
    if form == "json":
        from compliance.workbook.review.as_json import render  # noqa: PLC0415

        return render(found)
    from compliance.workbook.review.report import print_review  # noqa: PLC0415 - needs rich

    return printed(lambda console: print_review(console, found))
