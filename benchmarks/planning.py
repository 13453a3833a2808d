"""Plans and questions from the tables, and by assessing again for every candidate."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterable, Iterator

from measuring import Figure, Measurement, processor_time, times_faster
from sample import profiles

from compliance import Library, assess
from compliance.assessment.assess import Assessment
from compliance.assessment.plan import plan
from compliance.assessment.questions import questions
from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import Fact

ROUNDS = 5
TRIED = 20
WANTED = 30


def measure() -> Measurement:
    """One account of which half is answered."""
    library = Library.bundled()
    [profile] = profiles(dict(library.facts), 1, 0.5, 65212)
    assessment = assess(profile, library)
    facts = [fact for fact in library.facts.values() if fact.changeable and not fact.context]
    changes = list(_candidates(profile, facts))
    open_ = [library.facts[name] for name in assessment.open_questions()]
    answers = list(_candidates(profile, open_))
    planned = _against(changes, profile, library, plan)
    asked = _against(
        answers,
        profile,
        library,
        lambda one: [question.consequences for question in questions(one)],
    )
    return Measurement(
        "Planning and asking",
        f"One account of which half is answered: {len(plan(assessment).actions)} actions, "
        f"{len(open_)} open questions. Beside it, assessing again: for a plan with each single "
        f"change of a changeable fact ({len(changes)}), though that finds none that only work "
        f"together; for questions with each answer to those that are open ({len(answers)}). "
        f"Timed on {TRIED} at random, in turn with the tables; {ROUNDS} rounds, processor time. "
        "Nothing is remembered: tables forget before each turn, and before each assessment. The "
        "last column, the measure of earlier versions of this page, lets assessing again profit "
        "from what the library remembers: then only the rules that read the changed fact are "
        "decided, which is what the tables do as well.",
        [
            Figure(
                "`plan`, nothing remembered, against assessing again for every single change",
                f"at least {WANTED} times faster",
                f"{planned.times:.0f} times",
                planned.times >= WANTED,
            ),
            Figure(
                "`ask`, nothing remembered, against assessing again for every answer",
                f"at least {WANTED} times faster",
                f"{asked.times:.0f} times",
                asked.times >= WANTED,
            ),
        ],
        [
            ["", "ms", "assessing again, ms", "times faster", "… if that remembers"],
            ["`plan`", *planned.cells()],
            ["`ask`", *asked.cells()],
        ],
    )


class _Compared:
    """Seconds of the tables, and of assessing again, round by round."""

    def __init__(self) -> None:
        self.tables: list[float] = []
        self.anew: list[float] = []
        self.remembering: list[float] = []

    @property
    def times(self) -> float:
        return times_faster(self.anew, self.tables)

    def cells(self) -> list[str]:
        return [
            f"{statistics.median(self.tables) * 1e3:.0f}",
            f"{statistics.median(self.anew) * 1e3:.0f}",
            f"{self.times:.0f}",
            f"{times_faster(self.remembering, self.tables):.0f}",
        ]


def _against(
    candidates: list[Profile],
    profile: Profile,
    library: Library,
    by_tables: Callable[[Assessment], object],
) -> _Compared:
    """One after the other, so that all meet the same machine."""
    tried = random.Random(1).sample(candidates, min(TRIED, len(candidates)))
    share = len(candidates) / len(tried)
    found = _Compared()
    for _ in range(ROUNDS):
        _forget(library)
        assessment = assess(profile, library)
        _forget(library)
        found.tables.append(processor_time(lambda: by_tables(assessment)))  # noqa: B023
        anew = 0.0
        for one in tried:
            _forget(library)
            anew += processor_time(lambda: assess(one, library))  # noqa: B023
        found.anew.append(anew * share)
        again = processor_time(lambda: [assess(one, library) for one in tried])
        found.remembering.append(again * share)
    return found


def _forget(library: Library) -> None:
    library.remembered.clear()
    for tables in library.tables.values():
        for table in tables:
            table.forget()
    for joint in library.joints.values():
        joint.forget()


def _candidates(profile: Profile, facts: Iterable[Fact]) -> Iterator[Profile]:
    """The profile with one answer changed, or one given that was missing."""
    for fact in facts:
        told = profile.answers.get(fact.id)
        before = told[0] if told else Answer(note="None.")
        for answer in _others(fact, before):
            answers = {**profile.answers, fact.id: (answer,)}
            yield profile.model_copy(update={"answers": answers})


def _others(fact: Fact, before: Answer) -> Iterator[Answer]:
    if fact.type == "many":
        told = before.value if isinstance(before.value, dict) else {}
        for member in fact.choices:
            for word in ("yes", "no"):
                if told.get(member) != word:
                    yield Answer(value={**told, member: word})
    elif fact.type in ("yes_no", "choice"):
        values = ("yes", "no") if fact.type == "yes_no" else tuple(fact.choices)
        yield from (Answer(value=value) for value in values if value != before.value)
