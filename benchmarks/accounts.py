"""Many accounts: three of each State, as things stood at the end of ten years, with all reasons.

As a script: assess so many States, and print the milliseconds that an account takes, and that
rule-engine takes for the outcomes alone of one with complete answers, in turn with them.
"""

from __future__ import annotations

import random
import sys
from datetime import date

from deciding import ByRuleEngine
from measuring import HERE, Figure, Measurement, processor_time, python
from sample import answers, profiles

from compliance import Library
from compliance.assessment.assess import assess
from compliance.model.profiles import Profile

STATES = 193
YEARS = range(2011, 2021)
VOICES = 3
WANTED_TIMES, WANTED_MS, MORE_MEMORY = 3, 4, 16
EACH = 40
"""After so many accounts rule-engine takes a turn."""


def reasoned(profile: Profile, library: Library, day: date) -> int:
    """Assess an account, ask for all reasons and open questions; how many findings there are."""
    found = assess(profile, library, as_of=day)
    reasons = [(one.because, one.missing) for one in found.findings]
    reasons += [(c.because, c.missing) for one in found.findings for c in one.checks]
    return len(reasons)


def main(states: int) -> None:
    """Print what an account takes, and what rule-engine takes."""
    library = Library.bundled()
    engine = ByRuleEngine(library)
    values = engine.values(answers(dict(library.facts), random.Random(1)))
    ours = theirs = 0.0
    count = turns = 0
    for profile in profiles(dict(library.facts), states * VOICES, missing=0.2, seed=65212):
        for year in YEARS:
            ours += processor_time(lambda: reasoned(profile, library, date(year, 12, 31)))  # noqa: B023
            count += 1
            if count % EACH == 0:
                theirs += processor_time(lambda: engine.decide(values))
                turns += 1
    print(ours / count * 1e3, theirs / turns * 1e3)


def measure() -> Measurement:
    """A tenth of the States, and all of them, each in a process of its own."""
    rows, runs = [], []
    for states in (STATES // 10, STATES):
        run = python(str(HERE / "accounts.py"), str(states))
        ours, theirs = map(float, run.lines[-1].split())
        runs.append((ours, theirs, run.mebibytes))
        rows.append([
            f"{states * VOICES * len(YEARS)}",
            f"{ours:.2f}",
            f"{theirs:.2f}",
            f"{theirs / ours:.1f}",
            f"{run.mebibytes:.0f}",
        ])  # fmt: skip
    (_, _, few), (ours, theirs, many) = runs
    return Measurement(
        "Many accounts",
        f"{VOICES} invented accounts of each State, a fifth of their answers missing, assessed as "
        f"things stood at the end of {len(YEARS)} years: every finding and check with its "
        "outcomes, the answers that it rests on and the questions that are open. What is decided "
        "alike is decided once, and only the latest of it is kept. Beside it, in turn, rule-engine "
        "deciding the outcomes alone of one account with complete answers. Processor time.",
        [
            Figure(
                f"{rows[-1][0]} accounts, findings with reasons, against rule-engine's outcomes",
                f"at least {WANTED_TIMES} times faster",
                f"{theirs / ours:.1f} times",
                theirs >= WANTED_TIMES * ours,
            ),
            Figure(
                "an account among them",
                f"at most {WANTED_MS} ms (12 ms before)",
                f"{ours:.2f} ms",
                ours <= WANTED_MS,
            ),
            Figure(
                "memory of all of them, beside a tenth of them",
                f"at most {MORE_MEMORY} MiB more",
                f"{many - few:.0f} MiB more",
                many - few <= MORE_MEMORY,
            ),
        ],
        [
            [
                "accounts",
                "ms an account",
                "rule-engine, ms an account",
                "times faster",
                "peak memory, MiB",
            ],
            *rows,
        ],
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
