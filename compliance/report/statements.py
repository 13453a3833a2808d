"""What answers say in whole sentences, each with its sources: for texts that people hand over.

A fact may have a sentence for each answer (``says``); where it has none, one is made of the
question and the label.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from compliance.assessment.basis import EffectiveAnswer
from compliance.document.text import Cite, Source, Text, quotation
from compliance.model.profiles import Answer, Evidence
from compliance.model.rulebook import Fact
from compliance.report import wording


def day_words(day: date) -> str:
    """``15 July 2010``."""
    return f"{day.day} {day:%B} {day.year}"


def statements(fact: Fact, answer: Answer, speaker: str) -> list[str]:
    """The sentences that are true exactly when ``answer`` is; none where it answers nothing.

    ``speaker`` is who answers, as in "the Government", for facts that have no sentences.
    """
    if not answer.states_something:
        return []
    told = list(_sentences(fact, answer))
    if told and all(told):
        return told
    words = wording.answer_words(fact, answer)
    return [f"Asked “{fact.question}”, {speaker} answers: “{words}”."]


def _sentences(fact: Fact, answer: Answer) -> Iterator[str]:
    """A sentence for each thing that is said; an empty one where the fact has none for it."""
    if isinstance(answer.value, dict):
        for key in _members(fact, answer.value):
            yield fact.says.get(key, "")
    elif answer.value is not None:
        yield fact.says.get(answer.value) or _of_number(fact, answer.value)
    elif answer.one_of is not None:
        yield from _any_but(fact, [name for name in fact.choices if name not in answer.one_of])
    elif answer.not_ is not None:
        yield from _any_but(fact, answer.not_)
    else:
        ends = [("at least", answer.at_least), ("at most", answer.at_most)]
        yield _of_number(fact, " and ".join(f"{word} {end}" for word, end in ends if end))


def _members(fact: Fact, value: dict[str, str]) -> Iterator[str]:
    """The keys of the members that are answered; ``others: no`` answers for all the rest."""
    for name, said in value.items():
        if name == "others":
            yield from (f"not {other}" for other in fact.choices if other not in value)
        else:
            yield name if said == "yes" else f"not {name}"


def _of_number(fact: Fact, words: str) -> str:
    return fact.says.get("value", "").replace("{}", words)


def _any_but(fact: Fact, names: Collection[str]) -> Iterator[str]:
    """Sentences for a choice of which some answers are ruled out, in the fewest words."""
    left = [name for name in fact.choices if name not in names]
    ruled_out = [fact.says.get(f"not {name}", "") for name in names]
    if len(left) > 1 and len(names) == 1 and ruled_out[0]:
        yield ruled_out[0]
    else:
        yield _either(fact, left)


def _either(fact: Fact, names: Iterable[str]) -> str:
    """One sentence for several answers of which one is right."""
    told = [fact.says.get(name, "").removesuffix(".") for name in names]
    if not told or not all(told):
        return ""
    if len(told) == 1:
        return f"{told[0]}."
    listed = "; ".join(f"({number}) {one}" for number, one in enumerate(told, 1))
    return f"One of the following is true, and it is not said which: {listed}."


def statements_of(fact: Fact, told: EffectiveAnswer, members: Collection[str] = ()) -> str:
    """What the answer says, in whole sentences; of a list about those members that are asked for.

    What contradicts it follows, each time with who says it.
    """
    return " ".join(_of_members(fact, side, members) for side in told.all_sources())


def _of_members(fact: Fact, side: EffectiveAnswer, members: Collection[str]) -> str:
    answer = side.answer
    if members and isinstance(answer.value, dict):
        kept = {n: v for n, v in answer.value.items() if n in members or n == "others"}
        if others := kept.pop("others", None):
            kept |= {name: others for name in members if name not in kept}
        answer = answer.model_copy(update={"value": kept})
    told = " ".join(statements(fact, answer, "the speaker"))
    by = wording.by_words(side)
    return f"{told} {by}" if told and by else told


def time_words(told: EffectiveAnswer) -> str:
    """From when to when an answer holds, as a sentence; empty where nothing is said of that."""
    answer = told.answer
    words = []
    if answer.since and answer.until:
        days = f"{day_words(answer.since)} to {day_words(answer.until)}"
        words.append(f"This is said of the time from {days}.")
    elif answer.since:
        words.append(f"This has been so since {day_words(answer.since)}.")
    elif answer.until:
        words.append(f"This is said of the time until {day_words(answer.until)}.")
    if told.last_stated:
        words.append(f"This was last stated on {day_words(told.last_stated)}.")
    return " ".join(words)


def source(evidence: Evidence, keeper: str) -> Source:
    """The entry of a source: document, place, quotation, who says so.

    One that is not public is on file with ``keeper``, as in "the authors".
    """
    said_by = wording.said_by(evidence)
    if not evidence.public:
        return Source(f"On file with {keeper} ({said_by})")
    place = f", {evidence.place}" if evidence.place else ""
    quoted: Text = [": ", quotation(evidence.quote)] if evidence.quote else ""
    return Source([f"{evidence.document}{place}", quoted, f" ({said_by})"])


def sources(told: EffectiveAnswer, keeper: str) -> list[Source]:
    """The sources of an answer, each once; of a register's, the register."""
    if told.register:
        return [Source(wording.register_words(told.register))]
    return list(dict.fromkeys(source(one, keeper) for one in told.answer.evidence))


def cites(found: Iterable[Source]) -> list[Text]:
    """References to sources, to stand at the end of a sentence."""
    return [part for one in found for part in (" ", Cite(one))]
