"""The architecture: every module imports from the floors below its own, and from nowhere else."""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import compliance

PACKAGE = Path(compliance.__file__).parent

FLOORS = (
    {"errors"},
    {
        "anchor",
        "countries",
        "layers",
        "one_by_one",
        "outcome",
        "text_file",
        "typed_text",
        "whole_file",
    },
    {"counts", "model", "tabular", "yaml_faults"},
    {"accounts", "sources", "workbook_form", "yaml_text", "yaml_writing"},
    {"intake", "possible"},
    {"agreement", "axis", "expressions", "loading", "standing"},
    {"table", "testimony", "vocabulary"},
    {"worlds"},
    {"changing", "compilation", "echo", "joint", "profile", "register", "snapshot"},
    {"answering", "finding", "rulebook", "ways"},
    {"building"},
    {"library"},
    {"passage"},
    {"assessment", "recommendations"},
    {"hinges"},
    {"asking", "comparison", "coverage", "official_text", "planning", "recorded"},
    {"change"},
    {"checking"},
    {"report"},
    {"questionnaire", "review"},
    {"cli"},
    {"__init__", "__main__"},  # the faces of the whole
)
ONLY_IN = {
    "rule_engine": ("compilation",),
    "openpyxl": (
        "intake.opening",
        "questionnaire",
        "report.workbook",
        "review.workbook",
        "tabular.workbook",
    ),
    "rich": ("report", "review.screen", "cli"),
    "click": ("cli",),
    "pycountry": ("countries",),
    "pydantic": (
        "accounts",
        "model",
        "typed_text",
        "loading",
        "questionnaire.hidden",
        "recorded",
        "snapshot",
    ),
    "yaml": ("yaml_text", "yaml_faults"),
}
SAY_NOTHING = {"common", "helper", "helpers", "manager", "misc", "tools", "util", "utils"}
MAX_LINES = 300
LONGER = {"compilation", "expressions"}


def _modules() -> dict[str, Path]:
    """Every module by its name within the package: ``report.workbook.gaps``."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        is_package = parts[-1] == "__init__" and len(parts) > 1
        found[".".join(parts[:-1] if is_package else parts)] = path
    return found


MODULES = _modules()


def _imports(module: str) -> Iterator[str]:
    """What a module imports, at its top, in functions and for types alone."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                is_module = whole.removeprefix("compliance.") in MODULES
                yield whole if is_module else str(node.module)


def _own_imports(module: str) -> set[str]:
    own = {name for name in _imports(module) if name.partition(".")[0] == "compliance"}
    return {name.removeprefix("compliance.") for name in own}


def _floor(module: str) -> int:
    top = module.partition(".")[0]
    return next((number for number, floor in enumerate(FLOORS) if top in floor), -1)


def test_every_module_has_its_floor_and_every_floor_its_modules() -> None:
    tops = [name for floor in FLOORS for name in floor]
    assert sorted(tops) == sorted({module.partition(".")[0] for module in MODULES})


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_the_floors_below(module: str) -> None:
    top = module.partition(".")[0]
    above = {
        name
        for name in _own_imports(module)
        if _floor(name) >= _floor(module) and name.partition(".")[0] != top
    }
    assert above == set()


def test_no_module_depends_on_itself_by_a_detour() -> None:
    graph = {module: _own_imports(module) - {module} for module in MODULES}
    order = list(TopologicalSorter(graph).static_order())
    assert set(order) >= set(MODULES)


@pytest.mark.parametrize(("library", "homes"), ONLY_IN.items())
def test_a_library_is_imported_only_where_it_belongs(library: str, homes: tuple[str, ...]) -> None:
    importers = {
        module
        for module in MODULES
        if any(name.partition(".")[0] == library for name in _imports(module))
    }
    assert importers
    assert {m for m in importers if not f"{m}.".startswith(tuple(f"{h}." for h in homes))} == set()


def test_everything_else_that_is_imported_is_a_dependency() -> None:
    known = {"click", "openpyxl", "platformdirs", "pycountry", "pydantic", "rich", "rule_engine"}
    known |= {"yaml", "compliance", *sys.stdlib_module_names}
    found = {name.partition(".")[0] for module in MODULES for name in _imports(module)}
    assert found <= known


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short_and_its_name_says_something(module: str) -> None:
    assert not set(module.split(".")) & SAY_NOTHING
    lines = MODULES[module].read_text(encoding="utf-8").count("\n")
    assert lines <= MAX_LINES or module in LONGER
