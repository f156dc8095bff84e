"""A quote keeps the meaning: never inside quotation marks or brackets, never without the denial that follows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.boundaries import whole
from qa.sentences import sentence_spans

# The chosen sentence stands between ‹ and ›; what must be quoted with it, between ⟦ and ⟧.
CASES = [
    "今年新增会员三万人。⟦‹全区会员达到十万人。›⟧明年还要增加。",
    "⟦‹工会说已经发了补助。›这不是事实。⟧记者去看过。",
    "⟦‹有人说食堂要关门。›该说法不实。⟧食堂照常开。",
    "⟦‹网上传言名单已定。›这一消息纯属谣言。⟧名单下周公布。",
    "⟦他说:“‹我们去年建了五个驿站。›今年再建十个。”⟧会议随后结束。",
    "⟦他说:“我们去年建了五个驿站。‹今年再建十个。”›⟧会议随后结束。",
    "⟦‹驿站有五个(其中两个在城东。›一个在城西)。⟧其余在建。",
    "补助共两万元。⟦‹“送清凉”活动六月开始。›⟧七月结束。",
    "⟦‹他没有参加会议。›⟧他在外地出差。",
    "⟦「‹會員有三萬人。›比去年多。」主席說。⟧大家鼓掌。",
    "⟦‹報載工廠要搬走。›並非如此。⟧工廠不搬。",
    "Dues rose in May. ⟦‹The union has ninety members.›⟧ It meets on Mondays.",
    "⟦‹The mill will close in June.› That is not true.⟧ It stays open.",
    "⟦‹He had taken the money.› He denied it.⟧ The court sat in March.",
    "⟦‹Fifty people lost their jobs.› The figure was later retracted.⟧ Nobody was dismissed.",
    "⟦“‹We built five shelters.› Ten more will follow,” she said.⟧ The meeting ended.",
    "⟦‹The hall (built in 1902. It burnt down twice.› It was rebuilt) stands empty.⟧ It is for sale.",
    "⟦‹It is not the largest union.›⟧ It is the oldest.",
    "⟦‹They don’t pay dues.›⟧ They help at the door.",
    "⟦‹The story was printed in May.›⟧ The paper was proud of it.",
]


def parsed(case: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    places, text = {}, ""
    for character in case:
        if character in "‹›⟦⟧":
            places[character] = len(text)
        else:
            text += character
    return text, (places["‹"], places["›"]), (places["⟦"], places["⟧"])


@pytest.mark.parametrize("case", CASES)
def test_what_belongs_to_a_sentence_is_quoted_with_it(case: str) -> None:
    """Speeches and brackets to their end, denials, and no more than that."""
    text, (start, end), (first_start, last_end) = parsed(case)
    sentences = sentence_spans(text)
    at = next(n for n, span in enumerate(sentences) if span.start < end and start < span.end)
    first, last = whole(text, sentences, at)
    assert (sentences[first].start, sentences[last].end) == (first_start, last_end)


@given(st.text(alphabet="会员三。“”「」()但这不是 a.\n", max_size=80))
def test_a_run_holds_its_sentence_and_stays_short(text: str) -> None:
    """For any text; six sentences at most, with speaker and denial."""
    sentences = sentence_spans(text)
    for at in range(len(sentences)):
        first, last = whole(text, sentences, at)
        assert 0 <= first <= at <= last < len(sentences)
        assert last - first <= 6
