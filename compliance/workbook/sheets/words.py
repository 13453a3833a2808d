"""How the sheets put things: paragraphs, results, answers, sources, who is responsible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.findings import Finding
from compliance.countries import country_name
from compliance.engine.outcomes import Outcome, Outcomes, Status
from compliance.model.profiles import Evidence
from compliance.model.rulebook import Fact, FactId, Rule
from compliance.report import wording
from compliance.workbook.writing.listing import Column, Content, Subject
from compliance.workbook.writing.statuses import mark, outcomes_words

NO_ANSWER = "no answer yet"
_NOT_MET = Outcomes.of(Outcome.NOT_MET)


def bulleted(texts: Iterable[str]) -> str:
    """The texts, each once and on a line of its own, with a bullet where there are several."""
    told = [text for text in dict.fromkeys(texts) if text]
    return "\n".join(f"• {text}" for text in told) if len(told) > 1 else "".join(told)


def shortened(text: str, most: int) -> str:
    """The first words of a text, at most so many characters; a longer text ends in ``…``."""
    if len(text) <= most:
        return text
    return f"{text[:most].rsplit(None, 1)[0].rstrip(' ,;:.')} …"


def paragraph(rule: Rule, between: str = "\n") -> str:
    """The document and the paragraph in it, on two lines: ``A/66/253``, ``para. 19 treaties``."""
    kind = "" if "(our number)" in rule.provision else "para. "
    return f"{rule.document_symbol}{between}{kind}{wording.paragraph(rule)}"


def result(outcomes: Outcomes, note: str = "") -> Content:
    """A result by its mark, its words and its colour; a ``note`` follows behind a comma."""
    words = f"{mark(outcomes)} {outcomes_words(outcomes)}"
    return Content(f"{words}, {note}" if note else words, status=outcomes.status)


def not_met(findings: Iterable[Finding]) -> str:
    """``2 of 5`` requirements are not met; of those that are open, how many: ``(1 open)``."""
    outcomes = [one.outcomes for finding in findings for one in finding.requirements]
    applying = [one for one in outcomes if one.status is not Status.NOT_APPLICABLE]
    if not applying:
        return ""
    open_ = sum(one.status is Status.UNDETERMINED for one in applying)
    words = f"{applying.count(_NOT_MET)} of {len(applying)}"
    return f"{words} ({open_} open)" if open_ else words


def account_column(
    assessments: Sequence[Assessment], *, printed: bool = True
) -> list[Column[Subject]]:
    """The column that says whose account a row is of, where the workbook has several."""
    if len(assessments) < 2:
        return []

    known: dict[str, Content] = {}

    def account(subject: Subject) -> Content:
        assessment: Assessment = subject.assessment  # type: ignore[attr-defined]
        profile = assessment.profile.id
        if profile not in known:
            known[profile] = Content(account_name(assessment))
        return known[profile]

    return [Column("Who answered", 15, account, printed=printed, names=printed)]


def account_name(assessment: Assessment) -> str:
    """``Ecuador, government, 2011-07-14``."""
    profile = assessment.profile
    counting = wording.counting_words(assessment)
    return f"{country_name(profile.country)}, {profile.voice}, {assessment.as_of}{counting}"


def account_words(assessment: Assessment) -> str:
    """``Ecuador: Government of Ecuador (government), 2011-07-14``."""
    profile = assessment.profile
    counting = wording.counting_words(assessment)
    who = f"{profile.speaker} ({profile.voice}), {assessment.as_of}{counting}"
    return f"{country_name(profile.country)}: {who}"


def answer_words(fact: Fact, told: EffectiveAnswer) -> str:
    """The answer, and what contradicts it: ``yes: Arabic, Hindi; no: English``."""
    sides = [_side_words(fact, side) for side in told.all_sources()]
    both = "these contradict each other" if told.is_contested else "both are stated"
    return f"{' / '.join(sides)} ({both})" if len(sides) > 1 else sides[0]


def _side_words(fact: Fact, side: EffectiveAnswer) -> str:
    by = f" {wording.by_words(side)}" if wording.by_words(side) else ""
    if not isinstance(side.answer.value, dict) or side.answer.value == {"others": "no"}:
        return wording.answer_words(fact, side.answer).removeprefix("one of: ") + by
    said: dict[str, list[str]] = {}
    for name, yes_no in side.answer.value.items():
        label = "any other" if name == "others" else wording.label(fact, name)
        said.setdefault(yes_no, []).append(label)
    return "; ".join(f"{yes_no}: {', '.join(labels)}" for yes_no, labels in said.items()) + by


def sources(
    assessment: Assessment, facts: Iterable[FactId], quote: int = 0, most: int = 0
) -> list[str]:
    """Document, place and quotation of the answers to these facts.

    Quotations of at most ``quote`` characters and ``most`` sources; whole and all where it is 0.
    """
    found: dict[str, None] = {}
    for fact in facts:
        for side in assessment.answers[fact].all_sources() if fact in assessment.answers else ():
            for evidence in side.answer.evidence:
                found[_source(evidence, quote, assessment.profile.voice)] = None
    told = list(found)
    if most and len(told) > most:
        return [*told[:most], f"{len(told) - most} more on the sheet Questions"]
    return told


def _source(evidence: Evidence, most: int, voice: str) -> str:
    """A source in full; a short one leaves out who speaks there, if it is who answered."""
    if not most:
        return wording.quotation(evidence)
    place = f"{evidence.document}, {evidence.place}" if evidence.place else evidence.document
    quote = f"“{shortened(evidence.quote, most)}”, " if evidence.quote else ""
    is_own = evidence.said_by == voice and not evidence.members
    by = "" if is_own else f" ({wording.said_by(evidence)})"
    return f"{quote}{place}{by}"


def with_short_quote(evidence: Evidence, most: int) -> Evidence:
    """The same evidence with at most so many characters of its quotation; whole where it is 0."""
    if not most or evidence.quote is None:
        return evidence
    return evidence.model_copy(update={"quote": shortened(evidence.quote, most)})
