"""Answers as somebody types them, and the profile that they make: a file of its own, each time."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from compliance.errors import InputError, Location, fault
from compliance.files import not_written, staged
from compliance.library.layer_files import naming_schema_around
from compliance.library.profiles import load_profile
from compliance.library.source_texts import Source
from compliance.library.validation import Loader
from compliance.library.yaml_reader import parse
from compliance.library.yaml_writer import Data, written
from compliance.model.profiles import Answer, Evidence, Profile, counts, of_members
from compliance.model.rulebook import Fact, FactId
from compliance.model.value_sets import AnswerError, value_set

_YES_NO = {
    **dict.fromkeys(("yes", "y", "1", "true", "oui", "si", "sí"), "yes"),
    **dict.fromkeys(("no", "n", "0", "false", "non"), "no"),
}
_ENDS = re.compile(r"(?:at least (?P<least>\S+))?(?: and )?(?:at most (?P<most>\S+))?")


def answer_typed(text: str, fact: Fact, member: str | None = None) -> Answer:
    """The answer that was typed. Raises AnswerError with words for the one who types.

    ``yes`` or ``no``; a choice by its number, id or label, several of them for "one of these",
    ``not`` before them for "none of these"; a number or a day, ``at least``, ``at most``.
    """
    said = " ".join(text.split())
    if member is not None or fact.type == "yes_no":
        word = _YES_NO.get(said.casefold())
        if word is None:
            raise AnswerError(f"`{said}` is neither yes nor no", "type yes, no, skip or stop")
        return Answer(value={member: word} if member is not None else word)
    answer = _choices(said, fact) if fact.type == "choice" else _stretch(said)
    value_set(fact, answer)
    return answer


def _choices(said: str, fact: Fact) -> Answer:
    rest = re.sub(r"^not\b:?\s*", "", said, flags=re.IGNORECASE)
    chosen = tuple(_choice(part.strip(), fact) for part in re.split(r",| or ", rest))
    if rest != said:
        return Answer(**{"not": chosen})
    return Answer(value=chosen[0]) if len(chosen) == 1 else Answer(**{"one of": chosen})


def _choice(said: str, fact: Fact) -> str:
    names = list(fact.choices)
    if re.fullmatch(r"[1-9]\d{0,3}", said) and int(said) <= len(names):
        return names[int(said) - 1]
    for name, choice in fact.choices.items():
        if said.casefold() in (name.casefold(), choice.label.casefold()):
            return name
    hint = f"type a number from 1 to {len(names)}, or one of {', '.join(names)}"
    raise AnswerError(f"`{said}` is none of the choices" if said else "a choice is missing", hint)


def _stretch(said: str) -> Answer:
    ends = _ENDS.fullmatch(said.casefold())
    if ends and (ends["least"] or ends["most"]):
        return Answer(**{"at least": ends["least"], "at most": ends["most"]})
    return Answer(value=said)


def with_answer(profile: Profile, fact: Fact, answer: Answer, day: date) -> Profile:
    """The profile with one more answer, as of ``day``.

    Evidence and note stay with what they are of: an answer that says the same again, or speaks
    of other members of a list, keeps them; another one has only its own. What held since an
    earlier day still did until the day before.
    """
    standing = [a for a in profile.answers.get(fact.id, ()) if counts(a, profile.as_of, day)]
    others = [a for a in profile.answers.get(fact.id, ()) if a not in standing]
    since = day if day < profile.as_of or any(a.since and a.since < day for a in standing) else None
    new: dict[str, Any] = {"since": answer.since or since, "evidence": answer.evidence}
    for old in standing:
        if old.since and old.since < day:
            others.append(old.model_copy(update={"until": day - timedelta(days=1)}))
        kept: dict[str, Any] = {
            "lead": old.lead,
            "until": old.until,
            "public": old.public and answer.public,
        }
        are_members = isinstance(old.value, dict) and isinstance(answer.value, dict)
        if are_members or value_set(fact, old) == value_set(fact, answer):
            new["evidence"] = tuple(dict.fromkeys((*old.evidence, *new["evidence"])))
            kept["note"] = answer.note or old.note
        new.update({key: value for key, value in kept.items() if value not in (None, True)})
        if isinstance(old.value, dict) and isinstance(answer.value, dict):
            new["value"] = {**old.value, **answer.value}
            told = [
                *((one, one.members or old.members) for one in old.evidence),
                *((one, one.members or answer.members) for one in answer.evidence),
            ]
            new["evidence"] = of_members(told, new["value"])
    merged = answer.model_copy(update=new)
    value_set(fact, merged)
    return profile.model_copy(update={"answers": {**profile.answers, fact.id: (*others, merged)}})


def _put(finished: Path, path: Path) -> None:
    """Put a finished file where there is none. Raises FileExistsError where there is one."""
    try:
        os.link(finished, path)  # whole at once
    except FileExistsError:
        raise
    except OSError:  # some disks have no links: the name is taken first
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        finished.replace(path)


class NewProfile:
    """A file that is made by the first answer and grows with each; never one that was there."""

    def __init__(
        self,
        path: Path,
        facts: Mapping[FactId, Fact],
        sources: Mapping[str, Source],
        rights: int | None = None,
    ) -> None:
        """``rights`` are those of the file; without them it has those of any new file."""
        self.path, self._facts, self._sources = path, facts, sources
        self._rights = rights
        self.is_made = False

    def save(self, profile: Profile) -> None:
        """Write the profile, whole or not at all.

        Raises InputError where it is not sound, such as where a quotation does not stand in its
        document, and where the file cannot be written; what was saved before stays as it was.
        """
        text = naming_schema_around(written(as_data(profile)), "profile", self.path)
        self._check(text)
        try:
            finished = staged(
                self.path, [text.encode()], rights=None if self.is_made else self._rights
            )
        except OSError as error:
            raise InputError([not_written(self.path, error)]) from error
        try:
            if self.is_made:
                finished.replace(self.path)
            else:
                _put(finished, self.path)
                self.is_made = True
        except FileExistsError as error:
            what = "this file is there already, and nothing is written over"
            raise fault(what, Location(str(self.path)), "choose another name with -o") from error
        except OSError as error:
            raise InputError([not_written(self.path, error)]) from error
        finally:
            finished.unlink(missing_ok=True)

    def _check(self, text: str) -> None:
        loader = Loader(parse(text, str(self.path)))
        name, layer = self.path.stem, str(self.path)
        load_profile(loader, self._facts, self._sources, id=name, layer=layer)
        if loader.problems:
            raise InputError(loader.problems)


def as_data(profile: Profile) -> dict[str, Data]:
    """The profile as its file has it."""
    data: dict[str, Data] = {
        "country": profile.country,
        "voice": profile.voice,
        "speaker": profile.speaker,
        "as_of": profile.as_of.isoformat(),
    }
    if profile.note:
        data["note"] = profile.note
    answers: dict[str, Data] = {}
    for fact, dated in profile.answers.items():
        all_ = [answer_data(answer) for answer in dated]
        answers[fact] = all_[0] if len(all_) == 1 else all_
    data["answers"] = answers
    return data


def answer_data(answer: Answer) -> dict[str, Data]:
    """The answer as a file has it."""
    several: dict[str, Sequence[str] | None] = {"one of": answer.one_of, "not": answer.not_}
    single = {
        "at least": answer.at_least,
        "at most": answer.at_most,
        "since": answer.since and answer.since.isoformat(),
        "until": answer.until and answer.until.isoformat(),
    }
    data: dict[str, Data] = {} if answer.value is None else {"value": answer.value}
    data.update({key: list(values) for key, values in several.items() if values})
    data.update({key: text for key, text in single.items() if text})
    if answer.evidence:
        data["evidence"] = [_evidence(told) for told in answer.evidence]
    data.update({k: t for k, t in (("note", answer.note), ("lead", answer.lead)) if t})
    if not answer.public:
        data["public"] = "no"
    return data


def _evidence(evidence: Evidence) -> dict[str, Data]:
    told = {
        "document": evidence.document,
        "said_by": evidence.said_by,
        "place": evidence.place,
        "quote": evidence.quote,
    }
    data: dict[str, Data] = {key: text for key, text in told.items() if text}
    if evidence.members:
        data["members"] = list(evidence.members)
    if not evidence.public:
        data["public"] = "no"
    return data
