"""Public sets become a folder of documents and a question set that `index` and `evaluate` take as they are."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from qa import Assistant, build_index
from qa.errors import QuestionSetError
from qa.evaluation.beir import import_beir
from qa.evaluation.results import evaluate
from qa.evaluation.set_checks import checked
from qa.evaluation.set_formats import load_questions
from qa.evaluation.squad import import_squad
from qa.evaluation.trec import qrels_lines, read_qrels, read_run, run_lines
from tests.conftest import LetterEncoder


def article(title: str, *paragraphs: tuple[str, list[dict[str, Any]]]) -> dict[str, Any]:
    return {"title": title, "paragraphs": [{"context": text, "qas": qas} for text, qas in paragraphs]}


SQUAD = {
    "version": "v2.0",
    "data": [
        article(
            "宁夏/工会",
            (
                "宁夏有工会会员129万人。",
                [{"id": "1", "question": "宁夏会员?", "answers": [{"text": "129万人", "answer_start": 7}]}],
            ),
            ("另有129万人\n参加。", [{"id": "2", "question": "谁?", "is_impossible": True, "answers": []}]),
        ),
        article(
            "宁夏/工会",
            (
                "第二篇同名文章写了别的事。",
                [{"id": "3", "question": "写了?", "answers": [{"text": "别的事", "answer_start": 9}]}],
            ),
        ),
    ],
}


def test_a_squad_set_is_imported(tmp_path: Path, encoder: LetterEncoder) -> None:
    """Articles become documents, equal titles get names of their own, answers are anchored, 2.0's blanks stay blank."""
    path = tmp_path / "set.json.gz"
    path.write_bytes(gzip.compress(json.dumps(SQUAD).encode()))
    import_squad(path, tmp_path / "out")
    names = sorted(file.name for file in (tmp_path / "out/documents").iterdir())
    assert len(names) == 2
    assert "宁夏_工会.md" in names
    questions = load_questions(tmp_path / "out/questions.jsonl").questions
    assert [(q.id, q.answers) for q in questions] == [("1", ("129万人",)), ("2", ()), ("3", ("别的事",))]
    build_index(tmp_path / "out/documents", tmp_path / "index")
    assistant = Assistant.open(tmp_path / "index")
    ready, findings = checked(assistant, questions)
    assert findings == []
    for question in questions:
        for anchor in question.anchors:
            assert assistant.document(anchor.source).text[anchor.start : anchor.end] == anchor.text
    rows = {row["id"]: row for row in evaluate(assistant, ready)["rows"]}
    assert rows["1"]["scores"]["recall@1"] == 1.0
    assert load_questions(path).questions == questions


BEIR = {
    "corpus.jsonl": '{"_id": "d1", "title": "Books", "text": "Members may borrow twelve books."}\n'
    '{"_id": "d/2", "text": "The library opens at nine."}\n',
    "queries.jsonl": '{"_id": "q1", "text": "How many books may members borrow?"}\n{"_id": "q2", "text": "unjudged"}\n',
    "qrels/test.tsv": "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td/2\t1\n",
}


def beir(folder: Path) -> Path:
    for name, text in BEIR.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_a_beir_set_is_imported_and_scored_by_retrieval(tmp_path: Path, encoder: LetterEncoder) -> None:
    """Documents are ranked by their best passage, with graded gains; quotes are not judged."""
    import_beir(beir(tmp_path / "beir"), tmp_path / "out")
    build_index(tmp_path / "out/documents", tmp_path / "index")
    loaded = load_questions(tmp_path / "out/questions.jsonl").questions
    assert [q.id for q in loaded] == ["q1"]
    assert sorted(loaded[0].relevant.values()) == [1, 2]
    result = evaluate(Assistant.open(tmp_path / "index"), loaded)
    assert result["metrics"]["recall@1"] == 1.0
    assert result["metrics"]["ndcg@10"] == 1.0
    assert result["metrics"]["quote@1"] is None
    assert load_questions(tmp_path / "beir").questions == loaded


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.json", "{", "a.json: is not JSON"),
        ("a.json", "{}", 'it has no list named "data"'),
        ("a.json", '{"data": [{"paragraphs": [{"qas": []}]}]}', r"data\[0\].paragraphs\[0\]: is not as in SQuAD"),
    ],
)
def test_a_broken_squad_file_is_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    """With the place in it."""
    (tmp_path / name).write_text(text)
    with pytest.raises(QuestionSetError, match=message):
        import_squad(tmp_path / name, tmp_path / "out")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("corpus.jsonl", "{}\n", "corpus.jsonl:1: "),
        ("corpus.jsonl", "{\n", "corpus.jsonl: is not JSON Lines"),
        ("qrels/test.tsv", "a\tb\tc\nq1\td1\tx\n", "test.tsv:2: "),
    ],
)
def test_a_broken_beir_folder_is_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    """File and line."""
    folder = beir(tmp_path / "beir")
    (folder / name).write_text(text)
    with pytest.raises(QuestionSetError, match=message):
        import_beir(folder, tmp_path / "out")
    (folder / "qrels/test.tsv").unlink()
    with pytest.raises(QuestionSetError):
        load_questions(folder)


def test_nothing_is_imported_over_something(tmp_path: Path) -> None:
    """A folder that is not empty is left alone."""
    (tmp_path / "set.json").write_text(json.dumps(SQUAD))
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("x")
    with pytest.raises(QuestionSetError, match="is not empty"):
        import_squad(tmp_path / "set.json", tmp_path / "out")


def test_trec_files_go_out_and_in(tmp_path: Path) -> None:
    """Blanks in names are escaped, equal scores keep their order, a broken line is named."""
    ranking = [("b b.txt#1", 0.5), ("a.txt#2", 0.5), ("c.txt#3", 0.1)]
    (tmp_path / "run").write_text("\n".join(run_lines("q 1", ranking)))
    (tmp_path / "qrels").write_text("\n".join(qrels_lines("q 1", ["a.txt#2"])))
    assert read_run(tmp_path / "run") == {"q%201": ["b%20b.txt#1", "a.txt#2", "c.txt#3"]}
    assert read_qrels(tmp_path / "qrels") == {"q%201": {"a.txt#2": 1}}
    (tmp_path / "run").write_text("q Q0 d 1 high tag\n")
    with pytest.raises(QuestionSetError, match="run:1: 'high' is not a number"):
        read_run(tmp_path / "run")
