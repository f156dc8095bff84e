"""Reader of subtitles (SRT, WebVTT): the words that are spoken, sentence by sentence, a blank line where they pause."""

import html
import re

from qa.documents.parsed import Parsed, Unreadable
from qa.documents.plain import read_text
from qa.text.lines import glued

_TIMES = re.compile(
    r"\s*(?:(\d{1,4}):)?(\d\d):(\d\d)[.,]\d{1,3}[ \t]{1,9}-->[ \t]{1,9}(?:(\d{1,4}):)?(\d\d):(\d\d)[.,]"
)
_VOICE = re.compile(r"<v(?:\.[^<>\s]{0,100})?\s([^<>\n]{1,100})>")
_TAG = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}")
_PAUSE_SECONDS = 3
_ROLLING = 4  # lines of captions that a later cue may say again
_ENDS = ("。", "！", "？", ".", "!", "?", "…", "”", '"', "♪", "】", "]", ")", "）")
_SPEAKER = re.compile(r"[-–—♪\[(（【>]|[^\W\d_][^:：。.]{0,20}[:：]\s?\S")


def read_subtitles(content: bytes, encoding: str = "") -> Parsed:
    """Read an SRT or WebVTT file.

    Args:
        content: The bytes of the file.
        encoding: Its encoding, where it was given; else it is told from the bytes.

    Returns:
        What is said; a pause begins another paragraph.

    Raises:
        Unreadable: It is no text, or has no times.
    """
    plain = read_text(content, encoding)
    spoken: list[str] = []  # lines; an empty one is a pause
    shown: list[str] = []  # the lines that were on the screen last
    inside, ended, voice = False, 0, ""
    for line in plain.text.split("\n"):
        times = _TIMES.match(line) if "-->" in line else None
        if times:
            start, end = _seconds(*times.groups()[:3]), _seconds(*times.groups()[3:])
            if spoken and start - ended >= _PAUSE_SECONDS:
                spoken.append("")
                shown.clear()
            inside, ended = True, end
        elif not line.strip():
            inside = False
        elif inside:
            words = " ".join(html.unescape(_TAG.sub("", line)).split())
            told = _VOICE.match(line.lstrip())
            if told and told[1] != voice:  # somebody else speaks
                spoken += [""] if spoken else []
                shown.clear()
                voice = told[1]
            if words:
                _say(words, spoken, shown)
    if not any(spoken):
        raise Unreadable("no cues with times; if it is plain text, name it .txt")
    return Parsed(_sentences(spoken), encoding=plain.encoding, note=plain.note)


def _say(words: str, spoken: list[str], shown: list[str]) -> None:
    """Add a line that was not said yet: captions that roll or grow say each line several times."""
    if words in shown:
        return
    if shown and spoken[-1] and words.startswith(spoken[-1]) and len(spoken[-1].split()) > 1:
        spoken[-1] = shown[-1] = words
        return
    spoken.append(words)
    shown.append(words)
    del shown[:-_ROLLING]


def _sentences(lines: list[str]) -> str:
    """The lines put together into sentences; each speaker on a line of his own."""
    text: list[str] = []
    for line in lines:
        goes_on = text and text[-1] and line and not text[-1].endswith(_ENDS) and not _SPEAKER.match(line)
        if goes_on:
            text[-1] = glued(text[-1], line)
        else:
            text.append(line)
    return "\n".join(text)


def _seconds(hours: str | None, minutes: str, seconds: str) -> int:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
