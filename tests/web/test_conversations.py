"""Conversations outlive what happens to the page and to the server."""

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from qa.server.access import password_line
from qa.web.words import say
from tests.builders.ports import free_port
from tests.waiting import LIMIT_SECONDS
from tests.web.conftest import running
from tests.web.steps import Held, ask, tab, visit, word

pytestmark = pytest.mark.browser
BOOKS = "How many books may members borrow?"
OPENS, CLOSES = "When does the reading room open?", "When does the reading room close?"


def test_conversations_are_kept_in_the_browser(page: Page) -> None:
    """Over a reload and a switch of the language; named, listed, renamed, exported, deleted."""
    ask(page, BOOKS)
    expect(page.locator("#panel .here")).to_have_text("Members may borrow twelve books.")  # opens by itself
    ask(page, OPENS)
    expect(page.locator("#conversation .asked")).to_have_text([BOOKS, OPENS])
    page.reload()
    expect(page.locator("#conversation .turn")).to_have_count(2)
    expect(page.locator("#conversation .turn mark").first).to_have_text("twelve")
    page.locator("#conversation").get_by_role("button", name=word(page, "edit")).nth(1).click()
    expect(page.locator("#question textarea")).to_have_value(OPENS)
    ask(page, CLOSES)
    expect(page.locator("#conversation .turn")).to_have_count(2)
    page.click("#clear")
    expect(page.locator("#conversation .turn")).to_have_count(0)
    page.locator("#chats summary").click()
    chats = page.locator("#chats li")
    expect(chats.locator(".name")).to_have_text(BOOKS)
    chats.get_by_role("button", name=word(page, "rename")).click()
    chats.locator("input").fill("Books")
    chats.locator("input").press("Enter")
    expect(chats.locator(".name")).to_have_text("Books")
    with page.expect_download() as download:
        chats.get_by_role("button", name=word(page, "export")).click()
    text = download.value.path().read_text("utf-8")
    assert text.startswith(f"# Books\n\n## {BOOKS}\n\n> Members may borrow twelve books.\n\n— ")
    chats.locator(".name").click()
    expect(page.locator("#conversation .turn")).to_have_count(2)
    page.click("#language")
    page.wait_for_url("**/?lang=*")
    expect(page.locator("#conversation .turn")).to_have_count(2)
    page.locator("#chats summary").click()
    delete = say("delete", "en" if word(page, "delete") == say("delete", "zh") else "zh")
    for _ in range(2):  # asks back
        chats.get_by_role("button", name=f"{delete}: Books").click()
    expect(chats).to_have_count(0)
    expect(page.locator("#conversation .turn")).to_have_count(0)


def test_going_elsewhere_and_back_loses_nothing(page: Page, site: tuple[str, Path]) -> None:
    """By Back, by a reload, by a switch of the language: the conversation, the source that was open, and what is asked."""
    scoped(page, "rules.html")
    ask(page, BOOKS)
    page.locator("#panel").get_by_role("searchbox").fill("Library")
    page.locator("#panel").get_by_role("searchbox").press("Enter")
    expect(page.locator("#panel mark.here")).to_have_text("Library")

    def is_as_it_was() -> None:
        expect(page.locator("#conversation .asked")).to_have_text([BOOKS])
        expect(page.locator("#panel mark.here")).to_have_text("Library")
        expect(page.locator("#asking")).to_contain_text("rules.html")

    page.goto(f"{site[0]}/healthz")
    page.go_back()
    is_as_it_was()
    page.fill("#question textarea", "When does")
    page.reload()
    is_as_it_was()
    expect(page.locator("#question textarea")).to_have_value("When does")
    page.click("#language")
    page.wait_for_url("**/?lang=*")
    is_as_it_was()
    page.go_back()
    is_as_it_was()
    ask(page, OPENS)
    expect(page.locator("#conversation .turn").last).not_to_contain_text("hours.pdf")
    expect(page.locator("#conversation .turn")).to_have_count(2)


