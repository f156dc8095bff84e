"""Questions whose thing stands in the title alone: the text never says again what it is about, and the question does.

A row's title is taken out of its text and kept in its question, or put into a question that did without it. The same
question under another title has no answer: all is as asked but for what stands above.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from embeddings.training.reader.row import Row

_LONGEST_TITLE_CHARACTERS = 40
_MISSES = 0.4  # share of the questions that are also asked under another title
_BRACKETS = re.compile(r"\s*[（(][^）)]*[）)]\s*$")
_RUNS = re.compile(r"[a-zA-Z\u00c0-\u0dff]{4,}|[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_PRONOUNS = {
    **{
        "zh": ("它", "其", "他", "该处"),
        "ja": ("これ", "それ", "同所"),
        "ko": ("이곳", "그것"),
        "en": ("it", "he", "this"),
    },
    **{
        "fr": ("il", "elle"),
        "de": ("er", "es"),
        "es": ("él", "ella"),
        "ru": ("он", "она"),
        "id": ("ia",),
        "tr": ("o",),
    },
}
_NAMED = {
    "zh": (
        "{title}{question}",
        "{title}的{question}",
        "{title}：{question}",
        "在{title}中，{question}",
        "{title}里{question}",
    ),
    "ja": ("{title}では、{question}", "{title}：{question}", "{title}について、{question}"),
    "en": ("{title}: {question}", "In {title}: {question}", "According to {title}, {question}", "{question} ({title})"),
    "": ("{title}: {question}", "{question} ({title})", "{question} – {title}"),
}


def titled_rows(rows: Iterable[Row], draw: random.Random, most: int) -> Iterator[Row]:
    """Answerable rows with a title, asked about what their title names.

    Args:
        rows: Of any sources.
        draw: Decides about what is left open.
        most: How many are asked, those under another title not counted.

    Yields:
        A row for each, and for some another without an answer.
    """
    found = [row for row in rows if row.answer and 2 <= len(_name(row)) <= _LONGEST_TITLE_CHARACTERS]
    others: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        others[_like(row)].append(row)
    for row in draw.sample(found, min(most, len(found))):
        asked = _titled(row, draw)
        yield asked
        told_apart = not any(part in asked.text.lower() for part in _parts(_name(row)))
        if told_apart and draw.random() < _MISSES and (other := _another(row, others[_like(row)], draw)):
            yield replace(asked, title=other.title, answer=None, kind="titled-none")


def _titled(row: Row, draw: random.Random) -> Row:
    """The row with its title in the question, and hardly in the text."""
    name, question = _name(row), row.question
    if name.lower() not in question.lower():
        forms = _NAMED.get(row.language, _NAMED[""])
        question = draw.choice(forms).format(title=name, question=question)
    text, answer = row.text, row.answer or (0, 0)
    for match in reversed(list(re.finditer(re.escape(name), text, re.IGNORECASE))):
        start, end = match.span()
        if start >= answer[1] or end <= answer[0]:
            said = draw.choice(("", *_PRONOUNS.get(row.passage_language or row.language, ("",))))
            text = text[:start] + said + text[end:]
            moved = len(said) - (end - start)
            answer = (answer[0] + moved, answer[1] + moved) if end <= answer[0] else answer
    return replace(row, question=question, text=text, answer=answer, kind="titled", always_above=True)


def _another(row: Row, others: Sequence[Row], draw: random.Random) -> Row | None:
    """A row with another title, neither of which is part of the other's or stands in the text."""
    for other in draw.sample(others, min(8, len(others))):
        names = _name(row).lower(), _name(other).lower()
        if (
            names[0] not in names[1]
            and names[1] not in names[0]
            and names[1] not in f"{row.text} {row.question}".lower()
        ):
            return other
    return None


def _name(row: Row) -> str:
    """What a title names, without what tells it from others of its name."""
    return _BRACKETS.sub("", row.title).strip()


def _parts(name: str) -> list[str]:
    """What a text that is about a name has of it: longer words, and runs of three characters where words are not spaced."""
    runs = _RUNS.findall(name.lower())
    return [part for run in runs for part in ([run] if run[0] < "\u0e00" else _threes(run)) if len(part) > 1]


def _threes(run: str) -> list[str]:
    return [run[at : at + 3] for at in range(max(1, len(run) - 2))]


def _like(row: Row) -> str:
    return f"{row.kind} {row.language}"
