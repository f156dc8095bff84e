"""Question sets run and compared on the page."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.steps import choose, tab, word

pytestmark = pytest.mark.browser


def test_a_question_set_is_run_and_its_report_downloaded(page: Page) -> None:
    """Figures with intervals, the misses, the report."""
    tab(page, 2)
    page.click("#run")
    expect(page.locator("#figures")).to_contain_text("quote_precision")
    expect(page.locator("#figures tbody tr").first).to_contain_text("correct")
    expect(page.locator("#figures tbody tr").first).to_contain_text(word(page, "metric_correct"))
    expect(page.locator("#shown_run input")).to_have_value(re.compile(r"^set · 20\d\d-.* · gen-\d+$"))
    with page.expect_download() as download:
        page.locator("#figures").get_by_role("link", name=word(page, "report")).click()
    assert "<html" in download.value.path().read_text("utf-8")


def test_a_run_is_compared_with_an_earlier_one(page: Page) -> None:
    """Any two that were kept: each figure with its change, and whether that is more than chance."""
    tab(page, 2)
    choose(page, "#shown_run", "set · ")
    choose(page, "#earlier", "runs/earlier.json")
    expect(page.locator("#figures")).to_contain_text(word(page, "no difference shown"))
    expect(page.locator("#figures tbody tr").first).to_contain_text("+0.000")
    broken: Any = {"name": "broken.jsonl", "mimeType": "application/json", "buffer": b"no question"}
    page.set_input_files("#own_set input[type=file]", broken)
    expect(page.locator("#own_set")).to_contain_text("broken")
    page.click("#run")
    expect(page.locator("#figures")).to_have_text(word(page, "broken_line", 1))
