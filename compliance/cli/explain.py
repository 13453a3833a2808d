"""``explain``: a rule from the clause to its status."""

from __future__ import annotations

from collections.abc import Sequence

import click

from compliance.cli.errors import OK, Problems, emit, printed
from compliance.cli.options import (
    as_of_option,
    assessed,
    completing,
    day_of,
    evidence_option,
    format_option,
    layer_option,
    load,
    profile_completion,
    together_option,
    voice_of,
    voice_option,
)
from compliance.cli.profile_names import profiles_of
from compliance.errors import Location, fault


@click.command()
@click.argument(
    "reference", metavar="RULE", shell_complete=completing(lambda library: library.rules)
)
@click.argument("names", metavar="[PROFILE]...", nargs=-1, shell_complete=profile_completion)
@voice_option
@as_of_option
@evidence_option
@together_option
@format_option("table", "json")
@layer_option
def explain(  # noqa: PLR0913 - one argument an option
    *,
    reference: str,
    names: Sequence[str],
    voice: str | None,
    day: str | None,
    evidence: str | None,
    together: bool,
    form: str,
    layers: Sequence[str],
) -> int:
    """Show a rule from the clause to its status.

    The provision word for word, each check with its decision table, and for PROFILE what
    decided it, on which questions it hangs, and what each answer to them would leave. RULE is an
    id or a citation; PROFILE is a file, the id of a profile, or a country; several are shown one
    after the other, or with --together as one, with what stands if each side is right.

    Answers marked `public: no` count on the screen; they are not in the JSON, nor what follows.

    \b
    Examples:
      compliance explain A-RES-65-212.5f
      compliance explain "65/212 4(e)" ECU
      compliance explain A-RES-65-212.5f ecu-2011-government --as-of 2010-12-21
      compliance explain 5f ECU --together
      compliance explain 5f ECU --format json
    """
    problems = Problems()
    wanted_voice = None
    with problems:
        as_of = day_of(day)
    with problems:
        wanted_voice = voice_of(voice)
        if (wanted_voice or together) and not names:
            option = "--voice" if wanted_voice else "--together"
            raise fault("there is no PROFILE to choose from", Location(option))
    with problems:
        library = load(layers)
        with problems:
            rule = library.rule(reference)
        with problems:
            profiles = profiles_of(names, library, wanted_voice)
    problems.settle()
    scope = library.scope([rule.instrument])
    assessments = assessed(profiles, library, as_of, scope, evidence=evidence, together=together)
    if form == "json":
        from compliance.export.json.explanation import explanation_json  # noqa: PLC0415

        emit(explanation_json(rule, library, assessments))
        return OK
    from compliance.report.explanation import print_explanation  # noqa: PLC0415 - needs rich

    emit(printed(lambda console: print_explanation(console, rule, library, assessments)))
    return OK
