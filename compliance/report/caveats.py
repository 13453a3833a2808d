"""What a reader must know of a whole assessment: what it rests on, what is left out or not ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EvidenceStandard
from compliance.engine.outcomes import Status
from compliance.library.languages import say
from compliance.model.rulebook import divided_from
from compliance.model.scalars import BUNDLED
from compliance.report import wording
from compliance.report.evidence_levels import answers_words, has_levels


def remarks(assessment: Assessment) -> list[str]:
    """All that a reader must know of the whole; the first ones matter most."""
    return [*short_remarks(assessment), *more_remarks(assessment)]


def short_remarks(assessment: Assessment) -> list[str]:
    """How many answers there are and how well documented, what is later, withheld or narrowed."""
    said = []
    if assessment.basis.is_joint:
        named = [
            f"{one.speaker} ({wording.day_words(one.as_of)})" for one in assessment.basis.accounts
        ]
        said = [say("report.taken_together", accounts="; ".join(named))]
        said.append(say("report.taken_together.meaning"))
    said += standard_words(assessment.basis.standard)
    if has_levels(assessment):
        said += answers_words(assessment)
        said += later(assessment)
    said += [*_lists(assessment), *_last_stated(assessment), *_not_yet(assessment)]
    said += [*_reservations(assessment), *_drafts(assessment), *_uncounted(assessment)]
    said += [*_narrowed(assessment), *_files(assessment)]
    if getattr(assessment, "has_withheld", False) and not assessment.unpublished():
        said.append(say("report.may_be_withheld"))
    return said


def standard_words(standard: EvidenceStandard) -> list[str]:
    """Which answers do not count, where not all do."""
    is_any = standard is EvidenceStandard.ANY
    return [] if is_any else [say(f"report.standard.{standard}")]


def more_remarks(assessment: Assessment) -> list[str]:
    """Notes without answers, whose words provisions are, rules of layers."""
    said = [*_notes(assessment), *_whose_words(assessment)]
    return [*said, *_rules_of_layers(assessment)]


def later(assessment: Assessment) -> list[str]:
    """The instruments that did not exist yet on the day assessed."""
    instruments = assessment.library.instruments
    used = dict.fromkeys(finding.rule.instrument for finding in assessment.all_findings)
    found = [
        f"{one.symbol} ({wording.document_day_words(one.since)})"
        for one in (instruments[name] for name in used)
        if one.since and one.is_later_than(assessment.as_of)
    ]
    if not found:
        return []
    return [say("report.later", instruments=wording.listed(found, "and"))]


def _lists(assessment: Assessment) -> Iterator[str]:
    """How many answers come from official lists, and which lists these are."""
    counted = [told for fact, told in assessment.answers.items() if fact in assessment.read]
    lists = {told.register.id: told.register for told in counted if told.register}
    if lists:
        number = sum(bool(told.register) for told in counted)
        form = "lists_more" if has_levels(assessment) else "lists"
        documents = dict.fromkeys(
            _place(one.evidence.document, one.evidence.place) for one in lists.values()
        )
        yield say(f"report.{form}", n=number, lists="; ".join(documents))


def _place(document: str, place: str | None) -> str:
    return f"{document}, {place}" if place else document


def _last_stated(assessment: Assessment) -> Iterator[str]:
    stated = assessment.answers.values()
    days = [one.last_stated for one in stated if one.last_stated and not one.register]
    if days:
        yield say("report.last_stated", n=len(days), day=wording.day_words(max(days)))


def _not_yet(assessment: Assessment) -> Iterator[str]:
    """How many answers are about a time after the day assessed, such as a law not yet in force."""
    day = assessment.as_of
    number = sum(
        answer.states_something and answer.since is not None and answer.since > day
        for account in assessment.basis.accounts
        for own in account.answers.values()
        for answer in own
    )
    if number:
        yield say("report.not_yet", n=number, day=wording.day_words(day))


def _uncounted(assessment: Assessment) -> Iterator[str]:
    number = len(assessment.all_findings) - len(assessment.counted())
    if number:
        yield say("report.uncounted", n=number)


def _narrowed(assessment: Assessment) -> Iterator[str]:
    looked_at, every = len(assessment.all_findings), len(assessment.library.rules)
    if looked_at < every:
        yield say("report.narrowed", n=looked_at, all=every)
    if (shown := len(assessment.findings)) < looked_at:
        yield say("report.narrowed_results", n=shown, all=looked_at)


def _files(assessment: Assessment) -> Iterator[str]:
    """The file of an account that is not ours, by its name alone."""
    layers = (one.layer for one in assessment.basis.accounts if one.layer != BUNDLED)
    for name in dict.fromkeys(map(wording.layer_name, layers)):
        kind = "own_file" if PurePath(name).suffix else "own_folder"
        yield say(f"report.{kind}", name=name)


def _notes(assessment: Assessment) -> Iterator[str]:
    number = len(list(wording.said_without_answering(assessment.basis)))
    if number:
        yield say("report.notes_only", n=number)


def _reservations(assessment: Assessment) -> Iterator[str]:
    """What does not apply by reservation, wholly or in part."""
    for finding in assessment.all_findings:
        if reserved := finding.reserved:
            is_whole = len(reserved) == len(finding.checks)
            form = "reserved" if is_whole else "reserved_in_part"
            yield say(f"report.{form}", citation=wording.short_citation(finding.rule))


def _drafts(assessment: Assessment) -> Iterator[str]:
    """How many rules that concern the State are drafts."""
    found = [f for f in assessment.all_findings if f.rule.draft and f.status is Status.NO_TEST]
    if found:
        yield say("report.drafts", n=len(found))


def _whose_words(assessment: Assessment) -> Iterable[str]:
    """Where provisions are somebody's summary, or put in words of ours."""
    rules = [finding.rule for finding in assessment.all_findings]
    for symbol in dict.fromkeys(rule.symbol for rule in rules if rule.asked_by):
        told = [r.provision for r in rules if r.symbol == symbol and r.asked_by]
        numbers = list(dict.fromkeys(divided_from(p) or p for p in told))
        cited = wording.listed(numbers, "and")
        yield say("report.summarised", n=len(numbers), symbol=symbol, numbers=cited)
    for symbol in dict.fromkeys(rule.symbol for rule in rules if not rule.text):
        yield say("report.text_not_held", symbol=symbol)


def _rules_of_layers(assessment: Assessment) -> Iterator[str]:
    """The folders of the user whose rules are in the report, by their names alone."""
    rules: dict[str, list[str]] = {}
    for finding in assessment.findings:
        if finding.rule.layer != BUNDLED:
            name = wording.layer_name(finding.rule.layer)
            rules.setdefault(name, []).append(finding.citation)
    for name, cited in rules.items():
        yield say("report.own_rules", n=len(cited), name=name)
