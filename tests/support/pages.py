"""Plans, questions and comparisons of accounts of an invented country, in every form."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from support.screen import on_screen
from support.voices import EXAMPLES

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.comparison import compare
from compliance.assessment.history import changes
from compliance.assessment.plan import plan
from compliance.export import REPORTS
from compliance.library.library import Library

GOVERNMENT, NETWORK, EARLIER = (
    "zza-2011-government",
    "zza-2011-civil-society",
    "zza-2009-government",
)
LAYER = EXAMPLES / "three-voices"


def invented_library() -> Library:
    """Ours, with the invented country over it."""
    return Library.load(["bundled", LAYER])


def held(library: Library, *names: str, topics: Sequence[str] = ()) -> list[Assessment]:
    """The accounts against the rules of these topics, or all."""
    return [assess(library.profile(name), library, topics=topics) for name in names]


PAGES: dict[str, tuple[str, tuple[str, ...], Callable[[list[Assessment]], Any]]] = {
    "plan": ("plan", (NETWORK,), lambda found: [plan(one) for one in found]),
    "ask": ("questions", (NETWORK,), lambda found: found),
    "compare": ("comparison", (GOVERNMENT, NETWORK), compare),
    "change": ("changes", (EARLIER, GOVERNMENT), lambda found: changes(*found)),
    "matrix": ("matrix", (GOVERNMENT, NETWORK), lambda found: found),
}
"""By name: the report in the registry, the accounts it is on, and its subject."""


def names_of(page: str) -> tuple[str, ...]:
    """The accounts that a page is on."""
    return PAGES[page][1]


def printed(
    page: str,
    library: Library,
    *,
    encoding: str = "utf-8",
    topics: Sequence[str] = (),
    **options: object,
) -> str:
    """The page as it comes out on a terminal that writes this encoding."""
    found = held(library, *names_of(page), topics=topics)
    return on(page, found, encoding, **options)


def on(page: str, assessments: list[Assessment], encoding: str = "utf-8", **options: object) -> str:
    """What is printed of the assessments."""
    report, _, subject = PAGES[page]
    document = REPORTS[report].document(subject(assessments), "table", **options)
    shown = on_screen(document, encoding)
    for path, name in ((LAYER, "examples/three-voices"), (EXAMPLES, "examples")):
        shown = shown.replace(shlex.quote(str(path)), name)  # in quotes where it has a space
    return shown


def filed(page: str, ending: str, assessments: list[Assessment], **options: object) -> bytes:
    """The file on the assessments, which has what is public alone."""
    report, _, subject = PAGES[page]
    return b"".join(REPORTS[report].parts(subject(assessments), ending, **options))


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither colour nor a width is asked for."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
