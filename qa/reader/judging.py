"""What is known of each sentence of the passages that are read for a question."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.facets.periods import without_periods
from qa.question.missing_words import missing_names
from qa.question.unseen_terms import missing_dates, names_in, names_lacking, tells_of
from qa.reader.candidates import Candidate
from qa.reader.joined import above, evidence, is_foreign
from qa.reader.joint_model import Numbers
from qa.reader.network import Found
from qa.reader.readers import Reader
from qa.reader.rereading import read_alone
from qa.reader.windows import Text, without_gaps
from qa.text.term_statistics import TermStatistics
from qa.types import Hit, Passage, Span

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BESIDE_WIDE = re.compile(r"(?<=[\u2e80-\uffef]) | (?=[\u2e80-\uffef])")  # blanks where words are not spaced


@dataclass(frozen=True, slots=True)
class Judged:
    """The n sentences of the passages that were read.

    Attributes:
        found: The sentences; those of a passage stand next to each other, in order.
        by_passage: What the reader found in each, passage by passage.
        alone: What it found in the likeliest of them read by themselves, by their number.
        evidence: The columns of `EVIDENCE` of each, (n, columns).
        names: Names of the question that no document has.
        words: Its other words that no document has.
        dates: By row, the years and ordinals of the question that a passage lacks.
    """

    found: list[Candidate]
    by_passage: Sequence[Sequence[Found]]
    alone: Mapping[int, Found]
    evidence: Numbers
    names: Sequence[str]
    words: Sequence[str]
    dates: Mapping[int, Sequence[str]]

    @property
    def answers(self) -> list[Found]:
        """What the reader found in each sentence."""
        return [found for row in self.by_passage for found in row]

    @property
    def rows(self) -> list[int]:
        """The passage of each sentence."""
        return [candidate.hit.row for candidate in self.found]


def judge(
    question: str,
    hits: Sequence[Hit],
    terms: TermStatistics,
    opening: Callable[[str], str],
    reader: Reader,
    known: Judged | None = None,
    read_as: str = "",
) -> Judged | None:
    """Read the best passages; None where no hit has a sentence.

    Args:
        question: The question.
        hits: Retrieved passages, best first.
        terms: Those of the index.
        opening: The first words of a document, by its source; a report names its year and place there.
        reader: What reads the passages.
        known: The first of them, when they were read before.
        read_as: The question as the network reads it, where that is not the same.

    Returns:
        Every sentence that was read with its odds, or None.
    """
    hits = [hit for hit in hits if hit.passage.sentences][: reader.most]
    if not hits:
        return None
    passages = [hit.passage for hit in hits]
    rims = [above(each) for each in passages]
    asked = [_asked_of(read_as or question, hit, rim) for hit, rim in zip(hits, rims, strict=True)]
    before = known.by_passage if known else ()
    answers = [*before, *_read(reader, asked[len(before) :], rims[len(before) :], passages[len(before) :])]
    found = [Candidate(hit, span) for hit in hits for span in hit.passage.sentences]
    of = [at for at, each in enumerate(passages) for _ in each.sentences]
    alone = read_alone(
        reader.network,
        [(asked[at], rims[at], each) for at, each in zip(of, found, strict=True)],
        [each for row in answers for each in row],
        known.alone if known else {},
    )
    foreign = is_foreign(passages[0], question)
    names, words = missing_names(question, terms, passages[0].text)
    if foreign:  # what is written in another script lacks no name for that; one in its own script it would have
        names, words = [name for name in names if not is_foreign(passages[0], name)], []
    dates = {hit.row: missing_dates(question, hit.passage, rim, opening) for hit, rim in zip(hits, rims, strict=True)}
    undated = {row for row, missing in dates.items() if missing}
    elsewhere = {
        hit.row: 0.0 if foreign else _elsewhere(question, (hit.passage.text, rim, opening(hit.passage.source)))
        for hit, rim in zip(hits, rims, strict=True)
    }
    table = evidence(answers, alone, hits, question, undated, elsewhere, unnamed=bool(names))
    return Judged(found, answers, alone, table, names, words, dates)


def _read(
    reader: Reader, questions: Sequence[str], rims: Sequence[str], passages: Sequence[Passage]
) -> Iterator[list[Found]]:
    """What is found in each sentence of each passage for its question."""
    for question, rim, passage in zip(questions, rims, passages, strict=True):
        text = Text(rim, passage.text, without_gaps(passage.text, passage.sentences))
        (found,) = reader.network.read(question, [text])
        yield _of(passage.sentences, text.sentences, found)


def _asked_of(question: str, hit: Hit, rim: str) -> str:
    """What a passage is to answer: of a document that tells of the year that is asked for and hardly names it, the rest of the question.

    A report of 2020 tells of 2019. Of the many questions on reports that the network learnt from, those on plans have the year of the title.

    Args:
        question: The question.
        hit: The passage.
        rim: What stands above it.

    Returns:
        The question, or what is left of it without the year.
    """
    years = _YEAR.findall(question)
    if not years or not all(tells_of(int(year), hit) and year not in f"{rim} {hit.passage.text}" for year in years):
        return question
    left = _BESIDE_WIDE.sub("", " ".join(without_periods(question).split()))
    return left if any(map(str.isalnum, left)) else question


def _of(sentences: Sequence[Span], read: Sequence[Span], found: Sequence[Found]) -> list[Found]:
    """What was found in some sentences, of all that were read."""
    wanted = set(sentences)
    return [each for span, each in zip(read, found, strict=True) if span in wanted]


def _elsewhere(question: str, texts: Sequence[str]) -> float:
    return len(names_lacking(question, texts)) / max(1, len(names_in(question)))
