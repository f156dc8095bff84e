"""What fuzzing has found, each as a small case; and a second of it at every door (`make fuzz` is the long run)."""

import io
import json
from pathlib import Path
from random import Random

import pytest
from pypdf import PdfReader, PdfWriter

from benchmarks.fuzzing.indexes import IndexTarget
from benchmarks.fuzzing.isolated import Finding, Progress, Target, input_of, run
from benchmarks.fuzzing.minimising import smaller
from benchmarks.fuzzing.packaging import packed, unpacked
from benchmarks.fuzzing.questions import QuestionTarget
from benchmarks.fuzzing.readers import ReaderTarget
from benchmarks.fuzzing.requests import RequestTarget
from benchmarks.fuzzing.starting import KINDS
from qa import Assistant, build_index
from qa.documents.parsed import Unreadable
from qa.documents.worker import _parsed
from qa.errors import DocumentError, IndexProblem, QuestionSetError, ReceiptError
from qa.evaluation.questions import read_question
from qa.retrieval.index import Index
from qa.verification.receipts import check as check_receipt
from tests.builders.files import MAIL, pdf_bytes, xlsx_bytes
from tests.conftest import LetterEncoder
from tests.storage.test_damage import rewrite

PROSE = "其中女会员五十万人，新建工会组织五千五百二十四个，医疗互助发出三千九百五十八万元。"


def pdf_with_title(title: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes("hello"))))
    writer.add_metadata({"/Title": title})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_row(number: str) -> bytes:
    parts = unpacked(xlsx_bytes(("S", [["会员", 129]])))
    name = "xl/worksheets/sheet1.xml"
    return packed({**parts, name: parts[name].replace(b'<row r="1"', f'<row r="{number}"'.encode())})


TITLES = {
    "a NUL in a text": ("txt", f"宁夏\0工会报告\n\n{PROSE}".encode(), "宁夏�工会报告"),
    "a NUL in a heading": ("md", f"# 宁夏\0工会报告\n\n{PROSE}".encode(), "宁夏�工会报告"),
    "a NUL in rich text": ("rtf", b"{\\rtf1 Union\\u0?report}", "Union�report"),
    "a NUL in a subject": ("eml", b"Subject: =?utf-8?q?Union=00report?=\n\nMembers.", "Union�report"),
    "a NUL and a line end in a PDF's": ("pdf", pdf_with_title("Union\0\nreport"), "Union� report"),
    "a very long one": ("html", f"<title>{'甲' * 9999}</title><p>{PROSE}".encode(), "甲" * 300),
}


@pytest.mark.parametrize("case", TITLES)
def test_titles_and_headings_are_one_line_of_text(case: str) -> None:
    """The database and the page take them as they are."""
    kind, content, title = TITLES[case]
    answer = _parsed(content, kind, "", 10**6)
    assert answer["title"] == title
    assert "\0" not in json.dumps(answer, ensure_ascii=False)


REFUSED = {
    "a PDF that starts too far": ("pdf", b"%PDF-\nstartxref9999999999999999999\n%", "broken PDF (OverflowError)"),
    "a PDF with an empty show": (
        "pdf",
        b"%PDF-1 0 obj<</Type/Catalog/Pages 2 0 R2 0 obj<</Contents 4 0 R/Resources<<//>\nendobj4 0 obj<<>\nstream\n"
        b"()Tj[3 0 R]endstreamtrailer<</Size 5>\nstartxref6\n%",
        "broken PDF (AssertionError)",
    ),
    "a PDF with an unknown filter": (
        "pdf",
        pdf_bytes("hello").replace(b"<< /Length", b"<< /Filter /No /Length"),
        "broken PDF (NotImplementedError)",
    ),
    "a PDF that a certificate locks": (
        "pdf",
        b"%PDF-5 0 obj<</Filter/Adobe.PubSec/\ntrailer<</Encrypt 5 0 R>\nstartxref2\n%",
        "encrypted in a way that cannot be read",
    ),
    "a row that no sheet has": ("xlsx", with_row("99999999999999999999"), "names a row beyond the last one"),
    "fonts without end": ("rtf", b"{\\rtf1{\\fonttbl" + b"{\\f0\\fcharset134 Sim" * 20_000, "no text"),
    "fonts without sets": ("rtf", b"{\\rtf1{\\fonttbl" + b"{\\f0 Sim;}" * 20_000 + b"}}", "no text"),
    "labels that are too long": ("txt", b"xn--" + b"a" * 99, "not in idna as told"),
}


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.slow if "row" in case else ()) for case in REFUSED]
)
def test_what_broke_a_reader_gets_its_reason(case: str) -> None:
    """In one line."""
    kind, content, says = REFUSED[case]
    with pytest.raises(Unreadable) as refused:
        _parsed(content, kind, "idna" if kind == "txt" else "", 10**6)
    assert str(refused.value).startswith(says)


def test_a_codec_that_fails_in_its_own_way_is_not_the_end_of_a_mail() -> None:
    """The words are read as they look."""
    answer = _parsed(MAIL.format(kind="plain", charset="idna", text=PROSE).encode(), "eml", "", 10**6)
    assert PROSE in str(answer["text"])


