"""Progress bars on standard error, where it is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.progress import Progress

from compliance.document.terminal import console

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
    with Progress(
        console=console(sys.stderr), transient=True, disable=not sys.stderr.isatty()
    ) as shown:
        yield Bars(shown)
