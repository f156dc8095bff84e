"""Every file gets a verdict, and what can be read is read exactly."""

import os
from pathlib import Path

import pytest

from qa.documents import Limits, find_files, read_documents
from qa.errors import DocumentsNotFound
from qa.types import Document, Verdict
from tests.builders.files import docx_bytes, pdf_bytes, zip_bytes


def read(folder: Path, **limits: float) -> tuple[dict[str, Document], dict[str, Verdict]]:
    files, verdicts = find_files(folder)
    documents = {}
    for document, verdict in read_documents(files, Limits(**limits)):  # type: ignore[arg-type]
        verdicts.append(verdict)
        if document:
            documents[document.source] = document
    return documents, {verdict.source: verdict for verdict in verdicts}


def test_each_format_gives_text_headings_and_title(tmp_path: Path) -> None:
    """Folders may be nested; headings, pages and titles come along."""
    (tmp_path / "a.txt").write_text("工会报告\r\n\r\n会员129万人。\r\n", encoding="utf-8")
    (tmp_path / "deep/er").mkdir(parents=True)
    (tmp_path / "deep/er/b.md").write_text(
        "# 标题\n\n```\n# no heading\n```\n\n小节\n---\n\n正文。\n", encoding="utf-8"
    )
    (tmp_path / "c.html").write_text(
        "<html><head><title>页</title><style>x{}</style></head><body><nav>菜单</nav><h1>大标题</h1><p>一段<b>粗</b>话。</p>"
        "<script>alert(1)</script><table><tr><td>甲</td><td>乙</td></tr></table><dl><dt>丙</dt><dd>丁</dd></dl><footer>版权</footer></body></html>",
        encoding="utf-8",
    )
    (tmp_path / "d.docx").write_bytes(docx_bytes())
    (tmp_path / "e.pdf").write_bytes(pdf_bytes("Members may borrow twelve books."))
    documents, verdicts = read(tmp_path)
    assert {verdict.status for verdict in verdicts.values()} == {"indexed"}
    assert documents["a.txt"].text == "工会报告\n\n会员129万人。\n"
    assert documents["a.txt"].title == "工会报告"
    assert [h.text for h in documents["deep/er/b.md"].headings] == ["标题", "小节"]
    assert documents["c.html"].text == "大标题\n\n一段粗话。\n\n甲\t乙\n\n丙\t丁"
    assert documents["c.html"].title == "大标题"
    assert documents["d.docx"].text == "宁夏报告\n\n组织\n\n会员129万人。\n\n新建\t5524个\n\n结束。"
    assert [(h.level, h.text) for h in documents["d.docx"].headings] == [(1, "宁夏报告"), (2, "组织")]
    assert documents["e.pdf"].pages == (0,)
    assert documents["e.pdf"].text.strip() == "Members may borrow twelve books."
    for document in documents.values():
        assert all(document.text[h.start : h.end] == h.text for h in document.headings)


TEXT = "内蒙古工会会员有三百七十一万人,各级工会组织服务职工,工会驿站建成二千六百余个,职工说这里是我们的家。"
TRADITIONAL = "內蒙古工會會員有三百七十一萬人,各級工會組織服務職工,這裡是我們的家,大家都說這個地方很好。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"])
@pytest.mark.parametrize("repeats", [1, 200])
def test_encodings_are_recognised(tmp_path: Path, encoding: str, repeats: int) -> None:
    """With or without a byte order mark, short or long."""
    text = ((TRADITIONAL if encoding == "big5" else TEXT) + "\n2024 report\n") * repeats
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    documents, verdicts = read(tmp_path)
    assert documents["a.txt"].text == text
    assert "uncertain" not in verdicts["a.txt"].note


def test_an_uncertain_encoding_is_said(tmp_path: Path) -> None:
    """A few bytes can be read in many ways; the note says which one was taken."""
    (tmp_path / "a.txt").write_bytes("résumé déjà".encode("latin-1"))
    _, verdicts = read(tmp_path)
    assert "encoding uncertain: read as" in verdicts["a.txt"].note


