"""Who disagrees: the accounts of one State side by side, by fact, by finding and by instrument.

Nothing is averaged and nobody is preferred; each account keeps its own words and its own set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, reduce
from itertools import combinations
from operator import and_

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer, is_later, require_one_country
from compliance.assessment.findings import Finding
from compliance.engine.outcomes import SCALE, Outcomes
from compliance.errors import fault
from compliance.model.profiles import first_day
from compliance.model.rulebook import Fact, FactId, Rule
from compliance.model.value_sets import are_contested, value_set


class Relation(StrEnum):
    """How accounts stand to each other, on a fact or on a finding."""

    ONE_HIGHER = "one higher"
    """Of findings: they cannot both be right, and one lies above the other."""
    CONTESTED = "contested"
    """They cannot all be right."""
    CONTESTED_ANSWERS = "contested answers"
    """Of findings: they can be the same, but not all answers they depend on can be right."""
    COMPATIBLE = "compatible"
    """They differ and can all be right: some answer or result is possible by each."""
    OTHER_TIMES = "of different times"
    """Of answers: they differ and can all be right, for they are of different times."""
    AGREE = "agree"
    """They say the same."""
    ONE_ANSWERS = "only one answers"
    """The others are silent, which is neither yes nor no."""
    NOBODY = "nobody answers"
    """Of findings: no answer of any account tells how far it is met."""

    @property
    def is_dispute(self) -> bool:
        """Whether not all can be right."""
        return self in (Relation.ONE_HIGHER, Relation.CONTESTED)


@dataclass(frozen=True, slots=True)
class FactCompared:
    """What the accounts answer to one question, in their order; None where one is silent."""

    fact: Fact
    relation: Relation
    sides: tuple[EffectiveAnswer | None, ...]
    register: EffectiveAnswer | None = None
    """What a register says, where an account contradicts it."""


@dataclass(frozen=True, slots=True)
class FindingCompared:
    """What the accounts make of one rule, in their order."""

    rule: Rule
    relation: Relation
    findings: tuple[Finding, ...]
    speaking: tuple[bool, ...]
    """Which of the accounts have an answer of their own that narrows the finding."""
    higher: tuple[int, ...] = ()
    """The places of the accounts whose set lies wholly above another's."""
    depends_on: tuple[FactId, ...] = ()
    """The contested questions that its checks read.

    Where there are any, the finding is never *compatible* or *agree*, but *contested answers*.
    """


@dataclass(frozen=True)
class Comparison:
    """Several assessments of one State, held against each other."""

    assessments: tuple[Assessment, ...]
    facts: tuple[FactCompared, ...]
    findings: tuple[FindingCompared, ...]

    def __repr__(self) -> str:
        return f"<Comparison of {', '.join(one.profile.id for one in self.assessments)}>"

    def published(self) -> Comparison:
        """The comparison by the answers that are not confidential."""
        return compare([one.published() for one in self.assessments])

    @cached_property
    def contested(self) -> tuple[FactCompared, ...]:
        """The questions on which not all that was said can be right."""
        return tuple(one for one in self.facts if one.relation.is_dispute)

    @cached_property
    def answered_alone(self) -> tuple[int, ...]:
        """How many questions each account alone answers: on those the others are silent."""
        alone = [one.sides for one in self.facts if one.relation is Relation.ONE_ANSWERS]
        return tuple(
            sum(sides[place] is not None for sides in alone)
            for place in range(len(self.assessments))
        )

    def by_instrument(self) -> Mapping[str, Mapping[Relation, int]]:
        """How many findings stand in each relation, by the symbol of their instrument."""
        found: dict[str, dict[Relation, int]] = {}
        for one in self.findings:
            counts = found.setdefault(one.rule.symbol, dict.fromkeys(Relation, 0))
            counts[one.relation] += 1
        return found


def compare(assessments: Sequence[Assessment]) -> Comparison:
    """Hold the accounts of one State against each other.

    The assessments are made with one library and the same rules in scope. Raises InputError
    where there are fewer than two, where they are of different countries or of one profile, or
    where no rule was looked at in all of them.
    """
    require_two(assessments)
    require_one_country([one.profile for one in assessments])
    by_rule = [{found.rule.id: found for found in one.all_findings} for one in assessments]
    shared = [rule for rule in by_rule[0] if all(rule in found for found in by_rule)]
    if not shared:
        raise no_common_rulebook()
    facts = tuple(_facts(assessments))
    contested = {one.fact.id for one in facts if one.relation.is_dispute}
    findings = tuple(
        _finding(assessments, [found[rule] for found in by_rule], contested) for rule in shared
    )
    return Comparison(tuple(assessments), facts, findings)


