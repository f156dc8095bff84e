"""Which pieces of XLM-R's 250,000 stay: single characters, and what is frequent in each language by itself.

Shares, not counts: a language's pieces weigh by how often they come in that language, times what the language weighs, so that
much text of one does not crowd out another. XQuAD, which we measure with, is not counted.
"""

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC
from tokenizers import Tokenizer

from embeddings.training.data_files import lines_of, members_of

_SPECIAL = {0, 1, 2, 3, 6}  # begin, padding, end, unknown, and the blank
_NUMBERED = 250_001  # the mask and what stands behind it has no row of its own
_LONGEST_TEXT_CHARACTERS = 20_000  # of a text that are counted
# What languages weigh: those of most documents, those that we measure, those that are written by many; all others.
_WEIGHTS = {"zh": 6.0, "en": 6.0, "zht": 3.0, "ja": 3.0}
_OFTEN = "ko fr es de ru ar vi hi th tr el ro it pt"
_SELDOM = "id fa pl nl uk cs sv no fi da hu he bg sr hr sk mn kk bn ur ms te sw ta ml ka et lt lv sl ca"
_WEIGHTS |= dict.fromkeys(_OFTEN.split(), 1.2) | dict.fromkeys(_SELDOM.split(), 0.5)
_OTHER, _RARELY_SEEN, _FEW = 0.12, 0.3, 2000
_NAMES = {"zh_cn": "zh", "zh_tw": "zht", "zh-tw": "zht", "zh_TW": "zht", "zh-Hant": "zht", "pt_br": "pt", "pages": "en"}
Counted = tuple[str, Iterable[str], float, int]  # language, texts, weight of one piece, characters at most


def kept_pieces(tokenizer: dict[str, object], shares: Counter[int], size: int) -> NDArray[np.int64]:
    """The numbers of `size` pieces that stay, rising: special ones, single characters, then the most frequent."""
    pieces: list[tuple[str, float]] = tokenizer["model"]["vocab"]  # type: ignore[index]
    kept = _SPECIAL | {at for at, (piece, _) in enumerate(pieces[:_NUMBERED]) if len(piece) == 1}
    for piece, _ in shares.most_common():
        if len(kept) >= size:
            break
        kept.add(piece)
    return np.array(sorted(kept))


def pieces_like(tokenizer: dict[str, object], chosen: Path) -> NDArray[np.int64]:
    """The numbers of those pieces that a cut tokenizer has: the vocabulary that was chosen once."""
    pieces: list[tuple[str, float]] = tokenizer["model"]["vocab"]  # type: ignore[index]
    have = {piece for piece, _ in json.loads(gzip.decompress(chosen.read_bytes()))["model"]["vocab"]}
    return np.array([at for at, (piece, _) in enumerate(pieces[:_NUMBERED]) if piece in have])


