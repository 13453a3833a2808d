"""The expressions of rules: one parser, whose tree serves all who read an expression.

``law.exists and (law.days <= 30 or "court" in law.decided_by)`` is cut into tokens within bounds
(tokens.py), parsed by recursive descent into a condition (conditions.py) and checked against the
types of the facts, in one pass that collects every problem with its place. rule-engine offers far
more than rules need and folds constants while it parses, so it runs only what was accepted here
(see compiler.py), and what an expression means is what it says on complete answers.

The language, loosest first; where ``and`` meets ``or``, parentheses say what belongs together::

    junction   = single {"and" single} | single {"or" single}
    single     = {"not"} ("(" junction ")" | comparison)
    comparison = FACT | operand ("==" | "!=" | "<" | "<=" | ">" | ">=") operand
               | FACT ["not"] "in" "[" literal {"," literal} "]" | TEXT ["not"] "in" FACT
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from compliance.engine.conditions import And, Comparison, Condition, Leaf, Member, Not, Or, Truth
from compliance.engine.tokens import (
    ALLOWED,
    COMPARING,
    NOT_ALLOWED,
    PLAIN_NUMBER,
    ExpressionError,
    ExpressionProblem,
    Token,
    fault,
    within_bounds,
)
from compliance.errors import did_you_mean
from compliance.model.rulebook import Fact, FactId, choice_meant, fact_meant
from compliance.model.value_sets import AnswerError, Point, point

Literal: TypeAlias = bool | str | Point


class Reading(NamedTuple):
    """What an expression reads of one fact: the literals it is held against, or the members."""

    literals: frozenset[Literal] = frozenset()
    members: frozenset[str] = frozenset()

    def __or__(self, other: Reading) -> Reading:
        return Reading(self.literals | other.literals, self.members | other.members)


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression: its text, its tree, and the facts it reads, each with its literals."""

    text: str
    tree: Condition
    reads: Mapping[FactId, Reading]


def parse(text: str, facts: Mapping[FactId, Fact]) -> Expression:
    """The expression, checked against the facts. Raises ExpressionError with every problem."""
    parser = _Parser(within_bounds(text), facts)
    try:
        tree = parser.whole()
    except ExpressionError as last:
        raise ExpressionError([*parser.problems, *last.problems]) from None
    if parser.problems:
        raise ExpressionError(parser.problems)
    return Expression(text, tree, parser.reads)


_FAULTY = Truth("")
"""Takes the place of a comparison whose problem is told."""


