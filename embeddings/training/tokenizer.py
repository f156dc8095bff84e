"""The vocabulary: pieces of words of every language of the training texts, learnt by a unigram model."""

import random
from collections.abc import Iterable, Iterator, Sequence

from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram
from tokenizers.trainers import UnigramTrainer

_LONGEST_PIECE = 14
_SHARE_OF_ONE_SCRIPT = 14_000_000  # characters; the rest of a script with more text is left out
_HAN, _KANA, _LATIN, _OTHER = range(4)


def train_tokenizer(texts: Sequence[str], size: int, seed: int) -> Tokenizer:
    """Learn a vocabulary of `size` pieces from `texts`, balanced between scripts."""
    tokenizer = Tokenizer(Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.NFD(), normalizers.Replace(Regex(r"[\u0300-\u036f]"), ""),
         normalizers.NFC()]
    )  # fmt: skip
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Punctuation("isolated"),
            pre_tokenizers.Digits(individual_digits=False),
            pre_tokenizers.UnicodeScripts(),
        ]
    )
    trainer = UnigramTrainer(
        vocab_size=size,
        special_tokens=["[UNK]"],
        unk_token="[UNK]",
        max_piece_length=_LONGEST_PIECE,
        show_progress=False,
    )
    tokenizer.train_from_iterator(_balanced(texts, seed), trainer)
    return tokenizer


def _balanced(texts: Iterable[str], seed: int) -> Iterator[str]:
    shuffled = list(texts)
    random.Random(seed).shuffle(shuffled)
    left = dict.fromkeys((_HAN, _KANA, _LATIN), _SHARE_OF_ONE_SCRIPT)
    for text in shuffled:
        script = _script(text)
        if script not in left:
            yield text
        elif left[script] > 0:
            left[script] -= len(text)
            yield text


def _script(text: str) -> int:
    letter = next((c for c in text if c.isalpha()), " ")
    if any("\u3041" <= c <= "\u30ff" for c in text):
        return _KANA
    if "\u3400" <= letter <= "\u9fff":
        return _HAN
    return _LATIN if letter < "\u0370" else _OTHER
