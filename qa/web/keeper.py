"""What the library page does: builds the index, takes files in, moves them out. Each is followed by a build at once."""

import hashlib
import shutil
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from qa.assistant import Assistant
from qa.indexing.build import build_index
from qa.types import Progress
from qa.web.building import progress_html, report_html
from qa.web.jobs import Job
from qa.web.notices import alert, failure
from qa.web.waiting import Waiting, waiting
from qa.web.words import say

REMOVED = ".removed"  # a hidden folder: what lies in it is not indexed


class Keeper:
    """Keeps one folder of documents and its index; tells what happens as HTML."""

    def __init__(self, assistant: Assistant, docs: Path, *, read_only: bool) -> None:
        self._assistant, self._docs, self._read_only = assistant, docs, read_only
        self._job = Job()
        self._waiting: list[Waiting] = []

    def waiting(self, *, anew: bool) -> list[Waiting]:
        """Files that the next build takes up; looked for anew, or as last found: that takes a second for 100,000 files."""
        if anew and not self._read_only:
            self._waiting = waiting(self._assistant, self._docs)
        return self._waiting

    def build(self, model: str, ocr: bool, language: str, again: Collection[str] = (), told: str = "") -> Iterator[str]:
        """Build the index again while the old one answers.

        Args:
            model: The model that encodes; blank for the one of the index.
            ocr: Whether pages without text are read by OCR.
            language: Of the page: zh or en.
            again: Documents that are read though their file is the same.
            told: HTML that stands above what is told.

        Yields:
            HTML: how far it is, then what became of each file.
        """
        if self._read_only:
            yield alert(say("read_only", language))
            return
        before = self._assistant.fingerprints()

        def work(tell: Any) -> Any:
            name = (model or "").strip()
            wanted = name if name and name != self._assistant.info.model else None
            path = self._assistant.index_path
            report = build_index(self._docs, path, model=wanted, ocr=ocr, again=again, progress=tell)
            self._assistant.refresh(wait=True)
            return report

        for state, value in self._job.run(work, Progress("starting", 0, 0)):
            if state == "progress":
                progress, since = value
                yield told + progress_html(progress, since, language)
            elif state == "done":
                yield told + report_html(value, before, self._assistant.fingerprints(), language)
            elif state == "failed":
                yield told + failure(value, language)
            else:
                yield told + alert(say("cancelled" if state == "cancelled" else "busy", language))

    def add(self, files: Sequence[str] | None, model: str, ocr: bool, language: str) -> Iterator[str]:
        """Take files into the folder of documents, but for those that are there already, whatever their name; and build.

        Args:
            files: Their paths.
            model: The model that encodes; blank for the one of the index.
            ocr: Whether pages without text are read by OCR.
            language: Of the page: zh or en.

        Yields:
            HTML, as `build`.
        """
        if self._read_only or not files or not self._docs.is_dir():
            yield alert(say("read_only", language))
            return
        there = {digest: source for source, digest in self._assistant.fingerprints().items()}
        told, added = "", 0
        for file in map(Path, files):
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            if digest in there and self._is_in_folder(there[digest]):
                told += alert(say("there_already", language, file.name, there[digest]))
            else:
                target = free_name(self._docs, file.name)
                shutil.copyfile(file, target)
                there[digest], added = target.name, added + 1
        if not added:
            yield told
            return
        yield from self.build(model, ocr, language, told=told + alert(say("added_some", language, added)))

    def remove(self, source: str, model: str, ocr: bool, language: str) -> Iterator[str]:
        """Move a document out of the folder, into one beside that is not indexed; and build.

        Args:
            source: The document.
            model: The model that encodes; blank for the one of the index.
            ocr: Whether pages without text are read by OCR.
            language: Of the page: zh or en.

        Yields:
            HTML, as `build`.
        """
        path = self._path(source)
        if path is None:
            yield alert(say("no_such_file", language, source))
            return
        (self._docs / REMOVED).mkdir(exist_ok=True)
        target = free_name(self._docs / REMOVED, path.name)
        path.rename(target)
        told = alert(say("removed_one", language, source, target.relative_to(self._docs)))
        yield from self.build(model, ocr, language, told=told)

    def replace(self, file: str | None, source: str, model: str, ocr: bool, language: str) -> Iterator[str]:
        """Put another file in the place of a document, moving that out as `remove` does; and build.

        Args:
            file: The path of the other file.
            source: The document.
            model: The model that encodes; blank for the one of the index.
            ocr: Whether pages without text are read by OCR.
            language: Of the page: zh or en.

        Yields:
            HTML, as `build`.
        """
        path = self._path(source)
        if path is None or not file:
            yield alert(say("no_such_file", language, source))
            return
        (self._docs / REMOVED).mkdir(exist_ok=True)
        path.rename(free_name(self._docs / REMOVED, path.name))
        new = Path(file)
        same_type = new.suffix.lower() == path.suffix.lower()
        shutil.copyfile(new, path if same_type else free_name(path.parent, new.name))
        yield from self.build(model, ocr, language)

    def again(self, source: str, model: str, ocr: bool, language: str) -> Iterator[str]:
        """Read a document again though its file is the same.

        Args:
            source: The document.
            model: The model that encodes; blank for the one of the index.
            ocr: Whether pages without text are read by OCR.
            language: Of the page: zh or en.

        Yields:
            HTML, as `build`.
        """
        yield from self.build(model, ocr, language, again=[source])

    def cancel(self) -> None:
        """Stop the build that runs."""
        self._job.cancel()

    def _is_in_folder(self, source: str) -> bool:
        """Whether the file of a source, or the one that it lies in, is there still."""
        ends = [*(at for at, sign in enumerate(source) if sign == "/"), len(source)]
        return any((self._docs / source[:end]).is_file() for end in ends)

    def _path(self, source: str) -> Path | None:
        """The file of a document, or of one that was not read; none where it lies in another file, or elsewhere."""
        known = {*self._assistant.sources, *(verdict.source for verdict in self._assistant.verdicts())}
        path = self._docs / source
        is_there = path.resolve() == self._docs.resolve() / source and path.is_file()
        return path if not self._read_only and source in known and is_there else None


def free_name(folder: Path, name: str) -> Path:
    """A path in a folder that nothing has yet: the file's own name, else with a number."""
    plain = Path(name).name.lstrip(".") or "document"
    candidates = (folder / (plain if not n else f"{Path(plain).stem}-{n}{Path(plain).suffix}") for n in range(10_000))
    return next(path for path in candidates if not path.exists())
