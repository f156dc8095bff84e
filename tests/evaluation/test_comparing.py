"""Two runs of a set are compared question by question; golden sets find their places again."""

import json
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from qa import Assistant, build_index
from qa.errors import QuestionSetError
from qa.evaluation.anchors import anchor_at, anchored
from qa.evaluation.comparing import compare, is_worse, verdict
from qa.evaluation.configurations import Configuration, run_configurations
from qa.evaluation.difference import changed_quotes
from qa.evaluation.gates import Gate, failures, write_junit
from qa.evaluation.questions import Anchor, Question
from qa.evaluation.results import evaluate
from qa.evaluation.set_checks import checked, text_of
from tests.conftest import LetterEncoder


def row(name: str, *, right: bool, quotes: tuple[dict[str, Any], ...] = (), answerable: bool = True) -> dict[str, Any]:
    found = right if answerable else not right
    scores = {"quote@1": float(right), "answered": float(found)} if answerable else {}
    made = {"id": name, "question": f"{name}?", "found": found, "right": right and answerable, "scores": scores}
    return made | {"answers": ["x"] if answerable else [], "quotes": list(quotes), "lost": None, "seconds": 0.1}


def quote(text: str, start: int, source: str = "a.txt", around: str = "{}") -> dict[str, Any]:
    spans = [[start, start + len(text)]]
    return {"text": text, "source": source, "spans": spans, "passage": {"text": around.format(text)}}


def test_runs_are_paired_by_id() -> None:
    """Order does not matter; questions of one run alone are named and left out."""
    old = [row("a", right=True), row("b", right=False), row("c", right=True), row("gone", right=True)]
    new = [row("new", right=True), row("c", right=False), row("b", right=True), row("a", right=True)]
    found = compare(old, new)
    assert (found["paired"], found["only_old"], found["only_new"]) == (3, ["gone"], ["new"])
    assert (found["won"], found["lost"]) == (["b"], ["c"])
    assert found["scores"]["quote@1"] == {"won": ["b"], "lost": ["c"]}
    metric = found["metrics"]["quote@1"]
    assert (metric["old"], metric["new"], metric["difference"]) == (0.6667, 0.6667, 0.0)
    assert metric["interval"][0] < 0 < metric["interval"][1]
    assert verdict(metric) == "no difference shown"
    json.dumps(found)


def test_many_lost_questions_are_more_than_chance() -> None:
    """Forty of a hundred: worse, also after the correction for all metrics."""
    old = [row(str(n), right=True) for n in range(100)]
    new = [row(str(n), right=n >= 40) for n in range(100)]
    metric = compare(old, new)["metrics"]["quote@1"]
    assert is_worse(metric)
    assert metric["p"] <= metric["p_holm"] < 0.05
    assert metric["smallest_difference"] < 0.4


def test_silence_where_there_is_no_answer_counts_as_right() -> None:
    """An answer to an unanswerable question is a loss."""
    found = compare([row("u", right=True, answerable=False)], [row("u", right=False, answerable=False)])
    assert found["lost"] == ["u"]


def test_quotes_gained_lost_and_moved() -> None:
    """With their surroundings; the same words at another rank or place have moved."""
    old = row("a", right=True, quotes=(quote("one", 0, around="so {} it is"), quote("two", 10), quote("three", 20)))
    new = row("a", right=True, quotes=(quote("three", 25), quote("four", 40, around="then {} more"), quote("one", 0)))
    found = changed_quotes(old, new)
    assert found
    assert [(each["text"], each["before"], each["after"]) for each in found["gained"]] == [("four", "then ", " more")]
    assert [each["text"] for each in found["lost"]] == ["two"]
    assert [(pair["from"]["rank"], pair["to"]["rank"]) for pair in found["moved"]] == [(3, 1), (1, 3)]
    assert changed_quotes(old, old) is None


def test_a_quote_cut_otherwise_has_moved_and_is_not_new() -> None:
    """Overlapping spans of one source are one quote; the same words in another source are not."""
    old, new = row("a", right=True, quotes=(quote("one two", 0),)), row("a", right=True, quotes=(quote("two", 4),))
    found = changed_quotes(old, new)
    assert found
    assert not found["gained"]
    assert found["moved"]
    other = row("a", right=True, quotes=(quote("one two", 0, "b.txt"),))
    found = changed_quotes(old, other)
    assert found
    assert found["gained"]
    assert found["lost"]


TEXT = "宁夏有会员129万人。\n内蒙古有会员129万人。\n青海有会员30万人。"


def test_an_anchor_is_found_again_when_the_text_has_moved() -> None:
    """By its words and the words around it, among look-alike places, whatever white space became."""
    at = TEXT.index("129", TEXT.index("内蒙古"))
    anchor = anchor_at("a.txt", TEXT, at, at + 5)
    question = Question("q", "?", ("129万人",), ("a.txt",), anchors=(anchor,))
    assert [state.state for state in states(question, TEXT)] == ["exact"]
    moved = "新的标题\n\n" + TEXT.replace("129万人", "129 万\n人")
    (found,) = states(question, moved)
    assert found.state == "moved"
    assert moved[found.anchor.start : found.anchor.end] == "129 万\n人"
    assert found.anchor.start > moved.index("内蒙古")


