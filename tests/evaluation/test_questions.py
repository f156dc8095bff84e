"""Question sets are checked line by line, and scored as the contract says."""

import json
from pathlib import Path

import pytest

from qa import Assistant, build_index
from qa.documents import find_files, read_documents
from qa.errors import QuestionSetError
from qa.evaluation.questions import Question, load_lines, write_lines
from qa.evaluation.relevance import contains_answer
from qa.evaluation.results import evaluate, read_result, write_result
from qa.evaluation.runner import run_questions
from qa.evaluation.set_checks import checked
from qa.evaluation.set_formats import load_questions
from qa.evaluation.skeleton import write_skeleton
from qa.evaluation.summary import summary, tally
from qa.indexing.passages import passages
from qa.web.question_sets import question_sets

ROOT = Path(__file__).parents[2]
QUESTIONS = [
    Question("a", "宁夏有多少工会会员?", ("129万人",), ("宁夏.md",), {"kind": "number"}),
    Question("b", "宁夏新建工会组织多少个?", ("5524个",), ("english.html",), {"kind": "number"}),
    Question("c", "zzzz qqqq?", (), (), {"kind": "none"}),
]


def test_white_space_in_answers_is_ignored() -> None:
    """Layout may put blanks and line ends anywhere."""
    assert contains_answer("会员 371.3\n万人", ["371.3万人"])
    assert not contains_answer("会员37", ["371.3万人"])


def test_a_set_is_scored(assistant: Assistant) -> None:
    """One right, one from the wrong source, one rightly refused."""
    result = evaluate(assistant, QUESTIONS)
    rows = {row["id"]: row for row in result["rows"]}
    assert rows["a"]["scores"]["quote@1"] == 1.0
    assert rows["a"]["scores"]["recall@1"] == 1.0
    assert rows["a"]["ranks"] == {"fused": 1, "lexical": 1, "dense": rows["a"]["ranks"]["dense"]}
    assert rows["b"]["scores"]["quote@3"] == rows["b"]["scores"]["recall@10"] == 0.0
    assert rows["c"]["scores"] == {}
    assert [rows[name]["lost"] for name in "abc"] == [None, "retrieval", None]
    metrics = result["metrics"]
    assert (metrics["questions"], metrics["answerable"], metrics["quote@1"]) == (3, 2, 0.5)
    assert metrics["abstain_recall"] == 1.0
    assert metrics["correct"] == pytest.approx(2 / 3, abs=1e-4)
    assert metrics["intervals"].keys() >= {"recall@1", "quote@1", "abstain_f1", "correct"}
    assert result["by"]["kind"].keys() == {"number", "none"}
    json.dumps(result)


