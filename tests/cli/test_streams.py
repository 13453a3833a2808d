"""Where results go when there is nowhere to put them: a closed stream, a full disk, no folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.command_line import in_a_process, run

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
