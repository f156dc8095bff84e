"""`Index`: one generation opened for asking: its catalogue, its two searchers and the encoder that fits them."""

import re
from dataclasses import dataclass
from pathlib import Path

from embeddings import Encoder, Matcher, load_builtin, load_encoder
from embeddings.kept_texts import KeptTexts
from embeddings.static import StaticEncoder
from qa.catalogue import Catalogue
from qa.errors import IndexDamaged, IndexOutdated
from qa.retrieval.bm25 import LexicalIndex
from qa.retrieval.closer_look import CloserLook
from qa.retrieval.documents_first import DocumentIndex
from qa.retrieval.engine import Nearest
from qa.retrieval.engines import engine_of
from qa.retrieval.exonyms import Exonyms
from qa.storage import Generation
from qa.text.analyzer import normalise
from qa.types import IndexInfo, Made
from qa.types.contract import NotOfTheContract, from_json

_LOOKED_UP = 8  # passages
FORMAT = 4  # of what this package writes into a generation; another number means: build again


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that a question needs, from one generation; it never changes, so threads may share it."""

    path: Path
    generation: Generation
    made: Made
    catalogue: Catalogue
    lexical: LexicalIndex
    documents: DocumentIndex
    vectors: Nearest
    encoder: Encoder
    exonyms: Exonyms
    closer_look: CloserLook
    texts: KeptTexts | None = None

    @classmethod
    def open(cls, path: Path, encoder: Encoder | None = None) -> "Index":
        """Open the current generation of the index at `path`, checked as its engine does: files against their hashes.

        Args:
            path: The index folder.
            encoder: Use this one instead of loading the one that the index was built with.

        Returns:
            The index, ready to search.

        Raises:
            IndexNotFound: There is no index.
            IndexDamaged: Bytes are missing or differ from their checksums, or the parts do not fit each other.
            IndexOutdated: It was made in another format, or with another model than the one that is there now.
            EncoderUnavailable: The model that it was built with cannot be loaded.
        """
        engine = engine_of(path)
        generation = engine.generation()
        made, mend = made_of(path, generation), _mend(path)
        encoder = encoder or load_encoder(made.model)
        if encoder.fingerprint != made.fingerprint:
            raise IndexOutdated(
                f"{path} was made with the model {made.model}, but {encoder.name} has other weights today; {mend}"
            )
        parts = engine.parts(generation)
        if parts.vectors.dim != encoder.dim:
            raise IndexDamaged(f"{path} has vectors of {parts.vectors.dim} values, its model of {encoder.dim}; {mend}")
        return cls(
            path=path,
            generation=generation,
            made=made,
            catalogue=parts.catalogue,
            lexical=parts.lexical,
            documents=parts.documents,
            vectors=parts.vectors,
            encoder=encoder,
            exonyms=Exonyms(parts.catalogue.names, load_builtin()),
            closer_look=CloserLook(),
            texts=parts.texts if isinstance(encoder, StaticEncoder) else None,
        )

    def around(self, words: str) -> list[str]:
        """Where words stand side by side, each time with the character before and behind; folded, and not all of them.

        Looked up in the few passages that have their terms most: if any has them side by side, one of those does.

        Args:
            words: As the question spells them.

        Returns:
            Pieces of the documents, folded.
        """
        rows = [row for row, _ in self.lexical.search(words, _LOOKED_UP)]
        texts = (normalise(f" {each.context}\n{each.text} ") for each in self.catalogue.passages(rows))
        beside = re.compile(f"(?=(.{re.escape(normalise(words))}.))", re.DOTALL)
        return [found[1] for text in texts for found in beside.finditer(text)]

    @property
    def lens(self) -> Matcher:
        """What compares texts token by token: the encoder where it can, else the built-in model."""
        return self.encoder if isinstance(self.encoder, Matcher) else load_builtin()

    @property
    def info(self) -> IndexInfo:
        """Which generation this is."""
        return IndexInfo(self.generation.name, self.encoder.name, len(self.catalogue))

    @property
    def docs(self) -> str | None:
        """The folder that the index was made of."""
        return self.made.docs


def made_of(path: Path, generation: Generation) -> Made:
    """What a generation was made of and with.

    Args:
        path: The index that it is of, to say so.
        generation: An open one.

    Returns:
        What its manifest says.

    Raises:
        IndexOutdated: It was made in another format.
        IndexDamaged: The manifest does not say all of it.
    """
    extra = generation.manifest.extra
    if extra.get("index_format") != FORMAT:
        raise IndexOutdated(f"{path} was made by another version of yinju; {_mend(path)}")
    try:
        return from_json(Made, extra)
    except NotOfTheContract as error:
        raise IndexDamaged(f"{path} does not say what it was made with: {error}; {_mend(path)}") from error


def _mend(path: Path) -> str:
    return f"build it again: yinju index --full --index {path}"
