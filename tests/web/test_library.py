"""The library: files come and go, the list is searched, sorted, and follows."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from qa.indexing.build import build_index
from qa.web.words import language_of
from tests.web.steps import ask, in_both_languages, tab, word

pytestmark = pytest.mark.browser


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
