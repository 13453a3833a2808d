"""Languages: questionnaires and reports in their readers' own, from ``translations/es.po``.

A catalogue is a gettext file whose entries have lasting ids as their context (``msgctxt``): of a
question ``fact:education.entitlement:question``, of a text around it ``questionnaire.title``. Its
``msgid`` is the English that was translated. Where the English is another by now, the translation
is doubtful, and the English is shown until somebody looks at it.

The documents' own clauses are never translated here: their translations are the United Nations'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from compliance.errors import InputError, Location, Problem, did_you_mean, fault
from compliance.files import text_of
from compliance.interface import TEXTS
from compliance.library.layers import LayerFile
from compliance.model.rulebook import Check, Fact, FactId, Rule

if TYPE_CHECKING:
    import polib

    from compliance.library.library import Library

FOLDER = "translations"
STATUS = TEXTS["status"]
_NAME, _DIRECTION = "X-Language-Name", "X-Direction"
_MOST_NAMED = 5
"""Ids that a message names; of more it says that there are more."""
_NAMED = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Translation:
    """The words in one language, and the English from which they were made."""

    english: str
    words: str
    is_fuzzy: bool = False
    """Whether the catalogue itself says that somebody must look at it again."""


@dataclass(frozen=True)
class Language:
    """Texts in one language; what has no sound translation is given in English."""

    code: str = "en"
    name: str = "English"
    """As those who speak it call it."""
    direction: str = "ltr"
    """``rtl`` where it is written from right to left."""
    entries: Mapping[str, Translation] = field(default_factory=dict, repr=False)
    """By lasting id."""
    _facts: dict[FactId, Fact] = field(default_factory=dict, repr=False, compare=False)
    """Questions that were asked for already."""

    def __call__(self, id_: str, **named: object) -> str:
        """A text of the interface, with what is ``named`` filled in.

        Of one that has forms for one and for more, the form that the number ``n`` takes.
        """
        if id_ not in TEXTS:
            id_ = f"{id_}.{'one' if named['n'] in self._singular else 'other'}"
        text = self.words(id_, TEXTS[id_])
        return text.format(**named) if named else text

    @property
    def _singular(self) -> tuple[int, ...]:
        """The numbers that take the form for one; in French nought does."""
        return (0, 1) if self.code == "fr" else (1,)

    def words(self, id_: str, english: str) -> str:
        """The translation of a text; the English itself where there is none that is sound."""
        found = self.entries.get(id_)
        return found.words if found and is_sound(found, english) else english

    def topic(self, topic: str, title: str) -> str:
        """The title of a topic."""
        return self.words(f"topic:{topic}", title)

    def title(self, rule: Rule) -> str:
        """The title that we gave a rule."""
        return self.words(f"rule:{rule.id}:title", rule.title)

    def division(self, rule: Rule) -> str:
        """What we call a unit that we number ourselves."""
        return self.words(f"rule:{rule.id}:division", rule.division)

    def rule(self, rule: Rule) -> Rule:
        """The same rule with what we put in words: title, who asks, why no test, remedies."""
        if not self.entries:
            return rule
        checks = [check.model_copy(update=self._of_check(rule, check)) for check in rule.checks]
        update: dict[str, Any] = {
            name: self.words(f"rule:{rule.id}:{name}", english) for name, english in _words_of(rule)
        }
        return rule.model_copy(update={**update, "checks": tuple(checks)})

    def _of_check(self, rule: Rule, check: Check) -> dict[str, str]:
        return {"remedy": self.words(_remedy_id(rule, check), check.remedy)}

    def fact(self, fact: Fact) -> Fact:
        """The same question in this language: question, choices, unit, evidence, help."""
        if not self.entries:
            return fact
        if fact.id not in self._facts:
            self._facts[fact.id] = self._translated(fact)
        return self._facts[fact.id]

    def _translated(self, fact: Fact) -> Fact:
        new: dict[str, Any] = {
            name: self.words(f"fact:{fact.id}:{name}", english)
            for name, english in _own_texts(fact)
        }
        if fact.choices:
            new["choices"] = {
                name: choice.model_copy(
                    update={"label": self.words(f"fact:{fact.id}:choice:{name}", choice.label)}
                )
                for name, choice in fact.choices.items()
            }
        # Sentences that an answer makes are not translated: reports say question and answer.
        return fact.model_copy(update={**new, "says": {}})


ENGLISH: Final = Language()
_SPOKEN: ContextVar[Language] = ContextVar("spoken", default=ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """What is said within is said in this language: a whole report, and its drawing."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def spoken() -> Language:
    """The language in which things are being said: English, unless within :func:`speaking`."""
    return _SPOKEN.get()


