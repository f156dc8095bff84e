"""Sentences broken by layout are put together again by exact spans, or left apart when that is not sure."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from qa.documents.markdown import read_markdown
from qa.documents.pdf import read_pdf
from qa.layout import blocks
from qa.text.lines import width
from qa.text.spans import join
from qa.types import Document

LONG = "各级工会持续深化改革,职工之家建设稳步推进,职工队伍面貌一新。"


def document(text: str, kind: str = "txt", **more: object) -> Document:
    return Document("a", "标题", text, kind, "", **more)  # type: ignore[arg-type]


def texts(made: Document, kind: str) -> list[str]:
    return [join(made.text, block.spans) for block in blocks(made) if block.kind == kind]


def test_a_caption_in_mid_sentence_is_moved_out() -> None:
    """The sentence is whole, the caption is a caption."""
    made = document(f"{LONG}全区建成职工之\n\n\n\n职工在驿站过节\n\n家212家,其中职工之家示范点30个。\n\n{LONG}")
    assert f"{LONG}全区建成职工之家212家,其中职工之家示范点30个。" in texts(made, "paragraph")
    assert texts(made, "caption") == ["职工在驿站过节"]


def test_halves_that_may_not_belong_together_are_left_apart() -> None:
    """Columns are printed in any order: without evidence, no join, for it would fabricate a quote."""
    made = document(f"{LONG}重点行业、企业为\n\n招聘会共组织1689家企业参加,提供岗位。\n\n{LONG}")
    assert not any("企业为招聘会" in text for text in texts(made, "paragraph"))


def test_hard_wrapped_lines_are_put_together() -> None:
    """Lines of a fixed width, as in PDF; between Chinese characters nothing is put in."""
    line = "一二三四五六七八九十" * 3
    made = document("\n".join([line, line, line, line, "完。", line, line, "又完。"]), "pdf", pages=(0,))
    assert texts(made, "paragraph") == [line * 4 + "完。", line * 2 + "又完。"]


def test_wrapped_latin_lines_keep_the_line_end_as_a_blank() -> None:
    """Words don't run together."""
    line = "these words fill a line of about fifty characters"
    made = document("\n".join([line] * 5 + ["the end."]))
    assert texts(made, "paragraph") == ["\n".join([line] * 5 + ["the end."])]


def test_running_heads_and_page_numbers_are_furniture() -> None:
    """A sentence that goes over a page break is whole."""
    one, two, three = ("甲乙丙丁戊己庚辛壬癸" * 3, "子丑寅卯辰巳午未申酉" * 3, "天地玄黄宇宙洪荒日月" * 3)
    pages = [f"青城特刊\n{one}\n{two}\n1\n", f"青城特刊\n{three}\n完了。\n2\n"]
    made = document("".join(pages), "pdf", pages=(0, len(pages[0])))
    assert texts(made, "paragraph") == [one + two + three + "完了。"]
    assert texts(made, "furniture") == ["青城特刊", "1", "青城特刊", "2"]


def test_markdown_markers_stay_outside() -> None:
    """List bullets, quotation marks, outer table bars and what is struck out are not quoted."""
    text = "# 标题\n\n- 第一\n2. 第二\n\n> 引文~~旧~~新\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n"
    made = read_markdown(text.encode())
    seen = [(block.kind, block.mark, join(text, block.spans)) for block in made.blocks]
    assert seen == [
        ("heading", "", "标题"),
        ("item", "", "第一"),
        ("item", "2.", "第二"),
        ("paragraph", "", "引文新"),
        ("header", "", "甲 | 乙"),
        ("row", "", "丙 | 丁"),
    ]
    assert [text[slice(*cell.span)] for cell in made.blocks[-1].cells] == ["丙", "丁"]
    assert made.blocks[-1].header == (4,)


