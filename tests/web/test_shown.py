"""What the page shows of documents, without a browser: their text laid out, the library, reasons, questions to ask next."""

import ast
import re
from html import unescape
from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.facets.kinds import kinds
from qa.types import Span
from qa.web.answers import quote_html
from qa.web.document_text import text_html
from qa.web.keeper import Keeper
from qa.web.library import View, library_html
from qa.web.reasons import reason_in
from qa.web.scopes import scope_told, scopes
from qa.web.suggestions import examples, follow_ups, questions_of
from qa.web.waiting import Waiting, waiting
from qa.web.words import kind_told
from tests.conftest import HOSTILE

ROOT = Path(__file__).parents[2]
RULES = f"""# Rules

| Day | Opens |
|---|---|
| Monday | 9:00 |

Members may borrow twelve books. {HOSTILE}

1. Return them.
2. Pay fines.
"""


@pytest.fixture
def docs(docs: Path) -> Path:
    (docs / "rules.md").write_text(RULES, "utf-8")
    (docs / "drawing.xyz").write_text("0 0 1 1", "utf-8")
    return docs


def test_no_word_of_a_document_is_lost_and_only_marks_are_tags_in_it(assistant: Assistant) -> None:
    """Headings, lists and tables are laid out; the words stay, in their order, those of the quote are marked."""
    for source in assistant.sources:
        document = assistant.document(source)
        quote = re.search(r"twelve books|\d+", document.text)
        spans = [Span(*quote.span())] if quote else []
        html = text_html(document, assistant.blocks(source), Span(0, len(document.text)), spans, ())
        tags = set(re.findall(r"<(\w+)", html))
        assert tags <= {"div", "span", "table", "tbody", "tr", "th", "td", "mark"}
        words = "".join(re.findall(r"\w+", unescape(re.sub(r"<[^>]+>", " ", html))))
        assert words == "".join(re.findall(r"\w+", document.text))
        assert "".join(re.findall('<mark class="here">(.*?)</mark>', html)) == (quote[0] if quote else "")
    rules = text_html(assistant.document("rules.md"), assistant.blocks("rules.md"), Span(0, len(RULES)), (), ())
    assert "<tr><td>Monday</td><td>9:00</td></tr>" in rules
    assert 'role="heading" aria-level="3">Rules</div>' in rules


def test_a_large_library_is_sent_in_pages(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the order; a page that is not there any more is the last one."""
    monkeypatch.setattr("qa.web.library.ROWS", 3)
    first, second = (library_html(assistant, "en", View(page=page)) for page in (0, 7))
    rows = re.compile(r"<td>([^<]*)</td><td>(?:txt|md|html)</td>")
    assert rows.findall(first) + rows.findall(second) == list(assistant.sources)
    assert "page 1 of 2, documents: 4" in first
    by_size = library_html(assistant, "en", View.told({"order": "characters", "down": False}))
    sizes = {entry.source: entry.characters for entry in assistant.entries()}
    assert rows.findall(by_size) == sorted(sizes, key=sizes.__getitem__)[:3]
    assert {source: size for source, (size, _) in assistant.sizes().items()} == sizes  # counted once, and told again
    assert View.told({"order": "nonsense", "page": "x"}) == View()


def test_a_file_that_was_taken_out_of_the_folder_can_be_added_again(assistant: Assistant, docs: Path) -> None:
    """It is known by its content only as long as it lies there."""
    upload = docs.parent / "again.md"
    upload.write_text(RULES, "utf-8")
    keeper = Keeper(assistant, docs, read_only=False)
    assert "already, as rules.md" in "".join(keeper.add([str(upload)], "", False, "en"))
    (docs / "rules.md").unlink()
    assert "Added: again.md" in "".join(keeper.add([str(upload)], "", False, "en"))


def test_a_row_is_shown_as_its_table_and_once(assistant: Assistant) -> None:
    """The words of a row that is quoted alone stand in the cells, not beside them as well."""
    (quote, *_) = assistant.ask("When does it open on Monday?").quotes
    assert quote.table
    shown = quote_html(quote, 0, "en")
    assert re.findall("<td>(.*?)</td>", shown) == ["Monday", "<mark>9:00</mark>"]
    assert "Monday |" not in shown[: shown.index("<p")]


def test_what_is_asked_is_told(assistant: Assistant) -> None:
    """Folders and documents to choose from, and a line that names the choice."""
    assert scopes(assistant.sources)[0] == "内蒙古/"
    assert scope_told([], "", "", "en") == "Scope: all documents"
    assert scope_told(["内蒙古/"], "year:2024", "2025-01-01", "zh") == "范围:内蒙古/, year:2024, 2025-01-01"


def test_what_lies_otherwise_in_the_folder_waits(assistant: Assistant, docs: Path) -> None:
    """New, changed and gone; a file that was only touched does not wait."""
    assert waiting(assistant, docs) == []
    (docs / "rules.md").write_text(RULES, "utf-8")
    assert waiting(assistant, docs) == []
    (docs / "rules.md").write_text("# Other rules\n", "utf-8")
    (docs / "new.txt").write_text("New\n", "utf-8")
    (docs / "english.html").unlink()
    assert waiting(assistant, docs) == [("english.html", "gone"), ("new.txt", "new"), ("rules.md", "changed")]
    assert waiting(assistant, docs / "nowhere") == []
    few, many = (
        library_html(assistant, "en", waiting=[Waiting(f"{at}.txt", "new") for at in range(number)])
        for number in (10, 11)
    )
    assert 'class="waiting" open' in few
    assert 'class="waiting">' in many  # folded: the documents stay in sight


def test_every_reason_is_said_in_the_language_of_the_page() -> None:
    """Each line that a reader refuses a file with has its Chinese."""
    lines = []
    for path in sorted((ROOT / "qa/documents").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Unreadable":
                lines.append(_line(node.args[0]))
    assert len(lines) > 30
    assert [line for line in lines if "另有说明" in reason_in(line, "zh")] == []
    assert reason_in("broken PDF (PdfStreamError); save it anew", "en") == "broken PDF; save it anew"


def _line(node: ast.expr) -> str:
    """What a text says, with 1 for what is put into it."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "1" for part in node.values)


def test_kinds_of_documents_are_told_in_the_language_of_the_page(assistant: Assistant) -> None:
    """But for those that a document gives itself."""
    for kind in kinds("report minutes contract price list manual mail notice plan rules speech bulletin"):
        assert (kind_told(kind, "en"), kind_told(kind, "zh").isascii()) == (kind, False)
    assert kind_told("sonnet", "zh") == "sonnet"
    assert "规章" in library_html(assistant, "zh")
    assert "规章" not in library_html(assistant, "en")


def test_questions_come_from_the_documents(assistant: Assistant) -> None:
    """To begin with, those alone that are answered; after an answer what stands nearest and was not asked yet."""
    asked = [question for _, question in questions_of(assistant.document("宁夏.md"), assistant.blocks("宁夏.md"))]
    assert asked == [
        "组织是什么情况?",
        "宁夏有工会会员多少人?",
        "新建工会组织多少个?",
        "帮扶是什么情况?",
        "医疗互助发出多少元?",
    ]
    found = examples(assistant)
    assert found
    assert all(assistant.ask(question).found for question in found)
    answer = assistant.ask("宁夏有工会会员多少人?")
    assert follow_ups(assistant, answer, ["新建工会组织多少个?"]) == ("医疗互助发出多少元?", "帮扶是什么情况?")
