"""``assess``: profiles held against rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, REACHED, Problems, say
from compliance.cli.options import (
    Named,
    accounts_option,
    all_states_option,
    evidence_option,
    format_option,
    output_option,
    statuses_of,
    together_option,
)
from compliance.cli.parameters import STATUS
from compliance.cli.profile_names import chosen
from compliance.cli.reports import deliver, given, refuse_data, report_in
from compliance.lazy import made

if TYPE_CHECKING:
    from typing import Unpack

    from compliance.assessment.assess import Assessment
    from compliance.engine.outcomes import Status


@click.command()
@accounts_option(optional=True)
@all_states_option
@click.option(
    "--status",
    "statuses",
    multiple=True,
    metavar="STATUS",
    type=STATUS,
    help="Show only results with this status (not-met, partly-met, open, met, n/a, not-tested); "
    "repeatable. Counts stay those of all results, and workbooks have them all.",
)
@evidence_option
@together_option
@click.option(
    "--details", is_flag=True, help="With each result the words, the reason and the sources."
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="List every paragraph: also what is met, does not apply, or has no answer.",
)
@click.option(
    "--lang",
    "language",
    metavar="CODE",
    default="en",
    help="The language of the report: es, fr. These are working translations that no authority "
    "has approved; what documents and accounts say stays as it is. On screen, .html, .md, .docx.",
)
@click.option("--summary", is_flag=True, help="One page: where it stands, gaps, first actions.")
@format_option("table", "json", "csv", "md", "html")
@output_option(
    "Write the report to a file, in the format its ending names: .xlsx, .docx, .html, .md, .json "
    "or .csv; repeatable."
)
@click.option(
    "--fail-on",
    "failing",
    multiple=True,
    type=click.Choice(["gap", "undetermined"]),
    help="Exit with 1 if any finding is a gap, or undetermined; repeatable.",
)
@click.option(
    "--keep-going",
    is_flag=True,
    help="Assess a questionnaire that has faulty cells: their questions are left open, and listed.",
)
def assess(  # noqa: PLR0913 - one argument an option
    *,
    all_states: bool,
    statuses: Sequence[str],
    evidence: str | None,
    together: bool,
    details: bool,
    everything: bool,
    summary: bool,
    language: str,
    form: str,
    targets: Sequence[str],
    failing: Sequence[str],
    keep_going: bool,
    **named: Unpack[Named],
) -> int:
    """Print the gap report of one or more profiles.

    PROFILE is a file, the id of a profile, or a country by its code or name, which stands for
    all its profiles; for one without, only official lists are used. Each profile is assessed by
    itself; accounts are never merged, and taken together only with --together.

    Confidential answers (`public: no`) count on a terminal, which marks them, and for --fail-on.
    They are in no file, in no other format, and in nothing that is piped.

    More than twelve accounts are a row each on the screen, but for --status; in a workbook they
    have a form of their own.

    \b
    Examples:
      compliance assess ECU
      compliance assess ECU --details
      compliance assess Ecuador --voice government --topic detention
      compliance assess ECU -o ecuador.xlsx -o ecuador.html -o ecuador.docx
      compliance assess ECU --summary -o minister.docx
      compliance assess ECU --lang es -o ecuador.html
      compliance assess my-answers.yaml --status not-met --status partly-met
      compliance assess ECU CYP --format json
      compliance assess ECU --fail-on gap
      compliance assess ECU --together
      compliance assess ECU --evidence independent
      compliance assess --all-states --rulebook A-66-253 --format csv
      compliance assess --all-states -o all.xlsx
    """
    from compliance.export import REPORTS  # noqa: PLC0415 - needs pydantic

    problems = Problems()
    wanted = None
    with problems:
        wanted = statuses_of(statuses)
    with problems:
        refuse_data(language, form, targets)
    choose = partial(chosen, all_states=all_states, keep_going=keep_going)
    found = given(named, targets, choose=choose, problems=problems, language=language)
    assessments = found.assessed(evidence=evidence, together=together)

    report = REPORTS["summary" if summary else "gap_report"]
    options = {
        "details": details,
        "everything": everything,
        "statuses": wanted,
        "levels": evidence is not None,
        "scope": found.scope,
    }

    def content(ending: str) -> Iterable[bytes]:
        # A workbook has every finding: it brings filters along. A document counts all of them.
        is_data = ending in ("json", "csv")
        subject = _only(assessments, wanted) if is_data else assessments
        return report_in(ending, report, subject, **options)

    deliver(found.targets, form, content)
    return _verdict(assessments, failing)


def _only(
    assessments: Sequence[Assessment], statuses: frozenset[Status] | None
) -> Sequence[Assessment]:
    return made(assessments, lambda one: one.only(statuses)) if statuses else assessments


def _verdict(assessments: Sequence[Assessment], failing: Sequence[str]) -> int:
    """The exit code, and why it is 1."""
    if not failing:
        return OK
    from compliance.engine.outcomes import Status  # noqa: PLC0415

    gaps = undetermined = 0
    for assessment in assessments:
        gaps += len(assessment.gaps())
        undetermined += sum(f.status is Status.UNDETERMINED for f in assessment.findings)
    reached = []
    if "gap" in failing and gaps:
        reached.append(f"{gaps} gap" + "s" * (gaps > 1))
    if "undetermined" in failing and undetermined:
        reached.append(f"{undetermined} undetermined")
    if reached:
        say(f"--fail-on: {' and '.join(reached)}")
    return REACHED if reached else OK
