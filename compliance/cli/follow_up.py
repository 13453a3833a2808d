"""``follow-up``: who does what by when, and what will be met if promises are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.options import (
    Named,
    accounts_option,
    actions_option,
    day_of,
    details_option,
    report_options,
)
from compliance.cli.reports import action_lists, print_report
from compliance.errors import fault

if TYPE_CHECKING:
    from typing import Unpack

    from compliance.assessment.assess import Assessment
    from compliance.assessment.follow_up import FollowUp


@click.command("follow-up")
@accounts_option()
@actions_option
@details_option("Every result that would still not be fully met.")
@report_options("follow_up")
def follow_up(
    *,
    files: Sequence[str],
    details: bool,
    form: str,
    targets: Sequence[str],
    **named: Unpack[Named],
) -> int:
    """Show who does what by when, overdue first.

    Then what the results would be if every promise were kept, date by date, and what would still
    not be met or still be open. A promise is no answer and counts in no result. What is overdue
    is decided today, or with --as-of on that day. Actions are in the files actions/*.yaml of a
    layer, or in those named with --actions.

    \b
    Examples:
      compliance follow-up ECU --layer ours
      compliance follow-up my-answers.yaml --actions actions.yaml
      compliance follow-up ECU --layer ours -o follow-up.docx -o follow-up.xlsx
    """
    today = day_of(named["day"]) or date.today()
    subject = _with_actions([Path(name) for name in files], today)
    return print_report(
        "follow_up",
        named,
        form,
        targets,
        subject=subject,
        inputs=files,
        details=details,
        files=files,
    )


def _with_actions(
    files: Sequence[Path], today: date
) -> Callable[[Sequence[Assessment]], Sequence[FollowUp]]:
    """What makes a follow-up of assessments. It raises InputError for files that cannot be read."""

    def subject(assessments: Sequence[Assessment]) -> Sequence[FollowUp]:
        from compliance.assessment.follow_up import follow_up as followed  # noqa: PLC0415 - needs pydantic

        countries = {one.profile.country for one in assessments}
        if len(countries) > 1:
            hint = "name the accounts of one country"
            raise fault("actions are followed up country by country", hint=hint)
        lists = action_lists(assessments[0].library, files, next(iter(countries)))
        return [followed(one, lists, today) for one in assessments]

    return subject
