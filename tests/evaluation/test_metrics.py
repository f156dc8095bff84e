"""Metrics, intervals and tests: by hand, against an independent implementation, and as properties."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import ref

import numpy as np
import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_auc_score

from qa import Assistant, build_index
from qa.evaluation import confidence
from qa.evaluation.questions import Question
from qa.evaluation.rankings import average_precision, ndcg, ranking_scores, recall, reciprocal_rank
from qa.evaluation.relevance import contains_answer
from qa.evaluation.results import trec_lines
from qa.evaluation.runner import run_questions
from qa.evaluation.statistics import difference, holm, interval, ratio, smallest_difference
from qa.evaluation.summary import summary, tally
from qa.evaluation.trec import read_qrels, read_run, scored_rows
from tests.conftest import LetterEncoder

DATA = Path(__file__).parents[1] / "data"
SHARES = st.lists(st.integers(0, 1), min_size=2, max_size=60).map(lambda values: np.array(values, dtype=float))


def test_metrics_on_rankings_one_can_check_by_hand() -> None:
    """Right passages at ranks 2 and 4, of three that there are."""
    assert [recall([2, 4], k) for k in (1, 5)] == [0.0, 1.0]
    assert reciprocal_rank([2, 4], 10) == 0.5
    assert reciprocal_rank([], 10) == 0.0
    assert average_precision([2, 4], 3) == pytest.approx((1 / 2 + 2 / 4) / 3)
    best = 1 + 1 / 1.584962500721156 + 1 / 2
    expected = (1 / 1.584962500721156 + 1 / 2.321928094887362) / best
    assert ndcg([0, 1, 0, 1], [1, 1, 1], 10) == pytest.approx(expected)


MEASURES = {"recall@1": "success_1", "recall@5": "success_5", "recall@10": "success_10", "ndcg@10": "ndcg_cut_10"}


@pytest.mark.parametrize(
    ("text", "answer", "holds"),
    [
        ("The mill has 1450 looms.", "450", False),
        ("增长率为12.8%。", "2.8%", False),
        ("It cost 3.50 euros.", "3", False),
        ("K7\t85\nM2\t140", "85", True),
        ("会员371.3\n万人", "371.3万人", True),
        ("共有 85 家", "85", True),
    ],
)
def test_an_answer_is_no_part_of_a_longer_figure(text: str, answer: str, holds: bool) -> None:
    """White space aside: 450 does not stand in 1450, nor 2.8% in 12.8%."""
    assert contains_answer(text, [answer]) == holds


def test_ranking_metrics_agree_with_trec_eval_on_a_recorded_run() -> None:
    """Question by question: 43 of the shipped set, right passages at every rank and nowhere, one or several.

    Recorded with `yinju evaluate evals/seeds.jsonl --run --qrels`, cut at rank 20.
    """
    run, qrels = read_run(DATA / "seeds.run"), read_qrels(DATA / "seeds.qrels")
    theirs = trec_eval(DATA / "seeds.run", qrels)
    assert len(theirs) == len(qrels) == 43
    for row in scored_rows(run, qrels):
        ours, expected = row["scores"], theirs[str(row["id"])]
        assert isinstance(ours, dict)
        for name, value in {**MEASURES, "map": "map"}.items():
            assert ours[name] == pytest.approx(expected[value], abs=1e-6), (row["id"], name)
        if expected["success_10"]:
            assert ours["mrr@10"] == pytest.approx(expected["recip_rank"], abs=1e-6)
    assert {rank["success_10"] for rank in theirs.values()} == {0, 1}
    assert len({round(rank["recip_rank"], 6) for rank in theirs.values()}) > 10


def test_the_scores_of_a_run_are_those_of_the_files_it_writes(
    docs: Path, index_path: Path, tmp_path: Path, encoder: LetterEncoder
) -> None:
    """Whoever scores `--run` and `--qrels` with another tool finds the figures of the report."""
    build_index(docs, index_path)
    asked = {"宁夏有多少工会会员?": "129万人", "驿站有多少个?": "2627个", "When does the library open?": "nine"}
    questions = [Question(str(n), question, (answer,)) for n, (question, answer) in enumerate(asked.items())]
    kept = run_questions(Assistant.open(index_path), questions, tmp_path / "rows", trec=True)
    for key in ("_run", "_qrels"):
        (tmp_path / key).write_text("".join(line + "\n" for line in trec_lines(kept.rows(), key)), "utf-8")
    theirs = trec_eval(tmp_path / "_run", read_qrels(tmp_path / "_qrels"))
    assert len(theirs) == len(questions)
    for row in kept.rows():
        for name, value in MEASURES.items():
            assert row["scores"][name] == pytest.approx(theirs[row["id"]][value], abs=1e-6), (row["id"], name)


def trec_eval(path: Path, qrels: dict[str, dict[str, int]]) -> dict[str, dict[str, float]]:
    """What the reference implementation says of a run."""
    run: dict[str, dict[str, float]] = {}
    for line in path.read_text("utf-8").splitlines():
        query, _, document, _, score, _ = line.split(" ")
        run.setdefault(query, {})[document] = float(score)
    measures = {"success.1,5,10", "ndcg_cut.10", "recip_rank", "map"}
    evaluated: dict[str, dict[str, float]] = pytrec_eval.RelevanceEvaluator(qrels, measures).evaluate(run)
    return evaluated


@given(SHARES)
def test_an_interval_holds_its_value(values: np.ndarray) -> None:
    """And lies within what is possible; more questions make it narrower."""
    ones = np.ones_like(values)
    low, high = interval(values, ones)  # type: ignore[misc]
    share = ratio(values, ones)
    assert share is not None and 0 <= low <= share <= high <= 1
    wide = high - low
    low, high = interval(np.tile(values, 30), np.ones(30 * len(values)))  # type: ignore[misc]
    assert high - low <= wide + 1e-9
    assert interval(values, np.zeros_like(values)) is None


def test_bootstrap_covers_the_truth_as_often_as_it_says() -> None:
    """95% intervals over samples from a known coin hold its share about 95% of the time."""
    draw = np.random.default_rng(1)
    held = 0
    for _ in range(200):
        values = (draw.random(200) < 0.7).astype(float)
        low, high = interval(values, np.ones(200))  # type: ignore[misc]
        held += low <= 0.7 <= high
    assert 180 <= held <= 199


@given(SHARES)
def test_a_run_does_not_differ_from_itself(values: np.ndarray) -> None:
    """No difference, p is 1; and to swap the runs turns the sign alone."""
    same = (values, np.ones_like(values))
    found = difference(same, same)
    assert found
    assert (found.new - found.old, found.p) == (0, 1)
    other = (1 - values, np.ones_like(values))
    there, back = difference(same, other), difference(other, same)
    assert there
    assert back
    assert there.p == pytest.approx(back.p, abs=0.02)
    assert there.new - there.old == pytest.approx(back.old - back.new)


def test_the_randomisation_test_agrees_with_the_exact_one() -> None:
    """For shares it is the sign test over the questions that changed: here 12 won, 3 lost."""
    old = np.array([0.0] * 12 + [1.0] * 3 + [1.0] * 40)
    new = np.array([1.0] * 12 + [0.0] * 3 + [1.0] * 40)
    found = difference((old, np.ones(55)), (new, np.ones(55)))
    exact = 2 * sum(math.comb(15, k) for k in range(12, 16)) / 2**15
    assert found
    assert found.p == pytest.approx(exact, abs=0.01)
    assert found.low > 0


def test_chance_is_rarely_called_a_difference() -> None:
    """Two equally good runs on 80 questions: p below 0.05 at most about one time in twenty."""
    draw = np.random.default_rng(2)
    ones = np.ones(80)
    significant = 0
    for _ in range(100):
        old, new = ((draw.random(80) < 0.6).astype(float) for _ in range(2))
        found = difference((old, ones), (new, ones))
        significant += found is not None and found.p < 0.05
    assert significant <= 12


def test_holm_corrects_for_several_comparisons() -> None:
    """The example of Holm's paper's kind: sorted, multiplied by what is left, never falling."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.6, 0.7]) == [1.0, 1.0]
    assert holm([]) == []


