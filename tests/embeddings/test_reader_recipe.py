"""The recipe of the span reader, on small made data: rows, examples, training and export."""

import gzip
import hashlib
import io
import json
import random
import re
import tarfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime
import pytest
import torch

from embeddings.training.reader import fit as fitting
from embeddings.training.reader import mixture, reasked
from embeddings.training.reader.batches import Batch, batch_of, drawn
from embeddings.training.reader.fit import Settings, fit
from embeddings.training.reader.held_out import auroc, figures
from embeddings.training.reader.loading import Batches, loaded
from embeddings.training.reader.mixture import held_sets, sources
from embeddings.training.reader.negatives import Misses, examples_of, written_examples
from embeddings.training.reader.onnx_reader import export
from embeddings.training.reader.packed import load, pack, save
from embeddings.training.reader.reading_examples import MOST_ABOVE, MOST_ASKED, MOST_READ, Coder, Example
from embeddings.training.reader.reasked import checksum, reasked_examples, reasked_rows
from embeddings.training.reader.row import Row
from embeddings.training.reader.sentence_ends import sentences
from embeddings.training.reader.torch_layers import WIDTH, Reader, Table
from embeddings.training.reader.written import written_rows
from embeddings.wordpieces import load_wordpieces

HARBOUR = (
    "The harbour of Lindwick was dug in 1871 by Henry Vance. It closes every January. Boats longer than nine metres "
    "moor at the outer pier. The keeper lives in a red house. Tickets cost 4 euros. Dogs travel free of charge."
)
REPORT = """---
title: {year}年{region}政府工作报告
---
**一、{last}年工作回顾**

全市新增就业{jobs}万人，城镇登记失业率为3.2%，新建公园{parks}个，建成地铁{metro}公里。各项事业全面进步。

**二、{year}年主要任务**

今年计划新建学校{schools}所，改造老旧小区{old}个，全力做好各项工作。
"""
LAW = "# 河湖保护条例\n\n## 第一章 总则\n\n" + "\n\n".join(
    f"第{number}条 河湖保护规划由市水务部门组织编制，并于每年3月15日前公布。违反规定的，处{fine}元罚款，依照《水工程管理办法》执行。"
    for number, fine in zip("一二三四五", (200, 500, 800, 1200, 3000), strict=True)
)
NEWS = [
    ("The council met on day {n} and approved {n}7 new houses.", "市议会第{n}天开会，批准新建{n}7套住房。"),
    ("A bridge near village number {n} was closed for repairs.", "{n}号村附近的一座桥因维修而关闭。"),
]
CEDICT = """\
港口 港口 [gang3 kou3] /port/harbour/
挖 挖 [wa1] /dug/
關閉 关闭 [guan1 bi4] /to close/
陸 陆 [lu4] /surname Lu/land/
"""


def packed_tar(path: Path, files: Mapping[str, str | bytes], mode: Literal["w:gz", "w:xz"]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, mode) as archive:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def zipped(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()))


