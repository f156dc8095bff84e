"""What a sheet shows for a number: 7.5%, 00203, 26:15, 2024年3月5日, by the format of its cell (ECMA-376, 18.8.31).

No library: the one on the registry needs seven others and does not run with today's. What a format asks for beyond this
is shown as a plain number.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from operator import eq, ge, gt, le, lt, ne

_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(AM/PM|A/P|上午/下午)|(General)|(y+|m+|d+|h+|s+|a{3,4}|b+|e+|g+)|(\.0+)|([0#?,.]+)|(%)|(@)|(.)',
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(>=|<=|<>|>|<|=)(-?\d{1,15}(?:\.\d{1,15})?)\]")
_POWER = re.compile(r"([0#?][0#?.,]{0,30})[Ee]([+-])(0{1,10})")
_FRACTION = re.compile(r"([#0?]{1,10} )?[#0?]{1,10}/([?#0]{1,10}|[1-9]\d{0,5})")
_HOLDS = {">=": ge, "<=": le, "<>": ne, ">": gt, "<": lt, "=": eq}
_DAYS = "一二三四五六日"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DIGITS = 15  # that a sheet keeps
_GENERAL = 11  # significant ones that it shows where nothing else is said
_LAST_DAY = 2_958_466  # behind the year 9999
_LONGEST_FORMAT_CHARACTERS = 255


def shown(value: object, code: str) -> str:
    """A cell's value as its sheet shows it; dates and times where the file says that they are."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date | time | timedelta):
        return _shown_time(value, code)
    if isinstance(value, int | float):
        return _shown_number(value, code)
    return str(value)


def general(value: float) -> str:
    """A number where no format says more: as short as it is, at most eleven figures."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value)) if abs(value) < 1e15 else _scientific(value)
    return f"{value:.{_GENERAL - 1}g}" if 1e-5 <= abs(value) < 1e11 else _scientific(value)


def _scientific(value: float) -> str:
    """1.5E+15: five figures behind the point, those at the end that are naught left out."""
    figures, _, exponent = f"{value:.5E}".partition("E")
    return f"{figures.rstrip('0').rstrip('.')}E{exponent}"


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[str, ...]:
    """The parts of a format for numbers above zero, below it, zero and text."""
    parts, start, quoted = [], 0, False
    for at, character in enumerate(code[:_LONGEST_FORMAT_CHARACTERS]):
        escaped = at > 0 and code[at - 1] == "\\"
        quoted ^= character == '"' and not escaped
        if character == ";" and not quoted and not escaped:
            parts.append(code[start:at])
            start = at + 1
    return (*parts, code[start:_LONGEST_FORMAT_CHARACTERS])


@lru_cache(maxsize=1024)
def _tokens(section: str) -> tuple[tuple[str, str], ...]:
    """Kind and text of each piece of a section."""
    names = (
        "literal",
        "literal",
        "bracket",
        "noon",
        "general",
        "date",
        "decimals",
        "figures",
        "percent",
        "text",
        "other",
    )
    found = []
    for match in _TOKEN.finditer(section):
        if match.lastindex:
            found.append((names[match.lastindex - 1], match.group(match.lastindex)))
    return tuple(found)


def _shown_number(value: float, code: str) -> str:
    section, value = _section(value, code)
    tokens = _tokens(section)
    pattern = "".join(token for kind, token in tokens if kind in ("figures", "decimals"))
    if not pattern and any(kind == "date" for kind, _ in tokens) and 0 <= value < _LAST_DAY:
        return _shown_time(datetime(1899, 12, 30) + timedelta(days=value), code)  # a day of the week alone, as aaaa
    if not pattern:
        words = "".join(_word(kind, token) for kind, token in tokens)
        return (
            words.strip()
            if not any(kind in ("general", "text") for kind, _ in tokens)
            else _around(tokens, general(value))
        )
    power = _POWER.search(section)
    if power:
        return _powered(value, power[1], power[2], len(power[3]))
    fraction = _FRACTION.search(section)
    if fraction:
        return _fraction(value, fraction[2], whole=bool(fraction[1]))
    if abs(value) >= 1e15:
        return general(value)
    groups = [token for kind, token in tokens if kind in ("figures", "decimals")]
    if len(groups) > 1 and not any("." in group or "," in group for group in groups):
        return _grouped(tokens, value, groups)
    number = value * 100 ** sum(kind == "percent" for kind, _ in tokens)
    # A comma behind the last figure divides by a thousand.
    bare = pattern.rstrip(",")
    return _around(tokens, _figured(number / 1000 ** (len(pattern) - len(bare)), bare))


def _powered(value: float, pattern: str, sign: str, figures: int) -> str:
    """1.23E+06, by a format such as 0.00E+00."""
    decimals = len(pattern.partition(".")[2])
    number, _, exponent = f"{value:.{min(decimals, _DIGITS)}E}".partition("E")
    shown_sign = "-" if exponent.startswith("-") else "+" if sign == "+" else ""
    return f"{number}E{shown_sign}{exponent.lstrip('+-').lstrip('0').zfill(figures)}"


def _fraction(value: float, below: str, *, whole: bool) -> str:
    """1 1/4, by a format such as # ?/? or # ??/16."""
    exact = Fraction(abs(value))
    least = exact.limit_denominator(10 ** min(below.count("?") + below.count("#") + below.count("0"), 6) - 1)
    if below.isdecimal() and int(below):
        above, under = round(exact * int(below)), int(below)
    else:
        above, under = least.numerator, least.denominator
    ones, above = divmod(above, under) if whole else (0, above)
    sign = "-" if value < 0 and (ones or above) else ""
    parts = [str(ones)] * bool(ones or not above) + [f"{above}/{under}"] * bool(above)
    return sign + " ".join(parts)


