"""What a finding hangs on, in words: its open questions, and what each answer would leave of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.findings import Finding
from compliance.assessment.questions import Dependency, RemainingOutcomes, SourceEffect
from compliance.engine.outcomes import Outcomes
from compliance.model.rulebook import Fact
from compliance.report import planning, wording

MOST_QUESTIONS = 6
"""Of more questions than these, answers are gone through for those that could do most."""
_MOST_NAMED = 4
IF_MEANS = "Each “if” is that answer alone, all else as it is known."
DECIDES_NOTHING = "by itself decides nothing; together with the others it can"
WHOEVER_IS_RIGHT = "Whoever is right, the outcome is the same."


class If(NamedTuple):
    """An answer in words, and what the finding would come to, or still could."""

    answer: str
    after: Outcomes


class Answers(NamedTuple):
    """The answers to a question, or to members of it for which they all leave the same."""

    members: tuple[str, ...]
    """Labels; none where the question is no list."""
    each: tuple[If, ...]

    def tells(self, finding: Finding) -> bool:
        """Whether some answer changes what the finding can come to."""
        return any(one.after is not finding.outcomes for one in self.each)


def answers_of(dependency: Dependency, fact: Fact) -> list[Answers]:
    """What each answer would leave, members alike told together."""
    by_member: dict[str | None, list[If]] = {}
    for left in dependency.answers:
        by_member.setdefault(left.member, []).append(If(left_words(left, fact), left.after))
    alike: dict[tuple[If, ...], list[str]] = {}
    for member, each in by_member.items():
        names = alike.setdefault(tuple(each), [])
        if member is not None:
            names.append(wording.label(fact, member))
    return [Answers(tuple(names), each) for each, names in alike.items()]


def left_words(left: RemainingOutcomes, fact: Fact) -> str:
    """The answer alone: ``yes``; ``at most 30 days``; of a member whether it is one."""
    if left.member is not None:
        members = left.answer.member(left.member)
        return wording.listed("yes" if is_in else "no" for is_in in sorted(members, reverse=True))
    if fact.type == "choice" and left.answer.values:
        labels = [
            choice.label for name, choice in fact.choices.items() if name in left.answer.values
        ]
        return "; or ".join(labels)  # labels have an "or" of their own
    return planning.possible_words(left.answer, fact)


def sides_of(sides: Iterable[SourceEffect], fact: Fact) -> Answers:
    """What each side of a dispute says, by whom, and what would be left if it is right."""
    return Answers((), tuple(If(side_words(side, fact), side.after) for side in sides))


def side_words(side: SourceEffect, fact: Fact) -> str:
    """``yes, as Government of Ecuador (2011-07-14) says``."""
    says = "says" if len(side.said) == 1 else "say"
    who = wording.listed(_named([speaker_words(one) for one in side.said]), "and")
    return f"{wording.answer_words(fact, side.said[0].answer)}, as {who} {says}"


def speaker_words(said: EffectiveAnswer) -> str:
    """Who says it: an account held together with others, a register, or the one account."""
    if said.register:
        return f"the register {said.register.id}"
    if said.account:
        return f"{said.account.speaker} ({said.account.as_of})"
    return "the profile"


def after_words(outcomes: Outcomes) -> str:
    """``met``; ``at most partly met``."""
    return wording.still_possible(outcomes)


def members_words(members: Sequence[str]) -> str:
    """``Judges; Police; …; and 3 more, each by itself``."""
    words = "; ".join(_named(members))
    return f"{words}, each by itself" if len(members) > 1 else words


def gone_through(found: Sequence[Dependency], finding: Finding) -> Collection[Dependency]:
    """The questions whose answers are shown: those that could decide or narrow it first."""

    def weight(dependency: Dependency) -> tuple[bool, bool]:
        decides = any(len(left.after) == 1 for left in dependency.answers)
        narrows = any(left.after is not finding.outcomes for left in dependency.answers)
        return not decides, not narrows

    return sorted(found, key=weight)[:MOST_QUESTIONS]


def _named(names: Sequence[str]) -> list[str]:
    """The names, of many the first few and how many more there are."""
    unique = list(dict.fromkeys(names))
    if len(unique) <= _MOST_NAMED:
        return unique
    return [*unique[: _MOST_NAMED - 1], f"{len(unique) - _MOST_NAMED + 1} more"]
