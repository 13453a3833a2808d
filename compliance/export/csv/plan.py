"""The actions of plans as CSV: one row an action, in the form of all our CSV files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.plan import Action, Moved, Plan
from compliance.export import csv
from compliance.report import plan as report
from compliance.report.remedies import short_words

COLUMNS = (
    "profile",
    "country",
    "voice",
    "as of",
    "number",
    "action",
    "responsible",
    "lead",
    "force",
    "requirements improved",
    "improves",
    "worsens",
    "newly applicable",
    "asked in",
    "facts",
    "changes",
    "now",
    "remedies",
)
"""The header row; a column may be added at the end, none changes its name or place."""


def parts(plans: Sequence[Plan]) -> Iterator[bytes]:
    """All plans in one file, told apart by their first columns, actions in their order."""
    yield from csv.parts(COLUMNS, map(_rows, plans))


def _rows(made: Plan) -> Iterator[list[str]]:
    for number, action in enumerate(made.proposals, start=1):
        yield _row(made.assessment, number, action)


def _row(assessment: Assessment, number: int, action: Action) -> list[str]:
    profile = assessment.profile
    facts = dict.fromkeys(change.fact for change in action.changes)
    return [
        profile.id,
        profile.country,
        profile.voice,
        assessment.as_of.isoformat(),
        str(number),
        report.sentence_of(action, assessment),
        "\n".join(action.responsible),
        "\n".join(action.leads),
        action.force,
        str(len(action.moved)),
        _moves(action.moved),
        _moves(action.worsened),
        _moves(action.newly_applicable),
        "\n".join(report.symbols(action, assessment)),
        "\n".join(facts),
        "\n".join(short_words(action.changes, assessment.library.facts)),
        "\n".join(report.now_words(change, assessment) for change in action.changes),
        "\n".join(action.remedies),
    ]


def _moves(moved: Iterable[Moved]) -> str:
    return "\n".join(
        f"{one.requirement.finding.rule.citation}: {report.moved_words(one)}" for one in moved
    )
