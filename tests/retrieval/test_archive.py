"""Documents that look alike: the one that a question is about comes first, and wrong facets hide nothing."""

from pathlib import Path

import pytest

from qa import Assistant, build_index
from qa.errors import QuestionError
from qa.retrieval.index import Index
from qa.settings import Settings
from tests.builders.assistants import AssistantOver

REGIONS = ("青山省", "白水省", "红河自治区")
YEARS = range(2012, 2018)


def grain(region: str, year: int) -> int:
    return 1000 + 137 * REGIONS.index(region) + 11 * (year - 2000)


def report(region: str, year: int) -> str:
    """The report of a year, in January, tells of the year before and plans for its own."""
    return (
        f"政府工作报告\n\n——{year}年1月20日在{region}人民代表大会上\n\n各位代表:\n\n现在,我向大会报告工作,请予审议。\n\n"
        f"一、{year - 1}年工作回顾\n\n粮食总产量达到{grain(region, year - 1)}万吨,比上年有所增长。\n\n"
        f"二、{year}年主要任务\n\n粮食总产量力争达到{grain(region, year - 1) + 500}万吨。\n"
    )


DOCS = {f"{region}/{year}.md": report(region, year) for region in REGIONS for year in YEARS}


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("year", [2012, 2014, 2016])
def test_the_figure_of_a_year_is_found_in_the_report_of_the_year_after(
    assistant: Assistant, region: str, year: int
) -> None:
    found = assistant.search(f"{region}{year}年粮食总产量是多少?")
    assert found[0].passage.source == f"{region}/{year + 1}.md"
    assert str(grain(region, year)) in found[0].passage.text
    assert found[0].facets.name == found[0].facets.year == 1.0


def test_the_report_of_the_year_after_goes_before_one_that_says_it_in_the_words_of_the_question(tmp_path: Path) -> None:
    """That of January 2014 tells of 2013, however well its sentence fits a question about 2014."""
    (tmp_path / "docs").mkdir()
    told = {2014: "全年新注册个体工商户2143户。", 2015: "市场更有活力,个体户添了2154户。"}
    for year in YEARS:
        head = f"青山省{year}年政府工作报告\n\n——{year}年1月20日\n\n一、{year - 1}年工作回顾\n\n"
        text = f"{head}{told.get(year, '植树造林,面积扩大。')}\n\n二、今年的任务\n\n继续改善营商环境。\n"
        (tmp_path / "docs" / f"青山省{year}.txt").write_text(text, "utf-8")
    build_index(tmp_path / "docs", tmp_path / "index")
    answer = Assistant.open(tmp_path / "index").ask("青山省2014年新注册个体工商户多少户?")
    assert (*answer.quotes, *answer.nearest)[0].text == told[2015]


def test_a_report_may_be_named_by_its_own_year(assistant: Assistant) -> None:
    found = assistant.search("白水省2014年政府工作报告里,粮食总产量力争达到多少?")
    assert found[0].passage.source == "白水省/2014.md"


@pytest.mark.parametrize("spelled", ["Qingshan", "qingshan", "Qingshan's"])
def test_a_name_may_be_in_pinyin(assistant: Assistant, spelled: str) -> None:
    found = assistant.search(f"{spelled} 2013年粮食总产量是多少?")
    assert found[0].passage.source == "青山省/2014.md"


def test_facets_are_evidence_and_hide_nothing(assistant: Assistant) -> None:
    """A question with a wrong year still reaches what it asks for; what is not asked is told apart from what does not fit."""
    wrong = assistant.search(f"青山省2031年{grain('青山省', 2015)}万吨的粮食总产量", limit=50)
    assert any(str(grain("青山省", 2015)) in hit.passage.text for hit in wrong)
    plain = assistant.search("粮食总产量是多少?")
    assert plain[0].facets.name is None and plain[0].facets.year is None


def test_a_document_that_moves_gets_the_facets_of_its_new_place(tmp_path: Path) -> None:
    """Nothing is read or encoded again, and an update gives what a build from nothing gives."""
    docs, index = tmp_path / "docs", tmp_path / "index"
    (docs / "甲县").mkdir(parents=True)
    for year in (2014, 2015):
        (docs / "甲县" / f"{year}.md").write_text(f"# 年报\n\n修路{year}公里。\n", "utf-8")
    build_index(docs, index)
    (docs / "乙县").mkdir()
    (docs / "甲县" / "2015.md").rename(docs / "乙县" / "2015.md")
    assert build_index(docs, index).encoded == 0
    catalogue = Index.open(index).catalogue
    assert catalogue.facets("乙县/2015.md").names == ("乙县",)
    build_index(docs, tmp_path / "fresh")
    fresh = Index.open(tmp_path / "fresh").catalogue
    assert [catalogue.facets(source) for source in catalogue.sources] == [
        fresh.facets(source) for source in fresh.sources
    ]
    assert Assistant.open(index).search("乙县2015年修路多少公里?")[0].passage.source == "乙县/2015.md"


