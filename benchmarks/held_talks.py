"""Conversations in some thirty languages, asked turn by turn: those of our own that the reader was not trained on.

    python -m benchmarks.held_talks [--limit N]  # turns, of conversations drawn by chance

The families of documents that `embeddings/training/reader/talks.py` holds out become one folder; each conversation is asked as it
stands there, whatever was answered before. A turn is right when the first quote is shown, holds the answer and is of the document that
the turn is about.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from embeddings.training.reader.talks import families
from qa.assistant import Assistant
from qa.evaluation.relevance import contains_answer
from qa.indexing.build import build_index
from qa.types import Turn
from qa.types.answers import ANSWER

_COLUMNS, _BAR = "Columns: ", " | "
_NAMED = {"zh": "Chinese", "en": "English"}


class Told(NamedTuple):
    """What became of a turn: its language, whether it goes on from others, has an answer, is answered, and rightly."""

    language: str
    goes_on: bool
    answerable: bool
    shown: bool
    right: bool


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.held_talks", description=__doc__)
    parser.add_argument("--limit", type=int, default=10_000, help="turns that are asked")
    options = parser.parse_args()
    held = families(held_out=True)
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        documents, index = Path(folder) / "documents", Path(folder) / "index"
        documents.mkdir()
        for family in held:
            for at, document in enumerate(family["documents"]):
                (documents / _name(family, at)).write_text(as_markdown(document), "utf-8")
        build_index(documents, index)
        assistant = Assistant.open(index)
        talks = [(family, talk) for family in held for talk in family["talks"]]
        told: list[Told] = []
        for family, talk in random.Random(1).sample(talks, len(talks)):
            told += _asked(assistant, family, talk)
            if len(told) >= options.limit:
                break
    print("| turns | answerable | shown and right | shown and wrong | others | shown |")
    print("|---" * 6 + "|")
    print(_line("begin a conversation", [each for each in told if not each.goes_on]))
    for name in ("Chinese", "English", "another language"):
        some = [each for each in told if each.goes_on and _NAMED.get(each.language, "another language") == name]
        print(_line(f"go on, {name}", some))


def as_markdown(document: dict[str, Any]) -> str:
    """A document of a family as a file: headings, and a paragraph for each sentence or a table."""
    columns = [each.removeprefix(_COLUMNS) for each in document["headings"] if each.startswith(_COLUMNS)]
    lines = [
        f"# {document['title']}",
        *(f"## {each}" for each in document["headings"] if not each.startswith(_COLUMNS)),
    ]
    if columns:
        rows = [columns[0], "|".join("-" * (columns[0].count(_BAR) + 1)), *document["sentences"]]
        return "\n\n".join(lines) + "\n\n" + "\n".join(f"| {row} |" for row in rows) + "\n"
    return "\n\n".join([*lines, *document["sentences"]]) + "\n"


def _name(family: dict[str, Any], at: int) -> str:
    return f"{family['family']}-{at}.md"


def _asked(assistant: Assistant, family: dict[str, Any], talk: dict[str, Any]) -> Iterator[Told]:
    history: list[Turn] = []
    for turn in talk["turns"]:
        answer = assistant.ask(turn["q"], history=history)
        wanted = turn.get("answer", "").replace(_BAR, "\t")
        right = (
            answer.outcome == ANSWER
            and bool(wanted)
            and answer.quotes[0].passage.source == _name(family, turn["of"])
            and contains_answer(answer.quotes[0].text, (wanted,))
        )
        yield Told(talk["lang"], bool(history), bool(wanted), answer.outcome == ANSWER, right)
        history.append(answer.turn)


def _line(name: str, told: Sequence[Told]) -> str:
    asked, others = [each for each in told if each.answerable], [each for each in told if not each.answerable]
    right, shown = sum(each.right for each in asked), sum(each.shown for each in asked)
    return (
        f"| {name} | {len(asked)} | {right} | {shown - right} | {len(others)} | {sum(each.shown for each in others)} |"
    )


if __name__ == "__main__":
    main()
