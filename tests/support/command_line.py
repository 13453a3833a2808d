"""The command line as a test runs it: here or in a process, with a library in place of our own."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from compliance.cli import main


def run(*arguments: str) -> Result:
    """What a command gave back: ``exit_code``, ``stdout`` and ``stderr``."""
    result = CliRunner().invoke(main, arguments)
    gc.unfreeze()  # a command ends its process, so it frees nothing on the way out
    return result


def refused(*arguments: str) -> str:
    """What is said of bad input: exit code 2 and nothing on standard output."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr


def in_a_process(library: Path, *arguments: str, first: str = "", last: str = "") -> list[str]:
    """The command line to run a command on its own, with code to run before and after it."""
    code = [
        "import contextlib, sys",
        "from pathlib import Path",
        "from compliance.library import layers",
        f"layers._PACKAGE = Path({str(library / 'compliance')!r})",
        first,
        "from compliance.cli import main",
        "code = None",
        "try: main()",
        "except SystemExit as end: code = end.code",
        last,
        "sys.exit(code)",
    ]
    return [sys.executable, "-c", "\n".join(code), *arguments]
