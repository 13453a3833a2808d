"""From the expressions of a rule to its decision tables, by running rule-engine on every cell.

Nothing else imports rule-engine, and it runs only what the parser of expressions accepted. It is
imported where something is compiled: finished decision tables don't need it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import product
from math import prod
from typing import Any, NamedTuple, Self

from compliance.engine.conditions import And, Condition, Or
from compliance.engine.decision_table import DecisionTable
from compliance.engine.expressions import Expression, Literal, parse
from compliance.engine.outcomes import Outcome
from compliance.engine.partitions import Partition, PartitionKey, ValueClass
from compliance.engine.tokens import ExpressionError, ExpressionProblem
from compliance.model.rulebook import Check, Fact, FactId, FactType, Rule
from compliance.model.value_sets import Point, limits

MAX_CELLS = 1024
MAX_SHARED = 4096
MAX_SHARED_FACTS = 24
MAX_CHECKS = 64

Value = bool | str | Decimal | dt.datetime | set[str]


class RuleProblem(NamedTuple):
    """What is wrong with a rule: where in its file (keys, and character of an expression)."""

    keys: tuple[str | int, ...]
    what: str
    hint: str | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Runnable:
    """An expression that rule-engine has parsed."""

    expression: Expression
    rule: Any

    @classmethod
    def of(cls, expression: Expression, facts: Mapping[FactId, Fact]) -> Self:
        """Let rule-engine parse it, which knows the type of every fact that is read."""
        engine = _engine()
        types: dict[str, dict[str, Any]] = {}
        for fact in expression.reads:
            topic, _, name = fact.partition(".")
            types.setdefault(topic, {})[name] = _types()[facts[fact].type]
        objects = {
            topic: engine.DataType.OBJECT(
                topic, attributes=names, accessor=lambda thing, name: thing[name]
            )
            for topic, names in types.items()
        }
        resolver = engine.type_resolver_from_dict(objects)
        context = engine.Context(type_resolver=resolver, default_timezone="utc")
        return cls(expression, engine.Rule(expression.text, context=context))

    def holds(self, values: Mapping[FactId, Value]) -> bool:
        """Run it on complete answers."""
        things: dict[str, dict[str, Value]] = {}
        for fact in self.expression.reads:
            topic, _, name = fact.partition(".")
            things.setdefault(topic, {})[name] = values[fact]
        return bool(self.rule.matches(things))


@cache
def _engine() -> Any:
    import rule_engine  # noqa: PLC0415 - 320 ms, and only where something is compiled

    return rule_engine


@cache
def _types() -> dict[FactType, Any]:
    kinds = _engine().DataType
    return {
        "yes_no": kinds.BOOLEAN,
        "choice": kinds.STRING,
        "number": kinds.FLOAT,
        "date": kinds.DATETIME,
        "many": kinds.SET(kinds.STRING),
    }


def compile_rule(
    rule: Rule, facts: Mapping[FactId, Fact], condition: str | None = None
) -> tuple[list[DecisionTable], list[RuleProblem]]:
    """The decision table of each check, in order, or every complaint there is.

    ``condition`` is the ``applies`` of the rule's instrument: an expression without faults. It
    and that of the rule count in each check.
    """
    if len(rule.checks) > MAX_CHECKS:
        what = f"the rule has {len(rule.checks)} checks; {MAX_CHECKS} are allowed"
        return [], [RuleProblem(("checks",), what, "let one check ask more, or split the rule")]
    complaints = _faults(rule, facts, condition)
    if complaints:
        return [], complaints
    rule = rule.under(condition)
    parsed: list[dict[str, Expression]] = []
    for number, check in enumerate(rule.checks):
        parsed.append(_parse(("checks", number), check.expressions, facts, complaints))
    if complaints:
        return [], complaints
    givens = [_givens(expressions, facts) for expressions in parsed]
    cuts = _cuts([*parsed, *givens])
    tables = []
    for number, (check, expressions, given) in enumerate(
        zip(rule.checks, parsed, givens, strict=True)
    ):
        keys = ("checks", number)
        partitions = _partitions([*expressions.values(), *given.values()], facts, cuts)
        cells = prod(len(partition.classes) for partition in partitions)
        if cells > MAX_CELLS:
            what = f"the decision table of `{check.id}` has {cells} cells; {MAX_CELLS} are allowed"
            complaints.append(RuleProblem(keys, what, "split this check"))
            continue
        table = DecisionTable(partitions, _run(_runnable(expressions, facts), partitions))
        read = {fact for expression in expressions.values() for fact in expression.reads}
        asked = _runnable(given, facts)
        complaints += [RuleProblem(keys, *text) for text in _flaws(check, table, read, asked)]
        tables.append(table)
    if not complaints:
        complaints += _too_entangled(tables)
    return tables, complaints


def compile_given(fact: Fact, facts: Mapping[FactId, Fact]) -> DecisionTable:
    """When a question arises, as a table: *met* where it does, else *not met*.

    Raises ExpressionError where its ``given`` is none, or has too many combinations.
    """
    assert fact.given is not None
    expression = parse(fact.given, facts)
    given = {"met": expression}
    partitions = _partitions([expression], facts, _cuts([given]))
    cells = prod(len(partition.classes) for partition in partitions)
    if cells > MAX_CELLS:
        what = f"`given` has {cells} combinations; {MAX_CELLS} are allowed"
        raise ExpressionError([ExpressionProblem(what, 0, "let it read fewer facts")])
    return DecisionTable(partitions, _run(_runnable(given, facts), partitions))


def _faults(rule: Rule, facts: Mapping[FactId, Fact], condition: str | None) -> list[RuleProblem]:
    """What is wrong with the expressions as they stand in the file, and conditions said twice."""
    complaints: list[RuleProblem] = []
    whose: dict[Condition, str] = {}
    if condition:
        whose = dict.fromkeys(_parts(parse(condition, facts)), "instrument")
    applies = {"applies": rule.applies} if rule.applies else {}
    own = _parse((), applies, facts, complaints)
    if "applies" in own:
        complaints += _said_twice((), own["applies"], whose)
        whose |= dict.fromkeys(_parts(own["applies"]), "rule")
    for number, check in enumerate(rule.checks):
        keys = ("checks", number)
        parsed = _parse(keys, check.expressions, facts, complaints)
        if "applies" in parsed:
            complaints += _said_twice(keys, parsed["applies"], whose)
    return complaints


def _said_twice(
    keys: tuple[str | int, ...], applies: Expression, whose: Mapping[Condition, str]
) -> Iterator[RuleProblem]:
    """A condition that the rule or the instrument makes already; ``whose`` says which of them."""
    found = {whose[part] for part in _parts(applies) if part in whose}
    for above in sorted(found):
        what = f"`applies` repeats a condition of the {above}'s `applies`"
        yield RuleProblem((*keys, "applies"), what, "leave it out here: it counts in each check")


def _parts(expression: Expression) -> tuple[Condition, ...]:
    """The conditions that all have to hold."""
    tree = expression.tree
    return tree.parts if isinstance(tree, And) else (tree,)


def _parse(
    keys: tuple[str | int, ...],
    expressions: Mapping[str, str],
    facts: Mapping[FactId, Fact],
    complaints: list[RuleProblem],
) -> dict[str, Expression]:
    parsed = {}
    for key, text in expressions.items():
        try:
            parsed[key] = parse(text, facts)
        except ExpressionError as error:
            complaints += [
                RuleProblem((*keys, key), problem.what, problem.hint, problem.position)
                for problem in error.problems
            ]
    return parsed


def _givens(
    expressions: Mapping[str, Expression], facts: Mapping[FactId, Fact]
) -> dict[FactId, Expression]:
    """When the questions arise that a check reads."""
    givens: dict[FactId, Expression] = {}
    for fact in {fact for expression in expressions.values() for fact in expression.reads}:
        text = facts[fact].given
        if text is not None:
            with contextlib.suppress(ExpressionError):  # reported where the fact is declared
                givens[fact] = parse(text, facts)
    return givens


def _runnable(
    expressions: Mapping[str, Expression], facts: Mapping[FactId, Fact]
) -> dict[str, Runnable]:
    return {key: Runnable.of(expression, facts) for key, expression in expressions.items()}


def _cuts(parsed: Sequence[Mapping[str, Expression]]) -> dict[FactId, set[Literal]]:
    """The literals each fact is held against anywhere in the rule.

    One set for the whole rule, so that an open fact has the same classes in every check.
    """
    cuts: dict[FactId, set[Literal]] = {}
    for expressions in parsed:
        for expression in expressions.values():
            for fact, reading in expression.reads.items():
                cuts.setdefault(fact, set()).update(reading.literals)
    return cuts


def _partitions(
    expressions: Sequence[Expression],
    facts: Mapping[FactId, Fact],
    cuts: Mapping[FactId, set[Literal]],
) -> tuple[Partition, ...]:
    keys: dict[PartitionKey, None] = {}
    for expression in expressions:
        for fact, reading in expression.reads.items():
            if facts[fact].type == "many":
                keys.update({(fact, m): None for m in facts[fact].choices if m in reading.members})
            else:
                keys[fact, None] = None
    return tuple(Partition(facts[fact], member, _points(cuts[fact])) for fact, member in keys)


def _points(literals: set[Literal]) -> list[Point]:
    return [p for p in literals if isinstance(p, int | Decimal) and not isinstance(p, bool)]


def _run(expressions: Mapping[str, Runnable], partitions: Sequence[Partition]) -> bytes:
    """One outcome a cell, in the order of reading: applies, reservation, met, partly."""
    cells = bytearray()
    for classes in product(*(partition.classes for partition in partitions)):
        values = _values(partitions, classes)
        cells.append(outcome_of(expressions, values).bit)
    return bytes(cells)


def outcome_of(expressions: Mapping[str, Runnable], values: Mapping[FactId, Value]) -> Outcome:
    """What a check comes to on complete answers, by its expressions: ``applies``, ``met`` …"""
    if "applies" in expressions and not expressions["applies"].holds(values):
        return Outcome.NOT_APPLICABLE
    if "reservation" in expressions and expressions["reservation"].holds(values):
        return Outcome.NOT_APPLICABLE
    if expressions["met"].holds(values):
        return Outcome.MET
    if "partly" in expressions and expressions["partly"].holds(values):
        return Outcome.PARTLY_MET
    return Outcome.NOT_MET


def _values(partitions: Sequence[Partition], classes: Sequence[ValueClass]) -> dict[FactId, Value]:
    """One complete set of answers that lies in the classes."""
    values: dict[FactId, Value] = {}
    for partition, cls in zip(partitions, classes, strict=True):
        fact, member = partition.key
        if member is not None:
            held = values.setdefault(fact, set())
            assert isinstance(held, set)
            if cls.value:
                held.add(member)
        elif cls.value is not None:
            values[fact] = cls.value
        else:
            values[fact] = _as_value(partition.fact, representative(partition, cls))
    return values


def representative(partition: Partition, cls: ValueClass) -> Point:
    """A number or day inside the class and the fact's limits."""
    if cls.is_point:
        assert cls.low is not None
        return cls.low
    step = 1 if partition.whole_steps else 0
    domain = limits(partition.fact)
    lows = [p for p in (domain.low, None if cls.low is None else cls.low + step) if p is not None]
    highs = [
        p for p in (domain.high, None if cls.high is None else cls.high - step) if p is not None
    ]
    if lows and highs:
        low, high = max(lows), min(highs)
        return low if partition.whole_steps else (Decimal(low) + Decimal(high)) / 2
    if lows:
        return max(lows) + 1
    return min(highs) - 1 if highs else 1


