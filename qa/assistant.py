"""`Assistant`: the one door that everything outside uses."""

import time
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path

from embeddings import Reranker, load_reranker
from embeddings.threads import one_blas_thread
from qa.answering.asking import LONGEST_QUESTION, READ_HITS, Asking, as_written, runs_of
from qa.answering.text_versions import with_versions
from qa.errors import DocumentError, QuestionError
from qa.question.normalize import plain
from qa.question.readings import Taken
from qa.question.title_words import Titles
from qa.reader import load_reader
from qa.retrieval.hybrid import hits, rank
from qa.retrieval.index import Index
from qa.retrieval.reload import Newest
from qa.settings import FAST, STANDARD, Settings
from qa.text.analyzer import normalise
from qa.types import Answer, Block, Document, Entry, Facets, Hit, IndexInfo, Passage, Ranked, Turn, Verdict

__all__ = ["LONGEST_QUESTION", "READ_HITS", "Assistant", "as_text"]
_MOST_PARTS = 4  # rare words that documents are sifted by


class Assistant:
    """Answers questions from an index, in exact quotes. Safe to share between threads.

    Every call works on one generation from its beginning to its end, also when `refresh` takes up a newer one
    meanwhile.
    """

    def __init__(self, index: Index, settings: Settings = Settings()) -> None:
        self._index = index
        self._newest = Newest()
        self._settings = settings
        self._titles: tuple[Index, Titles] | None = None
        self._reranker: Reranker | None = load_reranker(settings.reranker) if settings.reranker else None
        # The built-in network is loaded when a question is asked, which not all do who open an index.
        self._reader = None if settings.reader in (STANDARD, FAST) else load_reader(settings.reader)

    @classmethod
    def open(
        cls, index_path: str | Path = "index", *, threshold: float | None = None, settings: Settings = Settings()
    ) -> "Assistant":
        """Open the index at `index_path`.

        Args:
            index_path: Folder that `yinju index` made.
            threshold: Confidence, from 0 to 1, below which an answer is "not found"; instead of the settings' own.
            settings: How questions are answered.

        Raises:
            IndexProblem: There is no index, or it is damaged, or made by another version or model.
            EncoderUnavailable: The model that the index was built with, the reranker or the reader cannot be loaded.
        """
        if threshold is not None:
            settings = replace(settings, threshold=threshold)
        return cls(Index.open(Path(index_path)), settings)

    @property
    def index_path(self) -> Path:
        """The folder of the index."""
        return self._index.path

    @property
    def settings(self) -> Settings:
        """How questions are answered."""
        return self._settings

    @property
    def info(self) -> IndexInfo:
        """Which generation answers, with which model, from how many passages."""
        return self._index.info

    @property
    def docs(self) -> str | None:
        """The folder that the index was made of."""
        return self._index.docs

    @property
    def created(self) -> str:
        """When the generation that answers was made, ISO 8601 in UTC."""
        return self._index.generation.manifest.created

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of all documents, sorted."""
        return self._index.catalogue.sources

    def entries(self) -> list[Entry]:
        """Every document in short, sorted by source."""
        return self._index.catalogue.entries()

    def verdicts(self) -> list[Verdict]:
        """What became of every file that the build saw."""
        return list(self._index.catalogue.verdicts())

    def fingerprints(self) -> dict[str, str]:
        """SHA-256 of the file behind each source."""
        return self._index.catalogue.fingerprints()

    def ask(
        self,
        question: str,
        top: int = 5,
        history: Sequence[Turn] = (),
        within: str = "",
        *,
        sources: Sequence[str] = (),
        as_typed: bool = False,
        today: str = "",
    ) -> Answer:
        """Answer a question with at most `top` quotes, or say that the documents do not.

        Args:
            question: The question, in any language.
            top: How many quotes at most; one for each part of the question in any case.
            history: The turns before (`Answer.turn`), oldest first; a follow-up is understood from them.
            within: Only documents with these facets: `year:2016 place:宁夏` (see `filters`).
            sources: Only these documents: names, folders, or patterns such as `2024/*.pdf`.
            as_typed: Only the question itself, with nothing mended or taken over from the turns before.
            today: The day, ISO 8601, that "last year" counts from, instead of the settings' own.

        Raises:
            QuestionError: The question is blank or longer than `LONGEST_QUESTION` characters, `top` is not 1 or more, or
                the filter or the day is none, or a source names no document.
        """
        return self.trace(question, top, history, within, sources=sources, as_typed=as_typed, today=today)[0]

    @one_blas_thread()
    def trace(
        self,
        question: str,
        top: int = 5,
        history: Sequence[Turn] = (),
        within: str = "",
        *,
        sources: Sequence[str] = (),
        as_typed: bool = False,
        today: str = "",
    ) -> tuple[Answer, list[Ranked]]:
        """The answer to a question, and the whole ranking of passages that it was read from.

        Raises:
            QuestionError: As `ask`.
        """
        started = time.perf_counter()
        index, question = self._index, _checked(question)
        if top < 1:
            raise QuestionError(f"top is {top}; ask for 1 quote or more")
        asking = self._asking(index)
        if today:
            asking = replace(asking, settings=replace(self._settings, today=today))
        answer, ranking = asking.answer(question, top, history, runs_of(index, within, sources), as_typed=as_typed)
        answer = with_versions(answer, index.catalogue.version)
        return replace(answer, seconds=time.perf_counter() - started), ranking

    @one_blas_thread()
    def readings(self, question: str, history: Sequence[Turn] = (), top: int = 5) -> list[tuple[Taken, Answer]]:
        """Every reading of a question with its answer, the one as typed first: what `ask` chooses from.

        Raises:
            QuestionError: The question is blank or too long.
        """
        asking, question = self._asking(self._index), _checked(question)
        tried = (asking.tried(question, each, top) for each in asking.readings(question, history))
        return [(each.taken, each.answer) for each in tried]

    def _asking(self, index: Index) -> Asking:
        return Asking(index, self._settings, self._reranker, self._reader, self._titles_of(index))

    def _titles_of(self, index: Index) -> Titles:
        """The titles of a generation, worked out when they are first needed."""
        if self._titles is None or self._titles[0] is not index:
            titles = index.catalogue.titles
            self._titles = index, Titles([*titles.values(), *titles], index.lexical.holds)
        return self._titles[1]

    @one_blas_thread()
    def search(self, question: str, limit: int = 10, within: str = "", sources: Sequence[str] = ()) -> list[Hit]:
        """The passages that fit a question best, best first; only of documents that `within` and `sources` admit.

        Raises:
            QuestionError: The question is blank or too long, or the filter is none.
        """
        index = self._index
        taken = as_written(index, plain(_checked(question), index.lexical.holds))
        return hits(index, rank(index, taken, self._settings, self._reranker, runs_of(index, within, sources))[:limit])

    def document(self, source: str) -> Document:
        """A document's text exactly as quoted from; sources are looked up, never opened as paths.

        Raises:
            DocumentError: The index holds no such document.
        """
        document = self._index.catalogue.document(source)
        if document is None:
            raise DocumentError(f"the index holds no document {source!r}; `yinju status` lists them")
        return document

    def facets(self, source: str) -> Facets:
        """What a document is about; nothing for an unknown source."""
        return self._index.catalogue.facets(source)

    def blocks(self, source: str) -> tuple[Block, ...]:
        """The blocks of a document, in reading order; their spans point into its text.

        Raises:
            DocumentError: The index holds no such document.
        """
        self.document(source)
        return self._index.catalogue.blocks(source)

    def passage(self, row: int) -> Passage:
        """The passage in a row of the index, as rankings name it."""
        return self._index.catalogue.passages([row])[0]

    def passages_of(self, source: str) -> list[tuple[int, Passage]]:
        """The passages of a document with their rows, in reading order; empty for an unknown source."""
        return self._index.catalogue.passages_of(source)

    def documents_holding(self, parts: Sequence[str]) -> Iterator[Document]:
        """The documents that may hold all of some strings, by source: all of those that do, and few others.

        They are sifted by the rarest of the strings, inside the database, so that few documents are read.
        """
        catalogue = self._index.catalogue
        for source in catalogue.sources_holding(self._rarest(parts)):
            if document := catalogue.document(source):
                yield document

    def passages_holding(self, parts: Sequence[str]) -> Iterator[Passage]:
        """The passages that may hold all of some strings, as `documents_holding`."""
        catalogue = self._index.catalogue
        for row in catalogue.rows_holding(self._rarest(parts)):
            yield from catalogue.passages([row])

    def _rarest(self, parts: Sequence[str]) -> list[str]:
        idf = self._index.lexical.idf
        words = [part for part in parts if part.isalnum()] or list(parts)
        return sorted(words, key=lambda part: (-idf(normalise(part)), -len(part)))[:_MOST_PARTS]

    def still(self) -> "Assistant":
        """This assistant on the generation of now, for who calls it several times and `refresh` must not come between."""
        return copy(self)

    def refresh(self, *, wait: bool = False) -> bool:
        """Take up a newer generation when there is one; True when it was.

        One that cannot be used is passed over, as `problem` says: the one before goes on answering.

        Args:
            wait: Come back with it even when another thread is opening it right now.
        """
        opened = self._newest.after(self._index, wait=wait)
        if opened is None:
            return False
        self._index = opened
        return True

    @property
    def problem(self) -> Exception | None:
        """Why the newest generation is not the one that answers, if it is not."""
        return self._newest.problem


def as_text(words: str) -> str:
    """Words with what is no text (lone surrogates, NULs) as blanks."""
    return "".join(" " if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in words)


def _checked(question: str) -> str:
    """The question as text, without outer blanks."""
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(f"the question is {len(question)} characters long; ask in at most {LONGEST_QUESTION}")
    text = as_text(question).strip()
    if not text:
        raise QuestionError("the question is blank; type a question")
    return text
