"""The page that is filled in: as a file, and driven in a real browser as people do."""

import base64
import hashlib
import json
import re
import time
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from browser.test_decisions import an_account, normal
from support.browser import axe, opened, press, result_of

from compliance.assessment.assess import assess
from compliance.browser.tables import as_json
from compliance.document.style import STATUS_WORDS, outcomes_words
from compliance.engine.outcomes import NOT_APPLICABLE, Outcomes, Status
from compliance.interface import page as strings
from compliance.library.library import Scope
from compliance.library.profile_editor import as_data
from compliance.model.profiles import Answer, Evidence, Profile
from compliance.report.gap_report import counts_of
from compliance.report.wording import short_citation
from compliance.workbook.questionnaire.order import Order, asked_in
from compliance.workbook.questionnaire.page import render
from compliance.workbook.questionnaire.words import words_of

COUNTRY = "PRT"
GATE, GATED = "detention.limit_in_law", "detention.max_days"


def a_page(library, *, profile=None, scope=None, country=COUNTRY, **more) -> str:
    order = Order(country, scope or Scope(), profile=profile, **more)
    (asked,) = asked_in(order, library, Path("q.html")).values()
    return render(asked, library).decode()


def a_profile(**answers) -> Profile:
    about = {"id": "prt-2012-government", "country": COUNTRY, "voice": "government"}
    told = {name.replace("__", "."): (Answer(**one),) for name, one in answers.items()}
    return Profile(**about, speaker="Government", as_of=date(2012, 6, 30), answers=told)


def test_nothing_is_loaded_and_only_our_own_script_runs(bundled):
    page = a_page(bundled)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    rules = dict(rule.split(" ", 1) for rule in policy.replace("&#39;", "'").split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        found = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()) for one in found]
        assert rules[rule] == " ".join(f"'sha256-{digest.decode()}'" for digest in digests)
    assert not re.search(r"<[^>]* (?:src|srcset|style|action|on\w+)=", page.split("<script>")[0])
    assert len(page) < 700_000


def test_hostile_words_stay_words():
    text = "</script><script>alert(1)</script><!-- \u2028 &"
    written = as_json({"a": text})
    assert not set("<\u2028") & set(written)
    assert json.loads(written) == {"a": text}


def test_nothing_confidential_is_in_a_page_that_is_handed_on(bundled):
    source = {"document": "Classified Memo 7", "said_by": "government", "public": "no"}
    profile = a_profile(
        education__entitlement={"value": "none", "note": "Classified note", "public": "no"},
        detention__used={"value": "yes", "evidence": [Evidence(**source)]},
    )
    page = a_page(bundled, profile=profile)
    assert "Classified" not in page
    assert strings.QUESTIONNAIRE["prefilled"].split(". ")[-1] in page
    (data,) = re.findall(r'id="data">(.*?)</script>', page)
    answers = json.loads(data)["account"]["answers"]
    assert list(answers) == ["detention.used"]
    assert answers["detention.used"][0]["evidence"][0]["document"] == "on file with the speaker"


def test_a_page_of_one_topic_has_all_that_its_scripts_look_up(bundled):
    for topic in ("education", "treaties", "labour"):
        page = a_page(bundled, scope=Scope(topics=(topic,)), country="ECU")
        (text,) = re.findall(r'id="data">(.*?)</script>', page)
        data = json.loads(text)
        assert {told["fact"] for told in data["registers"]} <= set(data["facts"])
        assert set(data["order"]) <= set(data["facts"])


def test_every_sentence_is_there_and_every_one_is_used():
    """A language is a table of the same ids: what no program asks for has no place in it."""
    programs = "".join(
        path.read_text("utf-8")
        for package in ("compliance.browser", "compliance.workbook.questionnaire.page")
        for path in resources.files(package).iterdir()
        if path.name.endswith((".js", ".j2"))
    )
    programs += (
        resources.files("compliance.workbook.questionnaire.page")
        .joinpath("__init__.py")
        .read_text("utf-8")
    )
    said = {*strings.FORM, *strings.QUESTIONNAIRE, *strings.TRIAL}
    ids = {name.removesuffix(".one").removesuffix(".other") for name in said}
    assert set(re.findall(r'\bsay\("(\w+)"', programs)) <= ids
    assert set(re.findall(r"\bsay\.(\w+) \}\}", programs)) <= ids
    errors = set(re.findall(r'AnswerError\("(\w+)"', programs))
    assert errors <= set(strings.FORM)
    made = re.compile("sure_.*|.*_note|trial_.*")
    unused = {one for one in ids if f'"{one}"' not in programs and f"say.{one} " not in programs}
    assert {one for one in unused if not made.fullmatch(one)} <= {"yes", "no"}
    for name in said:
        if name.endswith(".one"):
            assert name.replace(".one", ".other") in said


