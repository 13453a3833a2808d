"""``draft reply``: a Government's reply to the note verbale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK
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
from compliance.cli.profile_names import profiles_of
from compliance.cli.reports import deliver_report, given
from compliance.errors import fault

if TYPE_CHECKING:
    from datetime import date

    from compliance.cli.parameters import Refused
    from compliance.library.library import Library
    from compliance.model.profiles import Profile


@click.command()
@click.argument("name", metavar="PROFILE", shell_complete=profile_completion)
@rulebook_option
@topic_option
@as_of_option
@layer_option
@format_option("table", "md", "html")
@output_option("Write the reply to a file, .docx, .md or .html; repeatable.")
def reply(  # noqa: PLR0913 - what it is about is named
    name: str,
    *,
    rulebooks: Sequence[str],
    topics: Sequence[str],
    day: date | Refused | None,
    layers: Sequence[str],
    form: str,
    targets: Sequence[str],
) -> int:
    """Write a Government's reply to the note verbale.

    PROFILE is a Government's account, or a country that has one such account. Each paragraph of
    the instruments is quoted, and under it stands what the account says, in sentences, with the
    words and the number of each source. The draft has no status: it does not say that a
    paragraph is met. Open questions and notes of the account are comments in Word, and notes in
    Markdown and HTML. Confidential answers are left out, on the screen too.

    \b
    Examples:
      compliance draft reply ESP --rulebook A/RES/65/212 -o reply.docx
      compliance draft reply my-answers.yaml --topic education
    """
    from compliance.export import REPORTS  # noqa: PLC0415 - needs pydantic

    def choose(names: Sequence[str], library: Library, _: str | None) -> list[Profile]:
        return [_government(names[0], library)]

    named = Named(
        names=[name], voice=None, rulebooks=rulebooks, topics=topics, day=day, layers=layers
    )
    report = REPORTS["reply"]
    found = given(named, targets, report.endings, choose=choose)
    deliver_report(report, found.assessed()[0], form, found.targets)
    return OK


def _government(name: str, library: Library) -> Profile:
    """The one account of a Government that ``name`` stands for. Raises InputError."""
    accounts = profiles_of([name], library, None)
    own = [one for one in accounts if one.voice == "government"]
    if not own:
        voices = ", ".join(dict.fromkeys(one.voice for one in accounts))
        hint = f"it is by: {voices}; `compliance draft submission` writes a text of other speakers"
        raise fault(f"`{name}` is no account of a Government, and a reply is", hint=hint)
    if len(own) > 1:
        hint = f"name one of them: {', '.join(one.id for one in own)}"
        raise fault(f"`{name}` has several accounts of its Government", hint=hint)
    return own[0]
