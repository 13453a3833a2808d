"""How reports put things: statuses, sets of outcomes, counts, answers, evidence.

Every format uses these words, so that a finding reads alike on screen, in a file and in print.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance.accounts import Profile
from compliance.assessment import Assessment
from compliance.countries import country_name
from compliance.finding import Finding
from compliance.layers import BUNDLED
from compliance.library import Library
from compliance.model import Instrument, Measure, Position, Rule
from compliance.outcome import SCALE, Outcome, Outcomes, Status
from compliance.report.sections import Section
from compliance.testimony import Standard

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
BY_RESERVATION = "by reservation"
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
    if status is Status.NOT_APPLICABLE and finding.reserved:
        return f"{status}, {BY_RESERVATION}"
    if status is not Status.UNDETERMINED:
        return str(status)
    return f"{status}: {still_possible(finding.outcomes)}"


def summarised_words(rule: Rule) -> str:
    """Who asks whom, where the document only tells of it in words of its own; else empty."""
    if not rule.asked_by:
        return ""
    return f"{rule.asked}, as summarised in {rule.document_symbol}"


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
    counting = counting_words(told) if isinstance(told, Assessment) else ""
    return f"{speaker(profile)}, as of {told.as_of}{counting}"


def counting_words(assessment: Assessment) -> str:
    """Which answers count, where not all do: ``, counting only answers with evidence``."""
    return _COUNTING[assessment.testimony.standard]


_COUNTING = {
    Standard.ANY: "",
    Standard.CITED: ", counting only answers with evidence",
    Standard.INDEPENDENT: ", counting only what others than the speaker confirm",
}


def title(assessment: Assessment) -> str:
    """``Ecuador: Government of Ecuador (voice: government), as of 2011-07-14``."""
    return f"{country_name(assessment.profile.country)}: {account(assessment)}"


def symbols(assessment: Assessment) -> list[str]:
    """The instruments it is held against, but for those about other States, if there are more."""
    rules = [finding.rule for finding in assessment.all_findings]
    own = [rule for rule in rules if rule.country in (None, assessment.profile.country)]
    return list(dict.fromkeys(rule.symbol for rule in own or rules))


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


def asks_words(rule: Rule, asks: Iterable[str]) -> str:
    """The demand in the document's own words: ``“prevent” … “access to education”``.

    In ours, and said to be, where the text of the provision is not held: no quotation marks.
    """
    if rule.text:
        return " … ".join(f"“{words}”" for words in asks)
    return f"(in our words) {' … '.join(asks)}"


def position_words(position: Position) -> str:
    """``takes note (which we read as: noted)``: no quotation, for a list may put it in its own."""
    return f"{position.words} (which we read as: {position.read_as})"
