"""``plan``: what would close the gaps."""

from __future__ import annotations

from collections.abc import Sequence

import click

from compliance.cli.boundary import OK, Problems, emit, printed, say
from compliance.cli.options import (
    as_of_option,
    assessed,
    day_of,
    format_option,
    layer_option,
    load,
    output_option,
    profile_completion,
    require_rules,
    rulebook_option,
    targets_of,
    topic_option,
    voice_of,
    voice_option,
)
from compliance.cli.profile_names import chosen


@click.command()
@click.argument("names", metavar="PROFILE...", nargs=-1, shell_complete=profile_completion)
@voice_option
@rulebook_option
@topic_option
@as_of_option
@format_option("table", "json", "csv")
@output_option("Write the plan to a file, .json, .csv or .xlsx; repeatable.")
@layer_option
def plan(  # noqa: PLR0913, PLR0917 - one argument an option
    names: Sequence[str],
    voice: str | None,
    rulebooks: Sequence[str],
    topics: Sequence[str],
    day: str | None,
    form: str,
    targets: Sequence[str],
    layers: Sequence[str],
) -> int:
    """Show what would close the gaps of a profile.

    For each gap every smallest set of changes of facts that makes the demand met, or partly
    met; then the measures over all of them, with what each moves, in how many instruments that
    is asked, and to whom it falls. What cannot be changed, such as a finding of the past, is
    left alone. Measures stand by force, then by demands moved, then by how few changes they
    take; nothing is weighed.

    \b
    Examples:
      compliance plan PRT
      compliance plan QAT --topic treaties
      compliance plan my-answers.yaml -o plan.csv
      compliance plan PRT --format json
    """
    problems = Problems()
    wanted_voice = None
    with problems:
        as_of = day_of(day)
    with problems:
        wanted_voice = voice_of(voice)
    with problems:
        paths = targets_of(targets, "json", "csv", "xlsx")
    with problems:
        library = load(layers)
        with problems:
            scope = library.scope(rulebooks, topics)
            require_rules(library, scope)
        with problems:
            profiles = chosen(names, library, wanted_voice, all_states=False)
    problems.settle()
    assessments = assessed(profiles, library, as_of, scope)
    from compliance.report import ending_of, parts, render, replace_all  # noqa: PLC0415
    from compliance.report.planning import PLAN_FORMATS  # noqa: PLC0415

    replace_all({p: parts(assessments, ending_of(p), PLAN_FORMATS) for p in paths})
    if form == "table":
        from compliance.report.plan_screen import print_plans  # noqa: PLC0415 - needs rich

        emit(printed(lambda console: print_plans(console, assessments)))
    else:
        emit(render(assessments, form, PLAN_FORMATS))
    for path in paths:
        say(f"Wrote {path}")
    return OK
