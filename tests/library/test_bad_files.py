"""The bad files in tests/files/bad: what is said of each, word for word.

Every folder has the files and, in expected.txt, the command and what it answers. They lie over
the library in tests/layers.py, whose files are shown as OURS/….
"""

import shlex
import shutil
from pathlib import Path

import pytest
from support.command_line import refused

BAD = Path(__file__).parents[1] / "files" / "bad"


@pytest.mark.parametrize("name", sorted(path.name for path in BAD.iterdir()))
def test_what_is_said_of_a_bad_file(name: str, ours: Path) -> None:
    said = shutil.ignore_patterns("expected.txt")
    shutil.copytree(BAD / name, Path.cwd(), dirs_exist_ok=True, ignore=said)
    command, _, answer = (BAD / name / "expected.txt").read_text(encoding="utf-8").partition("\n")
    program, *arguments = shlex.split(command.removeprefix("$ "))
    assert program == "compliance"
    assert refused(*arguments).replace(str(ours), "OURS") == answer
