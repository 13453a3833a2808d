"""The expressions of rules: one parser, whose tree serves all who read an expression.

``law.exists and (law.days <= 30 or "court" in law.decided_by)`` is cut into tokens within
bounds, parsed by recursive descent and checked against the types of the facts, in one pass that
collects every problem with its place. rule-engine offers far more than rules need and folds
constants while it parses, so it runs only what was accepted here (see compiler.py), and what
an expression means is what it says on complete answers.

The language, loosest first; where ``and`` meets ``or``, parentheses say what belongs together::

    junction   = single {"and" single} | single {"or" single}
    single     = {"not"} ("(" junction ")" | comparison)
    comparison = FACT | operand ("==" | "!=" | "<" | "<=" | ">" | ">=") operand
               | FACT ["not"] "in" "[" literal {"," literal} "]" | TEXT ["not"] "in" FACT
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from compliance.errors import did_you_mean
from compliance.model.rulebook import ID, Fact, FactId, choice_meant
from compliance.model.value_sets import AnswerError, Point, point

MAX_CHARACTERS = 4_000
MAX_TOKENS = 400
MAX_DEPTH = 20
ALLOWED = "allowed are: and, or, not, ( ), == != < <= > >=, in [...], and bare yes/no facts"

RESERVED_WORDS = frozenset(
    {"and", "or", "not", "in", "for", "if", "elif", "else", "while"}
    | {"true", "false", "null", "inf", "nan"}
)
"""Words that rule-engine reads as its own, so that no fact can bear them."""


# The tree. Double negations and parentheses around a single comparison leave no trace in it.


@dataclass(frozen=True, slots=True)
class Truth:
    """A yes/no fact that is so: ``law.exists``."""

    fact: FactId


@dataclass(frozen=True, slots=True)
class Member:
    """A fact with many members has this one: ``"court" in law.decided_by``."""

    fact: FactId
    choice: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fact held against literals, the fact always on the left: ``law.days <= 30``.

    The operator is ``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=`` with one literal, or ``in`` with
    one or more. Literals are texts as written; the fact's type says what they are: a choice,
    a number, or a day.
    """

    fact: FactId
    operator: str
    literals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """What holds where its part does not. The part is no ``Not``."""

    part: Condition


@dataclass(frozen=True, slots=True)
class And:
    """What holds where all of its parts do: two or more."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What holds where any of its parts does: two or more."""

    parts: tuple[Condition, ...]


NEGATED = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
"""The operators that say the opposite."""

Leaf: TypeAlias = Truth | Member | Comparison
Condition: TypeAlias = Leaf | Not | And | Or
"""The tree of an expression. For ``law.exists and not 30 < law.days``::

    And((Truth("law.exists"), Not(Comparison("law.days", ">", ("30",)))))

and, as data: ``["and", ["yes", "law.exists"], ["not", [">", "law.days", "30"]]]``.
"""


def as_data(tree: Condition) -> list[Any]:
    """The tree as lists and texts, for JSON: the operator, then what it is applied to."""
    match tree:
        case Truth():
            return ["yes", tree.fact]
        case Member():
            return ["has", tree.fact, tree.choice]
        case Comparison():
            return [tree.operator, tree.fact, *tree.literals]
        case Not():
            return ["not", as_data(tree.part)]
        case And() | Or():
            word = "and" if isinstance(tree, And) else "or"
            return [word, *map(as_data, tree.parts)]


def from_data(data: Sequence[Any]) -> Condition:
    """The tree that ``as_data`` gave."""
    operator, first, *rest = data
    match operator:
        case "yes":
            return Truth(first)
        case "has":
            return Member(first, *rest)
        case "not":
            return Not(from_data(first))
        case "and" | "or":
            parts = tuple(map(from_data, data[1:]))
            return And(parts) if operator == "and" else Or(parts)
        case _:
            return Comparison(first, operator, tuple(rest))


