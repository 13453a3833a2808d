"""An assessment as it was made before: from another library, or from an export in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import reduce
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from compliance.assessment.assess import Assessment, finding_of
from compliance.assessment.comparison import is_above, no_common_rulebook
from compliance.assessment.findings import Finding
from compliance.countries import country_name
from compliance.engine.outcomes import Outcome, Outcomes
from compliance.errors import InputError, Location, Problem, fault
from compliance.files import text_of
from compliance.library.library import Library
from compliance.model.profiles import Answer, Evidence
from compliance.model.rulebook import Fact, FactId
from compliance.model.value_sets import AnswerError, ValueSet, either, value_set

SCHEMA = "compliance/assessments/v1"
MAX_BYTES = 100_000_000
"""One account takes about 1 MB, and an export may have many."""
_HINT = "make it with `compliance assess PROFILE -o FILE.json`"


@dataclass(frozen=True)
class PreviousAssessment:
    """What was found of an account on a day, and what it had answered then."""

    id: str
    country: str
    voice: str
    speaker: str
    stated_on: date
    """The day of the account itself."""
    day: date
    """The day for which it was assessed."""
    standard: str
    """How well answers had to be shown in order to count."""
    source: str
    """Where it is from: a file, or a folder of rules."""
    outcomes: Mapping[str, Outcomes]
    """By the id of the rule."""
    titles: Mapping[str, tuple[str, str]]
    """Citation and title of each rule."""
    answers: Mapping[FactId, tuple[Answer, ...]] | None
    """What was answered, by all sides that counted; None where the record does not keep it."""

    @classmethod
    def of(cls, assessment: Assessment, source: str = "") -> PreviousAssessment:
        """An assessment made with another library, or another account, as a record."""
        profile, found = assessment.profile, assessment.all_findings
        return cls(
            profile.id,
            profile.country,
            profile.voice,
            profile.speaker,
            profile.as_of,
            assessment.as_of,
            str(assessment.basis.standard),
            source or profile.id,
            {one.rule.id: one.outcomes for one in found},
            {one.rule.id: (one.citation, one.rule.title) for one in found},
            {
                fact: tuple(side.answer for side in told.all_sources())
                for fact, told in assessment.answers.items()
            },
        )


def read_export(path: Path) -> list[PreviousAssessment]:
    """The assessments in an export. Raises InputError where the file is none."""
    where = Location(str(path))
    try:
        data = json.loads(text_of(path, str(path), at_most=MAX_BYTES))
    except json.JSONDecodeError as error:
        place = Location(str(path), error.lineno, error.colno)
        raise fault(f"this is no JSON: {error.msg}", place, _HINT) from error
    except RecursionError as error:
        raise fault("this is nested too deeply", where, _HINT) from error
    except ValueError as error:  # a number of thousands of digits
        raise fault("this is no JSON that can be read", where, _HINT) from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        said = data.get("schema") if isinstance(data, dict) else None
        what = f"its schema is `{said}`" if isinstance(said, str) else "it has no schema"
        raise fault(f"this is no export of assessments: {what}", where, _HINT)
    if not data.get("assessments", True):
        raise fault("there is no assessment in this export", where, _HINT)
    try:
        return [_previous(one, str(path)) for one in data["assessments"]]
    except (KeyError, TypeError, ValueError, ValidationError, AttributeError) as error:
        what = "this export of assessments is damaged"
        raise InputError([Problem(what, where, _HINT)]) from error


def _previous(told: Mapping[str, Any], source: str) -> PreviousAssessment:
    profile, findings = told["profile"], told["findings"]
    keeps = all("given" in answer for answer in told["answers"])
    return PreviousAssessment(
        str(profile["id"]),
        str(profile["country"]),
        str(profile["voice"]),
        str(profile["speaker"]),
        date.fromisoformat(profile.get("as_of", told["as_of"])),
        date.fromisoformat(told["as_of"]),
        str(told.get("evidence", "any")),
        source,
        {str(f["rule"]): Outcomes.of(*map(Outcome, f["possible"])) for f in findings},
        {str(f["rule"]): (str(f["citation"]), str(f["title"])) for f in findings},
        {str(one["fact"]): tuple(_sides(one)) for one in told["answers"]} if keeps else None,
    )


def _sides(told: Mapping[str, Any]) -> list[Answer]:
    """The answer, what contradicts it, and what other accounts say, as `sides` gives them."""
    contradicted_by = [told["against"]] if told.get("against") else []
    return [_answer(one) for one in (told, *contradicted_by, *told.get("others", ()))]


def _answer(told: Mapping[str, Any]) -> Answer:
    given = told["given"]
    value = dict(given["members"]) if "members" in given else given.get("value")
    evidence = tuple(
        Evidence(**{key: one[key] for key in ("document", "said_by", "place", "quote")})
        for one in told["evidence"]
    )
    return Answer(
        value=value,
        one_of=given.get("one_of"),
        not_=given.get("not"),
        at_least=given.get("at_least"),
        at_most=given.get("at_most"),
        since=told.get("since"),
        until=told.get("until"),
        evidence=evidence,
        note=told.get("note"),
    )


class Trend(StrEnum):
    """Which way a finding has changed."""

    BETTER = "better"
    """All that is possible now lies above all that was possible."""
    BETTER_OR_EQUAL = "better or equal"
    """It cannot have fallen: whatever is open, it is as it was or better.

    What was answered alike then and now, and what neither answers, is taken to be as it was.
    """
    WORSE = "worse"
    WORSE_OR_EQUAL = "worse or equal"
    """It cannot have risen: whatever is open, it is as it was or worse."""
    NEWLY_KNOWN = "newly known"
    """Less is possible than was, and nothing that was not."""
    NEWLY_DOUBTFUL = "newly doubtful"
    """All that was possible still is, and more."""
    OTHERWISE = "otherwise changed"
    """Neither of these: where it came to apply or ceased to, or may be as it was or not."""
    UNCHANGED = "unchanged"


class Cause(StrEnum):
    """What made a finding change."""

    COUNTRY = "the answers"
    RULE = "the rule"
    BOTH = "the rule and the answers"
    UNKNOWN = "not known: the earlier record does not keep its answers"


@dataclass(frozen=True, slots=True)
class FindingChanged:
    """What a rule came to then and comes to now."""

    rule: str
    citation: str
    title: str
    before: Outcomes
    by_rule: Outcomes | None
    """What the rule of now makes of the answers of then; None where those are not known."""
    after: Outcomes
    trend: Trend
    cause: Cause | None
    """None where nothing changed."""


@dataclass(frozen=True, slots=True)
class AnswerChanged:
    """What was answered then and is now; empty where nothing was."""

    fact: Fact
    before: tuple[Answer, ...]
    after: tuple[Answer, ...]


@dataclass(frozen=True)
class ComparisonOverTime:
    """An earlier record held against a later assessment."""

    old: PreviousAssessment
    new: Assessment
    findings: tuple[FindingChanged, ...]
    answers: tuple[AnswerChanged, ...]
    rules_added: tuple[str, ...]
    rules_gone: tuple[str, ...]
    unreadable: tuple[FactId, ...]
    """Answers of then to questions that are no longer asked, or no longer so."""
    then: PreviousAssessment | Assessment = field(repr=False, compare=False)
    """What ``old`` was made of."""

    def __repr__(self) -> str:
        return f"<ComparisonOverTime of {self.old.id} and {self.new.profile.id}>"

    def published(self) -> ComparisonOverTime:
        """The comparison by the answers that are not confidential; a record has no others."""
        then = self.then.published() if isinstance(self.then, Assessment) else self.then
        return changes(then, self.new.published(), is_one_speaker=True)

    @property
    def answered_otherwise(self) -> tuple[AnswerChanged, ...]:
        """The questions that were answered then and are now, and not alike."""
        return tuple(one for one in self.answers if one.before and one.after)

    @property
    def newly_answered(self) -> tuple[AnswerChanged, ...]:
        """The questions on which the account of then is silent: nothing need have changed."""
        return tuple(one for one in self.answers if not one.before)

    @property
    def no_longer_answered(self) -> tuple[AnswerChanged, ...]:
        """The questions on which the account of now is silent: nothing need have changed."""
        return tuple(one for one in self.answers if one.before and not one.after)

    def of(self, trend: Trend) -> tuple[FindingChanged, ...]:
        """The findings that changed this way."""
        return tuple(one for one in self.findings if one.trend is trend)


def changes(
    then: PreviousAssessment | Assessment, new: Assessment, *, is_one_speaker: bool = False
) -> ComparisonOverTime:
    """What changed from ``then``, an assessment or a record of one, to ``new``.

    Both are of one speaker; ``is_one_speaker`` says so where the names differ.

    Where both the rule and the answers may have changed, the rule of now is held against the
    answers of then: what differs already there is the rule's doing, the rest the country's.
    Raises InputError where they are of different countries, voices or speakers, in the wrong
    order, or have no rule in common.
    """
    old = PreviousAssessment.of(then) if isinstance(then, Assessment) else then
    _require_one_speaker(old, new, is_one_speaker=is_one_speaker)
    found = {one.rule.id: one for one in new.all_findings}
    shared = [rule for rule in found if rule in old.outcomes]
    if not shared:
        raise no_common_rulebook()
    values, unreadable = _values(old, new.library)
    masks = new.library.partitions.masks(values)
    findings = []
    for name in shared:
        country, now = new.profile.country, found[name]
        kept = finding_of(now.rule, new.library, country, masks)
        findings.append(_finding(old, None if old.answers is None else kept, now))
    answers = tuple(_answers(old, new, values)) if old.answers is not None else ()
    added = tuple(name for name in found if name not in old.outcomes)
    gone = tuple(name for name in old.outcomes if name not in new.library.rules)
    return ComparisonOverTime(old, new, tuple(findings), answers, added, gone, unreadable, then)


def _require_one_speaker(old: PreviousAssessment, new: Assessment, *, is_one_speaker: bool) -> None:
    profile = new.profile
    if old.country != profile.country:
        one, other = country_name(old.country), country_name(profile.country)
        what = (
            f"these are accounts of different countries: {one} ({old.id}); {other} ({profile.id})"
        )
        raise fault(what, hint="compare two accounts of one country")
    if old.voice != profile.voice:
        what = f"the earlier account is by the voice {old.voice}, the later by {profile.voice}"
        raise fault(
            what, hint="over time one voice is compared; leave out --over to compare voices"
        )
    if old.speaker != profile.speaker and not is_one_speaker:
        what = f"the earlier account is by {old.speaker}, the later by {profile.speaker}"
        hint = "give --over time if these are two names of one speaker; else compare over voices"
        raise fault(what, hint=hint)
    if old.standard != new.basis.standard:
        what = f"the earlier account counts answers by --evidence {old.standard}, the later by "
        hint = f"give --evidence {old.standard}, or make the earlier one anew"
        raise fault(f"{what}{new.basis.standard}", hint=hint)
    if (old.stated_on, old.day) > (profile.as_of, new.as_of):
        first, second = max(old.stated_on, old.day), max(profile.as_of, new.as_of)
        if old.stated_on > profile.as_of:
            first, second = old.stated_on, profile.as_of
        what = f"the first account ({first}) is later than the second ({second})"
        raise fault(what, hint="name the earlier one first")


def _values(
    old: PreviousAssessment, library: Library
) -> tuple[dict[FactId, ValueSet], tuple[FactId, ...]]:
    """What the answers of then leave possible, and those that can no longer be read."""
    values: dict[FactId, ValueSet] = {}
    unreadable: list[FactId] = []
    for name, sides in (old.answers or {}).items():
        fact = library.facts.get(name)
        try:
            if fact is None:
                unreadable.append(name)
            else:
                values[name] = reduce(either, [value_set(fact, side) for side in sides])
        except AnswerError:
            unreadable.append(name)
    return values, tuple(unreadable)


def _finding(old: PreviousAssessment, kept: Finding | None, now: Finding) -> FindingChanged:
    """What became of a finding; ``kept`` is what the rule of now makes of the answers of then."""
    name = now.rule.id
    before, after = old.outcomes[name], now.outcomes
    between = kept.outcomes if kept else None
    is_comparable = kept is not None and kept.outcomes.bits == before.bits
    course = _course(kept, now) if kept and is_comparable else None
    trend = trend_of(before, after, course)
    cause = None if trend is Trend.UNCHANGED else _cause(before, between, after)
    return FindingChanged(name, *old.titles[name], before, between, after, trend, cause)


def trend_of(before: Outcomes, after: Outcomes, course: Trend | None = None) -> Trend:
    """Which way a finding went from one set of outcomes to another.

    ``course`` is what its checks tell, case by case, where the sets alone leave it open.
    """
    is_told = bool(before and after)
    turns = (
        (Trend.UNCHANGED, before.bits == after.bits),
        (Trend.BETTER, is_above(after, before)),
        (Trend.WORSE, is_above(before, after)),
        (course, course is not None),
        (Trend.NEWLY_KNOWN, is_told and after <= before),
        (Trend.NEWLY_DOUBTFUL, is_told and before <= after),
        (Trend.BETTER_OR_EQUAL, is_above(after, before, or_equal=True)),
        (Trend.WORSE_OR_EQUAL, is_above(before, after, or_equal=True)),
    )
    return next((turn for turn, is_so in turns if turn and is_so), Trend.OTHERWISE)


def _course(was: Finding, now: Finding) -> Trend | None:
    """Whether a finding cannot have fallen, or risen, by what was answered anew.

    None where nothing was answered anew but only more, or less, and where it may be either. A
    rule never falls where none of its checks does and none comes to apply or ceases to.
    """
    pairs = [
        (one.table, one.masks, other.masks)
        for one, other in zip(was.checks, now.checks, strict=True)
    ]
    moves = {(b, a) for _, *both in pairs for b, a in zip(*both, strict=True) if b != a}
    if all(not a & ~b for b, a in moves) or all(not b & ~a for b, a in moves):
        return None
    if all(table.never_falls(before, after) for table, before, after in pairs):
        return Trend.BETTER_OR_EQUAL
    if all(table.never_falls(after, before) for table, before, after in pairs):
        return Trend.WORSE_OR_EQUAL
    return None


def _cause(before: Outcomes, between: Outcomes | None, after: Outcomes) -> Cause:
    if between is None:
        return Cause.UNKNOWN
    if between.bits == after.bits:
        return Cause.RULE
    return Cause.COUNTRY if between.bits == before.bits else Cause.BOTH


def _answers(
    old: PreviousAssessment, new: Assessment, values: Mapping[FactId, ValueSet]
) -> Iterator[AnswerChanged]:
    """The answers that leave something else possible than before, in the vocabulary's order.

    Where rules were narrowed, those that the rules looked at read.
    """
    now = {fact: told.possible for fact, told in new.answers.items()}
    for name in filter(new.concerns, new.library.facts):
        fact = new.library.facts[name]
        if values.get(name) != now.get(name):
            before = old.answers.get(name, ()) if old.answers and name in values else ()
            sides = new.answers[name].all_sources() if name in now else ()
            yield AnswerChanged(fact, before, tuple(side.answer for side in sides))
