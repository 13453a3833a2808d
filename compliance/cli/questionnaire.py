"""``questionnaire``: the questions of the rules as a workbook, for those who answer them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, Problems, emit_paths, say
from compliance.cli.options import (
    completing,
    day_of,
    layer_option,
    load,
    overwrite_option,
    refuse_existing,
    refuse_inputs,
    require_rules,
    rulebook_option,
    target_option,
    targets_of,
    topic_option,
    voice_of,
)
from compliance.cli.parameters import DAY, VOICE
from compliance.errors import Location, did_you_mean, fault

if TYPE_CHECKING:
    from compliance.library.library import Library
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
    "--assign",
    "assigned",
    multiple=True,
    metavar="TOPIC=INSTITUTION",
    help="The institution that is to answer the questions of a topic (id or title); repeatable.",
)
@click.option(
    "--lang",
    "languages",
    metavar="CODE",
    default="en",
    help="The language of the questionnaire: es, fr …; `es,en` for the English question beside. "
    "These are working translations that no authority has approved.",
)
@click.option(
    "--by-lead",
    is_flag=True,
    help="A workbook for each institution that is assigned, or that the profile names as `lead`, "
    "and one for the rest; named like FILE, with the institution's name behind.",
)
@target_option(
    "The file to write: a workbook (.xlsx); a page for a browser (.html); or forms for phones "
    "(.xlsform.xlsx, for KoboToolbox and ODK), one a topic, or with --by-lead one an institution."
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
    assigned: Sequence[str],
    languages: str,
    by_lead: bool,
    target: str,
    overwrite: bool,
    layers: Sequence[str],
) -> int:
    """Write the questions as a workbook, a page for a browser, or forms.

    Topic by topic, what decides most first; each question names the paragraphs that depend on
    it. What is left empty says nothing. What official lists say is filled in and marked.
    `import questionnaire` makes a profile of what comes back. Confidential answers are not in it.
    A page needs no network and no program: it shows the results while one answers, and saves a
    profile. The files written go to standard output, one to a line.

    \b
    Examples:
      compliance questionnaire ECU -o ecuador-questions.xlsx
      compliance questionnaire ECU -o ecuador.html
      compliance questionnaire ECU --topic detention --voice government -o q.xlsx
      compliance questionnaire ECU --from ecu-2011-government --as-of 2012-01-31 -o q.xlsx
      compliance questionnaire ECU --lang es,en -o cuestionario.xlsx
      compliance questionnaire ECU --lang es,en -o formularios.xlsform.xlsx
      compliance questionnaire ECU --assign "Work=Ministry of Labour" --by-lead -o q.xlsx
    """
    from compliance.cli.profile_names import one_profile  # noqa: PLC0415 - needs pycountry
    from compliance.workbook.questionnaire.forms import questionnaires  # noqa: PLC0415
    from compliance.workbook.questionnaire.order import Order  # noqa: PLC0415
    from compliance.workbook.questionnaire.selection import leads_of  # noqa: PLC0415
    from compliance.workbook.questionnaire.words import words_of  # noqa: PLC0415

    problems = Problems()
    profile: Profile | None = None
    with problems:
        as_of = day_of(day)
    with problems:
        wanted_voice = voice_of(voice)
    with problems:
        (path,) = targets_of([target], "xlsx", "html")
        refuse_inputs([path], [source] if source else [])
    with problems:
        library = load(layers)
        with problems:
            scope = library.scope(rulebooks, topics)
            require_rules(library, scope)
        with problems:
            words = words_of(languages.replace(",", " "), library)
        with problems:
            code = _country(country)
        with problems:
            by_topic = _assigned(assigned, library)
        with problems:
            profile = one_profile(source, library, "--from") if source else None
    problems.settle()
    leads = leads_of(by_topic, library)
    order = Order(code, scope, wanted_voice, speaker, as_of, profile, leads, words)
    contents = questionnaires(order, library, path, divided=by_lead)
    if not overwrite:
        refuse_existing(contents)
    _write(contents)
    if profile and (left_out := profile.unpublished()):
        say(f"Left out, for they are not public: answers to {left_out} of the questions.")
    return OK


def _write(contents: dict[Path, bytes]) -> None:
    from compliance import export  # noqa: PLC0415

    parts = {path: [content] for path, content in contents.items()}
    export.replace_all(parts, ("xlsx", "html"))
    emit_paths(contents)


def _assigned(texts: Sequence[str], library: Library) -> dict[str, str]:
    """The institution of each topic that is assigned. Raises InputError."""
    problems = Problems()
    found: dict[str, str] = {}
    for text in texts:
        with problems:
            topic, sign, institution = (part.strip() for part in text.partition("="))
            if not sign or not institution:
                hint = 'write it as "Work=Ministry of Labour"'
                raise fault(f"`{text}` assigns no topic", Location("--assign"), hint)
            found[_topic(topic, library)] = institution
    problems.settle()
    return found


def _topic(name: str, library: Library) -> str:
    """The id of the topic that is called so, by its id or its title. Raises InputError."""
    if name in library.topics:
        return name
    titles = {title.casefold(): topic for topic, title in library.topics.items()}
    if name.casefold() not in titles:
        near = did_you_mean(name, [*library.topics, *library.topics.values()])
        hint = near or f"topics are {', '.join(library.topics.values())}"
        raise fault(f"there is no topic `{name}`", Location("--assign"), hint)
    return titles[name.casefold()]


def _country(name: str) -> str:
    """The code of the country. Raises InputError."""
    from compliance.countries import country_code, country_names, is_country  # noqa: PLC0415

    code = country_code(name)
    if code is None or not is_country(code):
        hint = did_you_mean(name, country_names())
        raise fault(f"there is no country `{name}`", Location("COUNTRY"), hint)
    return code
