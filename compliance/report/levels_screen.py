"""A status with what is still possible, for screens that are not yet documents."""

from __future__ import annotations

from rich.text import Text

from compliance.document.screen import Screen
from compliance.engine.outcomes import Outcomes, Status
from compliance.report import wording


def outcome(screen: Screen, outcomes: Outcomes) -> Text:
    """A status, and what an undetermined one can still become."""
    words = screen.status(outcomes.status)
    if outcomes.status is not Status.UNDETERMINED:
        return words
    return screen.joined(words, screen.text(f"({wording.still_possible(outcomes)})"))
