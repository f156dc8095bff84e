"""Question sets are checked line by line, and scored as the contract says."""

import json
from pathlib import Path

import pytest

from qa import Assistant, build_index
from qa.documents import find_files, read_documents
from qa.errors import QuestionSetError
from qa.evaluation import contains_answer, evaluate
from qa.metrics import bootstrap_interval, ndcg, percentiles, precision_recall_f1, recall, reciprocal_rank
from qa.passages import passages
from qa.questions import Question, load_questions
from tests.conftest import LetterEncoder

ROOT = Path(__file__).parent.parent


def test_metrics_on_rankings_one_can_check_by_hand() -> None:
    """Right passages at ranks 2 and 4, of three that there are."""
    assert [recall([2, 4], k) for k in (1, 5)] == [0.0, 1.0]
    assert reciprocal_rank([2, 4], 10) == 0.5
    assert reciprocal_rank([], 10) == 0.0
    best = 1 + 1 / 1.584962500721156 + 1 / 2
    assert ndcg([2, 4], 3, 10) == pytest.approx((1 / 1.584962500721156 + 1 / 2.321928094887362) / best)
    assert precision_recall_f1(2, 4, 3) == (0.5, pytest.approx(2 / 3), pytest.approx(4 / 7))
    assert precision_recall_f1(0, 0, 3) == (None, 0.0, None)
    assert percentiles([1, 2, 3])["p50"] == 2
    assert bootstrap_interval([]) is None
    low, high = bootstrap_interval([0.0, 1.0] * 50)  # type: ignore[misc]
    assert 0.35 < low < 0.5 < high < 0.65


def test_white_space_in_answers_is_ignored() -> None:
    """Layout may put blanks and line ends anywhere."""
    assert contains_answer("会员 371.3\n万人", ["371.3万人"])
    assert not contains_answer("会员37", ["371.3万人"])


def test_a_set_is_scored(docs: Path, index_path: Path, encoder: LetterEncoder) -> None:
    """One right, one from the wrong source, one rightly refused."""
    build_index(docs, index_path)
    questions = [
        Question("a", "宁夏有多少工会会员?", ("129万人",), ("宁夏.md",), {"kind": "number"}),
        Question("b", "宁夏新建工会组织多少个?", ("5524个",), ("english.html",), {"kind": "number"}),
        Question("c", "zzzz qqqq?", (), (), {"kind": "none"}),
    ]
    result = evaluate(Assistant.open(index_path), questions)
    rows = {row["id"]: row for row in result["rows"]}  # type: ignore[attr-defined,index]
    assert rows["a"]["scores"]["quote@1"] == 1.0
    assert rows["a"]["scores"]["recall@1"] == 1.0
    assert rows["b"]["scores"]["quote@3"] == rows["b"]["scores"]["recall@10"] == 0.0
    assert rows["c"]["scores"] == {}
    metrics = result["metrics"]
    assert (metrics["questions"], metrics["answerable"], metrics["quote@1"]) == (3, 2, 0.5)  # type: ignore[index]
    assert metrics["abstain_recall"] == 1.0  # type: ignore[index]
    assert result["by"]["kind"].keys() == {"number", "none"}  # type: ignore[index]
    json.dumps(result)


def test_json_lines_and_csv_say_the_same(tmp_path: Path) -> None:
    """One or several sources and answers, and further columns."""
    (tmp_path / "a.jsonl").write_text(
        '{"id": "1", "question": "q", "answers": ["x", "y"], "source": "a.txt", "lang": "zh"}\n\n'
        '{"id": "2", "question": "r", "answers": [], "source": null, "lang": "en"}\n'
    )
    (tmp_path / "a.csv").write_text('id,question,answers,source,lang\n1,q,"[""x"",""y""]",a.txt,zh\n2,r,,,en\n')
    assert load_questions(tmp_path / "a.jsonl") == load_questions(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "is not a JSON object"),
        ("[]", "is not a JSON object but list"),
        ('{"id": "2", "answers": []}', '"question" must be a text'),
        ('{"id": "2", "question": "q"}', '"answers" is missing'),
        ('{"id": "2", "question": "q", "answers": [1]}', '"answers" must be'),
        ('{"id": "1", "question": "q", "answers": []}', "stands in line 1 too"),
        ("[" * 100_000, "is not a JSON object"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    """File, line number, and what is wrong."""
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "1", "question": "q", "answers": []}\n' + line + "\n")
    with pytest.raises(QuestionSetError, match=r"set\.jsonl:2: ") as raised:
        load_questions(path)
    assert message in str(raised.value)


def test_every_answer_of_the_shipped_set_is_in_its_source() -> None:
    """In one passage, so that a quote can hold it; and the set is as large and mixed as it should be."""
    files, _ = find_files(ROOT / "seeds")
    texts = {d.source: ["".join(p.text.split()) for p in passages(d)] for d, _ in read_documents(files) if d}
    questions = load_questions(ROOT / "evals/seeds.jsonl")
    for question in questions:
        for answer in question.answers:
            bare = "".join(answer.split())
            assert any(bare in text for source in question.sources for text in texts[source]), (question.id, answer)
    assert len(questions) >= 150
    assert sum(not question.answerable for question in questions) >= 35
    assert {"zh", "zh-Hant", "en", "ja", "ko", "fr", "es", "ru"} <= {q.columns["lang"] for q in questions}
    kinds = {question.columns["kind"] for question in questions}
    assert {"number", "person", "date", "list", "paraphrase", "typo", "unanswerable"} <= kinds
