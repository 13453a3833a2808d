"""Lists of actions: what `check` says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.actions import ACTIONS, write_actions
from support.command_line import refused, run

pytestmark = pytest.mark.usefixtures("ours")


def test_a_list_of_actions_is_a_layer_by_itself() -> None:
    write_actions(Path("ours"))
    result = run("check", "ours")
    assert (result.exit_code, result.stdout) == (0, "6 actions: no problems\n"), result.stderr


def test_a_list_anywhere_is_checked_by_its_keys() -> None:
    Path("mine.yaml").write_text(ACTIONS, encoding="utf-8")
    assert run("check", "mine.yaml").stdout == "6 actions: no problems\n"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{action: x}", "nothing says what this action changes\n"),
        ("{action: x, to: {children.scool: {value: no}}}", "there is no fact `children.scool`\n"),
        ("{action: x, to: {children.school: {value: all}}}", "`all` is no choice of"),
        ("{action: x, to: {children.papers: {note: x}}}", "`note` has no place here\n"),
        (
            "{action: x, to: {children.papers: {value: no, since: 2012-01-01}}}",
            "`since` has no place here\n",
        ),
        (
            "{action: x, to: {children.papers: {value: no, public: no}}}",
            "`public` has no place here\n",
        ),
        ("{action: x, rules: T-1.55}", "there is no rule `T-1.55`\n"),
        ("{action: x, rules: T-1.5, state: soon}", "`state` cannot be 'soon'\n"),
        ("{action: x, rules: T-1.5, due: soon}", "`due` reads 'soon'\n"),
        (
            "{action: x, rules: T-1.5, progress: [{on: 2012-01-01, note: y}]}",
            "`said_by` is missing\n",
        ),
        ("{rules: T-1.5}", "`action` is missing\n"),
    ],
)
def test_what_is_wrong_with_an_action_is_told_with_its_place(entry: str, said: str) -> None:
    write_actions(Path("ours"), f"country: ATA\nactions:\n  - {entry}\n")
    answer = refused("check", "ours")
    assert said in answer
    assert "ours/actions/ata-2012.yaml:" in answer


def test_two_actions_with_one_key_are_told() -> None:
    entry = "{action: x, to: {children.papers: {value: no}}}"
    write_actions(Path("ours"), f"country: ATA\nactions:\n  - {entry}\n  - {entry}\n")
    assert "action 1 of this file changes the same\n" in refused("check", "ours")


def test_actions_are_read_where_they_lie_and_not_a_folder_deeper() -> None:
    write_actions(Path("ours"))
    Path("ours/actions/old").mkdir()
    Path("ours/actions/old/x.yaml").write_text(ACTIONS, encoding="utf-8")
    assert "ours/actions/old/x.yaml: files that lie here are not read\n" in refused("check", "ours")