@pytest.mark.slow
def test_figures_are_given_by_any_column(assistant: Assistant) -> None:
    """One with many values tells questions apart, and is reported by when asked for."""
    rows = evaluate(assistant, QUESTIONS)["rows"]
    many = [{**rows[number % 3], "id": str(number), "page": str(number // 2)} for number in range(200)]
    assert "page" not in summary(tally(many))["by"]
    figures = summary(tally(many, by=["page"]))["by"]["page"]
    assert len(figures) == 100
    assert figures["0"]["questions"] == 2
    assert figures["0"]["quote@1"] == 0.5


def test_a_miss_says_where_it_was_lost(assistant: Assistant) -> None:
    """Held back by the threshold; read but another sentence chosen; answered where nothing does."""
    strict = Assistant.open(assistant.index_path, threshold=1.0)
    lenient = Assistant.open(assistant.index_path, threshold=0.0)
    (row,) = evaluate(strict, QUESTIONS[:1])["rows"]
    assert row["lost"] == "abstaining"
    assert row["nearest"][0]["text"] == "宁夏有工会会员129万人。"
    assert row["expected"]["source"] == "宁夏.md"
    assert row["expected"]["scores"].keys() == {"score", "lexical", "dense"}
    other = Question("d", "宁夏有多少工会会员?", ("5524个",), ("宁夏.md",))
    (row,) = evaluate(lenient, [other])["rows"]
    assert row["lost"] == "reading"
    (row,) = evaluate(lenient, [Question("e", "宁夏有多少工会会员?", ())])["rows"]
    assert row["lost"] == "answered"


@pytest.mark.slow
def test_rows_stream_through_a_journal_and_a_stopped_run_goes_on(assistant: Assistant, tmp_path: Path) -> None:
    """What was done before a stop is kept, a half-written line is not; another run's rows are refused."""
    whole = run_questions(assistant, QUESTIONS, tmp_path / "whole")
    lines = (tmp_path / "whole").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "cut").write_text("".join(lines[:2]) + lines[2][:40], "utf-8")
    told: list[int] = []
    resumed = run_questions(assistant, QUESTIONS, tmp_path / "cut", resume=True, progress=told.append)
    assert [row["id"] for row in resumed.rows()] == ["a", "b", "c"]
    assert told == [3]
    timeless = [{key: value for key, value in row.items() if key != "seconds"} for row in whole.rows()]
    assert timeless == [{key: value for key, value in row.items() if key != "seconds"} for row in resumed.rows()]
    other = Assistant.open(assistant.index_path, threshold=0.9)
    with pytest.raises(QuestionSetError, match="is of another run"):
        run_questions(other, QUESTIONS, tmp_path / "cut", resume=True)


def test_a_result_is_written_row_by_row_and_read_again(assistant: Assistant, tmp_path: Path) -> None:
    """The same object as `evaluate` gives; brief rows are smaller and still compare."""
    result = evaluate(assistant, QUESTIONS)
    head = {key: value for key, value in result.items() if key != "rows"}
    for name, brief in (("whole.json", False), ("brief.json", True)):
        write_result(tmp_path / name, head, result["rows"], brief=brief)
    assert read_result(tmp_path / "whole.json") == result
    small = read_result(tmp_path / "brief.json")
    assert small["rows"][0]["quotes"][0].keys() == {"text", "source", "spans"}
    assert (tmp_path / "brief.json").stat().st_size < (tmp_path / "whole.json").stat().st_size
    write_result(tmp_path / "none.json", head, [])
    assert read_result(tmp_path / "none.json")["rows"] == []
    (tmp_path / "broken.json").write_text('{"rows": [1]}')
    with pytest.raises(QuestionSetError, match="is not the result of an evaluation"):
        read_result(tmp_path / "broken.json")


def test_json_lines_and_csv_say_the_same(tmp_path: Path) -> None:
    """One or several sources and answers, and further columns; written lines read as what they were."""
    (tmp_path / "a.jsonl").write_text(
        '{"id": "1", "question": "q", "answers": ["x", "y"], "source": "a.txt", "lang": "zh"}\n\n'
        '{"id": "2", "question": "r", "answers": [], "source": null, "lang": "en"}\n'
    )
    (tmp_path / "a.csv").write_text('id,question,answers,source,lang\n1,q,"[""x"",""y""]",a.txt,zh\n2,r,,,en\n')
    questions = load_questions(tmp_path / "a.jsonl").questions
    assert questions == load_questions(tmp_path / "a.csv").questions
    write_lines(tmp_path / "b.jsonl", questions)
    assert load_lines(tmp_path / "b.jsonl").questions == questions


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "is not a JSON object"),
        ("[]", "is not a JSON object but list"),
        ('{"id": "2", "answers": []}', '"question" must be a text'),
        ('{"id": "2", "question": "q"}', '"answers" is missing'),
        ('{"id": "2", "question": "q", "answers": [1]}', '"answers" must be'),
        ('{"id": "2", "question": "q", "answers": [], "anchors": [{"x": 1}]}', '"anchors" must be'),
        ('{"id": "2", "question": "q", "answers": null, "relevant": {"a": "b"}}', '"relevant" must be'),
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


def test_what_is_odd_is_listed_and_the_rest_goes_on(assistant: Assistant, tmp_path: Path) -> None:
    """A duplicate id gets a name of its own; unknown sources and answers that are nowhere are said."""
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "1", "question": "q", "answers": []}\n' * 2)
    loaded = load_questions(path)
    assert [question.id for question in loaded.questions] == ["1", "1#2"]
    (finding,) = loaded.findings
    assert finding.startswith(f"{path}:2: the id '1' is there already")
    _, findings = checked(
        assistant,
        [
            Question("known", "q", ("129万人",), ("宁夏.md",)),
            Question("unknown", "q", ("x",), ("no.txt",)),
            Question("nowhere", "q", ("130万人",), ("宁夏.md",)),
        ],
    )
    assert len(findings) == 2
    assert findings[0].startswith("unknown: the index holds no document 'no.txt'")
    assert findings[1] == "nowhere: the answer '130万人' is not in 宁夏.md"
    short = assistant.index_path.with_name("short")
    build_index(Path(assistant.docs or ""), short, passage_characters=12)
    across = [Question("across", "q", ("2627个。蹲点干部",), ("内蒙古/2024.txt",))]
    _, findings = checked(Assistant.open(short), across)
    assert findings == [
        "across: the answer '2627个。蹲点干部' is in no single passage of 内蒙古/2024.txt; no quote can hold it"
    ]


