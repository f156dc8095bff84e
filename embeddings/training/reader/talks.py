"""Conversations that we wrote: a follow-up is read with the question that its conversation began with, and the two before it.

A line of `talks/*.jsonl.gz` is a family of documents of our own that look alike, with conversations about them. Each turn is about
one of them, `of`, and has no answer in another: the first question of a conversation, or one behind it, names it.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from embeddings.training.reader.row import Row
from embeddings.training.reader.written import entries_of, page

FOLDER = Path(__file__).parent / "talks"
KIND, NONE = "talk", "talk-none"
GOES_ON = " → "  # between the questions of a conversation, as `qa.question.follow_up` puts it
_BEFORE = 2  # questions right before the last one that it is read with
_OF_ANOTHER = 0.5  # share of the turns that are asked of a look-alike too
_ELSEWHERE = 0.1  # share of the turns behind which another conversation begins, of which these documents say nothing
_AFTER_ANOTHER = 0.6  # share of the conversations that begin behind another one, of something else
Family = dict[str, Any]
Talk = dict[str, Any]


def talk_rows(draw: random.Random, *, held_out: bool, elsewhere: bool = True, folder: Path = FOLDER) -> Iterator[Row]:
    """Their turns, of the families that are held out or of the others.

    Args:
        draw: Draws which turns are asked elsewhere too; seeded.
        held_out: Whether those of held-out families are wanted.
        elsewhere: Whether some are asked of look-alikes, and behind other conversations, too.
        folder: Where the conversations lie.

    Yields:
        A row for each turn; of some others with a document that looks alike, or with another conversation before or behind.
    """
    found = families(held_out=held_out, folder=folder)
    talks = [(family, talk) for family in found for talk in family["talks"]]
    in_language: dict[str, list[tuple[Family, Talk]]] = defaultdict(list)
    for family, talk in talks:
        in_language[talk["lang"]].append((family, talk))
    for family, talk in talks:
        yield from _turns(family, talk, draw)
        if elsewhere:
            some = draw.choices(in_language[talk["lang"]], k=2)
            yield from _elsewhere(family, talk, [each for whose, each in some if whose is not family], draw)


def families(*, held_out: bool, folder: Path = FOLDER) -> list[Family]:
    """The families as they were written, those that are held out or the others.

    Args:
        held_out: Whether the held-out ones are wanted.
        folder: Where they lie.

    Returns:
        Each with its `documents` and `talks`.
    """
    return entries_of(folder, held_out=held_out)


def joined(questions: Sequence[str]) -> str:
    """The last of some questions as it is read: behind the first one, and the two before it."""
    before, asked = questions[:-1], questions[-1]
    return GOES_ON.join([*dict.fromkeys([*before[:1], *before[-_BEFORE:]]), asked])


def _turns(family: Family, talk: Talk, draw: random.Random) -> Iterator[Row]:
    questions = [turn["q"] for turn in talk["turns"]]
    for number, turn in enumerate(talk["turns"], start=1):
        yield _row(questions[:number], talk, family["documents"][turn["of"]], turn, draw)


def _elsewhere(family: Family, talk: Talk, others: Sequence[Talk], draw: random.Random) -> Iterator[Row]:
    """Turns asked of a look-alike; others begun behind them; and the first one behind another conversation."""
    questions = [turn["q"] for turn in talk["turns"]]
    for number, turn in enumerate(talk["turns"], start=1):
        document = family["documents"][turn["of"]]
        twins = [each for each in family["documents"] if each is not document]
        if twins and draw.random() < _OF_ANOTHER:
            yield _row(questions[:number], talk, draw.choice(twins), {}, draw)
        if others and draw.random() < _ELSEWHERE:
            yield _row([*questions[:number], others[0]["turns"][0]["q"]], talk, document, {}, draw)
    if others and draw.random() < _AFTER_ANOTHER:
        before = [turn["q"] for turn in others[-1]["turns"][: draw.randint(1, 3)]]
        first = talk["turns"][0]
        yield _row([*before, first["q"]], talk, family["documents"][first["of"]], first, draw)


def _row(asked: Sequence[str], talk: Talk, document: dict[str, Any], turn: dict[str, Any], draw: random.Random) -> Row:
    text, places, above = page(document, draw)
    answer = places[turn["sent"]](turn["answer"]) if "answer" in turn else None
    kind = KIND if answer else NONE
    return Row(joined(asked), talk["lang"], document["title"], above, text, answer, kind, True, document["lang"])
