"""The closer looks: token by token with the built-in model, and by a reranker."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentence_transformers import CrossEncoder
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from embeddings import EncoderUnavailable, load_builtin, load_reranker
from qa import Assistant, build_index
from qa.settings import Settings
from qa.text.numbers import numbers
from tests.conftest import LetterEncoder

SENTENCES = ["内蒙古有工会会员371.3万人。", "The library opens at nine.", "今天的天气非常好。"]


def test_a_passage_fits_by_its_best_words_whatever_stands_around_them() -> None:
    """Ten sentences about the weather don't hide the one that was asked for, in another language either."""
    padding = ["今天的天气非常好,明天也会是晴天。"] * 10
    for question in ("工会会员有多少人?", "How many members does the trade union have?"):
        with_answer, without = load_builtin().match(question, [[*padding, SENTENCES[0]], padding])
        assert with_answer > without + 0.03


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.text(max_size=30), st.lists(st.lists(st.text(max_size=20), max_size=3), max_size=4))
def test_every_match_is_a_share(question: str, passages: list[list[str]]) -> None:
    """Between 0 and 1, one for each passage, for any texts; the same when asked again."""
    scores = load_builtin().match(question, passages)
    assert scores.shape == (len(passages),)
    assert np.all((scores >= 0) & (scores <= 1 + 1e-5))
    assert np.allclose(scores, load_builtin().match(question, passages))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工会十二大", {"12"}),
        ("二〇二四年", {"2024"}),
        ("3,958万元", {"3958", "39580000"}),
        ("3.713 million", {"3.713", "3713000"}),
        ("371.3万", {"371.3", "3713000"}),
        ("三百七十一万三千", {"3713000"}),
        ("May 1, 2023", {"5", "1", "2023"}),
        ("第一百零五次", {"105"}),
        ("三千五百万", {"35000000"}),
        ("两亿三千万零四", {"230000004"}),
        ("十", {"10"}),
        ("万 亿 百千", set()),
        ("١٢", {"12"}),
        ("", set()),
    ],
)
def test_numbers_in_words_are_those_in_digits(text: str, expected: set[str]) -> None:
    """So that a question about the 12th congress fits 十二大."""
    assert numbers(text) == expected


@given(st.text("零一二三十百千万亿〇12,.", max_size=60))
def test_any_run_of_numerals_is_read_or_left(text: str) -> None:
    """Never an error."""
    assert all(number.replace(".", "").isdigit() for number in numbers(text))


@pytest.fixture(scope="module")
def small_reranker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of one tiny layer with random weights."""
    folder = tmp_path_factory.mktemp("rerankers")
    words = ["[UNK]", "[PAD]", "[CLS]", "[SEP]", "library", "opens", "union", "books"]
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    names = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(folder / "base")
    shape: Any = {
        "num_labels": 1,
        "hidden_size": 8,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 8,
    }
    config = BertConfig(vocab_size=len(words), max_position_embeddings=64, **shape)
    BertForSequenceClassification(config).save_pretrained(folder / "base")
    CrossEncoder(str(folder / "base"), device="cpu").save_pretrained(str(folder / "small"))
    return folder / "small"


def test_a_reranker_scores_question_and_passage_together(small_reranker: Path) -> None:
    """In [0, 1], one for each passage."""
    reranker = load_reranker(str(small_reranker))
    scores = reranker.scores("library opens", ["books", "library", "union"])
    assert scores.shape == (3,)
    assert np.all((scores >= 0) & (scores <= 1))


def test_a_reranker_orders_what_was_retrieved(
    docs: Path, index_path: Path, encoder: LetterEncoder, small_reranker: Path
) -> None:
    """The same passages as without it, by its own scores; quotes stay exact."""
    build_index(docs, index_path)
    plain, reranked = (
        Assistant.open(index_path, settings=Settings(reranker=name)) for name in (None, str(small_reranker))
    )
    question = "How many books may members borrow?"
    first, second = plain.search(question), reranked.search(question)
    assert {hit.row for hit in first} == {hit.row for hit in second}
    assert [hit.score for hit in second] == sorted((hit.score for hit in second), reverse=True)
    assert reranked.ask(question).question == question


def test_a_reranker_that_is_none_is_refused(
    small_reranker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is nowhere, a folder without weights: one line each."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "empty").mkdir()
    for name in ("nobody/no-such-reranker", str(tmp_path / "empty")):
        with pytest.raises(EncoderUnavailable) as raised:
            load_reranker(name)
        assert "\n" not in str(raised.value)
