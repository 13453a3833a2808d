"""Strict YAML: what is refused and how it is said, and where every value stands."""

import contextlib
import os
import re
import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support.effort import times_as_long

from compliance.errors import InputError, Location
from compliance.library import yaml_reader
from compliance.library.yaml_reader import Document, Keys, parse, read

INDENTED = "check how far the line is indented"
MISFIT = (
    "this does not fit what stands before it",
    f"{INDENTED}, and that quotation marks close where they should",
)
GOES_ON = "the text goes on after its closing quotation mark"
SINGLE = "put the whole text, its marks included, in single quotation marks"
QUOTE = "put the whole text in quotation marks"
WRITE_OUT = f"write the value out, or {QUOTE}"
COLON = (
    "a colon is not expected here",
    f"{INDENTED}; a text with a colon and a space in it needs quotation marks",
)
COLON_IN_TEXT = (
    "the text of `a` has a colon with a space behind it",
    f"{QUOTE}, or below `a: >-`, indented",
)
NO_COLON = (
    "a colon is missing: this reads like a key without one",
    "write `key: value`; a text that continues the line above must be indented",
)
TAB = (
    "a tab character is used for indentation",
    "YAML wants spaces: replace the tab by spaces",
)
UNCLOSED = (
    "the quotation mark opened here is never closed",
    "write the closing quotation mark; inside '…' an apostrophe is written twice",
)
BACKSLASH = (
    "this backslash begins no character that YAML knows",
    "write two backslashes for one, or '…' instead of \"…\"",
)
BRACKET = "put a comma between any two entries, and close what you open"
TOO_EARLY = ("the file ends too early", "close what is open: `[`, `{` or quotes")
NO_TEXT = ("no text may follow `|` or `>` on its line", "begin the text on the next line")
REMOVE = "remove it; such characters come along unseen when text is copied"
UTF8 = "save the file again with the encoding UTF-8"
DEEP = "look for a `[` or `{` that is never closed"


def problems(text: str) -> list[tuple[str, str, str | None]]:
    """Every problem of the text as (line:column, what, hint)."""
    with pytest.raises(InputError) as refused:
        parse(text, "f")
    return [(str(p.where).removeprefix("f:"), p.what, p.hint) for p in refused.value.problems]


def place(location: Location) -> tuple[int, int]:
    assert location.path == "f"
    return location.line, location.column


# What is read


@pytest.mark.parametrize(
    "scalar",
    [
        "NO",
        "yes",
        "010",
        "1e3",
        "0x1F",
        "2011-07-14",
        ".nan",
        "~",
        "null",
        "=",
        "<<",
        "1:30",
        "5 (f)",
    ],
)
def test_every_scalar_is_text(scalar: str) -> None:
    assert parse(f"a: {scalar}\n{scalar}: b", "f").data == {"a": scalar, scalar: "b"}


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a:", {"a": ""}),
        ("a:\nb: ''", {"a": "", "b": ""}),
        ("-\n- b", ["", "b"]),
        ("just text", "just text"),
        ("a: []\nb: {}", {"a": [], "b": {}}),
        ("a:\n- b\n- {c: [d]}", {"a": ["b", {"c": ["d"]}]}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("---\na: b\n...\n", {"a": "b"}),
        ("\ufeffa: b", {"a": "b"}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("é: e\u0301", {"é": "e\u0301"}),
    ],
)
def test_reads(text: str, data: object) -> None:
    assert parse(text, "f").data == data


# What is refused in a text


