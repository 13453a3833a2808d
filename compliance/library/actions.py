"""Actions read from a file: whether facts and rules are there, and the answers fit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from compliance.errors import did_you_mean
from compliance.library.profiles import check_country
from compliance.library.validation import Loader
from compliance.model.actions import ActionList, TrackedAction
from compliance.model.rulebook import Fact, FactId, fact_meant
from compliance.model.scalars import name_faults
from compliance.model.value_sets import AnswerError, value_set

_NOT_SAID = ("since", "until", "evidence", "lead", "note", "public")
"""What an answer has in a profile, and not where it is only promised."""
_NO_KEY = (
    "write `to` with the answers that it leads to, or `rules` with the recommendation that it "
    "carries out"
)


def load_actions(
    loader: Loader,
    facts: Mapping[FactId, Fact],
    rules: Collection[str],
    in_doubt: Callable[[FactId], bool] = lambda _: False,
    **known: str,
) -> ActionList | None:
    """The actions in a file. ``known`` are the file's id and layer."""
    listed = loader.model(ActionList, (), {"country": "ATA"}, **known)
    if listed is None:
        return None
    check_country(loader, listed.country)
    seen: dict[str, int] = {}
    for number, action in enumerate(listed.actions):
        keys = ("actions", number)
        if not action.to and not action.rules:
            loader.report(keys, "nothing says what this action changes", _NO_KEY)
        for fact in action.to:
            if not in_doubt(fact):
                _check_answer(loader, number, fact, action, facts)
        for rule in action.rules:
            if rule not in rules:
                hint = did_you_mean(rule, rules)
                loader.report((*keys, "rules"), f"there is no rule `{rule}`", hint)
        _check_names(loader, number, action)
        first = seen.setdefault(action.key, number)
        if action.key and first != number:
            what = f"action {first + 1} of this file changes the same"
            loader.report(keys, what, "make one of the two, or let them change different answers")
    return listed


def _check_names(loader: Loader, number: int, action: TrackedAction) -> None:
    """Report words that name nothing: a lead `N/A`, a source `-`."""
    named = {"action": action.action, "lead": action.lead, "source": action.source}
    for key, what, hint in name_faults(**named):
        loader.report(("actions", number, key), what, hint)
    for place, told in enumerate(action.progress):
        for key, what, hint in name_faults(note=told.note, said_by=told.said_by):
            loader.report(("actions", number, "progress", place, key), what, hint)


def _check_answer(
    loader: Loader, number: int, name: FactId, action: TrackedAction, facts: Mapping[FactId, Fact]
) -> None:
    keys = ("actions", number, "to", name)
    answer = action.to[name]
    if name not in facts:
        loader.report(keys, f"there is no fact `{name}`", fact_meant(name, facts), key=True)
        return
    for key in _NOT_SAID:
        if key in answer.model_fields_set:
            hint = "a promise is no answer: its day, source and lead belong to the action"
            loader.report((*keys, key), f"`{key}` has no place here", hint, key=True)
    if not answer.states_something:
        loader.report(keys, "this says nothing", "give `value`, `at least` or another form")
        return
    try:
        value_set(facts[name], answer)
    except AnswerError as error:
        loader.report((*keys, *error.key), error.problem.what, error.problem.hint)
