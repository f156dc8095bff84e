"""Reads government work reports and laws out of their archives: paragraphs with the headings that stand above them."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.training.data_files import members_of

# What is trained on; the other regions of the archive measure the reader.
REGIONS = (
    *("上海市", "东莞市", "北京市", "南宁市", "合肥市", "唐山市", "四川省", "天津市", "山东省", "山西省"),
    *("广东省", "广州市", "成都市", "新疆维吾尔自治区", "武汉市", "江苏省", "河北省", "湖南省", "苏州市", "重庆市"),
    *("长沙市", "陕西省", "青岛市", "黑龙江省", "石家庄市", "沈阳市", "南京市", "湖北省", "辽宁省", "河南省"),
)
_FRONT = re.compile(r"---\n(.*?)\n---\n", re.S)
_KIND_OF_REGION = re.compile(r"(?:维吾尔自治区|壮族自治区|回族自治区|自治区|省|市)$")
_LONGEST_HEADING_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Report:
    """A report of one year.

    Attributes:
        region: Whose it is.
        year: In which it was given.
        title: Its title, with region and year where it does not name the region, and with them half of the times besides.
        paragraphs: Section, heading below it, and text of each.
    """

    region: str
    year: int
    title: str
    paragraphs: list[tuple[str, str, str]]


def reports(data: Path, regions: Sequence[str] = REGIONS) -> Iterator[Report]:
    """The reports of some regions, region by region; by default those that are trained on."""
    found = report_texts(data, regions)
    for region in regions:
        for (folder, year), text in found.items():
            if folder == region:
                yield _report(region, int(year[:4]), text)


def report_texts(data: Path, regions: Sequence[str]) -> dict[tuple[str, str], str]:
    """The texts of their reports as published, by region and file name without its ending."""
    archive = data / "raw" / "government_reports.tar.xz"
    found = {}
    for name, text in members_of(archive, rf"/(?:{'|'.join(regions)})/\d{{4}}[^/]*\.md$"):
        region, year = name.removesuffix(".md").split("/")[-2:]
        found[region, year] = text
    return found


def short(region: str) -> str:
    """A region's name without the word for its kind."""
    return _KIND_OF_REGION.sub("", region)


def _report(region: str, year: int, text: str) -> Report:
    title = f"{year}年{region}人民政府工作报告"
    if front := _FRONT.match(text):
        named = re.search(r"title:\s*(.+)", front.group(1))
        title = named.group(1).strip() if named else title
        text = text[front.end() :]
    if short(region) not in title or int(hashlib.md5(title.encode()).hexdigest(), 16) % 2:
        title = f"{title} {region}/{year}"
    return Report(region, year, title, list(_paragraphs(text)))


def _paragraphs(text: str) -> Iterator[tuple[str, str, str]]:
    section = heading = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        bare = line.replace("**", "").lstrip("# ").strip()
        marked = line.startswith(("**", "#")) or re.match(r"[一二三四五六七八九十]+、", bare)
        if len(bare) > _LONGEST_HEADING_CHARACTERS or bare.endswith(("。", "；", "，")) or not marked:
            yield section, heading, bare
        elif re.match(r"[（(]", bare):
            heading = bare
        else:
            section, heading = bare, ""


@dataclass(frozen=True, slots=True)
class Law:
    """A law: its name, and heading and text of each of its articles."""

    name: str
    articles: list[tuple[str, str]]


def laws(data: Path) -> Iterator[Law]:
    """Every law of the archive, in order of their files' names."""
    for path, text in members_of(data / "raw" / "laws_zh.tar.gz", r"\.md$"):
        name = re.sub(r"\(.*", "", path.split("/")[-1][:-3]).split("（")[0]
        heading, articles = "", []
        for line in map(str.strip, text.split("\n")):
            if line.startswith("#"):
                heading = line.lstrip("# ")
            elif line.startswith("第") and "条" in line[:12]:
                articles.append((heading, line))
        yield Law(name, articles)
