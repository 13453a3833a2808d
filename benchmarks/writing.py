"""Writing a workbook of all States, against openpyxl writing the same cells."""

from __future__ import annotations

import os
import statistics
import tempfile

from measuring import HERE, Figure, Measurement, python

ROUNDS = 1
WANTED_TIMES, WANTED_MEMORY = 1.2, 150


def measure() -> Measurement:
    """``compliance assess --all-states -o all.xlsx`` in turn with ``write_only.py``."""
    with tempfile.TemporaryDirectory() as folder:
        workbook = os.path.join(folder, "all.xlsx")
        load = ["-c", "from compliance import Library; Library.bundled()"]
        python(*load, cache=folder)  # compiles the rulebook
        at_start = python(*load, cache=folder).mebibytes
        command = ["-m", "compliance", "assess", "--all-states", "-o", workbook]
        turns = []
        for _ in range(ROUNDS):
            ours = python(*command, cache=folder)
            cells, bare, dressed = map(
                float, python(str(HERE / "write_only.py"), workbook).lines[-1].split()
            )
            turns.append((ours.processor, ours.mebibytes, bare, dressed))
    seconds, peak, bare, dressed = map(statistics.median, zip(*turns, strict=True))
    return Measurement(
        "Writing",
        "Every Member of the United Nations against every rule, in a workbook: `compliance assess "
        "--all-states -o all.xlsx` as a whole process, so starting, assessing and the screen are "
        f"in it, in turn with openpyxl's write-only mode writing the same {cells:.0f} cells from a "
        "list, of which only the writing is counted. Processor time. Start is a process that has "
        "loaded the library.",
        [
            Figure(
                "a workbook of all States, as a whole process",
                f"at most {WANTED_TIMES} times write-only mode",
                f"{seconds / dressed:.2f} times",
                seconds <= WANTED_TIMES * dressed,
            ),
            Figure(
                "its peak memory",
                f"at most {WANTED_MEMORY} MiB above start",
                f"{peak - at_start:.0f} MiB above start",
                peak - at_start <= WANTED_MEMORY,
            ),
        ],
        [
            ["", "s", "times write-only mode"],
            ["the command", f"{seconds:.2f}", f"{seconds / dressed:.2f}"],
            ["write-only mode, the same cells", f"{dressed:.2f}", "1"],
            ["write-only mode, values alone", f"{bare:.2f}", f"{bare / dressed:.2f}"],
        ],
    )
