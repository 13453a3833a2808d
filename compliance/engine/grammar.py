"""The small language that rules are written in: which words and signs an expression may have.

rule-engine folds constants while it parses and offers far more than rules need, so a hostile or
mistaken text must be refused here, on the tokens, before the parser sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compliance.errors import did_you_mean
from compliance.model.rulebook import ID, Fact, FactId

ALLOWED = "allowed are: and, or, not, ( ), == != < <= > >=, in [...], and bare yes/no facts"

RESERVED_WORDS = frozenset(
    {"and", "or", "not", "in", "for", "if", "elif", "else", "while"}
    | {"true", "false", "null", "inf", "nan"}
)
"""Words that rule-engine reads as its own, so that no fact can bear them."""

_NAME = re.compile(rf"\b{ID}\.{ID}\b")
COMPARISONS = {"EQ": "==", "NE": "!=", "LT": "<", "LE": "<=", "GT": ">", "GE": ">="}
_BEFORE_A_MINUS = {*COMPARISONS, "LBRACKET", "COMMA", "LPAREN", "AND", "OR", "NOT", ""}
_FORBIDDEN = {
    "ADD": "arithmetic",
    "SUB": "arithmetic",
    "MUL": "arithmetic",
    "TDIV": "arithmetic",
    "FDIV": "arithmetic",
    "MOD": "arithmetic",
    "POW": "arithmetic",
    "BWAND": "bit arithmetic",
    "BWOR": "bit arithmetic",
    "BWXOR": "bit arithmetic",
    "BWLSH": "bit arithmetic",
    "BWRSH": "bit arithmetic",
    "EQ_FZM": "a regular expression",
    "EQ_FZS": "a regular expression",
    "NE_FZM": "a regular expression",
    "NE_FZS": "a regular expression",
    "QMARK": "a ternary",
    "COLON": "a ternary",
    "COALESCE": "a default value",
    "ATTR_SAFE": "safe attribute access",
    "FOR": "a comprehension",
    "IF": "a comprehension",
    "LBRACE": "a set or mapping",
    "RBRACE": "a set or mapping",
    "NULL": "null",
    "FLOAT_INF": "infinity",
    "FLOAT_NAN": "NaN",
    "TRUE": "true",
    "FALSE": "false",
    "BYTES": "bytes",
    "TIMEDELTA": "a time span",
    "COMMENT": "a comment",
}
_FORBIDDEN_HINTS = {
    "TRUE": "a yes/no fact stands alone: write `topic.fact`",
    "FALSE": "a yes/no fact stands alone: write `not topic.fact`",
    "NULL": "whether a fact is answered is no condition: every set of outcomes allows for it",
    "COMMENT": "put remarks in the `note` of the check",
}


class ExpressionError(ValueError):
    """Something in an expression is not allowed; ``position`` counts characters from 0."""

    def __init__(self, what: str, position: int, hint: str | None = None) -> None:
        super().__init__(what)
        self.what, self.position, self.hint = what, position, hint


@dataclass(frozen=True, slots=True)
class Item:
    """A fact, a literal, a list of literals, or an operator, and where it begins."""

    kind: str
    position: int
    value: Any = None


def items(tokens: Sequence[Any], facts: Mapping[FactId, Fact]) -> Iterator[Item]:
    """The tokens, with facts, negative numbers and lists put together."""
    place = 0
    while place < len(tokens):
        token = tokens[place]
        kinds = [t.type for t in tokens[place : place + 4]]
        if token.type == "SYMBOL":
            if kinds[1:3] != ["ATTR", "SYMBOL"] or kinds[3:4] == ["ATTR"]:
                raise _not_a_fact(token, kinds, facts)
            yield _fact(f"{token.value}.{tokens[place + 2].value}", token.lexpos, facts)
            place += 3
        elif token.type == "LBRACKET":
            length, values = _list(tokens, place)
            yield Item("LIST", token.lexpos, values)
            place += length
        else:
            length, item = _literal_or_sign(tokens, place)
            yield item
            place += length


def _literal_or_sign(tokens: Sequence[Any], place: int) -> tuple[int, Item]:
    """How many tokens it took, and what they are: a minus belongs to its number."""
    token = tokens[place]
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    before = tokens[place - 1].type if place else ""
    if token.type == "SUB" and after and after.type == "FLOAT" and before in _BEFORE_A_MINUS:
        return 2, Item("NUMBER", token.lexpos, "-" + after.value)
    return 1, _single(token)


def _single(token: Any) -> Item:
    if token.type in _FORBIDDEN:
        raise ExpressionError(
            f"{_FORBIDDEN[token.type]} (`{token.value}`) is not allowed in an expression",
            token.lexpos,
            _FORBIDDEN_HINTS.get(token.type, ALLOWED),
        )
    if token.type == "STRING":
        return Item("TEXT", token.lexpos, _plain_string(token))
    if token.type == "FLOAT":
        return Item("NUMBER", token.lexpos, token.value)
    if token.type == "DATETIME":
        return Item("DATE", token.lexpos, token.value)
    return Item(token.type, token.lexpos, token.value)


def _plain_string(token: Any) -> str:
    text = str(token.value)
    if text[0] not in "\"'" or "\\" in text:
        raise ExpressionError('write a plain string, such as "party"', token.lexpos)
    return text[1:-1]


def _list(tokens: Sequence[Any], place: int) -> tuple[int, list[Item]]:
    """The literals of ``[a, b]`` and how many tokens they took."""
    if tokens[place].value != "[":
        raise ExpressionError("write a list as `[...]`", tokens[place].lexpos)
    values: list[Item] = []
    at = place + 1
    while at < len(tokens):
        length, item = _literal_or_sign(tokens, at)
        at += length
        if item.kind not in ("TEXT", "NUMBER", "DATE"):
            raise ExpressionError("a list holds plain values only", item.position)
        values.append(item)
        after = tokens[at].type if at < len(tokens) else ""
        if after == "RBRACKET":
            return at + 1 - place, values
        if after != "COMMA":
            break
        at += 1
    raise ExpressionError(
        "this list is not closed", tokens[place].lexpos, 'write `in ["one", "other"]`'
    )


def _not_a_fact(token: Any, kinds: list[str], facts: Mapping[FactId, Fact]) -> ExpressionError:
    name = token.value
    if kinds[1:2] == ["LPAREN"] or name.startswith("$"):
        what = f"functions (`{name}`) are not allowed in an expression"
        return ExpressionError(what, token.lexpos, ALLOWED)
    if kinds[1:4] == ["ATTR", "SYMBOL", "ATTR"]:
        what = "a fact has two parts, `topic.fact`, and no attributes"
        return ExpressionError(what, token.lexpos)
    full = [fact for fact in facts if fact.endswith(f".{name}")]
    hint = f"did you mean `{full[0]}`?" if full else did_you_mean(name, facts)
    return ExpressionError(f"`{name}` is no fact: a fact is `topic.fact`", token.lexpos, hint)


def names_in(expressions: Iterable[str]) -> set[str]:
    """What reads like a fact in the expressions, whether it is one or not."""
    return {name for text in expressions for name in _NAME.findall(text)}


def fact_meant(name: str, facts: Mapping[FactId, Fact]) -> str | None:
    """A hint for a name that no fact has: what it is called now, or the nearest name."""
    for fact in facts.values():
        if name in fact.was:
            return f"it is now called `{fact.id}`"
    return did_you_mean(name, facts)


def _fact(name: str, position: int, facts: Mapping[FactId, Fact]) -> Item:
    if name not in facts:
        raise ExpressionError(f"there is no fact `{name}`", position, fact_meant(name, facts))
    if facts[name].context:
        raise ExpressionError(
            f"`{name}` is a context fact: it is shown and decides nothing", position
        )
    return Item("FACT", position, name)
