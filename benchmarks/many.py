"""Assess many invented profiles; print the seconds taken."""

from __future__ import annotations

import sys
import time
from collections import Counter

from sample import profiles

from compliance import Library
from compliance.assessment.assess import assess


def main(count: int) -> None:
    library = Library.bundled()
    statuses: Counter[str] = Counter()
    seconds = 0.0
    for profile in profiles(dict(library.facts), count, missing=0.2, seed=66253):
        start = time.perf_counter()
        assessment = assess(profile, library)
        rests = [(c.because, c.missing) for found in assessment.findings for c in found.checks]
        seconds += time.perf_counter() - start
        assert rests
        statuses.update(finding.status for finding in assessment.findings)
    assert sum(statuses.values()) == count * len(library.rules)
    print(seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]))
