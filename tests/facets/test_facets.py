"""What documents, sections and questions are about: dates and years, names, kinds, numbers."""

import pytest

from qa.facets.document_facets import described, document_facets
from qa.facets.periods import mentions
from qa.facets.question_facets import asked_periods
from qa.indexing.passages import passages
from qa.types import Document, Facets


def document(text: str, source: str = "a.txt", title: str = "") -> Document:
    return Document(source, title or source.rpartition("/")[2], text, source.rpartition(".")[2], "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2016年1月26日", ["2016-01-26"]),
        ("二〇一〇年一月二十五日", ["2010-01-25"]),
        ("二○○八年", ["2008"]),
        ("１９９８年", ["1998"]),
        ("22 May 2022", ["2022-05-22"]),
        ("June 5th, 2023", ["2023-06-05"]),
        ("12 ſept. 1788", ["1788-09-12"]),
        ("le 12 mars 2019", ["2019-03-12"]),
        ("im Oktober 2019", ["2019-10"]),
        ("2023-03-14 例会", ["2023-03-14"]),
        ("五月份那次", ["*-05"]),
        ("the meeting of 14 March", ["*-03-14"]),
        ("2019-2020学年", ["2019-2020"]),
        ("season 2015/16", ["2015-2016"]),
        ("FY2015", ["2015"]),
        ("令和2年度", ["2020"]),
        ("平成27年", ["2015"]),
        ("民国104年", ["2015"]),
        ("“十二五”时期", ["2011-2015"]),
        ("in 2015 and 2016", ["2015", "2016"]),
        ("2000多公里", []),
        ("ในปีงบประมาณ พ.ศ. 2565", ["2022"]),
        ("2565 คน", []),
        ("2684.83亿元", []),
        ("3个月", []),
        ("1990年代", []),
        ("HT-2021-007", []),
    ],
)
def test_periods_are_found_however_they_are_written(text: str, told: list[str]) -> None:
    assert [str(mention.period) for mention in mentions(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("去年,产量增长", ["2015"]),
        ("比上年增长8%", []),  # a comparison does not say when
        ("比去年增长8%", []),
        ("去年同期", []),
        ("前年度より9名減った", []),
        ("前年度の会員", ["2015"]),
        ("nine fewer than the previous year", []),
        ("过去五年", ["2011-2015"]),
        ("the past three years", ["2013-2015"]),
        ("the last ſix years", ["2010-2015"]),
        ("今年的任务", ["2016"]),
        ("last year", ["2015"]),
    ],
)
def test_relative_periods_count_from_the_writers_year(text: str, told: list[str]) -> None:
    assert [str(mention.period) for mention in mentions(text, 2016)] == told
    assert not [mention for mention in mentions(text) if mention.relative]


@pytest.mark.parametrize(
    ("found", "facets"),
    [
        (
            document(
                "政府工作报告\n\n——2016年1月26日在青山省人民代表大会上\n\n各位代表:\n\n2015年,我们取得了成绩。",
                "青山省/2016.md",
            ),
            ({"2016-01-26", "2016"}, "青山省", "report", None),
        ),
        (
            document(
                "采购合同\n\n合同编号:HT-2021-007\n\n甲方:明德学校\n\n乙方:海川物流有限公司\n\n付款在三十日内。",
                "7.txt",
                "采购合同",
            ),
            (set(), "海川物流有限公司", "contract", "ht-2021-007"),
        ),
        (
            document("# Price list 2019\n\nA room costs 70 euros.", "price-list-2019.md"),
            ({"2019"}, None, "price list", None),
        ),
        (document("# Dehumidifier KX-450\n\nRead this first.", "manual-kx-450.md"), (set(), None, "manual", "kx-450")),
        (
            document(
                "From: Anna Berg <anna@office.example>\nDate: 22 May 2022\n\nHello all, here we are.",
                "a.eml",
                "Weekly status",
            ),
            ({"2022-05-22"}, "Anna Berg", "mail", None),
        ),
    ],
)
def test_a_document_bears_its_facets_in_path_title_and_head(
    found: Document, facets: tuple[set[str], str | None, str, str | None]
) -> None:
    own = document_facets(found)
    dates, name, kind, number = facets
    assert set(map(str, own.periods)) == dates
    assert name is None or name in own.names
    assert kind in own.kinds
    assert number is None or number in own.numbers


