"""A browser in which a page's programs run, and what they make of accounts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.chromium import Chromium, found


def opened(folder: Path) -> Iterator[Chromium]:
    """Chromium; without it a test is skipped, but never where CI runs."""
    if not found():
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed")
    with Chromium(folder) as chromium:
        yield chromium


def result_of(chromium: Chromium, function: str, *arguments: Any) -> Any:
    """What a JavaScript function of the page gives for these arguments."""
    told = ", ".join(json.dumps(argument) for argument in arguments)
    return json.loads(chromium.run(f"JSON.stringify(({function})({told})) ?? 'null'"))


def first_differences(one: Any, other: Any, path: str = "") -> Iterable[str]:
    """Where two results differ, in words; for the message of a test that fails."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            yield from first_differences(one.get(key), other.get(key), f"{path}.{key}")
    elif one != other:
        yield f"{path}: the engine says {one}, the page {other}"
