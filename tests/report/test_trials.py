"""A reader's trial in a report: decided as the engine decides, and no part of the report."""

import json
import re
from datetime import date

import pytest
from support.browser import opened

from compliance.assessment.assess import assess
from compliance.document.style import outcomes_words
from compliance.export import REPORTS
from compliance.model.profiles import Answer, Profile

TRIED = Answer(value="none")
FACT = "education.entitlement"


def a_profile(**answers: Answer) -> Profile:
    about = {"id": "prt-2012-government", "country": "PRT", "voice": "government"}
    told = {name.replace("__", "."): (answer,) for name, answer in answers.items()}
    return Profile(**about, speaker="Government", as_of=date(2012, 6, 30), answers=told)


def the_page(*assessments) -> str:
    return b"".join(REPORTS["gap_report"].parts(assessments, "html")).decode()


def data_of(page: str) -> dict:
    return json.loads(re.findall(r'id="data">(.*?)</script>', page)[0])


def test_nothing_confidential_is_in_it(bundled):
    hidden = Answer(value="yes", note="Classified", public="no")
    given = Answer(value="every_child")
    page = the_page(
        assess(a_profile(education__entitlement=given, detention__used=hidden), bundled)
    )
    assert "Classified" not in page
    data = data_of(page)
    assert "detention.used" not in data["stated"]
    open_ = [
        mask
        for one, mask in zip(data["partitions"], data["masks"], strict=True)
        if one["fact"] == "detention.used"
    ]
    assert set(open_) == {3}


def test_several_accounts_have_none(bundled):
    profile = a_profile()
    assert 'id="data"' not in the_page(assess(profile, bundled), assess(profile, bundled))


@pytest.fixture(scope="module")
def browser(tmp_path_factory, bundled):
    folder = tmp_path_factory.mktemp("trial")
    found = assess(a_profile(education__entitlement=Answer(value="every_child")), bundled)
    (folder / "r.html").write_text(the_page(found), encoding="utf-8")
    for chromium in opened(folder):
        chromium.open(f"file://{folder}/r.html")
        yield chromium


@pytest.mark.browser
def test_a_trial_is_decided_as_the_engine_does_and_leaves_the_report_alone(browser, bundled):
    before = browser.run("document.querySelector('#content').textContent")
    browser.run(
        f"document.querySelector('.trial').open = true; choose.value = '{FACT}';"
        "choose.dispatchEvent(new Event('change'))"
    )
    browser.run("document.querySelector('.trial [value=none]').click()")
    shown = dict(
        browser.run(
            "changes().map(({finding}) => [finding.rule.id, statusWords(finding.outcomes)])"
        )
    )
    was = assess(a_profile(education__entitlement=Answer(value="every_child")), bundled)
    then = assess(a_profile(education__entitlement=TRIED), bundled)
    assert shown == {
        new.rule.id: outcomes_words(new.outcomes)
        for old, new in zip(was.all_findings, then.all_findings, strict=True)
        if old.outcomes is not new.outcomes
    }
    assert shown
    assert browser.run("document.querySelectorAll('.trial-badge').length") > 0
    browser.look(800, media="print")
    assert browser.run("document.querySelector('.trial').checkVisibility()") is False
    browser.look(800)
    browser.look(390)
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert browser.run("localStorage.length") == 0
    browser.run("reset.click(); document.querySelector('.trial').open = false")
    browser.run("choose.value = ''; choose.dispatchEvent(new Event('change'))")
    assert browser.run("document.querySelector('#content').textContent") == before
    complaints = ("Log.entryAdded", "Runtime.exceptionThrown")
    assert [event for event in browser.events if event["method"] in complaints] == []