def test_what_is_left_of_a_number_or_a_date_is_no_name() -> None:
    """HT- of HT-2023-017, Tue, of Tue, 4 June."""
    contract = document(
        "# 采购合同 HT-2023-017\n\n甲方:海川物流有限公司\n\n设备总价48万元。", "c.md", "采购合同 HT-2023-017"
    )
    mail = document("From: Anna Berg\nDate: Tue, 4 Jun 2024\n\nHello all, here we are.", "a.eml", "Weekly status")
    assert document_facets(contract).names == ("海川物流有限公司",)
    assert "Anna Berg" in document_facets(mail).names
    assert not [name for name in document_facets(mail).names if name.startswith("Tue")]


def test_front_matter_sets_facets() -> None:
    text = "---\ndate: 2018-05-02\nplace: 白水县, 清河镇\nkind: minutes\nversion: 2.1\n---\n\n二〇一五年的事。\n"
    assert document_facets(document(text, "2011/x.md")) == Facets(
        periods=document_facets(document("", "2018-05-02.txt")).periods,
        names=("白水县", "清河镇"),
        kinds=("minutes",),
        numbers=("2.1",),
    )


def test_headings_and_opening_sentences_set_the_year_of_what_follows() -> None:
    text = (
        "一、2015年工作回顾\n\n粮食产量稳步提高。\n\n城乡面貌焕然一新。\n\n二、2016年主要任务\n\n修建水库三座。\n\n"
        "去年,全县没有发生事故。\n\n三、政府自身建设\n\n继续简化手续。\n"
    )
    found = document(text, "县/2016.txt")
    facets, told = described(found, passages(found, size=12))
    sections = {passage.text.strip(): [str(each) for each in passage.section] for passage in told}
    assert sections["粮食产量稳步提高。"] == sections["城乡面貌焕然一新。"] == ["2015"]
    assert sections["修建水库三座。"] == ["2016"]
    assert sections["继续简化手续。"] == []
    assert facets.spoken == (2015,)


def test_a_document_that_accounts_for_no_other_year_speaks_of_its_own() -> None:
    found = document(
        "# Price list 2019\n\nA room costs 70 euros.\n\nBreakfast costs 9 euros.\n", "p.md", "Price list 2019"
    )
    _, told = described(found, passages(found))
    assert all([str(each) for each in passage.section] == ["2019"] for passage in told)


@pytest.mark.parametrize(
    ("question", "of_document"),
    [
        ("2016年的政府工作报告里说修多少路?", [True]),
        ("2016年报告里说修多少路?", [True]),
        ("2016年报里写了什么?", [True]),
        ("2015年修了多少路?", [False]),
        ("2016年的报告说2015年修了多少路?", [True, False]),
        ("What does the report of 2016 say?", [True]),
        ("What did a room cost in 2016?", [False]),
    ],
)
def test_a_year_is_of_the_document_or_of_the_fact(question: str, of_document: list[bool]) -> None:
    assert [asked.of_document for asked in asked_periods(question)] == of_document


def test_a_report_that_compares_with_the_year_before_does_not_tell_of_it() -> None:
    """One passage of several names 2019, to compare; the report of 2020 is no account of 2019."""
    found = document(
        "# Annual Report 2020\n\nLending fell to 5.1 million (2019: 6.0 million).\n\nThe average loan was 1,340 pounds.\n\n"
        "Staff numbers were unchanged at 14.\n",
        "2020.md",
        "Annual Report 2020",
    )
    facets, _ = described(found, passages(found, size=60))
    assert facets.year == 2020
    assert facets.spoken == ()


def test_a_first_line_with_a_blank_line_below_it_is_a_title_however_long() -> None:
    line = "Laporan Rapat Anggota Koperasi Nelayan Teluk Bayan, Kecamatan Pesisir, 27 Februari 2024"
    below = "Rapat dihadiri 143 dari 188 anggota.\n"
    assert document_facets(document(f"{line}\n\n{below}", "a.txt")).year == 2024
    assert document_facets(document(f"{line}\n{below}", "a.txt")).year is None
