"""All that an assessment is made with: vocabulary, rulebooks, decision tables, profiles."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from compliance.countries import country_code, know
from compliance.engine.decision_table import DecisionTable
from compliance.engine.partitions import Partitions
from compliance.engine.rule_tables import RuleTables
from compliance.errors import InputError, Location, Problem, did_you_mean, fault
from compliance.library.cache import Snapshot, SnapshotFile, StoredTable, restored
from compliance.library.cross_references import Echoes, echoes_of
from compliance.library.languages import ENGLISH, Language, language
from compliance.library.layers import LayerFile, files_of
from compliance.library.profile_files import ProfileFiles
from compliance.library.source_texts import Source
from compliance.model.profiles import Profile, Register
from compliance.model.rulebook import Erratum, Fact, FactId, Instrument, Rule, number_in_document
from compliance.model.scalars import BUNDLED

if TYPE_CHECKING:
    from compliance.engine.conditions import Condition
    from compliance.model.actions import ActionList

MEMBERSHIP = "united_nations.member_since"
"""The fact whose register says which States are Members of the United Nations."""


@dataclass(frozen=True)
class Scope:
    """The rulebooks and topics that were asked for; empty where all are."""

    rulebooks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    def has(self, rule: Rule) -> bool:
        """Whether the rule was asked for."""
        of_book = not self.rulebooks or rule.instrument in self.rulebooks
        return of_book and (not self.topics or bool(set(self.topics) & set(rule.topics)))


EVERYTHING = Scope()


@dataclass
class Library:
    """Facts, instruments with their rules in order, decision tables, registers and profiles."""

    topics: Mapping[str, str]
    facts: Mapping[FactId, Fact]
    instruments: Mapping[str, Instrument]
    rules: Mapping[str, Rule]
    registers: Mapping[str, Register]
    profiles: Mapping[str, Profile]
    tables: Mapping[str, tuple[DecisionTable, ...]] = field(repr=False)
    partitions: Partitions = field(repr=False)
    conditions: Mapping[str, list[Any]] = field(repr=False)
    """The trees of all expressions, as data, by their text: see ``condition``."""
    files: Mapping[str, LayerFile] = field(default_factory=dict, repr=False)
    stored_givens: Mapping[FactId, StoredTable] = field(default_factory=dict, repr=False)
    themes: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """By topic the themes of the Universal Human Rights Index that it is about."""
    language: Language = ENGLISH
    """The language of questions, titles and remedies."""
    remembered: dict[tuple[str, Hashable], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What came out of a rule for what was left open, to be found once: most States differ in
    nothing but their names."""

    def __repr__(self) -> str:
        rules, facts = len(self.rules), len(self.facts)
        return f"<Library: {rules} rules, {facts} facts, {len(self.profiles)} profiles>"

    @classmethod
    def bundled(cls) -> Self:
        """The library that comes with the package."""
        return cls.load([BUNDLED])

    @classmethod
    def load(cls, layers: Iterable[str | Path] = (BUNDLED,)) -> Self:
        """The library of several layers, each lying over the one before, file by file.

        ``"bundled"`` names our own. Raises InputError with every problem in every file of the
        rules; what is wrong with a profile is raised where it is looked up.
        """
        files = files_of(list(layers))
        place = SnapshotFile(files)
        if snapshot := place.read():
            with contextlib.suppress(KeyError, ValueError):  # it does not hold together
                return cls.of(snapshot, files)
        from compliance.library.builder import build  # noqa: PLC0415 - only what is not yet compiled

        snapshot, problems = build(files)
        if problems:
            raise InputError(problems)
        place.write(snapshot)
        return cls.of(snapshot, files)

    @classmethod
    def of(cls, snapshot: Snapshot, files: Mapping[str, LayerFile]) -> Self:
        """The library for a checked snapshot."""
        know(snapshot.country_names)
        partitions = Partitions()
        tables = {
            rule: tuple(restored(table, snapshot.facts, partitions) for table in stored)
            for rule, stored in snapshot.tables.items()
        }
        parts = (snapshot.topics, snapshot.facts, snapshot.instruments, snapshot.rules)
        library = cls(
            *parts, snapshot.registers, {}, tables, partitions, snapshot.conditions, files
        )
        library.profiles = ProfileFiles(files, library._read_own)
        library.stored_givens = snapshot.givens
        library.themes = snapshot.themes
        return library

    def in_language(self, wanted: str | Language) -> Self:
        """The same library with its questions, titles and remedies in a language: ``es``.

        Gap reports and summaries about it are in this language; for workbooks, data and other
        reports, which are in English, take the library as it is. The documents' words and our
        notes on them stay as they are. Raises InputError where there is no such translation.
        """
        found = language(wanted, self) if isinstance(wanted, str) else wanted
        if not found.entries:
            return self
        return replace(
            self,
            topics={topic: found.topic(topic, title) for topic, title in self.topics.items()},
            facts={id_: found.fact(fact) for id_, fact in self.facts.items()},
            rules={id_: found.rule(rule) for id_, rule in self.rules.items()},
            language=found,
        )

    def _read_own(self, file: LayerFile) -> Profile:
        return self.read_profile(file.path, shown=file.shown, layer=file.layer)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The texts we hold, by the symbol of their instrument."""
        from compliance.library.source_texts import sources_of  # noqa: PLC0415 - seldom asked for

        found, problems = sources_of(self.instruments, self.files)
        if problems:
            raise InputError(problems)
        return found

    def condition(self, expression: str) -> Condition:
        """The tree of an expression of a rule or fact, read from the cache and not parsed."""
        from compliance.engine.conditions import from_data  # noqa: PLC0415 - not in short

        return from_data(self.conditions[expression])

    @cached_property
    def joints(self) -> Mapping[str, RuleTables]:
        """The tables of each rule, decided as one."""
        return {rule: RuleTables(tables) for rule, tables in self.tables.items()}

    @cached_property
    def givens(self) -> Mapping[FactId, DecisionTable]:
        """When each question arises that does not always; *met* where it does."""
        own = Partitions()  # not those of the checks: their cuts are no matter of rules
        return {
            fact: restored(table, self.facts, own) for fact, table in self.stored_givens.items()
        }

    def errata(self, instrument: str) -> tuple[Erratum, ...]:
        """Where the held text was mended, or the document errs."""
        from compliance.library.rulebooks import read_errata  # noqa: PLC0415 - seldom asked for

        return read_errata(self.files, instrument)

    def profile(self, name: str) -> Profile:
        """The profile with this id. Raises InputError where there is none."""
        if name not in self.profiles:
            raise fault(f"there is no profile `{name}`", hint=did_you_mean(name, self.profiles))
        return self.profiles[name]

    def read_profile(
        self, path: Path, *, shown: str | None = None, layer: str | None = None
    ) -> Profile:
        """The profile in a file, held against this library. Raises InputError.

        Messages call the file ``shown``; without a ``layer`` it lies in none.
        """
        from compliance.library.profiles import load_profile  # noqa: PLC0415 - not for our own profiles
        from compliance.library.validation import Loader  # noqa: PLC0415
        from compliance.library.yaml_reader import read  # noqa: PLC0415

        loader = Loader(read(path, shown=shown))
        of, sources = layer or str(path), self.sources
        profile = load_profile(loader, self.facts, sources, id=path.stem, layer=of)
        if profile is None or loader.problems:
            raise InputError(loader.problems)
        return profile

    def profiles_of(self, country: str) -> list[Profile]:
        """The profiles of a country, given by its code or its name; empty if it has none."""
        code = country_code(country)
        if isinstance(self.profiles, ProfileFiles):
            return self.profiles.of(code) if code else []
        return [profile for profile in self.profiles.values() if profile.country == code]

    def read_actions(
        self, path: Path, *, shown: str | None = None, layer: str | None = None
    ) -> ActionList:
        """The actions in a file, held against this library. Raises InputError."""
        from compliance.library.actions import load_actions  # noqa: PLC0415 - seldom asked for
        from compliance.library.validation import Loader  # noqa: PLC0415
        from compliance.library.yaml_reader import read  # noqa: PLC0415

        loader = Loader(read(path, shown=shown))
        of = layer or str(path)
        listed = load_actions(loader, self.facts, self.rules, id=path.stem, layer=of)
        if listed is None or loader.problems:
            raise InputError(loader.problems)
        return listed

    def actions_of(self, country: str) -> list[ActionList]:
        """The lists of actions of a country, by its code. Raises InputError."""
        return [listed for listed in self.action_lists if listed.country == country]

    @cached_property
    def action_lists(self) -> tuple[ActionList, ...]:
        """The lists of actions of all layers. Raises InputError with all that is wrong in them."""
        found, problems = [], list[Problem]()
        for file in self.files.values():
            if file.folder == "actions":
                try:
                    found.append(self.read_actions(file.path, shown=file.shown, layer=file.layer))
                except InputError as error:
                    problems += error.problems
        if problems:
            raise InputError(problems)
        return tuple(found)

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """The layers that lie over ours, as the user named them."""
        return tuple(dict.fromkeys(f.layer for f in self.files.values() if f.layer != BUNDLED))

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The codes of the Members of the United Nations; empty without a register of them."""
        lists = [r.by_country for r in self.registers.values() if r.fact == MEMBERSHIP]
        return tuple(dict.fromkeys(country for listed in lists for country in listed))

    def registers_of(self, country: str) -> tuple[Register, ...]:
        """The registers that speak of a country: of every Member, whether it is listed or not."""
        if country in self.members:
            return tuple(self.registers.values())
        return tuple(r for r in self.registers.values() if country in r.by_country)

    def unspoken(self, country: str) -> Profile | None:
        """The account of a State of which nobody has given one: what registers say, and no more.

        None where no register speaks of it. It is dated by the latest of their days.
        """
        registers = self.registers_of(country)
        if not registers:
            return None
        latest = max(register.last_day for register in registers)
        return Profile(
            id=f"{country.lower()}-registers",
            country=country,
            voice="register",
            speaker="Registers alone; no account of this State is held",
            as_of=latest,
        )

    @cached_property
    def echoes(self) -> Echoes:
        """The rules elsewhere that ask the same as a check of a rule."""
        return echoes_of(self.rules, self.facts)

    def rule(self, reference: str) -> Rule:
        """The rule with this id or citation (``65/212 4(e)``). Raises InputError.

        The provision alone (``4(e)``) is enough where only one instrument has such a one.
        """
        wanted = _citation_key(reference)
        for rule in self.rules.values():
            if reference == rule.id or _is_cited(rule, wanted):
                return rule
        alike = [
            rule
            for rule in self.rules.values()
            if wanted in map(_citation_key, (number_in_document(rule.provision), rule.stem))
        ]
        if len(alike) == 1:
            return alike[0]
        if alike:
            hint = f"say which: {', '.join(rule.id for rule in alike)}"
            raise fault(f"several instruments have a provision `{reference}`", hint=hint)
        hint = did_you_mean(reference, self.rules) or "`compliance rules` lists them all"
        raise fault(f"there is no rule `{reference}`", hint=hint)

    def scope(self, rulebooks: Collection[str] = (), topics: Collection[str] = ()) -> Scope:
        """The rules of these rulebooks (by id or symbol) and topics; of all where none is named.

        Raises InputError for those that there are not.
        """
        problems: list[Problem] = []
        books: list[str] = []
        for name in rulebooks:
            try:
                books.append(instrument_called(name, self.instruments).id)
            except InputError as error:
                problems += error.problems
        chosen: list[str] = []
        for topic in topics:
            try:
                chosen.append(self.topic(topic))
            except InputError as error:
                problems += error.problems
        if problems:
            raise InputError(problems)
        return Scope(tuple(dict.fromkeys(books)), tuple(dict.fromkeys(chosen)))

    def topic(self, name: str) -> str:
        """The topic with this id or title. Raises InputError."""
        known = {title.casefold(): topic for topic, title in self.topics.items()}
        known |= {topic.casefold(): topic for topic in self.topics}
        if name.casefold() in known:
            return known[name.casefold()]
        hint = did_you_mean(name.casefold(), known) or f"topics are {', '.join(self.topics)}"
        raise fault(f"there is no topic `{name}`", Location("--topic"), hint)

    def facts_read(self, rule: Rule) -> tuple[tuple[FactId, ...], ...]:
        """The facts that each check of the rule reads."""
        return tuple(table.facts for table in self.tables.get(rule.id, ()))


