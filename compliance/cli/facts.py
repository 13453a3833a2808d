"""``facts``: the questions that an account answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from compliance.cli.options import (
    layer_option,
    load,
    print_catalogue,
    report_options,
    rulebook_option,
    topic_option,
)


@click.command()
@rulebook_option
@topic_option
@report_options("catalogue")
@layer_option
def facts(
    *,
    rulebooks: Sequence[str],
    topics: Sequence[str],
    form: str,
    targets: Sequence[str],
    layers: Sequence[str],
) -> int:
    """List the facts: the questions that a profile answers.

    With --rulebook, those that its rules read.

    \b
    Examples:
      compliance facts --topic education
      compliance facts --rulebook A-RES-65-212 --format json
    """
    library = load(layers)
    scope = library.scope(rulebooks, topics)
    rules = [rule for rule in library.rules.values() if rule.instrument in scope.rulebooks]
    read = {name for rule in rules for names in library.facts_read(rule) for name in names}
    chosen = {
        name: fact
        for name, fact in library.facts.items()
        if (not scope.topics or fact.topic in scope.topics)
        and (not scope.rulebooks or name in read)
    }
    narrowed = replace(library, facts=chosen)
    return print_catalogue("facts", narrowed, form, targets)
