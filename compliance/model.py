"""The vocabulary of the field as frozen models: facts, rules, instruments, profiles.

Every scalar arrives as text from a YAML file and is given its type here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from compliance.typed_text import Day, Number, YesNo

ID = r"[a-z][a-z0-9_]*"
Id = Annotated[str, StringConstraints(pattern=rf"^{ID}$")]
FactId = Annotated[str, StringConstraints(pattern=rf"^{ID}\.{ID}$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


Many = Annotated[tuple[Words, ...], BeforeValidator(_one_or_many), Field(min_length=1)]

FactType = Literal["yes_no", "choice", "many", "number", "date"]
Force = Literal["duty", "call", "request", "encouragement", "recommendation", "statement"]
FORCES: tuple[Force, ...] = (
    "duty",
    "call",
    "request",
    "encouragement",
    "recommendation",
    "statement",
)
Measure = Literal["structure", "process", "outcome"]
Addressee = Literal["states", "parties", "named states", "others"]
FramePartName = Literal[
    "operative", "addressee", "condition", "manner", "example", "concern", "to_others"
]
Voice = Literal["government", "civil society", "treaty body", "national institution", "register"]


class Model(BaseModel):
    """What all models share: they cannot be changed, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Choice(Model):
    """One answer a fact offers: its label, and the ids it had before."""

    label: Words
    was: tuple[Id, ...] = ()


def _choices(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    return {k: {"label": v} if isinstance(v, str) else v for k, v in value.items()}


class Fact(Model):
    """A typed question whose answer can be observed, never a judgement.

    ``min`` and ``max`` are in ``unit``; ``given`` is an expression saying when the question
    arises at all; a ``context`` fact is shown and decides nothing.
    """

    id: FactId
    question: Words
    type: FactType
    choices: Annotated[dict[Id, Choice], BeforeValidator(_choices)] = Field(default_factory=dict)
    unit: Words | None = None
    integer: YesNo = False
    min: Number | None = None
    max: Number | None = None
    evidence: Words
    help: Words | None = None
    given: Words | None = None
    context: YesNo = False
    was: tuple[FactId, ...] = ()
    layer: str = "bundled"

    @property
    def topic(self) -> str:
        """The topic under which the fact is filed."""
        return self.id.partition(".")[0]


class FramePart(Model):
    """Words of a provision that are no demand, and the part they play in it."""

    words: Words
    part: FramePartName = Field(alias="as")


class Check(Model):
    """One question decided from facts, anchored at the words of the provision that make it."""

    id: Id
    asks: Many
    measure: Measure
    met: Words
    partly: Words | None = None
    applies: Words | None = None
    remedy: Words
    force: Force | None = None
    role: Literal["origin", "transit", "destination"] | None = None
    note: Words | None = None
    was: tuple[Id, ...] = ()

    @property
    def expressions(self) -> dict[str, str]:
        """The expressions the check has, by their key."""
        pairs = {"applies": self.applies, "met": self.met, "partly": self.partly}
        return {key: text for key, text in pairs.items() if text is not None}


class Rule(Model):
    """Our machine reading of one provision."""

    instrument: str
    symbol: str
    provision: Words
    title: Words
    text: Words | None = None
    summary: Words | None = None
    addressee: Addressee
    force: Force
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    related: tuple[Words, ...] = ()
    echoes: tuple[Words, ...] = ()
    frame: tuple[FramePart, ...] = ()
    checks: tuple[Check, ...] = ()
    no_test: Words | None = None
    note: Words | None = None
    country: Words | None = None
    kind: Literal["reported"] | None = None
    layer: str = "bundled"

    @property
    def stem(self) -> str:
        """The provision as it stands in file names and ids: ``5f`` for 5 (f)."""
        return provision_stem(self.provision)

    @property
    def id(self) -> str:
        """The lasting id, such as ``A-RES-65-212.5f``."""
        return f"{self.instrument}.{self.stem}"

    @property
    def citation(self) -> str:
        """How a document would cite the provision: ``A/RES/65/212, para. 5 (f)``."""
        return f"{self.symbol}, para. {self.provision}"

    def force_of(self, check: Check) -> Force:
        """A check's own force where it has one, else the rule's."""
        return check.force or self.force

    def demands(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        """The places of the checks by what they ask: the same ``asks`` make one demand."""
        grouped: dict[tuple[str, ...], tuple[int, ...]] = {}
        for place, check in enumerate(self.checks):
            grouped[check.asks] = (*grouped.get(check.asks, ()), place)
        return grouped


def provision_stem(provision: str) -> str:
    """``5f`` for ``5 (f)``; ``15-data`` for ``15 (data; our division)``."""
    own = re.fullmatch(r"(\S+) \((\S+); our division\)", provision)
    return f"{own[1]}-{own[2]}" if own else re.sub(r"[ ()]", "", provision)


class Instrument(Model):
    """A document that asks something of States."""

    id: str
    symbol: Words
    title: Words
    body: Words
    text_held: YesNo
    operative: tuple[Words, ...]
    date: Day | None = None
    agenda_item: Words | None = None
    note: Words | None = None
    layer: str = "bundled"


class Erratum(Model):
    """A place where the held text was mended, or where the document itself errs."""

    place: Words
    kind: Literal["scan", "document", "doubtful"]
    held: Words
    reads: str
    why: Words


class Errata(Model):
    """The errata of one instrument."""

    errata: tuple[Erratum, ...]


class Evidence(Model):
    """Where an answer is written down, and who is speaking there."""

    document: Words
    said_by: Voice
    place: Words | None = None
    quote: Words | None = None


class Answer(Model):
    """What a profile says about a fact from one day to another.

    Exactly one of ``value``, ``one of``, ``not``, ``at least``/``at most``, or none of them
    and a note. ``since`` and ``until`` are the first and the last day on which it held.
    """

    value: str | dict[str, str] | None = None
    one_of: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] | None = Field(
        None, alias="one of", min_length=1
    )
    not_: Annotated[tuple[str, ...], BeforeValidator(_one_or_many)] | None = Field(
        None, alias="not", min_length=1
    )
    at_least: str | None = Field(None, alias="at least")
    at_most: str | None = Field(None, alias="at most")
    since: Day | None = None
    until: Day | None = None
    evidence: tuple[Evidence, ...] = ()
    note: Words | None = None
    lead: Words | None = None
    public: YesNo = True

    @property
    def states_something(self) -> bool:
        """Whether it says anything about the fact, or carries a note alone."""
        forms = (self.value, self.one_of, self.not_, self.at_least, self.at_most)
        return any(form is not None for form in forms)


def _one_answer_or_dated_list(value: object) -> object:
    return [value] if isinstance(value, Mapping) else value


class Profile(Model):
    """A country's answers as one speaker gave them at a date."""

    id: str
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    voice: Voice
    speaker: Words
    as_of: Day
    note: Words | None = None
    answers: dict[
        FactId, Annotated[tuple[Answer, ...], BeforeValidator(_one_answer_or_dated_list)]
    ] = Field(default_factory=dict)
    layer: str = "bundled"

    def published(self) -> Profile:
        """The same profile without the answers marked ``public: no``."""
        kept = {
            fact: tuple(answer for answer in dated if answer.public)
            for fact, dated in self.answers.items()
        }
        return self.model_copy(update={"answers": {f: d for f, d in kept.items() if d}})

    def unpublished(self) -> int:
        """How many facts have an answer that is not to be published."""
        return sum(any(not a.public for a in dated) for dated in self.answers.values())
