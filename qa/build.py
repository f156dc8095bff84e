"""The index journey: files to a new generation, re-doing only what changed."""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings import Encoder, load_encoder
from embeddings.vectors import VectorIndex
from qa.catalogue import Catalogue, write_catalogue
from qa.documents import File, find_files, read_documents
from qa.errors import DocumentsNotFound, IndexProblem
from qa.index import FORMAT
from qa.lexical import LexicalIndex
from qa.passages import PASSAGE_CHARACTERS, passages
from qa.storage import (
    CATALOGUE,
    LEXICAL,
    VECTORS,
    Draft,
    Generation,
    file_sha256,
    open_current,
    writing,
)
from qa.types import BuildReport, Document, Passage, Progress, Verdict

DEFAULT_MODEL = "builtin"
Tell = Callable[[Progress], None]


def build_index(
    docs: Path,
    index_path: Path,
    *,
    model: str | None = None,
    full: bool = False,
    passage_characters: int = PASSAGE_CHARACTERS,
    encodings: Mapping[str, str] | None = None,
    progress: Tell | None = None,
) -> BuildReport:
    """Build or update the index of a folder and publish it as a new generation.

    Files are known by their hash, passages by the hash of their text: only what changed is parsed and encoded. When
    nothing changed, nothing is published.

    Args:
        docs: Folder of documents, or one file.
        index_path: Folder of the index; made if missing.
        model: Name or folder of the encoder; by default the one the index has, else the built-in one.
        full: Do everything again.
        passage_characters: About how long a passage is.
        encodings: Pattern of file names or sources to encoding, for text files that are not recognised rightly; by
            default those that the index has.
        progress: Told about each step.

    Raises:
        DocumentError: There is no such encoding.
        DocumentsNotFound: The folder is not there, or nothing in it can be read.
        IndexBusy: Another build of this index is running.
        IndexNotWritten: The disk is full, the folder read-only, ...; the old index is untouched.
        EncoderUnavailable: The model cannot be loaded.
    """
    started = time.perf_counter()
    tell = progress or (lambda _: None)
    if encodings is None:
        before = _Old.open(index_path)
        encodings = before.encodings if before else {}
    files, verdicts = find_files(docs, encodings)
    with writing(index_path) as draft:
        old = _Old.open(index_path)
        encoder = load_encoder(model or (old.model if old else None) or DEFAULT_MODEL)
        if full:
            old = None
        # What was read with other encodings is read again.
        read_before = old if old and old.encodings == encodings else None
        documents, verdicts = _documents(files, verdicts, read_before, tell)
        if not documents:
            raise DocumentsNotFound(_nothing_to_read(docs, verdicts))
        settings = _settings(docs, encoder, passage_characters, encodings)
        if old and old.is_same(documents, verdicts, settings):
            size = len(old.catalogue)
            elapsed = time.perf_counter() - started
            name = old.generation.name
            return BuildReport(name, len(documents), size, 0, tuple(verdicts), elapsed, changed=False)
        cut = [(passage, _hash(passage)) for passage in _passages(documents, passage_characters, tell)]
        vectors, encoded = _vectors(cut, encoder, old, tell)
        tell(Progress("writing", 0, 1))
        _write(draft, documents, cut, verdicts, vectors)
        generation = draft.publish({**settings, "passages": len(cut), "documents": len(documents)})
        tell(Progress("writing", 1, 1))
    elapsed = time.perf_counter() - started
    return BuildReport(generation.name, len(documents), len(cut), encoded, tuple(verdicts), elapsed, changed=True)


@dataclass(frozen=True, slots=True)
class _Old:
    """The generation before, to take unchanged work from."""

    generation: Generation
    catalogue: Catalogue

    @classmethod
    def open(cls, index_path: Path) -> "_Old | None":
        """The current generation; None when there is none that this version can use."""
        try:
            generation = open_current(index_path)
        except IndexProblem:
            return None
        if generation.manifest.extra.get("index_format") != FORMAT:
            return None
        return cls(generation, Catalogue(generation.path / CATALOGUE))

    @property
    def model(self) -> str:
        return str(self.generation.manifest.extra["model"])

    @property
    def encodings(self) -> dict[str, str]:
        """What the user said about encodings, by pattern."""
        told = self.generation.manifest.extra.get("encodings")
        return {str(pattern): str(name) for pattern, name in told.items()} if isinstance(told, dict) else {}

    def is_same(self, documents: Sequence[Document], verdicts: Sequence[Verdict], settings: dict[str, object]) -> bool:
        """Whether a build with these inputs would give this generation again."""
        made = self.generation.manifest.extra
        return (
            all(made.get(key) == value for key, value in settings.items())
            and self.catalogue.fingerprints() == {d.source: d.sha256 for d in documents}
            and list(self.catalogue.verdicts()) == list(verdicts)
        )

    def documents(self) -> dict[tuple[str, str], str]:
        """Sources by (hash of the file, file name): a moved file is the same document, a renamed one has another title."""
        return {(digest, Path(source).name): source for source, digest in self.catalogue.fingerprints().items()}


