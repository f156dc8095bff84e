"""The report of an evaluation, opened in headless Chromium: figures, plots, misses; offline, and safe to open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from qa import Assistant, build_index
from qa.evaluation.comparing import compare
from qa.evaluation.questions import Question
from qa.evaluation.results import evaluate
from qa.report import write_difference, write_report
from tests.conftest import HOSTILE
from tests.waiting import LIMIT_SECONDS

pytestmark = pytest.mark.browser
QUESTIONS = [
    Question("right", "宁夏有多少工会会员?", ("129万人",), ("宁夏.md",), {"lang": "zh"}),
    Question("wrong", "宁夏有多少工会组织?", ("5524个",), ("宁夏.md",), {"lang": "zh"}),
    Question("hostile", f"宠物规定写着什么?{HOSTILE}", ("没有写",), ("hostile.txt",), {"lang": HOSTILE}),
    Question("unanswerable", "宁夏有工会会员129万人?", (), (), {"lang": "en"}),
]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with a comparison, and the page of the comparison alone."""
    folder = tmp_path_factory.mktemp("reports")
    docs = folder / "docs"
    docs.mkdir()
    (docs / "宁夏.md").write_text("# 宁夏工会2023年报告\n\n宁夏有工会会员129万人。新建工会组织5524个。\n", "utf-8")
    (docs / "hostile.txt").write_text(f"敌意文件\n\n宠物规定写着:{HOSTILE}。\n", "utf-8")
    build_index(docs, folder / "index")
    old = evaluate(Assistant.open(folder / "index", threshold=1.0), QUESTIONS)
    new = evaluate(Assistant.open(folder / "index", threshold=0.0), QUESTIONS)
    new["comparison"] = compare(old["rows"], new["rows"])
    new["findings"] = [HOSTILE]
    write_report(folder / "report.html", HOSTILE, new, new["rows"])
    write_difference(folder / "difference.html", "old → new", new["comparison"])
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test on any error of a script and any request but for the file itself."""
    context = browser.new_context(locale="en-US")
    context.set_default_timeout(LIMIT_SECONDS * 1000)
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on(
        "request", lambda request: None if request.url.startswith(("file:", "data:")) else trouble.append(request.url)
    )
    page.on("dialog", lambda dialog: trouble.append(dialog.message))
    yield page
    context.close()
    assert trouble == []


def test_figures_plots_and_misses_are_there(page: Page, reports: Path) -> None:
    """With intervals, in the reader's language, which can be switched."""
    page.goto(f"file://{reports}/report.html")
    expect(page.get_by_role("heading", name="Evaluation report")).to_be_visible()
    expect(page.locator(".card", has_text="quote@1").locator("small")).to_contain_text("…")
    expect(page.locator("figure svg")).to_have_count(4)
    page.get_by_role("button", name="English / 中文").click()
    expect(page.get_by_role("heading", name="评测报告")).to_be_visible()
    expect(page.get_by_role("heading", name="Evaluation report")).to_be_hidden()


def test_a_miss_tells_what_was_quoted_expected_and_where_it_was_lost(page: Page, reports: Path) -> None:
    """Opened by a click."""
    page.goto(f"file://{reports}/report.html")
    row = page.locator("table.misses tbody tr", has=page.locator("td:first-child", has_text="hostile"))
    row.locator("summary").click()
    expect(row).to_contain_text("没有写")
    expect(row.locator(".quote").first).to_contain_text("<img src=x")


def test_misses_are_filtered_and_sorted(page: Page, reports: Path) -> None:
    """By where they were lost, by column, by words; tables sort by a click on a heading."""
    page.goto(f"file://{reports}/report.html")
    rows = page.locator("table.misses tbody tr:visible")
    everything = rows.count()
    assert everything >= 2
    page.locator('[data-filter="lost"]').select_option("answered")
    expect(rows).to_have_count(1)
    expect(page.locator("#shown")).to_have_text("1")
    page.locator('[data-filter="lost"]').select_option("")
    page.locator("[data-search]").fill("宠物规定写着什么")
    expect(rows).to_have_count(1)
    page.locator("[data-search]").fill("")
    expect(rows).to_have_count(everything)
    heading = page.locator("table.misses th", has_text="confidence")
    heading.click()
    rising = [float(row.locator("td").nth(3).inner_text()) for row in rows.all()]
    assert rising == sorted(rising)
    heading.click()
    assert rows.first.locator("td").nth(3).inner_text() == f"{rising[-1]:.3f}"


def test_changed_quotes_are_shown_in_their_surroundings(page: Page, reports: Path) -> None:
    """Gained ones here, for the old run held everything back; the same on a page of their own."""
    for name in ("report.html", "difference.html"):
        page.goto(f"file://{reports}/{name}")
        change = page.locator(".change", has_text="宁夏有多少工会会员")
        expect(change.locator("mark", has_text="宁夏有工会会员129万人。").first).to_be_visible()
        expect(change).to_contain_text("gained")
        expect(page.locator("tr", has_text="quote@1").first).to_contain_text("0.000")


def test_it_is_read_on_a_telephone_and_printed(page: Page, reports: Path) -> None:
    """Nothing is wider than the screen, and the controls are not printed."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"file://{reports}/report.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.emulate_media(media="print")
    expect(page.locator(".filters")).to_be_hidden()
