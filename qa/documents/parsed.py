"""What a reader of one format gives: text, headings, pages; and the error it raises."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from qa.types import Heading

PAGE = "page"  # asked for like a format: one page of a PDF, to be read by OCR
_LONGEST_TITLE = 60


class Unreadable(Exception):
    """The file cannot be read; the message is the verdict's reason."""


@contextmanager
def reading(kind: str) -> Iterator[None]:
    """Whatever a parser raises inside becomes the reason that a file of this kind is broken.

    Raises:
        Unreadable: The parser gave up.
    """
    try:
        yield
    except (Unreadable, MemoryError, RecursionError):
        raise
    except Exception as error:
        raise Unreadable(f"broken {kind} ({type(error).__name__}); save it anew") from error


def has_text(text: str) -> bool:
    """Whether anything in a text can be seen."""
    return any(character.isprintable() and not character.isspace() for character in text)


@dataclass(slots=True)
class Parsed:
    """The text of a file as its reader found it; `without_text` are the pages, from 1, that are pictures only."""

    text: str
    title: str = ""
    headings: list[Heading] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    encoding: str | None = None
    note: str = ""
    without_text: list[int] = field(default_factory=list)


class TextBuilder:
    """Puts a text together paragraph by paragraph, noting where headings stand."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.headings: list[Heading] = []
        self._pages: list[int] = []

    def begin_page(self) -> None:
        """What is added next stands on a new page (a slide, a sheet)."""
        self._pages.append(self._length)

    @property
    def pages(self) -> list[int]:
        """Offset at which each page starts; empty ones at the end start at the end of the text."""
        return [min(page, max(self._length - 2, 0)) for page in self._pages]

    def add(self, text: str, level: int = 0) -> None:
        """Add a paragraph on a line of its own; `level` above 0 makes it a heading."""
        text = text.strip()
        if not text:
            return
        if level:
            self.headings.append(Heading(level, " ".join(text.split()), self._length, self._length + len(text)))
        self._parts.append(text)
        self._length += len(text) + 2

    @property
    def text(self) -> str:
        """Everything so far, a blank line between paragraphs."""
        return "\n\n".join(self._parts)


def first_title(text: str) -> str:
    """The line among the first few that looks most like a title: short, and no sentence."""
    for line in filter(None, (line.strip(" 　\t#*▶") for line in text[:2000].split("\n"))):
        letters = sum(c.isalpha() for c in line)
        spaced_out = " / " in line
        if letters >= 4 and len(line) <= _LONGEST_TITLE and not spaced_out and line[-1] not in "。；;，,：:":
            return line
    return ""


def without_running_heads(pages: Sequence[str]) -> str:
    """The first page without the lines that stand on the second one too."""
    repeated = set(pages[1].split("\n")) if len(pages) > 1 else set()
    return "\n".join(line for line in "".join(pages[:1]).split("\n") if line not in repeated)
