"""The files of an index, changed: it is refused with `IndexProblem`, or as it was; and it can be built again.

A changed manifest also comes with the right checksum in `CURRENT`, so that what stands in it is what must be refused.
"""

import hashlib
import json
import shutil
import tempfile
import zlib
from pathlib import Path
from random import Random
from typing import Any

import qa.indexing.build
from benchmarks.fuzzing.mutating import mutate, spaced
from benchmarks.fuzzing.outcomes import in_short
from embeddings import Encoder, EncoderUnavailable, load_builtin
from qa.assistant import Assistant
from qa.errors import IndexProblem
from qa.indexing.build import build_index
from qa.retrieval.index import Index
from qa.storage import open_current, verify

_CURRENT, _MANIFEST = "CURRENT", "manifest.json"
_TRUSTED = "trusted "  # before a name: its checksum is made right
_BUILT_EVERY = 20  # inputs
_WORDS = spaced(
    '{ } [ ] " : , null true -1 1e999 NaN ../ / \\ CURRENT manifest.json catalogue.sqlite gen-000001 gen-999999999999 '
    '"format" "created" "files" "extra" "bytes" "sha256" "model" "fingerprint" "index_format" "docs" "encodings" "dim" \\ud800 \\u0000'
)
_VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    1,
    2,
    -1,
    10**400,
    1e300,
    float("inf"),
    "",
    "static",
    "x",
    "\ud800",
    "\0",
    [],
    {},
    {"*": "x"},
    [1],
)


class IndexTarget:
    """A small index of two files."""

    name = "manifest"
    seconds = 10.0
    memory = 0  # the models map more than they use
    runs_at_once = 20_000

    def __init__(self) -> None:
        self._root = Path(tempfile.mkdtemp(prefix="yinju-fuzzing-"))
        self._docs, self._index, self._sound = (self._root / name for name in ("docs", "index", "sound"))
        self._docs.mkdir()
        (self._docs / "a.txt").write_text("宁夏有工会会员129万人。", "utf-8")
        (self._docs / "b.md").write_text("# 图书馆\n\n每人可以借十二本书。", "utf-8")
        self._files: dict[str, bytes] = {}

    def prepare(self) -> None:
        """Build the index, and read what is to be changed."""
        vars(qa.indexing.build)["load_encoder"] = _known_encoder  # what a manifest names may be anything
        shutil.rmtree(self._sound, ignore_errors=True)
        build_index(self._docs, self._sound)
        self._restore()
        self._generation = open_current(self._index).path
        files = [path for path in sorted(self._index.rglob("*")) if path.is_file() and path.name != "LOCK"]
        self._files = {path.relative_to(self._index).as_posix(): path.read_bytes() for path in files}
        self._encoder = load_builtin()

    def _restore(self) -> None:
        shutil.rmtree(self._index, ignore_errors=True)
        shutil.copytree(self._sound, self._index)

    def make(self, draw: Random) -> bytes:
        """The name of a file and the seed of its change; which bytes those are, the child process knows."""
        kind = draw.choice(("CURRENT", "manifest", "trusted manifest", "trusted manifest", "trusted values", "any"))
        return f"{kind} {draw.randrange(1 << 60)}".encode()

    def _change(self, content: bytes) -> tuple[str, bytes]:
        kind, _, seed = content.decode("ascii").rpartition(" ")
        draw = Random(seed)
        manifest = f"{self._generation.name}/{_MANIFEST}"
        name = {"CURRENT": _CURRENT, "any": draw.choice(sorted(self._files))}.get(kind, manifest)
        if kind == "trusted values":
            values = json.loads(self._files[manifest])
            part = draw.choice(("extra", "extra", "files", "created", "format"))
            return _TRUSTED + name, json.dumps({**values, part: _other_values(values[part], draw)}).encode()
        changed = mutate(self._files[name], draw, _WORDS, list(self._files.values()))
        return (_TRUSTED if kind.startswith(_TRUSTED) else "") + name, changed

    def take(self, content: bytes) -> str:
        """Open the changed index and ask it; now and then build it again."""
        name, changed = self._change(content)
        plain = name.removeprefix(_TRUSTED)
        (self._index / plain).write_bytes(changed)
        if name != plain:
            pointer = f"{self._generation.name} {hashlib.sha256(changed).hexdigest()}\n"
            (self._index / _CURRENT).write_text(pointer, "ascii")
        try:
            outcome = self._opened(is_same=changed == self._files[plain], trusted=name != plain)
            if zlib.crc32(content) % _BUILT_EVERY == 0:
                self._built()
                outcome += ", and built again"
        finally:
            if not self._is_small_change(plain):
                self._restore()
        return outcome

    def _is_small_change(self, name: str) -> bool:
        """Whether writing the file and the pointer back makes the index sound again, without copying it all."""
        for kept in {name, _CURRENT}:
            if not (self._index / kept).parent.is_dir():
                return False
            (self._index / kept).write_bytes(self._files[kept])
        return len(list(self._index.iterdir())) == len(list(self._sound.iterdir()))

    def _opened(self, *, is_same: bool, trusted: bool) -> str:
        try:
            index = Index.open(self._index, self._encoder)
        except IndexProblem as error:
            assert "\n" not in str(error), "an error of two lines"
            problems = verify(self._index)
            assert problems or trusted, "refused, yet verified"
            return in_short(str(error).replace(str(self._index), ""))
        assert is_same or trusted, "a changed index was opened"
        for name in index.generation.manifest.files:
            inside = self._generation.name + "/" + name
            assert (self._index / inside).read_bytes() == self._files[inside], "another file was opened"
        assistant = Assistant(index)
        json.dumps([assistant.docs, assistant.created, assistant.info.to_json(), assistant.sources])
        answer = assistant.ask("宁夏有多少工会会员?")
        json.dumps(answer.to_json(), ensure_ascii=False).encode("utf-8")
        return "opened"

    def _built(self) -> None:
        try:
            build_index(self._docs, self._index)
        except EncoderUnavailable:
            build_index(self._docs, self._index, model="static")
        Index.open(self._index, self._encoder)


def _known_encoder(name: str = "static") -> Encoder:
    """Only the model that comes with the code."""
    if name != "static":
        raise EncoderUnavailable(f"there is no model {name}")
    return load_builtin()


def _other_values(value: Any, draw: Random) -> Any:
    """The same JSON with a few of its values exchanged or left out, at any depth."""
    if draw.random() < 0.03:
        return draw.choice(_VALUES)
    if isinstance(value, dict):
        return {key: _other_values(inner, draw) for key, inner in value.items() if draw.random() > 0.05}
    return draw.choice(_VALUES) if draw.random() < 0.1 else value
