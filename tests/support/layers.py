"""A small library made for tests: two instruments, every status, every type of fact."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from compliance.engine.decision_table import DecisionTable
from compliance.engine.partitions import Partitions
from compliance.errors import InputError
from compliance.library.library import Library
from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import Fact, Rule

FILES = {
    "rules/topics.yaml": """
        treaties: Treaties
        detention: Detention
        children: Children
        """,
    "rules/facts/treaties.yaml": """
        - id: treaties.x
          question: What is the State's position on treaty X?
          type: choice
          choices: {party: Party, signatory: Signatory only, none: Neither}
          evidence: The depositary's list
        - id: treaties.joined
          question: On which day did the State become a party?
          type: date
          given: treaties.x == "party"
          evidence: The depositary's list
        """,
    "rules/facts/detention.yaml": """
        - id: detention.limited
          question: Does the law limit how long a migrant may be detained?
          type: yes_no
          evidence: The aliens act
        - id: detention.days
          question: How long may a migrant be detained at the most?
          type: number
          unit: days
          integer: yes
          min: 0
          given: detention.limited
          evidence: The aliens act
        - id: detention.trained
          question: Who is trained to look for other ways than detention?
          type: many
          choices: {border_police: Border police, judges: Judges, doctors: Doctors}
          evidence: Programmes of courses
        - id: detention.has_camps
          question: Are there closed camps?
          type: yes_no
          evidence: A list of places of detention
        - id: detention.visited
          question: Do independent visitors enter the camps?
          type: yes_no
          evidence: Reports of visits
        """,
    "rules/facts/children.yaml": """
        - id: children.school
          question: Which migrant children does the law entitle to attend school?
          type: choice
          choices:
            every_child: Every child, whatever the status
            residents: Only children with a residence right
            none: No entitlement in law
          evidence: The education act
        - id: children.papers
          question: Do schools ask for residence papers?
          type: yes_no
          evidence: Rules of enrolment
        """,
    "rules/T-1/instrument.yaml": """
        symbol: T/1
        title: Resolution for tests
        body: Assembly of Tests
        adopted: 2010-12-21
        text_held: yes
        operative: [1, 2, 3, 3 (a), 3 (b), 4, 5, 6, 7]
        """,
    "rules/T-1/errata.yaml": "errata: []",
    "rules/T-1/source.txt": """
        1. Recalls that States parties shall publish their laws;

        2. Calls upon States to admit every child to school and to keep border checks out of
        schools;

        3. Requests States:

        (a) To limit detention, for example to thirty days;

        (b) To train border police and judges;

        4. Urges States that run closed camps to open them to visitors;

        5. Requests the Secretary-General to report;

        6. Expresses its concern;

        7. Notes that States protect children;
        """,
    "rules/T-1/1.yaml": """
        provision: 1
        title: Publication of laws
        text: Recalls that States parties shall publish their laws;
        addressee: parties
        force: duty
        topics: [treaties]
        related: [X art. 3]
        frame:
          - {words: Recalls that, as: operative}
          - {words: States parties, as: addressee}
        checks:
          - id: published
            asks: shall publish their laws
            measure: structure
            applies: treaties.x == "party"
            met: treaties.joined < d"2010-12-21" or treaties.x != "party"
            remedy: Publish them.
        """,
    "rules/T-1/2.yaml": """
        provision: 2
        title: Migrant children in school
        text: >-
          Calls upon States to admit every child to school and to keep border checks out of
          schools;
        addressee: states
        force: call
        topics: [children, detention]
        echoes: [T-2.9]
        note: We read every child as including children without papers.
        frame:
          - {words: Calls upon, as: operative}
          - {words: States, as: addressee}
        checks:
          - id: entitlement
            asks: admit every child to school
            measure: structure
            met: children.school == "every_child"
            partly: children.school == "residents"
            remedy: >-
              Extend the right to schooling in the education act to every child, whatever the
              child's or the parents' status.
          - id: enrolment
            asks: admit every child to school
            measure: process
            met: not children.papers and children.school in ["every_child", "residents"]
            remedy: Instruct schools to enrol without papers.
            note: Enrolment is where children are turned away.
          - id: no_checks
            asks: keep border checks out of schools
            measure: process
            force: request
            met: not children.papers
            remedy: Forbid checks in schools.
        """,
    "rules/T-1/3.yaml": """
        provision: 3
        title: Opening of 3
        text: "Requests States:"
        addressee: states
        force: request
        topics: [detention]
        frame: [{words: Requests States, as: operative}]
        no_test: It opens a list; what is asked stands in (a) and (b).
        """,
    "rules/T-1/3a.yaml": """
        provision: 3 (a)
        title: Limits to detention
        text: To limit detention, for example to thirty days;
        addressee: states
        force: request
        topics: [detention]
        frame: [{words: for example to thirty days, as: example}]
        checks:
          - id: limit
            asks: limit detention
            measure: structure
            met: detention.limited and detention.days <= 30
            partly: detention.limited
            remedy: Write a limit of thirty days into the aliens act.
        """,
    "rules/T-1/3b.yaml": """
        provision: 3 (b)
        title: Training
        text: To train border police and judges;
        addressee: states
        force: request
        topics: [detention]
        checks:
          - id: training
            asks: [train border police, judges]
            measure: process
            met: '"border_police" in detention.trained and "judges" in detention.trained'
            partly: '"border_police" in detention.trained or "judges" in detention.trained'
            remedy: Train them both.
        """,
    "rules/T-1/4.yaml": """
        provision: 4
        title: Visits to camps
        text: Urges States that run closed camps to open them to visitors;
        addressee: states
        force: call
        topics: [detention]
        frame:
          - {words: Urges, as: operative}
          - {words: States, as: addressee}
          - {words: that run closed camps, as: condition}
        checks:
          - id: visits
            asks: open them to visitors
            measure: outcome
            role: transit
            applies: detention.has_camps
            met: detention.visited
            remedy: Let visitors in.
        """,
    "rules/T-1/5.yaml": """
        provision: 5
        title: Report of the Secretary-General
        text: Requests the Secretary-General to report;
        addressee: others
        force: request
        topics: [treaties]
        frame: [{words: Requests the Secretary-General to report, as: to_others}]
        no_test: Addressed to the Secretary-General.
        """,
    "rules/T-1/6.yaml": """
        provision: 6
        title: A concern
        text: Expresses its concern;
        addressee: states
        force: statement
        topics: [children]
        frame: [{words: Expresses its concern, as: concern}]
        no_test: Expresses a concern and asks nothing of States.
        """,
    "rules/T-1/7.yaml": """
        provision: 7
        title: Children are protected
        text: Notes that States protect children;
        addressee: states
        force: statement
        topics: [children]
        frame:
          - {words: Notes that, as: operative}
          - {words: States, as: addressee}
        checks:
          - id: school
            asks: protect children
            measure: structure
            met: children.school != "none"
            remedy: Entitle children to school.
        """,
    "rules/T-2/instrument.yaml": """
        symbol: T/2
        title: Report for tests
        body: Secretary of Tests
        text_held: no
        operative: [9]
        """,
    "rules/T-2/errata.yaml": "errata: []",
    "rules/T-2/9.yaml": """
        provision: 9
        title: Papers at school
        summary: The Committee recommends that schools ask for no papers.
        addressee: states
        force: recommendation
        kind: reported
        topics: [children]
        frame:
          - {as: operative, words: The Committee recommends that schools}
        checks:
          - id: papers
            asks: ask for no papers
            measure: process
            met: not children.papers
            remedy: Instruct schools to enrol without papers.
        """,
    "profiles/ata-2011-government.yaml": """
        country: ATA
        voice: government
        speaker: Government of Antarctica
        as_of: 2011-07-14
        answers:
          treaties.x:
            value: party
            evidence:
              - {document: T/3, said_by: government, place: para. 4, quote: we joined treaty X}
          treaties.joined: {value: 2001-10-18, since: 2001-10-18}
          children.school:
            value: residents
            evidence:
              - document: T/3
                said_by: government
                place: para. 5
                quote: residents' children go to school
              - {document: T/4, said_by: civil society}
          detention.days: {at least: 31, at most: 60}
          detention.trained: {value: {doctors: yes}}
          detention.visited: {value: no}
        """,
    "profiles/ata-2012-ngo.yaml": """
        country: ATA
        voice: civil society
        speaker: Friends of Antarctica
        as_of: 2012-01-31
        answers:
          treaties.x: {one of: [signatory, none], note: The list is being mended.}
          children.school: {value: none, public: no}
          children.papers:
            value: yes
            lead: Ministry of Schools
            evidence: [{document: Our visits, said_by: civil society, place: "School 1"}]
        """,
}


PARTIES = """
    fact: treaties.x
    title: Parties to treaty X
    listed: party
    not_listed: [signatory, none]
    as_of: 2009-07-01
    until: 2011-07-26
    evidence: {document: T/9, said_by: register, place: para. 13}
    note: The day is in doubt.
    members:
      - {country: ECU, name: Ecuador}
      - {country: BEL, name: the Kingdom of Belgium, since: 2010-06-01}
    """
MEMBERS = """
    fact: united_nations.member_since
    title: Members
    as_of: 2011-07-14
    evidence: {document: List of Members, said_by: register}
    members:
      - {country: ATA, name: Antarctica, since: 1961-06-23}
      - {country: BEL, name: Belgium, since: 1945-12-27}
      - {country: CYP, name: Cyprus, since: 1960-09-20}
      - {country: ECU, name: Ecuador, since: 1945-12-21}
    """
WITH_REGISTERS = {
    **FILES,
    "rules/topics.yaml": FILES["rules/topics.yaml"].rstrip() + "\n        united_nations: UN\n",
    "rules/facts/united_nations.yaml": """
        - id: united_nations.member_since
          question: Since when is the State a Member?
          type: date
          context: yes
          evidence: The list
        """,
    "rules/registers/x-parties.yaml": PARTIES,
    "rules/registers/members.yaml": MEMBERS,
}


def write_layer(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """Put the files of a layer into ``folder``."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).strip() + "\n", encoding="utf-8")
    return folder


