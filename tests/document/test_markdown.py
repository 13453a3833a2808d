"""The sample as Markdown: what people approved, and what a reader of Markdown makes of it."""

import re

from document import sample
from markdown_it import MarkdownIt

from compliance.document.markdown import markdown

_RAW = re.compile(r'</?code>|<br>|<a id="[\w.-]+">|</a>|</?details>|</?summary>')


def test_the_sample(approved):
    found = markdown(sample.document())
    assert found == approved("sample.md", found)


def test_hostile_words_are_only_words():
    found = markdown(sample.document(sample.HOSTILE))
    assert not set(found) & set("\x1b\x07\u202e\u202c")
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(found)
    inner = [child for token in tokens for child in token.children or []]
    for token in [*tokens, *inner]:
        if token.type in ("html_inline", "html_block"):
            rest = _RAW.sub("", token.content)
            assert "<" not in rest, token.content
    links = [token.attrs["href"] for token in inner if token.type == "link_open"]
    ours = [link for link in links if not link.startswith("#")]
    assert set(ours) == {"https://example.org/a?b=1"}
    strongs = [inner[n + 1].content for n, one in enumerate(inner) if one.type == "strong_open"]
    assert "bold" not in strongs
    assert "https://example.org " not in found
    assert "@all" not in found
    assert any("**bold** | `code`" in token.content for token in inner if token.type == "text")


def test_every_table_keeps_its_columns():
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(
        markdown(sample.document(sample.HOSTILE))
    )
    rows: list[int] = []
    widths = []
    for token in tokens:
        if token.type == "table_open":
            rows = []
        elif token.type == "tr_open":
            rows.append(0)
        elif token.type in ("th_open", "td_open"):
            rows[-1] += 1
        elif token.type == "table_close":
            widths.append(set(rows))
    assert widths == [{7}, {4}, {3}]
