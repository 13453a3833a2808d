"""Where results go when there is nowhere to put them: a closed stream, a full disk, no folder.

And terminals of every width, of every kind, in every encoding.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.command_line import in_a_process, run

from compliance.cli import main

pytestmark = [
    pytest.mark.usefixtures("ours"),
    pytest.mark.skipif(sys.platform == "win32", reason="there are no such streams"),
]
FULL = "standard output cannot be written: No space left on device\n1 problem\n"
CLOSED = "standard output is closed\n  hint: send it to a file or to a terminal\n1 problem\n"


def shell(ours: Path, redirected: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command with its streams redirected as a shell does it."""
    line = in_a_process(ours, *arguments)
    told = ["sh", "-c", f'exec "$@" {redirected}', "sh", *line]
    return subprocess.run(told, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "arguments",
    [["assess", "ATA"], ["assess", "ATA", "--format", "json"], ["rules"], ["--help"]],
    ids=" ".join,
)
def test_a_full_disk_is_said(ours: Path, arguments: list[str]) -> None:
    found = shell(ours, ">/dev/full", *arguments)
    assert (found.returncode, found.stderr) == (2, FULL)


@pytest.mark.parametrize(
    "arguments", [["assess", "ATA"], ["assess", "ATA", "--format", "json"]], ids=" ".join
)
def test_a_closed_output_is_said(ours: Path, arguments: list[str]) -> None:
    found = shell(ours, ">&-", *arguments)
    assert (found.returncode, found.stderr) == (2, CLOSED)


def test_a_file_is_written_where_output_is_closed(ours: Path) -> None:
    found = shell(ours, ">&-", "assess", "ATA", "-o", "made.json")
    assert (found.returncode, found.stderr) == (2, CLOSED)
    assert Path("made.json").stat().st_size


SCREENS = [
    *(
        ["assess", "ATA"],
        ["explain", "2", "ATA"],
        ["matrix", "ATA"],
        ["compare", "ATA"],
        ["plan", "ATA"],
    ),
    *(["ask", "ata-2011-government"], ["rules"], ["facts"], ["profiles"], ["coverage"], ["check"]),
    *(["draft", "reply", "ata-2011-government"], ["--help"], ["assess", "--help"]),
]


@pytest.mark.parametrize(
    "arguments",
    [*SCREENS, *(["assess", "ATA", "--format", form] for form in ("csv", "json"))],
    ids=" ".join,
)
def test_a_reader_that_goes_away_is_no_error(ours: Path, arguments: list[str]) -> None:
    """As `compliance rules | true`: nobody reads a word of it."""
    command = subprocess.Popen(
        in_a_process(ours, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert command.stdout
    assert command.stderr
    command.stdout.close()
    assert (command.stderr.read(), command.wait()) == (b"", 0)
    command.stderr.close()


@pytest.mark.parametrize("arguments", SCREENS, ids=" ".join)
@pytest.mark.parametrize(
    "columns", ["0", "1", "9", "25", "-5", "wide", "1000000", "9" * 5000, "²", ""]
)
def test_a_screen_of_any_width_says_the_same(
    arguments: list[str], columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = run(*arguments)
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("LINES", columns)
    found = run(*arguments)
    assert (found.exit_code, found.stderr) == (usual.exit_code, usual.stderr) == (0, "")


@pytest.mark.parametrize("arguments", SCREENS, ids=" ".join)
@pytest.mark.parametrize("encoding", ["ascii", "koi8-r", "shift_jis", "cp437", "utf-16", "cp037"])
def test_a_terminal_in_any_encoding_gets_what_it_can_show(
    arguments: list[str], encoding: str
) -> None:
    found = CliRunner(charset=encoding).invoke(main, arguments)
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout_bytes.decode(encoding)


@pytest.mark.parametrize("terminal", ["dumb", "unknown", "", "no-such-terminal", "vt52", "\x1b[2J"])
def test_a_terminal_of_any_kind(terminal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = run("assess", "ATA").stdout
    monkeypatch.setenv("TERM", terminal)
    assert run("assess", "ATA").stdout == usual
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run("assess", "ATA").exit_code == 0


@pytest.mark.parametrize("redirected", ["2>&-", "2>/dev/full"])
def test_an_error_that_nobody_can_read_keeps_its_code(ours: Path, redirected: str) -> None:
    assert shell(ours, redirected, "assess", "nobody").returncode == 2


def test_a_working_folder_that_is_gone(ours: Path) -> None:
    os.mkdir("gone")
    os.chdir("gone")
    os.rmdir(Path.cwd())
    found = subprocess.run(
        in_a_process(ours, "assess", "ATA"), capture_output=True, text=True, check=False
    )
    what = "the working folder is not there any more\n  hint: change to another folder\n1 problem\n"
    assert (found.returncode, found.stderr) == (2, what)


def test_names_with_bytes_that_are_no_text_are_written_as_they_are(ours: Path) -> None:
    name = os.fsencode("made-") + b"\xff.xlsx"
    found = subprocess.run(
        [*in_a_process(ours, "questionnaire", "ATA", "-o"), name], capture_output=True, check=False
    )
    assert (found.returncode, found.stdout) == (0, name + b"\n")
    assert os.path.exists(name)


def test_a_layer_whose_name_has_bytes_that_are_no_text() -> None:
    layer = os.fsencode(Path.cwd()) + b"/layer-\xff"
    os.makedirs(layer + b"/rules/T-1")
    found = run("check", os.fsdecode(layer))
    assert "surrogates" not in found.stderr
    assert found.exit_code in (0, 2)
