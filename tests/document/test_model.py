"""The model: what a document holds, and what it refuses."""

import pytest
from document import sample

from compliance.document import style
from compliance.document.model import (
    Document,
    Paragraph,
    Section,
    SourceList,
    anchor_id,
    items,
    walk,
    words,
)
from compliance.document.text import (
    Cite,
    Source,
    Span,
    plain,
    sentence,
    status,
    strong,
)
from compliance.engine.outcomes import SCALE, Outcome, Outcomes


def test_sources_are_numbered_in_the_order_of_reading():
    document = sample.document()
    assert document.sources == (sample.STATUTE, sample.SHADOW)
    assert document.number_of(sample.SHADOW) == 2


def test_sources_that_are_cited_have_a_list():
    with pytest.raises(ValueError, match="no SourceList"):
        Document("x", [Paragraph(["a", Cite(sample.SHADOW)])])
    Document("x", [Paragraph(["a", Cite(sample.SHADOW)]), SourceList()])


def test_an_anchor_is_one_place():
    with pytest.raises(ValueError, match="used twice: here"):
        Document("x", [Section("a", anchor="here"), Section("b", [Section("c", anchor="here")])])


def test_iterators_are_read_once_and_kept():
    document = Document("x", (Section(f"{n}", iter([items(iter(["a"]))])) for n in range(2)))
    for _ in range(2):
        assert [part.text for part in walk(document) if isinstance(part, Span)] == [*"0a1a"]


def test_words_are_counted_without_annexes_signs_and_numbers_of_sources():
    blocks = [
        Paragraph(["It is ", status(sample.AT_MOST), " here", Cite(Source("x y")), "."]),
        Paragraph([sample.OPEN, "one"]),
        Section("Annex one", [Paragraph("many more words")], is_annex=True),
    ]
    assert words(blocks) == 2 + 4 + 1 + 1 + 1
    assert words(blocks, annexes=True) == words(blocks) + 5


def test_a_sentence_takes_inlines_by_name():
    parts = sentence("It answers {n} of {m}, {s}.", n=strong("2"), m="9", s=sample.MET)
    assert plain(parts) == "It answers 2 of 9, met."
    with pytest.raises(KeyError, match="gone"):
        sentence("{gone}")


def test_links_lead_to_anchors_and_addresses_and_nowhere_else():
    document = Document("x", [Section("a", anchor="4 (a)")])
    assert document.target(Span("x", to="4 (a)")) == f"#{anchor_id('4 (a)')}"
    assert document.target(Span("x", to="https://un.org/a?b#c")) == "https://un.org/a?b#c"
    for place in ("gone", "javascript:alert(1)", "https://a b", "data:text/html,x", "HTTPS://x\n"):
        assert document.target(Span("x", to=place)) == ""


def test_different_anchors_are_different_ids():
    anchors = ["4 (a)", "4-(a)", "4_a", "4a", "4.a", "4_20_a", "4 a"]
    assert len({anchor_id(anchor) for anchor in anchors}) == len(anchors)


@pytest.mark.parametrize("bits", range(16))
def test_every_set_of_outcomes_has_words_and_signs_that_agree(bits):
    outcomes = Outcomes.from_bits(bits)
    words_, mark = style.outcomes_words(outcomes), style.SIGNS.mark(outcomes)
    assert ("if it applies" in words_) == (
        Outcome.NOT_APPLICABLE in outcomes and words_ not in ("n/a", "open")
    )
    for outcome in SCALE:
        assert (style.SIGNS.scale[outcome] in mark) == (outcome in outcomes)
    if len(outcomes) == 1:
        assert words_ == style.STATUS_WORDS[outcomes.status]


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tone", style.Tone)
def test_colours_can_be_read(tone):
    assert _contrast(style.LIGHT[tone], "FFFFFF") >= 4.5
    assert _contrast(style.LIGHT[tone], style.PALE) >= 4.5
    assert _contrast(style.LIGHT[tone], style.TINTS[tone]) >= 4.5
    assert _contrast(style.DARK[tone], style.DARK_PAPER) >= 4.5
    if tone not in (style.Tone.OPEN, style.Tone.OFF):
        assert _contrast(style.FILLS[tone], "FFFFFF") >= 3


def test_a_bar_is_as_long_as_asked_and_leaves_nothing_out():
    counts = {sample.MET: 1, sample.NOT: 1, sample.OPEN: 400, sample.OFF: 90}
    parts = dict(style.bar_parts(counts, 20))
    assert parts == {style.Tone.MET: 1, style.Tone.NOT_MET: 1, style.Tone.OPEN: 18}
    assert not dict(style.bar_parts({sample.OFF: 3}, 20))
