"""The gap report as Markdown, an annex to paste into a document or to put on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.countries import country_name
from compliance.document import markdown_text
from compliance.document.markdown_text import escaped, table
from compliance.engine.outcomes import Status
from compliance.report import wording
from compliance.report.caveats import later, remarks
from compliance.report.evidence_levels import LEVEL_MEANINGS, LEVEL_WORDS, has_levels, status_levels
from compliance.report.reasons import details, disputes, disputes_words, reason
from compliance.report.sections import Section, most_deciding, sections


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The assessments one after the other, in UTF-8; they are never merged."""
    yield from markdown_text.parts(map(_lines, assessments))


def _lines(assessment: Assessment) -> Iterator[str]:
    country = escaped(country_name(assessment.profile.country))
    against = escaped(wording.listed(wording.symbols(assessment), "and") or "no rules")
    yield f"# Gap report: {country} against {against}"
    yield ""
    yield f"{escaped(wording.account(assessment))}."
    for remark in (*later(assessment), *remarks(assessment)):
        yield ""
        yield escaped(remark)
    yield from _counts(assessment)
    for section, findings in sections(assessment.findings).items():
        if findings:
            yield from _section(assessment, section, findings)
        elif section is Section.GAP:
            yield from ("", f"## {section} (0)", "", f"{wording.NO_GAP.capitalize()}.")
    yield from _disputes(assessment)
    yield from _unanswering(assessment)
    yield from _questions(assessment)


def _counts(assessment: Assessment) -> Iterator[str]:
    yield from ("", "## Counts", "")
    yield from _statuses(assessment)
    requirements = [
        (symbol, wording.FORCE_WORDS[force], *wording.count_columns(count))
        for statements in (False, True)
        for symbol, found in wording.demand_counts(assessment, statements=statements).items()
        for force, count in found
    ]
    if requirements:
        yield ""
        yield from table(("demands of", "force", "met", "of those that apply"), requirements)
        yield ""
        yield "Counts are never summed over instruments; statements are no demands."
        yield wording.FORCE_SCALE


def _statuses(assessment: Assessment) -> Iterator[str]:
    """How many rules have each status, at each level of evidence where there are several."""
    told = status_levels(assessment)
    words = LEVEL_WORDS
    if not has_levels(assessment):
        words = {assessment.basis.standard: "rules"}
    rows = [(str(status), *(str(counts[s]) for s in words)) for status, counts in told.items()]
    total = str(len(assessment.counted()))
    yield from table(("status", *words.values()), [*rows, ("all", *[total] * len(words))])
    if len(words) > 1:
        yield ""
        yield LEVEL_MEANINGS


def _section(
    assessment: Assessment, section: Section, findings: Sequence[Finding]
) -> Iterator[str]:
    yield from ("", f"## {section} ({len(findings)})", "", wording.SECTION_MEANINGS[section])
    if section.is_gap:
        for finding in findings:
            yield from _gap(assessment, finding)
    elif section is Section.UNDETERMINED:
        yield ""
        header = ("provision", "title", "can still be", "open questions")
        yield from table(header, [_undetermined(finding) for finding in findings])
    elif section is Section.MET:
        yield ""
        yield from table(("provision", "title", "because"), _met(assessment, findings))
    else:
        yield ""
        yield from table(("provision", "title", "reason"), _reasons(assessment, findings))


def _gap(assessment: Assessment, finding: Finding) -> Iterator[str]:
    title = f"{finding.citation}: {finding.rule.title}"
    yield from ("", f"### {escaped(title)} ({escaped(wording.finding_words(finding))})", "")
    for label, words, found in details(assessment, finding):
        if label == "asked by":
            yield f"- {label}: {escaped(words)}"
        elif label == "asks":
            yield f"- asks ({found.force}): {escaped(words)}"
        else:
            yield f"  - {label}: {escaped(words)}"


def _undetermined(finding: Finding) -> tuple[str, ...]:
    open_ = str(len(finding.missing))
    return finding.citation, finding.rule.title, wording.still_possible(finding.outcomes), open_


def _met(assessment: Assessment, findings: Iterable[Finding]) -> Iterator[tuple[str, ...]]:
    for finding in findings:
        reasons = [
            reason(assessment, found).known
            for found in finding.checks
            if found.outcomes.status is Status.MET
        ]
        yield finding.citation, finding.rule.title, "; ".join(dict.fromkeys(reasons))


def _reasons(assessment: Assessment, findings: Iterable[Finding]) -> Iterator[tuple[str, ...]]:
    for finding in findings:
        reasons = [
            f"{wording.BY_RESERVATION}: " * found.is_reserved + reason(assessment, found).known
            for found in finding.checks
        ]
        words = finding.reason or "; ".join(dict.fromkeys(reasons))
        yield finding.citation, finding.rule.title, words


def _disputes(assessment: Assessment) -> Iterator[str]:
    """The answers that a register or another account contradicts, each side with its sources."""
    told = list(disputes(assessment))
    if told:
        called, remark = disputes_words(assessment)
        yield from ("", f"## {called} ({len(told)})", "", f"{remark.capitalize()}.", "")
        rows = [(one.fact.question, *side) for one in told for side in one.sides]
        yield from table(("question", "by", "what is said"), rows)


def _unanswering(assessment: Assessment) -> Iterator[str]:
    """What was said and answers no question, each with the words and the reason."""
    facts = assessment.library.facts
    rows = [
        (
            facts[fact].question,
            "; ".join(map(wording.quotation, answer.evidence)),
            answer.note or "",
        )
        for fact, answer in wording.said_without_answering(assessment.basis)
        if fact in facts
    ]
    if rows:
        yield from ("", f"## Said, without answering ({len(rows)})", "")
        yield from table(("question", "what is said", "why it is no answer"), rows)


def _questions(assessment: Assessment) -> Iterator[str]:
    asked = most_deciding(assessment)
    if not asked:
        return
    facts = assessment.library.facts
    yield from ("", f"## Open questions ({len(asked)})", "")
    rows = [
        (facts[fact].question, facts[fact].evidence, str(len(findings))) for fact, findings in asked
    ]
    yield from table(("question", "evidence to show", "findings that hang on it"), rows)
