"""``rules``: the rules of each instrument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from compliance.cli.options import layer_option, load, report_options, rulebook_option, topic_option
from compliance.cli.reports import print_catalogue


@click.command()
@rulebook_option
@topic_option
@report_options("catalogue")
@layer_option
def rules(
    *,
    rulebooks: Sequence[str],
    topics: Sequence[str],
    form: str,
    targets: Sequence[str],
    layers: Sequence[str],
) -> int:
    """List the rules: our reading of each provision.

    \b
    Examples:
      compliance rules
      compliance rules --topic detention
      compliance rules --rulebook A-RES-65-212 --format json
    """
    library = load(layers)
    scope = library.scope(rulebooks, topics)
    chosen = {name: rule for name, rule in library.rules.items() if scope.has(rule)}
    narrowed = replace(library, rules=chosen)
    return print_catalogue("rules", narrowed, form, targets)
