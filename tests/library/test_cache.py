"""The cache: what it holds, for whom, and that no wrong file in it changes a result."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.layers import FILES, WITH_REGISTERS, write_layer

from compliance.assessment.assess import assess
from compliance.engine.outcomes import Outcomes
from compliance.errors import InputError
from compliance.library import profile_files
from compliance.library.library import Library

CONFIDENTIAL = """
    country: ATA
    voice: civil society
    speaker: Confidential speaker
    as_of: 2012-01-31
    note: Confidential note
    answers:
      children.papers:
        value: yes
        public: no
        evidence: [{document: Confidential talk, said_by: affected persons}]
    """


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the cache, in a home of its own."""
    monkeypatch.delenv("COMPLIANCE_CACHE_DIR", raising=False)
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *_, **__: str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    return write_layer(tmp_path / "layer", {**WITH_REGISTERS, "profiles/secret.yaml": CONFIDENTIAL})


def only_file(cache: Path) -> Path:
    [path] = cache.iterdir()
    return path


def outcomes(library: Library) -> dict[str, Outcomes]:
    found = assess(library.profile("ata-2011-government"), library).all_findings
    return {one.rule.id: one.outcomes for one in found}


def test_nothing_of_a_profile_is_in_it(cache: Path, layer: Path) -> None:
    library = Library.load([layer])
    assert len(library.profiles.values()) == 3
    content = only_file(cache).read_bytes()
    for words in (b"onfidential", b"secret", b"Friends of Antarctica", b"Government of Antarctica"):
        assert words not in content


def test_it_is_for_its_owner_alone(cache: Path, layer: Path) -> None:
    cache.mkdir(mode=0o755)
    Library.load([layer])
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert stat.S_IMODE(only_file(cache).stat().st_mode) == 0o600


