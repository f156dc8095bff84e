"""Questions as the reader meets them: imported, indexed and retrieved as in the product, with what is right among them.

Each question comes as it is; with the passages around its answer taken away (the documents are silent); and, where it
names its article, with another article's name in that place (a near miss: the same words about something else).
"""

import json
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import ReadingSet
from benchmarks.reading_sets import Squad
from benchmarks.small_folders import GOLD, THERE, folders
from qa.assistant import READ_HITS
from qa.build import build_index
from qa.closeness import Closeness
from qa.evaluation.questions import Anchor, Question
from qa.evaluation.relevance import contains_answer
from qa.evaluation.squad import DOCUMENTS, import_squad
from qa.features import Asked, Candidate, candidates
from qa.index import Index
from qa.reader import read
from qa.retriever import hits, rank
from qa.settings import Settings
from qa.spans import cut
from qa.types import Hit

AS_IT_IS, REMOVED, SWAPPED, REPLACED = "as it is", "removed", "swapped", "replaced"
_NEARBY = 1200  # characters around an answer that may speak of it


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the features of each candidate, (n, features), which of them answer, and their passages.

    `close` says how each token of the question fares in each candidate.
    """

    kind: str
    features: NDArray[np.float64]
    close: Closeness
    right: NDArray[np.bool_]
    passages: NDArray[np.int64]


def examples_of(made: Squad, limit: int | None = None, seed: int = 1, questions: Squad | None = None) -> list[Example]:
    """The examples of a set.

    Args:
        made: The set.
        limit: At most so many of its questions, drawn at random.
        seed: Of what is drawn.
        questions: Take the questions from this set, by their ids (another language). A near miss of one is its
            `swapped`, about the article of the title `about`.
    """
    draw = random.Random(seed)
    with indexed(made) as (index, asked):
        others = entries_of(questions) if questions else {}
        chosen = draw.sample(asked, limit) if limit and len(asked) > limit else asked
        return [
            example
            for question in chosen
            if not questions or question.id in others
            for example in _variants(index, question, others.get(question.id), draw)
        ]


@contextmanager
def indexed(made: Squad) -> Iterator[tuple[Index, list[Question]]]:
    """An index of the documents of a set, while it is needed, and the set's questions that say where the answer stands."""
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        path = Path(folder) / "set.json"
        path.write_text(json.dumps(made), "utf-8")
        asked = [q for q in import_squad(path, Path(folder) / "set").questions if q.anchors]
        build_index(Path(folder) / "set" / DOCUMENTS, Path(folder) / "index")
        yield Index.open(Path(folder) / "index"), asked


def small_examples(made: ReadingSet, draws: int, sizes: Sequence[int], *, short: bool) -> list[Example]:
    """The examples of indexes of a few paragraphs (see `small_folders`); there, a paragraph that is gone is replaced."""
    examples: list[Example] = []
    for folder in folders(made, draws, sizes, short=short, seed=9):
        index = Index.open(folder.index)
        for asked in folder.questions:
            found = hits(index, rank(index, asked.question, Settings())[:READ_HITS])
            answers = asked.answers if folder.kind == THERE else ()
            kind = AS_IT_IS if answers else REPLACED
            examples += _labelled(index, asked.question, kind, found, partial(_answers, answers))
    return examples


def confidences_of(index_path: Path, questions: Sequence[Question]) -> list[tuple[str, float]]:
    """The reader's confidence in each anchored question as it is, and with the passages around its answer taken away."""
    index = Index.open(index_path)
    found: list[tuple[str, float]] = []
    for question in questions:
        if not question.anchors:
            continue
        near = hits(index, rank(index, question.question, Settings())[: 3 * READ_HITS])
        far = [hit for hit in near if not any(_is_near(hit, anchor) for anchor in question.anchors)]
        for kind, listed in ((AS_IT_IS, near), (REMOVED, far)):
            reading = read(
                question.question,
                listed[:READ_HITS],
                index.lexical.idf,
                index.lexical.holds,
                index.lens,
                index.catalogue.opening,
                top=1,
            )
            found.append((kind, reading.confidence))
    return found


def _variants(
    index: Index, question: Question, other: Mapping[str, str] | None, draw: random.Random
) -> Iterator[Example]:
    text = other["question"] if other else question.question
    ranked = rank(index, text, Settings())
    found = hits(index, ranked[: 3 * READ_HITS])
    yield from _example(index, text, AS_IT_IS, found[:READ_HITS], question.anchors)
    far = [hit for hit in found if not any(_is_near(hit, anchor) for anchor in question.anchors)]
    yield from _example(index, text, REMOVED, far[:READ_HITS], ())
    swapped, about = _swapped(index, question, other, draw)
    if swapped:
        again = hits(index, rank(index, swapped, Settings())[: 3 * READ_HITS])
        # Without the other article itself: it may well answer.
        about_others = [hit for hit in again if hit.passage.title != about]
        yield from _example(index, swapped, SWAPPED, about_others[:READ_HITS], ())


def _swapped(index: Index, question: Question, other: Mapping[str, str] | None, draw: random.Random) -> tuple[str, str]:
    """The question about another article, and that one's title; empty when it does not name its article."""
    if other:
        return other.get("swapped", ""), other.get("about", "")
    titles = index.catalogue.titles
    title = titles[question.sources[0]]
    if len(title) < 2 or title not in question.question:
        return "", ""
    about = draw.choice(sorted(set(titles.values()) - {title}))
    return question.question.replace(title, about), about


def _example(index: Index, text: str, kind: str, found: Sequence[Hit], anchors: Sequence[Anchor]) -> Iterator[Example]:
    yield from _labelled(index, text, kind, found, lambda listed: any(_holds(listed, anchor) for anchor in anchors))


def _labelled(
    index: Index, text: str, kind: str, found: Sequence[Hit], is_right: Callable[[Candidate], bool]
) -> Iterator[Example]:
    listed, close = candidates(Asked.of(text, index.lexical.idf), found, index.lens, index.catalogue.opening)
    if close is not None:
        yield Example(
            kind,
            np.stack([candidate.features for candidate in listed]),
            close,
            np.array([is_right(candidate) for candidate in listed], dtype=bool),
            np.array([candidate.hit.row for candidate in listed]),
        )


def _answers(answers: Sequence[str], candidate: Candidate) -> bool:
    return candidate.hit.passage.source == GOLD and contains_answer(candidate.text, answers)


def _holds(candidate: Candidate, anchor: Anchor) -> bool:
    passage = candidate.hit.passage
    spans = cut(passage.spans, candidate.span.start, candidate.span.end)
    return anchor.source == passage.source and any(s.start <= anchor.start and anchor.end <= s.end for s in spans)


def _is_near(hit: Hit, anchor: Anchor) -> bool:
    passage = hit.passage
    return (
        passage.source == anchor.source
        and passage.start < anchor.end + _NEARBY
        and anchor.start - _NEARBY < passage.end
    )


def entries_of(made: Squad) -> dict[str, dict[str, str]]:
    """The entries of a set's questions by their ids."""
    entries = (entry for article in made["data"] for paragraph in article["paragraphs"] for entry in paragraph["qas"])
    return {str(entry["id"]): entry for entry in entries}
