"""Indexes whose documents bear no facets, or those of other documents: what is left when facets are missing or wrong."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from qa import Assistant
from qa.facets.question_facets import AskedPeriod
from qa.retrieval.documents_first import DocumentIndex, Fit
from qa.retrieval.index import Index
from qa.retrieval.naming import Mention


class _Deleted:
    """No document bears anything."""

    dated = 0.0

    def __init__(self, documents: DocumentIndex) -> None:
        self._documents = documents

    def __len__(self) -> int:
        return len(self._documents)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._documents, name)

    def mentions(self, _question: str) -> list[Mention]:
        return []

    def mention(self, *_: object) -> None:
        return None


class _Scrambled:
    """Each document bears what another one does."""

    def __init__(self, documents: DocumentIndex, runs: Sequence[tuple[int, int]], seed: int) -> None:
        self._documents = documents
        others = list(runs)
        random.Random(seed).shuffle(others)
        self._shown = dict(zip((first for first, _ in runs), others, strict=True))
        self._borne = {first: run[0] for run, (first, _) in zip(runs, others, strict=True)}

    def __len__(self) -> int:
        return len(self._documents)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._documents, name)

    def search(self, *asked: Any) -> list[tuple[int, int]]:
        return [self._shown[first] for first, _ in self._documents.search(*asked)]

    def fits(self, firsts: Sequence[int], mentions: Sequence[Mention], periods: Sequence[AskedPeriod]) -> list[Fit]:
        return self._documents.fits([self._borne[first] for first in firsts], mentions, periods)


def with_facets(assistant: Assistant, kind: str, seed: int = 1) -> Assistant:
    """An assistant on the same index with the facets of its documents `kept`, `deleted` or `scrambled`."""
    index = Index.open(assistant.index_path)
    if kind == "kept":
        return assistant
    runs = index.catalogue.runs(lambda *_: True)
    documents = _Deleted(index.documents) if kind == "deleted" else _Scrambled(index.documents, runs, seed)
    return Assistant(replace(index, documents=cast(DocumentIndex, documents)), assistant.settings)
