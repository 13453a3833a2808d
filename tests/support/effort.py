"""Work measured in processor time against a control, so that a busy machine changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable


def times_as_long(work: Callable[[], object], control: Callable[[], object]) -> float:
    """How many times the processor time of ``control`` the ``work`` takes, at its best of three."""
    return _processor_time(work) / max(_processor_time(control), 0.001)


def _processor_time(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best
