"""Fits the network that marks the answering words of a quote, and writes it into `qa/marker.json`.

    python -m benchmarks.fit_marker [--data DIR] [--check]

For each question of the development sets and of the Thai training side, the sentence that holds the answer: a softmax
over the longest stretches of at most half of it, and the likelihood of those that hold an answer whole. The questions of
the development sets come once more word by word in other languages, so that a word that the question says itself is not
the only guide.
Every other question checks what was fitted on the rest: the share of sentences whose mark holds an answer, of all of
them and by what is asked; `most` is the share in which any such stretch does, `network` the share without the rule for
figures with their units, which marks less and just what is asked for.
"""

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.across_languages import glossed
from benchmarks.data import DEFAULT
from benchmarks.examples import entries_of, indexed
from benchmarks.reading_sets import DEVELOPMENT, Squad, public, thai
from embeddings.static import StaticEncoder, load_builtin
from embeddings.training.glossing import Glossary
from qa.asked import DATE, NAME, NUMBER, OTHER
from qa.evaluation.questions import Anchor, Question
from qa.evaluation.relevance import contains_answer
from qa.features import Asked
from qa.marker import FILE, best_window, features_of, load_marker
from qa.marking import marks
from qa.spans import cut
from qa.types import Passage, Span
from qa.units import longest_windows

HIDDEN, EPOCHS, BATCH, RATE, DECAY = 24, 12, 32, 4e-3, 1e-2
SEEDS = (1, 2, 3)  # of the networks of an ensemble: one network as wide as all of them
LIMIT = 1500  # questions of the Thai set
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the sentence that answers it, with the features of its words and which windows hold an answer."""

    name: str
    number: int
    asked: Asked
    sentence: str
    context: str
    answers: tuple[str, ...]
    features: Numbers
    windows: NDArray[np.int64]
    right: NDArray[np.bool_]


class Net(torch.nn.Module):
    """One hidden layer, and three numbers for each word."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.first = torch.nn.Linear(inputs, HIDDEN)
        self.second = torch.nn.Linear(HIDDEN, 3)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """(..., inputs) to (..., 3)."""
        scores: torch.Tensor = self.second(torch.relu(self.first(inputs)))
        return scores


