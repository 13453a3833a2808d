"""The questionnaire as one page for a browser: questions, results while one answers, a profile.

It carries the tables of ``browser/`` and needs no network. What it looks like is in
``page.html.j2`` and ``page.css`` beside this file, what it does in the scripts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from markupsafe import Markup

from compliance.browser import DECIDING, STARTED, program
from compliance.browser.tables import Data, as_json, fact_data, registers, tables
from compliance.countries import country_name
from compliance.document.html import (
    content_policy,
    mark_symbol,
    page_template,
    statuses,
    style_sheet,
)
from compliance.engine.outcomes import Outcomes
from compliance.files import packaged
from compliance.interface.page import FORM, QUESTIONNAIRE
from compliance.library.languages import Language, speaking
from compliance.library.library import Library
from compliance.library.profile_editor import answer_data
from compliance.model.profiles import ON_FILE
from compliance.model.rulebook import FORCES, Rule, Voice
from compliance.model.scalars import NO_NAMES
from compliance.report import wording
from compliance.report.sections import instruments
from compliance.workbook.questionnaire.order import Asked

_SCRIPTS = ("draft", "results", "page")


def render(asked: Asked, library: Library) -> bytes:
    """The page. Confidential answers are not in what is ``asked``."""
    with speaking(asked.words.language):
        return _render(asked, library)


def _render(asked: Asked, library: Library) -> bytes:
    css = f"{style_sheet()}\n{packaged(__name__, 'page.css')}"
    starting = program("starting")
    script = "\n".join(
        [
            program(*DECIDING, "say", "answer_form"),
            *(packaged(__name__, f"{name}.js") for name in _SCRIPTS),
        ]
    )
    language = asked.words.language
    say = _said(language, QUESTIONNAIRE)
    text = page_template(__name__).render(
        language=language.code,
        direction=language.direction,
        title=say["title"].format(country=country_name(asked.country, asked.words.language.code)),
        intro=_intro(asked, say),
        say=say,
        voices=[(voice, asked.words.voice(voice)) for voice in get_args(Voice)],
        marks=[(bits, mark_symbol(Outcomes.from_bits(bits))) for bits in range(16)],
        policy=content_policy(css, starting, script, STARTED),
        style=Markup(css),  # noqa: S704 - our own files
        starting=Markup(starting),  # noqa: S704 - our own files
        script=Markup(script),  # noqa: S704 - our own files
        started=Markup(STARTED),  # noqa: S704 - our own
        data=Markup(as_json(_data(asked, library))),  # noqa: S704 - made safe there
    )
    return text.encode()


def _said(language: Language, strings: Iterable[str]) -> dict[str, str]:
    """The sentences in a language; in English where it has none."""
    return {id_: language(f"page.{id_}") for id_ in strings}


def _intro(asked: Asked, say: Mapping[str, str]) -> Sequence[str]:
    lines = [say["intro"]]
    if asked.words.language.entries:
        lines.append(asked.words.language("status"))
    if asked.profile:
        lines.append(say["prefilled"].format(profile=asked.profile))
    if asked.lead:
        lines.append(say["for_lead"].format(lead=asked.lead))
    return lines


def _data(asked: Asked, library: Library) -> Data:
    """All that the scripts read."""
    order = [question.fact.id for question in asked.questions]
    rules = [rule for rule in library.rules.values() if _is_served(rule, asked, library)]
    language = asked.words.language
    data = tables(library, asked.country, rules, order)
    for told, rule in zip(data["rules"], rules, strict=True):
        told.update(_texts(rule, language))
        for own, check in zip(told.get("checks", ()), rule.checks, strict=False):
            own.update(asks=check.asks, remedy=wording.action_words(check.remedy))
    for name, told in data["facts"].items():
        shown = asked.words.fact(library.facts[name])
        told.update(fact_data(shown), evidence=shown.evidence)
        if shown.help:
            told["help"] = shown.help
    topics = dict.fromkeys([*library.topics, *(q.fact.topic for q in asked.questions)])
    about = {
        "voice": asked.voice,
        "speaker": asked.speaker,
        "as_of": asked.as_of.isoformat() if asked.as_of else "",
        "note": asked.note,
    }
    held = {fact: dated for fact, dated in (asked.held or {}).items() if fact in set(order)}
    answers = {fact: [answer_data(answer) for answer in dated] for fact, dated in held.items()}
    data |= {
        "country": asked.country,
        "country_name": country_name(asked.country, asked.words.language.code),
        "lead": asked.lead,
        "registers": registers(library, asked.country, data["facts"]),
        "order": order,
        "topics": {t: language.topic(t, wording.topic_label(t, library)) for t in topics},
        "instruments": instruments(rules, library),
        "voices": [[voice, asked.words.voice(voice)] for voice in get_args(Voice)],
        "account": {**about, "answers": answers},
        "strings": _said(language, {**FORM, **QUESTIONNAIRE}),
        "statuses": statuses(),
        "no_names": sorted(NO_NAMES),
        "on_file": ON_FILE,
    }
    known = [asked.country, asked.lead, asked.profile, about["as_of"], *order]
    name = hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]
    return {**data, "key": f"compliance-questionnaire-{name}"}


def _is_served(rule: Rule, asked: Asked, library: Library) -> bool:
    """Whether a rule is in scope; of one institution those that it serves."""
    if not asked.scope.has(rule):
        return False
    own = {question.fact.id for question in asked.questions}
    return not asked.lead or any(own.intersection(facts) for facts in library.facts_read(rule))


def _texts(rule: Rule, language: Language) -> Data:
    """What a person reads of a rule."""
    told: Data = {
        "paragraph": wording.paragraph(rule),
        "title": language.title(rule),
        "text": rule.wording,
        "force": FORCES.index(rule.force),
    }
    if not rule.text:
        told["is_ours"] = True
    if rule.kind == "reported":
        told["is_reported"] = True
    return told
