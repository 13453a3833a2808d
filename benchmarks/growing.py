"""How work grows: with accounts, with rules, and with the checks of one rule."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import count

from measuring import Figure, Measurement, processor_time
from sample import profiles

from compliance import Library
from compliance.assessment.assess import assess
from compliance.engine.decision_table import DecisionTable
from compliance.engine.rule_tables import AllMasks, RuleTables
from compliance.model.profiles import Profile

ACCOUNTS = (25, 100)
COPIES = (1, 4)
ACCOUNTS_OF_RULES = 5
CHECKS = (5, 20)
SAMPLES = 10
MOST = 1.3
"""Work is taken to be linear if each unit takes at most so many times as much among many."""


def measure() -> Measurement:
    """What a unit takes among few and among four times as many."""
    library = Library.bundled()
    rules = len(library.rules)
    most = max(len(rule.checks) for rule in library.rules.values())
    rows = [
        _row("accounts", ACCOUNTS, _of_accounts(library)),
        _row("rules", tuple(n * rules for n in COPIES), _of_rules(library, rules)),
        _row("checks of a rule, outcomes", CHECKS, _of_checks(library, RuleTables.decide)),
        _row("checks of a rule, open questions", CHECKS, _of_checks(library, RuleTables.missing)),
        _row("checks of a rule, reasons", CHECKS, _of_checks(library, RuleTables.because)),
    ]
    return Measurement(
        "Growing",
        "What one account, one rule or one check takes with all its reasons, among few and among "
        "four times as many; the two in turn, medians of three, processor time, nothing remembered "
        "before. Accounts are invented, a fifth of their answers missing. More rules are copies of "
        f"ours under other names, for {ACCOUNTS_OF_RULES} accounts; the checks of a rule are drawn "
        f"at random from all of ours, {SAMPLES} rules of each size. Reasons: each answer is tried "
        "without, and each trial looks at every check once more, so a check among many takes "
        f"longer. Our rules have at most {most} checks.",
        [
            Figure(
                f"growth with {name}: what one takes among four times as many",
                f"at most {MOST} times as much",
                f"{ratio:.2f} times",
                ratio <= MOST,
            )
            for name, _, ratio in rows
        ],
        [["", "few", "many", "ms each, few", "ms each, many"], *(cells for _, cells, _ in rows)],
    )


def _row(
    name: str, sizes: tuple[int, int], work: Callable[[int], Callable[[], object]]
) -> tuple[str, list[str], float]:
    """Each size prepared and timed in turn; milliseconds for one unit, and their ratio.

    Both sizes of a turn are given the same accounts: an account decides what there is to do.
    """
    few, many = zip(
        *([processor_time(work(size)) / size * 1e3 for size in sizes] for _ in range(3)),
        strict=True,
    )
    middle = [sorted(times)[1] for times in (few, many)]
    ratio = sorted(b / a for a, b in zip(few, many, strict=True))[1]
    return name, [name, *map(str, sizes), *(f"{ms:.3f}" for ms in middle)], ratio


def _forgetful(library: Library) -> Library:
    """The same library, with nothing remembered."""
    for tables in library.tables.values():
        for table in tables:
            table.forget()
    return replace(library)


def _reasons(profile: Profile, library: Library) -> None:
    for found in assess(profile, library).findings:
        assert found.because is not None
        assert found.missing is not None


def _of_accounts(library: Library) -> Callable[[int], Callable[[], object]]:
    seeds = count()

    def prepare(number: int) -> Callable[[], object]:
        given = list(profiles(dict(library.facts), number, 0.2, next(seeds) // 2))
        own = _forgetful(library)
        return lambda: [_reasons(one, own) for one in given]

    return prepare


def _of_rules(library: Library, rules: int) -> Callable[[int], Callable[[], object]]:
    seeds = count()

    def prepare(number: int) -> Callable[[], object]:
        own = _forgetful(library)
        found = dict(own.rules)
        tables = dict(own.tables)
        for copy in range(1, number // rules):
            for rule in own.rules.values():
                other = rule.model_copy(update={"instrument": f"{rule.instrument}-{copy}"})
                found[other.id] = other
                if rule.id in own.tables:
                    again = (DecisionTable(t.partitions, t.cells) for t in own.tables[rule.id])
                    tables[other.id] = tuple(again)
        many = replace(own, rules=found, tables=tables)
        given = list(profiles(dict(library.facts), ACCOUNTS_OF_RULES, 0.2, next(seeds) // 2))
        return lambda: [_reasons(one, many) for one in given]

    return prepare


def _of_checks(
    library: Library, work: Callable[[RuleTables, AllMasks], object]
) -> Callable[[int], Callable[[], object]]:
    seeds = count()

    def prepare(number: int) -> Callable[[], object]:
        own = _forgetful(library)
        chance = random.Random(next(seeds) // 2)
        [given] = profiles(dict(library.facts), 1, 0.2, chance.randrange(1000))
        answers = {f: told.possible for f, told in assess(given, own).answers.items()}
        every = [table for tables in own.tables.values() for table in tables]
        drawn = [RuleTables(chance.sample(every, number)) for _ in range(SAMPLES)]
        masks = [tuple(table.masks(answers) for table in one.tables) for one in drawn]
        _forgetful(library)
        pairs = list(zip(drawn, masks, strict=True))
        return lambda: [work(one, own) for one, own in pairs]

    return prepare