def squad(*articles: tuple[str, str, str, str]) -> str:
    data = [
        {
            "title": title,
            "paragraphs": [
                {
                    "context": text,
                    "qas": [{"question": asked, "answers": [{"text": answer, "answer_start": text.find(answer)}]}],
                }
            ],
        }
        for title, text, asked, answer in articles
    ]
    return json.dumps({"data": data}, ensure_ascii=False)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as the public data is, with a little of everything."""
    folder = tmp_path_factory.mktemp("data")
    chinese = [
        (f"港口{n}", f"港口{n}建于18{n}1年。它在1月关闭。船长是陆特斯。", f"港口{n}建于哪年？", f"18{n}1年")
        for n in range(10, 30)
    ]
    for name in ("cmrc2018_trial", "drcd_dev", "jsquad_valid"):
        zipped(folder / f"eval/{name}.json.gz", squad(*chinese))
    again = {"q": "谁挖了这个港口？", "lang": "zh", "start": HARBOUR.find("Henry"), "length": 11}
    entries = [
        {"md5": checksum(HARBOUR), "qa": [again]},
        {"md5": checksum(chinese[0][1]), "held": True, "qa": [{**again, "start": 0, "length": 4}]},
    ]
    zipped(folder / "reasked/public.jsonl.gz", "\n".join(map(json.dumps, entries)))
    asked = {"question": "Who dug the harbour?", "lang": "en", "context": HARBOUR, "title": "Lindwick"}
    entries = [
        {**asked, "answers": ["Henry Vance"], "answer_start": [HARBOUR.find("Henry Vance")]},
        {**asked, "question": "Who dug the tunnel?", "unanswerable": True, "answers": [], "answer_start": []},
        {**asked, "question": "Not word for word?", "answers": ["no such words"], "answer_start": [-1]},
    ]
    for name in ("covidqa.en", "tydiqa_goldp", "afriqa"):
        zipped(folder / f"qa/{name}.jsonl.gz", "\n".join(map(json.dumps, entries)))
    thai = {"question": "ท่าเรือสร้างปีใด", "title": "ท่าเรือ", "context": "ท่าเรือสร้างในปี 1871 โดยชาวบ้าน"}
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        file.writestr("data/train.jsonl", json.dumps({**thai, "answers": {"text": ["1871"], "answer_start": [17]}}))
    packed_tar(folder / "raw/iapp_th.tar.gz", {"iapp_th/squad_format/data.zip": inner.getvalue()}, "w:gz")
    made = {
        f"government_reports/{region}/{year}.md": REPORT.format(
            region=region,
            year=year,
            last=year - 1,
            jobs=year % 97,
            parks=year % 89,
            metro=year % 83,
            schools=year % 79,
            old=41,
        )
        for region in ("上海市", "武汉市")
        for year in range(2010, 2016)
    }
    packed_tar(folder / "raw/government_reports.tar.xz", made, "w:xz")
    packed_tar(folder / "raw/laws_zh.tar.gz", {"laws_zh/河湖保护条例.md": LAW}, "w:gz")
    pages = {
        f"cncf_glossary/content/{language}/pod.md": f"---\ntitle: {title}\n---\n{text}\n\n{text[::-1]}\n"
        for language, title, text in (
            ("en", "Pod", "A [pod](/x) is a group of containers that run on one machine together. It is small."),
            ("zh-cn", "荚", "荚是一组在同一台机器上一起运行的容器，" * 4 + "它很小。"),
        )
    }
    packed_tar(folder / "raw/cncf_glossary.tar.gz", pages, "w:gz")
    packed_tar(folder / "raw/cedict_cfdict.tar.gz", {"c/cedict_mdbg.txt.gz": gzip.compress(CEDICT.encode())}, "w:gz")
    rows = [[side.format(n=n) for side in NEWS[n % 2]] for n in range(10, 40)]
    zipped(
        folder / "train/ntrex.tsv.gz", "\n".join(["en\tzh\tde\tfr", *("\t".join([*row, *row]) for row in rows)]) + "\n"
    )
    zipped(folder / "train/docs.en-zh.tsv.gz", "\n".join("\t".join(row) for row in rows) + "\n")
    zipped(folder / "raw/tatoeba_cmn_eng.txt.gz", "\n".join("\t".join([*row, "CC-BY"]) for row in rows) + "\n")
    zipped(folder / "train/wordnet.lemmas.tsv.gz", "harbor; port\tes\tpuerto\nharbor; port\tzh\t港口\n")
    return folder


@pytest.fixture(scope="module")
def found(data: Path) -> dict[str, list[Row]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mixture, "ACROSS", 300)
        patch.setattr(reasked, "FOLDER", data / "reasked")
        return sources(data, random.Random(1))


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


HARBOUR_ROW = Row(
    "When was the harbour of Lindwick dug?", "en", "Lindwick", "", HARBOUR, (35, 39), "made"
)  # fmt: skip


def window(coder: Coder, example: Example) -> str:
    """The text of an example's window."""
    text: str = coder._tokenizer.decode(example.ids[example.first : -1].tolist())
    return text


