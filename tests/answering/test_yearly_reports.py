"""Reports of several years say the same sentence with other figures: each is told with its own year, and nothing else is quoted for it."""

import pytest

from qa import Assistant

DOCS = {
    "Boathouse report 2022.md": "# Boathouse report 2022\n\nAt the end of 2022 we had 312 members, up from 268 in 2021. Income was 118,400 pounds. "
    "We held 41 outings with 356 guests. The chair was Beatrix Oyelaran.\n",
    "Boathouse report 2023.md": "# Boathouse report 2023\n\nAt the end of 2023 we had 347 members. Income was 131,900 pounds. "
    "We held 52 outings with 489 guests. In June Tomasz Wren was elected chair. We plan to open a studio in 2024.\n",
    "森の会 2021年度報告.md": "# 森の会 2021年度事業報告\n\nこの年度の下草刈りは計17回行われた。\n\n会員は214名で、前年度より9名減った。\n",
    "Lifeboat report 2020.md": "# Lifeboat Trust – Report 2020\n\n## Boats\n\nOur two boats launched 64 times.\n\n## Station\n\n"
    "Building may begin in spring 2022.\n",
    "Imkerverein 2020.md": "# Imkerverein Hollern – Jahresbericht 2020\n\nDer Verein zählte am Jahresende 137 Mitglieder.\n",
    "ชมรม ปี 2565.md": "# ชมรมสวน ปี 2565\n\nชมรมมีสมาชิก 86 คน\n",
    "Canal Trust report 2020.md": "# Canal Trust report 2020\n\n## People\n\nAt the end of the year the Trust had 11 paid staff.\n\n"
    "## Plans for 2021\n\nWe hope to raise 90,000 pounds in 2021. In 2021 we intend to reopen the Brindle Arm.\n",
    "Canal Trust report 2021.md": "# Canal Trust report 2021\n\n## People\n\nAt the end of the year the Trust had 13 paid staff.\n",
    "砚湖市2022年工作报告.md": "# 砚湖市2022年工作报告\n\n## 一、经济运行\n\n全市地区生产总值完成742.3亿元。接待游客1460万人次。\n\n"
    "## 二、2023年主要目标\n\n地区生产总值增长5.5%。接待游客突破1800万人次。新增就业1.5万人。\n",
    "渡口2021年总结.md": "# 渡口2021年总结\n\n全年接待游客86.4万人次。门票收入1932万元。\n",
    "渡口2023年总结.md": "# 渡口2023年总结\n\n全年接待游客152.7万人次,比2021年增长76.7%。门票收入3415万元。\n",
}


def test_the_sentence_behind_one_that_was_set_aside_is_not_quoted_for_it(assistant: Assistant) -> None:
    """The income of 2022 is told beside that of 2023; the outings behind it are no income."""
    answer = assistant.ask("What was the income?")
    assert answer.quotes[0].text == "Income was 131,900 pounds."


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What was the income?", {"2023": "131,900", "2022": "118,400"}),
        ("全年接待多少游客?", {"2023": "152.7万", "2021": "86.4万"}),
        ("门票收入是多少?", {"2023": "3415万", "2021": "1932万"}),
    ],
)
def test_each_year_has_its_own_figure(assistant: Assistant, question: str, told: dict[str, str]) -> None:
    """A year that is only compared with, or planned for, is not what a sentence is about."""
    choices = assistant.ask(question).choices
    assert [choice.label for choice in choices] == list(told)
    assert all(told[choice.label] in choice.quote.text for choice in choices)


@pytest.mark.parametrize(
    ("own", "before", "told"),
    [
        (
            "森の会の2021年度の下草刈りは何回行われましたか。",
            "森の会の2020年度の下草刈りは何回行われましたか。",
            "17回",
        ),
        (
            "Wie viele Mitglieder zählte der Verein Ende 2020?",
            "Wie viele Mitglieder zählte der Verein Ende 2019?",
            "137",
        ),
        ("ปี 2565 ชมรมสวนมีสมาชิกกี่คน", "ปี 2564 ชมรมสวนมีสมาชิกกี่คน", "86"),
    ],
)
def test_a_report_that_only_compares_with_the_year_before_does_not_tell_of_it(
    assistant: Assistant, own: str, before: str, told: str
) -> None:
    """Its figures are those of the year in its title, which its sentences do not name; the nearest passage is shown."""
    assert told in assistant.ask(own).quotes[0].text
    answer = assistant.ask(before)
    assert not answer.found
    assert told in answer.nearest[0].text
    assert answer.unsupported


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("砚湖市2022年接待游客多少人次?", "1460万"),
        ("砚湖市2022年地区生产总值是多少?", "742.3亿"),
        ("How many tourists did 砚湖市 receive in 2022?", "1460万"),
        ("砚湖市2022年工作报告提出新增就业多少人?", "1.5万"),
    ],
)
def test_a_section_on_the_year_after_tells_only_of_that(assistant: Assistant, question: str, told: str) -> None:
    """Unless the report is asked what it says, whatever year that is on."""
    answer = assistant.ask(question)
    assert told in (answer.quotes or answer.nearest)[0].text


def test_a_report_that_plans_for_a_year_does_not_come_before_the_one_of_it(assistant: Assistant) -> None:
    """But for what it plans."""
    assert "13 paid staff" in assistant.ask("How many paid staff did the Canal Trust have in 2021?").quotes[0].text
    assert "90,000" in assistant.ask("How much does the Canal Trust hope to raise in 2021?").quotes[0].text


def test_a_year_that_is_only_planned_for_is_not_told_of(assistant: Assistant) -> None:
    """The boats of 2020 did not launch in 2022, when building may begin."""
    assert "64 times" in assistant.ask("How many times did the lifeboats launch in 2020?").quotes[0].text
    answer = assistant.ask("How many times did the lifeboats launch in 2022?")
    assert not answer.found
