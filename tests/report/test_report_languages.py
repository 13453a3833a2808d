"""Gap reports in other languages: all that is ours is translated, and nothing of others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support.command_line import refused, run
from support.pages import GOVERNMENT, NETWORK, held, invented_library

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.basis import Basis
from compliance.countries import country_names
from compliance.export import REPORTS
from compliance.library.languages import Language, Translation, has_reports, language, texts
from compliance.library.library import Library

_ACCENTED = str.maketrans("aeiounAEIOUN", "äëïöüñÄËÏÖÜÑ")
_WORD = re.compile(r"[^\W\d_]{2,}")


def accented(text: str) -> str:
    """Each word of ours with marks on it; names in braces as they are."""
    parts = re.split(r"(\{\w*\})", text)
    return "".join(p if p.startswith("{") else re.sub(r"\w+", _marked, p) for p in parts)


def _marked(found: re.Match[str]) -> str:
    return f"{found[0].translate(_ACCENTED)}ÿ"


@pytest.fixture(scope="module")
def invented() -> Library:
    return invented_library()


@pytest.fixture(scope="module")
def marked(invented: Library) -> Library:
    """The library in a language in which every word that is translated has marks."""
    entries = {id_: Translation(text, accented(text)) for id_, text in texts(invented).items()}
    return invented.in_language(Language("qaa", "Accented", entries=entries))


class _Own(HTMLParser):
    """The words of a page that are in its own language: not what is said to be in another."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_other = tag != "html" and "lang" in given
        if self.hidden or is_other or tag in {"script", "style", "code", "title"}:
            if tag not in {"meta", "br", "hr", "input", "use", "circle", "path", "rect"}:
                self.hidden.append(tag)
        else:
            for name in ("aria-label", "data-shown", "data-status", "data-heading"):
                self.words += _WORD.findall(re.sub(r"\{\w+\}", "", given.get(name) or ""))

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            assert self.hidden.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words += _WORD.findall(data)


def page_of(found: Sequence[Assessment], name: str = "gap_report", **options: object) -> str:
    return b"".join(REPORTS[name].parts(found, "html", **options)).decode()


def names_in_files(library: Library) -> set[str]:
    """Words that are names: of answers in the files, instruments, speakers and countries."""
    names = [name for fact in library.facts.values() for name in fact.choices]
    names += [rule.symbol for rule in library.rules.values()]
    names += [profile.speaker for profile in library.profiles.values()]
    names += ["ZZA", *library.registers, *library.layers, *country_names()]
    return {word for name in names for word in _WORD.findall(name.replace("_", " "))}


@pytest.mark.parametrize("report", ["gap_report", "summary"])
@pytest.mark.parametrize("together", [False, True])
def test_no_sentence_of_ours_stays_in_english(
    marked: Library, report: str, *, together: bool
) -> None:
    names = [GOVERNMENT, NETWORK]
    found = held(marked, *names)
    if together:
        found = [assess(Basis.together([marked.profile(n) for n in names]), marked)]
    page = page_of(found, report, details=True, everything=True, levels=True)
    left = {word for word in _Own(page).words if not word.endswith("ÿ")}
    assert left - names_in_files(marked) == set()


def test_a_sentence_left_in_english_is_found(invented: Library, marked: Library) -> None:
    entries = {**marked.language.entries}
    del entries["report.gaps"]
    lacking = invented.in_language(Language("qaa", "Accented", entries=entries))
    page = page_of(held(lacking, GOVERNMENT))
    assert "Gaps" in _Own(page).words


def test_what_documents_say_is_as_it_was(invented: Library) -> None:
    english, spanish = page_of(held(invented, GOVERNMENT)), None
    spanish = page_of(held(invented.in_language("es"), GOVERNMENT))
    clause = invented.rules["A-RES-65-212.5f"].text or ""
    assert clause in english
    assert f'<span lang="en" dir="auto"><span class="quotation">“{clause}”' in spanish
    assert '<html lang="es" dir="ltr">' in spanish


@pytest.mark.parametrize("code", ["es", "fr"])
def test_results_are_the_same_in_every_language(invented: Library, code: str) -> None:
    for name in (GOVERNMENT, NETWORK):
        (ours,), (theirs,) = held(invented, name), held(invented.in_language(code), name)
        assert [f.outcomes for f in ours.all_findings] == [f.outcomes for f in theirs.all_findings]
        assert [f.rule.id for f in ours.all_findings] == [f.rule.id for f in theirs.all_findings]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("es", ("España: informe de lagunas", "15 de julio de 2010", "Ninguna autoridad")),
        ("fr", ("Espagne : rapport sur les lacunes", "15 juillet 2010", "Aucune autorité")),
    ],
)
@pytest.mark.parametrize("ending", ["html", "md", "docx"])
def test_a_report_is_written_in_a_language(
    tmp_path: Path, code: str, said: tuple[str, ...], ending: str
) -> None:
    target = tmp_path / f"r.{ending}"
    result = run("assess", "ESP", "--lang", code, "-o", str(target))
    assert result.exit_code == 0, result.output
    for words in said:
        assert words in result.stdout
        if ending != "docx":
            assert words.replace(" ", " ") in target.read_text(encoding="utf-8")


def test_remedies_keep_who_is_responsible(bundled: Library) -> None:
    for code, word in (("es", "Responsable:"), ("fr", "Responsable :")):
        for rule in bundled.in_language(code).rules.values():
            for check in rule.checks:
                assert word in check.remedy, f"{rule.id} {check.id}"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--lang", "es", "-o", "r.xlsx"), "workbooks and data (xlsx) are in English"),
        (("--lang", "es", "--format", "json"), "workbooks and data (json) are in English"),
        (("--lang", "ar"), "the translation `ar` has questions, and no words of reports"),
        (("--lang", "es,en"), "a report is in one language"),
        (("--lang", "xx"), "there is no translation `xx`"),
    ],
)
def test_what_is_not_in_a_language_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refused("assess", "ESP", *options)
    assert list(tmp_path.iterdir()) == []


def test_arabic_has_words_of_questions_alone(bundled: Library) -> None:
    assert not has_reports(language("ar", bundled))
