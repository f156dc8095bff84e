"""Pages in other layouts than the shipped ones: how many sentences come out whole, and how many were put together wrongly.

    python -m benchmarks.layouts [--show] [FOLDER]

On the pages of `layout_pages`. A sentence is whole where one block holds it; one that was printed on several lines is
joined rightly then. A join is wrong where a sentence of a block was printed nowhere. FOLDER keeps the pages.
"""

import argparse
from pathlib import Path
from typing import NamedTuple

from benchmarks.layout_pages import Page, pages
from qa.documents.pdf import read_pdf
from qa.documents.plain import read_text
from qa.layout import blocks
from qa.text.sentences import sentence_spans
from qa.text.spans import join
from qa.types import Document


class Count(NamedTuple):
    """Sentences of a page: all, broken, joined rightly, joined wrongly."""

    sentences: int
    broken: int
    rightly: int
    wrongly: int


def count(page: Page) -> tuple[Count, list[str]]:
    """How the sentences of a page fare, and what was joined wrongly or left broken."""
    pdf = page.name.endswith(".pdf")
    parsed = (read_pdf if pdf else read_text)(page.content)
    document = Document(page.name, parsed.title, parsed.text, "pdf" if pdf else "txt", "", pages=tuple(parsed.pages), blocks=tuple(parsed.blocks))  # fmt: skip
    found = [join(document.text, block.spans) for block in blocks(document) if block.kind != "furniture"]
    bare = ["".join(text.split()) for text in found]
    printed = {_bare(line) for line in parsed.text.split("\n")}
    units = [_bare(unit) for unit in page.units]
    wanted = [_bare(unit[s:e]) for unit in page.units for s, e in sentence_spans(unit)]
    whole = [any(sentence in text for text in bare) for sentence in wanted]
    made = {_bare(text[s:e]) for text in found for s, e in sentence_spans(text)}
    wrong = sorted(sentence for sentence in made if not any(sentence in unit for unit in units))
    missing = [sentence for sentence, is_whole in zip(wanted, whole, strict=True) if not is_whole]
    rightly = sum(is_whole and not any(sentence in line for line in printed) for sentence, is_whole in zip(wanted, whole, strict=True))  # fmt: skip
    return Count(len(wanted), len(missing), rightly, len(wrong)), [f"wrong: {text}" for text in wrong] + missing


def _bare(text: str) -> str:
    return "".join(text.split())


def main() -> None:
    """Print a line for each page, and the sum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="keep the pages here")
    parser.add_argument("--show", action="store_true", help="print the sentences that are broken or wrong")
    options = parser.parse_args()
    total = [0, 0, 0, 0]
    number = 0
    for page in pages():
        number += 1
        if options.folder:
            options.folder.mkdir(parents=True, exist_ok=True)
            (options.folder / page.name).write_bytes(page.content)
        counted, said = count(page)
        total = [a + b for a, b in zip(total, counted, strict=True)]
        print(f"{page.name:26} sentences {counted[0]:3}  broken {counted[1]:3}  joined rightly {counted[2]:3}  wrongly {counted[3]:3}")  # fmt: skip
        for text in said if options.show else ():
            print(f"    {text}")
    print(f"{number} pages: sentences {total[0]}, broken {total[1]}, joined rightly {total[2]}, wrongly {total[3]}")


if __name__ == "__main__":
    main()
