"""The schema of a model as its file is written: every scalar is text, and no key is empty."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from compliance.export.schemas.meanings import meaning

Schema = dict[str, Any]

DIALECT = GenerateJsonSchema.schema_dialect
TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
"""A text. What looks like a number or a truth value to an editor is a text to us."""
YES_NO: Schema = {"enum": ["yes", "no"]}
DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
NUMBER: Schema = {"type": ["number", "string"], "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$"}


class _Plain(GenerateJsonSchema):
    """Without what says nothing to a reader: titles of keys, defaults, keys that are null."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's
        """No: the key is the title."""
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        """What may be written, whatever is taken if nothing is."""
        return self.generate_inner(schema["schema"])


class _AsWritten(_Plain):
    """Of a file in YAML, in which our reader takes every scalar as text."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        """A key is written, or left out."""
        return self.generate_inner(schema["schema"])

    def str_schema(self, schema: core_schema.StringSchema) -> Schema:
        """A text, with its pattern; a number too where the pattern lets one through."""
        found = super().str_schema(schema)
        if not re.search(found.get("pattern", ""), "1"):
            return found
        return {**found, "type": TEXT["type"]}

    def bool_schema(self, _: core_schema.BoolSchema) -> Schema:
        """``yes`` or ``no``."""
        return dict(YES_NO)

    def date_schema(self, _: core_schema.DateSchema) -> Schema:
        """A day written as 2011-07-14."""
        return dict(DAY)

    def decimal_schema(self, _: core_schema.DecimalSchema) -> Schema:
        """A plain number."""
        return dict(NUMBER)


def of_model(model: type[BaseModel]) -> Schema:
    """The schema of a model as its file is written, with what docs/files.md says of each key."""
    schema = model.model_json_schema(by_alias=True, schema_generator=_AsWritten)
    _tell(schema)
    for definition in schema.get("$defs", {}).values():
        _tell(definition)
    for node in _nodes(schema):
        if "anyOf" in node and "minLength" in node:  # of a list that may be one text alone
            node["anyOf"][-1]["minItems"] = node.pop("minLength")
    return schema


def of_json(model: type[BaseModel]) -> Schema:
    """The schema of a JSON document, by the model that says what its keys are."""
    return model.model_json_schema(by_alias=True, schema_generator=_Plain)


def _tell(schema: Schema) -> None:
    """Say of each key what it means, and of the whole no more than the first sentence."""
    if "description" in schema:
        schema["description"] = schema["description"].split("\n\n")[0].replace("``", "")
    for key, of_key in schema.get("properties", {}).items():
        if told := meaning(schema["title"], key):
            of_key["description"] = told


def _nodes(schema: Any) -> Iterator[Schema]:
    if isinstance(schema, dict):
        yield schema
    inner = schema.values() if isinstance(schema, dict) else schema
    for part in inner if isinstance(schema, dict | list) else ():
        yield from _nodes(part)
