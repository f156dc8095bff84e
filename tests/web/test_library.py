"""The library: files come and go, the list is searched, sorted, and follows."""

import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfWriter

from qa.indexing.build import build_index
from qa.web.reasons import reason_in
from qa.web.words import language_of
from tests.fake_ocr import REPORT
from tests.web.steps import ask, tab, word

pytestmark = pytest.mark.browser


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
        expect(page.locator("#add")).not_to_contain_text(name[:4])  # free for the next one
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
    language = language_of(None, page.evaluate("navigator.language"))
    kiln, oven = f"kiln-{language}.txt", f"oven-{language}.txt"
    (tmp_path / "notes/deep").mkdir(parents=True)
    for name in (kiln, f"deep/{oven}", ".hidden.txt"):
        (tmp_path / "notes" / name).write_text(f"{name} reaches 900 degrees.", "utf-8")
    tab(page, 1)
    expect(page.locator("#documents tbody").first).to_be_visible()
    drop(page, "#documents tbody", tmp_path / "notes")
    expect(page.locator("#report")).to_contain_text(f"{word(page, 'added_files')}: {kiln}, {oven}")
    expect(page.locator("#documents")).to_contain_text(oven)
    drop(page, "#add", tmp_path / "notes" / kiln)
    expect(page.locator("#report")).to_contain_text(word(page, "there_already", kiln, kiln))


def drop(page: Page, where: str, path: Path) -> None:
    """Drags a file or folder from outside of the browser."""
    box = page.locator(where).first.bounding_box()
    assert box
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    browser = page.context.new_cdp_session(page)
    for event in ("dragEnter", "dragOver", "drop"):
        browser.send("Input.dispatchDragEvent", {"type": event, "data": data, **at})


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


def test_what_was_not_read_says_why_and_is_read_or_taken_out(page: Page, site: tuple[str, Path]) -> None:
    """In the language of the page; scanned pages are read where that is asked for here."""
    tab(page, 1)
    report, documents = page.locator("#report"), page.locator("#documents")
    for name, content in (("paper.pdf", scan()), ("plan.dwg", b"0 0 1 1")):
        file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        page.set_input_files("#add input[type=file]", file)
        expect(report).to_contain_text(name)
        expect(page.locator("#add")).not_to_contain_text(name[:4])
    language = language_of(None, page.evaluate("navigator.language"))
    skipped = documents.locator("tr").filter(has_text=word(page, "not_read"))
    for name, reason in (("paper.pdf", "page 1 has no text"), ("plan.dwg", "unknown type .dwg")):
        expect(skipped.filter(has_text=name)).to_contain_text(reason_in(reason, language))
    page.get_by_role("button", name=word(page, "how_read")).click()
    page.get_by_role("checkbox", name=word(page, "read_scans")).check()
    page.click("#rebuild")
    expect(report).to_contain_text(f"{word(page, 'added_files')}: paper.pdf")
    documents.get_by_role("button", name=f"{word(page, 'read_document')}: paper.pdf").click()
    expect(page.locator("#shown .document")).to_contain_text("新建工会组织5524个。")
    page.keyboard.press("Escape")
    for name in ("paper.pdf", "plan.dwg"):
        documents.get_by_role("button", name=f"{word(page, 'remove')}: {name}").click()
        expect(report).to_contain_text(word(page, "removed_one", name, f".removed/{name}"))
        expect(documents.get_by_role("button", name=f"{word(page, 'remove')}: {name}")).to_have_count(0)
    shutil.rmtree(site[1] / ".removed")


def scan() -> bytes:
    """A page without text, which the stand-in for OCR knows."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(REPORT, 400)
    writer.write(out)
    return out.getvalue()
