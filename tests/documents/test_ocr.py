"""Pages without text are named; with OCR they are read, one by one under limits, and every quote of them says so."""

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter
from typer.testing import CliRunner

import qa.indexing.preparing
from qa import Assistant, build_index
from qa.cli import app
from qa.documents import File, Limits, find_files, read_documents
from qa.documents.reading_order import Words, page_text
from qa.integrations.metadata import metadata
from qa.types import Document, Verdict
from qa.verification.verify import verify_quote
from qa.web.answers import quote_html
from tests.builders.files import pdf_bytes
from tests.conftest import LetterEncoder
from tests.fake_ocr import ENDLESS, HEAVY, REPORT

MEND = "to read scans: pip install 'yinju[ocr]', then yinju index --ocr"
READ = "宁夏工会报告\n宁夏有工会会员129万人。\n新建工会组织5524个。\n"


def pdf(*pages: str | int | tuple[int, int]) -> bytes:
    """Pages with a line of text, or pictures of a width (and height) in points."""
    writer = PdfWriter()
    for page in pages:
        if isinstance(page, str):
            writer.append(PdfReader(io.BytesIO(pdf_bytes(page))))
        else:
            width, height = page if isinstance(page, tuple) else (page, 400)
            writer.add_blank_page(width, height)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read(path: Path, content: bytes, **options: object) -> tuple[Document | None, Verdict]:
    path.write_bytes(content)
    ((document, verdict),) = read_documents(find_files(path)[0], **options)  # type: ignore[arg-type]
    return document, verdict


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine of the tests stands in for the real one, also in the child process."""
    monkeypatch.setattr("qa.documents.ocr.ENGINE", "tests.fake_ocr")


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch, engine: None) -> None:
    """The extra is not installed."""
    monkeypatch.setattr("tests.fake_ocr.installed", lambda: False)


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    """With what reads them; a PDF of nothing else is no document."""
    document, verdict = read(tmp_path / "a.pdf", pdf(REPORT, "Hello", REPORT, REPORT))
    assert document
    assert verdict.note == f"pages 1, 3-4 have no text; {MEND}"
    assert read(tmp_path / "a.pdf", pdf(REPORT))[1] == Verdict("a.pdf", "skipped", f"page 1 has no text; {MEND}")


def test_without_the_extra_they_are_named_too(tmp_path: Path, no_engine: None) -> None:
    """Asking for OCR that is not there breaks no build."""
    assert read(tmp_path / "a.pdf", pdf(REPORT), ocr=True)[1].reason == f"page 1 has no text; {MEND}"


def test_scanned_pages_are_read_and_the_others_left_alone(tmp_path: Path, engine: None) -> None:
    """In their places; the verdict counts them."""
    told: list[tuple[int, int]] = []
    content = pdf("Hello there", REPORT, 200)
    document, verdict = read(tmp_path / "a.pdf", content, ocr=True, tell_page=lambda *at: told.append(at))
    assert document
    assert document.text == f"Hello there\n{READ}\n"
    assert document.ocr == (2, 3)
    assert [document.text[start:end] for start, end in document.scanned] == [READ, "\n"]
    assert verdict.note == "page 2 read by OCR (1 of 3); OCR found no text on page 3"
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_scanned_document_takes_its_title_from_what_was_read(tmp_path: Path, engine: None) -> None:
    """As other PDFs do."""
    document, _ = read(tmp_path / "a.pdf", pdf(REPORT), ocr=True)
    assert document
    assert document.title == "宁夏工会报告"


@pytest.mark.slow
def test_a_page_that_takes_too_much_is_named_and_the_others_are_read(tmp_path: Path, engine: None) -> None:
    """Time and memory are of one page."""
    limits = Limits(seconds=3.0, memory_bytes=1_500_000_000)
    content = pdf(ENDLESS, HEAVY, REPORT)
    document, verdict = read(tmp_path / "a.pdf", content, ocr=True, page_limits=limits)
    assert document
    assert document.text == f"\n\n{READ}"
    assert verdict.note == (
        "page 3 read by OCR (1 of 3); page 1 not read by OCR: takes more than 3 seconds to read; "
        "page 2 not read by OCR: takes too much memory"
    )


def test_a_file_of_endless_pages_is_not_read_to_its_end(
    tmp_path: Path, engine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file can claim a million."""
    monkeypatch.setattr("qa.documents.ocr.MOST_PAGES", 1)
    document, verdict = read(tmp_path / "a.pdf", pdf(REPORT, REPORT, REPORT), ocr=True)
    assert document
    assert document.text == f"{READ}\n\n"
    assert verdict.note.endswith("pages 2-3 not read by OCR: more than 1 pages without text; split it")