def instrument_called(name: str, instruments: Mapping[str, Instrument]) -> Instrument:
    """The instrument with this id or symbol, or the end of it: ``65/212``. Raises InputError."""
    wanted = _citation_key(name)
    whole = {one: _citation_key(one.symbol) for one in instruments.values()}
    ends = [one for one, key in whole.items() if " " in wanted and key.endswith(f" {wanted}")]
    exact = [one for one, key in whole.items() if wanted in (key, _citation_key(one.id))]
    for instrument in exact or (ends if len(ends) == 1 else []):
        return instrument
    hint = did_you_mean(name, instruments) or f"rulebooks are {', '.join(instruments)}"
    raise fault(f"there is no rulebook `{name}`", Location("--rulebook"), hint)


@lru_cache(maxsize=4096)
def _citation_key(citation: str) -> str:
    words = re.sub(r"\b(?:para(?:graph)?s?|op|resolution)\b", " ", citation.lower())
    return " ".join(re.findall(r"[a-z]+|\d+", words))


def _is_cited(rule: Rule, wanted: str) -> bool:
    """Whether this is a way of citing the rule: with the full symbol, or its last parts alone."""
    parts = rule.document_symbol.split("/")
    for number in map(_citation_key, (number_in_document(rule.provision), rule.stem)):
        if wanted.endswith(number):
            symbols = (_citation_key("/".join(parts[n:])) for n in range(len(parts)))
            if any(wanted == f"{symbol} {number}".lstrip() for symbol in symbols):
                return True
    return False
