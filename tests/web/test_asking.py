"""Questions asked on the page, as a person does, in headless Chromium."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qa.indexing.build import build_index
from tests.conftest import HOSTILE
from tests.waiting import until
from tests.web.steps import Held, ask, choose, tab, word

pytestmark = pytest.mark.browser


@pytest.fixture
def report(site: tuple[str, Path]) -> Iterator[Path]:
    """A document that is as it was afterwards."""
    path = site[1] / "宁夏.md"
    before = path.read_text("utf-8")
    yield path
    path.write_text(before, "utf-8")
    build_index(site[1], site[1].parent / "index")


def test_ask_read_rebuild_ask_again(page: Page, report: Path) -> None:
    """The whole journey, while the old index answers until the new one is there."""
    ask(page, "宁夏有多少工会会员?")
    first = page.locator("#conversation .turn").last
    expect(first.locator("blockquote").first).to_have_text("宁夏有工会会员129万人。")
    expect(first.locator("mark").first).to_have_text("129万人")
    expect(first.locator(".place").first).to_contain_text("宁夏工会2023年报告 › 组织")
    expect(first.locator(".why").first).to_contain_text(word(page, "why_number"))
    first.get_by_role("button", name=word(page, "read")).first.click()
    expect(page.locator("#panel .here")).to_have_text("宁夏有工会会员129万人。")
    expect(page.locator("#panel")).to_contain_text("新建工会组织5524个。")
    page.locator("#panel").get_by_role("button", name=word(page, "next_quote")).click()
    expect(page.locator("#panel")).to_contain_text("2 / ")

    report.write_text(report.read_text("utf-8").replace("129万人", "131万人"), "utf-8")
    tab(page, 1)
    page.click("#rebuild")
    tab(page, 0)
    ask(page, "How many books may members borrow?")  # meanwhile
    expect(page.locator("#conversation .turn").last.locator("blockquote").first).to_contain_text("twelve books")
    tab(page, 1)
    expect(page.locator("#report")).to_contain_text(word(page, "updated"))
    expect(page.locator("#report")).to_contain_text(f"{word(page, 'changed_files')}: 宁夏.md")
    tab(page, 0)
    ask(page, "宁夏现在有多少工会会员?")
    expect(page.locator("#conversation .turn").last.locator("blockquote").first).to_have_text("宁夏有工会会员131万人。")


def test_questions_are_suggested_asked_again_and_stopped(page: Page) -> None:
    """Made from the documents themselves, each answered by them; an answer is followed by what stands near it."""
    chips = page.locator("#examples button")
    expect(chips.filter(has_text="新建工会组织多少个?")).to_be_visible()
    chips.filter(has_text="新建工会组织多少个?").click()
    turns = page.locator("#conversation .turn")
    expect(turns.locator("mark").first).to_have_text("5524个")
    expect(chips.first).to_be_hidden()
    page.locator("#conversation .chips button").first.click()
    expect(turns).to_have_count(2)
    page.get_by_role("button", name=word(page, "retry"), exact=True).first.click()
    expect(page.locator(".pending")).to_have_count(0)
    expect(turns).to_have_count(2)
    held = Held(page, "How many books")
    page.fill("#question textarea", "How many books may members borrow?")
    page.press("#question textarea", "Enter")
    expect(page.locator(".pending")).to_contain_text("How many books")
    held.wait()
    page.get_by_role("button", name=word(page, "halt")).click()
    expect(page.locator(".pending")).to_have_count(0)
    expect(page.locator("#question textarea")).to_have_value("How many books may members borrow?")
    held.let_go()  # the answer comes too late
    expect(turns).to_have_count(2)
    ask(page, "How many books may members borrow?")
    expect(turns).to_have_count(3)


def test_a_follow_up_says_how_it_was_understood_and_can_be_taken_back(page: Page) -> None:
    """The user sees what the question was taken to be."""
    ask(page, "宁夏2023年新建了多少工会组织?")
    ask(page, "会员呢?")
    turn = page.locator("#conversation .turn").last
    expect(turn.locator(".understood")).to_contain_text(
        f"{word(page, 'understood')}宁夏2023年新建了多少工会组织? → 会员呢?"
    )
    turn.get_by_role("button", name=word(page, "as_typed")).click()
    expect(page.locator("#conversation .turn")).to_have_count(3)
    expect(page.locator("#conversation .turn").last.locator(".understood")).to_have_count(0)


def test_only_what_is_chosen_is_asked(page: Page) -> None:
    """The scope stands above the question; without one everything is asked."""
    scope = page.get_by_role("button", name=word(page, "scope"))
    scope.click()
    page.click("#scope input")
    page.get_by_role("option", name="宁夏.md").click()
    ask(page, "How many books may members borrow?")
    expect(page.locator("#conversation .turn").last).not_to_contain_text("rules.html")
    expect(page.locator("#asking")).to_contain_text(word(page, "scope_of", "宁夏.md"))


def test_not_found_looks_different(page: Page) -> None:
    """No quote pretends to answer; the nearest passages are offered."""
    ask(page, "北京奥运会是哪一年举办的?")
    first = page.locator("#conversation .turn").first
    expect(first.locator(".missing")).to_contain_text(word(page, "not_found"))
    ask(page, "甘肃有多少工会会员?")
    expect(page.locator("#conversation .missing").last).to_contain_text(f"{word(page, 'not_mentioned')}甘肃")
    expect(first.locator(".nearest")).to_have_count(1)


def test_nothing_is_rendered_but_marks(page: Page) -> None:
    """Markup and templates in documents and questions are shown as text and do nothing."""
    ask(page, "宠物规定写着什么? <b>x</b> ${7*7}")
    first = page.locator("#conversation .turn").last
    expect(first.locator(".asked")).to_have_text("宠物规定写着什么? <b>x</b> ${7*7}")
    expect(first).to_contain_text(HOSTILE)
    assert page.locator("#conversation img, #conversation b, #conversation a:not([download])").count() == 0
    assert page.title() == "Yinju 引据"


def test_a_blank_question_is_answered_in_words(page: Page) -> None:
    """No error page, no traceback."""
    page.fill("#question textarea", "   ")
    page.press("#question textarea", "Enter")
    expect(page.locator("#conversation .missing").last).to_contain_text(word(page, "blank_question"))


def test_complaints_become_tests(page: Page, site: tuple[str, Path]) -> None:
    """A vote can be changed, and is one line of a question set under a name of its own, by which one can evaluate."""
    ask(page, "How many books may members borrow?")
    path = site[1].parent / "evals/feedback.jsonl"
    votes = page.locator("#conversation .said").last.locator(".vote")
    path.unlink(missing_ok=True)
    for at, vote in ((1, "bad"), (0, "good")):
        votes.nth(at).click()
        expect(votes.nth(at)).to_have_attribute("aria-pressed", "true")
        expect(votes.nth(1 - at)).to_have_attribute("aria-pressed", "false")
        line = f'"vote": "{vote}"'
        until(lambda line=line: path.is_file() and line in path.read_text("utf-8"), "the vote")  # type: ignore[misc]
    [line] = map(json.loads, path.read_text("utf-8").splitlines())
    assert (line["question"], line["vote"]) == ("How many books may members borrow?", "good")
    assert line["answers"] == ["Members may borrow twelve books."]
    tab(page, 2)
    choose(page, "#set", word(page, "feedback_set"))
    page.click("#run")
    expect(page.locator("#shown_run input")).to_have_value(re.compile(r"^feedback · "))
    expect(page.locator("#figures tbody tr").first).to_contain_text("1.000")
    path.unlink()
