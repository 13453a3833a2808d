"""Signs, words and colours of statuses: one set for every renderer and for the workbook.

The colours are made from the palette of Okabe and Ito, which colour-blind readers tell apart,
darkened or lightened to a contrast of 4.5 or more. A status is its sign and its word all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from compliance.document.characters import can_write
from compliance.engine.outcomes import SCALE, Outcome, Outcomes, Status
from compliance.library.languages import say

STATUS_WORDS = {  # in English; see `outcomes_words`
    Status.MET: "met",
    Status.PARTLY_MET: "partly met",
    Status.NOT_MET: "not met",
    Status.UNDETERMINED: "open",
    Status.NOT_APPLICABLE: "n/a",
    Status.NO_TEST: "not tested",
}
_OUTCOMES_WORDS = {
    (): STATUS_WORDS[Status.NO_TEST],
    (Outcome.NOT_MET,): "not met",
    (Outcome.PARTLY_MET,): "partly met",
    (Outcome.MET,): "met",
    (Outcome.NOT_MET, Outcome.PARTLY_MET): "at most partly met",
    (Outcome.NOT_MET, Outcome.MET): "not met or met",
    (Outcome.PARTLY_MET, Outcome.MET): "at least partly met",
    SCALE: "open",
    (Outcome.NOT_APPLICABLE,): "n/a",
    (Outcome.NOT_MET, Outcome.NOT_APPLICABLE): "not met, if it applies",
    (Outcome.PARTLY_MET, Outcome.NOT_APPLICABLE): "partly met, if it applies",
    (Outcome.MET, Outcome.NOT_APPLICABLE): "met, if it applies",
    (*SCALE[:2], Outcome.NOT_APPLICABLE): "at most partly met, if it applies",
    (Outcome.NOT_MET, Outcome.MET, Outcome.NOT_APPLICABLE): "not met or met, if it applies",
    (*SCALE[1:], Outcome.NOT_APPLICABLE): "at least partly met, if it applies",
    (*SCALE, Outcome.NOT_APPLICABLE): "open",
}


def outcomes_words(outcomes: Outcomes) -> str:
    """What is still possible, in the fewest words that say it: *met*, *at most partly met*."""
    return say(f"outcomes.{_OUTCOMES_WORDS[tuple(outcomes)]}")


def tone_words(outcomes: Outcomes) -> str:
    """What a part of a bar means."""
    return say(f"outcomes.{tone(outcomes)}")


def says_nothing(outcomes: Outcomes) -> bool:
    """Whether the words for it are just *open*."""
    return _OUTCOMES_WORDS[tuple(outcomes)] == STATUS_WORDS[Status.UNDETERMINED]


class Tone(StrEnum):
    """What a reader sees at a glance, in the order of a bar; each has its colour."""

    MET = "met"
    PARTLY_KNOWN = "at least partly met"
    PARTLY = "(at most) partly met"
    NOT_MET = "not met"
    OPEN = "open"
    OFF = "n/a"
    """Does not apply or is not tested: in no bar."""


_TONES = {
    (): Tone.OFF,
    (Outcome.NOT_APPLICABLE,): Tone.OFF,
    (Outcome.MET,): Tone.MET,
    (Outcome.PARTLY_MET,): Tone.PARTLY,
    (Outcome.NOT_MET,): Tone.NOT_MET,
    SCALE[:2]: Tone.PARTLY,
    SCALE[1:]: Tone.PARTLY_KNOWN,
}


BAR_EXAMPLES = (
    Outcomes.of(Outcome.MET),
    Outcomes.of(*SCALE[1:]),
    Outcomes.of(*SCALE[:2]),
    Outcomes.of(Outcome.NOT_MET),
    Outcomes.of(*SCALE),
)
"""One set of outcomes for each part of a bar, in their order."""


def tone(outcomes: Outcomes) -> Tone:
    """The tone of a set of outcomes; open where it says less than half."""
    return _TONES.get(tuple(outcomes), Tone.OPEN)


LIGHT = {
    Tone.MET: "00735C",
    Tone.PARTLY_KNOWN: "0068A5",
    Tone.PARTLY: "8A5A00",
    Tone.NOT_MET: "B03A00",
    Tone.OPEN: "5A6672",
    Tone.OFF: "5A6672",
}
"""Colours of words and signs on white."""
FILLS = {
    Tone.MET: "0A8F6C",
    Tone.PARTLY_KNOWN: "3A8FC7",
    Tone.PARTLY: "C47A00",
    Tone.NOT_MET: "D55E00",
    Tone.OPEN: "CBD2D9",
    Tone.OFF: "CBD2D9",
}
"""Colours of areas on white: bars and charts. What is open is the bare ground of a bar."""
DARK = {
    Tone.MET: "3CC9A3",
    Tone.PARTLY_KNOWN: "7CC4F2",
    Tone.PARTLY: "F0B23C",
    Tone.NOT_MET: "FF9466",
    Tone.OPEN: "A6B1BC",
    Tone.OFF: "A6B1BC",
}
"""Colours of words, signs and areas on :data:`DARK_PAPER`."""
TINTS = {
    Tone.MET: "CDEBE2",
    Tone.PARTLY_KNOWN: "D6EAF8",
    Tone.PARTLY: "FCEBC5",
    Tone.NOT_MET: "FADBCB",
    Tone.OPEN: "EEF1F4",
    Tone.OFF: "FFFFFF",
}
"""Behind statuses in cells of a workbook; :data:`LIGHT` is read on them too."""
TERMINAL = {
    Tone.MET: "green",
    Tone.PARTLY_KNOWN: "cyan",
    Tone.PARTLY: "yellow",
    Tone.NOT_MET: "red",
    Tone.OPEN: "dim",
    Tone.OFF: "dim",
}
INK, MUTED, ACCENT, LINE, PALE = "1F2933", "52606D", "1B4B79", "CBD2D9", "F3F5F7"
DARK_PAPER, DARK_INK, DARK_MUTED, DARK_ACCENT, DARK_LINE, DARK_PALE = (
    "14191F",
    "E4E9EE",
    "A6B1BC",
    "8DC3F5",
    "3A444E",
    "1D242C",
)


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one set of characters."""

    statuses: Mapping[Status, str]
    scale: Mapping[Outcome, str]
    ruled_out: str
    bar: Mapping[Tone, str]
    arrow: str
    none: str
    line: str
    bullet: str

    def mark(self, outcomes: Outcomes) -> str:
        """Three signs from not met to met: possible, or ruled out. One where none can be."""
        if tone(outcomes) is Tone.OFF:
            return f" {self.none} "
        return "".join(self.scale[o] if o in outcomes else self.ruled_out for o in SCALE)