def test_the_rights_of_a_folder_that_the_user_chose_stay(
    layer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = tmp_path / "chosen"
    chosen.mkdir(mode=0o755)
    monkeypatch.setenv("COMPLIANCE_CACHE_DIR", str(chosen))
    Library.load([layer])
    assert stat.S_IMODE(chosen.stat().st_mode) == 0o755
    assert stat.S_IMODE(only_file(chosen).stat().st_mode) == 0o600


def test_what_was_kept_with_profiles_is_deleted(cache: Path, layer: Path) -> None:
    cache.mkdir()
    (cache / "library-0123.json").write_text("Confidential")
    begun = cache / ".compliance-begun"
    begun.write_text("Confidential")
    os.utime(begun, (0, 0))
    others = cache / "notes.txt"
    others.write_text("of somebody else")
    Library.load([layer])
    assert {path.name[:6] for path in cache.iterdir()} == {"notes.", "rules-"}


def test_a_changed_profile_needs_no_new_one_and_is_read_anew(cache: Path, layer: Path) -> None:
    Library.load([layer])
    first = only_file(cache)
    written = first.stat().st_mtime_ns
    path = layer / "profiles/secret.yaml"
    path.write_text(path.read_text().replace("value: yes", "value: no"))
    profile = Library.load([layer]).profile("secret")
    assert profile.answers["children.papers"][0].value == "no"
    assert (only_file(cache), first.stat().st_mtime_ns) == (first, written)


def test_a_changed_rule_needs_a_new_one(cache: Path, layer: Path) -> None:
    Library.load([layer])
    path = layer / "rules/T-1/7.yaml"
    path.write_text(path.read_text().replace("are protected", "protected"))
    assert Library.load([layer]).rules["T-1.7"].title == "Children protected"
    assert len(list(cache.iterdir())) == 2


def _without(*keys: str) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        *way, last = keys
        for key in way:
            data = data[key]
        del data[last]

    return change


def _cells(cells: str) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        data["tables"]["T-1.7"][0][1] = cells

    return change


def _renamed(data: dict[str, Any]) -> None:
    data["facts"]["children.papers"]["id"] = "children.school"


@pytest.mark.parametrize(
    "change",
    [
        _without("registers", "x-parties"),
        _without("rules", "T-1.7"),
        _without("instruments", "T-2"),
        _without("facts", "children.papers"),
        _without("tables", "T-1.2"),
        _without("tables", "T-1.2", 0),  # type: ignore[arg-type]
        lambda data: data["registers"].clear(),
        lambda data: data["rules"].update({"T-1.8": data["rules"]["T-1.7"]}),
        _renamed,
        _cells("04"),
        _cells("040410"),
        _cells("no"),
    ],
)
def test_one_that_is_whole_and_does_not_fit_is_made_anew(
    cache: Path, layer: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    """Sealed anew after somebody changed it: the seal alone says nothing."""
    library = Library.load([layer])
    before = outcomes(library)
    path = only_file(cache)
    whole = path.read_bytes()
    data = json.loads(whole.partition(b"\n")[2])
    change(data)
    body = json.dumps(data).encode()
    path.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    library = Library.load([layer])
    assert outcomes(library) == before
    assert path.read_bytes() == whole


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_one_that_others_may_write_is_not_read(cache: Path, layer: Path, mode: int) -> None:
    Library.load([layer])
    path = only_file(cache)
    path.chmod(mode)
    Library.load([layer])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_name_that_is_no_text_is_a_name(cache: Path, tmp_path: Path) -> None:
    """As archives made elsewhere leave them behind; nothing is kept of such a layer."""
    root = tmp_path / os.fsdecode(b"lay\xff")
    write_layer(root)
    (root / "profiles" / os.fsdecode(b"na\xefve.yaml")).write_text("country: ATA\n")
    library = Library.load([root])
    assert library.rules.keys() == Library.load([root]).rules.keys()
    assert list(cache.glob("*")) == []
    (root / "profiles").rename(tmp_path / "layer-profiles")
    write_layer(tmp_path / "layer")
    (tmp_path / "layer" / "rules" / "T-1" / os.fsdecode(b"\xff")).write_text("not read")
    assert Library.load([tmp_path / "layer"]).rules
    assert len(list(cache.iterdir())) == 1


# Profiles are read when they are asked for


@pytest.mark.usefixtures("cache")
def test_only_the_profiles_of_the_country_are_read(
    layer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    load = Library._read_own
    monkeypatch.setattr(
        Library, "_read_own", lambda self, f: (read.append(f.name.stem), load(self, f))[1]
    )
    bel = CONFIDENTIAL.replace("ATA", "BEL")
    write_layer(layer, {"profiles/bel.yaml": bel})
    write_layer(layer, {"profiles/escaped.yaml": bel.replace("BEL", '"B\\x45L"')})
    library = Library.load([layer])
    assert [profile.id for profile in library.profiles_of("BEL")] == ["bel", "escaped"]
    assert read == ["bel", "escaped"]
    assert library.profiles_of("Belgium")
    assert library.profile("bel") is library.profile("bel")
    assert read == ["bel", "escaped"]
    assert list(library.profiles) == [
        "ata-2011-government", "ata-2012-ngo", "bel", "escaped", "secret",
    ]  # fmt: skip
    assert read == ["bel", "escaped"]


@pytest.mark.usefixtures("cache")
def test_what_is_wrong_with_a_profile_is_said_where_it_is_asked_for(layer: Path) -> None:
    write_layer(layer, {"profiles/bel.yaml": "country: BEL\nvoice: nobody\n"})
    write_layer(layer, {"profiles/bel-2.yaml": "country: BEL\nspeaker: N\n"})
    library = Library.load([layer])
    assert library.profiles_of("ATA")
    for ask in (lambda: library.profiles_of("BEL"), library.profiles.values):
        with pytest.raises(InputError) as caught:
            ask()
        files = {p.where.path.rpartition("/")[2] for p in caught.value.problems if p.where}
        assert files == {"bel.yaml", "bel-2.yaml"}
    with pytest.raises(InputError, match="no profile `bel-3`"):
        library.profile("bel-3")


@pytest.mark.usefixtures("cache")
def test_a_profile_that_cannot_be_read_may_be_of_any_country(tmp_path: Path) -> None:
    root = write_layer(tmp_path / "layer", FILES)
    (root / "profiles/folder.yaml").mkdir()
    library = Library.load([root])
    with pytest.raises(InputError, match="folder, not a file"):
        library.profiles_of("ATA")
    assert profile_files.ProfileFiles({}, lambda _: library.profile("x")).of("ATA") == []
