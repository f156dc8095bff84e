"""What a reader of one format gives: text, headings, pages; and the error it raises."""

from dataclasses import dataclass, field

from qa.types import Heading

_LONGEST_TITLE = 60


class Unreadable(Exception):
    """The file cannot be read; the message is the verdict's reason."""


@dataclass(slots=True)
class Parsed:
    """The text of a file as its reader found it."""

    text: str
    title: str = ""
    headings: list[Heading] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    encoding: str | None = None
    note: str = ""


class TextBuilder:
    """Puts a text together paragraph by paragraph, noting where headings stand."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.headings: list[Heading] = []

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
