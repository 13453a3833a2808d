"""What we demand of rules beyond that they can be used: ``check --strict``.

Each finding is a warning: what only looks like a mistake. A ``note`` can answer those that may be
meant, by a sentence that begins with the warning's word: ``Half-way: the clause names it first``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise

from compliance.engine.decision_table import DecisionTable
from compliance.engine.partitions import Partition, Partitions
from compliance.engine.table_quality import Reversal, any_of_many, are_told_apart, reversals
from compliance.errors import Location, Problem
from compliance.library.builder import Builder
from compliance.library.cache import restored
from compliance.library.cross_references import deciding_facts
from compliance.library.judgement_words import judgement_words
from compliance.library.source_texts import overlap
from compliance.library.yaml_reader import FLOW, Keys
from compliance.model.rulebook import Check, Fact, Rule

ORDER, HALF_WAY, SAME_TEST = "Order", "Half-way", "Same test"
ALIKE, QUESTION = "Alike", "Question"
"""The words with which a sentence of a ``note`` begins that answers a warning."""

_RESPONSIBLE = re.compile(r"\. Responsible: [^.]+\.$")
_CARRIED_ON = re.compile(r"(?:\d|and\b|or\b)")
_SPLIT = "a comma in [ ] ends an entry: put the whole text in quotation marks, or each by itself"


def warnings(builder: Builder) -> list[Problem]:
    """All that ``check --strict`` demands and the rules and facts lack."""
    return list(_Review(builder).found())


def answers(word: str, *notes: str | None) -> bool:
    """Whether a note has a sentence that begins with the word and a colon."""
    begins = re.compile(rf"(?:^|[.;!?)”\"] ){word}: \S")
    return any(begins.search(" ".join(note.split())) for note in notes if note)


class _Review:
    """Goes through what a builder has built."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        partitions = Partitions()
        self.tables: dict[str, list[DecisionTable]] = {
            rule: [restored(table, builder.facts, partitions) for table in stored]
            for rule, stored in builder.tables.items()
        }

    def found(self) -> Iterator[Problem]:
        """Every warning."""
        for rule in self.builder.rules.values():
            yield from self._rule(rule)
        for file in self.builder.files.values():
            document = self.builder.documents.get(file.shown)
            if file.folder == "facts" and document and isinstance(document.data, list):
                for number, entry in enumerate(document.data):
                    fact = self.builder.facts.get(str(entry.get("id", "")))
                    if fact:
                        yield from self._fact(fact, file.shown, number)

    def _warning(
        self, path: str, keys: Keys, what: str, hint: str, word: str | None = None
    ) -> Problem:
        where = self.builder.documents[path].where(keys)
        return _warning(what, where, f"{hint}, as `{word}: …`" if word else hint)

    def _rule(self, rule: Rule) -> Iterator[Problem]:
        file = self.builder.files.get(f"rules/{rule.instrument}/{rule.stem}.yaml")
        if file is None:  # its file is called otherwise, which is a problem and told
            return
        path = file.shown
        tables = self.tables.get(rule.id, [])
        yield from self._echoes(rule, path)
        yield from self._entries(rule, path)
        yield from self._overlaps(rule, path)
        yield from self._repeated(rule, path)
        for number, check in enumerate(rule.checks):
            keys: Keys = ("checks", number)
            if not _RESPONSIBLE.search(check.remedy):
                what = f"the remedy of `{check.id}` does not end with who is responsible"
                hint = "end it with `Responsible: parliament.`, or whoever it is"
                yield self._warning(path, (*keys, "remedy"), what, hint)
            if number < len(tables):
                yield from self._table(rule, check, tables[number], path, keys)

    def _table(
        self, rule: Rule, check: Check, table: DecisionTable, path: str, keys: Keys
    ) -> Iterator[Problem]:
        if not answers(ORDER, check.note, rule.note):
            for reversal in reversals(table):
                hint = "let `partly` hold wherever a better answer is given, or say why in `note`"
                yield self._warning(path, (*keys, "met"), _reversed(reversal), hint, ORDER)
        if (needed := any_of_many(table)) and not answers(HALF_WAY, check.note, rule.note):
            partly, met = needed
            some = "one answer is" if partly == 1 else f"{partly} answers are"
            what = f"any {some} half-way in `{check.id}`, and `met` takes {met}"
            hint = (
                "ask for at least half of them, the one that the clause names among them; leave "
                "`partly` out; or say why in `note`"
            )
            yield self._warning(path, (*keys, "partly"), what, hint, HALF_WAY)

    def _echoes(self, rule: Rule, path: str) -> Iterator[Problem]:
        own = [deciding_facts(check, self.builder.facts) for check in rule.checks]
        for number, echo in enumerate(rule.echoes):
            other = self.builder.rules.get(echo)
            theirs = other.checks if other else ()
            decided = [deciding_facts(check, self.builder.facts) for check in theirs]
            if own and decided and not any(a & b for a in own for b in decided):
                what = f"no question decides both here and in `{echo}`: the echo counts for nothing"
                hint = "let both read the same fact, or leave the echo out"
                yield self._warning(path, ("echoes", number), what, hint)

    def _entries(self, rule: Rule, path: str) -> Iterator[Problem]:
        """Texts in ``[ ]`` that a comma seems to have cut."""
        document = self.builder.documents[path]
        places: list[Keys] = [("related",), ("recommended_by",)]
        places += [("checks", number, "asks") for number in range(len(rule.checks))]
        for keys in places:
            if document.style(keys) != FLOW:
                continue
            entries = _at(document.data, keys)
            for number, (before, entry) in enumerate(pairwise(entries), 1):
                if document.style((*keys, number)):
                    continue  # in quotation marks: it is meant so
                together = f"{before}, {entry}" in " ".join(rule.wording.split())
                if _CARRIED_ON.match(entry) or (keys[-1] == "asks" and together):
                    what = f"“{before}” and “{entry}” read like one text"
                    yield self._warning(path, (*keys, number), what, _SPLIT)

    def _overlaps(self, rule: Rule, path: str) -> Iterator[Problem]:
        """Words of the frame that are asked as well, or stand in another part of the frame."""
        asked = {words: check.id for check in rule.checks for words in check.asks}
        for number, part in enumerate(rule.frame):
            others = [
                f"in `asks` of `{name}`"
                for words, name in asked.items()
                if overlap(part.words, words, rule.wording)
            ]
            others += [
                f"in `frame`, as {other.part},"
                for other in rule.frame[:number]
                if overlap(part.words, other.words, rule.wording)
            ]
            for other in others:
                what = f"words of “{part.words}” stand {other} as well"
                hint = "sort each word once: it is part of a requirement or of the frame"
                yield self._warning(path, ("frame", number, "words"), what, hint)

    def _repeated(self, rule: Rule, path: str) -> Iterator[Problem]:
        for (_, first), (number, second) in combinations(enumerate(rule.checks), 2):
            is_same = first.expressions == second.expressions
            if is_same and not answers(SAME_TEST, second.note, rule.note):
                what = f"`{second.id}` is decided as `{first.id}` is"
                hint = "make one check of them, or say why in `note`"
                yield self._warning(path, ("checks", number, "met"), what, hint, SAME_TEST)

    def _fact(self, fact: Fact, path: str, number: int) -> Iterator[Problem]:
        words = judgement_words(fact.question)
        if words and not answers(QUESTION, fact.note):
            named = ", ".join(f"“{word}”" for word in words)
            what = f"{named} asks for a judgement"
            hint = "ask what a document shows and judge in the rule, or say why in `note`"
            yield self._warning(path, (number, "question"), what, hint, QUESTION)
        if not fact.context and not answers(ALIKE, fact.note):
            for what in self._alike(fact):
                hint = "read it in a check, leave it out, or say why in `note`"
                yield self._warning(path, (number, "choices"), what, hint, ALIKE)

    def _alike(self, fact: Fact) -> Iterator[str]:
        """Answers of a fact that come to the same wherever it is read; none where it is not."""
        tables = [t for tables in self.tables.values() for t in tables if fact.id in t.facts]
        if not tables:
            return
        names = list(fact.choices)
        if fact.type == "many":
            for name in names:
                if not are_told_apart(tables, (fact.id, name), 0, 1):
                    yield f"`{name}` of `{fact.id}` is read by no check"
        elif fact.type == "choice":
            for one, two in combinations(range(len(names)), 2):
                if not are_told_apart(tables, (fact.id, None), one, two):
                    yield f"no check tells `{names[one]}` and `{names[two]}` of `{fact.id}` apart"


def _warning(what: str, where: Location | None, hint: str) -> Problem:
    return Problem(what, where, hint, level="warning")


def _at(data: object, keys: Keys) -> list[str]:
    for key in keys:
        data = data[key]  # type: ignore[index]
    assert isinstance(data, list)
    return data


def _reversed(told: Reversal) -> str:
    return (
        f"a better answer to {_named(told.partition)} makes it worse: where {_case(told.here)}, "
        f"`{told.better}` is {told.higher} and `{told.worse}` {told.lower}; where "
        f"{_case(told.there)}, `{told.worse}` comes to more"
    )


def _named(partition: Partition) -> str:
    fact, member = partition.key
    return f"`{member}` of `{fact}`" if member else f"`{fact}`"


def _case(answers_given: Mapping[Partition, str]) -> str:
    return _joined(f"{_named(of)} is {label}" for of, label in answers_given.items())


def _joined(parts: Iterable[str]) -> str:
    return " and ".join(parts)
