"""``matrix``: many accounts side by side, against the same provisions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from compliance.cli.options import Named, accounts_option, all_states_option, report_options
from compliance.cli.reports import print_report

if TYPE_CHECKING:
    from typing import Unpack


@click.command()
@accounts_option(optional=True)
@all_states_option
@click.option("--each", is_flag=True, help="A column for every State, also where many are alike.")
@report_options("matrix")
def matrix(
    *,
    all_states: bool,
    each: bool,
    form: str,
    targets: Sequence[str],
    **named: Unpack[Named],
) -> int:
    """Show accounts against provisions, paragraph by paragraph.

    One account, or many beside each other. Without PROFILE, every Member of the United Nations,
    in the order of the alphabet: nothing is ranked or averaged, and accounts of one State stand
    apart. Provisions that ask nothing of States are left out. On the screen a column is an
    account, and States of which only official lists speak share one where they come out alike;
    in CSV a row is an account.

    \b
    Examples:
      compliance matrix ECU
      compliance matrix ECU MEX HND --topic detention
      compliance matrix --rulebook A-66-253
      compliance matrix -o matrix.xlsx -o matrix.csv
    """
    every = all_states or not named["names"]
    return print_report("matrix", named, form, targets, all_states=every, each=each)
