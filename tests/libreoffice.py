"""The LibreOffice that tests open workbooks with."""

from __future__ import annotations

import os
import shutil

import pytest


def office() -> str:
    """Where LibreOffice is. Only on somebody's own machine may it be missing."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        if "CI" in os.environ:
            pytest.fail("install LibreOffice Calc: these tests must not be skipped where CI is set")
        pytest.skip("LibreOffice (soffice) is not installed here; where CI is set this fails")
    return found
