"""An account that answers a question which, by its own other answers, does not arise."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from support.command_line import run
from support.layers import FILES, load_layer
from support.voices import account

from compliance.assessment.assess import assess
from compliance.assessment.basis import Basis
from compliance.library.library import Library
from compliance.model.profiles import Answer, Profile

DAYS, LIMITED = "detention.days", "detention.limited"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("contradictions"))


def told(profile: Profile, library: Library) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.fact.id, one.because) for one in assess(profile, library).contradictions]


def said(limited: Answer, days: Answer, name: str = "v0") -> Profile:
    return account(name, "government", {LIMITED: limited, DAYS: days})


def test_no_limit_in_law_and_180_days(library: Library) -> None:
    profile = said(Answer(value="no"), Answer(value="180"))
    [found] = assess(profile, library).contradictions
    assert (found.account, found.fact.id, found.because) == (profile, DAYS, (LIMITED,))
    assert found.answer.value == "180"


@pytest.mark.parametrize(
    ("limited", "days"),
    [
        (Answer(value="yes"), Answer(value="180")),
        (Answer(note="Asked."), Answer(value="180")),
        (Answer(value="no"), Answer(note="Nothing is said of it.")),
        (Answer(value="no", until="2010-12-31", since="2001-01-01"), Answer(value="180")),
        (Answer(value="no"), Answer(value="180", since="2001-01-01", until="2010-12-31")),
    ],
)
def test_what_contradicts_nothing(library: Library, limited: Answer, days: Answer) -> None:
    assert told(said(limited, days), library) == []


def test_it_is_that_of_the_day(library: Library) -> None:
    limited = Answer(value="no", since="2001-01-01", until="2010-12-31")
    profile = said(limited, Answer(value="180", since="2001-01-01"))
    assert assess(profile, library).contradictions == ()
    earlier = assess(profile, library, as_of=date(2009, 1, 1))
    assert [one.fact.id for one in earlier.contradictions] == [DAYS]


def test_several_accounts_together_contradict_each_other_and_not_themselves(
    library: Library,
) -> None:
    one = account("v0", "government", {LIMITED: Answer(value="no")})
    other = account("v1", "civil society", {DAYS: Answer(value="180")})
    assert assess(Basis.together([one, other]), library).contradictions == ()
    both = said(Answer(value="no"), Answer(value="180"), "v2")
    [found] = assess(Basis.together([one, other, both]), library).contradictions
    assert found.account is both


def test_only_what_the_rules_looked_at_read_is_told(library: Library) -> None:
    profile = said(Answer(value="no"), Answer(value="180"))
    assert assess(profile, library, topics=["children"]).contradictions == ()
    assert assess(profile, library, topics=["detention"]).contradictions


def test_a_confidential_answer_contradicts_nothing_in_public(library: Library) -> None:
    profile = said(Answer(value="no", public="no"), Answer(value="180"))
    assessment = assess(profile, library)
    assert assessment.contradictions
    assert assessment.published().contradictions == ()


@pytest.mark.usefixtures("ours")
def test_such_an_account_is_assessed_all_the_same() -> None:
    text = (
        f"country: ZZZ\nvoice: government\nspeaker: S\nas_of: 2011-07-14\nanswers:\n  {LIMITED}: "
    )
    Path("mine.yaml").write_text(f"{text}{{value: no}}\n  {DAYS}: {{value: 180}}\n")
    assert run("assess", "mine.yaml").exit_code == 0
    assert run("check", "mine.yaml").exit_code == 2


def test_a_condition_of_too_many_facts_is_refused(ours: Path) -> None:
    """As a check of too many facts is."""
    facts = [f"detention.f{n}" for n in range(11)]
    folder = Path("layer/rules/facts")
    folder.mkdir(parents=True)
    asked = "".join(
        f"- {{id: {name}, question: Q?, type: yes_no, evidence: E}}\n" for name in facts
    )
    given = " or ".join(facts)
    text = f"- {{id: detention.g, question: Q?, type: yes_no, evidence: E, given: {given}}}\n"
    own = Path(ours, "rules/facts/detention.yaml").read_text()
    Path(folder, "detention.yaml").write_text(own + asked + text)
    said = run("check", "layer/rules/facts/detention.yaml").stderr
    assert "`given` has 2048 combinations; 1024 are allowed" in said
    assert "rules/facts/detention.yaml" in FILES


@pytest.mark.usefixtures("ours")
def test_it_is_said_in_every_form_of_the_report() -> None:
    Path("mine.yaml").write_text(
        "country: ZZZ\nvoice: government\nspeaker: S\nas_of: 2011-07-14\nanswers:\n"
        f"  {LIMITED}: {{value: no}}\n  {DAYS}: {{value: 180}}\n"
    )
    said = "180 days. This question does not arise by another answer: Does the law limit"
    for name in ("a.md", "a.html", "a.docx", "a.xlsx", "a.json"):
        assert run("assess", "mine.yaml", "-o", name).exit_code == 0
    told = {
        "screen": run("assess", "mine.yaml").stdout,
        "md": Path("a.md").read_text(encoding="utf-8").replace("**", ""),
        "html": re.sub("<[^>]*>", "", Path("a.html").read_text(encoding="utf-8")),
        "docx": "\n".join(paragraph.text for paragraph in Document("a.docx").paragraphs),
        "xlsx": "\n".join(str(row[0].value) for row in load_workbook("a.xlsx")["Summary"]),
        "explain": run("explain", "T-1.3a", "mine.yaml").stdout,
    }
    for form, text in told.items():
        assert said in " ".join(text.split()), form
    [assessment] = json.loads(Path("a.json").read_text(encoding="utf-8"))["assessments"]
    assert assessment["contradictions"] == [{"profile": "mine", "fact": DAYS, "because": [LIMITED]}]