@pytest.mark.parametrize(
    ("text", "where", "what", "hint"),
    [
        ("", "f", "the file is empty", None),
        ("# only a comment\n", "f", "the file is empty", None),
        ("---\n", "f", "the file is empty", None),
        ("a: *b", "1:4", "an alias (`*b`) is not allowed", WRITE_OUT),
        ("*b : c", "1:1", "an alias (`*b`) is not allowed", WRITE_OUT),
        ("a: &b c", "1:4", "an anchor (`&b`) is not allowed", WRITE_OUT),
        ("a: &b [c]", "1:4", "an anchor (`&b`) is not allowed", WRITE_OUT),
        ("a: !!str b", "1:4", "a tag is not allowed", WRITE_OUT),
        ("a: ! b", "1:4", "a tag is not allowed", WRITE_OUT),
        ("a: !x {b: c}", "1:4", "a tag is not allowed", WRITE_OUT),
        ("a: !e!x b", "1:4", "a tag is not allowed", WRITE_OUT),
        ("a: !<x", "1:4", "a tag is not allowed", WRITE_OUT),
        ("? [a]\n: b", "1:3", "a key cannot be a list", QUOTE),
        ("{a: b}: c", "1:1", "a key cannot be a mapping", QUOTE),
        ("a: {{b}}", "1:5", "a key cannot be a mapping", QUOTE),
        (
            "x:\n  a: 1\n  a: 2",
            "3:3",
            "the key `a` stands here again",
            "it stood at f:2:3 already: keep one of the two",
        ),
        ("a: b\n---\nc: d", "2:1", "a second document begins here", "remove this line"),
        ("a: b\n---\nc: d\n---\n", "2:1", "a second document begins here", "remove this line"),
        ("a: b\x07c\n", "1:5", "the character U+0007 cannot stand in a text", REMOVE),
        ("a: b\nc: \ud800", "2:4", "the character U+D800 cannot stand in a text", REMOVE),
        ('a: "b\\0"', "1:4", "the character U+0000 cannot stand in a text", REMOVE),
        ("[" * 41 + "]" * 41, "1:41", "this is nested deeper than 40 levels", DEEP),
        ("- " * 41 + "a", "1:81", "this is nested deeper than 40 levels", DEEP),
    ],
)
def test_refuses(text: str, where: str, what: str, hint: str | None) -> None:
    assert problems(text) == [(where, what, hint)]


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("a:\n\tb: 1", "2:1", TAB),
        ("a:\n  b: 1\n\tc: 2", "3:1", TAB),
        ("a: |\n\tb", "2:1", TAB),
        ("a:\n  \tb: 1", "2:3", TAB),
        ("a: 1\nfoo\nb: 2", "2:1", NO_COLON),
        ("a: 1\nfoo", "2:1", NO_COLON),
        ("a: b: c", "1:5", COLON_IN_TEXT),
        ("a: 1\n  b: 2", "2:4", COLON),
        ("a:\n- b\n  c: d", "3:4", COLON),
        ("a: 'b\nc: d", "1:4", UNCLOSED),
        ('a: "b\nc: d\n', "1:4", UNCLOSED),
        ("a: 'b\n---\n", "1:4", UNCLOSED),
        ("a: 'it's'", "1:4", (GOES_ON, f"{QUOTE}; inside '…' an apostrophe is written twice")),
        ('a: "b" c', "1:4", (GOES_ON, f"{SINGLE}: '\"b\" c'")),
        ('a: "b" c\'s', "1:4", (GOES_ON, QUOTE)),
        ("  a: 1\nb: 2", "2:1", MISFIT),
        ("- a\nb: c", "2:1", MISFIT),
        ("a: b\n- c", "2:1", MISFIT),
        ('a: "\\q"', "1:5", BACKSLASH),
        ('a: "\\xZZ"', "1:7", BACKSLASH),
        ('a: "\\ud800"', "1:7", BACKSLASH),
        ("a: [b, c", "1:4", ("what `[` opens here breaks off at line 1, column 9", BRACKET)),
        ("a: [b\nc: d", "1:4", ("what `[` opens here breaks off at line 2, column 2", BRACKET)),
        ("a: {b: c]", "1:4", ("what `{` opens here breaks off at line 1, column 9", BRACKET)),
        ("a: [b,", "1:7", TOO_EARLY),
        ("a: {b:", "1:7", TOO_EARLY),
        ("a: > b", "1:6", NO_TEXT),
        ("a: |0\n b", "1:5", NO_TEXT),
        ("a: @b", "1:4", ("a text cannot begin with `@`", QUOTE)),
        ("a: %b", "1:4", ("a text cannot begin with `%`", QUOTE)),
        ("a: *", "1:4", ("a text cannot begin with `*`", QUOTE)),
        ("a: & b", "1:4", ("a text cannot begin with `&`", QUOTE)),
        ("%b\n", "1:1", ("a text cannot begin with `%`", QUOTE)),
        ("a: - b", "1:4", ("`-` is not expected here", f"remove it, or {QUOTE}")),
        ("a: ? b", "1:4", ("`?` is not expected here", f"remove it, or {QUOTE}")),
        ("a: ]", "1:4", ("`]` is not expected here", f"remove it, or {QUOTE}")),
        ("[a,,b]", "1:4", ("`,` is not expected here", f"remove it, or {QUOTE}")),
    ],
)
def test_says_syntax_errors_in_plain_words(text: str, where: str, said: tuple[str, str]) -> None:
    assert problems(text) == [(where, *said)]


