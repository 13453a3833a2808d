"""``compare``: the accounts of one State against each other, or one voice then and now."""

from __future__ import annotations

from collections.abc import Sequence
from gettext import ngettext
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from compliance.cli.errors import OK, Problems, say
from compliance.cli.options import (
    Named,
    accounts_option,
    details_option,
    evidence_option,
    load,
    report_options,
)
from compliance.cli.parameters import report_called
from compliance.cli.profile_names import profiles_of
from compliance.cli.reports import Given, assessed, deliver_report, given
from compliance.errors import Location, fault

if TYPE_CHECKING:
    from typing import Unpack

    from compliance.assessment.assess import Assessment
    from compliance.assessment.comparison import Comparison
    from compliance.assessment.history import ComparisonOverTime, PreviousAssessment
    from compliance.library.library import Library
    from compliance.model.profiles import Profile

Found = TypeVar("Found")

_EXPORT = ".json"


@click.command()
@accounts_option()
@click.option(
    "--over",
    type=click.Choice(["voices", "time"]),
    help="Who disagrees, or what changed from the first to the second. Without it: time, if there "
    "are two accounts of one voice and of different days, an export or --old-layer.",
)
@click.option(
    "--old-layer",
    "old_layers",
    multiple=True,
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="Assess the first account by our rules with this folder over them, and not with what "
    "--layer names: what changed because the rules did; repeatable.",
)
@evidence_option
@details_option("Also the sources, and all answers and results that differ.")
@report_options("comparison")
def compare(  # noqa: PLR0913 - one argument an option
    *,
    over: str | None,
    old_layers: Sequence[str],
    evidence: str | None,
    details: bool,
    form: str,
    targets: Sequence[str],
    **named: Unpack[Named],
) -> int:
    """Show who disagrees, or what changed.

    PROFILE is a file, the id of a profile, or a country, which stands for all its profiles. Over
    voices, first the questions on which the accounts contradict each other, with each one's
    answer and source; then the results that differ, and what both say. Silence is counted and
    not listed. Over time, first the answers that changed, then the paragraphs. The first account
    is the earlier one; it may be an export that `assess -o FILE.json` made.

    Nothing is averaged or merged, and nobody is preferred.

    \b
    Examples:
      compliance compare ECU
      compliance compare ecu-2010-treaty-body ecu-2011-government --format csv
      compliance compare last-year.json ecu-2011-government
      compliance compare ecu-2011-government --old-layer last-years-rules
    """
    problems = Problems()
    names = named["names"]
    exports = [Path(name) for name in names if name.lower().endswith(_EXPORT)]
    recorded: list[PreviousAssessment] = []
    with problems:
        recorded = _earlier(names, exports)
    with problems:
        if over == "voices" and (exports or old_layers):
            what = "an export or --old-layer is compared over time"
            raise fault(what, Location("--over"), "leave it out")
    here: Named = {**named, "names": [name for name in names if Path(name) not in exports]}
    found = given(
        here, targets, report_called("changes").endings, choose=_chosen, problems=problems
    )
    assessments = list(found.assessed(evidence=evidence))
    subject: Comparison | ComparisonOverTime
    if recorded or old_layers or _is_over_time(over, found.profiles):
        report = report_called("changes")
        earlier = _by_old_rules(old_layers, names[:1], found, evidence) if old_layers else []
        subject = _over_time(recorded, earlier, assessments, is_asked=over == "time")
    else:
        from compliance.assessment.comparison import compare as compared  # noqa: PLC0415

        report = report_called("comparison")
        subject = compared(_latest(assessments, is_asked=over == "voices"))
    deliver_report(report, subject, form, found.targets, details=details)
    return OK


def _chosen(names: Sequence[str], library: Library, voice: str | None) -> list[Profile]:
    if not names:
        hint = "name two accounts of one country, or the country"
        raise fault("there is no PROFILE to compare", hint=hint)
    return profiles_of(names, library, voice)


