"""docs/data.md tells the truth: its commands, query and Python run; it names every table."""

from __future__ import annotations

import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support.command_line import run

from compliance.export.data import TABLES
from compliance.export.data.views import VIEWS

PAGE = (Path(__file__).parents[2] / "docs/data.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "command", re.findall(r"^compliance ([^#\n]+)", "".join(_blocks("console")), re.MULTILINE)
)
def test_a_command_runs(command: str) -> None:
    """With one State for all of them, which would take a minute."""
    arguments = shlex.split(command.replace("--all-states", "ESP"))
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, f"Wrote {arguments[2]}\n")


def test_the_query_gives_findings_over_the_years() -> None:
    run("export", "data", "x.db", "ECU", "--years", "2009-2011")
    with closing(sqlite3.connect("x.db")) as opened:
        (query,) = _blocks("sql")
        found = opened.execute(query).fetchall()
    assert len({day for _, day, _ in found}) == 3
    assert found == sorted(found, key=lambda row: row[:2])


def test_the_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = _blocks("python")
    exec(compile(code, "data.md", "exec"), {})  # noqa: S102 - our own page
    assert "undetermined" in capsys.readouterr().out
    assert Path("ecuador.db").stat().st_size > 0


def test_each_table_is_named_and_no_other() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", PAGE, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named == {table.name for table in TABLES} | {*VIEWS}
