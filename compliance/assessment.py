"""The engine: a profile held against rulebooks, one finding a rule."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from compliance.accounts import Profile
from compliance.axis import Axis
from compliance.countries import country_name
from compliance.counts import Count, count
from compliance.echo import deciding_facts
from compliance.grammar import names_in
from compliance.library import Library
from compliance.model import FORCES, Check, FactId, Force, Rule
from compliance.outcome import Outcome, Outcomes, Status
from compliance.passage import is_from
from compliance.standing import Standing
from compliance.table import Masks, Table, together
from compliance.testimony import Standard, Testimony


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """The outcome of one check: what is possible, on which answers it rests, what is missing.

    The last two are searched for in the table when they are asked for.
    """

    check: Check
    force: Force
    outcomes: Outcomes
    table: Table
    masks: Masks
    """What the answers leave open on each axis of the table."""

    @property
    def because(self) -> tuple[FactId, ...]:
        """A smallest set of the answers given that alone yields these outcomes."""
        return self.table.because(self.masks)

    @property
    def missing(self) -> tuple[FactId, ...]:
        """The open facts on whose answer the outcome still depends."""
        return self.table.missing(self.masks)

    @property
    def is_reserved(self) -> bool:
        """Whether it does not apply by reservation: without what is said of that, it might."""
        if self.check.reservation is None or self.outcomes.bits != Outcome.NOT_APPLICABLE.bit:
            return False
        without = self.table.without(names_in([self.check.reservation]), self.masks)
        return self.table.decide(without) != self.outcomes.bits


@dataclass(frozen=True, slots=True)
class DemandFinding:
    """The outcome of the checks that together make one demand."""

    asks: tuple[str, ...]
    force: Force
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one rule for one profile, with the reason where no check decides it."""

    rule: Rule
    outcomes: Outcomes
    checks: tuple[CheckFinding, ...] = ()
    demands: tuple[DemandFinding, ...] = ()
    reason: str | None = None
    is_counted: bool = True
    """Not where a recommendation that is only told of rests on the passage that tells of it."""

    @property
    def status(self) -> Status:
        """Decided, ``undetermined``, or ``no test``."""
        return self.outcomes.status

    @property
    def citation(self) -> str:
        """The provision as a document would cite it."""
        return self.rule.citation

    @property
    def reserved(self) -> tuple[CheckFinding, ...]:
        """The checks that do not apply by reservation to a treaty."""
        return tuple(found for found in self.checks if found.is_reserved)

    @property
    def to_close(self) -> tuple[CheckFinding, ...]:
        """The checks that make it a gap, or a gap if it applies; none where it is neither.

        Where it is one only because its checks cannot all be met at once, those that may fall
        short. What is open beside a gap is left to its questions: silence is no failure.
        """
        if not (self.outcomes.is_gap or self.outcomes.is_gap_if_it_applies):
            return ()
        checks = [c for c in self.checks if c.outcomes.is_gap]
        checks = checks or [c for c in self.checks if c.outcomes.is_gap_if_it_applies]
        return tuple(
            checks or [c for c in self.checks if c.outcomes.lowest not in (None, Outcome.MET)]
        )

    @property
    def remedies(self) -> tuple[str, ...]:
        """What would close it, as its checks say; none where it is no gap."""
        return tuple(found.check.remedy for found in self.to_close)

    @property
    def missing(self) -> tuple[FactId, ...]:
        """The open questions on which the finding still depends; none once it is decided."""
        if len(self.outcomes) < 2:
            return ()
        return tuple(dict.fromkeys(fact for c in self.checks for fact in c.missing))


@dataclass(frozen=True)
class Assessment:
    """An account, or several together, held against rulebooks on one day."""

    testimony: Testimony
    as_of: date
    all_findings: tuple[Finding, ...]
    answers: Mapping[FactId, Standing]
    library: Library = field(repr=False)
    shown: frozenset[Status] = frozenset(Status)
    """The statuses of the findings that are shown; counts are always of all findings."""

    @cached_property
    def profile(self) -> Profile:
        """The account; of several that are held together, a face that names them all."""
        return self.testimony.profile

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that are shown."""
        return tuple(found for found in self.all_findings if found.status in self.shown)

    def only(self, statuses: Collection[Status]) -> Assessment:
        """The same assessment with the findings of these statuses; its counts stay as they are."""
        return replace(self, shown=frozenset(statuses))

    def also_asked(self, finding: Finding, *checks: CheckFinding) -> tuple[Rule, ...]:
        """The rules elsewhere that ask what these checks of the finding's rule ask."""
        echoes = self.library.echoes
        return tuple(
            {
                rule.id: rule
                for found in checks
                for rule in echoes.get((finding.rule.id, found.check.id), ())
            }.values()
        )

    @property
    def disputes(self) -> dict[FactId, Standing]:
        """The answers that a register or another account contradicts; all are kept."""
        return {fact: told for fact, told in self.answers.items() if told.is_contested}

    def published(self) -> Assessment:
        """The same assessment made without the answers marked ``public: no``: for files."""
        if not self.testimony.unpublished():
            return self
        return self._of(self.testimony.published())

    def under(self, standard: Standard) -> Assessment:
        """The same assessment with only those answers that are shown this well."""
        if standard is self.testimony.standard:
            return self
        return self._of(replace(self.testimony, standard=standard))

    def _of(self, testimony: Testimony) -> Assessment:
        rules = [finding.rule for finding in self.all_findings]
        return _hold(testimony, self.library, self.as_of, rules).only(self.shown)

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
    def demands(self) -> dict[str, dict[Force, Count]]:
        """Demands by instrument and force; never summed over instruments, never weighed."""
        grouped: dict[str, dict[Force, list[Outcomes]]] = {}
        for finding in self.counted():
            for demand in finding.demands:
                forces = grouped.setdefault(finding.rule.instrument, {})
                forces.setdefault(demand.force, []).append(demand.outcomes)
        return {
            instrument: {force: count(forces[force]) for force in FORCES if force in forces}
            for instrument, forces in grouped.items()
        }