def say(id_: str, **named: object) -> str:
    """A text of the interface in the language that is being spoken; see :class:`Language`."""
    return spoken()(id_, **named)


def is_sound(found: Translation, english: str) -> bool:
    """Whether the translation was made from the English as it stands."""
    return not found.is_fuzzy and " ".join(found.english.split()) == " ".join(english.split())


def _remedy_id(rule: Rule, check: Check) -> str:
    return f"rule:{rule.id}:check:{check.id}:remedy"


def _words_of(rule: Rule) -> Iterator[tuple[str, str]]:
    for name in ("title", "no_test", "asked_by", "asked_of"):
        text = getattr(rule, name)
        if text:
            yield name, text


def _own_texts(fact: Fact) -> Iterator[tuple[str, str]]:
    for name in ("question", "unit", "evidence", "help"):
        text = getattr(fact, name)
        if text:
            yield name, text


def texts(library: Library) -> dict[str, str]:
    """All that is to be translated, English by lasting id: interface, topics, titles, questions."""
    found = dict(TEXTS)
    found |= {f"topic:{topic}": title for topic, title in library.topics.items()}
    for rule in library.rules.values():
        found |= {f"rule:{rule.id}:{name}": text for name, text in _words_of(rule)}
        if rule.division:
            found[f"rule:{rule.id}:division"] = rule.division
        found |= {_remedy_id(rule, check): check.remedy for check in rule.checks}
    for fact in library.facts.values():
        found |= {f"fact:{fact.id}:{name}": text for name, text in _own_texts(fact)}
        found |= {f"fact:{fact.id}:choice:{name}": c.label for name, c in fact.choices.items()}
    return found


def languages(library: Library) -> tuple[str, ...]:
    """The codes of the languages that there are, English first."""
    codes = {file.name.stem for file in _files(library)}
    return (ENGLISH.code, *sorted(codes - {ENGLISH.code}))


def language(code: str, library: Library) -> Language:
    """The language with this code. Raises InputError where there is none, or its file is wrong."""
    wanted = code.strip().lower()
    known = languages(library)
    if wanted == ENGLISH.code:
        return ENGLISH
    if wanted not in known:
        hint = did_you_mean(wanted, known) or f"languages are {', '.join(known)}"
        raise fault(f"there is no translation `{code}`", Location("--lang"), hint)
    files = [file for file in _files(library) if file.name.stem == wanted]
    problems: list[Problem] = []
    entries: dict[str, Translation] = {}
    metadata: dict[str, str] = {}
    for file in files:
        try:
            catalogue = _read(file)
        except InputError as error:
            problems += error.problems
            continue
        metadata |= catalogue.metadata
        entries |= {
            entry.msgctxt or "": _translation(entry)
            for entry in catalogue
            if entry.msgstr and not entry.obsolete
        }
    if problems:
        raise InputError(problems)
    name = metadata.get(_NAME, wanted)
    return Language(wanted, name, metadata.get(_DIRECTION, "ltr"), entries)


def has_reports(found: Language) -> bool:
    """Whether a language has words of reports; a layer may have words of its questions alone."""
    return found.code == ENGLISH.code or any(id_.startswith("report.") for id_ in found.entries)


def _files(library: Library) -> list[LayerFile]:
    return [file for file in library.files.values() if file.folder == FOLDER]


def _read(file: LayerFile) -> polib.POFile:
    """The catalogue in a file. Raises InputError with all that is wrong in it."""
    import polib  # noqa: PLC0415 - not for English

    text = text_of(file.path, file.shown)
    try:
        catalogue = polib.pofile(text, check_for_duplicates=False)
    except (OSError, ValueError) as error:
        found = re.search(r"line (\d+)", str(error))
        where = Location(file.shown, int(found[1]) if found else 0)
        hint = "a catalogue of gettext has msgctxt, msgid and msgstr in each entry"
        raise fault("this is not written as a catalogue is", where, hint) from error
    if problems := [*_faults(catalogue, file)]:
        raise InputError(problems)
    return catalogue


