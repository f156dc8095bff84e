"""Takes pictures of the page for looking at: `python -m tests.screenshots http://127.0.0.1:7860 FOLDER`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.test_page import ARGUMENTS, BROWSERS

QUESTIONS = ("甘肃有多少工会会员?", "北疆工惠APP累计访问多少人次?", "宁夏2023年“12351”热线办结了多少件?")
VIEWS = (
    ("page", 1280, 900, "light", "en"),
    ("narrow", 360, 800, "light", "zh-CN"),
    ("dark", 1280, 900, "dark", "zh-CN"),
)


def main(url: str, folder: Path) -> None:
    """Ask three questions, open a source, and take a picture: wide, narrow, dark."""
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for name, width, height, scheme, locale in VIEWS:
            view = {"width": width, "height": height}
            page = browser.new_context(viewport=view, color_scheme=scheme, locale=locale).new_page()
            page.goto(url)
            for question in QUESTIONS:
                page.fill("#question textarea", question)
                page.press("#question textarea", "Enter")
                page.wait_for_function(
                    "q => document.querySelector('#conversation .asked')?.textContent === q", arg=question
                )
            page.locator("#conversation .found button").first.click()
            page.wait_for_selector("#panel .here")
            page.wait_for_timeout(600)
            page.screenshot(path=folder / f"{name}.png", full_page=name == "narrow")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
