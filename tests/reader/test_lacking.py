"""What is said to be missing is missing: never what another language may write in characters of its own."""

import pytest

from qa import Assistant
from tests.builders.assistants import AssistantOver

DAM = """# 黒瀬渡ダム

黒瀬渡ダムは1962年に完成した。補償の交渉は五年に及び、住民側の代表は酒造家の鵜飼寅吉であった。
水没したのは二つの集落で、合わせて112戸が移った。
"""
FESTIVAL = """# 雁鸣洲风筝节

雁鸣洲风筝节每年清明之后举行。风筝博物馆于1999年10月6日开馆，收藏风筝1483件，门票28元。
"""
UNION = "# 云陵市总工会2021年工作总结\n\n截至年底，云陵市工会会员31.6万人。全年为职工追回拖欠工资1086万元。\n"
ARCHIVE = "# Archive assistant\n\nThe strongrooms are on three floors and boxes may weigh up to 15 kg.\n"
DOCS = {"dam.md": DAM, "festival.md": FESTIVAL, "union.md": UNION, "archive.md": ARCHIVE}


def test_a_name_that_a_japanese_passage_writes_otherwise_is_not_said_to_be_missing(assistant: Assistant) -> None:
    """黑濑渡 is 黒瀬渡 there: not sure, with the passage open."""
    answer = assistant.ask("黑濑渡水坝补偿谈判中,代表居民一方的是谁?")
    assert answer.outcome != "absent"
    assert not answer.unsupported


def test_what_both_would_write_alike_still_is(assistant: Assistant) -> None:
    """A year is a year in any language."""
    answer = assistant.ask("黑濑渡水坝在2031年发了多少电?")
    assert answer.outcome != "answer"
    assert answer.unsupported == ("2031",)


def test_a_particle_is_no_part_of_a_name(assistant: Assistant) -> None:
    """洲的 of 雁鸣洲的 stands nowhere, and is no word."""
    answer = assistant.ask("雁鸣洲的风筝博物馆是哪一天开馆的?")
    assert answer.outcome == "answer"
    assert not answer.unsupported


@pytest.mark.parametrize(
    "question",
    [
        "截至2021年12月底云陵市工会会员有多少人？",
        "2021年云陵市总工会为职工追回拖欠工资多少万元？",
        "How much may the boxes weigh that I'd carry?",
    ],
)
def test_what_clings_to_a_number_or_a_pronoun_is_no_part_of_a_name(assistant: Assistant, question: str) -> None:
    """年云陵市 and 底云陵市 stand nowhere, nor does I'd."""
    assert not {*assistant.ask(question).unsupported} & {"年云陵市", "底云陵市", "I'd"}
    assert assistant.ask(question).outcome == "answer"


@pytest.mark.parametrize("question", ["停完水刚来的水是黄的，云陵市工会会员多少人？"])
def test_words_taken_for_names_do_not_make_absent_what_is_very_likely_the_answer(
    assistant: Assistant, question: str
) -> None:
    """The dictionary may be wrong about a name, and the passage spell it otherwise: not sure, with the passage open."""
    assert assistant.ask(question).outcome != "absent"


POOLS = {
    "lindenau.md": "# Saisonbericht 2023 – Freibad Lindenau\n\nIm Team arbeiteten vier Fachangestellte und elf Saisonkräfte.\n",
    "oberkirnach.md": "# Saisonbericht 2023 – Freibad Oberkirnach\n\nDas Bad zählte 31.770 Gäste. Es blieb montags geschlossen.\n",
    "water.md": "# 柳溪水质季报\n\n更换老街铸铁管1.8公里，施工期间每日23时至次日5时停水。\n",
    **{
        f"{name}.md": f"# Verein {name}\n\nDer Verein {name} hat einen Vorstand.\n"
        for name in ("Kahlen", "Arnau", "Selk")
    },
}


def test_what_is_asked_of_one_document_is_not_quoted_from_its_twin(assistant_over: AssistantOver) -> None:
    """The figure stands in the report of Lindenau alone; of Oberkirnach nobody may say eleven, nor that there is nothing."""
    pools = assistant_over(POOLS)
    other = pools.ask("Wie viele Saisonkräfte arbeiteten im Freibad Oberkirnach?")
    assert other.outcome == "unsure"
    assert other.unsupported == ("Oberkirnach",)
    answer = pools.ask("Wie viele Saisonkräfte arbeiteten im Freibad Lindenau?")
    assert answer.outcome == "answer"
    assert "elf" in answer.quotes[0].text


def test_a_word_taken_for_a_name_does_not_hold_back_what_answers(assistant_over: AssistantOver) -> None:
    """柳溪换 is no name: 柳溪 had its pipes changed."""
    assert assistant_over(POOLS).ask("柳溪换水管那阵子,夜里几点到几点没水用?").outcome == "answer"
