"""Measure side by side, in one run, and write benchmarks/README.md: ``make bench``.

With names of sections as arguments only these are measured, and printed: ``run.py starting``.
"""

from __future__ import annotations

import importlib
import os
import platform
import subprocess
import sys
from collections.abc import Iterator

from measuring import HERE, Measurement

from compliance import Library

SECTIONS = ("starting", "accounts", "planning", "growing", "deciding", "writing")
GOES = HERE / "where-the-time-goes.md"


def main(names: list[str]) -> None:
    """Measure all sections and write the page, or print some of them."""
    found: dict[str, Measurement | str] = {}
    for name in names or SECTIONS:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        try:
            found[name] = importlib.import_module(name).measure()
        except (subprocess.SubprocessError, OSError) as error:
            found[name] = f"No figure: {error}."
    page = "\n".join([*_head(found), *_sections(found)]) + "\n"
    if not names:
        page += "\n" + GOES.read_text("utf-8")
        (HERE / "README.md").write_text(page, encoding="utf-8")
    print(page)


def _head(found: dict[str, Measurement | str]) -> Iterator[str]:
    library = Library.bundled()
    yield from (
        "# Benchmarks",
        "",
        (
            "Written by `make bench`; every figure was measured in one run, in turn with what it "
            "is held against. What counts is the ratios: absolute times are those of one machine "
            f"on one day. Python {platform.python_version()}, {os.cpu_count()} processors, load "
            f"{os.getloadavg()[0]:.1f}; {len(library.rules)} rules, "
            f"{sum(map(len, library.tables.values()))} checks, {len(library.facts)} facts."
        ),
        "",
        "| what | wanted | measured | | repeat it with |",
        "|---|---|---|---|---|",
    )
    for name, measured in found.items():
        command = f"`.venv/bin/python benchmarks/run.py {name}`"
        if isinstance(measured, str):
            yield f"| {name} | | no figure | **missed** | {command} |"
            continue
        for one in measured.figures:
            verdict = "met" if one.is_met else "**missed**"
            yield f"| {one.what} | {one.wanted} | {one.measured} | {verdict} | {command} |"


def _sections(found: dict[str, Measurement | str]) -> Iterator[str]:
    for name, measured in found.items():
        if isinstance(measured, str):
            yield from ("", f"## {name.capitalize()}", "", measured)
            continue
        yield from ("", f"## {measured.title}", "", measured.words, "")
        headings, *rows = measured.table
        yield from (_line(headings), "|---" * len(headings) + "|", *map(_line, rows))


def _line(cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main(sys.argv[1:])
