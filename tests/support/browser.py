"""A browser in which a page's programs run, and what they make of accounts."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from importlib import resources
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


def press(chromium: Chromium, key: str, times: int = 1) -> None:
    """Press a key as somebody with a keyboard does."""
    codes = {"Tab": 9, "Enter": 13, " ": 32, "ArrowDown": 40, "ArrowUp": 38, "1": 49}
    text = {"Enter": "\r", " ": " ", "1": "1"}.get(key)
    for _ in range(times):
        told = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
        more = {"text": text} if text else {}
        chromium.call("Input.dispatchKeyEvent", type="keyDown", **told, **more)
        chromium.call("Input.dispatchKeyEvent", type="keyUp", **told)


def axe(chromium: Chromium) -> Any:
    """What axe finds against the page as it is shown."""
    chromium.run(resources.files("axe_core_python").joinpath("axe.min.js").read_text("utf-8"))
    return chromium.run(
        "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html)]))"
    )


def first_differences(one: Any, other: Any, path: str = "") -> Iterable[str]:
    """Where two results differ, in words; for the message of a test that fails."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys([*one, *other]):
            yield from first_differences(one.get(key), other.get(key), f"{path}.{key}")
    elif one != other:
        yield f"{path}: the engine says {one}, the page {other}"
