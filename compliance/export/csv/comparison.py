"""Who disagrees, and what changed, as CSV: one row a question, then one a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.comparison import Comparison
from compliance.assessment.history import ComparisonOverTime
from compliance.export import csv
from compliance.report.comparison import finding_side, outcomes_words, said_words, side_words

COMPARED = ("kind", "id", "title", "relation", "hangs on", "register")
"""The first columns of a comparison; after them one for each account, by its id."""
CHANGED = ("kind", "id", "title", "turn", "cause", "then", "between", "now")


def parts(subject: Comparison | ComparisonOverTime) -> Iterator[bytes]:
    """Accounts side by side, or what changed, in the form of all our CSV files."""
    if isinstance(subject, Comparison):
        yield from _compared(subject)
    else:
        yield from _over_time(subject)


def _compared(comparison: Comparison) -> Iterator[bytes]:
    """Answers with their quotations, and findings, an account a column."""
    ids = [one.profile.id for one in comparison.assessments]
    rows: list[Sequence[str]] = [
        [
            "answer",
            one.fact.id,
            one.fact.question,
            one.relation,
            "",
            side_words(one.fact, one.register) if one.register else "",
            *(side_words(one.fact, side) for side in one.sides),
        ]
        for one in comparison.facts
    ]
    rows += [
        [
            "finding",
            one.rule.id,
            one.rule.title,
            one.relation,
            "\n".join(one.depends_on),
            "",
            *(finding_side(one, place) for place in range(len(ids))),
        ]
        for one in comparison.findings
    ]
    yield from csv.parts([*COMPARED, *ids], [rows])


def _over_time(change: ComparisonOverTime) -> Iterator[bytes]:
    """Findings with what they were and are, then the answers that differ."""
    rows: list[Sequence[str]] = [
        [
            "finding",
            one.rule,
            one.title,
            one.trend,
            one.cause or "",
            outcomes_words(one.before),
            outcomes_words(one.by_rule) if one.by_rule is not None else "",
            outcomes_words(one.after),
        ]
        for one in change.findings
    ]
    rows += [
        [
            "answer",
            one.fact.id,
            one.fact.question,
            "",
            "",
            said_words(one.fact, one.before),
            "",
            said_words(one.fact, one.after),
        ]
        for one in change.answers
    ]
    yield from csv.parts(CHANGED, [rows])
