"""Words held against a text: whole words, also where text and quotation are long and alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import times_as_long

from compliance.library.source_texts import Source, folded, times_in

WORDS = st.lists(st.sampled_from(["a", "ab", "b-a", "(a)", "é", "_"]), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("fragment", "times"),
    [
        ("migrant", 1),
        ("migrants", 0),
        ("igrant", 0),
        ("the", 2),
        ("workers, and", 1),
        (", and", 1),
        ("workers", 1),
        ("migrant  worker", 0),
    ],
)
def test_a_fragment_stands_there_as_whole_words(fragment: str, times: int) -> None:
    assert times_in(fragment, "The migrant  workers, and the \nthe States") == times


@given(WORDS, WORDS)
def test_what_stands_there_is_what_the_signs_around_it_allow(words: str, text: str) -> None:
    def is_edge(at: int) -> bool:
        return not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum())

    places = [n for n in range(len(text)) if words and text.startswith(words, n)]
    stands = any(is_edge(n) and is_edge(n + len(words)) for n in places)
    assert Source(text).has(words) == stands


@given(WORDS, WORDS)
def test_the_longest_beginning_is_the_longest_of_all(quotation: str, text: str) -> None:
    words = folded(quotation).split()
    starts = [" ".join(words[:n]) for n in range(len(words) - 1, 0, -1)]
    source = Source(text)
    assert source.longest_match(quotation) == next(filter(source.has, starts), "")


def test_a_long_quotation_is_not_tried_word_by_word() -> None:
    source = Source("word " * 40_000)
    assert source.longest_match("word " * 41_000) == source.words
    other = "other " * 40_000
    assert source.longest_match(other) == ""
    assert times_as_long(lambda: source.longest_match(other), lambda: folded(other)) < 500


def test_words_that_repeat_themselves_are_looked_for_once() -> None:
    """Each of 20 000 places is a beginning of what does not stand there."""
    text = "-ab" * 20_000
    words = f"{'-ab' * 10_000}-a"
    assert not Source(text).has(words)
    assert times_as_long(lambda: Source(text).has(words), lambda: folded(text)) < 100


def test_many_fragments_fold_the_text_once() -> None:
    text = "word " * 20_000

    def looked_for(number: int) -> None:
        for n in range(number):
            assert times_in(f"word {n}", text) == 0

    assert times_as_long(lambda: looked_for(100), lambda: folded(text)) < 60
