"""Reports: one file per output, one interface. A format turns assessments into bytes."""

from __future__ import annotations

import importlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from compliance import files
from compliance.assessment.assess import Assessment
from compliance.errors import Location, did_you_mean, fault
from compliance.lazy import made

FORMATS = {
    "json": "compliance.export.json.assessments",
    "csv": "compliance.export.csv.assessments",
    "md": "compliance.report.markdown",
    "xlsx": "compliance.workbook",
}
"""The formats by the ending of their files, and the module of each, imported when needed."""

MATRIX_FORMATS = {
    "csv": "compliance.export.csv.matrix",
    "xlsx": "compliance.workbook.matrix",
}
"""The formats of the matrix of countries and provisions."""


class Format(Protocol):
    """What a module of a format has."""

    def parts(self, assessments: Sequence[Assessment]) -> Iterator[bytes]:
        """The report of the assessments, part by part, the same bytes for the same input.

        There may be more of them than can be held: each is let go when it is written.
        """


def parts(
    assessments: Sequence[Assessment], ending: str, formats: Mapping[str, str] = FORMATS
) -> Iterator[bytes]:
    """The report in the format with this ending, without answers that are not public.

    Raises ValueError without an assessment: a report of nobody's account says nothing.
    """
    if not assessments:
        raise ValueError("there is no assessment to report")
    module: Format = importlib.import_module(formats[ending])
    return module.parts(made(assessments, Assessment.published))


def render(
    assessments: Sequence[Assessment], ending: str, formats: Mapping[str, str] = FORMATS
) -> bytes:
    """The report in one piece; see :func:`parts`."""
    return b"".join(parts(assessments, ending, formats))


def write(assessments: Assessment | Sequence[Assessment], path: str | Path) -> None:
    """Write a report; the ending of ``path`` says in which format.

    The file is written beside its target and renamed, so a failure leaves an old one whole.
    Raises InputError for an unknown ending or a place that cannot be written.
    """
    target = Path(path)
    several = [assessments] if isinstance(assessments, Assessment) else assessments
    replace_all({target: parts(several, ending_of(target))})


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


def replace_all(contents: Mapping[Path, Iterable[bytes]]) -> None:
    """Put each content at its target; where one cannot be written, none is. Raises InputError."""
    files.replace_all(contents, check_target)
