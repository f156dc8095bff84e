"""Encoding detection on real texts of at least 200 characters, re-encoded to each encoding that can hold them.

    python -m benchmarks.encodings [--data DIR] [--texts N] [--characters N]

Right means that the text comes out as it went in; what the encoding is called does not matter. A wrong text that the
verdict calls uncertain is counted apart from one that nobody is told about.
"""

import argparse
import csv
import gzip
import io
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.data import DEFAULT, load
from qa.documents.encoding import decode

UNICODE = ("utf-8", "utf-16", "utf-16-le", "utf-16-be")
LEGACY = {
    "zh": ("gb18030", "gbk"),
    "ja": ("shift_jis", "euc_jp"),
    "ko": ("euc_kr", "cp949"),
    "ru": ("cp1251", "koi8_r"),
    "en": ("cp1252",),
    "es": ("cp1252",),
    "fr": ("cp1252",),
    "de": ("cp1252",),
    "pt": ("cp1252",),
    "it": ("cp1252",),
    "el": ("cp1253",),
    "tr": ("cp1254",),
    "ro": ("cp1250",),
    "pl": ("cp1250",),
    "mn": ("cp1251",),
    "id": ("cp1252",),
    "ar": ("cp1256",),
    "zh-Hant": ("big5", "big5hkscs", "gb18030"),
}
SETS = {
    "zh": ("cmrc2018_trial", "xquad.zh"),
    "zh-Hant": ("drcd_dev",),
    "ja": ("jsquad_valid",),
    **{language: (f"xquad.{language}",) for language in ("en", "es", "ru", "ar", "de", "vi")},
}


def main() -> None:
    """Print a line for each language and encoding, and the sums."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.encodings", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--texts", type=int, default=200, help="at most so many texts of a language")
    parser.add_argument("--characters", type=int, default=200, help="length that each text is cut to")
    options = parser.parse_args()
    unicode: Counter[str] = Counter()
    legacy: Counter[str] = Counter()
    for language, texts in _texts(options.data, options.characters):
        for encoding in (*UNICODE, *LEGACY.get(language, ())):
            outcomes = Counter(_outcomes(texts[: options.texts], encoding))
            if outcomes:
                unicode += outcomes if encoding in UNICODE else Counter()
                legacy += outcomes if encoding not in UNICODE else Counter()
                print(f"{language:8} {encoding:10} {_figures(outcomes)}", flush=True)
    print(f"{'Unicode':19} {_figures(unicode)}\n{'older encodings':19} {_figures(legacy)}")


def _outcomes(texts: Sequence[str], encoding: str) -> Iterator[str]:
    for text in texts:
        try:
            content = text.encode(encoding)
        except UnicodeEncodeError:
            continue  # curly quotes and the like: nobody could have saved this text so
        if text.isascii() and not encoding.startswith("utf-16"):
            continue
        read = decode(content)
        verdict = "right" if read.text == text else "wrong"
        yield f"{verdict}, uncertain" if "uncertain" in read.note else verdict


def _figures(outcomes: Counter[str]) -> str:
    texts = outcomes.total()
    right = outcomes["right"] + outcomes["right, uncertain"]
    return (
        f"{texts:6} texts  right {right / texts:.4f}  of these called uncertain {outcomes['right, uncertain']:4}  "
        f"wrong and called uncertain {outcomes['wrong, uncertain']:4}  wrong without a word {outcomes['wrong']:4}"
    )


def _texts(data: Path, length: int) -> Iterator[tuple[str, list[str]]]:
    for language, names in SETS.items():
        paragraphs = (p.lstrip("\ufeff") for name in names for p in load(name, data).paragraphs)
        yield language, [p[:length] for p in paragraphs if len(p) >= length]
    path = data / "train" / "ntrex.tsv.gz"
    if not path.is_file():
        sys.exit(f"{path} is not there; give the folder of the public data with --data")
    rows = csv.reader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8")), delimiter="\t", quoting=3)
    codes = next(rows)
    for code, column in zip(codes, zip(*rows, strict=True), strict=True):
        yield code, list(_joined(column, length))
    # The only Central European texts among the data: entries of a programming handbook, one after the other.
    polish = gzip.decompress((data / "train" / "docs.en-pl.tsv.gz").read_bytes()).decode("utf-8").splitlines()
    yield "pl", list(_joined([line.partition("\t")[2] for line in polish], length))


def _joined(sentences: Sequence[str], length: int) -> Iterator[str]:
    """Sentences that follow each other, put together until they are long enough."""
    text = ""
    for sentence in sentences:
        text += sentence + "\n"
        if len(text) >= length:
            yield text[:length]
            text = ""


if __name__ == "__main__":
    main()
