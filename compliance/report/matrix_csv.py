"""The matrix as CSV: an account a row, a provision a column, by the id of its rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from compliance.assessment import Assessment
from compliance.report import wording
from compliance.report.as_csv import cell
from compliance.report.matrix import Matrix, name_of

COLUMNS = ("country", "name", "profile", "voice", "as of")
"""The first columns; after them one for each provision."""


def render(assessments: Sequence[Assessment]) -> bytes:
    """In the form of all our CSV files; a cell says what a finding can still become."""
    matrix = Matrix.of(assessments)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *(rule.id for rule in matrix.rules)])
    for place, one in enumerate(matrix.assessments):
        profile, found = one.profile, matrix.findings(place)
        about = [profile.country, name_of(one), profile.id, profile.voice, one.as_of.isoformat()]
        said = [wording.finding_words(found[rule.id]) for rule in matrix.rules]
        writer.writerow([cell(words) for words in [*about, *said]])
    return text.getvalue().encode("utf-8-sig", "replace")
