"""The coverage of rulebooks on the screen and as JSON: provision by provision, every word."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from compliance.document.screen import Screen
from compliance.library.coverage import Coverage, ProvisionCoverage, RulebookCoverage
from compliance.report.wording import listed, number_of

_COLUMNS = ("words", "asked", "frame", "joining", "over", "demands", "checks", "facts")
_LEGEND = (
    "Words of the provision: asked for in checks, in the frame, joining (bare connectives), "
    "left over. Then its demands, its checks, and the facts they read."
)


def print_coverage(console: Console, coverage: Coverage) -> None:
    """Print the matrix of each rulebook, and every hole."""
    screen = Screen(console)
    for book in coverage.rulebooks:
        _print_rulebook(screen, book)
    screen.blank()
    screen.paragraph(_LEGEND, 0, "dim")
    _print_facts(screen, coverage)
    if not coverage.holes:
        screen.heading("No hole")
        return
    screen.heading("Holes", str(len(coverage.holes)))
    for hole in coverage.holes:
        screen.paragraph(f"{hole.where or ''}", 2, "bold")
        screen.paragraph(hole.what, 4)
        if hole.hint:
            screen.item(Text("    hint"), hole.hint, 10)


def _print_rulebook(screen: Screen, book: RulebookCoverage) -> None:
    screen.heading(book.instrument.symbol, book.instrument.title)
    if book.is_for_quotations:
        screen.paragraph("Held for its quotations; none of it is declared operative.", 2)
        return
    screen.paragraph(_summary(book), 2)
    if not book.instrument.text_held:
        screen.paragraph("Its text is not held: counted are the words of our summaries.", 2)
    width = max(len(p.provision) for p in book.provisions) + 2
    heads = "".join(f"{name:>{len(name) + 2}}" for name in _COLUMNS)
    screen.blank()
    screen.paragraph(screen.unbroken(f"{'':{width}}{heads}", "dim"), 2)
    for provision in book.provisions:
        screen.paragraph(_row(screen, provision, width), 2)
    if book.not_operative:
        paragraphs = listed(book.not_operative, "and")
        screen.blank()
        screen.paragraph(f"Numbered in the text and not declared operative: {paragraphs}.", 2)


def _summary(book: RulebookCoverage) -> str:
    rules = [provision.rule for provision in book.provisions if provision.rule]
    tested = [rule for rule in rules if rule.checks]
    parts = [
        number_of(len(book.provisions), "provision"),
        number_of(len(rules), "rule"),
        f"{len(rules) - len(tested)} without a test",
        number_of(sum(len(rule.requirements()) for rule in tested), "demand"),
        number_of(sum(len(rule.checks) for rule in tested), "check"),
    ]
    return ", ".join(parts)


def _row(screen: Screen, provision: ProvisionCoverage, width: int) -> Text:
    words, rule = provision.words, provision.rule
    counts: list[int | None] = [None] * 5
    if words:
        counts = [words.total, words.asked, words.framed, words.joining, words.over]
    tested = rule is not None and rule.checks
    counts += [len(rule.requirements()), len(rule.checks)] if rule and tested else [None, None]
    counts.append(len(provision.facts) if tested else None)
    cells = [
        f"{'-' if count is None else count:>{len(name) + 2}}"
        for name, count in zip(_COLUMNS, counts, strict=True)
    ]
    row = screen.unbroken(f"{provision.provision:{width}}{''.join(cells)}")
    if provision.holes:
        row.append_text(screen.unbroken("  hole", "bold red"))
    elif not tested:
        row.append_text(screen.unbroken("  no test", "dim"))
    return row


def _print_facts(screen: Screen, coverage: Coverage) -> None:
    facts = coverage.facts.values()
    context = sum(fact.context for fact in facts)
    read = len(coverage.read & coverage.facts.keys())
    screen.heading("Facts", f"{len(facts)}: {read} read by checks, {context} for context")
