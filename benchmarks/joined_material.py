"""Questions on documents as the product meets them, for the model that joins all evidence: indexed, retrieved, read.

Only questions that the network was not trained on: articles, documents and rows that its recipe holds out. Each is asked as
it is, some again with the passage of the answer taken away, and those that name their document with another one's name.
"""

import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import CONTEXTUAL, STATIC
from embeddings.training.reader.clauses import clause_rows
from embeddings.training.reader.mixture import TALKS, WRITTEN, held_sets
from embeddings.training.reader.public_sets import reading_sets
from embeddings.training.reader.reports import REGIONS as TRAINED_ON
from embeddings.training.reader.reports import report_texts, short
from embeddings.training.reader.row import Row
from embeddings.training.reader.talks import talk_rows
from embeddings.training.reader.written import written_rows
from qa.answering.index_terms import IndexTerms
from qa.assistant import READ_HITS
from qa.evaluation.relevance import contains_answer
from qa.indexing.build import build_index
from qa.reader.candidates import Candidate
from qa.reader.judging import judge
from qa.reader.readers import load_reader
from qa.retrieval.hybrid import hits, rank
from qa.retrieval.index import Index
from qa.settings import Settings
from qa.text.sentences import sentence_spans
from qa.types import Hit

AS_IT_IS, REMOVED, SWAPPED, REPLACED, NONE = "as it is", "removed", "swapped", "replaced", "none"
# Of the public sets, how many questions of each; and in how many paragraphs of a set they are looked for.
ASKED = {
    **{"cmrc": 160, "drcd": 200, "jsquad": 160, "tydiqa_goldp": 260, "pquad": 150, "idk_mrc": 200, "afriqa": 160},
    **{"jaquad": 120, "fairytaleqa": 60, "written": 2000, "talks": 500, "reports": 400},
    **{"enelpi_ottoman": 60, "norquad": 80, "faquad": 60, "kazqad": 50},
}
# Whose reports are an archive of look-alikes that the network was not trained on.
REGIONS = (
    "南昌市",
    "厦门市",
    "哈尔滨市",
    "大连市",
    "安徽省",
    "无锡市",
    "江西省",
    "济南市",
    "贵州省",
    "西安市",
    "福建省",
)
ALONE = 60  # of each set, so many paragraphs are cut to a few sentences that are an index by themselves: a new user's first one
_PARAGRAPHS = 220
_PAPERS = (4, 8, 16, 30)  # documents of a folder with questions of our own
_ASKED_ALONE = 4  # of such sentences, and as many of those around them
_REMOVED = 0.3
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NAME = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with n sentences of what was read for it.

    Attributes:
        source: The set that it is from.
        kind: How it was asked.
        evidence: The columns of `EVIDENCE` of each sentence, (n, columns).
        right: Which of them answer, (n,).
        rows: The passage of each, (n,).
    """

    source: str
    kind: str
    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    rows: NDArray[np.int64]


def material(data: Path, scale: float, processes: int = 1) -> list[Judged]:
    """The questions of all sets.

    Args:
        data: Folder of the public data.
        scale: Share of the questions, for a trial.
        processes: How many sets are asked at a time.

    Returns:
        A judged question each, in the order of the sets.
    """
    names = ["reports", *_sets(data)]
    largest_first = sorted(names, key=lambda name: -ASKED.get(name, 0))
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        made = {name: pool.submit(_material_of, name, data, scale) for name in largest_first}
        return [judged for name in names for judged in made[name].result()]


def _material_of(name: str, data: Path, scale: float) -> list[Judged]:
    draw = random.Random(name)  # each set has its own, so that a set more or less changes no other
    most = round(ASKED.get(name, 0) * scale)
    if name == "reports":
        found = list(_archive(data, most, draw))
    elif most:
        rows = _sets(data)[name]
        folders = list(_folders(rows, draw)) if name in (WRITTEN, TALKS) else [_fewer(rows, draw)]
        found = [each for some in folders for each in _of_set(name, some, max(1, round(most / len(folders))), draw)]
        found += _alone(name, rows, max(1, round(ALONE * scale)), draw)
    else:
        found = []
    print(f"{name}: {len(found)} questions", flush=True)
    return found


def _sets(data: Path) -> dict[str, list[Row]]:
    unseen: dict[str, list[Row]] = defaultdict(list)
    for row in reading_sets(data, held_out=True):
        unseen[row.kind].append(row)
    ours = _one_version(list(written_rows(data, random.Random(1), held_out=True)))
    talks = list(talk_rows(random.Random(1), held_out=True, elsewhere=False))
    return held_sets(data) | unseen | {WRITTEN: ours, TALKS: talks}


def _one_version(rows: Sequence[Row]) -> list[Row]:
    """The rows of one of the versions of each document: what one of them does not say, the other says."""
    texts: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        texts[row.title].add(row.text)
    draw = random.Random(1)
    kept = {title: draw.choice(sorted(found)) for title, found in texts.items()}
    return [row for row in rows if row.text == kept[row.title]]


def _fewer(rows: Sequence[Row], draw: random.Random) -> list[Row]:
    """The rows of some documents, whole documents at a time, with at most so many paragraphs."""
    by_title: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_title[row.title or row.text[:30]].append(row)
    titles = draw.sample(sorted(by_title), len(by_title))
    kept: list[Row] = []
    for title in titles:
        kept += by_title[title]
        if len({row.text for row in kept}) > _PARAGRAPHS:
            break
    return kept


def _folders(rows: Sequence[Row], draw: random.Random) -> Iterator[list[Row]]:
    """The rows of a few documents at a time: what is asked of the papers of one office is seldom asked of hundreds."""
    by_title: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_title[row.title].append(row)
    titles = draw.sample(sorted(by_title), len(by_title))
    while titles:
        few, titles = titles[: (size := draw.choice(_PAPERS))], titles[size:]
        yield [row for title in few for row in by_title[title]]


def _of_set(name: str, rows: Sequence[Row], most: int, draw: random.Random) -> Iterator[Judged]:
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        titles = _write(rows, Path(folder) / "documents")
        build_index(Path(folder) / "documents", Path(folder) / "index")
        index = Index.open(Path(folder) / "index")
        for row in draw.sample(list(rows), min(most, len(rows))):
            for kind, question, lacks in _variants(row, titles, draw):
                judged = _judged(index, question, row, lacks)
                if judged is not None:
                    yield replace(judged, source=name, kind=kind)


def _archive(data: Path, most: int, draw: random.Random) -> Iterator[Judged]:
    """Figures of reports, asked of an archive of hundreds; half as often of a year or a region that it does not have."""
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        for (region, year), text in report_texts(data, REGIONS).items():
            path = Path(folder) / "documents" / region / f"{year}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        build_index(Path(folder) / "documents", Path(folder) / "index")
        index = Index.open(Path(folder) / "index")
        rows = [row for row in clause_rows(data, draw, 2, REGIONS) if row.answer]
        for row in draw.sample(rows, min(most, len(rows))):
            asked = [(AS_IT_IS, row.question, row)]
            if draw.random() < 0.5:
                asked += [(SWAPPED, other, replace(row, answer=None)) for other in _elsewhere(row.question, draw)]
            for kind, question, about in asked:
                judged = _judged(index, question, about, None)
                if judged is not None:
                    yield replace(judged, source="reports", kind=kind)


def _elsewhere(question: str, draw: random.Random) -> Iterator[str]:
    """The same question of a region that has no report here, or of a year that none tells of."""
    regions = [region for name in REGIONS for region in (name, short(name)) if region in question]
    year = _YEAR.search(question)
    if regions and (not year or draw.random() < 0.6):
        yield question.replace(max(regions, key=len), short(draw.choice(TRAINED_ON)))
    elif year:
        yield question.replace(year.group(), str(draw.randint(1985, 1994)))


def _alone(name: str, rows: Sequence[Row], most: int, draw: random.Random) -> Iterator[Judged]:
    """A few sentences asked by themselves: what they say, and what the sentences beside them say."""
    by_text: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_text[row.text].append(row)
    texts = [text for text in sorted(by_text) if any(row.answer for row in by_text[text])]
    for text in draw.sample(texts, min(most, len(texts))):
        few = _few_sentences(draw.choice([row for row in by_text[text] if row.answer]), draw)
        own = [replace(row, text=few) for row in by_text[text] if row.answer and row.answered in few]
        others = [replace(row, answer=None) for row in by_text[text] if not (row.answer and row.answered in few)]
        if not few.strip() or not own:
            continue
        with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
            _write(own, Path(folder) / "documents")
            build_index(Path(folder) / "documents", Path(folder) / "index", model=draw.choice([STATIC, CONTEXTUAL]))
            index = Index.open(Path(folder) / "index")
            for kind, some in ((AS_IT_IS, own), (REPLACED, others)):
                for row in draw.sample(some, min(_ASKED_ALONE, len(some))):
                    judged = _judged(index, row.question, row, None)
                    if judged is not None:
                        yield replace(judged, source=name, kind=kind)


def _few_sentences(row: Row, draw: random.Random) -> str:
    """The sentence of a row's answer, with up to two on each side."""
    spans = sentence_spans(row.text)
    start, end = row.answer or (0, 0)
    at = next((number for number, span in enumerate(spans) if start < span.end), 0)
    last = next((number for number, span in enumerate(spans) if end <= span.end), len(spans) - 1)
    first, last = max(0, at - draw.randint(0, 2)), min(len(spans) - 1, last + draw.randint(0, 2))
    return row.text[spans[first].start : spans[last].end] if spans else row.text


