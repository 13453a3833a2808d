"""``draft submission``: a shadow report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, Problems, say
from compliance.cli.options import (
    Named,
    as_of_option,
    format_option,
    layer_option,
    output_option,
    profile_completion,
    rulebook_option,
    topic_option,
)
from compliance.cli.profile_names import one_profile
from compliance.cli.reports import deliver_report, given
from compliance.errors import Location, fault
from compliance.report.word_limits import LIMITS

if TYPE_CHECKING:
    from datetime import date

    from compliance.cli.parameters import Refused
    from compliance.document.model import Document
    from compliance.library.library import Library
    from compliance.model.profiles import Profile

MOST_TO_CUT = 5
"""How many of the longest paragraphs are named where the text is too long."""


@click.command()
@click.argument("name", metavar="PROFILE", shell_complete=profile_completion)
@click.option(
    "--against",
    "other",
    metavar="PROFILE",
    shell_complete=profile_completion,
    help="Show in a table where this account of the same country says otherwise.",
)
@click.option(
    "--max-words",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many words the text may have, without cover and annex.",
)
@click.option(
    "--limit",
    type=click.Choice(list(LIMITS)),
    help="The same by name: "
    + "; ".join(f"{name}, {one.text}, {one.words} words" for name, one in LIMITS.items())
    + ".",
)
@rulebook_option
@topic_option
@as_of_option
@layer_option
@format_option("table", "md", "html")
@output_option("Write the submission to a file, .docx, .md or .html; repeatable.")
def submission(  # noqa: PLR0913 - what it is about is named
    name: str,
    *,
    other: str | None,
    max_words: int | None,
    limit: str | None,
    rulebooks: Sequence[str],
    topics: Sequence[str],
    day: date | Refused | None,
    layers: Sequence[str],
    form: str,
    targets: Sequence[str],
) -> int:
    """Write a shadow report.

    PROFILE is the account of those who submit it. The draft says how it was made, where another
    account says otherwise, which requirements are not met or only partly met with a paragraph
    and a recommendation for each, what both accounts say, and what is open. The sources are
    numbered in an annex. Each fact is told once. Confidential answers are left out, on the
    screen too, and confidential sources are on file with the authors.

    How many words it has goes to standard error, with the longest paragraphs if there are too
    many.

    \b
    Examples:
      compliance draft submission my-answers.yaml --against ECU -o submission.docx
      compliance draft submission PRT --limit upr-stakeholder -o submission.docx
    """
    from compliance.document.model import words  # noqa: PLC0415
    from compliance.export import REPORTS, published  # noqa: PLC0415 - needs pydantic
    from compliance.report.submission import document  # noqa: PLC0415

    def choose(names: Sequence[str], library: Library, _: str | None) -> list[Profile]:
        problems = Problems()
        found: list[Profile] = []
        for one, option in zip(names, ("PROFILE", "--against"), strict=False):
            with problems:
                found.append(one_profile(one, library, option))
        problems.settle()
        return found

    named = Named(
        names=[name, *([other] if other else [])],
        voice=None,
        rulebooks=rulebooks,
        topics=topics,
        day=day,
        layers=layers,
    )
    problems, report = Problems(), REPORTS["submission"]
    with problems:
        most = _most_words(max_words, limit)
    found = given(named, targets, report.endings, choose=choose, problems=problems)
    assessments = found.assessed()
    made = document(published(assessments))
    deliver_report(report, assessments, form, found.targets)
    _say_words(words(made), most, made)
    return OK


def _most_words(number: int | None, limit: str | None) -> int | None:
    """The limit that was named, in words. Raises InputError where two were."""
    if number and limit:
        what = "--max-words and --limit are two limits"
        raise fault(what, Location("--limit"), "give one of them")
    return LIMITS[limit].words if limit else number


def _say_words(count: int, most: int | None, made: Document) -> None:
    """Say how long the text is, and what to cut where it is too long."""
    from compliance.report.submission import longest_paragraphs  # noqa: PLC0415

    told = f"{count} words without cover and annex"
    if most is None:
        say(f"{told}.")
    elif count <= most:
        say(f"{told}; the limit is {most}: {most - count} are left.")
    else:
        say(f"{told}; the limit is {most}: {count - most} too many. The longest paragraphs:")
        for number, title in longest_paragraphs(made)[:MOST_TO_CUT]:
            say(f"  {number} words: {title}")
