"""For everybody, on every screen, in both languages."""

import re
from collections.abc import Sequence
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from qa.web.words import say
from tests.web.conftest import LANGUAGES
from tests.web.steps import ask, choose, tab, word

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("context", LANGUAGES, indirect=True)]

STILL = "*, ::before, ::after { transition: none !important; animation: none !important }"
LOOKS: dict[str, Sequence[tuple[Literal["light", "dark"], int]]] = {
    "zh-CN": (("light", 360), ("dark", 2560)),
    "en": (("dark", 360), ("light", 1280)),
}


def test_the_language_follows_the_browser_and_can_be_switched(page: Page) -> None:
    """Chinese and English, labels and all; also what Gradio says by itself, which follows the browser."""
    mine, other = ("zh", "en") if word(page, "ask") == say("ask", "zh") else ("en", "zh")
    expect(page.get_by_role("tab").first).to_have_text(say("ask", mine))
    page.click("#language")
    expect(page.locator("#language")).to_have_text(say("switch", other))
    expect(page.get_by_role("tab").first).to_have_text(say("ask", other))
    expect(page.locator("html")).to_have_attribute("lang", re.compile(other))
    expect(page.locator("#question").get_by_role("button")).to_have_accessible_name(say("ask", other))
    tab(page, 2)
    expect(page.locator("#own_set").get_by_role("button")).to_have_accessible_name(say("drop", other))
    page.set_input_files(
        "#own_set input[type=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    expect(page.locator(".toast-message-text")).to_have_text(say("not_taken", other, ".jsonl, .csv, .json"))
    tab(page, 0)
    ask(page, "北京奥运会是哪一年举办的?")
    expect(page.locator("#conversation .missing").last).to_contain_text(say("not_found", other))


def test_no_serious_fault_of_accessibility_on_any_screen(page: Page) -> None:
    """By axe-core, on every tab: an answer and a refusal beside a source, a document beside the list, figures compared."""
    page.add_style_tag(content=STILL)  # colours that fade in are not those of the page
    ask(page, "怎样做红烧肉?")
    ask(page, "How many books may members borrow?")
    page.locator("#conversation .turn").last.get_by_role("button", name=word(page, "read")).first.click()
    expect(page.locator("#source section")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    tab(page, 1)
    page.locator("#documents").get_by_role("button", name=f"{word(page, 'read_document')}: rules.html").click()
    expect(page.locator("#shown section")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    tab(page, 2)
    choose(page, "#shown_run", "runs/earlier.json")
    expect(page.locator("#figures tbody tr").first).to_contain_text("correct")
    assert faults(page) == []


def faults(page: Page) -> list[tuple[str, int, str, str]]:
    """What axe-core finds serious on screens light and dark, with the element that has it; and what sticks out of them."""
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    found: list[tuple[str, int, str, str]] = []
    for scheme, width in LOOKS[page.evaluate("navigator.language")]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator("body.dark")).to_have_count(int(scheme == "dark"))
        violations = Axe().run(page).response["violations"]
        serious = [each for each in violations if each["impact"] in ("serious", "critical")]
        found += [(scheme, width, each["id"], each["nodes"][0]["html"][:150]) for each in serious]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((scheme, width, "sticks out", ""))
    return found