@pytest.mark.parametrize("size", [(14_400, 14_400), (14_400, 72), (2000, 2000)])
def test_no_page_becomes_a_giant_picture(tmp_path: Path, engine: None, size: tuple[int, int]) -> None:
    """Whatever size it says that it has."""
    document, _ = read(tmp_path / "a.pdf", pdf(size), ocr=True)
    assert document
    width, height = map(int, document.text.split(" x "))
    assert max(width, height) <= 4001
    assert width * height <= 12_010_000


def boxes(left: float, top: float, *lines: str, pitch: float = 30) -> list[Words]:
    return [
        Words(line, left, top + n * pitch, left + 20 * len(line), top + n * pitch + 20) for n, line in enumerate(lines)
    ]


def test_columns_are_read_one_after_the_other() -> None:
    """Between what stands across them, also where their lines are not level."""
    left = [f"左栏的第{n}行有十二个字。" for n in "一二三四五"]
    right = [f"右栏的第{n}行有十二个字。" for n in "一二三四五"]
    page = [
        *boxes(0, 0, "横跨两栏的大标题在这里横跨两栏的大标题在"),
        *boxes(0, 60, *left),
        *boxes(280, 72, *right),
        *boxes(0, 250, "横跨两栏的结尾在这里横跨两栏的结尾在这里"),
    ]
    text = page_text(page[::-1])
    assert text.split("\n") == [page[0].text, "", *left, *right, "", page[-1].text]


def test_three_columns() -> None:
    """As in a newspaper."""
    columns = [[f"{name}栏第{n}行有十一个字。" for n in "一二三四五"] for name in "甲乙丙"]
    page = [piece for at, lines in enumerate(columns) for piece in boxes(260 * at, 7 * at, *lines)]
    assert page_text(page).split("\n") == [line for lines in columns for line in lines]


def test_a_table_is_read_row_by_row() -> None:
    """Its cells are short."""
    page = boxes(0, 0, "会员", "组织", "驿站", "干部", "书屋") + boxes(300, 3, "129万", "5524", "2627", "971", "163")
    assert page_text(page).split("\n") == ["会员 129万", "组织 5524", "驿站 2627", "干部 971", "书屋 163"]


def test_pieces_of_a_line_come_from_left_to_right() -> None:
    """Also where the right one stands a little higher and their boxes lap over each other."""
    page = [Words("新建工会", 0, 10, 100, 30), Words("5524个。", 90, 7, 200, 27), Words("另起一行。", 0, 40, 100, 60)]
    assert page_text(page).split("\n") == ["新建工会 5524个。", "另起一行。"]


