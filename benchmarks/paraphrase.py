"""Chinese questions that share no content word with the passage that fits them.

    python -m benchmarks.paraphrase [--data DIR] [--model NAME]

Two sets, made from the training side:

*sentences*: where people translated one English text into Chinese twice (Tatoeba, NTREX, Scratch) with no character in
common but the 100 commonest, one is the question and the other the passage, among 3,000 more sentences. The model was
trained on each with the English one.

*synonyms*: a word for a short sentence that has another word instead, which CC-CEDICT gives the same meaning; the
question and the sentence have no character in common. Among 3,000 more sentences.

A question is right when its passage is among the first five.
"""

import argparse
import itertools
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.data import DEFAULT, Asked, ReadingSet
from benchmarks.retrieval import retrieval_scores
from embeddings import load_encoder
from embeddings.folding import fold
from embeddings.training.data_files import archived, lines_of, members_of
from qa.evaluation.statistics import interval, ratio

_COMMON = 100  # characters that say little: 的, 我, 了, ...
_OTHERS = 3000  # sentences that answer nothing
_SYNONYMS = 300
_MOST_PASSAGES = 2  # that hold a word: with more, none is the right one
_LONGEST = 14  # characters of a sentence that a single word may ask for
Pair = tuple[str, str]


def main() -> None:
    """Print recall@5 of each way of searching, with its interval."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.paraphrase", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--model", default="static")
    options = parser.parse_args()
    encoder = load_encoder(options.model)
    for asked in (sentences(options.data), synonyms(options.data)):
        print(f"{asked.name}: {len(asked.questions)} questions, {len(asked.paragraphs)} passages, recall@5 [95%]")
        for kind, column in retrieval_scores(encoder, asked, asked).items():
            low, high = interval(*column.values("recall@5")) or (0, 1)
            print(f"{kind:>8} {ratio(*column.values('recall@5')):.3f} [{low:.2f} {high:.2f}]", flush=True)


def sentences(data: Path) -> ReadingSet:
    """One text in other Chinese words."""
    translations = [sorted(texts) for texts in _translations(data).values()]
    counted = Counter(character for texts in translations for text in texts for character in set(fold(text)))
    common = {character for character, _ in counted.most_common(_COMMON)}
    pairs = [pair for texts in translations for pair in _unlike(texts, common)]
    return _reading_set("sentences", pairs, _some(data))


def _translations(data: Path) -> dict[object, set[str]]:
    """The Chinese translations of each English text that people translated."""
    groups: dict[object, set[str]] = defaultdict(set)
    for english, chinese in _tatoeba(data):
        groups[english].add(chinese)
    languages, *rows = lines_of(data / "train" / "ntrex.tsv.gz")
    for row in rows:
        groups[row[0]] |= {row[languages.index("zh")], row[languages.index("zh-Hant")]}
    for name, text in members_of(data / "raw" / "scratch_l10n.tar.gz", r"/zh-(cn|tw)\.json$"):
        for key, value in json.loads(text).items():
            if isinstance(value, str):
                groups[name.rpartition("/")[0], key].add(value)
    return groups


def _unlike(texts: list[str], common: set[str]) -> Iterator[Pair]:
    """The first two texts that have no telling character in common, if any."""
    telling = [set(re.findall(r"[^\W_]", fold(text))) - common for text in texts]
    for at, further in itertools.combinations(range(len(texts)), 2):
        if min(len(telling[at]), len(telling[further])) > 1 and not telling[at] & telling[further]:
            yield texts[at], texts[further]
            return


def synonyms(data: Path) -> ReadingSet:
    """A word asked for by another word."""
    short = sorted({fold(chinese) for _, chinese in _tatoeba(data) if len(chinese) <= _LONGEST})
    words = {word for pair in _same_meaning(data) for word in pair}
    places: dict[str, list[str]] = defaultdict(list)
    for sentence in short:
        pieces = (sentence[s:e] for s, e in itertools.combinations(range(len(sentence) + 1), 2) if e - s > 1)
        for piece in set(pieces) & words:
            places[piece].append(sentence)
    pairs = [
        (other, places[word][0])
        for word, other in _same_meaning(data)
        if 0 < len(places[word]) <= _MOST_PASSAGES and not set(other) & set(places[word][0])
    ]
    random.Random(2).shuffle(pairs)
    return _reading_set("synonyms", pairs[:_SYNONYMS], _some(data))


def _same_meaning(data: Path) -> list[Pair]:
    """Words of two characters or more with one meaning, the same one, without a common character."""
    entry = re.compile(r"\S+ (\S+) \[[^]]*\] /([^/]+)/$")
    words: dict[str, set[str]] = defaultdict(set)
    for name, content in archived(data / "raw" / "cedict_cfdict.tar.gz"):
        for match in map(entry.match, content.splitlines() if "cedict" in name else ()):
            if match and len(match.group(1)) > 1 and "(" not in match.group(2):
                words[match.group(2)].add(match.group(1))
    groups = (itertools.permutations(sorted(each), 2) for each in words.values())
    return [(a, b) for group in groups for a, b in group if not set(a) & set(b)]


def _some(data: Path) -> list[str]:
    return random.Random(1).sample(sorted({chinese for _, chinese in _tatoeba(data)}), _OTHERS)


def _tatoeba(data: Path) -> Iterator[Pair]:
    for fields in lines_of(data / "raw" / "tatoeba_cmn_eng.txt.gz"):
        if len(fields) > 1:
            yield fields[0], fields[1]


def _reading_set(name: str, pairs: Iterable[Pair], others: Iterable[str]) -> ReadingSet:
    pairs = list(pairs)
    passages = list(dict.fromkeys([*(passage for _, passage in pairs), *others]))
    rows = {passage: row for row, passage in enumerate(passages)}
    asked = tuple(Asked(str(n), question, rows[passage], ()) for n, (question, passage) in enumerate(pairs))
    return ReadingSet(name, tuple(passages), ("",) * len(passages), asked)


if __name__ == "__main__":
    main()
