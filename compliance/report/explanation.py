"""A rule from the clause to its result: the words, our reading, the reason, what is open.

In short it fits a screen; with details it has every test as a decision table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gettext import ngettext

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import CheckFinding, Finding
from compliance.assessment.questions import by_itself
from compliance.countries import country_name
from compliance.document.model import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Paragraph,
    Row,
    Section,
    Table,
    items,
    legend,
    note,
    quote,
)
from compliance.document.text import (
    Text,
    english,
    marked_status,
    muted,
    quotation,
    sentence,
    status,
    strong,
)
from compliance.engine.decision_table import DecisionTable
from compliance.engine.outcomes import Outcomes, Status
from compliance.library.languages import say
from compliance.library.library import Library
from compliance.model.rulebook import Check, Fact, FactId, Rule
from compliance.report import commands, decision, reasons, wording
from compliance.report.remedies import RemedyWords, ToDo

_QUESTIONS = 5
_MOST_IN_FULL = 3
"""Of more accounts than these only the results are shown, side by side."""
_ADDRESSEES = {"states": "States", "parties": "States parties", "named states": "named States"}


@dataclass(frozen=True)
class Explained:
    """A rule, and the accounts that are held against it."""

    rule: Rule
    library: Library
    assessments: Sequence[Assessment] = ()

    def published(self) -> Explained:
        """The same without what is confidential."""
        public = [assessment.published() for assessment in self.assessments]
        return Explained(self.rule, self.library, public)

    @property
    def found(self) -> list[tuple[Assessment, Finding]]:
        """Each account with what the rule comes to for it."""
        return [
            (assessment, finding)
            for assessment in self.assessments
            for finding in assessment.all_findings
            if finding.rule.id == self.rule.id
        ]


def document(subject: Explained, *, details: bool = False, next_steps: bool = False) -> Document:
    """The rule and its results; with ``details`` also every test as a decision table.

    ``next_steps`` adds the commands by which one goes on.
    """
    rule, found = subject.rule, subject.found
    title = f"{rule.citation[0].upper()}{rule.citation[1:]}: {rule.title}"
    blocks: list[Block] = []
    if len(found) == 1:
        blocks.append(_result(*found[0]))
    elif found:
        blocks.append(_results(found))
    blocks.append(_clause_section(subject, details=details))
    if rule.draft and not found:
        from compliance.report import worksheet  # noqa: PLC0415 - of a draft alone

        blocks += worksheet.sections(rule, subject.library)
    elif not found:
        blocks.append(Section("What it asks", [requirements(rule)]))
    if len(found) <= _MOST_IN_FULL or details:
        for assessment, finding in found:
            blocks += _account(assessment, finding, is_alone=len(found) == 1, details=details)
    blocks += _tests(subject, details=details)
    blocks += reasons.sources(blocks)
    blocks += _closing(subject, details=details, next_steps=next_steps)
    return Document(title, blocks, subtitle=_subtitle(subject))


def _subtitle(subject: Explained) -> Text:
    instrument = subject.library.instruments[subject.rule.instrument]
    words = wording.instrument_words(instrument)
    if len(subject.assessments) != 1:
        return words
    assessment = subject.assessments[0]
    return f"{country_name(assessment.profile.country)}: {wording.who_answered(assessment)}"


def _result(assessment: Assessment, finding: Finding) -> Paragraph:
    parts: list[Text] = [strong("Result: "), marked_status(finding.outcomes)]
    if finding.status is Status.NOT_APPLICABLE and finding.reserved:
        parts.append(f", {say('report.by_reservation')}")
    if number := len(finding.missing):
        words = ngettext(". {n} question is open.", ". {n} questions are open.", number)
        parts.append(words.format(n=number))
    parts += reasons.mark(finding.because, assessment)
    return Paragraph(parts)


def _results(found: Sequence[tuple[Assessment, Finding]]) -> Table:
    columns = [Column(), Column("Who answered", wraps=True, is_name=True), Column("Result")]
    rows = []
    for assessment, finding in found:
        country = country_name(assessment.profile.country)
        who = f"{country}: {wording.who_answered(assessment)}"
        rows.append(Row([finding.outcomes, who, status(finding.outcomes)]))
    return Table(columns, rows, "Results")


# The rule


def _clause_section(subject: Explained, *, details: bool) -> Section:
    heading = "The document's words" if subject.rule.text else "Our summary"
    remark = "" if subject.rule.text else "Not the document's words"
    blocks = clause(subject.rule)
    blocks += _preamble(subject, details=details)
    if words := wording.applies_words(subject.rule, subject.library):
        blocks.append(note(words))
    return Section(heading, blocks, remark=remark)


def _preamble(subject: Explained, *, details: bool) -> Iterator[Block]:
    """The passages of the preamble that the rule takes up; of several their number, in short."""
    instrument = subject.library.instruments[subject.rule.instrument]
    passages = instrument.preamble_of(subject.rule)
    if len(passages) > 1 and not details:
        words = "We read it together with {n} passages of the preamble."
        yield note(words.format(n=len(passages)))
        return
    for passage in passages:
        yield note(["The preamble, which we read together with it: ", quotation(passage)])


def clause(rule: Rule) -> list[Block]:
    """The provision in the document's words, or in ours where its text is not held."""
    words = quote(english(quotation(rule.text) if rule.text else rule.summary or ""))
    found: list[Block] = [words]
    if remark := wording.summarised_words(rule):
        found.append(note(say("report.asked_by", who=remark)))
    if rule.kind == "reported":
        found.append(note(say("report.reported")))
    if rule.recommended_by:
        found.append(note(say("report.recommended_by", who="; ".join(rule.recommended_by))))
    if rule.position:
        position = say("report.position", words=rule.position.words, read=rule.position.read_as)
        found += [note(position), note(say("report.accepted"))]
    return found


