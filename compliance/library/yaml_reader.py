"""What the YAML parser complains of, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml import events

from compliance.errors import InputError, Location, Problem
from compliance.files import BREAK, LINE_BREAK, REMOVE, UNUSABLE, place_after, text_of, unusable

QUOTE = "put the whole text in quotation marks"
_COMMA = "put the text that has the comma in quotation marks"
WRITE_OUT = f"write the value out, or {QUOTE}"
_INDENTED = "check how far the line is indented"

# The parser's words (libyaml's or the pure one's), what they mean, a hint, and whether the
# place to show is where the broken thing begins (True) or where the parser gave up.
_MEANINGS = (
    (
        "quoted scalar.*unexpected (end of stream|document)",
        "the quotation mark opened here is never closed",
        "write the closing quotation mark; inside '…' an apostrophe is written twice",
        True,
    ),
    (
        "quoted scalar",
        "this backslash begins no character that YAML knows",
        "write two backslashes for one, or '…' instead of \"…\"",
        False,
    ),
    (
        "simple key",
        "a colon is missing: this reads like a key without one",
        "write `key: value`; a text that continues the line above must be indented",
        True,
    ),
    (
        "mapping values",
        "a colon is not expected here",
        f"{_INDENTED}; a text with a colon and a space in it needs quotation marks",
        False,
    ),
    (
        "',' or '[]}]'",
        "what `{found}` opens here breaks off at line {line}, column {column}",
        "put a comma between any two entries, and close what you open",
        True,
    ),
    (
        "block scalar",
        "no text may follow `|` or `>` on its line",
        "begin the text on the next line",
        False,
    ),
    (
        "expected key|block end|'-'|document start",
        "this does not fit what stands before it",
        f"{_INDENTED}, and that quotation marks close where they should",
        False,
    ),
    (r"\ba tag\b|tag handle", "a tag is not allowed", WRITE_OUT, True),
    ("directive|alias|anchor|any token", "a text cannot begin with `{found}`", QUOTE, True),
    ("", "`{found}` is not expected here", f"remove it, or {QUOTE}", False),
)


def explain(error: yaml.MarkedYAMLError, path: str, text: str) -> Problem:
    """The parser's complaint in plain words."""
    lines = LINE_BREAK.split(text)
    end = Location(path, len(lines), len(lines[-1]) + 1)  # libyaml may give up beyond it
    stop = min(end, place(path, error.problem_mark))
    if _character(lines, stop) == "\t":
        what = "a tab character is used for indentation"
        return Problem(what, stop, "YAML wants spaces: replace the tab by spaces")
    if closed := _after_quotation(lines, stop):
        what = "the text goes on after its closing quotation mark"
        where = Location(path, stop.line, closed.start(1) + 1)
        return Problem(what, where, _in_single_quotes(lines, stop, closed))
    if key := _colon_in_text(lines, stop):
        what = f"the text of `{key}` has a colon with a space behind it"
        return Problem(what, stop, f"{QUOTE}, or below `{key}: >-`, indented")
    words = f"{error.context} {error.problem}"
    _, what, hint, at_opening = next(m for m in _MEANINGS if re.search(m[0], words))
    opened = at_opening and error.context_mark is not None
    where = place(path, error.context_mark) if opened else stop
    if where == end:
        return Problem("the file ends too early", where, "close what is open: `[`, `{` or quotes")
    found = _character(lines, where)
    return Problem(what.format(found=found, line=stop.line, column=stop.column), where, hint)


_CLOSED = re.compile(r"""(?:.*?:\s+|\s*-\s+)("[^"]*"|'[^']*')\s*""")


def _after_quotation(lines: list[str], stop: Location) -> re.Match[str] | None:
    """The quoted text with which a value begins, where the parser stopped right behind it."""
    before = lines[stop.line - 1][: stop.column - 1]
    return _CLOSED.fullmatch(before) if _character(lines, stop) else None


_TEXT_WITH_COLON = re.compile(r"\s*(?:- )?(\w+):\s+[^\s\"'\[{>|&*!%@`].*")