def test_a_filter_admits_only_documents_with_its_facets(assistant: Assistant) -> None:
    found = assistant.search("粮食总产量是多少?", within="year:2014 place:白水")
    assert {hit.passage.source for hit in found} == {"白水省/2014.md"}
    several = assistant.search("粮食总产量是多少?", limit=50, within="year:2014 year:2015 name:青山省")
    assert {hit.passage.source for hit in several} == {"青山省/2014.md", "青山省/2015.md"}
    assert assistant.search("粮食总产量是多少?", within="year:1999") == []
    assert not assistant.ask("粮食总产量是多少?", within="year:1999").found


@pytest.mark.parametrize("wrong", ["2014", "colour:red", "year:", "year:2014 and more"])
def test_a_filter_that_is_none_says_how_to_write_one(assistant: Assistant, wrong: str) -> None:
    with pytest.raises(QuestionError, match="write for example year:2016"):
        assistant.search("粮食总产量是多少?", within=wrong)


def test_a_quote_of_another_year_or_place_says_so(assistant: Assistant) -> None:
    """No report tells of 1980: whatever is quoted, as an answer or as the nearest passage, is marked."""
    answer = assistant.ask("青山省1980年粮食总产量是多少?")
    shown = [*answer.quotes, *answer.nearest]
    assert shown and all("year" in quote.misfits for quote in shown)
    right = assistant.ask("青山省2013年粮食总产量是多少?")
    first = next(iter((*right.quotes, *right.nearest)))
    assert first.misfits == () and first.passage.facets.names == ("青山省",)


def test_a_sidecar_sets_what_cannot_be_found(tmp_path: Path) -> None:
    """It counts before all else, an edit of it is taken up alone, and a broken one is named while the rest goes on."""
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "scan1.txt").write_text("修路12公里。\n", "utf-8")
    (docs / "scan2.txt").write_text("修路34公里。\n", "utf-8")
    sidecar = docs / "scan1.txt.facets.toml"
    sidecar.write_text('place = "丁山县"\ndate = "2016-05-02"\n', "utf-8")
    report = build_index(docs, index)
    assert [verdict.source for verdict in report.verdicts] == ["scan1.txt", "scan2.txt"]
    facets = Assistant.open(index).document("scan1.txt").facets
    assert facets.names == ("丁山县",) and list(map(str, facets.periods)) == ["2016-05-02"]
    sidecar.write_text('place = ["戊水县", "戊水乡"]\n', "utf-8")
    assert build_index(docs, index).encoded == 0
    assert Assistant.open(index).document("scan1.txt").facets.names == ("戊水县", "戊水乡")
    sidecar.write_text("place = 戊水县", "utf-8")
    report = build_index(docs, index)
    assert "scan1.txt.facets.toml is no TOML" in report.verdicts[0].note
    sidecar.unlink()
    assert build_index(docs, index).changed
    assert Assistant.open(index).document("scan1.txt").facets.names == ()


@pytest.mark.parametrize(
    ("question", "taken"),
    [
        ("青山省去年粮食总产量是多少?", "青山省2015年粮食总产量是多少?"),
        ("青山省前年粮食总产量是多少?", "青山省2014年粮食总产量是多少?"),
    ],
)
def test_last_year_counts_from_a_day_that_can_be_set(assistant: Assistant, question: str, taken: str) -> None:
    answer = Assistant.open(assistant.index_path, settings=Settings(today="2016-03-01")).ask(question)
    assert answer.understood == taken
    unknown = Assistant.open(assistant.index_path, settings=Settings(today="1999-03-01")).ask(question)
    assert unknown.understood in ("", question)  # no document knows of that year


def test_a_day_that_is_none_says_how_to_write_one(assistant: Assistant) -> None:
    with pytest.raises(QuestionError, match="write one like 2016-01-26"):
        assistant.ask("青山省去年粮食总产量是多少?", today="yesterday")