def _latest(assessments: Sequence[Assessment], *, is_asked: bool) -> Sequence[Assessment]:
    """The assessments without earlier accounts of one speaker; says which.

    Accounts of one speaker alone are compared over voices only where that ``is_asked``.
    """
    from compliance.assessment.comparison import latest_of_each_speaker  # noqa: PLC0415 - needs pydantic
    from compliance.report.comparison import earlier_words  # noqa: PLC0415

    kept = latest_of_each_speaker(assessments)
    names = [one.profile.id for one in assessments]
    if len(kept) == len(assessments) or (len(kept) == 1 and is_asked):
        return assessments
    if len(kept) == 1:
        hint = "name two of them, the earlier one first, to see what changed"
        raise fault(f"these are accounts of one speaker: {', '.join(names)}", hint=hint)
    compared = {one.profile.id for one in kept}
    say(earlier_words(name for name in names if name not in compared))
    say("  hint: name just two accounts of one speaker to see what changed")
    return kept


def _is_over_time(over: str | None, profiles: Sequence[Profile]) -> bool:
    if over:
        return over == "time"
    from compliance.assessment.basis import is_one_speaker  # noqa: PLC0415 - needs pydantic

    days = {p.as_of for p in profiles}
    return len(profiles) == len(days) == 2 and is_one_speaker(*profiles)


def _earlier(names: Sequence[str], exports: Sequence[Path]) -> list[PreviousAssessment]:
    """The assessments in the export that is named first; empty where none is named."""
    if not exports:
        return []
    if len(exports) > 1 or Path(names[0]) != exports[0]:
        hint = "name the export of the earlier assessment first, then the profile of now"
        raise fault("one export is compared with one profile", Location(str(exports[-1])), hint)
    from compliance.assessment.history import read_export  # noqa: PLC0415 - needs pydantic

    return read_export(exports[0])


def _by_old_rules(
    layers: Sequence[str], names: Sequence[str], now: Given, evidence: str | None
) -> list[Assessment]:
    """The first account, by the rules of before."""
    library = load(layers)
    scope = library.scope(now.scope.rulebooks, now.scope.topics)
    profiles = profiles_of(names, library, now.voice)
    return list(assessed(profiles, library, None, scope, evidence=evidence))


def _over_time(
    recorded: Sequence[PreviousAssessment],
    by_old_rules: Sequence[Assessment],
    new: Sequence[Assessment],
    *,
    is_asked: bool,
) -> ComparisonOverTime:
    """What changed from a record, from an assessment by old rules, or from the first one.

    Two names are taken for one speaker only where that ``is_asked``.
    """
    from compliance.assessment.assess import Assessment  # noqa: PLC0415 - needs pydantic
    from compliance.assessment.history import changes  # noqa: PLC0415

    if by_old_rules:
        new = new[1:] or new
    elif not recorded:
        by_old_rules, new = new[:1], new[1:]
    now = _one(new, "now")
    of_voice = [one for one in recorded if one.voice == now.profile.voice] or recorded
    earlier: list[PreviousAssessment | Assessment] = [*of_voice, *by_old_rules]
    then = _one(earlier, "then")
    if not isinstance(then, Assessment) and (hidden := now.basis.unpublished()):
        # An export has nothing confidential: what it leaves out is no change here.
        words = ngettext(
            "{n} confidential answer is left out: an export keeps none.",
            "{n} confidential answers are left out: an export keeps none.",
            hidden,
        )
        say(words.format(n=hidden))
        now = now.published()
    return changes(then, now, is_one_speaker=is_asked)


def _one(found: Sequence[Found], when: str) -> Found:
    """The account that is meant. Raises InputError where that is not clear."""
    if len(found) == 1:
        return found[0]
    what = (
        f"there is no account of {when}" if not found else f"there are several accounts of {when}"
    )
    hint = "name two, the earlier one first; `compliance profiles` lists them"
    raise fault(f"over time two accounts are compared: {what}", hint=hint)
