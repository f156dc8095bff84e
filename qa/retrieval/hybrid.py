"""Hybrid retrieval: lexical and dense hits fused into one ranking."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from embeddings import CONTEXTUAL, STATIC, Reranker, load_builtin
from qa.retrieval.bm25 import MOST_TOLD, Run
from qa.retrieval.closer_look import window
from qa.retrieval.facet_fit import Asked, asked, facet_fits
from qa.retrieval.fusion import closeness, dense_weight, fuse
from qa.retrieval.index import Index
from qa.settings import Settings
from qa.types import FacetFit, Hit, Passage, Ranked

POOL = 50  # how deep each searcher looks before the two are fused
RERANKED = 20  # passages that a reranker reads again
DOCUMENTS, MOST_ASKED = 4, 3  # that the first look hands over for each name or year, and for how many of these
OUTER, BY_WORDS, BY_VECTORS = 15, 30, 40  # passages of all documents, by each searcher; of those documents
DECIDED = (
    20  # places that facets decide with words and closeness; what all documents have comes next, within the first fifty
)
# A best BM25 score below which the words of a question tell little of what is asked for (another language, other words): with vectors
# of the table, up to so many passages of the documents that the first look found are compared, not the nearest alone.
FEW_WORDS, COMPARED = 0.25, 600
# What closeness counts then, times what it does else; and what the best passage's words and closeness come to at least beside facets.
CLOSER, CONTENT = 2.0, 0.3
# Where the words tell still less, so many of those passages are read by the contextual model, which takes a quarter of a second of a
# core; and so much does a cosine above the mean of theirs count. Of 44 questions on the reports that are in other words or languages the
# right passage is first for 0.45, among the first five for 0.77 and the first eight for 0.84, alike from 1.2 to 1.8.
HARDLY_WORDS, LOOKED_AT, NEARER = 0.15, 24, 1.5
# What a full fit of names and years counts beside words and closeness, and how much of the words' score is that of the whole
# question: `python -m benchmarks.archives`, reports of half the regions and made documents.
NAME_WEIGHT, YEAR_WEIGHT, PASSAGE_YEAR_WEIGHT = WEIGHTS = (0.2, 0.2, 0.15)
HIGHEST_SUM = 1 + sum(WEIGHTS)
FULL = 0.3
# What closeness by the contextual model counts beside words, times what that by the table does: see the model's card.
SURER = 5.0


def rank(
    index: Index,
    question: str,
    settings: Settings,
    reranker: Reranker | None = None,
    within: Sequence[tuple[int, int]] | None = None,
) -> list[Ranked]:
    """Every passage that one of the searchers found among its first, by falling score, then by row.

    A question that names what tells documents apart (whose they are, of which year) is looked up in two steps: the documents
    that fit, then the passages in them, among those of all documents. A wrong or missing facet costs places, never a passage.

    Args:
        index: What is searched.
        question: As it is taken.
        settings: What counts how much.
        reranker: Reads the best passages again.
        within: Only these runs of rows, each from the first to the last.

    Returns:
        Rows with their scores, best first.
    """
    if index.encoder.name == CONTEXTUAL:
        settings = replace(settings, dense_weight=SURER * settings.dense_weight)
    about = asked(index, question)
    if within is not None:
        ranking = _within(index, about, question, within, settings)
    elif about and len(index.documents) > DOCUMENTS * MOST_ASKED:  # a first look at fewer would hand over all of them
        ranking = _in_two_looks(index, about, settings)
    else:
        ranking = _in_one_look(index, question, settings)
        ranking = _with_fits(index, about, ranking) if about else ranking
    return _reranked(index, question, ranking, reranker) if reranker else ranking


def _in_one_look(index: Index, question: str, settings: Settings) -> list[Ranked]:
    lexical = dict(index.lexical.search(question, POOL))
    query = index.encoder.encode_queries([question])
    found = dict(index.vectors.search(query, POOL)[0]) if query.any() else {}
    rows = sorted(lexical.keys() | found.keys())
    dense = _closer(index, question, query, rows) if rows and query.any() else {}
    return [
        Ranked(row, score, lexical.get(row, 0.0), dense.get(row, 0.0))
        for row, score in fuse(lexical, dense, rows, settings)
    ]


def _with_fits(index: Index, about: Asked, ranking: Sequence[Ranked]) -> list[Ranked]:
    """The same ranking with how facets fit: the reader is surer where they do."""
    fits = facet_fits(index, about, index.catalogue.passages([ranked.row for ranked in ranking]))
    return [ranked._replace(facets=fit) for ranked, fit in zip(ranking, fits, strict=True)]


def _in_two_looks(index: Index, about: Asked, settings: Settings) -> list[Ranked]:
    query, content_query = index.encoder.encode_queries([about.question, about.content])
    words = index.lexical.search(about.question, POOL)
    near = index.vectors.search(query[None], POOL)[0] if query.any() else []
    outer = {row for row, _ in (*words[:OUTER], *near[:OUTER])}
    most = DOCUMENTS * min(max(1, len(about.mentions), len(about.periods)), MOST_ASKED)
    runs = index.documents.search(about.mentions, about.periods, most, (NAME_WEIGHT, YEAR_WEIGHT))
    among = [row for first, last in runs for row in range(first, last + 1)]
    beside = outer.difference(among)
    all_runs = [*runs, *((row, row) for row in sorted(beside))]
    told = dict(index.lexical.search(about.content, MOST_TOLD, all_runs))
    inside = list(islice((row for row in told if row not in beside), BY_WORDS))
    best = max((*(score for _, score in words), *(told[row] for row in inside)), default=0.0)
    closely = best < FEW_WORDS and index.encoder.name == STATIC
    nearest = _nearest(index, content_query, among, COMPARED if closely else BY_VECTORS)
    rows = outer.union(inside, nearest)
    ranking = _scored(index, about, rows, content_query, settings, told=told, among=all_runs, closely=closely)
    if closely and best < HARDLY_WORDS:
        ranking = _looked_at_closely(index, about.content, ranking)
    # Facets that are wrong hide nothing: behind the first places they do not count, and what else is found in all documents comes last.
    ranking = [*ranking[:DECIDED], *_without_facets(ranking[DECIDED:], index.documents.dated)]
    lexical, floor = dict(words), min((ranked.score for ranked in ranking), default=0.0)
    behind = [(row, lexical.get(row, 0.0)) for row in dict([*words, *near]) if row not in rows]
    behind.sort(key=lambda hit: (-hit[1], hit[0]))
    return ranking + [Ranked(row, floor * score, score, 0.0) for row, score in behind]


def _without_facets(ranking: Iterable[Ranked], dated: float) -> list[Ranked]:
    """The same passages as if facets did not count."""
    counted = ((ranked, _bonus(ranked.facets, dated) / HIGHEST_SUM if ranked.facets else 0.0) for ranked in ranking)
    again = (ranked._replace(score=max(0.0, ranked.score - bonus)) for ranked, bonus in counted)
    return sorted(again, key=lambda ranked: (-ranked.score, ranked.row))


def _scored(
    index: Index,
    about: Asked,
    rows: Iterable[int],
    query: NDArray[np.float32],
    settings: Settings,
    *,
    told: Mapping[int, float],
    among: Sequence[Run] = (),
    closely: bool = False,
) -> list[Ranked]:
    """Rows by their words, `told` of what BM25 found of them, their closeness and how facets fit; `closely`, where few words tell."""
    candidates = sorted(rows)
    passages = _compared(index, candidates)
    untold = [row for row in candidates if row not in told] if len(told) >= MOST_TOLD else []
    bare = {row: told.get(row, 0.0) for row in candidates} | index.lexical.scores(about.content, untold)
    full = index.lexical.scores_with(about.question, about.content, bare, candidates, among)
    lexical = {row: FULL * full.get(row, 0.0) + (1 - FULL) * bare[row] for row in candidates}
    # What stands above a passage says which document it is of, and that is told by facets here.
    dense = _matched(index, about.content, query, candidates, passages, with_context=False) if query.any() else {}
    fits = facet_fits(index, about, passages or index.catalogue.placed(candidates))
    dated = index.documents.dated
    weight = dense_weight(max((*full.values(), *bare.values()), default=0.0), settings)
    weight += (CLOSER - 1) * settings.dense_weight if closely else 0.0
    content = {row: (lexical[row] + weight * dense.get(row, 0.0)) / (1 + weight) for row in candidates}
    # Across languages all passages are far from a question; facets alone would then decide between those of one document.
    scale = max(1.0, CONTENT / max((1e-9, *content.values()))) if closely else 1.0
    ranking = [
        Ranked(
            row,
            (scale * content[row] + _bonus(fit, dated)) / HIGHEST_SUM,
            full.get(row, 0.0),
            dense.get(row, 0.0),
            fit,
        )
        for row, fit in zip(candidates, fits, strict=True)
    ]
    return sorted(ranking, key=lambda ranked: (-ranked.score, ranked.row))


def _looked_at_closely(index: Index, question: str, ranking: list[Ranked]) -> list[Ranked]:
    """The best passages by what the contextual model says of them too."""
    best = ranking[:LOOKED_AT]
    if not best:
        return ranking
    rows = [ranked.row for ranked in best]
    passages = index.catalogue.passages(rows)
    best_sentences = _best_sentences(index, question, passages)
    windows = [window(passage, at) for passage, at in zip(passages, best_sentences, strict=True)]
    cosines = index.closer_look.cosines(question, rows, passages, windows)
    told = (NEARER * (cosines - cosines.mean())).tolist()
    again = [each._replace(score=max(0.0, each.score + more)) for each, more in zip(best, told, strict=True)]
    return sorted([*again, *ranking[LOOKED_AT:]], key=lambda ranked: (-ranked.score, ranked.row))


def _best_sentences(index: Index, question: str, passages: Sequence[Passage]) -> Iterator[int]:
    """Which sentence of each passage fits best; 0 where it has none."""
    texts = [sentences(passage, with_context=False) for passage in passages]
    scores = iter(index.lens.match(question, [[text] for passage in texts for text in passage]).tolist())
    for passage in texts:
        own = [next(scores) for _ in passage]
        yield own.index(max(own)) if own else 0


def _within(
    index: Index, about: Asked | None, question: str, runs: Sequence[tuple[int, int]], settings: Settings
) -> list[Ranked]:
    """The passages of some documents only."""
    if not runs:
        return []
    query = index.encoder.encode_queries([question])[0]
    about = about or Asked(question, question, (), (), ())
    rows = {row for row, _ in index.lexical.search(question, POOL, runs)}
    rows |= _nearest(index, query, [row for first, last in runs for row in range(first, last + 1)], BY_VECTORS)
    told = index.lexical.scores(about.content, sorted(rows))
    return _scored(index, about, rows, query, settings, told=told)


def _nearest(index: Index, query: NDArray[np.float32], rows: Sequence[int], most: int) -> set[int]:
    """The rows whose vectors are nearest, of those given."""
    if not rows or not query.any():
        return set()
    cosines = index.vectors.vectors(rows) @ query
    best = np.argsort(-cosines, kind="stable")[:most]
    return {rows[at] for at in best.tolist()}


def _bonus(fit: FacetFit, dated: float) -> float:
    """What facets count: those of the year less where fewer documents have one."""
    years = YEAR_WEIGHT * (fit.year or 0.0) + PASSAGE_YEAR_WEIGHT * (fit.passage_year or 0.0)
    return NAME_WEIGHT * (fit.name or 0.0) + dated * years


def sentences(passage: Passage, with_context: bool = True) -> list[str]:
    """A passage as an encoder looks at it closely: what stands above it, and its sentences."""
    texts = [passage.text[start:end] for start, end in passage.sentences]
    return [passage.context, *texts] if with_context and passage.context else texts


def _closer(index: Index, question: str, query: NDArray[np.float32], rows: Sequence[int]) -> dict[int, float]:
    """How well the passages in `rows` fit by their vectors and token by token, in [0, 1]."""
    return _matched(index, question, query[0], rows, _compared(index, rows))


def _compared(index: Index, rows: Sequence[int]) -> list[Passage]:
    """The passages that are compared; none where their tokens are kept."""
    return index.catalogue.passages(rows) if index.texts is None else []


def _matched(
    index: Index,
    question: str,
    query: NDArray[np.float32],
    rows: Sequence[int],
    passages: Sequence[Passage],
    *,
    with_context: bool = True,
) -> dict[int, float]:
    if index.texts is not None:
        scores = load_builtin().match_texts(question, index.texts.of(rows, with_context=with_context))
    else:
        cosines = index.vectors.vectors(rows) @ query
        texts = [sentences(passage, with_context) for passage in passages]
        scores = closeness(index.encoder, question, cosines, texts)
    return dict(zip(rows, map(float, scores), strict=True))


def hits(index: Index, ranking: Sequence[Ranked]) -> list[Hit]:
    """The ranked passages themselves, in their order."""
    passages = index.catalogue.passages([ranked.row for ranked in ranking])
    return [Hit(ranked.row, passage, *ranked[1:]) for ranked, passage in zip(ranking, passages, strict=True)]


def _reranked(index: Index, question: str, ranking: Sequence[Ranked], reranker: Reranker) -> list[Ranked]:
    """The best passages in the order of a reranker, which reads question and passage together; the rest behind them."""
    if not ranking:
        return []
    best, rest = ranking[:RERANKED], ranking[RERANKED:]
    passages = index.catalogue.passages([ranked.row for ranked in best])
    texts = [f"{passage.context}\n{passage.text}" if passage.context else passage.text for passage in passages]
    scores = reranker.scores(question, texts)
    again = (ranked._replace(score=float(score)) for ranked, score in zip(best, scores, strict=True))
    # Scores of the rest are on another scale: they are pressed below the last of the reranked ones.
    ordered = sorted(again, key=lambda ranked: (-ranked.score, ranked.row))
    floor = ordered[-1].score
    return ordered + [ranked._replace(score=min(ranked.score, 1.0) * floor) for ranked in rest]
