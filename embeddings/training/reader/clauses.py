"""Questions made of running reports: what a clause says of a figure is asked for, by region and by the year it belongs to.

Chinese asks in place, so a clause with 多少 where its figure stood is a question as it is. The same question on the report
of another year or region is the near miss that matters most: everything is as asked but for what stands above.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from embeddings.training.reader.reports import REGIONS, Report, reports, short
from embeddings.training.reader.row import Row

UNITS = (
    "万亿元|亿元|万元|亿美元|万美元|亿斤|万吨|亿吨|吨|万人次|万人|万户|户|个百分点|%|％|公里|千米|万亩|亩|个|家|项|所|套"
    "|人次|人|次|元|万平方米|亿立方米|平方公里|平方米|万千瓦|万辆|辆|座|条|张|件|名|岁|天|年|美元|床|公斤|度|位"
)
_CLAUSE = re.compile(
    r"(?P<subject>[\u4e00-\u9fffA-Za-z“”（）·]{2,22}?)"
    r"(?P<verb>达到|达|为|是|突破|超过|增长|下降|增加|减少|完成|实现|新增|建成|提高到|提高|降至|降低|新建|改造|安排|投入|发放|累计"
    r"|扩大到|增至|覆盖|引进|培育|开工|建设|签约|减税降费|脱贫|净增|总量达|占)"
    r"(?P<done>了)?(?:约|近|超过|超|逾|突破|到|至)?(?P<number>\d[\d.,]*)(?:多|余)?\s*"
    rf"(?P<unit>{UNITS})(?P<tail>[\u4e00-\u9fff]{{0,14}})(?=[，；。、（])"
)
_PLANNED_SECTION = re.compile(r"目标|安排|计划|任务|部署|建议|打算|预期|今年|重点工作")
_PAST_SECTION = re.compile(r"回顾|过去|去年|总结|上年")
_PLANNED = re.compile(r"今年|目标|预期|力争|确保|计划")
_FIVE_YEARS = re.compile(r"五年|“十|十[一二三四]五|届政府")
_NO_SUBJECT = re.compile(r"其中|比上年|同比|分别|以上|以下|同时|年均|较|人均$")
_SHARES = ("%", "％", "个百分点")
_RISES, _FALLS = ("增长", "提高", "增加"), ("下降", "降低", "减少")
_COUNTED = "个家项所套座条"  # few enough of them to be asked for by 几
_OF_THE_PLACE = re.compile(
    r"^(?:全|我|本)(?:自治区|自治州|省|市|区|国|县|州)的?(?=..)"
)  # as a report names its own place
_PARTLY = 0.2  # share of the questions that name place or time alone, or neither
_UNNAMED_PLACE = 0.75  # share of the questions that leave that out: who asks names the place


@dataclass(frozen=True)
class _Clause:
    """A clause that states a figure, and where it stands."""

    report: Report
    section: str
    heading: str
    text: str
    match: re.Match[str]

    @property
    def document(self) -> tuple[str, int]:
        return self.report.region, self.report.year

    @cached_property
    def _sentence(self) -> str:
        """Its sentence as far as the clause."""
        return self.text[self.text.rfind("。", 0, self.match.start()) + 1 : self.match.start()]

    @cached_property
    def planned(self) -> bool:
        """Whether the figure is one that is wanted, not one that was reached."""
        in_plans = _PLANNED_SECTION.search(self.section) and not _PAST_SECTION.search(self.section)
        return bool(in_plans or _PLANNED.search(self._sentence))

    @cached_property
    def _years(self) -> list[str]:
        return re.findall(r"((?:19|20)\d\d)年", self._sentence + self.match["subject"])

    @property
    def of_five_years(self) -> bool:
        return bool(_FIVE_YEARS.search(self.section + self._sentence)) and not self._years

    @property
    def year(self) -> int:
        """The year that the figure belongs to: the one it names, else the report's or the one before."""
        return int(self._years[-1]) if self._years else self.report.year - (not self.planned)

    def row(self, question: str, kind: str, *, answered: bool = False) -> Row:
        answer = (self.match.start("number"), self.match.end("unit")) if answered else None
        above = "\n".join(filter(None, (self.section, self.heading)))
        return Row(question, "zh", self.report.title, above, self.text, answer, kind, always_above=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with the region and the time that it names, and whether it names both."""

    question: str
    region: str
    when: str
    whole: bool


def clause_rows(data: Path, draw: random.Random, most: int, regions: Sequence[str] = REGIONS) -> Iterator[Row]:
    """Questions on the clauses of reports, and near misses beside them.

    Args:
        data: The folder of the public data.
        draw: What is drawn by.
        most: Clauses of a report, at most.
        regions: The regions whose reports are read.

    Yields:
        Rows.
    """
    clauses = [
        _Clause(report, section, heading, text, match)
        for report in reports(data, regions)
        for section, heading, text in report.paragraphs
        for match in _CLAUSE.finditer(text)
    ]
    alike = defaultdict(list)
    for clause in clauses:
        alike[clause.match["subject"]].append(clause)
    order = list(range(len(clauses)))
    draw.shuffle(order)
    taken: Counter[tuple[str, int]] = Counter()
    for clause in (clauses[number] for number in order):
        if taken[clause.document] < most and _has_subject(clause, draw):
            taken[clause.document] += 1
            asked = _asked(clause, draw)
            yield clause.row(asked.question, "report", answered=True)
            yield from _near_miss(clause, asked, alike[clause.match["subject"]], draw)


def _has_subject(clause: _Clause, draw: random.Random) -> bool:
    """Whether the clause says by itself what its figure is of; a fifth of the others are taken all the same."""
    subject = clause.match["subject"].strip("“”")
    return len(subject) >= 2 and not (_NO_SUBJECT.search(subject) and draw.random() < 0.8)


def _asked(clause: _Clause, draw: random.Random) -> _Asked:
    match, region = clause.match, clause.report.region
    named = draw.choice([region, short(region), short(region)])
    when = _when(clause, draw)
    figure = _figure(match["unit"], draw)
    tail = match["tail"] if draw.random() < 0.5 else ""
    chance = draw.random()
    place = draw.choice([f"{named}{when}", f"{when}{named}", f"{when}{named}的", f"{named}{when}的"])
    if chance < _PARTLY:
        place = draw.choice([named, named, when, ""])
    question = draw.choice(_forms(match, place, figure, tail, draw)).replace("的的", "的").replace("年年", "年")
    if draw.random() < 0.3:
        question = question.rstrip("？")
    return _Asked(question, named, when, chance >= _PARTLY or (bool(place) and named in place and when in place))


def _when(clause: _Clause, draw: random.Random) -> str:
    year, report = clause.year, clause.report.year
    if clause.of_five_years:
        return draw.choice(["过去五年", "五年来", f"截至{report - 1}年", ""])
    when = draw.choice([f"{year}年", f"{year}年", f"{year}年", f"{year}"])
    return draw.choice([f"{year}年", f"{year}年计划", f"{year}年的目标里，", f"{report}年"]) if clause.planned else when


def _figure(unit: str, draw: random.Random) -> str:
    """What asks for a figure with this unit."""
    named = "" if unit in _SHARES else unit
    few = f"几{named}" if named and named in _COUNTED else f"多少{named}"
    figure = draw.choice([f"多少{named}", f"多少{named}", "多少", few])
    if unit in _SHARES:
        figure = draw.choice(["多少", "百分之多少", "几个百分点" if unit == "个百分点" else "百分之几"])
    return figure


def _forms(match: re.Match[str], place: str, figure: str, tail: str, draw: random.Random) -> list[str]:
    subject, verb = match["subject"].strip("“”"), match["verb"]
    if draw.random() < _UNNAMED_PLACE:
        subject = _OF_THE_PLACE.sub("", subject)
    if verb not in _RISES + _FALLS:
        return [
            f"{place}{subject}{verb}{match['done'] or ''}{figure}{tail}？",
            f"{place}{subject}{verb}了{figure}？",
            f"{place}{subject}是{figure}？",
            f"{subject}{place.rstrip('的')}{verb}{figure}？",
            f"{place}{subject}有{figure}{tail}？",
        ]
    change = draw.choice(["增幅", "涨幅", "增速"]) if verb in _RISES else "降幅"
    return [
        f"{place}{subject}{verb}了{figure}？",
        f"{place}{subject}{verb}{figure}？",
        f"{place}{subject}{change}是多少？",
        f"{place}{subject}变化了多少？",
    ]


def _near_miss(clause: _Clause, asked: _Asked, alike: list[_Clause], draw: random.Random) -> Iterator[Row]:
    """The question on another report that speaks of the same thing; or asked of another year, on its own report."""
    year, document = str(clause.year), clause.document
    others = [
        other for other in alike if other.document != document and other.match["verb"] == clause.match["verb"]
    ]  # fmt: skip
    if others and asked.whole:
        near = [other for other in others if other.report.region == clause.report.region] or others
        other = draw.choice(near if draw.random() < 0.6 else others)
        if year not in other.text:
            yield other.row(asked.question, "report-other")
    elif draw.random() < 0.5:
        moved = str(clause.year + draw.choice([-3, -2, 2, 3, 5, -5]))
        question = asked.question.replace(year, moved)
        if question != asked.question and moved not in clause.text:
            yield clause.row(question, "report-swap")
