"""From the lines of a document to its provisions, and to what stands before and behind them.

Two kinds of copies are read: one paragraph a line, and lines that are wrapped as on the page. Page
breaks, running heads, page numbers and marks of the printing system are taken out and listed; a
footnote at the foot of a page goes to the others. What cannot be told is kept where it is, and
said (``doubts``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from textwrap import shorten

from compliance.importers.texts.footnotes import Mark, marked, numbers_in
from compliance.library.numbering import Numbering

_NUMBERED = re.compile(r"(\d{1,3})\.(?:\s+(.*))?")
_ITEM = re.compile(r"\(([a-z]{1,4})\)\s+(.*)")
_RULE = re.compile(r"[_—–-]{5,}")
_SYSTEM = re.compile(r"\[DU\d\]|<<ODS.*|\*\d{7}\*|\d{2}-\d{5}(?: \(E\).*)?|GE\.\d+-\d+.*")
_PAGE_NUMBER = re.compile(r"\d{1,3}|\d{1,3}/\d{1,3}|(?:Page|page) \d+(?: of \d+)?")
_NOTE = re.compile(r"(?:\[\^)?(\d{1,2})\]?:?\s+(\S.*)")
_SYMBOL = re.compile(r"[A-Z]+(?:/[A-Z0-9.()]+)+(?:/\d+)*")
_END = re.compile(
    r"\d+(?:st|nd|rd|th)\s+(?:plenary\s+)?meeting\b.*|\d{1,2} (?:[A-Z][a-z]+) (?:19|20)\d\d"
    r"|\[?(?:Adopted|Resolution adopted) (?:without|by|at)\b.*"
)
_ANNEX = re.compile(r"Annex(?:\s+[IVX]+)?\b.{0,80}", re.IGNORECASE)
_BODY = re.compile(r"(?:The [A-Z][A-Za-z ]+|We, .*),?")
_SENTENCE_END = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
_BROKEN = re.compile(
    r"(?<!\S)\S+ (?:(?:[b-hj-z]|-\w+)(?=[\s,;.:])|\d{1,2} (?:See|Ibid)\b"
    r"|(?<=[a-z] )\d{1,3}\. [a-z]+)"
)
_OWN = re.compile(r"\[\^\d+\]")
_ENDS = (".", ";", ":", ",")
_ENDED = re.compile(r"[.;:,](?:\[\^\d+\]|\s?\d{1,2})?$")
"""The end of a sentence or of an item, which a footnote mark may follow."""
_LONG_LINE = 140
_HEADING = 200
PREAMBLE = "preamble"
"""What stands for the number of a provision where the words are of the preamble."""


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision as it was split off."""

    number: str  # ``5 (f)``, or our division of one
    text: str  # footnote marks set apart
    line: int  # of the copy, where it begins
    block: str  # the provision in whose block of source.txt it stands: itself, if not divided


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the program cannot tell, and the provision whose words it concerns."""

    number: str  # of the provision; empty where it concerns the whole
    words: str
    is_mark: bool = False  # whether it is about a footnote mark

    def __str__(self) -> str:
        return f"para. {self.number}: {self.words}" if self.number else self.words


@dataclass(slots=True)
class SplitText:
    """What a document was split into."""

    head: list[str] = field(default_factory=list)
    preamble: list[str] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    headings: dict[str, list[str]] = field(default_factory=dict)  # by the provision they precede
    closing: list[str] = field(default_factory=list)
    footnotes: dict[int, str] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)  # what was taken out, and how often
    marks: list[tuple[str, Mark]] = field(default_factory=list)  # with the place
    doubts: list[Doubt] = field(default_factory=list)

    def preamble_blocks(self) -> list[str]:
        """What stands before the first provision, a block each."""
        return [*self.head, *self.preamble]

    @property
    def paragraphs(self) -> list[str]:
        """The numbers of the paragraphs, without items and divisions."""
        return list(dict.fromkeys(one.number.partition(" ")[0] for one in self.provisions))


@dataclass(slots=True)
class _Piece:
    """A paragraph as it stands in the copy, line by line: its label, its words, its first line."""

    label: str
    text: str
    line: int = 0
    is_item: bool = False


def split(lines: Sequence[str], symbol: str, marks: Collection[int] = ()) -> SplitText:
    """Split the lines of the document with this symbol.

    ``marks`` are numbers that are known to be footnote marks, where the copy has no footnotes.
    """
    found = SplitText()
    kept = list(_without_page_matter(lines, symbol, found))
    is_wrapped = _is_wrapped([text for _, text in kept])
    pieces = list(_pieces(kept, is_wrapped=is_wrapped))
    first = next((n for n, piece in enumerate(pieces) if piece.label), len(pieces))
    _head_and_preamble(pieces[:first], found, is_wrapped=is_wrapped)
    last = _operative(pieces[first:], found)
    _behind(pieces[first + last :], found)
    _divide_openings(found)
    _take_marks(found, marks)
    _leave_out_empty(found)
    return found


# Lines that are of the page, not of the document


def _without_page_matter(
    lines: Sequence[str], symbol: str, found: SplitText
) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, without what belongs to the page; an empty one is a gap."""
    plain = [" ".join(line.replace("\f", " ").split()) for line in lines]
    heads = _running_heads(plain, symbol)
    is_of_notes = False
    note = 0
    for number, (text, raw) in enumerate(zip(plain, lines, strict=True), 1):
        ends_page = "\f" in raw
        if _RULE.fullmatch(text):
            is_of_notes = _begins_note(plain[number : number + 3])
            found.dropped[text] = found.dropped.get(text, 0) + 1
        elif text in heads or _SYSTEM.fullmatch(text) or _PAGE_NUMBER.fullmatch(text):
            is_of_notes = False
            found.dropped[text] = found.dropped.get(text, 0) + 1
        elif is_of_notes and text and not _NUMBERED.fullmatch(text):
            if match := _NOTE.fullmatch(text):
                note = int(match[1])
                found.footnotes[note] = match[2]
            elif note:
                found.footnotes[note] += f" {text}"
        else:
            is_of_notes = is_of_notes and not text
            yield number, text
        is_of_notes = is_of_notes and not ends_page


