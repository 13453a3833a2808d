"""Measure side by side, in one run, and write benchmarks/README.md: ``make bench``."""

from __future__ import annotations

import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from planning import planning
from sample import answers, value

from compliance import Library
from compliance.engine.expressions import Expression, parse
from compliance.engine.outcomes import Outcome
from compliance.model.value_sets import value_set

HERE = Path(__file__).parent
STATES = 193
ROUNDS = 5


def main() -> None:
    """Run every measurement and write the page."""
    library = Library.bundled()
    page = [
        "# Benchmarks",
        "",
        "Written by `make bench`; every figure below was measured in one run, side by side.",
        "What counts is the ratios: absolute times are those of one machine on one day.",
        "",
        (
            f"Python {platform.python_version()}, {os.cpu_count()} processors, "
            f"{len(library.rules)} rules, {sum(len(t) for t in library.tables.values())} checks, "
            f"{len(library.facts)} facts."
        ),
        *deciding(library),
        *planning(library),
        *starting(),
        *writing(),
        *growing(),
        *over_the_years(),
    ]
    (HERE / "README.md").write_text("\n".join(page) + "\n", encoding="utf-8")
    print("\n".join(page))


def deciding(library: Library) -> list[str]:
    """All checks of 193 profiles, by table and by rule-engine, on the same complete answers."""
    chance = random.Random(65212)
    given = [answers(dict(library.facts), chance) for _ in range(STATES)]
    known = [
        {name: value_set(library.facts[name], answer) for name, answer in one.items()}
        for one in given
    ]
    checks = [
        (check, table)
        for rule in library.rules.values()
        for check, table in zip(rule.checks, library.tables.get(rule.id, ()), strict=False)
    ]
    parsed = [
        {key: parse(text, library.facts) for key, text in check.expressions.items()}
        for check, _ in checks
    ]
    values = [
        [
            {
                fact: value(library.facts[fact], one[fact])
                for e in expressions.values()
                for fact in e.reads
            }
            for expressions in parsed
        ]
        for one in given
    ]
    masks = [[table.masks(one) for _, table in checks] for one in known]

    def by_engine() -> list[int]:
        return [
            outcome(expressions, v).bit
            for of_profile in values
            for expressions, v in zip(parsed, of_profile, strict=True)
        ]

    def by_table() -> list[int]:
        return [
            table.decide(m)
            for of_profile in masks
            for (_, table), m in zip(checks, of_profile, strict=True)
        ]

    def by_table_from_answers() -> list[int]:
        decided = []
        for one in known:
            open_ = library.partitions.masks(one)
            decided += [table.decide(table.pick(open_)) for _, table in checks]
        return decided

    def by_table_anew() -> list[int]:
        for _, table in checks:
            table.forget()
        return by_table()

    assert by_engine() == by_table() == by_table_from_answers()
    ways = (by_engine, by_table_anew, by_table, by_table_from_answers)
    engine, anew, table, whole = ([timed(way) for _ in range(ROUNDS)] for way in ways)
    count = STATES * len(checks)
    rows = [
        ("rule-engine in a loop", engine),
        ("decision tables, nothing remembered", anew),
        ("decision tables", table),
        ("decision tables, from the answers", whole),
    ]
    return [
        "",
        "## Deciding",
        "",
        (
            f"All {len(checks)} checks for {STATES} invented profiles with complete answers: "
            f"{count} decisions, the same by either way (asserted). Both start from answers put in "
            "the form they take; the last line includes putting them so. A table remembers what it "
            "has decided; the second line is without that. Wanted: 50 times."
        ),
        "",
        "| | median of five, µs a check | times faster |",
        "|---|---|---|",
        *(
            f"| {name} | {statistics.median(times) / count * 1e6:.2f} "
            f"| {statistics.median(e / t for e, t in zip(engine, times, strict=True)):.0f} |"
            for name, times in rows
        ),
    ]


def outcome(expressions: dict[str, Expression], values: dict[str, object]) -> Outcome:
    """What a check comes to, asking rule-engine."""
    if "applies" in expressions and not expressions["applies"].holds(values):
        return Outcome.NOT_APPLICABLE
    if "reservation" in expressions and expressions["reservation"].holds(values):
        return Outcome.NOT_APPLICABLE
    if expressions["met"].holds(values):
        return Outcome.MET
    if "partly" in expressions and expressions["partly"].holds(values):
        return Outcome.PARTLY_MET
    return Outcome.NOT_MET


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def starting() -> list[str]:
    """``compliance assess ECU`` as a whole process, against the least such a command does."""
    ours = [sys.executable, "-m", "compliance", "assess", "ECU"]
    least = [sys.executable, str(HERE / "baseline.py")]
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "COMPLIANCE_CACHE_DIR": cache}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what the other imports is compiled too

        def run(command: list[str]) -> float:
            return timed(
                lambda: subprocess.run(command, check=True, capture_output=True, env=environment)
            )

        first = run(ours)
        run(least)
        pairs = [(run(ours), run(least)) for _ in range(15)]
    median = [statistics.median(times) for times in zip(*pairs, strict=True)]
    ratio = statistics.median(a / b for a, b in pairs)
    return [
        "",
        "## Starting",
        "",
        (
            "`compliance assess ECU` as a whole process, in turn with a script that only imports "
            "click, pydantic (one model), rich and yaml and prints a table of 60 rows. A first run "
            "compiles the rulebook, later ones read it from the cache; the code of both is then "
            "compiled, as where it is installed. At most 1.5 times is wanted."
        ),
        "",
        "| | median of fifteen, ms |",
        "|---|---|",
        f"| `compliance assess ECU`, first run | {first * 1e3:.0f} (once) |",
        f"| `compliance assess ECU`, later runs | {median[0] * 1e3:.0f} |",
        f"| the least such a command does | {median[1] * 1e3:.0f} |",
        f"| ratio, pair by pair | {ratio:.2f} |",
    ]