def latest_of_each_speaker(assessments: Sequence[Assessment]) -> list[Assessment]:
    """The assessments without those whose speaker has given a later account."""
    accounts = [one.profile for one in assessments]
    return [
        one for one in assessments if not any(is_later(other, one.profile) for other in accounts)
    ]


def require_two(assessments: Sequence[Assessment]) -> None:
    """Raises InputError where there are not two different accounts."""
    names = {one.profile.id for one in assessments}
    if len(names) < 2:
        known = "".join(f" (`{name}`)" for name in names)
        hint = "name two accounts of one country; `compliance profiles` lists those there are"
        raise fault(f"there is only one account to compare{known}", hint=hint)


def no_common_rulebook() -> Exception:
    """The error where nothing was held against the same rules."""
    hint = "assess both against the same instruments; `compliance rules` lists them"
    return fault("the two have no rulebook in common", hint=hint)


def _facts(assessments: Sequence[Assessment]) -> Iterator[FactCompared]:
    """The questions that some account answers itself, in the order of the vocabulary.

    Where rules were narrowed, those that the rules looked at read.
    """
    facts = assessments[0].library.facts
    for name in filter(assessments[0].concerns, facts):
        fact = facts[name]
        told = [one.answers.get(name) for one in assessments]
        sides = tuple(side if side and not side.register else None for side in told)
        if any(sides):
            register = next(
                (side.contradicted_by for side in sides if side and side.contradicted_by), None
            )
            yield FactCompared(fact, _said(fact, [*sides, register]), sides, register)


def _said(fact: Fact, sides: Iterable[EffectiveAnswer | None]) -> Relation:
    """How answers to one question stand to each other; contested only what is said of one time."""
    said = [(*_period(side), value_set(fact, side.answer)) for side in sides if side]
    values = [value for _, _, value in said]
    if len(values) == 1:
        return Relation.ONE_ANSWERS
    if any(
        are_contested([value for first, last, value in said if first <= day <= last])
        for day, _, _ in said
    ):
        return Relation.CONTESTED
    if are_contested(values):
        return Relation.OTHER_TIMES
    return Relation.AGREE if len(set(values)) == 1 else Relation.COMPATIBLE


def _period(side: EffectiveAnswer) -> tuple[date, date]:
    """The first and the last day of which an answer speaks."""
    assert side.stated_on is not None
    return first_day(side.answer, side.stated_on), side.answer.until or date.max


def _finding(
    assessments: Sequence[Assessment], findings: Sequence[Finding], contested: Collection[FactId]
) -> FindingCompared:
    speaking = tuple(_speaks(one, found) for one, found in zip(assessments, findings, strict=True))
    places = [place for place, speaks in enumerate(speaking) if speaks]
    sets = {place: findings[place].outcomes for place in places}
    relation, higher = _relation(sets)
    if relation is Relation.AGREE and all(
        found.is_silent for place in places for found in findings[place].checks
    ):
        relation = Relation.NOBODY
    read = {fact for found in findings[0].checks for fact in found.table.facts}
    depends_on = tuple(sorted(read & set(contested)))
    if depends_on and relation in (Relation.COMPATIBLE, Relation.AGREE):
        relation = Relation.CONTESTED_ANSWERS
    return FindingCompared(
        findings[0].rule, relation, tuple(findings), speaking, higher, depends_on
    )


def _speaks(assessment: Assessment, finding: Finding) -> bool:
    """Whether an answer of the account itself, and not a register's alone, narrows the finding."""
    reasons = {fact for found in finding.checks for fact in found.because}
    return any(assessment.answers[fact].register is None for fact in reasons)


def _relation(sets: Mapping[int, Outcomes]) -> tuple[Relation, tuple[int, ...]]:
    if len(sets) < 2:
        return (Relation.ONE_ANSWERS if sets else Relation.NOBODY), ()
    bits = [outcomes.bits for outcomes in sets.values()]
    if len(set(bits)) == 1:
        return Relation.AGREE, ()
    if reduce(and_, bits):
        return Relation.COMPATIBLE, ()
    higher: set[int] = set()
    for (one, its), (other, others) in combinations(sets.items(), 2):
        if is_above(its, others):
            higher.add(one)
        elif is_above(others, its):
            higher.add(other)
        elif not its.bits & others.bits:
            return Relation.CONTESTED, ()
    if higher:
        return Relation.ONE_HIGHER, tuple(sorted(higher))
    return Relation.CONTESTED, ()


def is_above(one: Outcomes, other: Outcomes, *, or_equal: bool = False) -> bool:
    """Whether all of one set lies above all of the other on the scale; never off the scale.

    With ``or_equal`` the least of the one may be the most of the other.
    """
    if any(outcome not in SCALE for outcome in (*one, *other)) or not (one and other):
        return False
    assert one.lowest is not None
    assert other.highest is not None
    return SCALE.index(one.lowest) > SCALE.index(other.highest) - or_equal
