"""What is clicked while the server is busy is done, once, and to nothing else."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.steps import Held, ask, tab, word

pytestmark = pytest.mark.browser
BOOKS, ROOM = "How many books may members borrow?", "When does the reading room open?"


def type_and_enter(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


def test_an_answer_comes_to_the_conversation_it_was_asked_in(page: Page) -> None:
    """Whatever is shown when it comes."""
    held = Held(page, BOOKS)
    type_and_enter(page, BOOKS)
    held.wait()
    page.click("#clear")
    expect(page.locator(".pending")).to_have_count(0)
    ask(page, ROOM)
    held.let_go()
    page.locator("#chats summary").click()
    names = page.locator("#chats .name")
    expect(names).to_have_text([BOOKS, ROOM])
    expect(page.locator("#conversation .asked")).to_have_text([ROOM])
    expect(page.locator("#panel")).to_contain_text("hours.pdf")
    names.filter(has_text=BOOKS).click()
    expect(page.locator("#conversation .asked")).to_have_text([BOOKS])
    expect(page.locator("#panel")).to_contain_text("rules.html")


def test_questions_wait_for_each_other(page: Page) -> None:
    """What is typed while one is on its way stays, is asked after it, and is understood from its answer."""
    held = Held(page, '"question":"宁夏2023年')
    type_and_enter(page, "宁夏2023年新建了多少工会组织?")
    held.wait()
    type_and_enter(page, "会员呢?")
    page.fill("#question textarea", BOOKS)
    expect(page.locator(".pending .asked")).to_have_text(["宁夏2023年新建了多少工会组织?", "会员呢?"])
    held.let_go()
    turns = page.locator("#conversation .turn")
    expect(turns).to_have_count(2)
    expect(turns.last.locator(".understood")).to_contain_text("宁夏2023年新建了多少工会组织? → 会员呢?")
    expect(page.locator("#question textarea")).to_have_value(BOOKS)


def test_turns_are_voted_on_read_and_answered_again_meanwhile(page: Page) -> None:
    """Each for itself; a source that was opened by hand stays."""
    ask(page, BOOKS)
    ask(page, "When is the shop open on Saturday?")
    held = Held(page, ROOM)
    type_and_enter(page, ROOM)
    held.wait()
    first = page.locator("#conversation .said").first
    first.locator(".vote").first.click()
    first.get_by_role("button", name=word(page, "read")).first.click()
    expect(page.locator("#panel")).to_contain_text("rules.html")
    held.let_go()
    expect(page.locator("#conversation .turn")).to_have_count(3)
    expect(first.locator(".vote").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#panel")).to_contain_text("rules.html")
    page.reload()
    expect(first.locator(".vote").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#conversation .turn")).to_have_count(3)


def test_the_source_that_was_opened_last_is_shown(page: Page) -> None:
    """Also where the one before takes longer."""
    ask(page, BOOKS)
    ask(page, ROOM)
    held = Held(page, '"act":"open"')
    for said in page.locator("#conversation .said").all():
        said.get_by_role("button", name=word(page, "read")).first.click()
        held.wait()
    expect(page.locator("#panel")).to_contain_text("hours.pdf")
    held.let_go()
    expect(page.locator("#panel")).to_contain_text("hours.pdf")


def test_the_list_that_was_asked_for_last_is_shown(page: Page, site: tuple[str, Path]) -> None:
    """Also where the one before takes longer: nothing that was typed or clicked is undone."""
    tab(page, 1)
    names = page.locator("#documents tbody").first.locator("td:nth-child(2)")
    expect(names.first).to_be_visible()
    held = Held(page, '"words":"shop"')
    page.fill("#find_document textarea, #find_document input", "shop")
    held.wait()
    page.fill("#find_document textarea, #find_document input", "hours")
    page.locator("#documents").get_by_role("button", name=word(page, "sort_by", word(page, "file"))).click()
    expect(names).to_have_text(["hours.pdf"])
    expect(page.locator("#documents th[aria-sort=descending]")).to_have_count(1)
    held.let_go()
    expect(names).to_have_text(["hours.pdf"])


def test_a_question_that_is_edited_and_stopped_changes_nothing(page: Page) -> None:
    """The turns that it should have replaced are there again."""
    ask(page, BOOKS)
    ask(page, ROOM)
    page.locator("#conversation").get_by_role("button", name=word(page, "edit")).first.click()
    held = Held(page, "borrow on Sunday")
    type_and_enter(page, "How many books may members borrow on Sunday?")
    held.wait()
    expect(page.locator("#conversation .turn:visible")).to_have_count(0)
    page.click("#halt")
    expect(page.locator("#conversation .asked:visible")).to_have_text([BOOKS, ROOM])
    held.let_go()
    expect(page.locator("#conversation .asked:visible")).to_have_text([BOOKS, ROOM])
    page.reload()
    expect(page.locator("#conversation .asked")).to_have_text([BOOKS, ROOM])
