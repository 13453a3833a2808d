"""A page decides as the engine does, on any answers: both are asked, and one difference fails."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from support.browser import first_differences, opened, result_of
from support.strategies import cases, one_answer

from compliance.assessment.assess import assess
from compliance.assessment.questions import questions
from compliance.browser import DECIDING, program
from compliance.browser.tables import registers, tables
from compliance.engine.compiler import compile_rule
from compliance.engine.outcomes import Outcomes
from compliance.engine.partitions import Partitions
from compliance.library.cache import restored, stored
from compliance.library.library import Library
from compliance.library.profile_editor import as_data
from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import Fact
from compliance.report.sections import is_silent

pytestmark = pytest.mark.browser

ACCOUNTS = 200
DAY = date(2011, 7, 26)


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    for chromium in opened(tmp_path_factory.mktemp("browser")):
        chromium.run(program(*DECIDING))
        chromium.run(Path(__file__).with_name("cross_check.js").read_text("utf-8"))
        yield chromium


def engine_says(profile: Profile, library: Library) -> dict:
    found = assess(profile, library)
    asked = questions(found)
    told = {}
    for finding in found.all_findings:
        told[finding.rule.id] = {
            "outcomes": finding.outcomes.bits,
            "because": list(finding.because),
            "missing": list(finding.missing),
            "silent": is_silent(finding),
            "requirements": [one.outcomes.bits for one in finding.requirements],
            "checks": [
                {
                    "outcomes": check.outcomes.bits,
                    "reserved": check.is_reserved,
                    "because": list(check.because),
                    "missing": list(check.missing),
                }
                for check in finding.checks
            ],
        }
    ids = lambda some: [finding.rule.id for finding in some]  # noqa: E731
    return {
        "rules": told,
        "questions": [
            [one.fact.id, ids(one.hanging), ids(one.could_decide), ids(one.decides)]
            for one in asked
        ],
        "consequences": [
            [
                [
                    effect.member,
                    [
                        [finding.rule.id, after[finding.rule.id]]
                        for finding in one.hanging
                        if finding.rule.id in after
                    ],
                ]
                for effect in one.consequences
                for after in [
                    {e.finding.rule.id: e.after.bits for e in (*effect.decided, *effect.narrowed)}
                ]
            ]
            for one in asked[:5]
        ],
        "contradictions": {c.fact.id: list(c.because) for c in found.contradictions},
    }


def decisions_in(told: dict) -> int:
    return sum(1 + len(one["checks"]) + len(one["requirements"]) for one in told["rules"].values())


def an_answer(fact: Fact, chance: random.Random) -> dict:
    """An answer of any form that its fact takes."""
    if fact.type == "many":
        some = {
            name: chance.choice(["yes", "no"]) for name in fact.choices if chance.random() < 0.6
        }
        return {"value": {**some, "others": "no"} if chance.random() < 0.3 or not some else some}
    if fact.type in ("yes_no", "choice"):
        values = ["yes", "no"] if fact.type == "yes_no" else list(fact.choices)
        form = chance.choice(["value", "value", "one of", "not"])
        number = chance.randint(1, len(values) - 1)
        return {form: chance.choice(values) if form == "value" else chance.sample(values, number)}
    if fact.type == "date":
        days = [DAY - timedelta(chance.randint(-2, 40)) for _ in range(2)]
        low, high = (one.isoformat() for one in sorted(days))
    else:
        low, high = map(str, sorted(chance.choices([1, 2, 29, 30, 31, 89, 90, 91, 400], k=2)))
    return chance.choice(
        [
            {"value": low},
            {"at least": low},
            {"at most": high},
            {"at least": low, "at most": high},
            {"one of": [low, high]},
            {"not": [low]},
        ]
    )


def dated(answer: dict, chance: random.Random) -> list[dict]:
    """The answer with days, on some of which it does not count; some with another before it."""
    since = DAY + timedelta(chance.randint(-30, 3))
    kind = chance.random()
    if kind < 0.7:
        return [answer]
    if kind < 0.8:
        return [{**answer, "since": since.isoformat()}]
    if kind < 0.9:
        return [{**answer, "until": since.isoformat()}]
    before = {"note": "Asked of the Ministry.", "until": (since - timedelta(1)).isoformat()}
    return [before, {**answer, "since": since.isoformat()}]


def an_account(library: Library, seed: int) -> Profile:
    chance = random.Random(seed)
    silence = chance.random()
    answers = {
        name: [Answer(**one) for one in dated(an_answer(fact, chance), chance)]
        for name, fact in library.facts.items()
        if chance.random() > silence
    }
    return Profile(
        id=f"random-{seed}",
        country=chance.choice(["ECU", "ECU", "MEX", "ZZZ"]),
        voice="government",
        speaker="Nobody",
        as_of=DAY + timedelta(chance.randint(-30, 30)),
        answers={name: tuple(own) for name, own in answers.items()},
    )


def page_data(library: Library, country: str) -> dict:
    data = tables(library, country, library.rules.values(), library.facts)
    return {**data, "registers": registers(library, country, library.facts)}


def normal(profile: Profile) -> dict:
    told = as_data(profile)
    answers = {f: own if isinstance(own, list) else [own] for f, own in told["answers"].items()}
    return {**told, "answers": answers}


def test_any_account_comes_to_the_same_in_a_browser(browser, bundled, capsys):
    for country in ("ECU", "MEX", "ZZZ"):
        data = page_data(bundled, country)
        result_of(browser, f"(data) => {{ globalThis.{country} = new Library(data) }}", data)
    compared, open_ = 0, 0
    for seed in range(ACCOUNTS):
        profile = an_account(bundled, seed)
        engine = engine_says(profile, bundled)
        page = result_of(browser, f"(a) => pageSays({profile.country}, a)", normal(profile))
        assert page == engine, list(first_differences(engine, page))[:5]
        compared += decisions_in(engine)
        open_ += sum(len(Outcomes.from_bits(r["outcomes"])) > 1 for r in engine["rules"].values())
    with capsys.disabled():
        told = f"{compared} decisions of {ACCOUNTS} accounts, {open_} rules open"
        print(f"\npage and engine: {told}")  # noqa: T201 - how much was compared
    assert compared > 600 * ACCOUNTS
    assert open_ > 20 * ACCOUNTS


def test_registers_speak_and_contradict(browser, bundled):
    """The random accounts above meet registers; here is one by hand."""
    data = page_data(bundled, "ECU")
    result_of(browser, "(data) => { globalThis.ECU = new Library(data) }", data)
    function = "(a) => [...effective(a, ECU).get('treaties.icrmw').values].sort()"
    account = {"as_of": "2011-07-14", "answers": {}}
    assert result_of(browser, function, account) == ["party"]
    account["answers"] = {"treaties.icrmw": [{"value": "none"}]}
    assert result_of(browser, function, account) == ["none", "party"]


@st.composite
def cases_with_answers(draw, *, far: bool):
    case = draw(cases(far=far, checks=4))
    answers = {k.fact.id: draw(st.none() | one_answer(k)) for k in case.known} if not far else {}
    return case, {name: own[0] for name, own in answers.items() if own}


def _library(case) -> Library:
    shared = Partitions()
    compiled, _ = compile_rule(case.rule, case.facts)
    own = tuple(restored(stored(table), case.facts, shared) for table in compiled)
    assume(len(own) == len(case.checks))
    rule: Mapping = {case.rule.id: case.rule}
    return Library(
        {"a": "A", "b": "B"}, case.facts, {}, rule, {}, {}, {case.rule.id: own}, shared, {}
    )


@settings(suppress_health_check=list(HealthCheck))
@given(data=st.booleans().flatmap(lambda far: cases_with_answers(far=far)))
def test_any_rule_of_any_facts_comes_to_the_same(browser, data):
    """Numbers and days in all their forms, too: our own rules have few of them."""
    case, answers = data
    library = _library(case)
    profile = Profile(
        id="x",
        country="ZZZ",
        voice="government",
        speaker="Nobody",
        as_of=DAY,
        answers={name: (answer,) for name, answer in answers.items()},
    )
    engine = engine_says(profile, library)
    function = "(data, account) => pageSays(new Library(data), account)"
    page = result_of(browser, function, page_data(library, "ZZZ"), normal(profile))
    assert page == engine, list(first_differences(engine, page))[:5]
