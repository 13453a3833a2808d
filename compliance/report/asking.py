"""How open questions are put: what each answer would decide, in words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from compliance.assessment.assess import Assessment
from compliance.assessment.questions import AnswerEffect, OpenQuestion
from compliance.engine.outcomes import Outcome
from compliance.model.rulebook import Fact
from compliance.report import wording
from compliance.report.wording import listed, number_of

QUESTION_FORMATS = {
    "json": "compliance.export.json.questions",
    "csv": "compliance.export.csv.questions",
    "md": "compliance.report.questions_markdown",
    "xlsx": "compliance.workbook.question_list",
}
"""The formats of a list of open questions."""

WHERE_ALL_ARE = (
    "All of them: -o questions.md, questions.csv or questions.json; --topic or --rulebook narrows "
    "the list, --interactive puts them to you."
)
ORDER = (
    "Those first whose answer could decide most findings, whichever way. A finding is counted if "
    "some answer would leave it one outcome, whatever else is open."
)

DECIDES_NOTHING = "decides nothing by itself"


def answer_words(one: AnswerEffect, fact: Fact) -> str:
    """The answer: ``yes``; ``Judges: yes``; ``at most 30 days``."""
    words = value_words(one, fact)
    return f"{wording.label(fact, one.member)}: {words}" if one.member else words


def value_words(one: AnswerEffect, fact: Fact) -> str:
    """The answer, of a member without its name: ``yes``; ``at most 30 days``."""
    if one.member is None:
        return wording.possible_words(one.answer, fact)
    return _yes_no(one)


def decided_by_outcome(one: AnswerEffect) -> dict[Outcome, list[str]]:
    """The rules that an answer would decide, by what they would come to."""
    found: dict[Outcome, list[str]] = {}
    for follows in one.decided:
        [outcome] = follows.after
        found.setdefault(outcome, []).append(follows.finding.rule.id)
    return {outcome: found[outcome] for outcome in Outcome if outcome in found}


def decided_words(one: AnswerEffect) -> str:
    """The rules that an answer would decide: ``met: A, B; not met: C``; empty if none."""
    found = decided_by_outcome(one)
    return "; ".join(f"{outcome}: {', '.join(rules)}" for outcome, rules in found.items())


def narrowed_words(one: AnswerEffect) -> str:
    """The rules that it would leave open with less possible, and what; empty if none."""
    found: dict[str, list[str]] = {}
    for follows in one.narrowed:
        rules = found.setdefault(wording.still_possible(follows.after), [])
        rules.append(follows.finding.rule.id)
    return "; ".join(f"{possible}: {', '.join(rules)}" for possible, rules in found.items())


def follows_words(one: AnswerEffect) -> str:
    """What an answer would do: ``met: A, B; not met: C; narrows 2 findings``."""
    narrows = f"narrows {number_of(len(one.narrowed), 'finding')}" if one.narrowed else ""
    words = [said for said in (decided_words(one), narrows) if said]
    return "; ".join(words) or DECIDES_NOTHING


def told_together(question: OpenQuestion) -> Iterator[str]:
    """What would follow from the answers, a line each: ``yes → met: A; narrows 2 findings``.

    Answers that come to the same share a line, and so do those about a member of which none
    decides anything.
    """
    by_member: dict[str | None, dict[Hashable, list[AnswerEffect]]] = {}
    for one in question.consequences:
        same = by_member.setdefault(one.member, {})
        same.setdefault(_what_follows(one), []).append(one)
    for member, groups in by_member.items():
        if member is not None and not any(group[0].decided for group in groups.values()):
            yield _member_words(member, groups.values(), question.fact)
            continue
        for group in groups.values():
            answers = "; or ".join(answer_words(one, question.fact) for one in group)
            yield f"{answers} → {follows_words(group[0])}"


def _what_follows(one: AnswerEffect) -> Hashable:
    return tuple((each.finding.rule.id, each.after.bits) for each in (*one.decided, *one.narrowed))


def _member_words(member: str, groups: Iterable[list[AnswerEffect]], fact: Fact) -> str:
    words = [f"{listed(map(_yes_no, group))} → {follows_words(group[0])}" for group in groups]
    return f"{wording.label(fact, member)}: {'; '.join(words)}"


def _yes_no(one: AnswerEffect) -> str:
    [(_, values)] = one.answer.members or ()
    return "yes" if True in values else "no"


def weight_words(question: OpenQuestion) -> str:
    """How many findings hang on a question, and how many an answer could decide."""
    could = number_of(len(question.could_decide), "finding")
    words = f"could decide {could}; {number_of(len(question.hanging), 'hangs', 'hang')} on it"
    if question.decides:
        words += f"; {len(question.decides)} decided whatever the answer"
    return words


def silence_words(assessment: Assessment) -> str:
    """What is said where nothing is open."""
    return f"No finding hangs on an open question, as of {assessment.as_of}."
