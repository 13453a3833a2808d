"""A catalogue for those who translate."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest
from support.command_line import refused, run


def test_a_catalogue_has_every_text(tmp_path: Path) -> None:
    path = tmp_path / "es.po"
    result = run("export", "translations", "es", "-o", str(path))
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    assert "all translated" in result.stderr
    entries = {entry.msgctxt: entry for entry in polib.pofile(str(path))}
    assert entries["topic:health"].msgstr == "Salud"


def test_a_new_language_begins_with_nothing(tmp_path: Path) -> None:
    path = tmp_path / "layer" / "translations" / "pt.po"
    path.parent.mkdir(parents=True)
    result = run("export", "translations", "pt", "-o", str(path))
    assert "not translated" in result.stderr
    assert not polib.pofile(str(path)).translated_entries()
    checked = run("check", "--layer", str(tmp_path / "layer"))
    assert "pt: " in checked.stdout


@pytest.mark.parametrize("code", ["en", "Spanish", "e"])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert "no code of a language" in refused("export", "translations", code, "-o", "x.po")


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "es.po"
    path.write_text("mine")
    assert "there is such a file already" in refused(
        "export", "translations", "es", "-o", str(path)
    )
