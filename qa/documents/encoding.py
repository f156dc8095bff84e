"""Bytes -> text: by mark, as UTF-8, as UTF-16, else the older encoding whose text looks most like text."""

import codecs
from dataclasses import dataclass
from unicodedata import category

import chardet

from qa.documents.parsed import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"{\\rtf")
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\r\f\v"]
_SAMPLE = 20_000  # bytes that are looked at closely
_FEW_BAD_BYTES = 0.001  # of a file: still UTF-8, damaged in places
_MANY_CONTROLS = 0.05  # of a text: then it is no text, or another encoding
_FEW_STRANGE = 0.01  # of UTF-16: characters that no text has
_LEAST_CONFIDENCE = 0.12
_CLOSE_SECOND = 0.8  # of the best one's confidence
# What files were saved in; the encodings of mainframes and of old Macs only ever win by mistake.
_ERA = chardet.EncodingEra.MODERN_WEB
# The larger set that programs write under the smaller one's name.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949"}
_EAST_ASIAN = ("gb18030", "big5hkscs", "cp932", "cp949", "euc_jp")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and a note when that is not certain or bytes were lost."""

    text: str
    encoding: str
    note: str = ""


def decode(content: bytes, encoding: str = "") -> Decoded:
    """Decode a text file, by `encoding` where it is given; else never fails, but says what is uncertain.

    Args:
        content: The bytes of the file.
        encoding: Its encoding, where it was given; else it is told from the bytes.

    Returns:
        The text, its encoding, and a remark where that is uncertain.

    Raises:
        Unreadable: The text is not in the given encoding.
    """
    if encoding:
        return _as_told(content, encoding)
    for mark, marked in _MARKS:
        if content.startswith(mark):
            return _with_replacements(content[len(mark) :] if marked == "utf-8" else content, marked)
    utf8 = _as_utf8(content)
    if utf8 and _controls(utf8.text) <= _MANY_CONTROLS:
        return utf8
    if b"\0" in content[:_SAMPLE]:
        utf16 = _utf16_order(content, most=0.5 if utf8 else 1.0)
        if utf16:
            return _with_replacements(content, utf16)
    return utf8 or _best_guess(content)


def decode_text(content: bytes, encoding: str = "") -> Decoded:
    """Decode what should be text, whatever its name says.

    Args:
        content: The bytes of the file.
        encoding: Its encoding, where it was given; else it is told from the bytes.

    Returns:
        The text, its encoding, and a remark where that is uncertain.

    Raises:
        Unreadable: It is something else, or not in the given encoding.
    """
    if content.startswith(_NOT_TEXT):
        raise Unreadable("content is not text, whatever its name says; give it its right type")
    decoded = decode(content, encoding)
    if _controls(decoded.text) > _MANY_CONTROLS:
        raise Unreadable("content is not text, whatever its name says; give it its right type")
    return decoded


def _as_told(content: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding).removeprefix("\ufeff"), encoding)
    except UnicodeDecodeError as error:
        at = f"byte 0x{content[error.start]:02x} at {error.start:,}"
        raise Unreadable(f"not in {encoding} as told ({at}); give another encoding, or none") from error
    except UnicodeError as error:  # some codecs do not say where
        raise Unreadable(f"not in {encoding} as told ({error}); give another encoding, or none") from error
    except LookupError as error:
        raise Unreadable(f"no encoding is called {encoding}; give one such as gb18030, big5 or cp1252") from error


def _as_utf8(content: bytes) -> Decoded | None:
    """The text when it is UTF-8, whole or damaged in few places; a legacy text has hardly any whole characters."""
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    bad = text.count("�")
    whole = sum(c > "\x7f" for c in text) - bad
    few = bad <= max(3, len(content) * _FEW_BAD_BYTES) and whole > 10 * bad
    return _with_replacements(content, "utf-8") if few else None


def _controls(text: str) -> float:
    sample = text[:_SAMPLE]
    return sum(map(sample.count, _CONTROLS)) / max(len(sample), 1)


def _utf16_order(content: bytes, most: float) -> str:
    """The byte order in which these bytes are text; empty when they are none in either.

    Text has few different high bytes, as its characters stand in few blocks, and many different low ones: `most` is
    the largest share of the one in the other.

    Returns:
        `utf-16-le`, `utf-16-be` or nothing.
    """
    found = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(content[:_SAMPLE])
        except UnicodeDecodeError:
            continue
        strange = sum(category(c) in ("Cn", "Co", "Cs", "Cc") and c not in "\t\n\r\f\v" for c in text)
        if text and strange <= len(text) * _FEW_STRANGE:
            found.append((len({ord(c) >> 8 for c in text}) / len({ord(c) & 255 for c in text}), encoding))
    ratio, encoding = min(found, default=(2.0, ""))
    return encoding if ratio <= most else ""


def _best_guess(content: bytes) -> Decoded:
    ranked = _ranked(content)
    best, name = ranked[0] if ranked else (0.0, "cp1252")
    if best < _LEAST_CONFIDENCE:
        utf16 = "" if ranked else _utf16_order(content, most=1.0)
        known = utf16 or _despite_broken_bytes(content)
        if known:
            return _with_replacements(content, known)
    decoded = _with_replacements(content, name)
    rivals = (other for score, other in ranked[1:] if score > _CLOSE_SECOND * best)
    if best >= _LEAST_CONFIDENCE and not any(_differ(content, name, other) for other in rivals):
        return decoded
    note = f"encoding uncertain: read as {name}; if that is wrong, give the right one with --encoding"
    return Decoded(decoded.text, name, "; ".join(filter(None, (note, decoded.note))))


def _ranked(content: bytes) -> list[tuple[float, str]]:
    """Confidence and encoding, best first."""
    guesses = chardet.detect_all(content[:_SAMPLE], encoding_era=_ERA, ignore_threshold=True)
    return [(guess["confidence"], _codec(guess["encoding"])) for guess in guesses if guess["encoding"]]


def _despite_broken_bytes(content: bytes) -> str:
    """An East Asian encoding whose text is plain to see once its few broken bytes are taken out; they rule it out."""
    found = []
    for name in _EAST_ASIAN:
        text = content[:_SAMPLE].decode(name, "replace")
        whole = sum(c > "\x7f" and c != "�" for c in text)
        if text.count("�") <= whole * _FEW_STRANGE:
            found += [pair for pair in _ranked(text.replace("�", "").encode(name, "ignore"))[:1] if pair[1] == name]
    best, name = max(found, default=(0.0, ""))
    return name if best >= _LEAST_CONFIDENCE else ""


def _codec(name: str) -> str:
    """Python's name for an encoding, of the larger set where there are two."""
    plain = codecs.lookup(name).name.replace("-", "_")
    return _SUPERSETS.get(plain, plain)


def _differ(content: bytes, one: str, other: str) -> bool:
    return content[:_SAMPLE].decode(one, "replace") != content[:_SAMPLE].decode(other, "replace")


def _with_replacements(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, "replace")
    bad = text.count("�")
    if not bad:
        return Decoded(text, encoding)
    line = text.count("\n", 0, text.index("�")) + 1
    return Decoded(text, encoding, f"{bad} broken characters replaced, the first in line {line}")