class _Parser:
    """Goes through the tokens once. It collects the problems after which it can read on, and
    raises the first after which it cannot."""

    def __init__(self, tokens: Sequence[Token], facts: Mapping[FactId, Fact]) -> None:
        self.tokens = tokens
        self.facts = facts
        self.at = 0
        self.problems: list[ExpressionProblem] = []
        self.reads: dict[FactId, Reading] = {}

    def whole(self) -> Condition:
        """The tree of all the tokens. Raises ExpressionError."""
        found = self._junction()
        if self._next().kind != "END":
            raise self._misplaced()
        return found

    def _next(self) -> Token:
        """The token that comes next."""
        token = self.tokens[self.at]
        if token.kind == "BAD" and token.problem:
            raise ExpressionError([token.problem])
        return token

    def _take(self) -> Token:
        token = self._next()
        self.at += 1
        if token.problem:
            self.problems.append(token.problem)
        return token

    def _takes(self, kind: str) -> bool:
        return self._next().kind == kind and bool(self._take())

    def _misplaced(self) -> ExpressionError:
        """The next token cannot stand where it does."""
        token = self._next()
        if token.kind == "END":
            return fault("the expression breaks off", token.at)
        if token.kind == "-":
            return fault(NOT_ALLOWED.format("arithmetic", "-"), token.at, ALLOWED)
        return fault(f"`{token.text}` cannot stand here", token.at, ALLOWED)

    def _junction(self) -> Condition:
        parts = [self._single()]
        signs: list[Token] = []
        while self._next().kind in ("and", "or"):
            signs.append(self._take())
            parts.append(self._single())
        if not signs:
            return parts[0]
        if others := [sign for sign in signs if sign.kind != signs[0].kind]:
            what = "`and` and `or` are mixed without parentheses"
            hint = "write `(a or b) and c`, or `a or (b and c)`, whichever is meant"
            self.problems.append(ExpressionProblem(what, others[0].at, hint))
        return And(tuple(parts)) if signs[0].kind == "and" else Or(tuple(parts))

    def _single(self) -> Condition:
        negated = False
        while self._next().kind == "not" and self.tokens[self.at + 1].kind != "in":
            self._take()
            negated = not negated
        found = self._parentheses() if self._next().kind == "(" else self._comparison()
        return _negation(found) if negated else found

    def _parentheses(self) -> Condition:
        told = len(self.problems)
        self._take()
        found = self._junction()
        if not self._takes(")"):
            raise self._misplaced()
        if sign := self._sign():
            if found == _FAULTY:  # not what stands alone inside is wrong: that it is compared
                del self.problems[told:]
            raise fault(f"`{sign.text}` compares no fact", sign.at, _WITH_A_VALUE)
        return found

    def _sign(self) -> Token | None:
        """The sign of a comparison, if one comes next; the ``in`` of a ``not in``."""
        token = self._next()
        if token.kind == "not" and self.tokens[self.at + 1].kind == "in":
            return self.tokens[self.at + 1]
        return token if token.kind == "in" or token.kind in COMPARING else None

    def _comparison(self) -> Condition:
        """A fact by itself, or two operands and the sign between them."""
        left, sign = self._operand(), self._sign()
        if left is None or sign is None:
            if sign:
                raise fault(f"`{sign.text}` lacks one of its sides", sign.at)
            if left is None:
                raise self._misplaced()
            return self._leaf(left)
        is_not = self._take().kind == "not" and bool(self._take())
        if self._next().kind == "END":
            raise fault(f"`{sign.text}` lacks one of its sides", sign.at)
        right = self._operand()
        if right is None:
            _typed(left, sign, self._next(), self.facts)  # told as what fits no fact
            raise self._misplaced()
        if another := self._sign():
            raise fault("comparisons cannot be chained", another.at, "join them with `and`")
        found = self._leaf(left, sign, right)
        return _negation(found) if is_not else found

    def _leaf(
        self, left: Token, sign: Token | None = None, right: Token | None = None
    ) -> Condition:
        """The tree of a comparison, or of a fact alone; its problem is collected."""
        try:
            leaf, reading = _typed(left, sign, right, self.facts)
        except ExpressionError as error:
            self.problems += error.problems
            return _FAULTY
        self.reads[leaf.fact] = self.reads.get(leaf.fact, Reading()) | reading
        return leaf

    def _operand(self) -> Token | None:
        """A name, a literal or a list, if one comes next: a minus belongs to its number."""
        token = self._next()
        if token.kind == "-" and self.tokens[self.at + 1].kind == "NUMBER":
            self._take()
            return token._replace(kind="NUMBER", text=f"-{self._take().text}")
        if token.kind == "[":
            return self._list()
        if token.kind == "-":
            raise self._misplaced()
        if token.kind not in ("NAME", "TEXT", "NUMBER", "DATE"):
            return None
        self._take()
        if token.kind == "NAME" and (token.text[0] == "$" or self._is_called(token)):
            what = f"functions (`{token.text}`) are not allowed in an expression"
            raise fault(what, token.at, ALLOWED)
        return token

    def _is_called(self, name: Token) -> bool:
        return "." not in name.text and self._next().kind == "("

    def _list(self) -> Token:
        """The literals of ``[a, b]``."""
        opening = self._take()
        values: list[Token] = []
        while not values or self._takes(","):
            token = self._next()
            if token.kind == "END":
                break
            value = None if token.kind == "[" else self._operand()
            if value is None or ("." in value.text and value.kind == "NAME"):
                raise fault("a list holds plain values only", token.at)
            values.append(value)
        if not values or not self._takes("]"):
            raise fault("this list is not closed", opening.at, 'write `in ["one", "other"]`')
        return opening._replace(kind="LIST", values=tuple(values))


def _negation(tree: Condition) -> Condition:
    return tree.part if isinstance(tree, Not) else Not(tree)


# Types. Each of these raises ExpressionError.

_LITERALS = {
    "choice": ("TEXT", '"choice"'),
    "number": ("NUMBER", "30"),
    "date": ("DATE", 'd"2011-12-31"'),
}
"""The kind of literal that facts of a type are held against, and how it is written."""
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_WITH_A_VALUE = "compare a fact with a value"
_YES_OR_NO = {"yes": "==", "true": "==", "no": "!=", "false": "!="}
"""What may be meant where a yes/no fact is compared, and the sign with which it says yes."""


def _typed(
    left: Token, sign: Token | None, right: Token | None, facts: Mapping[FactId, Fact]
) -> tuple[Leaf, Reading]:
    """What two operands say with the sign between them, or one alone."""
    if sign is None or right is None:
        return _alone(left, facts)
    fact, other_fact = _fact(left, facts), _fact(right, facts)
    if fact and other_fact:
        raise fault("two facts are held against each other", left.at, _WITH_A_VALUE)
    if fact:
        if sign.kind == "in":
            return _among(fact, right)
        return _compared(fact, left, sign, sign.kind, right)
    if other_fact:
        if sign.kind == "in":
            return _member(other_fact, left)
        return _compared(other_fact, right, sign, _TURNED.get(sign.kind, sign.kind), left)
    for side in (left, right):
        if side.kind == "NAME":
            raise _no_fact(side, facts)
    raise fault(f"`{sign.text}` compares no fact", sign.at, _WITH_A_VALUE)


def _fact(word: Token, facts: Mapping[FactId, Fact]) -> Fact | None:
    """The fact that an operand names; None for a literal and for a bare word."""
    if word.kind != "NAME" or "." not in word.text:
        return None
    if word.text.count(".") > 1:
        raise fault("a fact has two parts, `topic.fact`, and no attributes", word.at)
    if word.text not in facts:
        hint = fact_meant(word.text, facts)
        raise fault(f"there is no fact `{word.text}`", word.at, hint)
    if facts[word.text].context:
        what = f"`{word.text}` is a context fact: it is shown and decides nothing"
        raise fault(what, word.at)
    return facts[word.text]


