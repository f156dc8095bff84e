"""The recipe of the reader: rows of every source of the data, and of our own questions."""

import hashlib
import json
import random
import re
from collections import Counter
from pathlib import Path

import pytest

from embeddings.training.reader import mixture, reasked, row_files
from embeddings.training.reader.mixture import held_sets, sources
from embeddings.training.reader.negatives import written_examples
from embeddings.training.reader.reading_examples import Coder
from embeddings.training.reader.reasked import reasked_rows
from embeddings.training.reader.row import Row
from embeddings.training.reader.talks import joined, talk_rows
from embeddings.training.reader.written import written_rows
from qa.question.follow_up import going_on
from qa.types import Turn
from tests.builders.reader_data import HARBOUR, packed_tar, zipped


def test_every_source_gives_rows_whose_answers_stand_in_their_texts(found: dict[str, list[Row]]) -> None:
    for name, rows in found.items():
        assert rows, name
        for row in rows:
            if row.answer:
                start, end = row.answer
                assert 0 <= start < end <= len(row.text), row
                assert row.answered.strip() == row.answered, row
    assert {row.answered for row in found["covidqa"]} == {"Henry Vance", ""}


@pytest.mark.slow
def test_the_same_seed_gives_the_same_rows(
    data: Path, found: dict[str, list[Row]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mixture, "ACROSS", 300)
    monkeypatch.setattr(reasked, "FOLDER", data / "reasked")
    assert sources(data, random.Random(1)) == found


def test_a_clause_of_a_report_is_asked_for_by_region_and_year_and_its_near_miss_has_no_such_year(
    found: dict[str, list[Row]],
) -> None:
    """What was done belongs to the year before the report, what is planned to its own."""
    kinds = Counter(row.kind for row in found["report"])
    assert kinds["report"]
    assert kinds["report-other"]
    for row in found["report"]:
        if row.kind == "report":
            assert row.answered[0].isdigit()
            assert row.answered not in row.question
            year = int(row.title[:4])
            assert any(str(year - ("回顾" in row.above)) in text for text in (row.question, str(year - 1), str(year)))
        else:
            assert row.answer is None
        assert row.always_above


def test_questions_across_languages_ask_in_one_and_read_in_another(found: dict[str, list[Row]]) -> None:
    """The answer is the sentence, or the number that was taken out of the question; some passages are without both."""
    rows = found["across"]
    assert {row.kind for row in rows} == {"across", "across-none"}
    numbers = [row for row in rows if row.answered.isdigit()]
    assert numbers
    assert all(row.text.count(row.answered) == 1 for row in numbers)


def test_a_glossed_question_keeps_passage_and_answer(found: dict[str, list[Row]]) -> None:
    passages = {row.text for row in found["cmrc"] + found["drcd"] + found["covidqa"] + found["afriqa"]}
    assert {row.text for row in found["glossed"]} <= passages
    assert {row.language for row in found["glossed"]} > {"zh"}


def test_rows_come_back_from_their_file_with_their_texts(tmp_path: Path, found: dict[str, list[Row]]) -> None:
    """Each text is written once; what is held out is told apart by its name."""
    path = tmp_path / row_files.NAME
    few = {name: rows[:300] for name, rows in {**found, "held cmrc": found["cmrc"]}.items()}
    row_files.save(path, few)
    back = row_files.load(path)
    assert back == {name: rows for name, rows in few.items() if rows}
    assert "held cmrc" not in row_files.to_learn_from(back)


def test_articles_that_are_held_out_are_not_trained_on(data: Path, found: dict[str, list[Row]]) -> None:
    for name, rows in held_sets(data).items():
        assert rows
        assert not {row.title for row in rows} & {row.title for row in found[name]}


def test_what_is_committed_of_our_own_is_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], coder: Coder
) -> None:
    """Every answer stands in its document, a tenth is held out, and excerpts without the public data are counted out."""
    draw = random.Random(1)
    trained, kept = (list(written_rows(tmp_path, draw, held_out=held_out)) for held_out in (False, True))
    assert "excerpts with written questions are left out" in capsys.readouterr().out
    for row in trained + kept:
        assert row.question.strip()
        assert row.kind == ("written" if row.answer else "written-none")
    assert 0.05 < len(kept) / len(trained) < 0.15
    assert not {row.text for row in kept} & {row.text for row in trained}
    assert len({row.language for row in trained}) > 15
    some = draw.sample(trained, 60)
    assert sum(example.start > 0 for example in written_examples(some, coder, draw)) == 2 * sum(
        map(bool, (row.answer for row in some))
    )


def test_what_is_committed_of_our_conversations_is_whole() -> None:
    """Every answer stands in its document; what is held out shares no document with the rest; many languages are spoken."""
    trained, kept = (list(talk_rows(random.Random(1), held_out=held_out)) for held_out in (False, True))
    for row in trained + kept:
        assert row.question.strip()
        assert row.kind == ("talk" if row.answer else "talk-none")
        assert not row.answer or row.answered.strip()
    assert 0.05 < len(kept) / len(trained) < 0.2
    assert not {row.text for row in kept} & {row.text for row in trained}
    assert len({row.language for row in trained}) > 25


