"""The pages and files of plans, questions and comparisons, on accounts of an invented country."""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable, Sequence

import pytest
from compliance.report.asking import QUESTION_FORMATS
from compliance.report.change_screen import print_change
from compliance.report.comparison_screen import print_comparison
from compliance.report.comparison_words import COMPARISON_FORMATS
from compliance.report.plan_screen import print_plans
from compliance.report.planning import PLAN_FORMATS
from compliance.report.questions_screen import print_questions
from support.voices import EXAMPLES

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.comparison import compare
from compliance.assessment.history import changes
from compliance.document.screen import console
from compliance.export import render
from compliance.library.library import Library

GOVERNMENT, NETWORK, EARLIER = (
    "zza-2011-government",
    "zza-2011-civil-society",
    "zza-2009-government",
)


def invented_library() -> Library:
    """Ours, with the invented country over it."""
    return Library.load(["bundled", EXAMPLES / "three-voices"])


def held(library: Library, *names: str, topics: Sequence[str] = ()) -> list[Assessment]:
    """The accounts against the rules of these topics, or all."""
    return [assess(library.profile(name), library, topics=topics) for name in names]


PAGES: dict[str, tuple[tuple[str, ...], Callable[..., None]]] = {
    "plan": ((NETWORK,), print_plans),
    "ask": ((NETWORK,), print_questions),
    "compare": ((GOVERNMENT, NETWORK), lambda c, found: print_comparison(c, compare(found))),
    "change": ((EARLIER, GOVERNMENT), lambda c, found: print_change(c, changes(*found))),
}
"""By name: the accounts that it is on, and what prints it."""


def printed(
    page: str, library: Library, *, encoding: str = "utf-8", topics: Sequence[str] = ()
) -> str:
    """The page as it comes out on a stream that writes this encoding."""
    names, screen = PAGES[page]
    return on(screen, held(library, *names, topics=topics), encoding)


def on(
    screen: Callable[..., None], assessments: Sequence[Assessment], encoding: str = "utf-8"
) -> str:
    """What is printed of the assessments."""
    kept = io.BytesIO()
    stream = io.TextIOWrapper(kept, encoding=encoding, newline="")
    screen(console(stream), list(assessments))
    stream.flush()
    return kept.getvalue().decode(encoding)


def filed(page: str, ending: str, assessments: Sequence[Assessment]) -> bytes:
    """The file on the assessments, which have what is public alone where they are compared."""
    if page == "plan":
        return render(assessments, ending, PLAN_FORMATS)
    if page == "ask":
        return render(assessments, ending, QUESTION_FORMATS)
    public = [one.published() for one in assessments]
    module = importlib.import_module(COMPARISON_FORMATS[ending])
    if page == "compare":
        made: bytes = module.render_comparison(compare(public))
    else:
        made = module.render_change(changes(public[0], public[1]))
    return made


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither colour nor a width is asked for."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
