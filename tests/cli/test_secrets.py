"""A search for secrets: marked confidential in every possible place, found in nothing published.

Every command that reads accounts runs in every form, on a pipe and into files, and the cache is
searched too. The same search over the same accounts with all of it public finds every secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from support.command_line import run
from support.layers import write_layer

OLD = """
    country: ECU
    voice: civil society
    speaker: Coalition
    as_of: 2009-01-31
    answers:
      treaties.x:
        value: party
        note: secretoldnote
        evidence: [{document: secretolddocument, said_by: press, quote: secretoldquote}]
        public: no
    """
NEW = """
    country: ECU
    voice: civil society
    speaker: Coalition
    as_of: 2012-01-31
    answers:
      detention.limited: {value: yes}
      detention.days:
        value: 47113
        note: secretnote
        lead: secretlead
        evidence:
          - {document: secretdocument, place: secretplace, said_by: academia, quote: secretquote}
        public: no
      detention.trained:
        value: {judges: no}
        note: secretlistnote
        evidence: [{document: secretlistdocument, said_by: press}]
        public: no
      detention.has_camps:
        note: secretsilencenote
        evidence: [{document: secretsilencedocument, said_by: press}]
        public: no
      children.papers:
        value: yes
        note: secretsidenote
        evidence: [{document: secretsidedocument, said_by: affected persons}]
        public: no
      children.school:
        value: none
        note: publicnote
        evidence:
          - {document: publicdocument, said_by: press}
          - document: secretsourcedocument
            place: secretsourceplace
            quote: secretsourcequote
            said_by: affected persons
            public: no
      detention.visited:
        - {value: no, until: 2010-05-31, since: 2001-01-01, note: secretpastnote, public: no}
        - {value: yes, since: 2010-06-01}
    """
OTHER = """
    country: ECU
    voice: government
    speaker: Government
    as_of: 2011-07-14
    answers:
      children.papers: {value: no, note: publicothernote}
      treaties.x: {value: none}
    """
OWN = NEW.replace("voice: civil society", "voice: government")
SECRETS = frozenset(re.findall(r"secret\w+|\b47113\b", OLD + NEW))
LISTED = "Recommendation,Country\nLimit the days of detention (Peru);,ECU\n"
CHECKS = """checks:
  - id: days
    asks: the days of detention
    measure: structure
    applies: detention.limited
    met: detention.days <= 30
    remedy: "Limit them. Responsible: parliament."
