"""A provision and how we read it: the first part of an explanation."""

from __future__ import annotations

from compliance.document.screen import LABELS_AT, Screen
from compliance.library.library import Library
from compliance.model.rulebook import Rule
from compliance.report import wording

OURS = "our reading"


def print_clause(screen: Screen, rule: Rule, library: Library) -> None:
    """The provision in the document's words, or in ours where its text is not held."""
    instrument = library.instruments[rule.instrument]
    screen.paragraph(screen.joined(screen.text(rule.citation, "bold"), screen.text(rule.id)))
    screen.paragraph(rule.title, style="bold")
    screen.paragraph(wording.instrument_words(instrument), style="dim")
    if remark := wording.layer_remark(rule.layer):
        screen.paragraph(f"This rule is {remark}.")
    if rule.text:
        screen.heading("The document's words")
        screen.paragraph(f"“{rule.text}”", LABELS_AT)
    if rule.summary:
        screen.heading("Our summary", "not the document's words")
        screen.paragraph(rule.summary, LABELS_AT)
    if remark := wording.summarised_words(rule):
        screen.labelled("asked by", remark)
    if rule.kind == "reported":
        screen.paragraph(wording.REPORTED, LABELS_AT)
    if rule.recommended_by:
        screen.labelled("made by", "; ".join(rule.recommended_by))
    if rule.position:
        screen.heading("Position", "as the list has it, not always in the State's words")
        screen.paragraph(wording.position_words(rule.position), LABELS_AT)
        screen.paragraph(wording.ACCEPTED, LABELS_AT)


def print_reading(screen: Screen, rule: Rule, library: Library) -> None:
    """Every part of the provision with what we take it for, and what we say of it."""
    screen.heading("How we read it")
    screen.labelled("speaks", f"as {wording.with_article(rule.force)}, to {_addressee(rule)}")
    for number, (asks, places) in enumerate(rule.requirements().items(), 1):
        names = wording.listed((rule.checks[place].id for place in places), "and")
        force = rule.force_of(rule.checks[places[0]])
        label = "statement" if force == "statement" else "demand"
        screen.labelled(
            f"{label} {number}", f"{wording.asks_words(rule, asks)}, decided by {names}"
        )
    for part in rule.frame:
        words = f"“{part.words}”" if rule.text else part.words
        screen.labelled(part.part.replace("_", " "), words)
    screen.labelled("topics", ", ".join(wording.topic_labels(rule, library)))
    if rule.related:
        screen.labelled("related", "; ".join(rule.related))
    if rule.articles:
        screen.labelled("articles", f"{', '.join(rule.articles)} of the Convention, named there")
    if rule.echoes:
        screen.labelled("echoes", "; ".join(rule.echoes))
    if rule.note:
        screen.labelled(OURS, rule.note)


def _addressee(rule: Rule) -> str:
    words = {"states": "States", "parties": "States parties", "named states": "named States"}
    return words.get(rule.addressee, rule.addressee)
