"""Reader of HTML: what a reader of the page sees of the article, block by block; scripts and menus left out."""

import re

from lxml import etree, html

from qa.documents.encoding import decode_text
from qa.documents.parsed import Parsed, TextBuilder, Unreadable

_HIDDEN = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "nav",
        "aside",
        "footer",
        "form",
        "button",
        "select",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "br",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w-]{2,40})""", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")  # what HTML folds; an ideographic space stays
_CELLS = frozenset(("td", "th"))


def read_html(content: bytes, encoding: str = "") -> Parsed:
    """Read an HTML file."""
    text, encoding, note = _decoded(content, encoding)
    builder = TextBuilder()
    root = add_page(builder, text)
    titles = [" ".join(title.itertext()).strip() for title in root.iter("title")]
    tops = [heading.text for heading in builder.headings if heading.level == 1]
    title = next(iter(tops), "") or next(filter(None, titles), "")
    return Parsed(builder.text, " ".join(title.split()), builder.headings, encoding=encoding, note=note)


def add_page(builder: TextBuilder, text: str) -> etree._Element:
    """Add what a page shows; returns its tree.

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
    _collect(root, builder)
    return root


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


def _collect(root: etree._Element, builder: TextBuilder) -> None:
    """Walk the tree without recursion (pages may nest without end), closing a paragraph at each block element."""
    words: list[str] = []
    level = 0
    skipping: etree._Element | None = None

    def close() -> None:
        builder.add(_folded("".join(words)), level)
        words.clear()

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if skipping is not None:
            if event == "end" and element is skipping:
                skipping = None
                words.append(element.tail or "")
            continue
        if event == "start" and (tag in _HIDDEN or element.get("hidden") is not None or not tag):
            skipping = element
            continue
        if tag in _CELLS:
            # The cells of a row are one line: "region 371.3" belongs together. So do a term and its definition.
            words.append(" " if event == "end" else "")
        elif (tag, event) in (("dt", "end"), ("dd", "start")):
            words.append(" ")
        elif tag in _BLOCKS:
            close()
            level = _HEADINGS.get(tag, 0) if event == "start" else 0
        if event == "start":
            words.append(element.text or "")
        else:
            words.append(element.tail or "")
    close()


def _folded(text: str) -> str:
    """White space of the source as the page shows it: runs of it are one blank."""
    return _BLANKS.sub(" ", text)
