"""Reading the copies that reviewers send back, and what they come to together."""

from __future__ import annotations

from pathlib import Path

import pytest
from gap_reports import PROFILE, filled, gap_report, library_in

from compliance.library import Library
from compliance.review.merging import Place
from compliance.review.reading import read_copy
from compliance.review.review import Review, review


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_in(tmp_path_factory.mktemp("layer"))


@pytest.fixture
def report(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return gap_report(Path("report.xlsx"), library)


def gap(field: str) -> Place:
    return Place("Gaps", f"{PROFILE} T-1.2", field)


def reviewed(library: Library, *paths: Path) -> Review:
    copies = [read_copy(path, library) for path in paths]
    assert [problem for copy in copies for problem in copy.problems] == []
    return review(copies, library)


ANA = ("Gaps", "T-1.2", {"opinion": "Agree", "comment": "See art. 5", "name": "Ana"})
BEN = ("Gaps", "T-1.2", {"opinion": "disagree", "comment": "Repealed", "name": "Ben"})


def test_what_two_reviewers_wrote_is_put_together(library: Library, report: Path) -> None:
    found = reviewed(library, filled(report, "a.xlsx", ANA), filled(report, "b.xlsx", BEN))
    opinion = found.cells[gap("opinion")]
    assert opinion.is_conflict
    assert [(e.author, e.value, e.file, e.cell) for e in opinion.entries] == [
        ("Ana", "agree", "a.xlsx", "Gaps!D2"),
        ("Ben", "disagree", "b.xlsx", "Gaps!D2"),
    ]
    assert found.cells[gap("comment")].values == ("Repealed", "See art. 5")
    assert found.findings == (2, 1)
    assert [(r.name, r.files, r.rows, r.opinions["agree"]) for r in found.reviewers] == [
        ("Ana", ("a.xlsx",), 1, 1),
        ("Ben", ("b.xlsx",), 1, 0),
    ]
    assert {kind: n for kind, n in found.opinions.items() if n} == {"agree": 1, "disagree": 1}
