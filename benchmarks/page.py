"""How fast the page is in a browser: the first answer, and a conversation of fifty turns; or a large library.

    python -m benchmarks.page [--docs seeds]
    python -m benchmarks.page --documents 100000 [--keep FOLDER]

Prints the milliseconds from Enter to the answer on the screen, of the first question and of the rest of the conversation, beside what the
API takes for the same question just before (the page costs the difference), how much longer the last turns take than the first, and the
longest gap between two frames while all fifty turns are scrolled through.

With `--documents` so many small ones are made and indexed (in `--keep`, where a later run finds them), and the milliseconds printed from a
click in the library to the list on the screen: opened, sorted by each column, searched, turned.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright

from benchmarks.serving import served
from qa import build_index

_QUESTIONS = Path("evals/seeds.jsonl")
_TURNS = 50
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Stops the time when one more turn is there and has been painted.
_ASK = """
question => new Promise(done => {
  const box = document.querySelector('#question textarea');
  const count = () => document.querySelectorAll('#conversation .said').length, before = count();
  box.value = question;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  const started = performance.now();
  const seen = new MutationObserver(() => {
    if (count() <= before) return;
    seen.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
  });
  seen.observe(document.querySelector('#conversation'), { childList: true, subtree: true });
  document.querySelector('#question .submit-button').click();
})
"""
# Clicks, and stops the time when another list has been painted.
_CLICK = """
clicked => new Promise(done => {
  const list = () => document.querySelector('#documents table:has(tbody tr)')?.outerHTML, before = list();
  const started = performance.now(), look = () => {
    const now = list();
    if (now && now !== before) setTimeout(() => done(performance.now() - started)); else requestAnimationFrame(look);
  };
  clicked.click();
  look();
})
"""
_CLICKED, _TYPED = "clicked.click()", "clicked.dispatchEvent(new Event('input', { bubbles: true }))"
_SCROLL = """
() => new Promise(done => {
  let last = performance.now(), longest = 0, frames = 0;
  const height = document.body.scrollHeight;
  const step = now => {
    longest = Math.max(longest, frames ? now - last : 0);
    last = now;
    scrollTo(0, height * frames / 120);
    if (frames++ < 120) requestAnimationFrame(step); else done(longest);
  };
  scrollTo(0, 0);
  requestAnimationFrame(step);
})
"""


def main() -> None:
    """Ask in a browser, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    parser.add_argument("--docs", type=Path, default=Path("seeds"))
    parser.add_argument("--documents", type=int, help="measure the library of so many small ones instead")
    parser.add_argument("--keep", type=Path, help="where these are made, or lie already")
    options = parser.parse_args()
    questions = [json.loads(line)["question"] for line in _QUESTIONS.read_text("utf-8").splitlines()][:_TURNS]
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = options.keep or Path(made)
        docs = _small_documents(folder / "docs", options.documents) if options.documents else options.docs
        if not (folder / "index/CURRENT").exists():
            build_index(docs, folder / "index", model="static" if options.documents else None)
        path = next(filter(None, map(shutil.which, _BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        with served(folder / "index") as server:
            page, url = browser.new_page(), server.url
            for line in _listed(page, url) if options.documents else _measured(page, url, questions):
                print(line, flush=True)
            browser.close()


def _small_documents(folder: Path, number: int) -> Path:
    """So many documents of two lines, a thousand in a folder, unless they are there."""
    for at in range(number):
        path = folder / f"{at // 1000:03d}" / f"note-{at:06d}.txt"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"Note {at * 7919 % number}\n\nBox {at} holds {at % 97} keys.\n", "utf-8")
    return folder


def _listed(page: Page, url: str) -> Iterator[str]:
    page.goto(url)
    page.wait_for_selector("#panel .hint")  # the page has come to life; such documents suggest no questions
    opened = page.evaluate(_CLICK, page.get_by_role("tab").nth(1).element_handle())
    yield _line("opened", f"{opened:.0f} ms")
    page.wait_for_timeout(5000)  # what waits in the folder is looked for afterwards
    for column in (0, 1, 2, 5, 6):
        button = page.locator("#documents th").nth(column).get_by_role("button")
        name = button.inner_text().split()[0]
        yield _line(f"by {name}", f"{page.evaluate(_CLICK, button.element_handle()):.0f} ms")
    turned = page.evaluate(_CLICK, page.locator("#documents .tools button[data-act*=page]").last.element_handle())
    yield _line("next page", f"{turned:.0f} ms")
    typed = "words => { const box = document.querySelector('#find_document :is(textarea, input)'); box.value = words; return box; }"
    box = page.evaluate_handle(typed, "note 777").as_element()
    yield _line("searched", f"{page.evaluate(_CLICK.replace(_CLICKED, _TYPED), box):.0f} ms")


def _measured(page: Page, url: str, questions: list[str]) -> list[str]:
    httpx.post(f"{url}/api/ask", json={"question": questions[-1]}, timeout=60)  # loads the model, as `yinju ask` would
    page.goto(url)
    page.wait_for_selector("#examples button")
    shown, asked = list[float](), list[float]()
    for question in questions:
        started = time.perf_counter()
        httpx.post(f"{url}/api/ask", json={"question": question}, timeout=60)
        asked.append(1000 * (time.perf_counter() - started))
        shown.append(page.evaluate(_ASK, question))
        page.wait_for_function("!document.querySelector('.pending')")
    more = [one - other for one, other in zip(shown, asked, strict=True)]
    tenth = len(shown) // 5
    kept = page.evaluate("document.querySelector('#conversation').innerHTML.length")
    return [
        _line("first answer", f"{shown[0]:.0f} ms on the screen; the API takes {asked[0]:.0f} ms"),
        _line("all answers", f"median {statistics.median(shown):.0f} ms; the API {statistics.median(asked):.0f} ms"),
        _line(
            "the page costs",
            f"first ten turns {statistics.median(more[:tenth]):.0f} ms, last ten {statistics.median(more[-tenth:]):.0f} ms",
        ),
        _line(
            "scrolling",
            f"{len(shown)} turns, longest frame {page.evaluate(_SCROLL):.0f} ms; {kept / 1e6:.1f} million characters of HTML",
        ),
    ]


def _line(name: str, told: Any) -> str:
    return f"{name:>15}: {told}"


if __name__ == "__main__":
    main()
