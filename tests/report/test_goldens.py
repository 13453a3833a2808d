"""The goldens are approved by people, and every one of them is used."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from support import golden

TESTS = Path(__file__).parents[1]


def _texts_of_tests() -> set[str]:
    """Every text that stands in a test by itself; of one put together, its parts."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in TESTS.rglob("test_*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_every_golden_is_used_by_some_test() -> None:
    said = _texts_of_tests()
    names = {path.name for path in golden.FOLDER.iterdir()}
    put_together = {f"report.{ending}" for ending in ("json", "csv")}
    assert "report." in said
    assert names - said == put_together


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in the place of the goldens, none of which is to be touched here."""
    monkeypatch.setattr(golden, "FOLDER", tmp_path / "goldens")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("UPDATE_GOLDENS", "1")
    return tmp_path / "goldens"


def test_what_was_just_written_is_not_approved(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(pytest.fail.Exception, match="run again without UPDATE_GOLDENS"):
        golden.approved("x.txt", "new\r\n")
    assert [path.name for path in folder.iterdir()] == ["x.txt"]
    monkeypatch.delenv("UPDATE_GOLDENS")
    assert golden.approved("x.txt", "newer") == "new\r\n"


def test_nothing_is_written_where_ci_is_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="refused where CI is set"):
        golden.approved("x.txt", "new")
    assert not folder.exists()
