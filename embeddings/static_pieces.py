"""Texts to token numbers of the static model, the common ones by a shorter way.

Three quarters of the time of a tokenizer goes into parting a text where a script, a run of digits or a mark begins, rule after
rule. In a text of Chinese characters, Latin letters, digits and marks one regular expression finds the same pieces.
"""

import re
from collections.abc import Sequence
from typing import Any

from tokenizers import Tokenizer
from tokenizers.pre_tokenizers import WhitespaceSplit

# Characters and marks of the first editions of Unicode that are their own normal forms: every library knows their script and kind.
_HAN = "\u4e00-\u9fa5"
_MARKS = (
    r"!-/:-@\[-`{-~"
    + "\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf\u2010\u2012-\u2016\u2018-\u2023\u2030\u3001-\u3003\u3008-\u3011\u3014-\u301f\u30fb"
)
_COMMON = re.compile(rf"[ \t\n\r{_HAN}a-z0-9{_MARKS}]*")
# A piece never goes on behind one of these marks, so that what stands between two of them is cut by itself.
_FRAGMENTS = re.compile(r"[^。!?;.\n]*[。!?;.\n]?")
_KEPT = 16_000  # fragments: 15 MB
_PIECES = re.compile(rf"[{_HAN}]+|[a-z]+|[0-9]+|[{_MARKS}]")


class Pieces:
    """Cuts folded texts into tokens. Threads may share it."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """`tokenizer` is one that `embeddings.training.tokenizer` trains."""
        self._tokenizer = tokenizer
        self._parted = Tokenizer(tokenizer.model)
        self._parted.pre_tokenizer = WhitespaceSplit()
        self._kept: dict[str, list[int]] = {}

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of the tokens of each text."""
        common = [_COMMON.fullmatch(text) is not None for text in texts]
        told = list(zip(texts, common, strict=True))
        parted = iter(self._common([text for text, short in told if short]))
        whole = iter(_ids(self._tokenizer, [text for text, short in told if not short]))
        return [next(parted if short else whole) for short in common]

    def _common(self, texts: Sequence[str]) -> list[list[int]]:
        """The same, fragment by fragment: headings come up again and again, and sentences once more after their passage."""
        parts = [[part for part in map(str.strip, _FRAGMENTS.findall(text)) if part] for text in texts]
        kept = self._kept
        found = {part: kept.get(part) for parts_of_text in parts for part in parts_of_text}
        new = [part for part, ids in found.items() if ids is None]
        cut = dict(zip(new, _ids(self._parted, [" ".join(_PIECES.findall(part)) for part in new]), strict=True))
        if len(kept) + len(new) > _KEPT:
            self._kept = cut  # replaced as a whole, so that other threads never see half of it
        else:
            kept.update(cut)
        known = {part: ids if ids is not None else cut[part] for part, ids in found.items()}
        return [[number for part in parts_of_text for number in known[part]] for parts_of_text in parts]


def _ids(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    return [each.ids for each in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]
