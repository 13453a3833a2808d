"""How reports put things: statuses, sets of outcomes, counts, answers, evidence.

Every format uses these words, so that a finding reads alike on screen, in a file and in print.
"""

from __future__ import annotations

from collections.abc import Iterable

from compliance.answers import Standing
from compliance.assessment import Assessment, CheckFinding, Count, Finding, Pair
from compliance.countries import country_name
from compliance.layers import BUNDLED
from compliance.model import FORCES, Answer, Evidence, Fact, Force, Measure
from compliance.outcome import SCALE, Outcome, Outcomes, Status

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
FORCE_WORDS: dict[Force, str] = {
    "duty": "duties",
    "call": "calls",
    "request": "requests",
    "encouragement": "encouragements",
    "recommendation": "recommendations",
    "statement": "statements",
}
FORCE_SCALE = (
    "How strongly a provision speaks (duty, call, request, encouragement, recommendation, "
    "statement) is our reading of its verbs, not a ranking by the United Nations."
)
NO_GAP = "none is certain on the answers given"
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


def status_words(finding: Finding) -> str:
    """The status, and for an undetermined one what it can still become."""
    status = finding.status
    if status is not Status.UNDETERMINED:
        return str(status)
    return f"{status}: {still_possible(finding.outcomes)}"


def pair(numbers: Pair) -> str:
    """``9``, or ``29 to 31`` where it is not certain."""
    low, high = numbers
    return str(low) if low == high else f"{low} to {high}"


def count_columns(count: Count) -> tuple[str, str]:
    """``at least 9, at most 17`` and ``29 to 31``: the demands met, and those that apply."""
    low, high = count.met
    met = str(low) if low == high else f"at least {low}, at most {high}"
    return met, pair(count.applicable)


def count_words(count: Count) -> str:
    """``at least 9, at most 17 of 29 to 31``."""
    return " of ".join(count_columns(count))


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


def because(assessment: Assessment, found: CheckFinding) -> str:
    """The answers on which the outcome of a check rests; empty if there are none."""
    facts, answers = assessment.library.facts, assessment.answers
    return "; ".join(
        f"{facts[f].question} {answer_words(facts[f], answers[f].answer)}" for f in found.because
    )


def check_reason(assessment: Assessment, found: CheckFinding) -> str:
    """Why a check has its outcome: the answers that force it, or what it hangs on."""
    known = because(assessment, found)
    if found.outcomes.status is Status.UNDETERMINED:
        asked = f"open: {listed(found.missing, 'and')}"
        return f"{known}; {asked}" if known else asked
    return known or "the same whatever the answers"


def number_of(count: int, thing: str, things: str = "") -> str:
    """``1 rule``, ``2 rules``."""
    return f"{count} {thing if count == 1 else things or thing + 's'}"


def account(assessment: Assessment) -> str:
    """Whose account it is: ``Government of Ecuador (voice: government), as of 2011-07-14``."""
    profile = assessment.profile
    return f"{profile.speaker} (voice: {profile.voice}), as of {assessment.as_of}"


def title(assessment: Assessment) -> str:
    """``Ecuador: Government of Ecuador (voice: government), as of 2011-07-14``."""
    return f"{country_name(assessment.profile.country)}: {account(assessment)}"


def symbols(assessment: Assessment) -> list[str]:
    """The instruments it is held against."""
    return list(dict.fromkeys(finding.rule.symbol for finding in assessment.all_findings))


def asks_words(asks: Iterable[str]) -> str:
    """The demand in the document's own words: ``“prevent” … “access to education”``."""
    return " … ".join(f"“{words}”" for words in asks)


def quotation(evidence: Evidence) -> str:
    """The words quoted and where they stand, or the place alone."""
    quote = f"“{evidence.quote}”, " if evidence.quote else ""
    return f"{quote}{evidence_place(evidence)}"


def demand_counts(
    assessment: Assessment, *, statements: bool
) -> dict[str, list[tuple[Force, Count]]]:
    """The counts of demands by the symbol of their instrument, or those of statements apart."""
    instruments = assessment.library.instruments
    found = {}
    for instrument, counts in assessment.demands.items():
        forces = [f for f in FORCES if f in counts and (f == "statement") is statements]
        if forces:
            found[instruments[instrument].symbol] = [(f, counts[f]) for f in forces]
    return found


def remarks(assessment: Assessment) -> list[str]:
    """What a reader must know of the whole: what it rests on, what is left out or not ours."""
    said = [f"It rests on {number_of(len(assessment.answers), 'answer')} of the profile."]
    old = [s.last_stated for s in assessment.answers.values() if s.last_stated]
    if old:
        verb = "stands" if len(old) == 1 else "stand"
        said.append(f"{number_of(len(old), 'answer')} {verb} as last stated on {max(old)}.")
    looked_at, all_ = sum(assessment.statuses().values()), len(assessment.library.rules)
    if looked_at < all_:
        said.append(f"Only {looked_at} of {number_of(all_, 'rule')} were looked at.")
    if len(assessment.findings) < looked_at:
        said.append(f"Only {len(assessment.findings)} of {looked_at} findings are listed.")
    return [*said, *_layer_remarks(assessment)]


def _layer_remarks(assessment: Assessment) -> Iterable[str]:
    rules: dict[str, list[str]] = {}
    for finding in assessment.findings:
        rules.setdefault(finding.rule.layer, []).append(finding.rule.id)
    for layer, names in rules.items():
        if layer != BUNDLED:
            shown = listed(names, "and") if len(names) <= 5 else number_of(len(names), "rule")
            yield f"Not bundled with this tool, but from {layer}: {shown}."
    if assessment.profile.layer != BUNDLED:
        yield f"The profile is not bundled with this tool, but from {assessment.profile.layer}."
