"""``import``: what others keep in lists and workbooks, made into files of a layer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from compliance.cli.boundary import BAD_INPUT, OK, Commands, Problems, emit, say
from compliance.cli.options import (
    layer_option,
    load,
    overwrite_option,
    refuse_existing,
    targets_of,
)
from compliance.errors import InputError, Location, did_you_mean, fault


@click.group(
    "import",
    cls=Commands,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
)
@click.pass_context
def imports(context: click.Context) -> int:
    """Make files of a layer from lists that others keep.

    \b
    Example:
      compliance import recommendations list.csv -o our-layer
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        return BAD_INPUT
    return OK


@imports.command()
@click.argument("name", metavar="FILE", type=click.Path())
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(),
    help="The layer that the rules are added to; a new folder, or one with `rules` in it.",
)
@click.option(
    "--country",
    metavar="COUNTRY",
    help="Only recommendations to this State; to which all are, if no column says so.",
)
@click.option(
    "--map",
    "mappings",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="Read the column with this heading as text, state_under_review, recommending_states, "
    "document, paragraph, position, session, body, topic, footnote or publication_date; "
    "repeatable.",
)
@click.option(
    "--skip-bad",
    is_flag=True,
    help="Leave out what cannot be read, and say so, instead of writing nothing.",
)
def recommendations(
    name: str, folder: str, country: str | None, mappings: Sequence[str], *, skip_bad: bool
) -> int:
    """Make rules of what a universal periodic review recommended.

    FILE is a list in JSON, CSV (UTF-8) or an .xlsx workbook, with the columns of the Universal
    Human Rights Index, of UPR Info, or ours. Each State gets a rulebook, UPR-SWE, and each
    recommendation a rule in it. Topics and echoes are proposed; a rule is a draft until you
    have written its checks.

    What is there already is not changed, so a longer list adds only what is new. The files
    written go to standard output, one to a line.

    \b
    Examples:
      compliance import recommendations list.csv -o ours
      compliance import recommendations uhri.xlsx --country Sweden -o ours
      compliance import recommendations list.csv --map "Full text=text" -o ours
    """
    from compliance.recommendations.columns import parsed  # noqa: PLC0415 - needs pydantic
    from compliance.recommendations.laying import Plan, check_layer  # noqa: PLC0415
    from compliance.recommendations.reading import read_recommendations  # noqa: PLC0415

    problems, root = Problems(), Path(folder)
    with problems:
        check_layer(root)
    with problems:
        code = _code(country)
    with problems:
        named = parsed(mappings)
    problems.settle()
    reading = read_recommendations(Path(name), code, named)
    plan = Plan(root, load(()))
    plan.take(reading.recommendations)
    bad = InputError([*reading.problems, *plan.problems]).problems
    is_written = not (plan.faults or (bad and not (skip_bad and plan.count)))
    if is_written:
        plan.write()
    for remark in (*reading.remarks, *plan.remarks(is_written=is_written)):
        say(remark)
    if not is_written:
        if plan.count and not plan.faults:
            say("Nothing is written; --skip-bad writes all but what follows.")
        raise InputError([*bad, *plan.faults])
    for problem in bad:
        say(str(problem))
    emit("".join(f"{path}\n" for path in plan.contents).encode())
    left_out = f"; left out: {len(bad)}, for the reasons above" if bad else ""
    say(f"{plan.new} new in {folder}, {plan.there} there already{left_out}")
    if plan.new:
        say(f"The new rules are drafts: `compliance check {folder}` says what is to be done.")
    return OK


@imports.command()
@click.argument("names", metavar="FILE...", nargs=-1, required=True, type=click.Path())
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    metavar="FILE",
    type=click.Path(),
    help="The profile to write, ending in .yaml; its name is the profile's id.",
)
@click.option(
    "--onto",
    metavar="PROFILE",
    help="Take the answers that are not in the questionnaires from this profile: to questions that "
    "were not asked, and those that are not public.",
)
@overwrite_option
@layer_option
def questionnaire(
    names: Sequence[str], target: str, onto: str | None, overwrite: bool, layers: Sequence[str]
) -> int:
    """Make a profile of questionnaires that were filled in.

    Several are put together: those that institutions filled in of one questionnaire. Where two
    answer the same question differently, both cells are named, and nothing is written. What
    nobody changed is as it was sent.

    \b
    Examples:
      compliance import questionnaire q.xlsx -o profiles/ecu-2012-government.yaml
      compliance import questionnaire q-interior.xlsx q-rest.xlsx -o ecu-2012-government.yaml
    """
    from compliance import whole_file  # noqa: PLC0415
    from compliance.cli.profile_names import one_profile  # noqa: PLC0415 - needs pycountry
    from compliance.questionnaire.profile_file import as_yaml  # noqa: PLC0415
    from compliance.questionnaire.reading import read_questionnaires  # noqa: PLC0415

    problems, path = Problems(), Path(target)
    with problems:
        targets_of([target], "yaml")
        if not overwrite:
            refuse_existing([path])
    with problems:
        library = load(layers)
        before = one_profile(onto, library, "--onto") if onto else None
    problems.settle()
    reading = read_questionnaires([Path(name) for name in names], library, path.stem)
    profile = reading.profile if before is None else reading.onto(before)
    for remark in reading.remarks:
        say(remark)
    files = ", ".join(Path(name).name for name in names)
    whole_file.replace_all({path: [as_yaml(profile, f"From {files}.").encode()]})
    emit(f"{path}\n".encode())
    changed = f"{len(reading.changed)} of them new or changed"
    say(f"{len(profile.answers)} questions with an answer or a note; {changed}.")
    return OK


def _code(country: str | None) -> str | None:
    """The State that ``--country`` names. Raises InputError."""
    from compliance.countries import country_names  # noqa: PLC0415
    from compliance.recommendations.states import state_code  # noqa: PLC0415

    code = state_code(country) if country else None
    if country and code is None:
        hint = did_you_mean(country, country_names())
        raise fault(f"there is no State `{country}`", Location("--country"), hint)
    return code
