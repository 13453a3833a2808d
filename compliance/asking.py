"""What to ask next: the open questions, and what would follow from each answer to them.

All of it is read off decision tables: what is said to follow from an answer is what another
assessment finds once it is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from compliance.assessment import Assessment
from compliance.axis import Axis
from compliance.finding import Finding
from compliance.hinges import left_by
from compliance.joint import Joint
from compliance.model import Fact, FactId
from compliance.outcome import DECIDED, Outcomes
from compliance.possible import Possible
from compliance.table import single_bits


@dataclass(frozen=True, slots=True)
class Follows:
    """A finding, and what is left of its outcomes once a question is answered."""

    finding: Finding
    after: Outcomes


@dataclass(frozen=True, slots=True)
class Consequence:
    """An answer to a question (or on one member of it), and what would follow."""

    member: str | None
    answer: Possible
    decided: tuple[Follows, ...]
    """The findings that would have one outcome."""
    narrowed: tuple[Follows, ...]
    """The findings that would stay open, with fewer outcomes left."""


@dataclass(frozen=True)
class Question:
    """An open question and the findings that hang on it."""

    fact: Fact
    hanging: tuple[Finding, ...]
    """The findings that hang on it, in the order of the assessment."""
    could_decide: tuple[Finding, ...]
    """Those that some answer to it would decide, whichever way."""
    decides: tuple[Finding, ...]
    """Those that every answer to it would decide."""
    _asked: _Asked

    @cached_property
    def consequences(self) -> tuple[Consequence, ...]:
        """What would follow, answer by answer; of a fact with many members, one by one."""
        return tuple(self._asked.consequences(self.fact, self.hanging))


def questions(assessment: Assessment) -> tuple[Question, ...]:
    """The open questions, those first whose answer could decide most findings.

    Then those on which most findings hang, then by id. A finding is counted exactly: it could be
    decided if some answer still possible leaves it one outcome, whatever else is open.
    """
    asked = _Asked(assessment)
    found = [asked.question(fact, on) for fact, on in assessment.open_questions().items()]
    return tuple(sorted(found, key=lambda q: (-len(q.could_decide), -len(q.hanging), q.fact.id)))


class _Asked:
    """What answers to open questions would do."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment

    def question(self, name: FactId, hanging: tuple[Finding, ...]) -> Question:
        """The question, with the findings that answers would decide."""
        could, surely = [], []
        for finding in hanging:
            decided = {left in DECIDED for left in _joint(finding).by_answers(name, finding.masks)}
            if True in decided:
                could.append(finding)
            if False not in decided:
                surely.append(finding)
        fact = self.assessment.library.facts[name]
        return Question(fact, hanging, tuple(could), tuple(surely), self)

    def consequences(self, fact: Fact, hanging: tuple[Finding, ...]) -> Iterator[Consequence]:
        """What would follow from each answer that is still possible."""
        told = self.assessment.answers.get(fact.id)
        for axis in self._axes(fact):
            mask = axis.mask(told.possible) if told else axis.every
            if mask & (mask - 1):
                for bit in single_bits(mask):
                    yield self._consequence(axis, axis.possible(bit), hanging)

    def _axes(self, fact: Fact) -> list[Axis]:
        """The question as a whole: its members one by one; a number by all limits anywhere."""
        axes = self.assessment.library.axes.of_fact(fact.id)
        if fact.type == "many":
            by_key = {axis.key: axis for axis in axes}
            return [by_key[fact.id, m] for m in fact.choices if (fact.id, m) in by_key]
        return [Axis(fact, None, {cut for axis in axes for cut in axis.cuts})]

    def _consequence(
        self, axis: Axis, answer: Possible, hanging: tuple[Finding, ...]
    ) -> Consequence:
        decided, narrowed = [], []
        left: dict[Axis, int] = {}
        for finding in hanging:
            after = left_by(finding, axis.key, answer, left)
            if after in DECIDED:
                decided.append(Follows(finding, Outcomes.from_bits(after)))
            elif after != finding.outcomes.bits:
                narrowed.append(Follows(finding, Outcomes.from_bits(after)))
        return Consequence(axis.key[1], answer, tuple(decided), tuple(narrowed))


def _joint(finding: Finding) -> Joint:
    assert finding.joint is not None
    return finding.joint
