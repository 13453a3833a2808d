"""How open questions are put: what each answer would decide, in words."""

from __future__ import annotations

from compliance.asking import Consequence, Question
from compliance.assessment import Assessment
from compliance.model import Fact
from compliance.outcome import Outcome
from compliance.report import planning, saying, wording
from compliance.report.wording import number_of

QUESTION_FORMATS = {
    "json": "compliance.report.questions_json",
    "csv": "compliance.report.questions_csv",
    "md": "compliance.report.questions_markdown",
}
"""The formats of a list of open questions."""

ORDER = (
    "Those first whose answer could decide most findings, whichever way. A finding is counted if "
    "some answer would leave it one outcome, whatever else is open."
)


def answer_words(one: Consequence, fact: Fact) -> str:
    """The answer: ``yes``; ``Judges: yes``; ``at most 30 days``."""
    if one.member is None:
        return planning.possible_words(one.answer, fact)
    [(member, values)] = one.answer.members or ()
    return f"{saying.label(fact, member)}: {'yes' if True in values else 'no'}"


def decided_by_outcome(one: Consequence) -> dict[Outcome, list[str]]:
    """The rules that an answer would decide, by what they would come to."""
    found: dict[Outcome, list[str]] = {}
    for follows in one.decided:
        [outcome] = follows.after
        found.setdefault(outcome, []).append(follows.finding.rule.id)
    return {outcome: found[outcome] for outcome in Outcome if outcome in found}


def decided_words(one: Consequence) -> str:
    """The rules that an answer would decide: ``met: A, B; not met: C``; empty if none."""
    found = decided_by_outcome(one)
    return "; ".join(f"{outcome}: {', '.join(rules)}" for outcome, rules in found.items())


def narrowed_words(one: Consequence) -> str:
    """The rules that it would leave open with less possible, and what; empty if none."""
    found: dict[str, list[str]] = {}
    for follows in one.narrowed:
        rules = found.setdefault(wording.still_possible(follows.after), [])
        rules.append(follows.finding.rule.id)
    return "; ".join(f"{possible}: {', '.join(rules)}" for possible, rules in found.items())


def follows_words(one: Consequence) -> str:
    """What an answer would do: ``met: A, B; not met: C; narrows 2 findings``."""
    narrows = f"narrows {number_of(len(one.narrowed), 'finding')}" if one.narrowed else ""
    words = [said for said in (decided_words(one), narrows) if said]
    return "; ".join(words) or "decides nothing by itself"


def weight_words(question: Question) -> str:
    """How many findings hang on a question, and how many an answer could decide."""
    could = number_of(len(question.could_decide), "finding")
    words = f"could decide {could}; {len(question.hanging)} hang on it"
    if question.decides:
        words += f"; {len(question.decides)} decided whatever the answer"
    return words


def silence_words(assessment: Assessment) -> str:
    """What is said where nothing is open."""
    return f"No finding hangs on an open question, as of {assessment.as_of}."