def in_words(tree: Condition, leaf: Callable[[Leaf, bool], str]) -> str:
    """The tree as a sentence; ``leaf`` says that a leaf holds, or that it does not."""

    def part_words(part: Condition) -> str:
        words = in_words(part, leaf)
        return f"({words})" if isinstance(part, And | Or) else words

    match tree:
        case Not(part=And() | Or()):
            return f"not {part_words(tree.part)}"
        case Not():
            assert not isinstance(tree.part, Not | And | Or)
            return leaf(tree.part, False)
        case And():
            return " and ".join(map(part_words, tree.parts))
        case Or():
            return " or ".join(map(part_words, tree.parts))
        case _:
            return leaf(tree, True)


# What is wrong with an expression.


class ExpressionProblem(NamedTuple):
    """What is wrong in an expression; ``position`` counts characters from 0."""

    what: str
    position: int
    hint: str | None = None


class ExpressionError(ValueError):
    """A text is no expression: every problem that was found, in the order of the text."""

    def __init__(self, problems: Iterable[ExpressionProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.position))
        super().__init__("; ".join(problem.what for problem in self.problems))


def _fault(what: str, position: int, hint: str | None = None) -> ExpressionError:
    return ExpressionError([ExpressionProblem(what, position, hint)])


def fact_meant(name: str, facts: Mapping[FactId, Fact]) -> str | None:
    """A hint for a name that no fact has: what it is called now, or the nearest name."""
    for fact in facts.values():
        if name in fact.was:
            return f"it is now called `{fact.id}`"
    return did_you_mean(name, facts)


# Tokens.

