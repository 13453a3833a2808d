"""``assess`` and ``explain``: profiles held against rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.boundary import OK, REACHED, Problems, emit, emit_all, printed, say
from compliance.cli.options import (
    all_states_option,
    as_of_option,
    assessed,
    completing,
    day_of,
    evidence_option,
    format_option,
    layer_option,
    load,
    output_option,
    profile_completion,
    require_rules,
    rulebook_option,
    statuses_of,
    targets_of,
    topic_option,
    voice_of,
    voice_option,
)
from compliance.cli.profile_names import chosen, profiles_of
from compliance.errors import Location, fault
from compliance.one_by_one import made

if TYPE_CHECKING:
    from rich.console import Console

    from compliance.assessment import Assessment
    from compliance.outcome import Status


@click.command()
@click.argument("names", metavar="[PROFILE]...", nargs=-1, shell_complete=profile_completion)
@all_states_option
@voice_option
@rulebook_option
@topic_option
@click.option(
    "--status",
    "statuses",
    multiple=True,
    metavar="STATUS",
    help="Show only findings with this status (not-met, partly-met, undetermined, met, "
    "not-applicable, no-test); repeatable. Counts stay those of all findings, and workbooks "
    "have them all.",
)
@as_of_option
@evidence_option
@click.option(
    "--together",
    is_flag=True,
    help="Hold the accounts together: what several answer is whatever any of them leaves "
    "possible. What is decided then stands whoever is right.",
)
@format_option("table", "json", "csv", "md")
@output_option(
    "Write the report to a file, in the format its ending names: .xlsx, .json, .csv or "
    ".md; repeatable."
)
@click.option(
    "--fail-on",
    "failing",
    multiple=True,
    type=click.Choice(["gap", "undetermined"]),
    help="Exit with 1 if any finding is a gap, or undetermined; repeatable.",
)
@layer_option
def assess(  # noqa: PLR0913, PLR0917 - one argument an option
    names: Sequence[str],
    all_states: bool,
    voice: str | None,
    rulebooks: Sequence[str],
    topics: Sequence[str],
    statuses: Sequence[str],
    day: str | None,
    evidence: str | None,
    together: bool,
    form: str,
    targets: Sequence[str],
    failing: Sequence[str],
    layers: Sequence[str],
) -> int:
    """Print the gap report of one or more profiles.

    PROFILE is a file, the id of a profile, or a country by its code or name, which stands for
    all its profiles; for one without, registers alone speak. Each profile is assessed by itself;
    accounts are never merged, and held together only with --together.

    Answers marked `public: no` count on the screen, which says so, and for --fail-on; they go
    into no file, nor into JSON, CSV or Markdown.

    More than twelve accounts are a line each on the screen, but for --status; in a workbook they
    have a form of their own, with every finding, a matrix, and the clauses.

    \b
    Examples:
      compliance assess ECU
      compliance assess Ecuador --voice government --topic detention
      compliance assess ECU -o ecuador.xlsx -o ecuador.md
      compliance assess my-answers.yaml --status not-met --status partly-met
      compliance assess ECU CYP --format json
      compliance assess ECU --fail-on gap
      compliance assess ECU --together
      compliance assess ECU --evidence independent
      compliance assess --all-states --rulebook A-66-253 --format csv
      compliance assess --all-states -o all.xlsx
    """
    problems = Problems()
    wanted_voice = None
    with problems:
        as_of = day_of(day)
    with problems:
        wanted = statuses_of(statuses)
    with problems:
        wanted_voice = voice_of(voice)
    with problems:
        paths = targets_of(targets)
    with problems:
        library = load(layers)
        with problems:
            scope = library.scope(rulebooks, topics)
            require_rules(library, scope)
        with problems:
            profiles = chosen(names, library, wanted_voice, all_states=all_states)
    problems.settle()
    assessments = assessed(profiles, library, as_of, scope, evidence=evidence, together=together)
    result = _result(form, assessments, wanted, levels=evidence is not None)
    if paths:
        _write(paths, assessments, wanted)
    emit_all(result)
    for path in paths:
        say(f"Wrote {path}")
    return _verdict(assessments, failing)


def _result(
    form: str,
    assessments: Sequence[Assessment],
    statuses: frozenset[Status] | None,
    *,
    levels: bool,
) -> Iterable[bytes]:
    """What goes to standard output; with ``levels`` also what each standard of evidence gives."""
    from compliance import report  # noqa: PLC0415

    if form != "table":
        return report.parts(_only(assessments, statuses), form)
    from compliance.report.terminal import print_report  # noqa: PLC0415 - needs rich

    def work(console: Console) -> None:
        print_report(console, assessments, statuses=statuses)
        if levels:
            from compliance.report.levels_screen import print_levels  # noqa: PLC0415

            print_levels(console, assessments)

    return [printed(work)]


def _only(
    assessments: Sequence[Assessment], statuses: frozenset[Status] | None
) -> Sequence[Assessment]:
    return made(assessments, lambda one: one.only(statuses)) if statuses else assessments


def _write(
    paths: Sequence[Path], assessments: Sequence[Assessment], statuses: frozenset[Status] | None
) -> None:
    """Write all the files, or none. A workbook has every finding: it brings filters along."""
    from compliance import report  # noqa: PLC0415

    contents = {}
    for path in paths:
        ending = report.ending_of(path)
        chosen = assessments if ending == "xlsx" else _only(assessments, statuses)
        contents[path] = report.parts(chosen, ending)
    report.replace_all(contents)


def _verdict(assessments: Sequence[Assessment], failing: Sequence[str]) -> int:
    """The exit code, and why it is 1."""
    if not failing:
        return OK
    from compliance.outcome import Status  # noqa: PLC0415

    gaps = undetermined = 0
    for assessment in assessments:
        gaps += len(assessment.gaps())
        undetermined += sum(f.status is Status.UNDETERMINED for f in assessment.findings)
    reached = []
    if "gap" in failing and gaps:
        reached.append(f"{gaps} gap" + "s" * (gaps > 1))
    if "undetermined" in failing and undetermined:
        reached.append(f"{undetermined} undetermined")
    if reached:
        say(f"--fail-on: {' and '.join(reached)}")
    return REACHED if reached else OK


@click.command()
@click.argument(
    "reference", metavar="RULE", shell_complete=completing(lambda library: library.rules)
)
@click.argument("name", metavar="[PROFILE]", required=False, shell_complete=profile_completion)
@voice_option
@as_of_option
@evidence_option
@layer_option
def explain(  # noqa: PLR0913, PLR0917 - one argument an option
    reference: str,
    name: str | None,
    voice: str | None,
    day: str | None,
    evidence: str | None,
    layers: Sequence[str],
) -> int:
    """Show a rule from the clause to its status.

    The provision word for word, each check with its decision table, and for PROFILE what
    decided it and what is missing. RULE is an id or a citation; PROFILE is a file, the id of a
    profile, or a country.

    \b
    Examples:
      compliance explain A-RES-65-212.5f
      compliance explain "65/212 4(e)" ECU
      compliance explain A-RES-65-212.5f ecu-2011-government --as-of 2010-12-21
    """
    problems = Problems()
    wanted_voice = None
    with problems:
        as_of = day_of(day)
    with problems:
        wanted_voice = voice_of(voice)
        if wanted_voice and not name:
            raise fault("there is no PROFILE to choose from", Location("--voice"))
    with problems:
        library = load(layers)
        with problems:
            rule = library.rule(reference)
        with problems:
            profiles = profiles_of([name], library, wanted_voice) if name else []
    problems.settle()
    scope = library.scope([rule.instrument])
    assessments = assessed(profiles, library, as_of, scope, evidence=evidence)
    from compliance.report.explanation import print_explanation  # noqa: PLC0415 - needs rich

    emit(printed(lambda console: print_explanation(console, rule, library, assessments)))
    return OK
