"""JSON Schemas of the files that people write, and of the JSON of assessments.

An editor that knows the schema of a file completes its keys and words, shows what each means, and
marks what does not fit. ``check`` stays the judge: it accepts nothing that a schema refuses, and
refuses much more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from compliance.export.json.assessments import as_text
from compliance.export.schemas.answers import (
    AnswersByFact,
    as_case_has_them,
    as_profile_has_them,
    as_promised,
)
from compliance.export.schemas.as_written import DIALECT, TEXT, of_json, of_model
from compliance.library.layer_files import SCHEMAS
from compliance.library.library import Library
from compliance.model.actions import ActionList
from compliance.model.profiles import Profile, Register
from compliance.model.rulebook import Errata, Extension, Fact, Instrument, Rule

Schema = dict[str, Any]


def schema_text(kind: str, library: Library) -> str:
    """The schema of one of ``KINDS`` as the text of its file.

    Topics, facts with their questions, and choices are those of the library.
    """
    return as_text(schema_of(kind, library))


def schema_of(kind: str, library: Library) -> Schema:
    """The schema of one of ``KINDS``, with what the library has."""
    return {"$schema": DIALECT, **KINDS[kind](library)}


def schema_files(library: Library, folder: Path) -> dict[Path, list[bytes]]:
    """All schemas as files of a folder, for programs: on one line each."""
    files = {}
    for kind in KINDS:
        text = json.dumps(schema_of(kind, library), ensure_ascii=False, separators=(",", ":"))
        files[folder / f"{kind}.json"] = [f"{text}\n".encode()]
    return files


def schemas_of_layer(library: Library, root: Path) -> dict[Path, list[bytes]]:
    """The schemas that the files of a layer name, in its folder of schemas."""
    return schema_files(library, root / SCHEMAS)


def _rule(library: Library) -> Schema:
    schema = of_model(Rule)
    schema["properties"]["topics"]["items"] = {"enum": list(library.topics)}
    schema["properties"]["echoes"]["items"]["examples"] = list(library.rules)
    return schema


def _facts(library: Library) -> Schema:
    fact, extension = of_model(Fact), of_model(Extension)
    definitions = {**fact.pop("$defs", {}), **extension.pop("$defs", {})}
    extension["properties"]["extends"]["examples"] = [
        name for name, asked in library.facts.items() if asked.choices
    ]
    adds = {"required": ["extends"]}
    entry = {"if": adds, "then": {"$ref": "#/$defs/Extension"}, "else": {"$ref": "#/$defs/Fact"}}
    return {
        "title": "Facts of one topic",
        "type": "array",
        "items": entry,
        "$defs": {**definitions, "Fact": fact, "Extension": extension},
    }


def _profile(library: Library) -> Schema:
    return _with_answers(of_model(Profile), ["answers"], as_profile_has_them(library.facts))


def _instrument(_: Library) -> Schema:
    return of_model(Instrument)


def _actions(library: Library) -> Schema:
    keys = ["$defs", "TrackedAction", "properties", "to"]
    schema = _with_answers(of_model(ActionList), keys, as_promised(library.facts))
    rules = schema["$defs"]["TrackedAction"]["properties"]["rules"]
    rules["anyOf"][-1]["items"]["examples"] = list(library.rules)
    return schema


def _cases(library: Library) -> Schema:
    from compliance.assessment.cases import Case  # noqa: PLC0415 - seldom asked for

    case = _with_answers(of_model(Case), ["answers"], as_case_has_them(library.facts))
    # `status:` with nothing behind it is how a case is drawn: it is still to be written.
    status = case["properties"]["status"]
    case["properties"]["status"] = {
        "description": status.pop("description", ""),
        "anyOf": [status, {"type": "null"}],
    }
    definitions = case.pop("$defs", {})
    return {
        "title": "Cases of a rule",
        "type": "object",
        "properties": {
            "rule": {
                **TEXT,
                "description": "The rule that they try; the file is named as the rule is",
                "examples": list(library.rules),
            },
            "cases": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Case"}},
        },
        "required": ["rule", "cases"],
        "additionalProperties": False,
        "$defs": {**definitions, "Case": case},
    }


def _errata(_: Library) -> Schema:
    return of_model(Errata)


def _register(library: Library) -> Schema:
    schema = of_model(Register)
    schema["properties"]["fact"]["enum"] = list(library.facts)
    return schema


def _topics(_: Library) -> Schema:
    label = {**TEXT, "description": "What the topic is called"}
    themes = {
        "type": "array",
        "items": TEXT,
        "description": "Themes of the Universal Human Rights Index that it is about",
    }
    long = {
        "type": "object",
        "properties": {"label": label, "same_as": themes},
        "required": ["label"],
        "additionalProperties": False,
    }
    return {
        "title": "Topics",
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
        "additionalProperties": {"anyOf": [label, long]},
    }


def _assessment(_: Library) -> Schema:
    from compliance.export.json.assessment_keys import Assessments  # noqa: PLC0415 - seldom asked for

    return of_json(Assessments)


def _with_answers(schema: Schema, keys: list[str], by_fact: AnswersByFact) -> Schema:
    """The schema with an answer of its own for each fact, in the mapping at ``keys``."""
    place = schema if keys[0] == "$defs" else schema["properties"]
    for key in keys:
        place = place[key]
    place.pop("patternProperties", None)
    place |= {"properties": by_fact.properties, "additionalProperties": False}
    schema["$defs"] = {**schema.get("$defs", {}), **by_fact.definitions}
    return schema


KINDS: Mapping[str, Callable[[Library], Schema]] = {
    "rule": _rule,
    "fact": _facts,
    "profile": _profile,
    "instrument": _instrument,
    "actions": _actions,
    "cases": _cases,
    "errata": _errata,
    "register": _register,
    "topics": _topics,
    "assessment": _assessment,
}
"""What has a schema, by the word that the command takes."""