@pytest.fixture(scope="module")
def browser(tmp_path_factory, bundled):
    folder = tmp_path_factory.mktemp("page")
    (folder / "q.html").write_text(a_page(bundled), encoding="utf-8")
    for chromium in opened(folder):
        chromium.address = f"file://{folder}/q.html"
        chromium.downloads = folder / "downloads"
        behaviour = {"behavior": "allow", "downloadPath": str(chromium.downloads)}
        chromium.call("Page.setDownloadBehavior", **behaviour)
        yield chromium


@pytest.fixture
def page(browser):
    """A page in which nobody has written yet."""
    browser.look(1280)
    browser.open(browser.address)
    browser.run("localStorage.clear()")
    browser.open(browser.address)
    yield browser
    told = [
        e for e in browser.events if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")
    ]
    browser.run("setUnsaved(false)")
    assert told == []


def settle(page) -> None:
    page.run("new Promise(done => setTimeout(done, 300))")


def words_typed(page, words: str) -> None:
    page.call("Input.insertText", text=words)


def loaded(page, account: dict) -> None:
    """The account, opened as its file is."""
    result_of(page, "(text) => { globalThis.text = text }", json.dumps(account))
    page.run("open(new File([text], 'x.yaml'))")
    settle(page)


def saved(page, button: str = "save") -> Path:
    """The file that a button saves."""
    before = set(page.downloads.glob("*.yaml")) if page.downloads.exists() else set()
    for path in before:
        path.unlink()
    page.run(f"document.getElementById('{button}').click()")
    for _ in range(100):
        found = list(page.downloads.glob("*.yaml")) if page.downloads.exists() else []
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError(page.run("document.getElementById('file-told').textContent"))


def statuses_shown(page) -> dict[str, str]:
    """What the page shows of each result, as a person reads it."""
    return dict(
        page.run(
            "[...document.querySelectorAll('#results .result summary')].map(one => ["
            "one.querySelector('.citation').textContent,"
            "one.querySelector('[class^=t-]').textContent])"
        )
    )


@pytest.mark.browser
@pytest.mark.parametrize("seed", [2, 5, 11])
def test_the_page_the_file_and_the_engine_say_the_same(page, bundled, seed):
    told = {**as_data(an_account(bundled, seed)), "country": COUNTRY, "speaker": "Ministry"}
    loaded(page, told)
    path = saved(page)
    profile = bundled.read_profile(path)
    given = Profile(id="x", **{**normal(an_account(bundled, seed)), "country": COUNTRY})
    assert profile.answers == given.answers
    found = assess(profile, bundled)
    own = found.all_findings
    assert statuses_shown(page) == {short_citation(f.rule): outcomes_words(f.outcomes) for f in own}
    assert any(f.rule.country not in (None, COUNTRY) for f in own)
    rows = page.run(
        "[...document.querySelectorAll('.standing tbody tr')].map(row => ["
        "row.cells[0].textContent, ...[...row.cells].slice(1).map(c => +c.textContent || 0)])"
    )
    off = Outcomes.from_bits(NOT_APPLICABLE)
    counted = counts_of(found)
    order = (Status.MET, Status.PARTLY_MET, Status.NOT_MET, Status.UNDETERMINED)
    for symbol, *numbers in rows:
        count = counted[symbol]
        told_ = [sum(n for o, n in count.items() if o.status is one) for one in order]
        assert numbers == [*told_, count[off]]
    assert {row[0] for row in rows} == set(counted)


