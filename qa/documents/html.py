"""Reader of HTML: what a reader of the page sees of it, block by block; scripts, menus and what is hidden left out."""

import re
from collections.abc import Iterator

from lxml import etree, html

from qa.documents.encoding import decode_text
from qa.documents.html_look import Look
from qa.documents.html_tables import is_data, table_rows
from qa.documents.list_numbers import number_text
from qa.documents.maths import formula
from qa.documents.parsed import Parsed, TextBuilder, Unreadable, printed_title
from qa.documents.raised import lowered, raised
from qa.documents.tables import add_table

_LEFT_OUT = frozenset(
    ["script", "style", "template", "head", "nav", "button", "svg", "iframe", "object", "embed", "datalist", "rt", "rp"]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "noscript",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS = {"figcaption": "caption", "caption": "caption", "li": "item"}
_NUMBERS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CELLS = frozenset(("td", "th"))
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w-]{2,40})""", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")  # what HTML folds; an ideographic space stays
_IMPRINT = re.compile(r"©|版权|版權|copyright|all rights reserved|ICP|impressum", re.IGNORECASE)
_WRITTEN_IN = frozenset(("", "text", "email", "tel", "number", "date", "time", "datetime-local", "month", "url"))
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
        self._term = ""  # of a list of definitions, waiting for its definition
        self._lists: list[int] = []  # the next number of each open list; 0: bullets
        self._counted_in: list[str] = []  # of each, its kind of numbers

    def collect(self, root: etree._Element) -> None:
        """Add the blocks of a tree."""
        skipping: etree._Element | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if skipping is not None:
                if event == "end" and element is skipping:
                    skipping = None
                    self._words.append(element.tail or "")
                continue
            if event == "start":
                if self._is_done(element, tag):
                    skipping = element
                    continue
                self._start(element, tag)
                self._words.append(element.text or "")
            else:
                self._end(tag)
                self._words.append(element.tail or "")
        self._close()

    def _is_done(self, element: etree._Element, tag: str) -> bool:
        """Whether an element is left out, or added as a whole."""
        if not tag or tag in _LEFT_OUT or self._look.is_hidden(element) or self._look.is_struck(element):
            return True
        if tag == "footer":
            return _is_imprint(element)
        if tag == "table" and is_data(element):
            self._close()
            rows, header = table_rows(element, lambda cell: _folded("".join(self._inline(cell))))
            for caption in element.iterchildren("caption"):
                self._builder.add(_folded("".join(self._inline(caption))), kind="caption")
            add_table(self._builder, rows, header)
            return True
        if tag == "math":
            self._words.append(formula(element))
            return True
        if tag in ("input", "select"):
            self._words.append(_filled_in(element, tag))
            return True
        return self._is_raised(element, tag)

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
        if tag in _BLOCKS:
            self._close()
            self._level = _HEADINGS.get(tag, 0)
            self._kind = _KINDS.get(tag, "")
        if tag in ("ol", "ul"):
            self._lists.append(_number(element.get("start"), 1) if tag == "ol" else 0)
            self._counted_in.append(_NUMBERS.get((element.get("type") or "")[:1], "decimal"))
        elif tag == "li":
            self._mark = self._marked(element)
        elif tag in ("dt", "dd"):
            self._kind = tag

    def _end(self, tag: str) -> None:
        if tag in _CELLS:
            # A table of layout: what stands side by side is one line.
            self._words.append(" ")
        elif tag in _BLOCKS:
            self._close()
            self._level, self._kind, self._mark = 0, "", ""
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
            self._counted_in.pop()
        elif tag == "dl":
            self._flush_term()

    def _marked(self, item: etree._Element) -> str:
        """The number that is printed before an item."""
        if not self._lists or not self._lists[-1]:
            return ""
        number = _number(item.get("value"), self._lists[-1])
        self._lists[-1] = number + 1
        return f"{number_text(number, self._counted_in[-1])}."

    def _close(self) -> None:
        text = _folded("".join(self._words)).strip()
        self._words.clear()
        if not text:
            return
        if self._kind == "dt":
            self._flush_term()
            self._term = text
        elif self._kind == "dd" and self._term:
            self._builder.add_row([(self._term, 0, 1), (" ".join(text.split()), 1, 1)], "field")
            self._term = ""
        else:
            self._flush_term()
            marked = f"{self._mark} {text}" if self._mark else text
            kind = "" if self._kind in ("dt", "dd") else self._kind
            self._builder.add(marked, self._level, kind, self._mark)
            self._mark = ""

    def _flush_term(self) -> None:
        if self._term:
            term, self._term = self._term, ""
            self._builder.add(term)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 6 else otherwise


def _filled_in(element: etree._Element, tag: str) -> str:
    """What was written into a field of a form, or chosen there."""
    if tag == "select":
        chosen = [option for option in element.iter("option") if option.get("selected") is not None]
        return " ".join(" ".join(option.itertext()) for option in chosen)
    kind = (element.get("type") or "").lower()
    if kind in ("checkbox", "radio"):
        return "☒ " if element.get("checked") is not None else "☐ "
    return f" {element.get('value') or ''} " if kind in _WRITTEN_IN else ""


def _is_imprint(footer: etree._Element) -> bool:
    """Whether a footer is that of a site, with its links and its copyright, rather than of an article."""
    text = "".join(footer.itertext()).strip()
    linked = sum(len("".join(link.itertext()).strip()) for link in footer.iter("a"))
    return 2 * linked > len(text) or bool(_IMPRINT.search(text[:2000]))


def _folded(text: str) -> str:
    """White space of the source as the page shows it: runs of it are one blank."""
    return _BLANKS.sub(" ", text)
