"""Questions made of running Chinese text: a clause with what asks for its year, date, title or figure where that stood."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from embeddings.training.reader.clauses import UNITS
from embeddings.training.reader.reports import Law, laws
from embeddings.training.reader.row import Row

_FIGURE = re.compile(rf"\d[\d.,]*(?:{UNITS})")
_ASKED = (
    (re.compile(r"(?<!\d)(1[5-9]\d\d|20[0-2]\d)年(?!代)"), ["哪年", "哪一年", "什么时候"]),
    (re.compile(r"\d{1,2}月\d{1,2}日"), ["几月几日", "哪天", "哪一天"]),
    (re.compile(r"《[^》]{2,20}》"), ["什么", "哪部", "哪个文件"]),
    (_FIGURE, ["多少", "几"]),
)
_BREAKS = "。！？；\n"
_FEWEST, _MOST = 6, 70  # characters of a question beside what asks
_OFFICE = re.compile(
    r"(?:由|向)([\u4e00-\u9fff]{3,14}?(?:部门|机关|委员会|法院|人民政府|会议|机构))([\u4e00-\u9fff]{2,12})"
)
_ARTICLE = re.compile(r"(第[一二三四五六七八九十百零]+条)\s*(.+)")


def cloze(
    text: str,
    title: str,
    kind: str,
    draw: random.Random,
    *,
    tries: int = 1,
    above: str = "",
    always_above: bool = False,
) -> Iterator[Row]:
    """Clauses of a text with what asks for their year, date, title or figure where that stood.

    Args:
        text: The text.
        title: Of its document.
        kind: What the rows are called.
        draw: What is drawn by.
        tries: Questions, at most; fewer where the text has nothing of what is asked for.
        above: The headings above it.
        always_above: Whether title and headings are always shown.

    Yields:
        Rows.
    """
    for _ in range(tries):
        pattern, words = draw.choice(_ASKED)
        matches = list(pattern.finditer(text))
        if not matches:
            continue
        match = draw.choice(matches)
        left, right = _around(text, match, draw)
        asking = _asking(match, words, draw)
        if _FEWEST <= len(left) + len(right) <= _MOST:
            question = _ordered(left, asking, right, draw)
            if title and draw.random() < 0.3 and title not in question:
                question = title + question
            question = question.strip("，、： ") + draw.choice(["？", "？", ""])
            yield Row(question, "zh", title, above, text, match.span(), kind, always_above)


def _around(text: str, match: re.Match[str], draw: random.Random) -> tuple[str, str]:
    """One or two clauses of the sentence on each side of the answer."""
    start = max(text.rfind(mark, 0, match.start()) for mark in _BREAKS) + 1
    end = min([at for at in (text.find(mark, match.end()) for mark in _BREAKS) if at >= 0] or [len(text)])
    left, right = text[start : match.start()].split("，"), text[match.end() : end].split("，")
    return "，".join(left[-draw.randint(1, 2) :]), "，".join(right[: draw.randint(1, 2)])


def _asking(match: re.Match[str], words: list[str], draw: random.Random) -> str:
    asking = draw.choice(words)
    if match.re is not _FIGURE:
        return asking
    unit = re.sub(r"^[\d.,]+", "", match.group())
    asking = draw.choice([f"多少{unit}", f"多少{unit}", f"几{unit}" if len(unit) == 1 else f"多少{unit}"])
    return "百分之几" if unit in ("%", "％") else asking


def _ordered(left: str, asking: str, right: str, draw: random.Random) -> str:
    """In the order of the text, or with what follows the answer first, or without it."""
    order = draw.random()
    if order < 0.6:
        return left + asking + right
    if len(right) > 4 and order < 0.75:
        return right.lstrip("，的") + "，" + left + asking
    return left + asking if len(left) > 5 else left + asking + right


def law_rows(data: Path, draw: random.Random, most: int) -> Iterator[Row]:
    """Questions on articles of law, about `most` of them: clauses, what an article says, and whose duty something is."""
    order = list(laws(data))
    draw.shuffle(order)
    made = 0
    for law in order:
        if len(law.articles) >= 4:
            for heading, article in draw.sample(law.articles, 3):
                rows = list(_on_article(law, heading, article, draw))
                made += len(rows)
                yield from rows
        if made >= most:
            return


def _on_article(law: Law, heading: str, article: str, draw: random.Random) -> Iterator[Row]:
    yield from cloze(article, law.name, "law", draw, tries=2, above=heading)
    numbered = _ARTICLE.match(article)
    if numbered and draw.random() < 0.25:
        question = f"{law.name}{numbered.group(1)}{draw.choice(['规定了什么', '怎么规定的', '的内容是什么'])}？"
        answer = (numbered.start(2), article.find("。", numbered.start(2)) + 1 or len(article))
        yield Row(question, "zh", law.name, heading, article, answer, "law-article")
    if office := _OFFICE.search(article):
        does = office.group(2)
        does_it = article[office.start()] == "由"
        asked = draw.choice(
            [
                f"{does}由谁负责？" if does_it else f"应当向谁{does}？",
                f"谁{does}？" if does_it else f"向哪个机关{does}？",
            ]
        )
        question = (law.name if draw.random() < 0.4 else "") + asked
        yield Row(question, "zh", law.name, heading, article, office.span(1), "law-who")
