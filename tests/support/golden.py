"""What a report looked like when somebody last approved of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "golden"


def approved(name: str, content: str) -> str:
    """The approved content of the file ``name`` in tests/golden.

    With UPDATE_GOLDENS=1 in the environment ``content`` is written there, to be looked at in the
    diff, and the test fails: what was just written proves nothing. Where CI is set nothing is.
    """
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDENS") == "1":
        if os.environ.get("CI"):
            pytest.fail("goldens are approved by people: UPDATE_GOLDENS is refused where CI is set")
        FOLDER.mkdir(exist_ok=True)
        path.write_bytes(content.encode())
        pytest.fail(f"{path.name} is written; run again without UPDATE_GOLDENS")
    return path.read_bytes().decode()
