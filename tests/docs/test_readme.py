"""README, docs/commands.md and docs/python.md tell the truth: their commands and Python run."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from support.command_line import run

from compliance.cli import main
from compliance.library.library import Library

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
PYTHON = (ROOT / "docs/python.md").read_text(encoding="utf-8")
IN_TABLE = re.findall(r"^\| `compliance ([^`]+)`", COMMANDS, re.MULTILINE)
READS = re.compile(
    r"my-profile\.yaml|^review |^import (questionnaire|actions) |^export rec"
    r"|^(check .+|test) our-rules$|--layer our-rules"
)
"""Of a command that reads a file or a layer of the user's, which is not there."""
IN_BLOCKS = re.findall(r"^compliance (.+)$", COMMANDS, re.MULTILINE)
IN_README = re.findall(r"`(?:\.venv/bin/)?compliance ([a-z]+ [^`]+|coverage)`", README)
FILES = (".xlsx", ".docx", ".html", ".md", ".json", ".csv")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PYTHON, re.DOTALL)


def test_there_are_commands_to_run() -> None:
    assert len(IN_TABLE) > 12
    assert len(IN_BLOCKS) == 1
    assert len(IN_README) > 2


@pytest.mark.parametrize(
    "command", [c for c in IN_TABLE + IN_BLOCKS + IN_README if not READS.search(c)]
)
def test_a_command_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    result = run(*shlex.split(command))
    assert result.exit_code == 0, result.output
    assert result.stdout or result.stderr
    outputs = [word for word in shlex.split(command) if word.endswith(FILES)]
    written = [name for name in outputs if not name.startswith("examples/")]
    assert [Path(name).stat().st_size > 0 for name in written] == [True] * len(written)


def test_the_page_of_commands_and_the_help_name_the_same_commands() -> None:
    told = {name for line in IN_TABLE for name in re.findall(r"^[\w-]+", line)}
    beside = set(
        re.findall(r"`(\w+)`(?=,| \|)", next(x for x in COMMANDS.splitlines() if "`facts`" in x))
    )
    assert told | beside == set(main.list_commands(click.Context(main)))


def test_the_python_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    report, spanish, more = _blocks("python")
    exec(compile(report, "python.md", "exec"), {})  # noqa: S102 - our own page
    assert (tmp_path / "ecuador.xlsx").stat().st_size > 0
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "A/RES/65/212, para. " in printed.out
    exec(compile(spanish, "python.md", "exec"), {})  # noqa: S102 - our own page
    assert '<html lang="es"' in (tmp_path / "ecuador.html").read_text(encoding="utf-8")
    exec(compile(more, "python.md", "exec"), {})  # noqa: S102 - our own page
    printed = capsys.readouterr()
    assert printed.err == ""
    for told in (
        "duty ['education.entitlement'] ('parliament, on a bill of the ministry of education'",
        "Which migrant children does the law entitle to attend school (preschool aside)? contested",
        "Who may go to court over a violation of fundamental rights? ['",
        "A/RES/65/212, para. 5 (f) better the answers",
    ):
        assert told in printed.out


def test_the_readme_counts_the_rules_rightly(bundled: Library) -> None:
    rules = list(bundled.rules.values())
    tested = sum(bool(rule.checks) for rule in rules)
    assert f"{len(rules)} provisions, of which {tested} can be tested" in " ".join(README.split())
    assert all(rule.no_test for rule in rules if not rule.checks)


def test_the_readme_counts_the_accounts_rightly(bundled: Library) -> None:
    accounts = list(bundled.profiles.values())
    states = {account.country for account in accounts}
    numbers = {11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen"}
    words = f"{len(accounts)} accounts of {numbers[len(states)]} States"
    assert words in " ".join(README.split())


@pytest.mark.parametrize("target", re.findall(r"^make (\w+)$", README, re.MULTILINE))
def test_make_knows_the_targets_of_the_readme(target: str) -> None:
    done = subprocess.run(
        ["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["page.png", "workbook-findings.png"])
def test_pictures_are_shown_and_small(name: str) -> None:
    assert f"(docs/{name})" in README
    picture = (ROOT / "docs" / name).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 150_000


def test_the_picture_is_small_and_asks_for_nothing_from_elsewhere() -> None:
    picture = (ROOT / "docs/terminal.svg").read_text(encoding="utf-8")
    assert len(picture) < 60_000
    assert re.findall(r"https?://(?!www\.w3\.org/)", picture) == []
