"""``draft``: the texts that people hand over, to be checked and completed by them."""

from __future__ import annotations

from compliance.cli.errors import command_group

draft = command_group(
    "draft",
    __name__,
    {
        "reply": "Write a Government's reply to the note verbale.",
        "submission": "Write a shadow report.",
    },
    """Write the text of a reply or of a shadow report.

    \b
    Examples:
      compliance draft reply ESP -o reply.docx
      compliance draft submission my-answers.yaml --against ECU -o submission.docx
    """,
)
