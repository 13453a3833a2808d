"""Holding words against the documents they come from: provisions, fragments, quotations.

Texts are compared after NFKC, folding of white space, and with footnote marks (``[^2]`` in the
texts we hold) taken out: they are not the document's words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from compliance.errors import InputError, Location, Problem
from compliance.files import text_of
from compliance.library.layers import LayerFile
from compliance.library.numbering import Numbering
from compliance.model.rulebook import Instrument

CONNECTIVES = frozenset({"and", "or", "to", "also"})
"""The words of a provision that may stand outside every fragment."""

_EDGE = "\0"
_PARTS = re.compile(r"[^\W_]+|.", re.DOTALL)
_MARK = re.compile(r"\[\^\d+\]")
_NUMBERED = re.compile(r"(\d+)\.[^\S\n]+")
_LETTERED = re.compile(r"\(([a-z]{1,4})\)[^\S\n]+")


def folded(text: str) -> str:
    """``text`` as it is compared: NFKC, no footnote marks, white space folded."""
    return " ".join(unicodedata.normalize("NFKC", _MARK.sub("", text)).split())


@dataclass(frozen=True)
class Source:
    """The text of a document, one paragraph a block."""

    text: str
    is_whole: bool = True
    """Whether it is all of the document, so that what does not stand here stands nowhere there."""

    @cached_property
    def words(self) -> str:
        """The whole text, folded."""
        return folded(self.text)

    @cached_property
    def paragraphs(self) -> Mapping[str, str]:
        """The numbered paragraphs, folded, without their numbers: ``5 (f)`` to its words."""
        return {number: words for number, words in self.blocks if number}

    @cached_property
    def blocks(self) -> tuple[tuple[str, str], ...]:
        """Every block of the text, folded, after its number; the number is empty if it has none."""
        found: list[tuple[str, str]] = []
        numbering = Numbering()
        for block in re.split(r"\n\s*\n", self.text):
            words, own = block.strip(), ""
            if match := _NUMBERED.match(words):
                own = numbering.paragraph(match[1])
            elif numbering.number and (match := _LETTERED.match(words)):
                opens = bool(found) and found[-1][1].endswith(":")
                own = numbering.item(match[1], opens=opens) or ""
                if not own and len(match[1]) == 1:
                    own = f"{numbering.number} ({match[1]})"
            found.append((own, folded(words[match.end() if match and own else 0 :])))
        return tuple(found)

    @cached_property
    def preamble(self) -> str:
        """The words before the first numbered paragraph, folded."""
        numbers = [bool(number) for number, _ in self.blocks]
        before = numbers.index(True) if True in numbers else len(numbers)
        return " ".join(words for _, words in self.blocks[:before])

    def lacks(self, quotation: str, place: str | None) -> bool:
        """Whether the document is known not to have the quotation.

        Of one that is held in part, only where ``place`` names a paragraph that is held.
        """
        if self.has(quotation):
            return False
        named = re.findall(r"\d+(?: \([a-z]\))?", place or "")
        return self.is_whole or any(name in self.paragraphs for name in named)

    def has(self, quotation: str) -> bool:
        """Whether the quotation stands in the document, word for word."""
        return _stands_in(folded(quotation), self.words)

    def longest_match(self, quotation: str) -> str:
        """The longest beginning of the quotation, in whole words, that the document has."""
        words = folded(quotation).split()

        def is_missing(count: int) -> bool:
            return not _stands_in(" ".join(words[:count]), self.words)

        # What begins longer than it stands there never stands there again: so halves are tried.
        count = bisect_left(range(1, len(words)), True, key=is_missing)
        return " ".join(words[:count])


def _stands_in(words: str, text: str) -> bool:
    return bool(words) and _spans(words, text, at_most=1) != []


def _spans(words: str, text: str, *, at_most: int = 2) -> list[tuple[int, int]]:
    """Where ``words`` stand in ``text`` as whole words; both are folded."""
    start = text.find(words)
    if start < 0:
        return []
    end = start + len(words)
    if at_most == 1 and not (_is_within_word(text, start) or _is_within_word(text, end)):
        return [(start, end)]
    whole, wanted = _searched(text), _with_edges(words)
    spans: list[tuple[int, int]] = []
    at = whole.find(wanted)
    while at >= 0 and len(spans) < at_most:
        start = at - whole.count(_EDGE, 0, at)
        spans.append((start, start + len(words)))
        at = whole.find(wanted, at + 1)
    return spans


def _is_within_word(text: str, place: int) -> bool:
    """Whether a word of the text goes on over this place."""
    return text[place - 1 : place].isalnum() and text[place : place + 1].isalnum()


def _with_edges(text: str) -> str:
    """The text with a mark at each edge of a word or sign: what stands in it stands as a whole."""
    return _EDGE.join(("", *_PARTS.findall(text), ""))


@lru_cache(maxsize=16)
def _searched(text: str) -> str:
    """The same of a text in which many fragments are looked for."""
    return _with_edges(text)


@lru_cache(maxsize=16)
def _whole(text: str) -> str:
    """A text in which many fragments are looked for, folded."""
    return folded(text)


def times_in(fragment: str, text: str) -> int:
    """How often ``fragment`` stands in ``text``: 0, 1, or 2 for more than once."""
    return len(_spans(folded(fragment), _whole(text)))


def overlap(one: str, other: str, text: str) -> bool:
    """Whether two fragments share words of ``text``."""
    whole = _whole(text)
    pairs = product(*(_spans(folded(fragment), whole, at_most=1) for fragment in (one, other)))
    return any(a < d and c < b for (a, b), (c, d) in pairs)


def left_over(text: str, fragments: Iterable[str]) -> list[str]:
    """The stretches of ``text`` that no fragment covers, but for bare connectives."""
    whole = folded(text)
    covered = _covered(whole, fragments)
    stretches = re.split(
        r"\x00+", "".join("\x00" if c else w for w, c in zip(whole, covered, strict=True))
    )
    return [s.strip() for s in stretches if _says_something(s)]


def _covered(whole: str, fragments: Iterable[str]) -> bytearray:
    """For each character of a folded text, whether a fragment covers it."""
    covered = bytearray(len(whole))
    for fragment in fragments:
        for start, end in _spans(folded(fragment), whole, at_most=1):
            covered[start:end] = b"\x01" * (end - start)
    return covered


def word_counts(text: str, *groups: Iterable[str]) -> tuple[int, ...]:
    """How many words of ``text`` each group of fragments covers, and last how many none does.

    A word counts for the first group that has it.
    """
    whole = folded(text)
    covered = [_covered(whole, group) for group in groups]
    counts = [0] * (len(groups) + 1)
    for word in re.finditer(r"\w\S*", whole):
        owners = [n for n, group in enumerate(covered) if group[word.start()]]
        counts[owners[0] if owners else -1] += 1
    return tuple(counts)


def _says_something(stretch: str) -> bool:
    return any(word.lower() not in CONNECTIVES for word in re.findall(r"\w+", stretch))


def sources_of(
    instruments: Mapping[str, Instrument], files: Mapping[str, LayerFile]
) -> tuple[dict[str, Source], list[Problem]]:
    """The text of each instrument that is held, by its symbol, and what is wrong with the files."""
    found: dict[str, Source] = {}
    problems: list[Problem] = []
    for name, instrument in instruments.items():
        if instrument.text_held == "no":
            continue
        file = files.get(f"rules/{name}/source.txt")
        if file is None:
            where = Location(files[f"rules/{name}/instrument.yaml"].shown)
            hint = "lay the text beside this file as source.txt, or write `text_held: no`"
            problems.append(Problem("the text is said to be held and is not there", where, hint))
            continue
        try:
            is_whole = instrument.text_held == "yes"
            found[instrument.symbol] = Source(text_of(file.path, file.shown), is_whole)
        except InputError as error:
            problems += error.problems
    return found, problems
