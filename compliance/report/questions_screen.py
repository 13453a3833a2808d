"""What to ask next, on a terminal: the open questions and what would follow from each answer."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from compliance.assessment.assess import Assessment
from compliance.assessment.questions import OpenQuestion, questions
from compliance.countries import country_name
from compliance.document.screen import Screen
from compliance.report import asking, wording

QUESTIONS_SHOWN = 15
"""More than that nobody reads on a screen; files have them all."""
_ANSWERS_SHOWN = 10
_LABELS_AT, _WORDS_AT = 6, 16


def print_questions(console: Console, assessments: Sequence[Assessment]) -> None:
    """Print the open questions of one assessment after the other; they are never merged."""
    screen = Screen(console)
    for number, assessment in enumerate(assessments):
        if number:
            screen.rule()
        _print_account(screen, assessment)


def _print_account(screen: Screen, assessment: Assessment) -> None:
    found = questions(assessment)
    country = country_name(assessment.profile.country)
    screen.paragraph(f"{country}: what to ask next", style="bold")
    screen.paragraph(wording.account(assessment))
    if found:
        _print_listed(screen, found)
    else:
        screen.blank()
        screen.paragraph(asking.silence_words(assessment))
    screen.unpublished(assessment.unpublished())


def _print_listed(screen: Screen, found: Sequence[OpenQuestion]) -> None:
    shown = found[:QUESTIONS_SHOWN]
    of = f"{len(shown)} of {len(found)}" if len(shown) < len(found) else f"{len(found)}"
    screen.heading("Open questions", of)
    screen.paragraph(asking.ORDER, 2, "dim")
    for number, question in enumerate(shown, start=1):
        _print_question(screen, number, question)
    if len(shown) < len(found):
        screen.blank()
        screen.paragraph(asking.WHERE_ALL_ARE, 2)


def _print_question(screen: Screen, number: int, question: OpenQuestion) -> None:
    fact = question.fact
    screen.blank()
    asked = screen.joined(screen.text(fact.question), screen.text(fact.id, "dim"))
    screen.item(screen.text(f"{number}.", "bold"), asked, _LABELS_AT, at=2)
    print_weight(screen, question)
    told = [words.replace("→", screen.arrow) for words in asking.told_together(question)]
    for words in told[:_ANSWERS_SHOWN]:
        screen.item(screen.text("if", "dim"), words, _WORDS_AT, at=_LABELS_AT)
    if len(told) > _ANSWERS_SHOWN:
        more = wording.number_of(len(told) - _ANSWERS_SHOWN, "other line")
        screen.item("", f"and {more} like these; files have them", _WORDS_AT)
    screen.item(screen.text("to show", "dim"), fact.evidence, _WORDS_AT, at=_LABELS_AT)


def print_weight(screen: Screen, question: OpenQuestion) -> None:
    """How many findings hang on a question, and how many an answer could decide."""
    screen.item("", asking.weight_words(question), _LABELS_AT, "dim")
