"""How likely a Chinese word is a name by its spelling alone, for `qa/text/name_model.json`.

    python -m benchmarks.names [--data DIR]

CC-CEDICT writes the readings of names with a capital (Xin1 jiang1).
"""

import argparse
import gzip
import random
import re
import tarfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.data import DEFAULT
from embeddings.folding import fold
from qa.learned import write_learned
from qa.text.name_model import FILE, KIND, SCALE, VERSION, spelling_features
from qa.text.scripts import HAN

_ENTRY = re.compile(r"\S+ (\S+) \[([^]]*)\] /")
_SIZE, _ROUNDS, _RATE = 1 << 14, 6, 0.3  # of the model of spelling
_HELD_BACK = 10  # one word of so many


def main() -> None:
    """Fit the model of spelling, say how good it is on words held back, write it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.names", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    words: dict[str, bool] = {}
    for word, name in labelled_words(parser.parse_args().data).items():
        folded = fold(word)
        if 2 <= len(folded) <= 8 and re.fullmatch(f"[{HAN}]+", folded):
            words[folded] = words.get(folded, True) and name
    held = dict(item for number, item in enumerate(sorted(words.items())) if number % _HELD_BACK == 0)
    weights = _fit_spelling({word: name for word, name in words.items() if word not in held})
    sure = np.array([_chance(word, weights) for word in held])
    names = np.array(list(held.values()))
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.9):
        told = sure >= threshold
        right = (told & names).sum()
        print(f"from {threshold}: {right / told.sum():.3f} are names, {right / names.sum():.3f} of the names found")
    rounded = np.clip(np.round(_fit_spelling(words) * SCALE), -127, 127).astype(int)
    write_learned(FILE, KIND, VERSION, "python -m benchmarks.names", ["CC-CEDICT"], {"weights": rounded.tolist()})


def _fit_spelling(words: dict[str, bool]) -> NDArray[np.float64]:
    """Logistic regression by stochastic gradients (Adagrad; Duchi et al., 2011); a name counts as two other words."""
    draw = random.Random(1)
    weights, squares = np.zeros(_SIZE), np.full(_SIZE, 1e-6)
    examples = [(np.array(spelling_features(word, _SIZE)), name) for word, name in sorted(words.items())]
    for _ in range(_ROUNDS):
        draw.shuffle(examples)
        for features, name in examples:
            error = 1 / (1 + np.exp(-weights[features].sum())) - name
            gradient = error * (2.0 if name else 1.0)
            squares[features] += gradient**2
            weights[features] -= _RATE * gradient / np.sqrt(squares[features])
    return weights


def _chance(word: str, weights: NDArray[np.float64]) -> float:
    return float(1 / (1 + np.exp(-weights[np.array(spelling_features(word, _SIZE))].sum())))


def labelled_words(data: Path) -> dict[str, bool]:
    """Chinese words, and whether all of their readings are those of names."""
    words: dict[str, bool] = {}
    with tarfile.open(data / "raw" / "cedict_cfdict.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith("mdbg.txt.gz") else None
            if not file:
                continue
            for match in map(_ENTRY.match, gzip.decompress(file.read()).decode("utf-8").splitlines()):
                if match:
                    word, reading = match.groups()
                    words[word] = words.get(word, True) and reading[:1].isupper()
    return words


if __name__ == "__main__":
    main()
