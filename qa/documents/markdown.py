"""Reader of Markdown: the text stays as it stands in the file; markers stay outside the blocks, struck-out text too."""

import re
from collections.abc import Iterator

from qa.documents.markdown_blocks import FENCE, markdown_blocks
from qa.documents.notes import counted
from qa.documents.parsed import Parsed, first_title, printed_title
from qa.documents.plain import read_text
from qa.types import Heading

_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*")
_PICTURES = (re.compile(r"!\[[^\]\n]{0,300}\](?=[(\[])"), re.compile(r"<(?:img|IMG)\s"))
_FRONT_TITLE = re.compile(r"title:[ \t]*[\"']?(.+?)[\"']?[ \t]*")


def read_markdown(content: bytes, encoding: str = "") -> Parsed:
    """Read a Markdown file.

    Args:
        content: The bytes of the file.
        encoding: Its encoding, where it was given; else it is told from the bytes.

    Returns:
        Its text, with headings and blocks.

    Raises:
        Unreadable: It is no text, or not in the encoding that was given for it.
    """
    parsed = read_text(content, encoding)
    lines = parsed.text.split("\n")
    title, first = _front_matter(lines)
    parsed.headings = list(_headings(lines, first))
    parsed.blocks = markdown_blocks(parsed.text, parsed.headings, sum(len(line) + 1 for line in lines[:first]))
    pictures = sum(len(picture.findall(parsed.text)) for picture in _PICTURES)
    parsed.note = "; ".join(filter(None, (parsed.note, f"{counted(pictures, 'picture')} not read" if pictures else "")))
    tops = [heading.text for heading in parsed.headings if heading.level == 1]
    parsed.title = printed_title(title) or next(iter(tops), first_title(parsed.text))
    return parsed


def _front_matter(lines: list[str]) -> tuple[str, int]:
    """The title in a YAML head, and the number of its lines."""
    if not lines or lines[0].strip() != "---":
        return "", 0
    for at in range(1, min(len(lines), 200)):
        if lines[at].strip() in ("---", "..."):
            titles = (match.group(1) for match in map(_FRONT_TITLE.fullmatch, lines[1:at]) if match)
            return next(titles, ""), at + 1
    return "", 0


def _headings(lines: list[str], first: int) -> Iterator[Heading]:
    offset = sum(len(line) + 1 for line in lines[:first])
    fence = ""
    for at in range(first, len(lines)):
        line = lines[at]
        marker = FENCE.match(line)
        if marker and fence in ("", marker.group(1)):
            fence = "" if fence else marker.group(1)
        elif not fence:
            heading = _heading(lines, at, offset, first)
            if heading:
                yield heading
        offset += len(line) + 1


def _heading(lines: list[str], at: int, offset: int, first: int) -> Heading | None:
    line = lines[at]
    atx = _ATX.fullmatch(line) if "#" in line[:4] else None
    if atx:
        words = (
            atx.group(2).rstrip().rstrip("#").rstrip() if atx.group(2).rstrip().endswith("#") else atx.group(2).rstrip()
        )
        start = offset + atx.start(2)
        return Heading(len(atx.group(1)), words, start, start + len(words)) if words else None
    underline = _SETEXT.fullmatch(lines[at + 1]) if at + 1 < len(lines) else None
    above_is_blank = at == first or not lines[at - 1].strip()
    if underline and line.strip() and above_is_blank and not line.lstrip().startswith(("-", ">", "|", "*", "+")):
        words = line.strip()
        start = offset + line.index(words)
        return Heading(1 if underline.group(1)[0] == "=" else 2, words, start, start + len(words))
    return None
