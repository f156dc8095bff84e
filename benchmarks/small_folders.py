"""Folders of one to fifty paragraphs of a reading set, each a document of its own, as a new user's first folder is.

A question is asked three times: with its paragraph among them; with a text beside it in that place (the documents speak
of the thing, but don't say); and with a paragraph of another article (they speak of other things). Beside it stands another
paragraph of the article, or, where documents are cut to at most three sentences, what the cut left out.
"""

import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.data import Asked, ReadingSet
from qa.evaluation.relevance import contains_answer
from qa.indexing.build import build_index
from qa.text.sentences import sentence_spans

THERE, BESIDE, ELSEWHERE = "there", "beside", "elsewhere"
SIZES = (1, 2, 3, 5, 10, 20, 50)
_ASKED = 3  # questions of a paragraph, at most
_SENTENCES = 3  # of a document that is cut, at most


@dataclass(frozen=True, slots=True)
class Folder:
    """An index of a few paragraphs, and the questions to ask it; `draw` is the number of the paragraph they are about."""

    draw: int
    size: int
    kind: str
    index: Path
    questions: tuple[Asked, ...]


def folders(
    made: ReadingSet, draws: int, sizes: Sequence[int] = SIZES, *, short: bool = False, seed: int = 8
) -> Iterator[Folder]:
    """Indexes of `made`, each gone when the next one is asked for.

    Args:
        made: The set.
        draws: So many paragraphs with their questions, for each size and kind.
        sizes: Paragraphs of an index.
        short: Cut each paragraph to one to three sentences, and ask one question about it.
        seed: Of what is drawn.

    Yields:
        A folder each, indexed.
    """
    draw = random.Random(seed)
    questions = defaultdict(list)
    for asked in made.questions:
        questions[asked.paragraph].append(asked)
    for number, gold in enumerate(draw.sample(sorted(questions), min(draws, len(questions)))):
        some = tuple(draw.sample(questions[gold], min(1 if short else _ASKED, len(questions[gold]))))
        firsts, others = _documents(made, gold, some, short, draw)
        drawn = draw.sample(others, max(sizes) - 1)
        for size in sizes:
            with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
                rest = [_document(made, row, made.paragraphs[row], short, (), draw) for row in drawn[: size - 1]]
                for kind, first in firsts.items():
                    _write([first, *rest], Path(folder) / "docs")
                    build_index(Path(folder) / "docs", Path(folder) / "index")
                    yield Folder(number, size, kind, Path(folder) / "index", some)


def _documents(
    made: ReadingSet, gold: int, questions: tuple[Asked, ...], short: bool, draw: random.Random
) -> tuple[dict[str, str], list[int]]:
    """The document of each kind, and the paragraphs of other articles that hold no answer."""
    answers = tuple(answer for asked in questions for answer in asked.answers)
    silent = [row for row, text in enumerate(made.paragraphs) if row != gold and not contains_answer(text, answers)]
    others = [row for row in silent if made.titles[row] != made.titles[gold]]
    beside = [made.paragraphs[row] for row in silent if made.titles[row] == made.titles[gold]]
    if short:
        left = [text for text in _sentences(made.paragraphs[gold]) if not contains_answer(text, answers)]
        beside = ["".join(left)] if left else []
    found = {
        THERE: _document(made, gold, made.paragraphs[gold], short, answers, draw),
        ELSEWHERE: _document(made, other := draw.choice(others), made.paragraphs[other], short, (), draw),
    }
    if beside:
        found[BESIDE] = _document(made, gold, draw.choice(beside), short, (), draw)
    return found, [row for row in others if row != other]


def _document(made: ReadingSet, row: int, text: str, short: bool, answers: tuple[str, ...], draw: random.Random) -> str:
    """A paragraph under its title; if cut, to neighbouring sentences, among them the first that holds an answer."""
    if short:
        sentences = _sentences(text)
        holding = [at for at, sentence in enumerate(sentences) if contains_answer(sentence, answers)]
        length, at = draw.randint(1, _SENTENCES), holding[0] if holding else draw.randrange(len(sentences))
        start = max(0, at - draw.randrange(length))
        text = "".join(sentences[start : start + length])
    return f"# {made.titles[row]}\n\n{text}\n"


def _sentences(text: str) -> list[str]:
    """The sentences of a text with the blanks behind them."""
    starts = [start for start, _ in sentence_spans(text)]
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _write(texts: Sequence[str], docs: Path) -> None:
    docs.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (docs / f"{number}.md").write_text(text, "utf-8")
