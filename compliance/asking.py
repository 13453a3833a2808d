"""What to ask next: the open questions, and what would follow from each answer to them.

All of it is read off decision tables: what is said to follow from an answer is what another
assessment finds once it is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from compliance.assessment import Assessment
from compliance.axis import Axis, AxisKey
from compliance.finding import CheckFinding, Finding
from compliance.joint import AllMasks, Joint
from compliance.model import Fact, FactId
from compliance.outcome import DECIDED, Outcomes
from compliance.possible import Possible, possible
from compliance.standing import Standing
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
            decided = list(self._decided(name, finding))
            if any(decided):
                could.append(finding)
            if all(decided):
                surely.append(finding)
        fact = self.assessment.library.facts[name]
        return Question(fact, hanging, tuple(could), tuple(surely), self)

    def _decided(self, name: FactId, finding: Finding) -> Iterator[bool]:
        """For every whole answer to the question, whether it decides the finding."""
        open_: dict[AxisKey, int] = {}
        for found in finding.checks:
            for axis, mask in zip(found.table.axes, found.masks, strict=True):
                if axis.key[0] == name:
                    open_[axis.key] = mask
        known: set[tuple[tuple[int, ...], ...]] = set()
        for answer in product(*(list(single_bits(mask)) for mask in open_.values())):
            answered = dict(zip(open_, answer, strict=True))
            alike = _left_by(finding, name, answered)
            if alike not in known:
                known.add(alike)
                yield _decide(finding, answered) in DECIDED

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
        for finding in hanging:
            after = left_if(finding, axis.key, answer)
            if after.bits in DECIDED:
                decided.append(Follows(finding, after))
            elif after is not finding.outcomes:
                narrowed.append(Follows(finding, after))
        return Consequence(axis.key[1], answer, tuple(decided), tuple(narrowed))


@dataclass(frozen=True, slots=True)
class Left:
    """Answers to an open question, or on one member of it, that leave a finding the same."""

    member: str | None
    answer: Possible
    after: Outcomes
    """What the finding would come to, or still could, all else staying as it is known."""


@dataclass(frozen=True, slots=True)
class Hinge:
    """An open question on which one finding hangs, and what each answer would leave of it."""

    fact: FactId
    answers: tuple[Left, ...]
    """Those that leave the same told as one; of a fact with many members, member by member."""


@dataclass(frozen=True, slots=True)
class IfRight:
    """A side of a dispute, and what a finding would come to if it is right."""

    said: tuple[Standing, ...]
    """Those who say the same; the first of them for all."""
    after: Outcomes


def hinges(finding: Finding) -> tuple[Hinge, ...]:
    """The open questions on which a finding hangs; none once it is decided."""
    return tuple(Hinge(fact, tuple(_answers(finding, fact))) for fact in finding.missing)


def by_itself(finding: Finding, found: CheckFinding) -> Finding:
    """A check of a finding as if it were the whole of it."""
    joint = Joint((found.table,))
    return replace(finding, outcomes=found.outcomes, checks=(found,), demands=(), joint=joint)


def if_right(finding: Finding, assessment: Assessment) -> dict[FactId, tuple[IfRight, ...]]:
    """The disputes about what a finding reads, and what it would come to if each side is right.

    A side is right in what it says; where it is silent, the others are still believed.
    """
    read = dict.fromkeys(fact for found in finding.checks for fact in found.table.facts)
    found = {}
    for name in read:
        if name in assessment.disputes:
            fact, sides = assessment.library.facts[name], dict[Possible, list[Standing]]()
            for side in assessment.answers[name].sides():
                sides.setdefault(possible(fact, side.answer), []).append(side)
            found[name] = tuple(
                IfRight(tuple(said), left_if(finding, (name, None), answer))
                for answer, said in sides.items()
            )
    return found


def left_if(finding: Finding, key: AxisKey, answer: Possible) -> Outcomes:
    """What is left of a finding once a question, or a member of it, is answered.

    What was known of it stays known.
    """
    name, member = key
    answered = {
        axis.key: axis.mask(answer) & mask or mask
        for found in finding.checks
        for axis, mask in zip(found.table.axes, found.masks, strict=True)
        if axis.key[0] == name and member in (None, axis.key[1])
    }
    return Outcomes.from_bits(_decide(finding, answered))


def _answers(finding: Finding, fact: FactId) -> Iterator[Left]:
    """What each answer to a question would leave of a finding."""
    axes = {
        axis.key: (axis, mask)
        for found in finding.checks
        for axis, mask in zip(found.table.axes, found.masks, strict=True)
        if axis.key[0] == fact and mask & (mask - 1)
    }
    for key, (axis, mask) in axes.items():
        alike: dict[int, int] = {}
        for bit in single_bits(mask):
            after = _decide(finding, {key: bit})
            alike[after] = alike.get(after, 0) | bit
        for after, bits in alike.items():
            yield Left(key[1], axis.possible(bits), Outcomes.from_bits(after))


def _left_by(
    finding: Finding, name: FactId, answered: Mapping[AxisKey, int]
) -> tuple[tuple[int, ...], ...]:
    """What an answer leaves of the tables that read it: a thousand answers may leave the same."""
    return tuple(
        tuple(found.table.each(masks))
        for found, masks in zip(finding.checks, _with(finding, answered), strict=True)
        if name in found.table.facts
    )


def _decide(finding: Finding, answered: Mapping[AxisKey, int]) -> int:
    """What a finding can come to once these axes are answered."""
    assert finding.joint is not None
    return finding.joint.decide(_with(finding, answered))


def _with(finding: Finding, answered: Mapping[AxisKey, int]) -> AllMasks:
    return tuple(
        tuple(
            answered.get(axis.key, mask)
            for axis, mask in zip(found.table.axes, found.masks, strict=True)
        )
        for found in finding.checks
    )
