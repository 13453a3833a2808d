"""How reports put things: statuses, sets of outcomes, counts, answers, evidence.

Every format uses these words, so that a finding reads alike on screen, in a file and in print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import PurePath
from typing import Literal

from compliance import countries
from compliance.assessment.assess import Assessment
from compliance.assessment.basis import Basis, EffectiveAnswer, EvidenceStandard
from compliance.assessment.findings import Finding
from compliance.engine.outcomes import SCALE, Outcome, Outcomes, Status
from compliance.library.languages import say, spoken
from compliance.library.library import Library
from compliance.model.profiles import Answer, Evidence, Profile, Register
from compliance.model.rulebook import (
    DocumentDay,
    Fact,
    FactId,
    Instrument,
    Measure,
    Position,
    Rule,
    divided_from,
    number_in_document,
)
from compliance.model.scalars import BUNDLED
from compliance.model.value_sets import Point, Range, ValueSet, limits
from compliance.report.sections import Section

STATUS_MEANINGS = {
    Status.NOT_MET: "None of the checks that apply is even partly met.",
    Status.PARTLY_MET: "Something of what is asked is met, or met half-way.",
    Status.UNDETERMINED: "The answers given leave more than one outcome possible.",
    Status.MET: "Every check that applies is met.",
    Status.NOT_APPLICABLE: "Does not concern this State, or is addressed to others.",
    Status.NO_TEST: "Asks nothing that a State could be held to, or its checks are to be written.",
}
SECTION_MEANINGS = {
    Section.GAP: "Neither met nor not applicable is possible.",
    Section.GAP_IF_IT_APPLIES: "Met is ruled out, but not that they do not apply.",
    Section.UNDETERMINED: f"{STATUS_MEANINGS[Status.UNDETERMINED]} Silence is not failure.",
    Section.MET: STATUS_MEANINGS[Status.MET],
    Section.NOT_APPLICABLE: STATUS_MEANINGS[Status.NOT_APPLICABLE],
    Section.NO_TEST: STATUS_MEANINGS[Status.NO_TEST],
}
GAP_WORDS = {Section.GAP: "gap", Section.GAP_IF_IT_APPLIES: "gap if it applies"}
NO_GAP = "none is certain on the answers given"
DECIDE_MOST = "Open questions that decide most"
NOT_COUNTED = "all that decides it is the passage that tells of the recommendation"
RULE_OF_CHECKS = (
    "Checks that do not apply are left out. A rule is met if all the others are met, not met if "
    "none of them is even partly met, else partly met; not applicable if none is left."
)
MEASURE_WORDS: dict[Measure, str] = {
    "structure": "law and institutions",
    "process": "practice and programmes",
    "outcome": "results",
}


def listed(words: Iterable[str], last: Literal["or", "and"] = "or") -> str:
    """``a, b or c``."""
    all_ = list(words)
    if len(all_) < 2:
        return "".join(all_)
    return say(f"report.{last}", first=", ".join(all_[:-1]), last=all_[-1])


def still_possible(outcomes: Outcomes) -> str:
    """What an undetermined finding can still become, in the fewest words that say it exactly."""
    on_scale = [outcome for outcome in SCALE if outcome in outcomes]
    off = " or not applicable" if Outcome.NOT_APPLICABLE in outcomes else ""
    if len(on_scale) == 3:
        return f"anything from not met to met{off}"
    if on_scale == [Outcome.NOT_MET, Outcome.PARTLY_MET]:
        return f"at most partly met{off}"
    if on_scale == [Outcome.PARTLY_MET, Outcome.MET]:
        return f"at least partly met{off}"
    return listed(outcomes)


def finding_words(finding: Finding) -> str:
    """The status, and for an undetermined one what it can still become."""
    status = finding.status
    if status is Status.NOT_APPLICABLE and finding.reserved:
        return f"{status}, {say('report.by_reservation')}"
    if status is not Status.UNDETERMINED:
        return str(status)
    return f"{status}: {still_possible(finding.outcomes)}"


def summarised_words(rule: Rule) -> str:
    """Who asks whom, where the document only tells of it in words of its own; else empty."""
    if not rule.asked_by:
        return ""
    who = rule.asked_by
    if rule.asked_of:
        who = say("report.asked_of", who=who, whom=rule.asked_of)
    return say("report.as_summarised", who=who, symbol=rule.document_symbol)


def country(code: str) -> str:
    """What a country is commonly called; an invented one is called so."""
    if countries.is_user_assigned(code):
        return say("report.country_invented", code=code)
    return countries.country_name(code, spoken().code)


def voice(name: str) -> str:
    """A kind of speaker: ``civil society``."""
    return say(f"voice.{name.replace(' ', '_')}")


def speaker(profile: Profile) -> str:
    """``Government of Ecuador (voice: government)``."""
    return f"{profile.speaker} (voice: {profile.voice})"


def account(told: Assessment | Profile) -> str:
    """Whose account it is: ``Government of Ecuador (voice: government), as of 2011-07-14``."""
    profile = told.profile if isinstance(told, Assessment) else told
    counting = counting_words(told) if isinstance(told, Assessment) else ""
    return f"{speaker(profile)}, as of {told.as_of}{counting}"


def counting_words(assessment: Assessment) -> str:
    """Which answers count, where not all do: ``, counting only answers with evidence``."""
    return _COUNTING[assessment.basis.standard]


_COUNTING = {
    EvidenceStandard.ANY: "",
    EvidenceStandard.CITED: ", counting only answers with evidence",
    EvidenceStandard.INDEPENDENT: ", counting only what others than the speaker confirm",
}


def title(assessment: Assessment) -> str:
    """``Ecuador: Government of Ecuador (voice: government), as of 2011-07-14``."""
    return f"{country(assessment.profile.country)}: {account(assessment)}"


def symbols(assessment: Assessment) -> list[str]:
    """The instruments it is held against, but for those about other States, if there are more."""
    rules = [finding.rule for finding in assessment.all_findings]
    own = [rule for rule in rules if rule.country in (None, assessment.profile.country)]
    return list(dict.fromkeys(rule.symbol for rule in own or rules))


def instrument_words(instrument: Instrument) -> str:
    """Its title, and who adopted it and when: ``Protection of migrants (General Assembly, …)``."""
    days = {"adopted": instrument.adopted, "issued": instrument.issued}
    told = [f"{what} {document_day_words(day)}" for what, day in days.items() if day]
    return f"{instrument.title} ({', '.join([instrument.body, *told])})"


def document_day_words(day: DocumentDay) -> str:
    """``21 December 2010``; ``26 July 2011 or later``; ``22 November to 3 December 2010``."""
    first, last = day.earliest, day.latest
    if first and last:
        if first == last:
            return day_words(first)
        is_same_year = first.year == last.year
        start = _day_words(first, "day_of_month") if is_same_year else day_words(first)
        return say("report.days", first=start, last=day_words(last))
    if first:
        return say("report.day_or_later", day=day_words(first))
    return say("report.day_or_earlier", day=day_words(last)) if last else ""


def untested_words(rule: Rule) -> str:
    """Why a rule has no tests."""
    return say("report.draft") if rule.draft else rule.no_test or ""


def topic_label(topic: str, library: Library) -> str:
    """What the library calls a topic."""
    return library.topics.get(topic, topic)


def topic_labels(rule: Rule, library: Library) -> list[str]:
    """What the library calls the topics of a rule."""
    return [topic_label(topic, library) for topic in rule.topics]


def layer_name(layer: str) -> str:
    """The name of a file or folder of the user, without the folders around it; ours as it is.

    Their names may say whose it is: ``client-x/f.yaml`` is ``f.yaml``.
    """
    return PurePath(layer.replace("\\", "/")).name


def layer_remark(layer: str) -> str:
    """The file or folder that a thing is from, ``your own file: f.yaml``; empty if it is ours."""
    if layer == BUNDLED:
        return ""
    name = layer_name(layer)
    return f"your own {'file' if PurePath(name).suffix else 'folder'}: {name}"


def asks_words(rule: Rule, asks: Iterable[str]) -> str:
    """The requirement in the document's own words: ``“prevent” … “access to education”``.

    In ours, and said to be, where the text of the provision is not held: no quotation marks.
    """
    if rule.text:
        return " … ".join(f"“{words}”" for words in asks)
    return f"(in our words) {' … '.join(asks)}"


def position_words(position: Position) -> str:
    """``takes note (which we read as: noted)``: no quotation, for a list may put it in its own."""
    return f"{position.words} (which we read as: {position.read_as})"


def answer_words(fact: Fact, answer: Answer) -> str:
    """The answer as one would say it, by the labels of the fact's choices."""
    if answer.value == {"others": "no"}:
        return say("report.answer.none_of_these")
    if isinstance(answer.value, dict):
        others = say("report.answer.any_other")
        words = [
            f"{others if name == 'others' else label(fact, name)}: {say(f'report.{said}')}"
            for name, said in answer.value.items()
        ]
        return "; ".join(words)
    if answer.value is not None:
        return _with_unit(fact, label(fact, answer.value))
    if answer.one_of is not None:
        values = listed(label(fact, value) for value in answer.one_of)
        is_one = len(answer.one_of) == 1
        return values if is_one else say("report.answer.one_of", values=values)
    if answer.not_ is not None:
        values = listed(label(fact, value) for value in answer.not_)
        return say("report.answer.not", values=values)
    ends = {"at_least": answer.at_least, "at_most": answer.at_most}
    stretch = listed(
        (say(f"report.answer.{word}", value=end) for word, end in ends.items() if end is not None),
        "and",
    )
    return _with_unit(fact, stretch) if stretch else say("report.answer.nothing")


