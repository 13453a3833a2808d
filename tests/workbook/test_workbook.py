"""The workbook's content: everything an assessment says is there, once, in order."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from compliance.workbook.writing.blocks import COUNTED
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from support.layers import FILES, load_layer
from support.workbooks import links_of, opened, rows_of, texts_of

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.questions import questions
from compliance.document.style import SIGNS
from compliance.engine.outcomes import Status
from compliance.export import write
from compliance.library.library import Library
from compliance.model.profiles import Answer
from compliance.report import wording
from compliance.report.caveats import remarks
from compliance.report.sections import Section, most_deciding, sections
from compliance.workbook import render
from compliance.workbook.sheets.clauses import NOT_HELD
from compliance.workbook.sheets.summary import WHAT_THIS_IS

SHEETS = [
    *("Read me", "Summary", "Gaps", "Measures", "Closing", "Findings", "Open questions"),
    *("Evidence", "Evidence levels", "Clauses", "Checks", "Decision tables", "Sign-off"),
    *("_identity", "_lists", "_base"),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("layer"))


@pytest.fixture(scope="module")
def government(library: Library) -> Assessment:
    return assess(library.profile("ata-2011-government"), library)


@pytest.fixture(scope="module")
def society(library: Library) -> Assessment:
    return assess(library.profile("ata-2012-ngo"), library)


@pytest.fixture(scope="module")
def book(government: Assessment) -> Workbook:
    return opened(government)


def _said(status: Status) -> str:
    return f"{SIGNS.statuses[status]} {status}"


def test_sheets_in_the_order_of_reading(book: Workbook) -> None:
    assert book.sheetnames == SHEETS
    assert book.active is not None
    assert book.active.title == "Read me"


def test_every_finding_is_there_once_and_in_order(book: Workbook, government: Assessment) -> None:
    rows = rows_of(book["Findings"])
    assert [row["Rule"] for row in rows] == [f.rule.id for f in government.findings]
    assert [row["Provision"] for row in rows] == [f.citation for f in government.findings]
    assert [row["Title (ours)"] for row in rows] == [f.rule.title for f in government.findings]
    assert [row["Finding"] for row in rows] == [_said(f.status) for f in government.findings]
    assert [row["Checks"] or 0 for row in rows] == [len(f.checks) for f in government.findings]
    assert [row["Open questions"] for row in rows] == [len(f.missing) for f in government.findings]
    reasons = [f.reason for f in government.findings if f.reason]
    shown = [row["How they came out, or why there are none"] for row in rows if not row["Checks"]]
    assert shown == reasons


def test_what_is_still_possible_is_said_of_the_undetermined_alone(
    book: Workbook, government: Assessment
) -> None:
    for row, finding in zip(rows_of(book["Findings"]), government.findings, strict=True):
        if finding.status is Status.UNDETERMINED:
            assert row["Still possible"] == wording.still_possible(finding.outcomes)
        else:
            assert row["Still possible"] is None


def test_every_gap_is_there_once_and_in_order(society: Assessment) -> None:
    gaps = society.gaps()
    if_they_apply = [f for f in society.findings if f.outcomes.is_gap_if_it_applies]
    rows = rows_of(opened(society)["Gaps"])
    assert len(gaps) > 1
    assert [row["Rule"] for row in rows] == [f.rule.id for f in gaps + if_they_apply]
    assert [row["Kind"] for row in rows][: len(gaps)] == ["gap"] * len(gaps)
    for row, gap in zip(rows, gaps + if_they_apply, strict=True):
        assert str(row["Finding"]).endswith(wording.finding_words(gap))


def test_a_gap_says_what_is_asked_why_and_what_would_close_it(society: Assessment) -> None:
    (row,) = [r for r in rows_of(opened(society)["Gaps"]) if r["Rule"] == "T-1.2"]
    assert row["What is asked"] == (
        "1, 2. “admit every child to school”\n3. “keep border checks out of schools”"
    )
    assert row["Why it is a gap"] == (
        "1. Which migrant children does the law entitle to attend school? No entitlement in law\n"
        "2, 3. Do schools ask for residence papers? yes"
    )
    assert str(row["What would close it"]).splitlines()[1:] == [
        "2. Instruct schools to enrol without papers.",
        "3. Forbid checks in schools.",
    ]


def test_of_many_open_questions_a_gap_lists_its_own_first_and_says_how_many_more(
    tmp_path: Path,
) -> None:
    names = [f"f{number}" for number in range(12)]
    facts = "\n".join(
        f"- {{id: children.{name}, question: Is {name} so?, type: yes_no, evidence: A law}}"
        for name in names
    )
    met = {name: f"met: children.{name}" for name in names}
    met["f11"] = "met: children.f0 and children.f11, partly: children.f11"
    checks = "\n".join(
        f"  - {{id: c_{name}, asks: protect children, measure: structure, {met[name]}, "
        f"remedy: Do {name}.}}"
        for name in names
    )
    vocabulary = f"{dedent(FILES['rules/facts/children.yaml']).strip()}\n{facts}"
    rule = f"{dedent(FILES['rules/T-1/7.yaml']).split('checks:')[0]}checks:\n{checks}"
    changed = {"rules/facts/children.yaml": vocabulary, "rules/T-1/7.yaml": rule}
    library = load_layer(tmp_path, {**FILES, **changed})
    answers = {"children.f0": (Answer.model_validate({"value": "no"}),)}
    profile = library.profile("ata-2012-ngo").model_copy(update={"answers": answers})
    (row,) = [r for r in rows_of(opened(assess(profile, library))["Gaps"]) if r["Rule"] == "T-1.7"]
    assert row["What would close it"] == "1. Do f0.\n2. Do f11."
    assert str(row["Open questions"]).splitlines() == [
        "• Is f11 so?",
        *(f"• Is f{number} so?" for number in range(1, 3)),
        "and 8 more, see Open questions",
    ]


def test_no_gap_is_not_said_to_be_all_well(library: Library) -> None:
    empty = library.profile("ata-2011-government").model_copy(update={"answers": {}})
    silent = assess(empty, library)
    sheet = opened(silent)["Gaps"]
    assert not silent.gaps()
    assert not sheet.tables
    undetermined = silent.statuses()[Status.UNDETERMINED]
    assert sheet["A2"].value == (
        f"No finding is a gap. That is not to say that all is met: {undetermined} findings are "
        f"undetermined, {len(silent.open_questions())} open questions in the sheet "
        "Open questions."
    )


def test_every_check_is_there_once_and_in_order(book: Workbook, government: Assessment) -> None:
    checks = [(f, c) for f in government.findings for c in f.checks]
    rows = rows_of(book["Checks"])
    assert [(r["Rule"], r["Check id"]) for r in rows] == [
        (f.rule.id, c.check.id) for f, c in checks
    ]
    for row, (finding, check) in zip(rows, checks, strict=True):
        (requirement,) = [d for d in finding.requirements if d.asks == check.check.asks]
        assert row["Check"] == _said(check.outcomes.status)
        assert row["Demand"] == _said(requirement.outcomes.status)
        assert row["What is asked"] == wording.asks_words(finding.rule, check.check.asks)
        assert row["Force (our reading)"] == check.force
        closed = check.outcomes.status.is_closed
        assert row["What would close it"] == (None if closed else check.check.remedy)
        asked = [government.library.facts[fact].question for fact in check.missing]
        mark = "• " if len(asked) > 1 else ""
        assert str(row["Open questions"] or "").splitlines() == [f"{mark}{q}" for q in asked]


def test_every_answer_and_quotation_is_there_once_and_in_order(
    book: Workbook, government: Assessment
) -> None:
    facts = government.library.facts
    expected = [
        (
            fact,
            wording.answer_words(facts[fact], standing.answer),
            wording.time_words(standing) or None,
            *((e.document, e.place, e.quote, e.said_by) if e else (None,) * 4),
        )
        for fact in facts
        if (standing := government.answers.get(fact))
        for e in standing.answer.evidence or (None,)
    ]
    columns = ("Fact", "Answer", "When", "Document", "Place", "Quotation", "Who says so")
    rows = [
        row
        for row in rows_of(book["Evidence"])
        if row["Answer"] != "no answer" and str(row["Key"]).count(" ") < 2  # no single member
    ]
    assert [tuple(row[column] for column in columns) for row in rows] == expected
    assert sum(row["Quotation"] == "residents' children go to school" for row in rows) == 1


def test_every_open_question_is_there_and_first_what_could_decide_most(
    book: Workbook, government: Assessment
) -> None:
    asked = questions(government)
    rows = rows_of(book["Open questions"])
    assert list(dict.fromkeys(row["Fact"] for row in rows)) == [one.fact.id for one in asked]
    places = {one.fact.id: place for place, one in enumerate(asked, start=1)}
    assert all(row["No."] == places[str(row["Fact"])] for row in rows)
    papers = next(row for row in rows if row["Fact"] == "children.papers")
    assert papers["What hangs on it"] == "T/2, para. 9"  # para. 2 of T/1 is decided without it
    assert papers["What would show it"] == "Rules of enrolment"
    assert papers["What can be answered"] == "yes or no"


def test_of_a_fact_with_many_each_open_member_is_asked_and_each_known_one_shown(
    library: Library,
) -> None:
    profile = library.profile("ata-2012-ngo")
    trained = Answer.model_validate({"value": {"border_police": "yes", "doctors": "no"}})
    told = profile.model_copy(update={"answers": {"detention.trained": (trained,)}})
    book = opened(assess(told, library))
    rows = [r for r in rows_of(book["Open questions"]) if r["Fact"] == "detention.trained"]
    assert [row["Of which"] for row in rows] == ["Judges"]
    assert rows[0]["Key"] == "ata-2012-ngo detention.trained judges"
    assert rows[0]["Answered so far"] == "Border police: yes; Doctors: no"
    shown = [r for r in rows_of(book["Evidence"]) if r["Fact"] == "detention.trained"]
    assert [(row["Answer"], row["Key"]) for row in shown] == [
        ("Border police: yes; Doctors: no", None),
        ("Border police: yes", "ata-2012-ngo detention.trained border_police"),
        ("Doctors: no", "ata-2012-ngo detention.trained doctors"),
    ]


def test_a_note_that_answers_nothing_is_shown_as_such(library: Library) -> None:
    profile = library.profile("ata-2012-ngo")
    note = profile.answers["treaties.x"][0].model_copy(update={"one_of": None, "note": "Unclear."})
    noted = profile.model_copy(update={"answers": {"treaties.x": (note,)}})
    (row,) = [
        row
        for row in rows_of(opened(assess(noted, library))["Evidence"])
        if row["Fact"] == "treaties.x"
    ]
    assert (row["Answer"], row["Note"]) == ("no answer", "Unclear.")


def test_later_than_the_profile_answers_are_as_last_stated(library: Library) -> None:
    later = assess(library.profile("ata-2012-ngo"), library, as_of=library.instruments["T-1"].date)
    assert not later.answers
    profile = library.profile("ata-2011-government")
    stale = assess(profile, library, as_of=profile.as_of.replace(year=2013))
    rows = [r for r in rows_of(opened(stale)["Evidence"]) if r["Answer"] != "no answer"]
    assert rows
    assert all(str(row["When"]).endswith("as last stated on 2011-07-14") for row in rows)


def test_clauses_are_verbatim_and_what_is_ours_says_so(
    book: Workbook, government: Assessment
) -> None:
    rules = [finding.rule for finding in government.findings]
    rows = rows_of(book["Clauses"])
    assert [row["Rule"] for row in rows] == [rule.id for rule in rules]
    assert [row["Text, word for word"] for row in rows] == [rule.text or NOT_HELD for rule in rules]
    notes = {row["Rule"]: str(row["Our note"]) for row in rows}
    assert notes["T-1.2"] == (
        "We read every child as including children without papers.\n"
        "On the check enrolment: Enrolment is where children are turned away."
    )
    assert notes["T-1.5"] == "No test: Addressed to the Secretary-General."
    assert notes["T-2.9"] == (
        "The document tells of this recommendation without quoting it.\n"
        "In our words: The Committee recommends that schools ask for no papers."
    )


def test_the_summary_says_whose_account_it_is_and_what_came_out(
    book: Workbook, government: Assessment
) -> None:
    texts = texts_of(book["Summary"])
    assert texts[:2] == ["Gap report: Antarctica", wording.account(government)]
    assert WHAT_THIS_IS in " ".join(texts)
    for told in ("ata-2011-government", "Government of Antarctica (voice: government)"):
        assert told in texts
    assert "T/1, Resolution for tests (Assembly of Tests, 2010-12-21)" in texts
    for remark in remarks(government):
        assert remark in " ".join(texts)
    for fact, _ in most_deciding(government)[:5]:
        assert government.library.facts[fact].question in texts


def _small_table(sheet: Worksheet, name: str) -> list[list[str | int | None]]:
    return [[cell.value for cell in row] for row in sheet[sheet.tables[name].ref]][1:]


def test_the_summary_counts_rules_by_status(book: Workbook, government: Assessment) -> None:
    assert _small_table(book["Summary"], "Statuses") == [
        [_said(status), count, wording.STATUS_MEANINGS[status]]
        for status, count in government.statuses().items()
    ]


def test_the_summary_counts_demands_by_force_as_pairs(
    book: Workbook, government: Assessment
) -> None:
    for name, statements in (("Demands", False), ("Statements", True)):
        counts = wording.demand_counts(government, statements=statements)
        for place, forces in enumerate(counts.values(), start=1):
            unique = name if place == 1 else f"{name}_{place}"
            assert _small_table(book["Summary"], unique) == [
                [wording.FORCE_WORDS[f], *c.met, *c.applicable, wording.count_words(c)]
                for f, c in forces
            ]
    assert "Demands_2" in book["Summary"].tables


def test_the_summary_counts_each_provision_under_each_of_its_topics(
    book: Workbook, government: Assessment
) -> None:
    rows = {row[0]: row[1:] for row in _small_table(book["Summary"], "Topics")}
    counted = [f for f in government.findings if f.rule.instrument == "T-1" and f.checks]
    columns = (Status.NOT_MET, Status.PARTLY_MET, Status.UNDETERMINED, Status.MET)
    assert {f.status for f in counted} <= set(columns)
    for topic, label in government.library.topics.items():
        statuses = [finding.status for finding in counted if topic in finding.rule.topics]
        assert rows[label] == [statuses.count(status) for status in columns]
    assert sum(map(sum, rows.values())) == sum(len(f.rule.topics) for f in counted) > len(counted)


def test_several_accounts_stand_one_after_the_other(
    government: Assessment, society: Assessment
) -> None:
    book = opened(government, society)
    matrices = ["Matrix T-1", "Matrix T-2"]
    accounts = ["ata-2011-government", "ata-2012-ngo"]
    place = SHEETS.index("Clauses")
    listings = [*SHEETS[2:place], "Disagreements", *SHEETS[place:]]
    assert book.sheetnames == [*SHEETS[:2], *matrices, *accounts, *listings]
    for name in ("Gaps", "Findings", "Checks", "Evidence"):
        profiles = [row["Profile"] for row in rows_of(book[name])]
        assert profiles == sorted(profiles)
    rows = rows_of(book["Findings"])
    assert [(row["Profile"], row["Rule"], row["Finding"]) for row in rows] == [
        (one.profile.id, finding.rule.id, _said(finding.status))
        for one in (government, society)
        for finding in one.findings
    ]
    assert len(rows_of(book["Clauses"])) == len(government.findings)
    (row,) = [row for row in rows_of(book["Clauses"]) if row["Rule"] == "T-1.7"]
    assert row["Findings"] == "● met: ata-2011-government\n○ not met: ata-2012-ngo"
    for name, one in zip(accounts, (government, society), strict=True):
        texts = texts_of(book[name])
        assert texts[:2] == ["Antarctica", wording.account(one)]
        gaps = [f"Gaps: {len(one.gaps())}"] if one.gaps() else []
        assert [text for text in texts if text.startswith("Gaps: ")] == gaps


def test_the_sheet_of_an_account_leads_to_its_gaps_and_to_what_is_narrowed(
    government: Assessment, society: Assessment
) -> None:
    book = opened(government, society)
    links = links_of(book["ata-2012-ngo"])
    found = {
        book[place.split("!")[0].strip("'")][place.split("!")[1]].row: place
        for place in links.values()
    }
    rules = [
        rows_of(book[place.split("!")[0].strip("'")])[row - 2]["Rule"]
        for row, place in found.items()
        if place.startswith("'Gaps'")
    ]
    listed = sections(society.findings)
    gaps = [*listed[Section.GAP], *listed[Section.GAP_IF_IT_APPLIES]]
    assert rules == [finding.rule.id for finding in gaps]
    assert all(str(place).startswith(("'Gaps'!", "'Findings'!")) for place in links.values())


def test_the_summary_of_several_counts_instrument_by_instrument_and_adds_nothing_up(
    government: Assessment, society: Assessment
) -> None:
    book = opened(government, society)
    for name, instrument in (("Accounts", "T-1"), ("Accounts_2", "T-2")):
        for row, one in zip(
            _small_table(book["Summary"], name), (government, society), strict=True
        ):
            found = [f.status for f in one.counted() if f.rule.instrument == instrument]
            assert row[0] == f"Antarctica, {one.profile.voice}"
            assert row[1:5] == [found.count(status) for status in COUNTED]
    assert "ata-2012-ngo" in " ".join(links_of(book["Summary"]).values())


def test_the_ending_asks_for_a_workbook(government: Assessment, tmp_path: Path) -> None:
    target = tmp_path / "report.xlsx"
    write(government, target)
    assert target.read_bytes() == render([government])
