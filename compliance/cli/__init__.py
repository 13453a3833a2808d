"""The command line: a file a command, called as the command, and loaded when it is called."""

from __future__ import annotations

import click

from compliance.cli.errors import Program
from compliance.cli.options import show_version

__all__ = ["main"]

SECTIONS = {
    "Assess": {
        "assess": "Print the gap report of one or more profiles.",
        "explain": "Show a rule from the clause to its status.",
        "matrix": "Show accounts against provisions, paragraph by paragraph.",
        "compare": "Show who disagrees, or what changed.",
    },
    "Act": {
        "plan": "Show what to do about the gaps of an account: one page.",
        "follow-up": "Show who does what by when, overdue first.",
        "ask": "List what to ask next: the open questions, the most useful first.",
        "draft": "Write the text of a reply or of a shadow report.",
    },
    "Collect": {
        "questionnaire": "Write the questions as a workbook, a page for a browser, or forms.",
        "review": "Put together what reviewers wrote into a gap report.",
        "import": "Make files of a layer from lists that others keep.",
    },
    "Exchange": {
        "export": "Write files for other programs, and send lists back filled in.",
    },
    "Rules": {
        "rules": "List the rules: our reading of each provision.",
        "facts": "List the facts: the questions that a profile answers.",
        "profiles": "List the profiles: who answered for which country, when.",
        "new": "Begin a rulebook or a question in a folder of your own.",
        "check": "Check files before they are used: rules, facts, profiles.",
        "test": "Run the cases of a layer: is found what a lawyer expects?",
        "coverage": "Show, word by word, that the rules leave nothing out.",
        "schema": "Print the JSON Schema of a kind of file, for editors and programs.",
    },
}
"""The commands in the order of the help, with the first line of each one's own."""


@click.group(
    cls=Program,
    sections=SECTIONS,
    package="compliance.cli",
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
    Exit codes: 0 it ran (gaps are no error); 1 --fail-on was reached, coverage
    found a hole, check --strict warns, or a case fails; 2 bad input or usage;
    3 our own fault.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return 2
    return 0
