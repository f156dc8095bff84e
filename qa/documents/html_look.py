"""How elements of a page look, as far as it changes what is read: hidden, struck out, raised or lowered."""

import re
from collections import Counter

from lxml import etree

from qa.documents.notes import counted

_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_AT_RULE = re.compile(
    r"@[a-z-]{2,30}[^{};]{0,300}\{(?:[^{}]{0,2000}\{[^{}]{0,4000}\}){0,500}[^{}]{0,2000}\}", re.IGNORECASE
)
_COMMENT = re.compile(r"/\*[^*]{0,4000}\*+/")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]{0,20})?([.#])([\w-]{1,100})", re.IGNORECASE)
_HIDES = re.compile(r"(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden)", re.IGNORECASE)
_STRIKES = re.compile(r"text-decoration[a-z-]{0,20}\s{0,5}:[^;]{0,40}line-through", re.IGNORECASE)
_RAISES = re.compile(r"vertical-align\s{0,5}:\s{0,5}(super|sub)\b", re.IGNORECASE)
_SHEET_RAISES = re.compile(r"vertical-align\s{0,5}:\s{0,5}super\b", re.IGNORECASE)
_SHEET_LOWERS = re.compile(r"vertical-align\s{0,5}:\s{0,5}sub\b", re.IGNORECASE)
_BLANKS_OUT = re.compile(r"visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_STRUCK = frozenset(("del", "s", "strike"))
_NOTE_CLASS = re.compile(r"\b(?:reference|footnote|noteref|fnref|fn-ref)", re.IGNORECASE)
_IMPRINT, _MENU = "footer of the site", "menu"
AROUND = {"footer": _IMPRINT, "nav": _MENU}
_SAYS_WHOSE = re.compile(r"©|版权|版權|copyright|all rights reserved|ICP|impressum", re.IGNORECASE)
_HIDDEN = "hidden element"
_UNREAD = {
    **dict.fromkeys(("img", "svg", "canvas", "picture"), "picture"),
    **dict.fromkeys(("iframe", "object", "embed", "frame"), "embedded page"),
    **dict.fromkeys(("video", "audio"), "recording"),
}
_MARKS = re.compile(r"[\[(（〔［]?(?:\d{1,3}|[a-z*†‡])[\])）〕］]?")
_SAYS_NOTE = re.compile(r"(?:注|脚注|note|footnote|fn\.?|no\.?|nr\.?)[ \u00a0]?$", re.IGNORECASE)
_SMALLEST_PIXELS = 48
_LONGEST_MENU_CHARACTERS = 20  # without links; more are words to read
_NOTE_ID = re.compile(r"(?:fn|footnote|endnote|cite_note)[-_:]{0,2}(?:\w{1,10}[-_:])?\d{1,3}", re.IGNORECASE)
_TO_NOTE = re.compile(r"#_?(?:fn|ftn|edn|note|footnote|endnote)[-_:]{0,2}\d{1,3}", re.IGNORECASE)
_LARGEST_SHEET_CHARACTERS = 200_000


class Look:
    """What the attributes of the elements and the page's own style sheet say."""

    def __init__(self, root: etree._Element) -> None:
        self.seen: Counter[str] = Counter()  # what is hidden, and what is no text
        sheet = "\n".join(sheet.text or "" for sheet in root.iter("style"))
        self._hiding = _selectors(sheet, _HIDES)
        self._striking = _selectors(sheet, _STRIKES)
        self._raising, self._lowering = _selectors(sheet, _SHEET_RAISES), _selectors(sheet, _SHEET_LOWERS)

    @property
    def note(self) -> str:
        """What the verdict says."""
        return look_note(self.seen)

    def is_unread(self, element: etree._Element) -> bool:
        """Whether an element shows what is no text, as a picture; it is counted, unless it is an ornament."""
        name = _UNREAD.get(element.tag)
        if name:
            self.seen[name] += not _is_ornament(element)
        return bool(name)

    def is_hidden(self, element: etree._Element) -> bool:
        """Whether a reader of the page does not see an element."""
        found = element.get("hidden") is not None or (element.tag == "dialog" and element.get("open") is None)
        found = found or bool(_HIDES.search((element.get("style") or "")[:2000]))
        found = found or _is_of(element, self._hiding)
        self.seen[_HIDDEN] += found and bool("".join(element.itertext()).strip())
        return found

    def keeps_place(self, element: etree._Element) -> bool:
        """Whether a cell that is hidden leaves a blank, so that those behind it stay in their columns."""
        return element.get("hidden") is None and bool(_BLANKS_OUT.search((element.get("style") or "")[:2000]))

    def is_struck(self, element: etree._Element) -> bool:
        """Whether its words are struck out."""
        found = element.tag in _STRUCK or bool(_STRIKES.search((element.get("style") or "")[:2000]))
        return found or _is_of(element, self._striking)

    def is_note(self, element: etree._Element) -> bool:
        """Whether an element is a note at the foot of the text or its end."""
        role = element.get("role") or ""
        told = role in ("doc-footnote", "doc-endnote") or bool(_NOTE_ID.fullmatch((element.get("id") or "")[:40]))
        return told or any(kind in ("footnote", "endnote", "rearnote") for kind in _epub_types(element))

    def height(self, element: etree._Element, tag: str) -> str:
        """`sup`, `sub`, `note` for the mark of a note, or nothing."""
        if "noteref" in (element.get("role") or "") or "noteref" in _epub_types(element):
            return "note"
        styled = _RAISES.search((element.get("style") or "")[:2000])
        told = tag if tag in ("sup", "sub") else styled.group(1).lower().replace("super", "sup") if styled else ""
        told = told or ("sup" if _is_of(element, self._raising) else "sub" if _is_of(element, self._lowering) else "")
        if not told and tag == "a" and _is_mark(element):
            return "note"
        if told != "sup":
            return told
        links = [*element.iter("a"), *element.iterancestors("a")]
        to_note = any((link.get("href") or "").startswith("#") for link in links[:3])
        return "note" if to_note or _NOTE_CLASS.search(element.get("class") or "") else "sup"


def _is_mark(link: etree._Element) -> bool:
    """Whether a link is the mark of a note that is raised by a sheet elsewhere: a bare figure right behind a word."""
    target = link.get("href") or ""
    if not (
        _TO_NOTE.fullmatch(target[:40]) or (target.startswith("#") and _NOTE_CLASS.search(link.get("class") or ""))
    ):
        return False
    above, before = link.getprevious(), link.getparent()
    said = above.tail if above is not None else before.text if before is not None else ""
    behind_word = bool(said) and (said[-1].isalnum() or said[-1] in "%。，.,)）") and not _SAYS_NOTE.search(said[-12:])
    return behind_word and bool(_MARKS.fullmatch("".join(link.itertext()).strip()))


def look_note(seen: Counter[str]) -> str:
    """What the verdict says of a page, or of the pages of a book."""
    several = {_IMPRINT: "footers of the site"}
    notes = [
        f"{counted(seen[name], name, several.get(name, ''))} left out"
        for name in (_HIDDEN, *AROUND.values())
        if seen[name]
    ]
    return "; ".join(
        [
            *notes,
            *(
                f"{counted(found, name)} not read"
                for name, found in sorted(seen.items())
                if found and name not in (_HIDDEN, *AROUND.values())
            ),
        ]
    )


def is_around(element: etree._Element, tag: str) -> bool:
    """Whether a footer or a menu is that of a site, with its links and its copyright, rather than of an article."""
    text = "".join(element.itertext()).strip()
    linked = sum(len("".join(link.itertext()).strip()) for link in element.iter("a", "button"))
    says_whose = tag == "footer" and bool(_SAYS_WHOSE.search(text[:2000]))
    is_menu = tag == "nav" and len(text) <= _LONGEST_MENU_CHARACTERS
    return 2 * linked > len(text) or not text or is_menu or says_whose


def _is_ornament(element: etree._Element) -> bool:
    """Whether a picture says nothing: it is told to, as small as a sign, or drawn without a word."""
    if element.get("alt") == "" or (element.get("role") or "") in ("presentation", "none"):
        return True
    if element.tag == "svg":
        return not any("".join(words.itertext()).strip() for words in element.iter("{*}text", "text"))
    sides = [element.get(side) or "" for side in ("width", "height")]
    return any(side.isdecimal() and len(side) < 6 and int(side) <= _SMALLEST_PIXELS for side in sides)


def _epub_types(element: etree._Element) -> list[str]:
    return (element.get("epub:type") or element.get("{http://www.idpf.org/2007/ops}type") or "").split()[:5]


def _is_of(element: etree._Element, selectors: frozenset[str]) -> bool:
    """Whether an element is of one of these classes or ids."""
    if not selectors:
        return False
    classes = (element.get("class") or "").split()[:20]
    return any(f".{each}" in selectors for each in classes) or f"#{element.get('id')}" in selectors


def _selectors(sheet: str, rule: re.Pattern[str]) -> frozenset[str]:
    """The classes and ids to which a style sheet gives a look on the screen at all times."""
    if not rule.search(sheet) or len(sheet) > _LARGEST_SHEET_CHARACTERS:
        return frozenset()
    plain = _AT_RULE.sub(" ", _COMMENT.sub(" ", sheet))
    given: set[str] = set()
    for selectors, rules in _RULE.findall(plain):
        if rule.search(rules):
            found = (_SELECTOR.fullmatch(selector.strip()) for selector in selectors.split(","))
            given.update(f"{match[1]}{match[2]}" for match in found if match)
    return frozenset(given)
