"""``draft``: the texts that people hand over, to be checked and completed by them."""

from __future__ import annotations

import click

from compliance.cli.errors import BAD_INPUT, OK, Commands


@click.group(
    "draft",
    cls=Commands,
    sections={
        "Commands": {
            "reply": "Write a Government's reply to the note verbale.",
            "submission": "Write a shadow report.",
        }
    },
    package=__name__,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.pass_context
def draft(context: click.Context) -> int:
    """Write the text of a reply or of a shadow report.

    \b
    Examples:
      compliance draft reply ESP -o reply.docx
      compliance draft submission my-answers.yaml --against ECU -o submission.docx
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return BAD_INPUT
    return OK