def test_a_field_is_no_heading() -> None:
    """Labels and values are quoted; a subtitle of that form, alone over running text, stands above its section."""
    made = document(
        f"会议须知\n\n主持人:李梅\n记录人:何川\n\n联系电话:5550119\n\n{LONG}\n\n工资协商: 增进和谐\n\n{LONG}"
    )
    assert texts(made, "field") == ["主持人:李梅", "记录人:何川", "联系电话:5550119"]
    assert "工资协商: 增进和谐" in texts(made, "heading")


ALPHABET = st.sampled_from(
    ["字会员", "工,", "。", "a b", "\n", "\n\n", "\n\n\n\n", "# ", "- ", "| ", "12", "　", " / "]
)


@settings(max_examples=200)
@given(st.lists(ALPHABET, max_size=40).map("".join), st.sampled_from(["txt", "pdf"]))
def test_every_character_is_in_exactly_one_block(text: str, kind: str) -> None:
    """Nothing is lost and nothing is said twice, whatever the layout."""
    made = document(text, kind, pages=(0,) if kind == "pdf" else ())
    seen = [at for block in blocks(made) for start, end in block.spans for at in range(start, end)]
    assert len(seen) == len(set(seen))
    left = {at for at, character in enumerate(text) if not character.isspace()} - set(seen)
    assert all(text[at] in "#*▶■●◆□" for at in left)


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        ("the ferry of the com-", "pany leaves at noon", "company"),
        ("and the govern-", "ment pays one half", "government"),
    ],
)
def test_a_word_that_was_broken_at_a_line_end_is_whole(first: str, second: str, word: str) -> None:
    """Where it is a common one without its hyphen; another keeps it."""
    line = "these words fill a line of thirty-eight, and"
    made = document("\n".join([*[line] * 5, f"so it is here with {first}", second, "by self-", "made boats."]))
    (text,) = texts(made, "paragraph")
    assert f" {word} " in text
    assert "self-" in text


def two_columns(left: list[str], right: list[str], *, by_row: bool) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    places = [(x, 700 - 14 * at, line) for x, lines in ((72, left), (320, right)) for at, line in enumerate(lines)]
    for x, y, line in sorted(places, key=lambda place: (-place[1], place[0])) if by_row else places:
        canvas.drawString(x, y, line)
    canvas.save()
    return buffer.getvalue()


LEFT = [
    "The new bridge over the river is",
    "open to carts and bicycles since",
    "Monday, and the ferry stops for",
    "good at the end of this season.",
]
RIGHT = [
    "The school garden takes in plants",
    "that nobody wants any more until",
    "14 October, and gives them away",
    "to those who come with a basket.",
]


@pytest.mark.parametrize("by_row", [True, False])
def test_columns_of_a_pdf_are_read_one_after_the_other(by_row: bool) -> None:
    """Whatever order their lines were drawn in; sentences are whole, and none is spliced over the gutter."""
    parsed = read_pdf(two_columns(LEFT, RIGHT, by_row=by_row))
    made = document(parsed.text, "pdf", pages=tuple(parsed.pages))
    found = " ".join(" ".join(texts(made, "paragraph")).split())
    assert " ".join(LEFT) in found
    assert " ".join(RIGHT) in found


TOWN = ["The town hall opens at nine from", "Monday to Friday, and at ten on", "Saturdays, but for the registry,", "which is closed on that day."]  # fmt: skip
POOL = ["The pool is heated by the plant", "next door, so that it is warm in", "winter as well, and closes only", "when the plant is cleaned."]  # fmt: skip
HALL = ["市政厅周一至周五九点开门,", "周六十点开门,但是户籍科除外,", "该科周六不办公,请市民合理安排", "时间前来办理。"]  # fmt: skip
BATH = ["泳池由隔壁的工厂供热,所以", "冬天的水也是温的,工厂每年清洗", "一次,清洗的时候泳池停止开放,", "具体日期另行通知。"]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), [(TOWN, POOL), (HALL, BATH)])
def test_columns_of_plain_text_are_read_one_after_the_other(left: list[str], right: list[str]) -> None:
    """They are parted by blanks; no sentence is spliced over the gap."""
    rows = [one + " " * (36 - width(one)) + other for one, other in zip(left, right, strict=True)]
    made = document("\n".join(rows))
    lines = [line for text in texts(made, "paragraph") for line in text.split("\n")]
    assert "".join(lines).replace(" ", "") == "".join(left + right).replace(" ", "")


