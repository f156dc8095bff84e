"""Where a text was printed, as far as it says so itself: subtitle, byline, newspaper, date, section and page.

Only what stands in the opening of the document is taken, as it stands there; nothing is made up from file names.
"""

import re
from dataclasses import dataclass

from qa.text.scripts import HAN

OCR = "read by OCR"
_OPENING_LINES = 12  # of the opening that are looked at
_LONGEST_LINE_CHARACTERS = 60  # longer ones are running text
_SUBTITLE = re.compile(r"^[#\s]*(?:——|──|—|–{1,2}|--)\s*(?P<it>\S.{2,58})$")
_BYLINE = re.compile(
    r"^[#\s□■◎●▲]*(?:(?:本报|本刊|本网|新华社|特约|见习|首席|实习|通讯)*(?:记者|记 者|通讯员|撰文|文|作者|采写)[/／:：\s]*(?P<zh>"
    rf"[{HAN}·]{{2,12}}(?:[\s、，,/]+[{HAN}·]{{2,12}}){{0,4}})"
    r"|(?:by|par|von|por|by:)\s+(?P<en>[A-Z][\w.'’-]+(?:\s+(?:and\s+)?[A-Z][\w.'’-]+){0,5}))\s*$",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?P<it>《[^》]{2,14}(?:报|刊|通讯|日报|晚报)》|"
    rf"[{HAN}]{{2,8}}(?:日报|晚报|时报|早报|周报|工人报|工运)|\bThe [A-Z]\w+ (?:Times|Post|Herald|Gazette|Tribune|Daily|News))"
)
_SECTION = re.compile(r"(?P<it>特刊|专版|专刊|要闻|副刊|头版|综合新闻|时评|特别报道)")
_PAGE = re.compile(r"(?P<it>第?\s?[A-Z]?\d{1,3}\s?版|(?:版次|版)[:：]\s?[A-Z]?\d{1,3}|\b[Pp]age [A-Z]?\d{1,3})")
_DATE = re.compile(
    r"(?P<it>\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4})"
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a document says about its own printing; empty where it does not say."""

    subtitle: str = ""
    byline: str = ""
    paper: str = ""
    section: str = ""
    date: str = ""
    page: str = ""

    def to_json(self) -> dict[str, str]:
        """The parts that are there."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}


def imprint(opening: str) -> Imprint:
    """Read the imprint from the first characters of a document."""
    lines = [line.strip() for line in opening.splitlines() if line.strip()][:_OPENING_LINES]
    lines = [line for line in lines if len(line) <= _LONGEST_LINE_CHARACTERS]
    # A date or section inside a sentence is of what is told, not of the printing.
    marginal = [line for line in lines if not re.search(r"[。！？]|[a-z]\.\s?$", line)]
    bylines = (_BYLINE.match(line) for line in marginal)
    byline = next((match["zh"] or match["en"] for match in bylines if match), "")
    first = {
        name: next((match["it"].strip() for line in marginal if (match := pattern.search(line))), "")
        for name, pattern in (("subtitle", _SUBTITLE), ("paper", _PAPER), ("section", _SECTION), ("date", _DATE), ("page", _PAGE))
    }  # fmt: skip
    return Imprint(byline=byline.strip(), **first)


def citation(
    title: str, headings: tuple[str, ...], page: int | None, source: str, printed: Imprint, *, ocr: bool = False
) -> str:
    """One line that can be pasted under a quote: byline, title, headings, paper, date, section, page, file.

    Args:
        title: Of the document.
        headings: Above the quote, the outermost first.
        page: Of a PDF, from 1; None elsewhere.
        source: The file.
        printed: Where and when the document was printed, as it says itself.
        ocr: Whether the page was read by OCR, which the line then says.

    Returns:
        The line, of what is known.
    """
    path = " › ".join(dict.fromkeys(filter(None, (title, *headings))))
    place = [
        printed.paper,
        printed.date,
        printed.section,
        printed.page,
        f"p. {page}" if page else "",
        OCR if ocr else "",
    ]
    return ", ".join(filter(None, [printed.byline, path, *place])) + f" ({source})"
