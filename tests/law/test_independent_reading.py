"""What a reader found in the report before seeing what the engine finds.

tests/independent_reading.csv was drawn up from A/66/253 alone, country by country. ``expected``
and ``because`` are that reading and stay as they were written; where the two differed and the
engine's was the better one, ``settled`` has what was agreed and ``why``.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from compliance.assessment.assess import Assessment, assess
from compliance.library.library import Library
from compliance.report.wording import still_possible

with Path(__file__).with_name("independent_reading.csv").open(encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))
LEAST_ROWS = 5
"""How many findings of each account a reader has to have looked at."""


@pytest.fixture(scope="module")
def accounts(bundled: Library) -> dict[tuple[str, str], Assessment]:
    profiles = bundled.profiles.values()
    return {(one.country, one.voice): assess(one, bundled) for one in profiles}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['country']} {row['rule']}")
def test_the_engine_finds_what_a_reader_found(
    accounts: dict[tuple[str, str], Assessment], row: dict[str, str]
) -> None:
    findings = accounts[row["country"], row["voice"]].all_findings
    found = next(finding for finding in findings if finding.rule.id == row["rule"])
    status, _, narrower = (row["settled"] or row["expected"]).partition(": ")
    assert found.status == status, row["because"]
    if narrower:
        assert still_possible(found.outcomes) == narrower, row["because"]


def test_every_account_was_read_its_silences_included(bundled: Library) -> None:
    read = Counter((row["country"], row["voice"]) for row in ROWS)
    silent = Counter(
        (row["country"], row["voice"]) for row in ROWS if row["expected"] == "undetermined"
    )
    for profile in bundled.profiles.values():
        account = (profile.country, profile.voice)
        assert read[account] >= LEAST_ROWS, account
        assert silent[account] >= 1, account


def test_what_was_settled_otherwise_says_why() -> None:
    for row in ROWS:
        assert bool(row["settled"]) == bool(row["why"]), row
        assert row["settled"] != row["expected"], row
