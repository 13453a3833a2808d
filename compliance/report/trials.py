"""A reader's trial: the program by which a page shows what another answer would change.

Nothing of a trial is part of the report. The program has what the account leaves open, as its
report is published: nothing confidential is in it.
"""

from __future__ import annotations

from compliance.assessment.assess import Assessment
from compliance.browser import DECIDING
from compliance.browser import program as scripts
from compliance.browser.tables import as_json, tables
from compliance.document.html import statuses
from compliance.document.model import Program, anchor_id
from compliance.interface.page import FORM, TRIAL
from compliance.library.languages import say
from compliance.report import wording


def program(assessment: Assessment) -> Program:
    """The program of one assessment, with the tables of the rules that are tested."""
    found = [f for f in assessment.all_findings if f.joint]
    values = {fact: told.possible for fact, told in assessment.answers.items()}
    library, rules = assessment.library, [finding.rule for finding in found]
    data = tables(library, assessment.profile.country, rules, values=values)
    for told, rule in zip(data["rules"], rules, strict=True):
        told.update(paragraph=wording.paragraph(rule), row=anchor_id(rule.id))
    data |= {
        "stated": {
            name: wording.standing_words(library.facts[name], told)
            for name, told in assessment.answers.items()
            if name in data["facts"]
        },
        "topics": {
            topic: wording.topic_label(topic, library)
            for topic in dict.fromkeys(name.partition(".")[0] for name in data["facts"])
        },
        "strings": {id_: say(f"page.{id_}") for id_ in (*FORM, *TRIAL)},
        "statuses": statuses(),
    }
    return Program(scripts(*DECIDING, "say", "answer_form", "trial"), as_json(data))
