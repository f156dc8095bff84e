"""An index of one short document, the first that a new user makes, answers what it says and nothing else."""

from pathlib import Path

import faiss
import numpy as np
import pytest

from qa import Assistant, build_index
from qa.errors import IndexDamaged
from qa.retrieval.bm25 import LexicalIndex
from qa.retrieval.local import LocalEngine
from qa.text.background import common
from tests.builders.assistants import AssistantOver

TRADE_UNION = "# 宁夏工会2023年报告\n\n## 组织\n\n宁夏有工会会员129万人。新建工会组织5524个。\n"
LIBRARY = (
    "# City Library\n\nThe library opens at nine in the morning. It holds 52,000 books. The director is Maria Lopez.\n"
)


def test_common_words_are_known_before_anything_is_indexed() -> None:
    """In several languages; what is rare is not in the table."""
    assert common("the") > common("city") > common("library*") == 0
    assert common("的") > common("中国") > common("工会") == 0
    assert common("и") > 0.5


def test_a_single_passage_weighs_words_by_how_rare_they_are_in_general(tmp_path: Path) -> None:
    """By itself it would give all its words one small weight, and those that are nowhere the largest."""
    LexicalIndex.write(tmp_path, [(0, "宁夏的工会", "")])
    index = LexicalIndex.open(tmp_path)
    assert index.idf("工会") > 3 * index.idf("的")
    assert index.idf("工会") > 0.7 * index.idf("矿山")


def test_many_passages_know_better_than_the_table(tmp_path: Path) -> None:
    """Among thousands the prior is lost: a rare word that stands in most of them weighs little."""
    LexicalIndex.write(tmp_path, [(row, "工会" if row else "的", "") for row in range(3000)])
    index = LexicalIndex.open(tmp_path)
    assert index.idf("工会") < 0.05
    assert index.idf("的") > 4


def test_scores_are_shares_of_a_passage_full_of_the_question(tmp_path: Path) -> None:
    """A lone passage that is the question scores as it would among many."""
    scores = []
    for size in (1, 500):
        folder = tmp_path / str(size)
        folder.mkdir()
        LexicalIndex.write(
            folder, [(row, "宁夏新建工会组织" if not row else "其他内容若干字", "") for row in range(size)]
        )
        scores.append(LexicalIndex.open(folder).search("宁夏新建工会组织", 1)[0][1])
    assert scores[0] == pytest.approx(scores[1], rel=0.1)


@pytest.mark.parametrize(
    ("text", "question", "words"),
    [
        (TRADE_UNION, "宁夏新建了多少工会组织?", "5524个"),
        (TRADE_UNION, "宁夏有多少工会会员?", "129万人"),
        (LIBRARY, "How many books does the library hold?", "52,000 books"),
        (LIBRARY, "Who is the director of the library?", "Maria Lopez"),
    ],
)
def test_a_lone_document_answers_what_it_plainly_says(
    assistant_over: AssistantOver, text: str, question: str, words: str
) -> None:
    """In Chinese and in English, above the default threshold."""
    answer = assistant_over({"report.md": text}).ask(question)
    assert answer.found
    assert words in answer.quotes[0].text


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (TRADE_UNION, "青海新建了多少工会组织?"),
        (TRADE_UNION, "宁夏有多少个困难职工?"),
        (TRADE_UNION, "宁夏工会办结了多少件热线?"),
        (LIBRARY, "What is the phone number of the library?"),
    ],
)
def test_a_lone_document_does_not_answer_what_it_does_not_say(
    assistant_over: AssistantOver, text: str, question: str
) -> None:
    """Another place, another thing, another event: near misses."""
    assert not assistant_over({"report.md": text}).ask(question).found


def test_what_is_said_is_surer_than_its_near_miss(assistant_over: AssistantOver) -> None:
    """Of another house, or the opposite: both may still be shown in a lone document, and what it lacks is named."""
    library = assistant_over({"report.md": LIBRARY})
    said, missed = (library.ask(f"Who is the {post} of the library?") for post in ("director", "architect"))
    assert said.confidence > missed.confidence + 0.03
    assert "architect" in missed.unsupported
    assert not library.ask("When does the library close?").found
    assert "chairs" in library.ask("How many chairs does the library have?").unsupported


def test_a_document_in_another_script_lacks_no_name_for_that(assistant_over: AssistantOver) -> None:
    """That 玛丽 stands nowhere says nothing about what is written in English."""
    assert assistant_over({"report.md": LIBRARY}).ask("玛丽亚的图书馆有多少本书?").unsupported == ()


def test_silence_says_which_silence_it_is(assistant_over: AssistantOver) -> None:
    """What is on another topic is not there; what lies beside what is said may be: the nearest passage is given."""
    library = assistant_over({"report.md": LIBRARY})
    elsewhere = library.ask("怎样做红烧肉?")
    assert (elsewhere.outcome, elsewhere.found) == ("absent", False)
    said = library.ask("Who is the director of the library?")
    assert (said.outcome, said.found) == ("answer", True)
    beside = Assistant.open(library.index_path, threshold=1.0).ask("Who is the director of the library?")
    assert (beside.outcome, beside.found) == ("unsure", False)
    assert "Maria Lopez" in beside.nearest[0].text
    assert beside.to_json()["outcome"] == "unsure"


def test_vectors_in_a_form_that_is_no_longer_read_say_how_to_build_again(tmp_path: Path) -> None:
    """As the largest indexes once kept them: a graph."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("Lunch is at noon.\n", "utf-8")
    build_index(tmp_path / "docs", tmp_path / "index")
    engine = LocalEngine(tmp_path / "index")
    generation = engine.generation()
    graph = faiss.IndexHNSWFlat(8, 4)
    graph.add(np.eye(8, dtype=np.float32))
    (generation.path / "vectors.faiss").unlink()
    faiss.write_index(graph, str(generation.path / "vectors.faiss"))
    with pytest.raises(IndexDamaged, match="build it again: yinju index --full"):
        engine.parts(generation)