def _colon_in_text(lines: list[str], stop: Location) -> str:
    """The key whose text, on its own line, has the colon at which the parser stopped."""
    line = lines[stop.line - 1]
    found = _TEXT_WITH_COLON.fullmatch(line[: stop.column - 1])
    return found[1] if found and line[stop.column - 1 :].startswith(": ") else ""


def _in_single_quotes(lines: list[str], stop: Location, closed: re.Match[str]) -> str:
    """How the whole text is written: ``'"officials" in x.y'``."""
    rest = lines[stop.line - 1][stop.column - 1 :].rstrip()
    if closed[1][0] == "'":
        return f"{QUOTE}; inside '…' an apostrophe is written twice"
    if "'" in rest:
        return QUOTE
    shown = f"'{closed[0][closed.start(1) :].rstrip()} {rest}'"
    if len(shown) > 60:
        shown = f"'{closed[1]} …'"
    return f"put the whole text, its marks included, in single quotation marks: {shown}"


def _character(lines: list[str], where: Location) -> str:
    return lines[where.line - 1][where.column - 1 : where.column]


def place(path: str, mark: Any) -> Location:
    """Where a mark of the parser points to."""
    return Location(path, mark.line + 1, mark.column + 1)


Keys = tuple[str | int, ...]
FLOW = "["
"""The style of a list that is written as ``[a, b]``."""

MAX_DEPTH = 40
MAX_PROBLEMS = 100

# Only get_event() is used. The pure parser stands in where PyYAML was built without libyaml.
_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_FOLD = rf"[ \t]*(?:{BREAK}[ \t]*)+"
_ESCAPE = rf"\\(?:x..|u.{{4}}|U.{{8}}|(?!{BREAK}).)"
_CONTINUED = rf"(?:\\{BREAK}[ \t]*)?+"
_BLOCK_HEADER = re.compile(rf"[|>](?:(?!{BREAK}).)*{BREAK}(?: *{BREAK})*( *)")
_SUBSTITUTE = "\ufffd"


