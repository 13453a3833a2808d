"""``import recommendations``: draft rules of a list of recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from compliance.cli.errors import OK, Problems, emit_paths, say, say_problem
from compliance.cli.layer_schemas import lay_schemas
from compliance.cli.options import folder_option, load
from compliance.cli.progress import progress
from compliance.errors import InputError, Location, did_you_mean, fault


@click.command()
@click.argument("name", metavar="FILE", type=click.Path())
@folder_option(
    "The layer that the rules are added to; a new folder, or one with `rules` in it.", required=True
)
@click.option(
    "--country",
    metavar="COUNTRY",
    help="Only recommendations to this State; to which all are, if no column says so.",
)
@click.option(
    "--document",
    metavar="SYMBOL",
    help="The document of those recommendations for which the list names none: A/HRC/15/11.",
)
@click.option(
    "--map",
    "mappings",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="Read the column with this heading as text, state_under_review, recommending_states, "
    "document, paragraph, position, session, body, type, topic, reference, footnote or "
    "publication_date; repeatable.",
)
@click.option(
    "--skip-bad",
    is_flag=True,
    help="Leave out what cannot be read, and say so, instead of writing nothing.",
)
def recommendations(  # noqa: PLR0913 - one for each option
    name: str,
    folder: str,
    country: str | None,
    document: str | None,
    mappings: Sequence[str],
    *,
    skip_bad: bool,
) -> int:
    """Make rules of what a universal periodic review recommended.

    FILE is a list in JSON, CSV (UTF-8) or an .xlsx workbook, with the columns of the Universal
    Human Rights Index, of UPR Info, of OHCHR's matrices, of IMPACT OSS, or ours. What is no
    recommendation (a heading, a pledge, an observation) is left out and told. Each State gets
    a rulebook, UPR-SWE, and each recommendation a rule in it. Topics and echoes are proposed;
    a rule is a draft until you have written its checks.

    What is there already is not changed, so a longer list adds only what is new. The files
    written go to standard output, one to a line.

    \b
    Examples:
      compliance import recommendations list.csv -o ours
      compliance import recommendations uhri.xlsx --country Sweden -o ours
      compliance import recommendations matrix.xlsx --country Peru -o ours
      compliance import recommendations list.csv --map "Full text=text" -o ours
    """
    from compliance.importers.recommendations.headings import parsed  # noqa: PLC0415 - needs pydantic
    from compliance.importers.recommendations.layer import Plan  # noqa: PLC0415
    from compliance.importers.recommendations.reading import read_recommendations  # noqa: PLC0415
    from compliance.library.layer_files import check_layer  # noqa: PLC0415

    problems, root = Problems(), Path(folder)
    with problems:
        check_layer(root)
    with problems:
        code = state_meant(country)
    with problems:
        named = parsed(mappings)
    with problems:
        symbol = symbol_meant(document)
    problems.settle()
    with progress() as bars:
        reading = read_recommendations(
            Path(name), code, named, document=symbol, watch=bars.watch(f"Reading {name}")
        )
        library = load([folder] if (root / "rules" / "facts").is_dir() else ())
        plan = Plan(root, library)
        plan.take(reading.recommendations)
        bad = InputError([*reading.problems, *plan.problems]).problems
        is_written = not (plan.faults or (bad and not (skip_bad and plan.count)))
        if is_written:
            plan.write(bars.count("Writing", len(plan.contents)))
    for remark in (*reading.remarks, *plan.remarks(is_written=is_written)):
        say(remark)
    if not is_written:
        if plan.count and not plan.faults:
            say("Nothing is written; --skip-bad writes all but what follows.")
        raise InputError([*bad, *plan.faults])
    for problem in bad:
        say_problem(problem)
    emit_paths(plan.contents)
    lay_schemas(root, library)
    rows = reading.bad_rows + plan.bad_rows
    counted = "1 row" if rows == 1 else f"{rows} rows"
    left_out = f"; left out: {counted}, for the reasons above" if bad else ""
    say(f"{plan.new} new in {folder}, {plan.there} there already{left_out}")
    if plan.new:
        say(f"The new rules are drafts: `compliance check {folder}` says what is to be done.")
    return OK


def state_meant(country: str | None) -> str | None:
    """The State that ``--country`` names. Raises InputError."""
    from compliance.countries import country_names  # noqa: PLC0415
    from compliance.importers.recommendations.states import state_code  # noqa: PLC0415

    code = state_code(country) if country else None
    if country and code is None:
        hint = did_you_mean(country, country_names())
        raise fault(f"there is no State `{country}`", Location("--country"), hint)
    return code


def symbol_meant(document: str | None) -> str | None:
    """The symbol of a document. Raises InputError."""
    from compliance.importers.recommendations.recommendation import is_symbol  # noqa: PLC0415

    if document and not is_symbol(document):
        hint = "write it as A/HRC/15/11"
        raise fault(f"`{document}` is no symbol of a document", Location("--document"), hint)
    return document
