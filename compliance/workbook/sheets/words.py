"""How the sheets put things: paragraphs, results, answers, sources, who is responsible."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.findings import Finding
from compliance.countries import country_name
from compliance.engine.outcomes import Outcome, Outcomes, Status
from compliance.model.profiles import Evidence
from compliance.model.rulebook import Fact, FactId, Rule, number_in_document
from compliance.report import wording
from compliance.workbook.writing.listing import Column, Content, Subject
from compliance.workbook.writing.statuses import mark, outcomes_words

NO_ANSWER = "no answer yet"
_NOT_MET = Outcomes.of(Outcome.NOT_MET)
_RESPONSIBLE = re.compile(r"\s*\b(?:Responsible:|Falls to)\s+(.+?)\.(?=\s|$)", re.DOTALL)
"""What a remedy says at its end of who is responsible; older rules write `Falls to`."""


def bulleted(texts: Iterable[str]) -> str:
    """The texts, each once and on a line of its own, with a bullet where there are several."""
    told = [text for text in dict.fromkeys(texts) if text]
    return "\n".join(f"• {text}" for text in told) if len(told) > 1 else "".join(told)


def shortened(text: str, most: int) -> str:
    """The first words of a text, at most so many characters; a longer text ends in ``…``."""
    if len(text) <= most:
        return text
    return f"{text[:most].rsplit(None, 1)[0].rstrip(' ,;:.')} …"


def place_in_document(rule: Rule) -> str:
    """``4 (e)``; ``15 (data)`` of what we divide ourselves, as the sheet Clauses says."""
    return number_in_document(rule.provision).replace("; our division)", ")")


def paragraph(rule: Rule, between: str = "\n") -> str:
    """The document and the paragraph in it, on two lines."""
    kind = "" if "(our number)" in rule.provision else "para. "
    return f"{rule.document_symbol}{between}{kind}{place_in_document(rule)}"


def paragraphs(findings: Iterable[Finding]) -> str:
    """``A/RES/65/212: 4 (a), 5 (f); A/66/253: 15 (data)``."""
    by_symbol: dict[str, dict[str, None]] = {}
    for finding in findings:
        rule = finding.rule
        by_symbol.setdefault(rule.document_symbol, {})[place_in_document(rule)] = None
    return "; ".join(f"{symbol}: {', '.join(found)}" for symbol, found in by_symbol.items())


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


def responsible_in(remedy: str) -> tuple[str, list[str]]:
    """What is to be done, and who is responsible for it, as a remedy says both."""
    found = [" ".join(one.split()) for one in _RESPONSIBLE.findall(remedy)]
    return " ".join(_RESPONSIBLE.sub("", remedy).split()), found


def answer_words(fact: Fact, told: EffectiveAnswer, members: Collection[str] = ()) -> str:
    """The answer, and what contradicts it; of a list those members that are asked for.

    ``yes: Arabic, Hindi; no: English``.
    """
    sides = list(told.all_sources())
    words = [_side_words(fact, side, members) for side in sides]
    if len(sides) == 1:
        return words[0]
    return f"{' / '.join(words)} ({'these contradict each other' if told.is_contested else 'both'})"


def _side_words(fact: Fact, side: EffectiveAnswer, members: Collection[str]) -> str:
    by = f" {wording.by_words(side)}" if wording.by_words(side) else ""
    if not isinstance(side.answer.value, dict):
        return wording.answer_words(fact, side.answer).removeprefix("one of: ") + by
    said: dict[str, list[str]] = {}
    for name, yes_no in side.answer.value.items():
        if not members or name in members or name == "others":
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
    by = "" if evidence.said_by == voice else f" ({wording.said_by(evidence)})"
    return f"{quote}{place}{by}"


def with_short_quote(evidence: Evidence, most: int) -> Evidence:
    """The same evidence with at most so many characters of its quotation; whole where it is 0."""
    if not most or evidence.quote is None:
        return evidence
    return evidence.model_copy(update={"quote": shortened(evidence.quote, most)})