@dataclass(slots=True)
class _Node:
    """A value, the marks where it and its key begin, and the style it is written in."""

    # Marks instead of events: half as many objects to keep.
    mark: Any
    data: Any
    style: str = ""
    key: Any = None
    children: dict[str | int, _Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document: its data (dicts, lists and text, nothing else) and their places."""

    path: str
    data: Any
    _root: _Node = field(repr=False, compare=False)
    _text: str = field(repr=False, compare=False)

    def where(self, keys: Keys = (), *, key: bool = False) -> Location:
        """The place of the value at ``keys``, or with ``key`` that of its key.

        Where there is no such value, the place of the nearest one that encloses it.
        """
        node, exact = self._find(keys)
        named = key and exact and node.key is not None
        return place(self.path, node.key if named else node.mark)

    def style(self, keys: Keys) -> str:
        """How the value at ``keys`` is written: a text's mark, or nothing; ``[`` of ``[a, b]``."""
        node, exact = self._find(keys)
        return node.style if exact else ""

    def offset(self, keys: Keys, position: int) -> Location:
        """The place of character ``position`` (from 0) of the text at ``keys``.

        Quotes, escapes and folded lines are seen through. Where the way from the value back to
        its source is not certain, it is the place where the value starts.
        """
        node, exact = self._find(keys)
        if not exact or not isinstance(node.data, str):
            return self.where(keys)
        index = _source_index(self._text, node, max(position, 0))
        return self.where(keys) if index is None else place_after(self.path, self._text[:index])

    def _find(self, keys: Keys) -> tuple[_Node, bool]:
        node = self._root
        for key in keys:
            if key not in node.children:
                return node, False
            node = node.children[key]
        return node, True


def read(path: Path, *, shown: str | None = None) -> Document:
    """The document in the file at ``path``, which messages call ``shown``.

    Raises InputError if the file cannot be read as UTF-8, and wherever ``parse`` does.
    """
    name = str(path) if shown is None else shown
    return parse(text_of(path, name), name)


def parse(text: str, path: str) -> Document:
    """The one document in ``text``, which messages place in the file ``path``.

    Raises InputError with every problem found up to the first syntax error: duplicate and
    non-scalar keys, aliases, anchors, tags, unusable characters, a second document, nesting
    deeper than MAX_DEPTH, or nothing at all.
    """
    text = text.removeprefix("\ufeff")
    builder = _Builder(text, path)
    try:
        root = builder.build()
    except _BeyondLibyamlError:  # the pure parser has no limit of its own and stops at ours
        builder = _Builder(text, path, yaml.BaseLoader)
        root = builder.build()
    if root is not None and not builder.problems:
        return Document(path, root.data, root, text)
    raise InputError(builder.problems or [Problem("the file is empty", Location(path))])


class _StopReadingError(Exception):
    """The rest of the text cannot be read; what is wrong has been reported."""


class _BeyondLibyamlError(Exception):
    """Nested so deeply that a newer libyaml gives up before its first event."""


class _Builder:
    """Builds nodes from events and collects what is wrong on the way."""

    def __init__(self, text: str, path: str, parser: Any = None) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._text = text
        self._parser = (parser or _Parser)(self._without_unusable())

    def build(self) -> _Node | None:
        """The root of the first document, or None if there is none."""
        roots: list[_Node] = []
        try:
            for event in self._until(events.StreamEndEvent):
                if isinstance(event, events.DocumentStartEvent) and len(roots) == 1:
                    self._report(event, "a second document begins here", "remove this line")
                elif isinstance(event, events.NodeEvent):
                    roots.append(self._node(event, 0))
        except _StopReadingError:
            return None
        return roots[0] if roots and roots[0].data != "" else None

    def _without_unusable(self) -> str:
        """The text with substitutes for what would stop the parser, each kind reported once."""
        first: dict[str, int] = {}
        for match in UNUSABLE.finditer(self._text):
            first.setdefault(match[0], match.start())
        for character, index in first.items():
            where = place_after(self._path, self._text[:index])
            self.problems.append(Problem(unusable(character), where, REMOVE))
        return UNUSABLE.sub(_SUBSTITUTE, self._text) if first else self._text

    def _report(self, event: Any, what: str, hint: str) -> None:
        where = place(self._path, event.start_mark)
        self.problems.append(Problem(what, where, hint))
        if len(self.problems) >= MAX_PROBLEMS:
            self.problems.append(Problem("reading stopped here", where, "mend the others first"))
            raise _StopReadingError

    def _next(self) -> Any:
        try:
            return self._parser.get_event()
        except yaml.MarkedYAMLError as error:
            if "nesting depth" in str(error.problem):
                raise _BeyondLibyamlError from error
            complaint = error
        except (ValueError, OverflowError):  # chr(), which the pure parser calls unchecked
            complaint = yaml.MarkedYAMLError("quoted scalar", problem_mark=self._parser.get_mark())
        self.problems.append(explain(complaint, self._path, self._text))
        raise _StopReadingError

    def _until(self, end: type[events.Event]) -> Iterator[Any]:
        while not isinstance(event := self._next(), end):
            yield event

    def _node(self, event: Any, depth: int) -> _Node:
        if isinstance(event, events.AliasEvent):
            self._report(event, f"an alias (`*{event.anchor}`) is not allowed", WRITE_OUT)
            return _Node(event.start_mark, "")
        if event.anchor is not None:
            self._report(event, f"an anchor (`&{event.anchor}`) is not allowed", WRITE_OUT)
        if event.tag is not None:
            self._report(event, "a tag is not allowed", WRITE_OUT)
        if isinstance(event, events.ScalarEvent):
            return _Node(event.start_mark, self._scalar(event), event.style or "")
        if depth == MAX_DEPTH:
            what = f"this is nested deeper than {MAX_DEPTH} levels"
            self._report(event, what, "look for a `[` or `{` that is never closed")
            raise _StopReadingError
        build = self._list if isinstance(event, events.SequenceStartEvent) else self._dict
        return build(event, depth + 1)

    def _scalar(self, event: events.ScalarEvent) -> str:
        found = UNUSABLE.search(event.value) if event.style == '"' else None
        if found is None:
            return event.value
        self._report(event, unusable(found[0]), REMOVE)
        return UNUSABLE.sub(_SUBSTITUTE, event.value)

    def _list(self, start: Any, depth: int) -> _Node:
        node = _Node(start.start_mark, [], FLOW if start.flow_style else "")
        for index, event in enumerate(self._until(events.SequenceEndEvent)):
            child = node.children[index] = self._node(event, depth)
            node.data.append(child.data)
        return node

    def _dict(self, start: Any, depth: int) -> _Node:
        node = _Node(start.start_mark, {})
        for event in self._until(events.MappingEndEvent):
            key = self._node(event, depth)
            value = self._next()
            if start.flow_style and node.children and self._lacks_colon(event, value):
                self._report(event, f"a comma inside {{ }} ends an entry: `{key.data}`", _COMMA)
                continue
            is_new = self._is_new_key(event, key.data, node)
            child = self._node(value, depth)
            if is_new:
                child.key = event.start_mark
                node.children[key.data] = child
                node.data[key.data] = child.data
        return node

    def _lacks_colon(self, key: Any, value: Any) -> bool:
        """Whether an entry of ``{ }`` is a text alone, as after a comma too many."""
        start, end = key.end_mark, value.end_mark
        if not isinstance(value, events.ScalarEvent) or value.value or value.style:
            return False
        is_text = isinstance(key, events.ScalarEvent)
        return is_text and ":" not in str(self._text[start.index : end.index])

    def _is_new_key(self, event: Any, key: Any, mapping: _Node) -> bool:
        if isinstance(event, events.CollectionStartEvent):
            kind = "list" if isinstance(key, list) else "mapping"
            self._report(event, f"a key cannot be a {kind}", QUOTE)
            return False
        if isinstance(event, events.AliasEvent):
            return False  # reported already
        if key in mapping.children:
            first = place(self._path, mapping.children[key].key)
            what = f"the key `{key}` stands here again"
            self._report(event, what, f"it stood at {first} already: keep one of the two")
            return False
        return True


def _source_index(text: str, node: _Node, position: int) -> int | None:
    """Where the character at ``position`` of the value is written, or None if that is not sure."""
    index: int = node.mark.index
    value, style, indent = node.data.rstrip("\n"), node.style, 0
    if style in ("|", ">"):
        header = _BLOCK_HEADER.match(text, index)
        blank = len(value) - len(value.lstrip("\n"))
        value, position = value[blank:], position - blank
        if header is None or not value or position < 0:
            return None
        indent = len(header[1]) - (len(value) - len(value.lstrip(" ")))
        index = header.start(1) + indent
    else:
        index += len(style)
    for run in re.findall("\n+|.", value[:position], re.DOTALL):
        found = re.compile(_unit(run[0], style, indent)).match(text, index)
        if found is None:
            return None
        index = found.end()
    return index


def _unit(character: str, style: str, indent: int) -> str:
    """What a character of a value looks like in its source: no two ways to match, so no search."""
    escaped = "(?!)" if character in "\u2028\u2029" else re.escape(character)  # breaks that stay
    if style in ("|", ">"):
        joint = f"{BREAK}(?: *{BREAK})* {{{indent}}}"
        return {"\n": joint, " ": f" |{joint}" if style == ">" else " "}.get(character, escaped)
    units = {"\n": _FOLD, " ": f"{_FOLD}| "}
    if style == '"':
        units = {"\n": rf"(?:{_CONTINUED}\\n)+|{_FOLD}", " ": f"{_ESCAPE}|{_FOLD}| "}
        units |= {'"': _ESCAPE, "\\": _ESCAPE}
        return f"{_CONTINUED}(?:{units.get(character, f'{_ESCAPE}|{escaped}')})"
    return "''" if character == style == "'" else units.get(character, escaped)
