"""The draft of a shadow report: each fact once, both sides, every source, the words counted."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from itertools import cycle, pairwise
from pathlib import Path

import docx
import pytest
from support.command_line import refused, run
from support.golden import approved
from support.layers import with_words
from support.voices import EXAMPLES, account

from compliance.assessment.assess import assess
from compliance.document.html import html
from compliance.document.markdown import markdown
from compliance.document.model import Document, Item, Table, walk, words
from compliance.document.text import plain
from compliance.document.word import word
from compliance.engine.outcomes import Outcome
from compliance.library.library import Library
from compliance.model.profiles import Answer, Evidence, Profile
from compliance.report import shortfalls, submission
from compliance.report.statements import statements
from compliance.report.word_limits import LIMITS

OURS, THEIRS = "zza-2011-civil-society", "zza-2011-government"
LAYER = ("--layer", str(EXAMPLES / "three-voices"))
DOCS = Path(__file__).parents[2] / "docs/drafts.md"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(["bundled", EXAMPLES / "three-voices"])


def draft(library: Library, *names: str) -> Document:
    return submission.document([assess(library.profiles[name], library) for name in names])


def gaps(made: Document) -> list[str]:
    """The paragraphs of what is not met."""
    return [plain(part.text) for part in walk(made) if isinstance(part, Item) and list(part.blocks)]


def test_the_submission_looks_as_approved(library: Library) -> None:
    found = markdown(draft(library, OURS, THEIRS))
    assert found == approved("submission-zza.md", found)


def test_without_another_account_there_is_no_table(library: Library) -> None:
    made = draft(library, "prt-2010-government")
    assert not [part for part in walk(made) if isinstance(part, Table)]
    assert "What both say" not in markdown(made)


@pytest.mark.parametrize("name", [OURS, "prt-2010-government", "qat-2010-government"])
def test_each_fact_is_told_once_and_every_gap_is_cited(library: Library, name: str) -> None:
    assessment = assess(library.profiles[name], library).published()
    told = shortfalls.paragraphs(shortfalls.gaps(assessment), assessment)
    facts = [fact for one in told for fact in (*one.facts, *one.beside)]
    assert len(facts) == len(set(facts))
    text = "\n".join(gaps(draft(library, name)))
    for finding in assessment.counted():
        if any(one.outcomes.is_gap for one in finding.requirements):
            number = finding.rule.provision
            assert number in text, finding.citation


def test_what_is_not_met_comes_before_what_is_partly_met(library: Library) -> None:
    found = shortfalls.gaps(assess(library.profiles["prt-2010-government"], library))
    partly = [one.requirement.outcomes.highest is not Outcome.NOT_MET for one in found]
    assert partly == sorted(partly)
    assert all(one.importance <= other.importance for one, other in pairwise(found))


def detention(name: str, voice: str, **answers: dict[str, object]) -> Profile:
    """An account that answers questions on detention."""
    given = {f"detention.{fact}": Answer.model_validate(told) for fact, told in answers.items()}
    return account(name, voice, given)


JUDGMENT = {"document": "Case 1 (invented)", "place": "para. 74", "said_by": "court"}
WE = detention(
    "we",
    "civil society",
    used={"value": "yes"},
    law_demands={"value": {"listed_ground": "yes", "necessity": "no"}},
    court_review={"value": "no"},
    reasons_given={"value": "no"},
    legal_aid={"value": "no"},
    found_arbitrary={"value": "yes", "evidence": [JUDGMENT]},
    findings_acted_on={"one of": ["some", "none"]},
    limit_in_law={"value": "yes"},
    max_days={"at least": "540"},
    own_facilities={"value": "yes"},
    secured={"value": {"medical_care": "yes", "complaints": "no"}},
    of_children={"value": "never"},
)
THEY = detention(
    "they",
    "government",
    legal_aid={"value": "yes", "note": "On appeal only."},
    max_days={"at most": "540"},
    limit_in_law={"value": "yes", "note": "Since the reform."},
)


def submitted(library: Library, *profiles: Profile) -> Document:
    return submission.document([assess(one, library, topics=["detention"]) for one in profiles])


def test_a_judgment_that_was_found_is_told_with_its_source(library: Library) -> None:
    made = submitted(library, WE)
    [told] = [one for one in gaps(made) if "A/66/253, para. 36 (f)" in one]
    assert "a court or an independent body found that migrants had been arrested" in told
    assert "the law does not demand that detention be necessary in the single case" in told
    assert "Case 1 (invented), para. 74 (said by the court)" in markdown(made)


@pytest.mark.parametrize(
    "profile", [WE, OURS, "prt-2010-government", "qat-2010-government"], ids=["we", *"abc"]
)
def test_every_answer_is_told(library: Library, profile: Profile | str) -> None:
    own = library.profiles[profile] if isinstance(profile, str) else profile
    assessment = assess(own, library).published()
    text = "\n".join(plain(part.text) for part in walk(submission.document([assessment]))
                     if isinstance(part, Item))  # fmt: skip
    for fact, told in assessment.answers.items():
        if told.register or not told.answer.states_something:
            continue
        for sentence in statements(library.facts[fact], told.answer, own.speaker):
            assert text.count(sentence) >= 1, sentence


def test_what_decides_no_paragraph_is_also_reported(library: Library) -> None:
    own = detention("we", "civil society", used={"value": "yes"}, own_facilities={"value": "yes"})
    text = markdown(submitted(library, own))
    told = text.split("## Also reported")[1].split("## ")[0]
    assert "These answers decide none of the paragraphs above." in told
    assert "Migrants are held apart from persons suspected or convicted of crimes." in told


def test_a_paragraph_is_not_begun_with_what_others_depend_on(library: Library) -> None:
    """That the law allows detention is no reason: it is told with what follows from it."""
    assessment = assess(WE, library, topics=["detention"])
    told = shortfalls.paragraphs(shortfalls.gaps(assessment), assessment)
    assert any("detention.used" in one.facts for one in told)
    assert all(one.facts.keys() != {"detention.used"} for one in told)


def test_requirements_of_one_paragraph_are_told_by_their_words(library: Library) -> None:
    [told] = [one for one in gaps(submitted(library, WE)) if "A/66/253, para. 36 (f)" in one]
    clauses = told[told.rindex("(partly met") :]
    assert "4 (a), “put an end to arbitrary arrest and detention”" in clauses


def test_nothing_is_recommended_that_is_so_already(library: Library) -> None:
    recommended = " ".join(gaps_with_recommendations(submitted(library, WE)))
    assert "List the grounds" not in recommended
    assert (
        "Make sure of the following: A court reviews the decision to detain, in every case or "
        "where the detained person asks. Before a migrant is detained, the law demands that "
        "detention be necessary in the single case." in recommended
    )
    assert "Tell every detained migrant the reasons" in recommended
    assert "is at most 180 days." in recommended


def test_what_they_add_to_an_answer_is_told(library: Library) -> None:
    text = markdown(submitted(library, WE, THEY))
    contested = text.split("## What is not met")[0]
    assert "(Note: On appeal only.)" in contested
    assert "*Note:* Since the reform." in text.split("## What both say")[1]


def test_answers_that_differ_and_can_both_be_right_are_shown(library: Library) -> None:
    text = markdown(submitted(library, WE, THEY))
    differ = text.split("## Where the answers differ and both can be right")[1].split("## ")[0]
    assert "at least 540 days" in differ
    assert "at most 540 days" in differ


def test_law_is_told_apart_from_practice(library: Library) -> None:
    first, second, *_ = gaps(draft(library, OURS))
    assert "Law and institutions: Of migrant children, the law entitles only" in first
    assert "Practice and programmes: Schools demand residence papers" in second


def test_nobody_is_told_to_be_responsible(library: Library) -> None:
    text = markdown(draft(library, "qat-2010-government"))
    assert "Recommendation:" in text
    assert "Responsible:" not in text


def withheld(library: Library, name: str) -> Profile:
    """An account of ZZA whose answer on papers at school is confidential."""
    profile, fact = library.profiles[name], "education.enrolment_needs_residence_papers"
    [answer] = profile.answers[fact]
    hidden = (answer.model_copy(update={"public": False}),)
    return profile.model_copy(update={"answers": {**profile.answers, fact: hidden}})


@pytest.mark.parametrize("whose", [OURS, THEIRS])
def test_confidential_answers_are_in_no_part_of_it(library: Library, whose: str) -> None:
    accounts = [
        withheld(library, name) if name == whose else library.profiles[name]
        for name in (OURS, THEIRS)
    ]
    made = submission.document([assess(one, library) for one in accounts])
    contested = markdown(made).split("## What is not met")[0]
    assert "demand residence papers" in markdown(draft(library, OURS, THEIRS))
    assert "demand residence papers" not in contested
    if whose == OURS:
        assert "Eleven of fifteen schools asked for papers" not in markdown(made)


def test_a_confidential_source_is_on_file(library: Library) -> None:
    profile = library.profiles[OURS]
    secret = Evidence(document="Interview 9", quote="They ask.", said_by="press", public=False)
    name = "education.enrolment_needs_residence_papers"
    [answer] = profile.answers[name]
    hidden = answer.model_copy(update={"evidence": (secret,)})
    own = profile.model_copy(update={"answers": {**profile.answers, name: (hidden,)}})
    text = markdown(submission.document([assess(own, library)]))
    assert "On file with the authors (said by the press)" in text
    assert "Interview 9" not in text
    assert "They ask" not in text


def test_the_five_that_could_decide_most_are_asked(library: Library) -> None:
    text = markdown(draft(library, OURS)).split("## What could not be found out")[1]
    asked = text.split("## Annex")[0]
    assert len(re.findall(r"^- ", asked, re.MULTILINE)) == 5
    assert "Nothing follows from this for or against the State." in asked


def test_the_annex_and_the_cover_are_not_counted(library: Library) -> None:
    made = draft(library, OURS, THEIRS)
    without = replace(made, facts=(), title="A", subtitle="")
    assert words(made) == words(without) < words(made, annexes=True) + 1
    assert words(made) == sum(words([block]) for block in made.blocks)


def test_the_limits_are_those_of_the_united_nations() -> None:
    assert {name: limit.words for name, limit in LIMITS.items()} == {
        "upr-stakeholder": 2815,
        "upr-joint": 5630,
        "upr-national": 10700,
        "treaty-body-initial": 31800,
        "treaty-body-periodic": 21200,
    }
    page = DOCS.read_text("utf-8")
    for name, limit in LIMITS.items():
        assert f"| `{name}` | {limit.text} | {limit.words} | {limit.source} |" in page


def test_what_to_cut_is_said(library: Library) -> None:
    made = draft(library, OURS, THEIRS)
    told = run("draft", "submission", OURS, "--against", THEIRS, "--max-words", "500", *LAYER)
    first, longest, *_ = told.stderr.splitlines()
    many = words(made)
    assert told.exit_code == 0
    assert first == (
        f"{many} words without cover and annex; the limit is 500: {many - 500} too many. "
        "The longest paragraphs:"
    )
    number, name = submission.longest_paragraphs(made)[0]
    assert longest == f"  {number} words: {name}"
    assert re.match(r"\d+\. ", name)
    assert number == max(len(one.split()) for one in gaps_with_recommendations(made))


def gaps_with_recommendations(made: Document) -> list[str]:
    found = [part for part in walk(made) if isinstance(part, Item) and list(part.blocks)]
    return [
        " ".join([plain(one.text), *(plain(block.text) for block in one.blocks)]) for one in found
    ]


def test_what_is_left_is_said() -> None:
    told = run("draft", "submission", OURS, "--limit", "upr-stakeholder", *LAYER).stderr
    many = int(re.findall(r"^(\d+) words", told)[0])
    assert told == (
        f"{many} words without cover and annex; the limit is 2815: {2815 - many} are left.\n"
    )


def test_the_command_of_the_page_writes_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(EXAMPLES)
    page = DOCS.read_text("utf-8")
    [command] = re.findall(r"^compliance (draft submission .+)$", page, re.MULTILINE)
    result = run(*shlex.split(command))
    assert result.exit_code == 0
    assert "Where the accounts differ" in result.stdout
    headings = [p.text for p in docx.Document("submission.docx").paragraphs]
    assert "Annex: sources" in headings


def test_the_word_file_is_the_same_each_time(library: Library) -> None:
    assert word(draft(library, OURS, THEIRS)) == word(draft(library, OURS, THEIRS))


def test_hostile_words_stay_words(library: Library) -> None:
    bad = ["<script>alert(1)</script>", "\x1b[2J", "[x](javascript:x)", "=1+1", "# h", "\u202e"]
    hostile = with_words(library, cycle(bad))
    made = submission.document([assess(hostile.profiles[one], hostile) for one in (OURS, THEIRS)])
    assert "<script>alert" not in html(made)
    text = markdown(made)
    assert "<script>" not in text
    assert "\x1b" not in text
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    assert word(made)


def test_of_several_accounts_one_must_be_named_and_all_faults_are_told() -> None:
    told = refused("draft", "submission", "ZZA", "--against", "ZZA", *LAYER)
    assert told.count("hint: name one of them: zza-2009-government") == 2
    both = refused("draft", "submission", OURS, "--max-words", "5", "--limit", "upr-joint", *LAYER)
    assert "--limit: --max-words and --limit are two limits" in both


def test_another_country_is_refused() -> None:
    told = refused("draft", "submission", OURS, "--against", "esp-2010-government", *LAYER)
    assert "these are accounts of different countries" in told
