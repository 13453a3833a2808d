"""An output is the old one or the new, never half: at every step, on a full disk, for two at once.

Every command that writes is watched while it does, in every format: what stands in the place of an
output before and after each operation on a file is what is left if the process is killed there.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.command_line import in_a_process, run
from support.instants import watched
from support.layers import write_layer

from compliance import Library
from compliance.export import FORMATS

pytestmark = [
    pytest.mark.usefixtures("ours"),
    pytest.mark.skipif(sys.platform == "win32", reason="signals are others there"),
]
OLD = "what was there before\n"
GOVERNMENT = "ata-2011-government"
REPORTS = [f"made.{ending}" for ending in FORMATS]
OUTPUTS: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "all formats of a report": (REPORTS, ["assess", "ATA", *(f"-o{name}" for name in REPORTS)]),
    "plan": (["made.xlsx", "made.csv"], ["plan", GOVERNMENT, "-omade.xlsx", "-omade.csv"]),
    "explanation": (["made.html"], ["explain", "2", "ATA", "-omade.html"]),
    "comparison": (["made.docx"], ["compare", "ATA", "-omade.docx"]),
    "matrix": (["made.xlsx"], ["matrix", "ATA", "-omade.xlsx"]),
    "questions": (["made.json"], ["ask", GOVERNMENT, "-omade.json"]),
    "reply": (["made.md"], ["draft", "reply", GOVERNMENT, "-omade.md"]),
    "workbook of questions": (
        ["made.xlsx"],
        ["questionnaire", "ATA", "--overwrite", "-omade.xlsx"],
    ),
    "page of questions": (["made.html"], ["questionnaire", "ATA", "--overwrite", "-omade.html"]),
    "database": (["made.db"], ["export", "data", "made.db", "ATA"]),
    "Parquet": (["made.parquet"], ["export", "data", "made.parquet", "ATA"]),
    "tables": (
        ["tables/findings.csv", "tables/datapackage.json"],
        ["export", "data", "tables", "ATA"],
    ),
    "OSCAL": (
        ["oscal/catalog.json", "oscal/assessment-results.json"],
        ["export", "oscal", "oscal", "ATA", "--overwrite"],
    ),
    "catalogue": (["made.po"], ["export", "translations", "es", "--overwrite", "-omade.po"]),
}


def begun(targets: Sequence[str]) -> list[Path]:
    """The targets, with something in each."""
    paths = [Path(name) for name in targets]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text(OLD, encoding="utf-8")
        if path.parent.name == "tables":
            path.with_name("datapackage.json").write_text('{"name": "compliance-data"}')
    return paths


@pytest.mark.parametrize("what", OUTPUTS)
def test_at_every_step_an_output_is_the_old_one_or_the_new(what: str) -> None:
    targets, line = OUTPUTS[what]
    paths = begun(targets)
    before = [path.read_bytes() for path in paths]
    with watched(paths) as seen:
        result = run(*line)
    assert (result.exit_code, result.exception) == (0, None), result.output
    for path, old in zip(paths, before, strict=True):
        assert seen[path.absolute()] == [old, path.read_bytes()]
        assert path.read_bytes() != old
    assert not [*Path().rglob(".compliance-*")]


@pytest.mark.parametrize("content", [None, b"damaged"])
def test_at_every_step_the_cache_is_the_old_one_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    monkeypatch.setenv("COMPLIANCE_CACHE_DIR", str(tmp_path / "cache"))
    root = write_layer(tmp_path / "layer")
    Library.load([root])
    [kept] = (tmp_path / "cache").iterdir()
    whole = kept.read_bytes()
    kept.unlink()
    if content:
        kept.write_bytes(content)
    with watched([kept]) as seen:
        Library.load([root])
    assert seen[kept] == [content, whole]


def test_half_a_file_would_be_seen() -> None:
    path = Path("made.txt")
    path.write_text("old")
    with watched([path]) as seen, path.open("w") as file:
        file.write("ne")
        file.flush()
        file.write("w")
    assert seen[path.absolute()] == [b"old", b"", b"ne", b"new"]


STEPS = {
    "before anything is written": "tempfile.mkstemp",
    "while it is written": "os.fsync",
    "before it is put in place": "os.replace",
}


def killing(step: str, end: str, at: int = 1) -> str:
    """Code that ends the process when this step is done for the ``at``-th time."""
    module, _, name = step.partition(".")
    return (
        f"import os, signal, tempfile, {module}\n"
        f"before, steps = {step}, []\n"
        "def ending(*given, **named):\n"
        "    steps.append(given)\n"
        f"    if len(steps) == {at}: os.kill(os.getpid(), signal.{end})\n"
        "    return before(*given, **named)\n"
        f"{module}.{name} = ending"
    )


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("end", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_ended_at_any_step_the_old_file_is_whole(ours: Path, step: str, end: str) -> None:
    """Only SIGKILL, after which nothing can be done, may leave a file of ours beside it."""
    assert run("rules").exit_code == 0  # the cache is filled, so the report is what is written
    [target] = begun(["made.json"])
    made = subprocess.run(
        in_a_process(ours, "assess", "ATA", "-o", "made.json", first=killing(STEPS[step], end)),
        capture_output=True,
        check=False,
    )
    code = {"SIGKILL": -signal.SIGKILL, "SIGTERM": 128 + signal.SIGTERM, "SIGINT": 130}[end]
    assert (made.returncode, made.stderr.strip()) == (code, b"")
    assert target.read_text(encoding="utf-8") == OLD
    left = [path.name for path in Path().iterdir() if path != target]
    is_begun = step != "before anything is written"
    assert len(left) == (1 if end == "SIGKILL" and is_begun else 0)


def test_killed_between_two_outputs_each_is_whole(ours: Path) -> None:
    assert run("rules").exit_code == 0
    first, second = begun(["made.json", "made.csv"])
    assert run("assess", "ATA", "-oalone.json").exit_code == 0
    line = ["assess", "ATA", "-omade.json", "-omade.csv"]
    made = subprocess.run(
        in_a_process(ours, *line, first=killing("os.replace", "SIGKILL", at=2)), check=False
    )
    assert made.returncode == -signal.SIGKILL
    assert first.read_bytes() == Path("alone.json").read_bytes()
    assert second.read_text(encoding="utf-8") == OLD


# Disks that are full or cannot be written


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file can be larger: as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [0, 700])
@pytest.mark.parametrize("what", OUTPUTS)
def test_a_disk_that_fills_up_leaves_the_old_files(what: str, size: int) -> None:
    targets, line = OUTPUTS[what]
    paths = begun(targets)
    assert run("rules").exit_code == 0  # the cache is filled
    there = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    with files_of_at_most(size):
        result = run(*line)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert "cannot be written: " in result.stderr
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == there
    assert {*paths} <= {*there}


FAULTS = (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.EDQUOT)


@pytest.mark.parametrize("code", FAULTS, ids=os.strerror)
@pytest.mark.parametrize("step", ["tempfile.mkstemp", "os.fsync", "os.replace"])
def test_a_disk_that_cannot_be_written_is_said(
    step: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the first step, or at the last: some disks say that they are full when a file is ended."""

    def refuses(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    assert run("rules").exit_code == 0
    paths = begun(["made.json", "made.csv"])
    monkeypatch.setattr(step, refuses)
    result = run("assess", "ATA", "-omade.json", "-omade.csv")
    why = os.strerror(code).lower()
    said = [
        f"{path}: this cannot be written: {why}\n  hint: choose another place\n"
        for path in reversed(paths)  # by their names
    ]
    assert (result.exit_code, result.stderr) == (2, f"{''.join(said)}2 problems\n")
    assert [path.read_text(encoding="utf-8") for path in paths] == [OLD, OLD]
    assert sorted(os.listdir()) == ["made.csv", "made.json"]


def test_a_disk_that_cannot_end_files_is_written_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some shares have no such operation."""

    def refuses(_: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", refuses)
    assert run("assess", "ATA", "-omade.json").exit_code == 0
    assert Path("made.json").stat().st_size


@pytest.mark.parametrize("place", ["/dev/null/cache", "/proc/cache", "read-only"])
def test_a_cache_that_cannot_be_written_changes_nothing(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("assess", "ATA", "--format", "json").stdout
    Path("read-only").mkdir(mode=0o500)
    monkeypatch.setenv("COMPLIANCE_CACHE_DIR", place)
    result = run("assess", "ATA", "--format", "json")
    assert (result.exit_code, result.stdout, result.stderr) == (0, told, "")


# Two at once


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


def test_two_who_fill_the_cache_at_once_find_the_same(
    ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("assess", "ATA", "--format", "json").stdout_bytes
    monkeypatch.setenv("COMPLIANCE_CACHE_DIR", str(tmp_path / "cache"))
    line = in_a_process(ours, "assess", "ATA", "--format", "json")
    running = [
        subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)
    ]
    assert [one.communicate() for one in running] == [(told, b"")] * 3
    assert len([*(tmp_path / "cache").iterdir()]) == 1
    assert run("assess", "ATA", "--format", "json").stdout_bytes == told
