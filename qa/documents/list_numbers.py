"""The numbers that programs print before the items of a list: 3, iii, c, 三, 叁, 丙, ③."""

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LARGEST_NUMBER = 30_000


def number_text(number: int, kind: str) -> str:
    """A number as a list of this format prints it; in figures where the format is not known, or the number is no list's."""
    if number > _LARGEST_NUMBER:
        return str(number)
    if kind.startswith(("chinese", "japanese", "taiwanese", "ideograph")):
        return _in_characters(number, kind)
    if kind in ("upperRoman", "lowerRoman"):
        text = _roman(number)
        return text if kind == "upperRoman" else text.lower()
    if kind in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else "0"
        return letter if kind == "upperLetter" else letter.lower()
    if kind == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if kind == "decimalZero":
        return f"{number:02d}"
    return f"{number}{_ordinal(number)}" if kind == "ordinal" else str(number)


def _in_characters(number: int, kind: str) -> str:
    if kind.startswith(("chineseLegal", "ideographLegal")):
        return chinese(number, _LEGAL, "拾佰仟")
    if kind == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    for name, characters in (("ideographTraditional", _STEMS), ("ideographZodiac", _BRANCHES)):
        if kind == name:
            return characters[number - 1] if 0 < number <= len(characters) else str(number)
    return str(number) if kind.startswith("ideograph") else chinese(number, _DIGITS, "十百千")


def chinese(number: int, digits: str, units: str) -> str:
    """A number below 10,000 in Chinese: 十二, 一百零三."""
    if not 0 < number < 10_000:
        return str(number) if number else digits[0]
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + (units[power - 1] if power else "")
        gap = (gap and not digit) or (not digit and bool(text))
    return text[1:] if text.startswith(digits[1] + "十") else text


def _roman(number: int) -> str:
    text = ""
    for size, letters in (*_ROMAN, *_ROMAN_SMALL):
        text += letters * (number // size)
        number %= size
    return text


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
