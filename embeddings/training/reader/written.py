"""The questions that we wrote ourselves: on documents of our own, and on excerpts of reports and laws.

A line of `written/*.jsonl.gz` is a document of our own with its sentences, or an excerpt: `source` names its file in the
public data, and `excerpt`, `title` and `headings` are where they stand in it, (start, length) in characters once asterisks are
taken out, and `md5` the excerpt's, its first 8 digits; answers are (start, length) in the excerpt. `held` marks the tenth that is kept out of training, for calibration.
"""

import gzip
import hashlib
import json
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from embeddings.training.data_files import members_of
from embeddings.training.reader.reports import short
from embeddings.training.reader.row import Row

FOLDER = Path(__file__).parent / "written"
_REPORTS, _LAWS = ("government_reports.tar.xz", "government_reports/"), ("laws_zh.tar.gz", "")
_COLUMNS, _BAR, _TABS = (
    "Columns: ",
    " | ",
    0.6,
)  # begins the header of a table; parts its cells; share of the tables with tabs, as CSV files are read
_PROSE = ("policy", "contract", "manual", "notice", "minutes", "mail")  # kinds whose sentences may follow each other


def written_rows(data: Path, draw: random.Random, *, held_out: bool, folder: Path = FOLDER) -> Iterator[Row]:
    """Their questions, of the documents that are held out or of the others.

    Excerpts whose file is not in the data, or is another one, are left out; how many is printed.

    Args:
        data: The folder of training data.
        draw: Draws which examples are taken; seeded.
        held_out: Whether those of held-out documents are wanted.
        folder: Where the written questions lie.

    Yields:
        A row for each question.
    """
    entries = entries_of(folder, held_out=held_out)
    sources = _sources(data, [entry["source"] for entry in entries if "source" in entry])
    lost = 0
    for entry in entries:
        if "source" not in entry:
            yield from _own(entry, draw)
        elif _checksum(_part(sources.get(entry["source"], ""), entry["excerpt"])) == entry["md5"]:
            yield from _excerpt(entry, sources[entry["source"]])
        else:
            lost += 1
    if lost:
        print(
            f"warning: {lost} excerpts with written questions are left out: they are not in the files of {data / 'raw'}"
        )


def entries_of(folder: Path, *, held_out: bool) -> list[dict[str, Any]]:
    """The lines of the files of a folder, those that are held out or the others.

    Args:
        folder: Of `*.jsonl.gz`.
        held_out: Whether those marked `held` are wanted.

    Returns:
        Each as it was written, in the order of the files.
    """
    return [
        entry
        for path in sorted(folder.glob("*.jsonl.gz"))
        for entry in map(json.loads, gzip.decompress(path.read_bytes()).decode("utf-8").splitlines())
        if entry.get("held", False) == held_out
    ]


def _own(entry: dict[str, Any], draw: random.Random) -> Iterator[Row]:
    """The questions on a document of our own."""
    text, places, above = page(entry, draw)
    answers = [places[asked["sent"]](asked["answer"]) for asked in entry["qa"]]
    yield from _rows(entry, answers, entry["title"], above, text, entry["lang"])


def page(entry: dict[str, Any], draw: random.Random) -> tuple[str, list[Callable[[str], tuple[int, int]]], str]:
    """A document of our own as it is read, its sentences in one paragraph or a line each.

    Args:
        entry: The document.
        draw: Decides how sentences and cells are parted; seeded.

    Returns:
        Its text; for each sentence, what finds where words of it stand in the text; what stands above, beside the title.
    """
    joined = entry["lang"] in ("zh", "ja") and entry["kind"] in _PROSE and draw.random() < 0.5
    bar = "\t" if draw.random() < _TABS else _BAR
    text = ""
    places: list[Callable[[str], tuple[int, int]]] = []
    for sentence in (sentence.replace(_BAR, bar) for sentence in entry["sentences"]):
        places.append(partial(_place_behind, len(text), sentence, bar))
        text += sentence + ("" if joined else "\n")
    headings = [_as_read(heading) for heading in entry["headings"] if heading != entry["title"]]
    return text.rstrip(), places, "\n".join(headings)


def _place_behind(start: int, sentence: str, bar: str, words: str) -> tuple[int, int]:
    words = words.replace(_BAR, bar)
    start += _place(sentence, words, bar)
    return start, start + len(words)


def _as_read(heading: str) -> str:
    """A line above the text as documents are read: the header of a table has tabs between its cells."""
    columns = heading.removeprefix(_COLUMNS)
    return heading if columns == heading else columns.replace(_BAR, "\t")


def _place(sentence: str, words: str, bar: str) -> int:
    """Where an answer stands: as a whole cell before a part of one, not within a longer word or number before within one."""
    starts = [at for at in range(len(sentence)) if sentence.startswith(words, at)]

    def stands_apart(at: int) -> tuple[bool, bool]:
        before, behind = sentence[:at], sentence[at + len(words) :]
        is_cell = (not before or before.endswith(bar)) and (not behind or behind.startswith(bar))
        return is_cell, not _is_one_word(before[-1:], words[0]) and not _is_one_word(words[-1], behind[:1])

    return max(starts, key=stands_apart)


def _is_one_word(left: str, right: str) -> bool:
    """Whether two characters beside each other are of one word or number."""
    return (left.isdecimal() and right.isdecimal()) or all(each.isascii() and each.isalnum() for each in (left, right))


def _excerpt(entry: dict[str, Any], source: str) -> Iterator[Row]:
    """The questions on an excerpt; its title names its source where it does not name the region."""
    text = _part(source, entry["excerpt"])
    title = _part(source, entry["title"])
    headings = [heading for heading in (_part(source, part) for part in entry["headings"]) if heading != title]
    if short(entry["source"].split("/")[0]) not in title:
        title = f"{title} {entry['source'].removesuffix('.md')}"
    answers = [(asked["start"], asked["start"] + asked["length"]) for asked in entry["qa"]]
    yield from _rows(entry, answers, title, "\n".join(headings), text, "zh")


def _rows(
    entry: dict[str, Any], answers: list[tuple[int, int]], title: str, above: str, text: str, language: str
) -> Iterator[Row]:
    asked: list[tuple[dict[str, Any], tuple[int, int] | None, str]] = [
        *((each, answer, "written") for each, answer in zip(entry["qa"], answers, strict=True)),
        *((each, None, "written-none") for each in entry["none"]),
    ]
    for each, answer, kind in asked:
        yield Row(each["q"], each["lang"], title, above, text, answer, kind, True, language)


def _checksum(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()[:8]


def _part(source: str, part: list[int]) -> str:
    start, length = part
    return source[start : start + length]


def _sources(data: Path, names: list[str]) -> dict[str, str]:
    """The texts of some files of the archives, as far as they are there, without asterisks."""
    found: dict[str, str] = {}
    for (archive, folder), wanted in (
        (_REPORTS, {name for name in names if not name.startswith("laws_zh/")}),
        (_LAWS, {name for name in names if name.startswith("laws_zh/")}),
    ):
        path = data / "raw" / archive
        members = members_of(path, r"\.md$") if wanted and path.is_file() else ()
        found |= {name.removeprefix(folder): text for name, text in members if name.removeprefix(folder) in wanted}
    return {name: text.replace("*", "") for name, text in found.items()}
