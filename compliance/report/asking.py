"""How open questions are put: what each answer would decide, in words."""

from __future__ import annotations

from compliance.assessment import Assessment
from compliance.model import Fact
from compliance.outcome import Outcome
from compliance.questions import Consequence
from compliance.report import planning, saying
from compliance.report.wording import number_of

QUESTION_FORMATS = {
    "json": "compliance.report.questions_json",
    "csv": "compliance.report.questions_csv",
    "xlsx": "compliance.report.workbook.question_list",
}
"""The formats of a list of open questions."""

ORDER = (
    "Those first whose answer could decide most findings, whichever way. A finding is counted if "
    "some answer would leave it one outcome, whatever else is open."
)

DECIDES_NOTHING = "decides nothing by itself"


def answer_words(one: Consequence, fact: Fact) -> str:
    """The answer: ``yes``; ``Judges: yes``; ``at most 30 days``."""
    words = value_words(one, fact)
    return f"{saying.label(fact, one.member)}: {words}" if one.member else words


def value_words(one: Consequence, fact: Fact) -> str:
    """The answer, of a member without its name: ``yes``; ``at most 30 days``."""
    if one.member is None:
        return planning.possible_words(one.answer, fact)
    [(_, values)] = one.answer.members or ()
    return "yes" if True in values else "no"


def decided_by_outcome(one: Consequence) -> dict[Outcome, list[str]]:
    """The rules that an answer would decide, by what they would come to."""
    found: dict[Outcome, list[str]] = {}
    for follows in one.decided:
        [outcome] = follows.after
        found.setdefault(outcome, []).append(follows.finding.rule.id)
    return {outcome: found[outcome] for outcome in Outcome if outcome in found}


def follows_words(one: Consequence) -> str:
    """What an answer would do: ``met: A, B; not met: C; narrows 2 findings``."""
    words = [f"{outcome}: {', '.join(rules)}" for outcome, rules in decided_by_outcome(one).items()]
    if one.narrowed:
        words.append(f"narrows {number_of(len(one.narrowed), 'finding')}")
    return "; ".join(words) or DECIDES_NOTHING


def silence_words(assessment: Assessment) -> str:
    """What is said where nothing is open."""
    return f"No finding hangs on an open question, as of {assessment.as_of}."
