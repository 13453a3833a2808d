"""From a YAML document to a model: every mistake in plain words, with its place."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from functools import cache, partial
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from compliance.errors import InputError, Problem, did_you_mean
from compliance.library.yaml_reader import Document, Keys

M = TypeVar("M", bound=BaseModel)


_EITHER = ("str", "dict[str,str]")
"""What pydantic calls the two forms of a value."""

LEFT_OUT = object()
"""The stand-in for a faulty entry of a mapping: none."""


MAX_PROBLEMS = 1000
"""So many are found in one file before the rest of it is left unchecked."""


class TooManyProblemsError(InputError):
    """The rest of the file is not checked; the problems are those of its loader."""


class Loader:
    """Reads models out of one document and gathers what is wrong with it.

    Every method raises TooManyProblemsError at the problem after MAX_PROBLEMS.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []

    def report(self, keys: Keys, what: str, hint: str | None = None, *, key: bool = False) -> None:
        """Note a problem with the value (or the key) at ``keys``."""
        self._note(Problem(what, self.document.where(keys, key=key), hint))

    def report_in_text(self, keys: Keys, position: int, what: str, hint: str | None) -> None:
        """Note a problem at a character of the text at ``keys``."""
        self._note(Problem(what, self.document.offset(keys, position), hint))

    def _note(self, problem: Problem) -> None:
        if len(self.problems) == MAX_PROBLEMS:
            last = Problem("checking stopped here", problem.where, "mend the others first")
            self.problems.append(last)
            raise TooManyProblemsError(self.problems)
        self.problems.append(problem)

    def model(
        self,
        model: type[M],
        keys: Keys = (),
        stand_ins: Mapping[str, Any] = MappingProxyType({}),
        **known: Any,
    ) -> M | None:
        """The model at ``keys``, with what is ``known`` from the file's place.

        Where parts are faulty that is reported, and their ``stand_ins`` are taken, so that what
        is right can be checked further; None where a part has no stand-in.
        """
        data = self.document.data
        for key in keys:
            data = data[key]
        if not isinstance(data, Mapping):
            self.report(keys, f"{_article(model.__name__)} is written as `key: value` lines")
            return None
        for key in (key for key in known if key in data):
            what = f"`{key}` follows from the file's place"
            self.report((*keys, key), what, "remove it", key=True)
        data = {**data, **known}
        try:
            return model.model_validate(data)
        except ValidationError as error:
            faults = [dict(fault) for fault in error.errors(include_url=False)]
        for fault in faults:
            self._report_fault(model, keys, fault)
        paths = [_path(data, fault) for fault in faults]
        data = copy.deepcopy(data)
        if not all(map(partial(_mend, data, stand_ins), faults, paths)):
            return None
        try:
            return model.model_validate(data)
        except ValidationError:
            return None

    def _report_fault(self, model: type[BaseModel], keys: Keys, fault: dict[str, Any]) -> None:
        path = _existing(self.document.data, (*keys, *fault["loc"]))
        name = next((s for s in reversed(fault["loc"]) if isinstance(s, str)), model.__name__)
        kind, context = fault["type"], fault.get("ctx", {})
        if kind == "extra_forbidden":
            former = getattr(model, "former_keys", {}) if len(fault["loc"]) == 1 else {}
            hint = former.get(name) or did_you_mean(name, keys_of(model, fault["loc"][:-1]))
            self.report(path, f"`{name}` is no key here", hint, key=True)
        elif kind in ("dict_type", "model_type") and name not in _EITHER:
            self.report(path, f"`{name}` is written as `key: value` lines")
        elif name in _EITHER:
            self.report(path, "this is one value, or members answered one by one by `yes` or `no`")
        elif kind == "missing":
            self.report(path, f"`{name}` is missing")
        elif kind == "value_error":
            self.report(path, f"`{name}` {_read_as(fault['input'])}", str(context["error"]))
        elif kind == "literal_error":
            hint = did_you_mean(str(fault["input"]), _expected(context)) or (
                f"it can be {', '.join(_expected(context))}"
            )
            self.report(path, f"`{name}` cannot be {fault['input']!r}", hint)
        elif kind == "string_pattern_mismatch":
            self.report(
                path, f"`{fault['input']}` is not written as it should be", _pattern(context)
            )
        elif kind == "tuple_type":
            self.report(path, f"`{name}` is written as a list", "each thing on a line after `- `")
        elif kind in ("too_short", "string_too_short"):
            self.report(path, f"`{name}` is empty", "give it a value, or leave the key out")
        else:
            self.report(path, f"`{name}` has the wrong form", f"{fault['msg']}".lower())


