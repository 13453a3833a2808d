"""What a reader must know of a whole assessment: what it rests on, what is left out or not ours."""

from __future__ import annotations

from collections.abc import Iterable

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EvidenceStandard
from compliance.engine.outcomes import Status
from compliance.model.rulebook import divided_from
from compliance.report import wording
from compliance.report.evidence_levels import answers_words, has_levels

TOGETHER = (
    "Several accounts are held together: of what several answer, whatever any of them leaves "
    "possible counts, but for what its speaker has answered anew since; nothing else is merged. "
    "What is decided stands whoever is right."
)
STANDARD_WORDS = {
    EvidenceStandard.CITED: "Only answers with evidence count; the others are taken as open.",
    EvidenceStandard.INDEPENDENT: (
        "Only answers count that someone other than the speaker confirms; the others are taken "
        "as open."
    ),
}


def remarks(assessment: Assessment) -> list[str]:
    """What a reader must know of the whole: what it rests on, what is left out or not ours."""
    counted = [told for fact, told in assessment.answers.items() if fact in assessment.read]
    registers = {told.register.id: told.register for told in counted if told.register}
    said = [*_testimony(assessment)]
    also = ""
    if has_levels(assessment):
        said += answers_words(assessment)
        also = "also "
    said += [
        f"It {also}rests on a register: {wording.register_words(r)}." for r in registers.values()
    ]
    if unanswered := len(list(wording.said_without_answering(assessment.basis))):
        statements = wording.number_of(
            unanswered, "statement that answers", "statements that answer"
        )
        said.append(f"{_keeper(assessment)} {statements} no question, with the reason.")
    if assessment.disputes:
        answers = wording.number_of(len(assessment.disputes), "answer is", "answers are")
        said.append(f"{answers} {_contested(assessment)}.")
    if uncounted := len(assessment.all_findings) - len(assessment.counted()):
        findings = wording.number_of(uncounted, "finding is", "findings are")
        said.append(f"{findings} not counted: {wording.NOT_COUNTED}.")
    said += [*_reservations(assessment)]
    stated = assessment.answers.values()
    old = [s.last_stated for s in stated if s.last_stated and not s.register]
    if old:
        stand = wording.number_of(len(old), "answer stands", "answers stand")
        said.append(f"{stand} as last stated on {max(old)}.")
    said += [*_drafts(assessment), *_whose_words(assessment)]
    looked_at, all_ = len(assessment.all_findings), len(assessment.library.rules)
    if looked_at < all_:
        said.append(f"Only {looked_at} of {wording.number_of(all_, 'rule')} were looked at.")
    if len(assessment.findings) < looked_at:
        said.append(f"Only {len(assessment.findings)} of {looked_at} findings are listed.")
    return [*said, *_layer_remarks(assessment)]


def later(assessment: Assessment) -> list[str]:
    """The instruments that did not exist yet on the day assessed."""
    instruments = assessment.library.instruments
    used = dict.fromkeys(finding.rule.instrument for finding in assessment.all_findings)
    dated = [instruments[name] for name in used]
    return [
        f"{one.symbol} is of {one.date}, after the day assessed."
        for one in dated
        if one.date and one.date > assessment.as_of
    ]


def _drafts(assessment: Assessment) -> Iterable[str]:
    """How many rules that concern the State are drafts."""
    found = [f for f in assessment.all_findings if f.rule.draft and f.status is Status.NO_TEST]
    if found:
        drafts = wording.number_of(len(found), "rule is a draft", "rules are drafts")
        whose = "its checks are" if len(found) == 1 else "their checks are"
        yield f"{drafts}: {whose} still to be written."


def _testimony(assessment: Assessment) -> Iterable[str]:
    """That accounts are held together, and how well answers must be shown to count."""
    if assessment.basis.is_joint:
        yield TOGETHER
    if words := STANDARD_WORDS.get(assessment.basis.standard):
        yield words


def _reservations(assessment: Assessment) -> Iterable[str]:
    """What does not apply by reservation, wholly or in part."""
    for finding in assessment.all_findings:
        if reserved := finding.reserved:
            checks = wording.listed((found.check.id for found in reserved), "and")
            whole = "" if len(reserved) < len(finding.checks) else ", the whole of it"
            yield (
                f"{finding.citation} does not apply {wording.BY_RESERVATION}: {checks}{whole}. "
                "Whether the reservation is valid is not for us to say."
            )


def _keeper(assessment: Assessment) -> str:
    return "The accounts keep" if assessment.basis.is_joint else "The profile keeps"


def _contested(assessment: Assessment) -> str:
    if assessment.basis.is_joint:
        return "contested; all that was said is kept"
    return "contradicted by a register; both are kept"


def _whose_words(assessment: Assessment) -> Iterable[str]:
    """Where provisions are somebody's summary, or put in words of ours."""
    rules = [finding.rule for finding in assessment.all_findings]
    for symbol in dict.fromkeys(rule.symbol for rule in rules if rule.asked_by):
        told = [r.provision for r in rules if r.symbol == symbol and r.asked_by]
        numbers = list(dict.fromkeys(divided_from(p) or p for p in told))
        word = "para." if len(numbers) == 1 else "paras."
        paras = f"{word} {wording.listed(numbers, 'and')}"
        yield f"{symbol}, {paras}: what others ask, as summarised there."
    for symbol in dict.fromkeys(rule.symbol for rule in rules if not rule.text):
        yield f"{symbol}: we do not hold its text; what it asks is said in our own words."


def _layer_remarks(assessment: Assessment) -> Iterable[str]:
    rules: dict[str, list[str]] = {}
    for finding in assessment.findings:
        rules.setdefault(finding.rule.layer, []).append(finding.rule.id)
    for layer, names in rules.items():
        if remark := wording.layer_remark(layer):
            shown = (
                wording.listed(names, "and")
                if len(names) <= 5
                else wording.number_of(len(names), "rule")
            )
            yield f"{remark[0].upper()}{remark[1:]}: {shown}."
    if remark := wording.layer_remark(assessment.profile.layer):
        yield f"The profile is {remark}."
