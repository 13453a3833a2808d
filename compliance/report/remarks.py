"""What a reader must know of a whole assessment: what it rests on, what is left out or not ours."""

from __future__ import annotations

from collections.abc import Iterable

from compliance.assessment import Assessment
from compliance.model import divided_from
from compliance.outcome import Status
from compliance.report import saying, wording


def remarks(assessment: Assessment) -> list[str]:
    """What a reader must know of the whole: what it rests on, what is left out or not ours."""
    read = {
        fact for found in assessment.all_findings for c in found.checks for fact in c.table.facts
    }
    counted = {fact: told for fact, told in assessment.answers.items() if fact in read}
    registers = {told.register.id: told.register for told in counted.values() if told.register}
    resting = wording.number_of(sum(not told.register for told in counted.values()), "answer")
    said = [] if _is_unspoken(assessment) else [f"It rests on {resting} of the profile."]
    also = "also " if said else ""
    said += [
        f"It {also}rests on a register: {saying.register_words(r)}." for r in registers.values()
    ]
    if unanswered := len(list(saying.said_without_answering(assessment.profile))):
        statements = wording.number_of(
            unanswered, "statement that answers", "statements that answer"
        )
        said.append(f"The profile keeps {statements} no question, with the reason.")
    if assessment.disputes:
        answers = wording.number_of(len(assessment.disputes), "answer is", "answers are")
        said.append(f"{answers} contradicted by a register; both are kept.")
    if uncounted := len(assessment.all_findings) - len(assessment.counted()):
        findings = wording.number_of(uncounted, "finding is", "findings are")
        said.append(f"{findings} not counted: {wording.NOT_COUNTED}.")
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


def _is_unspoken(assessment: Assessment) -> bool:
    """Whether nobody has given an account, so that there is no answer of a speaker."""
    return assessment.profile.voice == "register" and not assessment.profile.answers


def _drafts(assessment: Assessment) -> Iterable[str]:
    """How many rules that concern the State are drafts."""
    found = [f for f in assessment.all_findings if f.rule.draft and f.status is Status.NO_TEST]
    if found:
        drafts = wording.number_of(len(found), "rule is a draft", "rules are drafts")
        whose = "its checks are" if len(found) == 1 else "their checks are"
        yield f"{drafts}: {whose} still to be written."


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
