"""A server over a few small documents, and its page in a browser."""

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize
from reportlab.pdfgen.canvas import Canvas

from qa.assistant import Assistant
from qa.evaluation.results import evaluate, write_result
from qa.evaluation.set_formats import load_questions
from qa.indexing.build import build_index
from tests.builders.ports import free_port
from tests.conftest import HOSTILE
from tests.waiting import LIMIT_SECONDS, until
from tests.web.steps import visit

ROOT = Path(__file__).parents[2]
# The engine of the tests stands in for the one that reads scanned pages, which takes seconds for each.
WITH_STAND_IN = """
import qa.documents.ocr
from qa.cli import main
qa.documents.ocr.ENGINE = "tests.fake_ocr"
main()
"""
LANGUAGES = ("zh-CN", "en")
VIEWPORT: ViewportSize = {"width": 1280, "height": 720}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A journey is made in one language, half of them in each; `YINJU_LANGUAGES=all` makes every one in both.

    What a test itself asks for (`test_looks.py`: all that is told in words) stays.
    """
    if "context" not in metafunc.fixturenames or "context" in _given(metafunc):
        return
    one = LANGUAGES[zlib.crc32(metafunc.function.__name__.encode()) % 2]
    metafunc.parametrize("context", LANGUAGES if os.environ.get("YINJU_LANGUAGES") == "all" else [one], indirect=True)


def _given(metafunc: pytest.Metafunc) -> list[str]:
    return [marker.args[0] for marker in metafunc.definition.iter_markers("parametrize")]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server on a free port over small documents, with the built-in model; its address and their folder."""
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
    with running(folder, free_port()) as url:
        yield url, docs


@contextlib.contextmanager
def running(folder: Path, port: int, *options: str) -> Iterator[str]:
    """`yinju serve` over `folder/index`, in that folder: question sets are looked for and feedback is written there."""
    served = ["serve", "--index", str(folder / "index"), "--port", str(port), *options]
    command = [sys.executable, "-c", WITH_STAND_IN, *served]
    where: Any = {"cwd": folder, "env": {**os.environ, "PYTHONPATH": str(ROOT)}}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **where) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            until(lambda: server.poll() is not None or is_up(url), "the server")
            assert server.poll() is None
            yield url
        finally:
            server.kill()  # pages that are open would hold it


def is_up(url: str) -> bool:
    with contextlib.suppress(OSError):
        urllib.request.urlopen(f"{url}/healthz")
        return True
    return False


@pytest.fixture(scope="session")
def seats(site: tuple[str, Path], browser: Browser) -> Iterator[dict[str, Page]]:
    """By language, the one page that the tests take turns at: opening another costs three times as much as loading it anew."""
    taken: dict[str, Page] = {}
    yield taken
    for page in taken.values():
        page.context.close()


@pytest.fixture
def context(
    site: tuple[str, Path], browser: Browser, seats: dict[str, Page], request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """A browser of somebody who has never been here."""
    locale = request.param
    if locale not in seats:
        made = browser.new_context(locale=locale, permissions=["clipboard-read", "clipboard-write"])
        made.set_default_timeout(LIMIT_SECONDS * 1000)
        seats[locale] = made.new_page()
    seat = seats[locale]
    seat.bring_to_front()
    seat.set_viewport_size(VIEWPORT)
    seat.emulate_media(color_scheme="light")
    seat.goto(f"{site[0]}/healthz")
    seat.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    yield seat.context
    for other in seat.context.pages:
        other.unroute_all(behavior="ignoreErrors")
        if other is not seat:
            other.close()


@pytest.fixture
def page(site: tuple[str, Path], context: BrowserContext) -> Iterator[Page]:
    """The page, and the promise that it calls nobody and shows no dialog."""
    opened = context.pages[0]
    foreign: list[str] = []

    def called(request: Request) -> None:
        foreign.append(request.url)

    opened.on("request", called)
    visit(opened, site[0])
    yield opened
    opened.remove_listener("request", called)
    assert [url for url in foreign if not url.startswith((site[0], "data:", "blob:"))] == []