def writing() -> list[str]:
    """``compliance assess --all-states -o all.xlsx``, against writing the same cells."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "COMPLIANCE_CACHE_DIR": folder}
        workbook = os.path.join(folder, "all.xlsx")
        load = ["-c", "from compliance import Library; Library.bundled()"]
        measured(load, environment)  # compiles the rulebook
        _, _, at_start = measured(load, environment)
        command = ["-m", "compliance", "assess", "--all-states", "-o", workbook]
        turns = []
        for _ in range(3):
            _, *ours = measured(command, environment)
            done = subprocess.run(
                [sys.executable, str(HERE / "write_only.py"), workbook],
                check=True,
                capture_output=True,
                text=True,
            )
            cells, bare, dressed = map(float, done.stdout.split())
            turns.append((*ours, bare, dressed))
    seconds, peak, bare, dressed = map(statistics.median, zip(*turns, strict=True))
    above = peak - at_start
    return [
        "",
        "## Writing",
        "",
        (
            "Every Member of the United Nations against every rule, in a workbook: "
            "`compliance assess --all-states -o all.xlsx` as a whole process, so starting, "
            "assessing and the screen are in it, in turn with openpyxl's write-only mode writing "
            f"the same {cells:.0f} cells from a list, of which only the writing is counted. "
            "Wanted: at most 1.2 times of it, and less than 150 MiB above start, which is a "
            "process that has loaded the library."
        ),
        "",
        "| | median of three, s | times of write-only mode |",
        "|---|---|---|",
        f"| the command | {seconds:.2f} | {seconds / dressed:.2f} |",
        f"| write-only mode, the same cells | {dressed:.2f} | 1 |",
        f"| write-only mode, the values alone, without looks | {bare:.2f} | {bare / dressed:.2f} |",
        "",
        f"Peak memory of the process: {peak:.0f} MiB, {above:.0f} MiB above start.",
    ]


def measured(
    command: list[str], environment: dict[str, str] | None = None
) -> tuple[list[str], float, float]:
    """The lines a process of Python prints, the seconds it takes, its peak memory in MiB."""
    alone = [sys.executable, str(HERE / "alone.py"), sys.executable, *command]
    done = subprocess.run(alone, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    *said, figures = done.stdout.splitlines()
    seconds, peak = map(float, figures.split())
    return said, seconds, peak


def growing() -> list[str]:
    """Time and memory for once, ten and forty times as many profiles."""
    rows = []
    for factor in (1, 10, 40):
        said, _, mebibytes = measured([str(HERE / "many.py"), str(STATES * factor)])
        rows.append((STATES * factor, float(said[-1]), mebibytes))
    return [
        "",
        "## Growing",
        "",
        (
            "Profiles with a fifth of their answers missing, assessed whole (outcomes, because, "
            "missing, demands) one after another; each line is a process of its own."
        ),
        "",
        "| profiles | seconds | ms a profile | peak memory of the process, MiB |",
        "|---|---|---|---|",
        *(f"| {n} | {s:.1f} | {s / n * 1e3:.2f} | {m:.0f} |" for n, s, m in rows),
    ]


def over_the_years() -> list[str]:
    """Every State, three voices, ten years: what is decided alike is decided once."""
    rows = []
    for states in (STATES // 10, STATES):
        said, _, mebibytes = measured([str(HERE / "years.py"), str(states)])
        rows.append((states * 30, float(said[-1]), mebibytes))
    return [
        "",
        "## Over the years",
        "",
        (
            "Three invented accounts of each State, a fifth of their answers missing, assessed as "
            "things stood at the end of ten years, with the reasons of all findings and checks. "
            "What two years have alike is decided once. Processor time; each line is a process of "
            "its own."
        ),
        "",
        "| assessments | seconds | ms an assessment | peak memory of the process, MiB |",
        "|---|---|---|---|",
        *(f"| {n} | {s:.1f} | {s / n * 1e3:.2f} | {m:.0f} |" for n, s, m in rows),
    ]


if __name__ == "__main__":
    main()
