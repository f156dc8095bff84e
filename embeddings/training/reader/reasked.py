"""What we asked of passages of the public data in our own words, mostly in another language than theirs: `reasked/*.jsonl.gz`.

A line is a passage: `md5` of its text, the first 12 digits, and what is asked of it: question, language, (start, length) of the
answer in characters. `held` marks those that the network is not trained on.
"""

import gzip
import hashlib
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from embeddings.training.reader.negatives import REASKED, Misses, said
from embeddings.training.reader.public_sets import SQUADS, reading_sets, squad, thai
from embeddings.training.reader.reading_examples import MOST_READ, Coder, Example
from embeddings.training.reader.reports import laws, reports
from embeddings.training.reader.row import Row

FOLDER = Path(__file__).parent / "reasked"
KIND = REASKED
_CUT = 0.45  # share of the questions that are asked again of their passage without the answer


def reasked_rows(data: Path, *, held_out: bool, folder: Path | None = None) -> Iterator[Row]:
    """The questions on passages that are held out, or on the others.

    Passages that are not in the data are left out; how many is printed.

    Args:
        data: Folder of the public data.
        held_out: Which of them.
        folder: Where the questions are; those that come with the code by default.

    Yields:
        A row for each question.
    """
    asked = {
        entry["md5"]: entry
        for path in sorted((folder or FOLDER).glob("*.jsonl.gz"))
        for entry in map(json.loads, gzip.decompress(path.read_bytes()).decode("utf-8").splitlines())
        if entry.get("held", False) == held_out
    }
    for passage in _passages(data):
        if entry := asked.pop(checksum(passage.text), None):
            for each in entry["qa"]:
                answer = (each["start"], each["start"] + each["length"])
                yield replace(passage, question=each["q"], language=each["lang"], answer=answer, kind=KIND)
    if asked:
        print(f"warning: {len(asked)} passages with questions of our own are left out: they are not in {data}")


def checksum(text: str) -> str:
    """What a passage is known by: the first 12 digits of its md5."""
    return hashlib.md5(text.encode()).hexdigest()[:12]


def _passages(data: Path) -> Iterator[Row]:
    """Every passage of the data, as a row of some question or of none."""
    for (name, language), held_out in itertools.product(SQUADS.values(), (False, True)):
        yield from squad(data / "eval" / f"{name}.json.gz", name, language, held_out=held_out)
    for held_out in (False, True):
        yield from reading_sets(data, held_out=held_out)
    yield from thai(data)
    for report in reports(data):
        for section, heading, text in report.paragraphs:
            above = "\n".join(filter(None, (section, heading)))
            yield Row("", "zh", report.title, above, text, None, KIND, always_above=True)
    for law in laws(data):
        for heading, text in law.articles:
            yield Row("", "zh", law.name, heading, text, None, KIND)


def reasked_examples(rows: Sequence[Row], coder: Coder, draw: random.Random) -> Iterator[Example]:
    """Two examples of each question, one of the passage that is most like its answer's sentence, of some one without that sentence.

    Args:
        rows: Of `reasked_rows`.
        coder: Makes examples.
        draw: Decides about what is left open.

    Yields:
        Each example.
    """
    misses = Misses(rows, coder)
    for row in rows:
        cut = misses.cut(row, draw, width=draw.choice([MOST_READ, None])) if draw.random() < _CUT else None
        made = [
            coder.example(row, draw, width=MOST_READ),
            coder.example(row, draw),
            misses.alike(row, draw, like=said(row, coder)),
            cut,
        ]
        yield from filter(None, made)
