"""What a Markdown text is built of, so that a test can see that nobody's words change it."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token


def structure(text: str) -> Iterator[tuple[str, str, int]]:
    """What a Markdown text is built of, without its words."""

    def walk(tokens: list[Token]) -> Iterator[tuple[str, str, int]]:
        for token in tokens:
            if token.type not in ("text", "text_special"):
                yield token.type, token.tag, token.level
            yield from walk(token.children or [])

    yield from walk(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text))
