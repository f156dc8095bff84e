"""The words on a page of a PDF with their places, as pdfium finds them: runs of a line that are parted by wide gaps."""

import re
from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_double
from itertools import groupby
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from qa.documents.parsed import seen
from qa.documents.pdf_struck import struck_boxes
from qa.documents.raised import lowered, raised
from qa.documents.reading_order import Words

_MOST_PIECES = 3_000  # of a page; on more, neither columns nor tables are looked for
_MOST_CHARACTERS = 60_000  # of a page; among more, no raised ones are looked for
_IN_MARK = "0123456789*†‡§¶＊※①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳()[]（）［］〔〕+-−–,，、n注"
_LONGEST_MARK_CHARACTERS = 8
_SMALLER = 0.9  # times the height of the letter before it
_UP, _HIGHEST, _DOWN = 0.12, 0.9, -0.08  # heights of that letter
_BLANK = 0.2  # heights between two words of one line
_APART = 1.0  # heights between two cells
_SAME_LINE, _NEXT_LINE = 0.1, 0.5  # heights between what two characters stand on
_BETWEEN = re.compile(r"(?<=\S) (?=\S)|(?<=\S) ?\r\n(?=\S)")
_HYPHEN = "\x02"  # at the end of a line


class Character(NamedTuple):
    """A character and where it stands, in points from the lower left corner: its box, and the line that it stands on."""

    left: float
    bottom: float
    right: float
    top: float
    base: float

    @property
    def height(self) -> float:
        """From the line below to the line above, as large as the font."""
        return max(self.top - self.bottom, 0.1)


