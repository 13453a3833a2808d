"""A questionnaire divided among the institutions that answer for its questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from compliance.model.profiles import Answer
from compliance.model.rulebook import FactId
from compliance.workbook.questionnaire.asking import Question

_LONGEST = 60
REST = "rest"


def by_lead(
    questions: Sequence[Question], held: Mapping[FactId, tuple[Answer, ...]]
) -> dict[str, list[Question]]:
    """The questions of each institution, in the order of the questions; those of none last.

    Institutions that are written a little differently are not taken for one.
    """
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(_lead(held.get(question.fact.id, ())), []).append(question)
    rest = found.pop("", [])
    return {**found, **({"": rest} if rest else {})}


def _lead(dated: Sequence[Answer]) -> str:
    """The institution that answers now: that of the last answer that names one."""
    named = [answer.lead for answer in dated if answer.lead]
    return " ".join(named[-1].split()) if named else ""


def file_of(target: Path, lead: str, taken: Mapping[Path, object]) -> Path:
    """The file of an institution, beside ``target``: letters and digits of its name alone."""
    plain = unicodedata.normalize("NFKD", lead or REST).encode("ascii", "ignore").decode()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:_LONGEST].strip("-") or "institution"
    number = 1
    while True:
        end = f"-{number}" if number > 1 else ""
        path = target.with_name(f"{target.stem}-{stem}{end}{target.suffix}")
        if path not in taken:
            return path
        number += 1
