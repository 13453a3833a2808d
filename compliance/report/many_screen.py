"""Many accounts on a terminal: a line each, since nobody reads hundreds of reports on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from compliance.assessment.assess import Assessment
from compliance.countries import country_name
from compliance.document.screen import STYLES, Screen
from compliance.engine.outcomes import Status
from compliance.report import wording

_NAMES = 34
_EACH_BY_ITSELF = (
    "Rules by status, each account by itself: nothing is merged, averaged or ranked. "
    "With --status, the findings are listed."
)


def print_many(screen: Screen, assessments: Sequence[Assessment]) -> None:
    """What came out of each account, in the order given, with what the glyphs mean."""
    against = wording.listed(wording.symbols(assessments[0]), "and")
    screen.paragraph(f"{len(assessments)} accounts against {against}", style="bold")
    screen.paragraph(_EACH_BY_ITSELF)
    screen.blank()
    screen.paragraph(_joined(screen.kept(screen.status(status)) for status in Status))
    screen.blank()
    for assessment in assessments:
        profile = assessment.profile
        name = screen.text(country_name(profile.country), "bold")
        head = screen.joined(name, screen.text(f"({profile.voice})", "dim"))
        screen.item(head, _counts(screen, assessment), _NAMES, at=2)


def _counts(screen: Screen, assessment: Assessment) -> Text:
    counts = assessment.statuses().items()
    return _joined(
        screen.unbroken(f"{screen.glyph(status)} {count:2}", STYLES[status])
        for status, count in counts
    )


def _joined(parts: Iterable[Text]) -> Text:
    return Text("  ").join(parts)
