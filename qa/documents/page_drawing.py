"""The child process of `page_image`: a request and a PDF come in, a PNG goes out."""

import io
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any

_MEMORY_BYTES, _CPU_SECONDS = 1_500_000_000, 15
_WIDTH_PIXELS = 1400
_MARK = (255, 229, 138)
_SAME_LINE = 0.5  # of a character's height


def main() -> None:
    """Read the request and the PDF, write the picture."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    request = json.loads(sys.stdin.buffer.readline())
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read(), request["number"], request["texts"]))


def _draw(pdf: bytes, number: int, texts: list[str]) -> bytes:
    import pypdfium2
    from PIL import Image, ImageChops, ImageDraw

    from qa.documents.pdf_fonts import let_stand_in

    let_stand_in()
    page = pypdfium2.PdfDocument(pdf)[number - 1]
    scale = min(_WIDTH_PIXELS / page.get_width(), 4.0)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    marks = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(marks)
    for left, bottom, right, top in _boxes(page.get_textpage(), texts):
        height = page.get_height()
        pen.rectangle((left * scale, (height - top) * scale, right * scale, (height - bottom) * scale), fill=_MARK)
    out = io.BytesIO()
    ImageChops.multiply(picture, marks).save(out, "PNG")
    return out.getvalue()


def _boxes(page: Any, texts: list[str]) -> Iterator[tuple[float, float, float, float]]:
    """A box around each line of each text, in points from the lower left corner."""
    import pypdfium2.raw as raw

    count = page.count_chars()
    characters = [(at, chr(raw.FPDFText_GetUnicode(page, at))) for at in range(count)]
    kept = [(at, character) for at, character in characters if not character.isspace() and character != "\x00"]
    bare = "".join(character for _, character in kept)
    for text in texts:
        wanted = "".join(text.split())
        found = bare.find(wanted) if wanted else -1
        if found < 0:
            continue
        line: tuple[float, float, float, float] | None = None
        for at, _ in kept[found : found + len(wanted)]:
            left, bottom, right, top = page.get_charbox(at, loose=True)
            if line and abs(line[1] - bottom) < _SAME_LINE * (top - bottom):
                line = (min(line[0], left), min(line[1], bottom), max(line[2], right), max(line[3], top))
            else:
                if line:
                    yield line
                line = (left, bottom, right, top)
        if line:
            yield line


if __name__ == "__main__":
    main()
