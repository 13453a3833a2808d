"""What an answer leaves possible: the set of values of a fact that it does not rule out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import ceil, floor
from typing import Self

from compliance.errors import Problem
from compliance.model.profiles import OTHERS, Answer
from compliance.model.rulebook import Fact, choice_meant
from compliance.model.scalars import as_date, as_number, as_yes_no, number_hint

Point = int | Decimal
"""A number, or a date as its ordinal day."""


class AnswerError(ValueError):
    """An answer that does not fit its fact; ``problem`` says why, ``key`` in which part."""

    def __init__(self, what: str, hint: str | None = None, key: tuple[str, ...] = ()) -> None:
        super().__init__(what)
        self.problem = Problem(what, hint=hint)
        self.key = key


@dataclass(frozen=True, slots=True)
class Range:
    """A closed stretch of numbers or days; None is no end on that side."""

    low: Point | None = None
    high: Point | None = None
    without: frozenset[Point] = frozenset()

    def meets(self, low: Point | None, high: Point | None, *, whole_steps: bool) -> bool:
        """Whether a value lies in this range and strictly between ``low`` and ``high``."""
        if whole_steps:
            return self._has_step(low, high)
        if low is not None and high is not None and low >= high:
            return False
        least = _highest(self.low, low)
        most = _lowest(self.high, high)
        if least is None or most is None or least < most:
            return True
        open_at_point = least in (low, high)
        return least == most and not open_at_point and least not in self.without

    def _has_step(self, low: Point | None, high: Point | None) -> bool:
        least = _highest(self.low, None if low is None else low + 1)
        most = _lowest(self.high, None if high is None else high - 1)
        if least is None or most is None:
            return True
        taken = sum(1 for point in self.without if least <= point <= most)
        return most - least + 1 > taken

    def overlaps(self, other: Range) -> bool:
        """Whether the two stretches have a value in common, but for single values left out."""
        least, most = _highest(self.low, other.low), _lowest(self.high, other.high)
        if least is None or most is None or least < most:
            return True
        return least == most and self.has(least) and other.has(least)

    def shared(self, other: Range) -> Range:
        """The stretch that lies in both; to be asked only where they overlap."""
        least, most = _highest(self.low, other.low), _lowest(self.high, other.high)
        return Range(least, most, self.without | other.without)

    def has(self, point: Point) -> bool:
        """Whether ``point`` lies in the range."""
        return (
            (self.low is None or self.low <= point)
            and (self.high is None or point <= self.high)
            and point not in self.without
        )


def _highest(*points: Point | None) -> Point | None:
    return max((point for point in points if point is not None), default=None)


def _lowest(*points: Point | None) -> Point | None:
    return min((point for point in points if point is not None), default=None)


@dataclass(frozen=True, slots=True)
class ValueSet:
    """The values still possible, in the one form that the fact's type calls for.

    ``values`` for yes/no facts and choices, ``members`` for a fact with many members (each
    may be in, out, or either), ``ranges`` for numbers and dates. ``ValueSet()`` with all of
    them None rules nothing out.
    """

    values: frozenset[bool | str] | None = None
    members: tuple[tuple[str, frozenset[bool]], ...] | None = None
    ranges: tuple[Range, ...] | None = None
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.values, self.members, self.ranges)))

    def __hash__(self) -> int:  # worked out once: answers are looked up far more often than made
        return self._hash

    def member(self, name: str) -> frozenset[bool]:
        """Whether the member ``name`` may be in (True), out (False), or either."""
        return dict(self.members or ()).get(name, frozenset((True, False)))

    def fits(self, other: Self) -> bool:
        """Whether two answers can both be true: some value is possible by either."""
        if self.values is not None and other.values is not None:
            return bool(self.values & other.values)
        if self.ranges is not None and other.ranges is not None:
            return any(one.overlaps(two) for one in self.ranges for two in other.ranges)
        shared = dict(self.members or ()).keys() & dict(other.members or ()).keys()
        return all(self.member(name) & other.member(name) for name in shared)

    def __or__(self, other: Self) -> Self:
        """What is possible if either of two answers may be right."""
        if self.values is not None and other.values is not None:
            return type(self)(values=self.values | other.values)
        if self.ranges is not None and other.ranges is not None:
            return type(self)(ranges=tuple(dict.fromkeys(self.ranges + other.ranges)))
        if self.members is not None and other.members is not None:
            names = dict.fromkeys(name for name, _ in self.members)
            return type(self)(members=tuple((n, self.member(n) | other.member(n)) for n in names))
        return type(self)()


UNKNOWN = ValueSet()


def limits(fact: Fact) -> Range:
    """The numbers or days a fact may take at all: the calendar has a first and a last day."""
    if fact.type == "date":
        return Range(date.min.toordinal(), date.max.toordinal())
    if fact.integer:
        low = None if fact.min is None else ceil(fact.min)
        return Range(low, None if fact.max is None else floor(fact.max))
    return Range(fact.min, fact.max)


def whole_steps(fact: Fact) -> bool:
    """Whether the values are whole numbers or days."""
    return fact.integer or fact.type == "date"


def value_set(fact: Fact, answer: Answer) -> ValueSet:
    """The values of ``fact`` that ``answer`` leaves possible.

    Raises :class:`AnswerError` where the answer does not fit the fact's type, choices or
    limits, or leaves nothing possible. A value alone is understood once: many answer alike.
    """
    if answer.value is not None and not (
        answer.one_of or answer.not_ or answer.at_least or answer.at_most
    ):
        value = answer.value
        return _of_value(fact, value if isinstance(value, str) else tuple(value.items()))
    forms = {
        "value": answer.value,
        "one of": answer.one_of,
        "not": answer.not_,
        "at least/at most": answer.at_least or answer.at_most,
    }
    used = [name for name, form in forms.items() if form is not None]
    if len(used) > 1:
        raise AnswerError(
            f"an answer says `{used[0]}` or `{used[1]}`, not both",
            "keep the one that the evidence supports",
        )
    if not used:
        if answer.note is None and answer.lead is None:
            raise AnswerError(
                "the answer says nothing",
                "give `value`, `one of`, `not`, `at least`/`at most`, or a `note` or `lead` alone",
            )
        return UNKNOWN
    return _understood(fact, answer)


def _understood(fact: Fact, answer: Answer) -> ValueSet:
    if fact.type == "many":
        return _many(fact, answer)
    if fact.type in ("yes_no", "choice"):
        return _listed(fact, answer)
    return _range(fact, answer)


@lru_cache(maxsize=4096)
def _of_value(fact: Fact, value: str | tuple[tuple[str, str], ...]) -> ValueSet:
    """What an answer leaves possible that has a value and no more; of a list as pairs."""
    return _understood(fact, Answer(value=value if isinstance(value, str) else dict(value)))


def _many(fact: Fact, answer: Answer) -> ValueSet:
    if not isinstance(answer.value, dict):
        raise AnswerError(
            f"`{fact.id}` has many members, each answered by itself",
            f"write `value: {{{next(iter(fact.choices))}: yes}}`; `others: no` closes the list",
        )
    members: dict[str, frozenset[bool]] = {}
    for name, text in answer.value.items():
        if name == OTHERS:
            if text != "no":
                raise AnswerError("`others` can only be `no`", key=("value", name))
            continue
        if name not in fact.choices:
            raise AnswerError(
                f"`{name}` is no member of `{fact.id}`",
                choice_meant(name, fact) or _allowed(fact),
                ("value", name),
            )
        members[name] = frozenset([_yes_no(text, ("value", name))])
    if OTHERS in answer.value:
        members.update({n: frozenset([False]) for n in fact.choices if n not in members})
    return ValueSet(members=tuple(members.items()))


def _listed(fact: Fact, answer: Answer) -> ValueSet:
    every: frozenset[bool | str] = (
        frozenset((True, False)) if fact.type == "yes_no" else frozenset(fact.choices)
    )
    if answer.not_ is not None:
        left = every - {_value(fact, text, ("not",)) for text in answer.not_}
        if not left:
            raise AnswerError(f"nothing is left possible for `{fact.id}`", key=("not",))
        return ValueSet(values=left)
    if answer.one_of is not None:
        return ValueSet(values=frozenset(_value(fact, text, ("one of",)) for text in answer.one_of))
    if isinstance(answer.value, str):
        return ValueSet(values=frozenset([_value(fact, answer.value, ("value",))]))
    if answer.value is not None:
        what = f"`{fact.id}` takes one value, not several"
        raise AnswerError(what, _allowed(fact), ("value",))
    what = f"`{fact.id}` has no order, so `at least` and `at most` say nothing"
    key = "at most" if answer.at_least is None else "at least"
    raise AnswerError(what, _allowed(fact), (key,))


def _value(fact: Fact, text: str, key: tuple[str, ...]) -> bool | str:
    if fact.type == "yes_no":
        return _yes_no(text, key)
    if text not in fact.choices:
        hint = choice_meant(text, fact) or _allowed(fact)
        raise AnswerError(f"`{text}` is no choice of `{fact.id}`", hint, key)
    return text


def _yes_no(text: str, key: tuple[str, ...]) -> bool:
    try:
        return bool(as_yes_no(text))
    except ValueError as error:
        raise AnswerError(f"`{text}` is neither yes nor no", str(error), key) from error


def _allowed(fact: Fact) -> str:
    if fact.type == "yes_no":
        return "it is answered by `yes` or `no`"
    return f"its choices are {', '.join(fact.choices)}"


def _range(fact: Fact, answer: Answer) -> ValueSet:
    if isinstance(answer.value, dict):
        raise AnswerError(f"`{fact.id}` takes one value, not several", key=("value",))
    if answer.value is not None:
        only = point(fact, answer.value, ("value",))
        return ValueSet(ranges=(Range(only, only),))
    if answer.one_of is not None:
        points = [point(fact, text, ("one of",)) for text in answer.one_of]
        return ValueSet(ranges=tuple(Range(p, p) for p in points))
    if answer.not_ is not None:
        without = frozenset(point(fact, text, ("not",)) for text in answer.not_)
        domain = replace(limits(fact), without=without)
        if not domain.meets(None, None, whole_steps=whole_steps(fact)):
            raise AnswerError(f"nothing is left possible for `{fact.id}`", key=("not",))
        return ValueSet(ranges=(Range(without=without),))
    low = None if answer.at_least is None else point(fact, answer.at_least, ("at least",))
    high = None if answer.at_most is None else point(fact, answer.at_most, ("at most",))
    if low is not None and high is not None and low > high:
        raise AnswerError(
            f"nothing lies between at least {answer.at_least} and at most {answer.at_most}",
            key=("at least",),
        )
    return ValueSet(ranges=(Range(low, high),))


def point(fact: Fact, text: str, key: tuple[str, ...] = ()) -> Point:
    """A number or day given as text, checked against the fact's limits; a day as its ordinal."""
    try:
        if fact.type == "date":
            day = as_date(text)
            assert isinstance(day, date)
            return day.toordinal()
        number = as_number(text)
        assert isinstance(number, Decimal)
    except ValueError as error:
        hint = str(error) if fact.type == "date" else number_hint(fact.unit)
        raise AnswerError(f"`{text}` does not fit `{fact.id}`", hint, key) from error
    if fact.integer and number != int(number):
        raise AnswerError(f"`{fact.id}` is counted in whole {fact.unit or 'numbers'}", key=key)
    if fact.min is not None and number < fact.min:
        raise AnswerError(f"{text} is below the least possible, {fact.min}", key=key)
    if fact.max is not None and number > fact.max:
        raise AnswerError(f"{text} is above the most possible, {fact.max}", key=key)
    return int(number) if fact.integer else number


