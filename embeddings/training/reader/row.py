"""A question with its passage, in the one shape that every source is read into."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from opencc import OpenCC


@dataclass(frozen=True, slots=True)
class Row:
    """A question and the passage that is read for it.

    Attributes:
        question: The question.
        language: Its language.
        title: Of the passage's document; may be empty.
        above: What else stands above the passage, headings for example, a line each.
        text: The passage.
        answer: Where the answer stands in it, in characters, the end not included; none when it holds no answer.
        kind: Of question: the set it is from, and what was done to it.
        always_above: Show title and headings every time, since the question cannot be judged without them.
        passage_language: Of the passage, where its sentences are not told apart by marks alone; empty otherwise.
    """

    question: str
    language: str
    title: str
    above: str
    text: str
    answer: tuple[int, int] | None
    kind: str
    always_above: bool = False
    passage_language: str = ""

    @property
    def answered(self) -> str:
        """The answer's words; empty without an answer."""
        return self.text[slice(*self.answer)] if self.answer else ""

    def fields(self) -> dict[str, Any]:
        """As a line of JSON holds it."""
        return asdict(self)

    @classmethod
    def of(cls, fields: dict[str, Any]) -> "Row":
        """From a line of JSON."""
        answer = fields["answer"]
        return cls(**{**fields, "answer": (answer[0], answer[1]) if answer else None})


def held(name: str, share: float) -> bool:
    """Whether what has this name is kept out of training, as a share of all names is: the same ones on every machine."""
    return int(hashlib.md5(name.encode()).hexdigest(), 16) % 1000 < share * 1000


def shortest(spans: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """The shortest of some answers; none of none."""
    return min(spans, key=lambda span: span[1] - span[0], default=None)


class Script:
    """Puts Chinese into the other script, where no character moves: offsets stay right."""

    def __init__(self, direction: str) -> None:
        """`t2s` from traditional to simplified, `s2t` back."""
        self._converter = OpenCC(direction)

    def __call__(self, text: str) -> str:
        """The text in the other script; as it is where its length would change."""
        converted: str = self._converter.convert(text)
        return converted if len(converted) == len(text) else text