def test_indents_and_gaps_are_kept() -> None:
    """A new paragraph is told by them."""
    page = boxes(0, 0, "一" * 20, "二" * 20, "三" * 20) + boxes(40, 90, "四" * 18) + boxes(0, 160, "五" * 20, "六" * 20)
    assert page_text(page) == "\n".join(["一" * 20, "二" * 20, "三" * 20, " " + "四" * 18, "", "五" * 20, "六" * 20])
    assert page_text([]) == ""


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "mixed.pdf").write_bytes(pdf("The library opens at nine o'clock.", REPORT))
    (folder / "printed.pdf").write_bytes(pdf("Members may borrow twelve books."))
    (folder / "a.txt").write_text("内蒙古有工会会员371.3万人。", encoding="utf-8")
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch, encoder: LetterEncoder) -> list[str]:
    """What builds read."""
    sources: list[str] = []

    def noted(files: Iterable[File], **options: object) -> Iterator[tuple[Document | None, Verdict]]:
        files = list(files)
        sources.extend(file.source for file in files)
        return read_documents(files, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(qa.indexing.preparing, "read_documents", noted)
    return sources


def test_the_index_keeps_it_and_reads_again_only_what_it_must(
    docs: Path, index_path: Path, engine: None, reads: list[str]
) -> None:
    """By the command; a later build, as that of the page, asks no second time."""

    def build(*options: str) -> bool:
        reads.clear()
        result = CliRunner().invoke(app, ["index", str(docs), "--index", str(index_path), "--json", *options])
        assert result.exit_code == 0, result.output
        return bool(json.loads(result.stdout)["changed"])

    assert build()
    assert build("--ocr")
    assert reads == ["mixed.pdf"]
    assert not build_index(docs, index_path).changed
    assert not build("--ocr")
    assert reads == []
    assert build("--no-ocr")
    assert reads == ["mixed.pdf"]
    assert not build()
    assert reads == []


def test_when_the_extra_comes_later_the_next_build_reads(
    docs: Path, index_path: Path, no_engine: None, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And when it goes, what was read stays."""
    build_index(docs, index_path, ocr=True)
    monkeypatch.setattr("tests.fake_ocr.installed", lambda: True)
    reads.clear()
    assert build_index(docs, index_path).changed
    assert reads == ["mixed.pdf"]
    monkeypatch.setattr("tests.fake_ocr.installed", lambda: False)
    assert not build_index(docs, index_path).changed


def test_a_quote_of_a_scanned_page_says_so(docs: Path, index_path: Path, engine: None, encoder: LetterEncoder) -> None:
    """In JSON, in its citation, on the page, for pipelines; a quote of a page with text does not."""
    build_index(docs, index_path, ocr=True)
    assistant = Assistant.open(index_path, threshold=0.0)
    scanned = assistant.ask("宁夏有多少工会会员?").quotes[0]
    assert (scanned.passage.source, scanned.passage.page) == ("mixed.pdf", 2)
    assert scanned.to_json()["ocr"] is True
    assert scanned.citation.endswith("p. 2, read by OCR (mixed.pdf)")
    assert "请与原件图像核对" in quote_html(scanned, 0, "zh")
    assert "check it against the picture" in quote_html(scanned, 0, "en")
    printed = assistant.ask("When does the library open?").quotes[0]
    assert (printed.passage.source, printed.passage.page) == ("mixed.pdf", 1)
    assert printed.to_json()["ocr"] is False
    assert "OCR" not in printed.citation + quote_html(printed, 0, "en")
    assert [place.ocr for place in verify_quote(assistant, "129万人").places] == [True]
    by_page = {hit.passage.page: metadata(hit)["ocr"] for hit in assistant.search("library 会员", 10)}
    assert by_page == {None: False, 1: False, 2: True}


def test_the_command_says_it_too(docs: Path, index_path: Path, engine: None, encoder: LetterEncoder) -> None:
    """Beside the page."""
    build_index(docs, index_path, ocr=True)
    asked = CliRunner().invoke(app, ["ask", "宁夏有多少工会会员?", "--index", str(index_path), "--threshold", "0"])
    assert "page 2 > read by OCR from a scanned page, check it against the picture" in asked.output


@pytest.mark.parametrize("degrees", [0, 180, 90, 1])
def test_the_real_engine_reads_a_page_whichever_way_it_lies(tmp_path: Path, degrees: int) -> None:
    """Needs the extra; under its limits, with nothing fetched."""
    pytest.importorskip("rapidocr")
    pytest.importorskip("onnxruntime")
    page = Image.new("RGB", (1200, 800), "white")
    pen = ImageDraw.Draw(page)
    for at in range(8):
        line = f"Line {at}: the library lent {1290 + at} books to its members."
        pen.text((60, 60 + 60 * at), line, font=ImageFont.load_default(30), fill="black")
    page.rotate(degrees, expand=True, fillcolor="white").save(tmp_path / "a.pdf", resolution=200)
    document, _ = read(tmp_path / "a.pdf", (tmp_path / "a.pdf").read_bytes(), ocr=True)
    assert document
    assert "".join(document.text.split()) == "".join(
        f"Line{at}:thelibrarylent{1290 + at}bookstoitsmembers." for at in range(8)
    )
