"""What changed, on a terminal: the findings by the way they went, with the cause of each."""

from __future__ import annotations

from rich.console import Console

from compliance.assessment.history import (
    AnswerChanged,
    Cause,
    ComparisonOverTime,
    FindingChanged,
    Trend,
)
from compliance.document.screen import Screen
from compliance.report import wording
from compliance.report.comparison_words import (
    TURN_MEANINGS,
    change_title,
    now_words,
    rules_words,
    said_words,
    then_words,
)
from compliance.report.levels_screen import outcome

_DETAILS_AT, _WORDS_AT = 4, 14


def print_change(console: Console, change: ComparisonOverTime) -> None:
    """Print what changed between two accounts of one voice."""
    screen = Screen(console)
    screen.paragraph(change_title(change), style="bold")
    screen.item("then", then_words(change), 8, at=2)
    screen.item("now", now_words(change), 8, at=2)
    for trend in Trend:
        found = change.of(trend)
        if found and trend is not Trend.UNCHANGED:
            number = wording.number_of(len(found), "rule")
            screen.heading(trend.capitalize(), f"{number}; {TURN_MEANINGS[trend]}")
            for one in found:
                _print_finding(screen, one)
    if change.answers:
        screen.heading("Answers that differ", wording.number_of(len(change.answers), "question"))
        for told in change.answers:
            _print_answer(screen, told)
    _print_summary(screen, change)


def _print_finding(screen: Screen, one: FindingChanged) -> None:
    screen.paragraph(screen.joined(screen.text(one.rule, "bold"), screen.text(one.title)), 2)
    screen.item(screen.text("then", "dim"), outcome(screen, one.before), _WORDS_AT, at=_DETAILS_AT)
    if one.cause is Cause.BOTH and one.by_rule:
        words = outcome(screen, one.by_rule).append(", by the rule of now on the answers of then")
        screen.item(screen.text("between", "dim"), words, _WORDS_AT, at=_DETAILS_AT)
    screen.item(screen.text("now", "dim"), outcome(screen, one.after), _WORDS_AT, at=_DETAILS_AT)
    if one.cause:
        screen.item(screen.text("because of", "dim"), one.cause, _WORDS_AT + 1, at=_DETAILS_AT)


def _print_answer(screen: Screen, told: AnswerChanged) -> None:
    asked = screen.joined(screen.text(told.fact.question), screen.text(told.fact.id, "dim"))
    screen.paragraph(asked, 2)
    for label, answers in (("then", told.before), ("now", told.after)):
        words = said_words(told.fact, answers)
        screen.item(screen.text(label, "dim"), words, _WORDS_AT, at=_DETAILS_AT)


def _print_summary(screen: Screen, change: ComparisonOverTime) -> None:
    screen.heading("Summary")
    counts = [(trend, len(change.of(trend))) for trend in Trend]
    words = ", ".join(f"{trend} {count}" for trend, count in counts if count)
    screen.item("rules", words, 12, at=2)
    causes = [(c, sum(one.cause is c for one in change.findings)) for c in Cause]
    words = ", ".join(f"{cause} {count}" for cause, count in causes if count)
    screen.item("because of", words or "nothing changed", 14, at=2)
    for label, words in rules_words(change):
        screen.item(label, words, 14, at=2)
    screen.unpublished(_unpublished(change))


def _unpublished(change: ComparisonOverTime) -> int:
    """How many answers of then and of now are not for publication."""
    then = [answer for told in (change.old.answers or {}).values() for answer in told]
    now = [side.answer for told in change.new.answers.values() for side in told.all_sources()]
    return sum(not answer.public for answer in (*then, *now))
