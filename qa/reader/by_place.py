"""Sentences that answer by the place where they stand: the item of a number, and what stands below the question itself."""

from qa.quoting.numbered_items import asked_number, has_number
from qa.reader.judging import Judged
from qa.text.analyzer import normalise


def numbered_items(question: str, judged: Judged) -> list[int]:
    """The candidates that are the item whose number is asked for, in the document that is read first.

    Args:
        question: The question.
        judged: The sentences that were read.

    Returns:
        Their numbers; none where no item is asked for by number.
    """
    number = asked_number(question)
    if number is None:
        return []
    source = judged.found[0].hit.passage.source
    return [
        at
        for at, candidate in enumerate(judged.found)
        if candidate.hit.passage.source == source and has_number(candidate.hit.passage, candidate.span, number)
    ]


def below_the_question(question: str, judged: Judged) -> list[int]:
    """The candidates that stand below a heading which is the very question, as in a list of frequent ones.

    Args:
        question: The question.
        judged: The sentences that were read.

    Returns:
        Their numbers.
    """
    asked = _bare(question)
    nearest = (each.hit.passage.headings[-1:] for each in judged.found)
    return [at for at, heading in enumerate(nearest) if heading and _bare(heading[0]) == asked]


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, normalise(text)))
