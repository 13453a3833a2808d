"""Which remedies describe a change: what a rule says is to be done, and only where it fits.

A remedy says how its check is met. Where a check can be met in several ways, the remedy may speak
of one of them alone: "List the grounds of detention in the law" does not describe a State that
gives up detention, though this meets the check as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import CheckFinding
from compliance.assessment.minimal_changes import (
    Changes,
    FactChange,
    ReachableValues,
    check_groups,
    in_order,
    narrower,
)
from compliance.engine.conditions import And, Comparison, Condition, Member, Not, Or, Truth
from compliance.engine.decision_table import DecisionTable, Masks
from compliance.engine.partitions import PartitionKey
from compliance.engine.tokens import names_in
from compliance.library.library import Library
from compliance.model.rulebook import FactId


class Fit(IntEnum):
    """How well the remedy of a check describes changes."""

    NOT = 0
    """The changes meet the check in another way."""
    ONE_WAY = 1
    """They are one of several ways to meet it."""
    DESCRIBED = 2
    """They change what has to change, whichever way the check is met."""


class Remedies:
    """How well the remedies of checks describe changes, as the answers are."""

    def __init__(self, library: Library, reachable: ReachableValues) -> None:
        self.library, self.reachable = library, reachable
        self._sets: dict[CheckKey, tuple[Changes, ...]] = {}

    @classmethod
    def of(cls, assessment: Assessment) -> Remedies:
        """The remedies as the answers of an assessment are."""
        answers = {fact: told.possible for fact, told in assessment.answers.items()}
        return cls(assessment.library, ReachableValues(assessment.as_of, answers))

    def fit(self, found: CheckFinding, changes: Changes) -> Fit:
        """How well the remedy of a check describes ``changes``."""
        if self._ends_questions(found.table, changes):
            return Fit.NOT
        sets = self.sets(found)
        wanted = [[one for one in some if _touches(one, changes)] for some in sets]
        if not any(wanted) or any(self._is_half_way(change, wanted) for change in changes):
            return Fit.ONE_WAY if not sets else Fit.NOT
        return Fit.DESCRIBED if all(wanted) else Fit.ONE_WAY

    def size(self, found: CheckFinding) -> tuple[int, int]:
        """How many changes the check takes, and how many facts it reads.

        The fewer they are, the more its remedy is about each of them.
        """
        return max(map(len, self.sets(found)), default=0), len(found.table.facts)

    def sets(self, found: CheckFinding) -> tuple[Changes, ...]:
        """The smallest sets of changes that meet the check and that its remedy may speak of."""
        return self._meeting(found.table, found.masks)

    def whole(self, found: CheckFinding) -> tuple[Changes, ...]:
        """The same if nothing of it were so yet: all that its remedy may speak of.

        That the check applies is taken as it is, and so are facts that nobody can change.
        """
        check = found.check
        conditions = names_in(filter(None, (check.applies, check.reservation)))
        conditions -= names_in(filter(None, (check.met, check.partly)))
        masks = tuple(
            mask
            if partition.key[0] in conditions or not self.reachable.of(partition)
            else partition.every
            for partition, mask in zip(found.table.partitions, found.masks, strict=True)
        )
        return self._meeting(found.table, masks)

    def left(self, found: CheckFinding) -> tuple[Changes, ...]:
        """What is left to be done of its remedy, in each smallest way, where a part of it is so.

        Empty where nothing of it is so yet: then the remedy says what is to be done.
        """
        now, whole = self.sets(found), self.whole(found)
        return now if now and not _keys(whole) <= _keys(now) else ()

    def says(self, checks: Iterable[CheckFinding], changes: Changes) -> bool:
        """Whether the remedy of these checks says what the changes bring about, and no more.

        Not where a part of what it says is so already, or is left undone.
        """
        whole, keys = [some for one in checks for some in self.whole(one)], _keys([changes])
        return keys <= _keys(whole) and any(_keys([one]) <= keys for one in whole)

    def carried_out(self, found: CheckFinding, changes: Changes) -> Changes | None:
        """The changes, and what else the remedy of the check needs to be carried out.

        None where they are no part of a smallest way to meet it.
        """
        for some in self.sets(found):
            wanted = {change.key: change for change in some}
            read = [change for change in changes if change.fact in found.table.facts]
            both = {c.key: narrower(c, wanted[c.key]) for c in read if c.key in wanted}
            if read and len(both) == len(read) and None not in both.values():
                rest = [change for change in changes if change.key not in wanted]
                return in_order([*rest, *(both.get(c.key) or c for c in some)])
        return None

    def _meeting(self, table: DecisionTable, masks: Masks) -> tuple[Changes, ...]:
        key = (id(table), masks)
        if key not in self._sets:
            groups = check_groups((table,), (masks,), self.reachable)
            every = [sets for group in groups if not group.is_too_large for sets in group.to_meet()]
            kept = [some for some in every if not self._ends_questions(table, some)]
            self._sets[key] = tuple(kept)
        return self._sets[key]

    def _is_half_way(self, change: FactChange, wanted: Sequence[Sequence[FactChange]]) -> bool:
        """Whether the check needs another value of the same fact or member."""
        values = [one.to for some in wanted for one in some if one.key == change.key]
        return bool(values) and not any(change.to.fits(to) for to in values)

    def _ends_questions(self, table: DecisionTable, changes: Changes) -> bool:
        """Whether another fact that the check reads is no longer asked after the changes.

        After ``detention.used: no`` nobody asks what grounds of detention the law lists, so a
        remedy about these grounds does not describe the change.
        """
        facts = self.library.facts
        changed = {change.fact for change in changes}
        others = {partition.fact.id for partition in table.partitions} - changed
        return any(
            not _may_hold(self.library.condition(given), changes)[0]
            for name in others
            if (given := facts[name].given)
        )


CheckKey = tuple[int, Masks]


def _keys(sets: Iterable[Changes]) -> set[PartitionKey]:
    """The facts and members that the sets change."""
    return {change.key for changes in sets for change in changes}


def _touches(one: FactChange, changes: Changes) -> bool:
    return any(change.fact == one.fact for change in changes)


def _may_hold(tree: Condition, changes: Changes) -> tuple[bool, bool]:
    """Whether a condition can hold, and whether it can fail, once the facts are changed."""
    match tree:
        case Not():
            can, cannot = _may_hold(tree.part, changes)
            return cannot, can
        case And():
            parts = [_may_hold(part, changes) for part in tree.parts]
            return all(can for can, _ in parts), any(cannot for _, cannot in parts)
        case Or():
            parts = [_may_hold(part, changes) for part in tree.parts]
            return any(can for can, _ in parts), all(cannot for _, cannot in parts)
        case Truth():
            return _among(tree.fact, None, {True}, changes)
        case Member():
            return _among(tree.fact, tree.choice, {True}, changes)
        case Comparison():
            wanted: set[bool | str] = set(tree.literals)
            found = _among(tree.fact, None, wanted, changes)
            return found[::-1] if tree.operator == "!=" else found


def _among(
    fact: FactId, member: str | None, wanted: set[bool | str] | set[bool], changes: Changes
) -> tuple[bool, bool]:
    """Whether a value after the changes can be among those wanted, and whether it can be none."""
    for change in changes:
        if change.key == (fact, member):
            values = change.to.values if member is None else change.to.member(member)
            if values is not None:
                return bool(values & wanted), bool(values - wanted)
    return True, True
