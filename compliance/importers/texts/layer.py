"""Draft rules put into a layer: what is new is added, and what is there stays as it is."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from compliance.errors import Location, fault
from compliance.files import text_of
from compliance.importers.texts.drafting import (
    NOT_GIVEN,
    Drafter,
    instrument,
    runs,
    to_states,
    words_of,
)
from compliance.importers.texts.splitting import PREAMBLE, Provision, SplitText
from compliance.library.layer_files import appended, extended, naming_schema
from compliance.library.layers import shown
from compliance.library.library import Library
from compliance.library.source_texts import Source, folded
from compliance.library.yaml_writer import Data, written
from compliance.model.rulebook import provision_stem
from compliance.model.scalars import BUNDLED

_FOOTNOTE = "The copy has the mark of a footnote among the words."
_OF_THE_PAGE = "Matter of the page or of the printing system, dropped."
_MOST_DROPPED = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made of the document: as whom it is cited, and which paragraphs."""

    symbol: str
    title: str | None = None
    paragraphs: Collection[int] = ()  # all, if none is named

    @property
    def rulebook(self) -> str:
        """The folder of the rulebook: ``A-RES-65-212``."""
        return re.sub(r"[^A-Za-z0-9]+", "-", self.symbol).strip("-")


class Plan:
    """What putting a document into a layer comes to. Nothing is written before it is asked."""

    def __init__(self, root: Path, library: Library, wanted: Wanted, split: SplitText) -> None:
        """Raises InputError where the document has nothing to draft, or ours has it already."""
        self.contents: dict[Path, Iterable[bytes]] = {}
        self.new = self.there = 0
        self.remarks: list[str] = []
        self._wanted, self._split = wanted, split
        self._folder = root / "rules" / wanted.rulebook
        _refuse_ours(wanted, library, root)
        self._laid: set[str] = set()  # whose words come into source.txt now
        self._drafter = Drafter(split, library.topics)
        self.provisions = self._chosen()
        self._is_whole = len(self.provisions) == len(split.provisions) and not self._gaps()
        self._say_doubts()
        source = self._plan_source()
        self._plan_rules(source)
        self._plan_instrument()
        self._plan_errata()

    # What is taken

    def _chosen(self) -> list[Provision]:
        """The provisions that are drafted: those wanted; of a summary, the sure ones."""
        wanted, every = self._wanted.paragraphs, self._split.provisions
        missing = sorted(set(wanted) - {int(number) for number in self._split.paragraphs})
        if missing:
            what = f"the text has no para. {', '.join(map(str, missing))}"
            has = ", ".join(self._split.paragraphs) or "none that is numbered"
            raise fault(what, Location("--paragraphs"), f"found are {has}")
        if not every:
            hint = "each paragraph begins with its number and a point: `1. Calls upon States …`"
            raise fault("there is no numbered paragraph in the text", None, hint)
        chosen = [one for one in every if not wanted or int(_paragraph(one)) in wanted]
        readings = self._drafter.readings
        heads = [one for one in chosen if "(" not in one.block]
        sure = [one for one in heads if readings[one.number].is_sure]
        if wanted or 2 * len(sure) >= len(heads):
            return chosen
        return self._of_a_summary(chosen, len(sure), len(heads))

    def _of_a_summary(self, chosen: list[Provision], sure: int, count: int) -> list[Provision]:
        readings = self._drafter.readings
        found = [one for one in chosen if readings[one.number].is_sure]
        said = (
            f"This does not read as a resolution: {sure} of {count} paragraphs begin with a verb "
            "such as “calls upon”."
        )
        if not found:
            hint = "name the paragraphs that ask something of States with --paragraphs"
            raise fault(said.rstrip("."), None, hint)
        left = [one.number for one in chosen if one not in found]
        self.remarks.append(said)
        self.remarks.append(
            f"Only what begins so is drafted. Not drafted, and not held: {runs(left)}."
        )
        return found

    def _gaps(self) -> list[str]:
        """The paragraphs that the numbers of the document jump over."""
        numbers = [int(number) for number in self._split.paragraphs]
        return [str(n) for n in range(1, max(numbers, default=0) + 1) if n not in numbers]

    def _say_doubts(self) -> None:
        gaps = self._gaps()
        if gaps and not self._wanted.paragraphs:
            self.remarks.append(f"The copy has no para. {runs(gaps)}: the text is held in part.")
        own = {"", *(one.block for one in self.provisions)}
        doubts = [doubt for doubt in self._split.doubts if doubt.number in own]
        self.remarks += map(str, doubts)
        if any(doubt.is_mark for doubt in doubts):
            self.remarks.append("--marks takes these footnote marks off: --marks 14-19")
        unsure = [n.number for n in self.provisions if not self._drafter.readings[n.number].is_sure]
        if unsure:
            self.remarks.append(f"No verb that tells the force was found in {runs(unsure)}.")
        for words in to_states(self._split.preamble):
            self.remarks.append(f"The preamble speaks to States: “{words}”")

    def _held(self) -> list[str]:
        """The paragraphs that are held whole, and the items of those that are not."""
        taken = {one.number for one in self.provisions}
        left = {_paragraph(one) for one in self._split.provisions if one.number not in taken}
        numbers = (
            n if (n := _paragraph(one)) not in left else one.number for one in self.provisions
        )
        return list(dict.fromkeys(numbers))

    # The files

    def _plan_source(self) -> Source:
        """The text: that of a new rulebook, or what is held with the blocks that are missing."""
        path = self._folder / "source.txt"
        blocks = dict(self._blocks())
        if not os.path.lexists(path):
            text = "\n\n".join([*self._split.preamble_blocks(), *blocks.values(), *self._behind()])
            self.contents[path] = [f"{text}\n".encode()]
            self._laid = {PREAMBLE, *blocks}
            return Source(text)
        held = text_of(path, shown(path))
        known = Source(held).paragraphs
        missing = {number: block for number, block in blocks.items() if number not in known}
        self._laid = set(missing)
        text = _with_blocks(held, missing, list(blocks))
        if text != held:
            self.contents[path] = [text.encode()]
        return Source(text)

    def _blocks(self) -> Iterator[tuple[str, str]]:
        """The blocks of the provisions by their numbers, each with the headings before it."""
        parts: dict[str, list[str]] = {}
        for one in self.provisions:
            parts.setdefault(one.block, []).append(one.text)
        for number, texts in parts.items():
            label = number.rpartition(" ")[2] if "(" in number else f"{number}."
            block = f"{label} {' '.join(texts)}"
            yield number, "\n\n".join([*self._split.headings.get(number, ()), block])

    def _behind(self) -> Iterator[str]:
        yield from self._split.closing
        yield from (f"[^{number}]: {text}" for number, text in self._split.footnotes.items())

    def _plan_rules(self, source: Source) -> None:
        for one in self.provisions:
            path = self._folder / f"{provision_stem(one.number)}.yaml"
            if os.path.lexists(path):
                self.there += 1
                continue
            # A paragraph that is held already may have been mended since: it is quoted as held.
            text = words_of(one.text)
            if folded(text) != source.paragraphs.get(one.number, folded(text)):
                text = source.paragraphs[one.number]
            self.contents[path] = [self._drafter.draft(one, text).encode()]
            self.new += 1

    def _plan_instrument(self) -> None:
        path = self._folder / "instrument.yaml"
        numbers = [one.number for one in self.provisions]
        held = [] if self._is_whole else self._held()
        if not os.path.lexists(path):
            data = instrument(self._wanted.symbol, self._wanted.title, self._split, numbers, held)
            self.contents[path] = [naming_schema(written(data), "instrument", 2).encode()]
            if lacking := [f"`{key}`" for key in ("title", "body") if data[key] == NOT_GIVEN]:
                self.remarks.append(f"Give {' and '.join(lacking)} in {shown(path)}.")
            return
        order = {one.number: place for place, one in enumerate(self._split.provisions)}
        text = before = text_of(path, shown(path))
        text = extended(text, shown(path), "operative", numbers, lambda n: order.get(n, len(order)))
        if re.search(r"^paragraphs_held:", text, re.MULTILINE):
            text = extended(text, shown(path), "paragraphs_held", self._held(), _as_number)
        if text != before:
            self.contents[path] = [text.encode()]

    def _plan_errata(self) -> None:
        path = self._folder / "errata.yaml"
        entries = list(self._errata())
        if not os.path.lexists(path):
            if entries:
                whole = written({"errata": entries})
                self.contents[path] = [naming_schema(whole, "errata", 2).encode()]
            return
        text = before = text_of(path, shown(path))
        for entry in entries:
            text = appended(text, shown(path), entry, key="errata")
        if text != before:
            self.contents[path] = [text.encode()]

    def _errata(self) -> Iterator[dict[str, Data]]:
        told: dict[str, Data] = {"kind": "scan"}
        for number, mark in self._split.marks:
            if number in self._laid:
                place = number if number == PREAMBLE else f"para. {number}"
                read = {"held": mark.held, "reads": mark.reads}
                yield {"place": place, **told, **read, "why": _FOOTNOTE}
        for words in list(self._split.dropped)[:_MOST_DROPPED]:
            yield {
                "place": "page matter", **told, "held": words, "reads": "", "why": _OF_THE_PAGE
            }  # fmt: skip