def _documents(
    files: Sequence[File], verdicts: list[Verdict], old: _Old | None, tell: Tell
) -> tuple[list[Document], list[Verdict]]:
    """Read what is new or changed, take the rest over, and give a verdict for every file."""
    known = old.documents() if old else {}
    notes = {verdict.source: verdict for verdict in old.catalogue.verdicts()} if old else {}
    documents: dict[str, Document] = {}
    found = {verdict.source: verdict for verdict in verdicts}
    fresh: list[File] = []
    for file in files:
        source = known.get((file.sha256 or _file_hash(file.path), Path(file.source).name)) if known else None
        document = old.catalogue.document(source) if old and source else None
        if document and source:
            documents[file.source] = replace(document, source=file.source)
            found[file.source] = replace(notes[source], source=file.source)
        else:
            fresh.append(file)
    tell(Progress("reading", 0, len(fresh)))
    for done, (file, (document, verdict)) in enumerate(zip(fresh, read_documents(fresh), strict=True), start=1):
        found[file.source] = verdict
        if document:
            documents[file.source] = document
        tell(Progress("reading", done, len(fresh)))
    in_order = sorted(documents.values(), key=lambda document: document.source)
    return in_order, sorted(found.values(), key=lambda verdict: verdict.source)


def _passages(documents: Sequence[Document], size: int, tell: Tell) -> Iterator[Passage]:
    for done, document in enumerate(documents, start=1):
        yield from passages(document, size)
        tell(Progress("cutting", done, len(documents)))


def _vectors(
    cut: Sequence[tuple[Passage, str]], encoder: Encoder, old: _Old | None, tell: Tell
) -> tuple[NDArray[np.float32], int]:
    """A vector for each passage, (n, dim), and how many of them had to be encoded."""
    vectors = np.zeros((len(cut), encoder.dim), dtype=np.float32)
    known: dict[str, int] = {}
    if old and old.generation.manifest.extra.get("fingerprint") == encoder.fingerprint:
        known = old.catalogue.rows_by_hash()
        kept = [at for at, (_, digest) in enumerate(cut) if digest in known]
        before = VectorIndex.from_bytes(old.generation.read_bytes(VECTORS))
        vectors[kept] = before.vectors([known[cut[at][1]] for at in kept])
    new = [at for at, (_, digest) in enumerate(cut) if digest not in known]
    tell(Progress("encoding", 0, len(new)))
    for first in range(0, len(new), encoder.at_once):
        batch = new[first : first + encoder.at_once]
        vectors[batch] = encoder.encode_passages([_text(cut[at][0]) for at in batch])
        tell(Progress("encoding", first + len(batch), len(new)))
    return vectors, len(new)


def _write(
    draft: Draft,
    documents: Sequence[Document],
    cut: Sequence[tuple[Passage, str]],
    verdicts: Sequence[Verdict],
    vectors: NDArray[np.float32],
) -> None:
    write_catalogue(draft.path / CATALOGUE, documents, cut, verdicts)
    lexical = draft.path / LEXICAL
    lexical.mkdir()
    LexicalIndex.write(lexical, ((passage.text, passage.context) for passage, _ in cut))
    (draft.path / VECTORS).write_bytes(VectorIndex.build(vectors).to_bytes())


def _settings(docs: Path, encoder: Encoder, passage_characters: int, encodings: Mapping[str, str]) -> dict[str, object]:
    return {
        "index_format": FORMAT,
        "docs": str(docs.resolve()),
        "model": encoder.name,
        "fingerprint": encoder.fingerprint,
        "dim": encoder.dim,
        "passage_characters": passage_characters,
        "encodings": dict(encodings),
    }


def _text(passage: Passage) -> str:
    """What is encoded: title and headings say which year and region a passage is about."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def _hash(passage: Passage) -> str:
    return hashlib.sha256(_text(passage).encode("utf-8")).hexdigest()


def _file_hash(path: Path) -> str:
    try:
        return file_sha256(path)
    except OSError:  # gone meanwhile; reading it gives the verdict
        return ""


def _nothing_to_read(docs: Path, verdicts: Sequence[Verdict]) -> str:
    if not verdicts:
        return f"{docs} holds no documents; put .txt, .md, .html, .pdf, .docx or other documents there"
    first = verdicts[0]
    return f"nothing in {docs} could be read: {len(verdicts)} skipped, the first is {first.source} ({first.reason})"
