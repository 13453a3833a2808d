"""What a file holds at every instant at which a process could be killed while it writes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

TOUCHES_FILES = {
    *("open", "fdopen", "mkstemp", "write", "writelines", "truncate", "flush", "fsync", "close"),
    *("replace", "rename", "link", "symlink", "unlink", "remove", "chmod", "mkdir", "rmdir"),
    *("utime", "stat", "executemany", "executescript", "commit"),
}
"""Functions of the interpreter before and after which the files are looked at: what stands on disk
between two of them is what a process that is killed there leaves behind."""


@contextmanager
def watched(targets: Iterable[Path]) -> Iterator[dict[Path, list[bytes | None]]]:
    """The contents that each file has had, one after the other; None where there was no file."""
    found: dict[Path, list[bytes | None]] = {path.absolute(): [] for path in targets}
    last: dict[Path, tuple[int, int, int] | None] = {}

    def look() -> None:
        for path, contents in found.items():
            try:
                status = path.stat()
                mark = (status.st_ino, status.st_size, status.st_mtime_ns)
            except FileNotFoundError:
                mark = None
            if path not in last or last[path] != mark:
                last[path] = mark
                contents.append(None if mark is None else path.read_bytes())

    def called(_: FrameType, event: str, function: object) -> None:
        if event in ("c_call", "c_return") and function.__name__ in TOUCHES_FILES:  # type: ignore[attr-defined]
            look()

    look()
    sys.setprofile(called)
    try:
        yield found
    finally:
        sys.setprofile(None)
        look()
