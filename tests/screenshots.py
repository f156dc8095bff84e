"""Takes pictures of the page for looking at: `python -m tests.screenshots http://127.0.0.1:7860 FOLDER`."""

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.conftest import ARGUMENTS, BROWSERS

QUESTIONS = ("甘肃有多少工会会员?", "呼和浩特有多少个单独基层工会?", "那联合基层工会呢?")
VIEWS = (
    ("page", 1280, 900, "light", "en"),
    ("narrow", 360, 800, "light", "zh-CN"),
    ("dark", 1280, 900, "dark", "zh-CN"),
    ("wide", 2560, 1300, "light", "zh-CN"),
)


def main(url: str, folder: Path) -> None:
    """Ask three questions, open a source, and take pictures: wide, narrow, dark, and the other two tabs."""
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for name, width, height, scheme, locale in VIEWS:
            view: Any = {"viewport": {"width": width, "height": height}, "color_scheme": scheme, "locale": locale}
            page = browser.new_context(**view).new_page()
            page.goto(url)
            page.wait_for_function("document.querySelector('#panel')?.textContent.trim()")
            for question in QUESTIONS:
                page.fill("#question textarea", question)
                page.press("#question textarea", "Enter")
                page.wait_for_function(
                    "q => [...document.querySelectorAll('#conversation .asked')].at(-1)?.textContent === q",
                    arg=question,
                )
            page.locator("#conversation .found .tools button").first.click()
            page.wait_for_selector("#panel .here")
            page.wait_for_timeout(3000)  # a page of a PDF is drawn
            page.screenshot(path=folder / f"{name}.png")
            if name == "page":
                for number, tab in ((1, "library"), (2, "evaluate")):
                    page.get_by_role("tab").nth(number).click()
                    page.wait_for_timeout(600)
                    page.screenshot(path=folder / f"{tab}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
