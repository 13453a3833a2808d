"""``facts``: the questions that an account answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from compliance.cli.errors import Problems
from compliance.cli.options import layer_option, load, report_options, rulebook_option, topic_option
from compliance.cli.reports import print_catalogue
from compliance.errors import Location, fault

_MOST_FOUND = 15


@click.command()
@click.option(
    "--search",
    "words",
    metavar="WORDS",
    help="Only the questions that these words find, the best first.",
)
@click.option(
    "--lang",
    "code",
    metavar="CODE",
    default="en",
    help="Show and search the questions in this language too: es, fr …",
)
@rulebook_option
@topic_option
@report_options("catalogue")
@layer_option
def facts(  # noqa: PLR0913 - one for each option
    *,
    words: str | None,
    code: str,
    rulebooks: Sequence[str],
    topics: Sequence[str],
    form: str,
    targets: Sequence[str],
    layers: Sequence[str],
) -> int:
    """List the facts: the questions that a profile answers.

    With --rulebook, those that its rules read. --search finds questions by their words, their
    choices, the evidence, and the words of the provisions that read them; it shows which rules
    read them.

    \b
    Examples:
      compliance facts --topic education
      compliance facts --search "visits to places of detention"
      compliance facts --lang es --search "visitas a lugares de detención"
      compliance facts --rulebook A-RES-65-212 --format json
    """
    from compliance.library.languages import language  # noqa: PLC0415 - needs pydantic

    problems = Problems()
    with problems:
        library = load(layers)
        with problems:
            scope = library.scope(rulebooks, topics)
        with problems:
            spoken = language(code, library)
    problems.settle()
    rules = [rule for rule in library.rules.values() if rule.instrument in scope.rulebooks]
    read = {name for rule in rules for names in library.facts_read(rule) for name in names}
    chosen = {
        name: fact
        for name, fact in library.facts.items()
        if (not scope.topics or fact.topic in scope.topics)
        and (not scope.rulebooks or name in read)
    }
    if words is None:
        shown = {name: spoken.fact(fact) for name, fact in chosen.items()}
        return print_catalogue("facts", replace(library, facts=shown), form, targets)
    from compliance.library.fact_search import FactSearch  # noqa: PLC0415 - needs pydantic

    if not words.strip():
        raise fault("there are no words to search for", Location("--search"))
    found = FactSearch(library, spoken=spoken).find(words, at_most=len(library.facts))
    facts = [match.fact for match in found if match.fact.id in chosen][:_MOST_FOUND]
    narrowed = replace(library, facts={fact.id: spoken.fact(fact) for fact in facts})
    return print_catalogue("facts", narrowed, form, targets, search=words)
