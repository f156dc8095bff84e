"""The recipe keeps what the model is measured on out of its training, and writes what two libraries read."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel

from embeddings.training.export import export
from embeddings.training.overlap import overlaps, shingles_of, without_evaluation_texts
from embeddings.training.tokenizer import train_tokenizer
from embeddings.training.trainer import Settings, Texts, train

PARAGRAPH = "一段用来衡量模型的文字,它不应当出现在训练数据里,一个字也不行,前前后后都要仔细检查清楚才算数。"
PAIRS = [
    ("kind", "the union opened a library", "工会开了一个图书馆"),
    ("kind", "copied: " + PARAGRAPH[3:], "抄来的文字"),
    ("kind", "another sentence", "另" + PARAGRAPH + "尾巴"),
    ("kind", PARAGRAPH[:30], "太短,不算"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one evaluation set of one paragraph."""
    (tmp_path / "eval").mkdir()
    question = {"id": "1", "question": "问什么?", "answers": []}
    content = {"data": [{"title": "t", "paragraphs": [{"context": PARAGRAPH, "qas": [question]}]}]}
    (tmp_path / "eval/set.json.gz").write_bytes(gzip.compress(json.dumps(content).encode()))
    return tmp_path


def test_pairs_that_overlap_with_an_evaluation_text_are_left_out(data: Path) -> None:
    """Wherever the copy begins, and whatever stands around it; a short coincidence is none."""
    assert without_evaluation_texts(PAIRS, data) == [PAIRS[0], PAIRS[3]]


def test_blanks_do_not_hide_a_copy() -> None:
    """Layout may differ."""
    shingles = shingles_of([PARAGRAPH])
    assert overlaps("前言 " + " ".join(PARAGRAPH), shingles)
    assert not overlaps(PARAGRAPH[:39] + "!" + PARAGRAPH[40:], shingles)


@pytest.mark.slow
def test_training_brings_pairs_together_and_is_seeded(tmp_path: Path) -> None:
    """Words that were paired lie closer than others; the same seed gives the same vectors; the folder is readable."""
    words = {"union": "工会", "library": "图书馆", "member": "会员", "year": "年份", "river": "河流", "green": "绿色"}
    pairs = list(words.items()) * 60
    texts = [text for pair in pairs for text in pair]
    tokenizer = train_tokenizer(texts, 80, seed=1)
    settings = Settings(seed=1, tokens=tokenizer.get_vocab_size(), dim=16, batch=6, epochs=6, rate=0.05)
    first, second = (Texts(tokenizer, [pair[side] for pair in pairs], settings.longest) for side in (0, 1))
    kinds = ["words"] * len(pairs)
    vectors = train(first, second, kinds, {}, settings)
    assert np.array_equal(vectors, train(first, second, kinds, {}, settings))
    export(tmp_path, tokenizer, vectors)
    model = StaticModel.from_pretrained(tmp_path, force_download=False)
    english, chinese = model.encode(list(words)), model.encode(list(words.values()))
    assert list((english @ chinese.T).argmax(axis=1)) == list(range(len(words)))
