"""A skeleton of a question set: passages drawn at random, for a person to put questions to."""

import random
from pathlib import Path

from qa.assistant import Assistant
from qa.errors import QuestionSetError
from qa.evaluation.questions import Question, write_lines

_FEWEST_CHARACTERS = 20  # a shorter passage hardly answers anything
_SEED = 20


def write_skeleton(assistant: Assistant, path: Path, size: int) -> int:
    """Write a question set with blank questions, each with a passage as its evidence; gives how many.

    Documents take turns, so that a long one does not crowd out the rest. A line is done when its question and its
    answers are filled in; until then `evaluate` leaves it out and says so.

    Args:
        assistant: Whose documents.
        path: The file, which must not exist.
        size: How many passages; fewer when the index has fewer.

    Returns:
        How many were written.

    Raises:
        QuestionSetError: The file is there already, or cannot be written.
    """
    if path.exists():
        raise QuestionSetError(f"{path} is there already; give a new file for the skeleton")
    draw = random.Random(_SEED)
    piles = []
    for source in draw.sample(assistant.sources, len(assistant.sources)):
        passages = [p for _, p in assistant.passages_of(source) if len(p.text) >= _FEWEST_CHARACTERS]
        piles.append(draw.sample(passages, len(passages)))
    drawn = [pile[turn] for turn in range(max(map(len, piles), default=0)) for pile in piles if turn < len(pile)]
    questions = [
        Question(f"t{number:03}", "", (), (passage.source,), {"lang": "", "kind": "", "evidence": passage.text})
        for number, passage in enumerate(drawn[:size], start=1)
    ]
    write_lines(path, questions)
    return len(questions)
