"""Progress bars on standard error, where it is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress

Item = TypeVar("Item")


class Bars:
    """Bars that are gone once the work is done."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown

    def watch(self, what: str) -> Callable[[Iterable[Item], int], Iterable[Item]]:
        """Passes items on, and shows how many of about so many there were."""
        return lambda items, total: self._shown.track(items, total or None, description=what)

    def count(self, what: str, total: int) -> Callable[[], None]:
        """To be called for each of so many steps."""
        task = self._shown.add_task(what, total=total)
        return lambda: self._shown.advance(task)


@contextmanager
def progress() -> Iterator[Bars]:
    """Bars on standard error; none where that is no terminal."""
    err = Console(stderr=True)
    with Progress(console=err, transient=True, disable=not sys.stderr.isatty()) as shown:
        yield Bars(shown)