def _begins_note(following: Sequence[str]) -> bool:
    line = next((text for text in following if text), "")
    return bool(_NOTE.fullmatch(line)) and not _PAGE_NUMBER.fullmatch(line)


def _running_heads(plain: Sequence[str], symbol: str) -> set[str]:
    """The symbol, and short lines that recur beside it."""
    beside = Counter(
        other
        for before, text, after in zip(["", *plain], plain, [*plain[1:], ""], strict=False)
        if text == symbol
        for other in {before, after}
        if other and not other.endswith(_ENDS) and not _NUMBERED.fullmatch(other)
    )
    symbols = Counter(text for text in plain if _SYMBOL.fullmatch(text))
    recurring = {text for text, times in (beside + symbols).items() if times > 1}
    return {symbol, *recurring}


def _is_wrapped(texts: Sequence[str]) -> bool:
    """Whether the lines are those of a page, so that a paragraph has several.

    Then none is long, and many of them end amid a sentence.
    """
    longer = [text.rstrip("0123456789 ") for text in texts if len(text) > 30]
    whole = [text for text in longer if text.endswith(_ENDS)]
    is_short = max(map(len, longer), default=_LONG_LINE) < _LONG_LINE
    return is_short and 10 * len(whole) < 7 * len(longer)


# Paragraphs


def _pieces(kept: Sequence[tuple[int, str]], *, is_wrapped: bool) -> Iterator[_Piece]:
    """The paragraphs of the copy, each with its label where it has one."""
    current: _Piece | None = None
    gap = False
    last = 0
    for place, (line, text) in enumerate(kept):
        if not text:
            gap = True
            continue
        following = next((other for _, other in kept[place + 1 :] if other), "")
        begun = _number(text, following, current, last, is_wrapped=is_wrapped)
        begun = begun or (_item(text, current) if last else None)
        if not begun and current and _goes_on(current, text, gap=gap, is_wrapped=is_wrapped):
            current.text = f"{current.text}\n{text}" if current.text else text
        else:
            if current and (current.text or current.label):
                yield current
            current = begun or _Piece("", text)
            current.line = line
            last = int(current.label) if current.label.isdigit() else last
        gap = False
    if current:
        yield current


def _number(
    text: str, following: str, current: _Piece | None, last: int, *, is_wrapped: bool
) -> _Piece | None:
    """The numbered paragraph that a line begins, if it does."""
    match = _NUMBERED.fullmatch(text)
    if not match:
        return None
    moved = ""
    if not match[2] and is_wrapped and following[:1].islower():
        moved = _first_line_of(current)
    if not _is_next(int(match[1]), last, moved or match[2] or following):
        return None
    if current and moved:
        current.text = current.text.rpartition("\n")[0]
    return _Piece(match[1], moved or match[2] or "")


