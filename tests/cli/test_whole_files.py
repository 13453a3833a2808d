"""An output is the old one or the new, never half: killed at any step, and with two writers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.command_line import in_a_process, run

pytestmark = [
    pytest.mark.usefixtures("ours"),
    pytest.mark.skipif(sys.platform == "win32", reason="signals are others there"),
]
OLD = "what was there before\n"
STEPS = {
    "before anything is written": "tempfile.mkstemp",
    "while it is written": "os.chmod",
    "before it is put in place": "os.replace",
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("end", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_ended_at_any_step_the_old_file_is_whole(ours: Path, step: str, end: str) -> None:
    """Only SIGKILL, after which nothing can be done, may leave a file of ours beside it."""
    assert run("rules").exit_code == 0  # the cache is filled, so the report is what is written
    target = Path("made.json")
    target.write_text(OLD, encoding="utf-8")
    module, _, name = STEPS[step].partition(".")
    first = (
        f"import os, signal, tempfile\n"
        f"def ending(*_, **__): os.kill(os.getpid(), signal.{end})\n"
        f"{module}.{name} = ending"
    )
    made = subprocess.run(
        in_a_process(ours, "assess", "ATA", "-o", str(target), first=first),
        capture_output=True,
        check=False,
    )
    code = {"SIGKILL": -signal.SIGKILL, "SIGTERM": 128 + signal.SIGTERM, "SIGINT": 130}[end]
    assert (made.returncode, made.stderr.strip()) == (code, b"")
    assert target.read_text(encoding="utf-8") == OLD
    left = [path.name for path in Path().iterdir() if path != target]
    is_begun = step != "before anything is written"
    assert len(left) == (1 if end == "SIGKILL" and is_begun else 0)


def test_a_disk_that_fills_up_leaves_the_old_file(ours: Path) -> None:
    target = Path("made.json")
    target.write_text(OLD, encoding="utf-8")
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))"
    )
    made = subprocess.run(
        in_a_process(ours, "assess", "ATA", "-o", str(target), first=limited),
        capture_output=True,
        text=True,
        check=False,
    )
    said = "made.json: this cannot be written: file too large\n  hint: choose another place\n"
    assert (made.returncode, made.stderr) == (2, f"{said}1 problem\n")
    assert target.read_text(encoding="utf-8") == OLD
    assert os.listdir() == [target.name]


def test_of_two_who_write_at_once_one_is_read(ours: Path) -> None:
    line = in_a_process(ours, "assess", "ata-2011-government", "-o", "made.json")
    other = in_a_process(ours, "assess", "ata-2012-ngo", "-o", "made.json")
    running = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for command in (line, other)
    ]
    said = [one.communicate()[1] for one in running]
    assert said == [b"Wrote made.json\n"] * 2
    told = json.loads(Path("made.json").read_text(encoding="utf-8"))
    assert len(told["assessments"]) == 1
    assert os.listdir() == ["made.json"]
