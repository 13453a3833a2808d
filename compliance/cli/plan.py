"""``plan``: what would close the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK
from compliance.cli.options import (
    Named,
    accounts_option,
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
@accounts_option()
@format_option("table", "json", "csv", "md")
@output_option("Write the plan to a file, .json, .csv, .md or .xlsx; repeatable.")
def plan(form: str, targets: Sequence[str], **named: Unpack[Named]) -> int:
    """Show what would close the gaps of a profile.

    A measure is a change of a fact, or the few that only work together: with what it moves, in
    which instruments that is asked, and to whom it falls. Then, for each gap, which measures
    close it: every smallest set of changes that makes the requirement met, or partly met. What
    cannot be changed, such as a finding of the past, is left alone. Measures stand by force,
    then by requirements moved, then by how few changes they take; nothing is weighed.

    \b
    Examples:
      compliance plan PRT
      compliance plan QAT --topic treaties
      compliance plan my-answers.yaml -o plan.md -o plan.csv
      compliance plan PRT --format json
    """
    from compliance.report.planning import PLAN_FORMATS  # noqa: PLC0415

    def screen(console: Console, assessments: Sequence[Assessment]) -> None:
        from compliance.report.plan_screen import print_plans  # noqa: PLC0415 - needs rich

        print_plans(console, assessments)

    deliver_reports(given(named, targets, PLAN_FORMATS), form, PLAN_FORMATS, screen)
    return OK
