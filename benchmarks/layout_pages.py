"""Thirty-six pages of PDF and text in layouts of their own, of sentences made up here: what is printed in each is known."""

import io
import random
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

ENGLISH = """The harbour office opens at seven and closes at four, except on holidays.|Boats longer than twelve metres need a pilot who knows the eastern channel.
The fee for a berth is paid in advance, and a receipt is sent by post.|Fishing from the long pier is allowed between October and the end of March.
Nobody may swim in the basin while the dredger is at work there.|The ferry to the island runs every forty minutes unless the wind is strong.
The old crane was sold to a museum that keeps it in a garden.|Visitors leave their bicycles behind the fish hall, where a roof keeps them dry.
The lamps on the northern mole were changed last autumn by two electricians.|A leaking fuel tank must be reported to the harbour master at once.
The school of navigation takes twenty pupils a year, half of them from abroad.|Whoever finds a stranded seal calls the station and keeps the dogs away.""".replace(
    "\n", "|"
).split("|")
CHINESE = """港务处每天早上七点开门,下午四点关门,节假日除外。|长度超过十二米的船只,须由熟悉东航道的引水员引领入港。
泊位费须提前缴纳,收据由邮局寄出,遗失可以补办。|每年十月至次年三月底,允许在长堤上垂钓,但不得使用渔网。
挖泥船作业期间,任何人不得在港池内游泳或者划船。|前往小岛的渡船每四十分钟一班,遇大风天气停航。
旧吊车已经卖给一家博物馆,现在陈列在馆内的花园里。|游客可以把自行车停放在鱼市后面,那里有顶棚可以挡雨。
北堤的灯具去年秋天由两名电工全部更换,夜间亮度明显提高。|发现油箱渗漏的,应当立即报告港务主任,不得自行处理。
航海学校每年招收二十名学员,其中一半来自国外。|发现搁浅海豹的市民请致电救助站,并让犬只远离现场。""".replace(
    "\n", "|"
).split("|")
GERMAN = """Das Hafenamt öffnet um sieben Uhr und schließt um vier, außer an Feiertagen.|Boote über zwölf Meter brauchen einen Lotsen, der die östliche Rinne kennt.
Die Gebühr für einen Liegeplatz wird im Voraus bezahlt, eine Quittung kommt per Post.|Auf der langen Mole darf von Oktober bis Ende März geangelt werden.
Solange der Bagger arbeitet, darf im Becken niemand schwimmen.|Die Fähre zur Insel fährt alle vierzig Minuten, sofern der Wind nicht zu stark ist.
Der alte Kran wurde an ein Museum verkauft, das ihn in seinem Garten zeigt.|Besucher lassen ihre Räder hinter der Fischhalle, wo ein Dach sie trocken hält.""".replace(
    "\n", "|"
).split("|")
LANGUAGES = {"en": ENGLISH, "zh": CHINESE, "de": GERMAN}
HEADS = {"en": "Rules of the harbour", "zh": "港口管理规定", "de": "Hafenordnung"}
FONT = "STSong-Light"
TOP, LEADING, SIZE = 780, 15, 10


class Page(NamedTuple):
    """A file in some layout, and the units that are printed in it: paragraphs, headings, rows, captions."""

    name: str
    content: bytes
    units: list[str]


class Placed(NamedTuple):
    """A line and where it is drawn."""

    x: float
    y: float
    text: str