def requirements(rule: Rule, finding: Finding | None = None) -> Table | Paragraph:
    """What the provision asks, one requirement a row, with its result where there is one."""
    if not rule.checks:
        return Paragraph(wording.untested_words(rule))
    columns = [Column(is_name=True, wraps=True)]
    if finding and finding.requirements:
        columns = [Column(), *columns, Column(wraps=True, width=13)]
        rows = [
            Row([one.outcomes, _asks(rule, one.asks), status(one.outcomes)])
            for one in finding.requirements
        ]
    else:
        rows = [Row([_asks(rule, asks)]) for asks in rule.requirements()]
    return Table(columns, rows, say("report.requirements"))


def _asks(rule: Rule, asks: Sequence[str]) -> Text:
    if not rule.text:
        return [english(" … ".join(asks)), muted(f" {say('report.our_words')}")]
    parts: list[Text] = []
    for words in asks:
        parts += [" … "] * bool(parts) + [english(quotation(words))]
    return parts


def reading(rule: Rule, library: Library) -> Facts:
    """How we read the provision: how strongly it speaks, to whom, about what."""
    speaks = f"{rule.force}, to {_ADDRESSEES.get(rule.addressee, rule.addressee)}"
    pairs: list[tuple[Text, Text]] = [("Force", speaks)]
    if rule.note:
        pairs.append(("Our reading", rule.note))
    pairs.append(("Topics", ", ".join(wording.topic_labels(rule, library))))
    for term, told in (
        ("Related", rule.related),
        ("Articles of the Convention named there", rule.articles),
        ("The same is asked in", [_citation(name, library) for name in rule.echoes]),
    ):
        if told:
            pairs.append((term, "; ".join(told)))
    for part in rule.frame:
        words: Text = quotation(part.words) if rule.text else part.words
        pairs.append((part.part.replace("_", " ").capitalize(), words))
    if remark := wording.layer_remark(rule.layer):
        pairs.append(("This rule", remark))
    return Facts(pairs)


