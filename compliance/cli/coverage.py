"""``coverage``: do the rules leave nothing of the provisions out?"""

from __future__ import annotations

from collections.abc import Sequence

import click

from compliance.cli.errors import OK, REACHED, emit, printed
from compliance.cli.options import format_option, layer_option, rulebook_option


@click.command()
@rulebook_option
@format_option("table", "json")
@layer_option
def coverage(rulebooks: Sequence[str], form: str, layers: Sequence[str]) -> int:
    """Show, word by word, that the rules leave nothing out.

    For every operative provision: how many of its words are asked for in checks, how many
    stand in the frame, and whether any are left over; its requirements, checks and facts. A hole is
    a provision without a rule, words left over, a text that is not the source's, or a fact
    that no check reads. Exits with 1 if there is a hole.

    \b
    Examples:
      compliance coverage
      compliance coverage --rulebook A-RES-65-212 --format json
    """
    from compliance.export.json.coverage import coverage_json  # noqa: PLC0415
    from compliance.library.coverage import coverage as coverage_of  # noqa: PLC0415 - needs pydantic
    from compliance.library.layers import files_of  # noqa: PLC0415
    from compliance.model.scalars import BUNDLED  # noqa: PLC0415
    from compliance.report.coverage_table import print_coverage  # noqa: PLC0415

    found = coverage_of(files_of([BUNDLED, *layers]))
    if rulebooks:
        from compliance.library.library import instrument_called  # noqa: PLC0415

        instruments = {book.instrument.id: book.instrument for book in found.rulebooks}
        found = found.of([instrument_called(name, instruments).id for name in rulebooks])
    if form == "json":
        emit(coverage_json(found).encode())
    else:
        emit(printed(lambda console: print_coverage(console, found)))
    return REACHED if found.holes else OK
