"""The source beside an answer, and what is taken away from it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qa.indexing.build import build_index
from tests.web.steps import ask, visit, word

pytestmark = pytest.mark.browser


def test_a_document_is_read_beside_the_answer(page: Page) -> None:
    """Laid out as it is, searched, and of the turn that is read; on a telephone it is a sheet over the chat."""
    ask(page, "When is the shop open on Saturday?")
    panel = page.locator("#panel")
    expect(panel.locator(".document td mark.here").first).to_be_in_viewport()
    expect(panel.locator(".document .heading").first).to_have_text("Shop")
    expect(panel.locator(".document")).not_to_contain_text("|")
    panel.get_by_role("searchbox").fill("SOAP")
    panel.get_by_role("searchbox").press("Enter")
    expect(panel.locator(".item mark.here")).to_have_text("Soap")
    expect(panel.locator("mark")).to_have_count(2)
    panel.get_by_role("button", name=word(page, "next_quote")).click()
    expect(panel.locator("mark.here")).to_have_text("soap")
    ask(page, "How many books may members borrow?")
    expect(panel).to_contain_text("Library rules")
    page.locator("#conversation blockquote").first.click()
    expect(panel).to_contain_text("shop.md")
    page.set_viewport_size({"width": 360, "height": 740})
    expect(panel).to_be_hidden()
    button = page.locator("#conversation .turn").last.get_by_role("button", name=word(page, "read")).first
    button.click()
    expect(panel.locator("section")).to_be_focused()
    panel.get_by_role("button", name=word(page, "back")).click()
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()


def test_a_telephone_shows_the_quote_of_a_long_document(long_document: None, page: Page) -> None:
    """The sheet opens at it, and scrolls below what leads to the next quote and back to the chat, which stay."""
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, "How hot is the kiln of the pottery?")
    page.locator("#conversation .turn").last.get_by_role("button", name=word(page, "read")).first.click()
    panel = page.locator("#panel")
    expect(panel.locator("mark.here").first).to_be_in_viewport()
    expect(panel.get_by_role("button", name=word(page, "back"))).to_be_in_viewport()
    panel.locator(".document > *").first.scroll_into_view_if_needed()
    expect(panel.locator("mark.here").first).not_to_be_in_viewport()
    panel.get_by_role("button", name=word(page, "back")).click()
    expect(panel).to_be_hidden()


@pytest.fixture
def long_document(site: tuple[str, Path]) -> Iterator[None]:
    """With the words that are asked for in its middle; gone afterwards."""
    path, about = site[1] / "pottery.md", "Bowls are dried on shelf {} before they are glazed.\n\n"
    halves = ("".join(about.format(shelf) for shelf in range(first, first + 40)) for first in (0, 40))
    path.write_text("# Pottery\n\n" + "The kiln of the pottery is 900 degrees hot.\n\n".join(halves), "utf-8")
    build_index(site[1], site[1].parent / "index")
    yield
    path.unlink()
    build_index(site[1], site[1].parent / "index")


def test_the_source_is_as_wide_as_it_was_drawn(page: Page) -> None:
    """By its edge, with the pointer or arrow keys, within bounds; also after a reload."""
    ask(page, "How many books may members borrow?")
    expect(page.locator("#panel .here")).to_be_visible()
    source, grip = page.locator("#source"), page.get_by_role("separator", name=word(page, "grip"))
    expect(grip).to_have_attribute("aria-valuenow", "40")
    grip.hover()  # waits until it stands still
    before, edge = source.bounding_box(), grip.bounding_box()
    assert before and edge
    middle = edge["y"] + edge["height"] / 2
    page.mouse.down()
    page.mouse.move(edge["x"] - 150, middle)
    page.mouse.up()
    expect(grip).not_to_have_attribute("aria-valuenow", "40")
    after = source.bounding_box()
    assert after and after["width"] > before["width"] + 100
    for _ in range(7):
        grip.press("ArrowLeft")
    expect(grip).to_have_attribute("aria-valuenow", "70")
    grip.press("ArrowRight")
    page.reload()
    expect(grip).to_have_attribute("aria-valuenow", "65")


def test_a_quote_can_be_taken_away(page: Page, site: tuple[str, Path]) -> None:
    """Copied with its source, as a receipt, and as a link that opens at the same place."""
    ask(page, "How many books may members borrow?")
    turn = page.locator("#conversation .turn").last
    turn.get_by_role("button", name=word(page, "copy")).first.click()
    expect(turn.get_by_role("button", name=word(page, "copied")).first).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“Members may borrow twelve books.” — Library rules")
    with page.expect_download() as download:
        turn.get_by_role("link", name=word(page, "receipt")).first.click()
    assert json.loads(download.value.path().read_text("utf-8"))["quote"] == "Members may borrow twelve books."
    turn.get_by_role("button", name=word(page, "link")).first.click()
    expect(turn.get_by_role("button", name=word(page, "copied")).first).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, page.evaluate("navigator.clipboard.readText()"))
    expect(page.locator("#panel .here")).to_have_text("Members may borrow twelve books.")
    expect(page.locator("#panel .here")).to_be_visible()


def test_a_page_of_a_pdf_is_shown_as_it_is_printed(page: Page) -> None:
    """With the quote marked on the picture, and the original to download."""
    ask(page, "When does the reading room open?")
    page.locator("#conversation .turn").last.get_by_role("button", name=word(page, "read")).first.click()
    picture = page.locator("#panel .picture img")
    page.wait_for_function("document.querySelector('#panel .picture img').naturalWidth > 500")
    assert "number=1" in str(picture.get_attribute("src"))
    with page.expect_download() as download:
        page.locator("#panel").get_by_role("link", name=word(page, "original")).click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_the_keyboard_is_enough(page: Page) -> None:
    """Ask, open the source and go on to the next quote without a mouse."""
    page.keyboard.type("How many books may members borrow?")
    page.keyboard.press("Enter")
    button = page.locator("#conversation .turn").last.get_by_role("button", name=word(page, "read")).first
    expect(button).to_be_visible()
    for _ in range(30):  # the answer stands above the question's field
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.innerText") == word(page, "read"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#panel .here")).to_contain_text("twelve books")
    expect(page.locator("#panel section")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
