"""``matrix``: many accounts side by side, against the same provisions."""

from __future__ import annotations

from collections.abc import Sequence

import click

from compliance.cli.boundary import OK, Problems, emit, emit_all, printed, say
from compliance.cli.options import (
    all_states_option,
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
@click.argument("names", metavar="[PROFILE]...", nargs=-1, shell_complete=profile_completion)
@all_states_option
@voice_option
@rulebook_option
@topic_option
@as_of_option
@format_option("table", "csv")
@click.option("--each", is_flag=True, help="A column for every State, also where many are alike.")
@output_option("Write the matrix to a file, .csv or .xlsx; repeatable.")
@layer_option
def matrix(  # noqa: PLR0913, PLR0917 - one argument an option
    names: Sequence[str],
    all_states: bool,
    voice: str | None,
    rulebooks: Sequence[str],
    topics: Sequence[str],
    day: str | None,
    form: str,
    each: bool,
    targets: Sequence[str],
    layers: Sequence[str],
) -> int:
    """Show countries against provisions.

    Without PROFILE, every Member of the United Nations, in the order of the alphabet: nothing
    is ranked or averaged, and accounts of one State stand apart. Provisions that ask nothing of
    States are left out. On the screen a column is an account, and States of which only
    registers speak share one where they come out alike; in files a row is an account.

    \b
    Examples:
      compliance matrix --rulebook A-66-253
      compliance matrix ECU MEX HND --topic detention
      compliance matrix -o matrix.xlsx -o matrix.csv
    """
    problems = Problems()
    wanted_voice = None
    with problems:
        as_of = day_of(day)
    with problems:
        wanted_voice = voice_of(voice)
    with problems:
        paths = targets_of(targets, "csv", "xlsx")
    with problems:
        library = load(layers)
        with problems:
            scope = library.scope(rulebooks, topics)
            require_rules(library, scope)
        with problems:
            every = all_states or not names
            profiles = chosen(names, library, wanted_voice, all_states=every)
    problems.settle()
    assessments = assessed(profiles, library, as_of, scope)
    from compliance.report import MATRIX_FORMATS, ending_of, parts, replace_all  # noqa: PLC0415

    replace_all({p: parts(assessments, ending_of(p), MATRIX_FORMATS) for p in paths})
    if form == "csv":
        emit_all(parts(assessments, form, MATRIX_FORMATS))
    else:
        from compliance.report.matrix import Matrix  # noqa: PLC0415
        from compliance.report.matrix_screen import print_matrix  # noqa: PLC0415 - needs rich

        held = Matrix.of(assessments)
        emit(printed(lambda console: print_matrix(console, held, each=each)))
    for path in paths:
        say(f"Wrote {path}")
    return OK
