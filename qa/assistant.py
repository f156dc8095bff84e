"""`Assistant`: the one door that everything outside uses."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from embeddings import Reranker, load_reranker
from embeddings.threads import one_blas_thread
from qa.answering.asking import LONGEST_QUESTION_CHARACTERS, READ_HITS, Asking, as_written, runs_of
from qa.answering.index_terms import IndexTerms
from qa.answering.text_versions import with_versions
from qa.errors import QuestionError
from qa.indexed import Indexed
from qa.question.normalize import plain
from qa.question.readings import Taken
from qa.question.title_words import Titles
from qa.reader import load_reader
from qa.retrieval.hybrid import hits, rank
from qa.retrieval.index import Index
from qa.settings import FAST, STANDARD, Settings
from qa.types import Answer, Hit, Ranked, Turn

__all__ = ["LONGEST_QUESTION_CHARACTERS", "READ_HITS", "Assistant", "as_text"]


class Assistant(Indexed):
    """Answers questions from an index, in exact quotes. Safe to share between threads.

    Every call works on one generation from its beginning to its end, also when `refresh` takes up a newer one
    meanwhile. What the index holds is read as `Indexed` says.
    """

    def __init__(self, index: Index, settings: Settings = Settings()) -> None:
        super().__init__(index)
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

        Returns:
            An assistant on the generation that answers now.

        Raises:
            IndexProblem: There is no index, or it is damaged, or made by another version or model.
            EncoderUnavailable: The model that the index was built with, the reranker or the reader cannot be loaded.
        """
        if threshold is not None:
            settings = replace(settings, threshold=threshold)
        return cls(Index.open(Path(index_path)), settings)

    @property
    def settings(self) -> Settings:
        """How questions are answered."""
        return self._settings

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

        Returns:
            The answer: quotes, best first, or none with the nearest passages.

        Raises:
            QuestionError: The question is blank or longer than `LONGEST_QUESTION_CHARACTERS` characters, `top` is not 1 or more, or
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

        Args:
            question: As `ask`, like all that follow.
            top: Quotes, at most.
            history: The turns before, the oldest first.
            within: A filter like `year:2016 place:宁夏`; blank admits all.
            sources: Only these documents; none for all.
            as_typed: Whether no other reading of the question is tried.
            today: The day that "last year" counts from, ISO 8601; blank for the settings'.

        Returns:
            The answer, and places in the ranking, best first.

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

        Args:
            question: In any language.
            history: The turns before, the oldest first.
            top: Quotes of each answer, at most.

        Returns:
            Pairs of a reading and its answer.

        Raises:
            QuestionError: The question is blank or too long.
        """
        asking, question = self._asking(self._index), _checked(question)
        ways = asking.readings(question, history)
        near = asking.nearer(ways[0].text, history)
        tried = (asking.tried(question, each, top, nearer=near) for each in ways)
        return [(each.taken, each.answer) for each in tried]

    def _asking(self, index: Index) -> Asking:
        return Asking(index, self._settings, self._reranker, self._reader, self._titles_of(index))

    def _titles_of(self, index: Index) -> Titles:
        """The titles of a generation, worked out when they are first needed."""
        if self._titles is None or self._titles[0] is not index:
            titles = index.catalogue.titles
            self._titles = index, Titles([*titles.values(), *titles], IndexTerms(index))
        return self._titles[1]

    @one_blas_thread()
    def search(self, question: str, limit: int = 10, within: str = "", sources: Sequence[str] = ()) -> list[Hit]:
        """The passages that fit a question best, best first; only of documents that `within` and `sources` admit.

        Args:
            question: In any language.
            limit: Hits, at most.
            within: A filter like `year:2016 place:宁夏`; blank admits all.
            sources: Only these documents; none for all.

        Returns:
            At most `limit` hits.

        Raises:
            QuestionError: The question is blank or too long, or the filter is none.
        """
        index = self._index
        taken, _ = as_written(index, plain(_checked(question), IndexTerms(index)))
        return hits(index, rank(index, taken, self._settings, self._reranker, runs_of(index, within, sources))[:limit])


def as_text(words: str) -> str:
    """Words with what is no text (lone surrogates, NULs) as blanks."""
    return "".join(" " if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in words)


def _checked(question: str) -> str:
    """The question as text, without outer blanks."""
    if len(question) > LONGEST_QUESTION_CHARACTERS:
        raise QuestionError(
            f"the question is {len(question)} characters long; ask in at most {LONGEST_QUESTION_CHARACTERS}"
        )
    text = as_text(question).strip()
    if not text:
        raise QuestionError("the question is blank; type a question")
    return text
