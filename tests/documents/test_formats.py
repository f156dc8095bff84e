"""What each further format gives: text, headings, pages; and an archive is a folder."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from qa.indexing.build import build_index
from tests.builders.files import MAIL, SRT, VTT, epub_bytes, odt_bytes, pptx_bytes, xlsx_bytes, zip_bytes
from tests.builders.read_back import read, read_one
from tests.conftest import LetterEncoder


def test_slides_are_pages(tmp_path: Path) -> None:
    """A title is a heading, a row of a table a line; the speaker's notes follow their slide."""
    document = read_one(tmp_path, "a.pptx", pptx_bytes())
    assert document.text == "宁夏报告\n\n会员129万人。\n\n请慢讲。\n\n帮扶\n\n发出3958万元。\n\n新建\t5524个"
    assert [h.text for h in document.headings] == ["宁夏报告", "帮扶"]
    assert document.pages == (0, document.text.index("帮扶"))
    assert document.title == "宁夏报告"


def test_sheets_are_pages(tmp_path: Path) -> None:
    """Values stand as they were saved: whole numbers without a point, days without an hour."""
    first: tuple[str, list[list[object]]]
    first = ("会员", [["地区", "万人", "日期"], ["宁夏", 129.0, date(2023, 12, 31)], [None, None], ["内蒙古", 371.3]])
    document = read_one(tmp_path, "a.xlsx", xlsx_bytes(first, ("帮扶", [["医疗", "3958万元"]])))
    assert (
        document.text == "会员\n\n地区\t万人\t日期\n\n宁夏\t129\t2023-12-31\n\n内蒙古\t371.3\n\n帮扶\n\n医疗\t3958万元"
    )
    assert document.pages == (0, document.text.index("帮扶"))
    assert document.title == "a"


def test_an_empty_last_sheet_is_a_page_at_the_end(tmp_path: Path) -> None:
    """No page starts beyond the text."""
    document = read_one(tmp_path, "a.xlsx", xlsx_bytes(("S", [["x"]]), ("T", [])))
    assert all(page <= len(document.text) for page in document.pages)
    assert len(document.pages) == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_rows_of_a_table_are_lines(tmp_path: Path, delimiter: str) -> None:
    """Whatever parts the cells; a cell may hold a line end and a comma."""
    rows = ["地区", "会员"], ["宁夏", '"129万人,\n其中女会员50万"'], ["内蒙古", ""]
    document = read_one(tmp_path, "a.csv", "\n".join(delimiter.join(row) for row in rows).encode("gb18030"))
    assert document.text == "地区\t会员\n\n宁夏\t129万人, 其中女会员50万\n\n内蒙古"
    assert document.encoding == "gb18030"


def test_chapters_of_a_book_come_in_their_order(tmp_path: Path) -> None:
    """As the spine has them, each once; a document type is usual there and never fetched."""
    spine = '<itemref idref="c1"/><itemref idref="c0"/><itemref idref="c1"/>'
    pages = (
        "<html><body><h1>甲</h1><p>会员129万人。</p></body></html>",
        "<html><body><h1>乙</h1><p>序。</p></body></html>",
    )
    document = read_one(tmp_path, "a.epub", epub_bytes(*pages, spine=spine))
    assert document.text == "乙\n\n序。\n\n甲\n\n会员129万人。"
    assert [h.text for h in document.headings] == ["乙", "甲"]
    assert document.title == "工会史"


def test_open_document_text(tmp_path: Path) -> None:
    """Headings, paragraphs, blanks, tables; a note follows its paragraph, deleted text stays out."""
    body = (
        "<text:tracked-changes><text:p>删去</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">宁夏报告</text:h>'
        '<text:p>会员<text:span>129</text:span><text:s text:c="2"/>万人<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note>。</text:p>'
        "<text:list><text:list-item><text:p>其一</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>新建</text:p></table:table-cell>"
        "<table:table-cell><text:p>5524个</text:p></table:table-cell></table:table-row></table:table>"
    )
    document = read_one(tmp_path, "a.odt", odt_bytes(body))
    assert document.text == "宁夏报告\n\n会员129  万人。\n\n[1] 注\n\n其一\n\n新建\t5524个"
    assert document.title == "宁夏报告"


