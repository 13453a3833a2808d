"""A profile that came from questionnaires, as the file that a person would have written."""

from __future__ import annotations

from collections.abc import Sequence

from compliance.files import UNUSABLE
from compliance.library.yaml_writer import Data, written
from compliance.model.profiles import Answer, Evidence, Profile


def as_yaml(profile: Profile, source: str) -> str:
    """The text of the profile's file; ``source`` says where its answers are from."""
    data: dict[str, Data] = {
        "country": profile.country,
        "voice": profile.voice,
        "speaker": _text(profile.speaker),
        "as_of": profile.as_of.isoformat(),
        "note": _text("\n".join(filter(None, [profile.note, source]))),
    }
    answers = {fact: _dated(answers) for fact, answers in profile.answers.items()}
    return written({**data, **({"answers": answers} if answers else {})})


def _dated(answers: Sequence[Answer]) -> Data:
    return _answer(answers[0]) if len(answers) == 1 else [_answer(answer) for answer in answers]


def _answer(answer: Answer) -> Data:
    found: dict[str, Data] = {}
    if answer.value is not None:
        found["value"] = answer.value
    for key, values in (("one of", answer.one_of), ("not", answer.not_)):
        if values is not None:
            found[key] = values[0] if len(values) == 1 else list(values)
    ends = (("at least", answer.at_least), ("at most", answer.at_most))
    days = (("since", answer.since), ("until", answer.until))
    found |= {key: end for key, end in ends if end is not None}
    found |= {key: day.isoformat() for key, day in days if day is not None}
    if answer.evidence:
        found["evidence"] = [_evidence(one) for one in answer.evidence]
    found |= {
        key: _text(text)
        for key, text in (("note", answer.note), ("lead", answer.lead))
        if text is not None
    }
    if not answer.public:
        found["public"] = "no"
    return found


def _evidence(evidence: Evidence) -> Data:
    parts = {
        "document": evidence.document,
        "said_by": evidence.said_by,
        "place": evidence.place,
        "quote": evidence.quote,
    }
    found: dict[str, Data] = {k: _text(text) for k, text in parts.items() if text is not None}
    return found if evidence.public else {**found, "public": "no"}


def _text(text: str) -> str:
    """The text without what YAML cannot hold."""
    return UNUSABLE.sub("\ufffd", text)