def _as_value(fact: Fact, at: Point) -> Value:
    if fact.type == "date":
        day = dt.date.fromordinal(int(at))
        return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    return Decimal(at)


def _flaws(
    check: Check, table: DecisionTable, read: Set[FactId], givens: Mapping[FactId, Runnable]
) -> list[tuple[str, str | None]]:
    """Outcomes no cell reaches, facts that change no cell, answers to questions not asked."""
    flaws: list[tuple[str, str | None]] = []
    wanted = [Outcome.MET, Outcome.NOT_MET]
    wanted += [Outcome.PARTLY_MET] * (check.partly is not None)
    wanted += [Outcome.NOT_APPLICABLE] * (
        check.applies is not None or check.reservation is not None
    )
    for outcome in wanted:
        if outcome.bit not in table.cells:
            what = f"`{check.id}` can never be {outcome}, whatever the answers"
            flaws.append((what, "look for a condition that is always or never true"))
    idle = [fact for fact in sorted(read) if not table.depends_on(fact, table.full)]
    flaws += [(f"`{fact}` changes no outcome of `{check.id}`", "leave it out") for fact in idle]
    for fact, given in givens.items():
        if _matters_where_not_asked(table, fact, given):
            what = f"the outcome of `{check.id}` varies with `{fact}` where that is not asked"
            flaws.append((what, _only_given(fact, given.expression)))
    return flaws


