"""Assess three invented accounts of each State on the last day of ten years; print the seconds."""

from __future__ import annotations

import sys
import time
from datetime import date

from sample import profiles

from compliance import Library
from compliance.assessment.assess import assess

YEARS = range(2011, 2021)
VOICES = 3


def main(states: int) -> None:
    library = Library.bundled()
    seconds, count = 0.0, 0
    for profile in profiles(dict(library.facts), states * VOICES, missing=0.2, seed=65212):
        for year in YEARS:
            start = time.process_time()
            found = assess(profile, library, as_of=date(year, 12, 31))
            reasons = [(one.because, one.missing) for one in found.findings]
            reasons += [(c.because, c.missing) for one in found.findings for c in one.checks]
            seconds += time.process_time() - start
            count += 1
            assert reasons
    assert count == states * VOICES * len(YEARS)
    print(seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]))
