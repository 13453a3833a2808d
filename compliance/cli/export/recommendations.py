"""``export recommendations``: a list as it came in, with what became of each row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import Problems, say
from compliance.cli.options import (
    Named,
    accounts_option,
    actions_option,
    day_of,
    details_option,
    report_options,
)
from compliance.cli.progress import progress
from compliance.cli.reports import action_lists, print_report
from compliance.errors import Location, fault

if TYPE_CHECKING:
    from typing import Unpack

    from compliance.assessment.assess import Assessment
    from compliance.assessment.recommendations import AnsweredList
    from compliance.importers.recommendations.returning import Options


@click.command()
@click.argument("listed", metavar="LIST", type=click.Path())
@accounts_option()
@actions_option
@click.option(
    "--document",
    metavar="SYMBOL",
    help="As with `import recommendations`: the document of rows for which the list names none.",
)
@click.option(
    "--map",
    "mappings",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="As with `import recommendations`: read this column as this field; repeatable.",
)
@details_option("Every row of the list.")
@report_options("recommendations")
def recommendations(  # noqa: PLR0913 - one for each option
    *,
    listed: str,
    files: Sequence[str],
    document: str | None,
    mappings: Sequence[str],
    details: bool,
    form: str,
    targets: Sequence[str],
    **named: Unpack[Named],
) -> int:
    """Send a list of recommendations back with its status.

    LIST is a list as it was imported, PROFILE the account by which it is answered. Columns, rows
    and their order stay. Beside each recommendation stand its status by our tests, why, the
    source, and from the lists of actions who is responsible, by when, and how far it is. In
    OHCHR's matrix all of this is in its last column; what people wrote there is kept. Empty
    columns of the list that expect an answer are filled in. A recommendation whose tests are not
    written has no status: it is not yet tested.

    \b
    Examples:
      compliance export recommendations matrix.xlsx ECU --layer ours -o back.xlsx
      compliance export recommendations list.csv my-answers.yaml --layer ours -o list.docx
    """
    from compliance.cli.import_.recommendations import symbol_meant  # noqa: PLC0415
    from compliance.importers.recommendations.headings import parsed  # noqa: PLC0415 - needs pydantic
    from compliance.importers.recommendations.returning import Options  # noqa: PLC0415

    problems, today = Problems(), date.today()
    columns: dict[str, str] = {}
    with problems:
        columns = parsed(mappings)
    with problems:
        document = symbol_meant(document)
    with problems:
        today = day_of(named["day"]) or today
    problems.settle()
    read = _reading(Path(listed), [Path(name) for name in files], today, Options(columns, document))
    return print_report(
        "recommendations",
        named,
        form,
        targets,
        subject=read,
        inputs=[listed, *files],
        details=details,
    )


def _reading(
    path: Path, files: Sequence[Path], today: date, options: Options
) -> Callable[[Sequence[Assessment]], AnsweredList]:
    """What reads the list beside an assessment. It raises InputError."""

    def subject(assessments: Sequence[Assessment]) -> AnsweredList:
        from compliance.importers.recommendations.returning import answered_list  # noqa: PLC0415

        if len(assessments) > 1:
            names = ", ".join(one.profile.id for one in assessments)
            what = "a list is answered by one account, and several are named"
            raise fault(what, Location("PROFILE"), f"name one of {names}")
        assessment = assessments[0]
        country = assessment.profile.country
        lists = action_lists(assessment.library, files, country)
        tracked = [a for held in lists if held.country == country for a in held.actions]
        with progress() as bars:
            watched = replace(options, watch=bars.watch(f"Reading {path}"))
            found, remarks = answered_list(path, assessment, tracked, today, watched)
        for remark in remarks:
            say(remark)
        return found

    return subject
