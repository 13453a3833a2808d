"""``export dmn``: the decision tables of rules for modelling tools."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, Problems
from compliance.cli.export.folder import write_into
from compliance.cli.options import completing, layer_option, load, overwrite_option
from compliance.errors import fault

if TYPE_CHECKING:
    from compliance.library.library import Library
    from compliance.model.rulebook import Rule


@click.command()
@click.argument("folder", metavar="FOLDER", type=click.Path())
@click.argument(
    "names",
    metavar="[RULE]...",
    nargs=-1,
    shell_complete=completing(lambda library: library.rules),
)
@layer_option
@overwrite_option
def dmn(*, folder: str, names: Sequence[str], layers: Sequence[str], overwrite: bool) -> int:
    """Write the decision tables of rules in DMN, for modelling tools.

    FOLDER gets a .dmn file for each RULE, by its id or citation; without RULE for each rule that
    has checks. Each check is a decision table in which every combination of answers has one row;
    a last decision makes the result of the rule of them.

    \b
    Examples:
      compliance export dmn tables "65/212 5(f)"
      compliance export dmn tables
    """
    library = load(layers)
    rules = _rules(names, library)
    from compliance.export.dmn import model  # noqa: PLC0415 - needs pydantic

    contents = {f"{rule.id}.dmn": model(rule, library) for rule in rules}
    write_into(Path(folder), contents, overwrite=overwrite)
    return OK


def _rules(names: Sequence[str], library: Library) -> list[Rule]:
    """The rules that are named, or all that have checks. Raises InputError."""
    if not names:
        return [rule for rule in library.rules.values() if rule.checks]
    problems = Problems()
    found: list[Rule] = []
    for name in names:
        with problems:
            rule = library.rule(name)
            if not rule.checks:
                raise fault(
                    f"`{rule.id}` has no checks, so there is no table", hint=rule.why_untested
                )
            found.append(rule)
    problems.settle()
    return found
