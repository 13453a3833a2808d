"""An invented declaration on shelter: a layer without a fault, to be spoilt by tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from support.layers import write_layer

RULE = "rules/INV-1/1.yaml"
FACTS = "rules/facts/shelter.yaml"
INSTRUMENT = "rules/INV-1/instrument.yaml"
SOURCE = "rules/INV-1/source.txt"
TEXT = (
    "Urges all States to give every migrant a bed, a meal and a shower, and to train the staff of "
    "shelters;"
)
SHELTER = {
    "rules/topics.yaml": "shelter: Shelter",
    FACTS: """
        - id: shelter.entitlement
          question: Which migrants does the law entitle to a place in a shelter?
          type: choice
          choices: {everyone: Everyone, residents: Residents, none: Nobody}
          evidence: The article of the act
        - id: shelter.trained
          question: Which of these are trained in receiving migrants?
          type: many
          choices: {officials: Officials, private: Staff of private operators}
          evidence: The programme of a course
        """,
    INSTRUMENT: """
        symbol: INV/1
        title: Declaration on shelter (invented)
        body: Assembly of Examples
        text_held: yes
        operative: [1]
        """,
    SOURCE: f"1. {TEXT}",
    RULE: f"""
        provision: 1
        title: Shelter
        text: {TEXT}
        addressee: states
        force: call
        topics: [shelter]
        frame:
          - {{as: operative, words: Urges}}
          - {{as: addressee, words: all States}}
        checks:
          - id: place
            asks: "to give every migrant a bed, a meal and a shower"
            measure: structure
            met: shelter.entitlement == "everyone"
            partly: shelter.entitlement == "residents"
            remedy: "Open shelters to everyone in the act. Responsible: parliament."
          - id: training
            asks: to train the staff of shelters
            measure: process
            met: '"officials" in shelter.trained and "private" in shelter.trained'
            remedy: "Train all staff. Responsible: the ministry of the interior."
        """,
}
YES_NO = """
        - id: shelter.{name}
          question: {question}
          type: yes_no
          evidence: A document
"""


def fact(name: str, question: str = "Is it so?", **more: str) -> str:
    """A yes/no fact to be added to those of ``SHELTER``."""
    lines = [f"          {key}: {value}" for key, value in more.items()]
    return "\n".join([YES_NO.format(name=name, question=question).rstrip(), *lines])


def spoilt(*changes: tuple[str, str, str], **files: str) -> dict[str, str]:
    """``SHELTER`` with words replaced: file, old words, new words. The old ones must be there."""
    found: dict[str, str] = {**SHELTER, **files}
    for file, old, new in changes:
        assert old in found[file], (file, old)
        found[file] = found[file].replace(old, new)
    return found


def shelter(files: Mapping[str, str] = SHELTER) -> str:
    """The layer in the working folder; gives back its name."""
    write_layer(Path("shelter"), files)
    return "shelter"
