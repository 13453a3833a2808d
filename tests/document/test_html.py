"""The page of the sample: its policy, its structure, and itself in a real browser."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from document import sample
from support.browser import axe, opened

from compliance.document.html import html
from compliance.document.model import (
    Document,
    Paragraph,
    Section,
    items,
)
from compliance.library.languages import Language

_VOID = {"meta", "br", "hr", "input", "use", "circle", "path", "rect"}


class _Elements(HTMLParser):
    """The elements of a page with their attributes and texts; badly nested ones fail."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag in tags]


def test_the_sample(approved):
    body = html(sample.document()).split("</head>")[1].split("<script>")[0]
    shown = re.sub(r"\n\s*\n+", "\n", body)
    assert shown == approved("sample.html", shown)


def test_nothing_is_loaded_and_only_our_own_script_runs():
    page = html(sample.document(sample.HOSTILE))
    elements = _Elements(page)
    (policy,) = [m for m in elements.named("meta") if m.get("http-equiv")]
    assert policy["http-equiv"] == "Content-Security-Policy"
    rules = dict(rule.split(" ", 1) for rule in str(policy["content"]).split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (content,) = elements.texts[tag]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert set(rules) == {"default-src", "style-src", "script-src", "base-uri", "form-action"}
    for tag, attributes in elements.found:
        assert not {"src", "srcset", "style", "action", "ping"} & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")]
        address = attributes.get("href") or "#"
        assert address.startswith("#") or address == "https://example.org/a?b=1"


def test_hostile_words_are_only_words():
    elements = _Elements(html(sample.document(sample.HOSTILE)))
    assert len(elements.named("script")) == len(elements.named("style")) == 1
    assert not elements.named("red")
    texts = " ".join(text for tag in elements.texts for text in elements.texts[tag])
    assert "<script>alert(1)</script> **bold** | `code`" in texts
    assert "&amp; </style> {{ jinja }}" in texts
    assert not set(texts) & set("\x1b\x07\u202e\u202c")


def test_ids_are_unique_and_links_arrive():
    elements = _Elements(html(sample.document()))
    ids = [str(a["id"]) for _, a in elements.found if "id" in a]
    assert len(set(ids)) == len(ids)
    for attributes in elements.named("a", "use"):
        address = str(attributes["href"])
        assert not address.startswith("#") or address[1:] in ids


def test_a_page_without_results_has_no_filter():
    elements = _Elements(html(Document("x", [Section("a", [Paragraph("b")]), items(["c"])])))
    assert not elements.named("form", "nav")


def test_language_and_direction_are_the_documents():
    elements = _Elements(html(Document("x", language=Language("ar", direction="rtl"))))
    assert elements.named("html") == [{"lang": "ar", "dir": "rtl"}]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    (folder / "page.html").write_text(html(sample.document(sample.HOSTILE)), encoding="utf-8")
    for chromium in opened(folder):
        chromium.address = f"file://{folder}/page.html"
        yield chromium


@pytest.fixture
def page(browser):
    browser.look(800)
    browser.open(browser.address)
    return browser


_SHOWN = (
    "[...document.querySelectorAll('tr[data-result]')].filter(r => !r.hidden)"
    ".map(r => r.querySelector('th').textContent.trim())"
)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 800, 1400])
def test_axe_finds_nothing(page, width, scheme):
    page.look(width, scheme=scheme)
    page.run("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert axe(page) == []
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_the_browser_complains_of_nothing(page):
    told = [e for e in page.events if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
    assert told == []


@pytest.mark.browser
def test_the_filter_shows_what_is_asked_and_keeps_it_in_the_address(page):
    set_status = (
        "const f = document.forms[0]; f.status.value = 'open'; f.dispatchEvent(new Event('input'))"
    )
    page.run(f"{{ {set_status} }}")
    assert page.run(_SHOWN) == ["36 (e)"]
    assert page.run("location.hash") == "#status=open"
    assert page.run("document.querySelector('output').textContent") == "Results shown: 1 of 3"
    page.run("location.hash = '#instrument=A%2F66%2F253&topic=Children'")
    page.run("new Promise(done => setTimeout(done))")
    assert page.run(_SHOWN) == ["19 children and women"]
    assert page.run("document.forms[0].status.value") == ""


@pytest.mark.browser
def test_the_filter_reads_details_and_the_address_of_a_new_page(page):
    page.open(f"{page.address}#text=WHO+m%C3%A0y+enrol")
    assert page.run(_SHOWN) == ["5 (f)"]
    page.run("document.forms[0].reset(); new Promise(done => setTimeout(done))")
    assert len(page.run(_SHOWN)) == 3
    assert page.run("location.hash") == ""


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "asked", "is_open"),
    [(390, "", False), (390, "#status=open", True), (800, "", True)],
)
def test_on_a_phone_the_answer_comes_before_the_filter(page, width, asked, is_open):
    page.look(width)
    page.open(f"{page.address}{asked}")
    assert page.run("document.querySelector('#filter details').open") is is_open


@pytest.mark.browser
def test_a_link_opens_what_it_leads_to(page):
    page.run("location.hash = '#topic=Health'; new Promise(done => setTimeout(done))")
    assert page.run(_SHOWN) == ["36 (e)"]
    page.run("document.querySelector('p a[href*=\"5f\"]').click()")
    page.run("new Promise(done => setTimeout(done))")
    assert len(page.run(_SHOWN)) == 3
    assert page.run("document.querySelector('main details').open") is True


@pytest.mark.browser
def test_without_scripts_all_is_there_but_the_filter(page):
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open(page.address)
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)
    assert page.run("document.getElementById('filter').hidden") is True
    assert len(page.run(_SHOWN)) == 3


@pytest.mark.browser
def test_details_are_printed(page):
    page.look(800, media="print")
    inside = "document.querySelector('details .inside').checkVisibility()"
    assert page.run(inside) is True
    page.look(800)
    assert page.run(inside) is False
    page.look(800, media="print")
    assert page.run("getComputedStyle(document.forms[0]).display") == "none"
