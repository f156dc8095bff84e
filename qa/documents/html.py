"""Reader of HTML: what a reader of the page sees of it, block by block; scripts, menus and what is hidden left out."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree, html

from qa.documents.encoding import decode_text
from qa.documents.html_forms import FILLED, filled_in
from qa.documents.html_lists import Lists
from qa.documents.html_look import AROUND, Look, is_around
from qa.documents.html_tables import is_data, table_rows
from qa.documents.mail_lines import unwrapped
from qa.documents.maths import formula
from qa.documents.parsed import Parsed, TextBuilder, Unreadable, printed_title
from qa.documents.raised import lowered, raised
from qa.documents.tables import add_table

_LEFT_OUT = frozenset(("script", "style", "template", "head", "datalist", "rt", "rp", "progress", "meter"))
_BLOCK_TAGS = (
    *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details"),
    *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
    *("h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "noscript", "ol", "p"),
    *("pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
)
_BLOCKS = frozenset(_BLOCK_TAGS)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS = {"figcaption": "caption", "caption": "caption", "li": "item"}
_CELLS = frozenset(("td", "th"))
_OPENED_BY = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "legend"))
_NEAR = 3  # elements above
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w-]{2,40})""", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")  # what HTML folds; an ideographic space stays
_AS_TYPED = ("pre", "textarea")
_LINE = "\x85"  # a line end of a text that is shown as it was typed
_LONGEST_SIDE_CHARACTERS = 40  # of a cell of layout that stands on one line with the next; longer ones are texts
_LONGEST_LABEL_CHARACTERS = 40
_NOTE_MARK = re.compile(r"[\[(（〔［^]?(\d{1,3}|[*†‡①-⑳])")
_ID_NUMBER = re.compile(r"(\d{1,3})$")  # a raised mark is no part of the words
_NO_LABEL = "。.!！?？;；"
_TALLEST_RAISED = 12  # characters; a longer one is no mark and no power


def read_html(content: bytes, encoding: str = "") -> Parsed:
    """Read an HTML file."""
    text, encoding, note = _decoded(content, encoding)
    builder = TextBuilder()
    root, look = add_page(builder, text)
    titles = [printed_title(" ".join(title.itertext())) for title in root.iter("title")]
    tops = [heading.text for heading in builder.headings if heading.level == 1]
    title = next(iter(tops), "") or next(filter(None, titles), "")
    notes = filter(None, (note, look.note))
    return Parsed(
        builder.text, title, builder.headings, encoding=encoding, note="; ".join(notes), blocks=builder.blocks
    )


def add_page(builder: TextBuilder, text: str) -> tuple[etree._Element, Look]:
    """Add what a page shows; its tree, and what was seen of its looks.

    Args:
        builder: What the text is added to.
        text: The HTML.

    Returns:
        The tree and the look.

    Raises:
        Unreadable: There is nothing in it, or it is no HTML.
    """
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"not HTML that can be read ({error.msg})") from error
    if root is None:
        raise Unreadable("no text")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable("nested too deeply, so that its rest would be lost; save the page anew")
    look = Look(root)
    _Walk(builder, look).collect(root)
    return root, look


def _decoded(content: bytes, encoding: str) -> tuple[str, str, str]:
    declared = _DECLARED.search(content[:4096])
    decoded = decode_text(content, encoding)
    if declared and not encoding and not decoded.encoding.startswith("utf"):
        name = declared.group(1).decode("ascii").lower()
        name = {"gb2312": "gb18030", "gbk": "gb18030"}.get(name, name)
        try:
            return content.decode(name), name, ""
        except (LookupError, UnicodeError):
            pass
    return decoded.text, decoded.encoding, decoded.note


