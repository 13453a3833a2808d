"""The expressions of rules: guarded, type-checked, and run by rule-engine, the one semantics.

Nothing else imports rule-engine, and it is imported only when an expression is compiled:
finished decision tables don't need it.

An expression is read in three steps. The library's own lexer cuts the text into tokens; the
grammar admits only the small language of rules, and every comparison is type-checked here,
where the place of each word is still known; then rule-engine parses it and runs it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from compliance.engine.grammar import ALLOWED, COMPARISONS, ExpressionError, Item, items
from compliance.model.rulebook import Fact, FactId, choice_meant
from compliance.model.value_sets import AnswerError, Point, point

MAX_CHARACTERS = 4_000
MAX_TOKENS = 400
MAX_DEPTH = 20
_ENDS = {"FACT", "TEXT", "NUMBER", "DATE", "LIST", "RPAREN"}

Value = bool | str | Decimal | dt.datetime | set[str]
Literal = bool | str | Point


class Reading(NamedTuple):
    """What an expression reads of one fact: the literals it is held against, or the members."""

    literals: frozenset[Literal] = frozenset()
    members: frozenset[str] = frozenset()

    def __or__(self, other: Reading) -> Reading:
        return Reading(self.literals | other.literals, self.members | other.members)


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression: the facts it reads, each with its literals, and how to run it."""

    text: str
    reads: Mapping[FactId, Reading]
    _rule: Any

    def holds(self, values: Mapping[FactId, Value]) -> bool:
        """Run it on complete answers, by rule-engine itself."""
        things: dict[str, dict[str, Value]] = {}
        for fact in self.reads:
            topic, _, name = fact.partition(".")
            things.setdefault(topic, {})[name] = values[fact]
        return bool(self._rule.matches(things))


def parse(text: str, facts: Mapping[FactId, Fact]) -> Expression:
    """Guard, type-check and parse ``text``. Raises :class:`ExpressionError`."""
    found = parts_of(text, facts)
    reads: dict[FactId, Reading] = {i.value: Reading() for i in found if i.kind == "FACT"}
    for place, item in enumerate(found):
        if item.kind in COMPARISONS or item.kind == "IN":
            fact, reading = _comparison(found, place, facts)
            reads[fact] |= reading
    for before, item in pairwise(found):
        if item.kind == "LPAREN" and before.kind in _ENDS:
            raise ExpressionError("`(` cannot stand here", item.position, ALLOWED)
    for place, item in enumerate(found):
        _check_is_compared(found, place, item, facts)
    return Expression(text, reads, _parsed(text, reads, facts))


def parts_of(text: str, facts: Mapping[FactId, Fact]) -> list[Item]:
    """The facts, literals and signs of ``text`` in order. Raises :class:`ExpressionError`."""
    return list(items(_tokens(text), facts))


def _tokens(text: str) -> list[Any]:
    """Cut the text into rule-engine's own tokens, within bounds."""
    if len(text) > MAX_CHARACTERS:
        what = f"the expression has {len(text)} characters; {MAX_CHARACTERS} are allowed"
        raise ExpressionError(what, 0, "split this check")
    lexer = _engine().Rule.parser._lexer.clone()
    lexer.input(text)
    tokens: list[Any] = []
    depth = 0
    try:
        for token in lexer:
            tokens.append(token)
            depth += {"LPAREN": 1, "RPAREN": -1}.get(token.type, 0)
            if depth > MAX_DEPTH:
                what = f"more than {MAX_DEPTH} parentheses inside each other"
                raise ExpressionError(what, token.lexpos)
            if len(tokens) > MAX_TOKENS:
                what = f"more than {MAX_TOKENS} words and signs"
                raise ExpressionError(what, token.lexpos, "split this check")
    except _engine().errors.RuleSyntaxError as error:
        token = error.token
        word = token.value[0] if token else re.findall(r"\w+", text[: lexer.lexpos])[-1]
        at = token.lexpos if token else lexer.lexpos - len(word)
        raise ExpressionError(f"`{word}` has no meaning here", at, ALLOWED) from error
    if not tokens:
        raise ExpressionError("the expression is empty", 0)
    return tokens


def _comparison(
    found: Sequence[Item], place: int, facts: Mapping[FactId, Fact]
) -> tuple[FactId, Reading]:
    """Type-check the comparison whose sign stands at ``place``; say what it reads."""
    sign = found[place]
    before = place - 1
    if sign.kind == "IN" and before >= 0 and found[before].kind == "NOT":
        before -= 1
    if before < 0 or place + 1 >= len(found):
        raise ExpressionError(f"`{sign.value}` lacks one of its sides", sign.position)
    following = [i for i in found[place + 2 : place + 4] if i.kind != "NOT"][:1]
    if following and following[0].kind in {*COMPARISONS, "IN"}:
        what = "comparisons cannot be chained"
        raise ExpressionError(what, following[0].position, "join them with `and`")
    left, right = found[before], found[place + 1]
    if left.kind != "FACT" and right.kind != "FACT":
        what = f"`{sign.value}` compares no fact"
        raise ExpressionError(what, sign.position, "compare a fact with a value")
    if left.kind == right.kind:
        what = "two facts are held against each other"
        raise ExpressionError(what, left.position, "compare a fact with a value")
    name, other = (left, right) if left.kind == "FACT" else (right, left)
    fact = facts[name.value]
    if sign.kind == "IN":
        return fact.id, _membership(fact, other, fact_is_container=name is right)
    if fact.type == "many":
        hint = f'write `"{next(iter(fact.choices))}" in {fact.id}`'
        raise ExpressionError(f"`{fact.id}` has many members", name.position, hint)
    if sign.kind not in ("EQ", "NE") and fact.type in ("choice", "yes_no"):
        what = f"`{fact.id}` has no order, so `{sign.value}` says nothing"
        raise ExpressionError(what, sign.position, "use `==` or `!=`")
    return fact.id, Reading(frozenset([_literal(fact, other)]))


