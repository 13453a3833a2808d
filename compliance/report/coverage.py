"""Whether the rules leave nothing out: each provision with every word counted, and every hole."""

from __future__ import annotations

from collections.abc import Iterator
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
from compliance.document.text import Text, muted, strong
from compliance.library.coverage import Coverage, ProvisionCoverage, RulebookCoverage
from compliance.report.wording import listed

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
    if not instrument.text_held:
        blocks.insert(1, note("Its text is not held: the words of our summaries are counted."))
    if book.missing:
        blocks.append(note(f"Paragraphs that are not in the text that is held: {book.missing}."))
    if book.not_operative:
        paragraphs = listed(book.not_operative, "and")
        blocks.append(
            note(f"Paragraphs of the text that are not declared operative: {paragraphs}.")
        )
    return Section(instrument.symbol, blocks, remark=instrument.title)


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
    cells: list[Cell] = [strong(provision.provision)]
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
    held = [book.instrument.symbol for book in books if book.instrument.text_held]
    not_held = [book.instrument.symbol for book in books if not book.instrument.text_held]
    if held:
        yield (
            f"In {listed(held, 'and')} every provision that is declared operative has a rule, and "
            "each of its words is asked for in a test, belongs to the frame, or only joins."
        )
    if not_held:
        words = ngettext(
            "The text of {symbols} is not held: that is so of the words of our summaries alone.",
            "The texts of {symbols} are not held: that is so of the words of our summaries alone.",
            len(not_held),
        )
        yield words.format(symbols=listed(not_held, "and"))
    if outside := [book.instrument.symbol for book in books if book.not_operative]:
        yield f"Paragraphs not declared operative are not covered ({listed(outside, 'and')})."
    yield "Every question is read by a test or is for context."
    yield "Whether a rule reads its provision well is for people to judge."