def _section(value: float, code: str) -> tuple[str, float]:
    """The part of a format that holds for a number, and the number as that part prints it."""
    sections = _sections(code)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _HOLDS[condition[1]](value, float(condition[2])):
                return section, value
        return sections[-1], value
    if len(sections) > 1 and value < 0:
        return sections[1], -value
    return sections[2 if len(sections) > 2 and value == 0 else 0], value


def _grouped(tokens: tuple[tuple[str, str], ...], value: float, groups: list[str]) -> str:
    """Figures with words between them, as of a telephone: 000-0000-0000."""
    left = _figured(value, "".join(groups))
    pieces: list[str] = []
    for group in groups[:0:-1]:
        pieces.insert(0, left[-len(group) :])
        left = left[: -len(group)]
    in_turn = iter([left, *pieces])
    parts = (next(in_turn) if kind in ("figures", "decimals") else _word(kind, token) for kind, token in tokens)
    return "".join(parts).strip()


def _figured(number: float, pattern: str) -> str:
    whole, _, decimals = pattern.partition(".")
    most, least = min(len(decimals), _DIGITS), decimals.count("0")
    exact = Decimal(repr(float(number))) if isfinite(number) else Decimal(0)
    text = f"{abs(exact).quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP):f}"
    figures, _, fraction = text.partition(".")
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    figures = figures.zfill(whole.count("0")) if figures != "0" or whole.count("0") else ""
    if "," in whole and not (figures.startswith("0") and len(figures) > 1):
        figures = f"{int(figures or 0):,}" if figures else ""
    sign = "-" if number < 0 and float(text) else ""
    return f"{sign}{figures}{'.' if fraction else ''}{fraction}"


def _around(tokens: tuple[tuple[str, str], ...], number: str) -> str:
    """The words of a format with the number in the place of its first figures."""
    parts: list[str] = []
    put = False
    for kind, token in tokens:
        if kind in ("figures", "decimals", "general"):
            parts.append("" if put else number)
            put = True
        else:
            parts.append(_word(kind, token))
    text = "".join(parts if put else [number, *parts]).strip()
    sign = number.startswith("-")
    return f"-{text.replace('-', '', 1)}" if sign and not text.startswith("-") and put else text


def _word(kind: str, token: str) -> str:
    if kind == "bracket":  # [$€-407] is a currency, [Red] and [>100] are none
        return token[1:].partition("-")[0] if token.startswith("$") else ""
    return token if kind in ("literal", "percent", "other") else ""


def _shown_time(value: date | time | timedelta, code: str) -> str:
    tokens = _tokens(_sections(code)[0])
    elapsed = next((token for kind, token in tokens if kind == "bracket" and token.lower().strip("hms") == ""), "")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        moment = datetime(1899, 12, 30) + value
    else:
        moment = value if isinstance(value, datetime) else _moment(value)
        seconds = round((moment - datetime(1899, 12, 30)).total_seconds())
        seconds = seconds if isinstance(value, datetime) else seconds % 86_400
    if not any(kind == "date" for kind, _ in tokens) and not elapsed:
        return _plain(value)
    noon = any(kind == "noon" for kind, _ in tokens)
    parts: list[str] = []
    before = ""
    for at, (kind, token) in enumerate(tokens):
        lower = token.lower()
        if kind == "bracket" and token == elapsed and elapsed:
            parts.append(_elapsed(lower, seconds))
            before = lower[:1]
        elif kind == "date":
            is_minute = lower[0] == "m" and len(lower) < 3 and (before == "h" or _next(tokens, at) == "s")
            parts.append(_unit("minute" if is_minute else lower, moment, len(lower), noon))
            before = lower[0]
        elif kind == "noon":
            names = token.split("/")
            parts.append(names[moment.hour >= 12])
        elif kind == "decimals":
            parts.append(f"{moment.microsecond / 1e6:.{len(token) - 1}f}"[1:])
        else:
            parts.append(_word(kind, token) if kind != "figures" else token)
    return "".join(parts).strip()


def _moment(value: date | time) -> datetime:
    return datetime.combine(date(1899, 12, 30), value) if isinstance(value, time) else datetime.combine(value, time())


def _plain(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(value)


def _elapsed(unit: str, seconds: int) -> str:
    whole = {"h": seconds // 3600, "m": seconds // 60, "s": seconds}[unit[0]]
    return str(whole).zfill(len(unit))


def _next(tokens: tuple[tuple[str, str], ...], at: int) -> str:
    """The unit of time that follows."""
    return next((token[0].lower() for kind, token in tokens[at + 1 :] if kind == "date"), "")


def _unit(unit: str, moment: datetime, length: int, noon: bool) -> str:
    kind = "minute" if unit == "minute" else unit[0]
    if kind == "m" and length > 2:
        name = _MONTHS[moment.month - 1]
        return {3: name[:3], 5: name[:1]}.get(length, name)
    if kind in "da" and length > 2:
        day = moment.weekday()
        if kind == "a":
            return ("星期" if length > 3 else "") + _DAYS[day]
        return _WEEKDAYS[day][:3] if length == 3 else _WEEKDAYS[day]
    if kind in "ye":
        return str(moment.year) if length > 2 or kind == "e" else f"{moment.year % 100:02d}"
    hour = (moment.hour % 12 or 12) if noon else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "minute": moment.minute, "s": moment.second}.get(kind)
    return "" if number is None else str(number).zfill(min(length, 2))