def test_every_problem_is_reported_at_once() -> None:
    text = "a: *x\na: &y b\x00\n? [c]\n: !z d\nb: {e: 1, e: 2, e: 3}\n---\nf: *g\n\tg\n"
    assert [(where, what) for where, what, _ in problems(text)] == [
        ("1:4", "an alias (`*x`) is not allowed"),
        ("2:1", "the key `a` stands here again"),
        ("2:4", "an anchor (`&y`) is not allowed"),
        ("2:8", "the character U+0000 cannot stand in a text"),
        ("3:3", "a key cannot be a list"),
        ("4:3", "a tag is not allowed"),
        ("5:11", "the key `e` stands here again"),
        ("5:17", "the key `e` stands here again"),
        ("6:1", "a second document begins here"),
        ("7:4", "an alias (`*g`) is not allowed"),
        ("8:1", "a tab character is used for indentation"),
    ]


def test_an_unusable_character_is_reported_once_where_it_stands_first() -> None:
    message = "the character U+0000 cannot stand in a text"
    assert problems("a: " + "\0" * 100_000) == [("1:4", message, REMOVE)]


def test_an_alias_as_key_is_no_duplicate_of_another() -> None:
    assert [where for where, _, _ in problems("*a : b\n*a : c")] == ["1:1", "2:1"]


def test_reading_stops_after_a_hundred_problems() -> None:
    found = problems("- *a\n" * 1000)
    assert len(found) == yaml_reader.MAX_PROBLEMS + 1
    assert found[-1] == ("100:3", "reading stopped here", "mend the others first")


# What is refused of a file


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as refused:
        read(path, shown="f")
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "f: the file is empty"),
        (b"a: b\nc: \xe9t\xe9", f"f:2:4: the byte 0xE9 is not UTF-8\n  hint: {UTF8}"),
        (b"\xef\xbb\xbfa: \xe9", f"f:1:4: the byte 0xE9 is not UTF-8\n  hint: {UTF8}"),
        ("é: ".encode() + b"\xc3", f"f:1:4: the byte 0xC3 is not UTF-8\n  hint: {UTF8}"),
        ("a: b".encode("utf-16"), f"f: the file is written in UTF-16\n  hint: {UTF8}"),
        (b"\xfe\xff\x00a", f"f: the file is written in UTF-16\n  hint: {UTF8}"),
    ],
)
def test_refuses_what_is_not_utf8(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "file.yaml").write_bytes(data)
    assert refusal(tmp_path / "file.yaml") == message


def test_refuses_a_folder(tmp_path: Path) -> None:
    message = "f: this is a folder, not a file\n  hint: name a file in it"
    assert refusal(tmp_path) == message


@pytest.mark.parametrize("name", ["missing.yaml", "file.yaml/below", "nul\0.yaml"])
def test_refuses_a_missing_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.yaml").write_text("a: b")
    message = "f: there is no such file\n  hint: check the spelling of its name"
    assert refusal(tmp_path / name) == message


def test_refuses_a_pipe_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    message = "f: this is a pipe or a device, not a file\n  hint: save the text to a file"
    assert refusal(tmp_path / "pipe") == message


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            PermissionError(13, "Permission denied"),
            "f: the file may not be read\n  hint: ask for the right to read it",
        ),
        (OSError(5, "Input/output error"), "f: the file cannot be read: Input/output error"),
    ],
)
def test_refuses_an_unreadable_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    def refuse(*_: Any) -> None:
        raise error

    (tmp_path / "file.yaml").write_text("a: b")
    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(tmp_path / "file.yaml") == message


def test_refuses_a_huge_file_before_reading_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(200_000_000)
    reads: list[Path] = []
    monkeypatch.setattr(Path, "read_bytes", reads.append)
    message = "f: the file is larger than 2 MB\n  hint: check that it is the right file"
    assert refusal(tmp_path / "huge.yaml") == message
    assert reads == []