def faults_of(file: LayerFile) -> tuple[Problem, ...]:
    """What is wrong in the catalogue in a file."""
    try:
        _read(file)
    except InputError as error:
        return error.problems
    return ()


def _translation(entry: polib.POEntry) -> Translation:
    """What the entry says; of one that is marked as doubtful, the English that was translated."""
    is_fuzzy = "fuzzy" in entry.flags
    english = (entry.previous_msgid if is_fuzzy else None) or entry.msgid
    return Translation(english, entry.msgstr, is_fuzzy)


def _faults(catalogue: polib.POFile, file: LayerFile) -> Iterator[Problem]:
    """What is wrong with entries: no id, one twice, or other names in braces than the English."""
    seen: dict[str, int] = {}
    for entry in catalogue:
        line = entry.linenum or 0
        where = Location(file.shown, line)
        if entry.obsolete:
            continue
        if not entry.msgctxt:
            yield Problem("this entry has no `msgctxt`", where, "write the id of the text there")
        elif entry.msgctxt in seen:
            what = f"`{entry.msgctxt}` stands in line {seen[entry.msgctxt]} already"
            yield Problem(what, where, "remove one of the two")
        seen[entry.msgctxt or ""] = line
        named, own = (sorted(set(_NAMED.findall(t))) for t in (entry.msgid, entry.msgstr))
        if entry.msgstr and named != own and entry.msgctxt in TEXTS:
            what = f"the names in braces are not those of the English: {', '.join(named) or 'none'}"
            yield Problem(what, where, "write them as the English has them")


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what is to be translated a language has."""

    code: str
    missing: tuple[str, ...]
    """The ids of texts without a translation."""
    doubtful: tuple[str, ...]
    """The ids of those whose English changed since."""
    unknown: tuple[str, ...]
    """The ids of translations of what is no longer there."""
    of: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing or doubtful."""
        return not self.missing and not self.doubtful

    def in_words(self) -> str:
        """``es: 1,456 texts, 2 not translated (topic:health, topic:return)``."""
        parts = [f"{self.code}: {self.of:,} texts"]
        for ids, what in (
            (self.missing, "not translated"),
            (self.doubtful, "doubtful, for the English changed since"),
            (self.unknown, "translated that are no longer there"),
        ):
            if ids:
                more = ", …" if len(ids) > _MOST_NAMED else ""
                parts.append(f"{len(ids):,} {what} ({', '.join(ids[:_MOST_NAMED])}{more})")
        return ", ".join(parts) if len(parts) > 1 else f"{parts[0]}, all translated"


def completeness(found: Language, library: Library) -> Completeness:
    """What of the library's texts a language has."""
    wanted = texts(library)
    missing = [id_ for id_ in wanted if id_ not in found.entries]
    doubtful = [
        id_
        for id_, english in wanted.items()
        if id_ in found.entries and not is_sound(found.entries[id_], english)
    ]
    unknown = [id_ for id_ in found.entries if id_ not in wanted]
    return Completeness(found.code, tuple(missing), tuple(doubtful), tuple(unknown), len(wanted))


def catalogue(found: Language, library: Library) -> str:
    """The catalogue to be written: every text, with its translation if there is one.

    One whose English changed is marked ``fuzzy`` and keeps the English from which it was made.
    """
    import polib  # noqa: PLC0415

    made = polib.POFile(wrapwidth=96)
    made.metadata = {
        "Language": found.code,
        _NAME: found.name,
        _DIRECTION: found.direction,
        "Content-Type": "text/plain; charset=UTF-8",
        "X-Status": STATUS,
    }
    for id_, english in texts(library).items():
        before = found.entries.get(id_)
        doubtful = before is not None and not is_sound(before, english)
        made.append(
            polib.POEntry(
                msgctxt=id_,
                msgid=english,
                msgstr=before.words if before else "",
                previous_msgid=before.english if before and doubtful else None,
                flags=["fuzzy"] if doubtful else [],
            )
        )
    return f"{made}\n"
