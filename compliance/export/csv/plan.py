"""The measures of plans as CSV: one row a measure, in the form of all our CSV files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.plan import Measure, Moved, plan
from compliance.export import csv
from compliance.report import planning

COLUMNS = (
    "profile",
    "country",
    "voice",
    "as of",
    "place",
    "facts",
    "changes",
    "now",
    "force",
    "demands moved",
    "moves",
    "sets back",
    "comes to apply",
    "instruments",
    "asked in",
    "falls to",
    "lead",
    "remedies",
)
"""The header row; a column may be added at the end, none changes its name or place."""


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """All plans in one file, told apart by their first columns, measures in their order."""
    yield from csv.parts(COLUMNS, map(_rows, assessments))


def _rows(assessment: Assessment) -> Iterator[list[str]]:
    for place, measure in enumerate(plan(assessment).measures, start=1):
        yield _row(assessment, place, measure)


def _row(assessment: Assessment, place: int, measure: Measure) -> list[str]:
    profile = assessment.profile
    facts = dict.fromkeys(change.fact for change in measure.changes)
    return [
        profile.id,
        profile.country,
        profile.voice,
        assessment.as_of.isoformat(),
        str(place),
        "\n".join(facts),
        "\n".join(planning.full_words(change, assessment) for change in measure.changes),
        "\n".join(planning.now_words(change, assessment) for change in measure.changes),
        measure.force,
        str(len(measure.moved)),
        _moves(measure.moved),
        _moves(measure.set_back),
        _moves(measure.comes_to_apply),
        str(len(measure.instruments)),
        "\n".join(planning.symbols(measure, assessment)),
        "\n".join(measure.falls_to),
        "\n".join(measure.leads),
        "\n".join(measure.remedies),
    ]


def _moves(moved: Iterable[Moved]) -> str:
    return "\n".join(
        f"{one.demand.finding.rule.citation}: {planning.moved_words(one)}" for one in moved
    )
