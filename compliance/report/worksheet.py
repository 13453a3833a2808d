"""The worksheet of a draft: its words, the questions that may answer them, echoes to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.document.model import (
    Block,
    Column,
    Facts,
    Paragraph,
    Row,
    Section,
    Table,
    items,
    note,
)
from compliance.document.text import Text, code, muted, quotation
from compliance.library.fact_search import Match, readers
from compliance.library.library import Library
from compliance.library.worksheet import ProposedRequirement, Worksheet, worksheet
from compliance.model.rulebook import Rule
from compliance.report import wording

_FEW_WORDS = 3
NO_QUESTION = "No question was found by these words: ask one with `compliance new fact`."


def sections(rule: Rule, library: Library) -> Iterator[Section]:
    """What is to be done in a draft, in the order in which one does it."""
    found = worksheet(rule, library)
    yield Section("In the frame", [_frame(rule)], remark="Proposed; confirm each")
    yield Section("Not yet sorted", list(_unsorted(rule, found, library)), remark=_HOW)
    yield Section("Echoes to confirm", list(_echoes(rule, found, library)), remark=_HOW_ECHOES)


_HOW = "Each may be a requirement (asks), or belong to the frame. Below it, what may answer it"
_HOW_ECHOES = "Rules that the questions found above decide"


def _frame(rule: Rule) -> Facts | Paragraph:
    if not rule.frame:
        return Paragraph("Nothing yet.")
    pairs: list[tuple[Text, Text]] = [
        (part.part.replace("_", " ").capitalize(), _quoted(rule, part.words)) for part in rule.frame
    ]
    return Facts(pairs)


def _unsorted(rule: Rule, found: Worksheet, library: Library) -> Iterator[Block]:
    if not found.requirements and not found.unsorted:
        yield Paragraph("Nothing: every word is in the frame.")
    rest = list(found.unsorted)
    for one in found.requirements:
        if one.facts or len(" ".join(one.asks).split()) > _FEW_WORDS:
            yield _requirement(rule, one, library)
        else:
            rest += one.asks
    if rest:
        yield Section("Other words", [items(_quoted(rule, words) for words in rest)])


def _requirement(rule: Rule, one: ProposedRequirement, library: Library) -> Table | Section:
    asks: list[Text] = []
    for words in one.asks:
        asks += [" … "] * bool(asks) + [_quoted(rule, words)]
    blocks: list[Block] = [Paragraph(asks)]
    blocks.append(_questions(one.facts, library) if one.facts else note(NO_QUESTION))
    return Section("", blocks)


def _questions(found: Sequence[Match], library: Library) -> Table:
    read_by = readers(library)
    rows = []
    for match in found:
        fact = match.fact
        told: list[Text] = [code(fact.id)]
        told.append(f": {', '.join(fact.choices)}" if fact.choices else f" ({_FORMS[fact.type]})")
        if rules := read_by.get(fact.id):
            told.append(f"; {wording.read_by_words(rules)}")
        rows.append(Row([fact.question], under=[told]))
    return Table([Column(is_name=True, wraps=True)], rows, "Questions")


_FORMS = {"yes_no": "yes or no", "number": "a number", "date": "a day"}


def _echoes(rule: Rule, found: Worksheet, library: Library) -> Iterator[Block]:
    proposed = {echo.rule.id: echo.facts for echo in found.echoes}
    lines: list[Text] = []
    for name in dict.fromkeys([*rule.echoes, *proposed]):
        other = library.rules.get(name)
        cited = wording.short_citation(other) if other else name
        shared = ", ".join(proposed.get(name, ()))
        told = f" decided by {shared}" if shared else " no question found above decides it"
        in_file = " proposed in the file;" if name in rule.echoes else ""
        title = f", {other.title}" if other else ""
        lines.append([code(name), f" ({cited}{title}):", muted(f"{in_file}{told}")])
    yield items(lines) if lines else Paragraph("None was found.")


def _quoted(rule: Rule, words: str) -> Text:
    return quotation(words) if rule.text else words
