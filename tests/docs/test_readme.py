"""The README tells the truth: its commands run, its Python runs, and it names every command."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.command_line import run

from compliance.cli import main
from compliance.library.library import Library
from compliance.library.yaml_reader import parse

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
IN_TABLE = re.findall(r"^\| `compliance ([^`]+)`", README, re.MULTILINE)
READS = re.compile(r"\.yaml|^review ")
"""Of a command that reads a file of the user's, which is not there."""
IN_BLOCKS = re.findall(r"^compliance (.+)$", README, re.MULTILINE)


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("command", [c for c in IN_TABLE + IN_BLOCKS if not READS.search(c)])
def test_a_command_of_the_readme_runs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    result = run(*shlex.split(command))
    assert result.exit_code == 0, result.output
    assert result.stdout
    outputs = [word for word in shlex.split(command) if word.endswith(".xlsx")]
    assert [Path(name).stat().st_size > 0 for name in outputs] == [True] * len(outputs)


def test_the_readme_and_the_help_name_the_same_commands() -> None:
    told = {name for line in IN_TABLE for name in re.findall(r"^\w+", line)}
    beside = set(
        re.findall(r"`(\w+)`(?=,| \|)", next(x for x in README.splitlines() if "`facts`" in x))
    )
    assert told | beside == set(main.commands)


def test_the_python_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    report, more = _blocks("python")
    exec(compile(report, "README.md", "exec"), {})  # noqa: S102 - our own README
    assert (tmp_path / "ecuador.xlsx").stat().st_size > 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "A/RES/65/212, para. " in printed.out
    exec(compile(more, "README.md", "exec"), {})  # noqa: S102 - our own README
    printed = capsys.readouterr()
    assert printed.err == ""
    for told in (
        "duty ['education.entitlement'] ('parliament, on a bill of the ministry of education'",
        "Which migrant children does the law entitle to attend school (preschool aside)? contested",
        "Who may go to court over a violation of fundamental rights? ['",
        "A/RES/65/212, para. 5 (f) better the answers",
    ):
        assert told in printed.out


@pytest.mark.parametrize(
    ("place", "file"),
    [(0, "rules/A-RES-65-212/5f.yaml"), (1, "profiles/ecu-2011-government.yaml")],
)
def test_the_files_of_the_readme_are_the_files(place: int, file: str) -> None:
    """What the README shows stands in the file it names, word for word and with the same keys."""
    assert f"`{file}`" in README
    shown = parse(_blocks("yaml")[place], "README.md").data
    held = parse((ROOT / file).read_text(encoding="utf-8"), file).data
    assert_part(shown, held if place == 0 else held["answers"])


def assert_part(shown: Any, held: Any) -> None:
    """Assert that all of ``shown`` stands in ``held``; lists may go on."""
    if isinstance(shown, dict):
        for key in shown:
            assert_part(shown[key], held[key])
    elif isinstance(shown, list):
        for one, other in zip(shown, held[: len(shown)], strict=True):
            assert_part(one, other)
    else:
        assert shown == held


def test_the_readme_counts_the_rules_rightly(bundled: Library) -> None:
    rules = list(bundled.rules.values())
    tested = sum(bool(rule.checks) for rule in rules)
    words = f"{len(rules)} provisions, of which {tested} can be tested"
    assert words in " ".join(README.split())
    assert all(rule.no_test for rule in rules if not rule.checks)


@pytest.mark.parametrize("target", re.findall(r"^make (\w+)$", README, re.MULTILINE))
def test_make_knows_the_targets_of_the_readme(target: str) -> None:
    done = subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["workbook-gaps.png", "workbook-summary.png"])
def test_pages_of_the_workbook_are_shown_and_small(name: str) -> None:
    assert f"(docs/{name})" in README
    picture = (ROOT / "docs" / name).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 150_000


def test_the_picture_is_small_and_asks_for_nothing_from_elsewhere() -> None:
    picture = (ROOT / "docs/terminal.svg").read_text(encoding="utf-8")
    assert len(picture) < 60_000
    assert re.findall(r"https?://(?!www\.w3\.org/)", picture) == []