def test_rich_text(tmp_path: Path) -> None:
    """Chinese in each of the three ways that programs write it; the address of a link stays out."""
    bold = r"{\b \u20250?\u21592?}129" + "".join(rf"\'{byte:02x}" for byte in "万人".encode("gbk"))
    link = r'{\field{\*\fldinst{HYPERLINK "http://example.org"}}{\fldrslt{ here}}}'
    head = rb"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
    document = read_one(
        tmp_path,
        "a.rtf",
        head + bold.encode() + "。".encode("gbk") + rb"\par Second \u-10179?\u-8704?" + link.encode() + b"}",
    )
    assert document.text == "会员129万人。\n\nSecond 😀 here"


@pytest.mark.parametrize("charset", ["gb2312", "utf-8", "no-such-thing", "us-ascii"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_mail_is_read_in_its_own_or_its_real_encoding(tmp_path: Path, kind: str, charset: str) -> None:
    """Subject, sender and words; what is attached is a file of its own."""
    text = (
        "<p>会员有一百二十九万人,工会组织服务职工。</p>"
        if kind == "html"
        else "会员有一百二十九万人,工会组织服务职工。"
    )
    real = "utf-8" if charset == "utf-8" else "gb2312"
    (tmp_path / "a.eml").write_bytes(MAIL.format(kind=kind, charset=charset, text=text).encode(real))
    documents, verdicts = read(tmp_path)
    document = documents["a.eml"]
    assert document.title == "会员"
    assert document.text.startswith(
        "会员\n\nFrom: 王 <wang@example.org>\n\nTo: li@example.org\n\nDate: Fri, 01 Dec 2023"
    )
    assert document.text.endswith("\n\n会员有一百二十九万人,工会组织服务职工。")
    assert verdicts["a.eml/a.pdf"].reason.startswith("content is not PDF")


@pytest.mark.parametrize(("name", "content"), [("a.srt", SRT), ("a.vtt", VTT)])
def test_subtitles_are_the_words_that_are_spoken(tmp_path: Path, name: str, content: str) -> None:
    """A cue that is a number is no number of a cue; a pause is a blank line."""
    assert read_one(tmp_path, name, content.encode("utf-8")).text == "会员有129万人。\n\n1984"


def test_an_archive_is_a_folder(tmp_path: Path) -> None:
    """Each member has its own source and its own verdict; names come as their authors saw them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("报告/a.txt", "会员129万人。")
        archive.writestr("b.xlsx", xlsx_bytes(("S", [["新建", 5524]])))
        archive.writestr("c.exe", "MZ")
        archive.writestr("d.zip", zip_bytes({"e.txt": b"x"}))
        archive.writestr("__MACOSX/._a.txt", "litter")
        archive.writestr("../out.txt", "x")
    (tmp_path / "年报.zip").write_bytes(buffer.getvalue())
    documents, verdicts = read(tmp_path)
    assert documents.keys() == {"年报.zip/报告/a.txt", "年报.zip/b.xlsx"}
    assert documents["年报.zip/报告/a.txt"].text == "会员129万人。"
    assert documents["年报.zip/b.xlsx"].title == "b"
    assert "unknown type .exe" in verdicts["年报.zip/c.exe"].reason
    assert "archive in an archive" in verdicts["年报.zip/d.zip"].reason
    assert "leads out of the archive" in verdicts["年报.zip/../out.txt"].reason
    assert len(verdicts) == 5


def test_names_in_an_archive_from_an_old_program_are_read(tmp_path: Path) -> None:
    """Windows wrote names in its own encoding without saying so."""
    content = zip_bytes({"b" * 20 + ".txt": b"x"}).replace(b"b" * 20, "中华全国总工会章程".encode("gbk") + b"!!")
    (tmp_path / "a.zip").write_bytes(content)
    assert read(tmp_path)[0].keys() == {"a.zip/中华全国总工会章程!!.txt"}


def test_a_changed_archive_costs_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Members are known by their own hash."""
    encoder = LetterEncoder()
    monkeypatch.setattr("qa.indexing.build.load_encoder", lambda _: encoder)
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.zip").write_bytes(zip_bytes({"a.txt": "会员129万人。".encode(), "b.txt": "新建5524个。".encode()}))
    build_index(docs, tmp_path / "index")
    assert not build_index(docs, tmp_path / "index").changed
    (docs / "a.zip").write_bytes(zip_bytes({"a.txt": "会员129万人。".encode(), "b.txt": "新建6000个。".encode()}))
    report = build_index(docs, tmp_path / "index")
    assert (report.documents, report.encoded) == (2, 1)
