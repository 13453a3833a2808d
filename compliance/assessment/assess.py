"""Whether evidence is the very passage that a rule is made of: it would confirm itself."""

from __future__ import annotations

import importlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from compliance.assessment.basis import Basis, EffectiveAnswer, EvidenceStandard
from compliance.assessment.findings import CheckFinding, Finding, tested
from compliance.countries import country_name
from compliance.engine.outcomes import Count, Outcome, Outcomes, Status, count
from compliance.engine.partitions import Partition
from compliance.library.contradictions import unasked
from compliance.library.cross_references import deciding_facts
from compliance.library.library import Library
from compliance.library.source_texts import Source
from compliance.model.profiles import Answer, Evidence, Profile
from compliance.model.rulebook import FORCES, Fact, FactId, Force, Rule, divided_from

MAX_REMEMBERED = 2048
"""So many findings are remembered, of whatever rules; then it begins anew."""


def is_from(evidence: Evidence, rule: Rule, library: Library) -> bool:
    """Whether the words quoted stand in the passage that the rule is made of."""
    if evidence.document != rule.symbol or evidence.quote is None:
        return False
    if Source(rule.wording).has(evidence.quote):
        return True
    number = divided_from(rule.provision) or rule.provision
    named = re.findall(r"\d+", evidence.place or "")
    if named and number not in named:  # spares looking into the whole document
        return False
    source = library.sources.get(rule.symbol)
    return bool(source and Source(source.paragraphs.get(number, "")).has(evidence.quote))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An answer to a question that does not arise, by other answers of the same account."""

    account: Profile
    fact: Fact
    answer: Answer
    because: tuple[FactId, ...]
    """The questions by whose answers it does not arise."""


@dataclass(frozen=True)
class Assessment:
    """An account, or several together, held against rulebooks on one day."""

    basis: Basis
    as_of: date
    all_findings: tuple[Finding, ...]
    answers: Mapping[FactId, EffectiveAnswer]
    library: Library = field(repr=False)
    shown: frozenset[Status] = frozenset(Status)
    """The statuses of the findings that are shown; counts are always of all findings."""

    def __repr__(self) -> str:
        """Short, and without a result: what is printed in a notebook is kept in its file."""
        return f"<Assessment {self.profile.id} as of {self.as_of}>"

    @cached_property
    def profile(self) -> Profile:
        """The account; of several that are held together, a face that names them all."""
        return self.basis.profile

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that are shown."""
        return tuple(found for found in self.all_findings if found.status in self.shown)

    def only(self, statuses: Collection[Status]) -> Assessment:
        """The same assessment with the findings of these statuses; its counts stay as they are."""
        return replace(self, shown=frozenset(statuses))

    def also_asked(self, finding: Finding, *checks: CheckFinding) -> tuple[Rule, ...]:
        """The rules elsewhere that ask this State what these checks of the finding's rule ask."""
        echoes, off = self.library.echoes, self._not_applicable
        return tuple(
            {
                rule.id: rule
                for found in checks
                for rule in echoes.get((finding.rule.id, found.check.id), ())
                if rule.id not in off
            }.values()
        )

    @cached_property
    def _not_applicable(self) -> frozenset[str]:
        """The rules that do not concern this State."""
        off = Outcomes.of(Outcome.NOT_APPLICABLE)
        return frozenset(f.rule.id for f in self.all_findings if f.outcomes is off)

    @cached_property
    def read(self) -> frozenset[FactId]:
        """The facts that the rules looked at read."""
        checks = (found for finding in self.all_findings for found in finding.checks)
        return frozenset(fact for found in checks for fact in found.table.facts)

    def concerns(self, fact: FactId) -> bool:
        """Whether the rules looked at read a fact, or all rules were looked at."""
        return fact in self.read or len(self.all_findings) == len(self.library.rules)

    @cached_property
    def confidential(self) -> frozenset[FactId]:
        """The questions of which an answer that counts here is not public, by whoever gave it."""
        return frozenset(
            fact
            for fact, told in self.answers.items()
            if any(not side.answer.public for side in told.all_sources())
        )

    def unpublished(self) -> int:
        """How many of the answers that count here are not public, by whoever gave them."""
        sides = (
            side for f in self.read & set(self.answers) for side in self.answers[f].all_sources()
        )
        return sum(not side.answer.public for side in sides)

    @cached_property
    def disputes(self) -> dict[FactId, EffectiveAnswer]:
        """The answers that a register or another account contradicts; all are kept.

        Where rules were narrowed, those that the rules looked at read.
        """
        answers = self.answers.items()
        return {f: told for f, told in answers if told.is_contested and self.concerns(f)}

    @property
    def has_withheld(self) -> bool:
        """Whether an account has answers that are not published; what is published says so."""
        return self.basis.has_withheld

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Where an account contradicts itself, on what the rules looked at read."""
        library = self.library
        return tuple(
            Contradiction(account, library.facts[fact], account.on(self.as_of)[fact], because)
            for account in self.basis.accounts
            for fact, because in unasked(account, library.facts, library.givens, self.as_of)
            if self.concerns(fact)
        )

    def published(self) -> Assessment:
        """The same assessment as others may see it, made anew; itself where nothing is withheld.

        Answers marked ``public: no`` are left out, and their questions are open, whatever
        registers, older answers or other accounts say; sources marked so are on file.
        """
        basis = self.basis.published()
        return self if basis is self.basis else self._of(basis)

    def under(self, standard: EvidenceStandard) -> Assessment:
        """The same assessment with only those answers that are shown this well."""
        if standard is self.basis.standard:
            return self
        return self._of(replace(self.basis, standard=standard))

    @cached_property
    def answers_by_standard(self) -> Mapping[EvidenceStandard, Mapping[FactId, EffectiveAnswer]]:
        """The answers that count, by how well they must be shown."""
        return {standard: self._answers_under(standard) for standard in EvidenceStandard}

    @cached_property
    def outcomes_by_standard(self) -> Mapping[EvidenceStandard, Mapping[str, Outcomes]]:
        """What every rule comes to, by how well answers must be shown; see :meth:`under`.

        Only rules that read an answer which drops out are looked at again.
        """
        return {standard: self._outcomes_under(standard) for standard in EvidenceStandard}

    def _answers_under(self, standard: EvidenceStandard) -> Mapping[FactId, EffectiveAnswer]:
        basis = self.basis
        if standard is basis.standard or not any(one.answers for one in basis.accounts):
            return self.answers
        registers = self.library.registers_of(basis.accounts[0].country)
        shown = replace(basis, standard=standard)
        return shown.answers(self.library.facts, self.as_of, registers)

    def _outcomes_under(self, standard: EvidenceStandard) -> Mapping[str, Outcomes]:
        values = {fact: told.possible for fact, told in self.answers.items()}
        shown = {f: told.possible for f, told in self.answers_by_standard[standard].items()}
        found = {finding.rule.id: finding.outcomes for finding in self.all_findings}
        if values == shown:
            return found
        country, open_ = self.basis.accounts[0].country, self.library.partitions.masks(shown)
        other = {fact for fact in values | shown if values.get(fact) != shown.get(fact)}
        for finding in self.all_findings:
            if any(not other.isdisjoint(one.table.facts) for one in finding.checks):
                again = finding_of(finding.rule, self.library, country, open_)
                found[finding.rule.id] = again.outcomes
        return found

    def _of(self, basis: Basis) -> Assessment:
        rules = [finding.rule for finding in self.all_findings]
        return _hold(basis, self.library, self.as_of, rules).only(self.shown)

    def to_frame(self, name: str = "results") -> Any:
        """A table of this assessment for statistics: one row a finding, or as ``name`` says.

        See :func:`compliance.to_frame`, which also takes several assessments.
        """
        tables: Any = importlib.import_module("compliance.export.data.duck")
        return tables.to_frame(self, name)

    def counted(self) -> list[Finding]:
        """The findings that are counted."""
        return [finding for finding in self.all_findings if finding.is_counted]

    def gaps(self) -> list[Finding]:
        """The findings that can be neither met nor not applicable."""
        return [finding for finding in self.findings if finding.outcomes.is_gap]

    def statuses(self) -> dict[Status, int]:
        """How many rules have each status, of those that are counted."""
        found = [finding.status for finding in self.counted()]
        return {status: found.count(status) for status in Status}

    def open_questions(self) -> dict[FactId, tuple[Finding, ...]]:
        """The facts on whose answer findings still depend, each with those findings."""
        asked: dict[FactId, tuple[Finding, ...]] = {}
        for finding in self.findings:
            for fact in finding.missing:
                asked[fact] = (*asked.get(fact, ()), finding)
        return asked

    @cached_property
    def requirements(self) -> dict[str, dict[Force, Count]]:
        """Demands by instrument and force; never summed over instruments, never weighed."""
        grouped: dict[str, dict[Force, list[Outcomes]]] = {}
        for finding in self.counted():
            for requirement in finding.requirements:
                forces = grouped.setdefault(finding.rule.instrument, {})
                forces.setdefault(requirement.force, []).append(requirement.outcomes)
        return {
            instrument: {force: count(forces[force]) for force in FORCES if force in forces}
            for instrument, forces in grouped.items()
        }


def assess(  # noqa: PLR0913 - what narrows it is named
    profile: Profile | Basis,
    library: Library,
    *,
    as_of: date | None = None,
    rulebooks: Collection[str] = (),
    topics: Collection[str] = (),
    evidence: EvidenceStandard | str = EvidenceStandard.ANY,
) -> Assessment:
    """Hold ``profile`` against the library's rules, as things stood on ``as_of``.

    Without ``as_of`` it is the profile's own date. ``rulebooks`` (ids or symbols) and ``topics``
    narrow the rules that are looked at. An answer that does not reach the standard of
    ``evidence`` counts as open. Raises InputError for those that there are not.
    """
    scope = library.scope(rulebooks, topics)
    rules = [rule for rule in library.rules.values() if scope.has(rule)]
    given = profile if isinstance(profile, Basis) else Basis((profile,), EvidenceStandard(evidence))
    return _hold(given, library, as_of or given.profile.as_of, rules)


def _hold(basis: Basis, library: Library, day: date, rules: Iterable[Rule]) -> Assessment:
    country = basis.accounts[0].country
    answers = basis.answers(library.facts, day, library.registers_of(country))
    open_ = library.partitions.masks({fact: answer.possible for fact, answer in answers.items()})
    findings = (finding_of(rule, library, country, open_) for rule in rules)
    counted = tuple(
        replace(found, is_counted=False) if _rests_on_itself(found, answers, library) else found
        for found in findings
    )
    return Assessment(basis, day, counted, answers, library)


def finding_of(
    rule: Rule, library: Library, country: str, open_: Mapping[Partition, int]
) -> Finding:
    """What a rule comes to for a State, where answers leave ``open_`` on every partition."""
    if rule.no_test:
        outcomes = Outcomes.of(Outcome.NOT_APPLICABLE) if rule.is_to_others else Outcomes.of()
        return Finding(rule, outcomes, reason=rule.no_test)
    if rule.country and rule.country != country:
        say = library.language
        reason = say("report.concerns_alone", country=country_name(rule.country, say.code))
        return Finding(rule, Outcomes.of(Outcome.NOT_APPLICABLE), reason=reason)
    if rule.draft:
        return Finding(rule, Outcomes.of(), reason=library.language("report.draft"))
    joint = library.joints[rule.id]
    key = rule.id, joint.open_in(open_)
    found: Finding | None = library.remembered.get(key)
    if found is None:
        if len(library.remembered) > MAX_REMEMBERED:
            library.remembered.clear()
        masks = tuple([table.pick(open_) for table in joint.tables])
        found = library.remembered[key] = tested(rule, masks, joint)
    return found


def _rests_on_itself(
    finding: Finding, answers: Mapping[FactId, EffectiveAnswer], library: Library
) -> bool:
    """Whether all evidence that decides it stands in the very passage that the rule tells of."""
    rule = finding.rule
    if rule.kind != "reported":
        return False
    evidence = [
        told
        for found in finding.checks
        for fact in set(found.because) & deciding_facts(found.check, library.facts)
        for side in (answers[fact], *answers[fact].others)
        for told in side.answer.evidence
    ]
    return bool(evidence) and all(is_from(told, rule, library) for told in evidence)
