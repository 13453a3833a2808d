"""`check --watch`: what is said after a save."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from support.command_line import in_a_process, refused
from support.shelter import FACTS, RULE, SHELTER, shelter

from compliance.cli.check import look, told
from compliance.engine import compiler
from compliance.library.watch import Watch

pytestmark = pytest.mark.usefixtures("ours")


def _save(name: str, old: str, new: str) -> Path:
    path = Path(name)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000))
    return path


def _watch() -> Watch:
    return Watch(["bundled", shelter(SHELTER)])


def test_only_what_was_saved_is_told() -> None:
    watch = _watch()
    assert watch.changed() == []
    path = _save(f"shelter/{RULE}", '== "everyone"', '== "nobody"')
    assert watch.changed() == [path]
    assert watch.changed() == []


def test_a_line_of_the_table_that_changed_says_what_it_was() -> None:
    watch = _watch()
    path = _save(f"shelter/{RULE}", '== "residents"', '== "none"')
    assert list(told(watch.saved(path))) == [
        f"shelter/{RULE}: no problems",
        "  place",
        "    shelter.entitlement everyone: met",
        "    shelter.entitlement residents: not met (was: partly met)",
        "    shelter.entitlement none: partly met (was: not met)",
        "  training",
        "    officials yes, private yes: met",
        "    officials yes, private no: not met",
        "    officials no: not met",
    ]
    again = list(told(watch.saved(path)))
    assert not [line for line in again if "was" in line]


def test_problems_of_the_file_are_told_and_others_are_counted() -> None:
    watch = _watch()
    _save(f"shelter/{FACTS}", "choices: {officials", "choices: {officers")
    watch.saved(Path("shelter") / FACTS)
    path = _save(f"shelter/{RULE}", "topics: [shelter]", "topics: [shelters]")
    lines = list(told(watch.saved(path)))
    assert lines[0].startswith(f"shelter/{RULE}:6:10: there is no topic `shelters`")
    mended = _save(f"shelter/{RULE}", "topics: [shelters]", "topics: [shelter]")
    assert not any("no topic" in line for line in told(watch.saved(mended)))


def test_after_a_fault_the_table_is_compared_with_the_last_one() -> None:
    watch = _watch()
    path = _save(f"shelter/{RULE}", 'met: shelter.entitlement == "everyone"', "met: shelter.no")
    assert "there is no fact `shelter.no`" in next(told(watch.saved(path)))
    _save(f"shelter/{RULE}", "met: shelter.no", 'met: shelter.entitlement != "none"')
    lines = list(told(watch.saved(path)))
    assert any("residents" in line and "(was: " in line for line in lines)


def test_a_file_that_was_deleted_is_said_to_be() -> None:
    watch = _watch()
    path = Path(f"shelter/{RULE}")
    path.unlink()
    assert watch.changed() == [path]
    lines = list(told(watch.saved(path)))
    assert lines[0] == f"shelter/{RULE}: deleted"
    assert not any("no problems" in line for line in lines)


def test_a_layer_that_is_gone_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    watch = _watch()
    Path("shelter").rename("elsewhere")
    faults = look(watch, Path("shelter"))
    assert "shelter: there is no folder `rules`" in capsys.readouterr().err
    assert look(watch, Path("shelter"), faults) == faults
    Path("elsewhere").rename("shelter")
    assert look(watch, Path("shelter"), faults) == ()
    assert not capsys.readouterr().err


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rules that are compiled, once a test has begun to look."""
    found: list[str] = []
    original = compiler.compile_rule

    def counting(rule, *rest):  # type: ignore[no-untyped-def]
        found.append(rule.id)
        return original(rule, *rest)

    monkeypatch.setattr(compiler, "compile_rule", counting)
    return found


def test_only_the_rule_that_was_saved_is_compiled_anew(compiled: list[str]) -> None:
    watch = _watch()
    compiled.clear()
    watch.saved(_save(f"shelter/{RULE}", "title: Shelter", "title: Shelters"))
    assert compiled == ["INV-1.1"]


def test_only_rules_of_a_fact_that_was_saved_are_compiled_anew(compiled: list[str]) -> None:
    watch = _watch()
    compiled.clear()
    watch.saved(_save(f"shelter/{FACTS}", "Which migrants does", "Whom does"))
    assert compiled == ["INV-1.1"]
    compiled.clear()
    path = _save(f"shelter/{FACTS}", "choices: {officials", "choices: {officers")
    assert watch.saved(path).elsewhere == 1
    assert compiled == ["INV-1.1"]
    assert watch.builder.problems == Watch(watch.layers).builder.problems
    watch.saved(_save(f"shelter/{FACTS}", "choices: {officers", "choices: {officials"))
    assert watch.builder.problems == []
    assert watch.builder.tables == Watch(watch.layers).builder.tables


def test_it_watches_one_layer() -> None:
    assert "--watch needs one layer" in refused("check", "--watch")
    assert "--watch needs one layer" in refused("check", "--watch", "nowhere")


def test_an_interrupt_ends_it_without_a_traceback(ours: Path) -> None:
    command = in_a_process(ours, "check", "--watch", shelter())
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Watching shelter.")
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert "Traceback" not in process.stderr.read()
        assert process.wait(timeout=60) == 130
