"""How rightly, and how fast, scanned pages are read: known texts printed, spoilt as scanners do, and read again.

python -m benchmarks.ocr --font /usr/share/fonts/truetype/wqy/wqy-microhei.ttc [--docs seeds] [--pages 3]

Needs the extra `ocr`. Prints a table: the share of characters that are wrong, missing or too many (white space and the
width of punctuation aside), once in reading order and once with the lines in any order, the share of the figures that
stand there, and seconds for a page.
"""

import argparse
import io
import re
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from qa.documents import find_files, read_documents

_MARGIN = 200  # pixels; a pixel is 1/200 inch
_GUTTER = 45


class Sheet(NamedTuple):
    """A kind of page: pixels at 200 dpi, columns, height of the letters."""

    width: int
    height: int
    columns: int
    letters: int


SHEETS = {
    "A4, one column": Sheet(1654, 2339, 1, 29),
    "A4, two columns": Sheet(1654, 2339, 2, 27),
    "newspaper, A3, four columns": Sheet(2339, 3307, 4, 25),
}
# How a scan is spoilt: degrees of slant, blur in pixels, noise, JPEG quality, dots per inch.
SPOILT = {
    "clean": (0.0, 0.0, 0.0, 95, 200),
    "photocopy": (0.7, 0.8, 18.0, 40, 200),
    "poor": (1.0, 0.8, 25.0, 30, 120),
    "on its head": (180.0, 0.0, 0.0, 95, 200),
    "sideways": (90.0, 0.0, 0.0, 95, 200),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ocr", description=__doc__)
    parser.add_argument("--font", type=Path, required=True)
    parser.add_argument("--docs", type=Path, default=Path("seeds"))
    parser.add_argument("--pages", type=int, default=3, help="at most so many pages of each kind")
    options = parser.parse_args()
    whole = "\n".join(document.text for document, _ in read_documents(find_files(options.docs)[0]) if document)
    print("| page | scan | pages | characters | wrong | wrong, any order | figures found | s a page |")
    print("|---|---|---|---|---|---|---|---|")
    for kind, sheet in SHEETS.items():
        drawn = list(_printed(whole, sheet, options.font, options.pages))
        for name, spoilt in SPOILT.items():
            print(f"| {kind} | {name} | {_measured(drawn, spoilt)} |", flush=True)


def _printed(text: str, sheet: Sheet, path: Path, most: int) -> Iterator[tuple[Image.Image, list[str]]]:
    """Pages, each with a headline across it, and the lines that stand on them in reading order."""
    font, large = (ImageFont.truetype(str(path), size) for size in (sheet.letters, 2 * sheet.letters))
    column = (sheet.width - 2 * _MARGIN - (sheet.columns - 1) * _GUTTER) // sheet.columns
    lines = [line for paragraph in text.split("\n") if paragraph.strip() for line in _wrapped(paragraph, font, column)]
    pitch = int(1.6 * sheet.letters)
    rows = (sheet.height - 2 * _MARGIN - 4 * sheet.letters) // pitch
    for _ in range(most):
        taken, lines = lines[: rows * sheet.columns], lines[rows * sheet.columns :]
        if not taken:
            return
        page = Image.new("L", (sheet.width, sheet.height), 255)
        pen = ImageDraw.Draw(page)
        headline = taken[0].strip()[:16]
        pen.text((_MARGIN, _MARGIN), headline, font=large, fill=0)
        for at, line in enumerate(taken):
            left = _MARGIN + at // rows * (column + _GUTTER)
            pen.text((left, _MARGIN + 4 * sheet.letters + at % rows * pitch), line, font=font, fill=0)
        yield page, [headline, *taken]


def _wrapped(paragraph: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    line = "　　"
    for character in " ".join(paragraph.split()):
        if font.getlength(line + character) > width:
            yield line
            line = ""
        line += character
    yield line


def _measured(drawn: list[tuple[Image.Image, list[str]]], spoilt: tuple[float, float, float, int, int]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        pages = [_scanned(page, *spoilt) for page, _ in drawn]
        path = Path(folder) / "scan.pdf"
        pages[0].save(path, save_all=True, append_images=pages[1:], resolution=spoilt[-1], quality=spoilt[3])
        started = time.perf_counter()
        ((document, verdict),) = read_documents(find_files(path)[0], ocr=True)
        seconds = (time.perf_counter() - started) / len(pages)
    if document is None:
        raise SystemExit(verdict.reason)
    ends = (*document.pages[1:], len(document.text))
    read = [document.text[start:end].split("\n") for start, end in zip(document.pages, ends, strict=True)]
    known = [lines for _, lines in drawn]
    characters = sum(len(_bare(lines)) for lines in known)
    in_order = sum(_edits(_bare(a), _bare(b)) for a, b in zip(known, read, strict=True))
    counts = [(Counter(_bare(a)), Counter(_bare(b))) for a, b in zip(known, read, strict=True)]
    anyhow = sum(max(((a - b).total(), (b - a).total())) for a, b in counts)
    figures = [(Counter(_figures(a)), Counter(_figures(b))) for a, b in zip(known, read, strict=True)]
    found = sum((a & b).total() for a, b in figures) / max(sum(a.total() for a, _ in figures), 1)
    shares = f"{in_order / characters:.2%} | {anyhow / characters:.2%} | {found:.1%}"
    return f"{len(pages)} | {characters} | {shares} | {seconds:.1f}"


def _scanned(page: Image.Image, degrees: float, blur: float, noise: float, quality: int, dpi: int) -> Image.Image:
    turned = page.rotate(degrees, expand=degrees >= 90, fillcolor=255, resample=Image.Resampling.BICUBIC)
    smaller = turned.resize((turned.width * dpi // 200, turned.height * dpi // 200), Image.Resampling.LANCZOS)
    soft = smaller.filter(ImageFilter.GaussianBlur(blur))
    grain = np.random.default_rng(7).normal(0, noise, (soft.height, soft.width))
    spoilt = Image.fromarray(np.clip(np.asarray(soft) * 0.92 + grain, 0, 255).astype(np.uint8))
    packed = io.BytesIO()
    spoilt.save(packed, "JPEG", quality=quality)
    return Image.open(packed).convert("L")


def _bare(lines: list[str]) -> str:
    return "".join(unicodedata.normalize("NFKC", "".join(lines)).split())


def _figures(lines: list[str]) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", _bare(lines))


def _edits(known: str, read: str) -> int:
    """Fewest insertions, deletions and replacements between two texts."""
    letters = np.array([ord(character) for character in read])
    places = np.arange(len(read) + 1)
    row = places.copy()
    for number, character in enumerate(known, start=1):
        replaced = row[:-1] + (letters != ord(character))
        best = np.concatenate([[number], np.minimum(replaced, row[1:] + 1)])
        row = np.minimum.accumulate(best - places) + places
    return int(row[-1])


if __name__ == "__main__":
    main()
