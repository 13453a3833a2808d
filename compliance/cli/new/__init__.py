"""``new``: what a lawyer begins with, drafted by the program and finished by hand."""

from __future__ import annotations

import click

from compliance.cli.errors import BAD_INPUT, OK, Commands


@click.group(
    "new",
    cls=Commands,
    sections={
        "Commands": {
            "rulebook": "Make draft rules of the text of a resolution, or of a text like it.",
            "fact": "Add a question to a layer, after a look at those that are like it.",
            "cases": "Draw invented States that show every outcome of a rule.",
        }
    },
    package=__name__,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.pass_context
def new(context: click.Context) -> int:
    """Begin a rulebook or a question in a folder of your own.

    What is proposed says so, and nothing that is there is changed.

    \b
    Example:
      compliance new rulebook resolution.txt --symbol A/RES/66/128 -o ours
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return BAD_INPUT
    return OK
