"""What makes another question of the one that is asked: years, names, codes and places that are not those of the best sentence."""

import re
from collections.abc import Callable, Sequence

from qa.question.designations import codes, holds_code
from qa.question.unseen_terms import is_place, not_told_of, places_lacking
from qa.reader.joined import above, is_foreign
from qa.reader.judging import Judged
from qa.text.analyzer import normalise, passage_tokens, tokens
from qa.text.scripts import KANA, script_of
from qa.types import Hit, Passage

# Log-odds of the network's likeliest answer below which more is read.
READ_ON = -7.0
# And below which the documents do not say: where no passage is closer than ON_TOPIC to the question, and elsewhere. Of 2,919 answerable questions on documents that
# are held out ABSENT calls 10 absent, of 2,107 others 485.
ON_TOPIC, OFF_TOPIC_ABSENT, ABSENT = 0.3, -8.0, -10.0
# And below which a name that no document has means that: a dictionary takes words for names, and a name may be spelled otherwise. Years and codes are exact.
NAME_ABSENT = -2.0
# And from which on, in both readings, a sentence answers although the dictionary takes a word that no document has for a name.
SURE = 4.0
_KANA = re.compile(f"[{KANA}]")


def what_is_lacking(
    question: str, judged: Judged, best: int, hits: Sequence[Hit], opening: Callable[[str], str]
) -> list[str]:
    """Years and numbers that the best sentence's document lacks, names and codes that no document has.

    Args:
        question: The question.
        judged: The sentences that were read.
        best: The number of the best one.
        hits: Retrieved passages, best first.
        opening: The first words of a document, by its source.

    Returns:
        The words, each once.
    """
    hit = judged.found[best].hit
    dates = not_told_of(judged.dates[hit.row], hit)
    texts = [near_text(each.passage, opening) for each in hits]
    unheard = (code for code in codes(question) if not any(holds_code(code, text) for text in texts))
    return list(dict.fromkeys((*dates, *judged.names, *unheard, *_others_names(hit, opening))))


def _others_names(hit: Hit, opening: Callable[[str], str]) -> list[str]:
    """The names of the question that another document bears with all the others, and that stand nowhere near this passage."""
    names = [name for name in hit.facets.lacks if not said_otherwise(name, hit.passage)]
    if not names:  # as with most questions, which need not read the passage for that
        return []
    near = near_text(hit.passage, opening)
    folded, terms = normalise(near), set(passage_tokens(near))
    return [name for name in names if normalise(name) not in folded and not terms.issuperset(tokens(name))]


def denies(words: str, judged: Judged, best: int) -> bool:
    """Whether something that is lacking makes another question of it, whatever the network says of the best sentence.

    Args:
        words: Of the question.
        judged: The sentences that were read.
        best: The number of the best one.

    Returns:
        Whether it does: not what the sentence's passage writes in other characters, nor a word without a capital that may be
        no name at all, where both readings of the sentence are sure.
    """
    if said_otherwise(words, judged.found[best].hit.passage):
        return False
    surely = min(judged.answers[best].best, judged.alone.get(best, judged.answers[best]).best) >= SURE
    return words not in judged.names or words[:1].isupper() or not surely


def said_otherwise(word: str, passage: Passage) -> bool:
    """Whether the nearest passage is in another language, by its characters, and may say a word in them; never of years and codes.

    Args:
        word: Of the question.
        passage: The nearest one.

    Returns:
        Whether it may.
    """
    script = script_of(word)
    if not script or any(map(str.isdigit, word)):
        return False
    japanese = bool(_KANA.search(word)), bool(_KANA.search(passage.text))
    return is_foreign(passage, word) or (script == "han" and japanese[0] != japanese[1])


def of_another_place(
    question: str, passage: Passage, opening: Callable[[str], str], document_text: Callable[[str], str]
) -> bool:
    """Whether a document that bears a place says nothing of the asked one near a passage, or any document nothing anywhere.

    Args:
        question: The question.
        passage: The one that is quoted.
        opening: The first words of a document, by its source.
        document_text: The text of a document, by its source; empty where it is not known.

    Returns:
        Whether it is of another place.
    """
    if is_foreign(passage, question):
        return False
    near = near_text(passage, opening)
    lacking = places_lacking(question, near)
    if not lacking:
        return False
    if any(map(is_place, passage.facets.names)):
        return True
    text = document_text(passage.source)
    return bool(text and places_lacking(question, f"{near}\n{text}"))


def near_text(passage: Passage, opening: Callable[[str], str]) -> str:
    """A passage with what stands above it and at the beginning of its document."""
    return f"{above(passage)}\n{passage.text}\n{opening(passage.source)}"


def says_nothing(judged: Judged, hits: Sequence[Hit]) -> bool:
    """Whether nothing that was read is a likely answer; less is asked of that where nothing is on the topic."""
    nothing_near = max(hit.dense for hit in hits) < ON_TOPIC
    return likeliest(judged) < (OFF_TOPIC_ABSENT if nothing_near else ABSENT)


def tells_of_none(words: str, judged: Judged, best: int) -> bool:
    """Whether something that the best sentence's document lacks means that the documents do not say.

    Args:
        words: Of the question.
        judged: The sentences that were read.
        best: The number of the best one.

    Returns:
        Whether it does: not a name where an answer is likely, or that may be spelled in another script; not a year that another passage
        of the same document tells of.
    """
    hits = {each.hit.row: each.hit for each in judged.found}
    if words in judged.names:
        spelled_otherwise = any(said_otherwise(words, hit.passage) for hit in hits.values())
        return likeliest(judged) < NAME_ABSENT and not spelled_otherwise
    quoted = judged.found[best].hit
    if words in quoted.facets.lacks:  # there is a document of that name, and all of it was not read
        return False
    beside = [hit for hit in hits.values() if hit.passage.source == quoted.passage.source]
    return words not in judged.dates[quoted.row] or all(words in judged.dates[hit.row] for hit in beside)


def likeliest(judged: Judged) -> float:
    """The log-odds of the likeliest answer in all that was read."""
    return max(answer.mass for answer in judged.answers)
