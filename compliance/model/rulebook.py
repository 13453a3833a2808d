"""The vocabulary of the field as frozen models: facts, rules, instruments, profiles.

Every scalar arrives as text from a YAML file and is given its type here. What the words mean
stands in docs/vocabulary.md, how the files are written in docs/files.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, ClassVar, Literal, Self, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from compliance.errors import did_you_mean
from compliance.model.scalars import BUNDLED, ByPlace, Day, Number, YesNo, as_stated_day

ID = r"[a-z][a-z0-9_]*"
Id = Annotated[str, StringConstraints(pattern=rf"^{ID}$")]
FactId = Annotated[str, StringConstraints(pattern=rf"^{ID}\.{ID}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def one_or_many(value: object) -> object:
    """A text alone as a list of one: wherever several can stand, one may stand by itself."""
    return [value] if isinstance(value, str) else value


OneOrMany = BeforeValidator(one_or_many, json_schema_input_type=Words | tuple[Words, ...])
Many = Annotated[tuple[Words, ...], OneOrMany, Field(min_length=1)]

FactType = Literal["yes_no", "choice", "many", "number", "date"]
Force = Literal[
    "duty", "commitment", "call", "request", "encouragement", "recommendation", "statement"
]
FORCES: tuple[Force, ...] = get_args(Force)
Measure = Literal["structure", "process", "outcome"]
Addressee = Literal["states", "parties", "named states", "others"]
FramePartName = Literal[
    "operative", "addressee", "condition", "manner", "example", "concern", "account", "to_others"
]
PositionName = Literal[
    "supported", "not supported", "noted", "to be examined", "already implemented", "not stated"
]
Article = Annotated[str, StringConstraints(pattern=r"^\d+( \(\w+\))*$")]
Voice = Literal[
    "government",
    "parliament",
    "court",
    "national institution",
    "civil society",
    "academia",
    "press",
    "affected persons",
    "treaty body",
    "special procedure",
    "united nations",
    "regional organization",
    "register",
]
"""The kinds of speaker, of accounts and in evidence."""


class Model(BaseModel):
    """What all models share: they cannot be changed, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)

    former_keys: ClassVar[Mapping[str, str]] = {}
    """Keys of earlier versions, each with what is to be written instead."""


class Choice(Model):
    """One answer a fact offers: its label, and the former ids, which are refused with a hint."""

    label: Words
    was: tuple[Id, ...] = ()
    layer: ByPlace = BUNDLED  # of the file that offers it, which can be another than the fact's


