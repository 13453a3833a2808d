"""``export``: what other programs read, and lists sent back to those who keep them."""

from __future__ import annotations

from compliance.cli.errors import command_group

export = command_group(
    "export",
    __name__,
    {
        "data": "Write tidy tables for statistics: CSV, SQLite or Parquet.",
        "oscal": "Write rules and results in OSCAL, for systems of auditors.",
        "translations": "Write the catalogue of a language, for those who translate.",
        "dmn": "Write the decision tables of rules in DMN, for modelling tools.",
        "recommendations": "Send a list of recommendations back with its status.",
    },
    """Write files for other programs, and send lists back filled in.

    Confidential answers are left out of all of them.

    \b
    Examples:
      compliance export data tables
      compliance export data ecuador.db ECU
      compliance export dmn models "65/212 5(f)"
      compliance export recommendations matrix.xlsx ECU --layer ours -o back.xlsx
    """,
)
