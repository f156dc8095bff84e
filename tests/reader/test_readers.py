"""Readers by name: the built-in one, the fast one, and extractive models of other people."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onnx
import pytest
from onnx import TensorProto, helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import BertProcessing
from transformers import BertConfig, BertForQuestionAnswering, BertForSequenceClassification, PreTrainedTokenizerFast

from embeddings import EncoderUnavailable
from qa import Assistant, build_index
from qa.reader import read
from qa.reader.extractive import load_extractive
from qa.reader.network import NOTHING, Found
from qa.reader.readers import Reader, load_reader
from qa.reader.windows import Text
from qa.settings import FAST, STANDARD, Settings
from qa.text.sentences import sentence_spans
from qa.types import FacetFit, Facets, Hit, Passage, Period, Span
from tests.builders.terms import ANY_TERM
from tests.conftest import LetterEncoder

WORDS = ["[UNK]", "[PAD]", "[CLS]", "[SEP]", "library", "opens", "nine", "at", "books", "union", "when", "?", "."]
NINE = WORDS.index("nine")


def tokenizer() -> Tokenizer:
    """One piece a word."""
    made = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.normalizer = Lowercase()
    made.pre_tokenizer = Whitespace()
    made.post_processor = BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return made


@pytest.fixture(scope="module")
def of_transformers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny BERT with random weights and a head for answers."""
    folder = tmp_path_factory.mktemp("readers") / "bert"
    names = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer(), **names).save_pretrained(folder)
    shape: Any = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8}
    config = BertConfig(vocab_size=len(WORDS), max_position_embeddings=64, **shape)
    BertForQuestionAnswering(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def of_onnx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph that finds the word "nine" wherever it stands, and nothing else."""
    folder = tmp_path_factory.mktemp("readers") / "graph"
    folder.mkdir()
    tokenizer().save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"max_position_embeddings": 32}))
    write_graph(folder / "model.onnx", ("start_logits", "end_logits"))
    return folder


def write_graph(path: Path, outputs: Sequence[str]) -> None:
    """Five where a piece is "nine", zero elsewhere, for each of the outputs."""
    nodes = [
        helper.make_node("Equal", ["input_ids", "nine"], ["is"]),
        helper.make_node("Cast", ["is"], ["one"], to=TensorProto.FLOAT),
        *(helper.make_node("Mul", ["one", "five"], [name]) for name in outputs),
    ]
    given = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "n"])]
    told = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "n"]) for name in outputs]
    constants = [
        helper.make_tensor("nine", TensorProto.INT64, [], [NINE]),
        helper.make_tensor("five", TensorProto.FLOAT, [], [5.0]),
    ]
    graph = helper.make_graph(nodes, "reader", given, told, constants)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)


def text(words: str, above: str = "") -> Text:
    return Text(above, words, sentence_spans(words))


def test_a_graph_points_at_the_answer(of_onnx: Path) -> None:
    """In the sentence that says it, at its characters; what stands above is read and is no answer."""
    words = "Union books. Library opens at nine. Books."
    (found,) = load_extractive(str(of_onnx)).read("when library opens?", [text(words, "nine nine")])
    best = max(range(len(found)), key=lambda at: found[at].mass)
    assert words[slice(*sentence_spans(words)[best])].strip() == "Library opens at nine."
    assert words[found[best].start : found[best].end] == "nine"
    assert found[best].best == 10  # begin and end, against none of either at the first piece
    assert found[best].mass > found[best].best > found[0].best


def test_a_long_text_is_read_in_windows(of_onnx: Path) -> None:
    """More pieces than the model reads at once."""
    words = "Union books. " * 20 + "Library opens at nine."
    (found,) = load_extractive(str(of_onnx)).read("when?", [text(words)])
    assert words[found[-1].start : found[-1].end] == "nine"
    assert all(each != NOTHING for each in found)


def test_texts_without_sentences_have_nothing(of_onnx: Path) -> None:
    """And a question longer than a window is cut."""
    reader = load_extractive(str(of_onnx))
    assert reader.read("when?", [Text("nine", "", [])]) == [[]]
    (found,) = reader.read("when " * 100, [text("library opens at nine.")])
    assert len(found) == 1


def test_a_model_of_transformers_answers_in_exact_quotes(
    docs: Path, index_path: Path, encoder: LetterEncoder, of_transformers: Path
) -> None:
    """Random weights choose what they will; quotes are the documents' words all the same."""
    build_index(docs, index_path)
    assistant = Assistant.open(index_path, settings=Settings(reader=str(of_transformers), threshold=0.0))
    answer = assistant.ask("How many books may members borrow?")
    assert answer.quotes
    for quote in answer.quotes:
        whole = assistant.document(quote.passage.source).text
        assert quote.text == "".join(whole[start:end] for start, end in quote.spans)


def test_the_reader_of_the_settings_reads(docs: Path, index_path: Path, encoder: LetterEncoder, of_onnx: Path) -> None:
    """By name, or by the environment where none is given."""
    build_index(docs, index_path)
    standard, other = (Assistant.open(index_path, settings=Settings(reader=each)) for each in (STANDARD, str(of_onnx)))
    question = "How many books may members borrow?"
    assert standard.ask(question).confidence != other.ask(question).confidence


def test_the_environment_names_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it does the model of new indexes."""
    monkeypatch.setenv("YINJU_READER", FAST)
    assert Settings().reader == FAST
    assert Settings(reader=STANDARD).reader == STANDARD


class Sure:
    """Is as sure as it is told, of every sentence, and notes what it is given."""

    def __init__(self, odds: float) -> None:
        self.odds, self.asked = odds, list[tuple[str, str]]()

    def read(self, question: str, texts: Sequence[Text]) -> list[list[Found]]:
        self.asked += [(question, text.text) for text in texts]
        return [[Found(self.odds, self.odds, self.odds, 0, 1)] * len(text.sentences) for text in texts]


@pytest.mark.parametrize(("odds", "most"), [(1.0, 2), (-9.0, 4)])
def test_more_is_read_before_it_is_said_that_the_documents_do_not_say(odds: float, most: int) -> None:
    """Each passage once, and no sentence twice by itself."""
    texts = [f"Room {number} opens at nine. It has {number} books." for number in range(6)]
    passages = [
        Passage(f"{at}.txt", each, (Span(0, len(each)),), tuple(sentence_spans(each))) for at, each in enumerate(texts)
    ]
    hits = [Hit(row, passage, 1.0, 1.0) for row, passage in enumerate(passages)]
    network = Sure(odds)
    read(
        "When opens room 3?",
        hits,
        terms=ANY_TERM,
        opening=lambda _: "",
        top=3,
        reader=Reader(network, most=2, before_silence=4),
    )
    read_texts = [text for _, text in network.asked]
    assert [text for text in read_texts if text in texts] == texts[:most]
    assert len(read_texts) == len(set(read_texts))


def test_the_fast_reader_reads_less() -> None:
    """With the same network."""
    fast, standard = load_reader(FAST), load_reader(STANDARD)
    assert fast.network is standard.network
    assert fast.most < standard.most < standard.before_silence == fast.before_silence


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda folder: (folder / "tokenizer.json").unlink(), "No such file"),
        (lambda folder: (folder / "model.onnx").write_bytes(b"no graph"), "model.onnx cannot be read"),
        (lambda folder: write_graph(folder / "model.onnx", ("scores",)), "gives scores instead of start_logits"),
        (lambda folder: (folder / "model.onnx").unlink(), "has no .safetensors weights"),
    ],
)
def test_a_broken_folder_is_one_line(of_onnx: Path, tmp_path: Path, spoil: object, reason: str) -> None:
    """It names the folder and what is wrong."""
    folder = tmp_path / "broken"
    folder.mkdir()
    for file in of_onnx.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    spoil(folder)  # type: ignore[operator]
    with pytest.raises(EncoderUnavailable, match=reason) as raised:
        load_reader(str(folder))
    assert str(folder) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_model_for_something_else_is_refused(of_transformers: Path, tmp_path: Path) -> None:
    """Its head for answers would be random."""
    config = BertConfig.from_pretrained(of_transformers)
    BertForSequenceClassification(config).save_pretrained(tmp_path)
    PreTrainedTokenizerFast.from_pretrained(of_transformers).save_pretrained(tmp_path)
    with pytest.raises(EncoderUnavailable, match="it is a BertForSequenceClassification"):
        load_reader(str(tmp_path))


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("2009年全区粮食产量是多少?", "全区粮食产量是多少?"),
        ("What was the harvest in 2009?", "What was the harvest in ?"),
        ("粮食产量是多少?", "粮食产量是多少?"),
        ("2009?", "2009?"),
        ("2009年", "2009年"),
    ],
)
def test_a_report_of_the_year_that_is_asked_for_is_read_for_the_rest_of_the_question(question: str, left: str) -> None:
    """Its title names the year after; what names the year itself, or is of another, is read for the whole of it."""
    texts = ["粮食产量达到300万吨。", "粮食产量力争达到500万吨。", "2009年粮食产量达到300万吨。"]
    fits = [FacetFit(year=1.0), FacetFit(year=0.7), FacetFit(year=1.0)]
    of_2010 = Facets(periods=(Period(2010, 2010),))
    hits = [
        Hit(
            row,
            Passage(f"{row}.md", text, (Span(0, len(text)),), (Span(0, len(text)),), facets=of_2010),
            1.0,
            1.0,
            facets=fit,
        )
        for row, (text, fit) in enumerate(zip(texts, fits, strict=True))
    ]
    network = Sure(1.0)
    read(question, hits, ANY_TERM, lambda _: "", 1, Reader(network, most=3, before_silence=3))
    assert sorted(network.asked) == sorted([(left, texts[0]), (question, texts[1]), (question, texts[2])])