def _citation(name: str, library: Library) -> str:
    return wording.short_citation(library.rules[name]) if name in library.rules else name


# The result for one account


def _account(
    assessment: Assessment, finding: Finding, *, is_alone: bool, details: bool
) -> list[Block]:
    parts = result_parts(assessment, finding, details=details)
    blocks: list[Block] = [Section(heading, found) for heading, found in parts]
    if is_alone:
        return blocks
    country = country_name(assessment.profile.country)
    return [Section(f"{country}: {wording.who_answered(assessment)}", blocks)]


def result_parts(
    assessment: Assessment, finding: Finding, *, details: bool
) -> Iterator[tuple[str, list[Block]]]:
    """What is said of a result: requirements, reason, contradictions, open questions, actions.

    Pairs of a heading and blocks. With ``details`` also what each answer would change.
    """
    rule, facts = finding.rule, assessment.library.facts
    yield say("report.asks"), [requirements(rule, finding)]
    why = reasons.why(finding, assessment) if finding.checks or finding.reason else []
    why += reasons.notes_without_answer(finding, assessment)
    if rule.checks and why:
        yield say("report.why"), why
    if contested := reasons.contradicted_result(finding, assessment):
        yield say("report.contradictions"), contested
    read = {fact for check in finding.checks for fact in check.table.facts}
    if within := list(reasons.within_accounts(assessment, read)):
        yield say("report.contradictions_within"), [items(within)]
    if ranked := reasons.ranked(finding):
        questions: list[Block] = [reasons.open_questions(ranked, facts, _QUESTIONS)]
        if details:
            questions = reasons.effects(ranked, finding, facts)
        yield say("report.heading", part=say("report.open_questions"), n=len(ranked)), questions
    if actions := closing(finding, assessment):
        yield say("report.closing"), [items(actions)]


def closing(finding: Finding, assessment: Assessment) -> list[Text]:
    """The actions that would close a gap, each with who is responsible."""
    found = RemedyWords(assessment).of(finding)
    return [reasons.marked(action_text(one), one.facts, assessment) for one in found]


def action_text(one: ToDo) -> Text:
    """What is to be done, and who is responsible."""
    return responsible_text(one.action, one.responsible)


def responsible_text(action: str, who: str) -> Text:
    """An action, and who is responsible for it; the action alone where nobody is named."""
    return [action, muted(f" {say('report.responsible', who=who)}")] if who else action


# The tests


def _tests(subject: Explained, *, details: bool) -> Iterator[Block]:
    """Our reading, and the tests: with ``details`` as decision tables, else how many there are."""
    rule, library = subject.rule, subject.library
    if not details:
        if rule.note:
            yield Section("Our reading", [Paragraph(rule.note)])
        return
    yield Section("How we read it", [reading(rule, library)])
    found = subject.found
    for place, check in enumerate(rule.checks):
        table = library.tables[rule.id][place]
        own = found[0] if len(found) == 1 else None
        blocks = test(rule, check, table, library)
        if own:
            assessment, finding = own
            blocks += decision_table(finding.checks[place].table, finding.checks[place])
            blocks += _test_result(assessment, finding, finding.checks[place])
        else:
            blocks += decision_table(table)
        yield Section(test_heading(check), blocks, remark=_measure(rule, check))


def test_heading(check: Check) -> Text:
    """What a test is called: its id, which is English."""
    return sentence(say("report.test"), name=english(check.id.replace("_", " ")))


def _measure(rule: Rule, check: Check) -> str:
    role = f"; as a country of {check.role}" if check.role else ""
    measure = wording.MEASURE_WORDS[check.measure]
    return f"{rule.force_of(check).capitalize()}; looks at {measure}{role}"