def pages() -> Iterator[Page]:
    """Thirty-six pages."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    for language in LANGUAGES:
        paragraphs = _paragraphs(language)
        yield _pdf(f"indents-{language}", language, [_column(language, paragraphs, 72, 420, indent=20)], paragraphs)
        yield _pdf(f"blank-lines-{language}", language, [_column(language, paragraphs, 72, 380, gap=12)], paragraphs)
        left, right = paragraphs[:2], paragraphs[2:]
        two = [_column(language, left, 60, 220), _column(language, right, 320, 220)]
        yield _pdf(f"columns-{language}", language, two, paragraphs)
        yield _pdf(f"columns-by-row-{language}", language, two, paragraphs, by_row=True)
        across = [_column(language, left, 60, 220, top=740), _column(language, right, 320, 220, top=740)]
        head = [Placed(200, 770, HEADS[language])]
        yield _pdf(f"heading-across-{language}", language, [head, *across], [HEADS[language], *paragraphs])
        yield _pages(language, paragraphs)
        yield _list(language, LANGUAGES[language][:6])
        yield _with_table(language, paragraphs)
        for by_row in (False, True):
            yield _short_columns(language, paragraphs, by_row=by_row)
    for language in ("en", "zh"):
        paragraphs = _paragraphs(language)
        yield _caption(language, paragraphs)
        yield _sidebar(language, paragraphs)
    yield _text_columns(ENGLISH[:6])
    yield _wrapped_text(ENGLISH)


def _paragraphs(language: str) -> list[str]:
    """Four paragraphs of two or three sentences."""
    blank = "" if language == "zh" else " "
    sentences = LANGUAGES[language]
    step = len(sentences) // 4
    return [blank.join(sentences[at * step : (at + 1) * step]) for at in range(4)]


def _column(
    language: str, paragraphs: Sequence[str], x: float, width: float, *, indent: float = 14, gap: float = 0, top: float = TOP
) -> list[Placed]:  # fmt: skip
    lines: list[Placed] = []
    y = top
    for paragraph in paragraphs:
        for at, line in enumerate(_lines(language, paragraph, width, 0 if gap else indent)):
            lines.append(Placed(x + (0 if at or gap else indent), y, line))
            y -= LEADING
        y -= gap
    return lines


def _lines(language: str, paragraph: str, width: float, indent: float = 0) -> list[str]:
    """Broken where the words are as wide as the column."""
    words = list(paragraph) if language == "zh" else paragraph.split()
    blank = "" if language == "zh" else " "
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line}{blank}{word}" if line else word
        room = width - (indent if not lines else 0)
        if line and pdfmetrics.stringWidth(longer, _font(language), SIZE) > room and word not in "，。,":
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _font(language: str) -> str:
    return FONT if language == "zh" else "Helvetica"


def _pdf(
    name: str, language: str, columns: Sequence[Sequence[Placed]], units: list[str], *, by_row: bool = False
) -> Page:
    lines = [line for column in columns for line in column]
    if by_row:
        lines.sort(key=lambda line: (-line.y, line.x))
    return Page(f"{name}.pdf", _drawn(language, [lines]), units)


def _drawn(language: str, sheets: Sequence[Sequence[Placed]]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for lines in sheets:
        canvas.setFont(_font(language), SIZE)
        for line in lines:
            canvas.drawString(*line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _pages(language: str, paragraphs: Sequence[str]) -> Page:
    """A paragraph that goes on over the page, under a running head and over a page number."""
    lines = _column(language, [*paragraphs, *paragraphs[:1]], 72, 300, indent=20)
    half = len(_lines(language, paragraphs[0], 300, 20)) + 2
    sheets = []
    for number, part in enumerate((lines[:half], lines[half:]), start=1):
        moved = [line._replace(y=TOP - LEADING * at) for at, line in enumerate(part)]
        # Head and number are furniture, and no units of the text.
        sheets.append([Placed(72, 812, HEADS[language]), *moved, Placed(300, 40, str(number))])
    return Page(f"over-the-page-{language}.pdf", _drawn(language, sheets), list(paragraphs))


def _list(language: str, sentences: Sequence[str]) -> Page:
    """Numbered items with hanging indents."""
    lines: list[Placed] = []
    y = TOP
    for number, sentence in enumerate(sentences, start=1):
        for at, line in enumerate(_lines(language, sentence, 200)):
            lines.append(Placed(90 if at else 72, y, line if at else f"{number}. {line}"))
            y -= LEADING
    units = [f"{number}. {sentence}" for number, sentence in enumerate(sentences, start=1)]
    return _pdf(f"items-{language}", language, [lines], units)


ROWS = {
    "en": [["Berth", "Depth", "Fee"], ["A4", "3 m", "40"], ["B7", "5 m", "65"], ["C1", "8 m", "90"]],
    "zh": [["泊位", "水深", "费用"], ["甲四", "3米", "40"], ["乙七", "5米", "65"], ["丙一", "8米", "90"]],
    "de": [["Platz", "Tiefe", "Preis"], ["A4", "3 m", "40"], ["B7", "5 m", "65"], ["C1", "8 m", "90"]],
}


def _with_table(language: str, paragraphs: Sequence[str]) -> Page:
    """A table without rules between two paragraphs."""
    above = _column(language, paragraphs[:1], 72, 300)
    y = above[-1].y - 30
    cells = [Placed(90 + 110 * column, y - 16 * at, cell) for at, row in enumerate(ROWS[language]) for column, cell in enumerate(row)]  # fmt: skip
    below = _column(language, paragraphs[1:2], 72, 300, top=y - 100)
    units = [*paragraphs[:2], *("".join(row) for row in ROWS[language])]
    return _pdf(f"table-{language}", language, [above, cells, below], units)


def _short_columns(language: str, paragraphs: Sequence[str], *, by_row: bool) -> Page:
    """Two columns of two or three lines above running text."""
    beside = LANGUAGES[language][:2]
    columns = [_column(language, beside[:1], 60, 220, indent=0), _column(language, beside[1:], 320, 220, indent=0)]
    name = f"short-columns{'-by-row' if by_row else ''}-{language}"
    below = _column(language, paragraphs[2:], 60, 480, top=700)
    return _pdf(name, language, [*columns, below], [*beside, *paragraphs[2:]], by_row=by_row)


def _caption(language: str, paragraphs: Sequence[str]) -> Page:
    """Two columns; a picture with a caption stands in the middle of the right one."""
    said = {"en": "Figure 2: The crane in 1931", "zh": "图2:一九三一年的吊车"}[language]
    left = _column(language, paragraphs[:2], 60, 220)
    first = _lines(language, paragraphs[2], 220, 14)
    right = _column(language, paragraphs[2:], 320, 220)
    half = max(len(first) // 2, 1)
    moved = [line if at < half else line._replace(y=line.y - 120) for at, line in enumerate(right)]
    caption = Placed(330, right[half - 1].y - 70, said)
    return _pdf(f"caption-{language}", language, [left, moved[:half], [caption], moved[half:]], [said, *paragraphs])


def _sidebar(language: str, paragraphs: Sequence[str]) -> Page:
    """Running text with a short note in the margin."""
    text = _column(language, paragraphs[:3], 72, 300)
    note = _lines(language, LANGUAGES[language][-1], 90)
    margin = [Placed(420, TOP - 7 - LEADING * at, line) for at, line in enumerate(note)]
    return _pdf(f"margin-{language}", language, [text, margin], [*paragraphs[:3], LANGUAGES[language][-1]])


def _text_columns(sentences: Sequence[str]) -> Page:
    """Two columns of plain text, parted by blanks."""
    left, right = wrap(" ".join(sentences[:3]), 34), wrap(" ".join(sentences[3:]), 34)
    height = max(len(left), len(right))
    rows = zip(left + [""] * (height - len(left)), right + [""] * (height - len(right)), strict=True)
    text = "\n".join(f"{one:38}{other}".rstrip() for one, other in rows)
    return Page("columns.txt", text.encode(), [" ".join(sentences[:3]), " ".join(sentences[3:])])


def _wrapped_text(sentences: Sequence[str]) -> Page:
    """Hard-wrapped plain text with indents."""
    chosen = random.Random(5).sample(list(sentences), 9)
    paragraphs = [" ".join(chosen[at : at + 3]) for at in (0, 3, 6)]
    text = "\n".join(line for paragraph in paragraphs for line in wrap(paragraph, 58, initial_indent="   "))
    return Page("indents.txt", text.encode(), paragraphs)
