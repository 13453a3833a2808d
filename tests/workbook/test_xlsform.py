"""Forms for phones: valid for pyxform and ODK Validate; their submissions are read as answers."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert
from support.questionnaires import read

from compliance.errors import InputError
from compliance.library.library import Library, Scope
from compliance.model.profiles import Answer, Profile
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.questionnaire.forms import questionnaires
from compliance.workbook.questionnaire.order import Order
from compliance.workbook.questionnaire.words import words_of
from compliance.workbook.questionnaire.xlsform import name_of, place_of

DETENTION = Scope(topics=("detention",))
SUBMISSION = {
    "compliance_form": "QAT COUNTRY",
    "about___voice": "civil_society",
    "about___speaker": "A network",
    "about___as_of": "2012-06-30",
    "detention__used": "yes",
    "detention__used___document": "Aliens Act",
    "detention__used___said_by": "parliament",
    "detention__used___public": "not_the_source",
    "detention__law_demands__necessity": "yes",
    "detention__law_demands__others": "no",
    "detention__law_demands___note": "Circular of 2011",
    "detention__limit_in_law": "yes",
    "detention__max_days": 180,
    "detention__max_days___how_sure": "at_most",
    "detention__alternatives_in_law": "first",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.bundled()


def made(folder: Path, library: Library, codes: str = "en", **more: Any) -> dict[str, Path]:
    """The forms by the names of their files."""
    scope, divided = more.pop("scope", Scope()), bool(more.get("leads"))
    order = Order("QAT", scope, words=words_of(codes, library), **more)
    found = questionnaires(order, library, folder / "q.xlsform.xlsx", divided=divided)
    for path, content in found.items():
        path.write_bytes(content)
    return {path.name: path for path in found}


def rows(path: Path, sheet: str) -> list[dict[str, str]]:
    head, *rest = load_workbook(path)[sheet].iter_rows(values_only=True)
    return [{str(k): str(v or "") for k, v in zip(head, row, strict=True)} for row in rest]


def test_a_form_in_three_languages_is_valid(tmp_path: Path, library: Library) -> None:
    (path,) = made(tmp_path, library, "es fr en", scope=DETENTION).values()
    result = convert(str(path), validate=True)  # with ODK Validate
    assert not result.warnings
    assert "¿Permite la ley" in result.xform


def test_every_topic_is_a_form_that_is_valid(tmp_path: Path, library: Library) -> None:
    found = made(tmp_path, library)
    assert "q-liberty-and-detention.xlsform.xlsx" in found
    assert len(found) > 20
    for path in found.values():
        assert not convert(str(path), validate=False).warnings, path.name


def test_an_institution_has_a_form_of_its_own(tmp_path: Path, library: Library) -> None:
    leads = {n: "Ministry of Labour" for n, fact in library.facts.items() if fact.topic == "labour"}
    found = made(tmp_path, library, scope=Scope(topics=("labour", "health")), leads=leads)
    assert sorted(found) == ["q-ministry-of-labour.xlsform.xlsx", "q-rest.xlsform.xlsx"]


def test_forms_with_other_questions_have_other_ids(tmp_path: Path, library: Library) -> None:
    ids = set()
    for topic in ("health", "education"):
        (path,) = made(tmp_path, library, scope=Scope(topics=(topic,))).values()
        ids.add(rows(path, "settings")[0]["form_id"])
    assert len(ids) == 2


def test_names_lead_back_to_what_they_stand_for(library: Library) -> None:
    for fact in library.facts.values():
        for member in f.rows_of(fact):
            for name in f.FIELDS:
                assert place_of(name_of(fact.id, member, name)) == (
                    f.row_key(fact.id, member),
                    name,
                )


def test_an_id_that_would_not_be_found_again_is_refused() -> None:
    with pytest.raises(InputError, match="two `_` in a row"):
        name_of("camps.open__now")


def test_no_and_not_said_stay_apart(tmp_path: Path, library: Library) -> None:
    (path,) = made(tmp_path, library, scope=DETENTION).values()
    kinds = {row["name"]: row["type"] for row in rows(path, "survey")}
    members = [n for n in kinds if n.startswith("detention__law_demands__") and "___" not in n]
    assert {kinds[name] for name in members} == {"select_one yes_no", "select_one only_no"}
    assert not any(kind.startswith("select_multiple") for kind in kinds.values())


def holds(formula: str, answers: Mapping[str, str]) -> bool:
    """An XPath condition of ours over the answers of a form."""
    text = re.sub(r"\$\{(\w+)\}", lambda m: repr(answers.get(m[1], "")), formula)
    text = re.sub(r"(?<![<>!=])=(?!=)", "==", text)
    return bool(eval(text, {"__builtins__": {}}))  # noqa: S307 - our own formula


def test_a_question_is_hidden_only_if_the_answers_rule_it_out(
    tmp_path: Path, library: Library
) -> None:
    (path,) = made(tmp_path, library, scope=DETENTION).values()
    relevant = {
        row["name"]: row["relevant"] for row in rows(path, "survey") if row["type"] == "begin_group"
    }
    tried = 0
    for fact in library.facts.values():
        if fact.topic != "detention" or fact.given != "detention.used":
            continue
        formula = relevant[f"{name_of(fact.id)}___group"]
        for word in ("yes", "no", ""):
            assert holds(formula, {"detention__used": word}) == (word != "no"), (fact.id, word)
            tried += 1
    assert tried >= 6


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """As ODK Central nests groups."""
    about = {k: v for k, v in flat.items() if k.startswith("about")}
    rest = {k: v for k, v in flat.items() if not k.startswith("about")}
    first = {k: v for k, v in rest.items() if k.startswith("detention__used")}
    source = {k: v for k, v in first.items() if "___" in k}
    group = {**{k: v for k, v in first.items() if k not in source}, "source": source}
    others = {k: v for k, v in rest.items() if k not in first}
    return {"__id": "uuid:1", "about": about, "detention__used___group": group, **others}


def written(path: Path, form: str) -> Path:
    if form == "central":
        path.write_text(json.dumps({"value": [nested(SUBMISSION)]}))
    elif form == "kobo":
        named = {f"group/{k}" if "___" in k else k: v for k, v in SUBMISSION.items()}
        path.write_text(json.dumps({"count": 1, "results": [{"_id": 7, **named}]}))
    else:
        with path.open("w", newline="") as file:
            names = [f"group-{name}" for name in SUBMISSION]
            csv.writer(file).writerows([["SubmissionDate", *names], ["x", *SUBMISSION.values()]])
    return path


@pytest.mark.parametrize(
    ("form", "ending"), [("central", ".json"), ("kobo", ".json"), ("central csv", ".csv")]
)
def test_a_submission_is_read_as_what_was_said(
    tmp_path: Path, library: Library, form: str, ending: str
) -> None:
    found = read(library, written(tmp_path / f"answers{ending}", form)).profile
    assert (found.country, found.voice, found.speaker) == ("QAT", "civil society", "A network")
    assert str(found.as_of) == "2012-06-30"
    (used,) = found.answers["detention.used"]
    (evidence,) = used.evidence
    assert (used.value, evidence.document, evidence.said_by) == ("yes", "Aliens Act", "parliament")
    assert not evidence.public
    assert used.public
    (demands,) = found.answers["detention.law_demands"]
    assert demands.value == {"necessity": "yes", "others": "no"}
    assert demands.note == "Circular of 2011"
    assert found.answers["detention.max_days"][0].at_most == "180"
    assert len(found.answers) == 5


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"detention__used": "maybe"}, "entry 1, detention__used: `maybe` is neither yes nor no"),
        ({"about___as_of": "soon"}, "entry 1, about___as_of: `soon` is no day"),
        ({"detention__gone": "yes"}, "there is no question `detention.gone`"),
        ({"compliance_form": ""}, "this is no submission of our forms"),
    ],
)
def test_a_fault_names_the_entry_and_its_field(
    tmp_path: Path, library: Library, changed: dict[str, str], said: str
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps([{**SUBMISSION, **changed}]))
    with pytest.raises(InputError) as caught:
        read(library, path)
    assert any(said in str(problem) for problem in caught.value.problems)


def test_two_submissions_that_differ_are_both_named(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "answers.json"
    other = {**SUBMISSION, "detention__used": "no", "detention__max_days": 90}
    path.write_text(json.dumps([SUBMISSION, other]))
    with pytest.raises(InputError) as caught:
        read(library, path)
    told = "\n".join(map(str, caught.value.problems))
    assert "entry 2, detention__used" in told
    assert "entry 1, detention__used" in told


def before(country: str = "QAT", **answers: Answer) -> Profile:
    told = {name.replace("__", "."): (answer,) for name, answer in answers.items()}
    about = {"id": "qat-2011", "country": country, "voice": "civil society", "speaker": "A network"}
    return Profile(**about, as_of=date(2011, 1, 31), answers=told)


def test_submissions_add_to_an_account_and_never_write_over_it(
    tmp_path: Path, library: Library
) -> None:
    found = read(library, written(tmp_path / "answers.json", "kobo"))
    health = Answer(value="none")
    joined = found.onto(before(health__entitlement=health))
    assert joined.answers["health.entitlement"] == (health,)
    assert len(joined.answers) == 6
    with pytest.raises(InputError, match="that was not in the questionnaire"):
        found.onto(before(detention__used=Answer(value="no")))
    with pytest.raises(InputError, match="is of PRT, not of QAT"):
        found.onto(before("PRT"))