"""
ENDINGS = ("md", "html", "docx", "xlsx", "json", "csv")
ACCOUNTS = ("accounts/new.yaml", "accounts/old.yaml", "accounts/other.yaml")
IN_LAYER = ("new", "old", "other")


def _commands() -> Iterator[tuple[str, ...]]:
    """Every command that reads accounts, in its variants, without a form."""
    new, old, other = ACCOUNTS
    yield ("assess", new, "--details", "--all")
    yield ("assess", new, "--summary")
    yield ("assess", new, "--evidence", "cited")
    yield ("assess", new, "--as-of", "2010-01-01", "--details", "--all")
    yield ("assess", *ACCOUNTS)
    yield ("assess", *ACCOUNTS, "--together", "--details", "--all")
    for rule in ("T-1.2", "T-1.3a", "T-1.3b", "T-2.9"):
        yield ("explain", rule, new, "--details")
    yield ("explain", "T-2.9", *ACCOUNTS, "--together")
    yield ("matrix", *ACCOUNTS)
    yield ("compare", new, other, "--details")
    yield ("compare", old, new, "--details")
    yield ("plan", new, "--details")
    yield ("follow-up", new, "--details")
    yield ("ask", new, "--all")
    yield ("draft", "reply", "accounts/own.yaml")
    yield ("draft", "submission", new, "--against", other)
    yield ("assess", "new", "--details", "--all", "--layer", "layer")
    yield ("explain", "T-1.3a", *IN_LAYER, "--details", "--layer", "layer")
    yield ("draft", "submission", "new", "--layer", "layer")
    for command in ("profiles", "rules", "facts", "coverage"):
        yield (command, "--layer", "layer")
    yield ("check", "layer")
    yield ("check", *ACCOUNTS)


def _published() -> Iterator[tuple[str, bytes]]:
    """What every command prints and writes, with the command line; and what is cached."""
    for number, command in enumerate(_commands()):
        done = run(*command)
        assert done.exit_code in {0, 1}, (command, done.output)
        yield " ".join(command), f"{done.stdout}{done.stderr}".encode()
        for ending in ENDINGS:
            file = f"out/{number}.{ending}"
            run(*command, "-o", file)
            if Path(file).is_file():
                yield " ".join((*command, "-o", file)), Path(file).read_bytes()
    for number, source in enumerate((ACCOUNTS[0], "new")):
        file = f"out/q{number}.xlsx"
        more = ("--layer", "layer") if source == "new" else ()
        done = run("questionnaire", "ECU", "--from", source, "-o", file, *more)
        yield "questionnaire", f"{done.stdout}{done.stderr}".encode() + Path(file).read_bytes()
    yield from _exchanged()
    for file in Path("cache").rglob("*"):
        if file.is_file():
            yield str(file), file.read_bytes()


def _exchanged() -> Iterator[tuple[str, bytes]]:
    """What goes to other programs: tables, OSCAL, pages and forms, a list sent back."""
    out, new = Path("exchanged"), ACCOUNTS[0]
    out.mkdir()
    (out / "list.csv").write_text(LISTED, encoding="utf-8")
    _done("import", "recommendations", f"{out}/list.csv", "-o", f"{out}/layer")
    rule = next((out / "layer/rules/UPR-ECU").glob("n*.yaml"))
    rule.write_text(rule.read_text("utf-8").replace("draft: yes\n", CHECKS), encoding="utf-8")
    _done("questionnaire", "ECU", "--from", new, "-o", f"{out}/q.html")
    _done("questionnaire", "ECU", "--from", new, "-o", f"{out}/q.xlsform.xlsx")
    _done("export", "data", f"{out}/tables", *ACCOUNTS)
    _done("export", "data", f"{out}/tables.db", *ACCOUNTS)
    _done("export", "oscal", f"{out}/oscal", *ACCOUNTS)
    back = [part for ending in ENDINGS for part in ("-o", f"{out}/back.{ending}")]
    sent = ("export", "recommendations", f"{out}/list.csv", new, "--layer", f"{out}/layer")
    yield "export recommendations", _done(*sent, "--details", *back).encode()
    for file in out.rglob("*"):
        if file.is_file():
            yield str(file), file.read_bytes()


def _done(*command: str) -> str:
    """What a command prints that is to succeed."""
    done = run(*command)
    assert done.exit_code == 0, (command, done.output)
    return f"{done.stdout}{done.stderr}"


def _texts(content: bytes) -> Iterator[str]:
    """The content as text; of a package every part, its names included."""
    if not is_zipfile(BytesIO(content)):
        yield content.decode("utf-8", "replace")
        return
    with ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            yield name + package.read(name).decode("utf-8", "replace")


def _search(*, is_public: bool) -> dict[str, set[str]]:
    """In what each secret, and each word that is public, was found."""
    words = ("public: no", "public: yes") if is_public else ("", "")
    texts = {
        name: text.replace(*words) for name, text in zip(IN_LAYER, (NEW, OLD, OTHER), strict=True)
    }
    write_layer(Path("accounts"), {f"{name}.yaml": text for name, text in texts.items()})
    write_layer(Path("layer"), {f"profiles/{name}.yaml": text for name, text in texts.items()})
    write_layer(Path("accounts"), {"own.yaml": OWN.replace(*words)})
    Path("out").mkdir()
    found: dict[str, set[str]] = {}
    for where, content in _published():
        for text in _texts(content):
            for word in re.findall(r"secret\w+?(?=\W|_|$)|47[ ,.]?113|public\w*note", text):
                found.setdefault(word, set()).add(where)
    return found


@pytest.fixture
def _here(ours_with_registers: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library of tests with registers, and a cache of the test's own."""
    monkeypatch.setenv("COMPLIANCE_CACHE_DIR", "cache")
    return ours_with_registers


@pytest.mark.usefixtures("_here")
def test_no_secret_is_in_anything_that_is_published_or_cached() -> None:
    found = _search(is_public=False)
    assert {word: found[word] for word in found if not word.startswith("public")} == {}
    assert len(found["publicnote"]) > 50
    assert len(found["publicothernote"]) > 3
    assert any(Path("cache").iterdir())


@pytest.mark.usefixtures("_here")
def test_the_search_finds_each_of_them_where_it_is_public() -> None:
    found = _search(is_public=True)
    assert found.keys() >= SECRETS
    # A database has its texts one behind the other, without a sign between them.
    places = {place for word in found if "secretdocument" in word for place in found[word]}
    for part in ("tables/", "tables.db", "oscal/", "back.csv", "back.docx", "q.html"):
        assert any(f"exchanged/{part}" in place for place in places), part