def test_what_became_ambiguous_or_lost_is_said() -> None:
    """Equal surroundings cannot be told apart; words that are gone are gone."""
    bare = Anchor("a.txt", 3, 8, "129万人")
    question = Question("q", "?", ("129万人",), ("a.txt",), anchors=(bare,))
    assert [state.state for state in states(question, TEXT)] == ["ambiguous"]
    ((kept, found),) = anchored([question], lambda source: "nothing left")
    assert found[0].state == "lost"
    assert kept.anchors == ()
    assert "lost" in str(found[0])
    ((kept, found),) = anchored([question], lambda source: None)
    assert found[0].state == "lost"


def test_a_set_without_anchors_gets_them() -> None:
    """One for each place of the answer in its sources."""
    question = Question("q", "?", ("129万人", "30万人"), ("a.txt",))
    assert [state.state for state in states(question, TEXT)] == ["ambiguous"] * 3
    (only,) = states(Question("q", "?", ("30万人",), ("a.txt",)), TEXT)
    assert only.state == "placed"
    assert TEXT[only.anchor.start : only.anchor.end] == "30万人"


def states(question: Question, text: str) -> list[Any]:
    ((_, found),) = anchored([question], lambda source: text)
    return found


def test_an_answer_is_not_placed_inside_a_longer_number() -> None:
    """Unless it stands nowhere else."""
    (only,) = states(Question("q", "?", ("29万人",), ("a.txt",)), "甲129万人,乙29万人。")
    assert only.anchor.start == 8
    assert only.state == "placed"
    (inside,) = states(Question("q", "?", ("29",), ("a.txt",)), "甲129万人。")
    assert inside.state == "placed"


@pytest.mark.slow
def test_a_golden_set_survives_another_passage_size(docs: Path, tmp_path: Path, encoder: LetterEncoder) -> None:
    """Anchored answers are the very place, not only the same words, whatever the passages are."""
    question = Question("q", "宁夏有多少工会会员?", ("129万人",), ("宁夏.md",))
    for size in (12, 300):
        build_index(docs, tmp_path / str(size), passage_characters=size)
        assistant = Assistant.open(tmp_path / str(size), threshold=0.0)
        ((question, _),) = anchored([question], partial(text_of, assistant))
        ready, findings = checked(assistant, [question])
        assert findings == []
        (scored,) = evaluate(assistant, ready)["rows"]
        assert scored["scores"]["anchored@1"] == scored["scores"]["quote@1"] == 1.0
    elsewhere = Question(
        "q", "宁夏有多少工会会员?", ("129万人",), ("宁夏.md",), anchors=(Anchor("宁夏.md", 0, 2, "宁夏"),)
    )
    (scored,) = evaluate(assistant, [elsewhere])["rows"]
    assert (scored["scores"]["anchored@1"], scored["scores"]["quote@1"]) == (0.0, 1.0)


def test_gates_say_which_failed() -> None:
    """Below a limit, or too far below the baseline; an unknown metric is a mistake."""
    result = {"metrics": {"quote@1": 0.8}, "comparison": {"metrics": {"quote@1": {"old": 0.9, "new": 0.8}}}}
    gates = [Gate.parse("quote@1=0.85", "--fail-under"), Gate.parse("quote@1=0.05", "--max-drop")]
    assert [reason for _, reason in failures(gates, result)] == [
        "quote@1 is 0.8, below 0.85",
        "quote@1 fell from 0.9 to 0.8, by more than 0.05",
    ]
    assert not failures([Gate("quote@1", 0.8), Gate("quote@1", 0.1, drop=True)], result)
    with pytest.raises(QuestionSetError, match="--fail-under bogus: this set gives no such metric"):
        failures([Gate("bogus", 1.0)], result)
    with pytest.raises(QuestionSetError, match="give METRIC=X"):
        Gate.parse("quote@1", "--fail-under")


def test_junit_fails_what_got_worse(tmp_path: Path) -> None:
    """A lost question fails, a known miss is skipped, and no text of a question breaks the file."""
    rows = [row("a\x00<&", right=True), row("b", right=False), row("c", right=False)]
    result = {"metrics": {"quote@1": 0.3}, "comparison": {"metrics": {}, "lost": ["b"]}}
    write_junit(tmp_path / "junit.xml", "set", [Gate("quote@1", 0.5)], result, rows)
    gates, questions = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert (gates.get("failures"), questions.get("tests")) == ("1", "3")
    assert [[child.tag for child in case] for case in questions] == [[], ["failure"], ["skipped"]]


def test_configurations_are_ranked(docs: Path, tmp_path: Path, encoder: LetterEncoder) -> None:
    """Each is built and run; the comparison with the first is corrected over all of them."""
    (tmp_path / "plain.toml").write_text('name = "plain"\n')
    (tmp_path / "silent.toml").write_text("threshold = 1.0\npassage_characters = 100\ndense_weight = 0\n")
    configurations = [Configuration.load(tmp_path / name) for name in ("silent.toml", "plain.toml")]
    questions = [Question("a", "宁夏有多少工会会员?", ("129万人",), ("宁夏.md",))]
    result = run_configurations(configurations, docs, questions)
    assert [each["name"] for each in result["configurations"]] == ["plain", "silent"]
    assert result["ranked_by"] == "quote@1"
    assert result["configurations"][0]["comparison"]["metrics"]["quote@1"]["difference"] == 1.0
    json.dumps(result)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1", "x is unknown; known are name model"),
        ("threshold = 'a'", "must be of the kind float"),
        ("[", "is not TOML"),
    ],
)
def test_a_broken_configuration_is_named(tmp_path: Path, text: str, message: str) -> None:
    """The file, and what is wrong."""
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(QuestionSetError, match=message):
        Configuration.load(tmp_path / "a.toml")