def main() -> None:
    """Fit on halves and check, fit on all, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_marker", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--check", action="store_true", help="only fit on halves and check; write nothing")
    options = parser.parse_args()
    torch.set_num_threads(1)
    encoder = load_builtin()
    examples = read_examples(options.data, encoder)
    kept = FILE.read_text("utf-8") if FILE.is_file() else None
    print("| fitted on | checked on | sentences | most | network | marked | number | date | name | other |")
    print("|---" * 10 + "|")
    for half in (0, 1):
        _write(fit([example for example in examples if example.number % 2 == half]))
        for name in dict.fromkeys(example.name for example in examples):
            others = [example for example in examples if example.name == name and example.number % 2 != half]
            print(f"| half {half} | {name}, the other | {check(others, encoder)} |", flush=True)
    if not options.check:
        _write(fit(examples))
    elif kept is not None:
        FILE.write_text(kept, "utf-8")


def read_examples(data: Path, encoder: StaticEncoder) -> list[Example]:
    """Those of the development sets, as they are and word by word in other languages, and of the Thai one."""
    examples: list[Example] = []
    glossary = Glossary.of(data)
    for name in DEVELOPMENT:
        translated = glossed(public(data, name), glossary)
        examples += examples_of(name, public(data, name), encoder, translated=translated)
    return examples + list(examples_of("thai", thai(data), encoder, limit=LIMIT))


def examples_of(
    name: str, made: Squad, encoder: StaticEncoder, translated: Squad | None = None, limit: int | None = None
) -> Iterator[Example]:
    """The examples of a set, and of its questions in other languages, which ask for the same kind of thing."""
    others = entries_of(translated) if translated else {}
    with indexed(made) as (index, questions):
        passages = {source: [p for _, p in index.catalogue.passages_of(source)] for source in index.catalogue.sources}
        if limit and len(questions) > limit:
            questions = random.Random(1).sample(questions, limit)
        for number, question in enumerate(questions):
            if not (held := _holding(passages[question.anchors[0].source], question.anchors[0])):
                continue
            asked = Asked.of(question.question, index.lexical.idf)
            yield from _example(name, number, question, asked, *held, encoder)
            if question.id in others:
                other = replace(Asked.of(others[question.id]["question"], index.lexical.idf), kind=asked.kind)
                yield from _example(f"{name} glossed", number, question, other, *held, encoder)


def fit(examples: Sequence[Example]) -> list[dict[str, list[float]]]:
    """The layers of an ensemble, as `qa.marker` reads them, with the standardisation worked into the first."""
    useful = [example for example in examples if example.right.any() and not example.right.all()]
    rows = np.concatenate([example.features for example in useful])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-3
    members = [_fit(useful, mean, scale, seed) for seed in SEEDS]
    first = np.concatenate([net.first.weight.detach().numpy() / scale for net in members])
    bias = np.concatenate([net.first.bias.detach().numpy() for net in members]) - first @ mean
    second = np.concatenate([net.second.weight.detach().numpy().T for net in members]) / len(members)
    last = np.mean([net.second.bias.detach().numpy() for net in members], axis=0)
    return [
        {"weights": np.round(w, 4).tolist(), "bias": np.round(b, 4).tolist()}
        for w, b in ((first.T, bias), (second, last))
    ]


def check(examples: Sequence[Example], encoder: StaticEncoder) -> str:
    """How many there are, the most that can be marked, what the network finds, what is marked, and that by what is asked."""
    right = np.array([_is_marked(example, encoder) for example in examples])
    kinds = np.array([example.asked.kind for example in examples])
    alone = np.mean([_is_found(example) for example in examples])
    most = np.mean([example.right.any() for example in examples])
    by_kind = [
        f"{right[kinds == kind].mean():.2f}" if (kinds == kind).any() else "" for kind in (NUMBER, DATE, NAME, OTHER)
    ]
    return " | ".join([str(len(examples)), f"{most:.3f}", f"{alone:.3f}", f"{right.mean():.3f}", *by_kind])


def _is_found(example: Example) -> bool:
    windows = [(int(first), int(last)) for first, last in example.windows]
    return bool(example.right[windows.index(best_window(load_marker()(example.features), windows))])


def _is_marked(example: Example, encoder: StaticEncoder) -> bool:
    sentence = example.sentence
    marked = marks(example.asked, sentence, example.context, encoder, len(sentence) // 2)
    return any(contains_answer(sentence[start:end], example.answers) for start, end in marked)


def _example(
    name: str, number: int, question: Question, asked: Asked, passage: Passage, span: Span, encoder: StaticEncoder
) -> Iterator[Example]:
    sentence, answers = passage.text[span.start : span.end], question.answers or ()
    spans, features = features_of(asked, sentence, passage.context, encoder)
    windows = list(longest_windows(spans, len(sentence) // 2))
    right = [contains_answer(sentence[spans[first].start : spans[last].end], answers) for first, last in windows]
    if windows:
        numbers = np.array(windows, dtype=np.int64)
        yield Example(name, number, asked, sentence, passage.context, answers, features, numbers, np.array(right))


def _holding(passages: Sequence[Passage], anchor: Anchor) -> tuple[Passage, Span] | None:
    """The sentence that holds the place of an answer, with its passage."""
    for passage in passages:
        for span in passage.sentences:
            if any(s.start <= anchor.start and anchor.end <= s.end for s in cut(passage.spans, span.start, span.end)):
                return passage, span
    return None


def _fit(examples: Sequence[Example], mean: Numbers, scale: Numbers, seed: int) -> Net:
    torch.manual_seed(seed)
    draw = random.Random(seed)
    net = Net(len(mean))
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=DECAY)
    steps = EPOCHS * -(-len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    ready = [((example.features - mean) / scale, example.windows, example.right) for example in examples]
    for _ in range(EPOCHS):
        # Sentences of about the same length together: less is spent on filling up.
        order = sorted(ready, key=lambda each: len(each[0]) * draw.uniform(0.8, 1.25))
        batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
        draw.shuffle(batches)
        for batch in batches:
            loss = _loss(net, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return net


def _loss(net: Net, batch: Sequence[tuple[Numbers, NDArray[np.int64], NDArray[np.bool_]]]) -> torch.Tensor:
    """Less the mean log-likelihood of the windows that hold an answer, among all of their sentence."""
    features = torch.nn.utils.rnn.pad_sequence([torch.tensor(each[0], dtype=torch.float32) for each in batch], True)
    windows = torch.nn.utils.rnn.pad_sequence([torch.tensor(each[1]) for each in batch], True)
    # 0 for a window that is none, 1 for one without an answer, 2 for one with.
    kinds = torch.nn.utils.rnn.pad_sequence([torch.tensor(each[2]) + 1 for each in batch], True)
    scores = net(features)
    total = torch.nn.functional.pad(scores[..., 0].cumsum(1), (1, 0))
    first, last = windows[..., 0], windows[..., 1]
    sums = total.gather(1, last + 1) - total.gather(1, first)
    sums = sums + scores[..., 1].gather(1, first) + scores[..., 2].gather(1, last)
    every, good = (sums.masked_fill(kinds < least, -1e9).logsumexp(1) for least in (1, 2))
    loss: torch.Tensor = (every - good).mean()
    return loss


def _write(layers: list[dict[str, list[float]]]) -> None:
    FILE.write_text(json.dumps(layers) + "\n", "utf-8")
    load_marker.cache_clear()


if __name__ == "__main__":
    main()
