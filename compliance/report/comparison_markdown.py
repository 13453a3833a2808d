"""Who disagrees, and what changed, as Markdown: all questions and all findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compliance.assessment.comparison import Comparison, FactCompared, FindingCompared, Relation
from compliance.assessment.history import ComparisonOverTime, FindingChanged, Trend
from compliance.document import markdown_text
from compliance.document.markdown_text import escaped, table
from compliance.report import wording
from compliance.report.comparison_words import (
    NEVER_MERGED,
    RELATION_MEANINGS,
    TURN_MEANINGS,
    account_words,
    change_title,
    compared_title,
    finding_side,
    letter,
    now_words,
    outcomes_words,
    rules_words,
    said_words,
    side_words,
    then_words,
)


def render_comparison(comparison: Comparison) -> bytes:
    """Accounts side by side, each a column by its letter; the disputes first."""
    return b"".join(markdown_text.parts([_comparison(comparison)]))


def _comparison(comparison: Comparison) -> Iterator[str]:
    yield from (f"# {escaped(compared_title(comparison))}", "")
    for place, one in enumerate(comparison.assessments):
        yield f"- {letter(place)}: {escaped(account_words(one))}, {escaped(one.profile.id)}"
    yield from ("", escaped(NEVER_MERGED))
    for relation in Relation:
        facts = [one for one in comparison.facts if one.relation is relation]
        yield from _facts(relation, facts)
    for relation in Relation:
        findings = [one for one in comparison.findings if one.relation is relation]
        yield from _findings(relation, findings)
    yield from ("", "## Summary", "")
    header = ("instrument", *Relation)
    rows = comparison.by_instrument().items()
    yield from table(header, ([s, *(str(counts[r]) for r in Relation)] for s, counts in rows))


def _facts(relation: Relation, facts: Sequence[FactCompared]) -> Iterator[str]:
    if not facts:
        return
    yield from _heading(f"Answers: {relation}", len(facts), RELATION_MEANINGS[relation])
    letters = [letter(place) for place in range(len(facts[0].sides))]
    yield from table(
        ("question", *letters, "register"),
        (
            [
                f"{one.fact.question} ({one.fact.id})",
                *(side_words(one.fact, side) for side in one.sides),
                f"{wording.by_words(one.register)} {side_words(one.fact, one.register)}"
                if one.register
                else "",
            ]
            for one in facts
        ),
    )


def _findings(relation: Relation, findings: Sequence[FindingCompared]) -> Iterator[str]:
    if not findings:
        return
    yield from _heading(f"Findings: {relation}", len(findings), RELATION_MEANINGS[relation])
    places = range(len(findings[0].findings))
    yield from table(
        ("provision", "title", *map(letter, places), "hangs on"),
        (
            [
                one.rule.citation,
                one.rule.title,
                *(
                    finding_side(one, place) + ", higher" * (place in one.higher)
                    for place in places
                ),
                ", ".join(one.depends_on),
            ]
            for one in findings
        ),
    )


def render_change(change: ComparisonOverTime) -> bytes:
    """The findings by the way they went, with the cause of each, and the answers that differ."""
    return b"".join(markdown_text.parts([_change(change)]))


def _change(change: ComparisonOverTime) -> Iterator[str]:
    yield from (f"# {escaped(change_title(change))}", "")
    yield f"- then: {escaped(then_words(change))}"
    yield f"- now: {escaped(now_words(change))}"
    for trend in Trend:
        if found := change.of(trend):
            yield from _heading(trend.capitalize(), len(found), TURN_MEANINGS[trend])
            yield from _changed(found)
    if change.answers:
        yield from _heading("Answers that differ", len(change.answers))
        header = ("question", "then", "now")
        rows = (
            (
                f"{one.fact.question} ({one.fact.id})",
                said_words(one.fact, one.before),
                said_words(one.fact, one.after),
            )
            for one in change.answers
        )
        yield from table(header, rows)
    if told := list(rules_words(change)):
        yield from ("", "## Of one of the two only", "")
        yield from (f"- {label}: {escaped(words)}" for label, words in told)


def _changed(found: Iterable[FindingChanged]) -> Iterator[str]:
    header = ("provision", "title", "then", "by the rule of now on the answers of then", "now")
    rows = (
        (
            one.citation,
            one.title,
            outcomes_words(one.before),
            outcomes_words(one.by_rule) if one.by_rule is not None else "not known",
            outcomes_words(one.after),
            one.cause or "",
        )
        for one in found
    )
    yield from table((*header, "because of"), rows)


def _heading(words: str, count: int, meaning: str = "") -> Iterator[str]:
    yield from ("", f"## {escaped(words)} ({count})", "")
    if meaning:
        yield from (f"{meaning[0].upper()}{meaning[1:]}.", "")
