"""A folder and its index against a dict: whatever is done in whatever order, the last publication answers, and it alone.

`YINJU_EXAMPLES=1000` makes the long run of it (`make fuzz`), of other sequences each time.
"""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

import qa.indexing.build
import qa.indexing.plan
import qa.retrieval.index
import qa.storage.publishing
from qa import Assistant, build_index
from qa.catalogue import Catalogue
from qa.errors import DocumentsNotFound, IndexNotFound, IndexNotWritten
from qa.storage import current_name, rollback, verify
from tests.builders.faults import Calls, Stop
from tests.test_answers import check_exact

NAMES = st.sampled_from(["a.txt", "b.md", "内蒙古/2024.txt", "c.txt"])
STEPS = st.integers(1, 45)  # a build makes about forty calls that write
SYLLABLES = ("zor", "qui", "pel", "vash", "mun", "tre", "lo", "kif", "dro", "bax")
EXAMPLES = int(os.environ.get("YINJU_EXAMPLES", "0"))
SETTINGS = settings(
    max_examples=EXAMPLES or 12,
    stateful_step_count=50 if EXAMPLES else 20,
    derandomize=not EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def word(number: int) -> str:
    """A word that no language has, another one for each number."""
    return "".join(SYLLABLES[int(digit)] for digit in f"{number * 7919 % 10_000:04d}")


class FolderAndIndex(RuleBasedStateMachine):
    """`files` is what the folder holds, `published` what the answering generation was built from: name to unique word."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="yinju-states-"))
        self.docs, self.index = self.root / "docs", self.root / "index"
        self.docs.mkdir()
        self.files: dict[str, str] = {}
        self.published: dict[str, str] = {}
        self.contents: dict[str, dict[str, str]] = {}  # of each generation that ever answered
        self.name = ""
        self.previous_is_kept = False
        self.words: list[str] = []
        self.server: Assistant | None = None
        self.is_seen = True  # that nothing has been done to the index since it was last looked at

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    # What happens to the folder

    @rule(name=NAMES, and_build=st.booleans())
    def write(self, name: str, and_build: bool) -> None:
        self.words.append(word(len(self.words)))
        self._put(name, self.words[-1])
        if and_build:
            self.build()

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        self._take(data.draw(st.sampled_from(sorted(self.files))))

    @precondition(lambda self: self.files)
    @rule(data=st.data(), new=NAMES)
    def rename(self, data: st.DataObject, new: str) -> None:
        self._put(new, self._take(data.draw(st.sampled_from(sorted(self.files)))))

    @precondition(lambda self: self.published)
    @rule()
    def bring_back(self) -> None:
        """The folder as it was when it was last published."""
        for name in list(self.files):
            self._take(name)
        for name, unique in self.published.items():
            self._put(name, unique)

    def _put(self, name: str, unique: str) -> None:
        (self.docs / name).parent.mkdir(exist_ok=True)
        text = f"The harbour of {unique} was opened long ago.\n\nIt has {len(unique)} berths.\n"
        (self.docs / name).write_text(text, "utf-8")
        self.files[name] = unique

    def _take(self, name: str) -> str:
        (self.docs / name).unlink()
        return self.files.pop(name)

    # What happens to the index

    @rule()
    def build(self) -> None:
        if not self.files:
            with pytest.raises(DocumentsNotFound):
                build_index(self.docs, self.index)
            return
        report = build_index(self.docs, self.index)
        assert report.changed == (self.files != self.published)
        assert (current_name(self.index) > self.name) == report.changed
        self._take_note()
        assert self.published == self.files

    @precondition(lambda self: self.files)
    @rule(at=STEPS)
    def build_killed(self, at: int) -> None:
        """The process dies at a call that writes, and cleans nothing up."""

        with pytest.MonkeyPatch.context() as patch:

            def die() -> None:
                patch.setattr(shutil, "rmtree", lambda *args, **kwargs: None)
                raise Stop

            Calls(patch, at, die)
            with contextlib.suppress(Stop):
                build_index(self.docs, self.index)
        self._take_note()

    @precondition(lambda self: self.files)
    @rule(at=STEPS)
    def build_on_a_full_disk(self, at: int) -> None:
        def fail() -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with pytest.MonkeyPatch.context() as patch:
            Calls(patch, at, fail, sticky=True)
            with contextlib.suppress(IndexNotWritten):
                build_index(self.docs, self.index)
        self._take_note()

    @precondition(lambda self: self.published)
    @rule()
    def roll_back(self) -> None:
        try:
            generation = rollback(self.index)
        except IndexNotFound:
            assert not self.previous_is_kept
            return
        assert generation.name < self.name
        self.is_seen = False
        self.name, self.published = generation.name, self.contents[generation.name]
        self.previous_is_kept = False

    def _take_note(self) -> None:
        """What a build that ended in some way has published: nothing, or the folder as it is."""
        self.is_seen = False
        try:
            name = current_name(self.index)
        except IndexNotFound:
            assert not self.published
            return
        if name != self.name:
            assert name > self.name
            self.previous_is_kept = bool(self.name)
            self.name, self.published = name, dict(self.files)
            self.contents[name] = self.published

    # What must hold

    @invariant()
    def the_last_publication_answers(self) -> None:
        """Every byte is as it was written, and each word is found in its documents and in no other."""
        if self.published and not self.is_seen:
            assert verify(self.index) == []
            self._check(Assistant.open(self.index))
        self.is_seen = True

    @precondition(lambda self: self.published)
    @rule()
    def a_server_is_asked(self) -> None:
        """It has had the index open all the time, and looks for a newer one when it is asked."""
        self.server = self.server or Assistant.open(self.index)
        self.server.refresh()
        self._check(self.server)

    def _check(self, assistant: Assistant) -> None:
        assert set(assistant.sources) == self.published.keys()
        for unique in self.words[-6:]:
            passages = [hit.passage for hit in assistant.search(f"the harbour of {unique.title()}", 20)]
            assert {passage.source for passage in passages if unique in passage.text} == self._holders(unique)
        answer = assistant.ask(f"When was the harbour of {self.words[-1].title()} opened?", top=20)
        check_exact(assistant, answer)
        quotes = (*answer.quotes, *answer.nearest)
        holders = {quote.passage.source for quote in quotes if self.words[-1] in quote.text}
        assert holders == self._holders(self.words[-1])
        assert holders or not answer.found

    def _holders(self, unique: str) -> set[str]:
        return {name for name, held in self.published.items() if held == unique}


pytestmark = pytest.mark.usefixtures("encoder")


@pytest.mark.slow
@pytest.mark.timeout(0 if EXAMPLES else 600)
def test_the_last_publication_answers() -> None:
    """Adding, changing, renaming, building, dying, failing, rolling back, in any order."""
    run_state_machine_as_test(FolderAndIndex, settings=SETTINGS)


@pytest.mark.parametrize("way", ["made anew", "rolled back"])
def test_a_name_that_comes_again_is_another_generation(tmp_path: Path, way: str) -> None:
    """A server that has it open takes up the other one: the folder was deleted, or its newest generation given up."""
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    for text in ("One harbour.", "Two harbours."):
        (docs / "a.txt").write_text(text)
        build_index(docs, index)
    server = Assistant.open(index)
    if way == "made anew":
        shutil.rmtree(index)
        build_index(docs, index)
    else:
        rollback(index)
        (docs / "a.txt").write_text("One harbour.")
        assert not build_index(docs, index).changed
    (docs / "a.txt").write_text("Three harbours.")
    build_index(docs, index)
    assert current_name(index) == server.info.generation
    assert server.refresh()
    assert server.document("a.txt").text == "Three harbours."


def older_manifest(monkeypatch: pytest.MonkeyPatch) -> None:
    """A publication that leaves the pointer on the generation before."""
    real = qa.storage.publishing._point

    def point(index: Path, name: str, manifest: bytes) -> None:
        if not (index / "CURRENT").exists():
            real(index, name, manifest)

    monkeypatch.setattr(qa.storage.publishing, "_point", point)


def everything_is_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents that are known by name alone."""
    monkeypatch.setattr(Catalogue, "fingerprints", lambda catalogue: dict.fromkeys(catalogue.sources, ""))
    monkeypatch.setattr(qa.indexing.plan, "file_sha256", lambda path: "")


def never_refreshed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Assistant, "refresh", lambda assistant: False)


@pytest.mark.slow
@pytest.mark.parametrize("sabotage", [older_manifest, everything_is_unchanged, never_refreshed])
def test_the_machine_catches_a_broken_build(
    monkeypatch: pytest.MonkeyPatch, sabotage: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """Sabotaged, some sequence ends wrong."""
    sabotage(monkeypatch)
    quick = settings(SETTINGS, phases=[p for p in settings().phases if p.name == "generate"])
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(FolderAndIndex, settings=quick)