@pytest.mark.browser
def test_a_person_with_a_keyboard_only_answers_on_a_narrow_page(page, bundled):
    page.look(390)
    page.run("document.getElementById('about-voice').focus()")
    words_typed(page, "")
    press(page, "ArrowDown")  # the kind of institution: the first of the list
    press(page, "Tab")
    words_typed(page, "Ministry of the Interior")
    press(page, "Tab")
    page.run("document.activeElement.value = '2012-06-30'")
    page.run("document.activeElement.dispatchEvent(new Event('input', {bubbles: true}))")
    page.run("location.hash = 'q=treaties.icrmw'; new Promise(done => setTimeout(done))")
    assert page.run("document.activeElement.id") == "q-treaties.icrmw"
    press(page, "Tab")  # how sure
    press(page, "Tab")  # the choices: "no answer" is chosen
    assert page.run("document.activeElement.type") == "radio"
    press(page, "ArrowDown")  # round to the first
    settle(page)
    first = next(iter(bundled.facts["treaties.icrmw"].choices))
    path = saved(page)
    profile = bundled.read_profile(path)
    assert (profile.voice, profile.speaker) == ("government", "Ministry of the Interior")
    assert profile.answers["treaties.icrmw"] == (Answer(value=first),)
    assert path.name == "prt-2012-government.yaml"
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_an_answer_changes_results_and_says_so(page):
    assert page.run("document.getElementById('changed').textContent") == ""
    before = statuses_shown(page)
    page.run("location.hash = 'q=education.entitlement'; new Promise(done => setTimeout(done))")
    page.run("document.activeElement.closest('article').querySelector('[value=none]').click()")
    settle(page)
    after = statuses_shown(page)
    changed = {name for name in after if before[name] != after[name]}
    assert changed
    told = page.run("document.getElementById('changed').textContent")
    assert told.startswith(f"{len(changed)} result")
    assert any(name in told for name in changed)
    assert page.run("document.getElementById('changed').getAttribute('role')") == "status"


@pytest.mark.browser
def test_questions_that_do_not_arise_are_not_shown_until_they_do(page, bundled):
    assert GATE in bundled.givens[GATED].facts
    shown = f"!document.getElementById('q-{GATED}')?.closest('article').hidden"
    page.run("location.hash = 'topic=detention'; new Promise(done => setTimeout(done))")
    assert page.run(shown) is True
    answer = f"document.getElementById('q-{GATE}').closest('article').querySelector('[value=%s]')"
    page.run(f"{answer % 'no'}.click()")
    settle(page)
    assert page.run(shown) is False
    page.run(f"{answer % 'yes'}.click()")
    settle(page)
    assert page.run(shown) is True


@pytest.mark.browser
def test_an_answer_that_contradicts_another_is_named(page):
    loaded(page, as_data(a_profile(
        detention__limit_in_law={"value": "no"}, detention__max_days={"value": "30"},
    )))  # fmt: skip
    page.run(f"location.hash = 'q={GATED}'; new Promise(done => setTimeout(done))")
    told = page.run("document.activeElement.closest('article').querySelector('.wrong').textContent")
    assert "does not arise" in told


@pytest.mark.browser
def test_what_is_confidential_is_kept_in_the_file_alone(page, bundled):
    hidden = {"document": "Hidden source", "said_by": "press", "public": "no"}
    profile = a_profile(
        education__entitlement={"value": "none", "note": "Hidden note", "public": "no"},
        detention__used={"value": "yes", "evidence": [Evidence(**hidden)]},
    )
    loaded(page, as_data(profile))
    assert "Hidden" not in page.run("JSON.stringify(localStorage)")
    assert "detention.used" in page.run("JSON.stringify(localStorage)")
    whole = bundled.read_profile(saved(page))
    assert whole.answers == profile.answers
    public = bundled.read_profile(saved(page, "save-public"))
    assert public.answers == profile.published().answers


@pytest.mark.browser
def test_what_was_written_is_found_again(page):
    loaded(page, as_data(a_profile(detention__used={"value": "yes"})))
    page.open(page.address)
    assert page.run("draft.answers['detention.used'][0].value") == "yes"
    assert "found in this browser" in page.run("document.getElementById('kept').textContent")
    page.run("globalThis.confirm = () => true; document.getElementById('forget').click()")
    assert page.run("draft.answers") == {}
    assert page.run("localStorage.length") == 0


