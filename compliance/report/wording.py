"""How reports put things: statuses, sets of outcomes, counts, answers, evidence.

Every format uses these words, so that a finding reads alike on screen, in a file and in print.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance.accounts import Answer, Evidence, Profile, Register
from compliance.assessment import Assessment, Finding
from compliance.countries import country_name
from compliance.layers import BUNDLED
from compliance.library import Library
from compliance.model import Fact, Instrument, Measure, Rule
from compliance.outcome import SCALE, Outcome, Outcomes, Status
from compliance.report.sections import Section
from compliance.standing import Standing

GLYPHS = {
    Status.NOT_MET: "○",
    Status.PARTLY_MET: "◐",
    Status.UNDETERMINED: "□",
    Status.MET: "●",
    Status.NOT_APPLICABLE: "–",
    Status.NO_TEST: "·",
}
ASCII_GLYPHS = {
    Status.NOT_MET: "[!!]",
    Status.PARTLY_MET: "[~~]",
    Status.UNDETERMINED: "[..]",
    Status.MET: "[OK]",
    Status.NOT_APPLICABLE: "[--]",
    Status.NO_TEST: "[  ]",
}
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
REPORTED = "The document tells of this recommendation without quoting it."
ACCEPTED = "Accepted is not implemented: a position is what was said, not what was done."
RULE_OF_CHECKS = (
    "Checks that do not apply are left out. A rule is met if all the others are met, not met if "
    "none of them is even partly met, else partly met; not applicable if none is left."
)
MEASURE_WORDS: dict[Measure, str] = {
    "structure": "law and institutions",
    "process": "practice and programmes",
    "outcome": "results",
}


def listed(words: Iterable[str], last: str = "or") -> str:
    """``a, b or c``."""
    all_ = list(words)
    return f" {last} ".join([", ".join(all_[:-1]), all_[-1]]) if len(all_) > 1 else "".join(all_)


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
    if status is not Status.UNDETERMINED:
        return str(status)
    return f"{status}: {still_possible(finding.outcomes)}"


def answer_words(fact: Fact, answer: Answer) -> str:
    """The answer as one would say it, by the labels of the fact's choices."""
    if isinstance(answer.value, dict):
        words = [
            f"{'any other' if name == 'others' else label(fact, name)}: {yes_no}"
            for name, yes_no in answer.value.items()
        ]
        return "; ".join(words)
    if answer.value is not None:
        return _with_unit(fact, label(fact, answer.value))
    if answer.one_of is not None:
        return "one of: " + listed(label(fact, value) for value in answer.one_of)
    if answer.not_ is not None:
        return "not: " + listed(label(fact, value) for value in answer.not_)
    ends = [("at least", answer.at_least), ("at most", answer.at_most)]
    stretch = " and ".join(f"{word} {end}" for word, end in ends if end is not None)
    return _with_unit(fact, stretch) if stretch else "no statement"


def standing_words(fact: Fact, standing: Standing) -> str:
    """The answer that stands, said to be a register's where it is, and what contradicts it."""
    words = answer_words(fact, standing.answer)
    if standing.register:
        words = f"{words} (by the register {standing.register.id})"
    if standing.against:
        words = f"{words}; but {standing_words(fact, standing.against)}"
    return words


def label(fact: Fact, value: str) -> str:
    """The label of a choice, or the value itself where the fact has no such choice."""
    return fact.choices[value].label if value in fact.choices else value


def _with_unit(fact: Fact, value: str) -> str:
    return f"{value} {fact.unit}" if fact.unit else value


def time_words(standing: Standing) -> str:
    """Since and until when an answer holds, and whether it is as last stated."""
    answer = standing.answer
    parts = []
    if answer.since:
        parts.append(f"since {answer.since}")
    if answer.until:
        parts.append(f"until {answer.until}")
    if standing.last_stated:
        parts.append(f"as last stated on {standing.last_stated}")
    return ", ".join(parts)


def evidence_place(evidence: Evidence) -> str:
    """``A/66/253, Ecuador, third para. (said by the government)``."""
    place = f", {evidence.place}" if evidence.place else ""
    return f"{evidence.document}{place} ({said_by(evidence)})"


def said_by(evidence: Evidence) -> str:
    """Who is speaking in the evidence."""
    return (
        f"said by the {evidence.said_by}"
        if evidence.said_by != "civil society"
        else ("said by civil society")
    )


def register_words(register: Register) -> str:
    """``States parties to … (A/66/253, para. 13; on 2009-07-01 to 2011-07-26)``."""
    evidence = register.evidence
    place = f"{evidence.document}, {evidence.place}" if evidence.place else evidence.document
    until = f" to {register.until}" if register.until else ""
    return f"{register.title} ({place}; on {register.as_of}{until})"


def summarised_words(rule: Rule) -> str:
    """Who asks, where the document only tells of it in words of its own; else empty."""
    if not rule.asked_by:
        return ""
    return f"Asked by: {rule.asked_by}. The words are the summary in {rule.document_symbol}."


def also_asked_words(rule: Rule, others: Sequence[Rule]) -> str:
    """``A/66/253, para. 36 (f); … (2 instruments in all)``; empty where it is asked just here."""
    if not others:
        return ""
    instruments = len({one.instrument for one in (rule, *others)})
    found = "; ".join(other.citation for other in others)
    return f"{found} ({number_of(instruments, 'instrument')} in all)"


