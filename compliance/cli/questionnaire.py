"""``questionnaire``: the questions of the rules as a workbook, for those who answer them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, Problems, emit, say
from compliance.cli.options import (
    completing,
    day_of,
    layer_option,
    load,
    overwrite_option,
    refuse_existing,
    require_rules,
    rulebook_option,
    targets_of,
    topic_option,
    voice_of,
)
from compliance.cli.parameters import DAY, VOICE
from compliance.errors import Location, did_you_mean, fault

if TYPE_CHECKING:
    from compliance.model.profiles import Profile


@click.command()
@click.argument(
    "country",
    shell_complete=completing(lambda library: {p.country: 1 for p in library.profiles.values()}),
)
@click.option(
    "--voice",
    type=VOICE,
    metavar="VOICE",
    help="What kind of speaker is asked; else they say it.",
)
@click.option("--speaker", metavar="NAME", help="Who is asked, as they call themselves.")
@click.option(
    "--as-of",
    "day",
    type=DAY,
    metavar="DATE",
    help="The day of their statement (YYYY-MM-DD).",
)
@click.option(
    "--from",
    "source",
    metavar="PROFILE",
    shell_complete=completing(lambda library: library.profiles, or_file=True),
    help="Fill in the answers of this profile: an id, or a file.",
)
@rulebook_option
@topic_option
@click.option(
    "--by-lead",
    is_flag=True,
    help="A workbook for each institution that the profile names as `lead`, and one for the rest; "
    "named like FILE, with the institution's name behind.",
)
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    metavar="FILE",
    type=click.Path(),
    help="The workbook to write, ending in .xlsx.",
)
@overwrite_option
@layer_option
def questionnaire(  # noqa: PLR0913, PLR0917 - one argument an option
    country: str,
    voice: str | None,
    speaker: str | None,
    day: str | None,
    source: str | None,
    rulebooks: Sequence[str],
    topics: Sequence[str],
    by_lead: bool,
    target: str,
    overwrite: bool,
    layers: Sequence[str],
) -> int:
    """Write the questions as a workbook to be filled in.

    One row a question, and one a member of a question with many, topic by topic, what decides
    most first. An empty cell is no statement. `assess` reads what comes back, and `import
    questionnaire` makes a profile of it. Answers marked `public: no` are not in it. The files
    written go to standard output, one to a line.

    \b
    Examples:
      compliance questionnaire ECU -o ecuador-questions.xlsx
      compliance questionnaire ECU --topic detention --voice government -o q.xlsx
      compliance questionnaire ECU --from ecu-2011-government --as-of 2012-01-31 -o q.xlsx
      compliance questionnaire ECU --from my-profile.yaml --by-lead -o q.xlsx
    """
    from compliance.cli.profile_names import one_profile  # noqa: PLC0415 - needs pycountry
    from compliance.workbook.questionnaire.drawing_up import Order, questionnaires  # noqa: PLC0415

    problems = Problems()
    profile: Profile | None = None
    with problems:
        as_of = day_of(day)
    with problems:
        wanted_voice = voice_of(voice)
    with problems:
        (path,) = targets_of([target], "xlsx")
    with problems:
        library = load(layers)
        with problems:
            scope = library.scope(rulebooks, topics)
            require_rules(library, scope)
        with problems:
            code = _country(country)
        with problems:
            profile = one_profile(source, library, "--from") if source else None
    problems.settle()
    order = Order(code, scope, wanted_voice, speaker, as_of, profile)
    contents = questionnaires(order, library, path, divided=by_lead)
    if not overwrite:
        refuse_existing(contents)
    _write(contents)
    if profile and (left_out := profile.unpublished()):
        say(f"Left out, for they are not public: answers to {left_out} of the questions.")
    return OK


def _write(contents: dict[Path, bytes]) -> None:
    from compliance import export  # noqa: PLC0415

    export.replace_all({path: [content] for path, content in contents.items()})
    emit("".join(f"{path}\n" for path in contents).encode())


def _country(name: str) -> str:
    """The code of the country. Raises InputError."""
    from compliance.countries import country_code, country_names, is_country  # noqa: PLC0415

    code = country_code(name)
    if code is None or not is_country(code):
        hint = did_you_mean(name, country_names())
        raise fault(f"there is no country `{name}`", Location("COUNTRY"), hint)
    return code
