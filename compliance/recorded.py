"""An assessment as it was made before: from another library, or from an export in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from compliance.accounts import Answer, Evidence
from compliance.assessment import Assessment
from compliance.errors import InputError, Location, Problem, fault
from compliance.model import FactId
from compliance.outcome import Outcome, Outcomes
from compliance.text_file import text_of

SCHEMA = "compliance/assessments/v1"
MAX_BYTES = 100_000_000
"""One account takes about 1 MB, and an export may have many."""
_HINT = "make it with `compliance assess PROFILE -o FILE.json`"


@dataclass(frozen=True)
class Recorded:
    """What was found of an account on a day, and what it had answered then."""

    id: str
    country: str
    voice: str
    speaker: str
    day: date
    standard: str
    """How well answers had to be shown in order to count."""
    source: str
    """Where it is from: a file, or a folder of rules."""
    outcomes: Mapping[str, Outcomes]
    """By the id of the rule."""
    titles: Mapping[str, tuple[str, str]]
    """Citation and title of each rule."""
    answers: Mapping[FactId, tuple[Answer, ...]] | None
    """What was answered, by all sides that counted; None where the record does not keep it."""

    @classmethod
    def of(cls, assessment: Assessment, source: str = "") -> Recorded:
        """An assessment made with another library, or another account, as a record."""
        profile, found = assessment.profile, assessment.all_findings
        return cls(
            profile.id,
            profile.country,
            profile.voice,
            profile.speaker,
            assessment.as_of,
            str(assessment.testimony.standard),
            source or profile.id,
            {one.rule.id: one.outcomes for one in found},
            {one.rule.id: (one.citation, one.rule.title) for one in found},
            {
                fact: tuple(side.answer for side in told.sides())
                for fact, told in assessment.answers.items()
            },
        )


def read_export(path: Path) -> list[Recorded]:
    """The assessments in an export. Raises InputError where the file is none."""
    where = Location(str(path))
    try:
        data = json.loads(text_of(path, str(path), at_most=MAX_BYTES))
    except json.JSONDecodeError as error:
        place = Location(str(path), error.lineno, error.colno)
        raise fault(f"this is no JSON: {error.msg}", place, _HINT) from error
    except RecursionError as error:
        raise fault("this is nested too deeply", where, _HINT) from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        said = data.get("schema") if isinstance(data, dict) else None
        what = f"its schema is `{said}`" if isinstance(said, str) else "it has no schema"
        raise fault(f"this is no export of assessments: {what}", where, _HINT)
    if data.get("assessments") == []:
        raise fault("there is no assessment in this export", where, _HINT)
    try:
        return [_recorded(told, str(path)) for told in data["assessments"]]
    except (KeyError, TypeError, ValueError, ValidationError, AttributeError) as error:
        what = "this export of assessments is damaged"
        raise InputError([Problem(what, where, _HINT)]) from error


def _recorded(told: Mapping[str, Any], source: str) -> Recorded:
    profile, findings = told["profile"], told["findings"]
    keeps = all("given" in answer for answer in told["answers"])
    return Recorded(
        str(profile["id"]),
        str(profile["country"]),
        str(profile["voice"]),
        str(profile["speaker"]),
        date.fromisoformat(told["as_of"]),
        str(told.get("evidence", "any")),
        source,
        {str(f["rule"]): Outcomes.of(*map(Outcome, f["possible"])) for f in findings},
        {str(f["rule"]): (str(f["citation"]), str(f["title"])) for f in findings},
        {str(one["fact"]): tuple(_sides(one)) for one in told["answers"]} if keeps else None,
    )


def _sides(told: Mapping[str, Any]) -> list[Answer]:
    """The answer, what contradicts it, and what other accounts say, as `sides` gives them."""
    against = [told["against"]] if told.get("against") else []
    return [_answer(one) for one in (told, *against, *told.get("others", ()))]


def _answer(told: Mapping[str, Any]) -> Answer:
    given = told["given"]
    value = dict(given["members"]) if "members" in given else given.get("value")
    evidence = tuple(
        Evidence(**{key: one[key] for key in ("document", "said_by", "place", "quote")})
        for one in told["evidence"]
    )
    return Answer(
        value=value,
        one_of=given.get("one_of"),
        not_=given.get("not"),
        at_least=given.get("at_least"),
        at_most=given.get("at_most"),
        since=told.get("since"),
        until=told.get("until"),
        evidence=evidence,
        note=told.get("note"),
    )
