"""Reader of subtitles (SRT, WebVTT): the words that are spoken, a cue a line, a blank line where they pause."""

import html
import re

from qa.documents.parsed import Parsed, Unreadable
from qa.documents.plain import read_text

_TIMES = re.compile(
    r"\s*(?:(\d{1,4}):)?(\d\d):(\d\d)[.,]\d{1,3}[ \t]{1,9}-->[ \t]{1,9}(?:(\d{1,4}):)?(\d\d):(\d\d)[.,]"
)
_TAG = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}")
_PAUSE = 3  # seconds


def read_subtitles(content: bytes, encoding: str = "") -> Parsed:
    """Read an SRT or WebVTT file.

    Raises:
        Unreadable: It is no text, or has no times.
    """
    plain = read_text(content, encoding)
    spoken: list[str] = []
    inside, ended = False, 0
    for line in plain.text.split("\n"):
        times = _TIMES.match(line) if "-->" in line else None
        if times:
            start, end = _seconds(*times.groups()[:3]), _seconds(*times.groups()[3:])
            if spoken and start - ended >= _PAUSE:
                spoken.append("")
            inside, ended = True, end
        elif not line.strip():
            inside = False
        elif inside:
            words = " ".join(html.unescape(_TAG.sub("", line)).split())
            if words and words != next(iter(spoken[-1:]), ""):  # rolling captions say each line twice
                spoken.append(words)
    if not any(spoken):
        raise Unreadable("no cues with times; if it is plain text, name it .txt")
    return Parsed("\n".join(spoken), encoding=plain.encoding, note=plain.note)


def _seconds(hours: str | None, minutes: str, seconds: str) -> int:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
