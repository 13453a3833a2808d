"""Reports: one file per output, one interface. A format turns assessments into bytes."""

from __future__ import annotations

import importlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from compliance import files
from compliance.assessment.assess import Assessment
from compliance.errors import Location, did_you_mean, fault
from compliance.lazy import made

if TYPE_CHECKING:
    from compliance.document.model import Document

RENDERERS = {
    "md": "compliance.document.markdown:markdown",
    "html": "compliance.document.html:html",
    "docx": "compliance.document.word:word",
}
"""The formats in which every report is written, by ending: each turns a document into a file.

A new format is one file in ``document/`` and one line here.
"""


@dataclass(frozen=True)
class Report:
    """A kind of report: what it says to people, and the formats of its own.

    ``module`` has ``document(subject, **options)``, which builds the document of the report.
    Each module in ``data`` has ``parts(subject)``, which yields a file for programs or a
    workbook; the key is its ending. All are imported when they are needed.
    """

    module: str
    data: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    """What the document holds besides in a format: by its ending, or ``table`` for a screen."""
    result: str = ""
    """The class of the results of which :func:`write` makes this report; none where it is asked
    for by name alone."""
    takes_several: bool = False
    """Whether its subject is a sequence of such results."""

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of the files in which this report can be written."""
        return (*self.data, *RENDERERS)

    def document(self, subject: object, form: str, **options: object) -> Document:
        """The document of this report about ``subject``, as this format has it."""
        module: Any = importlib.import_module(self.module)
        document: Document = module.document(subject, **{**options, **self.options.get(form, {})})
        return document

    def parts(self, subject: object, ending: str, **options: object) -> Iterator[bytes]:
        """The file with this ending, part by part; the same bytes for the same input.

        What is written leaves out all that is confidential: ``subject`` is published first.
        """
        public = published(subject)
        if ending in self.data:
            module: Any = importlib.import_module(self.data[ending])
            yield from module.parts(public)
            return
        name, _, function = RENDERERS[ending].partition(":")
        rendered = getattr(importlib.import_module(name), function)(
            self.document(public, ending, **options)
        )
        yield rendered.encode() if isinstance(rendered, str) else rendered


_ASSESSMENTS = {
    "json": "compliance.export.json.assessments",
    "csv": "compliance.export.csv.assessments",
    "xlsx": "compliance.workbook",
}
_ON_A_SCREEN = {"next_steps": True}
_TO_BE_OPENED = {"details": True, "everything": True}
_COMPARISON = {
    "json": "compliance.export.json.comparison",
    "csv": "compliance.export.csv.comparison",
    "xlsx": "compliance.workbook.comparison",
}
REPORTS: dict[str, Report] = {
    "gap_report": Report(
        "compliance.report.gap_report",
        _ASSESSMENTS,
        {"table": _ON_A_SCREEN, "html": {**_TO_BE_OPENED, "trial": True}},
        result="Assessment",
        takes_several=True,
    ),
    "summary": Report("compliance.report.summary", _ASSESSMENTS),
    "explanation": Report(
        "compliance.report.explanation",
        {"json": "compliance.export.json.explanation"},
        {"table": _ON_A_SCREEN, "html": {"details": True}},
        result="Explained",
    ),
    "plan": Report(
        "compliance.report.plan",
        {
            "json": "compliance.export.json.plan",
            "csv": "compliance.export.csv.plan",
            "xlsx": "compliance.workbook.plan",
        },
        {"table": _ON_A_SCREEN, "html": {"details": True}},
        result="Plan",
        takes_several=True,
    ),
    "follow_up": Report(
        "compliance.report.follow_up",
        {"json": "compliance.export.json.follow_up", "xlsx": "compliance.workbook.follow_up"},
        {"table": _ON_A_SCREEN, "html": {"details": True}},
        result="FollowUp",
        takes_several=True,
    ),
    "recommendations": Report(
        "compliance.report.recommendations",
        {
            "json": "compliance.export.json.recommendations",
            "csv": "compliance.export.csv.recommendations",
            "xlsx": "compliance.workbook.recommendations",
        },
        {ending: {"details": True} for ending in RENDERERS},
        result="AnsweredList",
    ),
    "catalogue": Report(
        "compliance.report.catalogue",
        {"json": "compliance.export.json.catalogue"},
        result="Catalogue",
    ),
    "coverage": Report(
        "compliance.report.coverage",
        {"json": "compliance.export.json.coverage"},
        result="Coverage",
    ),
    "matrix": Report(
        "compliance.report.matrix",
        {"csv": "compliance.export.csv.matrix", "xlsx": "compliance.workbook.matrix"},
    ),
    "comparison": Report(
        "compliance.report.comparison",
        _COMPARISON,
        {"html": {"details": True}},
        result="Comparison",
    ),
    "changes": Report(
        "compliance.report.changes",
        _COMPARISON,
        {"html": {"details": True}},
        result="ComparisonOverTime",
    ),
    "questions": Report(
        "compliance.report.questions",
        {
            "json": "compliance.export.json.questions",
            "csv": "compliance.export.csv.questions",
            "xlsx": "compliance.workbook.question_list",
        },
        {"table": _ON_A_SCREEN, **{ending: {"everything": True} for ending in RENDERERS}},
    ),
    "reply": Report("compliance.report.reply"),
    "submission": Report("compliance.report.submission"),
}
"""Every kind of report, by the name of its module in ``report/``."""


def published(subject: Any) -> Any:
    """The subject without what is confidential; of several each, made when it is asked for."""
    if hasattr(subject, "published"):
        return subject.published()
    if isinstance(subject, Sequence):
        return made(subject, published)
    return subject


FORMATS = REPORTS["gap_report"].endings
"""The endings of the files in which a gap report can be written."""


class Format(Protocol):
    """What a module of a format has."""

    def parts(self, assessments: Sequence[Assessment]) -> Iterator[bytes]:
        """The report of the assessments, part by part, the same bytes for the same input.

        There may be more of them than can be held: each is let go when it is written.
        """


def parts(
    assessments: Sequence[Assessment], ending: str, formats: Mapping[str, str] | None = None
) -> Iterator[bytes]:
    """The gap report in the format with this ending, or what a module of ``formats`` makes.

    Answers that are not public are left out. Raises ValueError without an assessment: a report of
    nobody's account says nothing.
    """
    if not assessments:
        raise ValueError("there is no assessment to report")
    if formats is None:
        return REPORTS["gap_report"].parts(assessments, ending)
    module: Format = importlib.import_module(formats[ending])
    return module.parts(made(assessments, Assessment.published))


def render(
    assessments: Sequence[Assessment], ending: str, formats: Mapping[str, str] | None = None
) -> bytes:
    """The report in one piece; see :func:`parts`."""
    return b"".join(parts(assessments, ending, formats))


def write(result: object, path: str | Path) -> None:
    """Write the report of a result, or of a sequence; the ending of ``path`` says in which format.

    A result is what `assess`, `explain`, `plan`, `questions` or `compare` gives. The file is
    written beside its target and renamed, so a failure leaves an old one whole. Raises InputError
    for an unknown ending or a place that cannot be written, TypeError for what has no report, and
    ValueError for an empty sequence.
    """
    report, subject = report_of(result)
    target = Path(path)
    ending = ending_of(target, report.endings)
    replace_all({target: report.parts(subject, ending)}, report.endings)


def report_of(result: object) -> tuple[Report, object]:
    """The report of a result, and the subject that the report takes."""
    several = result if isinstance(result, Sequence) and not isinstance(result, str) else None
    if several is not None and not several:
        raise ValueError("there is no assessment to report")
    first = result if several is None else several[0]
    name = type(first).__name__
    for report in REPORTS.values():
        if report.result == name and (several is None or report.takes_several):
            return report, [result] if several is None and report.takes_several else result
    raise TypeError(f"there is no report of {'several ' if several else 'a '}{name}")


def ending_of(path: Path, endings: Collection[str] = FORMATS) -> str:
    """The format a file's name asks for. Raises InputError where there is none such."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in endings:
        hint = did_you_mean(ending, endings) or f"endings are .{', .'.join(endings)}"
        what = f"no report has the ending `.{ending}`" if ending else "the file has no ending"
        raise fault(what, Location(str(path)), hint)
    return ending


def check_target(path: Path, endings: Collection[str] = FORMATS) -> None:
    """Raises InputError where a report could not be written to ``path``."""
    ending_of(path, endings)
    where, folder = Location(str(path)), os.path.dirname(path) or os.curdir
    if os.path.isdir(path):
        raise fault("this is a folder, not a file", where, "name a file in it")
    if not os.path.isdir(folder):
        hint = "make the folder first, or choose another place"
        raise fault(f"there is no folder `{folder}`", where, hint)
    if not os.access(folder, os.W_OK):
        raise fault("nothing may be written in this folder", where, "choose another place")
    if os.path.lexists(path) and not os.path.isfile(path):
        raise fault("this is no ordinary file", where, "choose another place")
    if os.path.exists(path) and not os.access(path, os.W_OK):
        raise fault("this file may not be written", where, "choose another place")


def replace_all(
    contents: Mapping[Path, Iterable[bytes]], endings: Collection[str] = FORMATS
) -> None:
    """Put each content at its target; where one cannot be written, none is. Raises InputError."""
    files.replace_all(contents, partial(check_target, endings=endings))