@pytest.mark.browser
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("country: PRT\nvoice: government", "is not a file of this page"),
        ('{"country": "ESP", "answers": {}}', "is of ESP, not of Portugal"),
        ('{"country": "PRT", "answers": {"detention.used": "yes"}}', "detention.used is not as"),
        ('{"country": "PRT", "answers": {"detention.used": {"vlaue": "yes"}}}', "vlaue is not as"),
        ("[]", "country is not as"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_the_reason(page, text, told):
    loaded(page, as_data(a_profile(detention__used={"value": "yes"})))
    result_of(page, "(text) => { globalThis.text = text }", text)
    page.run("open(new File([text], 'x.yaml'))")
    assert told in page.run("document.getElementById('file-told').textContent")
    assert page.run("draft.answers['detention.used'][0].value") == "yes"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("fact", "answer", "told"),
    [
        ("detention.max_days", {"value": "31.5"}, "not a whole number"),
        ("detention.max_days", {"value": "0"}, "below the least possible"),
        ("detention.max_days", {"at least": "9", "at most": "3"}, "Nothing lies between"),
        ("detention.used", {"since": "2011-01-01"}, "but no answer"),
        ("detention.used", {"note": "N/A"}, "names nothing"),
        ("detention.used", {"value": "yes", "since": "1400-01-01"}, "Which calendar"),
        ("detention.used", {"value": "yes", "since": "2012-02-01", "until": "2011-01-01"}, "ends"),
        ("treaties.icrmw", {"not": ["party", "signatory", "none"]}, "Nothing is left"),
    ],
)
def test_what_is_incomplete_is_told_and_in_no_file(page, bundled, fact, answer, told):
    account = as_data(a_profile(education__entitlement={"value": "every_child"}))
    account["answers"][fact] = answer
    loaded(page, account)
    page.run(f"location.hash = 'q={fact}'; new Promise(done => setTimeout(done))")
    article = "document.activeElement.closest('article')"
    assert told in page.run(f"{article}.querySelector('.wrong').textContent")
    assert page.run("document.getElementById('problems').hidden") is False
    assert list(bundled.read_profile(saved(page)).answers) == ["education.entitlement"]


@pytest.mark.browser
def test_a_source_that_is_incomplete_is_told_and_the_answer_stays(page, bundled):
    account = as_data(a_profile(detention__used={"value": "yes"}))
    account["answers"]["detention.used"]["evidence"] = [{"document": "tbd", "place": "p. 3"}]
    loaded(page, account)
    assert page.run("[...state.problems.get('detention.used')].map(one => one.id)") == [
        "names_nothing",
        "said_by_missing",
    ]
    assert bundled.read_profile(saved(page)).answers["detention.used"] == (Answer(value="yes"),)

    told = page.run("document.getElementById('problems').textContent")
    assert "Source 1 is left out: “tbd” names nothing. Leave it empty." in told
    assert "Source 1 is left out: “Whose words these are” is missing." in told


@pytest.mark.browser
def test_a_source_for_some_members_stays_theirs(page, bundled):
    fact = page.run("page.order.find(id => library.facts.get(id).type === 'many')")
    one, two = page.run(f"Object.keys(library.facts.get('{fact}').choices).slice(0, 2)")
    evidence = (
        Evidence(document="Report", said_by="press", members=[one]),
        Evidence(document="Memo", said_by="press", members=[two], public="no"),
    )
    account = a_profile(**{fact: {"value": {one: "yes", two: "no"}, "evidence": evidence}})
    loaded(page, as_data(account))
    assert bundled.read_profile(saved(page)).answers == account.answers
    public = bundled.read_profile(saved(page, "save-public"))
    assert public.answers == account.published().answers
    page.run(f"location.hash = 'q={fact}'; new Promise(done => setTimeout(done))")
    article = "document.activeElement.closest('article')"
    page.run(f"{article}.querySelector('.more-fields summary').click()")
    settle(page)
    label = bundled.facts[fact].choices[one].label
    assert f"For these rows alone: {label}" in page.run("document.body.textContent")
    page.run(f"draft.put('{fact}', {{...draft.answer('{fact}'), value: {{{one}: 'yes'}}}})")
    (answer,) = bundled.read_profile(saved(page)).answers[fact]
    assert answer.evidence == evidence[:1]


@pytest.mark.browser
def test_saving_tells_what_is_not_in_the_file(page, bundled):
    account = as_data(a_profile(detention__used={"value": "yes", "lead": "Ministry of Tests"}))
    account["answers"]["detention.used"] |= {"lead": "N/A", "evidence": [{"quote": "Words."}]}
    account["answers"]["detention.court_review"] = {
        "value": "no",
        "since": "2012-05-01",
        "until": "2012-04-01",
    }
    loaded(page, account)
    profile = bundled.read_profile(saved(page))
    assert profile.answers == {"detention.used": (Answer(value="yes"),)}
    told = page.run("document.getElementById('file-told').textContent")
    assert "Saved 1 answer as" in told
    assert "2 questions have something incomplete that is not in the file: see below." in told
    listed = page.run("document.getElementById('problems').textContent")
    assert "Lead institution is left out: “N/A” names nothing." in listed
    assert "Source 1 is left out: “Document” is missing." in listed
    assert "This answer is left out: It ends before it begins." in listed
    topic = "[...document.getElementById('topic').options].find(one => one.value === 'detention')"
    assert " (1 of " in page.run(f"{topic}.textContent")


