"""YAML as a person would write it; our strict reader gives back the same data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import yaml

Data: TypeAlias = "str | Sequence[Data] | Mapping[str, Data]"
"""What YAML is written of: text, lists and mappings, nothing else."""

_WIDTH = 88
"""The emitter breaks a line behind the word that reaches this column."""
_LONG = 80
_UNSAFE_IN_A_LIST = re.compile(r"[,\[\]{}:#&*!|>'\"%@`]|^[-?]|^\s*$")


class _Emitter(yaml.SafeDumper):
    """PyYAML's emitter for text alone: nothing is given a type, so `yes` needs no marks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ARG002 - PyYAML's
        """Indent lists in mappings, as our own files do."""
        return super().increase_indent(flow, indentless=False)

    def write_plain(self, text: str, split: bool = True) -> None:
        """Break a long list between its entries, never within one."""
        super().write_plain(text, split=split and not self.flow_level)


def _text(emitter: _Emitter, text: str) -> yaml.ScalarNode:
    """A long text is folded over lines; one that cannot be folded gets quotation marks."""
    foldable = text == text.strip() and text.isprintable() and len(text) > _LONG
    return emitter.represent_scalar(
        "tag:yaml.org,2002:str", text, style=">" if foldable else _style(text)
    )


def _style(text: str) -> str | None:
    return None if text and text.isprintable() else '"'


def _list(emitter: _Emitter, values: Sequence[Data]) -> yaml.SequenceNode:
    """A list of short plain texts stands on one line."""
    short = sum(map(len, values)) < _LONG and all(
        isinstance(value, str) and not _UNSAFE_IN_A_LIST.search(value) and value.isprintable()
        for value in values
    )
    return emitter.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=short)


_Emitter.yaml_implicit_resolvers = {}
_Emitter.add_representer(str, _text)
_Emitter.add_representer(list, _list)
_Emitter.add_representer(tuple, _list)


def written(data: Mapping[str, Data]) -> str:
    """The mapping as a YAML document.

    It reads back to the same data as long as no text has characters that YAML cannot hold.
    """
    text: str = yaml.dump(
        dict(data), Dumper=_Emitter, sort_keys=False, allow_unicode=True, width=_WIDTH
    )
    return text
