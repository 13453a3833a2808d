"""From files to a checked library: read, type, cross-check and compile, all mistakes at once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from compliance.countries import country_name
from compliance.engine.conditions import as_data
from compliance.engine.decision_table import DecisionTable
from compliance.engine.expressions import parse
from compliance.engine.tokens import ExpressionError, names_in
from compliance.errors import InputError, Problem, did_you_mean
from compliance.library.actions import load_actions
from compliance.library.cache import Snapshot, StoredTable, stored
from compliance.library.contradictions import unasked, unasked_words
from compliance.library.layers import LayerFile
from compliance.library.profiles import load_profile
from compliance.library.registers import load_register
from compliance.library.rulebooks import (
    check_condition,
    check_errata,
    check_held,
    check_topics,
    compile_tables,
    load_errata,
    load_instrument,
    load_rule,
)
from compliance.library.source_texts import Source, sources_of
from compliance.library.validation import Loader, TooManyProblemsError
from compliance.library.vocabulary import (
    FactsFile,
    Themes,
    check_fact,
    check_replacement,
    extended,
    load_facts,
    load_topics,
)
from compliance.library.yaml_reader import Document, Keys, read
from compliance.model.actions import ActionList
from compliance.model.profiles import Profile, Register
from compliance.model.rulebook import Fact, FactId, Instrument, Rule, provision_stem

_DRAFT = "confirm what is proposed, write `checks` (or `no_test`), and take `draft` out"


def build(files: Mapping[str, LayerFile]) -> tuple[Snapshot, list[Problem]]:
    """The rules and registers in these files, and everything that is wrong with them."""
    builder = Builder(files)
    builder.build_rules()
    return builder.snapshot(), builder.problems


Compiled = dict[str, tuple[Any, tuple[StoredTable, ...]]]
"""By the ids of rules that were found faultless, what their tables were made of, and these."""


class Builder:
    """One pass over the files of a library, floor by floor: vocabulary, rulebooks, profiles."""

    def __init__(self, files: Mapping[str, LayerFile], compiled: Compiled | None = None) -> None:
        self.files = files
        self.compiled: Compiled = {} if compiled is None else compiled
        """What an earlier pass compiled is taken over where nothing that it is made of changed."""
        self.problems: list[Problem] = []
        self.topics: dict[str, str] = {}
        self.themes: Themes = {}
        self.facts: dict[FactId, Fact] = {}
        self.faulty_facts: set[str] = set()
        self.instruments: dict[str, Instrument] = {}
        self.rules: dict[str, Rule] = {}
        self.registers: dict[str, Register] = {}
        self.profiles: dict[str, Profile] = {}
        self.actions: dict[str, ActionList] = {}
        self.tables: dict[str, tuple[StoredTable, ...]] = {}
        self.givens: dict[FactId, DecisionTable] = {}
        self.sources: dict[str, Source] = {}
        self.documents: dict[str, Document] = {}

    def build(self) -> None:
        """Read everything; later parts are checked against earlier ones."""
        self.build_rules()
        self._read_profiles()
        self._read_actions()

    def build_rules(self) -> None:
        """Read everything but profiles and actions."""
        self._read_topics()
        self._read_facts()
        self.read_instruments()
        self._read_rules()
        self._read_registers()

    def snapshot(self) -> Snapshot:
        """What was read."""
        return Snapshot(
            topics=self.topics,
            themes=self.themes,
            facts=self.facts,
            instruments=self.instruments,
            rules=self.rules,
            registers=self.registers,
            tables=self.tables,
            conditions=dict(self._conditions()),
            givens={fact: stored(table) for fact, table in self.givens.items()},
            country_names={country: country_name(country) for country in self._countries()},
        )

    def _conditions(self) -> Iterator[tuple[str, list[Any]]]:
        """The tree of every expression, as data; those with problems are left out."""
        checks = (check for rule in self.rules.values() for check in rule.checks)
        texts = {text for check in checks for text in check.expressions.values()}
        texts |= {rule.applies for rule in self.rules.values() if rule.applies}
        for text in sorted(texts.union(f.given for f in self.facts.values() if f.given)):
            with contextlib.suppress(ExpressionError):
                yield text, as_data(parse(text, self.facts).tree)

    def drafts(self) -> list[Problem]:
        """What is still to be done in drafts. It keeps nobody from using the rest."""
        what = "the checks are still to be written"
        drafts = {rule.id for rule in self.rules.values() if rule.draft}
        return [
            Problem(
                what,
                self.documents[file.shown].where(("draft",), key=True),
                _DRAFT,
                level="unwritten",
            )
            for file in self.files.values()
            if file.is_rule and f"{file.folder}.{file.name.stem}" in drafts
        ]

    def contradictions(self) -> list[Problem]:
        """What accounts answer to questions that, as they say themselves, do not arise.

        It keeps nobody from using them: reports say it too.
        """
        return [
            Problem(
                unasked_words(fact, because),
                self.documents[file.shown].where(("answers", fact), key=True),
                "correct one of the answers, or leave out what is not known",
            )
            for file in self.files.values()
            if file.folder == "profiles" and (profile := self.profiles.get(file.name.stem))
            for fact, because in unasked(profile, self.facts, self.givens, profile.as_of)
        ]

    def loader(self, file: LayerFile) -> Loader | None:
        """The file's document, ready to be typed; None if it cannot be read."""
        try:
            document = read(file.path, shown=file.shown)
        except InputError as error:
            self.problems += error.problems
            return None
        self.documents[file.shown] = document
        return Loader(document)

    def _each(
        self, chosen: Callable[[LayerFile], bool], work: Callable[[Loader, LayerFile], Any]
    ) -> None:
        for file in self.files.values():
            if chosen(file) and (loader := self.loader(file)):
                self._gather(loader, partial(work, loader, file))

    def _gather(self, loader: Loader, work: Callable[[], Any]) -> None:
        """Do the work, and take over the problems that the loader finds in it."""
        with contextlib.suppress(TooManyProblemsError):
            work()
        self.problems += loader.problems

    def _read_topics(self) -> None:
        def work(loader: Loader, _: LayerFile) -> None:
            topics, themes = load_topics(loader)
            self.topics |= topics
            self.themes |= themes

        self._each(_is_topics, work)

    def _read_facts(self) -> None:
        """Read the facts of all layers: a later one may word a fact anew, and add choices to it."""
        read: list[tuple[Loader, str, FactsFile]] = []
        declared: dict[FactId, tuple[Loader, Keys]] = {}

        def work(loader: Loader, file: LayerFile) -> None:
            topics = self.topics if self._are_readable(_is_topics) else [file.name.stem]
            found = load_facts(loader, file.name.stem, file.layer, topics)
            read_well = found.facts.keys() | {one.extends for _, one in found.extensions}
            self.faulty_facts |= _ids(loader) - read_well
            for name, fact in found.facts.items():
                place, below = found.places[name], self.facts.get(name)
                if below is None or self._takes_the_place(loader, place, fact, below):
                    self.facts[name] = fact
                    declared[name] = (loader, place)
            read.append((loader, file.layer, found))

        self._each(lambda file: file.folder == "facts", work)
        for loader, layer, found in read:
            loader.problems.clear()
            self._gather(loader, partial(self._extend, loader, layer, found))
        for loader, *_ in read:
            loader.problems.clear()
            places = {name: place for name, (of, place) in declared.items() if of is loader}
            self._gather(loader, partial(self._check_facts, loader, places))

    def _extend(self, loader: Loader, layer: str, found: FactsFile) -> None:
        for place, extension in found.extensions:
            if not self.in_doubt(extension.extends):
                fact = extended(loader, place, extension, layer, self.facts)
                self.facts |= {fact.id: fact} if fact else {}

    def _check_facts(self, loader: Loader, places: Mapping[FactId, Keys]) -> None:
        for name, place in places.items():
            if not any(map(self.in_doubt, names_in([self.facts[name].given or ""]))):
                table = check_fact(loader, place, self.facts[name], self.facts)
                if table:
                    self.givens[name] = table

    def _takes_the_place(self, loader: Loader, place: Keys, fact: Fact, below: Fact) -> bool:
        if fact.layer == below.layer:
            loader.report(place, f"the fact `{fact.id}` is declared twice")
            return True
        return check_replacement(loader, place, fact, below)

    def in_doubt(self, fact: FactId) -> bool:
        """Whether the fact's own declaration is faulty, so that its absence says nothing."""
        unreadable = not self._are_readable(
            lambda file: file.folder == "facts" and fact.startswith(f"{file.name.stem}.")
        )
        return unreadable or fact in self.faulty_facts

    def _are_readable(self, chosen: Callable[[LayerFile], bool]) -> bool:
        return all(file.shown in self.documents for file in self.files.values() if chosen(file))

    def read_instruments(self) -> None:
        """Read the instruments, the texts that are held, and their errata."""

        def work(loader: Loader, file: LayerFile) -> None:
            instrument = load_instrument(loader, file.folder, file.layer)
            if instrument:
                self.instruments[instrument.id] = self._conditioned(loader, instrument)

        self._each(lambda file: file.name.name == "instrument.yaml", work)
        self.sources, problems = sources_of(self.instruments, self.files)
        self.problems += problems
        for name, instrument in self.instruments.items():
            if source := self.sources.get(instrument.symbol):
                file = self.files[f"rules/{name}/instrument.yaml"]
                loader = Loader(self.documents[file.shown])
                self._gather(loader, partial(check_held, loader, instrument, source))
        self._each(lambda file: file.name.name == "errata.yaml", self._read_errata)

    def _conditioned(self, loader: Loader, instrument: Instrument) -> Instrument:
        """The instrument, without a condition that is none or whose facts cannot be read."""
        text = instrument.applies
        if text is None:
            return instrument
        is_in_doubt = any(map(self.in_doubt, names_in([text])))
        if not is_in_doubt and check_condition(loader, text, self.facts):
            return instrument
        return instrument.model_copy(update={"applies": None})

    def _read_errata(self, loader: Loader, file: LayerFile) -> None:
        errata = load_errata(loader)
        instrument = self.instruments.get(file.folder)
        if instrument and (source := self.sources.get(instrument.symbol)):
            check_errata(loader, errata, source)

    def _read_rules(self) -> None:
        found: list[tuple[Loader, Rule]] = []

        def work(loader: Loader, file: LayerFile) -> None:
            rule = self.read_rule(loader, file.folder, file.name.stem, file.layer)
            if rule:
                found.append((loader, rule))

        self._each(lambda file: file.is_rule, work)
        found.sort(key=lambda pair: self._order(pair[1]))
        self.rules = {rule.id: rule for _, rule in found}
        for loader, rule in found:
            loader.problems.clear()
            self._gather(loader, partial(self._check_echoes, loader, rule))

    def _order(self, rule: Rule) -> tuple[str, int, str]:
        stems = [provision_stem(p) for p in self.instruments[rule.instrument].operative]
        place = stems.index(rule.stem) if rule.stem in stems else len(stems)
        return (rule.symbol, place, rule.stem)

    def read_rule(self, loader: Loader, folder: str, stem: str, layer: str) -> Rule | None:
        """A rule, checked against vocabulary and source, with its tables compiled."""
        instrument = self.instruments.get(folder)
        if instrument is None:
            if f"rules/{folder}/instrument.yaml" not in self.files:
                loader.report((), f"the rulebook `{folder}` has no instrument.yaml")
            return None
        source = self.sources.get(instrument.symbol)
        rule = load_rule(loader, instrument, stem, layer, source)
        if rule is None:
            return None
        if self._are_readable(_is_topics):
            check_topics(loader, rule, self.topics)
        joined = rule.under(instrument.applies)
        named = names_in(text for check in joined.checks for text in check.expressions.values())
        if rule.checks and not any(map(self.in_doubt, named)):
            self.tables[rule.id] = self._compiled(loader, rule, instrument.applies, named)
        return joined

    def _compiled(
        self, loader: Loader, rule: Rule, condition: str | None, named: set[FactId]
    ) -> tuple[StoredTable, ...]:
        """The tables of a rule, made anew where it or a fact that it depends on is another."""
        read = {name: self.facts[name] for name in sorted(named) if name in self.facts}
        asked = names_in(fact.given for fact in read.values() if fact.given)
        made_of = (rule, condition, read, {n: self.facts.get(n) for n in sorted(asked)})
        before, tables = self.compiled.get(rule.id, (None, ()))
        if before == made_of:
            return tables
        problems = len(loader.problems)
        compiled = compile_tables(loader, rule, self.facts, condition)
        tables = tuple(stored(table) for table in compiled)
        if len(loader.problems) == problems:
            self.compiled[rule.id] = made_of, tables
        return tables

    def _check_echoes(self, loader: Loader, rule: Rule) -> None:
        for number, echo in enumerate(rule.echoes):
            book, _, name = echo.rpartition(".")
            if echo not in self.rules and f"rules/{book}/{name}.yaml" not in self.files:
                hint = did_you_mean(echo, self.rules)
                loader.report(("echoes", number), f"there is no rule `{echo}`", hint)

    def _countries(self) -> set[str]:
        """The countries that registers speak of."""
        return {entry.country for register in self.registers.values() for entry in register.members}

    def _read_registers(self) -> None:
        def work(loader: Loader, file: LayerFile) -> None:
            known = {"id": file.name.stem, "layer": file.layer}
            register = load_register(loader, self.facts, self.sources, self.in_doubt, **known)
            if register:
                self.registers[register.id] = register

        self._each(lambda file: file.folder == "registers", work)

    def _read_profiles(self) -> None:
        def work(loader: Loader, file: LayerFile) -> None:
            known = {"id": file.name.stem, "layer": file.layer}
            profile = load_profile(loader, self.facts, self.sources, self.in_doubt, **known)
            if profile:
                self.profiles[profile.id] = profile

        self._each(lambda file: file.folder == "profiles", work)

    def _read_actions(self) -> None:
        def work(loader: Loader, file: LayerFile) -> None:
            known = {"id": file.name.stem, "layer": file.layer}
            listed = load_actions(loader, self.facts, self.rules, self.in_doubt, **known)
            if listed:
                self.actions[listed.id] = listed

        self._each(lambda file: file.folder == "actions", work)


def _is_topics(file: LayerFile) -> bool:
    """Whether the file declares topics."""
    return file.name.name == "topics.yaml"


def _ids(loader: Loader) -> set[str]:
    """What the entries of a list call themselves, faulty or not."""
    data = loader.document.data if isinstance(loader.document.data, list) else []
    entries = [entry for entry in data if isinstance(entry, dict)]
    return {str(entry.get("id", entry.get("extends"))) for entry in entries}
