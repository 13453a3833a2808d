"""Follow-up: what is overdue, and what would be met if every promise were kept."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from support.actions import ACTIONS, write_actions
from support.invented import a_profile, again
from support.layers import write_layer

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.follow_up import FollowUp, action_key, answers_after, follow_up
from compliance.assessment.minimal_changes import FactChange
from compliance.assessment.plan import Action, plan
from compliance.library.library import Library
from compliance.model.actions import ActionList, TrackedAction, answers_in, key_of
from compliance.model.profiles import Answer

DAY = date(2012, 4, 1)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPLIANCE_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def listed(tmp_path: Path) -> tuple[Assessment, ActionList]:
    library = Library.load([write_layer(tmp_path / "library")])
    path = write_actions(tmp_path / "ours") / "actions" / "ata-2012.yaml"
    found = assess(library.profile("ata-2011-government"), library)
    return found, library.read_actions(path)


@pytest.fixture
def followed(listed: tuple[Assessment, ActionList]) -> FollowUp:
    return follow_up(listed[0], [listed[1]], DAY)


def test_what_is_overdue_is_pending_and_its_day_is_past(followed: FollowUp) -> None:
    assert [one.action for one in followed.overdue] == ["Train border police and judges"]
    assert follow_up(followed.assessment, [], DAY).overdue == ()
    on_the_day = FollowUp(followed.assessment, followed.actions, date(2012, 3, 31))
    assert on_the_day.overdue == ()
    later = FollowUp(followed.assessment, followed.actions, date(2013, 1, 1))
    assert [one.due for one in later.overdue] == [
        date(2012, 3, 31),
        date(2012, 6, 30),
        date(2012, 12, 31),
    ]


def test_promises_are_kept_by_their_days_and_what_is_given_up_is_none(followed: FollowUp) -> None:
    assert [(step.due, [one.action for one in step.actions]) for step in followed.steps] == [
        (date(2011, 12, 31), ["Let visitors in"]),
        (date(2012, 3, 31), ["Train border police and judges"]),
        (date(2012, 6, 30), ["Admit every child to school"]),
        (date(2012, 12, 31), ["Enrol without papers"]),
        (None, ["Write to the Secretary-General"]),
    ]
    changes = [{after.rule.id for _, after in step.changed} for step in followed.steps]
    assert changes == [{"T-1.4"}, {"T-1.3b"}, {"T-1.2"}, {"T-1.2", "T-2.9"}, set()]
    before, after = next(pair for pair in followed.steps[3].changed if pair[1].rule.id == "T-1.2")
    assert (str(before.status), str(after.status)) == ("undetermined", "met")


def test_a_promise_changes_no_answer_and_no_count(listed: tuple[Assessment, ActionList]) -> None:
    found, actions = listed
    before = (found.statuses(), dict(found.answers), found.requirements)
    assert follow_up(found, [actions], DAY).after_all != found.all_findings
    assert (found.statuses(), dict(found.answers), found.requirements) == before


def test_what_is_said_to_be_done_is_held_against_the_account(followed: FollowUp) -> None:
    by_words = {one.action: one for one in followed.actions}
    assert not followed.is_answered(by_words["Let visitors in"])  # the account says no
    assert not followed.is_answered(by_words["Write to the Secretary-General"])
    trained = Answer(value={"doctors": "yes"})
    assert followed.is_answered(TrackedAction(action="x", to={"detention.trained": trained}))
    within = Answer(**{"at least": "20"})
    assert followed.is_answered(TrackedAction(action="x", to={"detention.days": within}))
    above = Answer(**{"at least": "40"})
    assert not followed.is_answered(TrackedAction(action="x", to={"detention.days": above}))


def _is_sure(change: FactChange) -> bool:
    to = change.to
    if to.ranges is not None:
        return all(one.low is not None and one.low == one.high for one in to.ranges)
    return to.values is None or len(to.values) == 1


def as_tracked(action: Action, library: Library, due: date) -> TrackedAction:
    answers = answers_after(action, library.facts)
    assert answers is not None
    return TrackedAction(action="Do it", to=answers, due=due)


@pytest.mark.parametrize("seed", range(12))
def test_what_would_be_met_is_what_an_assessment_of_the_changed_answers_finds(
    seed: int, tmp_path: Path
) -> None:
    library = Library.load([write_layer(tmp_path / "library")])
    chance = random.Random(seed)
    before = assess(a_profile(library, seed), library)
    actions = list(plan(before).actions)
    chance.shuffle(actions)
    chosen: dict[object, Action] = {}
    for action in actions:
        keys = {change.key for change in action.changes}
        if not any(keys & {c.key for c in other.changes} for other in chosen.values()):
            chosen[action_key(action, library.facts)] = action
    if not chosen:
        return
    days = [date(2012, 1 + n, 1) for n in range(len(chosen))]
    tracked = [as_tracked(a, library, d) for a, d in zip(chosen.values(), days, strict=True)]
    followed = FollowUp(before, tuple(tracked), DAY)
    changes: list[FactChange] = []
    for step, action in zip(followed.steps, chosen.values(), strict=True):
        changes += action.changes
        found = again(before, changes, chance)
        for mine, theirs in zip(step.findings, found.all_findings, strict=True):
            assert theirs.outcomes.bits & ~mine.outcomes.bits == 0
            if all(map(_is_sure, changes)):
                assert theirs.outcomes == mine.outcomes


def test_every_proposed_action_has_a_key_that_reads_back(bundled: Library) -> None:
    number = 0
    for profile in bundled.profiles.values():
        for action in plan(assess(profile, bundled)).actions:
            key = action_key(action, bundled.facts)
            answers = answers_in(key)
            assert answers is not None
            assert key_of(answers) == key
            number += 1
    assert number > 10


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"a.b": {"value": "yes"}}, "a.b = yes"),
        ({"b.c": {"at least": "2"}, "a.b": {"not": ["x", "y"]}}, "a.b not x, y & b.c at least 2"),
        ({"a.b": {"value": {"x": "yes", "y": "no"}}}, "a.b[x] = yes & a.b[y] = no"),
        ({"a.b": {"one of": ["x", "y"]}}, "a.b one of x, y"),
        ({"a.b": {"at least": "1", "at most": "2"}}, "a.b at least 1 & a.b at most 2"),
    ],
)
def test_a_key_names_the_answers_in_order(answers: dict[str, dict[str, object]], key: str) -> None:
    given = {fact: Answer(**answer) for fact, answer in answers.items()}
    assert key_of(given) == key
    assert key_of(answers_in(key) or {}) == key
    assert answers_in("no key") is None


def test_confidential_answers_are_left_out_of_what_is_published(tmp_path: Path) -> None:
    library = Library.load([write_layer(tmp_path / "library")])
    actions = library.read_actions(write_actions(tmp_path / "ours") / "actions" / "ata-2012.yaml")
    found = assess(library.profile("ata-2012-ngo"), library)
    public = follow_up(found, [actions], DAY).published()
    assert public.assessment.answers.keys() < found.answers.keys()
    assert "children.school" not in public.assessment.answers
    assert ACTIONS.count("- action:") == len(public.actions)
