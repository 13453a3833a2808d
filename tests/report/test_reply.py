"""The draft of a reply: what the account says and its sources, no status, nothing confidential."""

from __future__ import annotations

import io
import re
import shlex
from dataclasses import replace
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import docx
import pytest
from support.command_line import refused, run
from support.golden import approved
from support.layers import with_words
from support.voices import EXAMPLES

from compliance.assessment.assess import Assessment, assess
from compliance.document.html import html
from compliance.document.markdown import markdown
from compliance.document.model import Comment, Paragraph, walk
from compliance.document.text import plain
from compliance.document.word import word
from compliance.library.library import Library
from compliance.model.profiles import Answer
from compliance.report import reply

ZZA = "zza-2011-government"
LAYER = ("--layer", str(EXAMPLES / "three-voices"))
DOCS = Path(__file__).parents[2] / "docs/drafts.md"


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(["bundled", EXAMPLES / "three-voices"])


def government(library: Library, name: str = ZZA, **options: Any) -> Assessment:
    return assess(library.profiles[name], library, **options)


def answering(library: Library, **answers: Answer) -> Assessment:
    """The government's account of ZZA with other answers on education and detention."""
    profile = library.profiles[ZZA]
    told = {name.replace("__", "."): (answer,) for name, answer in answers.items()}
    own = profile.model_copy(update={"answers": {**profile.answers, **told}})
    return assess(own, library, topics=["education", "detention"])


def comments(assessment: Assessment) -> list[str]:
    found: list[Comment] = []
    for part in walk(reply.document(assessment)):
        if isinstance(part, Paragraph):
            found += part.comments
    return [comment.text for comment in found]


@pytest.mark.parametrize(
    ("name", "golden"), [(ZZA, "reply-zza.md"), ("esp-2010-government", "reply-spain.md")]
)
def test_the_reply_looks_as_approved(library: Library, name: str, golden: str) -> None:
    found = markdown(reply.document(government(library, name, rulebooks=["A-RES-65-212"])))
    assert found == approved(golden, found)


def test_no_status_of_ours_is_in_it(library: Library) -> None:
    for name in (ZZA, "esp-2010-government", "ecu-2011-government", "qat-2010-government"):
        text = plain_text(government(library, name))
        said = re.sub(r"“[^”]*”|^Para\. .*$", "", text, flags=re.MULTILINE)
        assert not re.search(r"\b(not met|partly met|is met|compl(y|ies)|fulfil)\b", said), name
        assert not re.search("[○◐●]", said)


def plain_text(assessment: Assessment) -> str:
    parts = walk(reply.document(assessment))
    found = [part for part in parts if isinstance(part, Paragraph) and part.kind != "note"]
    return "\n".join(plain(paragraph.text) for paragraph in found)


def test_every_quotation_is_the_accounts(library: Library) -> None:
    assessment = government(library, "esp-2010-government", rulebooks=["A-RES-65-212"])
    texts = {e.quote for d in assessment.profile.answers.values() for a in d for e in a.evidence}
    texts |= {finding.rule.text for finding in assessment.all_findings}
    quoted = re.findall(r"“([^“”]*)”", plain_text(assessment))
    assert len(quoted) > 40
    assert set(quoted) <= texts


def test_a_confidential_answer_is_an_open_question(library: Library) -> None:
    assessment = government(library)
    text = markdown(reply.document(assessment))
    assert "Schools need not tell" not in text
    assert "the instruction to schools is still a draft" not in text
    question = "Must schools tell immigration authorities of pupils or parents"
    assert any(question in one for one in comments(assessment))


def test_each_open_question_is_asked_once_and_all_are(library: Library) -> None:
    assessment = government(library)
    asked = [one for one in comments(assessment) if one.startswith("Open question: ")]
    questions = {
        fact
        for finding in assessment.published().all_findings
        if str(finding.status) != "not applicable"
        for fact in finding.missing
    }
    assert len(asked) == len(set(asked)) == len(questions)


def test_a_note_without_an_answer_goes_to_its_question(library: Library) -> None:
    [told] = [one for one in comments(government(library)) if "reasons in a language" in one]
    assert "The ministry of the interior has not answered yet." in told
    assert told.endswith("Responsible: Ministry of the interior (invented).")


def test_what_holds_from_a_later_day_is_in_preparation(library: Library) -> None:
    later = Answer(value="no", since=date(2012, 5, 1), note="Bill 7.")
    assessment = answering(library, education__enrolment_needs_residence_papers=later)
    text = plain_text(assessment)
    assert "In preparation: from 1 May 2012: Schools do not demand residence papers" in text
    assert text.count("Schools do not demand residence papers") == text.count("In preparation")
    assert "Note in the account: Bill 7." in comments(assessment)


def test_a_sentence_without_a_source_says_so_to_those_who_draft(library: Library) -> None:
    assert "The account names no source for this. Name one." in comments(government(library))


def test_a_register_is_not_the_governments_word(library: Library) -> None:
    assessment = government(library, "esp-2010-government", rulebooks=["A-RES-65-212"])
    text = plain_text(assessment)
    assert "The list States parties to the International Convention" in text
    assert any("The account does not say this itself" in one for one in comments(assessment))


def test_what_does_not_apply_is_left_out(library: Library) -> None:
    assessment = government(library)
    off = {f.rule.id for f in assessment.all_findings if str(f.status) == "not applicable"}
    anchors = reply.document(assessment).anchors
    assert off
    assert not off & anchors


def test_hostile_words_stay_words(library: Library) -> None:
    bad = ["<script>alert(1)</script>", "\x1b[2J", "[x](javascript:x)", "=1+1", "# h", "\u202e"]
    hostile = with_words(library, cycle(bad))
    made = reply.document(assess(hostile.profiles[ZZA], hostile))
    assert "<script>alert" not in html(made)
    text = markdown(made)
    assert "<script>" not in text
    assert "\x1b" not in text
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    assert word(made)


def test_the_word_file_has_comments_and_is_the_same_each_time(library: Library) -> None:
    assessment = government(library, "esp-2010-government", topics=["education"])
    made = word(reply.document(assessment))
    assert made == word(reply.document(replace(assessment)))
    found = docx.Document(io.BytesIO(made))
    told = ["\n".join(p.text for p in one.paragraphs) for one in found.comments]
    assert told == comments(assessment)
    assert {one.author for one in found.comments} == {"Draft"}


def test_the_command_of_the_page_writes_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [command] = re.findall(r"^compliance (draft reply .+)$", DOCS.read_text("utf-8"), re.MULTILINE)
    result = run(*shlex.split(command))
    assert (result.exit_code, result.stderr) == (0, "Wrote reply.docx\n")
    assert "Calls upon States to promote" in result.stdout
    assert docx.Document("reply.docx").paragraphs[0].text.startswith("Spain: draft reply")


def test_of_several_accounts_one_must_be_named() -> None:
    assert refused("draft", "reply", "ZZA", *LAYER) == (
        "`ZZA` has several accounts of its Government\n"
        "  hint: name one of them: zza-2009-government, zza-2010-government, zza-2011-government\n"
        "1 problem\n"
    )


def test_a_reply_is_a_governments() -> None:
    told = refused("draft", "reply", "zza-2011-civil-society", *LAYER)
    assert "`zza-2011-civil-society` is no account of a Government, and a reply is" in told
