"""What an editor makes of a YAML file, and what it says of it by a schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from support.command_line import run


class Core(yaml.SafeLoader):
    """YAML 1.2 with its core schema, as editors read it: `yes` and days are texts."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"null|Null|NULL|~|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+0123456789.")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


def schema(kind: str, *layers: Path) -> dict[str, Any]:
    """The schema that the command prints."""
    over = [option for layer in layers for option in ("--layer", str(layer))]
    printed: dict[str, Any] = json.loads(run("schema", kind, *over).stdout)
    Draft202012Validator.check_schema(printed)
    return printed


def complaints(text: str, schema: dict[str, Any]) -> list[str]:
    """What an editor says of a file."""
    data = yaml.load(text, Core)  # noqa: S506 - a SafeLoader
    return [
        f"{'.'.join(map(str, one.absolute_path))}: {one.message[:200]}"
        for one in Draft202012Validator(schema).iter_errors(data)
    ]


_KINDS = {
    "rules/topics.yaml": "topics",
    "rules/facts/*": "fact",
    "rules/registers/*": "register",
    "rules/*/instrument.yaml": "instrument",
    "rules/*/errata.yaml": "errata",
    "rules/*/*": "rule",
    "profiles/*": "profile",
    "actions/*": "actions",
    "cases/*/*": "cases",
}
"""By place in a layer, the first that fits."""


def kinds_in(root: Path) -> Iterator[tuple[str, Path]]:
    """The files of a layer, each with the kind of its schema."""
    for path in sorted(root.glob("*/**/*.yaml")):
        place = path.relative_to(root)
        depth = len(place.parts)
        fitting = (k for p, k in _KINDS.items() if depth == p.count("/") + 1 and place.match(p))
        if kind := next(fitting, None):
            yield kind, path
