"""What is promised: the lists of actions of the countries whose accounts are exported."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.export.data.table import (
    FACT,
    PROVISION,
    References,
    Row,
    Table,
    day,
    number,
    text,
)
from compliance.model.actions import ACTION_STATES, ActionList


def _actions(listed: ActionList) -> Iterator[Row]:
    for number_, one in enumerate(listed.actions, start=1):
        head = (listed.id, number_, listed.country, one.action, one.key)
        yield *head, one.lead, one.due, one.state, one.source, one.note


def _action_facts(listed: ActionList) -> Iterator[Row]:
    for number_, one in enumerate(listed.actions, start=1):
        yield from ((listed.id, number_, fact) for fact in one.to)


def _action_provisions(listed: ActionList) -> Iterator[Row]:
    for number_, one in enumerate(listed.actions, start=1):
        yield from ((listed.id, number_, rule) for rule in dict.fromkeys(one.rules))


def _progress(listed: ActionList) -> Iterator[Row]:
    for number_, one in enumerate(listed.actions, start=1):
        for position, told in enumerate(one.progress, start=1):
            yield listed.id, number_, position, told.on, told.note, told.said_by


_LIST = text("list", "The list of actions.")
_ACTION = number("action", "Its number in the list.")
_OF_ACTION: References = {("list", "action"): "actions"}

TABLES: tuple[Table[ActionList], ...] = (
    Table(
        "actions",
        "What is to be done, by whom, by when. A promise is no answer and in no finding.",
        (
            _LIST,
            _ACTION,
            text("country", "ISO 3166 alpha-3.", required=True),
            text("words", "What is to be done.", required=True),
            text("key", "The answers that it leads to, or the provisions that it carries out."),
            text("lead", "The institution that is responsible."),
            day("due", "By when."),
            text("state", "How far it is.", *ACTION_STATES, required=True),
            text("source", "Where it is promised."),
            text("note", "A remark."),
        ),
        _actions,
        key=2,
    ),
    Table(
        "action_facts",
        "The facts that an action changes.",
        (_LIST, _ACTION, FACT),
        _action_facts,
        key=3,
        references={**_OF_ACTION, ("fact",): "facts"},
    ),
    Table(
        "action_provisions",
        "The provisions that an action carries out.",
        (_LIST, _ACTION, PROVISION),
        _action_provisions,
        key=3,
        references={**_OF_ACTION, ("provision",): "provisions"},
    ),
    Table(
        "action_progress",
        "What was said of its progress, and when.",
        (
            _LIST,
            _ACTION,
            number("position", "The place among the notes."),
            day("said_on", "The day.", required=True),
            text("note", "What was said.", required=True),
            text("said_by", "By whom.", required=True),
        ),
        _progress,
        key=3,
        references=_OF_ACTION,
    ),
)
"""The tables that are made of a list of actions."""