def standing_words(fact: Fact, standing: EffectiveAnswer) -> str:
    """The answer that stands, said to be a register's where it is, and what contradicts it."""
    words = answer_words(fact, standing.answer)
    if standing.register:
        words = say("report.answer.by_register", answer=words, register=standing.register.id)
    elif standing.account:
        words = say("report.answer.by", answer=words, who=standing.account.speaker)
    for other in standing.others:
        link = "but" if standing.is_contested else "also"
        words = say(f"report.answer.{link}", answer=words, other=standing_words(fact, other))
    if standing.contradicted_by:
        other_words = standing_words(fact, standing.contradicted_by)
        words = say("report.answer.but", answer=words, other=other_words)
    return words


def said_without_answering(basis: Basis) -> Iterator[tuple[FactId, Answer]]:
    """What a speaker says that comes near a fact and does not answer it, with the reason why."""
    for profile in basis.accounts:
        for fact, dated in profile.answers.items():
            for answer in dated:
                if not answer.states_something and answer.note:
                    yield fact, answer


def by_words(standing: EffectiveAnswer) -> str:
    """The register or, of several accounts, the one that an answer is from; else empty."""
    if standing.register:
        return f"(by the register {standing.register.id})"
    return f"(by {standing.account.speaker})" if standing.account else ""