_CURLY = "“”„«»‘’‚‹›"
_TOKEN = re.compile(
    rf"""(?P<space>[ \t\n]+)
    | (?P<quoted>[bdrst]?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
    | (?P<curly>d?[{_CURLY}][^{_CURLY}"'\n]*[{_CURLY}"'])
    | (?P<name>\$?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
    | (?P<number>\.?[0-9][A-Za-z0-9_.]*)
    | (?P<comment>\#[^\n]*)
    | (?P<sign>=~~?|!~~?|==|!=|<<|>>|<=|>=|<>|&&|&\.|\|\||\*\*|//|\?\?|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FACT_NAME = re.compile(rf"{ID}\.{ID}")
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_WORDS = ("and", "or", "not", "in")
_COMPARING = ("==", "!=", "<", "<=", ">", ">=")
_SIGNS = frozenset({*_COMPARING, "(", ")", "[", "]", ",", "-"})
_MEANT = {"&&": "and", "||": "or", "!": "not", "=": "==", "<>": "!="}
_MEANT |= {"≠": "!=", "≤": "<=", "≥": ">="}
"""What other languages write for a word or sign of ours."""
_FORBIDDEN = (
    dict.fromkeys(("+", "*", "/", "//", "%", "**"), "arithmetic")
    | dict.fromkeys(("&", "|", "^", "<<", ">>"), "bit arithmetic")
    | dict.fromkeys(("=~", "=~~", "!~", "!~~"), "a regular expression")
    | dict.fromkeys(("?", ":"), "a ternary")
    | {"??": "a default value", "&.": "safe attribute access"}
    | dict.fromkeys(("{", "}"), "a set or mapping")
    | dict.fromkeys(("for", "if"), "a comprehension")
    | {"null": "null", "inf": "infinity", "nan": "NaN", "true": "true", "false": "false"}
)
_NOT_ALLOWED = "{} (`{}`) is not allowed in an expression"
_FORBIDDEN_HINTS = {
    "true": "a yes/no fact stands alone: write `topic.fact`",
    "false": "a yes/no fact stands alone: write `not topic.fact`",
    "null": "whether a fact is answered is no condition: every set of outcomes allows for it",
}


class _Token(NamedTuple):
    """A word or sign; in the parser also a list of ``values``.

    The kind is the word or sign itself, or one in capitals. What is ``BAD`` cannot be read on
    from its problem; any other token with a problem can.
    """

    kind: str
    at: int
    text: str
    problem: ExpressionProblem | None = None
    values: tuple[_Token, ...] = ()


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens of a text, of which no more is read than an expression may have."""
    for match in _TOKEN.finditer(text, 0, MAX_CHARACTERS):
        group, found, at = str(match.lastgroup), match[0], match.start()
        if group == "quoted":
            yield _quoted(found, at)
        elif group == "curly":
            yield _curly(found, at)
        elif group == "number":
            yield _Token("NUMBER", at, found)
        elif group == "comment":
            yield _bad("a comment", found, at, "put remarks in the `note` of the check")
        elif group != "space":
            yield _word_or_sign(found, at)


def _quoted(found: str, at: int) -> _Token:
    prefix = found[0] if found[0] not in "\"'" else ""
    text = found[len(prefix) + 1 : -1]
    if prefix in ("b", "t"):
        return _bad({"b": "bytes", "t": "a time span"}[prefix], found, at)
    if prefix in ("r", "s") or "\\" in text:
        problem = ExpressionProblem('write a plain string, such as "party"', at)
        return _Token("BAD", at, found, problem)
    return _Token("DATE" if prefix else "TEXT", at, text)


def _curly(found: str, at: int) -> _Token:
    date, text = found[: found[0] == "d"], found.removeprefix("d")
    hint = f'write straight quotation marks: `{date}"{text[1:-1]}"`'
    problem = ExpressionProblem(f"`{text[0]}` has no meaning here", at + len(date), hint)
    return _Token("DATE" if date else "TEXT", at, text[1:-1], problem)


def _word_or_sign(found: str, at: int) -> _Token:
    if found in _WORDS or found in _SIGNS:
        return _Token(found, at, found)
    what = f"`{found}` has no meaning here"
    if meant := _MEANT.get(found, found.lower() if found.lower() in _WORDS else None):
        return _Token(meant, at, found, ExpressionProblem(what, at, f"write `{meant}`"))
    if found in _FORBIDDEN:
        return _bad(_FORBIDDEN[found], found, at, _FORBIDDEN_HINTS.get(found, ALLOWED))
    if re.match(r"\$?[A-Za-z_]", found) and found not in RESERVED_WORDS:
        return _Token("NAME", at, found)
    hints = {'"': "close the quotation mark", "'": "close the quotation mark"}
    hints |= dict.fromkeys(_CURLY, "write straight quotation marks")
    return _Token("BAD", at, found, ExpressionProblem(what, at, hints.get(found, ALLOWED)))


def _bad(what: str, found: str, at: int, hint: str = ALLOWED) -> _Token:
    problem = ExpressionProblem(_NOT_ALLOWED.format(what, found), at, hint)
    return _Token("BAD", at, found, problem)


def names_in(expressions: Iterable[str]) -> set[str]:
    """What reads like a fact in the expressions, whether it is one or not."""
    return {name for text in expressions for name in _names_in(text)}


@lru_cache(maxsize=4096)
def _names_in(text: str) -> frozenset[str]:
    names = (token.text for token in _tokens(text) if token.kind == "NAME")
    return frozenset(name for name in names if _FACT_NAME.fullmatch(name))


def _within_bounds(text: str) -> list[_Token]:
    """The tokens, and one of the kind ``END``. Raises ExpressionError."""
    if len(text) > MAX_CHARACTERS:
        what = f"the expression has {len(text)} characters; {MAX_CHARACTERS} are allowed"
        raise _fault(what, 0, "split this check")
    found: list[_Token] = []
    depth = 0
    for token in _tokens(text):
        found.append(token)
        depth += {"(": 1, ")": -1}.get(token.kind, 0)
        if depth > MAX_DEPTH:
            raise _fault(f"more than {MAX_DEPTH} parentheses inside each other", token.at)
        if len(found) > MAX_TOKENS:
            raise _fault(f"more than {MAX_TOKENS} words and signs", token.at, "split this check")
    if not found:
        raise _fault("the expression is empty", 0)
    return [*found, _Token("END", len(text), "")]


# Parsing.

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
    parser = _Parser(_within_bounds(text), facts)
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

    def __init__(self, tokens: Sequence[_Token], facts: Mapping[FactId, Fact]) -> None:
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

    def _next(self) -> _Token:
        """The token that comes next."""
        token = self.tokens[self.at]
        if token.kind == "BAD" and token.problem:
            raise ExpressionError([token.problem])
        return token

    def _take(self) -> _Token:
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
            return _fault("the expression breaks off", token.at)
        if token.kind == "-":
            return _fault(_NOT_ALLOWED.format("arithmetic", "-"), token.at, ALLOWED)
        return _fault(f"`{token.text}` cannot stand here", token.at, ALLOWED)

    def _junction(self) -> Condition:
        parts = [self._single()]
        signs: list[_Token] = []
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
            raise _fault(f"`{sign.text}` compares no fact", sign.at, _WITH_A_VALUE)
        return found

    def _sign(self) -> _Token | None:
        """The sign of a comparison, if one comes next; the ``in`` of a ``not in``."""
        token = self._next()
        if token.kind == "not" and self.tokens[self.at + 1].kind == "in":
            return self.tokens[self.at + 1]
        return token if token.kind == "in" or token.kind in _COMPARING else None

    def _comparison(self) -> Condition:
        """A fact by itself, or two operands and the sign between them."""
        left, sign = self._operand(), self._sign()
        if left is None or sign is None:
            if sign:
                raise _fault(f"`{sign.text}` lacks one of its sides", sign.at)
            if left is None:
                raise self._misplaced()
            return self._leaf(left)
        is_not = self._take().kind == "not" and bool(self._take())
        if self._next().kind == "END":
            raise _fault(f"`{sign.text}` lacks one of its sides", sign.at)
        right = self._operand()
        if right is None:
            _typed(left, sign, self._next(), self.facts)  # told as what fits no fact
            raise self._misplaced()
        if another := self._sign():
            raise _fault("comparisons cannot be chained", another.at, "join them with `and`")
        found = self._leaf(left, sign, right)
        return _negation(found) if is_not else found

    def _leaf(
        self, left: _Token, sign: _Token | None = None, right: _Token | None = None
    ) -> Condition:
        """The tree of a comparison, or of a fact alone; its problem is collected."""
        try:
            leaf, reading = _typed(left, sign, right, self.facts)
        except ExpressionError as error:
            self.problems += error.problems
            return _FAULTY
        self.reads[leaf.fact] = self.reads.get(leaf.fact, Reading()) | reading
        return leaf

    def _operand(self) -> _Token | None:
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
            raise _fault(what, token.at, ALLOWED)
        return token

    def _is_called(self, name: _Token) -> bool:
        return "." not in name.text and self._next().kind == "("

    def _list(self) -> _Token:
        """The literals of ``[a, b]``."""
        opening = self._take()
        values: list[_Token] = []
        while not values or self._takes(","):
            token = self._next()
            if token.kind == "END":
                break
            value = None if token.kind == "[" else self._operand()
            if value is None or ("." in value.text and value.kind == "NAME"):
                raise _fault("a list holds plain values only", token.at)
            values.append(value)
        if not values or not self._takes("]"):
            raise _fault("this list is not closed", opening.at, 'write `in ["one", "other"]`')
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
    left: _Token, sign: _Token | None, right: _Token | None, facts: Mapping[FactId, Fact]
) -> tuple[Leaf, Reading]:
    """What two operands say with the sign between them, or one alone."""
    if sign is None or right is None:
        return _alone(left, facts)
    fact, other_fact = _fact(left, facts), _fact(right, facts)
    if fact and other_fact:
        raise _fault("two facts are held against each other", left.at, _WITH_A_VALUE)
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
    raise _fault(f"`{sign.text}` compares no fact", sign.at, _WITH_A_VALUE)