SIGNS = Signs(
    statuses={
        Status.NOT_MET: "○",
        Status.PARTLY_MET: "◐",
        Status.UNDETERMINED: "□",
        Status.MET: "●",
        Status.NOT_APPLICABLE: "–",
        Status.NO_TEST: "·",
    },
    scale=dict(zip(SCALE, "○◐●", strict=True)),
    ruled_out="·",
    bar=dict(zip(Tone, "█▓▒╳░ ", strict=True)),
    arrow="→",
    none="–",
    line="─",
    bullet="•",
)
ASCII_SIGNS = Signs(
    statuses={
        Status.NOT_MET: "[!!]",
        Status.PARTLY_MET: "[~~]",
        Status.UNDETERMINED: "[..]",
        Status.MET: "[OK]",
        Status.NOT_APPLICABLE: "[--]",
        Status.NO_TEST: "[  ]",
    },
    scale=dict(zip(SCALE, "!~+", strict=True)),
    ruled_out=".",
    bar=dict(zip(Tone, "#+~!. ", strict=True)),
    arrow="->",
    none="-",
    line="-",
    bullet="-",
)
_EVERY_SIGN = "".join([*SIGNS.statuses.values(), *SIGNS.bar.values(), SIGNS.arrow, SIGNS.line])


def signs_for(encoding: str) -> Signs:
    """The signs that an encoding has."""
    return SIGNS if can_write(_EVERY_SIGN, encoding) else ASCII_SIGNS


def bar_parts(counts: Mapping[Outcomes, int], width: int) -> Iterator[tuple[Tone, int]]:
    """How a bar of at least ten is divided: no part that exists is left out.

    Yields nothing where nothing applies. For ``width`` 10 and 1 met of 28: one of ten is met.
    """
    found = dict.fromkeys(Tone, 0)
    for outcomes, number in counts.items():
        found[tone(outcomes)] += number
    told: dict[Tone, int] = {
        one: number for one, number in found.items() if number and one is not Tone.OFF
    }
    total = sum(told.values())
    parts = {one: max(1, number * width // total) for one, number in told.items()}
    longest = max(parts, key=lambda one: parts[one], default=Tone.OFF)
    if parts:
        parts[longest] += width - sum(parts.values())
    yield from parts.items()
