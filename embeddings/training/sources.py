"""Reads the public training data into pairs of texts that mean, or belong to, the same thing.

Each source is a function from the data folder to `(name of the kind, first text, second text)`; a batch is made of
one kind, so that what tells texts apart in it is their meaning and not where they come from.
"""

import io
import json
import random
import re
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from embeddings.training.data_files import Pair, archived, lines_of, members_of
from embeddings.training.many_translations import parallel_pairs

_LONGEST_TEXT_CHARACTERS = 1200  # of a text that are used
_MEANINGS = 4  # of a Japanese word
_CLOZE_SHARE = 0.5  # of the articles of law, how many also give an inverse cloze pair


def all_pairs(data: Path, seed: int) -> Iterator[Pair]:
    """Every pair of every source, in a fixed order."""
    draw = random.Random(seed)
    sources: tuple[Callable[[Path, random.Random], Iterator[Pair]], ...] = (
        _documentation, _words, _definitions, _tatoeba, _tatoeba_chinese, _japanese, _japanese_words, _dictionaries, _laws,
        _thai_questions, parallel_pairs,
    )  # fmt: skip
    for source in sources:
        for kind, first, second in source(data, draw):
            first, second = (
                " ".join(first[:_LONGEST_TEXT_CHARACTERS].split()),
                " ".join(second[:_LONGEST_TEXT_CHARACTERS].split()),
            )
            if first and second and first != second:
                yield kind, first, second


def _documentation(data: Path, _: random.Random) -> Iterator[Pair]:
    for path in sorted((data / "train").glob("docs.en-*.tsv.gz")):
        for english, other in lines_of(path):
            yield "documentation", english, other


def _words(data: Path, draw: random.Random) -> Iterator[Pair]:
    """Words of a concept: English with each other language, and two other languages with each other."""
    concept, words = "", list[str]()
    for english, _, word in lines_of(data / "train" / "wordnet.lemmas.tsv.gz"):
        if english != concept:
            concept, words = english, []
        if words:
            yield "words across", draw.choice(words), word
        words.append(word)
        yield "words", english, word


def _definitions(data: Path, _: random.Random) -> Iterator[Pair]:
    for words, definition in lines_of(data / "train" / "wordnet.definitions.tsv.gz"):
        yield "definitions", words, definition


def _tatoeba(data: Path, _: random.Random) -> Iterator[Pair]:
    for _language, sentence, english in lines_of(data / "train" / "tatoeba.tsv.gz"):
        yield "sentences", sentence, english


def _tatoeba_chinese(data: Path, _: random.Random) -> Iterator[Pair]:
    for fields in lines_of(data / "raw" / "tatoeba_cmn_eng.txt.gz"):
        if len(fields) > 1:
            yield "sentences", fields[1], fields[0]


def _japanese(data: Path, _: random.Random) -> Iterator[Pair]:
    archive = data / "raw" / "small_parallel_enja.tar.gz"
    texts = {name.rpartition("/")[2]: text.splitlines() for name, text in members_of(archive, r"/train\.(en|ja)$")}
    for english, japanese in zip(texts["train.en"], texts["train.ja"], strict=True):
        yield "sentences", english, japanese.replace(" ", "")


def _japanese_words(data: Path, _: random.Random) -> Iterator[Pair]:
    """JMdict in the layout of Yomitan: `[word, reading, ..., [glosses], ...]`, glosses as nested content."""
    for _name, text in members_of(data / "raw" / "jmdict.tar.gz", r"/term_bank_\d+\.json$"):
        for word, _reading, _tags, _rules, _score, glosses, *_rest in json.loads(text):
            meaning = "; ".join(islice(_glosses(glosses), _MEANINGS))
            if meaning:
                yield "japanese dictionary", word, meaning


def _glosses(content: object) -> Iterator[str]:
    """The texts of the glossary items in nested content, in order."""
    if isinstance(content, list):
        for part in content:
            yield from _glosses(part)
    elif isinstance(content, dict):
        if content.get("tag") == "li" and isinstance(content.get("content"), str):
            yield content["content"]
        elif content.get("data", {}).get("content", "glossary") == "glossary":
            yield from _glosses(content.get("content"))


def _dictionaries(data: Path, _: random.Random) -> Iterator[Pair]:
    """CC-CEDICT and CFDICT: `traditional simplified [reading] /meaning/meaning/`."""
    entry = re.compile(r"(\S+) (\S+) \[[^]]*\] /(.+)/")
    for _name, text in archived(data / "raw" / "cedict_cfdict.tar.gz"):
        for match in map(entry.match, text.splitlines()):
            if match:
                traditional, simplified, meaning = match.groups()
                yield "dictionary", simplified, meaning.replace("/", "; ")
                if traditional != simplified:
                    yield "scripts", traditional, simplified


def _articles(data: Path) -> Iterator[tuple[str, str, str]]:
    """Law, heading and text of every article."""
    for _, text in members_of(data / "raw" / "laws_zh.tar.gz", r"\.md$"):
        title = heading = ""
        for paragraph in text.split("\n\n"):
            paragraph = paragraph.strip()
            if paragraph.startswith("# "):
                title = paragraph[2:]
            elif paragraph.startswith("#"):
                heading = paragraph.lstrip("# ")
            elif title and len(paragraph) > 40:
                yield title, heading, re.sub(r"^第[一二三四五六七八九十百千零]+条\s*", "", paragraph)


def _laws(data: Path, draw: random.Random) -> Iterator[Pair]:
    for title, heading, article in _articles(data):
        yield "laws", f"{title} {heading}", article
        sentences = [s for s in re.split(r"(?<=[。；])", article) if len(s) > 8]
        if len(sentences) > 1 and draw.random() < _CLOZE_SHARE:
            taken = sentences.pop(draw.randrange(len(sentences)))
            yield "cloze", taken, "".join(sentences)


def _thai_questions(data: Path, _: random.Random) -> Iterator[Pair]:
    with tarfile.open(data / "raw" / "iapp_th.tar.gz") as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member) if member.name.endswith("data.zip") else None
            if file:
                with zipfile.ZipFile(io.BytesIO(file.read())) as inner:
                    for line in inner.read("data/train.jsonl").decode("utf-8").splitlines():
                        entry = json.loads(line)
                        yield "questions", entry["question"], entry["context"]
