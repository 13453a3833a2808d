"""Whether the rules leave nothing of their instruments out: provision by provision, every word.

Works on files that need not be sound: what is wrong with them is shown as a hole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from compliance.engine.tokens import names_in
from compliance.errors import Location, Problem, did_you_mean
from compliance.library.builder import Builder
from compliance.library.layers import LayerFile
from compliance.library.source_texts import left_over, word_counts
from compliance.model.rulebook import (
    Fact,
    FactId,
    Instrument,
    Rule,
    divided_from,
    division_meant,
    provision_stem,
)

_BELONGS_TO_NONE = (
    "give it its number back if that was lost; if the document gives it none, join it to the block "
    "above and divide that paragraph: `1 (opening; our division)` and so on"
)


@dataclass(frozen=True, slots=True)
class Words:
    """How many words of a provision are asked, framed, joining, and left over."""

    total: int
    asked: int = 0
    framed: int = 0
    left_over: tuple[str, ...] = ()

    @property
    def over(self) -> int:
        """How many words are left over."""
        return sum(word_counts(stretch)[0] for stretch in self.left_over)

    @property
    def joining(self) -> int:
        """Bare connectives between the fragments."""
        return self.total - self.asked - self.framed - self.over


@dataclass(frozen=True, slots=True)
class ProvisionCoverage:
    """What our rule makes of one provision; no rule where there is none that can be read.

    ``words`` is None where the text is not held.
    """

    provision: str
    rule: Rule | None
    words: Words | None
    facts: tuple[FactId, ...]
    holes: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class RulebookCoverage:
    """An instrument's operative provisions, and the holes that belong to none of them.

    ``not_operative`` are the numbered paragraphs of the text that are not declared operative;
    ``left_out`` are the numbers that are neither declared nor in the text, in runs: ``3 to 5``.
    """

    instrument: Instrument
    provisions: tuple[ProvisionCoverage, ...]
    not_operative: tuple[str, ...]
    left_out: tuple[str, ...]
    other_holes: tuple[Problem, ...]

    @property
    def holes(self) -> tuple[Problem, ...]:
        """Every hole, in the order of the provisions."""
        return (*(hole for p in self.provisions for hole in p.holes), *self.other_holes)

    @property
    def is_for_quotations(self) -> bool:
        """Whether the text is held only so that quotations can be checked."""
        return not self.provisions and not self.instrument.operative


@dataclass(frozen=True, slots=True)
class Coverage:
    """All rulebooks, and the holes that belong to none: facts that no check reads."""

    rulebooks: tuple[RulebookCoverage, ...]
    facts: Mapping[FactId, Fact]
    read: frozenset[FactId]
    other_holes: tuple[Problem, ...]

    @property
    def holes(self) -> tuple[Problem, ...]:
        """Every hole there is."""
        return (*(hole for book in self.rulebooks for hole in book.holes), *self.other_holes)

    def of(self, rulebooks: Collection[str]) -> Coverage:
        """These rulebooks alone, without what concerns none of them."""
        chosen = tuple(book for book in self.rulebooks if book.instrument.id in rulebooks)
        return Coverage(chosen, self.facts, self.read, ())


def coverage(files: Mapping[str, LayerFile]) -> Coverage:
    """The coverage of the rulebooks in these files."""
    builder = Builder(files)
    builder.build()
    return coverage_of(builder)


def coverage_of(builder: Builder) -> Coverage:
    """The coverage of what ``builder`` has built."""
    survey = _Survey(builder)
    books = tuple(survey.rulebook(instrument) for instrument in builder.instruments.values())
    shown = {hole for book in books for hole in book.holes}
    others = [p for p in builder.problems if p not in shown and not survey.is_of_profile(p)]
    return Coverage(books, builder.facts, survey.read, (*others, *survey.unread_facts()))


class _Survey:
    """Looks over what a builder has built, and what it found wrong."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.problems: dict[str, list[Problem]] = {}
        for problem in (*builder.problems, *builder.drafts()):
            path = problem.where.path if problem.where else ""
            self.problems.setdefault(path, []).append(problem)
        self.read = frozenset(
            fact for rule in builder.rules.values() for fact in facts_named(rule, builder.facts)
        )

    def is_of_profile(self, problem: Problem) -> bool:
        """Whether it concerns a profile, which is no matter of coverage."""
        files = [file for file in self.builder.files.values() if file.folder == "profiles"]
        return problem.where is not None and problem.where.path in {f.shown for f in files}

    def rulebook(self, instrument: Instrument) -> RulebookCoverage:
        """The coverage of one instrument."""
        stems = {provision_stem(provision) for provision in instrument.operative}
        provisions = [
            self._provision(instrument, provision, number)
            for number, provision in enumerate(instrument.operative)
        ]
        provisions += [
            self._undeclared(instrument, file)
            for file in self._rule_files(instrument)
            if file.name.stem not in stems
        ]
        paragraphs = self._paragraphs(instrument)
        not_operative = [p for p in paragraphs if p not in _with_divided(instrument.operative)]
        known = {*_with_divided(instrument.operative), *instrument.not_operative, *paragraphs}
        left_out = left_out_of(known) if instrument.operative else ()
        return RulebookCoverage(
            instrument,
            tuple(provisions),
            tuple(not_operative),
            left_out,
            (
                *self._undeclared_paragraphs(instrument, not_operative),
                *self._left_out(instrument, left_out),
                *self._between(instrument),
                *self._of_the_folder(instrument),
            ),
        )

    def _paragraphs(self, instrument: Instrument) -> Mapping[str, str]:
        source = self.builder.sources.get(instrument.symbol)
        return source.paragraphs if source else {}

    def _rule_files(self, instrument: Instrument) -> Iterator[LayerFile]:
        for file in self.builder.files.values():
            if file.is_rule and file.folder == instrument.id:
                yield file

    def _provision(self, instrument: Instrument, provision: str, number: int) -> ProvisionCoverage:
        stem = provision_stem(provision)
        file = self.builder.files.get(f"rules/{instrument.id}/{stem}.yaml")
        where = self._declared_at(instrument, number)
        holes = list(self.problems.get(file.shown, ())) if file else []
        paragraph = self._paragraphs(instrument).get(provision)
        if file is None:
            beside = f"write it in {stem}.yaml beside instrument.yaml"
            what = f"para. {provision} has no rule"
            holes.append(Problem(what, where, beside, level="unwritten"))
        is_held = instrument.symbol in self.builder.sources and instrument.holds(provision)
        if is_held and paragraph is None and divided_from(provision) is None:
            near = division_meant(provision) or did_you_mean(
                provision, self._paragraphs(instrument)
            )
            what = f"para. {provision} is declared operative and is not in the source"
            holes.append(Problem(what, where, near))
        rule = self.builder.rules.get(f"{instrument.id}.{stem}")
        return self._covered(provision, rule, paragraph, holes)

    def _undeclared(self, instrument: Instrument, file: LayerFile) -> ProvisionCoverage:
        """A rule for a provision that the instrument does not declare operative."""
        rule = self.builder.rules.get(f"{instrument.id}.{file.name.stem}")
        provision = rule.provision if rule else file.name.stem
        what = f"para. {provision} is not declared operative"
        hint = "add it to `operative` in instrument.yaml"
        hole = Problem(what, Location(file.shown), hint)
        paragraph = self._paragraphs(instrument).get(provision)
        return self._covered(provision, rule, paragraph, [*self.problems.get(file.shown, ()), hole])

    def _covered(
        self, provision: str, rule: Rule | None, paragraph: str | None, holes: list[Problem]
    ) -> ProvisionCoverage:
        facts = facts_named(rule, self.builder.facts) if rule else ()
        words = _words(rule, paragraph)
        return ProvisionCoverage(provision, rule, words, facts, tuple(dict.fromkeys(holes)))

    def _declared_at(self, instrument: Instrument, *number: int) -> Location:
        file = self.builder.files[f"rules/{instrument.id}/instrument.yaml"]
        document = self.builder.documents[file.shown]
        return document.where(("operative", *number))

    def _undeclared_paragraphs(
        self, instrument: Instrument, not_operative: Iterable[str]
    ) -> Iterator[Problem]:
        """Numbered paragraphs that are declared neither operative nor not."""
        if not instrument.operative:
            return
        for provision in not_operative:
            if provision not in instrument.not_operative:
                what = f"para. {provision} is in the source and declared neither way"
                hint = "add it to `operative`, or to `not_operative` if it asks nothing"
                yield Problem(what, self._declared_at(instrument), hint, level="unwritten")

    def _left_out(self, instrument: Instrument, numbers: Iterable[str]) -> Iterator[Problem]:
        """Numbers that a text said to be whole leaves out."""
        if instrument.text_held == "yes":
            for run in numbers:
                what = f"para. {run}: the text is said to be whole, and this is not in it"
                hint = "add what is missing, or write `text_held: partly` and `paragraphs_held`"
                yield Problem(what, self._declared_at(instrument), hint)

    def _between(self, instrument: Instrument) -> Iterator[Problem]:
        """Words of the operative part that belong to no provision."""
        source = self.builder.sources.get(instrument.symbol)
        if source is None:
            return
        where = Location(self.builder.files[f"rules/{instrument.id}/source.txt"].shown)
        operative = _with_divided(instrument.operative)
        places = [n for n, (number, _) in enumerate(source.blocks) if number in operative]
        between = source.blocks[places[0] : places[-1]] if places else ()
        for number, words in between:
            if not number and not _is_heading(words):
                what = f"“{words[:80]}” stands between the provisions and belongs to none"
                yield Problem(what, where, _BELONGS_TO_NONE)
        for whole in sorted(operative - set(instrument.operative)):
            yield from self._undivided(instrument, whole)

    def _undivided(self, instrument: Instrument, whole: str) -> Iterator[Problem]:
        """Words of a paragraph we divide ourselves that are in none of its divisions."""
        rules = [r for r in self.builder.rules.values() if r.instrument == instrument.id]
        # A rule whose provision is written wrongly has its text all the same.
        parts = [
            r.text
            for r in rules
            if r.text
            and (_divided(r.provision) == whole or r.provision not in instrument.operative)
        ]
        for words in left_over(self._paragraphs(instrument).get(whole, ""), parts):
            what = f"“{words[:80]}” in para. {whole} is in none of its divisions"
            yield Problem(what, self._declared_at(instrument), "give it to one of them")

    def _of_the_folder(self, instrument: Instrument) -> Iterator[Problem]:
        """What is wrong with the files of a rulebook that are no rules."""
        for file in self.builder.files.values():
            if file.folder == instrument.id and not file.is_rule:
                yield from self.problems.get(file.shown, ())

    def unread_facts(self) -> Iterator[Problem]:
        """Facts that no check reads; unknown as long as there are rules that cannot be read."""
        if any(file.is_rule and not self._is_read(file) for file in self.builder.files.values()):
            return
        for fact in self.builder.facts.values():
            if fact.id not in self.read and not fact.context:
                hint = "read it in a check, write `context: yes`, or leave it out"
                what = f"no check reads `{fact.id}`"
                yield Problem(what, self._fact_at(fact), hint, level="unwritten")

    def _is_read(self, file: LayerFile) -> bool:
        return f"{file.folder}.{file.name.stem}" in self.builder.rules

    def _fact_at(self, fact: Fact) -> Location | None:
        for file in self.builder.files.values():
            document = self.builder.documents.get(file.shown)
            if file.folder == "facts" and document and isinstance(document.data, list):
                ids = [e.get("id") if isinstance(e, dict) else None for e in document.data]
                if fact.id in ids:
                    return document.where((ids.index(fact.id), "id"))
        return None


