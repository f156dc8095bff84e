"""Which characters belong to which script, every range once, with all extension blocks; and the script of a text.

Ranges are written for character classes: `re.compile(f"[{HAN}]+")`.
"""

import re
from functools import lru_cache

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # extensions A to J, and room for those to come
HAN_MARKS = "々〇〻"  # written in words like characters: the iteration marks, and zero
KANA = "\u3041-\u30ff\u31f0-\u31ff\U0001aff0-\U0001b16f"
KATAKANA = "\u30a1-\u30fa\u30fc"  # as words of other languages are written, with the mark of a long vowel
CJK = "\u3041-\u33ff\U0001aff0-\U0001b16f" + HAN  # Chinese and Japanese, with bopomofo and squared words
HANGUL_SYLLABLES = "\uac00-\ud7a3"
HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\ud7b0-\ud7fb" + HANGUL_SYLLABLES
THAI = "\u0e01-\u0e7f"
LAO = "\u0e80-\u0eff"
MYANMAR = "\u1000-\u109f\ua9e0-\ua9fe\uaa60-\uaa7f"
KHMER = "\u1780-\u17ff\u19e0-\u19ff"
UNSPACED = HAN_MARKS + HAN + KANA + THAI + LAO + MYANMAR + KHMER  # written without blanks between words
# A class of its own: a letter of a word that stands between blanks. Korean puts endings to its words and is not among them.
SPACED_LETTER = rf"[^\W\d_{KANA}{HAN}{HANGUL_SYLLABLES}{THAI}]"
LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff\u2c60-\u2c7f\ua722-\ua7ff\uab30-\uab64"
CYRILLIC = "\u0400-\u052f\u1c80-\u1c8a\u2de0-\u2dff\ua640-\ua69f"
ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
DEVANAGARI = "\u0900-\u097f\ua8e0-\ua8ff"
GREEK = "\u0370-\u03ff\u1f00-\u1fff"
HEBREW = "\u0590-\u05ff\ufb1d-\ufb4f"

_LETTERS = {
    name: re.compile(f"[{letters}]")
    for name, letters in {
        "han": KANA + HAN,  # together: Japanese is written in both
        "latin": LATIN,
        "hangul": HANGUL,
        "cyrillic": CYRILLIC,
        "arabic": ARABIC,
        "devanagari": DEVANAGARI,
        "greek": GREEK,
        "thai": THAI,
        "hebrew": HEBREW,
    }.items()
}


@lru_cache(maxsize=4096)
def script_of(text: str) -> str:
    """The script of most letters of a text: whether a question and a passage can share words at all.

    Args:
        text: Any text.

    Returns:
        `han`, `latin`, `hangul`, `cyrillic`, `arabic`, `devanagari`, `greek`, `thai` or `hebrew`; empty for a text without
        letters of these.
    """
    counts = {name: len(letter.findall(text)) for name, letter in _LETTERS.items()}
    most = max(counts, key=counts.__getitem__)
    return most if counts[most] else ""