def bare(text: str) -> str:
    """As pieces spell it: without blanks, and wide characters as narrow ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


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


def test_articles_that_are_held_out_are_not_trained_on(data: Path, found: dict[str, list[Row]]) -> None:
    for name, rows in held_sets(data).items():
        assert rows
        assert not {row.title for row in rows} & {row.title for row in found[name]}


def test_an_example_has_its_answer_and_whole_sentences_and_fits(found: dict[str, list[Row]], coder: Coder) -> None:
    draw = random.Random(2)
    rows = [row for name, each in found.items() for row in each[:40] if name != "written"]
    for row in rows:
        example = coder.example(row, draw)
        assert example, row
        assert len(example.ids) - 1 - example.first <= MOST_READ
        assert example.first <= MOST_ASKED + MOST_ABOVE + 3
        if row.answer:
            read = coder._tokenizer.decode(example.ids[example.start : example.end + 1].tolist())
            assert bare(row.answered) in bare(read), (row, read)
            assert example.sentences[example.sentence] <= example.start
        else:
            assert (example.start, example.end, example.sentence) == (0, 0, -1)


def test_a_window_is_a_part_of_the_text_around_the_answer(coder: Coder) -> None:
    sizes = set()
    for seed in range(20):
        example = coder.example(HARBOUR_ROW, random.Random(seed))
        assert example
        assert window(coder, example).strip() in HARBOUR
        assert "1871" in window(coder, example)
        sizes.add(len(example.sentences))
    assert len(sizes) > 1


def test_an_answer_in_a_sentence_longer_than_a_window_is_shown_with_a_part_of_it(coder: Coder) -> None:
    text = "word " * 400 + "needle" + " word" * 400
    row = Row("what?", "en", "", "", text, (2000, 2006), "made")
    example = coder.example(row, random.Random(1))
    assert example
    assert "needle" in window(coder, example)
    assert not coder.example(replace(row, answer=(0, 4000)), random.Random(1))


def test_near_misses_do_not_hold_the_answer(coder: Coder) -> None:
    """The sentence is cut out; a year or a name is another; another text is read that shares words with the question."""
    other = Row(
        "When was the tunnel of Marwell built?", "en", "Marwell", "", "The tunnel of Marwell was built in 1902. It is dry.", (35, 39), "made"
    )  # fmt: skip
    year = Row("Who dug the harbour in 1871?", "en", "Lindwick", "", HARBOUR, (43, 54), "made")
    misses = Misses(
        [HARBOUR_ROW, other, year, replace(year, question="Who built it in 1902?", text="In 1902.", answer=None)], coder
    )
    draw = random.Random(3)
    cut = misses.cut(HARBOUR_ROW, draw)
    assert cut
    assert "1871" not in window(coder, cut)
    assert cut.kind == "made-cut"
    alike = misses.alike(HARBOUR_ROW, draw)
    assert alike
    assert "1871" not in window(coder, alike)
    swapped = misses.swapped(year, draw)
    assert swapped
    assert "1871" not in coder._tokenizer.decode(swapped.ids[: swapped.first].tolist())
    assert window(coder, swapped).strip() == HARBOUR
    assert (cut.start, alike.start, swapped.start) == (0, 0, 0)


def test_an_answer_that_another_sentence_repeats_is_not_cut_out(coder: Coder) -> None:
    text = "It was dug in 1871. In 1871 it rained."
    row = Row("When was it dug?", "en", "", "", text, (14, 18), "made")
    assert Misses([row], coder).cut(row, random.Random(1)) is None


def test_most_answerable_rows_get_a_near_miss(found: dict[str, list[Row]], coder: Coder) -> None:
    made = list(examples_of(found["drcd"], coder, 0.8, random.Random(1)))
    answerable = sum(example.start > 0 for example in made)
    assert answerable == len(found["drcd"])
    assert 0.5 * answerable < len(made) - answerable <= answerable


def test_thai_ends_sentences_at_blanks_far_apart() -> None:
    text = "ก" * 70 + " " + "ข" * 30
    assert sentences(text, "th") == [(0, 71), (71, 101)]
    assert sentences(text, "") == [(0, 101)]


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


def test_beside_a_question_asked_again_stand_its_near_misses(coder: Coder) -> None:
    other = replace(HARBOUR_ROW, text=HARBOUR.replace("Vance", "Brook").replace("1871", "1902"))
    made = list(reasked_examples([HARBOUR_ROW, other], coder, random.Random(3)))
    assert {example.kind for example in made} >= {"made", "made-alike"}
    assert sum(example.start > 0 for example in made) == 4


def few(coder: Coder) -> list[Example]:
    """Some examples of two kinds."""
    asked = replace(HARBOUR_ROW, question="Does it snow in Lindwick?", answer=None, kind="made-none")
    made = [coder.example(row, random.Random(seed), width=40) for seed in range(6) for row in (HARBOUR_ROW, asked)]
    return [each for each in made if each]


def test_packed_examples_come_back_as_they_were(tmp_path: Path, coder: Coder) -> None:
    made = few(coder)
    save(tmp_path / "examples.npz", {"one": pack(made), "none": pack([])})
    pools = load(tmp_path / "examples.npz")
    assert list(pools) == ["one", "none"]
    assert len(pools["none"]) == 0
    for given, back in zip(made, pools["one"], strict=True):
        np.testing.assert_equal(back, given)


def test_batches_are_of_examples_of_like_lengths_and_heavier_pools_come_more_often(coder: Coder) -> None:
    light, heavy = few(coder), [each._replace(kind="heavy") for each in few(coder)]
    batches = drawn({"light": light, "heavy": heavy}, {"heavy": 3.0}, 600, seed=1)
    some = [next(batches) for _ in range(200)]
    assert all(len(batch) * max(len(each.ids) for each in batch) <= 600 for batch in some)
    kinds = Counter(each.kind == "heavy" for batch in some for each in batch)
    assert kinds[True] / kinds.total() == pytest.approx(0.75, abs=0.05)
    again = drawn({"light": light, "heavy": heavy}, {"heavy": 3.0}, 600, seed=1)
    np.testing.assert_equal([next(again) for _ in range(200)], some)


def test_a_batch_allows_answers_in_the_window_or_none_at_all(coder: Coder) -> None:
    example = few(coder)[0]
    batch = batch_of([example])
    allowed = np.flatnonzero(batch.allowed[0].numpy() == 0)
    assert allowed.tolist() == [0, *range(example.first, len(example.ids) - 1)]
    np.testing.assert_allclose(batch.means[0].sum(1), 1, rtol=1e-6)
    assert int(batch.sentences[0]) == example.sentence + 1


def test_the_table_looks_up_what_the_reader_will_be_given() -> None:
    pieces = load_wordpieces()
    ids = pieces.encode(["A harbour was dug. 港口建于哪年？"])[0].ids[None]
    np.testing.assert_allclose(Table()(torch.from_numpy(ids)).numpy(), pieces.vectors(ids), atol=1e-5)


SMALL = Settings(layers=1, frozen=0, rate=1e-3, fading=0.9, pieces=400, examples=36, every=1e9)


def weights_of(reader: Reader) -> dict[str, np.ndarray]:
    return {name: values.numpy() for name, values in reader.state_dict().items()}


@pytest.mark.slow
def test_training_learns_and_goes_on_where_it_was_stopped(
    tmp_path: Path, coder: Coder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two runs of a seed are one; a run that is stopped is gone on with to its end, on other batches."""
    torch.set_num_threads(1)
    made = few(coder)
    save(tmp_path / "examples-0.npz", {"made 0": pack(made)})

    def trained(name: str) -> Any:
        seeds: list[int] = []

        def batches(seed: int) -> Iterator[Batch]:
            seeds.append(seed)
            return loaded(Batches(tmp_path, "examples-?.npz", {"made": 2.0}, SMALL.pieces, seed), 0, pinned=False)

        return fit(batches, made, None, tmp_path / name, SMALL), seeds

    whole, seeds = trained("first.pt")
    assert "met" in capsys.readouterr().out
    np.testing.assert_equal(weights_of(trained("again.pt")[0]), weights_of(whole))
    step = fitting.Training.step

    def stopped(training: fitting.Training, batch: Batch) -> torch.Tensor:
        if training.steps == 3:
            raise KeyboardInterrupt
        return step(training, batch)

    capsys.readouterr()
    monkeypatch.setattr(fitting.Training, "step", stopped)
    trained("second.pt")
    monkeypatch.setattr(fitting.Training, "step", step)
    resumed, seeds_after = trained("second.pt")
    assert "going on from step 3" in capsys.readouterr().out
    assert seeds_after == [seeds[0] + 3]
    whole, resumed = weights_of(whole), weights_of(resumed)
    assert not np.array_equal(resumed["head.weight"], whole["head.weight"])
    torch.manual_seed(0)
    untrained = weights_of(Reader(1))
    assert not np.array_equal(untrained["head.weight"], whole["head.weight"])


