"""How fast the page is in a browser: the first answer, and a conversation of fifty turns.

    python -m benchmarks.page [--docs seeds]

Prints the milliseconds from Enter to the answer on the screen, of the first question and of the rest of the conversation, beside what the
API takes for the same question just before (the page costs the difference), how much longer the last turns take than the first, and the
longest gap between two frames while all fifty turns are scrolled through.
"""

import argparse
import json
import shutil
import statistics
import tempfile
import time
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
    options = parser.parse_args()
    questions = [json.loads(line)["question"] for line in _QUESTIONS.read_text("utf-8").splitlines()][:_TURNS]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build_index(options.docs, Path(folder) / "index")
        path = next(filter(None, map(shutil.which, _BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        with served(Path(folder) / "index") as url:
            for line in _measured(browser.new_page(), url, questions):
                print(line, flush=True)
            browser.close()


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
        page.wait_for_function("!document.querySelector('#pending')")
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