def label(fact: Fact, value: str) -> str:
    """The label of a choice, or the value itself where the fact has no such choice."""
    if value in fact.choices:
        return fact.choices[value].label
    return say(f"report.{value}") if value in {"yes", "no"} else value


def applies_words(rule: Rule, library: Library) -> str:
    """To which States all checks of a rule apply, as a sentence; empty where to all."""
    if rule.applies is None:
        return ""
    from compliance.report.conditions import condition_words  # noqa: PLC0415 - seldom asked for

    words = condition_words(library.condition(rule.applies), library.facts)
    return f"Our reading: it applies only where the answer is {words}."


def _with_unit(fact: Fact, value: str) -> str:
    return f"{value} {fact.unit}" if fact.unit else value


def time_words(standing: EffectiveAnswer) -> str:
    """Since and until when an answer holds, and whether it is as last stated."""
    answer = standing.answer
    parts = []
    if answer.since:
        parts.append(say("report.answer.since", day=answer.since))
    if answer.until:
        parts.append(say("report.answer.until", day=answer.until))
    if standing.last_stated:
        parts.append(say("report.answer.last_stated", day=standing.last_stated))
    return ", ".join(parts)


def register_words(register: Register) -> str:
    """``States parties to … (A/66/253, para. 13; on 2009-07-01 to 2011-07-26)``."""
    until = f" to {register.until}" if register.until else ""
    return f"{register.title} ({register.evidence.source}; on {register.as_of}{until})"


def evidence_place(evidence: Evidence) -> str:
    """``A/66/253, Ecuador, third para. (said by the government)``."""
    return f"{evidence.source} ({said_by(evidence)})"


def said_by(evidence: Evidence) -> str:
    """Who is speaking in the evidence, and of which members of a list if it is not of all."""
    told = say(f"report.said_by.{evidence.said_by.replace(' ', '_')}")
    return ", ".join(filter(None, [told, members_words(evidence)]))


def members_words(evidence: Evidence) -> str:
    """``on “medical care” alone``; nothing of evidence for a whole answer."""
    own = [f"“{name.replace('_', ' ')}”" for name in evidence.members]
    return say("report.of_members", members=listed(own, "and")) if own else ""


