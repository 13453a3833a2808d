"""Countries against provisions: one row an account, in the order of the alphabet, never ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.countries import country_name, sorting_name
from compliance.engine.outcomes import Status
from compliance.library.library import Library
from compliance.model.rulebook import Rule

NO_RANKING = "In the order of the alphabet: nothing is ranked, weighed or averaged."


@dataclass(frozen=True)
class Matrix:
    """Accounts of States against the provisions that can be tested, or are for one State alone.

    Provisions that ask nothing of States are left out: they say the same of all.
    """

    assessments: tuple[Assessment, ...]

    @classmethod
    def of(cls, assessments: Iterable[Assessment]) -> Matrix:
        """The matrix of these assessments, by the names of the States and then of the profiles."""
        by_name = sorted(assessments, key=lambda a: (sorting_name(a.profile.country), a.profile.id))
        return cls(tuple(by_name))

    @property
    def library(self) -> Library:
        """The library by which all were assessed."""
        return self.assessments[0].library

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The provisions with checks, instrument by instrument."""
        return tuple(f.rule for f in self.assessments[0].all_findings if f.rule.checks)

    @cached_property
    def rulebooks(self) -> Mapping[str, tuple[Rule, ...]]:
        """The provisions by the id of their instrument."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.instrument, []).append(rule)
        return {instrument: tuple(rules) for instrument, rules in found.items()}

    @cached_property
    def _found(self) -> list[dict[str, Finding]]:
        return [{f.rule.id: f for f in one.all_findings} for one in self.assessments]

    def findings(self, place: int) -> Mapping[str, Finding]:
        """What was found by the ``place``-th account, by the id of the rule."""
        return self._found[place]

    def states_by_status(self, rule: Rule) -> dict[Status | None, int]:
        """How many States have each status; None for those whose accounts come out differently.

        A State with several accounts counts once.
        """
        by_state: dict[str, set[Status]] = {}
        for place, one in enumerate(self.assessments):
            status = self._found[place][rule.id].status
            by_state.setdefault(one.profile.country, set()).add(status)
        agreed = [min(found) if len(found) == 1 else None for found in by_state.values()]
        return {status: agreed.count(status) for status in (*Status, None) if status in agreed}


def name_of(assessment: Assessment) -> str:
    """What the State is called."""
    return country_name(assessment.profile.country)


def states_words(counts: Mapping[Status | None, int]) -> str:
    """``met 44, undetermined 148, accounts differ 1``."""
    return ", ".join(f"{status or 'accounts differ'} {n}" for status, n in counts.items())
