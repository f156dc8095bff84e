"""The index journey: files to a new generation, re-doing only what changed."""

import os
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from embeddings import CONTEXTUAL, STATIC, Encoder, load_encoder
from embeddings.threads import one_blas_thread
from qa.catalogue import CatalogueDraft
from qa.documents import find_files
from qa.errors import DocumentsNotFound
from qa.facets.document_facets import described
from qa.indexing.drafting import IndexDraft, Tell, Work
from qa.indexing.passages import PASSAGE_CHARACTERS
from qa.indexing.places import drafting
from qa.indexing.plan import Base, Changes, changes
from qa.indexing.pools import pool_of
from qa.indexing.preparing import prepared
from qa.indexing.reading_version import reading_version
from qa.indexing.workers import Pool
from qa.retrieval.index import FORMAT
from qa.types import BuildReport, Made, Progress, Verdict
from qa.types.contract import as_json, from_json

# A folder of at most so many passages (of 300 characters) is encoded with the contextual model, which takes about two minutes
# on two slow cores; a larger one with the static table.
MOST_CONTEXTUAL = 2000


@one_blas_thread()
def build_index(
    docs: str | Path,
    index_path: str | Path,
    *,
    model: str | None = None,
    full: bool = False,
    passage_characters: int = PASSAGE_CHARACTERS,
    encodings: Mapping[str, str] | None = None,
    ocr: bool | None = None,
    again: Collection[str] = (),
    workers: str = "",
    progress: Tell | None = None,
) -> BuildReport:
    """Build or update the index of a folder and publish it as a new generation.

    Files are known by their hash, passages by the hash of their text: only what changed is parsed and encoded, and only
    that is written into copies of the parts that the index has. When nothing changed, nothing is published. Vectors that
    a build has encoded before it was killed are not encoded again.

    Args:
        docs: Folder of documents, or one file.
        index_path: Folder of the index; made if missing.
        model: Name or folder of the encoder; by default the one the index was told to have, else the one that the environment
            names in `YINJU_MODEL`, else the built-in one that fits the size: see `MOST_CONTEXTUAL`.
        full: Do everything again.
        passage_characters: About how long a passage is.
        encodings: Pattern of file names or sources to encoding, for text files that are not recognised rightly; by
            default those that the index has.
        ocr: Read the pages of PDFs that have no text by OCR, if the extra is installed; by default as the index was
            made, else not.
        again: Sources of documents that are read again though their files are the same.
        workers: Who reads and encodes: a number of processes of this machine, or the Ray cluster at `ray://HOST:PORT`; by default
            a process a core reads where there is much to read, and this one encodes.
        progress: Told about each step.

    Returns:
        What was built, with a verdict for every file.

    Raises:
        DocumentError: There is no such encoding.
        DocumentsNotFound: The folder is not there, or nothing in it can be read.
        IndexBusy: Another build of this index is running.
        IndexNotWritten: The disk is full, the folder read-only, ...; the old index is untouched.
        EncoderUnavailable: The model cannot be loaded.
        WorkersFailed: The workers are not there, or see other files, readers or models than this process.
    """
    docs, index_path, started = Path(docs), Path(index_path), time.perf_counter()
    tell = progress or (lambda _: None)
    before = Base.open(index_path)
    encodings = dict(before.made.encodings if before else {}) if encodings is None else encodings
    ocr = bool(before and before.made.ocr) if ocr is None else ocr
    files, verdicts = find_files(docs, encodings)
    with drafting(index_path) as draft, pool_of(workers) as pool:
        old = before if before and before.is_current(index_path) else Base.open(index_path)
        named = model or (old.made.model if old and not old.made.model_by_size else None)
        # One that cannot be loaded is said before the documents are read.
        encoder = load_encoder(named) if named else None
        reading = _how_it_is_read(passage_characters, encodings)
        old = None if full else old
        # What was read or cut in another way is read again; its vectors may still do.
        base = old if old and old.has(reading) else None
        plan = changes(files, base, ocr, again)
        with draft.catalogue(base, plan) as catalogue:
            gone = _without_gone(catalogue, plan)
            verdicts = _read(plan, base, verdicts, catalogue, passage_characters, ocr, tell, pool)
            if not catalogue.documents:
                raise DocumentsNotFound(_nothing_to_read(docs, verdicts))
            catalogue.say(verdicts)
            encoder = encoder or load_encoder(os.environ.get("YINJU_MODEL") or _model_by_size(len(catalogue), old))
            settings = {**reading, **_settings(docs, encoder), "ocr": ocr, "model_by_size": named is None}
            changed = not (base and base.has(settings) and base.is_same(plan, catalogue.rows, verdicts))
            name, encoded = base.generation.name if base else "", 0
            if changed:
                encoded = draft.write(Work(catalogue, encoder, old, base, gone, plan, draft.encoded, tell, pool))
                name = _published(draft, catalogue, settings, tell)
            report = BuildReport(
                name, catalogue.documents, len(catalogue), encoded, tuple(verdicts), 0.0, changed=changed
            )
        draft.encoded.unlink(missing_ok=True)
    return replace(report, seconds=time.perf_counter() - started)


