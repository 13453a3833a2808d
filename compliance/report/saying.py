"""How reports put what was said: answers, registers, and the evidence for both."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.accounts import Answer, Evidence, Register
from compliance.model import Fact, FactId
from compliance.report.wording import listed
from compliance.standing import Standing
from compliance.testimony import Testimony


def answer_words(fact: Fact, answer: Answer) -> str:
    """The answer as one would say it, by the labels of the fact's choices."""
    if isinstance(answer.value, dict):
        words = [
            f"{'any other' if name == 'others' else label(fact, name)}: {yes_no}"
            for name, yes_no in answer.value.items()
        ]
        return "; ".join(words)
    if answer.value is not None:
        return _with_unit(fact, label(fact, answer.value))
    if answer.one_of is not None:
        return "one of: " + listed(label(fact, value) for value in answer.one_of)
    if answer.not_ is not None:
        return "not: " + listed(label(fact, value) for value in answer.not_)
    ends = [("at least", answer.at_least), ("at most", answer.at_most)]
    stretch = " and ".join(f"{word} {end}" for word, end in ends if end is not None)
    return _with_unit(fact, stretch) if stretch else "no statement"


def standing_words(fact: Fact, standing: Standing) -> str:
    """The answer that stands, said to be a register's where it is, and what contradicts it."""
    words = answer_words(fact, standing.answer)
    if by := by_words(standing):
        words = f"{words} {by}"
    for other in standing.others:
        words = f"{words}; {'but ' * standing.is_contested}{standing_words(fact, other)}"
    if standing.against:
        words = f"{words}; but {standing_words(fact, standing.against)}"
    return words


def said_without_answering(testimony: Testimony) -> Iterator[tuple[FactId, Answer]]:
    """What a speaker says that comes near a fact and does not answer it, with the reason why."""
    for profile in testimony.accounts:
        for fact, dated in profile.answers.items():
            for answer in dated:
                if not answer.states_something:
                    yield fact, answer


def by_words(standing: Standing) -> str:
    """The register or, of several accounts, the one that an answer is from; else empty."""
    if standing.register:
        return f"(by the register {standing.register.id})"
    return f"(by {standing.account.speaker})" if standing.account else ""


def label(fact: Fact, value: str) -> str:
    """The label of a choice, or the value itself where the fact has no such choice."""
    return fact.choices[value].label if value in fact.choices else value


def _with_unit(fact: Fact, value: str) -> str:
    return f"{value} {fact.unit}" if fact.unit else value


def time_words(standing: Standing) -> str:
    """Since and until when an answer holds, and whether it is as last stated."""
    answer = standing.answer
    parts = []
    if answer.since:
        parts.append(f"since {answer.since}")
    if answer.until:
        parts.append(f"until {answer.until}")
    if standing.last_stated:
        parts.append(f"as last stated on {standing.last_stated}")
    return ", ".join(parts)


def register_words(register: Register) -> str:
    """``States parties to … (A/66/253, para. 13; on 2009-07-01 to 2011-07-26)``."""
    evidence = register.evidence
    place = f"{evidence.document}, {evidence.place}" if evidence.place else evidence.document
    until = f" to {register.until}" if register.until else ""
    return f"{register.title} ({place}; on {register.as_of}{until})"


def evidence_place(evidence: Evidence) -> str:
    """``A/66/253, Ecuador, third para. (said by the government)``."""
    place = f", {evidence.place}" if evidence.place else ""
    return f"{evidence.document}{place} ({said_by(evidence)})"


def said_by(evidence: Evidence) -> str:
    """Who is speaking in the evidence."""
    return (
        f"said by the {evidence.said_by}"
        if evidence.said_by != "civil society"
        else ("said by civil society")
    )


def quotation(evidence: Evidence) -> str:
    """The words quoted and where they stand, or the place alone."""
    quote = f"“{evidence.quote}”, " if evidence.quote else ""
    return f"{quote}{evidence_place(evidence)}"
