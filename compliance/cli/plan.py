"""``plan``: what to do about the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from compliance.cli.options import Named, accounts_option, details_option, report_options
from compliance.cli.reports import print_report

if TYPE_CHECKING:
    from typing import Unpack

    from compliance.assessment.assess import Assessment
    from compliance.assessment.plan import Plan


@click.command()
@accounts_option()
@details_option("For each gap also the fewest changes that would close it.")
@report_options("plan")
def plan(*, details: bool, form: str, targets: Sequence[str], **named: Unpack[Named]) -> int:
    """Show what to do about the gaps of an account: one page.

    Actions stand under those who are responsible for them. Each says which paragraphs it
    improves, and what has no answer yet and may exist already. No action contains another. What
    cannot be changed, such as a finding about the past, is left out. Nothing is weighed.

    \b
    Examples:
      compliance plan PRT
      compliance plan PRT --details
      compliance plan QAT --topic treaties
      compliance plan my-answers.yaml -o plan.docx -o plan.xlsx
      compliance plan PRT --format json
    """
    return print_report("plan", named, form, targets, subject=_plans, details=details)


def _plans(assessments: Sequence[Assessment]) -> Sequence[Plan]:
    from compliance.assessment.plan import plan as planned  # noqa: PLC0415 - needs pydantic
    from compliance.lazy import made  # noqa: PLC0415

    return made(assessments, planned)