def either(one: ValueSet, other: ValueSet) -> ValueSet:
    """What is possible if either of two speakers may be right about what both answer.

    In a list each member is a question of its own, and one that only one of them answers is as
    that one says: the other is silent on it, and silence contests nothing.
    """
    if one.members is None or other.members is None:
        return one | other
    said, also = dict(one.members), dict(other.members)
    names = dict.fromkeys((*said, *also))
    return ValueSet(
        members=tuple((n, said.get(n, frozenset()) | also.get(n, frozenset())) for n in names)
    )


def common(one: ValueSet | None, other: ValueSet) -> ValueSet | None:
    """What is possible if both of two speakers are right; None where they cannot be.

    None for ``one`` stands for answers that could not all be true already.
    """
    if one is None or not one.fits(other):
        return None
    if one.values is not None and other.values is not None:
        return ValueSet(values=one.values & other.values)
    if one.ranges is not None and other.ranges is not None:
        shared = [a.shared(b) for a in one.ranges for b in other.ranges if a.overlaps(b)]
        return ValueSet(ranges=tuple(dict.fromkeys(shared)))
    if one.members is not None and other.members is not None:
        names = dict.fromkeys(name for name, _ in (*one.members, *other.members))
        return ValueSet(members=tuple((n, one.member(n) & other.member(n)) for n in names))
    return other if one == UNKNOWN else one


def are_contested(values: Sequence[ValueSet]) -> bool:
    """Whether several answers to one question cannot all be true."""
    shared: ValueSet | None = UNKNOWN
    for value in values:
        shared = common(shared, value)
    return shared is None
