"""What is written is read back: the writer against our own strict reader."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.library.yaml_reader import parse
from compliance.library.yaml_writer import written

CHARACTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters=[chr(c) for c in range(0x20) if c not in (9, 10, 13)]
    + [chr(c) for c in range(0x7F, 0xA0) if c != 0x85]
    + ["\ufffe", "\uffff"],
)
SIGNS = r""": | #|#|:|- |? |'|"|\|  |---|...|%|&a|*a|!t|>-|@|`|, |[|]|{|}"""
WORDS = "no|97.10|null|~|Ratify ICRMW|é|\n|\t|\u2028|\xa0|\ufeff|\U0001f600"
TRAPS = st.sampled_from([*f"{SIGNS}|{WORDS}".split("|"), "| ", "a" * 90, "word " * 40])
TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=300),
    st.lists(TRAPS, max_size=12).map("".join),
)
KEYS = st.one_of(
    st.from_regex(r"[a-z][a-z_]{0,20}", fullmatch=True), st.text(CHARACTERS, max_size=9)
)
DATA = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)
FOLDED = """\
text: >-
  Ratify: the Convention the Convention the Convention the Convention the Convention the Convention
  the Convention (Utopia);
"""


def read(text: str) -> Any:
    return parse(text, "x.yaml").data


@given(st.dictionaries(KEYS, DATA, max_size=6))
def test_what_is_written_is_read_back(data: dict[str, Any]) -> None:
    assert read(written(data)) == data


@given(st.dictionaries(KEYS, DATA, max_size=6))
def test_the_same_data_are_written_in_the_same_way(data: dict[str, Any]) -> None:
    assert written(read(written(data))) == written(data)


@given(st.lists(st.from_regex(r"[A-Za-z,:#'(]{1,12}", fullmatch=True), min_size=1, max_size=80))
def test_long_texts_are_folded_and_no_line_is_wider_than_a_hundred(words: list[str]) -> None:
    lines = written({"text": " ".join(words)}).splitlines()
    assert max(map(len, lines)) <= 100


LISTED = (
    "operative: [20 (a), 21 (a), 22 (a), 23 (a), 24 (a), 25 (a), 26 (a), 27 (a), 28 (a), 29 (a)]\n"
)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({}, "{}\n"),
        ({"provision": "97.10"}, "provision: 97.10\n"),
        ({"draft": "yes"}, "draft: yes\n"),
        ({"note": "Ratio 1:2, no. #5"}, "note: 'Ratio 1:2, no. #5'\n"),
        ({"note": "It is so: yes"}, "note: 'It is so: yes'\n"),
        ({"note": ""}, 'note: ""\n'),
        ({"note": "“Quoted”, (said)"}, "note: “Quoted”, (said)\n"),
        ({"note": 'A "word"'}, 'note: A "word"\n'),
        ({"note": '"word"'}, "note: '\"word\"'\n"),
        ({"note": "two\nlines"}, 'note: "two\\nlines"\n'),
        ({"topics": ["a", "b"]}, "topics: [a, b]\n"),
        ({"topics": []}, "topics: []\n"),
        ({"operative": [f"2{n} (a)" for n in range(10)]}, LISTED),
        ({"names": ["Iran (Islamic Republic of)"]}, "names: [Iran (Islamic Republic of)]\n"),
        ({"names": ["Korea, Republic of"]}, "names:\n  - Korea, Republic of\n"),
        (
            {"position": {"words": "noted", "read_as": "noted"}},
            "position:\n  words: noted\n  read_as: noted\n",
        ),
        (
            {"frame": [{"as": "operative", "words": "Ratify"}]},
            "frame:\n  - as: operative\n    words: Ratify\n",
        ),
        (
            {"text": "Ratify: " + "the Convention " * 7 + "(Utopia);"},
            FOLDED,
        ),
    ],
)
def test_it_looks_like_what_a_person_writes(data: dict[str, Any], text: str) -> None:
    assert written(data) == text
    assert read(text) == data
