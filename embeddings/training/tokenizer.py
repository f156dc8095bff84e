"""The vocabulary: words and pieces of words of every language of the training texts, learnt by byte pair encoding.

A unigram model of the same size found no better passages, took three times the memory and thrice as long to load.
"""

import random
from collections.abc import Iterable, Iterator, Sequence

from tokenizers import Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import BPE
from tokenizers.trainers import BpeTrainer

UNKNOWN = "[UNK]"
_LONGEST_PIECE = 14
_ALPHABET = 16_000  # characters; rarer ones are unknown
_HAN, _KANA, _LATIN, _OTHER = range(4)
# Characters of text that each script has a say with. Scripts without blanks need less: their pieces run over words.
_SHARES = {_HAN: 8_000_000, _KANA: 6_000_000, _LATIN: 60_000_000, _OTHER: 14_000_000}


def train_tokenizer(texts: Sequence[str], size: int, seed: int) -> Tokenizer:
    """Learn a vocabulary of `size` pieces from `texts` (folded, see `embeddings.folding`), balanced between scripts."""
    tokenizer = Tokenizer(BPE(unk_token=UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Punctuation("isolated"),
            pre_tokenizers.Digits(individual_digits=False),
            pre_tokenizers.UnicodeScripts(),
        ]
    )
    trainer = BpeTrainer(
        vocab_size=size,
        special_tokens=[UNKNOWN],
        max_token_length=_LONGEST_PIECE,
        limit_alphabet=_ALPHABET,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_balanced(texts, seed), trainer)
    return tokenizer


def _balanced(texts: Iterable[str], seed: int) -> Iterator[str]:
    shuffled = list(texts)
    random.Random(seed).shuffle(shuffled)
    left = dict(_SHARES)
    for text in shuffled:
        script = _script(text)
        if left[script] > 0:
            left[script] -= len(text)
            yield text


def _script(text: str) -> int:
    letter = next((c for c in text if c.isalpha()), " ")
    if any("\u3041" <= c <= "\u30ff" for c in text):
        return _KANA
    if "\u3400" <= letter <= "\u9fff":
        return _HAN
    return _LATIN if letter < "\u0370" or "\u1e00" <= letter <= "\u1eff" else _OTHER
