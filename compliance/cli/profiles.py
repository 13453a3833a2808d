"""``profiles``: who answered for which country, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import Problems
from compliance.cli.options import layer_option, load, report_options, voice_option
from compliance.cli.parameters import Refused, accepted
from compliance.cli.reports import print_catalogue

if TYPE_CHECKING:
    from compliance.model.rulebook import Voice


@click.command()
@voice_option
@report_options("catalogue")
@layer_option
def profiles(
    *,
    voice: Voice | Refused | None,
    form: str,
    targets: Sequence[str],
    layers: Sequence[str],
) -> int:
    """List the profiles: who answered for which country, when.

    \b
    Examples:
      compliance profiles
      compliance profiles --voice government --format json
    """
    problems = Problems()
    with problems:
        wanted_voice = accepted(voice)
    with problems:
        library = load(layers)
    problems.settle()
    chosen = {
        name: profile
        for name, profile in library.profiles.items()
        if wanted_voice in (None, profile.voice)
    }
    narrowed = replace(library, profiles=chosen)
    return print_catalogue("profiles", narrowed, form, targets)
