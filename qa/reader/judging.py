"""What is known of each sentence of the passages that are read for a question."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from qa.facets.periods import without_periods
from qa.question.missing_words import missing_names
from qa.question.unseen_terms import missing_dates, names_in, names_lacking, tells_of
from qa.reader.joined import above, evidence, is_foreign
from qa.reader.joint_model import Numbers
from qa.reader.network import Found
from qa.reader.readers import Reader
from qa.reader.windows import Text, without_gaps
from qa.text.term_statistics import TermStatistics
from qa.types import Hit, Span

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BESIDE_WIDE = re.compile(r"(?<=[\u2e80-\uffef]) | (?=[\u2e80-\uffef])")  # blanks where words are not spaced


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted: where it stands in its hit's passage."""

    hit: Hit
    span: Span

    @property
    def text(self) -> str:
        """The sentence."""
        return self.hit.passage.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Judged:
    """The n sentences of the passages that were read.

    Attributes:
        found: The sentences; those of a passage stand next to each other, in order.
        by_passage: What the reader found in each, passage by passage.
        evidence: The columns of `EVIDENCE` of each, (n, columns).
        names: Names of the question that no document has.
        words: Its other words that no document has.
        dates: By row, the years and ordinals of the question that a passage lacks.
    """

    found: list[Candidate]
    by_passage: Sequence[Sequence[Found]]
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
    known: Sequence[Sequence[Found]] = (),
) -> Judged | None:
    """Read the best passages; None where no hit has a sentence.

    Args:
        question: The question.
        hits: Retrieved passages, best first.
        terms: Those of the index.
        opening: The first words of a document, by its source; a report names its year and place there.
        reader: What reads the passages.
        known: What it found in each of the first of them, when they were read before.

    Returns:
        Every sentence that was read with its odds, or None.
    """
    hits = [hit for hit in hits if hit.passage.sentences][: reader.most]
    if not hits:
        return None
    passages = [hit.passage for hit in hits]
    rims = [above(each) for each in passages]
    texts = [
        Text(rim, each.text, without_gaps(each.text, each.sentences)) for rim, each in zip(rims, passages, strict=True)
    ][len(known) :]
    asked = [_asked_of(question, hit, rim) for hit, rim in zip(hits, rims, strict=True)][len(known) :]
    rows = zip(passages[len(known) :], texts, _read(reader, asked, texts), strict=True)
    answers = [*known, *(_of(each.sentences, text.sentences, found) for each, text, found in rows)]
    # What is written in another script has none of the question's words, and lacks no name for that.
    foreign = is_foreign(passages[0], question)
    names, words = ([], []) if foreign else missing_names(question, terms, passages[0].text)
    dates = {hit.row: missing_dates(question, hit.passage, rim, opening) for hit, rim in zip(hits, rims, strict=True)}
    undated = {row for row, missing in dates.items() if missing}
    elsewhere = {
        hit.row: 0.0 if foreign else _elsewhere(question, (hit.passage.text, rim, opening(hit.passage.source)))
        for hit, rim in zip(hits, rims, strict=True)
    }
    table = evidence(answers, hits, question, undated, elsewhere, unnamed=bool(names))
    found = [Candidate(hit, span) for hit in hits for span in hit.passage.sentences]
    return Judged(found, answers, table, names, words, dates)


def _read(reader: Reader, questions: Sequence[str], texts: Sequence[Text]) -> list[list[Found]]:
    """What is found in each text for its question."""
    found: dict[int, list[Found]] = {}
    for question in dict.fromkeys(questions):
        at = [number for number, each in enumerate(questions) if each == question]
        found |= zip(at, reader.network.read(question, [texts[number] for number in at]), strict=True)
    return [found[number] for number in range(len(texts))]


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