def piece_shares(tokenizer: Tokenizer, data: Path, seed: int = 0) -> Counter[int]:
    """How much each piece weighs over all languages."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for language, texts, weight, most in _texts(data, random.Random(seed)):
        used = list(_up_to(texts, most))
        for first in range(0, len(used), 1000):
            for encoding in tokenizer.encode_batch(used[first : first + 1000], add_special_tokens=False):
                for piece in encoding.ids:
                    counts[language][piece] += weight  # type: ignore[assignment]
    for language, word, share in _words(data):
        for piece in tokenizer.encode(word, add_special_tokens=False).ids:
            counts[language][piece] += share  # type: ignore[assignment]
    shares: Counter[int] = Counter()
    for language, pieces in counts.items():
        seen = sum(pieces.values())
        weight = _WEIGHTS.get(language, _OTHER) * (_RARELY_SEEN if seen < _FEW else 1)
        for piece, count in pieces.items():
            shares[piece] += weight * count / seen  # type: ignore[assignment]
    return shares


def _up_to(texts: Iterable[str], most: int) -> Iterator[str]:
    """Texts until there are `most` characters."""
    for text in texts:
        yield text[:_LONGEST_TEXT_CHARACTERS]
        most -= len(text)
        if most < 0:
            return


def _texts(data: Path, draw: random.Random) -> Iterator[Counted]:
    """Running text by language."""
    simplified, traditional = list(_squad(data, "cmrc2018_trial")), list(_squad(data, "drcd_dev"))
    yield "zh", simplified, 1, 1_000_000
    yield "zh", map(OpenCC("t2s").convert, traditional), 1, 1_000_000
    yield "zht", traditional, 1, 1_000_000
    yield "zht", map(OpenCC("s2t").convert, simplified), 1, 1_000_000
    yield "ja", _squad(data, "jsquad_valid"), 1, 1_000_000
    for path in sorted((data / "qa").glob("*.gz")):
        for language, texts in _questions(path, draw).items():
            yield language, texts, 1, 1_500_000
    for archive in ("government_reports.tar.xz", "laws_zh.tar.gz"):
        documents = [text for _, text in members_of(data / "raw" / archive, r"\.md$")]
        draw.shuffle(documents)
        yield "zh", documents, 0.5, 2_000_000
    news = list(lines_of(data / "train" / "ntrex.tsv.gz"))
    for column, language in enumerate(news[0]):
        yield _language(language), [row[column] for row in news[1:]], 2, 1_000_000
    for path in sorted((data / "train").glob("docs.en-*.tsv.gz")):
        pairs = _drawn(path, 4000, draw)
        yield path.name[8:10], [pair[1] for pair in pairs if len(pair) > 1], 0.5, 1_000_000
        yield "en", [pair[0] for pair in pairs], 0.1, 1_000_000
    yield "en", [row[-1] for row in _drawn(data / "train" / "wordnet.definitions.tsv.gz", 15_000, draw)], 0.5, 1_000_000
    for archive, folder, weight, step in (
        ("opensource_guide", r"/_articles/([^/]+)/[^/]+\.md$", 1, 1),
        ("cncf_glossary", r"/content/([^/]+)/[^/]+\.md$", 0.5, 1),
        ("tldr", r"/(?:pages\.)?([^/]+)/common/[^/]+\.md$", 0.2, 4),
    ):
        for name, text in islice(members_of(data / "raw" / f"{archive}.tar.gz", folder), 0, None, step):
            found = re.search(folder, name)
            assert found
            yield _language(found[1]), [text], weight, 1_000_000


def _words(data: Path) -> Iterator[tuple[str, str, float]]:
    """Words by language, each with what one of its pieces weighs: of concepts, and the most frequent ones."""
    for row in islice(lines_of(data / "train" / "wordnet.lemmas.tsv.gz"), 0, None, 7):
        if len(row) > 2:
            yield row[1][:2], row[2], 0.3
    for name, text in members_of(data / "raw" / "frequency_words.tar.gz", r"_50k\.txt$"):
        language = name.rpartition("/")[2].removesuffix("_50k.txt")
        rows = [line.rsplit(" ", 1) for line in text.split("\n")[:20_000] if " " in line]
        total = sum(int(count) for _, count in rows)
        if not language.startswith("ze"):  # subtitles in two languages at once
            yield from ((_language(language), word, 60_000 * int(count) / total) for word, count in rows)


def _language(name: str) -> str:
    return _NAMES.get(name, name[:2])


def _squad(data: Path, name: str) -> Iterator[str]:
    content = json.loads(gzip.decompress((data / "eval" / f"{name}.json.gz").read_bytes()).decode("utf-8-sig"))
    for paragraph in (paragraph for article in content["data"] for paragraph in article["paragraphs"]):
        yield paragraph["context"]
        yield from (asked["question"] for asked in paragraph["qas"])


def _questions(path: Path, draw: random.Random) -> dict[str, list[str]]:
    rows = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]
    draw.shuffle(rows)
    texts: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        texts[row["lang"]].append(row["question"])
        texts[row.get("context_lang", row["lang"])].append(row["context"][:1500])
    return texts


def _drawn(path: Path, size: int, draw: random.Random) -> list[list[str]]:
    rows = list(lines_of(path))
    draw.shuffle(rows)
    return rows[:size]