class _Walk:
    """Walks a tree without recursion (pages may nest without end), closing a block at each block element."""

    def __init__(self, builder: TextBuilder, look: Look) -> None:
        self._builder = builder
        self._look = look
        self._words: list[str] = []
        self._level = 0
        self._kind = ""
        self._mark = ""
        self._term = self._said_term = ""  # of a list of definitions, waiting for its definition; the one before
        self._lists = Lists()
        self._note: etree._Element | None = None  # the note of the foot that is read
        self._as_typed = 0
        self._has_field = False  # on the line that is gathered

    def collect(self, root: etree._Element) -> None:
        """Add the blocks of a tree."""
        skipping: etree._Element | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if skipping is not None:
                if event == "end" and element is skipping:
                    skipping = None
                    self._say(element.tail)
                continue
            if event == "start":
                if self._is_done(element, tag):
                    skipping = element
                    continue
                self._start(element, tag)
                if self._note is None and self._look.is_note(element):
                    self._note = element
                self._say(element.text)
            else:
                self._end(tag)
                self._note = None if element is self._note else self._note
                self._say(element.tail)
        self._close()

    def _say(self, words: str | None) -> None:
        self._words.append((words or "").replace("\n", _LINE) if self._as_typed else words or "")

    def _is_done(self, element: etree._Element, tag: str) -> bool:
        """Whether an element is left out, or added as a whole."""
        if not tag or tag in _LEFT_OUT or self._look.is_hidden(element) or self._look.is_struck(element):
            return True
        if self._look.is_unread(element):
            return True
        if tag in AROUND and is_around(element, tag):
            self._look.seen[AROUND[tag]] += bool("".join(element.itertext()).strip())
            return True
        if tag == "button" and not self._is_label(element):
            return True
        if tag == "table" and is_data(element):
            self._table(element)
            return True
        if tag == "math":
            self._words.append(formula(element))
            return True
        if tag in FILLED:
            self._field(element, tag)
            return True
        return self._is_raised(element, tag)

    def _is_label(self, button: etree._Element) -> bool:
        """Whether a button is text: the heading of what it opens, alone above it or in a heading; or in mid-sentence."""
        if any(above.tag in _OPENED_BY for above in islice(button.iterancestors(), _NEAR)):
            return True
        below = button.getnext()
        before, behind = bool("".join(self._words).strip()), bool((button.tail or "").strip())
        if before and behind:
            return True
        return not (before or behind) and below is not None and below.tag in _BLOCKS and below.tag != "br"

    def _table(self, table: etree._Element) -> None:
        self._close()
        rows, header = table_rows(table, self._look, lambda cell: _folded("".join(self._inline(cell))))
        for caption in table.iterchildren("caption"):
            self._builder.add(_folded("".join(self._inline(caption))), kind="caption")
        add_table(self._builder, rows, header)

    def _field(self, element: etree._Element, tag: str) -> None:
        """What was filled in, with the label before it as one field."""
        value, is_box = filled_in(element, tag)
        label = _folded("".join(self._words)).strip().rstrip(":： ")
        if is_box or not value or not label or len(label) > _LONGEST_LABEL_CHARACTERS or label[-1] in _NO_LABEL:
            self._words.append(f" {value} ")
            if tag == "textarea":
                self._close()
        else:
            self._words.clear()
            self._builder.add_row([(label, 0, 1), (" ".join(value.split()), 1, 1)], "field")
        self._has_field = self._has_field or not is_box

    def _is_raised(self, element: etree._Element, tag: str) -> bool:
        height = self._look.height(element, tag)
        if not height or len(element) > 5:
            return False
        words = _folded("".join(self._inline(element, raised_too=False)))
        if len(words) > _TALLEST_RAISED:
            return False
        before = "".join(self._words[-4:])[-_TALLEST_RAISED:]
        self._words.append(raised(before, words, note=height == "note") if height != "sub" else lowered(before, words))
        return True

    def _inline(self, element: etree._Element, *, raised_too: bool = True) -> Iterator[str]:
        """The words of a cell or a caption: a walk of its own."""
        inner = _Walk(TextBuilder(), self._look)
        inner._words.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str) and not (raised_too and inner._is_done(child, child.tag)):
                inner.collect_inside(child)
            inner._words.append(child.tail or "")
        inner._close()
        yield " ".join(inner._builder.text.split("\n\n"))

    def collect_inside(self, element: etree._Element) -> None:
        """Add the blocks of a tree without what follows it."""
        tail, element.tail = element.tail, None
        self.collect(element)
        element.tail = tail

    def _start(self, element: etree._Element, tag: str) -> None:
        if tag in _CELLS:
            return
        if tag == "label" and self._has_field:
            self._close()
        self._as_typed += tag in _AS_TYPED
        if tag in _BLOCKS:
            self._close()
            self._level = _HEADINGS.get(tag, 0)
            self._kind = _KINDS.get(tag, "")
        if tag in ("ol", "ul"):
            self._lists.open(element)
        elif tag == "li":
            self._mark = self._lists.mark(element)
        elif tag in ("dt", "dd"):
            self._kind = tag

    def _end(self, tag: str) -> None:
        if tag in _CELLS:
            # A table of layout: what stands side by side is one line.
            if len("".join(self._words).strip()) > _LONGEST_SIDE_CHARACTERS:
                self._close()
            self._words.append(" ")
        elif tag in _BLOCKS:
            self._close()
            self._level, self._kind, self._mark = 0, "", ""
            self._as_typed -= tag in _AS_TYPED
        if tag in ("ol", "ul"):
            self._lists.close()
        elif tag == "dl":
            self._flush_term()
            self._said_term = ""

    def _close(self) -> None:
        text = _folded("".join(self._words)).strip()
        self._words.clear()
        self._has_field = False
        if not text:
            return
        if _LINE in text:
            self._flush_term()
            for paragraph in unwrapped(text.replace(_LINE, "\n")):
                self._builder.add(paragraph)
            return
        if self._kind == "dt":
            self._flush_term()
            self._term = text
        elif self._kind == "dd" and self._term:
            self._builder.add_row([(self._term, 0, 1), (" ".join(text.split()), 1, 1)], "field")
            self._term, self._said_term = "", self._term
        elif self._kind == "dd" and self._said_term:  # a second one of the same term
            self._builder.add_row([(self._said_term, 0, 1), (" ".join(text.split()), 1, 1)], "field")
        else:
            self._flush_term()
            marked = f"{self._mark} {text}" if self._mark else text
            kind = "" if self._kind in ("dt", "dd") else self._kind
            if self._note is not None and not self._level:
                printed = _NOTE_MARK.match(marked) or _ID_NUMBER.search(self._note.get("id") or "")
                kind, self._mark = "footnote", printed[1] if printed else ""
            self._builder.add(marked, self._level, kind, self._mark)
            self._mark = ""

    def _flush_term(self) -> None:
        if self._term:
            term, self._term = self._term, ""
            self._builder.add(term)


def _folded(text: str) -> str:
    """White space of the source as the page shows it: runs of it are one blank."""
    return _BLANKS.sub(" ", text)
