"""Where sentences begin and end, in any script, in linear time.

A sentence ends at a full stop of its script; a closing quotation mark or bracket behind the stop still belongs to
it, and a stop inside a short quotation (“……。” he said) does not end the sentence around it.
"""

import re
from collections.abc import Iterator

from qa.types import Span

LONGEST_SENTENCE_CHARACTERS = (
    600  # characters; text without any full stop is cut here, at a weaker mark where there is one
)
_LONGEST_QUOTATION_CHARACTERS = 300
_WEAK_MARKS = "；;，,、 \n\t"

_STOPS = "。！？!?…｡۔؟।॥።၊။"
PAIRS = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "《": "》",
    "【": "】",
    "〔": "〕",
    "[": "]",
    "［": "］",
    "«": "»",
}
_CLOSERS = frozenset((*PAIRS.values(), '"', "'"))
_MARK = re.compile(f"[{re.escape(''.join(sorted({*PAIRS, *_CLOSERS})))}]")
_CANDIDATE = re.compile(rf"[{_STOPS}]|\.(?=[\s\"'”’)\]»]|$)")
_LETTERED = re.compile(r"\s*[a-z]\)\s")  # b) of a list begins a sentence, small as it is
# German numbers its days and meetings with a dot: am 3. Juni, die 12. Sitzung.
_BEFORE_ORDINAL = re.compile(
    r"\b(?:am|vom|zum|zur|bis|ab|im|der|die|das|den|dem|des|beim|seit)\s\d{1,2}$", re.IGNORECASE
)
_MONTH = re.compile(
    r"\s(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
)
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "capt",
        "col",
        "gen",
        "gov",
        "hon",
        "lt",
        "messrs",
        "rev",
        "sen",
        "sgt",
        "st",
        "no",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "fig",
        "al",
        "inc",
        "ltd",
        "co",
        "corp",
        "jr",
        "sr",
        "dept",
        "vol",
        "pp",
        "cf",
        "ca",
        "approx",
        "bzw",
        "z.b",
        "d.h",
        "usw",
        "nr",
        "sra",
        "srta",
        "ud",
        "uds",
        "p.ej",
        "av",
        "pág",
        "г",
        "ул",
        "им",
        "т.е",
        "т.д",
        "т.п",
        "рис",
        "стр",
    ]
)


def sentence_spans(text: str) -> list[Span]:
    """Cut `text` into sentences: the spans follow each other and leave out only the blanks between them."""
    spans: list[Span] = []
    start = 0
    for end in (*_sentence_ends(text), len(text)):
        spans.extend(_cut_endless(text, start, end))
        start = end
    return spans


def _sentence_ends(text: str) -> Iterator[int]:
    quoted = quotations(text)
    last = 0
    for match in _CANDIDATE.finditer(text):
        end = match.end()
        if end <= last or (match.group() == "." and not _is_full_stop(text, last, match.start())):
            continue
        while end < len(text) and (text[end] in _CLOSERS or text[end] in _STOPS):
            end += 1
        goes_on = text[end : end + 2].lstrip()[:1].islower() and not _LETTERED.match(text, end)
        if not goes_on and not quoted[end - 1]:
            last = end
            yield end


def _is_full_stop(text: str, start: int, at: int) -> bool:
    """Whether the dot at `at` ends the sentence from `start` rather than an abbreviation or a list number."""
    word = re.split(r"[\s(\[\"“]", text[max(0, at - 12) : at])[-1].casefold()
    if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        return False
    if (
        word.isdigit()
        and len(word) <= 2
        and (_BEFORE_ORDINAL.search(text[max(0, at - 12) : at]) or _MONTH.match(text, at + 1))
    ):
        return False
    return not (at - start < 6 and text[start:at].strip().isdigit())


def quotations(text: str) -> bytearray:
    """For each character, 1 where it stands inside a short pair of quotation marks or brackets.

    The closing mark itself counts as outside. Marks without a partner nearby are ignored, so one forgotten ” does
    not join the rest of the document into one sentence.

    Args:
        text: Any text.

    Returns:
        As many as there are characters.
    """
    inside = bytearray(len(text))
    open_marks: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):  # most characters are none
        at, character = match.start(), match[0]
        while open_marks and at - 1 - open_marks[0][1] > _LONGEST_QUOTATION_CHARACTERS:
            del open_marks[0]
        if character in PAIRS:
            open_marks.append((PAIRS[character], at))
        elif open_marks:
            position = next((i for i in range(len(open_marks) - 1, -1, -1) if open_marks[i][0] == character), None)
            if position is not None:
                opened = open_marks[position][1]
                del open_marks[position:]
                if not open_marks and at - opened <= _LONGEST_QUOTATION_CHARACTERS:
                    inside[opened:at] = b"\x01" * (at - opened)
    return inside


def _cut_endless(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch as one span without outer blanks, or several where it is too long to be one sentence."""
    while end - start > LONGEST_SENTENCE_CHARACTERS:
        limit = start + LONGEST_SENTENCE_CHARACTERS
        cut = max(text.rfind(mark, start + LONGEST_SENTENCE_CHARACTERS // 2, limit) for mark in _WEAK_MARKS) + 1
        cut = cut or limit
        yield from _trimmed(text, start, cut)
        start = cut
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