def _model_by_size(passages: int, old: Base | None) -> str:
    """The built-in model for so many passages; an index that was large once keeps the table, so that it never goes to and fro."""
    return STATIC if passages > MOST_CONTEXTUAL or (old and old.made.model == STATIC) else CONTEXTUAL


def _how_it_is_read(passage_characters: int, encodings: Mapping[str, str]) -> dict[str, object]:
    """What decides how documents are read and cut: where it differs, all are read again."""
    return {
        "passage_characters": passage_characters,
        "encodings": dict(encodings),
        "readers": reading_version(),
    }


def _without_gone(catalogue: CatalogueDraft, plan: Changes) -> list[int]:
    """Take out what is gone, and let what was moved stand at its new place; the rows that are gone."""
    gone = catalogue.remove(plan.gone)
    catalogue.move(plan.moved)
    for moved in plan.moved.values():
        catalogue.describe(moved, described)
    return gone


def _published(draft: IndexDraft, catalogue: CatalogueDraft, settings: Mapping[str, object], tell: Tell) -> str:
    """Publish what was written; the name of the generation."""
    counts = {"rows": catalogue.rows, "passages": len(catalogue), "documents": catalogue.documents}
    tell(Progress("writing", 0, 1))
    name = draft.publish(as_json(from_json(Made, {**settings, **counts})))
    tell(Progress("writing", 1, 1))
    return name


def _read(
    plan: Changes,
    base: Base | None,
    found: Sequence[Verdict],
    catalogue: CatalogueDraft,
    size: int,
    ocr: bool,
    tell: Tell,
    pool: Pool | None,
) -> list[Verdict]:
    """Read what is new or changed into the catalogue, one document at a time; a verdict for every file."""
    before = {verdict.source: verdict for verdict in base.catalogue.verdicts()} if base else {}
    verdicts = {verdict.source: verdict for verdict in found}
    verdicts |= {source: before[source] for source in plan.kept}
    verdicts |= {new: replace(before[old], source=new) for old, new in plan.moved.items()}
    tell(Progress("reading", 0, len(plan.fresh)))

    def tell_page(done: int, total: int) -> None:
        tell(Progress("ocr", done, total))

    read = prepared(plan.fresh, size, ocr=ocr, tell_page=tell_page, pool=pool)
    with closing(read):
        for done, each in enumerate(read, start=1):
            verdicts[each.verdict.source] = each.verdict
            if each.rows:
                catalogue.add(each.rows)
            tell(Progress("reading", done, len(plan.fresh)))
    return sorted(verdicts.values(), key=lambda verdict: verdict.source)


def _settings(docs: Path, encoder: Encoder) -> dict[str, object]:
    return {
        "index_format": FORMAT,
        "docs": str(docs.resolve()),
        "model": encoder.name,
        "fingerprint": encoder.fingerprint,
        "dim": encoder.dim,
    }


def _nothing_to_read(docs: Path, verdicts: Sequence[Verdict]) -> str:
    if not verdicts:
        return f"{docs} holds no documents; put .txt, .md, .html, .pdf, .docx or other documents there"
    first = verdicts[0]
    return f"nothing in {docs} could be read: {len(verdicts)} skipped, the first is {first.source} ({first.reason})"