def test_a_turn_is_learnt_behind_the_others_as_it_is_read_behind_them(tmp_path: Path) -> None:
    """What is asked of one document has no answer in its look-alike; a conversation may begin behind another one."""
    documents = [
        {"lang": "en", "kind": "report", "title": name, "headings": [], "sentences": [f"{name} sold {sold} tonnes."]}
        for name, sold in (("Ashby", 12), ("Corham", 15))
    ]
    turns = [{"q": "What did Ashby sell?", "of": 0, "sent": 0, "answer": "12 tonnes"}, {"q": "And Corham?", "of": 1, "sent": 0, "answer": "15 tonnes"}, {"q": "Why?", "of": 1}]  # fmt: skip
    family = {"family": "a", "documents": documents, "talks": [{"lang": "en", "turns": turns}] * 40}
    zipped(tmp_path / "talks/one.jsonl.gz", json.dumps(family))
    rows = list(talk_rows(random.Random(1), held_out=False, folder=tmp_path / "talks"))
    told = {(row.question, row.title, row.answered) for row in rows}
    asked = "What did Ashby sell? → And Corham?"
    assert told == {
        ("What did Ashby sell?", "Ashby", "12 tonnes"),
        ("What did Ashby sell?", "Corham", ""),
        (asked, "Corham", "15 tonnes"),
        (asked, "Ashby", ""),
        (f"{asked} → Why?", "Corham", ""),
        (f"{asked} → Why?", "Ashby", ""),
    }
    assert list(talk_rows(random.Random(1), held_out=True, folder=tmp_path / "talks")) == []
    questions: list[str] = []
    taken = ""
    for question in ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6"):
        taken = going_on(question, [Turn(taken)] if taken else [], lambda earlier, _: earlier)
        questions.append(question)
        assert joined(questions) == taken


@pytest.mark.parametrize("seed", range(4))
def test_tables_are_learnt_from_as_documents_with_tables_are_read(tmp_path: Path, seed: int) -> None:
    """Tabs between the cells of the header, tabs or bars in the rows; an answer is the cell, not the same figure in another."""
    entry = {
        "lang": "en", "kind": "tariff", "title": "rooms_2025", "headings": ["Columns: Room | Seats | Hours"],
        "sentences": ["Room 12 | 2 | 12 | "], "qa": [{"q": "How many seats?", "lang": "en", "sent": 0, "answer": "2"}], "none": [],
    }  # fmt: skip
    zipped(tmp_path / "written/grids.jsonl.gz", json.dumps(entry))
    (row,) = written_rows(tmp_path, random.Random(seed), held_out=False, folder=tmp_path / "written")
    assert row.above == "Room\tSeats\tHours"
    assert row.text.replace("\t", " | ").startswith("Room 12 | 2 | 12")
    start, _ = row.answer or (0, 0)
    assert (row.answered, row.text[:start].strip(" |\t")) == ("2", "Room 12")


def test_a_question_on_an_excerpt_takes_its_text_from_the_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asterisks do not count, and a title that does not name its region is told it; what is not there is left out."""
    source = "# 政府**工作**报告\n\n## 一、回顾\n\n全市新增就业7万人。公园建成3个。\n"
    plain = source.replace("*", "")
    packed_tar(tmp_path / "raw/government_reports.tar.xz", {"government_reports/上海市/2011.md": source}, "w:xz")
    text = "公园建成3个。"
    entry = {
        "source": "上海市/2011.md",
        "title": [2, 6],
        "headings": [[plain.find("一、"), 4]],
        "excerpt": [plain.find(text), len(text)],
        "md5": hashlib.md5(text.encode()).hexdigest()[:8],
        "qa": [{"q": "公园建成几个？", "lang": "zh", "start": 4, "length": 2}],
        "none": [{"q": "公园多大？", "lang": "zh"}],
    }
    lines = [entry, {**entry, "source": "上海市/1999.md"}, {**entry, "md5": "00000000"}]
    zipped(tmp_path / "written/reports.jsonl.gz", "\n".join(map(json.dumps, lines)))
    rows = list(written_rows(tmp_path, random.Random(1), held_out=False, folder=tmp_path / "written"))
    assert "2 excerpts" in capsys.readouterr().out
    assert [(row.title, row.above, row.text, row.answered) for row in rows] == [
        ("政府工作报告 上海市/2011", "一、回顾", text, "3个"),
        ("政府工作报告 上海市/2011", "一、回顾", text, ""),
    ]


def test_a_question_asked_again_is_of_the_passage_with_its_checksum(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Passages of the public data stay there: what we wrote names them by their md5; some are kept out of training."""
    (row,) = reasked_rows(data, held_out=False, folder=data / "reasked")
    assert (row.question, row.language, row.text, row.answered) == ("谁挖了这个港口？", "zh", HARBOUR, "Henry Vance")
    assert {row.answered for row in reasked_rows(data, held_out=True, folder=data / "reasked")} == {"港口10"}
    assert not capsys.readouterr().out
    assert not list(reasked_rows(data, held_out=False))
    assert "passages with questions of our own are left out" in capsys.readouterr().out


def test_a_titled_question_names_what_its_text_does_not(found: dict[str, list[Row]]) -> None:
    """And under another title it has no answer."""
    asked = [row for row in found["titled"] if row.answer]
    assert asked
    for row in found["titled"]:
        assert row.always_above
        name = re.sub(r"\s*[（(][^）)]*[）)]\s*$", "", row.title).strip().lower()
        if row.answer:
            assert name in row.question.lower()
            start, end = row.answer
            assert name not in row.text[:start].lower()
            assert name not in row.text[end:].lower()
        else:
            assert name not in f"{row.question} {row.text}".lower()
    of_questions = {row.question: row.answered for row in asked}
    misses = [row for row in found["titled"] if not row.answer]
    assert misses
    assert all(row.question in of_questions for row in misses)
