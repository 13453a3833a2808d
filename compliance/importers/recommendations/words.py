"""The words of words.yaml: by which lists are read, and topics, echoes and verbs proposed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from compliance.library.yaml_reader import read


@cache
def _words() -> Mapping[str, Any]:
    path = Path(__file__).with_name("words.yaml")
    return dict(read(path, shown=path.name).data)


def headings() -> Mapping[str, tuple[str, ...]]:
    """The headings by which each field is known, the surest first."""
    return {field: tuple(names) for field, names in _words()["headings"].items()}


def answers() -> Mapping[str, tuple[str, ...]]:
    """The headings of columns that a list expects to be filled in."""
    return {field: tuple(names) for field, names in _words()["answers"].items()}


@cache
def treaties() -> Mapping[str, re.Pattern[str]]:
    """Treaties by patterns of their names; the last is whatever looks like a treaty."""
    return {
        name: re.compile(rf"\b(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)
        for name, ways in _words()["treaties"].items()
    }


@cache
def subjects() -> Mapping[tuple[str, str], re.Pattern[str]]:
    """The expressions of each topic, with what finds them: a star is any ending."""
    return {
        (topic, expression): _pattern(expression)
        for topic, expressions in _words()["subjects"].items()
        for expression in expressions
    }


def _pattern(expression: str) -> re.Pattern[str]:
    ways = (re.escape(way.strip()).replace(r"\*", r"\w*") for way in expression.split("|"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE)


def fallback() -> str:
    """The topic of a text in which none of the expressions stands."""
    return str(_words()["fallback"])


@cache
def verbs() -> frozenset[str]:
    """What recommendations begin with, in the form of the request."""
    return frozenset(_words()["verbs"].split())


@cache
def hedges() -> frozenset[str]:
    """Verbs that are not all that is asked: with them goes the verb that follows."""
    return frozenset(_words()["hedges"].split())
