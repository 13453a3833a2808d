"""What would close a gap, in words: no more than is left to be done.

A remedy speaks of everything that its check asks. Where a part of that is so already, the sentences
of the answers that are still needed stand in its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import CheckFinding, Finding
from compliance.assessment.minimal_changes import Changes, FactChange
from compliance.assessment.remedies import Remedies
from compliance.library.languages import say
from compliance.model.rulebook import Fact, FactId
from compliance.report import wording
from compliance.report.wording import listed

MOST_WAYS = 3
"""More ways to do what is left are not told one by one."""


class ToDo(NamedTuple):
    """What is to be done."""

    action: str
    responsible: str
    """Who is responsible; empty where nobody is named."""
    facts: tuple[FactId, ...] = ()
    """The questions by whose answers a part of it is so already."""


class RemedyWords:
    """What would close the gaps of an assessment."""

    def __init__(self, assessment: Assessment) -> None:
        self.facts = assessment.library.facts
        self.remedies = Remedies.of(assessment)

    def of(self, finding: Finding) -> list[ToDo]:
        """What would close a gap, each thing once; nothing where it is no gap."""
        found = (self.to_do([one]) for one in finding.failing_checks)
        return list(dict.fromkeys(found))

    def to_do(self, checks: Iterable[CheckFinding]) -> ToDo:
        """What would meet the checks: their remedies, and sentences on what is left of others."""
        said, left, who = dict[str, None](), dict[str, None](), dict[str, None]()
        facts = dict[FactId, None]()
        for found in checks:
            remedy, ways = found.check.remedy, self.remedies.left(found)
            if ways:
                facts |= dict.fromkeys(found.table.facts)
            who[wording.responsible_words(remedy)] = None
            sentences = list(needed_words(ways[0], self.facts)) if len(ways) == 1 else []
            if sentences and all(sentences):
                left |= dict.fromkeys(sentences)
            else:
                said[remaining_words(wording.action_words(remedy), ways, self.facts)] = None
        return ToDo(
            " ".join([*said, *_make_sure(left)]), "; ".join(filter(None, who)), tuple(facts)
        )


def _make_sure(sentences: Collection[str]) -> Iterator[str]:
    if sentences:
        yield say("report.make_sure", sentences=" ".join(sentences))


def remaining_words(action: str, ways: Sequence[Changes], facts: Mapping[FactId, Fact]) -> str:
    """What is to be done, and which answers that still needs; those are left out where none is.

    ``Open the courts to everyone. Of this, still to be done or shown: “Who may …?” yes.``
    """
    if not ways:
        return action
    told = ["; ".join(short_words(changes, facts)) for changes in ways[:MOST_WAYS]]
    if len(ways) > MOST_WAYS:
        return say("report.partly_so", action=action)
    either, *rest = told
    for one in rest:
        either = say("report.either", first=either, last=one)
    return say("report.remains", action=action, ways=either)


def exact_words(action: str, changes: Changes, facts: Mapping[FactId, Fact]) -> str:
    """The same of changes that are not all of what a remedy says."""
    sentences = list(needed_words(changes, facts))
    if all(sentences):
        return say("report.make_sure", sentences=" ".join(sentences))
    return remaining_words(action, [changes], facts)


def needed_words(changes: Iterable[FactChange], facts: Mapping[FactId, Fact]) -> Iterator[str]:
    """What is to be so, a sentence for each change; empty where its fact has none."""
    for change in changes:
        yield _sentence(change, facts[change.fact])


def _sentence(change: FactChange, fact: Fact) -> str:
    """What is to be so, as the fact says it; empty where it has no sentence for this."""
    if change.member is not None:
        prefix = "" if True in change.to.member(change.member) else "not "
        return fact.says.get(f"{prefix}{change.member}", "")
    if change.to.ranges is not None:
        words = wording.possible_words(change.to, fact)
        return fact.says.get("value", "").replace("{}", words.removesuffix(f" {fact.unit}"))
    names = {True: "yes", False: "no"}
    values = {one if isinstance(one, str) else names[one] for one in change.to.values or ()}
    others = [f"not {one}" for one in fact.choices if one not in values]
    if len(values) == 1:
        return fact.says.get(values.pop(), "")
    return fact.says.get(others[0], "") if len(others) == 1 else ""


def short_words(changes: Iterable[FactChange], facts: Mapping[FactId, Fact]) -> Iterator[str]:
    """Each question with the answer that is needed: ``“Who may …?” Judges and Police: yes``."""
    found: dict[tuple[FactId, str], list[str]] = {}
    for change in changes:
        fact = facts[change.fact]
        if change.member is None:
            found[fact.id, change_words(change, fact)] = []
        else:
            of = found.setdefault((fact.id, _member_to(change)), [])
            of.append(wording.label(fact, change.member))
    for (name, to), members in found.items():
        of_all = say("report.told_of", whom=listed(members, "and"), told=_shown(to))
        yield f"“{facts[name].question}” {of_all if members else to}"


def change_words(change: FactChange, fact: Fact) -> str:
    """What a fact is to become: ``Every child, whatever the status``; ``Judges: yes``."""
    if change.member is not None:
        label, to = wording.label(fact, change.member), _shown(_member_to(change))
        return say("report.told_of", whom=label, told=to)
    return wording.possible_words(change.to, fact)


def _shown(to: str) -> str:
    """``yes`` or ``no`` as readers see it."""
    return say(f"report.{to}") if to in {"yes", "no"} else to


def _member_to(change: FactChange) -> str:
    assert change.member is not None
    values = dict(change.to.members or ()).get(change.member, frozenset())
    return listed(map(wording.yes_no, sorted(values)))