def facts_named(rule: Rule, facts: Mapping[FactId, Fact]) -> tuple[FactId, ...]:
    """The facts that the rule's checks read, and those that decide whether these arise."""
    found: dict[FactId, None] = {}
    texts = [text for check in rule.checks for text in check.expressions.values()]
    while texts:
        for name in names_in([texts.pop()]):
            if name in facts and name not in found:
                found[name] = None
                texts += [given] if (given := facts[name].given) else []
    return tuple(sorted(found))


def left_out_of(provisions: Collection[str]) -> tuple[str, ...]:
    """The numbers and letters before the last that are not among them, in runs.

    Of 2, 6, 6 (b) and 7 these are ``1``, ``3 to 5`` and ``6 (a)``. Numbers of other kinds (97.2)
    are passed over.
    """
    letters: dict[int, set[int]] = {}
    for match in filter(None, map(_NUMBER.fullmatch, provisions)):
        named = letters.setdefault(int(match[1]), set())
        named.update([ord(match[2]) - 96] if match[2] else [])
    found = [_run(first, last, "{}") for first, last in _runs(letters)]
    for number in sorted(letters):
        runs = _runs(letters[number])
        found += [_run(chr(96 + first), chr(96 + last), f"{number} ({{}})") for first, last in runs]
    return tuple(found)


_NUMBER = re.compile(r"(\d+)(?: \(([a-z])\))?")


def _runs(numbers: Collection[int]) -> Iterator[tuple[int, int]]:
    """The stretches from 1 to the last of the numbers that have none of them."""
    before = 0
    for number in sorted(numbers):
        if number > before + 1:
            yield before + 1, number - 1
        before = number


def _run(first: object, last: object, name: str) -> str:
    names = dict.fromkeys([name.format(first), name.format(last)])
    return " to ".join(names)


def _words(rule: Rule | None, paragraph: str | None) -> Words | None:
    text = rule.wording if rule else paragraph
    if not text:
        return None
    asked = [words for check in rule.checks for words in check.asks] if rule else []
    framed = [part.words for part in rule.frame] if rule else []
    counts = word_counts(text, asked, framed)
    return Words(sum(counts), counts[0], counts[1], tuple(left_over(text, [*asked, *framed])))


def _divided(provision: str) -> str:
    """The paragraph of which a provision is our own division; else the provision."""
    return divided_from(provision) or provision


def _with_divided(operative: Iterable[str]) -> set[str]:
    return {_divided(provision) for provision in operative}


def _is_heading(words: str) -> bool:
    return words[-1:] not in ".;:,"
