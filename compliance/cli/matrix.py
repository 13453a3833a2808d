"""``matrix``: many accounts side by side, against the same provisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK
from compliance.cli.options import (
    Named,
    accounts_option,
    all_states_option,
    deliver_reports,
    format_option,
    given,
    output_option,
)

if TYPE_CHECKING:
    from typing import Unpack

    from rich.console import Console

    from compliance.assessment.assess import Assessment


@click.command()
@accounts_option(optional=True)
@all_states_option
@format_option("table", "csv")
@click.option("--each", is_flag=True, help="A column for every State, also where many are alike.")
@output_option("Write the matrix to a file, .csv or .xlsx; repeatable.")
def matrix(
    all_states: bool,
    form: str,
    each: bool,
    targets: Sequence[str],
    **named: Unpack[Named],
) -> int:
    """Show countries against provisions.

    Without PROFILE, every Member of the United Nations, in the order of the alphabet: nothing
    is ranked or averaged, and accounts of one State stand apart. Provisions that ask nothing of
    States are left out. On the screen a column is an account, and States of which only
    registers speak share one where they come out alike; in files a row is an account.

    \b
    Examples:
      compliance matrix --rulebook A-66-253
      compliance matrix ECU MEX HND --topic detention
      compliance matrix -o matrix.xlsx -o matrix.csv
    """
    from compliance.export import MATRIX_FORMATS  # noqa: PLC0415

    def screen(console: Console, assessments: Sequence[Assessment]) -> None:
        from compliance.report.matrix import Matrix  # noqa: PLC0415
        from compliance.report.matrix_screen import print_matrix  # noqa: PLC0415 - needs rich

        print_matrix(console, Matrix.of(assessments), each=each)

    every = all_states or not named["names"]
    found = given(named, targets, ["csv", "xlsx"], all_states=every)
    deliver_reports(found, form, MATRIX_FORMATS, screen)
    return OK
