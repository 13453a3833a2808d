"""``coverage``: do the rules leave nothing of the provisions out?"""

from __future__ import annotations

from collections.abc import Sequence

import click

from compliance.cli.errors import OK, REACHED, Problems
from compliance.cli.options import layer_option, report_options, rulebook_option, targets_of
from compliance.cli.parameters import report_called
from compliance.cli.reports import deliver_report


@click.command()
@rulebook_option
@report_options("coverage")
@layer_option
def coverage(
    *, rulebooks: Sequence[str], form: str, targets: Sequence[str], layers: Sequence[str]
) -> int:
    """Show, word by word, that the rules leave nothing out.

    For every operative provision: how many of its words are asked for in tests, how many belong
    to the frame, and whether any are left over; its requirements, tests and questions. A hole is
    a provision without a rule, words left over, a text that is not the source's, or a question
    that no test reads. Exits with 1 if there is a hole.

    \b
    Examples:
      compliance coverage
      compliance coverage --rulebook A-RES-65-212 --format json
    """
    from compliance.library.coverage import coverage as coverage_of  # noqa: PLC0415 - needs pydantic
    from compliance.library.layers import files_of  # noqa: PLC0415
    from compliance.library.library import instrument_called  # noqa: PLC0415
    from compliance.model.scalars import BUNDLED  # noqa: PLC0415

    report, problems = report_called("coverage"), Problems()
    with problems:
        paths = targets_of(targets, *report.endings)
    with problems:
        found = coverage_of(files_of([BUNDLED, *layers]))
        if rulebooks:
            instruments = {book.instrument.id: book.instrument for book in found.rulebooks}
            found = found.of([instrument_called(name, instruments).id for name in rulebooks])
    problems.settle()
    deliver_report(report, found, form, paths)
    return REACHED if found.holes else OK
