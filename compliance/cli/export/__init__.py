"""``export``: lists that others keep, sent back with what became of each row."""

from __future__ import annotations

import click

from compliance.cli.errors import BAD_INPUT, OK, Commands


@click.group(
    "export",
    cls=Commands,
    sections={
        "Commands": {
            "recommendations": "Send a list of recommendations back with its status.",
        }
    },
    package=__name__,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.pass_context
def export(context: click.Context) -> int:
    """Send lists that others keep back, filled in.

    \b
    Example:
      compliance export recommendations matrix.xlsx ECU --layer ours -o back.xlsx
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return BAD_INPUT
    return OK
