"""The table at the end of a run: how many held-back sentences find their translation by mean vectors."""

from pathlib import Path

import numpy as np

from embeddings.static import StaticEncoder
from embeddings.training.many_translations import held_back_news

_PIVOTS = ("en", "zh")


def table(model: Path, data: Path) -> str:
    """A line for each language: the share of sentences whose translation comes first, with English and with Chinese."""
    encoder, news = StaticEncoder("trained", model), held_back_news(data)
    vectors = {language: encoder.encode_passages([group[language] for group in news]) for language in sorted(news[0])}
    lines = [f"{len(news)} held-back sentences; found first in " + ", in ".join(_PIVOTS)]
    for language, asked in vectors.items():
        shares = [np.mean((asked @ vectors[pivot].T).argmax(axis=1) == np.arange(len(news))) for pivot in _PIVOTS]
        lines.append(f"{language:>4}  " + "  ".join(f"{share:.2f}" for share in shares))
    return "\n".join(lines)
