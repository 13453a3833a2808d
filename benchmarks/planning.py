"""Plans and questions from the tables, and by assessing again for every candidate."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator

from sample import profiles

from compliance import Library, assess
from compliance.assessment.assess import Assessment
from compliance.assessment.plan import plan
from compliance.assessment.questions import questions
from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import Fact

ROUNDS = 9
TRIED = 100


def planning(library: Library) -> list[str]:
    """The section of the page, for one country of which half is answered."""
    [profile] = profiles(dict(library.facts), 1, 0.5, 65212)
    assessment = assess(profile, library)
    facts = [fact for fact in library.facts.values() if fact.changeable and not fact.context]
    changes = list(_candidates(profile, facts))
    open_ = [library.facts[name] for name in assessment.open_questions()]
    answers = list(_candidates(profile, open_))
    by_change, by_plan, plans = _in_turn(changes, library, lambda: plan(_anew(assessment)))
    by_answer, by_ask, asks = _in_turn(
        answers, library, lambda: [one.consequences for one in questions(_anew(assessment))]
    )
    return [
        "",
        "## Planning and asking",
        "",
        (
            f"One profile of which half is answered: {len(plan(assessment).actions)} measures, "
            f"{len(open_)} open questions. Beside it, assessing again: for a plan with each single "
            f"change of a changeable fact ({len(changes)}), though that finds none that only work "
            f"together; for questions with each answer to those that are open ({len(answers)}). "
            "An answer about one of many members counts by itself; `ask` also goes through answers "
            "about all of them, and finds out which questions are open. Timed on "
            f"{TRIED} at random, in turn with the tables; medians. Assessing again is helped by "
            "what the library remembers; tables begin with nothing remembered. "
            "Wanted: 20 times, and under a second."
        ),
        "",
        "| | ms | times faster |",
        "|---|---|---|",
        f"| assessing again for every single change | {by_change * 1e3:.0f} | 1 |",
        f"| `plan`, from the tables | {by_plan * 1e3:.0f} | {plans:.0f} |",
        f"| assessing again for every answer | {by_answer * 1e3:.0f} | 1 |",
        f"| `ask`, from the tables | {by_ask * 1e3:.0f} | {asks:.0f} |",
    ]


def _in_turn(
    candidates: list[Profile], library: Library, by_tables: Callable[[], object]
) -> tuple[float, float, float]:
    """Seconds of assessing all the candidates, by some of them, and of the tables; the ratio.

    One after the other, so that both meet the same machine; nothing is kept of an assessment.
    """
    tried = random.Random(1).sample(candidates, min(TRIED, len(candidates)))

    def again() -> None:
        for one in tried:
            assess(one, library)

    share = len(candidates) / len(tried)
    turns = [(_timed(again) * share, _timed(by_tables)) for _ in range(ROUNDS)]
    seconds, tables = map(statistics.median, zip(*turns, strict=True))
    return seconds, tables, statistics.median(one / other for one, other in turns)


def _anew(assessment: Assessment) -> Assessment:
    """The same, with nothing remembered."""
    for tables in assessment.library.tables.values():
        for table in tables:
            table.forget()
    for joint in assessment.library.joints.values():
        joint.forget()
    return assessment


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


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
