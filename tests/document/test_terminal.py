"""The sample on terminals of several widths and encodings."""

import io
import re

import pytest
from document import sample
from rich.cells import cell_len

from compliance.document.model import (
    Column,
    Document,
    Paragraph,
    Row,
    Table,
)
from compliance.document.terminal import console, render_terminal
from compliance.document.text import code


class _Stream(io.StringIO):
    """A stream with an encoding that is strict about it."""

    def __init__(self, encoding: str = "utf-8") -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:
        return self._encoding

    def write(self, text: str) -> int:
        text.encode(self._encoding)
        return super().write(text)


@pytest.fixture
def shown(monkeypatch):
    def show(document, width=80, encoding="utf-8", **environment):
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "COLORTERM"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("COLUMNS", str(width))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        stream = _Stream(encoding)
        render_terminal(document, console(stream))
        return stream.getvalue()

    return show


@pytest.mark.parametrize("width", [80, 40])
def test_the_sample(shown, approved, width):
    found = shown(sample.document(), width)
    assert found == approved(f"sample-{width}.txt", found)
    assert max(map(cell_len, found.splitlines())) <= width
    assert "\x1b" not in found


def test_the_sample_in_colours(shown, approved):
    found = shown(sample.document(), FORCE_COLOR="1", TERM="xterm-256color")
    assert found == approved("sample-colour.txt", found)


def test_no_color_takes_the_colours(shown):
    found = shown(sample.document(), FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color")
    assert not re.search(r"\x1b\[[\d;]*\b[349][0-8]\b", found)
    assert "\x1b[1m" in found


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_encodings_without_the_signs(shown, approved, encoding):
    found = shown(sample.document(sample.HOSTILE), encoding=encoding)
    assert "!~." in found
    assert "[OK]" in found
    assert "○" not in found
    if encoding == "ascii":
        found = shown(sample.document(), encoding=encoding)
        assert found == approved("sample-ascii.txt", found)


@pytest.mark.parametrize("width", [24, 40, 80])
def test_hostile_words_are_only_words(shown, width):
    found = shown(sample.document(sample.HOSTILE), width)
    assert not set(found) & set("\x1b\x07\u202e\u202c")
    assert "\ufffd" in found
    together = "".join(found.split())
    assert together.count("[red]notmarkup[/red]") >= 6


@pytest.mark.parametrize("width", [80, 100])
def test_words_in_a_table_have_room(shown, width):
    columns = [Column(), Column(is_name=True, wraps=True, width=12), Column(wraps=True), Column()]
    title = "Ratifying human rights treaties, carrying out the Convention"
    row = Row(
        [sample.AT_MOST, "19 children and women", title, "at most partly met"],
        under=[f"{title} in law and in practice."],
    )
    lines = shown(Document("x", [Table(columns, [row])]), width).splitlines()
    assert "Ratifying human rights treaties," in lines[2]
    below = next(line for line in lines if "→" in line)
    assert below.index("→") == lines[2].index("Ratifying")
    assert len(below) > lines[2].index("at most")


@pytest.mark.parametrize("width", [24, 40, 80])
def test_a_command_is_not_cut(shown, width):
    command = "compliance questionnaire ESP -o questions.xlsx"
    found = shown(Document("x", [Paragraph(["Say ", code(command), " and look."])]), width)
    assert command in found.splitlines()[2:][0 if width == 80 else 1]
