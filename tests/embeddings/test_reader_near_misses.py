"""Near misses that the span reader is trained on: another year than the title's, another name or ordinal, a plan for a result."""

import io
import random
import tarfile
from pathlib import Path

import pytest

from embeddings.training.reader.clauses import clause_rows
from embeddings.training.reader.dated import dated_rows
from embeddings.training.reader.row import Row
from embeddings.training.reader.swapping import Swapper

MEMBERS = Row("How many members paid?", "en", "Allotment club", "", "Only 31 members paid. Rain fell.", (5, 7), "made")
THAI = Row("มีสมาชิกกี่คน", "th", "ชมรมสวน", "", "มีสมาชิก 31 คน", (9, 11), "made", passage_language="th")


def test_a_year_that_stands_in_the_title_alone_is_asked_for_and_another_one_has_no_answer() -> None:
    rows = list(dated_rows([MEMBERS] * 40, random.Random(1), 40))
    assert {row.kind for row in rows} == {"dated", "dated-none"}
    for row in rows:
        assert row.text == MEMBERS.text
        assert row.always_above
        years = [str(year) for year in range(1970, 2035) if str(year) in row.question]
        assert len(years) == 1
        assert (years[0] in row.title) == bool(row.answer)


def test_what_names_a_year_already_is_left_as_it_is() -> None:
    dated = Row("How many?", "en", "Club", "", "In 2004 only 31 members paid.", (13, 15), "made")
    assert not list(dated_rows([dated], random.Random(1), 5))


def test_a_thai_year_is_counted_as_thais_count_it() -> None:
    asked = next(dated_rows([THAI], random.Random(1), 1))
    assert any(str(year) in asked.question and str(year) in asked.title for year in range(2528, 2571))


@pytest.mark.parametrize(
    ("language", "asked", "others"),
    [
        ("zh", "第十二次大会何时召开？", ["第三届理事会有几人？"]),
        ("zh", "Owen Tarrant说了什么？", ["Judith Kemble住在哪里？"]),
        ("zh", "菲茨·麦克林生于何时？", ["安娜·勒布朗住在哪里？"]),
        ("ja", "オーウェン・タラントは何を言いましたか。", ["ジュディス・ケンブルはどこに住んでいますか。"]),
        ("en", "Where did Owen Tarrant live?", ["Is Judith Kemble at home?"]),
    ],
)
def test_a_name_or_ordinal_is_exchanged_for_one_of_the_same_letters(
    language: str, asked: str, others: list[str]
) -> None:
    rows = [Row(each, language, "", "", "A text.", None, "made") for each in (asked, *others)]
    swapped = Swapper(rows).swapped(rows[0], random.Random(1))
    assert swapped
    assert swapped != asked


def test_a_plan_is_asked_for_as_a_plan_and_does_not_say_what_was_reached(tmp_path: Path) -> None:
    text = "**二、2015年主要任务**\n\n" + "\n\n".join(
        f"全市{thing}新建{number}个，做好各项工作。"
        for number, thing in enumerate(("公园", "车站", "书屋", "厂房") * 20, 30)
    )
    path = tmp_path / "raw" / "government_reports.tar.xz"
    path.parent.mkdir()
    with tarfile.open(path, "w:xz") as archive:
        member = tarfile.TarInfo("government_reports/武汉市/2015.md")
        member.size = len(text.encode())
        archive.addfile(member, io.BytesIO(text.encode()))
    rows = list(clause_rows(tmp_path, random.Random(2), 100, ("武汉市",)))
    plans = [row.question for row in rows if row.kind == "report" and "2015" in row.question]
    reached = [row for row in rows if row.kind == "report-planned"]
    assert plans
    assert reached
    assert all(any(word in question for word in ("计划", "预计", "要", "目标")) for question in plans)
    assert all(row.answer is None and "计划" not in row.question for row in reached)