def test(rule: Rule, check: Check, table: DecisionTable, library: Library) -> list[Block]:
    """What a test asks, its questions by letters, and when it is met, in words."""
    pairs: list[tuple[Text, Text]] = [(say("report.test.asks"), _asks(rule, check.asks))]
    if others := library.echoes.get((rule.id, check.id), ()):
        cited = "; ".join(map(wording.short_citation, others))
        pairs.append((say("report.test.same_asked"), cited))
    conditions = decision.conditions(check, table, library.condition)
    pairs += [(say(f"report.test.{key}"), words) for key, words in conditions]
    if check.note:
        pairs.append((say("report.reading"), english(check.note)))
    pairs.append((say("report.test.action"), _remedy(check.remedy)))
    return [_lettered(table, library), Facts(pairs)]


def _remedy(remedy: str) -> Text:
    return responsible_text(wording.action_words(remedy), wording.responsible_words(remedy))


def _lettered(table: DecisionTable, library: Library) -> Facts:
    """The questions by their letters, with what the short names of answers mean."""
    pairs: list[tuple[Text, Text]] = []
    told: set[FactId] = set()
    for question in decision.questions(table):
        fact, words = library.facts[question.fact.id], list[Text]()
        if question.member is not None:
            words = [f"{wording.label(fact, question.member)}? ", *words]
            words.append(
                muted(fact.question if fact.id not in told else say("report.test.as_above"))
            )
        else:
            words.append(fact.question)
        if fact.id not in told:
            words += _choices(fact, table, library)
        told.add(fact.id)
        pairs.append((question.letter, words))
    return Facts(pairs)


def _choices(fact: Fact, table: DecisionTable, library: Library) -> Iterator[Text]:
    if fact.type == "choice":
        named = "; ".join(f"{name}: {choice.label}" for name, choice in fact.choices.items())
        yield muted(f" ({named})")
    if fact.given:
        when = decision.in_words(library.condition(fact.given), table)
        yield muted(f" {say('report.test.asked_only', condition=when)}")


def decision_table(table: DecisionTable, found: CheckFinding | None = None) -> list[Block]:
    """The rows of a test, from met to not applicable; with an account, which are still possible."""
    columns = [Column(question.letter) for question in decision.questions(table)]
    columns.append(Column(say("report.test.result"), is_name=True))
    if found:
        columns.append(Column(say("report.test.still_possible")))
    rows = []
    for line in decision.lines(table, found.masks if found else table.full):
        cells: list[Cell] = [decision.cell_words(cell) for cell in line.cells]
        cells.append(marked_status(Outcomes.of(line.outcome)))
        if found:
            yes, no = strong(say("report.yes")), muted(say("report.no"))
            cells.append(yes if line.is_possible else no)
        rows.append(Row(cells))
    return [Table(columns, rows, say("report.test.table"))]


def _test_result(assessment: Assessment, finding: Finding, found: CheckFinding) -> list[Block]:
    """What one test comes to for an account, and why, where the rule has several tests."""
    parts: list[Text] = [strong("Result of this test: "), marked_status(found.outcomes)]
    if found.is_reserved:
        parts.append(f", {say('report.by_reservation')}")
    blocks: list[Block] = [Paragraph(parts)]
    if len(finding.checks) == 1:
        return blocks
    alone = by_itself(finding, found)
    if alone.because:
        blocks.append(reasons.answers(alone.because, assessment))
    return blocks + reasons.effects(reasons.ranked(alone), alone, assessment.library.facts)


# The end


def _closing(subject: Explained, *, details: bool, next_steps: bool) -> Iterator[Block]:
    rule = subject.rule
    if subject.assessments and rule.checks:
        yield legend()
    file = f"rules/{rule.instrument}/{rule.stem}.yaml"
    yield note(
        f"The reading is ours, not the United Nations'. It is in {file}; a file of the same name "
        "in a folder of your own replaces it."
    )
    for assessment in subject.assessments:
        if getattr(assessment, "has_withheld", False) and not assessment.unpublished():
            yield note(say("report.may_be_withheld"))
            break
    if next_steps and not details and rule.checks:
        command = commands.explain_command(rule, subject.library, subject.assessments)
        yield commands.section([("Every test, as a table", f"{command} --details")])
