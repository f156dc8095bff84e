"""For everybody, on every screen, in both languages."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.waiting import LIMIT_SECONDS
from tests.web.steps import ask, choose, tab, visit

pytestmark = pytest.mark.browser

# Colours that fade in are not those of the page.
STILL = """addEventListener("DOMContentLoaded", () => {
  const style = document.createElement("style");
  style.textContent = "*, ::before, ::after { transition: none !important; animation: none !important }";
  document.head.append(style);
})"""


def test_the_language_follows_the_browser_and_can_be_switched(page: Page) -> None:
    """Chinese and English, labels and all; also what Gradio says by itself, which follows the browser."""
    expect(page.get_by_role("tab").first).to_have_text("提问")
    page.click("#language")
    expect(page.locator("#language")).to_have_text("中文")
    expect(page.get_by_role("tab").first).to_have_text("Ask")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#question").get_by_role("button")).to_have_accessible_name("Ask")
    tab(page, 2)
    expect(page.locator("#own_set").get_by_role("button")).to_have_accessible_name(
        "Drop files here, or click to choose"
    )
    page.set_input_files(
        "#own_set input[type=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    expect(page.locator(".toast-message-text")).to_have_text(
        "Only files of these types are taken here: .jsonl, .csv, .json"
    )
    tab(page, 0)
    ask(page, "北京奥运会是哪一年举办的?")
    expect(page.locator("#conversation .missing").last).to_contain_text("The documents do not say.")


@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280), ("light", 2560)])
def test_no_serious_fault_of_accessibility(site: tuple[str, Path], browser: Browser, scheme: Any, width: int) -> None:
    """By axe-core, on every tab: an answer and a refusal beside a source, a document beside the list, figures compared."""
    context = browser.new_context(locale="zh-CN", color_scheme=scheme, viewport={"width": width, "height": 900})
    context.set_default_timeout(LIMIT_SECONDS * 1000)
    page = context.new_page()
    page.add_init_script(STILL)
    visit(page, site[0])
    ask(page, "怎样做红烧肉?")
    ask(page, "How many books may members borrow?")
    page.locator("#conversation .turn").last.get_by_role("button", name="在原文里阅读").first.click()
    expect(page.locator("#source section")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    tab(page, 1)
    page.locator("#documents").get_by_role("button", name="打开: rules.html").click()
    expect(page.locator("#shown section")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    tab(page, 2)
    choose(page, "#shown_run", "runs/earlier.json")
    expect(page.locator("#figures tbody tr").first).to_contain_text("correct")
    assert faults(page) == []
    context.close()


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds serious, with the element that has it."""
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["nodes"][0]["html"][:150]) for v in found if v["impact"] in ("serious", "critical")]


def test_it_fits_a_telephone(page: Page) -> None:
    """Nothing sticks out at 360 pixels."""
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, "宁夏有多少工会会员?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
