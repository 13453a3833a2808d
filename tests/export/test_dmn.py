"""DMN: valid by the schema of the standard, and the same decisions as ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import islice, product
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from lxml import etree
from support.command_line import refused, run

from compliance import Library
from compliance.engine.decision_table import DecisionTable
from compliance.engine.outcomes import Outcomes
from compliance.engine.partitions import Partition, ValueClass
from compliance.export.dmn import MODEL, model, name_of
from compliance.model.rulebook import Rule

NS = {"d": MODEL}
MOST = 2_000
"""So many combinations of a table are tried; larger tables have 1 024 cells at the most."""


@pytest.fixture(scope="module")
def tested(bundled: Library) -> list[Rule]:
    return [rule for rule in bundled.rules.values() if rule.checks]


def tables_in(rule: Rule, library: Library) -> dict[str, Element]:
    """The tables of a model as another program reads them, by the name of the check."""
    root = fromstring(model(rule, library))  # noqa: S314 - our own
    found = root.findall("d:decision/d:decisionTable", NS)
    return {str(one.get("outputLabel")): one for one in found}


def text(of: Element) -> str:
    found = of.find("d:text", NS)
    assert found is not None
    return found.text or ""


def sample(partition: Partition, cls: ValueClass) -> Any:
    """A value of the class, as an answer would give it."""
    if cls.value is not None:
        return cls.value
    low, high = cls.low, cls.high
    if low is None and high is None:
        point = Fraction(0)
    elif low == high and low is not None:
        point = Fraction(low)
    elif low is None:
        point = Fraction(high or 0) - 1
    elif high is None or partition.whole_steps:
        point = Fraction(low) + 1
    else:
        point = (Fraction(low) + Fraction(high)) / 2
    return date.fromordinal(int(point)) if partition.fact.type == "date" else point


def literal(words: str) -> Any:
    """A literal of FEEL, the language of cells in DMN."""
    if day := re.fullmatch(r'date\("(.+)"\)', words):
        return date.fromisoformat(day[1])
    if words in ("true", "false"):
        return words == "true"
    return words[1:-1] if words.startswith('"') else Fraction(words)


def holds(cell: str, value: Any) -> bool:
    """Whether a cell takes a value: written from the standard, and not from our tables."""
    return cell == "-" or any(_passes(test, value) for test in cell.split(", "))


def _passes(test: str, value: Any) -> bool:
    if between := re.fullmatch(r"\((.+)\.\.(.+)\)", test):
        return bool(literal(between[1]) < value < literal(between[2]))
    if test.startswith("< "):
        return bool(value < literal(test[2:]))
    if test.startswith("> "):
        return bool(value > literal(test[2:]))
    return bool(value == literal(test))


def combinations(table: DecisionTable) -> Iterator[tuple[int, ...]]:
    return islice(product(*(range(len(p.classes)) for p in table.partitions)), MOST)


def test_every_model_is_valid_by_the_schema_of_the_standard(
    bundled: Library, tested: list[Rule]
) -> None:
    """The schema is the one of the Object Management Group, as the package dmn-moddle has it."""
    schema = etree.XMLSchema(etree.parse(Path(__file__).with_name("dmn13") / "DMN13.xsd"))
    for rule in tested:
        text_of = model(rule, bundled)
        schema.assertValid(etree.fromstring(text_of.encode()))
    broken = text_of.replace("inputEntry", "inputEntries")
    assert not schema.validate(etree.fromstring(broken.encode()))


def test_tables_decide_every_combination_as_we_do_by_exactly_one_row(
    bundled: Library, tested: list[Rule]
) -> None:
    tried = 0
    for rule in tested:
        written = tables_in(rule, bundled)
        for check, table in zip(rule.checks, bundled.tables[rule.id], strict=True):
            rows = [
                (
                    [text(entry) for entry in row.findall("d:inputEntry", NS)],
                    literal(text(row.findall("d:outputEntry", NS)[0])),
                )
                for row in written[check.id].findall("d:rule", NS)
            ]
            asked = [
                text(one) for one in written[check.id].findall("d:input/d:inputExpression", NS)
            ]
            assert asked == [name_of(partition) for partition in table.partitions]
            for places in combinations(table):
                values = [
                    sample(p, p.classes[n]) for p, n in zip(table.partitions, places, strict=True)
                ]
                hit = [out for cells, out in rows if all(map(holds, cells, values))]
                wanted = Outcomes.from_bits(table.decide(tuple(1 << n for n in places)))
                assert hit == [str(next(iter(wanted)))], (rule.id, check.id, values)
                tried += 1
    assert tried > 5_000


def test_cells_are_read_as_the_standard_says() -> None:
    assert holds("< 30", Fraction(29))
    assert not holds("< 30", Fraction(30))
    assert holds("(30..60)", Fraction(31))
    assert not holds("(30..60)", Fraction(60))
    assert holds('> date("2010-12-31")', date(2011, 1, 1))
    assert holds('"a", "b"', "b")
    assert not holds("true", value=False)


def test_the_result_has_all_checks_and_our_rule(bundled: Library) -> None:
    rule = bundled.rules["A-RES-65-212.5f"]
    root = fromstring(model(rule, bundled))  # noqa: S314 - our own
    made = root.find("d:decision/d:literalExpression", NS)
    assert made is not None
    assert f"[{', '.join(check.id for check in rule.checks)}]" in text(made)


def test_the_words_of_the_document_are_told_from_ours(bundled: Library) -> None:
    rule = bundled.rules["A-RES-65-212.5f"]
    source = fromstring(model(rule, bundled)).find("d:knowledgeSource/d:description", NS)  # noqa: S314
    assert source is not None
    assert source.text == f"The words of the document: {rule.text}"


def test_names_of_questions_are_different_and_plain(bundled: Library, tested: list[Rule]) -> None:
    for rule in tested:
        keys = {p.key for table in bundled.tables[rule.id] for p in table.partitions}
        names = {name_of(p) for table in bundled.tables[rule.id] for p in table.partitions}
        assert len(names) == len(keys)
        assert all(re.fullmatch(r"[a-z]\w*", name) for name in names)


@pytest.mark.usefixtures("ours")
def test_the_command_writes_a_file_a_rule() -> None:
    assert run("export", "dmn", "tables", "T-1.2").stderr == "Wrote 1 file to tables\n"
    assert "decisionTable" in Path("tables/T-1.2.dmn").read_text("utf-8")
    assert "there is such a file already" in refused("export", "dmn", "tables", "T-1.2")
    assert run("export", "dmn", "tables", "--overwrite").exit_code == 0
    assert len(list(Path("tables").iterdir())) > 3


@pytest.mark.usefixtures("ours")
def test_all_that_is_wrong_is_said_at_once() -> None:
    told = refused("export", "dmn", "tables", "T-1.5", "T-9.99")
    assert "`T-1.5` has no checks, so there is no table" in told
    assert told.endswith("2 problems\n")
    Path("file").write_text("", "utf-8")
    assert "this is a file, not a folder" in refused("export", "dmn", "file", "T-1.2")
