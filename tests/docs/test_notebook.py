"""The notebook in examples/ runs: from the library to a table and a picture in ten lines."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from compliance import Library, assess

NOTEBOOK = Path(__file__).parents[2] / "examples/notebook.ipynb"


@pytest.fixture(scope="module")
def code() -> list[str]:
    told = json.loads(NOTEBOOK.read_text("utf-8"))
    assert (told["nbformat"], told["nbformat_minor"]) == (4, 5)
    return ["".join(one["source"]) for one in told["cells"] if one["cell_type"] == "code"]


@pytest.fixture(scope="module")
def shown(code: list[str]) -> list[Any]:
    """What each cell shows: the value of its last line."""
    names: dict[str, Any] = {}
    return [_run(cell, names) for cell in code]


def _run(cell: str, names: dict[str, Any]) -> Any:
    *before, last = ast.parse(cell).body
    if not isinstance(last, ast.Expr):
        exec(compile(cell, "notebook", "exec"), names)  # noqa: S102 - our own notebook
        return None
    exec(compile(ast.Module(before, []), "notebook", "exec"), names)  # noqa: S102
    return eval(compile(ast.Expression(last.value), "notebook", "eval"), names)  # noqa: S307


def test_it_takes_ten_lines(code: list[str]) -> None:
    assert sum(bool(line.strip()) for cell in code for line in cell.splitlines()) <= 10


def test_the_table_has_the_gaps(shown: list[Any], bundled: Library) -> None:
    table = shown[1]
    assert table.columns == ["voice", "citation", "title", "status"]
    rows = table.fetchall()
    (account,) = (assess(one, bundled) for one in bundled.profiles_of("ESP"))
    assert {citation for _, citation, *_ in rows} == {found.citation for found in account.gaps()}
    assert rows


def test_the_picture_is_valid_and_counts_each_instrument_by_itself(shown: list[Any]) -> None:
    told = shown[2].to_dict()
    assert told["encoding"]["row"]["field"] == "instrument"
    rows = told["data"]["values"]
    assert {row["instrument"] for row in rows} > {"A-RES-65-212"}
    assert all(row["met_at_least"] <= row["met_at_most"] <= row["requirements"] for row in rows)


def test_it_holds_no_output() -> None:
    """What a notebook shows is kept in its file, and would go stale."""
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    assert all(not one.get("outputs") for one in cells)