def _membership(fact: Fact, other: Item, *, fact_is_container: bool) -> Reading:
    if fact_is_container:
        if fact.type != "many" or other.kind != "TEXT":
            what = f"`in {fact.id}` needs a fact with many members and one of them as text"
            hint = f"write `{fact.id} in [...]`" if fact.type != "many" else None
            raise ExpressionError(what, other.position, hint)
        return Reading(members=frozenset([_choice(fact, other)]))
    if fact.type == "many":
        hint = f'write `"{next(iter(fact.choices))}" in {fact.id}`'
        raise ExpressionError(f"`{fact.id}` has many members", other.position, hint)
    if other.kind != "LIST":
        what = f"`{fact.id} in` needs a list of values"
        raise ExpressionError(what, other.position, "write `in [...]`")
    return Reading(frozenset(_literal(fact, value) for value in other.value))


def _literal(fact: Fact, item: Item) -> Literal:
    """The literal's value, if it is of the fact's own type."""
    if fact.type == "yes_no":
        hint = f"write `{fact.id}` or `not {fact.id}`"
        raise ExpressionError(f"`{fact.id}` is answered by yes or no", item.position, hint)
    wanted, form = {
        "choice": ("TEXT", '"choice"'),
        "number": ("NUMBER", "30"),
        "date": ("DATE", 'd"2011-12-31"'),
    }[fact.type]
    if item.kind != wanted:
        what = f"`{fact.id}` is a {fact.type}; this is not"
        raise ExpressionError(what, item.position, f"write it as `{form}`")
    if fact.type == "choice":
        return _choice(fact, item)
    if item.kind == "NUMBER" and not re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", item.value):
        raise ExpressionError(f"`{item.value}` is no plain number", item.position)
    try:
        return point(fact, item.value)
    except AnswerError as error:
        raise ExpressionError(error.problem.what, item.position, error.problem.hint) from error


def _choice(fact: Fact, item: Item) -> str:
    if item.value not in fact.choices:
        hint = choice_meant(item.value, fact)
        hint = hint or f"its choices are {', '.join(fact.choices)}"
        what = f"`{item.value}` is no choice of `{fact.id}`"
        raise ExpressionError(what, item.position, hint)
    return str(item.value)


def _check_is_compared(
    found: Sequence[Item], place: int, item: Item, facts: Mapping[FactId, Fact]
) -> None:
    """A literal needs a comparison beside it; a fact without one must be a yes/no fact."""
    before = [i.kind for i in found[max(place - 1, 0) : place]]
    after = [i.kind for i in found[place + 1 : place + 3]]
    beside = {*before, *after[:1]}
    if beside & {*COMPARISONS, "IN"} or after == ["NOT", "IN"]:
        return
    if item.kind in ("TEXT", "NUMBER", "DATE", "LIST"):
        raise ExpressionError("a value alone is no condition", item.position, ALLOWED)
    if item.kind == "FACT" and facts[item.value].type != "yes_no":
        fact = facts[item.value]
        first = next(iter(fact.choices), None)
        hint = f'compare it: `{fact.id} == "{first}"`' if first else "compare it with a value"
        if fact.type == "many":
            hint = f'write `"{first}" in {fact.id}`'
        what = f"`{fact.id}` is no yes/no fact, so it cannot stand alone"
        raise ExpressionError(what, item.position, hint)


@cache
def _engine() -> Any:
    import rule_engine  # noqa: PLC0415 - 320 ms, and only where something is compiled

    return rule_engine


def _parsed(text: str, reads: Mapping[FactId, Reading], facts: Mapping[FactId, Fact]) -> Any:
    """Parse with rule-engine, which knows the type of every fact that is read."""
    engine = _engine()
    try:
        return engine.Rule(text, context=_context(reads, facts))
    except engine.errors.RuleSyntaxError as error:
        token = getattr(error, "token", None)
        if token is None:
            raise ExpressionError("the expression breaks off", len(text)) from error
        what = f"`{token.value}` cannot stand here"
        raise ExpressionError(what, token.lexpos, ALLOWED) from error
    except (engine.errors.EngineError, TypeError, ArithmeticError, RecursionError) as error:
        raise ExpressionError(f"rule-engine refuses it: {error}", 0, ALLOWED) from error


def _context(reads: Mapping[FactId, Reading], facts: Mapping[FactId, Fact]) -> Any:
    engine = _engine()
    kinds = engine.DataType
    types = {
        "yes_no": kinds.BOOLEAN,
        "choice": kinds.STRING,
        "number": kinds.FLOAT,
        "date": kinds.DATETIME,
        "many": kinds.SET(kinds.STRING),
    }
    topics: dict[str, dict[str, Any]] = {}
    for fact in reads:
        topic, _, name = fact.partition(".")
        topics.setdefault(topic, {})[name] = types[facts[fact].type]
    objects = {
        topic: kinds.OBJECT(topic, attributes=names, accessor=lambda thing, name: thing[name])
        for topic, names in topics.items()
    }
    return engine.Context(
        type_resolver=engine.type_resolver_from_dict(objects), default_timezone="utc"
    )