def quotation(evidence: Evidence) -> str:
    """The words quoted and where they stand, or the place alone."""
    quote = f"“{evidence.quote}”, " if evidence.quote else ""
    return f"{quote}{evidence_place(evidence)}"


def number_of(count: int, thing: str, things: str = "") -> str:
    """``1 rule``, ``2 rules``."""
    return f"{count} {thing if count == 1 else things or thing + 's'}"


# Names, days and actions


def day_words(day: date) -> str:
    """``14 July 2011``."""
    return _day_words(day, "day", year=day.year)


def _day_words(day: date, form: str, **named: int) -> str:
    first = "_first" if day.day == 1 else ""  # in French ``1er juillet 2011``
    month = say(f"report.month.{day.month}")
    return say(f"report.{form}{first}", day=day.day, month=month, **named)


def paragraph(rule: Rule) -> str:
    """The provision as a table names it: ``5 (f)``; ``19 treaties`` where the division is ours."""
    if number := divided_from(rule.provision):
        return f"{number} {spoken().division(rule)}"
    return number_in_document(rule.provision).removesuffix(" (our number)")


def short_citation(rule: Rule) -> str:
    """``A/RES/65/212, 5 (f)``: where the reader has the full citation elsewhere."""
    return f"{rule.document_symbol}, {paragraph(rule)}"


_MOST_READERS = 4


def read_by_words(rules: Sequence[Rule]) -> str:
    """The rules that read a fact, the first of them by name: ``read by A/RES/65/212, 5 (f)``."""
    named = "; ".join(map(short_citation, rules[:_MOST_READERS]))
    more = len(rules) - _MOST_READERS
    return f"read by {named}" + (f" and {number_of(more, 'other rule')}" if more > 0 else "")


def who_answered(assessment: Assessment) -> str:
    """``Government of Ecuador, 14 July 2011``; of several accounts how many there are."""
    accounts = assessment.basis.accounts
    if len(accounts) > 1:
        return say("report.together", n=len(accounts), day=day_words(assessment.as_of))
    stated = f"{accounts[0].speaker}, {day_words(accounts[0].as_of)}"
    if assessment.as_of == accounts[0].as_of:
        return stated
    return say("report.assessed_for", stated=stated, day=day_words(assessment.as_of))


_RESPONSIBLE = re.compile(
    r"\s*\b(?:Falls to|Responsible:|Responsable\s?:)\s+(.+?)\.(?=\s|$)", re.DOTALL
)
"""In English, and in Spanish and French as our translations have it."""


def action_words(remedy: str) -> str:
    """What is to be done, without who is responsible: ``Ratify or accede to the Convention.``"""
    return _RESPONSIBLE.sub("", remedy).strip()


def responsible_words(remedy: str) -> str:
    """Who is responsible, as the remedy says; empty where it says nothing."""
    return "; ".join(" ".join(found.split()) for found in _RESPONSIBLE.findall(remedy))


# Values


def possible_words(to: ValueSet, fact: Fact) -> str:
    """The values of a fact without members, in words."""
    if to.values is not None:
        order = ["yes", "no"] if fact.type == "yes_no" else list(fact.choices)
        texts = [yes_no(v) if isinstance(v, bool) else v for v in to.values]  # as in files
        return listed(label(fact, text) for text in sorted(texts, key=order.index))
    if to.ranges is not None:
        return _with_unit(fact, listed(_stretch(one, fact) for one in to.ranges))
    return say("report.answer.any")


def yes_no(value: bool | str) -> str:
    """``yes`` or ``no``, as files have it; words as they are."""
    return value if isinstance(value, str) else ("yes" if value else "no")


def _stretch(one: Range, fact: Fact) -> str:
    domain = limits(fact)
    if one.low is not None and one.low == one.high:
        return _point(one.low, fact)
    ends = []
    if one.low is not None and one.low != domain.low:
        word = "more_than" if one.low in one.without else "at_least"
        ends.append(say(f"report.answer.{word}", value=_point(one.low, fact)))
    if one.high is not None and one.high != domain.high:
        word = "less_than" if one.high in one.without else "at_most"
        ends.append(say(f"report.answer.{word}", value=_point(one.high, fact)))
    return listed(ends, "and") or say("report.answer.any")


def _point(at: Point, fact: Fact) -> str:
    if fact.type == "date":
        return date.fromordinal(int(at)).isoformat()
    return f"{at:f}".rstrip("0").rstrip(".") if "." in f"{at:f}" else f"{at:f}"