def _refuse_ours(wanted: Wanted, library: Library, root: Path) -> None:
    """Raises InputError where another layer has the rulebook: its files would be replaced."""
    for one in library.instruments.values():
        is_same = one.symbol == wanted.symbol or one.id == wanted.rulebook
        if is_same and one.layer != str(root):
            where = "ours" if one.layer == BUNDLED else one.layer
            hint = "to dispute a rule, copy its file to your layer and change it there"
            what = f"{where} has a rulebook of {one.symbol} already"
            raise fault(what, Location("--symbol"), hint)


def _paragraph(one: Provision) -> str:
    return one.number.partition(" ")[0]


def _as_number(paragraph: str) -> int:
    return int(paragraph) if paragraph.isdigit() else 0


def _with_blocks(text: str, missing: Mapping[str, str], order: list[str]) -> str:
    """The text with each missing block before the first that comes after it in ``order``."""
    for number, block in missing.items():
        later = set(order[order.index(number) + 1 :])
        spans = list(_spans(text))
        if starts := [start for start, _, own in spans if own in later]:
            text = f"{text[: starts[0]]}{block}\n\n{text[starts[0] :]}"
        else:
            end = max((end for _, end, own in spans if own), default=len(text.rstrip()))
            text = f"{text[:end]}\n\n{block}{text[end:]}"
    return text


def _spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each block of a text begins and ends, and its number."""
    numbers = [number for number, _ in Source(text).blocks]
    at = 0
    for number, part in zip(numbers, re.split(r"\n\s*\n", text), strict=True):
        at = text.index(part, at)
        start = at + len(part) - len(part.lstrip())
        at += len(part)
        yield start, at - len(part) + len(part.rstrip()), number
