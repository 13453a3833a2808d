"""What a report looked like when somebody last approved of it."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).with_name("goldens")


def approved(name: str, content: str) -> str:
    """The approved content of the file ``name`` in tests/goldens.

    Nothing is written, unless UPDATE_GOLDENS=1 is in the environment: then ``content`` is what
    is approved, to be looked at in the diff.
    """
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDENS") == "1":
        FOLDER.mkdir(exist_ok=True)
        path.write_bytes(content.encode())
    return path.read_bytes().decode()
