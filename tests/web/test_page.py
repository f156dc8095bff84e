"""The page as a person uses it, in headless Chromium: ask, read, follow up, keep the library, evaluate."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from reportlab.pdfgen.canvas import Canvas

from qa.assistant import Assistant
from qa.evaluation.results import evaluate, write_result
from qa.evaluation.set_formats import load_questions
from qa.indexing.build import build_index
from qa.web.words import language_of, say
from tests.builders.ports import free_port
from tests.conftest import HOSTILE
from tests.waiting import LIMIT_SECONDS, until

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]

# Colours that fade in are not those of the page.
STILL = """addEventListener("DOMContentLoaded", () => {
  const style = document.createElement("style");
  style.textContent = "*, ::before, ::after { transition: none !important; animation: none !important }";
  document.head.append(style);
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server on a free port over two small documents, with the built-in model."""
    folder = tmp_path_factory.mktemp("site")
    docs = folder / "docs"
    docs.mkdir()
    (docs / "宁夏.md").write_text(
        "# 宁夏工会2023年报告\n\n## 组织\n\n宁夏有工会会员129万人。新建工会组织5524个。\n", "utf-8"
    )
    (docs / "rules.html").write_text("<h1>Library rules</h1><p>Members may borrow twelve books.</p>", "utf-8")
    (docs / "hostile.txt").write_text(f"敌意文件\n\n宠物规定写着:{HOSTILE}。\n", "utf-8")
    (docs / "drawing.xyz").write_text("0 0 1 1", "utf-8")
    (docs / "shop.md").write_text(
        "# Shop\n\n| Day | Opens |\n|---|---|\n| Monday | 9:00 |\n| Saturday | 10:30 |\n\n- Soap\n- Liquid soap\n",
        "utf-8",
    )
    pdf = Canvas(str(docs / "hours.pdf"))
    pdf.drawString(72, 720, "The reading room opens at nine and closes at five.")
    pdf.save()
    (folder / "evals").mkdir()
    rows = [("1", "How many books may members borrow?", ["twelve books"]), ("2", "怎样做红烧肉?", [])]
    lines = [json.dumps({"id": i, "question": q, "answers": a}, ensure_ascii=False) for i, q, a in rows]
    (folder / "evals/set.jsonl").write_text("\n".join(lines), "utf-8")
    build_index(docs, folder / "index")
    (folder / "runs").mkdir()
    before = evaluate(Assistant.open(folder / "index"), load_questions(folder / "evals/set.jsonl").questions)
    write_result(folder / "runs/earlier.json", before, before.pop("rows"))
    port = free_port()
    command = [sys.executable, "-m", "qa", "serve", "--index", str(folder / "index"), "--port", str(port)]
    # Its own folder: question sets are looked for and feedback is written there.
    where: Any = {"cwd": folder, "env": {**os.environ, "PYTHONPATH": str(ROOT)}}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **where) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            until(lambda: server.poll() is not None or is_up(url), "the server")
            assert server.poll() is None
            yield url, docs
        finally:
            server.terminate()


def is_up(url: str) -> bool:
    with contextlib.suppress(OSError):
        urllib.request.urlopen(f"{url}/healthz")
        return True
    return False


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    locale = getattr(request, "param", "zh-CN")
    made = browser.new_context(locale=locale, permissions=["clipboard-read", "clipboard-write"])
    made.set_default_timeout(LIMIT_SECONDS * 1000)
    yield made
    made.close()


@pytest.fixture
def page(site: tuple[str, Path], context: BrowserContext) -> Iterator[Page]:
    """The page, and the promise that it calls nobody and shows no dialog."""
    opened = context.new_page()
    foreign: list[str] = []
    opened.on("request", lambda request: foreign.append(request.url))
    visit(opened, site[0])
    yield opened
    assert [url for url in foreign if not url.startswith((site[0], "data:", "blob:"))] == []


in_both_languages = pytest.mark.parametrize("context", ["zh-CN", "en"], indirect=True)


def word(page: Page, name: str, *values: object) -> str:
    """A word of the page in the language that the browser asks for."""
    return say(name, language_of(None, page.evaluate("navigator.language")), *values)


def visit(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("#panel")).not_to_be_empty()


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator("#conversation .asked").last).to_have_text(question)


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


def test_ask_read_rebuild_ask_again(page: Page, site: tuple[str, Path]) -> None:
    """The whole journey, while the old index answers until the new one is there."""
    ask(page, "宁夏有多少工会会员?")
    first = page.locator("#conversation .turn").last
    expect(first.locator("blockquote").first).to_have_text("宁夏有工会会员129万人。")
    expect(first.locator("mark").first).to_have_text("129万人")
    expect(first.locator(".place").first).to_contain_text("宁夏工会2023年报告 › 组织")
    expect(first.locator(".why").first).to_contain_text("标出了所问的数字")
    first.get_by_role("button", name="在原文里阅读").first.click()
    expect(page.locator("#panel .here")).to_have_text("宁夏有工会会员129万人。")
    expect(page.locator("#panel")).to_contain_text("新建工会组织5524个。")
    page.locator("#panel").get_by_role("button", name="下一处").click()
    expect(page.locator("#panel")).to_contain_text("2 / ")

    (site[1] / "宁夏.md").write_text(
        "# 宁夏工会2023年报告\n\n## 组织\n\n宁夏有工会会员131万人。新建工会组织5524个。\n", "utf-8"
    )
    tab(page, 1)
    page.click("#rebuild")
    tab(page, 0)
    ask(page, "How many books may members borrow?")  # meanwhile
    expect(page.locator("#conversation .turn").last.locator("blockquote").first).to_contain_text("twelve books")
    tab(page, 1)
    expect(page.locator("#report")).to_contain_text("索引已更新")
    expect(page.locator("#report")).to_contain_text("改动: 宁夏.md")
    tab(page, 0)
    ask(page, "宁夏现在有多少工会会员?")
    expect(page.locator("#conversation .turn").last.locator("blockquote").first).to_have_text("宁夏有工会会员131万人。")


@in_both_languages
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
    expect(page.locator("#pending")).to_have_count(0)
    expect(turns).to_have_count(2)
    held: list[Route] = []

    def hold(route: Route) -> None:
        """Only the question below waits, whatever is still under way."""
        if held or "How many books" not in (route.request.post_data or ""):
            route.continue_()
        else:
            held.append(route)

    page.route("**/gradio_api/run/predict*", hold)
    page.fill("#question textarea", "How many books may members borrow?")
    page.press("#question textarea", "Enter")
    expect(page.locator("#pending")).to_contain_text("How many books")
    with page.expect_response("**/gradio_api/run/predict*"):
        page.get_by_role("button", name=word(page, "halt")).click()
    expect(page.locator("#pending")).to_have_count(0)
    with page.expect_response("**/gradio_api/run/predict*"):
        held[0].continue_()  # the answer comes too late
    expect(page.locator("#question textarea")).to_have_value("How many books may members borrow?")
    expect(turns).to_have_count(2)


@in_both_languages
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


@in_both_languages
def test_a_follow_up_says_how_it_was_understood_and_can_be_taken_back(page: Page) -> None:
    """The user sees what the question was taken to be."""
    ask(page, "宁夏2023年新建了多少工会组织?")
    ask(page, "会员呢?")
    turn = page.locator("#conversation .turn").last
    expect(turn.locator(".understood")).to_contain_text(f"{word(page, 'understood')}宁夏2023年新建了多少会员")
    turn.get_by_role("button", name=word(page, "as_typed")).click()
    expect(page.locator("#conversation .turn")).to_have_count(3)
    expect(page.locator("#conversation .turn").last.locator(".understood")).to_have_count(0)


@in_both_languages
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
    page.locator("#conversation .turn").last.get_by_role("button", name="在原文里阅读").first.click()
    picture = page.locator("#panel .picture img")
    page.wait_for_function("document.querySelector('#panel .picture img').naturalWidth > 500")
    assert "number=1" in str(picture.get_attribute("src"))
    with page.expect_download() as download:
        page.locator("#panel").get_by_role("link", name="下载原件").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


@in_both_languages
def test_complaints_become_tests(page: Page, site: tuple[str, Path]) -> None:
    """A line of a question set to look through; a vote can be changed, and is one line."""
    ask(page, "How many books may members borrow?")
    path = site[1].parent / "evals/feedback.jsonl"
    votes = page.locator("#conversation .said").last.locator(".vote")
    path.unlink(missing_ok=True)
    for at, vote in ((0, "good"), (1, "bad")):
        votes.nth(at).click()
        expect(votes.nth(at)).to_have_attribute("aria-pressed", "true")
        expect(votes.nth(1 - at)).to_have_attribute("aria-pressed", "false")
        line = f'"vote": "{vote}"'
        until(lambda line=line: path.is_file() and line in path.read_text("utf-8"), "the vote")  # type: ignore[misc]
    [line] = map(json.loads, path.read_text("utf-8").splitlines())
    assert (line["question"], line["vote"], line["answers"]) == ("How many books may members borrow?", "bad", [])


@in_both_languages
def test_files_are_added_and_removed(page: Page, site: tuple[str, Path]) -> None:
    """Each is indexed at once; the same file is known by its content; what is taken out is moved aside, not deleted."""
    tab(page, 1)
    documents, report = page.locator("#documents"), page.locator("#report")
    expect(documents).to_contain_text("Library rules")
    expect(documents).to_contain_text(re.compile("不认识的类型 .xyz|unknown type .xyz"))
    told = {
        "garden.txt": f"{word(page, 'added_files')}: garden.txt",
        "copy.txt": word(page, "there_already", "copy.txt", "garden.txt"),
    }
    for name in ("garden.txt", "copy.txt"):
        notes: Any = {"name": name, "mimeType": "text/plain", "buffer": b"Garden\n\nThe garden holds forty trees."}
        page.set_input_files("#add input[type=file]", notes)
        expect(report).to_contain_text(told[name])
        expect(documents).to_contain_text("garden.txt")
        expect(page.locator("#add")).not_to_contain_text(name)  # free for the next one
    expect(documents).not_to_contain_text("copy.txt")
    tab(page, 0)
    ask(page, "How many trees does the garden hold?")
    expect(page.locator("#conversation .turn").last.locator("blockquote").first).to_have_text(
        "The garden holds forty trees."
    )
    tab(page, 1)
    with page.expect_file_chooser() as chooser:
        documents.get_by_role("button", name=f"{word(page, 'replace')}: garden.txt").click()
    better: Any = {"name": "better.txt", "mimeType": "text/plain", "buffer": b"Garden\n\nThe garden holds fifty trees."}
    chooser.value.set_files(better)
    expect(report).to_contain_text(f"{word(page, 'changed_files')}: garden.txt")
    report.evaluate("shown => shown.querySelector('strong').classList.add('before')")
    documents.get_by_role("button", name=f"{word(page, 'again')}: garden.txt").click()
    expect(report.locator(".before")).to_have_count(0)
    expect(report).to_contain_text(word(page, "updated"))
    remove = f"{word(page, 'remove')}: garden.txt"
    documents.get_by_role("button", name=remove).click()
    expect(report).to_contain_text(f"{word(page, 'removed_files')}: garden.txt")
    assert sorted(path.name for path in (site[1] / ".removed").iterdir()) == ["garden-1.txt", "garden.txt"]
    expect(documents.get_by_role("button", name=remove)).to_have_count(0)
    shutil.rmtree(site[1] / ".removed")


def test_files_and_folders_are_dropped_on_the_library(page: Page, tmp_path: Path) -> None:
    """Anywhere on it; of a folder all files below it, but for hidden ones."""
    (tmp_path / "notes/deep").mkdir(parents=True)
    for name in ("kiln.txt", "deep/oven.txt", ".hidden.txt"):
        (tmp_path / "notes" / name).write_text(f"{name} reaches 900 degrees.", "utf-8")
    tab(page, 1)
    expect(page.locator("#documents tbody").first).to_be_visible()
    drop(page, "#documents tbody", tmp_path / "notes")
    expect(page.locator("#report")).to_contain_text("新增: kiln.txt, oven.txt")
    expect(page.locator("#documents")).to_contain_text("oven.txt")
    drop(page, "#add", tmp_path / "notes/kiln.txt")
    expect(page.locator("#report")).to_contain_text("kiln.txt 已在文档库里(kiln.txt)")


def drop(page: Page, where: str, path: Path) -> None:
    """Drags a file or folder from outside of the browser."""
    box = page.locator(where).first.bounding_box()
    assert box
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    browser = page.context.new_cdp_session(page)
    for event in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": event, "data": data, **at})


@in_both_languages
def test_the_list_of_documents_is_searched_sorted_and_follows_the_folder(page: Page, site: tuple[str, Path]) -> None:
    """A document is opened from it; what waits for a build is named; a build at the command line shows by itself."""
    tab(page, 1)
    documents = page.locator("#documents")
    names = documents.locator("tbody").first.locator("td:nth-child(2)")
    expect(names.first).to_be_visible()  # nothing is counted before the list is there
    before = names.count()
    documents.get_by_role("button", name=word(page, "sort_by", word(page, "file"))).click()
    expect(documents.locator("th[aria-sort=descending]")).to_have_count(1)
    assert names.all_inner_texts() == sorted(names.all_inner_texts(), reverse=True)
    page.fill("#find_document textarea, #find_document input", "library RULES")
    expect(names).to_have_text(["rules.html"])
    button = documents.get_by_role("button", name=f"{word(page, 'read_document')}: rules.html")
    button.click()
    expect(page.locator("#shown .document")).to_contain_text("Members may borrow twelve books.")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    page.fill("#find_document textarea, #find_document input", "")
    expect(names).to_have_count(before)
    late = site[1] / f"late-{language_of(None, page.evaluate('navigator.language'))}.txt"
    late.write_text("Late news\n\nThe lift is repaired on Friday.\n", "utf-8")
    tab(page, 0)
    tab(page, 1)
    expect(documents.locator(".waiting")).to_contain_text(f"{late.name}: {word(page, 'waits_new')}")
    build_index(site[1], site[1].parent / "index")
    expect(names.filter(has_text=late.name)).to_have_count(1)
    expect(documents.locator(".waiting")).to_have_count(0)


@in_both_languages
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


@in_both_languages
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


def test_the_language_follows_the_browser_and_can_be_switched(page: Page) -> None:
    """Chinese and English, labels and all."""
    expect(page.get_by_role("tab").first).to_have_text("提问")
    page.click("#language")
    expect(page.locator("#language")).to_have_text("中文")
    expect(page.get_by_role("tab").first).to_have_text("Ask")
    ask(page, "北京奥运会是哪一年举办的?")
    expect(page.locator("#conversation .missing").last).to_contain_text("The documents do not say.")


def test_the_keyboard_is_enough(page: Page) -> None:
    """Ask, open the source and go on to the next quote without a mouse."""
    page.keyboard.type("How many books may members borrow?")
    page.keyboard.press("Enter")
    button = page.locator("#conversation .turn").last.get_by_role("button", name="在原文里阅读").first
    expect(button).to_be_visible()
    for _ in range(30):  # the answer stands above the question's field
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.innerText") == "在原文里阅读":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#panel .here")).to_contain_text("twelve books")
    expect(page.locator("#panel section")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


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


@in_both_languages
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
    expect(page.locator("#conversation .missing").last).to_contain_text("问题是空的")


def test_it_fits_a_telephone(page: Page) -> None:
    """Nothing sticks out at 360 pixels."""
    page.set_viewport_size({"width": 360, "height": 740})
    ask(page, "宁夏有多少工会会员?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    ("locale", "rename", "export", "delete", "edit"),
    [
        ("zh-CN", "改名", "导出", "删除", "修改后再问"),
        ("en", "Rename", "Export", "Delete", "Edit and ask again"),
    ],
)
def test_conversations_are_kept_in_the_browser(
    site: tuple[str, Path], browser: Browser, locale: str, rename: str, export: str, delete: str, edit: str
) -> None:
    """Over a reload and a switch of the language; named, listed, renamed, exported, deleted."""
    context = browser.new_context(locale=locale)
    context.set_default_timeout(LIMIT_SECONDS * 1000)
    page = context.new_page()
    visit(page, site[0])
    ask(page, "How many books may members borrow?")
    expect(page.locator("#panel .here")).to_have_text("Members may borrow twelve books.")  # opens by itself
    ask(page, "When does the reading room open?")
    expect(page.locator("#conversation .asked")).to_have_text(
        ["How many books may members borrow?", "When does the reading room open?"]
    )
    page.reload()
    expect(page.locator("#conversation .turn")).to_have_count(2)
    expect(page.locator("#conversation .turn mark").first).to_have_text("twelve")
    page.locator("#conversation").get_by_role("button", name=edit).nth(1).click()
    expect(page.locator("#question textarea")).to_have_value("When does the reading room open?")
    ask(page, "When does the reading room close?")
    expect(page.locator("#conversation .turn")).to_have_count(2)
    page.click("#clear")
    expect(page.locator("#conversation .turn")).to_have_count(0)
    page.locator("#chats summary").click()
    chats = page.locator("#chats li")
    expect(chats.locator(".name")).to_have_text("How many books may members borrow?")
    chats.get_by_role("button", name=rename).click()
    chats.locator("input").fill("Books")
    chats.locator("input").press("Enter")
    expect(chats.locator(".name")).to_have_text("Books")
    with page.expect_download() as download:
        chats.get_by_role("button", name=export).click()
    text = download.value.path().read_text("utf-8")
    assert text.startswith(
        "# Books\n\n## How many books may members borrow?\n\n> Members may borrow twelve books.\n\n— "
    )
    chats.locator(".name").click()
    expect(page.locator("#conversation .turn")).to_have_count(2)
    page.click("#language")
    expect(page.locator("#conversation .turn")).to_have_count(2)
    page.locator("#chats summary").click()
    again = {"删除": "Delete", "Delete": "删除"}[delete]
    for _ in range(2):  # asks back
        chats.get_by_role("button", name=f"{again}: Books").click()
    expect(chats).to_have_count(0)
    expect(page.locator("#conversation .turn")).to_have_count(0)
    context.close()


@in_both_languages
def test_only_what_is_chosen_is_asked(page: Page) -> None:
    """The scope stands above the question; without one everything is asked."""
    scope = page.get_by_role("button", name=word(page, "scope"))
    scope.click()
    page.click("#scope input")
    page.get_by_role("option", name="宁夏.md").click()
    ask(page, "How many books may members borrow?")
    expect(page.locator("#conversation .turn").last).not_to_contain_text("rules.html")
    expect(page.locator("#asking")).to_contain_text(word(page, "scope_of", "宁夏.md"))
