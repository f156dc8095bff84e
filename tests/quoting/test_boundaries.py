"""A quote keeps the meaning: never inside quotation marks or brackets, never without what denies, limits or claims it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.cuts import Cut, labelled, load
from qa.quoting.boundaries import whole
from qa.text.sentences import sentence_spans
from tests.steps import assert_linear

SEEDS = Path(__file__).parents[2] / "seeds"
CUTS = load()
# What no rule here tells: an answer needs its question; “……” may stand within a sentence and at its end.
KNOWN_MISSES = {"en-076", "zh-008", "zh-071"}

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


@pytest.mark.parametrize("case", CASES)
def test_what_belongs_to_a_sentence_is_quoted_with_it(case: str) -> None:
    """Speeches and brackets to their end, denials, and no more than that."""
    cut = labelled(case)
    assert cut.quotes() == {cut.text[cut.needed.start : cut.needed.end]}


@pytest.mark.parametrize("cut", [cut for cut in CUTS if not cut.held_back], ids=lambda cut: cut.id)
def test_the_labelled_cuts_are_kept(cut: Cut, request: pytest.FixtureRequest) -> None:
    """Each cut that the rules were written on; one that is known to be missed tells when it is not any more."""
    if cut.id in KNOWN_MISSES:
        request.applymarker(pytest.mark.xfail(strict=True))
    assert cut.quotes() == {cut.text[cut.needed.start : cut.needed.end]}, cut.why


@pytest.mark.parametrize(("lang", "share"), [("en", 0.90), ("zh", 0.93)])
def test_cuts_that_the_rules_were_not_written_on_are_mostly_right(lang: str, share: float) -> None:
    """Measured 0.93 and 0.97; a rule that only fits its own examples shows here."""
    right = [cut.right for cut in CUTS if cut.held_back and cut.lang == lang]
    assert sum(right) / len(right) >= share


def test_the_labels_are_fit_to_measure_by() -> None:
    """Enough of them, in both languages, no text twice, and a third where nothing must be added."""
    assert [cut.id for cut in CUTS] == sorted({cut.id for cut in CUTS})
    assert len({cut.text for cut in CUTS}) == len(CUTS)
    for lang in ("en", "zh"):
        own = [cut for cut in CUTS if cut.lang == lang]
        assert len(own) >= 150
        assert sum(cut.chosen == cut.needed for cut in own) >= len(own) / 3
    for cut in CUTS:
        assert cut.needed.start <= cut.chosen.start < cut.chosen.end <= cut.needed.end


@pytest.mark.parametrize("name", ["内蒙古工会十二大五年回顾.txt", "内蒙古总工会2013年纪实.md"])
def test_plain_reports_are_quoted_by_the_sentence(name: str) -> None:
    """The rules add next to nothing to ordinary prose."""
    added = total = 0
    for line in (SEEDS / name).read_text("utf-8").splitlines():
        sentences = sentence_spans(line)
        added += sum(whole(line, sentences, at) != (at, at) for at in range(len(sentences)))
        total += len(sentences)
    assert total > 50
    assert added <= total / 50


@given(st.text(alphabet="会员三。“”「」()但这不是除外称:一、 a.\n", max_size=80))
def test_a_run_holds_its_sentence_and_stays_short(text: str) -> None:
    """For any text; four sentences more than the chosen one at most."""
    sentences = sentence_spans(text)
    for at in range(len(sentences)):
        first, last = whole(text, sentences, at)
        assert 0 <= first <= at <= last < len(sentences)
        assert last - first <= 4


@pytest.mark.parametrize(
    "unit", ["“", "(。", "一、。", "a ", "a: b. ", "说：不。", "这", "不是的 ", "1) ", '" ', ", and ", "\n"]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    """For all its sentences, counted in steps."""

    def work(times: int) -> None:
        text = unit * times
        sentences = sentence_spans(text)
        for at in range(0, len(sentences), 50):
            whole(text, sentences, at)

    assert_linear(work)
