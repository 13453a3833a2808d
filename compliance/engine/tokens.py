"""The words and signs of an expression, cut from its text within bounds.

``law.days <= 30`` has three tokens: a name, a sign and a number. Every sign that rule-engine knows
is cut too, so that what is not allowed is told by its name and at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from compliance.model.rulebook import ID

MAX_CHARACTERS = 4_000
MAX_TOKENS = 400
MAX_DEPTH = 20
ALLOWED = "allowed are: and, or, not, ( ), == != < <= > >=, in [...], and bare yes/no facts"

RESERVED_WORDS = frozenset(
    {"and", "or", "not", "in", "for", "if", "elif", "else", "while"}
    | {"true", "false", "null", "inf", "nan"}
)
"""Words that rule-engine reads as its own, so that no fact can bear them."""


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


def fault(what: str, position: int, hint: str | None = None) -> ExpressionError:
    """The error of one problem."""
    return ExpressionError([ExpressionProblem(what, position, hint)])


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
PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_WORDS = ("and", "or", "not", "in")
COMPARING = ("==", "!=", "<", "<=", ">", ">=")
_SIGNS = frozenset({*COMPARING, "(", ")", "[", "]", ",", "-"})
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
NOT_ALLOWED = "{} (`{}`) is not allowed in an expression"
_FORBIDDEN_HINTS = {
    "true": "a yes/no fact stands alone: write `topic.fact`",
    "false": "a yes/no fact stands alone: write `not topic.fact`",
    "null": "whether a fact is answered is no condition: every set of outcomes allows for it",
}


class Token(NamedTuple):
    """A word or sign; in the parser also a list of ``values``.

    The kind is the word or sign itself, or one in capitals. What is ``BAD`` cannot be read on
    from its problem; any other token with a problem can.
    """

    kind: str
    at: int
    text: str
    problem: ExpressionProblem | None = None
    values: tuple[Token, ...] = ()


def _tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, of which no more is read than an expression may have."""
    for match in _TOKEN.finditer(text, 0, MAX_CHARACTERS):
        group, found, at = str(match.lastgroup), match[0], match.start()
        if group == "quoted":
            yield _quoted(found, at)
        elif group == "curly":
            yield _curly(found, at)
        elif group == "number":
            yield Token("NUMBER", at, found)
        elif group == "comment":
            yield _bad("a comment", found, at, "put remarks in the `note` of the check")
        elif group != "space":
            yield _word_or_sign(found, at)


def _quoted(found: str, at: int) -> Token:
    prefix = found[0] if found[0] not in "\"'" else ""
    text = found[len(prefix) + 1 : -1]
    if prefix in ("b", "t"):
        return _bad({"b": "bytes", "t": "a time span"}[prefix], found, at)
    if prefix in ("r", "s") or "\\" in text:
        problem = ExpressionProblem('write a plain string, such as "party"', at)
        return Token("BAD", at, found, problem)
    return Token("DATE" if prefix else "TEXT", at, text)


def _curly(found: str, at: int) -> Token:
    date, text = found[: found[0] == "d"], found.removeprefix("d")
    hint = f'write straight quotation marks: `{date}"{text[1:-1]}"`'
    problem = ExpressionProblem(f"`{text[0]}` has no meaning here", at + len(date), hint)
    return Token("DATE" if date else "TEXT", at, text[1:-1], problem)


def _word_or_sign(found: str, at: int) -> Token:
    if found in _WORDS or found in _SIGNS:
        return Token(found, at, found)
    what = f"`{found}` has no meaning here"
    if meant := _MEANT.get(found, found.lower() if found.lower() in _WORDS else None):
        return Token(meant, at, found, ExpressionProblem(what, at, f"write `{meant}`"))
    if found in _FORBIDDEN:
        return _bad(_FORBIDDEN[found], found, at, _FORBIDDEN_HINTS.get(found, ALLOWED))
    if re.match(r"\$?[A-Za-z_]", found) and found not in RESERVED_WORDS:
        return Token("NAME", at, found)
    hints = {'"': "close the quotation mark", "'": "close the quotation mark"}
    hints |= dict.fromkeys(_CURLY, "write straight quotation marks")
    return Token("BAD", at, found, ExpressionProblem(what, at, hints.get(found, ALLOWED)))


def _bad(what: str, found: str, at: int, hint: str = ALLOWED) -> Token:
    problem = ExpressionProblem(NOT_ALLOWED.format(what, found), at, hint)
    return Token("BAD", at, found, problem)


def names_in(expressions: Iterable[str]) -> set[str]:
    """What reads like a fact in the expressions, whether it is one or not."""
    return {name for text in expressions for name in _names_in(text)}


@lru_cache(maxsize=4096)
def _names_in(text: str) -> frozenset[str]:
    names = (token.text for token in _tokens(text) if token.kind == "NAME")
    return frozenset(name for name in names if _FACT_NAME.fullmatch(name))


def within_bounds(text: str) -> list[Token]:
    """The tokens, and one of the kind ``END``. Raises ExpressionError."""
    if len(text) > MAX_CHARACTERS:
        what = f"the expression has {len(text)} characters; {MAX_CHARACTERS} are allowed"
        raise fault(what, 0, "split this check")
    found: list[Token] = []
    depth = 0
    for token in _tokens(text):
        found.append(token)
        depth += {"(": 1, ")": -1}.get(token.kind, 0)
        if depth > MAX_DEPTH:
            raise fault(f"more than {MAX_DEPTH} parentheses inside each other", token.at)
        if len(found) > MAX_TOKENS:
            raise fault(f"more than {MAX_TOKENS} words and signs", token.at, "split this check")
    if not found:
        raise fault("the expression is empty", 0)
    return [*found, Token("END", len(text), "")]
