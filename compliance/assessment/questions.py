"""On what one finding hangs: what each answer, and each side of a dispute, would leave of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import Standing
from compliance.assessment.findings import CheckFinding, Finding
from compliance.engine.decision_table import single_bits
from compliance.engine.outcomes import DECIDED, Outcomes
from compliance.engine.partitions import Axis, AxisKey
from compliance.engine.rule_tables import Joint
from compliance.model.rulebook import Fact, FactId
from compliance.model.value_sets import Possible, possible


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
    return replace(
        finding,
        outcomes=found.outcomes,
        checks=(found,),
        demands=(),
        joint=joint,
        masks=(found.masks,),
    )


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
                IfRight(tuple(said), _believed(finding, name, answer))
                for answer, said in sides.items()
            )
    return found


def left_by(finding: Finding, key: AxisKey, answer: Possible, left: dict[Axis, int]) -> int:
    """What a finding can come to, as a bit set, once a fact or a member is answered.

    What was known of it stays known. ``left`` keeps what the answer leaves of each axis: many
    rules have the same.
    """
    assert finding.joint is not None
    joint, masks = finding.joint, finding.masks
    if key not in joint.readers:
        return finding.outcomes.bits
    axis, known = joint.axis(key), joint.left(key, masks)
    if axis not in left:
        left[axis] = axis.mask(answer)
    classes = left[axis] & known or known
    came = joint.along(key, masks)
    return came[classes] if classes in came else joint.decide(joint.with_class(key, classes, masks))


def _believed(finding: Finding, fact: FactId, answer: Possible) -> Outcomes:
    """What a finding comes to if an answer is right, on every member that it speaks of."""
    assert finding.joint is not None
    joint, masks = finding.joint, finding.masks
    for key in joint.readers:
        if key[0] == fact:
            known = joint.left(key, masks)
            masks = joint.with_class(key, joint.axis(key).mask(answer) & known or known, masks)
    return Outcomes.from_bits(joint.decide(masks))


def _answers(finding: Finding, fact: FactId) -> Iterator[Left]:
    """What each answer to a question would leave of a finding."""
    assert finding.joint is not None
    joint, masks = finding.joint, finding.masks
    for key in joint.readers:
        mask = joint.left(key, masks)
        if key[0] == fact and mask & (mask - 1):
            alike: dict[int, int] = {}
            for bit, after in joint.along(key, masks).items():
                alike[after] = alike.get(after, 0) | bit
            for after, bits in alike.items():
                yield Left(key[1], joint.axis(key).possible(bits), Outcomes.from_bits(after))


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
