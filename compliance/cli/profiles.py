"""``profiles``: who answered for which country, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from compliance.cli.errors import Problems
from compliance.cli.options import (
    format_option,
    layer_option,
    load,
    show,
    voice_of,
    voice_option,
)


@click.command()
@voice_option
@format_option("table", "json")
@layer_option
def profiles(voice: str | None, form: str, layers: Sequence[str]) -> int:
    """List the profiles: who answered for which country, when.

    \b
    Examples:
      compliance profiles
      compliance profiles --voice government --format json
    """
    from compliance.export.json import catalogue  # noqa: PLC0415
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
    return show(form, narrowed, chosen, catalogue.profiles_json, listing.print_profiles)
