"""How likely a token is part of a name: a linear probe on the directions of the built-in model's vectors.

CC-CEDICT writes the readings of names with a capital (Xin1 jiang1). The vectors of all languages lie in one space, so
what is learnt on Chinese words serves the others.
"""

import gzip
import re
import tarfile
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from embeddings.static import StaticEncoder

_ENTRY = re.compile(r"\S+ (\S+) \[([^]]*)\] /")
_STEPS = 400


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


def fit_names(encoder: StaticEncoder, data: Path) -> tuple[NDArray[np.float64], float, str]:
    """Weights and bias of the probe, and how good it is on words that it was not fitted on."""
    known = set(encoder.vocabulary())
    words = {word: name for word, name in sorted(labelled_words(data).items()) if word in known and len(word) > 1}
    directions = torch.from_numpy(np.concatenate([encoder.directions(word)[:1] for word in words])).double()
    names = torch.tensor(list(words.values()), dtype=torch.float64)
    half = torch.arange(len(names)) % 2 == 0
    weights, bias = _fitted(directions[half], names[half])
    told = directions[~half] @ weights + bias > 0
    right = float((told == (names[~half] > 0.5)).double().mean())
    found = float(told[names[~half] > 0.5].double().mean())
    weights, bias = _fitted(directions, names)
    told_so = f"{len(words)} words, {int(names.sum())} names; on the other half {right:.3f} right, {found:.3f} of the names found"
    return weights.numpy(), float(bias), told_so


def _fitted(directions: torch.Tensor, names: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    weights = torch.zeros(directions.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros((), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([weights, bias], lr=0.1)
    balance = (names == 0).sum() / names.sum()
    for _ in range(_STEPS):
        odds = directions @ weights + bias
        loss = torch.nn.functional.binary_cross_entropy_with_logits(odds, names, pos_weight=balance)
        loss = loss + 1e-4 * weights.square().sum()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return weights.detach(), bias.detach()