def _fact(word: _Token, facts: Mapping[FactId, Fact]) -> Fact | None:
    """The fact that an operand names; None for a literal and for a bare word."""
    if word.kind != "NAME" or "." not in word.text:
        return None
    if word.text.count(".") > 1:
        raise _fault("a fact has two parts, `topic.fact`, and no attributes", word.at)
    if word.text not in facts:
        hint = fact_meant(word.text, facts)
        raise _fault(f"there is no fact `{word.text}`", word.at, hint)
    if facts[word.text].context:
        what = f"`{word.text}` is a context fact: it is shown and decides nothing"
        raise _fault(what, word.at)
    return facts[word.text]


def _no_fact(word: _Token, facts: Mapping[FactId, Fact]) -> ExpressionError:
    full = [fact for fact in facts if fact.endswith(f".{word.text}")]
    hint = f"did you mean `{full[0]}`?" if full else did_you_mean(word.text, facts)
    return _fault(f"`{word.text}` is no fact: a fact is `topic.fact`", word.at, hint)


def _alone(word: _Token, facts: Mapping[FactId, Fact]) -> tuple[Leaf, Reading]:
    """An operand that is not compared must be a yes/no fact."""
    fact = _fact(word, facts)
    if fact is None:
        if word.kind == "NAME":
            raise _no_fact(word, facts)
        raise _fault("a value alone is no condition", word.at, ALLOWED)
    if fact.type == "yes_no":
        return Truth(fact.id), Reading()
    hint = "compare it with a value"
    if fact.type == "many":
        hint = _has_hint(fact)
    elif fact.choices:
        hint = f'compare it: `{fact.id} == "{next(iter(fact.choices))}"`'
    what = f"`{fact.id}` is no yes/no fact, so it cannot stand alone"
    raise _fault(what, word.at, hint)


