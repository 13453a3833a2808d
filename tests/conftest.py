"""How thoroughly properties are tried: the same examples each time, or ever new ones.

And the library that tests of the command line run on.
"""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings
from support.layers import WITH_REGISTERS, write_layer

import compliance
from compliance.library.library import Library

# A shell that starts the tests in the background has interrupts ignored, by the commands too.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=30)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the library of tests, written once; not to be changed."""
    return write_layer(tmp_path_factory.mktemp("library") / "small")


@pytest.fixture
def ours(small_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library of tests in the place of our own, and an empty folder to work in."""
    monkeypatch.setattr("compliance.library.layers._PACKAGE", small_library / "compliance")
    monkeypatch.setenv("PYTHONPATH", str(Path(compliance.__file__).parent.parent))
    monkeypatch.setenv("COMPLIANCE_CACHE_DIR", str(small_library.parent / "cache"))
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "COMPLIANCE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return small_library


@pytest.fixture
def ours_with_registers(
    ours: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The same with registers: a list of parties, and one of Members."""
    root = write_layer(tmp_path_factory.mktemp("library") / "small", WITH_REGISTERS)
    monkeypatch.setattr("compliance.library.layers._PACKAGE", root / "compliance")
    assert root != ours
    return root


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Our own library, compiled anew for the tests; not to be changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPLIANCE_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        return Library.bundled()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in tests/office and tests/docs, so that `make quick` can leave it out."""
    for item in items:
        folder = item.path.parent.name
        if folder in ("office", "docs"):
            item.add_marker(folder)
