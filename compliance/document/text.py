"""Text of a report: words with looks, statuses as values, references to sources.

A ``Text`` is a string, an inline, or a list of both: ``["It answers ", strong("19"), "."]``.
Strings are somebody's words: a renderer shows them and never reads markup in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from string import Formatter
from typing import TypeAlias

from compliance.document.style import Signs, outcomes_words, tone, tone_words
from compliance.engine.outcomes import Outcomes
from compliance.library.languages import spoken


class Look(Enum):
    """What words are to the reader; a renderer decides how that looks."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    QUOTATION = "quotation"
    """A document's own words: the renderer sets the quotation marks."""
    CODE = "code"
    """A command, an id, a value: never broken over lines on a terminal."""
    MUTED = "muted"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look. ``to`` is an anchor of the same document or an http(s) address.

    ``language`` is the tag of the language of the words, where it is not the document's:
    ``und`` where nobody knows it.
    """

    text: str
    look: Look = Look.PLAIN
    to: str = ""
    language: str = ""

    @property
    def words(self) -> str:
        """The words as they are read: a quotation has its marks."""
        return f"“{self.text}”" if self.look is Look.QUOTATION else self.text


class Form(Enum):
    """How much of a status is shown."""

    SIGN = "sign"
    """One sign: the decided status, or open."""
    MARK = "mark"
    """Three signs: what is still possible and what is ruled out."""
    WORDS = "words"
    BOTH = "both"
    """The three signs and the words."""
    SWATCH = "swatch"
    """A part of a bar and what it means."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A status as a value: the outcomes still possible. The renderer draws it."""

    outcomes: Outcomes
    form: Form = Form.MARK


def drawn(mark: Mark, signs: Signs) -> tuple[str, str]:
    """The signs of a status and its words, as its form asks; what is not shown is empty."""
    outcomes, words = mark.outcomes, outcomes_words(mark.outcomes)
    return {
        Form.SIGN: (signs.statuses[outcomes.status], ""),
        Form.MARK: (signs.mark(outcomes), ""),
        Form.WORDS: ("", words),
        Form.BOTH: (signs.mark(outcomes), words),
        Form.SWATCH: (signs.bar[tone(outcomes)], tone_words(outcomes)),
    }[mark.form]


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference to a source; sources are numbered in the order of their first reference."""

    source: Source


Inline: TypeAlias = Span | Mark | Cite
Text: TypeAlias = "str | Inline | Outcomes | Sequence[Text]"


def inlines(text: Text) -> Iterator[Inline]:
    """The parts of a text, one after the other; empty strings are left out."""
    if isinstance(text, str):
        if text:
            yield Span(text)
    elif isinstance(text, Outcomes):
        yield Mark(text)
    elif isinstance(text, Span | Mark | Cite):
        yield text
    else:
        for part in text:
            yield from inlines(part)


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the list of sources, for instance ``A/HRC/15/29, para. 12``."""

    text: Text

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", tuple(inlines(self.text)))


def english(text: Text) -> tuple[Inline, ...]:
    """Words that are in English, whatever the language of the document is."""
    return in_language("en", text)


def as_written(text: Text) -> tuple[Inline, ...]:
    """Words of an account or a source, in a language that nobody tells us."""
    return in_language("und", text)


def in_language(language: str, text: Text) -> tuple[Inline, ...]:
    """A text whose words are in a language of their own; in an English report as it is."""
    if not spoken().entries:
        return tuple(inlines(text))
    parts = inlines(text)
    return tuple(replace(p, language=language) if isinstance(p, Span) else p for p in parts)


def strong(words: str, to: str = "") -> Span:
    """Words that carry the sentence."""
    return Span(words, Look.STRONG, to)


def emphasis(words: str) -> Span:
    """Words that are stressed, or a title of a work."""
    return Span(words, Look.EMPHASIS)


def quotation(words: str, to: str = "") -> Span:
    """A document's own words, without quotation marks: the renderer sets them."""
    return Span(words, Look.QUOTATION, to)


def code(words: str) -> Span:
    """A command or an id, to be copied."""
    return Span(words, Look.CODE)


def muted(words: str) -> Span:
    """Words of less weight."""
    return Span(words, Look.MUTED)


def confidential(words: str) -> Span:
    """The mark on what nobody outside may see; ``words`` say so."""
    return Span(words, Look.CONFIDENTIAL)


def link(words: str, to: str) -> Span:
    """Words that lead to an anchor of this document or to an http(s) address.

    Where the document has no such anchor only the words are shown.
    """
    return Span(words, to=to)


def status(outcomes: Outcomes) -> Mark:
    """A status in words: *met*, *at most partly met*, *open*."""
    return Mark(outcomes, Form.WORDS)


def sign(outcomes: Outcomes) -> Mark:
    """A status as a single sign, for cells of a matrix."""
    return Mark(outcomes, Form.SIGN)


def marked_status(outcomes: Outcomes) -> Mark:
    """The three signs and the words."""
    return Mark(outcomes, Form.BOTH)


def sentence(template: str, **fields: Text) -> list[Text]:
    """A whole sentence with named fields that may be inlines.

    ``sentence("It answers {n} questions.", n=strong("19"))``. Raises KeyError for a field that
    is not given.
    """
    parts: list[Text] = []
    for words, name, _, _ in Formatter().parse(template):
        parts += [words] if name is None else [words, fields[name]]
    return parts


def plain(text: Text) -> str:
    """A text as words alone; a status in words, without references to sources."""
    return "".join(words_of(part) for part in inlines(text))


def words_of(part: Inline) -> str:
    """The words of an inline; a status in words, a reference to a source has none."""
    if isinstance(part, Span):
        return part.words
    return outcomes_words(part.outcomes) if isinstance(part, Mark) else ""
