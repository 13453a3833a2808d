"""Damaged input is refused or read, never anything else; what was once a fault is tried again."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.fuzzing import CORPUS, Target, faults, targets

EACH = 40
"""Damaged inputs a target in every run; `make fuzz` goes on for an hour."""
NAMES = (
    *("arguments", "catalogue", "export", "expression", "facts", "list", "profile"),
    *("questionnaire", "review", "rule", "submissions", "text", "yaml"),
)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Target]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLIANCE_CACHE_DIR", "")  # it is set by `targets`, and put back
        yield targets(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize("name", NAMES)
def test_damaged_input_is_refused_or_read(
    known: dict[str, Target], name: str, tmp_path: Path
) -> None:
    found = [*faults({name: known[name]}, tmp_path, seed=1, count=EACH)]
    assert [fault for _, _, fault in found] == []


def test_every_reader_is_tried(known: dict[str, Target]) -> None:
    assert sorted(known) == sorted(NAMES)
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} <= set(NAMES)


def test_a_fault_would_be_seen(tmp_path: Path) -> None:
    def breaks(content: bytes, _: Path) -> int:
        return content.index(b"not there")

    broken = Target(breaks, [b"x"], lambda content, _: content)
    (found,) = faults({"yaml": broken}, tmp_path, seed=1, count=0) or [None]
    assert "ValueError" in found[2]
