"""The source of an RTF file made ready for its converter, which knows words only.

What is struck out or hidden is left out, raised figures are as they are said, notes stand behind their paragraph, and
marks tell where the rows and cells of tables begin and end.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from qa.documents.raised import lowered, raised

ROW_BEGINS, CELL_ENDS, ROW_ENDS, NUMBER_ENDS = "\ue000", "\ue001", "\ue002", "\ue003"  # of private use
_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'[0-9a-fA-F]{2}|\\.|[{}]|[^\\{}]+", re.DOTALL)
_OFF = ("strike", "striked", "v", "deleted")
_MARGINS = ("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf")
# Read, though not in the line; `dptxbxtext` is a box as Word 6 and WordPad write it.
_APART = ("footnote", "shptxt", "dptxbxtext", *_MARGINS)
_SAID_TWICE = "shprslt"  # a shape once more, for programs that know no others
_SEEN = {
    "deleted": ("changes", 1),
    "revised": ("changes", 1),
    "annotation": ("comments", 1),
    "pict": ("pictures", 1),
    "nonshppict": ("pictures", -1),  # the same picture for older programs
    "object": ("objects", 1),
}
_NO_WORDS = re.compile(r"\\[a-z]{1,32}-?\d{0,10} ?|NUMPAGES|PAGE|page|of|\W", re.IGNORECASE)
_SHORTEST_MARGIN = 6  # letters and figures
_BEFORE = 40  # characters that tell an exponent from the mark of a note


@dataclass(frozen=True, slots=True)
class _Look:
    """How words look: which of `_OFF` they are, and whether they are raised (1) or lowered (-1)."""

    off: frozenset[str] = frozenset()
    height: int = 0


class Cell(NamedTuple):
    """A cell as a row defines it: its right edge in twips, and whether it goes on from the left or from above."""

    right: int
    from_left: bool
    from_above: bool


@dataclass(slots=True)
class _Row:
    cells: list[Cell] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)


class Prepared(NamedTuple):
    """The source, and the cells of each row by its number behind `ROW_ENDS`."""

    source: str
    rows: list[list[Cell]]
    seen: Counter[str]


def prepared(source: str) -> Prepared:
    """Prepare the source of a file, in ASCII."""
    work = _Preparing()
    work.run(source)
    return Prepared("".join(work.out), work.rows, work.seen)


class _Preparing:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.rows: list[list[Cell]] = []
        self.seen: Counter[str] = Counter()  # tracked changes, and what is not read
        self._margins: list[str] = []  # headers and footers, each once
        self._apart = ""  # what is read apart
        self._look = _Look()
        self._looks: list[_Look] = []
        self._row: _Row | None = None
        self._before = ""  # the words emitted last
        self._raised: list[str] = []  # what is gathered while words stand higher or lower
        self._notes: list[str] = []
        self._note_depth = 0  # of the group of a note that is being read
        self._kept: list[str] = []

    def run(self, source: str) -> None:
        for match in _TOKEN.finditer(source):
            piece, name, number = match.group(), match.group(1), match.group(2)
            if piece == "{":
                self._flush()
                self._looks.append(self._look)
                self._put(piece)
            elif piece == "}":
                self._close()
            elif name:
                if name in _SEEN and number != "0":
                    kind, times = _SEEN[name]
                    self.seen[kind] += times
                # The same by its older name, which the converter would leave out.
                self._control("\\listtext " if name == "pntext" else piece, name, number)
            else:
                self._words(piece)
        self._flush()
        if self._note_depth:  # the file breaks off in a note
            self.out = [*self._kept, *self.out]
        # Before the brace that ends the file: what stands behind it is no part of it.
        end = len(self.out) - 1 if self.out[-1:] == ["}"] else len(self.out)
        margins = filter(_says_something, dict.fromkeys(self._margins))
        self.out[end:end] = [f"\\par {{{margin}\\par " for margin in [*self._notes, *margins]]

    def _close(self) -> None:
        self._flush()
        self._look = self._looks.pop() if self._looks else _Look()
        self._put("}")
        if self._note_depth and len(self._looks) < self._note_depth:
            self._note_depth = 0
            if self._apart != _SAID_TWICE:
                (self._margins if self._apart in _MARGINS else self._notes).append("".join(self.out))
            # The group was opened already: it stays, empty.
            self.out = self._kept
            self._put("}")

    def _control(self, token: str, name: str, number: str | None) -> None:
        if name in _OFF:
            is_on = number != "0"
            off = self._look.off | {name} if is_on else self._look.off - {name}
            self._change(replace(self._look, off=off))
        elif name in ("super", "sub", "nosupersub", "up", "dn"):
            up = {"super": 1, "sub": -1, "nosupersub": 0}.get(name, 0)
            if name in ("up", "dn") and number not in (None, "0"):
                up = 1 if name == "up" else -1
            self._change(replace(self._look, height=up))
        elif name == "plain":
            self._change(_Look())
        elif name in (*_APART, _SAID_TWICE) and not self._note_depth and self._looks:
            self._note_depth, self._apart = len(self._looks), name
            self._kept, self.out = self.out, []
            return
        elif name == "u":
            self._words(token)
            return
        elif self._table(name, number):
            return
        self._put(token)
        if name in ("par", "row", "sect") and not self._note_depth and self._row is None:
            self._before = ""
            self.out += [f"{{{note}\\par " for note in self._notes]
            self._notes.clear()

    def _table(self, name: str, number: str | None) -> bool:
        """Take up what defines a row; whether the word is dealt with."""
        if name == "trowd":
            if self._row is None:
                self._mark(ROW_BEGINS)
            self._row = _Row()
        elif name in ("clmrg", "clvmrg") and self._row:
            self._row.flags.add(name)
        elif name == "cellx" and self._row:
            flags = self._row.flags
            self._row.cells.append(Cell(int(number or 0), "clmrg" in flags, "clvmrg" in flags))
            self._row.flags = set()
        elif name in ("cell", "nestcell"):
            self._flush()
            self._before = ""
            self._mark(CELL_ENDS)
            return True
        elif name == "row" and self._row is not None:
            self._mark(ROW_ENDS)
            self._put(str(len(self.rows)))
            self._mark(NUMBER_ENDS)
            self.rows.append(self._row.cells)
            self._row = None
        return False

    def _words(self, token: str) -> None:
        if self._look.off:
            return
        if self._look.height:
            self._raised.append(token)
            return
        self._before = (self._before + _plain(token))[-_BEFORE:]
        self._put(token)

    def _change(self, look: _Look) -> None:
        if look != self._look:
            self._flush()
            self._look = look

    def _flush(self) -> None:
        """Say what was raised or lowered, in its place."""
        if not self._raised:
            return
        token = "".join(self._raised)
        words = _plain(token)
        height = self._look.height
        said = raised(self._before, words) if height > 0 else lowered(self._before, words)
        self._raised.clear()
        self._before = (self._before + said)[-_BEFORE:]
        self._put(token if said == words else "".join(_escaped(said)))

    def _mark(self, character: str) -> None:
        self.out.extend(_escaped(character))

    def _put(self, token: str) -> None:
        self.out.append(token)


def _says_something(margin: str) -> bool:
    """Whether a header or footer holds more than the number of its page."""
    words = _NO_WORDS.sub("", margin)
    return "\\u" in margin or "\\'" in margin or len(words) >= _SHORTEST_MARGIN


def _plain(token: str) -> str:
    """The words of a token, as far as they tell what a raised figure behind them is."""
    if token.startswith("\\u"):
        code = re.match(r"\\u(-?\d+)", token)
        return chr(int(code[1]) % 0x10000) if code else ""
    return "字" if token.startswith("\\'") else token.replace("\r", "").replace("\n", "")


def _escaped(words: str) -> Iterator[str]:
    for character in words:
        code = ord(character)
        yield character if code < 128 else f"\\u{code if code < 0x8000 else code - 0x10000}?"
