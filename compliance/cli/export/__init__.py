"""``export``: what other programs read, and lists sent back to those who keep them."""

from __future__ import annotations

import click

from compliance.cli.errors import BAD_INPUT, OK, Commands


@click.group(
    "export",
    cls=Commands,
    sections={
        "Commands": {
            "data": "Write tidy tables for statistics: CSV, SQLite or Parquet.",
            "oscal": "Write rules and results in OSCAL, for systems of auditors.",
            "translations": "Write the catalogue of a language, for those who translate.",
            "dmn": "Write the decision tables of rules in DMN, for modelling tools.",
            "recommendations": "Send a list of recommendations back with its status.",
        }
    },
    package=__name__,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.pass_context
def export(context: click.Context) -> int:
    """Write files for other programs, and send lists back filled in.

    Confidential answers are left out of all of them.

    \b
    Examples:
      compliance export data tables
      compliance export data ecuador.db ECU
      compliance export dmn models "65/212 5(f)"
      compliance export recommendations matrix.xlsx ECU --layer ours -o back.xlsx
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return BAD_INPUT
    return OK
