"""Offsets belong to one version of a text: in another, words are looked for, and never others marked."""

import hashlib
import re
from html import unescape
from pathlib import Path

from fastapi.testclient import TestClient

from qa.assistant import Assistant
from qa.indexing.build import build_index
from qa.server import create_app
from qa.web.answers import quote_html
from qa.web.opening import link_opened, quote_opened

ASKED, WORDS = "宁夏有多少工会会员?", "宁夏有工会会员129万人。"


def changed(assistant: Assistant, docs: Path, old: str, new: str) -> None:
    """The document is edited and the index built again, while the page shows what it showed."""
    path = docs / "宁夏.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    build_index(docs, assistant.index_path)
    assistant.refresh(wait=True)


def marked(html: str) -> list[str]:
    return [unescape(words) for words in re.findall(r'<mark class="here">(.*?)</mark>', html)]


def shared_link(assistant: Assistant) -> dict[str, str]:
    """What "copy link" copies, taken apart."""
    html = quote_html(assistant.ask(ASKED).quotes[0], 0, "zh")
    link = unescape(re.search(r'data-link="([^"]+)"', html)[1])  # type: ignore[index]
    return dict(TestClient(create_app(assistant)).build_request("GET", f"/{link}").url.params)


def test_a_quote_says_in_which_text_its_offsets_count(assistant: Assistant) -> None:
    """The hash of the text, which the document's own is compared with."""
    quote = assistant.ask(ASKED).to_json()["quotes"][0]
    shown = TestClient(create_app(assistant)).get("/api/documents/宁夏.md").json()
    assert quote["sha256"] == shown["text_sha256"]
    assert quote["sha256"] == hashlib.sha256(shown["text"].encode()).hexdigest()


def test_a_link_and_a_page_follow_the_words_when_a_line_is_put_in(assistant: Assistant, docs: Path) -> None:
    """In both languages with a line that says so; before the change without one."""
    quotes, link = assistant.ask(ASKED).quotes, shared_link(assistant)
    assert "改动" not in link_opened(assistant, link, "zh")
    changed(assistant, docs, "## 组织", "一行新的文字。\n\n## 组织")
    for html in (link_opened(assistant, link, "zh"), quote_opened(assistant, quotes, "turn", 0, "zh")):
        assert marked(html) == [WORDS]
        assert "这是这些文字现在的位置" in html
    assert "where the words stand now" in link_opened(assistant, link, "en")


def test_words_that_are_gone_are_said_to_be_gone(assistant: Assistant, docs: Path) -> None:
    """Nothing else is marked in their place, and of a document that is gone the page speaks in its own language."""
    quotes, link = assistant.ask(ASKED).quotes, shared_link(assistant)
    changed(assistant, docs, "129万人", "131万人")
    for html in (link_opened(assistant, link, "zh"), quote_opened(assistant, quotes, "turn", 0, "zh")):
        assert marked(html) == []
        assert "已不在其中" in html
    assert "索引里没有这份文档" in link_opened(assistant, {**link, "source": "gone.md"}, "zh")
    assert "copy it again" in link_opened(assistant, {**link, "spans": "x"}, "en")


def test_a_link_without_a_version_marks_nothing(assistant: Assistant) -> None:
    """It may be older than the text: it opens the document and says why nothing is marked."""
    html = link_opened(assistant, {"source": "宁夏.md", "spans": "3-9"}, "zh")
    assert marked(html) == []
    assert "没有注明文档的版本" in html


def test_no_receipt_is_made_of_other_words_than_were_shown(assistant: Assistant, docs: Path) -> None:
    """A page that was shown before a rebuild asks for its receipt after it."""
    quote, client = assistant.ask(ASKED).quotes[0], TestClient(create_app(assistant, docs=docs))
    [(start, end)] = quote.spans
    receipt = f"/api/receipts/宁夏.md?spans={start}-{end}&sha256={quote.sha256[:16]}"
    assert client.get(receipt).json()["quote"] == WORDS
    changed(assistant, docs, "## 组织", "一行新的文字。\n\n## 组织")
    refused = client.get(receipt)
    assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
    assert "ask again" in refused.json()["detail"]