def _read_as(value: object) -> str:
    is_nested = isinstance(value, Mapping)
    return "has keys that do not go together" if is_nested else f"reads {value!r}"


def _mend(data: Any, stand_ins: Mapping[str, Any], fault: Mapping[str, Any], path: Keys) -> bool:
    """Leave out what is faulty in ``data``, or put a stand-in in its place; False if it can't be.

    Walks from the fault towards the top and takes the first key on the way that has a stand-in:
    so a faulty part of an answer is replaced, and not the whole answer.
    """
    holders = [data]
    for step in path[:-1]:
        if _existing(holders[-1], (step,)) != (step,):
            return True  # left out already, for another fault
        holders.append(holders[-1][step])
    if fault["type"] == "extra_forbidden":
        if isinstance(holders[-1], dict):  # else a stand-in took its place, for another fault
            holders[-1].pop(path[-1], None)
        return True
    for depth, step in reversed(list(enumerate(path))):
        holder = holders[depth]
        if depth and isinstance(holder, dict) and stand_ins.get(str(path[depth - 1])) is LEFT_OUT:
            holder.pop(step, None)
            return True
        if isinstance(holder, dict) and step in stand_ins:
            holder[step] = {} if stand_ins[str(step)] is LEFT_OUT else stand_ins[str(step)]
            return True
    return False


def _path(data: Any, fault: Mapping[str, Any]) -> Keys:
    """Where in ``data`` the fault is, or the key that is missing would be."""
    path = _existing(data, fault["loc"])
    return (*path, fault["loc"][-1]) if fault["type"] == "missing" else path


def _article(name: str) -> str:
    return f"an {name.lower()}" if name[0] in "AEIO" else f"a {name.lower()}"


def _existing(data: Any, path: Keys) -> Keys:
    """The part of ``path`` that exists in ``data``; pydantic's own steps are left out."""
    found: list[str | int] = []
    for step in path:
        if isinstance(data, Mapping) and step in data:
            data = data[str(step)]
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            continue
        found.append(step)
    return tuple(found)


def _expected(context: Mapping[str, Any]) -> list[str]:
    return [
        word.strip(" '") for part in context["expected"].split(" or ") for word in part.split(",")
    ]


def _pattern(context: Mapping[str, Any]) -> str:
    if context["pattern"] == "^[A-Z]{3}$":
        return "a country is its ISO 3166 code of three capital letters, such as ECU"
    parts = (
        "two ids and a dot, such as `education.entitlement`" if r"\." in context["pattern"] else ""
    )
    return parts or "an id has small letters, digits and _, and begins with a letter"


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    return model.model_json_schema(by_alias=True)


def keys_of(model: type[BaseModel], loc: tuple[str | int, ...] = ()) -> list[str]:
    """The keys that the model nested at ``loc`` takes, as they are written."""
    schema = _schema(model)
    nodes = list(_forms(schema, schema))
    for step in loc:
        nodes = [form for node in nodes for form in _forms(schema, _down(node, step))]
    return [key for node in nodes for key in node.get("properties", {})]


def _down(node: dict[str, Any], step: str | int) -> dict[str, Any]:
    if isinstance(step, int):
        # One thing may stand in the place of a list of them, and pydantic counts it as a list.
        found: dict[str, Any] = node.get("items", node)
        return found
    properties = node.get("properties", {})
    others = [node.get("additionalProperties"), *node.get("patternProperties", {}).values()]
    return dict(properties.get(step) or next(filter(None, others), {}))


def _forms(schema: dict[str, Any], node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The forms in which a thing may be written."""
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    yield node
    for one in node.get("anyOf", ()):
        yield from _forms(schema, one)
