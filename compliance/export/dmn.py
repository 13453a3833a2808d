"""The decision tables of a rule in DMN 1.3, for the modelling tools of public administrations.

Each check is a decision with a table of the hit policy *unique*: every combination of answers is in
exactly one row. A last decision makes the result of the rule of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from compliance.engine.decision_table import DecisionTable
from compliance.engine.outcomes import Outcome
from compliance.engine.partitions import Partition, ValueClass, point_label
from compliance.library.library import Library
from compliance.model.rulebook import Check, Rule

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_NAMESPACE = "urn:migrant-rights-compliance:"
_TYPES = {"number": "number", "date": "date", "choice": "string"}
_RESULT = """\
{applicable: [%s][item != "not applicable"],
 result: if count(applicable) = 0 then "not applicable"
  else if every one in applicable satisfies one = "met" then "met"
  else if every one in applicable satisfies one = "not met" then "not met"
  else "partly met"}.result"""


def model(rule: Rule, library: Library) -> str:
    """The XML of a rule that has checks."""
    root = Element(
        "definitions",
        {
            "xmlns": MODEL,
            "id": _id("definitions", rule.id),
            "name": f"{rule.citation}: {rule.title}",
            "namespace": f"{_NAMESPACE}{rule.id}",
            "exporter": "migrant-rights-compliance",
        },
    )
    SubElement(root, "description").text = (
        "Our reading of the provision, and not the words of the United Nations. An answer that is "
        "not known leaves the result undetermined; this model decides complete answers alone."
    )
    tables = library.tables[rule.id]
    partitions = {name_of(p): p for table in tables for p in table.partitions}
    for name, partition in partitions.items():
        _input(root, name, partition)
    for check, table in zip(rule.checks, tables, strict=True):
        _decision(root, rule, check, table)
    _result(root, rule)
    _source(root, rule)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def name_of(partition: Partition) -> str:
    """The name of a question in expressions: ``detention__days``, without the dot of our ids."""
    fact, member = partition.key
    return "__".join([*fact.split("."), *([member] if member else [])])


def _id(kind: str, *names: str) -> str:
    return ".".join([kind, *names])


def _type(partition: Partition) -> str:
    return "boolean" if partition.key[1] else _TYPES.get(partition.fact.type, "boolean")


def _label(partition: Partition) -> str:
    fact, member = partition.fact, partition.key[1]
    return f"{fact.question} {fact.choices[member].label}" if member else fact.question


def _choices(partition: Partition) -> str:
    """The choices with their labels: cells have only their ids."""
    if partition.key[1] or not partition.fact.choices:
        return ""
    return "".join(f"\n{name}: {one.label}" for name, one in partition.fact.choices.items())


def _input(root: Element, name: str, partition: Partition) -> None:
    given = SubElement(root, "inputData", id=_id("input", name), name=name)
    SubElement(given, "description").text = _label(partition) + _choices(partition)
    SubElement(given, "variable", name=name, typeRef=_type(partition))


def _decision(root: Element, rule: Rule, check: Check, table: DecisionTable) -> None:
    decision = SubElement(
        root, "decision", id=_id("decision", rule.id, check.id), name=f"check {check.id}"
    )
    SubElement(decision, "description").text = check.remedy
    SubElement(decision, "question").text = " … ".join(check.asks)
    _variable(decision, check.id)
    for partition in table.partitions:
        needed = SubElement(decision, "informationRequirement")
        SubElement(needed, "requiredInput", href=f"#{_id('input', name_of(partition))}")
    _authority(decision, rule)
    _table(decision, _id(rule.id, check.id), check.id, table)


def _variable(decision: Element, name: str) -> None:
    SubElement(decision, "variable", name=name, typeRef="string")


def _authority(decision: Element, rule: Rule) -> None:
    needed = SubElement(decision, "authorityRequirement")
    SubElement(needed, "requiredAuthority", href=f"#{_id('source', rule.id)}")


def _table(decision: Element, of: str, name: str, table: DecisionTable) -> None:
    written = SubElement(
        decision, "decisionTable", id=_id("table", of), hitPolicy="UNIQUE", outputLabel=name
    )
    for place, partition in enumerate(table.partitions, start=1):
        column = SubElement(
            written, "input", id=_id("column", of, str(place)), label=_label(partition)
        )
        asked = SubElement(column, "inputExpression", typeRef=_type(partition))
        SubElement(asked, "text").text = name_of(partition)
    answer = SubElement(
        written, "output", id=_id("output", of), name=name, label=name, typeRef="string"
    )
    values = SubElement(answer, "outputValues")
    SubElement(values, "text").text = ", ".join(f'"{outcome}"' for outcome in Outcome)
    for number, row in enumerate(table.rows(), start=1):
        line = SubElement(written, "rule", id=_id("rule", of, str(number)))
        for partition, labels in zip(table.partitions, row.conditions, strict=True):
            entry = SubElement(line, "inputEntry")
            SubElement(entry, "text").text = ", ".join(_tests(partition, labels)) or "-"
        outcome = SubElement(line, "outputEntry")
        SubElement(outcome, "text").text = f'"{row.outcome}"'


def _tests(partition: Partition, labels: tuple[str, ...] | None) -> Iterator[str]:
    """The unary tests of a cell, one for each class; none where the question does not matter."""
    for cls in partition.classes if labels is not None else ():
        if cls.label in (labels or ()):
            yield _test(partition, cls)


def _test(partition: Partition, cls: ValueClass) -> str:
    if cls.value is not None:
        return str(cls.value).lower() if isinstance(cls.value, bool) else f'"{cls.value}"'
    ends = [
        None if end is None else _end(partition, point_label(partition.fact, end))
        for end in (cls.low, cls.high)
    ]
    if cls.is_point:
        return str(ends[0])
    if None in ends:
        return f"< {ends[1]}" if ends[1] else f"> {ends[0]}" if ends[0] else "-"
    return f"({ends[0]}..{ends[1]})"


def _end(partition: Partition, label: str) -> str:
    return f'date("{label}")' if partition.fact.type == "date" else label


def _result(root: Element, rule: Rule) -> None:
    decision = SubElement(root, "decision", id=_id("decision", rule.id), name="result")
    _variable(decision, "result")
    for check in rule.checks:
        needed = SubElement(decision, "informationRequirement")
        SubElement(needed, "requiredDecision", href=f"#{_id('decision', rule.id, check.id)}")
    _authority(decision, rule)
    made = SubElement(
        decision, "literalExpression", id=_id("expression", rule.id), typeRef="string"
    )
    SubElement(made, "text").text = _RESULT % ", ".join(check.id for check in rule.checks)


def _source(root: Element, rule: Rule) -> None:
    source = SubElement(root, "knowledgeSource", id=_id("source", rule.id), name=rule.citation)
    words = "The words of the document" if rule.text else "In our words"
    SubElement(source, "description").text = f"{words}: {rule.wording}"
