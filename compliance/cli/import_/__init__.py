"""``import``: what others keep in lists and workbooks, made into files of a layer."""

from __future__ import annotations

import click

from compliance.cli.errors import BAD_INPUT, OK, Commands


@click.group(
    "import",
    cls=Commands,
    sections={
        "Commands": {
            "recommendations": "Make rules of what a universal periodic review recommended.",
            "questionnaire": "Make a profile of questionnaires that were filled in.",
            "actions": "Make a list of actions of the sheet Actions, as ministries filled it in.",
        }
    },
    package=__name__,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.pass_context
def import_(context: click.Context) -> int:
    """Make files of a layer from lists that others keep.

    \b
    Example:
      compliance import recommendations list.csv -o our-layer
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return BAD_INPUT
    return OK
