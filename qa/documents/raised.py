"""What a raised or lowered figure says in plain text: an exponent keeps its height, the mark of a note is left out.

129¹万 printed in one line would be 1291万, and 10⁶ would be 106. Both are written apart in every format by this one rule.
"""

import re

_UP = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
_DOWN = str.maketrans("0123456789+-−–()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎")
_MARK = re.compile(r"[\[(（〔［][\w*]{1,4}[\])）〕］]|[*†‡§¶＊※#]{1,3}|[①-⑳]|注\d{0,2}|note \d{1,2}", re.IGNORECASE)
_FIGURES = re.compile(r"[-−–+]?\d{1,3}")
_SEVERAL = re.compile(r"\d{1,3}(?:[ ,，、–-]{1,2}\d{1,3})+")
_TEN = re.compile(r"[×xX*·⋅∙][ \u00a0\u2009]?10$|(?<![\d.,])10$")
_POWER = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]|[kcdmnµμhKM]?m|sec|min)$|[)）\]]$|[米里尺]$", re.ASCII)
_CLOSES = re.compile(r"[)）\]]$")
_LETTER = re.compile(r"[nkxyz]")


def raised(before: str, words: str, *, note: bool = False) -> str:
    """What a superscript adds to the line.

    Args:
        before: The end of the line before it.
        words: The raised words.
        note: Whether it is known to be the mark of a note, as by a link to one.

    Returns:
        An exponent, the words, or nothing for the mark of a note.
    """
    stripped = words.strip()
    if not stripped:
        return words
    if (note and len(stripped) <= 6) or _MARK.fullmatch(stripped):
        return ""
    if _SEVERAL.fullmatch(stripped):
        return ""
    if _FIGURES.fullmatch(stripped):
        return stripped.translate(_UP) if _is_power(before.rstrip(), stripped) else ""
    if _LETTER.fullmatch(stripped) and before[-1:].isalnum():
        return f"^{stripped}"
    if before[-1:].isdigit() and stripped[0].isdigit():  # 2 with 10x above it
        return f"^({stripped})"
    return words


def lowered(before: str, words: str) -> str:
    """What a subscript adds to the line: H₂O is asked for as H2O, but 10₂ is not 102."""
    if before[-1:].isdigit() and words.strip()[:1].isdigit():
        return words.translate(_DOWN)
    return words


def _is_power(before: str, figures: str) -> bool:
    if _TEN.search(before):
        return figures != "1" or before[:-2].rstrip().endswith(("×", "x", "X", "*", "·", "⋅", "∙"))
    if not figures[0].isdigit():
        return True
    if before.endswith(("米", "里", "尺")):
        return figures in ("2", "3")
    return bool(_POWER.search(before)) and (figures in ("2", "3", "4") or not _CLOSES.search(before))
