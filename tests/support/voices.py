"""Accounts to hold against each other: random ones about the small library, and the example's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from compliance.model.profiles import Answer, Evidence, Profile

EXAMPLES = Path(__file__).parents[2] / "examples"
VOICES = ("government", "civil society", "treaty body")
SAID: dict[str, tuple[dict[str, Any], ...]] = {
    "treaties.x": (
        {"value": "party"},
        {"value": "none"},
        {"one of": ["party", "signatory"]},
        {"not": ["party"]},
    ),
    "detention.limited": ({"value": "yes"}, {"value": "no"}),
    "detention.days": ({"value": "20"}, {"value": "40"}, {"at least": "31"}, {"at most": "30"}),
    "detention.trained": (
        {"value": {"border_police": "yes"}},
        {"value": {"others": "no"}},
        {"value": {"judges": "no", "border_police": "yes"}},
    ),
    "children.school": ({"value": "every_child"}, {"value": "residents"}, {"not": ["none"]}),
    "children.papers": ({"value": "yes"}, {"value": "no"}),
    "detention.has_camps": ({"value": "yes"}, {"value": "no"}),
    "detention.visited": ({"value": "yes"}, {"value": "no"}),
}
"""What may be answered in the library of tests."""


def account(name: str, voice: str, answers: dict[str, Answer], country: str = "ZZZ") -> Profile:
    told = {"country": country, "speaker": name.upper(), "as_of": "2011-07-14"}
    dated = {fact: (answer,) for fact, answer in answers.items()}
    return Profile.model_validate({"id": name, "voice": voice, **told, "answers": dated})


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Answer]:
    found = {}
    for fact, forms in SAID.items():
        form = draw(st.none() | st.sampled_from(forms))
        if form:
            who = draw(st.lists(st.sampled_from(VOICES), max_size=2))
            shown = tuple(Evidence(document="D", said_by=one) for one in who)
            found[fact] = Answer(**form, evidence=shown)
    return found


@st.composite
def accounts(draw: st.DrawFn, least: int = 2, most: int = 3) -> list[Profile]:
    """Accounts of one country, each by a voice of its own."""
    number = draw(st.integers(least, most))
    return [account(f"v{n}", VOICES[n], draw(answers())) for n in range(number)]
