"""Numbers and dates of a question written in another way, in Chinese and English."""

import re
from decimal import Decimal
from random import Random

from qa.text.scripts import HAN

_DIGITS = "零一二三四五六七八九"
_LITTLE_UNITS = ("", "十", "百", "千")
_VALUES = {character: value for value, character in enumerate(_DIGITS)} | {"两": 2, "〇": 0}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_ORDINALS = {
    **{"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth", "6th": "sixth"},
    **{"7th": "seventh", "8th": "eighth", "9th": "ninth", "10th": "tenth", "11th": "eleventh", "12th": "twelfth"},
}
_SCALES = {"万": 10_000, "亿": 100_000_000, "million": 1_000_000, "billion": 1_000_000_000, "thousand": 1000}
_MEASURES = "个名家项件位场次届期天年人所处座条类种大步点路"
_LARGE = re.compile(r"(\d[\d,]*(?:\.\d+)?) ?(万|亿|million\b|billion\b|thousand\b)")
_PLAIN_LARGE = re.compile(r"(?<![\d.])(?:\d{6,}|\d{1,3}(?:,\d{3})+)(?![\d.])")
_DATE = re.compile(r"(?<!\d)(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")
_ENGLISH_DATE = re.compile(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}}), (\d{{4}})")
_ENGLISH_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)}),? (\d{{4}})")


def in_numerals(number: int) -> str:
    """A whole number below 10^12 in Chinese numerals: 三百七十一万三千."""
    for unit, value in (("亿", 10**8), ("万", 10**4)):
        if number >= value:
            high, low = divmod(number, value)
            gap = "零" if 0 < low < value // 10 else ""
            return in_numerals(high) + unit + gap + (in_numerals(low) if low else "")
    text, pending = "", False
    digits = str(number)
    for at, digit in enumerate(digits):
        if digit == "0":
            pending = bool(text)
            continue
        text += ("零" if pending else "") + _DIGITS[int(digit)] + _LITTLE_UNITS[len(digits) - 1 - at]
        pending = False
    text = text or _DIGITS[0]
    return text[1:] if text.startswith("一十") else text


def figures_written(question: str) -> str | None:
    """Whole numbers that are no dates: 5年来 as 五年来, 十二大 as 12大, twelve as 12, 12th as twelfth."""
    if re.search(f"[{HAN}]", question):
        made = re.sub(rf"(?<![\d.月年-])\d{{1,3}}(?=[{_MEASURES}])", lambda m: in_numerals(int(m.group())), question)
        if made == question:
            made = re.sub(
                rf"(?<=第)[一二三四五六七八九十]+|[二三四五六七八九]?十[一二三四五六七八九]?(?=[{_MEASURES}])",
                _digits,
                question,
            )
        return made
    words = {word: str(value) for value, word in enumerate(_WORDS)} | {w: o for o, w in _ORDINALS.items()}
    back = {digits: word for word, digits in words.items()}
    pattern = "|".join(sorted(map(re.escape, [*list(words)[2:], *list(back)[2:]]), key=len, reverse=True))
    return re.sub(
        rf"(?<![\w.,-])(?:{pattern})(?![\w,-]|\.\d)",
        lambda match: words.get(match.group()) or back[match.group()],
        question,
    )


def large_figures_written(question: str, draw: Random) -> str | None:
    """371.3万, 3713000, 3,713,000, 三百七十一万三千 and 3.713 million, one for another."""
    if found := _LARGE.search(question):
        value = Decimal(found[1].replace(",", "")) * _SCALES[found[2]]
    elif found := _PLAIN_LARGE.search(question):
        value = Decimal(found.group().replace(",", ""))
    else:
        return None
    if value != int(value):
        return None
    chinese = bool(re.search(f"[{HAN}]", question))
    scales = {"万": 10**4} if chinese else {" thousand": 1000}
    scales |= {"亿": 10**8} if chinese and value >= 10**8 else {" million": 10**6} if value >= 10**5 else {}
    forms = [
        str(int(value)),
        f"{int(value):,}",
        *(f"{(value / scale).normalize():f}{unit}" for unit, scale in scales.items()),
    ]
    if chinese:
        forms.append(in_numerals(int(value)))
    others = [form for form in forms if form.replace(" ", "") != found.group().replace(" ", "")]
    return question[: found.start()] + draw.choice(others) + question[found.end() :]


def dates_written(question: str, draw: Random) -> str | None:
    """A date in another form; a year alone in Chinese numerals."""
    if found := _ENGLISH_DATE.search(question):
        month, day, year = _MONTHS.index(found[1]) + 1, int(found[2]), found[3]
        forms = [f"{year}-{month:02}-{day:02}", f"{day} {found[1]} {year}", f"{found[1][:3]} {day} {year}"]
    elif found := _ENGLISH_MONTH.search(question):
        forms = [f"{found[1][:3]} {found[2]}", f"{_MONTHS.index(found[1]) + 1}/{found[2]}"]
    elif found := _DATE.search(question):
        forms = _chinese_dates(found[1], found[2], found[3], found.group()[-1])
    else:
        return None
    return question[: found.start()] + draw.choice(forms) + question[found.end() :]


def _chinese_dates(year: str, month: str | None, day: str | None, last: str) -> list[str]:
    numerals = "".join(_DIGITS[int(digit)] for digit in year).replace("零", "〇") + "年"
    if not month:
        return [numerals]
    numerals += in_numerals(int(month)) + "月"
    if not day:
        return [numerals, f"{year}-{int(month):02}", f"{year}.{month}", f"{_MONTHS[int(month) - 1]} {year} "]
    other = "号" if last == "日" else "日"
    return [
        f"{numerals}{in_numerals(int(day))}日",
        *(f"{year}-{int(month):02}-{int(day):02}", f"{year}/{month}/{day}", f"{year}年{month}月{day}{other}"),
        f"{_MONTHS[int(month) - 1]} {int(day)}, {year} ",
    ]


def _digits(numeral: re.Match[str]) -> str:
    tens, ten, ones = numeral.group().rpartition("十")
    return str((_VALUES.get(tens, 1) * 10 if ten else 0) + _VALUES.get(ones, 0))
