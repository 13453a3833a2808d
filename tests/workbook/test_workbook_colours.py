"""The workbook's colours: texts stand out, statuses are told apart by every eye."""

from __future__ import annotations

from itertools import combinations

import pytest
from openpyxl import Workbook
from support.layers import load_layer
from support.workbooks import opened

from compliance.assessment.assess import assess
from compliance.document.style import STATUS_WORDS
from compliance.workbook.writing import style
from compliance.workbook.writing.statuses import FILLS


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    library = load_layer(tmp_path_factory.mktemp("layer"))
    return opened(*(assess(profile, library) for profile in library.profiles.values()))


def _luminance(colour: str) -> float:
    return sum(
        weight * light
        for weight, light in zip((0.2126, 0.7152, 0.0722), _light(colour), strict=True)
    )


def _light(colour: str) -> list[float]:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_text_stands_out_from_its_ground(book: Workbook) -> None:
    pairs = set()
    for sheet in book:
        if sheet.sheet_state == "hidden":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    ground = cell.fill.fgColor.rgb if cell.fill.fill_type else "00FFFFFF"
                    pairs.add((cell.font.color.rgb[2:], ground[2:]))
    pairs |= {(style.INK, fill) for fill in FILLS.values()}
    assert len(pairs) > 9
    assert min(_contrast(text, ground) for text, ground in pairs) >= 4.5


SEEN_BY = {
    "everyone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopes": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopes": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
"""How much of red, green and blue light each eye takes for red, green and blue (Machado)."""


def _lab(light: list[float]) -> tuple[float, float, float]:
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * v for m, v in zip(row, light, strict=True)) for row in to_xyz]
    f = [
        t ** (1 / 3) if (t := v / white) > 0.008856 else 7.787 * t + 16 / 116
        for v, white in zip(xyz, (0.9505, 1, 1.089), strict=True)
    ]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_colours_of_statuses_are_told_apart(eyes: str) -> None:
    seen = [
        _lab(
            [
                min(1, max(0, sum(m * v for m, v in zip(row, _light(colour), strict=True))))
                for row in SEEN_BY[eyes]
            ]
        )
        for colour in FILLS.values()
    ]
    distances = [
        sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) for pair in combinations(seen, 2)
    ]
    assert min(distances) ** 0.5 >= 13


def test_a_status_has_one_colour_in_tables_and_in_the_chart(book: Workbook) -> None:
    column = book["Findings"]["C"][1:]
    marks = {str(cell.value).partition(" ")[0] for cell in column}
    assert {"○··", "○◐●", "–"} < marks
    for cell in column:
        words = str(cell.value).partition(" ")[2].partition(":")[0].partition(",")[0]
        (status,) = [one for one, word in STATUS_WORDS.items() if word == words]
        fill = cell.fill.fgColor.rgb[2:] if cell.fill.fill_type else None
        assert fill == FILLS.get(status)
    (chart,) = book["Summary"]._charts
    bars = [series.graphicalProperties.solidFill.srgbClr for series in chart.series]
    assert bars == list(FILLS.values())
