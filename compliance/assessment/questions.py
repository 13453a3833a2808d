"""On what one finding depends: what each answer, and each side of a dispute, would leave of it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.findings import CheckFinding, Finding
from compliance.engine.decision_table import single_bits
from compliance.engine.outcomes import DECIDED, Outcomes
from compliance.engine.partitions import Partition, PartitionKey
from compliance.engine.rule_tables import RuleTables
from compliance.model.rulebook import Fact, FactId
from compliance.model.value_sets import ValueSet, value_set


@dataclass(frozen=True, slots=True)
class RemainingOutcomes:
    """Answers to an open question, or on one member of it, that leave a finding the same."""

    member: str | None
    answer: ValueSet
    after: Outcomes
    """What the finding would come to, or still could, all else staying as it is known."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """An open question on which one finding depends, and what each answer would leave of it."""

    fact: FactId
    answers: tuple[RemainingOutcomes, ...]
    """Those that leave the same told as one; of a fact with many members, member by member."""


@dataclass(frozen=True, slots=True)
class SourceEffect:
    """A side of a dispute, and what a finding would come to if it is right."""

    said: tuple[EffectiveAnswer, ...]
    """Those who say the same; the first of them for all."""
    after: Outcomes


def dependencies(finding: Finding) -> tuple[Dependency, ...]:
    """The open questions on which a finding depends; none once it is decided."""
    return tuple(Dependency(fact, tuple(_answers(finding, fact))) for fact in finding.missing)


def by_itself(finding: Finding, found: CheckFinding) -> Finding:
    """A check of a finding as if it were the whole of it."""
    joint = RuleTables((found.table,))
    return replace(
        finding,
        outcomes=found.outcomes,
        checks=(found,),
        requirements=(),
        joint=joint,
        masks=(found.masks,),
    )


def if_source_is_right(
    finding: Finding, assessment: Assessment
) -> dict[FactId, tuple[SourceEffect, ...]]:
    """The disputes about what a finding reads, and what it would come to if each side is right.

    A side is right in what it says; where it is silent, the others are still believed.
    """
    read = dict.fromkeys(fact for found in finding.checks for fact in found.table.facts)
    found = {}
    for name in read:
        if name in assessment.disputes:
            fact, sides = assessment.library.facts[name], dict[ValueSet, list[EffectiveAnswer]]()
            for side in assessment.answers[name].all_sources():
                sides.setdefault(value_set(fact, side.answer), []).append(side)
            found[name] = tuple(
                SourceEffect(tuple(said), _believed(finding, name, answer))
                for answer, said in sides.items()
            )
    return found


def left_by(
    finding: Finding, key: PartitionKey, answer: ValueSet, left: dict[Partition, int]
) -> int:
    """What a finding can come to, as a bit set, once a fact or a member is answered.

    What was known of it stays known. ``left`` keeps what the answer leaves of each partition: many
    rules have the same.
    """
    assert finding.joint is not None
    joint, masks = finding.joint, finding.masks
    if key not in joint.readers:
        return finding.outcomes.bits
    partition, known = joint.partition(key), joint.left(key, masks)
    if partition not in left:
        left[partition] = partition.mask(answer)
    classes = left[partition] & known or known
    came = joint.along(key, masks)
    return came[classes] if classes in came else joint.decide(joint.with_class(key, classes, masks))


def _believed(finding: Finding, fact: FactId, answer: ValueSet) -> Outcomes:
    """What a finding comes to if an answer is right, on every member that it speaks of."""
    assert finding.joint is not None
    joint, masks = finding.joint, finding.masks
    for key in joint.readers:
        if key[0] == fact:
            known = joint.left(key, masks)
            masks = joint.with_class(key, joint.partition(key).mask(answer) & known or known, masks)
    return Outcomes.from_bits(joint.decide(masks))


def _answers(finding: Finding, fact: FactId) -> Iterator[RemainingOutcomes]:
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
                yield RemainingOutcomes(
                    key[1], joint.partition(key).value_set(bits), Outcomes.from_bits(after)
                )


@dataclass(frozen=True, slots=True)
class FindingEffect:
    """A finding, and what is left of its outcomes once a question is answered."""

    finding: Finding
    after: Outcomes


@dataclass(frozen=True, slots=True)
class AnswerEffect:
    """An answer to a question (or on one member of it), and what would follow."""

    member: str | None
    answer: ValueSet
    decided: tuple[FindingEffect, ...]
    """The findings that would have one outcome."""
    narrowed: tuple[FindingEffect, ...]
    """The findings that would stay open, with fewer outcomes left."""


@dataclass(frozen=True)
class OpenQuestion:
    """An open question and the findings that depend on it."""

    fact: Fact
    hanging: tuple[Finding, ...]
    """The findings that depend on it, in the order of the assessment."""
    could_decide: tuple[Finding, ...]
    """Those that some answer to it would decide, whichever way."""
    decides: tuple[Finding, ...]
    """Those that every answer to it would decide."""
    _asked: _Asked

    def __repr__(self) -> str:
        return f"<OpenQuestion {self.fact.id}>"

    @cached_property
    def consequences(self) -> tuple[AnswerEffect, ...]:
        """What would follow, answer by answer; of a fact with many members, one by one."""
        return tuple(self._asked.consequences(self.fact, self.hanging))


def questions(assessment: Assessment, most: int | None = None) -> tuple[OpenQuestion, ...]:
    """The open questions, those first whose answer could decide most findings; ``most`` of them.

    Then those on which most findings depend, then by id. A finding is counted exactly: it could be
    decided if some answer still possible leaves it one outcome, whatever else is open.
    """
    asked = _Asked(assessment)
    open_: dict[FactId, list[Finding]] = {}
    for finding in assessment.findings:
        for fact in finding.open_facts:
            open_.setdefault(fact, []).append(finding)
    found: list[OpenQuestion] = []
    for fact, read_by in sorted(open_.items(), key=lambda one: -len(one[1])):
        # It decides no more than those that read it, and depend on it.
        least = len(found[most - 1].could_decide) if most and len(found) >= most else 1
        if len(read_by) < least:
            break
        on = tuple(finding for finding in read_by if finding.depends_on(fact))
        if len(on) >= least:
            insort(found, asked.question(fact, on), key=_place)
    return tuple(found[:most])


def _place(question: OpenQuestion) -> tuple[int, int, FactId]:
    return -len(question.could_decide), -len(question.hanging), question.fact.id


class _Asked:
    """What answers to open questions would do."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment

    def question(self, name: FactId, hanging: tuple[Finding, ...]) -> OpenQuestion:
        """The question, with the findings that answers would decide."""
        could, surely = [], []
        for finding in hanging:
            decided = {left in DECIDED for left in _joint(finding).by_answers(name, finding.masks)}
            if True in decided:
                could.append(finding)
            if False not in decided:
                surely.append(finding)
        fact = self.assessment.library.facts[name]
        return OpenQuestion(fact, hanging, tuple(could), tuple(surely), self)

    def consequences(self, fact: Fact, hanging: tuple[Finding, ...]) -> Iterator[AnswerEffect]:
        """What would follow from each answer that is still possible."""
        told = self.assessment.answers.get(fact.id)
        for partition in self._partitions(fact):
            mask = partition.mask(told.possible) if told else partition.every
            if mask & (mask - 1):
                for bit in single_bits(mask):
                    yield self._consequence(partition, partition.value_set(bit), hanging)

    def _partitions(self, fact: Fact) -> list[Partition]:
        """The question as a whole: its members one by one; a number by all limits anywhere."""
        partitions = self.assessment.library.partitions.of_fact(fact.id)
        if fact.type == "many":
            by_key = {partition.key: partition for partition in partitions}
            return [by_key[fact.id, m] for m in fact.choices if (fact.id, m) in by_key]
        return [Partition(fact, None, {cut for partition in partitions for cut in partition.cuts})]

    def _consequence(
        self, partition: Partition, answer: ValueSet, hanging: tuple[Finding, ...]
    ) -> AnswerEffect:
        decided, narrowed = [], []
        left: dict[Partition, int] = {}
        for finding in hanging:
            after = left_by(finding, partition.key, answer, left)
            if after in DECIDED:
                decided.append(FindingEffect(finding, Outcomes.from_bits(after)))
            elif after != finding.outcomes.bits:
                narrowed.append(FindingEffect(finding, Outcomes.from_bits(after)))
        return AnswerEffect(partition.key[1], answer, tuple(decided), tuple(narrowed))


def _joint(finding: Finding) -> RuleTables:
    assert finding.joint is not None
    return finding.joint
