"""How results print themselves: in one short line, without a result or an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.layers import load_layer

from compliance import Library, assess, changes, compare, plan, questions
from compliance.model.profiles import Answer


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return load_layer(tmp_path_factory.mktemp("repr"))


def test_public_objects_print_themselves_in_a_line(library: Library, tmp_path: Path) -> None:
    one, other = (
        assess(library.profile(p), library) for p in ("ata-2011-government", "ata-2012-ngo")
    )
    assert repr(library) == "<Library: 10 rules, 9 facts, 2 profiles>"
    assert repr(one) == "<Assessment ata-2011-government as of 2011-07-14>"
    assert repr(one.findings[0]) == "<Finding T-1.1>"
    assert repr(one.findings[1].checks[0]) == "<CheckFinding entitlement>"
    assert repr(plan(one)) == f"<Plan for {one!r}>"
    assert repr(plan(one).actions[0]).startswith("<Action ")
    assert repr(questions(one)[0]).startswith("<OpenQuestion ")
    assert repr(compare([one, other])) == "<Comparison of ata-2011-government, ata-2012-ngo>"
    again = assess(
        library.profile("ata-2011-government").model_copy(update={"id": "later"}), library
    )
    assert repr(changes(one, again)) == "<ComparisonOverTime of ata-2011-government and later>"
    assert str(tmp_path) not in repr(library)


def test_nothing_confidential_is_printed(library: Library) -> None:
    secret = Answer(value="yes", public="no", note="SECRET")
    profile = library.profile("ata-2011-government").model_copy(
        update={"answers": {"children.papers": (secret,)}}
    )
    found = assess(profile, library)
    told = repr([found, *found.findings, *questions(found), plan(found)])
    assert "SECRET" not in told
    assert "met" not in told
