"""Cases that a lawyer writes: answers about a State, and what is to be found (docs/cases.md).

They lie in the folder ``cases`` of a layer, a file for each rule: ``cases/OUR-1/1.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, ValidationError

from compliance.assessment.assess import assess
from compliance.assessment.findings import CheckFinding
from compliance.engine.outcomes import Outcome, Outcomes
from compliance.engine.rule_tables import RuleTables
from compliance.errors import InputError, did_you_mean
from compliance.library.layers import shown
from compliance.library.library import Library
from compliance.library.validation import Loader
from compliance.library.yaml_reader import Keys, read
from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import FactId, Many, Model, Rule, Words
from compliance.model.value_sets import AnswerError, value_set

Expected = Literal["met", "partly met", "not met", "not applicable", "undetermined"]
Told = dict[FactId, str | dict[str, str | list[str]]]
OTHERS = "others"
ANY_ONE = "any one"
_FORMS = {"one of", "not", "at least", "at most"}


class Case(Model):
    """What is known of a State, and what follows; nothing follows as long as nobody said so."""

    name: Words
    answers: Told
    status: Annotated[Expected | None, BeforeValidator(lambda text: text or None)] = None
    possible: Many = ()
    checks: str | dict[str, Many] = Field(default_factory=dict)

    def expected(self, rule: Rule) -> dict[str, tuple[str, ...]]:
        """What the case says of each check that it speaks of."""
        if isinstance(self.checks, str):
            return {check.id: (self.checks,) for check in rule.checks}
        rest = self.checks.get(OTHERS)
        said = {check.id: self.checks.get(check.id, rest) for check in rule.checks}
        return {name: outcomes for name, outcomes in said.items() if outcomes}


@dataclass(frozen=True)
class Placed:
    """A case in its file, the rule that it tries, and the States of which it tells.

    These are several where it says ``any one``.
    """

    case: Case
    rule: Rule
    place: str
    states: tuple[Profile, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody has said yet what is to be found: such a case proves nothing."""
        return self.case.status is None

    def complaint(self, library: Library) -> str:
        """Where the engine's finding is not the expected one, told in full; empty if it is."""
        if self.is_open:
            return f"{self.place}: {self.case.name}\nno `status` is written: write what you expect"
        return next(filter(None, (self._complaint(s, library) for s in self.states)), "")

    def _complaint(self, state: Profile, library: Library) -> str:
        found = assess(state, library, topics=self.rule.topics).findings
        finding = next(finding for finding in found if finding.rule.id == self.rule.id)
        wanted = self.case.possible or (str(self.case.status),)
        lines = _differences(self.rule.citation, wanted, finding.outcomes)
        for check in finding.checks:
            if outcomes := self.case.expected(self.rule).get(check.check.id):
                lines += _differences(check.check.id, outcomes, check.outcomes)
        if not lines:
            return ""
        told = [f"  {_told(check)}" for check in finding.checks]
        return "\n".join([f"{self.place}: {state.speaker}", *lines, "the checks:", *told])


def _differences(what: str, wanted: tuple[str, ...], found: Outcomes) -> list[str]:
    agrees = set(wanted) == set(found) or wanted == (found.status,)
    return [] if agrees else [f"{what}: expected {' or '.join(wanted)}, found {' or '.join(found)}"]


def _told(check: CheckFinding) -> str:
    why = f" because of {', '.join(check.because)}" if check.because else ""
    missing = f", open: {', '.join(check.missing)}" if check.missing else ""
    return f"{check.check.id}: {' or '.join(check.outcomes)}{why}{missing}"


def alone(library: Library) -> Library:
    """The library without registers: a case is all that is known of its State."""
    return replace(library, registers={})


def lacking(rule: Rule, cases: Iterable[Case], library: Library) -> Iterator[str]:
    """What no case says yet: a status that the rule can have, an outcome of one of its checks.

    The outcomes of checks are only asked for where a case says any.
    """
    cases = list(cases)
    tables = library.tables[rule.id]
    reachable = Outcomes.from_bits(RuleTables(tables).decide(tuple(table.full for table in tables)))
    shown_statuses = {case.status for case in cases}
    for status in reachable:
        if str(status) not in shown_statuses:
            yield f"{status}"
    if not any(case.checks for case in cases):
        return
    for check, table in zip(rule.checks, tables, strict=True):
        named = {case.expected(rule).get(check.id, ()) for case in cases}
        for outcome in Outcomes.from_bits(reduce(or_, table.cells)):
            if (str(outcome),) not in named:
                yield f"{check.id} {outcome}"


