"""The public API, and the wheel: built, installed where nothing else is, used from elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import compliance
from compliance import Library

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", compliance.__all__)
def test_a_public_name_is_there(name: str) -> None:
    assert name in dir(compliance)
    assert getattr(compliance, name).__module__.startswith("compliance.")


def test_public_names_survive_the_import_of_any_module_first() -> None:
    """A module of the same name would hide the function."""
    code = (
        "import importlib, pkgutil, compliance\n"
        "for one in pkgutil.iter_modules(compliance.__path__):\n"
        "    if one.name != '__main__': importlib.import_module(f'compliance.{one.name}')\n"
        "assert all(callable(getattr(compliance, name)) for name in compliance.__all__)\n"
        "from compliance import assess, changes, compare, plan, questions, write, Library\n"
        "assert callable(plan) and Library.bundled().rules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_an_unknown_name_is_said_to_be_unknown() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'asses'"):
        _ = compliance.asses


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("wheel")
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    quiet = ["--quiet", "--disable-pip-version-check"]
    build = [sys.executable, "-m", "pip", "wheel", *quiet, "--no-deps", "--wheel-dir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, env=environment)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / "bin"
    install = [str(programs / "python"), "-m", "pip", "install", *quiet, str(wheel)]
    subprocess.run(install, check=True, env=environment)
    return programs


def test_the_wheel_works_from_another_folder(
    installed: Path, tmp_path: Path, bundled: Library
) -> None:
    environment = {"PATH": str(installed), "COMPLIANCE_CACHE_DIR": str(tmp_path / "cache")}

    def use(*arguments: str) -> str:
        done = subprocess.run(
            [str(installed / "compliance"), *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    found = json.loads(use("assess", "ECU", "--format", "json", "-o", "ecuador.xlsx"))
    assert len(found["assessments"]) == len(bundled.profiles_of("ECU"))
    for assessment in found["assessments"]:
        assert len(assessment["findings"]) == len(bundled.rules)
    assert (tmp_path / "ecuador.xlsx").stat().st_size > 0
    assert "no problems" in use("check")
    assert "No hole" in use("coverage")
    keys = json.loads(use("schema", "rule"))["properties"]
    assert keys["force"]["description"].startswith("duty, commitment")


@pytest.mark.parametrize(
    ("narrowed", "said"),
    [
        ({"rulebooks": ["A/RES/65/211"]}, "there is no rulebook `A/RES/65/211`"),
        ({"topics": ["childern"]}, "there is no topic `childern`"),
    ],
)
def test_what_is_not_there_is_not_an_empty_report(
    narrowed: dict[str, list[str]], said: str, bundled: Library
) -> None:
    profile = bundled.profile("ecu-2011-government")
    with pytest.raises(compliance.InputError, match=said):
        compliance.assess(profile, bundled, **narrowed)
    by_symbol = compliance.assess(profile, bundled, rulebooks=["A/RES/65/212"])
    assert [f.rule.id for f in by_symbol.findings] == [
        rule.id for rule in bundled.rules.values() if rule.symbol == "A/RES/65/212"
    ]
