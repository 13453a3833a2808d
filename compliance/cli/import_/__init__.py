"""``import``: what others keep in lists and workbooks, made into files of a layer."""

from __future__ import annotations

from compliance.cli.errors import command_group

import_ = command_group(
    "import",
    __name__,
    {
        "recommendations": "Make rules of what a universal periodic review recommended.",
        "questionnaire": "Make a profile of questionnaires that were filled in.",
        "actions": "Make a list of actions of the sheet Actions, as ministries filled it in.",
    },
    """Make files of a layer from lists that others keep.

    \b
    Example:
      compliance import recommendations list.csv -o our-layer
    """,
)
