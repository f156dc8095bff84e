"""RapidOCR on ONNX Runtime (`pip install 'yinju[ocr]'`): the words of a picture. Its models lie in its wheel."""

import os
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from PIL.Image import Image

from qa.documents.parsed import Unreadable
from qa.documents.reading_order import Words
from qa.documents.scanned import LONGEST_SIDE_PIXELS

_MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
}
_MOST_THREADS = 4
_ENOUGH = 2000  # pixels of the longer side, to see which way up a page is
_CERTAIN = 0.8  # a page that is read with less certainty on average may stand on its head


def installed() -> bool:
    """Whether the extra is there."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime"))


def read(picture: Image) -> list[Words]:
    """The words in an RGB picture, turned upright if it is not.

    Args:
        picture: RGB.

    Returns:
        Words with their places, in pixels.

    Raises:
        Unreadable: The engine cannot be loaded.
    """
    darkest, lightest = picture.convert("L").getextrema()
    if darkest == lightest:
        return []
    found = _found(picture)
    if found.is_upright:
        return found.words
    small = picture.copy()
    small.thumbnail((_ENOUGH, _ENOUGH))
    turned = {degrees: _found(small.rotate(degrees, expand=True)) for degrees in (0, 180, 90, 270)}
    best = max(turned, key=lambda degrees: (turned[degrees].is_upright, turned[degrees].certain))
    return _found(picture.rotate(best, expand=True)).words if best else found.words


class _Found(NamedTuple):
    """What the engine found: the words, how many characters are certain, each by its share, and whether lines lie."""

    words: list[Words]
    certain: float
    is_upright: bool


def _found(picture: Image) -> _Found:
    result = _engine()(picture)
    if getattr(result, "txts", None) is None:
        return _Found([], 0.0, False)
    boxes = result.boxes.tolist()
    slope = median((by - ay) / max(bx - ax, 1.0) for (ax, ay), (bx, by), *_ in boxes)
    words = [_words(text, box, slope) for text, box in zip(result.txts, boxes, strict=True)]
    characters = sum(len(piece.text) for piece in words)
    certain = sum(score * len(piece.text) for score, piece in zip(result.scores, words, strict=True))
    lying = sum(len(piece.text) for piece in words if piece.right - piece.left >= piece.height)
    return _Found(words, certain, certain >= _CERTAIN * characters and lying >= characters / 2)


def _words(text: str, corners: list[list[float]], slope: float) -> Words:
    """The corners come clockwise from the upper left; a page that was laid on the scanner aslant is put straight."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = ((x + slope * y, y - slope * x) for x, y in corners)
    return Words(" ".join(text.split()), min(ax, dx), (ay + by) / 2, max(bx, cx), (cy + dy) / 2)


@cache
def _engine() -> Any:
    try:
        rapidocr = import_module("rapidocr")
        models = Path(str(rapidocr.__file__)).parent / "models"
        paths = {option: models / name for option, name in _MODELS.items()}
        # By path: a model that is named otherwise is looked for on the net when it is missing.
        missing = [path.name for path in paths.values() if not path.is_file()]
        if missing:
            raise Unreadable(
                f"OCR lacks its model {missing[0]}; install again: pip install --force-reinstall 'yinju[ocr]'"
            )
        return rapidocr.RapidOCR(
            params={
                **{option: str(path) for option, path in paths.items()},
                # The engine's own guess which lines stand on their head turns good lines over and loses them.
                "Global.use_cls": False,
                "Global.log_level": "critical",
                "Global.max_side_len": LONGEST_SIDE_PIXELS,  # smaller pictures would make small print unreadable
                "EngineConfig.onnxruntime.intra_op_num_threads": min(_MOST_THREADS, os.cpu_count() or 1),
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
    except (ImportError, OSError) as error:
        raise Unreadable(f"OCR cannot be loaded ({error}); install again: pip install 'yinju[ocr]'") from error
