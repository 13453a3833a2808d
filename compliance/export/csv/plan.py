"""The measures of plans as CSV: one row a measure, in the form of all our CSV files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.plan import Action, Moved, plan
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
    for place, action in enumerate(plan(assessment).actions, start=1):
        yield _row(assessment, place, action)


def _row(assessment: Assessment, place: int, action: Action) -> list[str]:
    profile = assessment.profile
    facts = dict.fromkeys(change.fact for change in action.changes)
    return [
        profile.id,
        profile.country,
        profile.voice,
        assessment.as_of.isoformat(),
        str(place),
        "\n".join(facts),
        "\n".join(planning.full_words(change, assessment) for change in action.changes),
        "\n".join(planning.now_words(change, assessment) for change in action.changes),
        action.force,
        str(len(action.moved)),
        _moves(action.moved),
        _moves(action.worsened),
        _moves(action.newly_applicable),
        str(len(action.instruments)),
        "\n".join(planning.symbols(action, assessment)),
        "\n".join(action.responsible),
        "\n".join(action.leads),
        "\n".join(action.remedies),
    ]


def _moves(moved: Iterable[Moved]) -> str:
    return "\n".join(
        f"{one.requirement.finding.rule.citation}: {planning.moved_words(one)}" for one in moved
    )
