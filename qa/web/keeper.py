"""What the library page does: builds the index, takes files in, moves them out."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qa.assistant import Assistant
from qa.indexing.build import build_index
from qa.types import Progress
from qa.web.jobs import Job
from qa.web.library import library_html, progress_html, report_html
from qa.web.notices import alert, failure
from qa.web.words import say

REMOVED = ".removed"  # a hidden folder: what lies in it is not indexed


class Keeper:
    """Keeps one folder of documents and its index."""

    def __init__(self, assistant: Assistant, docs: Path, *, read_only: bool) -> None:
        self._assistant, self._docs, self._read_only = assistant, docs, read_only
        self._job = Job()

    def build(self, model: str, language: str) -> Iterator[tuple[str, str | None]]:
        """Build the index again while the old one answers; tells how far it is, then what became of each file."""
        if self._read_only:
            yield alert(say("read_only", language)), None
            return
        before = self._assistant.fingerprints()

        def work(tell: Any) -> Any:
            wanted = model.strip() if model and model.strip() != self._assistant.info.model else None
            report = build_index(self._docs, self._assistant.index_path, model=wanted, progress=tell)
            self._assistant.refresh(wait=True)
            return report

        for state, value in self._job.run(work, Progress("starting", 0, 0)):
            if state == "progress":
                progress, since = value
                yield progress_html(progress, since, language), None
            elif state == "done":
                told = report_html(value, before, self._assistant.fingerprints(), language)
                yield told, library_html(self._assistant, language)
            elif state == "failed":
                yield failure(value, language), None
            else:
                yield alert(say("cancelled", language) if state == "cancelled" else "…"), None

    def add(self, files: Sequence[str], model: str, language: str) -> Iterator[tuple[str, str | None]]:
        """Take files into the folder of documents, and build."""
        if self._read_only or not files or not self._docs.is_dir():
            yield alert(say("read_only", language)), None
            return
        for file in map(Path, files):
            shutil.copyfile(file, free_name(self._docs, file.name))
        yield alert(say("added_some", language, len(files))), None
        yield from self.build(model, language)

    def remove(self, source: str | None, language: str) -> str:
        """Move a document out of the folder, into one beside that is not indexed."""
        if self._read_only or not source or source not in self._assistant.sources:
            return alert(say("read_only", language)) if self._read_only else ""
        path = self._docs / source
        if path.resolve() != self._docs.resolve() / source or not path.is_file():
            return alert(f"{source}: {self._docs}")
        (self._docs / REMOVED).mkdir(exist_ok=True)
        target = free_name(self._docs / REMOVED, path.name)
        path.rename(target)
        return alert(say("removed_one", language, target.relative_to(self._docs)))

    def cancel(self) -> None:
        """Stop the build that runs."""
        self._job.cancel()


def free_name(folder: Path, name: str) -> Path:
    """A path in a folder that nothing has yet: the file's own name, else with a number."""
    plain = Path(name).name.lstrip(".") or "document"
    candidates = (folder / (plain if not n else f"{Path(plain).stem}-{n}{Path(plain).suffix}") for n in range(10_000))
    return next(path for path in candidates if not path.exists())
