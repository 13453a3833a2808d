"""What `check` finds, for programs: JSON, SARIF 2.1.0, and annotations of GitHub's workflows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from compliance.errors import Level, Problem

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS: Mapping[Level, str] = {"problem": "error", "unwritten": "note", "warning": "warning"}
_GITHUB: Mapping[Level, str] = {"problem": "error", "unwritten": "notice", "warning": "warning"}


def as_json(problems: Sequence[Problem]) -> str:
    """A document ``compliance/problems/v1``: each with level, what, hint, and its place."""
    told = [
        {
            "level": problem.level,
            "what": problem.what,
            "hint": problem.hint,
            "path": problem.where.path if problem.where else None,
            "line": (problem.where.line if problem.where else 0) or None,
            "column": (problem.where.column if problem.where else 0) or None,
        }
        for problem in problems
    ]
    return _dumped({"schema": "compliance/problems/v1", "problems": told})


def as_sarif(problems: Sequence[Problem]) -> str:
    """A SARIF log with one run; its rules are the three levels."""
    driver = {"name": "compliance", "rules": [{"id": level} for level in _SARIF_LEVELS]}
    run = {"tool": {"driver": driver}, "results": [_result(problem) for problem in problems]}
    return _dumped({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def _result(problem: Problem) -> dict[str, Any]:
    words = f"{problem.what}\nhint: {problem.hint}" if problem.hint else problem.what
    found: dict[str, Any] = {
        "ruleId": problem.level,
        "level": _SARIF_LEVELS[problem.level],
        "message": {"text": words},
    }
    if where := problem.where:
        place: dict[str, Any] = {"artifactLocation": {"uri": quote(Path(where.path).as_posix())}}
        if where.line:
            place["region"] = {"startLine": where.line, "startColumn": max(where.column, 1)}
        found["locations"] = [{"physicalLocation": place}]
    return found


def _dumped(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_github(problems: Sequence[Problem]) -> str:
    """One annotation a line, as GitHub's runners read them from what a step prints."""
    return "".join(f"{_annotation(problem)}\n" for problem in problems)


def _annotation(problem: Problem) -> str:
    words = f"{problem.what} (hint: {problem.hint})" if problem.hint else problem.what
    where = problem.where
    parts = [("file", where.path), ("line", where.line), ("col", where.column)] if where else []
    place = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in parts if value)
    return f"::{_GITHUB[problem.level]}{f' {place}' if place else ''}::{_escaped(words)}"


def _escaped(text: str, more: str = "") -> str:
    for sign in f"%\r\n{more}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


FORMS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
"""The forms for programs, by the name that ``--format`` takes."""
