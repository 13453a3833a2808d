"""``rules``: the rules of each instrument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from compliance.cli.options import (
    format_option,
    layer_option,
    load,
    rulebook_option,
    show,
    topic_option,
)


@click.command()
@rulebook_option
@topic_option
@format_option("table", "json")
@layer_option
def rules(rulebooks: Sequence[str], topics: Sequence[str], form: str, layers: Sequence[str]) -> int:
    """List the rules: our reading of each provision.

    \b
    Examples:
      compliance rules
      compliance rules --topic detention
      compliance rules --rulebook A-RES-65-212 --format json
    """
    from compliance.export.json import catalogue  # noqa: PLC0415
    from compliance.report import listing  # noqa: PLC0415 - needs rich

    library = load(layers)
    scope = library.scope(rulebooks, topics)
    chosen = {name: rule for name, rule in library.rules.items() if scope.has(rule)}
    narrowed = replace(library, rules=chosen)
    return show(form, narrowed, chosen, catalogue.rules_json, listing.print_rules)