def _only_given(fact: FactId, given: Expression) -> str:
    """The two ways to mend it, which a State meets with opposite outcomes."""
    text = f"({given.text})" if isinstance(given.tree, Or) else given.text
    return (
        f"`{fact}` arises only given {given.text}. Decide what follows for a State where that is "
        f"not so: with `{given.text}` in `applies` the check does not apply and the State escapes "
        f"it; with `{text} and …` in `met` the State fails it"
    )


def _matters_where_not_asked(table: DecisionTable, fact: FactId, given: Runnable) -> bool:
    found: dict[tuple[int, ...], int] = {}
    places = [range(len(partition.classes)) for partition in table.partitions]
    for cell, indices in enumerate(product(*places)):
        classes = [a.classes[n] for a, n in zip(table.partitions, indices, strict=True)]
        if given.holds(_values(table.partitions, classes)):
            continue
        others = tuple(
            n for a, n in zip(table.partitions, indices, strict=True) if a.key[0] != fact
        )
        if found.setdefault(others, table.cells[cell]) != table.cells[cell]:
            return True
    return False


def _too_entangled(tables: Sequence[DecisionTable]) -> Iterator[RuleProblem]:
    """Facts that several checks read are gone through jointly, so there must not be too many."""
    hint = "let fewer checks read the same facts"
    readers = Counter(partition.key for table in tables for partition in table.partitions)
    sizes = {p.key: len(p.classes) for table in tables for p in table.partitions}
    shared = prod(sizes[key] for key, count in readers.items() if count > 1)
    if shared > MAX_SHARED:
        what = f"the facts its checks share have {shared} combinations; {MAX_SHARED} are allowed"
        yield RuleProblem(("checks",), what, hint)
    # Checks that read different members of a list share the fact, though no combinations of it.
    facts = Counter(fact for table in tables for fact in table.facts)
    number = sum(count > 1 for count in facts.values())
    if number > MAX_SHARED_FACTS:
        what = f"its checks share {number} facts; {MAX_SHARED_FACTS} are allowed"
        yield RuleProblem(("checks",), what, hint)
