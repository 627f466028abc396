"""The page in a real browser: how wide, how readable, how printed."""

import os
from pathlib import Path
from unicodedata import normalize

import pytest
from pdfminer.high_level import extract_text

from custodes.report import html
from custodes.report.tests.examples import hostile_results, rich_results

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = pytest.mark.browser

CONTRAST = """
() => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1});
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  const channels = colour => { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; };
  const light = colour => channels(colour).slice(0, 3)
    .map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = node => {
    for (let n = node; n; n = n.parentElement) {
      const colour = getComputedStyle(n).backgroundColor;
      if (!/, 0\\)$|transparent/.test(colour)) return colour;
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Map();
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest('svg')) continue;
    const [a, b] = [light(getComputedStyle(node).color), light(ground(node))].sort((x, y) => y - x);
    const name = node.tagName + '.' + node.className + ' in ' + node.parentElement.className;
    found.set(name, Math.min(found.get(name) ?? 99, (a + 0.05) / (b + 0.05)));
  }
  return [...found];
}
"""


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium")
        pytest.skip(f"needs a browser at {CHROMIUM}: apt-get install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, results in (("rich", rich_results(findings_a_clause=3)), ("hostile", hostile_results())):
        (folder / f"{name}.html").write_text("".join(html.render(results)), encoding="utf-8")
    return folder


@pytest.fixture
def visit(browser, pages):
    contexts = []

    def visit(name, **context):
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("request", lambda request: page.said.append(request.url) if "file:" not in request.url else None)
        page.goto((pages / f"{name}.html").as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["rich", "hostile"])
def test_nothing_scrolls_sideways_and_nothing_is_asked_for(visit, name):
    page = visit(name)
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    for width in (320, 360, 390, 700, 900, 1150, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read(visit, scheme):
    page = visit("rich", color_scheme=scheme)
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    contrasts = page.evaluate(CONTRAST)
    assert len(contrasts) > 20
    assert {name: round(contrast, 1) for name, contrast in contrasts if contrast < 7} == {}


def test_dark_is_dark_and_light_is_light(visit):
    grounds = [
        visit("rich", color_scheme=scheme).evaluate("getComputedStyle(document.documentElement).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(252, 251, 247)", "rgb(23, 22, 19)"]


def test_print_opens_everything(visit, tmp_path):
    visit("rich", color_scheme="dark").pdf(path=tmp_path / "page.pdf", format="Letter")
    printed = " ".join(normalize("NFKC", extract_text(tmp_path / "page.pdf")).split())  # ligatures
    assert "The longest stretch was 31 minutes, from 13:02." in printed
    assert "Not a line of this format: fields are missing." in printed
    assert "How to read this page" in printed


def test_the_keyboard_reaches_the_text_first(visit):
    page = visit("rich")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the text"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0


def test_a_finding_opens_by_key(visit):
    page = visit("rich")
    page.focus("#c-use\\.personal > details > summary")
    page.keyboard.press("Enter")
    assert page.is_visible("#c-use\\.personal .finding h3 >> nth=0")
