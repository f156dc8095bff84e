"""What changed in a folder since it was indexed: which documents stay, moved, went or are to be read."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from qa.catalogue import Catalogue
from qa.documents import File, file_sha256
from qa.documents.ocr import is_up_to_date
from qa.errors import IndexProblem
from qa.facets.sidecars import sidecar_digest
from qa.retrieval.engines import engine_of
from qa.retrieval.index import made_of
from qa.storage import Generation
from qa.types import Made, Verdict


@dataclass(frozen=True, slots=True)
class Base:
    """The generation before, to take unchanged work from."""

    generation: Generation
    made: Made
    catalogue: Catalogue

    @classmethod
    def open(cls, index_path: Path) -> "Base | None":
        """The current generation; None when there is none that this version can use."""
        try:
            engine = engine_of(index_path)
            generation = engine.generation()
            return cls(generation, made_of(index_path, generation), engine.catalogue(generation))
        except IndexProblem:
            return None

    def stale(self, ocr: bool) -> set[str]:
        """Sources that would be read differently today, with or without OCR."""
        if not ocr:
            return set(self.catalogue.ocr_pages())
        pdfs = (source for source, kind in self.catalogue.formats().items() if kind == "pdf")
        documents = filter(None, map(self.catalogue.document, pdfs))
        return {document.source for document in documents if not is_up_to_date(document, ocr)}

    def is_current(self, index_path: Path) -> bool:
        """Whether it still is the generation that answers."""
        return engine_of(index_path).current() == (self.generation.name, self.generation.digest)

    def has(self, settings: Mapping[str, object]) -> bool:
        """Whether it was made with these settings."""
        return all(getattr(self.made, name) == value for name, value in settings.items())

    def is_same(self, plan: "Changes", rows: int, verdicts: Sequence[Verdict]) -> bool:
        """Whether nothing was taken out, moved or added."""
        return (
            not plan.gone and not plan.moved and rows == self.made.rows and list(self.catalogue.verdicts()) == verdicts
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be done: `gone` and `moved` (old source to new) leave the catalogue's work as it is, `fresh` is read."""

    moved: dict[str, str]
    gone: tuple[str, ...]
    fresh: tuple[File, ...]
    kept: frozenset[str]


def changes(files: Sequence[File], base: Base | None, ocr: bool = False, again: Collection[str] = ()) -> Changes:
    """Compare files with what a generation was made of.

    Files are known by their hash: a file that stands elsewhere with the same bytes is the same document. One whose title
    is its file name is read again when the name changes, and so is every source of `again`.

    Args:
        files: What is there now.
        base: The generation to go on from; None when all is new.
        ocr: Whether pictures of text are to be read.
        again: Sources to read again though their files are the same.

    Returns:
        What is new, moved, gone and kept.
    """
    if base is None:
        return Changes({}, (), tuple(files), frozenset())
    hashes, stale = base.catalogue.fingerprints(), base.stale(ocr) | set(again)
    sidecars = base.catalogue.sidecars()
    told = {file.source: sidecar_digest(file.path) for file in files if not file.member}
    stale |= {source for source, digest in told.items() if source in hashes and digest != sidecars.get(source, "")}
    now = {file.source: file.sha256 or file_sha256(file.path) for file in files}
    kept = frozenset(source for source, digest in now.items() if hashes.get(source) == digest and source not in stale)
    left: dict[tuple[str, str], list[str]] = defaultdict(list)
    formats, titles = base.catalogue.formats(), base.catalogue.titles
    for source in sorted(hashes.keys() - kept - stale - sidecars.keys(), reverse=True):
        left[hashes[source], formats[source]].append(source)
    moved: dict[str, str] = {}
    fresh: list[File] = []
    for file in files:
        if file.source in kept:
            continue
        # What a sidecar tells of one is not true of its copy.
        same = [] if told.get(file.source) else left[now[file.source], file.format]
        old = next((old for old in reversed(same) if _keeps_title(titles[old], old, file.source)), None)
        if old is None:
            fresh.append(file)
        else:
            same.remove(old)
            moved[old] = file.source
    gone = tuple(sorted(hashes.keys() - kept - moved.keys()))
    return Changes(moved, gone, tuple(fresh), kept)


def _keeps_title(title: str, old: str, new: str) -> bool:
    stem = PurePosixPath(old).stem
    return title != stem or stem == PurePosixPath(new).stem
