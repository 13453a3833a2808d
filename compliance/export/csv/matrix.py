"""The matrix as CSV: an account a row, a provision a column, by the id of its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.export import csv
from compliance.report import wording
from compliance.report.matrix import Matrix, name_of

COLUMNS = ("country", "name", "profile", "voice", "as of")
"""The first columns; after them one for each provision."""


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """In the form of all our CSV files; a cell says what a finding can still become."""
    matrix = Matrix.of(assessments)
    header = [*COLUMNS, *(rule.id for rule in matrix.rules)]
    rows = (_row(matrix, place) for place in range(len(matrix.assessments)))
    yield from csv.parts(header, ([row] for row in rows))


def _row(matrix: Matrix, place: int) -> list[str]:
    one, found = matrix.assessments[place], matrix.findings(place)
    profile = one.profile
    about = [profile.country, name_of(one), profile.id, profile.voice, one.as_of.isoformat()]
    return [*about, *(wording.finding_words(found[rule.id]) for rule in matrix.rules)]
