"""What a reader must know of a whole assessment: what it rests on, what is left out or not ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from gettext import ngettext

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EvidenceStandard
from compliance.engine.outcomes import Status
from compliance.model.rulebook import divided_from
from compliance.model.scalars import BUNDLED
from compliance.report import wording
from compliance.report.evidence_levels import answers_words, has_levels

STANDARD_WORDS = {
    EvidenceStandard.CITED: "Answers without a source are treated as unanswered.",
    EvidenceStandard.INDEPENDENT: (
        "Answers are treated as unanswered, unless a source other than the speaker says the same."
    ),
}
TOGETHER = (
    "Where the accounts differ, the result covers both; a speaker's newer answer replaces the "
    "older one. Results that are decided are the same whichever account is right."
)
MAY_BE_WITHHELD = (
    "This account may have answers that are not published. A question shown as open may have one."
)


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
        said = [f"Taken together: {'; '.join(named)}.", TOGETHER]
    if words := STANDARD_WORDS.get(assessment.basis.standard):
        said.append(words)
    if has_levels(assessment):
        said += answers_words(assessment)
        said += later(assessment)
    said += [*_lists(assessment), *_last_stated(assessment)]
    said += [*_reservations(assessment), *_drafts(assessment), *_uncounted(assessment)]
    said += [*_narrowed(assessment), *_files(assessment)]
    if getattr(assessment, "has_withheld", False) and not assessment.unpublished():
        said.append(MAY_BE_WITHHELD)
    return said


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
    return [f"Later than this account: {wording.listed(found, 'and')}."] if found else []


def _lists(assessment: Assessment) -> Iterator[str]:
    """How many answers come from official lists, and which lists these are."""
    counted = [told for fact, told in assessment.answers.items() if fact in assessment.read]
    lists = {told.register.id: told.register for told in counted if told.register}
    if lists:
        number = sum(bool(told.register) for told in counted)
        words = ngettext(
            "{n} more answer comes from an official list: {lists}.",
            "{n} more answers come from official lists: {lists}.",
            number,
        )
        if not has_levels(assessment):
            words = ngettext(
                "{n} answer comes from an official list: {lists}.",
                "{n} answers come from official lists: {lists}.",
                number,
            )
        documents = dict.fromkeys(
            _place(one.evidence.document, one.evidence.place) for one in lists.values()
        )
        yield words.format(n=number, lists="; ".join(documents))


def _place(document: str, place: str | None) -> str:
    return f"{document}, {place}" if place else document


def _last_stated(assessment: Assessment) -> Iterator[str]:
    stated = assessment.answers.values()
    days = [one.last_stated for one in stated if one.last_stated and not one.register]
    if days:
        words = ngettext(
            "{n} answer is as last stated on {day}.",
            "{n} answers are as last stated, the latest on {day}.",
            len(days),
        )
        yield words.format(n=len(days), day=wording.day_words(max(days)))


def _uncounted(assessment: Assessment) -> Iterator[str]:
    number = len(assessment.all_findings) - len(assessment.counted())
    if number:
        words = ngettext(
            "{n} result is not counted in the table: its only source is the passage that tells of "
            "the recommendation.",
            "{n} results are not counted in the table: their only source is the passage that tells "
            "of the recommendation.",
            number,
        )
        yield words.format(n=number)


def _narrowed(assessment: Assessment) -> Iterator[str]:
    looked_at, every = len(assessment.all_findings), len(assessment.library.rules)
    if looked_at < every:
        yield f"This report covers {looked_at} of {every} paragraphs."
    if (shown := len(assessment.findings)) < looked_at:
        yield f"It lists {shown} of {looked_at} results."


def _files(assessment: Assessment) -> Iterator[str]:
    """The file of an account that is not ours, by its name alone."""
    for words in dict.fromkeys(
        wording.layer_remark(one.layer) for one in assessment.basis.accounts
    ):
        if words:
            yield f"{words[0].upper()}{words[1:]}."


def _notes(assessment: Assessment) -> Iterator[str]:
    number = len(list(wording.said_without_answering(assessment.basis)))
    if number:
        words = ngettext(
            "{n} question has a note but no answer.",
            "{n} questions have a note but no answer.",
            number,
        )
        yield words.format(n=number)


def _reservations(assessment: Assessment) -> Iterator[str]:
    """What does not apply by reservation, wholly or in part."""
    whole = "{citation} does not apply by reservation. Whether it is valid is not for us to say."
    part = (
        "{citation} does not apply by reservation in part. Whether it is valid is not for us to "
        "say."
    )
    for finding in assessment.all_findings:
        if reserved := finding.reserved:
            words = whole if len(reserved) == len(finding.checks) else part
            yield words.format(citation=wording.short_citation(finding.rule))


def _drafts(assessment: Assessment) -> Iterator[str]:
    """How many rules that concern the State are drafts."""
    found = [f for f in assessment.all_findings if f.rule.draft and f.status is Status.NO_TEST]
    if found:
        words = ngettext(
            "{n} rule is a draft: its tests are still to be written.",
            "{n} rules are drafts: their tests are still to be written.",
            len(found),
        )
        yield words.format(n=len(found))


def _whose_words(assessment: Assessment) -> Iterable[str]:
    """Where provisions are somebody's summary, or put in words of ours."""
    rules = [finding.rule for finding in assessment.all_findings]
    for symbol in dict.fromkeys(rule.symbol for rule in rules if rule.asked_by):
        told = [r.provision for r in rules if r.symbol == symbol and r.asked_by]
        numbers = list(dict.fromkeys(divided_from(p) or p for p in told))
        words = ngettext(
            "{symbol}, para. {numbers}: what others ask, as summarised there.",
            "{symbol}, paras. {numbers}: what others ask, as summarised there.",
            len(numbers),
        )
        yield words.format(symbol=symbol, numbers=wording.listed(numbers, "and"))
    for symbol in dict.fromkeys(rule.symbol for rule in rules if not rule.text):
        yield f"{symbol}: we do not hold all of its text; there we say in our words what it asks."


def _rules_of_layers(assessment: Assessment) -> Iterator[str]:
    """The folders of the user whose rules are in the report, by their names alone."""
    rules: dict[str, list[str]] = {}
    for finding in assessment.findings:
        if finding.rule.layer != BUNDLED:
            name = wording.layer_name(finding.rule.layer)
            rules.setdefault(name, []).append(finding.citation)
    for name, cited in rules.items():
        words = ngettext(
            "{n} rule is from your own folder {name}.",
            "{n} rules are from your own folder {name}.",
            len(cited),
        )
        yield words.format(n=len(cited), name=name)