def test_a_skeleton_is_drawn_for_a_person_to_complete(assistant: Assistant, tmp_path: Path) -> None:
    """Evidence and source are filled; blank questions are left out and said; an existing file is not touched."""
    path = tmp_path / "new.jsonl"
    assert write_skeleton(assistant, path, 2) == 2
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for line in lines:
        assert line["question"] == ""
        assert line["evidence"] in {p.text for _, p in assistant.passages_of(line["source"])}
    with pytest.raises(QuestionSetError, match="is there already"):
        write_skeleton(assistant, path, 2)
    with pytest.raises(QuestionSetError, match="2 that are still blank"):
        load_questions(path)
    lines[0] |= {"question": "?", "answers": []}
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    loaded = load_questions(path)
    assert len(loaded.questions) == len(loaded.findings) == 1
    _, findings = checked(assistant, loaded.questions)
    assert "has evidence and no answer" in findings[0]


def test_every_answer_of_the_shipped_set_is_in_its_source() -> None:
    """In one passage, so that a quote can hold it; and the set is as large and mixed as it should be."""
    files, _ = find_files(ROOT / "seeds")
    texts = {d.source: ["".join(p.text.split()) for p in passages(d)] for d, _ in read_documents(files) if d}
    loaded = load_questions(ROOT / "evals/seeds.jsonl")
    questions = loaded.questions
    assert not loaded.findings
    for question in questions:
        for answer in question.answers or ():
            bare = "".join(answer.split())
            assert any(bare in text for source in question.sources for text in texts[source]), (question.id, answer)
    assert len(questions) >= 150
    assert sum(not question.answerable for question in questions) >= 35
    assert {"zh", "zh-Hant", "en", "ja", "ko", "fr", "es", "ru"} <= {q.columns["lang"] for q in questions}
    kinds = {question.columns["kind"] for question in questions}
    assert {"number", "person", "date", "list", "paraphrase", "typo", "unanswerable"} <= kinds


def test_only_files_of_questions_are_offered_as_sets(tmp_path: Path) -> None:
    """Labelled data of another kind may lie in the same folder, and so may an empty file."""
    (tmp_path / "cuts.jsonl").write_text('{"id": "en-001", "text": "‹⟦Dues rose.›⟧"}\n', "utf-8")
    (tmp_path / "empty.jsonl").write_text("", "utf-8")
    (tmp_path / "own.jsonl").write_text('{"id": "1", "question": "会员?", "answers": []}\n', "utf-8")
    assert question_sets(tmp_path, "*.jsonl") == [str(tmp_path / "own.jsonl")]