class Mark(NamedTuple):
    """Raised, lowered or struck-out words: from and to which character, and what is said in their place."""

    start: int
    end: int
    said: str

    def meets(self, other: "Mark") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class DrawnPage:
    """A page as pdfium opens it, with its words, and which of them are raised."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.height: float = page.get_height()
        self._text = page.get_textpage()
        self._raw = self._text.raw
        count = min(self._text.count_chars(), _MOST_CHARACTERS)
        self.characters = "".join(_character(pdfium.FPDFText_GetUnicode(self._raw, at)) for at in range(count))
        struck = list(self._struck())
        self.marks = sorted([*struck, *(mark for mark in self._marks() if not any(map(mark.meets, struck)))])
        self._said = {mark.start: mark for mark in self.marks}

    @property
    def said(self) -> str:
        """The words of the page in the order in which they were drawn, line by line, the marks as they are said."""
        parts: list[str] = []
        done, shown = 0, self._shown()
        for mark in self.marks:
            start, end = self._with_line_ends(mark)
            if start >= done:
                before = "".join(shown[done:start])
                parts += [before.rstrip(" ") if mark.said else before, mark.said]
                done = end
        return seen("".join((*parts, *shown[done:])).replace("\r\n", "\n").replace(_HYPHEN, "-\n"))

    @property
    def is_long(self) -> bool:
        """Whether it holds more than a page can show."""
        return len(self.characters) == _MOST_CHARACTERS

    @property
    def is_crowded(self) -> bool:
        """Whether it holds more runs of words than are put together."""
        return bool(self._text.count_rects() > _MOST_PIECES)

    def words(self, left: float, top: float, right: float, bottom: float) -> list[str]:
        """The lines in a box.

        Args:
            left: Its left side, in points from the left side of the page.
            top: Its upper side, in points from the upper side of the page.
            right: Its right side.
            bottom: Its lower side.

        Returns:
            The words of each line, with one blank between them.
        """
        if not self.marks:
            text = self._text.get_text_bounded(left, self.height - bottom, right, self.height - top)
            return [" ".join(seen(line).split()) for line in text.replace(_HYPHEN, "-").split("\n") if line.strip()]
        inside = (
            piece
            for piece in self._atoms()
            if left <= (piece.left + piece.right) / 2 <= right and top <= piece.middle <= bottom
        )
        return [" ".join(piece.text.split()) for piece in _together(inside)]

    def pieces(self) -> list[Words]:
        """Runs of words of one line, in points from the upper left corner, in the order in which they were drawn."""
        count = self._text.count_rects()
        if count > _MOST_PIECES:
            return []
        found = _together(self._atoms() if self.marks else self._rectangles(count))
        return [piece._replace(text=" ".join(piece.text.split())) for piece in found if piece.text.strip()]

    def _rectangles(self, count: int) -> Iterator[Words]:
        for at in range(count):
            left, bottom, right, top = self._text.get_rect(at)
            words = seen(self._text.get_text_bounded(left, bottom, right, top).replace(_HYPHEN, "-"))
            yield Words(words.strip("\r\n"), left, self.height - top, right, self.height - bottom)

    def _atoms(self) -> Iterator[Words]:
        """Each character; raised ones as they are said."""
        end = 0
        for at, character in enumerate(self.characters):
            if at < end or character in "\r\n":
                continue
            mark = self._said.get(at)
            end = mark.end if mark else at + 1
            said = mark.said if mark else seen(character.replace(_HYPHEN, "-"))
            if said and (box := self._box(at)):
                last = self._box(end - 1) or box
                yield Words(said, box.left, self.height - box.base - box.height, last.right, self.height - box.base)

    def _struck(self) -> Iterator[Mark]:
        """The words that are struck out, each by itself."""
        boxes = list(struck_boxes(self.page))
        struck = [
            bool(boxes) and not words.isspace() and self._is_in(at, boxes) for at, words in enumerate(self.characters)
        ]
        for is_struck, run in groupby(range(len(struck)), struck.__getitem__):
            if is_struck:
                start, *rest = run
                yield Mark(start, rest[-1] + 1 if rest else start + 1, "")

    def _is_in(self, at: int, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
        box = self._box(at)
        if box is None:
            return False
        across, upwards = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        return any(left <= across <= right and bottom <= upwards <= top for left, bottom, right, top in boxes)

    def _marks(self) -> Iterator[Mark]:
        at, count = 1, len(self.characters)
        while at < count:
            end = at
            if self.characters[at] in _IN_MARK:
                end = self._mark_end(at)
            if end > at and (mark := self._mark(at, end)):
                yield mark
            at = max(end, at + 1)

    def _mark_end(self, start: int) -> int:
        """Behind the last character that stands as high, and is as small, as the first one; `start` where it is no mark."""
        before, first = self._before(start), self._box(start)
        if not before or not first or not _is_off(before, first):
            return start
        end = start + 1
        while (
            end < len(self.characters) and end - start <= _LONGEST_MARK_CHARACTERS and self.characters[end] in _IN_MARK
        ):
            box = self._box(end)
            if not box or abs(box.base - first.base) > 0.05 * before.height:
                break
            end += 1
        return end

    def _with_line_ends(self, mark: Mark) -> tuple[int, int]:
        """Where a mark begins and ends, with the line ends beside it where it is only taken for a line of its own."""
        before, first = self._before(mark.start), self._box(mark.start)
        if not before or not first or not _is_off(before, first):
            return mark.start, mark.end
        start, end = mark.start, mark.end
        while self.characters[start - 1] in "\r\n":
            start -= 1
        while self.characters[end : end + 1] in ("\r", "\n"):
            end += 1
        following = self._box(end)
        goes_on = following and abs(following.base - before.base) < _SAME_LINE * before.height
        return start, end if goes_on else mark.end

    def _mark(self, start: int, end: int) -> Mark | None:
        before, first = self._before(start), self._box(start)
        assert before and first
        line = self.characters[max(start - 40, 0) : start].rstrip("\r\n").rsplit("\n", 1)[-1]
        words = self.characters[start:end]
        said = raised(line, words) if first.base > before.base else lowered(line, words)
        is_parted = self.characters[end : end + 1] in ("\r", "\n")  # H2, and O on a line of its own
        return Mark(start, end, said) if said != words or is_parted else None

    def _before(self, at: int) -> Character | None:
        """The character before one, also where that was taken for the first of a new line, as raised ones are."""
        behind = self.characters[max(at - 3, 0) : at].rstrip("\r\n")
        return self._box(at - (min(at, 3) - len(behind)) - 1) if behind and not behind[-1].isspace() else None

    def _shown(self) -> list[str]:
        """What is said for each character: pdfium takes signs that are placed one by one for lines, and lines that are scaled for one."""
        shown = [" " if self._is_drawn(at) else words for at, words in enumerate(self.characters)]
        for run in _BETWEEN.finditer(self.characters):
            start, end = run.span()
            before, following = self._box(start - 1), self._box(end)
            if before and following and pdfium.FPDFText_IsGenerated(self._raw, start):
                shown[start:end] = [_between(before, following, run[0]), *[""] * (end - start - 1)]
        return shown

    def _is_drawn(self, at: int) -> bool:
        """Whether a sign is drawn that pdfium has no character for: only the number of its shape, which may be that of a line end."""
        return self.characters[at] in "\t\r\n" and not pdfium.FPDFText_IsGenerated(self._raw, at)

    def _box(self, at: int) -> Character | None:
        box, left, base = pdfium.FS_RECTF(), c_double(), c_double()
        if not pdfium.FPDFText_GetLooseCharBox(self._raw, at, byref(box)) or box.right <= box.left:
            return None
        pdfium.FPDFText_GetCharOrigin(self._raw, at, byref(left), byref(base))
        return Character(box.left, box.bottom, box.right, box.top, base.value)


def _character(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"


def _between(before: Character, following: Character, words: str) -> str:
    """What stands between two characters of a page that no sign parts: a line end, a blank or nothing."""
    up = (following.base - before.base) / before.height
    gap = (following.left - before.right) / before.height
    if up < -_NEXT_LINE and following.left < before.left:
        return "\n"
    if "\n" in words and abs(up) < _SAME_LINE and gap > -_NEXT_LINE:
        return " " if gap > _BLANK else ""
    return words


def _is_off(before: Character, character: Character) -> bool:
    """Whether a character is smaller than the one it follows directly, and stands above or below its line."""
    up = (character.base - before.base) / before.height
    beside = -0.5 < (character.left - before.right) / before.height < _BLANK * 2
    return beside and character.height <= _SMALLER * before.height and (_UP < up < _HIGHEST or -_HIGHEST < up < _DOWN)


def _together(atoms: Iterable[Words]) -> Iterator[Words]:
    """Neighbours of one line as one piece, with a blank where there is a gap."""
    last: Words | None = None
    for atom in atoms:
        if last is None:
            last = atom
            continue
        height = max(last.height, atom.height)
        gap = (atom.left - last.right) / height
        beside = min(last.bottom, atom.bottom) - max(last.top, atom.top) > 0.4 * min(last.height, atom.height)
        if beside and -0.5 < gap < _APART:
            parted = gap > _BLANK and not last.text[-1:].isspace() and not atom.text[:1].isspace()
            text = f"{last.text} {atom.text}" if parted else last.text + atom.text
            top, bottom = min(last.top, atom.top), max(last.bottom, atom.bottom)
            last = Words(text, min(last.left, atom.left), top, max(last.right, atom.right), bottom)
        else:
            yield last
            last = atom
    if last is not None:
        yield last