def _item(text: str, current: _Piece | None) -> _Piece | None:
    """The item of a list that a line begins, if it does."""
    match = _ITEM.fullmatch(text)
    if not match or not current or not _can_end(current):
        return None
    return _Piece(match[1], match[2], is_item=True)


def _is_next(number: int, last: int, words: str) -> bool:
    """Whether a number begins a paragraph: it counts on, and a sentence begins behind it."""
    return last < number <= last + 60 and bool(re.match(r"[A-Z“\"(\[]", words))


def _can_end(current: _Piece) -> bool:
    """Whether an item can begin behind the paragraph: else ``(b)`` is of "article 5 (b)"."""
    return bool(_ENDED.search(current.text[-12:]) or re.search(r"\b(?:and|or)$", current.text))


def _first_line_of(current: _Piece | None) -> str:
    """The line before a number that stands alone, where it begins the paragraph of that number.

    Some copies have the number behind the first line of its paragraph:

        Calls upon Governments to adopt measures to protect the
        6.
        human rights of women migrant workers,
    """
    before, _, line = current.text.rpartition("\n") if current else ("", "", "")
    return line if not before or _ENDED.search(before[-12:]) else ""


def _goes_on(current: _Piece, text: str, *, gap: bool, is_wrapped: bool) -> bool:
    """Whether a line without a label goes on with the paragraph before it."""
    if not current.text:
        return True
    ends = current.text.endswith(_ENDS)
    if is_wrapped and not gap:
        return not (ends and not current.label and _begins_clause(text) and _is_clause(current))
    return not ends and bool(current.label or is_wrapped) and text[:1].islower()


def _begins_clause(text: str) -> bool:
    return bool(re.match(r"[A-Z][a-z]+(?:ing|ed|d)?\b", text))


def _is_clause(piece: _Piece) -> bool:
    """Whether a paragraph of the preamble is whole: it ends with a comma."""
    return piece.text.endswith(",")


def _plain(text: str) -> str:
    """A paragraph as one line; a hyphen at the end of a line stays, and joins the next."""
    return re.sub(r"(?<=\w-)\n(?=\w)", "", text).replace("\n", " ").strip()


# Before, between, behind


def _head_and_preamble(pieces: Sequence[_Piece], found: SplitText, *, is_wrapped: bool) -> None:
    """Sort what stands before the first number: from the body's name on it is the preamble."""
    texts = [_plain(piece.text) for piece in pieces]
    begins = next(
        (n for n, text in enumerate(texts) if _BODY.fullmatch(text) and text.endswith(",")), None
    )
    if begins is None and is_wrapped:
        parts = [re.split(r"(?<=,)\n(?=[A-Z])", piece.text) for piece in pieces]
        texts = [_plain(part) for several in parts for part in several]
        begins = next(
            (n for n, t in enumerate(texts) if _BODY.fullmatch(t) and t.endswith(",")), None
        )
    if begins is None:  # a part of a document: what ends with a comma is of the preamble
        begins = next((n - 1 for n, text in enumerate(texts) if text.endswith(",")), len(texts))
    found.head, found.preamble = texts[: begins + 1], texts[begins + 1 :]


def _operative(pieces: Sequence[_Piece], found: SplitText) -> int:
    """Take the provisions; gives back how many pieces they are."""
    numbering = Numbering()
    waiting: list[str] = []
    for place, piece in enumerate(pieces):
        text = _plain(piece.text)
        if not piece.label:
            if _END.fullmatch(text) or _ANNEX.fullmatch(text) or _RULE.fullmatch(text):
                return place
            _take_unnumbered(text, waiting, found)
            continue
        number: str | None = numbering.paragraph(piece.label) if not piece.is_item else None
        if piece.is_item:
            before = found.provisions[-1].text if found.provisions else ""
            number = numbering.item(piece.label, opens=before.endswith(":"))
            skipped = number is None and text[:1].isupper() and numbering.skip_to(piece.label)
            if skipped:
                number = skipped
                words = f"an item before ({piece.label}) is lost (line {piece.line})"
                found.doubts.append(Doubt(skipped, words))
        if number is None:
            words = (
                f"({piece.label}) is taken as words, since it does not follow (line {piece.line})"
            )
            found.doubts.append(Doubt(found.provisions[-1].number, words))
            _add_words(f"({piece.label}) {text}", found)
            continue
        if waiting:
            found.headings[number] = list(waiting)
            waiting.clear()
        found.provisions.append(Provision(number, text, piece.line, number))
    if waiting:
        words = f"“{_short(waiting[-1])}” stands behind the last provision and is left out"
        found.doubts.append(Doubt("", words))
    return len(pieces)


