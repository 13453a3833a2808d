"""How things are measured: processor time, in turn with what they are held against."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
TOO_LONG = 300
"""Seconds after which a process is given up: a page without its figure says so."""


@dataclass(frozen=True)
class Figure:
    """What is wanted of the program, and what was measured."""

    what: str
    wanted: str
    measured: str
    is_met: bool


@dataclass(frozen=True)
class Measurement:
    """A section of the page: what was done, its figures, and where the time goes."""

    title: str
    words: str
    figures: Sequence[Figure] = ()
    table: Sequence[Sequence[str]] = field(default=())
    """Rows of cells; the first are headings."""


@dataclass(frozen=True)
class Run:
    """One run of a process."""

    lines: list[str]
    seconds: float
    processor: float
    mebibytes: float
    """The peak of its memory."""


def python(*arguments: str, cache: str | None = None) -> Run:
    """A run of this Python; ``cache`` is where it keeps the compiled rulebook."""
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # installed code is compiled once
    if cache is not None:
        environment["COMPLIANCE_CACHE_DIR"] = cache
    done = subprocess.run(
        [sys.executable, str(HERE / "alone.py"), sys.executable, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        timeout=TOO_LONG,
    )
    *lines, figures = done.stdout.splitlines()
    return Run(lines, *map(float, figures.split()))


def processor_time(work: Callable[[], object]) -> float:
    """Seconds of the processor that ``work`` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def in_turn(rounds: int, *works: Callable[[], object]) -> list[list[float]]:
    """Processor times of each work, one after the other in each round."""
    turns = [[processor_time(work) for work in works] for _ in range(rounds)]
    return [list(times) for times in zip(*turns, strict=True)]


def times_faster(slow: Sequence[float], fast: Sequence[float]) -> float:
    """The median of the ratios, round by round."""
    return statistics.median(one / other for one, other in zip(slow, fast, strict=True))