def load_layer(
    folder: Path, files: Mapping[str, str] = FILES, *, name: str = "our-rules"
) -> Library:
    """The library of a layer called ``name``, made in ``folder``; caches nothing outside it."""
    write_layer(folder / name, files)
    before, cache = Path.cwd(), os.environ.get("COMPLIANCE_CACHE_DIR")
    os.environ["COMPLIANCE_CACHE_DIR"] = str(folder / "cache")
    os.chdir(folder)
    try:
        library = Library.load([name])
        with suppress(InputError):  # read while their files are found from here
            library.profiles.values()
        return library
    finally:
        os.chdir(before)
        if cache is None:
            del os.environ["COMPLIANCE_CACHE_DIR"]
        else:
            os.environ["COMPLIANCE_CACHE_DIR"] = cache


def with_words(library: Library, words: Iterator[str]) -> Library:
    """The same library, all that people write in it replaced by the next of ``words``."""
    facts = {name: _fact(fact, words) for name, fact in library.facts.items()}
    instruments = {
        name: instrument.model_copy(update={"title": next(words), "body": next(words)})
        for name, instrument in library.instruments.items()
    }
    rules = {name: _rule(rule, words) for name, rule in library.rules.items()}
    profiles = {name: _profile(profile, words) for name, profile in library.profiles.items()}
    partitions = Partitions()
    tables = {
        name: tuple(_table(table, facts, partitions) for table in found)
        for name, found in library.tables.items()
    }
    topics = {topic: next(words) for topic in library.topics}
    return replace(
        library,
        topics=topics,
        facts=facts,
        instruments=instruments,
        rules=rules,
        profiles=profiles,
        tables=tables,
        partitions=partitions,
    )


