"""Open questions put one after the other in the terminal, saved after every answer."""

from __future__ import annotations

import shlex
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, get_args

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.questions import OpenQuestion, questions
from compliance.cli.errors import INTERRUPTED, OK, say, say_problem
from compliance.cli.layer_schemas import lay_schemas_around
from compliance.document.screen import Screen
from compliance.document.terminal import console
from compliance.errors import InputError
from compliance.files import UNUSABLE
from compliance.library.library import Library, Scope
from compliance.library.profile_editor import NewProfile, answer_typed, with_answer
from compliance.model.profiles import Answer, Evidence, Profile
from compliance.model.rulebook import Fact, Voice
from compliance.model.scalars import as_date, names_nothing
from compliance.model.value_sets import AnswerError
from compliance.report import questions as asking
from compliance.report import wording
from compliance.report.wording import number_of

_SKIP, _STOP, _HELP = ("skip", "s"), ("stop", "quit", "q"), ("?", "help")
_BACK = ("back", "b")
_VOICES: tuple[Voice, ...] = tuple(v for v in get_args(Voice) if v != "register")


class _Stopped(Exception):  # noqa: N818 - not an error
    """The one who answers has had enough, or the input has ended."""


class _Skipped(Exception):  # noqa: N818 - not an error
    """The question is put aside."""


class _Back(Exception):  # noqa: N818 - not an error
    """The one who answers goes back a step."""


@dataclass
class _Details:
    """What goes with an answer, as far as it has been typed."""

    evidence: list[Evidence] = field(default_factory=list)
    since: date | None = None
    note: str | None = None
    public: bool = True
    source_public: bool = True

    def update(self) -> dict[str, Any]:
        """The parts of the answer."""
        sources = tuple(
            one.model_copy(update={"public": self.source_public}) for one in self.evidence
        )
        told = {"evidence": sources, "since": self.since, "note": self.note, "public": self.public}
        return {key: value for key, value in told.items() if value is not None}


