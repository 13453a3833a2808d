"""Whether the rules leave nothing out: each provision with every word counted, and every hole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from gettext import ngettext

from compliance.document.model import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Item,
    Items,
    Paragraph,
    Row,
    Section,
    Table,
    note,
)
from compliance.document.text import Text, muted, quotation, strong
from compliance.library.coverage import Coverage, ProvisionCoverage, RulebookCoverage
from compliance.model.rulebook import Instrument
from compliance.report.wording import listed, paragraph

_COLUMNS = ("Words", "Asked", "Frame", "Joining", "Over", "Req.", "Tests", "Facts")
_LEGEND = (
    "Words of the provision: how many are asked for in tests, belong to the frame, only join, are "
    "left over. Then its requirements, its tests, and the questions (facts) that they read."
)


def document(subject: Coverage) -> Document:
    """The table of each rulebook, every hole, and what is covered where there is none."""
    blocks: list[Block] = [_rulebook(book) for book in subject.rulebooks]
    blocks += [note(_LEGEND), _facts(subject)]
    if subject.holes:
        blocks.append(_holes(subject))
    else:
        blocks.append(Section("No hole", [Paragraph(" ".join(_covered(subject)))]))
    return Document("Coverage: what the rules make of each provision", blocks)


def _rulebook(book: RulebookCoverage) -> Section:
    instrument = book.instrument
    if book.is_for_quotations:
        words = "Held so that quotations can be checked. None of its paragraphs has a rule."
        return Section(instrument.symbol, [Paragraph(words)], remark=instrument.title)
    columns = [Column("Paragraph", is_name=True, wraps=True, width=12)]
    columns += [Column(name, align="end") for name in _COLUMNS]
    columns.append(Column())
    rows = [_row(provision) for provision in book.provisions]
    blocks: list[Block] = [Paragraph(_summary(book)), Table(columns, rows, instrument.symbol)]
    if words := _held(book):
        blocks.insert(1, note(words))
    if book.not_operative:
        paragraphs = listed(book.not_operative, "and")
        blocks.append(
            note(f"Paragraphs of the text that are not declared operative: {paragraphs}.")
        )
    if book.left_out:
        numbers = listed(book.left_out, "and")
        blocks.append(note(f"Numbers that are neither held nor declared: {numbers}."))
    if instrument.note:
        blocks.append(note(f"Our note: {instrument.note}"))
    blocks += _preamble(instrument)
    return Section(instrument.symbol, blocks, remark=instrument.title)


def _held(book: RulebookCoverage) -> str:
    instrument = book.instrument
    if instrument.text_held == "yes":
        return ""
    if instrument.text_held == "no":
        return "Its text is not held: the words of our summaries are counted."
    paragraphs = listed(instrument.paragraphs_held, "and")
    return (
        f"Its text is held in part: {paragraphs}. Of other paragraphs the words of our summaries "
        "are counted."
    )


def _preamble(instrument: Instrument) -> Iterator[Block]:
    """The sentences of the preamble that speak to States, each with its rules or the reason."""
    if not instrument.preamble:
        return
    ruled = sum(bool(one.rules) for one in instrument.preamble)
    words = (
        "{passages} of the preamble that, as we read it, speak to States: {ruled} with a rule, "
        "{reasons} with the reason why there is none."
    ).format(
        passages=_number(len(instrument.preamble), "passage"),
        ruled=ruled,
        reasons=len(instrument.preamble) - ruled,
    )
    columns = [
        Column("Passage", is_name=True, wraps=True),
        Column("Paragraph", wraps=True, width=12),
    ]
    rows = [
        Row(
            [quotation(one.words), listed(one.rules, "and") or muted("no rule")],
            under=[f"Our reason: {one.reason}"] if one.reason else [],
        )
        for one in instrument.preamble
    ]
    yield Section("Preamble", [Paragraph(words), Table(columns, rows, "Preamble")])


def _summary(book: RulebookCoverage) -> str:
    rules = [provision.rule for provision in book.provisions if provision.rule]
    tested = [rule for rule in rules if rule.checks]
    requirements = sum(len(rule.requirements()) for rule in tested)
    tests = sum(len(rule.checks) for rule in tested)
    template = "{provisions} with {rules}, {untested} of them without a test; {req}, {tests}."
    return template.format(
        provisions=_number(len(book.provisions), "provision"),
        rules=_number(len(rules), "rule"),
        untested=len(rules) - len(tested),
        req=_number(requirements, "requirement"),
        tests=_number(tests, "test"),
    )


def _number(count: int, thing: str) -> str:
    return ngettext(f"{{n}} {thing}", f"{{n}} {thing}s", count).format(n=count)


def _row(provision: ProvisionCoverage) -> Row:
    words, rule = provision.words, provision.rule
    is_tested = rule is not None and bool(rule.checks)
    cells: list[Cell] = [strong(paragraph(rule) if rule else provision.provision)]
    if words:
        cells += [words.total, words.asked, words.framed, words.joining, words.over]
    else:
        cells += [""] * 5
    if rule and is_tested:
        cells += [len(rule.requirements()), len(rule.checks), len(provision.facts)]
    else:
        cells += [""] * 3
    remark: Text = strong("hole") if provision.holes else "" if is_tested else muted("not tested")
    return Row([*cells, remark])


def _facts(coverage: Coverage) -> Facts:
    facts = coverage.facts.values()
    context = sum(fact.context for fact in facts)
    read = len(coverage.read & coverage.facts.keys())
    template = "{all} in all: {read} are read by tests, {context} are for context."
    words = template.format(all=len(facts), read=read, context=context)
    return Facts([("Questions (facts)", words)])


def _holes(coverage: Coverage) -> Section:
    items = []
    for hole in coverage.holes:
        where = [strong(f"{hole.where}: ")] if hole.where else []
        hint: list[Block] = [note(f"Hint: {hole.hint}")] if hole.hint else []
        items.append(Item([*where, hole.what], hint))
    return Section(f"Holes ({len(coverage.holes)})", [Items(items)])


def _covered(coverage: Coverage) -> Iterator[str]:
    """What exactly is without a hole."""
    books = [book for book in coverage.rulebooks if not book.is_for_quotations]
    if books:
        yield (
            f"In {_symbols(books)} every provision that is declared operative has a rule, and each "
            "of its words is asked for in a test, belongs to the frame, or only joins."
        )
    if not_held := [book for book in books if book.instrument.text_held == "no"]:
        words = ngettext(
            "The text of {symbols} is not held: the words are those of our summaries.",
            "The texts of {symbols} are not held: the words are those of our summaries.",
            len(not_held),
        )
        yield words.format(symbols=_symbols(not_held))
    if partly := [book for book in books if book.instrument.text_held == "partly"]:
        words = ngettext(
            "The text of {symbols} is held in part: elsewhere the words are those of our "
            "summaries.",
            "The texts of {symbols} are held in part: elsewhere the words are those of our "
            "summaries.",
            len(partly),
        )
        yield words.format(symbols=_symbols(partly))
    if outside := [book for book in books if book.not_operative or book.left_out]:
        yield f"Paragraphs not declared operative are not covered ({_symbols(outside)})."
    if named := [book for book in books if book.instrument.preamble]:
        yield (
            f"Of the preamble of {_symbols(named)} the passages named here are covered. That the "
            "rest asks nothing of States is our reading."
        )
    if unnamed := [book for book in books if not book.instrument.preamble]:
        yield f"What stands before the first provision is not covered ({_symbols(unnamed)})."
    yield "Every question is read by a test or is for context."
    yield "Whether a rule reads its provision well is for people to judge."


def _symbols(books: Iterable[RulebookCoverage]) -> str:
    return listed([book.instrument.symbol for book in books], "and")