def test_a_table_of_plain_text_is_no_columns() -> None:
    """Each row stays a line of its own."""
    rows = ["Boat      Fare", "Sula      3.50", "Alca      9.00", "Larus     4.20", "Rissa     5.10"]
    assert texts(document("\n".join(rows)), "paragraph") == rows


@pytest.mark.parametrize(
    "rows",
    [
        ["日期  值班人  电话", "一号  何梅  5550111", "二号  周航  5550122", "三号  唐莉  5550133"],
        ["Day  Warden  Call", "Mon  Ann Li  5550", "Tue  Ben Ox  5551", "Wed  Cid Po  5552"],
    ],
)
def test_rows_of_plain_text_with_narrow_gaps_stay_lines(rows: list[str]) -> None:
    """5550111 and the date of the next row do not run together."""
    assert texts(document("\n".join(rows)), "paragraph") == rows


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "1. Close the valve before the\npump is opened.\n2. Drain the pipe, which holds\ntwo litres.\n3. Call the office.",
            ["1. Close the valve before the\npump is opened.", "2. Drain the pipe, which holds\ntwo litres."],
        ),
        (
            "1、先关闭阀门,再打开水泵,\n不得颠倒。\n2、排空管道中残留的两升水。\n3、致电值班室并且登记在册,\n写明时间。",
            ["1、先关闭阀门,再打开水泵,不得颠倒。", "3、致电值班室并且登记在册,写明时间。"],
        ),
    ],
)
def test_wrapped_items_are_whole(text: str, items: list[str]) -> None:
    found = texts(document(text), "item")
    assert set(items) <= set(found)


def test_a_heading_with_a_number_takes_no_sentence() -> None:
    """Its line ends far before the others."""
    text = "1. 总则\n本办法适用于全体职工,不适用于临时人员。\n2. 请假\n请假须提前一天提出书面申请,由科长批准。"
    assert not any("总则本办法" in text or "请假请假" in text for text in texts(document(text), "paragraph"))


def test_a_caption_goes_on_in_no_sentence() -> None:
    """It is set behind the sentence that it interrupted."""
    line = "these words fill a line of thirty-eight, and"
    made = document("\n".join([*[line] * 4, "visitors, who leave their bicycles here", "Figure 2: The crane in 1931, sold later", "behind the hall.", line, line]))  # fmt: skip
    assert texts(made, "caption") == ["Figure 2: The crane in 1931, sold later"]


def test_lines_go_on_before_a_noun_with_a_capital() -> None:
    """Where it had no room on the line above, as in German; a line with room ends its paragraph."""
    lines = ["Das Amt öffnet um sieben Uhr, und es schließt um vier", "Uhr, sofern kein Feiertag ist. Boote brauchen einen", "Lotsen mit Patent, der die ganze östliche Rinne kennt", "und den Hafen."]  # fmt: skip
    assert texts(document("\n".join(lines)), "paragraph") == ["\n".join(lines)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("因业务发展需要,现面向社会公开招聘下列人员,报名时间为九月一日至二十日,共计划招聘十", "人。"),
        ("The ferry to the island runs every forty minutes, unless the wind that", "comes from the north is strong."),
    ],
)
def test_a_short_text_on_a_page_is_whole(first: str, second: str) -> None:
    """Too few lines tell the margin, but the page was wide enough for this one only."""
    made = document(f"通告\n{first}\n{second}\n", "pdf", pages=(0,))
    assert "".join(texts(made, "paragraph")).replace("\n", " ") in (first + second, f"{first} {second}")
    assert len(texts(made, "paragraph")) == 1
