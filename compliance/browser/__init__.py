"""The same decisions in a browser: tables as data, and the programs that look things up in them.

``outcomes.js``, ``decision_table.js`` and ``rule_tables.js`` say what the modules of the same name
in ``engine/`` say, ``value_sets.js`` what ``model/value_sets.py`` and ``engine/partitions.py``,
``assessment.js`` what ``assessment/`` says. No expression is evaluated there.
"""

from __future__ import annotations

from functools import cache

from compliance.files import packaged

DECIDING = ("outcomes", "decision_table", "rule_tables", "value_sets", "assessment")
"""The programs that decide, in the order in which they build on each other."""

STARTED = "started = true;"
"""The last program of a page: from here on what goes wrong is no failure to start."""


@cache
def program(*names: str) -> str:
    """The programs of these names, as one text."""
    return "\n".join(packaged(__name__, f"{name}.js") for name in names)
