"""Who disagrees, and what changed, as CSV: one row a question, then one a rule."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.assessment.comparison import Comparison
from compliance.assessment.history import ComparisonOverTime
from compliance.export import csv
from compliance.report.comparison_words import finding_side, outcomes_words, said_words, side_words

COMPARED = ("kind", "id", "title", "relation", "hangs on", "register")
"""The first columns of a comparison; after them one for each account, by its id."""
CHANGED = ("kind", "id", "title", "turn", "cause", "then", "between", "now")


def render_comparison(comparison: Comparison) -> bytes:
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
    return b"".join(csv.parts([*COMPARED, *ids], [rows]))


def render_change(change: ComparisonOverTime) -> bytes:
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
    return b"".join(csv.parts(CHANGED, [rows]))