def test_the_day_that_last_year_was_counted_from_is_told(assistant: Assistant) -> None:
    assistant = Assistant.open(assistant.index_path, settings=Settings(today="2016-03-01"))
    assert assistant.ask("青山省去年粮食总产量是多少?").to_json()["today"] == "2016-03-01"
    answer = assistant.ask("青山省去年粮食总产量是多少?", today="2014-05-06")
    assert answer.understood == "青山省2013年粮食总产量是多少?" and answer.today == "2014-05-06"
    assert "today" not in assistant.ask("青山省2013年粮食总产量是多少?").to_json()


@pytest.mark.slow
def test_the_facets_of_what_was_found_are_counted_as_filters(assistant: Assistant) -> None:
    """Each count is of the documents found that its filter admits; what all of them bear narrows nothing."""
    counts = assistant.ask("2014年粮食总产量是多少?").counts
    assert {"name:青山省", "name:白水省"} <= {count.condition for count in counts}
    for count in counts:
        found = assistant.ask("2014年粮食总产量是多少?", within=count.condition)
        assert {hit.passage.source for hit in (*found.quotes, *found.nearest)}
    assert not any(count.condition.startswith("kind:") for count in counts)


def looking_back(region: str, year: int, later: int) -> str:
    """A report, of which that of 2016 looks back at 2013."""
    told = f"粮食总产量达到{grain(region, year - 1)}万吨。"
    back = f"## 回顾\n\n2013年粮食总产量达到{later}万吨。\n\n" if year == 2016 else ""
    plans = f"## {year}年主要任务\n\n粮食总产量力争达到{grain(region, year - 1) + 500}万吨。"
    return f"# {region}{year}年政府工作报告\n\n## {year - 1}年工作回顾\n\n{told}\n\n{back}{plans}"


# Two reports tell of one year: that of the year after, and a later one that looks back.
REPEATED = {
    f"{region}/{year}.md": looking_back(region, year, grain(region, 2013) + more)
    for region, more in (("青山省", 0), ("白水省", 7))
    for year in YEARS
}


def test_a_figure_that_several_reports_give_names_all_the_closest_to_the_fact_first(
    assistant_over: AssistantOver,
) -> None:
    answer = assistant_over(REPEATED).ask("青山省2013年粮食总产量是多少?")
    assert [quote.passage.source for quote in answer.quotes[:2]] == ["青山省/2014.md", "青山省/2016.md"]
    assert [(value.text, value.quotes) for value in answer.values] == [(f"{grain('青山省', 2013)}万吨", (0, 1))]


def test_figures_of_reports_that_differ_stand_side_by_side(assistant_over: AssistantOver) -> None:
    answer = assistant_over(REPEATED).ask("白水省2013年粮食总产量是多少?")
    assert [value.text for value in answer.values] == [f"{grain('白水省', 2013) + more}万吨" for more in (0, 7)]
    assert [quote.passage.source for quote in answer.quotes[:2]] == ["白水省/2014.md", "白水省/2016.md"]


ABROAD = {
    f"{region}/{year}.md": report("青山省", year)
    .replace("青山省", region)
    .replace("粮食总产量达到", f"{region}粮食总产量达到")
    for region in ("哈尔滨市", "西藏自治区", "拉萨市", "河南省")
    for year in YEARS
}


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("How much grain did Harbin produce in 2014?", "哈尔滨市/2015.md"),
        ("What was the grain output of Tibet in 2012?", "西藏自治区/2013.md"),
        ("What was the grain output of Lhasa in 2013?", "拉萨市/2014.md"),
        ("チベットの2014年の食糧生産量は?", "西藏自治区/2015.md"),
    ],
)
def test_a_name_may_be_what_another_language_calls_it(
    assistant_over: AssistantOver, question: str, source: str
) -> None:
    """Its reports of the year that is asked for and of the year that tells of it are first."""
    first = [hit.passage.source for hit in assistant_over(ABROAD).search(question)[:2]]
    assert source in first
    assert all(each.startswith(source.split("/")[0]) for each in first)


