"""What to ask next: the open questions, and what each answer would settle.

One ranking everywhere: the question whose answer could decide most results comes first.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from gettext import ngettext

from compliance.assessment.assess import Assessment
from compliance.assessment.questions import AnswerEffect, FindingEffect, OpenQuestion, questions
from compliance.document.model import Block, Cell, Column, Document, Paragraph, Row, Table, note
from compliance.document.text import Text, sentence, status, strong
from compliance.engine.outcomes import Outcome, Outcomes
from compliance.library.library import EVERYTHING, Scope
from compliance.model.rulebook import Fact
from compliance.report import accounts, commands, wording
from compliance.report.wording import listed

QUESTIONS_SHOWN = 10
"""So many fit on a screen; with all of them the document is as long as it has to be."""
ANSWERS_SHOWN = 5
PARAGRAPHS_SHOWN = 6
ORDER = (
    "In the order of how many results an answer could decide, whichever answer it is. A result is "
    "counted if some answer would leave it one outcome, whatever else is open."
)
NOTHING_ALONE = "settles no result alone"
NOTHING_OPEN = "No result depends on an open question."


def document(
    subject: Sequence[Assessment],
    *,
    everything: bool = False,
    next_steps: bool = False,
    scope: Scope = EVERYTHING,
) -> Document:
    """The open questions of one account, or of several one after the other.

    The first ten, or with ``everything`` all of them. ``next_steps`` adds the commands by which
    one goes on; ``scope`` is what the rules were narrowed to.
    """
    closing: list[Block] = [note(ORDER)]
    if next_steps:
        ask = commands.command("ask", subject, scope)
        put = [("All open questions", f"{ask} --all")]
        if len(subject) == 1:
            put.append(("Answer them here", f"{ask} --interactive"))
        closing.append(commands.section([*put, ("Hand over", f"{ask} -o questions.docx")]))

    def blocks(place: int) -> Iterator[Block]:
        return _account(subject[place], everything=everything)

    return accounts.document_of(subject, "what to ask next", blocks, closing)


def _account(assessment: Assessment, *, everything: bool) -> Iterator[Block]:
    found = questions(assessment)
    yield from accounts.confidentiality([assessment])
    if not found:
        yield Paragraph(NOTHING_OPEN)
        return
    shown = found if everything else found[:QUESTIONS_SHOWN]
    words = ngettext("{n} question is open.", "{n} questions are open.", len(found))
    more = "" if len(shown) == len(found) else f" These are the first {len(shown)}."
    yield Paragraph(f"{words.format(n=len(found))}{more}")
    columns = [Column(align="end"), Column(wraps=True, is_name=True)]
    rows = [
        _row(number, question, everything=everything)
        for number, question in enumerate(shown, start=1)
    ]
    yield Table(columns, rows, "Open questions")


def _row(number: int, question: OpenQuestion, *, everything: bool) -> Row:
    cells: list[Cell] = [number, strong(question.fact.question)]
    under: list[Text] = [f"{weight_words(question)} {_paragraphs(question)}."]
    told = list(_answers(question, everything=everything))
    under += told if everything else told[:ANSWERS_SHOWN]
    if more := len(told) - len(under) + 1:
        under.append(ngettext("{n} more answer.", "{n} more answers.", more).format(n=more))
    if everything:
        under.append(f"Evidence: {question.fact.evidence}")
    return Row(cells, under=under)


def _paragraphs(question: OpenQuestion) -> str:
    """The paragraphs that depend on a question, the first of them."""
    shown, more = question.hanging[:PARAGRAPHS_SHOWN], len(question.hanging) - PARAGRAPHS_SHOWN
    cited = accounts.cited(shown)
    if more <= 0:
        return cited
    words = ngettext("{cited} and {n} more", "{cited} and {n} more", more)
    return words.format(cited=cited, n=more)


def weight_words(question: OpenQuestion) -> str:
    """How many results an answer could settle, of those that depend on the question."""
    could, all_ = len(question.could_decide), len(question.hanging)
    if not could:
        words = ngettext(
            "Settles no result alone, but helps with {of} that depends on it:",
            "Settles no result alone, but helps with {of} that depend on it:",
            all_,
        )
    else:
        words = ngettext(
            "Settles up to {n} of the {of} result that depends on it:",
            "Settles up to {n} of the {of} results that depend on it:",
            all_,
        )
    return words.format(n=could, of=all_)


# What each answer would settle


def _answers(question: OpenQuestion, *, everything: bool) -> Iterator[Text]:
    """What each answer would settle; answers that come to the same share a line.

    Members of which no answer settles anything are left out: the weight says that they help.
    """
    idle: list[str] = []
    for group in _alike(question):
        answers = "; or ".join(answer_words(one, question.fact) for one in group)
        if group[0].decided:
            yield [f"{answers}: ", *_settled(group[0], everything=everything)]
        elif group[0].member is None:
            idle.append(answers)
    if idle and question.could_decide:
        yield f"{'; or '.join(idle)}: {NOTHING_ALONE}."


def _settled(one: AnswerEffect, *, everything: bool) -> Iterator[Text]:
    """``3 results partly met; 1 result met``; with ``everything`` the paragraphs."""
    found: dict[Outcomes, list[FindingEffect]] = {}
    for effect in one.decided:
        found.setdefault(effect.after, []).append(effect)
    for place, (after, effects) in enumerate(found.items()):
        number = ngettext("{n} result", "{n} results", len(effects)).format(n=len(effects))
        which = accounts.cited(effect.finding for effect in effects) if everything else number
        template = "; {which} {status}" if place else "{which} {status}"
        yield sentence(template, which=which, status=status(after))
    yield "."


def _alike(question: OpenQuestion) -> Iterator[list[AnswerEffect]]:
    """The answers, those together that are about the same member and come to the same."""
    found: dict[Hashable, list[AnswerEffect]] = {}
    for one in question.consequences:
        found.setdefault((one.member, _what_follows(one)), []).append(one)
    yield from found.values()


def _what_follows(one: AnswerEffect) -> Hashable:
    return tuple((each.finding.rule.id, each.after.bits) for each in (*one.decided, *one.narrowed))


def answer_words(one: AnswerEffect, fact: Fact) -> str:
    """The answer: ``yes``; ``Judges: yes``; ``at most 30 days``."""
    words = value_words(one, fact)
    return f"{wording.label(fact, one.member)}: {words}" if one.member else words


def value_words(one: AnswerEffect, fact: Fact) -> str:
    """The answer, of a member without its name: ``yes``; ``at most 30 days``."""
    if one.member is None:
        return wording.possible_words(one.answer, fact)
    [(_, values)] = one.answer.members or ()
    return "yes" if True in values else "no"


def decided_by_outcome(one: AnswerEffect) -> dict[Outcome, list[str]]:
    """The rules that an answer would decide, by what they would come to."""
    found: dict[Outcome, list[str]] = {}
    for follows in one.decided:
        [outcome] = follows.after
        found.setdefault(outcome, []).append(follows.finding.rule.id)
    return {outcome: found[outcome] for outcome in Outcome if outcome in found}


def follows_words(one: AnswerEffect) -> str:
    """What an answer would do: ``met: A, B; not met: C; helps with 2 results``."""
    found = decided_by_outcome(one)
    words = [f"{outcome}: {listed(rules, 'and')}" for outcome, rules in found.items()]
    if number := len(one.narrowed):
        helps = ngettext("helps with {n} result", "helps with {n} results", number)
        words.append(helps.format(n=number))
    return "; ".join(words) or NOTHING_ALONE
