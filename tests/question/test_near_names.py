"""A name that is nearly one of the documents' may be a slip: it is not answered, and not said to be nowhere."""

import pytest

from qa.question.near_names import stands_nearly


@pytest.mark.parametrize(
    ("name", "text", "stands"),
    [
        ("宁厦", "宁夏工会会员有129万人。", True),
        ("张惠宇", "张慧宇来到包头。", True),
        ("甘肃", "宁夏工会会员有129万人。", False),
        ("2022年", "2023年的会员", False),
        ("Ningxa", "The unions of Ningxia", True),
        ("Ningixa", "The unions of Ningxia", True),
        ("Ningxia", "The unions of Ningxi", True),
        ("Gansu", "The unions of Ningxia", False),
        ("Iran", "The unions of Iraq", False),
        ("C-1234", "Part C-1243", False),
    ],
)
def test_a_name_of_the_same_sounds_or_one_letter_off(name: str, text: str, stands: bool) -> None:
    """Short ones apart: one letter makes another name of them."""
    assert stands_nearly(name, [text]) is stands
