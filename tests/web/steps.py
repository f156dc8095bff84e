"""What a person does on the page; each waits for the thing itself."""

from playwright.sync_api import Page, Route, expect

from qa.web.words import language_of, say
from tests.waiting import until


def word(page: Page, name: str, *values: object) -> str:
    """A word of the page in the language that the browser asks for."""
    return say(name, language_of(None, page.evaluate("navigator.language")), *values)


def visit(page: Page, url: str) -> None:
    """Opens the page; what stands beside the chat comes last."""
    page.goto(url)
    expect(page.locator("#panel")).not_to_be_empty()


def ask(page: Page, question: str) -> None:
    """Asks, and waits for the answer."""
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator("#conversation .said .asked").last).to_have_text(question)
    expect(page.locator(".pending")).to_have_count(0)


def tab(page: Page, number: int) -> None:
    """Clicks until it is open: a page that is still being brought to life hears no click."""
    wanted = page.get_by_role("tab").nth(number)

    def opened() -> bool:
        wanted.click()
        return wanted.get_attribute("aria-selected") == "true"

    until(opened, "the tab")


def choose(page: Page, field: str, name: str) -> None:
    """Takes one of a list; the list of another field may not be gone yet."""
    page.click(f"{field} input")
    page.get_by_role("option", name=name).last.click()
    expect(page.get_by_role("option")).to_have_count(0)


class Held:
    """Calls to the server that hold some words are held back until they are let go, whatever else is under way."""

    def __init__(self, page: Page, words: str) -> None:
        self._routes: list[Route] = []
        self._page, self._words = page, words
        page.route("**/component_server/*", self._hold)

    def wait(self) -> None:
        """Until a call is held."""
        until(lambda: self._page.evaluate("true") and self._routes, "a call to the server")

    def let_go(self) -> None:
        """And wait until what came back has been read by the page."""
        with self._page.expect_response("**/component_server/*") as answered:
            self._routes[0].continue_()
        answered.value.finished()
        self._page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    def _hold(self, route: Route) -> None:
        if self._words in (route.request.post_data or "") and not self._routes:
            self._routes.append(route)
        else:
            route.continue_()
