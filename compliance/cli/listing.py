"""``rules``, ``facts`` and ``profiles``: what there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Sized
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from compliance.cli.boundary import OK, Problems, emit, printed, say
from compliance.cli.options import (
    format_option,
    layer_option,
    load,
    rulebook_option,
    topic_option,
    voice_of,
    voice_option,
)

if TYPE_CHECKING:
    from rich.console import Console

    from compliance.library import Library

_formats = format_option("table", "json")


@click.command()
@rulebook_option
@topic_option
@_formats
@layer_option
def rules(rulebooks: Sequence[str], topics: Sequence[str], form: str, layers: Sequence[str]) -> int:
    """List the rules: our reading of each provision.

    \b
    Examples:
      compliance rules
      compliance rules --topic detention
      compliance rules --rulebook A-RES-65-212 --format json
    """
    from compliance.report import listing  # noqa: PLC0415 - needs rich

    library = load(layers)
    scope = library.scope(rulebooks, topics)
    chosen = {name: rule for name, rule in library.rules.items() if scope.has(rule)}
    narrowed = replace(library, rules=chosen)
    return _show(form, narrowed, chosen, listing.rules_json, listing.print_rules)


@click.command()
@rulebook_option
@topic_option
@_formats
@layer_option
def facts(rulebooks: Sequence[str], topics: Sequence[str], form: str, layers: Sequence[str]) -> int:
    """List the facts: the questions that a profile answers.

    With --rulebook, those that its rules read.

    \b
    Examples:
      compliance facts --topic education
      compliance facts --rulebook A-RES-65-212 --format json
    """
    from compliance.report import listing  # noqa: PLC0415 - needs rich

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
    return _show(form, narrowed, chosen, listing.facts_json, listing.print_facts)


@click.command()
@voice_option
@_formats
@layer_option
def profiles(voice: str | None, form: str, layers: Sequence[str]) -> int:
    """List the profiles: who answered for which country, when.

    \b
    Examples:
      compliance profiles
      compliance profiles --voice government --format json
    """
    from compliance.report import listing  # noqa: PLC0415 - needs rich

    problems = Problems()
    with problems:
        wanted_voice = voice_of(voice)
    with problems:
        library = load(layers)
    problems.settle()
    chosen = {
        name: profile
        for name, profile in library.profiles.items()
        if wanted_voice in (None, profile.voice)
    }
    narrowed = replace(library, profiles=chosen)
    return _show(form, narrowed, chosen, listing.profiles_json, listing.print_profiles)


def _show(
    form: str,
    library: Library,
    chosen: Sized,
    as_json: Callable[[Library], str],
    on_screen: Callable[[Console, Library], None],
) -> int:
    if form == "json":
        emit(as_json(library).encode())
    else:
        emit(printed(lambda console: on_screen(console, library)))
        if not chosen:
            say("There are none.")
    return OK
