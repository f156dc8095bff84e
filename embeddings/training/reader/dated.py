"""Questions whose year stands in the title alone: a report of one year never says again which it is, and is asked about by it.

The same question of another year has no answer: all is as asked but for the year above.
"""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from embeddings.training.reader.row import Row

_MISSES = 0.6  # share of the questions that are also asked of another year
_LONGEST_TITLE_CHARACTERS = 40
_FIRST, _LAST = 1985, 2027
_BUDDHIST = 543  # years that a Thai date is ahead
_YEARS = re.compile(r"(?<!\d)(?:1[0-9]|20|25)\d\d(?!\d)|[〇零一二三四五六七八九]{4}年|去年|昨年|今年")
# How titles and questions name a year, by language: {title} is the document's own, {question} begins as it did.
_TITLES = {
    "zh": (
        "{year}年{title}",
        "{title}（{year}年）",
        "{title}{year}年度报告",
        "{title} {year}年度总结",
        "{title}/{year}",
    ),
    "ja": ("{title} {year}年度事業報告", "{title}（{year}年）", "{year}年度 {title}", "{title} {year}年報"),
    "ko": ("{year}년 {title}", "{title} {year}년 연례 보고서", "{title} ({year})"),
    "en": ("{title} {year}", "{title}: annual report {year}", "{title} – report for {year}", "{title} ({year})"),
    "de": ("{title} {year}", "{title}: Jahresbericht {year}", "{title} – Bericht für das Jahr {year}"),
    "fr": ("{title} {year}", "{title} : rapport annuel {year}", "{title} – bilan {year}"),
    "es": ("{title} {year}", "{title}: memoria anual {year}", "{title} – informe de {year}"),
    "pt": ("{title} {year}", "{title}: relatório anual {year}"),
    "it": ("{title} {year}", "{title}: relazione annuale {year}"),
    "ro": ("{title} {year}", "{title}: raport anual {year}"),
    "ru": ("{title}, {year} год", "{title}: отчёт за {year} год"),
    "el": ("{title} {year}", "{title}: ετήσια έκθεση {year}"),
    "tr": ("{title} {year}", "{title}: {year} faaliyet raporu"),
    "vi": ("{title} năm {year}", "{title}: báo cáo thường niên {year}"),
    "th": ("{title} ปี {year}", "{title}: รายงานประจำปี {year}"),
    "ar": ("{title} {year}", "{title}: التقرير السنوي {year}"),
    "hi": ("{title} {year}", "{title}: वार्षिक रिपोर्ट {year}"),
    "": ("{title} {year}", "{title} ({year})"),
}
_QUESTIONS = {
    "zh": ("{year}年{question}", "{year}年，{question}", "{year}年度{question}", "{question}（{year}年）"),
    "ja": ("{year}年度、{question}", "{year}年の{question}", "{year}年に、{question}", "{question}（{year}年）"),
    "ko": ("{year}년 {question}", "{year}년에 {question}"),
    "en": ("In {year}, {question}", "{question} (in {year})", "{year}: {question}", "{question} I mean in {year}."),
    "de": ("{question} (im Jahr {year})", "{year}: {question}", "Im Jahr {year}: {question}"),
    "fr": ("En {year}, {question}", "{question} (en {year})"),
    "es": ("En {year}, {question}", "{question} (en {year})"),
    "pt": ("Em {year}, {question}", "{question} (em {year})"),
    "it": ("Nel {year}, {question}", "{question} (nel {year})"),
    "ro": ("În {year}, {question}", "{question} (în {year})"),
    "ru": ("В {year} году {question}", "{question} (в {year} году)", "{year} год: {question}"),
    "el": ("Το {year}, {question}", "{question} (το {year})"),
    "tr": ("{year} yılında {question}", "{question} ({year})"),
    "vi": ("Năm {year}, {question}", "{question} (năm {year})"),
    "th": ("ในปี {year} {question}", "{question} ปี {year}"),
    "ar": ("في عام {year}، {question}", "{question} (عام {year})"),
    "hi": ("{year} में {question}", "{question} ({year})"),
    "": ("{year}: {question}", "{question} ({year})"),
}
_LOWERED = ("en", "fr", "es", "pt", "it", "ro", "ru", "el", "tr", "vi")  # a question goes on in small letters


def dated_rows(rows: Iterable[Row], draw: random.Random, most: int) -> Iterator[Row]:
    """Answerable rows that name no year, under a title with one, asked about that year.

    Args:
        rows: Of any sources.
        draw: Decides about what is left open.
        most: How many are asked, those of another year not counted.

    Yields:
        A row for each, and for most another without an answer.
    """
    undated = [
        row
        for row in rows
        if row.answer
        and len(row.title) <= _LONGEST_TITLE_CHARACTERS
        and not _YEARS.search(f"{row.title} {row.above} {row.question} {row.text}")
    ]
    for row in draw.sample(undated, min(most, len(undated))):
        year = draw.randint(_FIRST, _LAST)
        title = _with_year(_TITLES, row.passage_language or row.language, draw).format(
            title=row.title, year=_written(year, row.passage_language or row.language)
        )
        dated = replace(row, title=title.strip(" :–,/"), kind="dated", always_above=True)
        yield replace(dated, question=_asked(row, year, draw))
        if draw.random() < _MISSES:
            # A report of a year may tell of the one before it, and it does not say so everywhere.
            other = year + draw.choice((-7, -4, -3, -2, 1, 2, 3, 5))
            yield replace(dated, question=_asked(row, other, draw), answer=None, kind="dated-none")


def _asked(row: Row, year: int, draw: random.Random) -> str:
    form, question = _with_year(_QUESTIONS, row.language, draw), row.question
    if row.language in _LOWERED and not form.startswith("{question}") and question[1:2].islower():
        question = question[0].lower() + question[1:]
    return form.format(question=question, year=_written(year, row.language))


def _with_year(forms: dict[str, tuple[str, ...]], language: str, draw: random.Random) -> str:
    return draw.choice(forms.get(language, forms.get(language.split("-")[0], forms[""])))


def _written(year: int, language: str) -> int:
    """The year as it is counted in the language."""
    return year + _BUDDHIST if language == "th" else year
