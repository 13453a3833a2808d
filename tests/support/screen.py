"""A document as it comes out on a terminal or in a pipe."""

from __future__ import annotations

import io

from compliance.document.model import Document
from compliance.document.terminal import console, render_terminal


def on_screen(document: Document, encoding: str = "utf-8") -> str:
    """What is written of a document to a stream in this encoding."""
    kept = io.BytesIO()
    stream = io.TextIOWrapper(kept, encoding=encoding, newline="")
    render_terminal(document, console(stream))
    stream.flush()
    return kept.getvalue().decode(encoding)


def words(text: str) -> str:
    """The words of a screen, however they are broken into lines."""
    return " ".join(text.split())
