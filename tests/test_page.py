"""The page as a person uses it, in headless Chromium: ask, read the source, rebuild, ask again."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from qa.build import build_index
from tests.conftest import HOSTILE

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server on a free port over two small documents, with the built-in model."""
    folder = tmp_path_factory.mktemp("site")
    docs = folder / "docs"
    docs.mkdir()
    (docs / "宁夏.md").write_text(
        "# 宁夏工会2023年报告\n\n## 组织\n\n宁夏有工会会员129万人。新建工会组织5524个。\n", "utf-8"
    )
    (docs / "rules.html").write_text("<h1>Library rules</h1><p>Members may borrow twelve books.</p>", "utf-8")
    (docs / "hostile.txt").write_text(f"敌意文件\n\n宠物规定写着:{HOSTILE}。\n", "utf-8")
    build_index(docs, folder / "index")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa", "serve", "--index", str(folder / "index"), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        url = f"http://127.0.0.1:{port}"
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{url}/healthz")
                break
            except OSError:
                time.sleep(0.2)
        yield url, docs
        server.terminate()


@pytest.fixture
def page(site: tuple[str, Path], browser: Browser) -> Iterator[Page]:
    """The page, and the promise that it calls nobody and shows no dialog."""
    context = browser.new_context(locale="zh-CN")
    opened = context.new_page()
    foreign: list[str] = []
    opened.on("request", lambda request: foreign.append(request.url))
    opened.goto(site[0])
    expect(opened.locator("#question textarea")).to_be_visible(timeout=20_000)
    yield opened
    assert [url for url in foreign if not url.startswith((site[0], "data:", "blob:"))] == []
    context.close()


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator("#conversation .asked").first).to_have_text(question)


def test_ask_read_rebuild_ask_again(page: Page, site: tuple[str, Path]) -> None:
    """The whole journey, while the old index answers until the new one is there."""
    ask(page, "宁夏有多少工会会员?")
    first = page.locator("#conversation .turn").first
    expect(first.locator("blockquote").first).to_have_text("宁夏有工会会员129万人。")
    expect(first.locator("mark").first).to_have_text("129万人")
    expect(first.locator(".place").first).to_contain_text("宁夏工会2023年报告 › 组织")
    first.locator("button").first.click()
    expect(page.locator("#panel .here")).to_have_text("宁夏有工会会员129万人。")
    expect(page.locator("#panel")).to_contain_text("新建工会组织5524个。")

    (site[1] / "宁夏.md").write_text("# 宁夏工会2023年报告\n\n## 组织\n\n宁夏有工会会员131万人。\n", "utf-8")
    page.click("#rebuild")
    expect(page.locator("#report")).to_contain_text("The index is new", timeout=30_000)
    ask(page, "宁夏现在有多少工会会员?")
    expect(page.locator("#conversation .turn").first.locator("blockquote").first).to_have_text(
        "宁夏有工会会员131万人。"
    )


def test_not_found_looks_different(page: Page) -> None:
    """No quote pretends to answer; the nearest passages are offered."""
    ask(page, "怎样做红烧肉?")
    first = page.locator("#conversation .turn").first
    expect(first.locator(".missing")).to_contain_text("文档里没有答案")
    expect(first.locator(".nearest")).to_have_count(1)


def test_nothing_is_rendered_but_marks(page: Page) -> None:
    """Markup and templates in documents and questions are shown as text and do nothing."""
    ask(page, "宠物规定写着什么? <b>x</b> ${7*7}")
    first = page.locator("#conversation .turn").first
    expect(first.locator(".asked")).to_have_text("宠物规定写着什么? <b>x</b> ${7*7}")
    expect(first).to_contain_text(HOSTILE)
    assert page.locator("#conversation img, #conversation a, #conversation b").count() == 0
    assert page.title() == "Yinju 引据"


def test_a_blank_question_is_answered_in_words(page: Page) -> None:
    """No error page, no traceback."""
    page.fill("#question textarea", "   ")
    page.press("#question textarea", "Enter")
    expect(page.locator("#conversation .missing").first).to_contain_text("the question is blank")


def test_it_fits_a_telephone(page: Page) -> None:
    """Nothing sticks out at 360 pixels."""
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, "宁夏有多少工会会员?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
