"""Who does what by when: the actions of a State, as a file lists them.

An action is a promise. It is never an answer and never in a count: what a State does becomes an
answer when an account says so, with a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field

from compliance.model.profiles import Answer
from compliance.model.rulebook import Country, FactId, Model, OneOrMany, Words
from compliance.model.scalars import BUNDLED, ByPlace, Day

ActionState = Literal["planned", "under way", "done", "given up"]
ACTION_STATES: tuple[ActionState, ...] = get_args(ActionState)


class ProgressNote(Model):
    """What somebody said on a day about how far an action is."""

    on: Day
    note: Words
    said_by: Words  # an institution or a person


class TrackedAction(Model):
    """Something to be done: what, by whom, by when, and how far it is."""

    action: Words  # what is to be done, in words
    to: dict[FactId, Answer] = Field(default_factory=dict)  # the answers once it is done
    rules: Annotated[tuple[Words, ...], OneOrMany] = ()  # it carries them out
    lead: Words | None = None  # the institution that is responsible
    due: Day | None = None
    state: ActionState = "planned"
    progress: tuple[ProgressNote, ...] = ()
    source: Words | None = None  # the document in which it is promised
    note: Words | None = None

    @property
    def key(self) -> str:
        """What tells it from others, and stays: the answers it leads to, else its rules."""
        return key_of(self.to) if self.to else ", ".join(sorted(self.rules))

    @property
    def is_promised(self) -> bool:
        """Whether it was not given up."""
        return self.state != "given up"

    @property
    def is_pending(self) -> bool:
        """Whether it is still to be done."""
        return self.state in ("planned", "under way")

    def is_overdue(self, day: Day) -> bool:
        """Whether it should have been done before ``day``."""
        return self.is_pending and self.due is not None and self.due < day

    @property
    def latest(self) -> ProgressNote | None:
        """The latest note on its progress."""
        return max(self.progress, key=lambda note: note.on, default=None)


class ActionList(Model):
    """The actions of one State in one file."""

    id: ByPlace  # the file's stem
    country: Country
    actions: Annotated[tuple[TrackedAction, ...], Field(min_length=1)]
    note: Words | None = None
    layer: ByPlace = BUNDLED


# Keys

_FORMS: Mapping[str, str] = {
    "value": "=",
    "one_of": "one of",
    "not_": "not",
    "at_least": "at least",
    "at_most": "at most",
}
_PART = re.compile(
    r"(?P<fact>[a-z]\w*\.[a-z]\w*)(?:\[(?P<member>\w+)\])? "
    r"(?P<form>=|one of|not|at least|at most) (?P<value>.+)"
)


def key_of(answers: Mapping[FactId, Answer]) -> str:
    """The key of an action: the answers that it leads to, in order.

    ``labour.visits at least 2 & police.trained[border_guards] = yes``.
    """
    return " & ".join(sorted(part for fact in answers for part in _parts(fact, answers[fact])))


def _parts(fact: FactId, answer: Answer) -> Iterator[str]:
    for name, sign in _FORMS.items():
        value = getattr(answer, name)
        if isinstance(value, dict):
            yield from (f"{fact}[{member}] {sign} {text}" for member, text in value.items())
        elif value is not None:
            yield f"{fact} {sign} {', '.join(value) if isinstance(value, tuple) else value}"


def answers_in(key: str) -> dict[FactId, Answer] | None:
    """The answers that a key names; None where it is not written as keys are."""
    forms: dict[FactId, dict[str, object]] = {}
    for part in key.split(" & "):
        found = _PART.fullmatch(part.strip())
        if found is None:
            return None
        name = next(name for name, sign in _FORMS.items() if sign == found["form"])
        own = forms.setdefault(found["fact"], {})
        if found["member"]:
            members = own.setdefault("value", {})
            assert isinstance(members, dict)
            members[found["member"]] = found["value"]
        else:
            own[name] = found["value"].split(", ") if name in ("one_of", "not_") else found["value"]
    return {fact: Answer(**own) for fact, own in forms.items()}
