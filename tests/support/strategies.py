"""Random facts, expressions, rules and answers, each with its meaning in plain Python.

Nothing here uses the code under test to say what is true: an expression carries a function of
the values, an answer the set of values that it allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from itertools import product

from hypothesis import strategies as st
from support.samples import Known, Value, a_check, a_rule, knowns

from compliance.engine.outcomes import Outcome
from compliance.model.profiles import Answer
from compliance.model.rulebook import Check, Fact, Rule
from compliance.model.value_sets import UNKNOWN, ValueSet, value_set

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Said:
    """An expression and what it means; ``rank``: 0 or, 1 and, 2 not, 3 anything that binds more."""

    text: str
    holds: Callable[[Values], bool] = field(repr=False)
    rank: int = 3


@dataclass(frozen=True)
class SaidCheck:
    """A check and the outcome it should come to."""

    check: Check
    met: Said
    partly: Said | None
    applies: Said | None

    def outcome(self, values: Values) -> Outcome:
        if self.applies and not self.applies.holds(values):
            return Outcome.NOT_APPLICABLE
        if self.met.holds(values):
            return Outcome.MET
        if self.partly and self.partly.holds(values):
            return Outcome.PARTLY_MET
        return Outcome.NOT_MET


@dataclass(frozen=True)
class Case:
    """A rule with the facts that it may read."""

    known: tuple[Known, ...]
    checks: tuple[SaidCheck, ...]

    @property
    def facts(self) -> dict[str, Fact]:
        return {k.fact.id: k.fact for k in self.known}

    @property
    def rule(self) -> Rule:
        return a_rule(*(said.check for said in self.checks))


@dataclass(frozen=True)
class Given:
    """An answer, or what two voices answered, and the values of the universe it allows."""

    possible: ValueSet
    allowed: frozenset[Value]


def rule_outcome(outcomes: Iterable[Outcome]) -> Outcome:
    """What a rule comes to on decided checks, in the words of the design."""
    left = [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
    if not left:
        return Outcome.NOT_APPLICABLE
    if all(outcome is Outcome.MET for outcome in left):
        return Outcome.MET
    if not any(outcome in (Outcome.MET, Outcome.PARTLY_MET) for outcome in left):
        return Outcome.NOT_MET
    return Outcome.PARTLY_MET


def completions(universes: Mapping[str, Iterable[Value]]) -> Iterator[dict[str, Value]]:
    """Every way to give each fact one of its values."""
    for values in product(*universes.values()):
        yield dict(zip(universes, values, strict=True))


_SIGNS: dict[str, Callable[[Value, Value], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def as_text(value: Value) -> str:
    """A literal as an expression has it."""
    if isinstance(value, date):
        return f'd"{value.isoformat()}"'
    return f"{value:f}" if isinstance(value, Decimal) else f'"{value}"'


def _compared(name: str, sign: str, literal: Value, *, turned: bool) -> Said:
    holds = _SIGNS[sign]
    if turned:
        text = f"{as_text(literal)} {sign} {name}"
        return Said(text, lambda values: holds(literal, values[name]))
    return Said(f"{name} {sign} {as_text(literal)}", lambda values: holds(values[name], literal))


def _in_list(name: str, literals: list[Value], *, out: bool) -> Said:
    text = f"{name} {'not in' if out else 'in'} [{', '.join(map(as_text, literals))}]"
    return Said(text, lambda values: (values[name] in literals) is not out)


def _has(name: str, member: str, *, out: bool) -> Said:
    text = f'"{member}" {"not in" if out else "in"} {name}'
    return Said(text, lambda values: (member in values[name]) is not out)


def _leaf(known: Known) -> st.SearchStrategy[Said]:
    name, kind = known.fact.id, known.fact.type
    if kind == "yes_no":
        return st.just(Said(name, lambda values: bool(values[name])))
    literals = st.sampled_from(known.literals)
    if kind == "many":
        return st.builds(_has, st.just(name), literals, out=st.booleans())
    signs = st.sampled_from(["==", "!="] if kind == "choice" else list(_SIGNS))
    lists = st.lists(literals, min_size=1, max_size=3)
    return st.builds(_compared, st.just(name), signs, literals, turned=st.booleans()) | st.builds(
        _in_list, st.just(name), lists, out=st.booleans()
    )


def _part(said: Said, rank: int) -> str:
    return f"({said.text})" if said.rank < rank else said.text


def _both(a: Said, b: Said) -> Said:
    text = f"{_part(a, 1)} and {_part(b, 1)}"
    return Said(text, lambda values: a.holds(values) and b.holds(values), 1)


def _either(a: Said, b: Said) -> Said:
    text = " or ".join(f"({one.text})" if one.rank == 1 else one.text for one in (a, b))
    return Said(text, lambda values: a.holds(values) or b.holds(values), 0)


def _not(a: Said) -> Said:
    return Said(f"not {_part(a, 2)}", lambda values: not a.holds(values), 2)


def expressions(known: Iterable[Known]) -> st.SearchStrategy[Said]:
    return st.recursive(
        st.one_of([_leaf(one) for one in known]),
        lambda inner: (
            st.builds(_both, inner, inner)
            | st.builds(_either, inner, inner)
            | st.builds(_not, inner)
            | st.builds(lambda a: Said(f"({a.text})", a.holds), inner)
        ),
        max_leaves=5,
    )


@st.composite
def cases(draw: st.DrawFn, *, far: bool = False, checks: int = 1) -> Case:
    """A rule of at most ``checks`` checks over at most three facts."""
    known = draw(knowns(far=far))
    said = expressions(known)
    found = []
    for number in range(draw(st.integers(1, checks))):
        met, partly, applies = draw(st.tuples(said, st.none() | said, st.none() | said))
        texts = (met.text, partly and partly.text, applies and applies.text)
        found.append(SaidCheck(a_check(f"check{number}", *texts), met, partly, applies))
    return Case(known, tuple(found))


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def exact(known: Known, value: Value) -> Answer:
    """The answer that leaves one value."""
    if isinstance(value, frozenset):
        return Answer(value={m: _written(m in value) for m in known.fact.choices})
    return Answer(value=_written(value))


@st.composite
def one_answer(draw: st.DrawFn, known: Known) -> tuple[Answer, frozenset[Value]]:
    """An answer, and the values of the universe with which it agrees."""
    every = frozenset(known.universe)
    if known.fact.type == "many":
        parts = draw(st.dictionaries(st.sampled_from(["a", "b"]), st.booleans()))
        texts = {name: _written(inside) for name, inside in parts.items()}
        if draw(st.booleans()):
            texts["others"] = "no"
            parts = {"a": False, "b": False, **parts}
        agree = [v for v in every if all((n in v) == is_in for n, is_in in parts.items())]
        return Answer(value=texts), frozenset(agree)
    some = st.sets(st.sampled_from(known.points), min_size=1)
    form = draw(st.sampled_from(["value", "one of", "not", "bounds"]))
    if form == "value":
        value = draw(st.sampled_from(known.points))
        return exact(known, value), frozenset([value])
    if form == "bounds" and known.fact.type in ("number", "date"):
        low, high = sorted(draw(st.tuples(*[st.sampled_from(known.points)] * 2)))
        ends = draw(st.sampled_from([("at least",), ("at most",), ("at least", "at most")]))
        texts = {end: _written(low if end == "at least" else high) for end in ends}
        agree = [v for v in every if "at least" not in ends or v >= low]
        return Answer(**texts), frozenset(v for v in agree if "at most" not in ends or v <= high)
    chosen = draw(some)
    if form == "not" and chosen != every:
        return Answer(**{"not": tuple(map(_written, chosen))}), every - chosen
    return Answer(**{"one of": tuple(map(_written, chosen))}), frozenset(chosen)


def _either_voice(known: Known, voices: list[tuple[Answer, frozenset[Value]]]) -> Given:
    """What is possible if any of the voices may be right; each member is a question of its own."""
    each = [value_set(known.fact, answer) for answer, _ in voices]
    allowed = frozenset[Value]().union(*(values for _, values in voices))
    if known.fact.type == "many":
        ins = {m: {m in v for v in allowed} for m in known.fact.choices}
        allowed = frozenset(v for v in known.universe if all((m in v) in ins[m] for m in ins))
    return Given(reduce(ValueSet.__or__, each), allowed)


def givens(known: Known) -> st.SearchStrategy[Given]:
    """No answer, one, or two that contradict each other."""
    silent = st.just(Given(UNKNOWN, frozenset(known.universe)))
    voices = st.lists(one_answer(known), min_size=1, max_size=2)
    return silent | voices.map(lambda found: _either_voice(known, found))


@st.composite
def answered(draw: st.DrawFn, *, checks: int = 1) -> tuple[Case, dict[str, Given]]:
    """A rule and what is said of each of its facts."""
    case = draw(cases(checks=checks))
    return case, {k.fact.id: draw(givens(k)) for k in case.known}