def _take_unnumbered(text: str, waiting: list[str], found: SplitText) -> None:
    last = found.provisions[-1]
    is_open = not last.text.endswith((".", ";", ":"))
    if is_open and text[:1].islower():
        _add_words(text, found)
    elif len(text) < _HEADING and not text.endswith(_ENDS):
        waiting.append(text)
    elif text.endswith(":") and "(" not in last.number:
        _add_words(text, found)
    else:
        _add_words(text, found)
        words = f"“{_short(text)}” has no number and is taken as words of it"
        found.doubts.append(Doubt(last.number, words))


def _short(text: str) -> str:
    return shorten(text, 70, placeholder=" …")


def _add_words(text: str, found: SplitText) -> None:
    last = found.provisions[-1]
    found.provisions[-1] = replace(last, text=f"{last.text} {text}")


def _behind(pieces: Sequence[_Piece], found: SplitText) -> None:
    """Sort what stands behind the provisions: the day, footnotes, marks of the system."""
    note = 0
    for piece in pieces:
        text = _plain(piece.text)
        text = f"{piece.label}. {text}" if piece.label and not piece.is_item else text
        if _ANNEX.fullmatch(text):
            words = "an annex follows, which counts anew: give it as a text of its own"
            found.doubts.append(Doubt("", f"{words} (line {piece.line})"))
            return
        match = _NOTE.fullmatch(text)
        if match and int(match[1]) == note + 1:
            note += 1
            found.footnotes[note] = match[2]
        elif _END.fullmatch(text) and not note:
            found.closing.append(text)
        elif text:
            found.dropped[text] = found.dropped.get(text, 0) + 1


# Divisions of ours, and footnote marks


def _divide_openings(found: SplitText) -> None:
    """Set apart the sentence that opens a list, where others stand before it in the paragraph.

    "29. We commit to … . To realize this commitment, we will draw from the following actions:" has
    two sentences of different force under one number.
    """
    divided: list[Provision] = []
    for place, one in enumerate(found.provisions):
        following = found.provisions[place + 1] if place + 1 < len(found.provisions) else None
        sentences = _SENTENCE_END.split(one.text)
        opens = following and following.number.startswith(f"{one.number} (")
        if not (opens and one.text.endswith(":") and len(sentences) > 1) or "(" in one.number:
            divided.append(one)
            continue
        cut = len(one.text) - len(sentences[-1])
        first, opening = one.text[:cut].rstrip(), one.text[cut:]
        divided.append(replace(one, number=f"{one.number} (text; our division)", text=first))
        divided.append(replace(one, number=f"{one.number} (opening; our division)", text=opening))
    found.provisions = divided


def _broken_words(text: str) -> list[str]:
    """What the copy seems to have broken: a letter alone, a blank before a hyphen, a footnote.

    Or the number of a paragraph amid its words: ``protect the 6. human rights``.
    """
    return [match[0] for match in _BROKEN.finditer(text)]


def _take_marks(found: SplitText, marks: Collection[int]) -> None:
    known = set(found.footnotes)
    texts = [*found.preamble, *(one.text for one in found.provisions)]
    known |= {number for text in texts for number in numbers_in(text)}

    def read(text: str, number: str) -> str:
        told = marked(text, known, marks)
        found.marks += [(number, mark) for mark in told.marks]
        for words in told.doubtful:
            found.doubts.append(
                Doubt(number, f"“{words}” may end with a footnote mark", is_mark=True)
            )
        for words in _broken_words(told.text):
            found.doubts.append(Doubt(number, f"“{words}” looks broken"))
        return told.text

    found.preamble = [read(text, PREAMBLE) for text in found.preamble]
    found.provisions = [replace(one, text=read(one.text, one.block)) for one in found.provisions]


def _leave_out_empty(found: SplitText) -> None:
    """Take out numbers with no words behind them: ``2. [^1]`` is no provision."""
    empty = [one for one in found.provisions if not re.search(r"\w", _OWN.sub("", one.text))]
    for one in empty:
        words = f"{one.number} has no words and is left out (line {one.line})"
        found.doubts.append(Doubt("", words))
    found.provisions = [one for one in found.provisions if one not in empty]
