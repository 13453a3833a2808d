"""What a library holds: its rules, its questions, and its accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from compliance.countries import country_name, sorting_name
from compliance.document.model import (
    Block,
    Column,
    Document,
    Paragraph,
    Row,
    Section,
    Table,
)
from compliance.document.text import Text, code, muted, strong
from compliance.library.fact_search import readers
from compliance.library.library import Library
from compliance.model.profiles import Profile
from compliance.model.rulebook import Choice, Fact, Rule
from compliance.report import wording
from compliance.report.wording import number_of

Kind = Literal["rules", "facts", "profiles"]
NONE = "There are none."
_TITLES = {
    "rules": "Rules: our reading of each provision",
    "facts": "Questions that an account answers",
    "profiles": "Accounts: who answered for which country, when",
}
_TYPES = {
    "yes_no": "yes or no",
    "choice": "one of these",
    "many": "any of these",
    "number": "a number",
    "date": "a day",
}


@dataclass(frozen=True)
class Catalogue:
    """What is listed of a library, which may be narrowed to what is wanted."""

    kind: Kind
    library: Library
    search: str = ""
    """The words by which questions were searched; they are then in the order of the library."""


def document(subject: Catalogue) -> Document:
    """The rules by instrument, the questions by topic, or the accounts by country."""
    library = subject.library
    if subject.kind == "rules":
        blocks = list(_rules(library))
    elif subject.search:
        blocks = list(_found(subject))
    elif subject.kind == "facts":
        blocks = list(_questions(library))
    else:
        blocks = list(_accounts(library))
    none = f"No question fits “{subject.search}”." if subject.search else NONE
    return Document(_TITLES[subject.kind], blocks or [Paragraph(none)])


def _rules(library: Library) -> Iterator[Block]:
    columns = [
        Column("Rule", is_name=True, wraps=True, width=20),
        Column("Title", wraps=True),
        Column("Force"),
        Column("Tests", align="end"),
    ]
    for instrument in library.instruments.values():
        rules = [rule for rule in library.rules.values() if rule.instrument == instrument.id]
        if rules:
            tests = sum(len(rule.checks) for rule in rules)
            numbers = f"{number_of(len(rules), 'rule')}, {number_of(tests, 'test')}"
            remark = f"{instrument.title}; {numbers}"
            rows = [_rule(rule) for rule in rules]
            yield Section(
                instrument.symbol,
                [Table(columns, rows, "Rules")],
                remark=remark,
            )


def _rule(rule: Rule) -> Row:
    title: Text = rule.title
    remarks = [*(["draft"] if rule.draft else []), wording.layer_remark(rule.layer)]
    if told := "; ".join(filter(None, remarks)):
        title = [title, muted(f" ({told})")]
    return Row([strong(rule.id), title, rule.force, len(rule.checks)])


def _found(subject: Catalogue) -> Iterator[Block]:
    """The questions that a search found, the best first, each with the rules that read it."""
    facts = subject.library.facts.values()
    if facts:
        heading = f"Questions about “{subject.search}” ({len(facts)})"
        remark = "The best first; found by words, so the right one may be missing"
        yield Section(heading, [question_table(facts, subject.library, heading)], remark=remark)


def question_table(facts: Iterable[Fact], library: Library, title: str) -> Table:
    """Questions with their answers, their ids, and the rules that read them."""
    read_by = readers(library)
    rows = []
    for fact in facts:
        under = list(_under(fact))
        if rules := read_by.get(fact.id):
            under.append(f"R{wording.read_by_words(rules)[1:]}.")
        rows.append(Row([strong(fact.question), _answers(fact)], under=under))
    return Table(_QUESTION_COLUMNS, rows, title)


_QUESTION_COLUMNS = [Column("Question", is_name=True, wraps=True), Column("Answers", wraps=True)]


def _questions(library: Library) -> Iterator[Block]:
    for topic, facts in _by_topic(library).items():
        rows = [Row([strong(fact.question), _answers(fact)], under=_under(fact)) for fact in facts]
        heading = f"{wording.topic_label(topic, library)} ({len(facts)})"
        themes = "; ".join(library.themes.get(topic, ()))
        remark = f"In the Universal Human Rights Index: {themes}" if themes else ""
        yield Section(heading, [Table(_QUESTION_COLUMNS, rows, heading)], remark=remark)


def _answers(fact: Fact) -> str:
    """What answers it; choices with their ids, which profiles and rules write."""
    kind = _TYPES[fact.type]
    if fact.unit:
        kind = f"{kind} of {fact.unit}"
    labels = [f"{name} – {_label(one, fact)}" for name, one in fact.choices.items()]
    return f"{kind}: {'; '.join(labels)}" if labels else kind


def _label(choice: Choice, fact: Fact) -> str:
    """The label, and which layer added the choice to the fact of another."""
    remark = wording.layer_remark(choice.layer) if choice.layer != fact.layer else ""
    return f"{choice.label} ({remark})" if remark else choice.label


def _under(fact: Fact) -> Iterator[Text]:
    yield [code(fact.id), f". Evidence: {fact.evidence}"]
    if fact.context:
        yield "For context: no test reads it."
    if remark := wording.layer_remark(fact.layer):
        yield f"{remark[:1].upper()}{remark[1:]}."


def _by_topic(library: Library) -> Mapping[str, list[Fact]]:
    found: dict[str, list[Fact]] = {topic: [] for topic in library.topics}
    for fact in library.facts.values():
        found.setdefault(fact.topic, []).append(fact)
    return {topic: facts for topic, facts in found.items() if facts}


def _accounts(library: Library) -> Iterator[Block]:
    if not library.profiles:
        return
    columns = [
        Column("Country", is_name=True, wraps=True, width=10),
        Column("Who answered", wraps=True),
        Column("Answers", align="end"),
        Column("Account", wraps=True, width=20),
    ]
    rows = [_account(profile) for profile in _by_country(library.profiles.values())]
    yield Table(columns, rows, "Accounts")


def _by_country(profiles: Iterable[Profile]) -> list[Profile]:
    return sorted(profiles, key=lambda one: (sorting_name(one.country), one.as_of, one.id))


def _account(profile: Profile) -> Row:
    who: list[Text] = [f"{profile.speaker}, {wording.day_words(profile.as_of)} ({profile.voice})"]
    if remark := wording.layer_remark(profile.layer):
        who.append(muted(f" ({remark})"))
    country = f"{country_name(profile.country)} ({profile.country})"
    return Row([strong(country), who, profile.published().answered(), code(profile.id)])
