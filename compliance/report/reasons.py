"""Why a result is as it is: the answers and sources it rests on, and what is open.

Every report says it by these, so that none gives a reason that another does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.findings import CheckFinding, Finding
from compliance.assessment.questions import (
    Dependency,
    RemainingOutcomes,
    SourceEffect,
    dependencies,
    if_source_is_right,
)
from compliance.document.model import (
    Block,
    Column,
    Group,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    SourceList,
    Table,
    items,
    note,
    walk,
)
from compliance.document.text import (
    Cite,
    Source,
    Span,
    Text,
    as_written,
    confidential,
    emphasis,
    english,
    muted,
    quotation,
    sentence,
    status,
    strong,
)
from compliance.engine.outcomes import Outcomes
from compliance.library.languages import say
from compliance.model.profiles import Answer, Evidence
from compliance.model.rulebook import Fact, FactId
from compliance.report import wording

WHATEVER_THE_ANSWERS = "the same whatever the answers"
_MOST_NAMED = 4


def confidential_mark() -> Span:
    """The mark on what nobody outside may see."""
    return confidential(say("report.confidential"))


class Reason(NamedTuple):
    """Why a check has its outcome."""

    known: str
    """The answers that narrow it, in words; empty if there are none and it is still open."""
    questions: tuple[str, ...]
    """What it still depends on."""


def reason(assessment: Assessment, found: CheckFinding) -> Reason:
    """The answers on which the outcome of a check rests, and the questions that are open."""
    facts, answers = assessment.library.facts, assessment.answers
    known = "; ".join(
        f"{facts[f].question} {wording.standing_words(facts[f], answers[f])}" for f in found.because
    )
    if not known and not found.missing:
        known = WHATEVER_THE_ANSWERS
    return Reason(known, tuple(facts[fact].question for fact in found.missing))


def deciding(finding: Finding, assessment: Assessment) -> dict[FactId, set[str]]:
    """The answers on which a result rests, each with the members of a list that its checks read.

    Of a gap those of the checks that make it one. The best documented answers come first. Nothing
    where no answer decides or narrows the result.
    """
    found: dict[FactId, set[str]] = {}
    if not finding.because:
        return found
    for check in finding.failing_checks or finding.checks:
        read = [partition.key for partition in check.table.partitions]
        for fact in check.because:
            members = found.setdefault(fact, set())
            members.update(member for name, member in read if name == fact and member)
    order = sorted(found, key=lambda fact: _documented(fact, assessment))
    return {fact: found[fact] for fact in order}


def _documented(fact: FactId, assessment: Assessment) -> int:
    """0 if a list or someone other than the speaker says so, 1 if a source is named, else 2."""
    told = assessment.answers[fact]
    voices = {evidence.said_by for evidence in told.answer.evidence}
    if told.register or voices - {(told.account or assessment.profile).voice}:
        return 0
    return 1 if voices else 2


def evidence_of(
    assessment: Assessment, facts: Iterable[FactId]
) -> Iterator[tuple[FactId, Evidence]]:
    """The evidence of the answers to these facts, and of what contradicts them."""
    for fact in facts:
        if fact in assessment.answers:
            for side in assessment.answers[fact].all_sources():
                for evidence in side.answer.evidence:
                    yield fact, evidence


# Answers and their sources


def why(finding: Finding, assessment: Assessment) -> list[Block]:
    """The answers that decide or narrow a result, each with its sources; else why there is none."""
    found: list[Block] = []
    if finding.reason:
        found.append(Paragraph(finding.reason))
    found += _reserved(finding)
    if not finding.is_counted:
        found.append(Paragraph(say("report.result_uncounted")))
    because = deciding(finding, assessment)
    if because:
        found.append(answers(because, assessment))
    elif finding.checks and not finding.missing:
        found.append(Paragraph(say("report.same_result")))
    elif finding.checks:
        found.append(Paragraph(say("report.no_answer_decides")))
    return found


def _reserved(finding: Finding) -> list[Block]:
    """Which words a reservation keeps off, each once."""
    rule = finding.rule
    words = [english(wording.asks_words(rule, one.check.asks)) for one in finding.reserved]
    if not words:
        return []
    kept_off = Items(Item(one, []) for one in dict.fromkeys(words))
    return [
        Paragraph(say("report.reservation")),
        kept_off,
        Paragraph(say("report.reservation.validity")),
    ]


def answers(facts: Iterable[FactId], assessment: Assessment) -> Items:
    """Questions, and under each the answers given with their sources."""
    asked = assessment.library.facts
    return Items(Item(asked[fact].question, [_answer(fact, assessment)]) for fact in facts)


def _answer(fact: FactId, assessment: Assessment) -> Paragraph | Items:
    """What is answered, with sources, days and notes; one by one where several speak."""
    sides = list(assessment.answers[fact].all_sources())
    asked = assessment.library.facts[fact]
    if len(sides) == 1:
        return Paragraph(said(asked, sides[0]))
    return items([f"{speaker(side, assessment)}: ", said(asked, side)] for side in sides)


def said(asked: Fact, side: EffectiveAnswer, *, has_sources: bool = True) -> Text:
    """An answer with its days, sources and note; marked where it is confidential."""
    given = side.answer
    parts: list[Text] = [strong(wording.answer_words(asked, given))]
    if times := wording.time_words(side):
        parts.append(f" ({times})")
    if not given.public:
        parts += [" ", confidential_mark()]
    if not has_sources:
        return parts
    for evidence in given.evidence:
        parts += [" ", Cite(source(evidence, is_confidential=not given.public))]
    if not given.evidence:
        parts.append(muted(f" {say('report.no_source')}"))
    if told := side.register.note if side.register else given.note:
        parts += [" ", *noted(told)]
    return parts


def noted(words: str) -> list[Text]:
    """A note that an account or a list has on an answer."""
    told = sentence(say("report.note"), words=as_written(muted(words)))
    return [muted(part) if isinstance(part, str) else part for part in told]


def source(evidence: Evidence, *, is_confidential: bool = False) -> Source:
    """``A/66/253, Ecuador, third para.: “had ratified …” (said by the government)``."""
    place = f", {evidence.place}" if evidence.place else ""
    parts: list[Text] = [as_written(f"{evidence.document}{place}")]
    if evidence.quote:
        parts += [": ", as_written(quotation(evidence.quote))]
    parts.append(muted(f" ({wording.said_by(evidence)})"))
    if is_confidential or not getattr(evidence, "public", True):
        parts += [" ", confidential_mark()]
    return Source(parts)


def speaker(said: EffectiveAnswer, assessment: Assessment) -> str:
    """Who says it: an official list, one of several accounts, or the one account."""
    if said.register:
        return say("report.official_list", title=said.register.title)
    account = said.account or assessment.profile
    return f"{account.speaker} ({wording.day_words(account.as_of)})"


# What is confidential


def mark(facts: Iterable[FactId], assessment: Assessment) -> list[Text]:
    """The word *confidential*, where an answer to one of these facts is not public; else nothing.

    For every line of a screen that rests on such an answer.
    """
    return [] if assessment.confidential.isdisjoint(facts) else [" ", confidential_mark()]


def marked(text: Text, facts: Iterable[FactId], assessment: Assessment) -> Text:
    """The text of a line, and behind it what :func:`mark` says."""
    told = mark(facts, assessment)
    return [text, *told] if told else text


def unpublished(number: int) -> Paragraph:
    """How many confidential answers count on a screen."""
    words = say("report.confidential_here", n=number)
    return note([confidential_mark(), f": {words}"])


def notes_without_answer(finding: Finding, assessment: Assessment) -> list[Block]:
    """What was said about the questions of a rule without answering them, and why it does not."""
    read = {fact for found in finding.checks for fact in found.table.facts}
    facts = assessment.library.facts
    found = []
    for fact, told in wording.said_without_answering(assessment.basis):
        if fact in read:
            words: list[Text] = [
                muted(f"{say('report.no_answer')} "),
                as_written(told.note or ""),
            ]
            words += [
                [" ", Cite(source(one, is_confidential=not told.public))] for one in told.evidence
            ]
            words += [] if told.public else [" ", confidential_mark()]
            found.append(Item(facts[fact].question, [Paragraph(words)]))
    return [Items(found)] if found else []


def sources(blocks: Sequence[Block]) -> list[Block]:
    """The list of sources, where the blocks refer to any."""
    if any(isinstance(part, Cite) for part in walk(blocks)):
        return [Section(say("report.sources"), [SourceList()])]
    return []


# Contradictions


def contradictions(assessment: Assessment, *, has_sources: bool) -> list[Block]:
    """The questions on which sources contradict each other, with what each of them says."""
    columns = [Column(wraps=True, is_name=True), Column(wraps=True)]
    groups = []
    for fact, standing in assessment.disputes.items():
        asked = assessment.library.facts[fact]
        rows = [
            Row([speaker(side, assessment), said(asked, side, has_sources=has_sources)])
            for side in standing.all_sources()
        ]
        groups.append(Group(asked.question, rows))
    return [Table(columns, groups, say("report.contradictions"))] if groups else []


def within_accounts(
    assessment: Assessment, facts: Collection[FactId] | None = None
) -> Iterator[Text]:
    """Where an account answers a question that by its own other answers does not arise.

    With ``facts`` only where one of them is answered so, or is the reason.
    """
    asked = assessment.library.facts
    for one in assessment.contradictions:
        if facts is not None and not {one.fact.id, *one.because} & set(facts):
            continue
        given = one.account.on(assessment.as_of)
        words: list[Text] = [
            *_question_and_answer(one.fact, one.answer),
            f" {say('report.contradictions_within.because')}",
        ]
        for fact in one.because:
            words += [" ", *_question_and_answer(asked[fact], given[fact])]
        if not all(given[fact].public for fact in (one.fact.id, *one.because)):
            words += [" ", confidential_mark()]
        yield words


def _question_and_answer(asked: Fact, answer: Answer) -> list[Text]:
    return [asked.question, " ", strong(wording.answer_words(asked, answer)), "."]


def contradicted_result(finding: Finding, assessment: Assessment) -> list[Block]:
    """What the result would be if each source is right; nothing where none contradict."""
    groups = []
    for fact, sides in if_source_is_right(finding, assessment).items():
        asked = assessment.library.facts[fact]
        rows = [Row([_believed(asked, side, assessment), status(side.after)]) for side in sides]
        groups.append(Group(asked.question, rows))
    columns = [
        Column(say("report.if_right"), wraps=True, is_name=True),
        Column(say("report.result_is"), wraps=True, width=18),
    ]
    return [Table(columns, groups, say("report.if_each_is_right"))] if groups else []


def _believed(asked: Fact, side: SourceEffect, assessment: Assessment) -> Text:
    who = wording.listed(shortened([speaker(one, assessment) for one in side.said]), "and")
    words: list[Text] = [strong(wording.answer_words(asked, side.said[0].answer)), f" ({who})"]
    if not side.said[0].answer.public:
        words += [" ", confidential_mark()]
    for one in side.said:
        hidden = not one.answer.public
        words += [[" ", Cite(source(e, is_confidential=hidden))] for e in one.answer.evidence]
        if told := one.register.note if one.register else one.answer.note:
            words += [" ", *noted(told)]
    return words


# Open questions


def ranked(finding: Finding) -> list[Dependency]:
    """The open questions of a finding: those that could decide it first, then what narrows it."""

    def weight(dependency: Dependency) -> tuple[bool, bool]:
        decides = any(len(left.after) == 1 for left in dependency.answers)
        narrows = any(left.after is not finding.outcomes for left in dependency.answers)
        return not decides, not narrows

    return sorted(dependencies(finding), key=weight)


def open_questions(
    found: Sequence[Dependency], facts: Mapping[FactId, Fact], most: int | None = None
) -> Items:
    """The questions themselves, of more than ``most`` the first and how many more there are."""
    shown = found[:most]
    texts: list[Text] = [facts[one.fact].question for one in shown]
    if rest := len(found) - len(shown):
        texts.append(muted(say("report.more_questions", n=rest)))
    return items(texts)


def effects(
    found: Sequence[Dependency], finding: Finding, facts: Mapping[FactId, Fact]
) -> list[Block]:
    """What the result would be after each answer, all else staying as it is known."""
    if not found:
        return []
    columns = [
        Column(say("report.if_answer"), wraps=True, is_name=True),
        Column(say("report.result_is"), wraps=True, width=18),
    ]
    groups = [Group(facts[o.fact].question, _effects(o, finding, facts[o.fact])) for o in found]
    return [
        Table(columns, groups, say("report.effects")),
        note(say("report.effects.note")),
    ]


def _effects(dependency: Dependency, finding: Finding, fact: Fact) -> Iterator[Row]:
    for members, each in alike(dependency, fact).items():
        if all(after is finding.outcomes for _, after in each):
            yield Row([_each(members, say("report.any_answer")), say("report.as_now")])
        else:
            for answer_, after in each:
                yield Row([_each(members, answer_), status(after)])


def _each(members: Sequence[str], answer_: str) -> Text:
    if not members:
        return answer_
    words = "; ".join(shortened(members))
    if len(members) > 1:
        words = say("report.each_alone", members=words)
    return sentence(say("report.told_of"), whom=emphasis(words), told=answer_)


def alike(
    dependency: Dependency, fact: Fact
) -> dict[tuple[str, ...], tuple[tuple[str, Outcomes], ...]]:
    """What each answer leaves, by the members for which all answers leave the same."""
    by_member: dict[str | None, list[tuple[str, Outcomes]]] = {}
    for left in dependency.answers:
        by_member.setdefault(left.member, []).append((left_words(left, fact), left.after))
    found: dict[tuple[tuple[str, Outcomes], ...], list[str]] = {}
    for member, each in by_member.items():
        names = found.setdefault(tuple(each), [])
        if member is not None:
            names.append(wording.label(fact, member))
    return {tuple(names): each for each, names in found.items()}


def left_words(left: RemainingOutcomes, fact: Fact) -> str:
    """The answer alone: ``yes``; ``at most 30 days``; of a member whether it is one."""
    if left.member is not None:
        members = left.answer.member(left.member)
        words = [say(f"report.{wording.yes_no(is_in)}") for is_in in sorted(members, reverse=True)]
        return wording.listed(words)
    if fact.type == "choice" and left.answer.values:
        named = [
            choice.label for name, choice in fact.choices.items() if name in left.answer.values
        ]
        either, *rest = named
        for one in rest:  # labels have an "or" of their own
            either = say("report.either", first=either, last=one)
        return either
    return wording.possible_words(left.answer, fact)


def shortened(names: Iterable[str]) -> list[str]:
    """The names, of many the first few and how many more there are."""
    unique = list(dict.fromkeys(names))
    if len(unique) <= _MOST_NAMED:
        return unique
    more = say("report.more", n=len(unique) - _MOST_NAMED + 1)
    return [*unique[: _MOST_NAMED - 1], more]
