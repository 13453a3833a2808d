"""From a provision that was split off to the draft of its rule, and to its rulebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from compliance.importers.recommendations.drafting import topics
from compliance.importers.texts.splitting import Provision, SplitText
from compliance.library.clauses import Reading, reading, requirements, title_of
from compliance.library.layer_files import naming_schema
from compliance.library.yaml_writer import Data, written
from compliance.model.rulebook import Force

_MARK = re.compile(r"\[\^\d+\]")
_COPY = "Drafted by a program from a copy of the text; errata.yaml says what was taken out."
NOT_GIVEN = "to be given"
_PROPOSED = "Force, addressee, topics and frame are proposed by the words alone: confirm them."
_DRAWN_FROM = re.compile(r"\bdraw from\b")
_BODIES = (
    (re.compile(r"^A/HRC/RES/"), "Human Rights Council"),
    (re.compile(r"^A/RES/"), "General Assembly"),
    (re.compile(r"^E/RES/"), "Economic and Social Council"),
    (re.compile(r"^S/RES/"), "Security Council"),
)
_ADOPTED = re.compile(
    r"[Aa]dopted by the (?P<body>[A-Z][A-Za-z ]+?) on (?P<day>\d{1,2} [A-Z][a-z]+ \d{4})"
)
_TITLED = re.compile(r"\d+/\d+\.?\s+(?P<title>\S.*)")
_TO_STATES = re.compile(
    r"(?:(?:encouraging|urging|calling upon|inviting|requesting) (?:all )?(?:Member )?"
    r"(?:States|Governments)|[A-Za-z]+ing (?:also |further )?the importance for (?:all )?States"
    r"|[A-Za-z]+ing (?:in mind )?(?:also |further )?the (?:obligations?|dut(?:y|ies)|"
    r"responsibility) of (?:all )?(?:Member )?(?:States|countries|Governments)"
    r"|[A-Za-z]+ing (?:also |further )?that (?:[^,;]*\b)?should be\b)",
    re.IGNORECASE,
)


def words_of(text: str) -> str:
    """A text as a rule quotes it: without footnote marks, in one line."""
    return " ".join(_MARK.sub("", text).split())


class Drafter:
    """Makes draft rules of provisions; what is proposed says so."""

    def __init__(self, split: SplitText, known_topics: Iterable[str]) -> None:
        self._topics = list(known_topics)
        self._openings: dict[str, tuple[Force, str]] = {}
        self.readings: dict[str, Reading] = {}
        for one in split.provisions:
            words = words_of(one.text)
            force = self._opening(one)[0]
            self.readings[one.number] = told = reading(words, force)
            if words.endswith(":"):
                self._openings[one.block] = (told.force, words)

    def _opening(self, one: Provision) -> tuple[Force | None, str]:
        """The force that an item of a list has from the words that open it, and these words."""
        above, _, item = one.block.rpartition(" ")
        if not item.startswith("("):
            return None, ""
        force, words = self._openings.get(above, (None, ""))
        return ("encouragement" if _DRAWN_FROM.search(words) else force), words

    def draft(self, one: Provision, text: str) -> str:
        """The rule's file, with the proposed requirements as remarks that no program reads."""
        told = self.readings[one.number]
        frame = [{"as": part.part, "words": part.words} for part in told.frame]
        data: dict[str, Data] = {
            "provision": one.number,
            "title": title_of(text, told),
            "text": text,
            "addressee": told.addressee,
            "force": told.force,
            "topics": topics(text, self._topics),
            **({"frame": frame} if frame else {}),
            "note": " ".join(self._notes(one, told)),
            "draft": "yes",
        }
        return naming_schema(written(data) + _remarks(proposal(text, told)), "rule", 2)

    def _notes(self, one: Provision, told: Reading) -> Iterator[str]:
        yield _PROPOSED
        if not told.is_sure:
            yield "No verb of the body was found: force and addressee are still to be given."
        if _DRAWN_FROM.search(self._opening(one)[1]):
            yield (
                "The opening says that States draw from these actions and promises none of them: "
                "an encouragement is proposed."
            )
        if one.number != one.block:
            yield "The paragraph has sentences of different force; the division is ours."


def proposal(text: str, told: Reading) -> dict[str, Data]:
    """What may be written in the place of ``draft``: requirements, or why there are none."""
    asked = requirements(text, [part.words for part in told.frame])
    if told.addressee == "others":
        return {"no_test": "It is addressed to others than States."}
    if not asked or (text.endswith(":") and told.force == "statement"):
        return {"no_test": "It asks nothing of States."}
    return {"checks": [{"asks": words[0] if len(words) == 1 else words} for words in asked]}


def _remarks(proposed: Mapping[str, Data]) -> str:
    head = (
        "# Proposed by the words alone. If it is right, take the signs # and `draft: yes` away"
        f"{', and give' if 'checks' in proposed else '.'}\n"
    )
    if "checks" in proposed:
        head += "# each check its `id`, `measure`, `met` and `remedy`.\n"
    return head + "".join(f"# {line}\n" for line in written(proposed).splitlines())


# The rulebook


def instrument(
    symbol: str, title: str | None, split: SplitText, operative: list[str], held: Sequence[str]
) -> dict[str, Data]:
    """The file of the rulebook; ``held`` are the paragraphs that are held, if not all are."""
    head = " ".join(split.head)
    adopted = _ADOPTED.search(head)
    day = _day(adopted["day"]) if adopted else None
    data: dict[str, Data | None] = {
        "symbol": symbol,
        "title": title or title_in(split) or NOT_GIVEN,
        "body": adopted["body"] if adopted else body_of(symbol),
        "adopted": day,
        "text_held": "partly" if held else "yes",
        "paragraphs_held": list(held),
        "operative": operative,
        "preamble": _preamble(split),
        "note": _COPY,
    }
    return {key: value for key, value in data.items() if value}


def title_in(split: SplitText) -> str | None:
    """The title that stands before the text, behind its number: ``65/212. Protection …``."""
    return next((m["title"] for text in split.head if (m := _TITLED.fullmatch(text))), None)


def body_of(symbol: str) -> str:
    """Who adopts resolutions with such symbols; ``NOT_GIVEN`` where that is not known."""
    return next((body for pattern, body in _BODIES if pattern.match(symbol)), NOT_GIVEN)


def _day(text: str) -> str | None:
    try:
        return datetime.strptime(text, "%d %B %Y").date().isoformat()
    except ValueError:
        return None


def _preamble(split: SplitText) -> list[dict[str, Data]]:
    reason = "Proposed by its words: still to be decided whether it gets a rule."
    return [{"words": words, "reason": reason} for words in to_states(split.preamble)]


def to_states(preamble: Iterable[str]) -> list[str]:
    """The sentences of a preamble that seem to speak to States, as they stand there."""
    texts = [words_of(text) for text in preamble]
    found = ((text, _TO_STATES.search(text)) for text in texts)
    return [text[match.start() :].rstrip(" ,;") for text, match in found if match]


def runs(numbers: Iterable[str]) -> str:
    """``1-3, 5 (a)``: numbers that follow each other as a run."""
    found: list[list[str]] = []
    for number in numbers:
        last = found[-1][-1] if found else ""
        if last.isdigit() and number.isdigit() and int(number) == int(last) + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in found)