def _choices(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    return {k: {"label": v} if isinstance(v, str) else v for k, v in value.items()}


Choices = Annotated[
    dict[Id, Choice],
    BeforeValidator(_choices, json_schema_input_type=dict[Id, Words | Choice]),
]


class Fact(Model):
    """A typed question whose answer can be observed, never a judgement."""

    id: FactId
    question: Words  # answerable by pointing at a document
    type: FactType
    choices: Choices = Field(default_factory=dict)
    says: dict[str, Words] = Field(default_factory=dict)  # by answer, a sentence true just then
    unit: Words | None = None  # of a number, and of ``min`` and ``max``
    integer: YesNo = False  # whole numbers only
    min: Number | None = None
    max: Number | None = None
    evidence: Words  # what would prove an answer
    help: Words | None = None  # a remark for those who answer
    given: Words | None = None  # an expression: when the question arises at all
    context: YesNo = False  # shown, decides nothing
    note: Words | None = None  # why it is asked just so; for those who write rules
    changeable: YesNo = True  # if not: no plan proposes to change it, as what is past
    was: tuple[FactId, ...] = ()  # former ids, refused with a hint
    layer: ByPlace = BUNDLED

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def topic(self) -> str:
        """The topic under which the fact is filed."""
        return self.id.partition(".")[0]

    @property
    def sayable(self) -> tuple[str, ...]:
        """The answers that ``says`` can put in a sentence; ``{}`` in it stands for a number.

        ``yes`` and ``no``; a choice or a member, and ``not`` before it; ``value``, of a number.
        """
        if self.type == "yes_no":
            return ("yes", "no")
        named = tuple(key for name in self.choices for key in (name, f"not {name}"))
        return named or ("value",)


class Extension(Model):
    """Choices or members that a layer adds to a fact of a layer below it."""

    extends: FactId
    choices: Annotated[Choices, Field(min_length=1)]
    says: dict[str, Words] = Field(default_factory=dict)  # as of a fact, for what is added


def choice_meant(name: str, fact: Fact) -> str | None:
    """A hint that names the choice by which ``name`` was followed, or the nearest one."""
    for new, choice in fact.choices.items():
        if name in choice.was:
            return f"it is now called `{new}`"
    return did_you_mean(name, fact.choices)


def fact_meant(name: str, facts: Mapping[FactId, Fact]) -> str | None:
    """A hint for a name that no fact has: what it is called now, or the nearest name."""
    for fact in facts.values():
        if name in fact.was:
            return f"it is now called `{fact.id}`"
    return did_you_mean(name, facts)


class FramePart(Model):
    """Words of a provision, verbatim, that are no requirement, and the part they play in it."""

    words: Words
    part: FramePartName = Field(alias="as")


class Check(Model):
    """One question decided from facts, anchored at the words of the provision that make it."""

    id: Id
    asks: Many  # words of the text; checks with the same ones make one requirement
    measure: Measure  # in OHCHR's terms: law, programmes, results; which it is, we say
    met: Words  # an expression, like ``partly`` (a half-way house) and ``applies``
    partly: Words | None = None
    applies: Words | None = None  # when it applies at all; see ``Rule.under``
    reservation: Words | None = None  # when the State has kept it off by a reservation to a treaty
    remedy: Words  # what to do, and to whom it falls; ours
    force: Force | None = None  # its own, where it differs from the rule's
    role: Literal["origin", "transit", "destination"] | None = None  # a label
    note: Words | None = None  # why we ask just this
    was: tuple[Id, ...] = ()  # former ids, kept so that old exports can be read

    @property
    def expressions(self) -> dict[str, str]:
        """The expressions the check has, by their key."""
        pairs = {
            "applies": self.applies,
            "reservation": self.reservation,
            "met": self.met,
            "partly": self.partly,
        }
        return {key: text for key, text in pairs.items() if text is not None}


class Position(Model):
    """What the State concerned said to a recommendation. Accepted is not implemented."""

    words: Words  # as the document has them, or the list that it was imported from
    read_as: PositionName  # ours, so that positions can be compared
    source: Words | None = None  # the document and paragraph where the State said it


class Rule(Model):
    """Our machine reading of one provision."""

    instrument: ByPlace  # the folder
    symbol: ByPlace  # the instrument's
    provision: Words  # as numbered in the document, or said to be our division
    title: Words  # ours
    text: Words | None = None  # the document's words
    summary: Words | None = None  # ours, where there is no text
    addressee: Addressee  # a label, but for ``others``: not applicable to States
    force: Force  # the verb is the document's, the scale of force is ours
    topics: Annotated[tuple[Id, ...], Field(min_length=1)]
    related: tuple[Words, ...] = ()  # articles of treaties, for the reader
    echoes: tuple[Words, ...] = ()  # rules elsewhere that ask the same
    frame: tuple[FramePart, ...] = ()
    checks: tuple[Check, ...] = ()
    no_test: Words | None = None  # the reason why there are no checks
    applies: Words | None = None  # an expression: when its checks apply at all
    note: Words | None = None  # where we chose between readings
    country: Country | None = None  # the one State that it is about
    kind: Literal["reported"] | None = None  # a recommendation told of, not quoted
    asked_by: Words | None = None  # who asks, where the document only summarises it
    asked_of: Words | None = None  # whom they asked, where that is not every State or party
    articles: tuple[Article, ...] = ()  # of the Convention, named in the provision itself
    document: Words | None = None  # where it stands, if its rulebook gathers several
    recommended_by: tuple[Words, ...] = ()  # States, as the document names them
    position: Position | None = None  # of the State that it is about
    draft: YesNo = False  # its checks are still to be written
    layer: ByPlace = BUNDLED

    @property
    def stem(self) -> str:
        """The provision as it stands in file names and ids: ``5f`` for 5 (f)."""
        return provision_stem(self.provision)

    @property
    def id(self) -> str:
        """The lasting id, such as ``A-RES-65-212.5f``."""
        return f"{self.instrument}.{self.stem}"

    @property
    def division(self) -> str:
        """What we call a unit that we number ourselves: ``children and women``; else empty."""
        number = divided_from(self.provision)
        return self.stem.removeprefix(f"{number}-").replace("-", " ") if number else ""

    @property
    def citation(self) -> str:
        """How a document would cite the provision: ``A/RES/65/212, para. 5 (f)``.

        What the document only summarises is cited as summarised there.
        """
        kind = "" if _OUR_NUMBER.fullmatch(self.provision) else "para. "
        place = f"{self.document_symbol}, {kind}{number_in_document(self.provision)}"
        return f"as summarised in {place}" if self.asked_by else place

    @property
    def document_symbol(self) -> str:
        """The document in which it stands: its own where the rulebook gathers several."""
        return self.document or self.symbol

    @property
    def wording(self) -> str:
        """The document's words, or ours where its text is not held."""
        return self.text or self.summary or ""

    @property
    def why_untested(self) -> str | None:
        """Why it has no checks: for the reason its file gives, or because it is a draft."""
        return "Its checks are still to be written." if self.draft else self.no_test

    @property
    def is_to_others(self) -> bool:
        """Whether the provision is addressed to others than States, and so holds none to it."""
        return self.addressee == "others"

    def under(self, condition: str | None) -> Rule:
        """The rule with all conditions in each check: ``condition``, its own, and the check's.

        ``condition`` is its instrument's ``applies``. In the result, ``applies`` of the rule is
        what all its checks share, and ``applies`` of a check is all that it depends on.
        """
        shared = all_of(condition, self.applies)
        if shared is None:
            return self
        checks = [
            check.model_copy(update={"applies": all_of(condition, self.applies, check.applies)})
            for check in self.checks
        ]
        return self.model_copy(update={"applies": shared, "checks": tuple(checks)})

    def force_of(self, check: Check) -> Force:
        """A check's own force where it has one, else the rule's."""
        return check.force or self.force

    def requirements(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        """The places of the checks by what they ask: the same ``asks`` make one requirement."""
        grouped: dict[tuple[str, ...], tuple[int, ...]] = {}
        for place, check in enumerate(self.checks):
            grouped[check.asks] = (*grouped.get(check.asks, ()), place)
        return grouped


def all_of(*conditions: str | None) -> str | None:
    """The expression that holds where all of these do; None where none is given.

    ``a`` and ``b or c`` make ``a and (b or c)``.
    """
    given = [condition for condition in conditions if condition]
    if len(given) < 2:
        return given[0] if given else None
    return " and ".join(f"({one})" if re.search(r"\bor\b", one) else one for one in given)


_OUR_DIVISION = re.compile(r"(\S+) \((\S+); our division\)")
_OUR_NUMBER = re.compile(r"(\S+) \(our number\)")
_OF_DOCUMENT = re.compile(r"(.+) \(of (\S+)\)")


@lru_cache(maxsize=4096)
def provision_stem(provision: str) -> str:
    """``5f`` for ``5 (f)``; ``97_2`` for ``97.2``; ``15-data`` for ``15 (data; our division)``.

    In a rulebook of several documents also ``6_1-A-HRC-44-12`` for ``6.1 (of A/HRC/44/12)``, and
    ``n1a2b3c4d5`` for ``n1a2b3c4d5 (our number)``.
    """
    if own := _OUR_DIVISION.fullmatch(provision):
        return f"{own[1]}-{own[2]}"
    if own := _OUR_NUMBER.fullmatch(provision):
        return own[1]
    if of := _OF_DOCUMENT.fullmatch(provision):
        return f"{provision_stem(of[1])}-{re.sub('[^A-Z0-9]+', '-', of[2].upper())}"
    return re.sub(r"[ ()]", "", provision).replace(".", "_")


def number_in_document(provision: str) -> str:
    """``6.1`` for ``6.1 (of A/HRC/44/12)``; any other provision as it is."""
    of = _OF_DOCUMENT.fullmatch(provision)
    return of[1] if of else provision


def divided_from(provision: str) -> str | None:
    """``15`` for ``15 (data; our division)``; None for what the document numbers itself."""
    own = _OUR_DIVISION.fullmatch(provision)
    return own[1] if own else None


def division_meant(provision: str) -> str | None:
    """A hint for ``1 (actions)``: a unit that the document does not number itself says so."""
    own = re.fullmatch(r"(\d+) \(([a-z]{2,})\)", provision)
    if own is None or re.fullmatch("[ivx]+", own[2]):
        return None
    return f"a unit that we number ourselves is written `{own[1]} ({own[2]}; our division)`"


class DocumentDay(Model):
    """The day on which a document was adopted or issued, as far as it is known.

    Written ``2010-12-21``, or ``{at least: …, at most: …}`` with one of the two or both: the
    document has no day of its own, and another says that it was not before, or not after.
    """

    earliest: Day | None = Field(None, alias="at least")
    latest: Day | None = Field(None, alias="at most")

    @model_validator(mode="after")
    def _is_a_day(self) -> Self:
        if self.earliest is None and self.latest is None:
            raise ValueError("write `at least`, `at most` or both")
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError("`at least` is after `at most`")
        return self


def _document_day(value: object) -> object:
    return (
        value
        if isinstance(value, Mapping | DocumentDay)
        else dict.fromkeys(_BOUNDS, as_stated_day(value))
    )


_BOUNDS = ("at least", "at most")
WhenKnown = Annotated[
    DocumentDay, BeforeValidator(_document_day, json_schema_input_type=Day | DocumentDay)
]


class PreambleSentence(Model):
    """Words of the preamble that speak to States: which provisions take them up, or why none."""

    words: Words  # verbatim
    rules: Annotated[tuple[Words, ...], OneOrMany] = ()  # by their provisions
    reason: Words | None = None  # why there is no rule; ours

    @model_validator(mode="after")
    def _is_dealt_with(self) -> Self:
        if bool(self.rules) == bool(self.reason):
            raise ValueError("write either `rules` or the `reason` why there is none")
        return self


class Instrument(Model):
    """A document that asks something of States, or carries what they said."""

    id: ByPlace  # the folder
    symbol: Words
    title: Words
    body: Words  # who adopted or issued it
    text_held: Literal["yes", "partly", "no"]  # source.txt has all of it, a part, or nothing
    paragraphs_held: tuple[Words, ...] = ()  # which, where it is a part; 5 stands for 5 (a) too
    operative: tuple[Words, ...]  # the provisions that need a rule, in order
    not_operative: tuple[Words, ...] = ()  # numbered paragraphs that ask nothing
    preamble: tuple[PreambleSentence, ...] = ()  # what speaks to States before the first number
    adopted: WhenKnown | None = None
    issued: WhenKnown | None = None  # when the document came out: later, or alone
    agenda_item: Words | None = None
    applies: Words | None = None  # an expression: when its provisions apply at all
    note: Words | None = None
    layer: ByPlace = BUNDLED

    former_keys: ClassVar[Mapping[str, str]] = {
        "date": "write which day it is: `adopted` or `issued`"
    }

    @property
    def since(self) -> DocumentDay | None:
        """Since when it has existed: when it was adopted, or else issued; None if not known."""
        return self.adopted or self.issued

    def is_later_than(self, day: date) -> bool:
        """Whether it certainly did not exist yet on a day."""
        return bool(self.since and self.since.earliest and self.since.earliest > day)

    def holds(self, provision: str) -> bool:
        """Whether source.txt has the words of this provision."""
        if self.text_held != "partly":
            return self.text_held == "yes"
        whole = divided_from(provision) or provision
        return whole in self.paragraphs_held or whole.partition(" ")[0] in self.paragraphs_held

    def preamble_of(self, rule: Rule) -> tuple[str, ...]:
        """The sentences of the preamble that the rule takes up."""
        return tuple(one.words for one in self.preamble if rule.provision in one.rules)


class Erratum(Model):
    """A place where the held text was mended, or where the document itself errs."""

    place: Words
    kind: Literal["scan", "document", "doubtful"]  # ``scan``: mended; else kept
    held: Words  # in our copy
    reads: str  # as it should be
    why: Words


class Errata(Model):
    """The errata of one instrument."""

    errata: tuple[Erratum, ...]
