"""Counts how common terms are in general and writes them into `qa/text/background.json`.

    python -m benchmarks.background [--data DIR]

The news sentences of NTREX-128 (the same in twenty languages, CC BY-SA 4.0), joined to passages of the size that an index
has; of each term, the largest share of a language's passages that hold it. Chinese in both spellings is folded to one.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.data import DEFAULT
from embeddings.training.data_files import lines_of
from qa.learned import write_learned
from qa.text.analyzer import passage_tokens
from qa.text.background import FILE, KIND, RAREST, VERSION, level

_PASSAGE = 300  # characters


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.background", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    _, *rows = lines_of(parser.parse_args().data / "train" / "ntrex.tsv.gz")
    shares: dict[str, float] = defaultdict(float)
    for column in zip(*rows, strict=True):
        for term, share in shares_of(passages(column)).items():
            shares[term] = max(shares[term], share)
    lines: list[list[str]] = [[] for _ in range(level(RAREST) + 1)]
    for term, share in sorted(shares.items()):
        if share >= RAREST:
            lines[level(share)].append(term)
    content = {"lines": [" ".join(line) for line in lines]}
    write_learned(FILE, KIND, VERSION, "python -m benchmarks.background", ["NTREX-128, twenty languages"], content)
    print(f"{sum(map(len, lines)):,} terms, {FILE.stat().st_size:,} bytes, written to {FILE.name}")


def passages(sentences: Iterable[str]) -> Iterator[str]:
    """Neighbouring sentences joined until they are as long as a passage."""
    passage = ""
    for sentence in sentences:
        passage = f"{passage} {sentence}"
        if len(passage) >= _PASSAGE:
            yield passage
            passage = ""


def shares_of(texts: Iterable[str]) -> dict[str, float]:
    """The share of the texts that hold each term."""
    held = [set(passage_tokens(text)) for text in texts]
    counted = Counter(term for terms in held for term in terms)
    return {term: count / len(held) for term, count in counted.items()}


if __name__ == "__main__":
    main()