def test_reads_a_file_and_shows_its_path(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: b")
    assert read(path).where(("a",)) == Location(str(path), 1, 4)
    assert read(path, shown="shown.yaml").path == "shown.yaml"


# Robustness


@pytest.mark.parametrize(
    ("opening", "where"), [("[", "1:41"), ("{a: ", "1:161"), ("- ", "1:81"), ("? ", "1:81")]
)
def test_deep_nesting_is_refused_with_bounded_work(opening: str, where: str) -> None:
    """What the parser reads ahead is limited: ten times the depth costs no more."""
    told = [(where, "this is nested deeper than 40 levels", DEEP)]
    deep, deeper = opening * 10_000, opening * 100_000
    assert problems(deep) == problems(deeper) == told
    assert times_as_long(lambda: problems(deeper), lambda: problems(deep)) < 5


def test_forty_levels_are_read() -> None:
    data: Any = parse("[" * 40 + "]" * 40, "f").data
    for _ in range(39):
        (data,) = data
    assert data == []


YAML_TEXT = st.one_of(
    st.text(),
    st.text(alphabet="ab:-?[]{},#&*!|>'\"%@`\\ \t\n\r\x85\u2028xuU0~<.é\0", max_size=40),
    st.lists(st.sampled_from(["a: ", "- ", "\n", "  ", "\t", "[", "}", '"\\U', "'", "|\n"])).map(
        "".join
    ),
)


@given(text=YAML_TEXT)
def test_any_text_is_read_or_refused(text: str) -> None:
    for name in ("CBaseLoader", "BaseLoader"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_reader, "_Parser", getattr(yaml, name))
            try:
                document = parse(text, "f")
            except InputError:
                continue
            check_places(document, text)


@given(data=st.binary() | YAML_TEXT.map(lambda text: text.encode("utf-16-le", "ignore")))
def test_any_bytes_are_read_or_refused(tmp_path_factory: Any, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    path.write_bytes(data)
    with contextlib.suppress(InputError):
        read(path)


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("a:\n\tb: 1", "2:1", TAB[0]),
        ("a: 1\nfoo\nb: 2", "2:1", NO_COLON[0]),
        ("a: b: c", "1:5", COLON_IN_TEXT[0]),
        ("a: 'b\nc: d", "1:4", UNCLOSED[0]),
        ('a: "b" c', "1:4", GOES_ON),
        ('a: "\\U00110000"', "1:7", BACKSLASH[0]),
        ('a: "\\UFFFFFFFF"', "1:7", BACKSLASH[0]),
        ('a: "\\ud800"', "1:4", "the character U+D800 cannot stand in a text"),
        ("a: [b, c", "1:4", "what `[` opens here breaks off at line 1, column 9"),
        ("a: @b", "1:4", "a text cannot begin with `@`"),
    ],
)
def test_the_parser_without_libyaml_speaks_alike(
    monkeypatch: pytest.MonkeyPatch, text: str, where: str, what: str
) -> None:
    monkeypatch.setattr(yaml_reader, "_Parser", yaml.BaseLoader)
    assert [(w, said) for w, said, _ in problems(text)] == [(where, what)]


PRINTABLE = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cc", "Cs"],
        exclude_characters="\ufffe\uffff",
        include_characters="\n\t",
    )
)
STRUCTURES = st.recursive(
    PRINTABLE,
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(string.ascii_lowercase + "_", min_size=1), inner)
    ),
).filter(lambda data: data != "")


@given(data=STRUCTURES, style=st.sampled_from([None, '"', "'"]), width=st.sampled_from([20, 80]))
def test_what_is_written_reads_back_equal(data: Any, style: str | None, width: int) -> None:
    text = yaml.safe_dump(data, default_style=style, allow_unicode=True, width=width)
    document = parse(text, "f")
    assert document.data == data
    check_places(document, text)


def check_places(document: Document, text: str) -> None:
    """Every letter of every value stands at its place, or else its value is said to start there."""
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text.removeprefix("\ufeff"))
    for keys, value in leaves(document.data):
        start = document.where(keys)
        for position, character in enumerate(value):
            at = document.offset(keys, position)
            assert at >= start
            if at != start and character.isalnum():
                assert lines[at.line - 1][at.column - 1] in (character, "\\")


def leaves(data: Any, keys: Keys = ()) -> list[tuple[Keys, str]]:
    if isinstance(data, str):
        return [(keys, data)]
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    return [leaf for key, value in pairs for leaf in leaves(value, (*keys, key))]


# Places

PLACES = """\
provision: 5 (f)
related: [CRC art. 28, "ICRMW"]
frame:
  - {words: Encourages, as: operative}
  -
    words: all States
note:
  - - deep
empty:
text: >-
  Encourages
"""


