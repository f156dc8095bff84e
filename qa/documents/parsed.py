"""What a reader of one format gives: text, headings, pages; and the error it raises."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, pairwise

from qa.text.line_kinds import field_parts, item_mark, kind_of
from qa.types import Block, Heading, Span

PAGE = "page"  # asked for like a format: one page of a PDF, to be read by OCR
MAIL = ".eml"  # asked for like a format: the attachments of a mail
_LONGEST_TITLE_CHARACTERS = 60
_FEWEST_BLANKS = 4
PAGE_NUMBER = re.compile(r"(?:page|of|第|页|頁|共|seite|von|(?<!\d)\d{1,4}(?!\d)|[^\w\d])*", re.IGNORECASE)
_ENDS = "。；;，,：:"  # of what is no title


# What programs write where an author gave no title.
_NO_TITLE = re.compile(
    r"\W*(?:anonymous|untitled|unnamed|unknown|no title|title|document ?\d*|doc ?\d*|new document|microsoft word\b.*|powerpoint presentation"
    r"|presentation ?\d*|slide ?\d*|book ?\d*|workbook|sheet ?\d*|worksheet|home|index|无标题|未命名|無標題|无题|文档 ?\d*|文稿 ?\d*|新建.{0,12}文档"
    r"|工作簿 ?\d*|幻灯片 ?\d*|powerpoint 演示文稿|演示文稿 ?\d*)\W*",
    re.IGNORECASE,
)
# Characters that are not seen: soft hyphens, and what may or must not be broken without a blank.
_UNSEEN_CHARACTERS = "\u00ad\u200b\u2060\ufeff"
_UNSEEN = dict.fromkeys(map(ord, _UNSEEN_CHARACTERS))


def seen(text: str) -> str:
    """A text without characters that cannot be seen, which would stand inside words."""
    return text.translate(_UNSEEN) if any(character in text for character in _UNSEEN_CHARACTERS) else text


class Unreadable(Exception):
    """The file cannot be read; the message is the verdict's reason."""


@contextmanager
def reading(kind: str) -> Iterator[None]:
    """Whatever a parser raises inside becomes the reason that a file of this kind is broken.

    Args:
        kind: What such a file is called in the reason: `PDF`.

    Raises:
        Unreadable: The parser gave up.
        MemoryError: The parser met the limit of its process.
        RecursionError: The file is nested too deep for the parser.
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
    blocks: list[Block] = field(default_factory=list)


class TextBuilder:
    """Puts a text together block by block, noting what each is and where it stands."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.headings: list[Heading] = []
        self.blocks: list[Block] = []
        self._pages: list[int] = []

    def begin_page(self) -> None:
        """What is added next stands on a new page (a slide, a sheet)."""
        self._pages.append(self._length)

    @property
    def pages(self) -> list[int]:
        """Offset at which each page starts; empty ones at the end start at the end of the text."""
        return [min(page, max(self._length - 2, 0)) for page in self._pages]

    def add(self, text: str, level: int = 0, kind: str = "", mark: str = "") -> None:
        """Add a block on a line of its own; several lines are several blocks, but for a heading.

        Args:
            text: Its words, with the mark.
            level: Above 0 it is a heading.
            kind: What it is; told by its wording where it is not given.
            mark: The printed number of an item or a footnote.
        """
        text = seen(text).strip()
        if level:
            text = " ".join(text.split())
        elif "\n" in text:
            for at, line in enumerate(text.split("\n")):
                self.add(line, 0, kind, "" if at else mark)
            return
        if not text:
            return
        start = self._put(text)
        if level:
            self.headings.append(Heading(level, text, start, start + len(text)))
        told = "heading" if level else kind or kind_of(text)
        if told == "paragraph" and (printed := item_mark(text)) is not None:
            told, mark = "item", printed
        layout: tuple[int, ...] = ()
        if told == "field" and (parts := field_parts(text)):
            layout = tuple(n for at, (s, e) in enumerate(parts) for n in (at, 1, s, e - s))
        self.blocks.append(Block(told, (Span(start, start + len(text)),), level, mark, (), layout))

    def add_row(self, cells: Sequence[tuple[str, int, int]], kind: str, header: tuple[int, ...] = ()) -> int:
        """Add a row of a table as one line, its cells parted by tabs; its number among the blocks.

        Args:
            cells: Words, first column and width of each cell that is not empty.
            kind: `header`, `row` or `field`.
            header: The numbers of the header rows above it.

        Returns:
            The number of its block.
        """
        layout: list[int] = []
        at = 0
        cells = [(seen(words), column, width) for words, column, width in cells]
        for words, column, width in cells:
            layout += (column, width, at, len(words))
            at += len(words) + 1
        text = "\t".join(words for words, _, _ in cells)
        start = self._put(text)
        self.blocks.append(Block(kind, (Span(start, start + len(text)),), 0, "", header, tuple(layout)))
        return len(self.blocks) - 1

    def _put(self, text: str) -> int:
        start = self._length
        self._parts.append(text)
        self._length += len(text) + 2
        return start

    @property
    def text(self) -> str:
        """Everything so far, a blank line between blocks."""
        return "\n\n".join(self._parts)


def printed_title(text: str) -> str:
    """A title as one line; empty where a program wrote its own words for "no title"."""
    title = " ".join(text.split())
    return "" if _NO_TITLE.fullmatch(title) else title


def first_title(text: str) -> str:
    """The line among the first few that looks most like a title: short, and no sentence."""
    lines = filter(None, (line.strip(" 　\t#*▶") for line in text[:2000].split("\n")))
    for line, following in pairwise(chain(lines, ("",))):
        letters = sum(c.isalpha() for c in line)
        spaced_out = " / " in line
        goes_on = line[0].islower() or "\t" in line  # the rest of a sentence; the row of a table
        goes_on = goes_on or (following[:1].islower() and line.count(" ") >= _FEWEST_BLANKS)  # its beginning
        if (
            letters >= 4
            and len(line) <= _LONGEST_TITLE_CHARACTERS
            and not spaced_out
            and not goes_on
            and not PAGE_NUMBER.fullmatch(line)
            and not (field_parts(line) and field_parts(following))  # the first of several
            and line[-1] not in _ENDS
        ):
            return line
    return ""


def opening_title(builder: TextBuilder) -> str:
    """The heading that a text begins with, or the line that looks most like one."""
    first = next(iter(builder.blocks), None)
    if first and first.kind == "heading":
        return " ".join(builder.headings[0].text.split())
    return first_title(builder.text)


def without_running_heads(pages: Sequence[str]) -> str:
    """The first page without the lines that stand on the second one too."""
    repeated = set(pages[1].split("\n")) if len(pages) > 1 else set()
    return "\n".join(line for line in "".join(pages[:1]).split("\n") if line not in repeated)
