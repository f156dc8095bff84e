"""Each reader, fed with changed files: it gives a document that can be quoted from, or says why not."""

import json
import warnings
import zlib
from pathlib import Path
from random import Random

from benchmarks.fuzzing.isolated import MEMORY
from benchmarks.fuzzing.mutating import mutate
from benchmarks.fuzzing.outcomes import in_short
from benchmarks.fuzzing.packaging import mutate_package
from benchmarks.fuzzing.starting import KINDS, WORDS, starts
from qa.documents import File
from qa.documents.corpus import _document
from qa.documents.parsed import Unreadable
from qa.documents.worker import _TEXT_FORMATS, _parsed
from qa.indexing.passages import passages
from qa.text.spans import join
from qa.types import Document

PACKAGES = ("docx", "pptx", "xlsx", "odt", "epub")
_TOLD = ("gb18030", "utf-16", "idna", "punycode", "unicode_escape", "utf-7")  # encodings that a user may give
_TOLD_EVERY = 16  # inputs
_HOSTILE = 0.3  # share of inputs that start from a hostile file
_LONGEST = 5_000_000  # characters


class ReaderTarget:
    """One reader, with the cutting into passages behind it."""

    seconds = 5.0
    memory = MEMORY
    runs_at_once = 20_000

    def __init__(self, kind: str) -> None:
        assert kind in KINDS, kind
        self.name = kind
        self._sound, self._hostile = starts(kind)
        self._words = WORDS[kind]

    def prepare(self) -> None:
        """Parsers warn of what they cannot read; here that is most of it."""
        warnings.simplefilter("ignore")

    def make(self, draw: Random) -> bytes:
        """A changed file."""
        hostile = self._hostile and draw.random() < _HOSTILE
        change = mutate_package if self.name in PACKAGES else mutate
        return change(draw.choice(self._hostile if hostile else self._sound), draw, self._words, self._sound)

    def take(self, content: bytes) -> str:
        """Read it; a document must be whole, in Unicode, and cut into passages that stand in it."""
        told = zlib.crc32(content)
        encoding = (
            _TOLD[told // _TOLD_EVERY % len(_TOLD)] if self.name in _TEXT_FORMATS and told % _TOLD_EVERY == 0 else ""
        )
        try:
            answer = _parsed(content, self.name, encoding, _LONGEST)
        except Unreadable as error:
            return in_short(str(error))
        except RecursionError:
            return "nested too deeply"
        sent = json.loads(json.dumps(answer))  # as the child process sends it
        json.dumps(sent, ensure_ascii=False).encode("utf-8")
        suffix = "srt" if self.name == "subtitles" else self.name
        document = _document(File(Path("a"), f"a.{suffix}"), sent)
        check(document)
        return "read"


def check(document: Document) -> None:
    """Whether everything that a document says of itself is so, and each passage stands in it.

    Args:
        document: What a reader gave.

    Raises:
        AssertionError: It is not.
    """
    text = document.text
    assert "\0" not in text + document.title, "a NUL"
    assert "\n" not in document.title, "a title of two lines"
    before = 0
    for heading in document.headings:
        assert before <= heading.start <= heading.end <= len(text), "a heading outside its text"
        assert " ".join(text[heading.start : heading.end].split()) == " ".join(heading.text.split()), "another heading"
        before = heading.start
    assert list(document.pages) == sorted(document.pages), "pages out of order"
    assert all(0 <= page <= len(text) for page in document.pages), "a page outside its text"
    for passage in passages(document):
        assert passage.text == join(text, passage.spans), "a passage that does not stand in its document"
        ends = [0, *(at for sentence in passage.sentences for at in sentence)]
        assert ends == sorted(ends), "sentences out of order"
        assert ends[-1] <= len(passage.text), "a sentence outside its passage"