def test_the_smallest_difference_shrinks_with_the_set() -> None:
    """A hundred questions tell less than ten thousand, and no set shows less than six changed questions."""
    values = np.array([0.0, 1.0] * 50)
    hundred = smallest_difference(values, np.ones(100))
    many = smallest_difference(np.tile(values, 100), np.ones(10_000))
    assert hundred
    assert many
    assert many == pytest.approx(hundred / 10)
    assert smallest_difference(np.ones(100), np.ones(100)) == pytest.approx(0.06)


def test_auroc_and_calibration_are_those_of_scikit_learn() -> None:
    """Which an evaluation does not wait for: it takes seconds to import, and a slim install has none."""
    random = np.random.default_rng(3)
    for size in (4, 50, 400):
        sure, right = random.uniform(0.01, 0.98, size), np.arange(size) % 3 > 0
        sure[: size // 2] = np.round(sure[: size // 2], 2) + 0.001  # several are equal
        assert confidence.separation(sure, right) == pytest.approx(roc_auc_score(right, sure), abs=1e-4)
        shares, means = calibration_curve(right, sure, n_bins=10)
        bins = confidence.calibration(sure, right)
        assert [each["right"] for each in bins] == pytest.approx(list(shares), abs=1e-4)
        assert [each["confidence"] for each in bins] == pytest.approx(list(means), abs=1e-4)


def test_calibration_and_risk_by_hand() -> None:
    """Two sure and right, one sure and wrong, one unsure and wrong."""
    sure = np.array([0.95, 0.95, 0.95, 0.15])
    right = np.array([True, True, False, False])
    bins = confidence.calibration(sure, right)
    assert [(each["from"], each["questions"], each["right"]) for each in bins] == [(0.1, 1, 0.0), (0.9, 3, 0.6667)]
    assert confidence.calibration_error(bins) == pytest.approx((0.15 + 3 * (0.95 - 0.6667)) / 4, abs=1e-4)
    curve = confidence.risk_coverage(sure, right)
    assert [(point["coverage"], round(point["risk"], 3)) for point in curve] == [(0.75, 0.333), (1.0, 0.5)]
    assert confidence.area_under_risk(curve) == pytest.approx(0.75 / 3 + 0.25 / 2, abs=1e-4)
    assert confidence.separation(sure, np.array([True, True, True, False])) == 1.0
    assert confidence.separation(sure, np.array([True] * 4)) is None
    found = confidence.thresholds(confidence.risk_coverage(np.array([0.9, 0.8, 0.1]), np.array([True, True, False])))
    assert found["0.9"] == {"threshold": 0.8, "coverage": pytest.approx(2 / 3, abs=1e-5), "precision": 1.0}


class Row(dict[str, Any]):
    """One that can be seen to be gone."""


def test_figures_of_any_number_of_rows_cost_a_few_numbers_each() -> None:
    """Rows are counted, and none is kept."""
    scores, made = ranking_scores([1.0], [1.0]), list[ref[Row]]()

    def rows() -> Iterator[Row]:
        for number in range(2_000):
            row = Row(id=str(number), answers=["x"], found=True, right=number % 2 == 0, scores=scores)
            made.append(ref(row))
            yield row

    figures = summary(tally(rows()))["metrics"]
    assert (figures["questions"], figures["correct"]) == (2_000, 0.5)
    assert not any(each() for each in made)
