"""What a reader must know of a whole assessment: what it rests on, what is left out or not ours."""

from __future__ import annotations

from collections.abc import Iterable

from compliance.assessment import Assessment
from compliance.model import Instrument, divided_from
from compliance.report import saying, wording
from compliance.report.levels import answers_words
from compliance.testimony import Standard

TOGETHER = (
    "Several accounts are held together: of what several answer, whatever any of them leaves "
    "possible counts; nothing else is merged. What is decided stands whoever is right."
)
STANDARD_WORDS = {
    Standard.CITED: "Only answers with evidence count; the others are taken as open.",
    Standard.INDEPENDENT: (
        "Only answers count that someone other than the speaker confirms; the others are taken "
        "as open."
    ),
}


def remarks(assessment: Assessment) -> list[str]:
    """What a reader must know of the whole: what it rests on, what is left out or not ours."""
    read = {
        fact for found in assessment.all_findings for c in found.checks for fact in c.table.facts
    }
    counted = {fact: told for fact, told in assessment.answers.items() if fact in read}
    registers = {told.register.id: told.register for told in counted.values() if told.register}
    resting = wording.number_of(sum(not told.register for told in counted.values()), "answer")
    said = [*_testimony(assessment)]
    said += [f"It rests on {resting} of the {_whose(assessment)}."]
    said.append(answers_words(assessment))
    said += [f"And on a register: {saying.register_words(told)}." for told in registers.values()]
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
    said += [*_whose_words(assessment)]
    said += [
        f"{one.symbol} is of {one.date}, after the day assessed." for one in _later(assessment)
    ]
    looked_at, all_ = len(assessment.all_findings), len(assessment.library.rules)
    if looked_at < all_:
        said.append(f"Only {looked_at} of {wording.number_of(all_, 'rule')} were looked at.")
    if len(assessment.findings) < looked_at:
        said.append(f"Only {len(assessment.findings)} of {looked_at} findings are wording.listed.")
    return [*said, *_layer_remarks(assessment)]


def _testimony(assessment: Assessment) -> Iterable[str]:
    """That accounts are held together, and how well answers must be shown to count."""
    if assessment.testimony.is_joint:
        yield TOGETHER
    if words := STANDARD_WORDS.get(assessment.testimony.standard):
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


def _whose(assessment: Assessment) -> str:
    return "accounts" if assessment.testimony.is_joint else "profile"


def _contested(assessment: Assessment) -> str:
    if assessment.testimony.is_joint:
        return "contested; all that was said is kept"
    return "contradicted by a register; both are kept"


def _whose_words(assessment: Assessment) -> Iterable[str]:
    """Where provisions are somebody's summary, or put in words of ours."""
    rules = [finding.rule for finding in assessment.all_findings]
    for symbol in dict.fromkeys(rule.symbol for rule in rules if rule.asked_by):
        told = [r.provision for r in rules if r.symbol == symbol and r.asked_by]
        paras = wording.listed(dict.fromkeys(divided_from(p) or p for p in told), "and")
        yield f"{symbol}, paras. {paras}: what others ask, as summarised there."
    for symbol in dict.fromkeys(rule.symbol for rule in rules if not rule.text):
        yield f"{symbol}: we do not hold its text; what it asks is said in our own words."


def _later(assessment: Assessment) -> list[Instrument]:
    """The instruments that did not exist yet on the day assessed."""
    instruments = assessment.library.instruments
    used = dict.fromkeys(finding.rule.instrument for finding in assessment.all_findings)
    dated = [instruments[name] for name in used]
    return [one for one in dated if one.date and one.date > assessment.as_of]


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
