"""The command line. Nothing heavy is imported here: every command imports what it needs."""

from __future__ import annotations

import click

from compliance.cli import (
    asking,
    assessing,
    comparing,
    contrasting,
    explaining,
    importing,
    listing,
    planning,
    proving,
    questions,
    reviewing,
)
from compliance.cli.boundary import Program
from compliance.cli.options import show_version

__all__ = ["main"]


@click.group(
    cls=Program,
    name="compliance",
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='Completion in bash: eval "$(_COMPLIANCE_COMPLETE=bash_source compliance)"; '
    "zsh and fish likewise.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Show the version and exit.",
)
@click.pass_context
def main(context: click.Context) -> int:
    """Hold a country against what United Nations documents ask for the rights of migrants.

    A profile has one speaker's answers about a country; a rule is our reading of one provision.
    Every finding shows the words it rests on. What nobody answered is an open question, never
    a failure.

    \b
    Examples:
      compliance assess ECU                  the gap report of Ecuador
      compliance assess ECU -o ecuador.xlsx  and a workbook to send around
      compliance explain A-RES-65-212.5f ECU from the clause to its status
      compliance check my-profile.yaml       is my own file right?

    \b
    Exit codes: 0 it ran (gaps are no error); 1 --fail-on was reached, or coverage
    found a hole; 2 bad input or usage; 3 our own fault.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return 2
    return 0


for command in (
    assessing.assess,
    explaining.explain,
    planning.plan,
    questions.ask,
    comparing.matrix,
    contrasting.compare,
    asking.questionnaire,
    listing.rules,
    listing.facts,
    listing.profiles,
    proving.check,
    proving.coverage,
    importing.imports,
    reviewing.review,
):
    main.add_command(command)
