"""Writing YAML as a person would, so that our strict reader gives back the same data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

Data: TypeAlias = "str | Sequence[Data] | Mapping[str, Data]"
"""What YAML is written of: text, lists and mappings, nothing else."""

_WIDTH = 100
_STEP = 2
_PLAIN = re.compile(r"[\w(“‘](?:[^:#]|(?<! )#|:(?=[^ ]))*(?<! )")
"""Text that needs no quotation marks: no sign that means something to YAML stands in it."""
_MEANT_IN_A_LIST = re.compile(r"[,\[\]{}]")
_JOINT = re.compile(r"(?<=\S) (?=\S)")
"""Where a folded text may be broken and is put together again by the reader."""
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def written(data: Mapping[str, Data]) -> str:
    """The mapping as a YAML document.

    It reads back to the same data as long as no text has characters that YAML cannot hold.
    """
    return "".join(_entries(data, 0)) or "{}\n"


def _entries(data: Mapping[str, Data], indent: int) -> Iterator[str]:
    for key, value in data.items():
        yield from _entry(f"{' ' * indent}{_on_one_line(key)}:", value, indent)


def _entry(head: str, value: Data, indent: int) -> Iterator[str]:
    """A value after its key, or after the dash of a list."""
    if isinstance(value, str):
        yield f"{head} {_text(value, _WIDTH - len(head) - 1, indent + _STEP)}\n"
    elif isinstance(value, Mapping):
        yield f"{head}\n" if value else f"{head} {{}}\n"
        yield from _entries(value, indent + _STEP)
    elif (short := _short_list(value)) is not None and len(head) + len(short) < _WIDTH:
        yield f"{head} {short}\n"
    else:
        yield f"{head}\n"
        for item in value:
            yield from _item(item, indent + _STEP)


def _item(value: Data, indent: int) -> Iterator[str]:
    head = f"{' ' * indent}-"
    if isinstance(value, Mapping) and value:
        block = "".join(_entries(value, indent + _STEP))
        yield f"{head} {block[indent + _STEP :]}"
    else:
        yield from _entry(head, value, indent)


def _short_list(values: Sequence[Data]) -> str | None:
    """The list on one line; None where it has more than plain texts."""
    if all(isinstance(v, str) and _is_plain(v) and not _MEANT_IN_A_LIST.search(v) for v in values):
        return f"[{', '.join(map(str, values))}]"
    return None


def _text(text: str, room: int, indent: int) -> str:
    line = _on_one_line(text)
    if len(line) <= room or not _can_be_folded(text):
        return line
    margin = " " * indent
    return "".join([">-", *(f"\n{margin}{part}" for part in _folded(text, _WIDTH - indent))])


def _on_one_line(text: str) -> str:
    if _is_plain(text):
        return text
    if text.isprintable():
        text = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{text}"'
    return f'"{"".join(map(_escaped, text))}"'


def _is_plain(text: str) -> bool:
    return text.isprintable() and _PLAIN.fullmatch(text) is not None


def _escaped(character: str) -> str:
    if character in _SHORT_ESCAPES:
        return _SHORT_ESCAPES[character]
    if character.isprintable():  # else one would not see it, or YAML not keep it
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _can_be_folded(text: str) -> bool:
    return text == text.strip() and text.isprintable()


def _folded(text: str, width: int) -> Iterator[str]:
    """The lines of a folded text."""
    line = ""
    for words in _JOINT.split(text):
        if line and len(line) + 1 + len(words) > width:
            yield line
            line = words
        else:
            line = f"{line} {words}" if line else words
    yield line
