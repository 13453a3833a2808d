"""``new``: what a lawyer begins with, drafted by the program and finished by hand."""

from __future__ import annotations

from compliance.cli.errors import command_group

new = command_group(
    "new",
    __name__,
    {
        "rulebook": "Make draft rules of the text of a resolution, or of a text like it.",
        "fact": "Add a question to a layer, after a look at those that are like it.",
        "cases": "Draw invented States that show every outcome of a rule.",
    },
    """Begin a rulebook or a question in a folder of your own.

    What is proposed says so, and nothing that is there is changed.

    \b
    Example:
      compliance new rulebook resolution.txt --symbol A/RES/66/128 -o ours
    """,
)
