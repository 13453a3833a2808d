"""A text that we do not hold, supplied by a user: does it bear out what the rules cite of it?

Each paragraph that a rule cites has to be there and to name the articles of the Convention that
the rule says it names, and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compliance.errors import InputError, Location, Problem, fault
from compliance.files import text_of
from compliance.library.builder import Builder
from compliance.library.layers import files_of, shown
from compliance.library.library import instrument_called
from compliance.library.source_texts import folded
from compliance.library.validation import Loader
from compliance.model.rulebook import Instrument, Rule

_NUMBERED = re.compile(r"^[ \t]*(?:\[(\d{1,6})\]|(\d{1,6})\.)[ \t\u00a0]+", re.MULTILINE)
_FARTHEST = 20
"""How far the next paragraph's number can be from the last: a year at a line's start is none."""
_ITEM = r"\d+(?:\s*\(\w+\))*(?:,?\s+para(?:graph|\.)?s?\s+\d+(?:\s*\(\w+\))*)?"
_ARTICLES = re.compile(
    rf"\barticles?\s+({_ITEM}(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+){_ITEM})*)"
    r"(?!\w)(?:\s+of\s+the\s+((?:\w+\s*){1,9}))?"
)
_THE_CONVENTION = re.compile(
    r"(?:present )?Convention\b(?! (?:on|against|relating|for|concerning))"
)


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """What was held against the text: how many paragraphs, and how many articles named in them."""

    instrument: Instrument
    paragraphs: int
    articles: int


def check_text(path: Path, layers: Sequence[str | Path], rulebooks: Sequence[str]) -> HeldAgainst:
    """Hold the rules of an instrument against its text in the file ``path``.

    ``rulebooks`` names the instrument; without it, the one whose symbol stands in the text, or
    the only one whose text is not held. Raises InputError with everything that does not agree.
    """
    text = text_of(path, shown(path))
    builder = Builder(files_of(layers))
    builder.build()
    if builder.problems:
        raise InputError(builder.problems)
    instrument = _instrument(builder.instruments, rulebooks, text, path)
    paragraphs = paragraphs_of(text)
    if not paragraphs:
        hint = "each begins a line with its number: `28. ` or `[28] `"
        raise fault("there are no numbered paragraphs in this text", Location(shown(path)), hint)
    rules = [rule for rule in builder.rules.values() if rule.instrument == instrument.id]
    problems = [p for rule in rules for p in _disagreements(builder, rule, paragraphs, path)]
    if len(problems) > len(rules) / 2 and instrument.symbol not in text:
        what = f"this does not seem to be {instrument.symbol}: {len(problems)} things do not agree"
        hint = f"check that it is the right document; {instrument.symbol} stands nowhere in it"
        raise fault(what, Location(shown(path)), hint)
    if problems:
        raise InputError(problems)
    return HeldAgainst(instrument, len(rules), sum(len(rule.articles) for rule in rules))


def paragraphs_of(text: str) -> Mapping[str, str]:
    """The numbered paragraphs of a document, folded, by their numbers."""
    starts: list[tuple[int, re.Match[str]]] = []
    for match in _NUMBERED.finditer(text):
        number, last = int(match[1] or match[2]), starts[-1][0] if starts else 0
        if last < number <= last + _FARTHEST or not starts:
            starts.append((number, match))
    ends = [match.start() for _, match in starts[1:]] + [len(text)] * bool(starts)
    return {
        str(number): folded(text[match.end() : end])
        for (number, match), end in zip(starts, ends, strict=True)
    }


def articles_named(paragraph: str) -> list[str]:
    """The articles of the Convention that a paragraph names, each once: ``18 (1)``, ``83``."""
    found: dict[str, None] = {}
    for named in _ARTICLES.finditer(paragraph):
        if named[2] is None or _THE_CONVENTION.match(named[2]):
            for item in re.findall(_ITEM, named[1]):
                number, *parts = re.findall(r"\d+|\(\w+\)", item.replace("graph ", "graph"))
                found[" ".join([number, *(f"({part.strip('()')})" for part in parts)])] = None
    return list(found)


def _instrument(
    instruments: Mapping[str, Instrument], rulebooks: Sequence[str], text: str, path: Path
) -> Instrument:
    if rulebooks:
        return _not_held(instrument_called(rulebooks[0], instruments))
    not_held = [one for one in instruments.values() if one.text_held != "yes" and one.operative]
    named = [one for one in not_held if one.symbol in text]
    for candidates in (named, not_held):
        if len(candidates) == 1:
            return candidates[0]
    hint = f"name it with --rulebook: {', '.join(one.id for one in not_held) or 'all are held'}"
    what = "it cannot be told of which instrument this is the text"
    raise fault(what, Location(shown(path)), hint)


def _not_held(instrument: Instrument) -> Instrument:
    """Raises InputError where the text is held: then every check proves it, word for word."""
    if instrument.text_held == "yes":
        hint = "`compliance check` and `coverage` hold its rules against it, word for word"
        raise fault(f"we hold the text of {instrument.symbol}", Location("--rulebook"), hint)
    return instrument


def _disagreements(
    builder: Builder, rule: Rule, paragraphs: Mapping[str, str], path: Path
) -> Iterator[Problem]:
    """What the rule cites that the text does not have, or the text names and the rule does not."""
    file = builder.files[f"rules/{rule.instrument}/{rule.stem}.yaml"]
    loader = Loader(builder.documents[file.shown])
    paragraph = paragraphs.get(rule.provision)
    if paragraph is None:
        what = f"there is no para. {rule.provision} in {shown(path)}"
        loader.report(("provision",), what, "see whether the number is right, and the text whole")
        yield from loader.problems
        return
    named = articles_named(paragraph)
    for number, article in enumerate(rule.articles):
        if article not in named:
            what = f"para. {rule.provision} of {shown(path)} does not name article {article}"
            hint = f"it names {', '.join(named) or 'none'}"
            loader.report(("articles", number), what, hint)
    for article in named:
        if article not in rule.articles:
            keys = ("articles",) if rule.articles else ("provision",)
            what = f"para. {rule.provision} of {shown(path)} also names article {article}"
            loader.report(keys, what, "add it to `articles`")
    yield from loader.problems
