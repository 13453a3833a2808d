"""The matrix as CSV: an account a row, a provision a column, by the id of its rule."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence

from compliance.assessment import Assessment
from compliance.report import wording
from compliance.report.as_csv import lines
from compliance.report.matrix import Matrix, name_of

COLUMNS = ("country", "name", "profile", "voice", "as of")
"""The first columns; after them one for each provision."""


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """In the form of all our CSV files; a cell says what a finding can still become."""
    matrix = Matrix.of(assessments)
    yield codecs.BOM_UTF8 + lines([[*COLUMNS, *(rule.id for rule in matrix.rules)]])
    for place, one in enumerate(matrix.assessments):
        profile, found = one.profile, matrix.findings(place)
        about = [profile.country, name_of(one), profile.id, profile.voice, one.as_of.isoformat()]
        said = [wording.finding_words(found[rule.id]) for rule in matrix.rules]
        yield lines([[*about, *said]])
