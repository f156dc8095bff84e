"""Names of places, organisations and persons in the head of a document; versions, models and numbers of files."""

import re
from collections.abc import Iterable, Iterator, Sequence

from qa.facets.kinds import without_kinds
from qa.facets.periods import without_periods
from qa.text.analyzer import normalise
from qa.text.name_model import name_chance
from qa.text.scripts import CYRILLIC, HAN, LATIN

# What follows a name and says what it is of: kinds of places and organisations, not names of any.
SUFFIX = (
    r"(?:自治[区州县旗]|特别行政区|[省市县縣区區州盟旗镇鎮乡鄉村国]|街道|公司|集团|集團|大学|大學|学院|学校|中学|小学|医院|銀行|银行"
    r"|委员会|工会|协会|学会|研究[院所]|[局厅署院])"
)
_NAMED = re.compile(rf"(?<![{HAN}])(?P<name>[{HAN}]{{1,8}}?{SUFFIX})")
_CAPITALISED = re.compile(
    rf"[A-ZÀ-ÖØ-ÞЀ-Я][{LATIN}{CYRILLIC}'’-]+(?: (?:de |of |du |la )?[A-ZÀ-ÖØ-ÞЀ-Я][{LATIN}{CYRILLIC}'’-]+)*"
)
_FIELDS = re.compile(rf"\s{{2,}}|\t|(?<=\S) (?=[{HAN}]{{1,8}}[:：])")
_HAN_NAME = re.compile(f"[{HAN}]{{2,12}}")
_LABELLED = re.compile(r"(?P<label>[^\d:：]{1,12})[:：]\s?(?P<value>\S.*)")
_APART = re.compile(r"[\s_/·|,，、;；()（）\[\]【】《》“”\"<>&+-]+|\d+")
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,8}[-–_ ]?\d[A-Za-z0-9]*(?:[-–_./]\d[A-Za-z0-9]*)*|\d{1,3}(?:\.\d{1,3}){1,3}(?=版)|第\d+号"
    r"|[〔\[(（]\d{4}[〕\])）]\s?\d+\s?号)(?![A-Za-z0-9])"
)
_PERIOD_LIKE = re.compile(r"(?:fy|q|h|no|ii?)[-–_ ]?\d{1,4}", re.IGNORECASE)
_LONGEST_NAME_CHARACTERS, _MOST_NAMES = 24, 8  # of a document
_A_NAME = 0.5
_CUT_OFF = "-–,，、:："  # what ends in one had a date or a number behind it: HT-2023-017, Tue, 4 Jun


def names(parts: Sequence[str], title: str, head: Iterable[str]) -> tuple[str, ...]:
    """The names that a document bears in its path, title and head, at most eight."""
    parts, (title, *head) = [*map(without_periods, parts)], [*map(without_periods, (title, *head))]
    found = [name for part in (*parts, title) for name in _in_path(part)]
    found += [match["name"].lstrip("在于向") for text in (title, *head) for match in _NAMED.finditer(text)]
    found += [value for line in head for value in labelled(line) if "@" not in value]
    kept: list[str] = []
    for name in dict.fromkeys(each.strip() for each in found if not each.strip().endswith(tuple(_CUT_OFF))):
        # 宁夏回族自治区, 自治区, 宁夏回族自治区人民政府: one of them says enough.
        if 1 < len(name) <= _LONGEST_NAME_CHARACTERS and not any(name in other or other in name for other in kept):
            kept.append(name)
    return tuple(kept[:_MOST_NAMES])


def labelled(line: str) -> Iterator[str]:
    """The values of `label: value` fields of a line that hold no figures: parties, senders, authors."""
    for part in _FIELDS.split(line):
        match = _LABELLED.fullmatch(part.strip())
        if match and not re.search(r"\d", match["value"]):
            yield re.sub(r"\s*<[^>]*>", "", match["value"])


def without_labels(line: str) -> str:
    """A line without its labels: 乙方, From."""
    return re.sub(r"(?:^|(?<=\s))[^\W\d]{1,12}[:：]", " ", line)


def file_numbers(text: str) -> tuple[str, ...]:
    """Versions, models, and numbers of contracts and files in a text, folded, without the blanks in them."""
    found = (normalise(re.sub(r"\s", "", match.group())) for match in _NUMBER.finditer(without_periods(text)))
    return tuple(dict.fromkeys(each for each in found if not _PERIOD_LIKE.fullmatch(each)))


def _in_path(part: str) -> Iterator[str]:
    for piece in _APART.split(without_kinds(part)):
        may_be = _HAN_NAME.fullmatch(piece)
        if may_be and (re.search(rf"{SUFFIX}$", piece) or name_chance(piece) >= _A_NAME):
            yield piece
    yield from (match.group() for match in _CAPITALISED.finditer(without_kinds(part)) if match.start() or " " in part)
