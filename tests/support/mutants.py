"""Which small faults in engine and assessment does no test see?

A sample of all mutations, the same each time. Each is put into a copy of the project, and the tests
that reach its line are run until one fails: first those that have killed most for their time. A
mutant that takes three times the processor time of the sound code is killed too.

    python -m support.mutants 300             from the folder tests; ended, it goes on where it was
    python -m support.mutants 300 outcomes    only those with this in their name

What a run found is kept in ``build/mutants`` until engine or assessment change; survivors are tried
again. Mutants that change nothing are in ``equivalent_mutants.yaml``, each with the reason.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import coverage
import pytest
import yaml
from support.mutations import Mutation, mutations

ROOT = Path(__file__).parents[2]
MUTATED = ("engine", "assessment")
KEPT = ROOT / "build" / "mutants"
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.yaml")
FIRST, MOST_SECONDS = 14, 120
"""The test files that are tried first, and all that are tried, in seconds that they take."""
MEMORY = 4 << 30
_TESTS = (
    *("engine/test_*.py", "assessment/test_*.py", "law/test_*.py", "model/test_*.py"),
    *("report/test_explanation.py", "report/test_gap_report.py", "report/test_goldens.py"),
    *("report/test_formats.py", "report/test_matrix.py", "report/test_questions.py"),
    *("report/test_follow_up.py", "report/test_comparison.py", "report/test_levels.py"),
    *("library/test_check.py", "library/test_quality.py", "library/test_actions.py"),
    *("cli/test_cases.py", "cli/test_ask.py"),
)
"""What tests engine and assessment, and is fast."""
_USED = (
    "pytest",
    "hypothesis",
    "pydantic",
    "rule_engine",
    "openpyxl",
    "rich.console",
    "click",
    "jinja2",
)


class Reach(NamedTuple):
    """What a test file comes to on sound code."""

    seconds: float
    lines: dict[str, list[int]]
    """By module, the lines that it runs."""


def sample(count: int) -> list[Mutation]:
    """So many of all mutations, in an order that depends on nothing but the name of each."""
    every = [
        mutation
        for package in MUTATED
        for path in sorted((ROOT / "compliance" / package).glob("*.py"))
        for mutation in mutations(path, ROOT)
    ]
    return sorted(every, key=lambda one: hashlib.sha256(one.name.encode()).digest())[:count]


def test_files() -> list[str]:
    """The test files that are tried, from the root."""
    tests = ROOT / "tests"
    return [path.relative_to(ROOT).as_posix() for one in _TESTS for path in sorted(tests.glob(one))]


@contextlib.contextmanager
def copied() -> Iterator[Path]:
    """A copy of the project, compiled so that a changed module is always compiled anew."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    with tempfile.TemporaryDirectory() as place:
        for name in listed.stdout.decode().splitlines():
            if (ROOT / name).is_file():
                (Path(place) / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, Path(place) / name)
        compiled = ["-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "compliance"]
        subprocess.run([sys.executable, *compiled], cwd=place, check=True)
        yield Path(place)


def in_a_child(work: Callable[[], int], most_seconds: float, said: Path) -> tuple[int, float]:
    """What work comes to in a process of its own, and its processor time.

    The code is negative where it was ended: out of time or memory.
    """
    child = os.fork()
    if not child:
        with said.open("wb") as stream:
            os.dup2(stream.fileno(), 1)
            os.dup2(stream.fileno(), 2)
        allowed = max(int(most_seconds), 1)
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, allowed + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.alarm(int(most_seconds) * 10)  # one that only waits
        code = 3
        try:
            code = work()
        except BaseException:  # noqa: BLE001 - it is said, and the child ends here
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime


def run_tests(place: Path, files: Sequence[str]) -> int:
    """Run these tests of the copy in this process, until one fails."""
    os.chdir(place)
    sys.dont_write_bytecode = True
    sys.path[:0] = [str(place), str(place / "tests")]
    for name in [name for name in sys.modules if name.partition(".")[0] == "support"]:
        del sys.modules[name]
    with tempfile.TemporaryDirectory() as cache:
        os.environ |= {"COMPLIANCE_CACHE_DIR": cache, "ORACLE_ROUNDS": "40"}
        os.environ |= {"HYPOTHESIS_PROFILE": "quick"}
        options = [
            "-x",
            "-W",
            "ignore::pytest.PytestAssertRewriteWarning",
            "-p",
            "no:cacheprovider",
            "--tb=no",
            f"--basetemp={cache}/made",
        ]
        return int(pytest.main([*options, *files]))


def reach(place: Path, file: str) -> Reach:
    """The lines that a test file runs; raises ValueError where it fails on sound code."""
    found, said = place / "reach.json", place / "said.txt"

    def work() -> int:
        data = coverage.Coverage(
            data_file=None, include=[f"{place}/compliance/{one}/*" for one in MUTATED]
        )
        data.start()
        code = run_tests(place, [file])
        data.stop()
        lines = {
            Path(name).relative_to(place).as_posix(): data.get_data().lines(name)
            for name in data.get_data().measured_files()
        }
        found.write_text(json.dumps(lines))
        return code

    code, seconds = in_a_child(work, 900, said)
    if code:
        raise ValueError(f"{file} fails on sound code:\n{said.read_text()}")
    return Reach(seconds, json.loads(found.read_text()))


class Trial:
    """Mutants tried one after another in one copy."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.reaches = {name: Reach(*kept) for name, kept in _kept("reach").items()}
        for file in test_files():
            if file not in self.reaches:
                self.reaches[file] = reach(place, file)
                _keep("reach", file, self.reaches[file])
        self.kills = Counter[str]()

    def killer(self, mutation: Mutation) -> str:
        """The test file that sees the fault, or that it ended early; empty where none does."""
        reached = [
            file
            for file, found in self.reaches.items()
            if mutation.line in found.lines.get(mutation.path, ())
        ]
        files = sorted(reached, key=lambda file: self._worth(file, mutation), reverse=True)
        changed = self.place / mutation.path
        before = changed.read_bytes()
        changed.write_text(mutation.source, encoding="utf-8")
        try:
            killed = next(filter(None, map(self._killer, self._parts(files))), "")
        finally:
            changed.write_bytes(before)
        self.kills[killed, mutation.path] += 1
        return killed

    def _parts(self, files: Sequence[str]) -> list[list[str]]:
        """Those to be tried first, and the others; no more than there is time for."""
        parts: list[list[str]] = [[], []]
        ends = 0.0
        for file in files:
            ends += self.reaches[file].seconds
            if ends <= MOST_SECONDS or not parts[0]:
                parts[ends > FIRST and bool(parts[0])].append(file)
        return [part for part in parts if part]

    def _worth(self, file: str, mutation: Mutation) -> float:
        """Kills to be hoped for in a second: of this module most of all."""
        kills = self.kills[file, mutation.path]
        lines = len(self.reaches[file].lines[mutation.path])
        return (0.01 * lines + kills) / (0.5 + self.reaches[file].seconds)

    def _killer(self, files: Sequence[str]) -> str:
        said = self.place / "said.txt"
        most = 10 + 3 * sum(self.reaches[file].seconds for file in files)
        code, _ = in_a_child(lambda: run_tests(self.place, files), most, said)
        if code == 0:
            return ""
        named = re.search(r"^(?:FAILED|ERROR) (\S+?\.py)", said.read_text(errors="replace"), re.M)
        return named[1] if named else f"ended early ({code})"


def _digest() -> str:
    found = hashlib.sha256()
    for package in MUTATED:
        for path in sorted((ROOT / "compliance" / package).glob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _kept(what: str) -> dict[str, object]:
    path = KEPT / f"{what}-{_digest()}.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return dict(json.loads(line) for line in lines)


def _keep(what: str, name: str, found: object) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{what}-{_digest()}.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(json.dumps([name, found], ensure_ascii=False) + "\n")


def main(count: int, wanted: str = "") -> int:
    """Try a sample, and say what survived."""
    for name in _USED:  # read once, before any child: none of them is ours
        importlib.import_module(name)
    equivalent = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) or {}
    chosen = [mutation for mutation in sample(count) if wanted in mutation.name]
    found = {name: killed for name, killed in _kept("killed").items() if killed}
    left = [one for one in chosen if one.name not in found and one.name not in equivalent]
    with contextlib.suppress(KeyboardInterrupt), copied() as place:
        trial = Trial(place)
        for mutation in left:
            found[mutation.name] = trial.killer(mutation)
            _keep("killed", mutation.name, found[mutation.name])
            told = found[mutation.name] or "SURVIVES"
            sys.stdout.write(f"{told:45}{mutation.path}:{mutation.line} {mutation.name}\n")
            sys.stdout.flush()
    _say([one for one in chosen if one.name in found or one.name in equivalent], found, equivalent)
    return 0


def _say(chosen: Sequence[Mutation], found: dict[str, object], equivalent: object) -> None:
    same = [one for one in chosen if one.name in equivalent]
    left = [one for one in chosen if one not in same and not found[one.name]]
    changing = len(chosen) - len(same)
    killed = changing - len(left)
    sys.stdout.write(
        f"{len(chosen)} mutants; {len(same)} change nothing; "
        f"of the other {changing}, {killed} were killed ({killed / max(changing, 1):.1%})\n"
    )
    for one in left:
        sys.stdout.write(f"survives: {one.path}:{one.line} {one.name}\n")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:3]))
