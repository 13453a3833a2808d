"""What the six sheets of a gap report say, and the workbooks of single sheets."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from support.layers import load_layer
from support.workbooks import Rows, opened, rows_of, texts_of

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.comparison import compare
from compliance.assessment.history import PreviousAssessment, changes
from compliance.assessment.plan import plan
from compliance.assessment.questions import questions
from compliance.engine.outcomes import Outcome, Outcomes, Status
from compliance.export import REPORTS
from compliance.library.library import Library
from compliance.model.rulebook import FORCES
from compliance.report import statements
from compliance.report.plan import Page, sentence_of
from compliance.report.wording import action_words
from compliance.workbook import schema as form
from compliance.workbook.sheets import words
from compliance.workbook.sheets.findings import Rank, rank
from compliance.workbook.writing.statuses import mark, outcomes_words

NOT_MET = Outcomes.of(Outcome.NOT_MET)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("layer"))


@pytest.fixture(scope="module")
def accounts(library: Library) -> list[Assessment]:
    return [assess(library.profile(n), library) for n in ("ata-2011-government", "ata-2012-ngo")]


@pytest.fixture(scope="module")
def together(accounts: list[Assessment]) -> Workbook:
    return opened(*accounts)


@pytest.fixture(scope="module")
def portugal(bundled: Library) -> Assessment:
    return assess(bundled.profile("prt-2010-government"), bundled)


@pytest.fixture(scope="module")
def book(portugal: Assessment) -> Workbook:
    return opened(portugal)


def seen(book: Workbook) -> list[str]:
    return [sheet.title for sheet in book if sheet.sheet_state == "visible"]


def by_rule(rows: Rows) -> dict[str, dict[str, str | int | None]]:
    return {str(row["Rule"]): row for row in rows}


# Which sheets


def test_five_sheets_and_a_sixth_for_several_accounts(book: Workbook, together: Workbook) -> None:
    sheets = [form.SUMMARY, form.FINDINGS, form.QUESTIONS, form.ACTIONS, form.CLAUSES]
    assert seen(book) == sheets
    assert seen(together) == [*sheets, form.COMPARISON]
    assert book.sheetnames[5:] == [form.IDENTITY, form.LISTS, form.SENT, form.BASE]


# Summary


def test_the_summary_counts_provisions_by_result(book: Workbook, portugal: Assessment) -> None:
    rows = {row["Document"]: row for row in rows_of(book[form.SUMMARY])}
    assert list(rows) == list(dict.fromkeys(f.rule.symbol for f in portugal.counted()))
    for symbol, row in rows.items():
        found = [one for one in portugal.counted() if one.rule.symbol == symbol]
        for status, header in (
            (Status.MET, "met"),
            (Status.PARTLY_MET, "partly met"),
            (Status.NOT_MET, "not met"),
            (Status.UNDETERMINED, "open"),
            (Status.NOT_APPLICABLE, "n/a"),
            (Status.NO_TEST, "not tested"),
        ):
            assert row[header] == sum(one.status is status for one in found)
        requirements = [r.outcomes for one in found for r in one.requirements]
        told = str(row["Requirements not met"] or "0 of")
        assert told.startswith(f"{requirements.count(NOT_MET)} of")
    assert len(book[form.SUMMARY]._charts) == 1


def test_the_summary_says_who_when_and_against_what(book: Workbook) -> None:
    texts = texts_of(book[form.SUMMARY])
    assert texts[0] == "Gap report: Portugal"
    assert "Government of Portugal (government), 2010-08-05" in texts
    assert "A/66/253; A/RES/65/212; CMW/C/GC/1" in texts
    assert any("silence is neither failure nor success" in text for text in texts)


def test_reviewers_sign_on_the_summary(book: Workbook) -> None:
    sheet = book[form.SUMMARY]
    for field in form.SIGN_OFF_FIELDS:
        cells = cells_of(book, form.SUMMARY, field)
        assert cells[0].value == form.HEADERS[field]
        assert all(not cell.protection.locked and cell.value is None for cell in cells[1:])
        assert sheet.print_area.startswith("'Summary'!$A$1:$H$")


def cells_of(book: Workbook, sheet: str, field: str) -> list[object]:
    """The header and the cells of a field, by its defined name."""
    place = book.defined_names[form.column_name(sheet, field)].attr_text
    title, _, ref = place.replace("$", "").partition("!")
    assert title == f"'{sheet}'"
    return [row[0] for row in book[sheet][ref]]


# Findings


def test_every_finding_has_one_row_and_gaps_come_first_by_force(
    book: Workbook, portugal: Assessment
) -> None:
    rows = rows_of(book[form.FINDINGS])
    found = {finding.rule.id: finding for finding in portugal.findings}
    assert sorted(str(row["Rule"]) for row in rows) == sorted(found)
    order = [found[str(row["Rule"])] for row in rows]
    keys = [(rank(one, portugal), FORCES.index(one.rule.force)) for one in order]
    assert keys == sorted(keys)
    assert keys[0][0] is Rank.GAP
    for row in rows:
        outcomes = found[str(row["Rule"])].outcomes
        assert str(row["Result"]).startswith(f"{mark(outcomes)} {outcomes_words(outcomes)}")


def test_a_gap_says_what_is_asked_why_and_on_what_it_rests(
    book: Workbook, portugal: Assessment
) -> None:
    rows = by_rule(rows_of(book[form.FINDINGS]))
    gaps = [f for f in portugal.findings if rank(f, portugal) is Rank.GAP]
    assert len(gaps) > 1
    for finding in gaps:
        row, check = rows[finding.rule.id], finding.failing_checks[0]
        assert row["Paragraph"] == words.paragraph(finding.rule)
        assert str(row["What is asked"]).lstrip("• ").startswith(f"“{check.check.asks[0][:20]}")
        (fact, *_) = check.because
        told = portugal.answers[fact]
        said = statements.statements_of(portugal.library.facts[fact], told)
        assert said[:40] in str(row["Why"]) or told.answer.value is not None
        assert told.answer.evidence[0].document in str(row["Source"])
        action = action_words(check.check.remedy)
        assert action[:30] in str(row["What would close it"])
        assert str(row["Responsible"]).lstrip("• ")[:10] in str(row["What would close it"])


def test_silence_is_no_reason_and_no_failure(book: Workbook, portugal: Assessment) -> None:
    rows = by_rule(rows_of(book[form.FINDINGS]))
    silent = [f for f in portugal.findings if rank(f, portugal) is Rank.OPEN]
    assert silent
    for finding in silent:
        row = rows[finding.rule.id]
        assert str(row["Why"]).startswith("No answer decides it yet.")
        assert row["What would close it"] is None
        assert str(row["Requirements not met"]).startswith("0 of")


def test_reviewers_write_beside_each_finding_and_nowhere_else(
    book: Workbook, portugal: Assessment
) -> None:
    open_cells = {
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    fields = [cells_of(book, form.FINDINGS, field)[1:] for field in form.REVIEW_FIELDS]
    assert {len(cells) for cells in fields} == {len(portugal.findings)}
    meant = {(form.FINDINGS, cell.coordinate) for cells in fields for cell in cells}
    acting = [cells_of(book, form.ACTIONS, field)[1:] for field in form.ACTION_FIELDS]
    meant |= {(form.ACTIONS, cell.coordinate) for cells in acting for cell in cells}
    assert meant <= open_cells
    assert {sheet for sheet, _ in open_cells - meant} == {form.SUMMARY}
    (offered,) = book[form.FINDINGS].data_validations.dataValidation
    assert offered.formula1 == form.LIST_OPINION
    place = book.defined_names[form.LIST_OPINION].attr_text.partition("!")[2].replace("$", "")
    assert [row[0].value for row in book[form.LISTS][place]] == list(form.OPINIONS)


def test_what_programs_need_is_hidden_and_matches(book: Workbook, portugal: Assessment) -> None:
    sheet = book[form.FINDINGS]
    keys = [cell.value for cell in cells_of(book, form.FINDINGS, form.KEY)][1:]
    rules = [str(row["Rule"]) for row in rows_of(sheet)]
    assert keys == [form.finding_key(portugal.profile.id, rule) for rule in rules]
    assert hidden_headers(sheet) == {"Rule", "Key", form.HEADERS[form.ROW]}
    again = [cell.value for cell in cells_of(book, form.FINDINGS, form.ROW)][1:]
    assert again == keys
    base = list(book[form.BASE].values)
    assert base[0] == (*form.BASE_COLUMNS, *form.BASE_FIELDS)
    known = {rule: form.rule_hash(portugal.library.rules[rule]) for rule in rules}
    told = [row[:3] for row in base[1:] if row[0] == form.FINDINGS]
    acting = [row[1] for row in base[1:] if row[0] == form.ACTIONS]
    assert acting == [cell.value for cell in cells_of(book, form.ACTIONS, form.KEY)][1:]
    assert told == [
        (form.FINDINGS, key, known[rule]) for key, rule in zip(keys, rules, strict=True)
    ]
    identity = dict(book[form.IDENTITY].values)
    assert identity[form.PROPERTY_KIND] == form.GAP_REPORT
    properties = {one.name: one.value for one in book.custom_doc_props.props}  # type: ignore[attr-defined]
    assert properties[form.PROPERTY_EXPORT] == identity[form.PROPERTY_EXPORT]


def hidden_headers(sheet: Worksheet) -> set[str]:
    (table,) = sheet.tables.values()
    return {
        str(cell.value)
        for cell in sheet[table.ref][0]
        if sheet.column_dimensions[cell.column_letter].hidden
    }


# Questions


def whole(rows: Rows) -> dict[str, dict[str, str | int | None]]:
    """The rows by question, with what goes on in the next row put behind it."""
    found: dict[str, dict[str, str | int | None]] = {}
    for row in rows:
        if row["Question id"]:
            found[str(row["Question id"])] = row
        else:
            last = found[next(reversed(found))]
            last["Source"] = f"{last['Source']} {row['Source']}"
    return found


def test_every_question_has_one_row_with_its_answer_and_whole_source(
    book: Workbook, portugal: Assessment
) -> None:
    rows = whole(rows_of(book[form.QUESTIONS]))
    assert rows.keys() == portugal.read
    answered = [fact for fact in rows if fact in portugal.answers]
    assert list(rows)[: len(answered)] == answered
    for fact in answered:
        for source in portugal.answers[fact].all_sources():
            for evidence in source.answer.evidence:
                assert (evidence.quote or evidence.document) in str(rows[fact]["Source"])
    unanswered = rows.keys() - portugal.answers.keys()
    assert all(str(rows[fact]["Answer"]).startswith("no answer yet") for fact in unanswered)
    open_ = {one.fact.id: one for one in questions(portugal)}
    for fact in unanswered & open_.keys():
        assert rows[fact]["Results it could settle"] == len(open_[fact].could_decide)


# Actions


def test_the_actions_are_those_of_the_plan(book: Workbook, portugal: Assessment) -> None:
    page = Page(plan(portugal))
    rows = rows_of(book[form.ACTIONS])
    assert [row["No."] for row in rows] == list(page.numbered)
    assert len(rows) > 1
    for row in rows:
        action = page.numbered[int(str(row["No."]))]
        assert row["Action"] == sentence_of(action, portugal)
        assert row["Responsible"]
        assert row["Requirements improved"] == len(action.moved)
        assert "→" in str(row["What it improves"])
    assert any("Met: action" in str(row["Ways to close the gaps"]) for row in rows)


# Clauses


def test_clauses_are_word_for_word_and_those_tested_come_first(
    book: Workbook, portugal: Assessment
) -> None:
    rows = rows_of(book[form.CLAUSES])
    found = {finding.rule.id: finding for finding in portugal.findings}
    assert sorted(str(row["Rule"]) for row in rows) == sorted(found)
    for row in rows:
        rule, text = found[str(row["Rule"])].rule, str(row["Text, word for word"])
        if rule.text:
            assert text == rule.text
        else:
            assert text == f"(We do not hold the text. In our words:) {rule.summary}"
    untested = (Status.NOT_APPLICABLE, Status.NO_TEST)
    tested = [found[str(row["Rule"])].status not in untested for row in rows]
    assert tested == sorted(tested, reverse=True)
    last = book[form.CLAUSES].print_area.rpartition("$")[2]
    assert int(last) == tested.count(True) + 3


# Comparison


def test_accounts_stand_side_by_side_and_contradictions_come_first(
    together: Workbook, accounts: list[Assessment]
) -> None:
    rows = rows_of(together[form.COMPARISON])
    names = list(rows[0])[4:]
    assert len(names) == 2
    for name, account in zip(names, accounts, strict=True):
        found = {one.rule.title: one for one in account.findings if one.checks}
        told = {
            str(row["Title (ours) or question"]): row[name]
            for row in rows
            if row["Kind"] == "paragraph"
        }
        assert told.keys() == found.keys()
        for title, told_words in told.items():
            outcomes = found[title].outcomes
            assert told_words == f"{mark(outcomes)} {outcomes_words(outcomes)}"
    contested = {one.fact.question for one in compare(accounts).contested}
    asked = {str(r["Title (ours) or question"]) for r in rows if r["Kind"] == "question"}
    assert asked == contested
    assert contested
    relations = [str(row["The accounts"]) for row in rows if row["Kind"] == "paragraph"]
    is_first = [relation.startswith("contradiction") for relation in relations]
    assert is_first == sorted(is_first, reverse=True)


def test_a_row_says_whose_account_it_is_of(together: Workbook) -> None:
    for title in (form.FINDINGS, form.QUESTIONS):
        who = [row["Who answered"] for row in rows_of(together[title])]
        assert len(set(who)) == 2
        assert None not in who


# Single sheets


def written(report: str, subject: object) -> Workbook:
    content = b"".join(REPORTS[report].parts(subject, "xlsx"))
    return load_workbook(BytesIO(content))


def test_other_commands_write_the_same_sheets_alone(
    accounts: list[Assessment], portugal: Assessment, book: Workbook
) -> None:
    actions = written("plan", [plan(portugal)])
    assert seen(actions) == [form.ACTIONS]
    assert rows_of(actions[form.ACTIONS]) == rows_of(book[form.ACTIONS])
    asked = written("questions", [portugal])
    assert seen(asked) == [form.QUESTIONS]
    ids = list(whole(rows_of(asked[form.QUESTIONS])))
    assert ids == [one.fact.id for one in questions(portugal)]
    compared = written("comparison", compare(accounts))
    assert seen(compared) == [form.COMPARISON]
    kinds = [row["Kind"] for row in rows_of(compared[form.COMPARISON])]
    assert kinds.count("question") == len(compare(accounts).facts)
    matrix = written("matrix", accounts)
    assert seen(matrix) == [form.COMPARISON]
    for one in (asked, compared, matrix):
        assert all(cell.protection.locked for s in one for row in s.iter_rows() for cell in row)


def test_what_changed_is_a_sheet_then_beside_now(library: Library) -> None:
    profile = library.profile("ata-2011-government")
    answers = {k: v for k, v in profile.answers.items() if k != "children.school"}
    later = profile.model_copy(update={"id": "later", "answers": answers})
    before, now = assess(profile, library), assess(later, library)
    made = changes(PreviousAssessment.of(before), now)
    rows = rows_of(written("changes", made)[form.CHANGES])
    assert len(rows) == len(made.findings) + len(made.answers)
    for row in rows:
        assert None not in list(row.values())[4:]


def test_a_confidential_answer_is_nowhere_in_it(library: Library) -> None:
    profile = library.profile("ata-2011-government")
    fact = "children.school"
    (answer,) = profile.answers[fact]
    secret = answer.model_copy(update={"public": False, "note": "Hush"})
    told = profile.model_copy(update={"answers": {**profile.answers, fact: (secret,)}})
    content = b"".join(REPORTS["gap_report"].parts([assess(told, library)], "xlsx"))
    book = load_workbook(BytesIO(content))
    rows = {row["Question id"]: row for row in rows_of(book[form.QUESTIONS])}
    assert rows[fact]["Answer"] == "no answer yet"
    assert rows[fact]["Source"] is None
    assert not any("Hush" in text for sheet in book for text in texts_of(sheet))
