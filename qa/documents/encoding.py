"""Bytes -> text: by mark, as UTF-8, as UTF-16, else the East Asian encoding whose text looks most like text."""

import codecs
from dataclasses import dataclass

import charset_normalizer

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5", "shift_jis", "euc_kr")
_SAMPLE = 20_000  # bytes that are looked at closely
_FEW_BAD_BYTES = 0.001  # of a file: still UTF-8, damaged in places
_LEAST_MARGIN = 0.1

# The hundred or so most frequent characters of running Chinese text, both scripts: no encoding mistaken for another
# gives many of them.
_COMMON = frozenset(
    "的一是不了在人有我他这個个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "這們來為國說時會對於著過發後裡種經麼學現當沒動還進樣開從實工全職职業业、。，“”：；（）"
)
# Likewise for Japanese and Korean: any bytes of Chinese can be read as Hangul, but hardly ever as these.
_COMMON_KANA = frozenset("のにはをたがでてとしれさいるあなもこらっかりすんまきよ、。ーンスルトリイクアラ")
_COMMON_HANGUL = frozenset("이다의는에을를가은한고로하기지사대정과해도시서으자인나어그리아들수있장")
_CHARACTERISTIC = {"shift_jis": _COMMON_KANA, "euc_kr": _COMMON_HANGUL}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and a note when that is not certain or bytes were lost."""

    text: str
    encoding: str
    note: str = ""


def decode(content: bytes) -> Decoded:
    """Decode a text file; never fails, but says what is uncertain."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _with_replacements(content[len(mark) :] if encoding == "utf-8" else content, encoding)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    utf16 = _utf16_without_mark(content)
    if utf16:
        return _with_replacements(content, utf16)
    bad = content.decode("utf-8", "replace").count("�")
    if bad <= max(3, len(content) * _FEW_BAD_BYTES) and any(byte >= 0xC2 for byte in content) and _mostly_utf8(content):
        return _with_replacements(content, "utf-8")
    return _best_guess(content)


def _mostly_utf8(content: bytes) -> bool:
    """Whether there are far more whole multi-byte characters than broken ones."""
    text = content.decode("utf-8", "replace")
    whole = sum(ord(c) > 0x7F and c != "�" for c in text)
    return whole > 10 * text.count("�")


def _utf16_without_mark(content: bytes) -> str:
    """UTF-16 gives itself away by the zero bytes of blanks, digits and line ends at even or odd places."""
    sample = content[:_SAMPLE]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 4 * min(even, odd) + 1:
        return ""
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        sample[: len(sample) // 2 * 2].decode(encoding)
    except UnicodeDecodeError as error:
        return encoding if error.start > len(sample) - 4 else ""
    return encoding


def _best_guess(content: bytes) -> Decoded:
    scored = sorted(((_likelihood(content, name), name) for name in _CANDIDATES), reverse=True)
    (best, encoding), (second, _) = scored[:2]
    if best > 0.15:
        note = f"encoding uncertain: read as {encoding}" if best - second < _LEAST_MARGIN else ""
        return Decoded(content.decode(encoding, "replace"), encoding, note)
    guess = charset_normalizer.from_bytes(content[:_SAMPLE]).best()
    encoding = guess.encoding if guess else "cp1252"
    return Decoded(content.decode(encoding, "replace"), encoding, f"encoding uncertain: read as {encoding}")


def _likelihood(content: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that running text would have; 0 when the bytes are not this encoding."""
    sample = content[:_SAMPLE]
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample, final=len(content) <= _SAMPLE)
    wide = [c for c in text if ord(c) > 0x7F]
    if not wide or text.count("�") > len(wide) * 0.01:
        return 0.0
    common = _CHARACTERISTIC.get(encoding, _COMMON)
    return sum(c in common for c in wide) / len(wide)


def _with_replacements(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, "replace")
    bad = text.count("�")
    if not bad:
        return Decoded(text, encoding)
    line = text.count("\n", 0, text.index("�")) + 1
    return Decoded(text, encoding, f"{bad} broken characters replaced, the first in line {line}")
