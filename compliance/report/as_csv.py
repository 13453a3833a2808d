"""Findings as CSV, for spreadsheets and statistics: one row a check, one a rule without checks.

The file is UTF-8 with a byte order mark and CRLF, because Excel takes a file without the mark
for the local code page. Several values in a cell stand one a line. A cell that a spreadsheet
would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return,
or with a full-width form of these) gets an apostrophe in front, also after leading spaces: a
spreadsheet then shows it as text; a program that reads the file has to take it off.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from compliance.assessment import Assessment
from compliance.finding import CheckFinding
from compliance.report import saying, wording
from compliance.report.characters import visible
from compliance.report.levels import LEVEL_WORDS, Shown, levels
from compliance.report.reasons import evidence_of, reason
from compliance.report.sections import Section, section_of

COLUMNS = (
    "profile",
    "country",
    "voice",
    "speaker",
    "as of",
    "rule",
    "citation",
    "title",
    "topics",
    "force",
    "rule status",
    "gap",
    "check",
    "asks",
    "measure",
    "check force",
    "check status",
    "possible",
    "because",
    "missing",
    "remedy",
    "evidence",
    "reason",
    "layer",
    "counted",
    "asked by",
    "also asked in",
    "in our words",
    "by reservation",
    "rule as claimed",
    "rule as documented",
    "rule as confirmed",
)
"""The header row; a column may be added at the end, none changes its name or place."""

_BEGINS_FORMULA = frozenset("=+-@\t\r\n")
_FOLLOWS_LINE = "\n"
_GAP = {Section.GAP: "yes", Section.GAP_IF_IT_APPLIES: "if it applies"}


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """All assessments in one file, told apart by their first columns."""
    yield codecs.BOM_UTF8 + lines([COLUMNS])
    for assessment in assessments:
        for shown in levels(assessment):
            yield lines(_rows(assessment, shown))


def lines(rows: Iterable[Iterable[str]]) -> bytes:
    """The rows as they stand in all our CSV files, after the mark at the beginning."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([cell(words) for words in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


@lru_cache(maxsize=8192)
def cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    lines = (visible(line.replace("\t", " ")) for line in text.split("\n"))
    shown = "\n".join(lines)
    begin = unicodedata.normalize("NFKC", text.lstrip(" \u00a0\ufeff\u200b"))[:1]
    return f"'{shown}" if begin and begin in _BEGINS_FORMULA else shown


def _rows(assessment: Assessment, shown: Shown) -> Iterator[list[str]]:
    profile, finding = assessment.profile, shown.finding
    rule = finding.rule
    before = [
        profile.id,
        profile.country,
        profile.voice,
        profile.speaker,
        assessment.as_of.isoformat(),
        rule.id,
        rule.citation,
        rule.title,
        _FOLLOWS_LINE.join(wording.topic_labels(rule, assessment.library)),
        rule.force,
        str(finding.status),
        _GAP.get(section_of(finding), ""),
    ]
    after = [
        finding.reason or "",
        rule.layer,
        "yes" if finding.is_counted else "no",
        rule.asked_by or "",
    ]
    ours = "no" if rule.text else "yes"
    by_level = [_FOLLOWS_LINE.join(shown.outcomes[level]) for level in LEVEL_WORDS]
    for found in finding.checks:
        others = assessment.also_asked(finding, found)
        elsewhere = _FOLLOWS_LINE.join(other.citation for other in others)
        reserved = "yes" if found.is_reserved else "no"
        yield [*before, *_check(assessment, found), *after, elsewhere, ours, reserved, *by_level]
    if not finding.checks:
        empty = len(COLUMNS) - len(before) - len(after) - len(by_level) - 3
        yield [*before, *[""] * empty, *after, "", ours, "", *by_level]


def _check(assessment: Assessment, found: CheckFinding) -> list[str]:
    known, questions = reason(assessment, found)
    evidence = evidence_of(assessment, found.table.facts)
    return [
        found.check.id,
        _FOLLOWS_LINE.join(found.check.asks),
        found.check.measure,
        found.force,
        str(found.outcomes.status),
        _FOLLOWS_LINE.join(found.outcomes),
        known,
        _FOLLOWS_LINE.join(questions),
        found.check.remedy,
        _FOLLOWS_LINE.join(f"{fact}: {saying.quotation(told)}" for fact, told in evidence),
    ]