def read_cases(path: Path, library: Library) -> list[Placed]:
    """The cases in a file. Raises InputError with everything that is wrong with it."""
    loader = Loader(read(path, shown=shown(path)))
    data = loader.document.data
    rule = library.rules.get(data.get("rule", "") if isinstance(data, Mapping) else "")
    if rule is None or f"{path.parent.name}.{path.stem}" != rule.id:
        hint = f"the file's place says {path.parent.name}.{path.stem}"
        loader.report(("rule",), "this is not the rule that the file is named after", hint)
        raise InputError(loader.problems)
    cases = data.get("cases")
    found = [
        placed
        for number in range(len(cases if isinstance(cases, list) else []))
        if (placed := _read_case(loader, ("cases", number), rule, library))
    ]
    if not (found or loader.problems):
        loader.report((), "there are no cases")
    if loader.problems:
        raise InputError(loader.problems)
    return found


def _read_case(loader: Loader, keys: Keys, rule: Rule, library: Library) -> Placed | None:
    case = loader.model(Case, keys)
    if case is None:
        return None
    _check_expectations(loader, keys, case, rule)
    states = [
        _state(name, answers, loader, (*keys, "answers"), library, rule.country or "ATA")
        for name, answers in _variants(case, rule, library)
    ]
    _check_read(loader, (*keys, "answers"), case, rule, library)
    where = loader.document.where(keys)
    return Placed(case, rule, f"{where.path}:{where.line}", tuple(states))


def _variants(case: Case, rule: Rule, library: Library) -> Iterator[tuple[str, Told]]:
    """The case once for each member where it says ``any one``, of several facts side by side."""
    members = {
        fact: [m for m in library.facts[fact].choices if (fact, m) in _keys(rule, library)]
        for fact, told in case.answers.items()
        if isinstance(told, dict) and ANY_ONE in told and fact in library.facts
    }
    for number in range(max(map(len, members.values()), default=1)):
        answers, names = dict(case.answers), []
        for fact, own in members.items():
            member = own[number % len(own)]
            told = answers[fact]
            assert isinstance(told, dict)
            rest = {name: said for name, said in told.items() if name != ANY_ONE}
            answers[fact] = {member: told[ANY_ONE], **rest}
            names.append(member)
        yield f"{case.name} ({', '.join(names)})" if names else case.name, answers


def _keys(rule: Rule, library: Library) -> set[tuple[FactId, str | None]]:
    return {partition.key for table in library.tables[rule.id] for partition in table.partitions}


def _state(  # noqa: PLR0913, PLR0917 - what is told, of whom, and where
    name: str, told: Told, loader: Loader, place: Keys, library: Library, country: str
) -> Profile:
    """The State that a case tells of; what it says wrongly is reported."""
    answers = {}
    for fact, said in told.items():
        try:
            is_form = isinstance(said, dict) and said.keys() <= _FORMS
            answer = Answer.model_validate(said if is_form else {"value": said})
            if fact in library.facts:
                value_set(library.facts[fact], answer)
            answers[fact] = (answer,)
        except AnswerError as error:
            loader.report((*place, fact), error.problem.what, error.problem.hint)
        except ValidationError:
            loader.report((*place, fact), f"`{fact}` is not answered as in a profile")
    told_of = {"id": "state", "country": country, "voice": "government", "as_of": "2011-07-14"}
    return Profile.model_validate({**told_of, "speaker": name, "answers": answers})


def _check_read(loader: Loader, place: Keys, case: Case, rule: Rule, library: Library) -> None:
    """Report facts that are none, or that decide nothing in the rule."""
    read_by_rule = {fact for fact, _ in _keys(rule, library)}
    for fact in case.answers:
        if fact not in library.facts:
            hint = did_you_mean(fact, library.facts)
            loader.report((*place, fact), f"there is no fact `{fact}`", hint, key=True)
        elif fact not in read_by_rule:
            loader.report((*place, fact), f"no check of {rule.id} reads `{fact}`", key=True)


def _check_expectations(loader: Loader, keys: Keys, case: Case, rule: Rule) -> None:
    """Report what no finding could ever be."""
    open_ = case.status == "undetermined"
    if open_ and len(set(case.possible)) < 2:
        loader.report((*keys, "status"), "say which outcomes are `possible`")
    if case.possible and not open_:
        loader.report((*keys, "possible"), f"nothing else is possible where it is {case.status}")
    for outcome in case.possible:
        if outcome not in list(Outcome):
            loader.report((*keys, "possible"), f"`{outcome}` is no outcome")
    checks = case.checks if isinstance(case.checks, dict) else {OTHERS: (case.checks,)}
    for name, outcomes in checks.items():
        place = (*keys, "checks", name)
        if name not in {OTHERS, *(check.id for check in rule.checks)}:
            loader.report(place, f"{rule.id} has no check `{name}`", key=True)
        for outcome in outcomes:
            if outcome not in get_args(Expected):
                loader.report(place, f"`{outcome}` is no outcome")