def test_a_question_that_finds_no_server_is_not_lost(page: Page) -> None:
    """It stands in the box again, and is asked when the server is back."""
    page.route("**/component_server/*", lambda route: route.abort())
    page.fill("#question textarea", BOOKS)
    page.press("#question textarea", "Enter")
    expect(page.locator("#conversation [role=alert]")).to_have_text(word(page, "unreachable"))
    expect(page.locator("#question textarea")).to_have_value(BOOKS)
    page.unroute("**/component_server/*")
    page.press("#question textarea", "Enter")
    expect(page.locator("#conversation .turn")).to_have_count(1)
    expect(page.locator("#conversation [role=alert]")).to_have_count(0)
    expect(page.locator("#question textarea")).to_have_value("")


def test_two_tabs_keep_what_was_asked_in_either(page: Page, site: tuple[str, Path]) -> None:
    """Of two conversations, and of one that is open in both: turns, votes and deletions of one tab are those of the other."""
    ask(page, BOOKS)
    other = page.context.new_page()
    visit(other, site[0])
    ask(other, OPENS)
    for one in (page, other):
        one.locator("#chats summary").click()
        expect(one.locator("#chats .name")).to_have_text([OPENS, BOOKS])
    other.locator("#chats .name").filter(has_text=BOOKS).click()
    expect(other.locator("#conversation .asked")).to_have_text([BOOKS])
    page.bring_to_front()  # a tab behind is drawn once a second
    held = Held(page, CLOSES)
    page.fill("#question textarea", CLOSES)
    page.press("#question textarea", "Enter")
    held.wait()
    unseen = Held(page, f'"turns":[{{"question":"{OPENS}')
    other.bring_to_front()
    ask(other, OPENS)
    page.bring_to_front()
    unseen.wait()
    held.let_go()  # kept before the other tab's turn is shown here
    expect(page.locator("#conversation .asked")).to_have_text([BOOKS, CLOSES])
    unseen.let_go()
    for one in (page, other):
        expect(one.locator("#conversation .said")).to_have_count(3)
    page.locator("#conversation .vote").first.click()
    expect(other.locator("#conversation .vote").first).to_have_attribute("aria-pressed", "true")
    for one in (other, page):
        one.bring_to_front()
        one.reload()
        expect(one.locator("#conversation .asked")).to_have_text([BOOKS, CLOSES, OPENS])
    page.locator("#chats summary").click()
    for _ in range(2):  # asks back
        page.get_by_role("button", name=f"{word(page, 'delete')}: {BOOKS}").click()
    expect(other.locator("#conversation .said")).to_have_count(0)
    ask(other, CLOSES)
    expect(page.locator("#chats .name")).to_have_text([CLOSES, OPENS])


def test_a_server_behind_a_password_is_started_again(site: tuple[str, Path], browser: Browser) -> None:
    """Who has none sees nothing; who has one hears in words that the server is away, and goes on by itself where it was."""
    users, port = site[1].parent / "users", free_port()
    users.write_text(password_line("li", "correct horse") + "\n", "utf-8")
    served = site[1].parent, port, "--auth", str(users)
    page = browser.new_page(locale="zh-CN", http_credentials={"username": "li", "password": "correct horse"})
    page.set_default_timeout(LIMIT_SECONDS * 1000)
    with running(*served) as url:
        for wrong in (None, ("li", "horse")):
            assert httpx.get(url, auth=wrong).status_code == 401
        visit(page, url)
        ask(page, BOOKS)
    page.fill("#question textarea", CLOSES)
    page.press("#question textarea", "Enter")
    expect(page.locator("#conversation [role=alert]")).to_have_text(word(page, "unreachable"))
    tab(page, 2)  # Gradio hears of it
    expect(page.locator(".toast-message-text")).to_have_text(word(page, "lost"))
    page.evaluate("window.here = true")
    with running(*served):
        page.wait_for_function("!window.here")
        expect(page.locator("#conversation .asked")).to_have_text([BOOKS])
        expect(page.locator("#panel .here")).to_have_text("Members may borrow twelve books.")
        expect(page.locator("#question textarea")).to_have_value(CLOSES)
        page.press("#question textarea", "Enter")
        expect(page.locator("#conversation .asked")).to_have_text([BOOKS, CLOSES])
        expect(page.locator(".toast-message-text")).to_have_count(0)
    page.context.close()


def scoped(page: Page, name: str) -> None:
    """Asks one document alone from now on."""
    page.get_by_role("button", name=word(page, "scope")).click()
    page.click("#scope input")
    page.get_by_role("option", name=name).click()
    expect(page.locator("#asking")).to_contain_text(word(page, "scope_of", name))
