"""Documents that change after they were quoted: a link, a turn and a receipt never tell of other words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qa.indexing.build import build_index
from tests.web.steps import ask, visit, word

pytestmark = pytest.mark.browser
POOL = "# Pool\n\nThe pool closes at eight.\n\n## Tickets\n\nA ticket for the pool costs twelve euros.\n"
TICKET = "A ticket for the pool costs twelve euros."


@pytest.fixture
def pool(site: tuple[str, Path]) -> Iterator[Path]:
    """A document that is indexed, and gone afterwards."""
    path = site[1] / "pool.md"
    indexed(path, POOL)
    yield path
    path.unlink()
    build_index(site[1], site[1].parent / "index")


def indexed(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")
    build_index(path.parent, path.parent.parent / "index")


def test_words_that_moved_are_shown_where_they_stand_now(pool: Path, page: Page) -> None:
    """And those that are gone are said to be gone, with nothing marked in their place; there is no receipt for them."""
    ask(page, "What does a ticket for the pool cost?")
    turn, panel = page.locator("#conversation .said").last, page.locator("#panel")
    expect(panel.locator(".here")).to_have_text(TICKET)
    turn.get_by_role("button", name=word(page, "link")).first.click()
    expect(turn.get_by_role("button", name=word(page, "copied")).first).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    other = page.context.new_page()
    for text, told, marked in (
        (POOL.replace("# Pool\n", "# Pool\n\nBring a cap.\n"), "moved_words", [TICKET]),
        (POOL.replace("twelve", "fifteen"), "gone_words", []),
    ):
        indexed(pool, text)
        visit(other, link)
        turn.get_by_role("button", name=word(page, "read")).first.click()
        for one in (other, page):
            expect(one.locator("#panel .caution")).to_have_text(word(page, told))
            expect(one.locator("#panel .here")).to_have_text(marked)
        turn.get_by_role("link", name=word(page, "receipt")).first.click()
        expect(turn.get_by_role("alert")).to_have_text(word(page, "no_receipt"))
    ask(page, "What does a ticket for the pool cost?")
    expect(panel.locator(".here")).to_have_text(TICKET.replace("twelve", "fifteen"))
