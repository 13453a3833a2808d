"""A reader's trial in a report: decided as the engine decides, and no part of the report."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from support.browser import axe, opened, press

from compliance.assessment.assess import assess
from compliance.document.style import outcomes_words
from compliance.export import REPORTS
from compliance.library.languages import speaking
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


def the_account() -> Profile:
    return a_profile(education__entitlement=Answer(value="every_child"))


def written(folder: Path, page: str) -> str:
    """The address of a page."""
    (folder / "r.html").write_text(page, encoding="utf-8")
    return f"file://{folder}/r.html"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    yield from opened(tmp_path_factory.mktemp("browser"))


@pytest.fixture
def browser(chromium, tmp_path, bundled):
    chromium.look(1000)
    chromium.open(written(tmp_path, the_page(assess(the_account(), bundled))))
    return chromium


@pytest.fixture
def spanish(chromium, tmp_path, bundled):
    """The report in Spanish, on a telephone."""
    chromium.look(390)
    found = assess(the_account(), bundled.in_language("es"))
    chromium.open(written(tmp_path, the_page(found)))
    return chromium


def complaints(browser) -> list:
    told = ("Log.entryAdded", "Runtime.exceptionThrown")
    return [event for event in browser.events if event["method"] in told]


def choose(browser, fact: str) -> None:
    topic = fact.partition(".")[0]
    browser.run(
        f"document.querySelector('.trial').open = true; topics.value = '{topic}';"
        f"topics.dispatchEvent(new Event('change')); choose.value = '{fact}';"
        "choose.dispatchEvent(new Event('change'))"
    )


def trial_shown(browser) -> dict[str, str]:
    found = "changes().map(({finding}) => [finding.rule.id, statusWords(finding.outcomes)])"
    return dict(browser.run(found))


def what_follows(library) -> dict[str, str]:
    """The results that differ if the answer that is tried is right, as the engine decides."""
    was = assess(the_account(), library)
    then = assess(a_profile(education__entitlement=TRIED), library)
    with speaking(library.language):
        return {
            new.rule.id: outcomes_words(new.outcomes)
            for old, new in zip(was.all_findings, then.all_findings, strict=True)
            if old.outcomes is not new.outcomes
        }


@pytest.mark.browser
def test_a_trial_is_decided_as_the_engine_does_and_leaves_the_report_alone(browser, bundled):
    before = browser.run("document.querySelector('#content').textContent")
    choose(browser, FACT)
    browser.run("document.querySelector('.trial [value=none]').click()")
    assert trial_shown(browser) == what_follows(bundled) != {}
    assert browser.run("document.querySelectorAll('.trial-badge').length") > 0
    browser.look(800, media="print")
    assert browser.run("document.querySelector('.trial').checkVisibility()") is False
    browser.look(800)
    browser.look(390)
    assert browser.run("document.documentElement.scrollWidth <= innerWidth")
    assert browser.run("localStorage.length") == 0
    browser.run("reset.click(); document.querySelector('.trial').open = false")
    browser.run("topics.selectedIndex = 0; topics.dispatchEvent(new Event('change'))")
    assert browser.run("document.querySelector('#content').textContent") == before
    assert complaints(browser) == []


def focused(browser, selector: str) -> bool:
    return browser.run(f"document.activeElement.matches({selector!r})")


@pytest.mark.browser
def test_a_trial_in_spanish_with_a_keyboard_only_on_a_narrow_page(spanish, bundled):
    for _ in range(40):
        press(spanish, "Tab")
        if focused(spanish, ".trial > summary"):
            break
    assert spanish.run("document.activeElement.textContent") == "Pruebe una respuesta"
    press(spanish, "Enter")
    press(spanish, "Tab")
    assert focused(spanish, "select")
    for _ in bundled.topics:
        if spanish.run("topics.value") == "education":
            break
        press(spanish, "ArrowDown")
    press(spanish, "Tab")
    for _ in bundled.facts:
        press(spanish, "ArrowDown")
        if spanish.run("choose.value") == FACT:
            break
    question = spanish.run("choose.selectedOptions[0].textContent")
    assert question.startswith("¿A qué niños migrantes da derecho la ley")
    press(spanish, "Tab", 2)  # how sure, then the choices: none is chosen
    assert focused(spanish, "[type=radio]")
    press(spanish, "ArrowUp")
    assert spanish.run("document.activeElement.value") == TRIED.value
    assert trial_shown(spanish) == what_follows(bundled.in_language("es")) != {}
    told = spanish.run("document.querySelector('.trial [role=status]').textContent")
    assert "en su prueba cumplido como máximo en parte" in told
    assert re.match(r"Cambiarían \d+ resultados", told)
    assert spanish.run("document.documentElement.scrollWidth <= innerWidth")
    assert complaints(spanish) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_trial(spanish, width, scheme):
    spanish.look(width, scheme=scheme)
    for one, value in ((FACT, "none"), ("detention.used", "yes")):
        choose(spanish, one)
        spanish.run(f"document.querySelector('.trial [value={value}]').click()")
    spanish.run(
        "for (const one of [...document.querySelectorAll('tr.more')].slice(4)) one.remove()"
    )
    spanish.run("document.querySelectorAll('details').forEach(one => one.open = true)")
    spanish.run("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    assert axe(spanish) == []
    assert spanish.run("document.documentElement.scrollWidth <= innerWidth")


FAILED = "document.getElementById('failed').checkVisibility()"


@pytest.mark.browser
def test_a_page_that_cannot_start_says_so(chromium, tmp_path, bundled):
    page = the_page(assess(the_account(), bundled.in_language("es")))
    chromium.open(written(tmp_path, page))
    assert chromium.run(FAILED) is False
    for damaged in (page.replace('id="data">{', 'id="data">'), page.replace('"masks":', '"m":')):
        assert damaged != page
        chromium.open(written(tmp_path, damaged))
        assert chromium.run(FAILED) is True
        told = chromium.run("document.getElementById('failed').textContent")
        assert told.startswith("Los filtros y las pruebas no funcionan aquí")
        assert chromium.run("document.querySelectorAll('[data-result]').length") > 100


@pytest.mark.browser
def test_a_page_without_javascript_says_what_is_not_there(chromium, tmp_path, bundled):
    chromium.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        chromium.open(written(tmp_path, the_page(assess(the_account(), bundled))))
        root = chromium.call("DOM.getDocument", depth=0)["root"]["nodeId"]
        node = chromium.call("DOM.querySelector", nodeId=root, selector="noscript p")["nodeId"]
        told = chromium.call("DOM.getOuterHTML", nodeId=node)["outerHTML"]
        assert "Without JavaScript there are no filters" in told
    finally:
        chromium.call("Emulation.setScriptExecutionDisabled", value=False)