def _write(rows: Iterable[Row], folder: Path) -> list[str]:
    """A Markdown file for each title, with its paragraphs below their headings; gives the titles."""
    documents: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for row in rows:
        documents[row.title].setdefault((row.above, row.text))
    folder.mkdir()
    for number, (title, paragraphs) in enumerate(documents.items()):
        parts, before = [f"# {title}"] if title else [], ""
        for over, text in paragraphs:
            parts += [f"## {line}" for line in over.splitlines()] if over != before else []
            before = over
            parts += text.split("\n")
        (folder / f"{_NAME.sub('_', title)[:40]}-{number}.md").write_text("\n\n".join(parts), "utf-8")
    return sorted(filter(None, documents))


def _variants(
    row: Row, titles: Sequence[str], draw: random.Random
) -> Iterator[tuple[str, str, Callable[[Hit], bool] | None]]:
    """How a question is asked: kind, words, and which hits are taken away."""
    if not row.answer:
        yield NONE, row.question, None
        return
    yield AS_IT_IS, row.question, None
    if draw.random() < _REMOVED:
        yield REMOVED, row.question, lambda hit: _is_of(hit, row)
    if len(row.title) > 1 and row.title in row.question:
        other = draw.choice(titles)
        if other != row.title:
            yield SWAPPED, row.question.replace(row.title, other), lambda hit: hit.passage.title == other


def _judged(index: Index, question: str, row: Row, lacks: Callable[[Hit], bool] | None) -> Judged | None:
    found = hits(index, rank(index, question, Settings())[: 3 * READ_HITS])
    found = [hit for hit in found if hit.passage.sentences and not (lacks and lacks(hit))][:READ_HITS]
    judged = judge(question, found, IndexTerms(index), index.catalogue.opening, load_reader())
    if judged is None:
        return None
    right = [row.answer is not None and not lacks and _answers(candidate, row) for candidate in judged.found]
    return Judged("", "", judged.evidence, np.array(right, dtype=bool), np.array(judged.rows))


def _answers(candidate: Candidate, row: Row) -> bool:
    return _is_of(candidate.hit, row) and contains_answer(candidate.text, (row.answered,))


def _is_of(hit: Hit, row: Row) -> bool:
    """Whether a hit's passage has a sentence of the row's."""
    passage = hit.passage
    sentences = (passage.text[start:end].replace("*", "").strip() for start, end in passage.sentences)
    return any(len(sentence) > 1 and sentence in row.text for sentence in sentences)
