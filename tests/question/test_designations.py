"""A number, a letter or a code that names one of several like things must be there."""

import pytest

from qa.question.designations import designations, holds_code, lacks


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("附件3里写了什么?", "附件1是表格,附件2是清单。", True),
        ("附件2里写了什么?", "附件1是表格,附件2是清单。", False),
        ("3号楼有多少人?", "1号楼20人,2号楼30人。", True),
        ("第三分公司多少?", "第一至第五分公司共9亿元。", False),
        ("What did plant 3 produce?", "Plants 1 to 4 produced 900 tonnes.", False),
        ("What did site D handle?", "Site A handled 410 tonnes, site B and C less.", True),
        ("What did site B handle?", "Sites A, B and D handled 410 tonnes.", False),
        ("What did site C handle?", "Sites A to D handled 410 tonnes.", False),
        ("C座几点关门?", "A座九点关门,B座十点关门。", True),
        ("C座几点关门?", "A座至D座九点关门。", False),
        ("What did Schedule A say?", "The schedule has three parts.", False),
        ("乙方可以转让给第三方吗?", "不得转让给第三方。", False),
        ("Must it be paid within 30 days?", "Within 14 days.", False),
        ("What did the club 2021 earn?", "In 2020 the club plans: club 7.", False),  # a year
    ],
)
def test_a_number_that_names_one_of_several_must_be_there(question: str, text: str, lacking: bool) -> None:
    """In any list or range; a number that counts names nothing."""
    assert any(lacks(each, text) for each in designations(question)) is lacking


def test_a_code_is_known_however_its_parts_are_joined() -> None:
    """Letters and digits may be parted in another way; digits may not."""
    assert holds_code("B1234", "part B-1234.")
    assert not holds_code("v2.1.3", "v2.10.3 and v2.1.03")