@pytest.mark.parametrize(
    ("keys", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("provision",), (1, 12), (1, 1)),
        (("related",), (2, 10), (2, 1)),
        (("related", 0), (2, 11), (2, 11)),
        (("related", 1), (2, 24), (2, 24)),
        (("frame",), (4, 3), (3, 1)),
        (("frame", 0), (4, 5), (4, 5)),
        (("frame", 0, "words"), (4, 13), (4, 6)),
        (("frame", 0, "as"), (4, 29), (4, 25)),
        (("frame", 1), (6, 5), (6, 5)),
        (("frame", 1, "words"), (6, 12), (6, 5)),
        (("note", 0, 0), (8, 7), (8, 7)),
        (("empty",), (9, 7), (9, 1)),
        (("text",), (10, 7), (10, 1)),
        (("missing",), (1, 1), (1, 1)),
        (("frame", 0, "missing"), (4, 5), (4, 5)),
        (("frame", 0, "missing", 3, "x"), (4, 5), (4, 5)),
        (("frame", 7), (4, 3), (4, 3)),
        (("provision", "below"), (1, 12), (1, 12)),
    ],
)
def test_where(keys: Keys, value: tuple[int, int], key: tuple[int, int]) -> None:
    document = parse(PLACES, "f")
    assert place(document.where(keys)) == value
    assert place(document.where(keys, key=True)) == key


@pytest.mark.parametrize(
    ("source", "part", "where"),
    [
        ("a: one two", "two", (1, 8)),
        ("a: 'one two'", "two", (1, 9)),
        ("a: 'it''s two'", "two", (1, 11)),
        ('a: "\\u00e9\\n\\"\\\\ two"', "two", (1, 18)),
        ('a: "é 😀 two"', "two", (1, 9)),
        ("a: one\n   two\n\n   three", "two", (2, 4)),
        ("a: one\n   two\n\n   three", "three", (4, 4)),
        ("a: 'one\n  two'", "two", (2, 3)),
        ('a: "one  \n  two"', "two", (2, 3)),
        ('a: "one\\\n  \\ two"', "two", (2, 5)),
        ("a: [x, one two]", "two", (1, 12)),
        ("a: >-\n  one\n  two\n  three", "three", (4, 3)),
        ("a: >-\n  one\n  two three", "three", (3, 7)),
        ("a: >-\n  one\n\n  two\n", "two", (4, 3)),
        ("a: >  # said\n  one\n    two\n  three\n", "two", (3, 5)),
        ("a: >  # said\n  one\n    two\n  three\n", "three", (4, 3)),
        ("a: |\n  one\n  two\n", "two", (3, 3)),
        ("a: |\n\n  one\n    two\n\n  three\n", "  two", (4, 3)),
        ("a: |\n\n  one\n    two\n\n  three\n", "three", (6, 3)),
        ("a: |2\n    one\n", "one", (2, 5)),
        ("a: |\r\n  one\r\n  two\r\n", "two", (3, 3)),
        ("a: |\n  one\x85  two\n", "two", (3, 3)),
    ],
)
def test_offset(source: str, part: str, where: tuple[int, int]) -> None:
    document = parse(source, "f")
    ((keys, value),) = leaves(document.data)[-1:]
    assert place(document.offset(keys, value.index(part))) == where


def test_offset_at_the_ends() -> None:
    document = parse("a: 'one'\nb: [c]", "f")
    assert place(document.offset(("a",), -1)) == (1, 5)
    assert place(document.offset(("a",), 3)) == (1, 8)
    assert place(document.offset(("a",), 99)) == (1, 8)
    assert place(document.offset(("b",), 1)) == (2, 4)
    assert place(document.offset(("missing",), 1)) == (1, 1)


@pytest.mark.parametrize("scalar", ["|\n  one\u2028  two\n", "'one\u2028  two'"])
def test_offset_is_the_start_where_the_source_is_not_understood(scalar: str) -> None:
    document = parse(f"a: {scalar}", "f")
    assert place(document.offset(("a",), document.data["a"].index("two"))) == (1, 4)


def test_a_byte_order_mark_takes_no_column() -> None:
    document = parse("\ufeffa: one two", "f")
    assert place(document.where(("a",))) == (1, 4)
    assert place(document.offset(("a",), 4)) == (1, 8)


@pytest.mark.parametrize(
    "scalar",
    [
        '"' + "\\\\" * 3000 + '\u2028 x"',
        "'" + " " * 3000 + "\n" * 300 + " " * 300 + "x\u2028  y'",
        "|\n" + "  a  \n\n" * 3000 + "  \u2028   z\n",
        '"' + "\\n" * 3000 + '\n\n  \u2028  x"',
        "'" + "a  \n\n   b" * 3000 + "\u2028  x'",
    ],
)
def test_offset_is_found_in_linear_time(scalar: str) -> None:
    document = parse(f"a: {scalar}", "f")
    reading = lambda: parse(f"a: {scalar}", "f")  # noqa: E731
    assert times_as_long(lambda: document.offset(("a",), 99_999), reading) < 50
