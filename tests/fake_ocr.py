"""An engine that knows a page by its width in points: what it "reads" is written here."""

from PIL.Image import Image

from qa.documents.reading_order import Words

REPORT, ENDLESS, HEAVY = 300, 301, 302
LINES = ("宁夏工会报告", "宁夏有工会会员129万人。", "新建工会组织5524个。")


def installed() -> bool:
    return True


def read(picture: Image) -> list[Words]:
    width = round(picture.width * 72 / 200)
    while width == ENDLESS:
        pass
    if width == HEAVY:
        bytearray(picture.width * 10**8)
    if max(picture.size) > 3000:
        return [Words(f"{picture.width} x {picture.height}", 10, 10, 300, 30)]
    lines = LINES if width == REPORT else ()
    return [Words(line, 10, 40 * at, 400, 40 * at + 20) for at, line in enumerate(lines)]