def test_examples_that_are_written_meanwhile_join_the_training(tmp_path: Path, coder: Coder) -> None:
    """Each file is gone through once, then the next."""
    first, second = few(coder)[:2]
    save(tmp_path / "examples-0.npz", {"made 0": pack([first] * 3)})
    drawn_later = iter(Batches(tmp_path, "examples-?.npz", {}, 1, 0))
    lengths = [next(drawn_later).spans.tolist() for _ in range(3)]
    save(tmp_path / "examples-1.npz", {"made 0": pack([second] * 3)})
    later = [next(drawn_later).spans.tolist() for _ in range(3)]
    assert {str(each) for each in lengths} == {str([[first.start, first.end]])}
    assert str([[second.start, second.end]]) in map(str, later)


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


def test_the_rate_rises_and_falls() -> None:
    rates = [fitting.rate_at(done) for done in np.linspace(0, 1, 101)]
    assert rates[0] < 0.1
    assert max(rates) == 1.0
    assert rates[-1] == pytest.approx(0.01)


def test_the_curve_tells_right_spans_from_wrong_ones(coder: Coder) -> None:
    """A score that knows the answers has every figure at its best."""

    def score(examples: Sequence[Example]) -> tuple[np.ndarray, np.ndarray]:
        longest, most = max(len(each.ids) for each in examples), max(len(each.sentences) for each in examples) + 1
        pieces, of_sentences = (
            np.zeros((len(examples), longest, 2), np.float32),
            np.zeros((len(examples), most), np.float32),
        )
        for row, each in enumerate(examples):
            pieces[row, each.start, 0] = pieces[row, each.end, 1] = of_sentences[row, each.sentence + 1] = 5
        return pieces, of_sentences

    assert figures(few(coder), score) == (
        "met 1.000 exact 1.000 sentence 1.000; none 1.000 by span, 1.000 by sentence"
    )  # fmt: skip
    assert auroc(np.array([2.0, 3.0]), np.array([1.0, 2.5])) == 0.75


@pytest.mark.parametrize(("whole", "apart"), [(True, 1e-4), (False, 0.2)])
def test_the_exported_network_gives_the_scores_of_the_trained_one(tmp_path: Path, whole: bool, apart: float) -> None:
    """In 32 bits the same, in 8 bits nearly."""
    torch.manual_seed(1)
    reader = Reader(1).eval()
    export(reader, tmp_path / "reader.onnx", whole=whole)
    session = onnxruntime.InferenceSession(tmp_path / "reader.onnx", providers=["CPUExecutionProvider"])
    vectors = torch.randn(1, 11, WIDTH)
    (scores,) = session.run(None, {"vectors": vectors.numpy()})
    with torch.no_grad():
        expected = reader(vectors, torch.ones(1, 11)).numpy()
    assert np.abs(scores - expected).max() < apart
