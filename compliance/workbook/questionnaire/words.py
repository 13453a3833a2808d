"""The words of a questionnaire in one language: written into cells, and read back as English.

Within the program, and in the hidden sheets, cells hold the English words; only what is seen is in
another language. So one questionnaire can come back from several ministries in several languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from compliance.importers.tables.sheet import Cell, Row
from compliance.library.languages import ENGLISH, Language, language
from compliance.library.library import Library
from compliance.model.rulebook import Fact, FactId, Voice
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.reading import Entries, Entry
from compliance.workbook.reading.words import plain_words
from compliance.workbook.schema import PROPERTY_LANGUAGE, YES_NO, offered


@dataclass(frozen=True)
class Words:
    """What is seen in a questionnaire."""

    language: Language = ENGLISH
    beside: tuple[Language, ...] = ()
    """Other languages that are wanted: a form offers them, a workbook puts them beside."""

    def fact(self, fact: Fact) -> Fact:
        """The question as it is shown."""
        return self.language.fact(fact)

    def identity(self) -> dict[str, str]:
        """What the workbook says of its languages; nothing of English alone."""
        codes = [one.code for one in (self.language, *self.beside)]
        return {PROPERTY_LANGUAGE: " ".join(codes)} if codes != [ENGLISH.code] else {}

    def of(self, name: str, fact: Fact) -> dict[str, str]:
        """By English word, what a field of a question offers in this language."""
        return self._choices(fact) if name in (f.ANSWER, f.OR) else self._fixed(name)

    def word(self, english: str) -> str:
        """One of the words of all questions: ``yes``, ``at least`` …"""
        return self.language(f.WORD_IDS[english])

    def voice(self, voice: str) -> str:
        """A kind of speaker."""
        return self.language(f"voice.{voice.replace(' ', '_')}")

    def shown(self, name: str, fact: Fact, english: str) -> str:
        """A cell, of which the English is given, as it is shown; several lines one by one."""
        if name not in f.WORDS or not self.language.entries:
            return english
        words = self.of(name, fact)
        return "\n".join(words.get(line, line) for line in english.split("\n"))

    def english(self, name: str, fact: Fact, text: str) -> str:
        """What somebody chose or wrote, in English; as it is where it is none of the words."""
        back = {plain_words(shown): english for english, shown in self.of(name, fact).items()}
        whole = back.get(plain_words(text))
        if whole is not None:
            return whole
        sign = ";" if ";" in text and "\n" not in text else "\n"
        parts = [back.get(plain_words(part), part) for part in text.split(sign)]
        return sign.join(parts)

    def english_voice(self, text: str) -> str:
        """The English word for a kind of speaker; as it is where it is none."""
        voices: tuple[str, ...] = get_args(Voice)
        back = {plain_words(self.voice(voice)): voice for voice in voices}
        return back.get(plain_words(text), text)

    def entries(self, entries: Entries, facts: Mapping[FactId, Fact]) -> Entries:
        """Rows that came back, with English in their cells."""
        if not self.language.entries:
            return entries
        found = {key: self._entry(one, facts) for key, one in entries.by_key.items()}
        return replace(entries, by_key=found)

    def _entry(self, entry: Entry, facts: Mapping[FactId, Fact]) -> Entry:
        fact = facts.get(entry.key.partition(" ")[0])
        row = entry.grid.rows.get(entry.number)
        if fact is None or row is None:
            return entry
        cells: list[Cell | None] = list(row.cells)
        for name in f.WORDS:
            cell, column = entry.cell(name), entry.columns.by_field.get(name)
            if cell and column and cell.kind == "text":
                cells[column - 1] = replace(cell, text=self.english(name, fact, cell.text))
        one = {entry.number: Row(tuple(cells), row.where)}
        return replace(entry, grid=replace(entry.grid, rows={**entry.grid.rows, **one}))

    def _choices(self, fact: Fact) -> dict[str, str]:
        if fact.type != "choice":
            return {word: self.word(word) for word in YES_NO}
        shown = {value: label for label, value in offered(self.fact(fact)).items()}
        return {label: shown[value] for label, value in offered(fact).items()}

    def _fixed(self, name: str) -> dict[str, str]:
        if name == f.SAID_BY:
            return {voice: self.voice(voice) for voice in get_args(Voice)}
        if name == f.PUBLIC:
            return {word: self.word(word) for word in (*YES_NO, f.NOT_SOURCE)}
        return {word: self.word(word) for word in f.ALL_SURE} if name == f.HOW_SURE else {}


def words_of(codes: str, library: Library) -> Words:
    """The words in these languages: ``es en``. Raises InputError for one unknown."""
    first, *more = codes.split() or [ENGLISH.code]
    return Words(language(first, library), tuple(language(one, library) for one in more))
