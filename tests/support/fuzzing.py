"""Readers fed with damaged input: each refuses it with an InputError, or reads it.

A target is a reader with sound inputs to begin from. Inputs are damaged by byte and by line; of
workbooks the parts are. A fault is any other error, or more processor time than ``MOST_SECONDS``.
Inputs that showed a fault are kept in ``tests/fuzz/corpus/TARGET/`` and tried first ever after.

    python -m support.fuzzing 60          an hour (60 minutes), from the folder ``tests``
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import FrameType

from support.command_line import run
from support.gap_reports import gap_report
from support.layers import FILES, write_layer
from support.questionnaires import WHO, Filled, written

from compliance.assessment.assess import assess
from compliance.assessment.history import read_export
from compliance.engine.expressions import parse as parse_expression
from compliance.engine.tokens import ExpressionError
from compliance.errors import InputError
from compliance.export.json.assessments import parts
from compliance.importers.recommendations.reading import read_recommendations
from compliance.library import official_text
from compliance.library.languages import language
from compliance.library.library import Library
from compliance.library.yaml_reader import parse as parse_yaml
from compliance.workbook.questionnaire.reading import Order, read_questionnaires
from compliance.workbook.review.copies import read_copy

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parents[1] / "fuzz" / "corpus"
MOST_SECONDS = 20.0
"""Processor time for one input: a bound on work that grows out of hand, not a measure of speed."""
_TOKENS = (
    *(b"\x00", b"\xff", b"\xe2\x80\xae", b"\x1b[2J", b"\r\n", b"\t", b'"', b"'", b"{", b"}", b"["),
    *(b"]", b"<", b"&", b":", b"- ", b"#", b"*a", b"&a", b"!!x", b"=", b"N/A", b"9" * 40, b"-1"),
    *(b"1e999", b"2011-02-30", b"null", b"yes", b"<!DOCTYPE x>", "é".encode("utf-16")),
)


@dataclass(frozen=True)
class Target:
    """A reader, and sound inputs for it."""

    read: Callable[[bytes, Path], object]
    """Reads an input; the folder is for files."""
    seeds: Sequence[bytes]
    damage: Callable[[bytes, random.Random], bytes]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The input with one to four small things wrong."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(content))
        size = chance.choice((0, 0, 1, 3, 20))
        lines = content.split(b"\n")
        match chance.randrange(5):
            case 0:
                content = content[:at] + chance.choice(_TOKENS) + content[at + size :]
            case 1:
                content = content[:at] + content[at + max(size, 1) :]
            case 2:
                content = content[:at] + chance.randbytes(max(size, 1)) + content[at + size :]
            case 3:
                lines.insert(chance.randint(0, len(lines)), chance.choice(lines))
                content = b"\n".join(lines)
            case _:
                lines.pop(chance.randrange(len(lines)))
                content = b"\n".join(lines)
    return content


def damaged_package(content: bytes, chance: random.Random) -> bytes:
    """A workbook with a part of it damaged, or its directory."""
    if chance.random() < 0.15:
        return damaged(content, chance)
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = chance.choice([*parts])
    if chance.random() < 0.05:
        del parts[name]
    else:
        parts[name] = damaged(parts[name], chance)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for part, text in parts.items():
            package.writestr(part, text)
    return made.getvalue()


def _file(name: str, read: Callable[[Path], object]) -> Callable[[bytes, Path], object]:
    """A reader of a file of this name."""

    def of(content: bytes, folder: Path) -> object:
        path = folder / name
        path.write_bytes(content)
        return read(path)

    return of


def targets(folder: Path) -> dict[str, Target]:
    """The readers by name; ``folder`` holds what they need."""
    os.environ["COMPLIANCE_CACHE_DIR"] = str(folder / "cache")
    layer = write_layer(folder / "layer")
    library = Library.load([layer])
    profile = library.profile("ata-2011-government")
    form = written(folder / "q.xlsx", library, profile)
    Filled(form).about(**WHO).save()
    report = gap_report(folder / "report.xlsx", library)
    export = b"".join(parts([assess(profile, library)]))
    submission = {
        "compliance_form": "ATA COUNTRY",
        "about___voice": "government",
        "about___speaker": "Nobody",
        "about___as_of": "2011-07-14",
        "children__papers": "yes",
        "detention__days": 30,
    }
    listed = (ROOT / "examples" / "recommendations.csv").read_bytes()
    profile_text = (layer / "profiles" / "ata-2011-government.yaml").read_bytes()
    rule_text = (layer / "rules" / "T-1" / "3b.yaml").read_bytes()
    facts_text = (layer / "rules" / "facts" / "detention.yaml").read_bytes()
    catalogue = (
        b'msgid ""\nmsgstr ""\n\nmsgctxt "topic:children"\nmsgid "Children"\nmsgstr "Hijos"\n'
    )
    text = b"1. States should do this.\n\n2. Article 7 says that.\n"
    order = Order("made", "government", "Nobody", date(2011, 7, 14))

    def load(name: str) -> Callable[[bytes, Path], object]:
        def of(content: bytes, own: Path) -> object:
            place = write_layer(own / "layer", FILES) / name
            place.parent.mkdir(exist_ok=True, parents=True)
            place.write_bytes(content)
            found = Library.load([own / "layer"])
            return [assess(one, found) for one in found.profiles.values()]

        return of

    def po(content: bytes, own: Path) -> object:
        load("translations/es.po")(content, own)
        return language("es", Library.load([own / "layer"]))

    def command(content: bytes, own: Path) -> object:
        words = content.decode("utf-8", "replace").replace("\0", "").split(" ")
        before = Path.cwd()
        os.chdir(own)  # what it writes is written there
        try:
            result = run(*words)
        finally:
            os.chdir(before)
        assert result.exit_code in (0, 1, 2), result.output
        return result

    return {
        "yaml": Target(
            lambda content, _: parse_yaml(content.decode("utf-8", "replace"), "x.yaml"),
            [profile_text, rule_text, facts_text],
            damaged,
        ),
        "expression": Target(
            lambda content, _: parse_expression(content.decode("utf-8", "replace"), library.facts),
            [
                b"detention.limited and (detention.days <= 30 or not children.papers)",
                b'"judges" in detention.trained or children.school in ["none", "residents"]',
                b'treaties.joined < d"2010-12-21" and treaties.x != "party"',
            ],
            damaged,
        ),
        "profile": Target(_file("p.yaml", library.read_profile), [profile_text], damaged),
        "rule": Target(load("rules/T-1/3b.yaml"), [rule_text], damaged),
        "facts": Target(load("rules/facts/detention.yaml"), [facts_text], damaged),
        "catalogue": Target(po, [catalogue], damaged),
        "questionnaire": Target(
            _file("q.xlsx", lambda path: read_questionnaires([path], library, order)),
            [form.read_bytes()],
            damaged_package,
        ),
        "review": Target(
            _file("r.xlsx", lambda path: read_copy(path, library)),
            [report.read_bytes()],
            damaged_package,
        ),
        "submissions": Target(
            _file("s.json", lambda path: read_questionnaires([path], library, order)),
            [json.dumps([submission], indent=1).encode()],
            damaged,
        ),
        "list": Target(
            _file("l.csv", lambda path: read_recommendations(path, None, {})), [listed], damaged
        ),
        "export": Target(_file("e.json", read_export), [export], damaged),
        "text": Target(
            _file("t.txt", lambda path: official_text.check_text(path, [layer], ["T/2"])),
            [text],
            damaged,
        ),
        "arguments": Target(
            command,
            [
                b"assess ECU --topic detention --format json",
                b"explain 4(e) ECU",
                b"rules --rulebook 65/212",
                b"plan PRT --topic health",
                b"questionnaire ECU --topic health --lang es -o q.xlsx",
                b"compare ECU ESP --topic health --as-of 2012-01-31",
            ],
            damaged,
        ),
    }


@contextmanager
def _bounded() -> Iterator[None]:
    """Raises TimeoutError where the work takes too much processor time."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError(f"more than {MOST_SECONDS:g} seconds of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def fault_of(target: Target, content: bytes, folder: Path) -> str:
    """What went wrong with an input; empty where it was read or refused as it should be."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        try:
            with _bounded():
                target.read(content, Path(own))
        except (InputError, ExpressionError):
            return ""
        except Exception:  # noqa: BLE001 - whatever it is, it is a fault
            return traceback.format_exc(limit=-4)
    return ""


def inputs(name: str, target: Target, chance: random.Random, count: int) -> Iterator[bytes]:
    """What was found before, the sound inputs, and as many damaged ones."""
    found = sorted((CORPUS / name).glob("*")) if (CORPUS / name).is_dir() else []
    yield from (path.read_bytes() for path in found)
    yield from target.seeds
    for _ in range(count):
        yield target.damage(chance.choice(target.seeds), chance)


def faults(
    known: Mapping[str, Target], folder: Path, seed: int, count: int
) -> Iterator[tuple[str, bytes, str]]:
    """Target, input and fault of every input that went wrong."""
    chance = random.Random(seed)
    for name, target in known.items():
        for content in inputs(name, target, chance, count):
            fault = fault_of(target, content, folder)
            if fault:
                yield name, content, fault


def main(minutes: float) -> int:
    """Try inputs until the time is up, keep what showed a fault, and say how many there were."""
    ends = time.monotonic() + minutes * 60
    tried, kept, seed = Counter[str](), set[str](), random.SystemRandom().randrange(1 << 32)
    with tempfile.TemporaryDirectory() as place:
        known = targets(Path(place))
        while time.monotonic() < ends:
            for name, content, fault in faults(known, Path(place), seed, 20):
                last = fault.strip().splitlines()[-1]
                if f"{name} {last}" not in kept:
                    kept.add(f"{name} {last}")
                    path = CORPUS / name / hashlib.sha256(content).hexdigest()[:16]
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
                    sys.stdout.write(f"{path.relative_to(CORPUS)}\n{fault}\n")
                    sys.stdout.flush()
            tried.update(dict.fromkeys(known, 20))
            seed += 1
    by_reader = ", ".join(f"{name} {count:,}" for name, count in sorted(tried.items()))
    sys.stdout.write(f"{tried.total():,} inputs tried ({by_reader}), {len(kept)} faults found\n")
    return 1 if kept else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 60))