def _fact(fact: Fact, words: Iterator[str]) -> Fact:
    choices = {
        name: choice.model_copy(update={"label": next(words)})
        for name, choice in fact.choices.items()
    }
    told = {"question": next(words), "evidence": next(words), "choices": choices}
    unit = next(words) if fact.unit else None
    return fact.model_copy(update={**told, "unit": unit, "layer": next(words)})


def _rule(rule: Rule, words: Iterator[str]) -> Rule:
    checks = tuple(
        check.model_copy(
            update={
                "asks": tuple(f"{n} {next(words)}" for n, _ in enumerate(check.asks)),
                "remedy": next(words),
                "note": next(words),
            }
        )
        for check in rule.checks
    )
    frame = tuple(part.model_copy(update={"words": next(words)}) for part in rule.frame)
    names = ("title", "note", "layer", "text", "summary", "no_test")
    told = {name: next(words) for name in names if getattr(rule, name) is not None}
    related = tuple(next(words) for _ in rule.related)
    return rule.model_copy(update={**told, "checks": checks, "frame": frame, "related": related})


def _profile(profile: Profile, words: Iterator[str]) -> Profile:
    answers = {
        fact: tuple(_answer(answer, words) for answer in dated)
        for fact, dated in profile.answers.items()
    }
    told = {"speaker": next(words), "layer": next(words), "answers": answers}
    return profile.model_copy(update=told)


def _answer(answer: Answer, words: Iterator[str]) -> Answer:
    evidence = tuple(
        told.model_copy(
            update={"document": next(words), "place": next(words), "quote": next(words)}
        )
        for told in answer.evidence
    )
    told = {"evidence": evidence, "note": next(words), "lead": next(words)}
    return answer.model_copy(update=told)


def _table(
    table: DecisionTable, facts: Mapping[str, Fact], partitions: Partitions
) -> DecisionTable:
    own = tuple(partitions.partition(facts[a.fact.id], a.key[1], a.cuts) for a in table.partitions)
    return DecisionTable(own, table.cells)
