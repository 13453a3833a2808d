"""The lines of a document: a plain text, or a Word file with its own numbers and footnotes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from compliance.errors import InputError, Location, fault
from compliance.files import LINE_BREAK, content_of, text_of
from compliance.importers.package import WORD, check_package
from compliance.library.layers import shown
from compliance.library.numbering import roman

_MAX_BYTES = 20_000_000
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LIST_SIGNS: dict[str, Callable[[int], str]] = {
    "decimal": lambda number: f"{number}.",
    "lowerLetter": lambda number: f"({chr(ord('a') + (number - 1) % 26)})",
    "lowerRoman": lambda number: f"({roman(number)})",
}


def lines_of(path: Path) -> list[str]:
    """The lines of a .txt or .docx file; a form feed at the end of one ends a page.

    A paragraph of a Word file is one line, with an empty one behind it; what Word numbers by
    itself has its number, and a footnote its mark, ``[^1]``. Raises InputError where the file
    cannot be read.
    """
    ending = path.suffix.lower()
    if ending == ".docx":
        return list(_word_lines(path))
    if ending != ".txt":
        hint = "save the document as plain text (.txt) or as a Word file (.docx)"
        raise fault(f"a file that ends in `{ending}` is not read here", Location(shown(path)), hint)
    text = text_of(path, shown(path), at_most=_MAX_BYTES)
    if not text.strip():
        raise fault("the file is empty", Location(shown(path)), "check that it is the right file")
    return LINE_BREAK.split(text.replace("\f", "\f\n"))


def _word_lines(path: Path) -> Iterator[str]:
    content = content_of(path, shown(path), at_most=_MAX_BYTES)
    check_package(content, Location(shown(path)), kind=WORD)
    try:
        import docx  # noqa: PLC0415 - an extra
        from docx.oxml.ns import qn  # noqa: PLC0415
    except ImportError:
        hint = "install it with: pip install 'migrant-rights-compliance[word]'; or save it as .txt"
        raise fault("reading Word needs python-docx", Location(shown(path)), hint) from None
    try:
        document = docx.Document(io.BytesIO(content))
    except Exception as error:
        hint = "open it in Word and save it again as .docx"
        raise fault("this is no Word file that can be read", Location(shown(path)), hint) from error
    try:
        numbers = _Numbers(document)
        for paragraph in document.element.body.iter(qn("w:p")):
            text = "".join(map(_piece, paragraph.iter()))
            yield f"{numbers.of(paragraph)}{text}".replace("\n", " ")
            yield ""
    except InputError:
        raise
    except Exception as error:
        hint = "open it in Word and save it again as .docx"
        raise fault("this is no Word file that can be read", Location(shown(path)), hint) from error


def _piece(element: Any) -> str:
    if element.tag == f"{_WORD}t":
        return element.text or ""
    if element.tag in (f"{_WORD}tab", f"{_WORD}br"):
        return " "
    if element.tag == f"{_WORD}noBreakHyphen":
        return "-"
    if element.tag == f"{_WORD}footnoteReference":
        return f"[^{element.get(f'{_WORD}id')}]"
    return ""


class _Numbers:
    """The numbers that Word makes itself, counted as it does: by list, and by level in it."""

    def __init__(self, document: Any) -> None:
        self._styles = {
            style.get(f"{_WORD}styleId"): style
            for style in document.styles.element.iter(f"{_WORD}style")
        }
        self._counts: dict[tuple[str, int], int] = {}
        self._formats: dict[tuple[str, int], tuple[str, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        levels: dict[str, dict[int, tuple[str, int]]] = {}
        for abstract in root.iter(f"{_WORD}abstractNum"):
            levels[abstract.get(f"{_WORD}abstractNumId")] = {
                int(level.get(f"{_WORD}ilvl")): (
                    _value(level, "numFmt", "none"),
                    int(_value(level, "start", "1")),
                )
                for level in abstract.iter(f"{_WORD}lvl")
            }
        for number in root.iter(f"{_WORD}num"):
            of = levels.get(_value(number, "abstractNumId", ""), {})
            for level, told in of.items():
                self._formats[number.get(f"{_WORD}numId"), level] = told

    def of(self, paragraph: Any) -> str:
        """The label of a paragraph, with a blank behind it; empty where it has none."""
        properties = self._properties(paragraph)
        if properties is None:
            return ""
        name, level = _value(properties, "numId", ""), int(_value(properties, "ilvl", "0"))
        form, start = self._formats.get((name, level), ("none", 1))
        if form not in _LIST_SIGNS:
            return ""
        self._counts[name, level] = self._counts.get((name, level), start - 1) + 1
        for deeper in [key for key in self._counts if key[0] == name and key[1] > level]:
            del self._counts[deeper]
        return f"{_LIST_SIGNS[form](self._counts[name, level])} "

    def _properties(self, paragraph: Any) -> Any:
        """What numbers a paragraph: its own, or that of its style; None where nothing does."""
        found = paragraph.find(f"{_WORD}pPr/{_WORD}numPr")
        style = self._styles.get(_value(paragraph.find(f"{_WORD}pPr"), "pStyle", ""))
        seen: list[Any] = []
        while found is None and style is not None and style not in seen:
            seen.append(style)
            found = style.find(f"{_WORD}pPr/{_WORD}numPr")
            style = self._styles.get(_value(style, "basedOn", ""))
        return found


def _value(element: Any, name: str, default: str) -> str:
    found = None if element is None else element.find(f"{_WORD}{name}")
    return default if found is None else found.get(f"{_WORD}val", default)