@pytest.mark.browser
def test_a_day_that_is_begun_and_not_finished_is_told(page):
    loaded(page, as_data(a_profile(detention__used={"value": "yes"})))
    page.run("location.hash = 'q=detention.used'; new Promise(done => setTimeout(done))")
    article = "document.getElementById('q-detention.used').closest('article')"
    page.run(f"{article}.querySelector('.more-fields summary').click()")
    settle(page)
    page.run(f"{article}.querySelector('.more-fields input[type=date]').focus()")
    press(page, "1")
    page.run("document.activeElement.blur()")
    settle(page)
    assert page.run("[...state.problems.keys()]") == ["detention.used"]
    assert page.run("state.account.answers") == {}
    assert "is not a day" in page.run(f"{article}.querySelector('.wrong').textContent")


@pytest.mark.browser
def test_what_is_confidential_and_not_here_is_told_and_named_when_saving(page):
    hidden = {"document": "Hidden source", "said_by": "press", "public": "no"}
    profile = a_profile(
        education__entitlement={"value": "none", "note": "Hidden note", "public": "no"},
        detention__used={"value": "yes", "evidence": [Evidence(**hidden)]},
    )
    loaded(page, as_data(profile))
    assert page.run("document.getElementById('not-here').hidden") is True
    whole = saved(page).name
    page.open(page.address)
    told = page.run("document.getElementById('not-here').textContent")
    assert "Not here: 1 confidential answer, 1 confidential source. Open your saved file" in told
    part = saved(page)
    assert part.name == whole.replace(".yaml", "-part.yaml")
    told = page.run("document.getElementById('file-told').textContent")
    assert "Not in this file: 1 confidential answer, 1 confidential source." in told
    saved(page, "save-public")
    told = page.run("document.getElementById('file-told').textContent")
    assert "Not in this file: 1 confidential source." in told
    page.open(page.address)
    assert page.run("document.getElementById('not-here').hidden") is False
    loaded(page, as_data(profile))
    assert page.run("document.getElementById('not-here').hidden") is True
    assert saved(page).name == whole
    page.open(page.address)
    page.run("document.querySelector('#not-here button').click()")
    assert page.run("document.getElementById('not-here').hidden") is True
    assert saved(page).name == whole


@pytest.mark.browser
def test_strange_words_come_through_the_file(page, bundled):
    note = "“Ω” \x85 \u2028 \ufeff \\ \" ' : # & * é 漢字 🙂\nsecond line\tend"
    loaded(page, as_data(a_profile(detention__used={"value": "yes"})))
    result_of(page, "(note) => { draft.put('detention.used', {value: 'yes', note}) }", note)
    assert bundled.read_profile(saved(page)).answers["detention.used"][0].note == note


