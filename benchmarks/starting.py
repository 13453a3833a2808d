"""Starting: a whole process against the least that such a command does."""

from __future__ import annotations

import statistics
import tempfile

from measuring import HERE, Figure, Measurement, python, times_faster

ROUNDS = 11
WANTED = 1.3


def measure() -> Measurement:
    """``compliance assess ECU`` and ``baseline.py``, in turn."""
    ours, least = ["-m", "compliance", "assess", "ECU"], [str(HERE / "baseline.py")]
    with tempfile.TemporaryDirectory() as cache:
        first = python(*ours, cache=cache)
        python(*least)
        turns = [(python(*ours, cache=cache), python(*least)) for _ in range(ROUNDS)]
    mine, other = zip(*turns, strict=True)
    ratio = times_faster([one.processor for one in mine], [one.processor for one in other])
    waited = times_faster([one.seconds for one in mine], [one.seconds for one in other])

    def row(name: str, runs: tuple[object, ...]) -> list[str]:
        taken = [statistics.median(getattr(one, key) for one in runs) for key in _KEYS]
        return [name, *(f"{seconds * 1e3:.0f}" for seconds in taken)]

    return Measurement(
        "Starting",
        "`compliance assess ECU` as a whole process, in turn with a script that only imports "
        "click, pydantic (one model), rich and yaml and prints a table of 60 rows "
        "(`benchmarks/baseline.py`). The first run compiles the rulebook, later ones read it from "
        "the cache; the code of both is compiled beforehand, as where it is installed.",
        [
            Figure(
                "`compliance assess ECU`, processor time of the whole process",
                f"at most {WANTED} times the least",
                f"{ratio:.2f} times ({waited:.2f} by the clock)",
                ratio <= WANTED,
            )
        ],
        [
            [f"median of {ROUNDS}, ms", "processor", "clock"],
            row("`compliance assess ECU`, first run (once)", (first,)),
            row("`compliance assess ECU`, later runs", mine),
            row("the least such a command does", other),
        ],
    )


_KEYS = ("processor", "seconds")