def test_broken_bytes_are_counted(tmp_path: Path) -> None:
    """UTF-8 with a damaged place stays readable, and the verdict says where."""
    (tmp_path / "a.txt").write_bytes((TEXT + "\n").encode() * 20 + b"\xff\n" + TEXT.encode())
    documents, verdicts = read(tmp_path)
    assert documents["a.txt"].text.count("�") == 1
    assert verdicts["a.txt"].note == "1 broken characters replaced, the first in line 21"


BOMB = zip_bytes({"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * 50_000_000})
DTD = zip_bytes({"word/document.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'})
ODD_FILES = {
    "empty.txt": (b"", "no text"),
    "blank.md": (b" \n\t\n", "no text"),
    "mark.txt": (b"\xef\xbb\xbf", "no text"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "content is not text"),
    "noise.txt": (bytes(range(32)) * 50, "content is not text"),
    "text.pdf": (b"just text", "content is not PDF"),
    "torn.pdf": (pdf_bytes("hello")[:120], "broken PDF"),
    "locked.pdf": (pdf_bytes("secret", password="x"), "encrypted"),
    "scanned.pdf": (pdf_bytes(), "page 1 has no text; to read scans: pip install"),
    "bomb.pdf": (pdf_bytes("x", bomb=300_000_000), ""),
    "text.docx": (b"just text", "content is not DOCX"),
    "torn.docx": (docx_bytes()[:2000], "broken DOCX"),
    "empty.docx": (zip_bytes({"a": b"b"}), "broken DOCX"),
    "old.docx": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted, or in the format before DOCX"),
    "bomb.docx": (BOMB, "refused as a bomb"),
    "dtd.docx": (DTD, "declares a document type"),
    "table.xls": (b"PK", "unknown type .xls"),
    "table.xlsx": (b"PK", "broken XLSX"),
    "README": (b"text", "no file type"),
    "deep.html": (b"<div>" * 100_000 + b"x", ""),
}


@pytest.mark.slow
def test_odd_files_each_get_their_verdict_and_the_rest_is_read(tmp_path: Path) -> None:
    """No file can hide, and none can take the others down."""
    for name, (content, _) in ODD_FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "z.txt").write_text("会员129万人。", encoding="utf-8")
    (tmp_path / "~$lock.docx").write_bytes(b"x")
    documents, verdicts = read(tmp_path, memory_bytes=600_000_000, seconds=20.0)
    assert "z.txt" in documents
    assert verdicts.keys() == {*ODD_FILES, "z.txt"}
    for name, (_, reason) in ODD_FILES.items():
        if reason:
            assert verdicts[name].status == "skipped"
            assert reason in verdicts[name].reason
        assert "\n" not in verdicts[name].reason


def test_files_that_are_no_files_are_not_opened(tmp_path: Path) -> None:
    """Pipes, loops, links out of the folder and dangling links."""
    docs, outside = tmp_path / "docs", tmp_path / "secret.txt"
    docs.mkdir()
    outside.write_text("secret")
    os.mkfifo(docs / "pipe.txt")
    (docs / "out.txt").symlink_to(outside)
    (docs / "gone.txt").symlink_to(docs / "nothing.txt")
    (docs / "loop").symlink_to(docs)
    (docs / "folder.pdf").mkdir()
    (docs / "a.txt").write_text("会员129万人。", encoding="utf-8")
    (docs / "inside.txt").symlink_to(docs / "a.txt")
    documents, verdicts = read(docs)
    assert documents.keys() == {"a.txt", "inside.txt"}
    assert verdicts["pipe.txt"].reason == "not a regular file"
    assert "out of the folder" in verdicts["out.txt"].reason
    assert "leads nowhere" in verdicts["gone.txt"].reason
    assert "link to a folder" in verdicts["loop"].reason


def test_limits_are_named(tmp_path: Path) -> None:
    """Too large, too slow: the verdict says which, and what to do."""
    (tmp_path / "a.txt").write_text("字" * 100_000, encoding="utf-8")
    assert read(tmp_path, file_bytes=1000)[1]["a.txt"].reason == "larger than 0 MB; split it"
    assert "longer than 1,000 characters" in read(tmp_path, characters=1000)[1]["a.txt"].reason


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """One line with the path."""
    with pytest.raises(DocumentsNotFound, match="nowhere does not exist"):
        find_files(tmp_path / "nowhere")