@pytest.mark.browser
def test_the_fields_make_every_form_of_answer(page):
    """What the fields give back is what they were filled with."""
    answers = {
        "treaties.icrmw": [{"value": "party"}, {"one of": ["party", "none"]}, {"not": ["none"]}],
        "detention.used": [{"value": "yes"}, {"value": "no"}],
        "detention.max_days": [
            {"value": "30"},
            {"at least": "2"},
            {"at most": "9"},
            {"at least": "2", "at most": "9"},
            {"one of": ["2", "3"]},
            {"not": ["2"]},
        ],
    }
    function = """(id, answer) => {
      let told = null;
      const form = answerForm(library.facts.get(id), answer, (given) => { told = given });
      const fields = [...form.querySelectorAll('.fields input')];
      const field = fields.find((one) => one.checked || one.type === 'text');
      field.dispatchEvent(new Event(field.type === 'text' ? 'input' : 'change'));
      return told;
    }"""
    for fact, forms in answers.items():
        for answer in forms:
            assert result_of(page, function, fact, answer) == answer, fact
    many = page.run("page.order.find(id => library.facts.get(id).type === 'many')")
    member = page.run(f"Object.keys(library.facts.get('{many}').choices)[0]")
    said = {"value": {member: "yes", "others": "no"}}
    assert result_of(page, function, many, said) == said


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "scheme"), [(390, "light"), (390, "dark"), (800, "dark"), (1280, "light")]
)
def test_axe_finds_nothing(page, width, scheme):
    page.look(width, scheme=scheme)
    page.run("document.getElementById('about-all').open = true")
    loaded(page, as_data(a_profile(detention__limit_in_law={"value": "no"})))
    page.run("location.hash = 'topic=detention'; new Promise(done => setTimeout(done))")
    page.run("for (const one of [...document.querySelectorAll('.question')].slice(5)) one.remove()")
    page.run("for (const one of document.querySelectorAll('.question details')) one.open = true")
    page.run("for (const one of [...document.querySelectorAll('.result')].slice(8)) one.remove()")
    page.run("for (const one of document.querySelectorAll('#results details')) one.open = true")
    settle(page)
    page.run("document.querySelector('.more-fields button').click()")
    settle(page)
    assert axe(page) == []
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    page.run("document.documentElement.dir = 'rtl'")
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_search_and_what_is_open(page):
    shown = "[...document.querySelectorAll('.question h3')].map(one => one.id.slice(2))"
    page.run("byId('search').value = 'détention'; showQuestions()")
    found = page.run(shown)
    assert "detention.used" in found
    assert len(found) <= 40
    loaded(page, as_data(a_profile(detention__used={"value": "yes"})))
    page.run(
        "byId('search').value = 'detention.used'; byId('open').checked = true; showQuestions()"
    )
    assert "detention.used" not in page.run(shown)
    assert STATUS_WORDS[Status.UNDETERMINED] in page.run("byId('results').textContent")


def test_a_page_for_each_institution_and_topic(bundled):
    scope = bundled.scope(topics=["detention"])
    leads = {f: "Ministry of Health" for f in bundled.facts if f.startswith("health.")}
    order = Order(COUNTRY, Scope(), leads=leads)
    asked = asked_in(order, bundled, Path("q.html"), by="institution")
    assert [path.name for path in asked] == ["q-ministry-of-health.html", "q-rest.html"]
    first, _ = (render(one, bundled).decode() for one in asked.values())
    assert "For Ministry of Health." in first
    data = json.loads(re.findall(r'id="data">(.*?)</script>', first)[0])
    assert {name.split(".")[0] for name in data["order"]} == {"health"}
    assert data["account"]["answers"][data["order"][0]] == [{"lead": "Ministry of Health"}]
    assert len(a_page(bundled, scope=scope)) < len(a_page(bundled)) / 2


FAILED = "document.getElementById('failed').checkVisibility()"


@pytest.mark.browser
def test_a_page_whose_data_are_damaged_says_that_it_cannot_start(browser, tmp_path, bundled):
    words = words_of("es", bundled)
    whole = a_page(bundled, words=words)
    damaged = {
        "cut": whole.replace('id="data">{', 'id="data">'),
        "old": whole.replace("const library = ", "const library = = ", 1),
    }
    for name, page in damaged.items():
        assert page != whole
        target = tmp_path / f"{name}.html"
        # A script that is changed is not run at all under the page's policy.
        target.write_text(re.sub(r"<meta http-equiv[^>]*>", "", page), encoding="utf-8")
        browser.open(f"file://{target}")
        assert browser.run(FAILED) is True
        told = browser.run("document.getElementById('failed').textContent")
        assert told.startswith("Esta página no puede iniciarse")
    browser.open(browser.address)
    assert browser.run(FAILED) is False


@pytest.mark.browser
@pytest.mark.parametrize("kept", ["{", "[]", '{"answers": 5}', '{"answers": {"x": 1}}'])
def test_what_was_kept_and_cannot_be_read_is_told(page, kept):
    result_of(page, "(text) => localStorage.setItem(page.key, text)", kept)
    page.open(page.address)
    assert page.run("document.getElementById('kept').textContent").startswith("What this browser")
    assert page.run(FAILED) is False


@pytest.mark.browser
def test_a_browser_that_keeps_nothing_is_told_at_once(page):
    refuse = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"
    added = page.call("Page.addScriptToEvaluateOnNewDocument", source=refuse)
    page.open(page.address)
    assert page.run("document.getElementById('kept').textContent").startswith("This browser keeps")
    assert page.run(FAILED) is False
    page.call("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])
    page.open(page.address)
