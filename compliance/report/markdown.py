"""The gap report as Markdown, an annex to paste into a document or to put on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from compliance.assessment import Assessment, CheckFinding, Finding
from compliance.countries import country_name
from compliance.outcome import Status
from compliance.report import wording
from compliance.report.characters import clean
from compliance.report.sections import Section, most_deciding, sections, to_close

_SPECIAL = re.compile(r"[\\`*_\[\]#|~^$]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}
_AT_THE_BEGINNING = re.compile(r"^(\d{1,9})(?=[.)])|^(?=[-+=])")
_EXPLAINED = {
    Section.GAP: "Neither met nor not applicable is possible, whatever the open answers.",
    Section.GAP_IF_IT_APPLIES: "Met is ruled out; whether they apply at all is open.",
    Section.UNDETERMINED: "The answers given leave the outcome open. Silence is not failure.",
    Section.NOT_APPLICABLE: "These ask nothing of this State.",
    Section.NO_TEST: "These ask nothing that could be tested.",
}


def render(assessments: Sequence[Assessment]) -> bytes:
    """The assessments one after the other, in UTF-8; they are never merged."""
    parts = ["\n".join(_lines(assessment)) for assessment in assessments]
    return ("\n\n---\n\n".join(parts) + "\n").encode("utf-8")


def escaped(text: str) -> str:
    """Somebody's words as Markdown that shows them and does nothing else, on one line."""
    words = _SPECIAL.sub(r"\\\g<0>", clean(text))
    words = re.sub(r"[&<>@]", lambda match: _ENTITIES[match[0]], words)
    words = words.replace("://", "&#58;//")
    words = re.sub(r"(www)\.", r"\1&#46;", words, flags=re.IGNORECASE)
    return _AT_THE_BEGINNING.sub(r"\1\\", words)


def _lines(assessment: Assessment) -> Iterator[str]:
    country = escaped(country_name(assessment.profile.country))
    against = escaped(wording.listed(wording.symbols(assessment), "and") or "no rules")
    yield f"# Gap report: {country} against {against}"
    yield ""
    yield f"{escaped(wording.account(assessment))}."
    for remark in wording.remarks(assessment):
        yield ""
        yield escaped(remark)
    yield from _counts(assessment)
    for section, findings in sections(assessment.findings).items():
        if findings:
            yield from _section(assessment, section, findings)
        elif section is Section.GAP:
            yield from ("", f"## {section} (0)", "", f"{wording.NO_GAP.capitalize()}.")
    yield from _questions(assessment)


def _counts(assessment: Assessment) -> Iterator[str]:
    yield from ("", "## Counts", "")
    counts = assessment.statuses()
    rows = [(str(status), str(count)) for status, count in counts.items()]
    yield from _table(("status", "rules"), [*rows, ("all", str(sum(counts.values())))])
    demands = [
        (symbol, wording.FORCE_WORDS[force], *wording.count_columns(count))
        for statements in (False, True)
        for symbol, found in wording.demand_counts(assessment, statements=statements).items()
        for force, count in found
    ]
    if demands:
        yield ""
        yield from _table(("demands of", "force", "met", "of those that apply"), demands)
        yield ""
        yield "Counts are never summed over instruments; statements are no demands."
        yield wording.FORCE_SCALE


def _section(
    assessment: Assessment, section: Section, findings: Sequence[Finding]
) -> Iterator[str]:
    yield from ("", f"## {section} ({len(findings)})")
    if section in _EXPLAINED:
        yield from ("", _EXPLAINED[section])
    if section in (Section.GAP, Section.GAP_IF_IT_APPLIES):
        for finding in findings:
            yield from _gap(assessment, finding)
    elif section is Section.UNDETERMINED:
        yield ""
        header = ("provision", "title", "can still be", "open questions")
        yield from _table(header, [_undetermined(finding) for finding in findings])
    elif section is Section.MET:
        yield ""
        yield from _table(("provision", "title", "because"), _met(assessment, findings))
    else:
        yield ""
        yield from _table(("provision", "title", "reason"), _reasons(assessment, findings))


def _gap(assessment: Assessment, finding: Finding) -> Iterator[str]:
    title = f"{finding.citation}: {finding.rule.title}"
    yield from ("", f"### {escaped(title)} ({escaped(wording.status_words(finding))})", "")
    asked: tuple[str, ...] = ()
    for found in to_close(finding):
        if found.check.asks != asked:
            asked = found.check.asks
            yield f"- asks ({found.force}): {escaped(wording.asks_words(asked))}"
        yield from _gap_of_check(assessment, found)


def _gap_of_check(assessment: Assessment, found: CheckFinding) -> Iterator[str]:
    known = wording.because(assessment, found)
    if known or not found.missing:
        yield f"  - why: {escaped(known or wording.check_reason(assessment, found))}"
    for words in _evidence(assessment, found):
        yield f"  - evidence: {escaped(words)}"
    for fact in found.missing:
        yield f"  - open: {escaped(assessment.library.facts[fact].question)}"
    yield f"  - to close: {escaped(found.check.remedy)}"


def _evidence(assessment: Assessment, found: CheckFinding) -> Iterator[str]:
    for fact in found.because:
        for evidence in assessment.answers[fact].answer.evidence:
            yield wording.quotation(evidence)


def _undetermined(finding: Finding) -> tuple[str, ...]:
    open_ = str(len(finding.missing))
    return finding.citation, finding.rule.title, wording.still_possible(finding.outcomes), open_


def _met(assessment: Assessment, findings: Iterable[Finding]) -> Iterator[tuple[str, ...]]:
    for finding in findings:
        reasons = [
            wording.check_reason(assessment, found)
            for found in finding.checks
            if found.outcomes.status is Status.MET
        ]
        yield finding.citation, finding.rule.title, "; ".join(dict.fromkeys(reasons))


def _reasons(assessment: Assessment, findings: Iterable[Finding]) -> Iterator[tuple[str, ...]]:
    for finding in findings:
        reasons = [wording.check_reason(assessment, found) for found in finding.checks]
        reason = finding.reason or "; ".join(dict.fromkeys(reasons))
        yield finding.citation, finding.rule.title, reason


def _questions(assessment: Assessment) -> Iterator[str]:
    asked = most_deciding(assessment)
    if not asked:
        return
    facts = assessment.library.facts
    yield from ("", f"## Open questions ({len(asked)})", "")
    rows = [
        (facts[fact].question, facts[fact].evidence, str(len(findings))) for fact, findings in asked
    ]
    yield from _table(("question", "evidence to show", "findings that hang on it"), rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(map(escaped, row))} |"
