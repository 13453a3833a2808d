"""The LibreOffice that tests open workbooks with."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def office() -> str:
    """Where LibreOffice is. Only on somebody's own machine may it be missing."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        if "CI" in os.environ:
            pytest.fail("install LibreOffice Calc: these tests must not be skipped where CI is set")
        pytest.skip("LibreOffice (soffice) is not installed here; where CI is set this fails")
    return found


def edited(file: Path, folder: Path, **cells: dict[str, str]) -> Path:
    """The workbook after LibreOffice has opened it, written into cells, and saved it.

    ``cells`` are the texts by cell, by sheet (``_`` for a space in its name).
    """
    target = folder / f"edited-{file.name}"
    edits = [
        f"{sheet.replace('_', ' ')}!{cell}={text}"
        for sheet, texts in cells.items()
        for cell, text in texts.items()
    ]
    script = Path(__file__).with_name("edit_in_libreoffice.py")
    profile = (folder / "profile").as_uri()
    command = [_python(), str(script), office(), profile, str(file), str(target), *edits]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return target


SECONDS = 180


def _python() -> str:
    """The Python that has LibreOffice's interface. Only on one's own machine may it be missing."""
    found = "/usr/bin/python3"
    if (
        Path(found).exists()
        and not subprocess.run(
            [found, "-c", "import uno"], check=False, capture_output=True
        ).returncode
    ):
        return found
    if "CI" in os.environ:
        pytest.fail("install python3-uno: these tests must not be skipped where CI is set")
    pytest.skip("python3-uno is not installed here; where CI is set this fails")
