"""From a question to its answer on one generation: its readings, each searched and read, and the surest of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from embeddings import Reranker
from qa.answering.beside import Beside, Nearer, nothing_near
from qa.answering.choices import choices
from qa.answering.copies import distinct, with_copies
from qa.answering.index_terms import IndexTerms
from qa.answering.outcome import Understood, answer
from qa.answering.superlatives import compared, is_superlative
from qa.answering.ties import with_values
from qa.answering.versions import beside, settled
from qa.errors import QuestionError
from qa.facets.counts import facet_counts
from qa.facets.filters import Filter, is_of
from qa.facets.question_facets import with_years
from qa.question.comparisons import compared_things, says_of_both
from qa.question.decompose import parts
from qa.question.follow_up import asked_last, going_on, in_its_place
from qa.question.normalize import plain
from qa.question.readings import COMPLETED, MENDED, TYPED, Taken, may_win, surest
from qa.question.title_words import Titles
from qa.question.understand import Step, understood_by_steps
from qa.reader import Reader, Reading, load_reader, read
from qa.reader.readers import Remembering
from qa.retrieval.facet_fit import asked, facet_fits, with_misfits, without_exchanged
from qa.retrieval.hybrid import hits, rank
from qa.retrieval.index import Index
from qa.settings import Settings
from qa.types import Answer, Choice, FacetCount, Facets, Hit, Quote, Ranked, Turn
from qa.types.answers import ABSENT

LONGEST_QUESTION_CHARACTERS = 2000
READ_HITS = 8  # passages that are read for an answer
COUNTED_HITS = 20  # whose documents are counted by their facets
CANDIDATES = 8  # sentences that are looked through for answers of other years or names
Runs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Tried:
    """A reading with its answer, the ranking that it was read from, and the sentences that may answer, best first."""

    taken: Taken
    answer: Answer
    ranking: list[Ranked]
    candidates: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """What answers from one generation; it never changes."""

    index: Index
    settings: Settings
    reranker: Reranker | None
    reader: Reader | None
    titles: Titles

    def answer(
        self,
        question: str,
        top: int,
        history: Sequence[Turn] = (),
        runs: Runs | None = None,
        *,
        as_typed: bool = False,
    ) -> tuple[Answer, list[Ranked]]:
        """The answer to the reading that wins, and the ranking of passages that it was read from.

        Args:
            question: As it was typed.
            top: Quotes, at most.
            history: The turns before, the oldest first.
            runs: Only these runs `[start, end)` of rows; None for all.
            as_typed: Whether no other reading of the question is tried.

        Returns:
            The answer, and places in the ranking, best first.
        """
        typed, *others = self.readings(question, history)[: 1 if as_typed else None]
        near = self.nearer(typed.text, () if as_typed else history)
        once = replace(self, reader=self._remembering())
        tried = [once.tried(question, typed, top, runs, near)]
        tried += [once.tried(question, each, top, runs, near) for each in others if may_win(each, tried[0].answer)]
        best = tried[surest([(each.taken, each.answer) for each in tried])]
        told = best.answer
        if not told.parts and told.outcome != ABSENT and not is_superlative(asked_last(best.taken.text)):
            told = replace(told, choices=self._choices(best, runs))
        if not told.parts:
            rows = compared(asked_last(best.taken.text), told.quotes or told.nearest)[:top]
            told = replace(told, quotes=rows) if told.found else replace(told, nearest=rows)
        told = replace(told, today=self._day_counted_from(question), counts=self._counts(best.ranking))
        return self._fitted(best.taken.text, told), best.ranking

    def _remembering(self) -> Reader:
        reader = self.reader or load_reader(self.settings.reader)
        return reader._replace(network=Remembering(reader.network))

    def _day_counted_from(self, question: str) -> str:
        """The day, ISO 8601, that "last year" in a question was counted from; empty when it says nothing like it."""
        day = self.settings.day()
        return day.isoformat() if with_years(question, day.year, self.index.documents.knows) != question else ""

    def _counts(self, ranking: Sequence[Ranked]) -> tuple[FacetCount, ...]:
        """The facets of the documents that were found."""
        catalogue = self.index.catalogue
        passages = catalogue.passages([ranked.row for ranked in ranking[:COUNTED_HITS]])
        return facet_counts([catalogue.facets(source) for source in dict.fromkeys(each.source for each in passages)])

    def _fitted(self, question: str, told: Answer) -> Answer:
        """An answer whose quotes say what of their documents does not fit the question, and whether several give a figure."""
        about = asked(self.index, question)
        if not about:
            return told
        told = with_misfits(self.index, about, told)
        return with_values(about, told, facet_fits(self.index, about, [quote.passage for quote in told.quotes]))

    def nearer(self, question: str, history: Sequence[Turn]) -> Nearer:
        """How near a passage is to what was quoted in the turn before, for a plain question that names nothing of its own."""
        if not history or self._names_its_own(question):
            return nothing_near
        return Beside(history[-1].quote, self.index.catalogue.text)

    def _names_its_own(self, question: str) -> bool:
        """Whether a question names whose documents it is about, or something that no document has."""
        about = asked(self.index, question)
        return bool(about and about.mentions) or self.titles.has_foreign_name(question)

    def readings(self, question: str, history: Sequence[Turn]) -> list[Taken]:
        """The ways to take a question that differ, the one as typed first."""
        year, knows = self.settings.day().year, self.index.documents.knows
        bare = plain(question, IndexTerms(self.index))
        typed = with_years(bare, year, knows)
        mended, steps = as_written(self.index, typed)
        behind = self._behind(typed, history)
        ways = [
            Taken(TYPED, typed, behind, told=question if typed == bare else typed),
            Taken(MENDED, mended, in_its_place(behind, mended), steps),
        ]
        if history:
            text, steps = as_written(self.index, behind)
            another = self.titles.has_foreign_name(typed)
            ways.append(Taken(COMPLETED, text, text, steps, names_another=another))
        return list({way.text: way for way in reversed(ways) if way.text.strip()}.values())[::-1]

    def _behind(self, question: str, history: Sequence[Turn]) -> str:
        taken = going_on(question, history, lambda earlier, later: without_exchanged(self.index, earlier, later))
        return taken[-LONGEST_QUESTION_CHARACTERS:]

    def tried(
        self, question: str, taken: Taken, top: int, runs: Runs | None = None, nearer: Nearer = nothing_near
    ) -> Tried:
        """The answer to a question as it is taken.

        Args:
            question: As it was typed.
            taken: The reading that is tried.
            top: Quotes, at most.
            runs: Only these runs `[start, end)` of rows; None for all.
            nearer: How near a passage is to what was quoted before.

        Returns:
            The reading with its answer and ranking.
        """
        asked_for = parts(asked_last(taken.text), self.titles, lambda first, then: self._behind(then, [Turn(first)]))
        read_as = {in_its_place(taken.text, part): in_its_place(taken.read_as, part) for part in asked_for}
        things = tuple(read_as)
        read_as[taken.text] = taken.read_as
        rankings = {part: self._rank(part, runs) for part in read_as}

        def ask(part: str) -> Reading:
            return self._read(part, rankings[part], max(top, CANDIDATES), nearer, read_as[part])

        whole = ask(taken.text) if asked_for == compared_things(asked_last(taken.text)) else None
        if whole and whole.confidence >= self.settings.threshold and says_of_both(whole.quotes[0].text, things):
            things = (taken.text,)
        split = Understood(question, taken.told or taken.text, things)
        found = [whole if whole and part == taken.text else ask(part) for part in things]
        candidates = found[0].quotes if len(found) == 1 else ()
        shown = [replace(each, quotes=each.quotes[:top]) for each in found]
        told = answer(split, shown, self.settings.threshold, top, self.index.info, 0.0)
        return Tried(taken, told, rankings[taken.text], candidates)

    def _choices(self, tried: Tried, runs: Runs | None) -> tuple[Choice, ...]:
        """The answers of which the question leaves open which one is meant."""
        about = asked(self.index, tried.taken.text)
        named = bool(about and about.mentions)

        def ask(text: str) -> Reading:
            return self._read(text, self._rank(text, runs), 1)

        return choices(tried.taken.text, tried.candidates, ask, self.settings.threshold, named=named)

    def _rank(self, question: str, runs: Runs | None) -> list[Ranked]:
        return rank(self.index, question, self.settings, self.reranker, runs)

    def _read(
        self, question: str, ranking: Sequence[Ranked], top: int, nearer: Nearer = nothing_near, read_as: str = ""
    ) -> Reading:
        """Read the best passages: equal ones once, and of versions of a document the one in force first."""
        index = self.index
        batches = (hits(index, ranking[at : at + READ_HITS]) for at in range(0, len(ranking), READ_HITS))
        found = distinct(batches, READ_HITS)
        kept, aside = settled(question, found.hits, index.catalogue.rims)
        reading = self._reading(question, kept, top, nearer, read_as)
        quotes = [with_copies(quote, found.seen) for quote in reading.quotes]
        older = [self._reading(question, [hit], 1) for hit in beside(quotes[0], aside)] if quotes else []
        quotes[1:1] = [quote for each in older for quote in each.quotes]
        return replace(reading, quotes=tuple(quotes[:top]))

    def _reading(
        self, question: str, found: Sequence[Hit], top: int, nearer: Nearer = nothing_near, read_as: str = ""
    ) -> Reading:
        index = self.index
        return read(
            question,
            found,
            terms=IndexTerms(index),
            opening=index.catalogue.opening,
            document_text=index.catalogue.text,
            top=top,
            reader=self.reader or load_reader(self.settings.reader),
            nearer=nearer,
            read_as=read_as,
        )


def runs_of(index: Index, within: str, sources: Sequence[str] = ()) -> list[tuple[int, int]] | None:
    """The rows of the documents that a filter admits and some sources name; None without either.

    Args:
        index: The generation.
        within: A filter like `year:2016 place:宁夏`; blank admits all.
        sources: Only these documents; none for all.

    Returns:
        Runs `[start, end)` of rows, in order, or None.

    Raises:
        QuestionError: The filter is none, or a source names no document.
    """
    filtered = Filter.read(within) if within.strip() else None
    if not filtered and not sources:
        return None
    for wanted in sources:
        if not any(is_of(source, wanted) for source in index.catalogue.sources):
            raise QuestionError(
                f"sources: no document is {wanted!r}; give its name, a folder or a pattern such as 2024/*.pdf"
            )

    def admits(source: str, title: str, facets: Facets) -> bool:
        named = not sources or any(is_of(source, wanted) for wanted in sources)
        return named and (not filtered or filtered.admits(source, title, facets))

    return index.catalogue.runs(admits)


def as_written(index: Index, question: str) -> tuple[str, tuple[Step, ...]]:
    """A question with its slips mended, and with names, dates and figures as the documents write them.

    Args:
        index: Whose documents.
        question: The question.

    Returns:
        The question, and the steps that changed it.
    """
    steps = tuple(understood_by_steps(question, IndexTerms(index)))
    return (steps[-1].question if steps else question), steps