def assess(  # noqa: PLR0913 - what narrows it is named
    profile: Profile | Testimony,
    library: Library,
    *,
    as_of: date | None = None,
    rulebooks: Collection[str] = (),
    topics: Collection[str] = (),
    evidence: Standard | str = Standard.ANY,
) -> Assessment:
    """Hold ``profile`` against the library's rules, as things stood on ``as_of``.

    Without ``as_of`` it is the profile's own date. ``rulebooks`` (ids or symbols) and ``topics``
    narrow the rules that are looked at. An answer that does not reach the standard of
    ``evidence`` counts as open. Raises InputError for those that there are not.
    """
    scope = library.scope(rulebooks, topics)
    rules = [rule for rule in library.rules.values() if scope.has(rule)]
    given = profile if isinstance(profile, Testimony) else Testimony((profile,), Standard(evidence))
    return _hold(given, library, as_of or given.profile.as_of, rules)


def _hold(testimony: Testimony, library: Library, day: date, rules: Iterable[Rule]) -> Assessment:
    country = testimony.accounts[0].country
    answers = testimony.answers(library.facts, day, library.registers_of(country))
    open_ = library.axes.masks({fact: answer.possible for fact, answer in answers.items()})
    findings = tuple(
        replace(found, is_counted=not _rests_on_itself(found, answers, library))
        if (found := finding_of(rule, library, country, open_)).rule.kind == "reported"
        else found
        for rule in rules
    )
    return Assessment(testimony, day, findings, answers, library)


def finding_of(rule: Rule, library: Library, country: str, open_: Mapping[Axis, int]) -> Finding:
    """What a rule comes to for a State, where answers leave ``open_`` on every axis."""
    if rule.no_test:
        outcomes = Outcomes.of(Outcome.NOT_APPLICABLE) if rule.is_to_others else Outcomes.of()
        return Finding(rule, outcomes, reason=rule.no_test)
    if rule.country and rule.country != country:
        reason = f"Concerns {country_name(rule.country)} alone."
        return Finding(rule, Outcomes.of(Outcome.NOT_APPLICABLE), reason=reason)
    if rule.draft:
        return Finding(rule, Outcomes.of(), reason=rule.why_untested)
    tables = library.tables[rule.id]
    masks = [table.pick(open_) for table in tables]

    def combined(places: Iterable[int]) -> Outcomes:
        chosen = list(places)
        return Outcomes.from_bits(together([tables[n] for n in chosen], [masks[n] for n in chosen]))

    demands = tuple(
        DemandFinding(asks, rule.force_of(rule.checks[places[0]]), combined(places))
        for asks, places in rule.demands().items()
    )
    checks = tuple(
        _check_finding(rule, check, table, own)
        for check, table, own in zip(rule.checks, tables, masks, strict=True)
    )
    return Finding(rule, combined(range(len(tables))), checks, demands)


def _rests_on_itself(
    finding: Finding, answers: Mapping[FactId, Standing], library: Library
) -> bool:
    """Whether all evidence that decides it stands in the very passage that the rule is made of."""
    rule = finding.rule
    evidence = [
        told
        for found in finding.checks
        for fact in set(found.because) & deciding_facts(found.check, library.facts)
        for side in (answers[fact], *answers[fact].others)
        for told in side.answer.evidence
    ]
    return bool(evidence) and all(is_from(told, rule, library) for told in evidence)


def _check_finding(rule: Rule, check: Check, table: Table, masks: Masks) -> CheckFinding:
    return CheckFinding(
        check,
        rule.force_of(check),
        Outcomes.from_bits(table.decide(masks)),
        table,
        masks,
    )