def test_what_is_no_text_names_no_document(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """JSON can carry half of a character, which the database would not take; and numbers without end."""
    build_index(docs, index_path)
    assistant = Assistant.open(index_path)
    with pytest.raises(DocumentError):
        assistant.document("\ud800")
    assert assistant.passages_of("\ud800") == []
    with pytest.raises(ReceiptError):
        check_receipt({"yinju_receipt": 1, "quote": "x", "source": "x", "spans": [[0, float("inf")]]}, assistant)


def test_a_question_set_is_text() -> None:
    """Half of a character could not be written to the result."""
    with pytest.raises(QuestionSetError, match="question 1: holds half of a character"):
        read_question("question 1", {"question": "会员?", "answers": [], "kind": "\ud800"})


@pytest.mark.parametrize("lost", ["model", "fingerprint"])
def test_a_manifest_without_its_model_is_refused_and_built_again(
    docs: Path, index_path: Path, encoder: LetterEncoder, lost: str
) -> None:
    """With the right checksum: somebody has written it."""
    build_index(docs, index_path)
    manifest = next(index_path.glob("gen-*")) / "manifest.json"
    values = json.loads(manifest.read_text("utf-8"))
    del values["extra"][lost]
    rewrite(index_path, manifest, json.dumps(values).encode())
    with pytest.raises(IndexProblem, match="yinju index --full"):
        Index.open(index_path)
    assert build_index(docs, index_path).changed
    Index.open(index_path)


def fed(target: Target, runs: int) -> set[str]:
    """What came of some runs in this process; whatever is raised fails the test."""
    target.prepare()
    return {target.take(input_of(target, 1, number)) for number in range(runs)}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_each_reader_reads_or_refuses(kind: str) -> None:
    """Some changed files of its format."""
    outcomes = fed(ReaderTarget(kind), 30)
    assert "read" in outcomes
    assert len(outcomes) > 1


@pytest.mark.slow
def test_the_question_door(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Odd questions are answered in exact quotes, or refused."""
    build_index(docs, index_path)
    target = QuestionTarget(index_path)
    assert {"not found", "top is #"} <= fed(target, 30)
    plain = {"question": "宁夏有多少工会会员?", "history": [], "top": 5}
    assert target.take(json.dumps(plain).encode()) == "found"


def test_the_http_door(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """Odd requests are answered or refused."""
    build_index(docs, index_path)
    assert {"status 200", "status 404", "status 422"} <= fed(RequestTarget(index_path), 60)


def test_a_changed_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused, or as it was, and can be built again."""
    monkeypatch.setattr(
        "qa.indexing.build.load_encoder", None
    )  # the target puts its own in place; this takes it away again
    outcomes = fed(IndexTarget(), 40)
    assert {"opened"} < outcomes


class Toy:
    """Goes wrong in every way at a few of its runs."""

    name, seconds, memory, runs_at_once = "toy", 0.3, 1_000_000_000, 1_000
    wrong = b"0123456789"

    def prepare(self) -> None:
        self.kept: list[bytes] = []

    def make(self, draw: Random) -> bytes:
        return b"." * draw.randrange(99) + bytes([draw.choice(self.wrong)]) + b"." * draw.randrange(99)

    def take(self, content: bytes) -> str:
        if b"1" in content:
            raise KeyError
        if b"2" in content:
            self.kept.append(bytes(2_000_000_000))
        if b"3" in content:
            while True:
                pass
        if b"4" in content:
            import ctypes

            ctypes.string_at(0)
        return "well"


@pytest.mark.slow
def test_every_way_to_go_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception, a hunger for memory, a hang and a crash, each with the run that it was; the other runs go on."""
    monkeypatch.setattr("benchmarks.fuzzing.isolated._WAITS", 300)  # on a busy machine a hang waits for its processor
    told = list(run(Toy(), 1, 0, 40))
    findings = [found for found in told if isinstance(found, Finding)]
    assert {found.what for found in findings} == {"KeyError", "MemoryError", "takes too long", "SIGSEGV"}
    assert all("test_fuzzing.py" in found.place for found in findings if found.what in ("KeyError", "takes too long"))
    assert {found.content for found in findings if found.what == "KeyError"} == {b"1"}
    assert max(progress.done for progress in told if isinstance(progress, Progress)) == 40
    for found in findings:
        if found.what in ("takes too long", "SIGSEGV"):
            assert found.content == input_of(Toy(), 1, found.number)


@pytest.mark.slow
def test_inputs_depend_on_the_seed_and_the_number_alone() -> None:
    """So that a finding can be seen again."""
    one, other = ReaderTarget("docx"), ReaderTarget("docx")
    assert input_of(one, 1, 7) == input_of(other, 1, 7)
    assert len({input_of(one, seed, number) for seed in (1, 2) for number in range(5)}) == 10


def test_findings_are_made_small() -> None:
    """A chunk at a time; in a zip a part at a time."""
    assert smaller(b"aaaXbbbbbbY", lambda content: b"X" in content and b"Y" in content) == b"XY"
    zipped = packed({"a": b"1" * 50, "b": b"..X..", "c": b""})
    assert unpacked(smaller(zipped, lambda content: b"X" in unpacked(content).get("b", b""))) == {"b": b"X"}
