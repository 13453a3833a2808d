"""On what one finding hangs: what each answer, and each side of a dispute, would leave of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from compliance.assessment import Assessment
from compliance.axis import Axis, AxisKey
from compliance.finding import CheckFinding, Finding
from compliance.joint import Joint
from compliance.model import FactId
from compliance.outcome import Outcomes
from compliance.possible import Possible, possible
from compliance.standing import Standing


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