class Dialogue:
    """One sitting: an account, the questions still open, and the new profile they make."""

    def __init__(
        self, library: Library, profile: Profile, day: date | None, scope: Scope, place: Path
    ) -> None:
        self.library, self.profile, self.scope = library, profile, scope
        self.base, self.day = profile.id, day or profile.as_of
        rights = _rights_of(profile, library)
        self.file = NewProfile(place, library.facts, library.sources, rights)
        self.screen = Screen(console(sys.stderr))
        self.skipped: set[str] = set()
        self.was_skipped = False
        self.answered: list[str] = []
        self.asked: list[OpenQuestion] = []

    def run(self) -> int:
        """Ask until nothing is open, or the one who answers stops. The exit code."""
        try:
            self._introduce()
            question = self._next()
            while question:
                question = self._put(question) or self._next()
            say("The rest was skipped." if self.was_skipped else "Nothing more is open.")
        except _Stopped:
            pass
        except KeyboardInterrupt:
            say("")
            say("Interrupted.")
            self._close()
            return INTERRUPTED
        self._close()
        return OK

    def _close(self) -> None:
        """What came of it, and where it is."""
        if not self.file.is_made:
            say("Nothing was answered, so no file was written.")
            return
        say(f"{number_of(len(set(self.answered)), 'question')} answered. Saved: {self.file.path}")
        over = "".join(f" --layer {shlex.quote(name)}" for name in self.library.layers)
        lay_schemas_around(self.file.path, self.library)
        say(f"Next: compliance assess {shlex.quote(str(self.file.path))}{over}")

    def _introduce(self) -> None:
        say(f"The answers go into {self.file.path}, after every one of them.")
        say("Type skip to leave a question open, back for the one before, ? for what would")
        say("follow, stop to end. Behind an answer you can type note, date or confidential.")
        say(f"They are answers as of {self.day}; --as-of names another day.")
        kept = None if self.profile.voice == "register" else self.profile
        speaker = self._line("Who answers?", kept.speaker if kept else None)
        voice = None
        while voice not in _VOICES:
            if voice is not None:
                say(f"`{voice}` is no voice: it is {', '.join(_VOICES)}")
            voice = self._line(
                f"As what kind of speaker ({', '.join(_VOICES)})?", kept.voice if kept else None
            )
        update: dict[str, Any] = {"speaker": speaker, "voice": voice}
        if kept and voice != kept.voice:
            say(f"The answers of {self.base} are not taken over: they are another voice's.")
            update |= {"answers": {}, "note": None}
            self.base = ""
        self.profile = self.profile.model_copy(update=update)

    def _line(self, asked: str, default: str | None = None) -> str:
        """What is typed, or the default for an empty line."""
        while True:
            ending = f" [{default}]" if default is not None else ""
            said = self._typed(asked + ending) or default
            if said is not None and said.casefold() not in _HELP:
                return said
            say("Type it, or press Enter for what stands in [ ]; stop ends.")

    def _typed(self, prompt: str) -> str:
        """A line as it is typed. The prompt is no result and goes to standard error."""
        while True:
            sys.stderr.write(f"{self.screen.text(prompt).plain.strip()} ")
            sys.stderr.flush()
            try:
                said = input().strip()
            except EOFError as end:
                say("")
                raise _Stopped from end
            except UnicodeDecodeError:
                said = "\ufffe"
            if not UNUSABLE.search(said):
                break
            say("That has characters that cannot be read; type it again.")
        if said.casefold() in _STOP:
            raise _Stopped
        return said

    def _assess(self) -> Assessment:
        scope = self.scope
        return assess(
            self.profile,
            self.library,
            as_of=self.day,
            rulebooks=scope.rulebooks,
            topics=scope.topics,
        )

    def _next(self) -> OpenQuestion | None:
        """The question that could decide most, of those that were not put aside."""
        found = questions(self._assess())
        return next((one for one in found if one.fact.id not in self.skipped), None)

    def _put(self, question: OpenQuestion) -> OpenQuestion | None:
        """Ask until there is an answer that can be saved, or the question is put aside.

        Gives the question before, where that is wanted again.
        """
        self._print(question)
        try:
            if question.fact.type == "many":
                for member in dict.fromkeys(one.member for one in question.consequences):
                    self._answer(question, member)
            else:
                self._answer(question, None)
        except _Skipped:
            self.was_skipped = True
        except _Back:
            if self.asked:
                return self.asked.pop()
            say("This is the first question.")
            return question
        self.skipped.add(question.fact.id)
        self.asked.append(question)
        return None

    def _answer(self, question: OpenQuestion, member: str | None) -> None:
        fact = question.fact
        label = f"{wording.label(fact, member)}?" if member else "Answer:"
        while True:
            said = self._typed(label)
            if said.casefold() in _SKIP or not said:
                if member is None:
                    raise _Skipped
                return
            if said.casefold() in _BACK:
                raise _Back
            if said.casefold() in _HELP:
                self._print_consequences(question)
                continue
            try:
                answer = answer_typed(said, fact, member)
            except AnswerError as error:
                say_problem(error.problem)
                continue
            if self._take(fact, answer):
                return

    def _take(self, fact: Fact, answer: Answer) -> bool:
        """Save an answer with what goes with it. Whether it could be.

        Where typing ends amid that, the answer is saved first: it was given.
        """
        details = _Details()
        ended: BaseException | None = None
        is_saved = False
        try:
            self._ask_details(details)
        except _Back:
            return False
        except (_Stopped, KeyboardInterrupt) as end:
            ended = end
        try:
            self._save(fact, answer.model_copy(update=details.update()))
        except AnswerError as error:
            say_problem(error.problem)
        except InputError as error:
            for problem in error.problems:
                say_problem(problem)
            again = "" if ended else " Answer again, or skip."
            say(f"This answer is not saved; those before it are.{again}")
        else:
            is_saved = True
        if ended:
            raise ended
        return is_saved

    def _ask_details(self, details: _Details) -> None:
        """Where it is written down, if anywhere, until nothing is typed; also note and date."""
        while True:
            what = "Another source" if details.evidence else "Source"
            document = self._typed(f"{what}, the document (empty for none):")
            word = document.casefold()
            if not document or word in _SKIP:
                return
            if word in _BACK:
                raise _Back
            if word == "note":
                details.note = self._typed("Note (may be empty):") or None
            elif word == "date":
                details.since = self._day_typed()
            elif word == "confidential":
                only = self._typed("The answer, or only the source? [answer]").casefold()
                details.source_public = details.source_public and only != "source"
                details.public = details.public and only == "source"
            elif names_nothing(document):
                say(f"`{document}` names no document; press Enter if there is none.")
            else:
                self._ask_source(details, document)

    def _ask_source(self, details: _Details, document: str) -> None:
        """Place, words and who says them, kept as they are typed."""
        told: dict[str, str] = {"said_by": self.profile.voice}
        at = len(details.evidence)
        steps: dict[str, Callable[[], str]] = {
            "place": partial(self._typed, "Place in it (page, article; may be empty):"),
            "quote": partial(self._typed, "Its words (may be empty):"),
            "said_by": self._who_says_so,
        }
        for name, ask_ in steps.items():
            details.evidence[at:] = [Evidence.model_validate({"document": document, **told})]
            if (said := ask_()).casefold() in _BACK:
                raise _Back
            if said:
                told[name] = said
        details.evidence[at:] = [Evidence.model_validate({"document": document, **told})]

    def _day_typed(self) -> date | None:
        """The day since which it is so; None where none is typed."""
        while said := self._typed("Since which day (YYYY-MM-DD; may be empty)?"):
            try:
                day = as_date(said)
            except ValueError as error:
                say(f"`{said}` is no day: {error}")
            else:
                assert isinstance(day, date)
                return day
        return None

    def _who_says_so(self) -> str:
        """Who is speaking in the document: it need not be who answers, nor who publishes it."""
        asked = f"Who says so there ({', '.join(get_args(Voice))})? [{self.profile.voice}]"
        while (said := self._typed(asked).casefold()) not in ("", *_BACK, *get_args(Voice)):
            say(f"`{said}` is no voice: it is {', '.join(get_args(Voice))}")
        return said

    def _save(self, fact: Fact, answer: Answer) -> None:
        before = {found.rule.id: found.outcomes for found in self._assess().findings}
        added = list(dict.fromkeys([*self.answered, fact.id]))
        profile = with_answer(self.profile, fact, answer, self.day)
        self.file.save(profile.model_copy(update={"note": self._note(added)}))
        self.profile, self.answered = profile, added
        decided = [
            f"{found.rule.id} {found.status}"
            for found in self._assess().findings
            if len(found.outcomes) == 1 and len(before[found.rule.id]) > 1
        ]
        say(f"Saved. {'Decided: ' + ', '.join(decided) if decided else 'Decides nothing yet.'}")

    def _note(self, added: list[str]) -> str:
        """The note of the account it began with, and what was added to it here."""
        if not self.base:
            return "Answered in the terminal."
        own = f"To the answers of {self.base} these were added in the terminal: {', '.join(added)}."
        return f"{self.profile.note} {own}" if self.profile.note else own

    def _print(self, question: OpenQuestion) -> None:
        screen, fact = self.screen, question.fact
        screen.blank()
        words = screen.joined(screen.text(fact.question, "bold"), screen.text(fact.id, "dim"))
        screen.paragraph(words)
        screen.item("", asking.weight_words(question).rstrip(":."), 6, "dim")
        for answer in self.profile.answers.get(fact.id, ()):
            if answer.states_something:
                screen.item(screen.text("now", "dim"), wording.answer_words(fact, answer), 16, at=6)
        if fact.help:
            screen.paragraph(fact.help, 6, "dim")
        if fact.type == "choice":
            for number, (name, choice) in enumerate(fact.choices.items(), start=1):
                labelled = screen.joined(screen.text(choice.label), screen.text(name, "dim"))
                screen.item(f"{number}.", labelled, 10, at=6)
        else:
            screen.paragraph(_how(fact), 6, "dim")
        screen.item(screen.text("to show", "dim"), fact.evidence, 16, at=6)

    def _print_consequences(self, question: OpenQuestion) -> None:
        for one in question.consequences:
            words = f"{asking.answer_words(one, question.fact)}: {asking.follows_words(one)}"
            self.screen.item("if", words, 10, at=6)


def _rights_of(profile: Profile, library: Library) -> int | None:
    """The rights of the profile's file; None where it has none of its own."""
    file = library.files.get(f"profiles/{profile.id}.yaml")
    path = file.path if file and profile.id in library.profiles else Path(profile.layer)
    return stat.S_IMODE(path.stat().st_mode) if path.is_file() else None


def _how(fact: Fact) -> str:
    """How it is answered, of what has no list of choices."""
    if fact.type == "yes_no":
        return "yes or no"
    if fact.type == "many":
        return "yes or no for each; skip leaves that one open"
    kind = "a day, YYYY-MM-DD" if fact.type == "date" else f"a number ({fact.unit or 'plain'})"
    return f"{kind}; also at least …, at most …"
