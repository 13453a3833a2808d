"""``test``: the cases that lawyers wrote, held against the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, REACHED, Problems, emit
from compliance.cli.options import layer_option
from compliance.errors import Location, counted, fault

if TYPE_CHECKING:
    from compliance.assessment.cases import Placed
    from compliance.library.library import Library


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@layer_option
def test(*, paths: Sequence[str], layers: Sequence[str]) -> int:
    """Run the cases of a layer: is found what a lawyer expects?

    PATH is a layer with a folder `cases`, a folder of cases, or one file of them; without it, the
    working folder. Each case that comes out otherwise is named with its file and line, what is
    expected, what is found, and because of which answers. A case whose `status` is empty never
    passes. Registers don't count: a case is all that is known of its State.

    Exits with 1 if a case comes out otherwise or has no status.

    \b
    Examples:
      compliance test our-rules
      compliance test our-rules/cases/INV-1/1.yaml
    """
    from compliance.assessment.cases import alone, read_cases  # noqa: PLC0415 - needs pydantic
    from compliance.library.library import Library  # noqa: PLC0415
    from compliance.model.scalars import BUNDLED  # noqa: PLC0415

    problems = Problems()
    files: list[Path] = []
    over: dict[str, None] = dict.fromkeys(layers)
    for path in map(Path, paths or ["."]):
        with problems:
            files += _files(path)
            if layer := _layer_of(path):
                over[str(layer)] = None
    problems.settle()
    library = alone(Library.load([BUNDLED, *over]))
    cases: list[Placed] = []
    for file in files:
        with problems:
            cases += read_cases(file, library)
    problems.settle()
    lines, passed = _told(cases, library)
    emit("".join(f"{line}\n" for line in lines).encode())
    return OK if passed else REACHED


def _files(path: Path) -> list[Path]:
    """The files of cases at ``path``. Raises InputError where there are none."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise fault("there is no such file", Location(str(path)), "check the spelling of its name")
    root = path / "cases" if (path / "cases").is_dir() else path
    found = sorted(file for kind in ("*.yaml", "*/*.yaml") for file in root.glob(kind))
    if root == path and any((path / part).is_dir() for part in ("rules", "profiles")):
        found = []
    if not found:
        hint = "`compliance new cases RULE -o LAYER` draws some, for you to say what is expected"
        raise fault("there are no cases here", Location(str(path)), hint)
    return found


def _layer_of(path: Path) -> Path | None:
    """The layer in which cases lie: the folder around their folder ``cases``."""
    whole = path.absolute()
    for root in (whole, *whole.parents):
        if root.name == "cases" and (root.parent / "rules").is_dir():
            return root.parent if root != whole or path.is_absolute() else path.parent
    return path if (path / "rules").is_dir() and (path / "cases").is_dir() else None


def _told(cases: Sequence[Placed], library: Library) -> tuple[list[str], bool]:
    """What is said of the cases, and whether all of them came out as expected."""
    lines: list[str] = []
    failed = 0
    for case in cases:
        if complaint := case.complaint(library):
            first, *rest = complaint.splitlines()
            lines += [first, *(f"  {line}" for line in rest)]
            failed += not case.is_open
    still = sum(case.is_open for case in cases)
    counts = [f"{len(cases) - failed - still} as expected"]
    counts += [f"{failed} otherwise"] if failed else []
    counts += [f"{still} without a status"] if still else []
    lines += _lacking(cases, library)
    lines.append(f"{counted(len(cases), 'case', 'cases')}: {', '.join(counts)}")
    return lines, not failed and not still


def _lacking(cases: Sequence[Placed], library: Library) -> Iterator[str]:
    from compliance.assessment.cases import lacking  # noqa: PLC0415

    for rule in {case.rule.id: case.rule for case in cases}.values():
        own = [case for case in cases if case.rule.id == rule.id]
        missing = list(lacking(rule, [case.case for case in own], library))
        if missing and not any(case.is_open for case in own):
            yield f"{rule.id}: no case says {', '.join(missing)}"
