"""Types of options: what is typed, read once, or the problems that it has.

A type never stops the command: what cannot be read becomes :class:`Refused`, so that the
problems of all options and files are told at once. ``accepted`` takes the value out.
"""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from compliance.errors import InputError, Location, Problem, did_you_mean, fault

if TYPE_CHECKING:
    from compliance.engine.outcomes import Status
    from compliance.export import Report
    from compliance.model.rulebook import Voice

    _Type = click.ParamType[Any]
else:
    _Type = click.ParamType  # of an older click it takes no type

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Refused:
    """What was typed cannot be read, with the reasons why."""

    problems: tuple[Problem, ...]


def accepted(value: Value | Refused) -> Value:
    """The value of an option. Raises InputError where it was refused."""
    if isinstance(value, Refused):
        raise InputError(value.problems)
    return value


def all_accepted(values: Iterable[Value | Refused]) -> list[Value]:
    """The values of a repeatable option. Raises InputError with all that were refused."""
    several = list(values)
    if problems := [one for v in several if isinstance(v, Refused) for one in v.problems]:
        raise InputError(problems)
    return [value for value in several if not isinstance(value, Refused)]


class _Read(_Type):
    """A type that reads text; what it cannot read it refuses."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ARG002 - click's signature
        """The value, or why there is none."""
        if not isinstance(value, str):
            return value
        try:
            return self.read(value, Location(param.opts[-1] if param else self.name))
        except InputError as error:
            return Refused(tuple(error.problems))

    def read(self, text: str, where: Location) -> Any:
        """The value of the text. Raises InputError."""
        raise NotImplementedError


class Day(_Read):
    """A day: ``2011-07-26``."""

    name = "day"

    def read(self, text: str, where: Location) -> date:
        """The day. Raises InputError."""
        from compliance.model.scalars import as_stated_day  # noqa: PLC0415 - needs pydantic

        try:
            day = as_stated_day(text)
        except ValueError as error:
            raise fault(f"`{text}` is no day", where, str(error)) from error
        assert isinstance(day, date)
        return day


class VoiceName(_Read):
    """A kind of speaker: ``civil society``, also ``civil-society``."""

    name = "voice"

    def read(self, text: str, where: Location) -> Voice:
        """The voice. Raises InputError."""
        from compliance.model.rulebook import Voice  # noqa: PLC0415 - needs pydantic

        names: tuple[Voice, ...] = get_args(Voice)
        return _one_of("voice", text, {name: name for name in names}, where)


class StatusName(_Read):
    """A status, by the word of the data or that of the reports: ``undetermined`` or ``open``."""

    name = "status"

    def read(self, text: str, where: Location) -> Status:
        """The status. Raises InputError."""
        from compliance.document.style import STATUS_WORDS  # noqa: PLC0415 - others don't need it
        from compliance.engine.outcomes import Status  # noqa: PLC0415

        shown = {words: status for status, words in STATUS_WORDS.items()}
        return _one_of("status", text, {**{str(one): one for one in Status}, **shown}, where)


def _one_of(kind: str, text: str, known: Mapping[str, Value], where: Location) -> Value:
    """What the word stands for; ``not-met`` is ``not met``."""
    word = text.lower().replace("-", " ").replace("_", " ")
    if word in known:
        return known[word]
    hint = did_you_mean(word, known) or f"it can be {', '.join(known)}"
    raise fault(f"there is no {kind} `{text}`", where, hint)


DAY, VOICE, STATUS = Day(), VoiceName(), StatusName()


class ReportFormat(click.Choice[str]):
    """The forms of a report that can be printed: a table, and those of its files that are text.

    They are read from the registry of reports when they are needed, not when a command is made.
    """

    def __init__(self, report: str) -> None:
        self.report, self.case_sensitive = report, True

    @property
    def choices(self) -> Sequence[str]:  # type: ignore[override]
        """``table`` first."""
        return ("table", *(one for one in endings_of(self.report) if one not in _NOT_PRINTED))


_NOT_PRINTED = ("xlsx", "docx")


class TargetOption(click.Option):
    """``-o FILE``; its help names the endings that the report has."""

    def __init__(self, *args: Any, report: str, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.report = report

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The help, with the endings as the registry has them."""
        named = [f".{ending}" for ending in endings_of(self.report)]
        self.help = (
            f"Write it to a file, in the format its ending names: {', '.join(named[:-1])} or "
            f"{named[-1]}; repeatable."
        )
        return super().get_help_record(ctx)


def endings_of(report: str) -> Collection[str]:
    """The endings of the files in which a report can be written."""
    return report_called(report).endings


def report_called(name: str) -> Report:
    """The report of this name in the registry."""
    found: Report = importlib.import_module("compliance.export").REPORTS[name]
    return found
