"""The static built-in model: a table of token vectors. A text's vector is their mean; a closer look compares token by token.

Run by `tokenizers`, `safetensors` and numpy alone: the closer look needs the tokens, and no torch starts in a third of
a second.
"""

import ctypes
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from embeddings.errors import EncoderUnavailable
from embeddings.fingerprint import decisive, fingerprint_of
from embeddings.folding import APART, FOLDING, folded, joined_alike
from embeddings.matching import Table, Text, Texts, unit
from embeddings.static_pieces import Pieces
from embeddings.tensors import load_tensors

STATIC = "static"
_FOLDER = Path(__file__).parent / "builtin"
_LONGEST_TEXT_CHARACTERS = 100_000
_TEXTS_AT_ONCE = 1024  # texts whose tokens are held
_KEPT_SENTENCES = 20_000  # sentences whose tokens are kept: about 30 MB
UNKNOWN = "[UNK]"  # the token of what no piece of the vocabulary spells


class StaticEncoder:
    """Texts to unit vectors by a table of token vectors; questions and passages are treated alike."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.at_once = _TEXTS_AT_ONCE
        tensors = load_tensors(folder / "model.safetensors", ("embeddings", "weights"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        vocabulary = self.vocabulary()
        self._pieces = Pieces(self._tokenizer, vocabulary)
        self._unknown = self._tokenizer.token_to_id(UNKNOWN)
        # Only tokens with a letter or digit are compared one by one.
        telling = np.array([any(map(str.isalnum, piece)) for piece in vocabulary])
        self._table = Table(tensors["embeddings"], tensors["weights"], telling)
        self._kept: dict[str, Text] = {}
        self.dim = self._table.dim
        # Not of the folders below, where the other built-in models lie.
        self.fingerprint = fingerprint_of(folder, filter(decisive, folder.iterdir()))

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions, (len(texts), dim) float32 of length 1; their tokens are kept, which `match` asks for next."""
        self._keep(texts)
        return unit(np.stack([self._text(text).total for text in texts])) if texts else self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages, (len(texts), dim) float32 of length 1; zeros for a text without a known word."""
        totals = np.zeros((len(texts), self.dim), dtype=np.float32)
        for first in range(0, len(texts), _TEXTS_AT_ONCE):
            tokens, sizes = self._known(texts[first : first + _TEXTS_AT_ONCE])
            totals[first : first + _TEXTS_AT_ONCE] = self._table.totals(tokens, sizes)
        return unit(totals)

    def match(self, question: str, passages: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """How well each passage fits a question, read token by token, (len(passages),) in [0, 1].

        Args:
            question: The question.
            passages: The sentences of each passage.

        Returns:
            One number for each passage, in order.
        """
        self._keep([sentence for passage in passages for sentence in passage])
        texts = [[self._text(sentence) for sentence in passage] for passage in passages]
        return self.match_texts(question, self._table.texts(texts))

    def match_texts(self, question: str, passages: Texts) -> NDArray[np.float32]:
        """The same for passages that were read before."""
        return self._table.match(self._text(question), passages)

    def read(self, passages: Sequence[Sequence[str]]) -> "Read":
        """What `match_texts` needs of passages, to be kept, and their vectors.

        Args:
            passages: Of each what stands above it (may be empty), and its sentences, each with the blanks behind it: put together, they
                are what is encoded.

        Returns:
            All of it, in order.
        """
        texts = [text for passage in passages for text in passage]
        counts = np.array([len(passage) for passage in passages], dtype=np.int64)
        tokens, sizes, together = self._parted(texts, counts)
        kept, above, bare, totals = self._table.read(tokens, sizes, counts)
        read = Read(kept, above, bare, unit(totals))
        others = np.flatnonzero(~together).tolist()
        read.vectors[others] = self.encode_passages(["".join(passages[at]) for at in others])
        return read

    def vocabulary(self) -> list[str]:
        """Every piece that the model knows, by its number."""
        pieces = self._tokenizer.get_vocab()
        return sorted(pieces, key=pieces.__getitem__)

    def knows(self, word: str) -> bool:
        """Whether a folded word is a piece of the vocabulary."""
        return self._tokenizer.token_to_id(word) is not None

    def _keep(self, texts: Sequence[str]) -> None:
        """Look up the tokens of texts that are not known: the same sentences come up for many questions."""
        new = [text for text in dict.fromkeys(texts) if text not in self._kept]
        if len(self._kept) + len(new) > _KEPT_SENTENCES:
            self._kept = {}  # replaced as a whole, so that other threads never see half of it
        self._kept.update(zip(new, self._texts(new), strict=True))

    def _text(self, text: str) -> Text:
        return self._kept.get(text) or self._texts([text])[0]

    def _texts(self, texts: Sequence[str]) -> list[Text]:
        tokens, sizes = self._known(texts)
        return list(map(self._table.text, np.split(tokens, np.cumsum(sizes)[:-1]))) if texts else []

    def _known(self, texts: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The tokens of texts, end to end, without those of what no piece spells, and how many each has."""
        return self._without_unknown(*self._pieces.encode(folded([text[:_LONGEST_TEXT_CHARACTERS] for text in texts])))

    def _parted(
        self, texts: Sequence[str], counts: NDArray[np.int64]
    ) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.bool_]]:
        """The tokens of texts as `_known` tells them, and which runs of so many texts have the same ones when they are put together."""
        joined = joined_alike(texts)
        if joined is None or max(map(len, texts), default=0) * max(counts, default=0) > _LONGEST_TEXT_CHARACTERS:
            return *self._known(texts), np.zeros(len(counts), dtype=np.bool_)
        tokens, sizes, apart = self._pieces.encode_in_a_row(FOLDING.translated(joined).split(APART))
        runs = np.repeat(np.arange(len(counts)), counts)
        together = np.ones(len(counts), dtype=np.bool_)
        beside = runs[:-1] == runs[1:]
        together[runs[:-1][beside & ~apart]] = False
        # What stands on either side of an empty text was not looked at; but nothing stands before the first one.
        together[runs[1:][beside & np.array([not text for text in texts[1:]], dtype=np.bool_)]] = False
        return *self._without_unknown(tokens, sizes), together

    def _without_unknown(
        self, tokens: NDArray[np.int32], sizes: NDArray[np.int64]
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        known = tokens != self._unknown
        if known.all():
            return tokens, sizes
        return tokens[known], np.diff(np.append(0, np.cumsum(known))[np.append(0, np.cumsum(sizes))])


@dataclass(frozen=True, slots=True)
class Read:
    """Passages as they are kept, and their vectors.

    Attributes:
        texts: The passages, with what stands above each as its first sentence.
        above: Whether each has it.
        bare: How long the sums of their vectors are without it.
        vectors: (passages, dim) float32 of length 1, as `encode_passages` gives them.
    """

    texts: Texts
    above: NDArray[np.bool_]
    bare: NDArray[np.float32]
    vectors: NDArray[np.float32]


@cache
def load_builtin(folder: Path = _FOLDER) -> StaticEncoder:
    """Load the static model that comes with the code.

    Args:
        folder: Where its files lie.

    Returns:
        The model; one object for all who ask.

    Raises:
        EncoderUnavailable: Its files are not there.
    """
    if not (folder / "model.safetensors").is_file():
        raise EncoderUnavailable(
            f"the built-in model is missing from {folder}; get a whole copy of the project, or train it with: "
            "python -m embeddings.training"
        )
    encoder = StaticEncoder(STATIC, folder)
    _give_memory_back()
    return encoder


def _give_memory_back() -> None:
    """Hand freed memory back to the system: reading the tokenizer leaves 20 MB of it with the allocator of glibc."""
    with suppress(OSError, AttributeError):  # other systems and libraries have no such call
        ctypes.CDLL("libc.so.6").malloc_trim(0)