def test_what_is_asked_in_other_words_is_found_among_the_passages_of_the_right_document(tmp_path: Path) -> None:
    """In an archive with vectors of the table alone, the best passages are read more closely."""
    told = {
        "roads": "新建农村公路{}公里,改造危桥两座。",
        "poor": "全年共有{}人实现脱贫,易地搬迁稳步推进。",
        "jobs": "城镇新增就业{}人,登记失业率保持稳定。",
        "trees": "完成造林绿化{}亩,森林覆盖率继续提高。",
        "beds": "新增养老床位{}张,社区养老服务不断完善。",
    }
    for region in REGIONS:
        for year in YEARS:
            path = tmp_path / "docs" / region / f"{year}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            parts = [line.format(100 * at + year - 1900) for at, line in enumerate(told.values(), start=1)]
            text = "\n\n".join(f"## 第{at}节\n\n{part}" for at, part in enumerate(parts, start=1))
            path.write_text(f"# {region}{year}年政府工作报告\n\n{text}\n", "utf-8")
    build_index(tmp_path / "docs", tmp_path / "index", model="static")
    assistant = Assistant.open(tmp_path / "index")
    for question, words in (
        ("How many people in Qingshan were lifted out of poverty in 2014?", "脱贫"),
        ("青山省2014年又给老人家添了几个铺?", "养老床位"),
        ("Qingshan 2014: how many people found work in the towns?", "新增就业"),
    ):
        for _ in range(2):  # the second time from what is kept
            best = assistant.search(question)[0].passage
            assert words in best.text and best.source in ("青山省/2014.md", "青山省/2015.md")


@pytest.mark.slow
def test_a_figure_of_another_place_is_no_answer(tmp_path: Path) -> None:
    """Though its document speaks of that place somewhere: a report tells of the place that it is of."""
    (tmp_path / "docs").mkdir()
    for city, other, stations in (("福州市", "南平", 4192), ("泉州市", "厦门", 3671)):
        head = (
            f"{city}2022年政府工作报告\n\n2021年,新建5G基站{stations}个。\n\n"
            + 40 * "坚持稳中求进,推动高质量发展。\n\n"
        )
        (tmp_path / "docs" / f"{city}.txt").write_text(f"{head}与{other}共建产业园,开工项目12个。\n", "utf-8")
    build_index(tmp_path / "docs", tmp_path / "index")
    assistant = Assistant.open(tmp_path / "index")
    assert "4192" in assistant.ask("福州2021年新建了多少个5G基站?").quotes[0].text
    assert "12" in assistant.ask("福州与南平共建的产业园开工项目有多少个?").quotes[0].text
    lhasa = assistant.ask("拉萨2021年新建了多少个5G基站?")
    assert lhasa.outcome != "answer" and lhasa.unsupported == ("拉萨",)  # in no document, and that is said
    for elsewhere in ("厦门", "南平"):
        assert assistant.ask(f"{elsewhere}2021年新建了多少个5G基站?").outcome != "answer"


def test_facets_that_fit_another_document_cost_places_and_not_the_answer(tmp_path: Path) -> None:
    """Of a hundred passages that have the place and the year asked for, none answers; the one elsewhere is still among the first fifty."""
    docs = tmp_path / "docs"
    docs.mkdir()
    roads = "观测站旁边的道路今年由养路工养护,沿线的树木和桥梁也一并检查。"
    for at in range(4):
        sections = (f"## 第{each}节\n\n{each}号{roads * 6}\n" for each in range(at, 120, 4))
        (docs / f"青山省2014年第{at + 1}卷.md").write_text(
            f"# 青山省2014年志 卷{at + 1}\n\n" + "\n".join(sections), "utf-8"
        )
    for region in REGIONS[1:]:
        for year in YEARS:
            (docs / f"{region}{year}年.md").write_text(f"# {region}{year}年志\n\n本年天气平常,没有大事。\n", "utf-8")
    answer = "观测站的旧温度计由技师王建国换下。"
    (docs / "白水省2012年.md").write_text(
        f"# 白水省2012年志\n\n{'本年雨水多,河流涨水,田地丰收。' * 12}{answer}\n", "utf-8"
    )
    build_index(docs, tmp_path / "index", model="static")
    found = Assistant.open(tmp_path / "index").search("青山省2014年观测站的温度计是谁换的?", limit=50)
    assert found[0].passage.source.startswith("青山省2014年")
    assert any(answer in hit.passage.text for hit in found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_each_thing_of_a_question_for_two_has_the_quote_of_its_own_document(assistant: Assistant) -> None:
    """Reports that look alike say the figures of their years at the same place."""
    told = assistant.ask("白水省2014年和2015年粮食总产量各是多少?")
    assert [part.quote and part.quote.passage.source for part in told.parts] == ["白水省/2015.md", "白水省/2016.md"]
    for part, year in zip(told.parts, (2014, 2015), strict=True):
        assert part.quote and str(grain("白水省", year)) in part.quote.text
    shown = told.shown
    assert [shown.quotes[part.quote].source for part in shown.parts if part.quote is not None] == [
        "白水省/2015.md",
        "白水省/2016.md",
    ]