def number_of(count: int, thing: str, things: str = "") -> str:
    """``1 rule``, ``2 rules``."""
    return f"{count} {thing if count == 1 else things or thing + 's'}"


def with_article(word: str) -> str:
    """``a duty``, ``an encouragement``."""
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def speaker(profile: Profile) -> str:
    """``Government of Ecuador (voice: government)``."""
    return f"{profile.speaker} (voice: {profile.voice})"


def account(told: Assessment | Profile) -> str:
    """Whose account it is: ``Government of Ecuador (voice: government), as of 2011-07-14``."""
    profile = told.profile if isinstance(told, Assessment) else told
    return f"{speaker(profile)}, as of {told.as_of}"


def title(assessment: Assessment) -> str:
    """``Ecuador: Government of Ecuador (voice: government), as of 2011-07-14``."""
    return f"{country_name(assessment.profile.country)}: {account(assessment)}"


def symbols(assessment: Assessment) -> list[str]:
    """The instruments it is held against."""
    return list(dict.fromkeys(finding.rule.symbol for finding in assessment.all_findings))


def instrument_words(instrument: Instrument) -> str:
    """Its title, and who adopted it and when: ``Protection of migrants (General Assembly, …)``."""
    day = f", {instrument.date}" if instrument.date else ""
    return f"{instrument.title} ({instrument.body}{day})"


def topic_label(topic: str, library: Library) -> str:
    """What the library calls a topic."""
    return library.topics.get(topic, topic)


def topic_labels(rule: Rule, library: Library) -> list[str]:
    """What the library calls the topics of a rule."""
    return [topic_label(topic, library) for topic in rule.topics]


def layer_remark(layer: str) -> str:
    """What is said of a thing that others laid over ours; empty if it is ours."""
    return "" if layer == BUNDLED else f"not bundled with this tool, but from {layer}"


def asks_words(asks: Iterable[str]) -> str:
    """The demand in the document's own words: ``“prevent” … “access to education”``."""
    return " … ".join(f"“{words}”" for words in asks)


def recommendation_words(rule: Rule) -> dict[str, str]:
    """Who made a recommendation and what the State said to it, by label; empty for other rules."""
    told = {}
    if rule.recommended_by:
        told["made by"] = "; ".join(rule.recommended_by)
    if rule.position:
        told["position"] = f"“{rule.position.words}”, which we read as: {rule.position.read_as}"
        told[""] = ACCEPTED
    return told


def quotation(evidence: Evidence) -> str:
    """The words quoted and where they stand, or the place alone."""
    quote = f"“{evidence.quote}”, " if evidence.quote else ""
    return f"{quote}{evidence_place(evidence)}"


def remarks(assessment: Assessment) -> list[str]:
    """What a reader must know of the whole: what it rests on, what is left out or not ours."""
    read = {
        fact for found in assessment.all_findings for c in found.checks for fact in c.table.facts
    }
    counted = {fact: told for fact, told in assessment.answers.items() if fact in read}
    registers = {told.register.id: told.register for told in counted.values() if told.register}
    resting = number_of(sum(not told.register for told in counted.values()), "answer")
    said = [f"It rests on {resting} of the profile."]
    said += [f"And on a register: {register_words(told)}." for told in registers.values()]
    if assessment.disputes:
        answers = number_of(len(assessment.disputes), "answer is", "answers are")
        said.append(f"{answers} contradicted by a register; both are kept.")
    if uncounted := len(assessment.all_findings) - len(assessment.counted()):
        findings = number_of(uncounted, "finding is", "findings are")
        said.append(f"{findings} not counted: {NOT_COUNTED}.")
    stated = assessment.answers.values()
    old = [s.last_stated for s in stated if s.last_stated and not s.register]
    if old:
        stand = number_of(len(old), "answer stands", "answers stand")
        said.append(f"{stand} as last stated on {max(old)}.")
    said += [
        f"{one.symbol} is of {one.date}, after the day assessed." for one in _later(assessment)
    ]
    looked_at, all_ = len(assessment.all_findings), len(assessment.library.rules)
    if looked_at < all_:
        said.append(f"Only {looked_at} of {number_of(all_, 'rule')} were looked at.")
    if len(assessment.findings) < looked_at:
        said.append(f"Only {len(assessment.findings)} of {looked_at} findings are listed.")
    return [*said, *_layer_remarks(assessment)]


def _later(assessment: Assessment) -> list[Instrument]:
    """The instruments that did not exist yet on the day assessed."""
    instruments = assessment.library.instruments
    used = dict.fromkeys(finding.rule.instrument for finding in assessment.all_findings)
    dated = [instruments[name] for name in used]
    return [one for one in dated if one.date and one.date > assessment.as_of]


def _layer_remarks(assessment: Assessment) -> Iterable[str]:
    rules: dict[str, list[str]] = {}
    for finding in assessment.findings:
        rules.setdefault(finding.rule.layer, []).append(finding.rule.id)
    for layer, names in rules.items():
        if remark := layer_remark(layer):
            shown = listed(names, "and") if len(names) <= 5 else number_of(len(names), "rule")
            yield f"{remark[0].upper()}{remark[1:]}: {shown}."
    if remark := layer_remark(assessment.profile.layer):
        yield f"The profile is {remark}."
