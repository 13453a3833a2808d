"""The gap report put together: which sheets it has, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.plan import plan
from compliance.lazy import MOST_HELD
from compliance.workbook import schema as form
from compliance.workbook.sheets import actions, clauses, comparison, findings, questions, words
from compliance.workbook.sheets.summary import WIDTHS, Tally, write_summary
from compliance.workbook.writing.book import Book, title_of
from compliance.workbook.writing.identity import Account


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook part by part: the same bytes for the same input.

    Of more accounts than are held at a time each is written and let go. Then nothing is filled
    in, open questions and actions are left to workbooks of single accounts, and so are the
    contradictions between accounts.
    """
    with Book(is_reviewed=len(assessments) <= MOST_HELD) as book:
        yield from _written(book, assessments)


def _written(book: Book, assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The sheets of a book, and its file."""
    is_held, several, identity = book.is_reviewed, len(assessments) > 1, Account()
    tally, compared = Tally(), comparison.Accounts()
    page = book.page(form.SUMMARY, WIDTHS)
    found = book.table(findings.findings(assessments, is_reviewed=is_held))
    asked = book.table(questions.questions(assessments))
    acting = actions.Actions(assessments)
    done = book.table(acting.listing()) if is_held else None
    clause = book.table(clauses.clauses())
    for one in assessments:
        identity.add(one)
        tally.add(one)
        compared.add(one)
        found.add(findings.found_in(one))
        asked.add(questions.answered(one))
    clause.add(clauses.clauses_of(assessments[:1] if not is_held else assessments))
    if done:
        for one in assessments:
            asked.add(questions.unanswered(one))
            done.add(acting.steps(plan(one)))
        done.add(acting.others())
    if several:
        _compare(book, assessments, compared, is_held=is_held)
    told = identity.identity(form.GAP_REPORT if is_held else form.GAP_REPORT_OF_MANY)
    title = title_of("Gap report", identity.told[form.PROPERTY_COUNTRY])
    names = write_summary(page, title, assessments, tally, is_reviewed=is_held)
    book.workbook.defined_names.update(names)
    subject = title if several else f"Gap report: {words.account_words(assessments[0])}"
    yield from book.parts(title, subject, identity.last_day, told)


def _compare(
    book: Book, assessments: Sequence[Assessment], compared: comparison.Accounts, *, is_held: bool
) -> None:
    """The sheet Comparison: by provision, and the questions on which accounts disagree."""
    held = comparison.comparisons(assessments) if is_held else []
    table = book.table(comparison.comparison(compared.names, has_relation=bool(held)))
    table.add(compared.rows(held))
    for one in held:
        table.add(comparison.question_rows(one, comparison.CONTESTED))
