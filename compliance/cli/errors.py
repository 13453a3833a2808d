"""Where every error ends: what is said, on which stream, and with which exit code."""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import inspect
import io
import keyword
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, TextIO, cast

import click

from compliance.errors import InputError, Level, Location, Problem, counted, did_you_mean, fault

if TYPE_CHECKING:
    from rich.console import Console

_COUNTED: dict[Level, tuple[str, str]] = {
    "problem": ("problem", "problems"),
    "unwritten": ("thing not yet written", "things not yet written"),
    "warning": ("warning", "warnings"),
}
OK, REACHED, BAD_INPUT, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 130


class Commands(click.Group):
    """Several commands in sections, each loaded when it is called.

    ``sections`` maps the heading of a section to its commands, and each of these to the line
    that ``--help`` shows of it. A command is the object called as itself in the module of
    ``package`` that is called the same: with ``_`` for a hyphen, and behind a word of Python.
    """

    def __init__(
        self, *args: Any, sections: Mapping[str, Mapping[str, str]], package: str, **extra: Any
    ) -> None:
        super().__init__(*args, **extra)
        self.sections = sections
        self.package = package

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of the sections, the main job first."""
        return [name for commands in self.sections.values() for name in commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, loaded; None where there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name.replace("-", "_")
        module = importlib.import_module(f"{self.package}.{name}")
        command: click.Command = getattr(module, name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands with one line each, section by section, without loading them."""
        for heading, commands in self.sections.items():
            with formatter.section(heading):
                formatter.write_dl(list(commands.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command meant; the nearest one is suggested for a name that there is not."""
        name, known = args[0], self.list_commands(ctx)
        if name not in known and name[:1].isalnum():
            near = did_you_mean(name, known)
            hint = near or f"`{ctx.command_path} --help` lists the commands"
            raise fault(f"there is no command `{name}`", hint=hint)
        return super().resolve_command(ctx, args)


def command_group(name: str, package: str, commands: Mapping[str, str], about: str) -> Commands:
    """A command that holds the ``commands`` of a package and does nothing by itself.

    Called alone it shows its help, which is what it is ``about``, and has failed.
    """

    def alone(context: click.Context) -> int:
        if context.invoked_subcommand is None:
            click.echo(context.get_help(), err=True)
            return BAD_INPUT
        return OK

    return Commands(
        name,
        callback=click.pass_context(alone),
        help=inspect.cleandoc(about),
        sections={"Commands": commands},
        package=package,
        invoke_without_command=True,
        subcommand_metavar="COMMAND [ARGS]...",
    )


class Program(Commands):
    """The program: its commands return an exit code, and no exception leaves it."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command and exit."""
        # Most of what a command makes lives until it ends; looking for garbage costs a start 10 ms.
        gc.set_threshold(100_000)
        extra["prog_name"] = "compliance"
        extra["standalone_mode"] = False
        with contextlib.suppress(ValueError):  # not in the main thread: only tests do that
            signal.signal(signal.SIGTERM, _terminated)
        try:
            code = _bounded(partial(super().main, *args, **extra))
        except SystemExit as ended:
            if ended.code != 1:
                raise
            code = OK  # so click ends where a reader of --help has enough
        gc.freeze()  # nor is there any use in looking for it on the way out, for 30 ms
        sys.exit(code)


def _terminated(*_: object) -> None:
    """End as if interrupted, so that no file that was begun is left behind."""
    sys.exit(128 + signal.SIGTERM)


def _bounded(run: Callable[[], int | None]) -> int:
    """The exit code of ``run``; whatever goes wrong in it is said on standard error."""
    try:
        return run() or OK
    except InputError as error:
        return report(error.problems)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "compliance"
        hint = f"`{command} --help` shows how it is used"
        return report([Problem(error.format_message(), Location(command), hint)])
    except click.ClickException as error:
        return report([Problem(error.format_message())])
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - nothing may leave with a traceback
        return _own_up(error)


def report(problems: Iterable[Problem]) -> int:
    """Say what is wrong, all of it, with a line that counts; the exit code.

    What is still to be written is only counted as long as there are mistakes. That there are
    warnings and nothing else is no bad input.
    """
    found = list(problems)
    by_level = {level: [p for p in found if p.level == level] for level in _COUNTED}
    problems, unwritten, warnings = by_level.values()
    for problem in (*(problems or unwritten), *warnings):
        say_problem(problem)
    counts = [counted(len(by_level[level]), *_COUNTED[level]) for level in _COUNTED]
    say("; ".join(count for count, level in zip(counts, _COUNTED, strict=True) if by_level[level]))
    if problems and unwritten:
        say("  hint: mend what is wrong; after that, what is not yet written is listed")
    return BAD_INPUT if problems or unwritten else REACHED


def _own_up(error: Exception) -> int:
    if isinstance(error, OSError) and not error.filename and error.errno in _STREAM_FAULTS:
        return report([_not_writable(error)])  # --help, --version: click writes them itself
    if isinstance(error, FileNotFoundError) and not _is_somewhere():
        what = "the working folder is not there any more"
        return report([Problem(what, hint="change to another folder")])
    if os.environ.get("COMPLIANCE_DEBUG"):
        import traceback  # noqa: PLC0415 - seldom asked for

        for line in "".join(traceback.format_exception(error)).splitlines():
            say(line)
    say(f"Something went wrong, and it is our fault, not yours ({type(error).__name__}: {error}).")
    say("  hint: please report it to the project, with the command and its files;")
    say("        COMPLIANCE_DEBUG=1 in the environment shows where it happened")
    return OUR_FAULT


def _is_somewhere() -> bool:
    """Whether the working folder is still there."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return False
    return True


def say(message: str) -> None:
    """Write a message of one line to standard error.

    What it quotes from files and their names can make no terminal do things, nor begin a line.
    """
    if not (message.isascii() and message.isprintable()):
        from compliance.document.characters import visible  # noqa: PLC0415 - seldom needed

        message = visible(message)
    with contextlib.suppress(OSError, ValueError):
        click.echo(message, err=True)


def say_problem(problem: Problem) -> None:
    """Say what is wrong on one line, and the hint on another."""
    say(str(replace(problem, hint=None)))
    if problem.hint:
        say(f"  hint: {problem.hint}")


MOST_PATHS = 20


def output() -> TextIO:
    """Standard output. Raises InputError where it is closed."""
    if sys.stdout is None:
        raise fault("standard output is closed", hint="send it to a file or to a terminal")
    return sys.stdout


def emit_paths(paths: Iterable[Path]) -> None:
    """Write names of files to standard output, a line each, in the bytes that they have on disk.

    On a terminal the first ``MOST_PATHS``, and how many more there are; to a program all.
    """
    named = list(paths)
    shown = named[:MOST_PATHS] if output().isatty() else named
    emit(b"".join(os.fsencode(path) + b"\n" for path in shown))
    if more := len(named) - len(shown):
        say(f"and {more} more")


def emit(content: bytes) -> None:
    """Write a result to standard output, in one go."""
    emit_all([content])


def emit_all(parts: Iterable[bytes]) -> None:
    """Write a result to standard output, part by part. A reader that has enough is no error."""
    stream = output().buffer
    try:
        for part in parts:
            stream.write(part)
        stream.flush()
    except BrokenPipeError:
        # Python flushes once more on its way out, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError as error:
        raise InputError([_not_writable(error)]) from error


_STREAM_FAULTS = (errno.ENOSPC, errno.EIO, errno.EBADF, errno.EDQUOT)


def _not_writable(error: OSError) -> Problem:
    return Problem(f"standard output cannot be written: {error.strerror}")


def printed(work: Callable[[Console], None]) -> bytes:
    """What ``work`` prints, kept until all of it is there."""
    from compliance.document.terminal import console  # noqa: PLC0415 - needs rich

    encoding = output().encoding or "utf-8"
    held = _Held()
    with console(cast("IO[str]", held)) as shown:  # written in one go
        work(shown)
    return held.text.getvalue().encode(encoding, "backslashreplace")


class _Held:
    """Standard output in all respects but that what is written to it is kept."""

    def __init__(self) -> None:
        self.text = io.StringIO()

    def write(self, text: str) -> int:
        return self.text.write(text)

    def flush(self) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        return getattr(sys.stdout, name)


class Problems:
    """Steps whose problems are raised together.

    Use it as ``with problems:`` around each step; ``settle`` raises what they came to.
    """

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> bool:
        if isinstance(error, InputError):
            self._found += error.problems
            return True
        return False

    def settle(self) -> None:
        """Raise InputError with every problem there was, if there was any."""
        if self._found:
            raise InputError(self._found)
