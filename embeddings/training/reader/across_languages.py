"""Questions across languages, made of parallel text.

The question is a sentence in one language, or part of it with a word that asks; the passage is the same sentence in another
language among its neighbours. The answer is that sentence, or the number in it that the question asks for.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from embeddings.training.data_files import lines_of
from embeddings.training.reader.question_words import ASKING, HOW_MANY, UNSPACED, fragment
from embeddings.training.reader.row import Row

_NEIGHBOURS = 5  # sentences of a passage
_LONGEST_QUESTION_CHARACTERS = 260  # of a question
_REMOVED = 0.27  # share of the passages that the sentence is taken out of
_NUMBER = re.compile(r"(?<![\d.,])\d[\d.,]*\d|(?<![\d.,])\d(?![\d.,])")
_WEIGHTS = {"zh": 6, "ja": 2, "ko": 2, "es": 2, "fr": 2}  # of documentation, of which other languages have little


class _Aligned(NamedTuple):
    """A sentence in the question's language, and sentences of the passage's, one of which says the same."""

    sentence: str
    asked_in: str
    passage_in: str
    sentences: list[str]
    same: int


class Parallel:
    """Draws sentences with their translations from news, documentation and single sentences."""

    def __init__(self, data: Path) -> None:
        """Read the tables."""
        self._codes, *self._news = lines_of(data / "train" / "ntrex.tsv.gz")
        self._documentation = {
            path.name.split("en-")[1][:2]: list(lines_of(path))
            for path in sorted((data / "train").glob("docs.en-*.tsv.gz"))
        }
        self._single = [fields[:2] for fields in lines_of(data / "raw" / "tatoeba_cmn_eng.txt.gz")]

    def draw(self, draw: random.Random) -> _Aligned | None:
        """One of them; none when what was drawn is not fit for a question."""
        kind = draw.random()
        if kind < 0.62:
            return self._of_news(draw)
        return self._of_documentation(draw) if kind < 0.85 else self._of_single(draw)

    def _of_news(self, draw: random.Random) -> _Aligned:
        chinese = [at for at, code in enumerate(self._codes) if code.startswith("zh")]
        english = self._codes.index("en")
        others = [at for at, _ in enumerate(self._codes) if at not in chinese and at != english]
        chance = draw.random()
        if chance < 0.3:
            asked, passage = english, draw.choice(chinese)
        elif chance < 0.55:
            asked, passage = draw.choice(chinese), english
        elif chance < 0.75:
            asked, passage = draw.choice(others), draw.choice([*chinese, english])
        elif chance < 0.92:
            asked, passage = draw.choice([*chinese, english]), draw.choice(others)
        else:
            asked, passage = draw.sample(others, 2)
        at, first = _place(len(self._news), draw)
        sentences = [self._news[near][passage] for near in range(first, first + _NEIGHBOURS)]
        return _Aligned(self._news[at][asked], self._codes[asked][:2], self._codes[passage][:2], sentences, at - first)

    def _of_documentation(self, draw: random.Random) -> _Aligned | None:
        weights = [_WEIGHTS.get(language, 1) for language in self._documentation]
        language = draw.choices(list(self._documentation), weights)[0]
        pairs = self._documentation[language]
        at = draw.randrange(_NEIGHBOURS - 1, len(pairs) - _NEIGHBOURS)
        side = int(draw.random() >= 0.5)  # of the question: English or the other
        first = at - draw.randint(0, _NEIGHBOURS - 1)
        near = pairs[first : first + _NEIGHBOURS]
        if any(len(pair) < 2 for pair in near) or not 25 <= len(pairs[at][0]) <= 400:
            return None
        codes = ("en", language)
        return _Aligned(pairs[at][side], codes[side], codes[1 - side], [pair[1 - side] for pair in near], at - first)

    def _of_single(self, draw: random.Random) -> _Aligned | None:
        pairs = draw.sample(self._single, 6)
        if any(len(pair) < 2 for pair in pairs):
            return None
        side = int(draw.random() >= 0.5)
        at, codes = draw.randrange(6), ("en", "zh")
        return _Aligned(pairs[at][side], codes[side], codes[1 - side], [pair[1 - side] for pair in pairs], at)


def parallel_rows(data: Path, draw: random.Random, count: int) -> Iterator[Row]:
    """So many questions across languages, somewhat more than a quarter of them on passages without the sentence."""
    parallel = Parallel(data)
    while count:
        drawn = parallel.draw(draw)
        if not drawn or len(drawn.sentence) > _LONGEST_QUESTION_CHARACTERS or not all(map(str.strip, drawn.sentences)):
            continue
        count -= 1
        yield _row(drawn, draw)


def _place(count: int, draw: random.Random) -> tuple[int, int]:
    """A place in a text, and where the neighbours begin that it is shown among."""
    at = draw.randrange(_NEIGHBOURS - 1, count - _NEIGHBOURS)
    return at, at - draw.randint(0, _NEIGHBOURS - 1)


def _row(drawn: _Aligned, draw: random.Random) -> Row:
    blank = "" if drawn.passage_in in UNSPACED else " "
    removed = draw.random() < _REMOVED
    before = blank.join([*drawn.sentences[: drawn.same], ""])
    shown = [sentence for at, sentence in enumerate(drawn.sentences) if not removed or at != drawn.same]
    text = blank.join(shown).rstrip()
    answer = None if removed else (len(before), len(before) + len(drawn.sentences[drawn.same].rstrip()))
    question = drawn.sentence
    numbers = [] if removed else _shared_numbers(question, drawn.sentences[drawn.same], text)
    if numbers and draw.random() < 0.8:
        number = draw.choice(numbers)
        question = _asking_for(number, question, drawn.asked_in, draw)
        answer = (text.index(number), text.index(number) + len(number))
    elif draw.random() < 0.7:
        question = fragment(question, drawn.asked_in, draw)
    return Row(question, drawn.asked_in, "", "", text, answer, "across" if answer else "across-none")


def _shared_numbers(question: str, sentence: str, text: str) -> list[str]:
    """The numbers of a question that its translation has too, once in the whole passage."""
    return [number for number in _NUMBER.findall(question) if sentence.count(number) == text.count(number) == 1]


def _asking_for(number: str, question: str, language: str, draw: random.Random) -> str:
    asking = draw.choice(HOW_MANY.get(language, ASKING.get(language, ["?"])[:2]))
    question = question.replace(number, asking, 1)
    if draw.random() < 0.5:  # what stands around it alone
        at = question.find(asking)
        question = question[max(0, at - draw.randint(12, 60)) : at + draw.randint(15, 60)]
    return question