def _no_fact(word: Token, facts: Mapping[FactId, Fact]) -> ExpressionError:
    full = [fact for fact in facts if fact.endswith(f".{word.text}")]
    hint = f"did you mean `{full[0]}`?" if full else did_you_mean(word.text, facts)
    return fault(f"`{word.text}` is no fact: a fact is `topic.fact`", word.at, hint)


def _alone(word: Token, facts: Mapping[FactId, Fact]) -> tuple[Leaf, Reading]:
    """An operand that is not compared must be a yes/no fact."""
    fact = _fact(word, facts)
    if fact is None:
        if word.kind == "NAME":
            raise _no_fact(word, facts)
        raise fault("a value alone is no condition", word.at, ALLOWED)
    if fact.type == "yes_no":
        return Truth(fact.id), Reading()
    hint = "compare it with a value"
    if fact.type == "many":
        hint = _has_hint(fact)
    elif fact.choices:
        hint = f'compare it: `{fact.id} == "{next(iter(fact.choices))}"`'
    what = f"`{fact.id}` is no yes/no fact, so it cannot stand alone"
    raise fault(what, word.at, hint)


def _compared(
    fact: Fact, name: Token, sign: Token, operator: str, literal: Token
) -> tuple[Leaf, Reading]:
    if fact.type == "many":
        raise fault(f"`{fact.id}` has many members", name.at, _has_hint(fact))
    if operator not in ("==", "!=") and fact.type in ("choice", "yes_no"):
        what = f"`{fact.id}` has no order, so `{sign.text}` says nothing"
        raise fault(what, sign.at, "use `==` or `!=`")
    if fact.type == "yes_no" and literal.text.lower() in _YES_OR_NO and literal.kind == "NAME":
        says_yes = _YES_OR_NO[literal.text.lower()] == operator
        hint = f"write `{fact.id}`" if says_yes else f"write `not {fact.id}`"
        raise fault(f"`{fact.id}` is answered by yes or no", literal.at, hint)
    value = _literal(fact, literal)
    return Comparison(fact.id, operator, (literal.text,)), Reading(frozenset([value]))


def _among(fact: Fact, listed: Token) -> tuple[Leaf, Reading]:
    """``fact in [...]``."""
    if fact.type == "many":
        raise fault(f"`{fact.id}` has many members", listed.at, _has_hint(fact))
    if listed.kind != "LIST":
        raise fault(f"`{fact.id} in` needs a list of values", listed.at, "write `in [...]`")
    values: set[Literal] = set()
    problems: list[ExpressionProblem] = []
    for item in listed.values:
        try:
            values.add(_literal(fact, item))
        except ExpressionError as error:
            problems += error.problems
    if problems:
        raise ExpressionError(problems)
    literals = tuple(item.text for item in listed.values)
    return Comparison(fact.id, "in", literals), Reading(frozenset(values))


def _member(fact: Fact, member: Token) -> tuple[Leaf, Reading]:
    """``"member" in fact``."""
    if fact.type != "many" or member.kind not in ("TEXT", "NAME"):
        what = f"`in {fact.id}` needs a fact with many members and one of them as text"
        hint = f"write `{fact.id} in [...]`" if fact.type != "many" else None
        raise fault(what, member.at, hint)
    choice = _choice(fact, member)
    return Member(fact.id, choice), Reading(members=frozenset([choice]))


def _has_hint(fact: Fact) -> str:
    return f'write `"{next(iter(fact.choices))}" in {fact.id}`'


def _literal(fact: Fact, item: Token) -> Literal:
    """The literal's value, if it is of the fact's own type."""
    if fact.type == "yes_no":
        hint = f"write `{fact.id}` or `not {fact.id}`"
        raise fault(f"`{fact.id}` is answered by yes or no", item.at, hint)
    if fact.type == "choice" and item.kind in ("TEXT", "NAME"):
        return _choice(fact, item)
    kind, form = _LITERALS[fact.type]
    if item.kind != kind:
        what = f"`{fact.id}` is a {fact.type}; this is not"
        raise fault(what, item.at, f"write it as `{form}`")
    if kind == "NUMBER" and not PLAIN_NUMBER.fullmatch(item.text):
        raise fault(f"`{item.text}` is no plain number", item.at)
    try:
        return point(fact, item.text)
    except AnswerError as error:
        raise fault(error.problem.what, item.at, error.problem.hint) from error


def _choice(fact: Fact, item: Token) -> str:
    """The choice that is named, in quotation marks."""
    if item.text not in fact.choices:
        hint = choice_meant(item.text, fact) or f"its choices are {', '.join(fact.choices)}"
        raise fault(f"`{item.text}` is no choice of `{fact.id}`", item.at, hint)
    if item.kind == "NAME":
        raise fault(f"`{item.text}` lacks its quotation marks", item.at, f'write `"{item.text}"`')
    return item.text