def _compared(
    fact: Fact, name: _Token, sign: _Token, operator: str, literal: _Token
) -> tuple[Leaf, Reading]:
    if fact.type == "many":
        raise _fault(f"`{fact.id}` has many members", name.at, _has_hint(fact))
    if operator not in ("==", "!=") and fact.type in ("choice", "yes_no"):
        what = f"`{fact.id}` has no order, so `{sign.text}` says nothing"
        raise _fault(what, sign.at, "use `==` or `!=`")
    if fact.type == "yes_no" and literal.text.lower() in _YES_OR_NO and literal.kind == "NAME":
        says_yes = _YES_OR_NO[literal.text.lower()] == operator
        hint = f"write `{fact.id}`" if says_yes else f"write `not {fact.id}`"
        raise _fault(f"`{fact.id}` is answered by yes or no", literal.at, hint)
    value = _literal(fact, literal)
    return Comparison(fact.id, operator, (literal.text,)), Reading(frozenset([value]))


def _among(fact: Fact, listed: _Token) -> tuple[Leaf, Reading]:
    """``fact in [...]``."""
    if fact.type == "many":
        raise _fault(f"`{fact.id}` has many members", listed.at, _has_hint(fact))
    if listed.kind != "LIST":
        raise _fault(f"`{fact.id} in` needs a list of values", listed.at, "write `in [...]`")
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


def _member(fact: Fact, member: _Token) -> tuple[Leaf, Reading]:
    """``"member" in fact``."""
    if fact.type != "many" or member.kind not in ("TEXT", "NAME"):
        what = f"`in {fact.id}` needs a fact with many members and one of them as text"
        hint = f"write `{fact.id} in [...]`" if fact.type != "many" else None
        raise _fault(what, member.at, hint)
    choice = _choice(fact, member)
    return Member(fact.id, choice), Reading(members=frozenset([choice]))


def _has_hint(fact: Fact) -> str:
    return f'write `"{next(iter(fact.choices))}" in {fact.id}`'


def _literal(fact: Fact, item: _Token) -> Literal:
    """The literal's value, if it is of the fact's own type."""
    if fact.type == "yes_no":
        hint = f"write `{fact.id}` or `not {fact.id}`"
        raise _fault(f"`{fact.id}` is answered by yes or no", item.at, hint)
    if fact.type == "choice" and item.kind in ("TEXT", "NAME"):
        return _choice(fact, item)
    kind, form = _LITERALS[fact.type]
    if item.kind != kind:
        what = f"`{fact.id}` is a {fact.type}; this is not"
        raise _fault(what, item.at, f"write it as `{form}`")
    if kind == "NUMBER" and not _PLAIN_NUMBER.fullmatch(item.text):
        raise _fault(f"`{item.text}` is no plain number", item.at)
    try:
        return point(fact, item.text)
    except AnswerError as error:
        raise _fault(error.problem.what, item.at, error.problem.hint) from error


def _choice(fact: Fact, item: _Token) -> str:
    """The choice that is named, in quotation marks."""
    if item.text not in fact.choices:
        hint = choice_meant(item.text, fact) or f"its choices are {', '.join(fact.choices)}"
        raise _fault(f"`{item.text}` is no choice of `{fact.id}`", item.at, hint)
    if item.kind == "NAME":
        raise _fault(f"`{item.text}` lacks its quotation marks", item.at, f'write `"{item.text}"`')
    return item.text
