"""A quote carries where it was printed, why it was chosen, and a receipt that can be checked for ever."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qa import Assistant, build_index
from qa.cli import app
from qa.errors import ReceiptError
from qa.quoting.imprint import Imprint, citation, imprint
from qa.quoting.why import shared_words
from qa.types import Span
from qa.verification.receipts import CHANGED, GONE, MOVED, THERE, check, read_receipt, receipt, receipt_of
from qa.verification.verify import verify_quote
from tests.conftest import PARTED, PARTED_QUOTE, LetterEncoder


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        (
            "劳动托起“中国梦”\n\n——内蒙古总工会纪实\n\n□本报记者 张奎\n\n2013年,自治区总工会……。",
            {"subtitle": "内蒙古总工会纪实", "byline": "张奎"},
        ),
        ("青城工运 · 特刊\n1\n亮点扫描\n刘畅\n正文。", {"paper": "青城工运", "section": "特刊"}),
        ("《北疆工人报》 2024年9月12日 第3版\n标题\n会上说,2013年8月1日开过会。", {"paper": "《北疆工人报》", "date": "2024年9月12日", "page": "第3版"}),
        ("Library news\nBy Ann Lee and Bo Chen\n12 March 2024\nThe library opens.", {"byline": "Ann Lee and Bo Chen", "date": "12 March 2024"}),
        ("The 2013年8月1日 meeting was long, and it was held in a hall that nobody had seen before this very day.", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_the_imprint_is_what_the_text_says_of_itself(opening: str, expected: dict[str, str]) -> None:
    """Subtitle, byline, paper, date, section, page where they stand; nothing from the running text."""
    assert imprint(opening).to_json() == expected


def test_a_citation_is_one_line() -> None:
    """Ready to paste under a quote."""
    line = citation(
        "报告", ("一", "二"), 3, "a/b.pdf", Imprint(byline="张奎", paper="《工人报》", date="2024年9月12日")
    )
    assert line == "张奎, 报告 › 一 › 二, 《工人报》, 2024年9月12日, p. 3 (a/b.pdf)"


def test_why_names_the_words_in_common() -> None:
    """As the question spells them; inflected and traditional ones too."""
    assert shared_words("寧夏有多少工會會員?", "宁夏工会会员129万人") == ("寧夏", "工會會員")
    assert shared_words("How many members joined in 2023?", "Membership grew in 2023") == ("members", "2023")
    assert shared_words("红烧肉怎么做?", "宁夏") == ()


def test_a_receipt_says_what_became_of_its_quote(assistant: Assistant, docs: Path, index_path: Path) -> None:
    """Still there, moved inside the document or to another, changed, gone."""
    answer = assistant.ask("宁夏有多少工会会员?")
    quote = answer.quotes[0]
    made = receipt(quote, assistant.document("宁夏.md"), answer.index)
    assert check(made, assistant).status == THERE
    text = (docs / "宁夏.md").read_text("utf-8")

    def after(**files: str | None) -> str:
        for name, content in files.items():
            path = docs / f"{name}.md"
            path.unlink() if content is None else path.write_text(content, "utf-8")
        build_index(docs, index_path)
        return check(made, Assistant.open(index_path)).status

    assert after(宁夏=text + "\n\n补记。\n") == THERE
    assert after(宁夏="前言。\n\n" + text) == MOVED
    assert after(宁夏=text.replace("129", "128")) == CHANGED
    assert after(宁夏=None, 甘肃=text) == MOVED
    assert after(甘肃="别的。") == GONE


def test_a_number_that_grew_is_not_the_same_words(assistant: Assistant, docs: Path, index_path: Path) -> None:
    """Neither at the old place nor anywhere else; the file itself, unchanged, is believed as it is."""
    document = assistant.document("宁夏.md")
    at = document.text.index("129")
    made = receipt_of(document, [Span(at, at + 3)], assistant.info)
    assert check(made, assistant).status == THERE
    for grown, note in (("1295", "only inside longer ones"), ("5129", "no longer")):
        (docs / "宁夏.md").write_text(document.text.replace("129", grown), "utf-8")
        build_index(docs, index_path)
        checked = check(made, Assistant.open(index_path))
        assert checked.status == CHANGED
        assert note in checked.note


def test_words_that_a_caption_parts_are_found_again(tmp_path: Path, encoder: LetterEncoder) -> None:
    """A receipt of several spans, when its words have moved: as layout puts them together."""
    (tmp_path / "docs").mkdir()
    path = tmp_path / "docs/a.txt"
    path.write_text(PARTED, "utf-8")
    build_index(tmp_path / "docs", tmp_path / "index")
    before = Assistant.open(tmp_path / "index")
    [place] = verify_quote(before, PARTED_QUOTE).places
    made = receipt_of(before.document("a.txt"), place.spans, before.info)
    assert check(made, before).status == THERE
    path.write_text("新的标题\n\n" + PARTED, "utf-8")
    build_index(tmp_path / "docs", tmp_path / "index")
    checked = check(made, Assistant.open(tmp_path / "index"))
    assert (checked.status, len(checked.spans)) == (MOVED, 2)


@pytest.mark.parametrize(
    "content", ["[]", "{", "{}", '{"yinju_receipt": 99}', '{"yinju_receipt": 1, "quote": "x", "source": "a", "spans": [[3]]}',
                '{"yinju_receipt": 1, "quote": "x", "source": "a", "spans": [[3, 1]]}']
)  # fmt: skip
def test_what_is_no_receipt_is_refused_in_a_line(content: str, assistant: Assistant, tmp_path: Path) -> None:
    """And a newer one names the mend."""
    (tmp_path / "r.json").write_text(content)
    with pytest.raises(ReceiptError) as raised:
        check(read_receipt(tmp_path / "r.json"), assistant)
    assert "\n" not in str(raised.value)
    if "spans" in content:
        assert re.match(r'the receipt is broken: "?spans', str(raised.value))


def test_the_command_checks_a_receipt(assistant: Assistant, index_path: Path, tmp_path: Path) -> None:
    """`yinju check`: exit 0 while the words stand, 1 when they don't."""
    answer = assistant.ask("宁夏有多少工会会员?")
    made = receipt(answer.quotes[0], assistant.document("宁夏.md"), answer.index)
    path = tmp_path / "r.json"
    path.write_text(json.dumps(made), "utf-8")
    result = CliRunner().invoke(app, ["check", str(path), "--index", str(index_path)])
    assert (result.exit_code, result.stdout) == (0, "still there: 宁夏.md\n")
    path.write_text(json.dumps({**made, "quote": "宁夏有工会会员999万人。"}), "utf-8")
    assert CliRunner().invoke(app, ["check", str(path), "--index", str(index_path)]).exit_code == 1
