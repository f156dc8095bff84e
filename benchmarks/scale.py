"""What an archive costs, beside bare tantivy and FAISS with vectors that cost nothing, in one run.

    python -m benchmarks.scale [--reports FILE_OR_FOLDER] [--passages 20000] [--questions 40] [--keep FOLDER]

The corpus: government reports, and copies of them with other names and figures, until there are so many passages. Built with
the static model. Prints characters a second of the build (by the clock, and by processor time, which a busy machine
changes less), seconds to open, milliseconds of a retrieval, memory, and what a rebuild after one changed file costs.

Bare is what anyone would write in an hour: pieces of 325 characters, tantivy's own n-grams of one and two characters, a
vector of hashed characters in a flat FAISS index, the fifty best of each.
"""

import argparse
import itertools
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import faiss
import numpy as np
import tantivy

from benchmarks.archives import QUESTIONS, REPORTS, reports

_PIECE, _DIM, _DEPTH = 325, 256, 50
_CHARACTERS_OF_A_PASSAGE = 211  # on average, in these reports
_HAN = re.compile("[\u4e00-\u9fff]{2}(?=[省市县区])")


def main() -> None:
    """Make the corpus, then run each side in a process of its own, so that memory is told apart."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="leave corpus and index in this folder")
    parser.add_argument("--side", choices=("ours", "bare"), help="used by itself")
    options = parser.parse_args()
    if options.side:
        side = {"ours": _ours, "bare": _bare}[options.side]
        print(json.dumps(side(options.keep, _questions(options.questions))))
        return
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        characters = _write(reports(options.reports)[0], folder / "docs", options.passages)
        print(f"{characters:,} characters in {sum(1 for _ in _files(folder / 'docs')):,} files")
        for name in ("bare", "ours"):
            print(name, *_told(_run(name, folder, options.questions), characters), sep="\n    ", flush=True)


def _write(source: Path, target: Path, passages: int) -> int:
    """Copy reports until they make so many passages, later rounds with other names and figures; how many characters."""
    chance = random.Random(1)
    written = 0
    originals = sorted(source.rglob("*.md"))
    chance.shuffle(originals)
    for turn in itertools.count():
        for path in originals:
            if written >= passages * _CHARACTERS_OF_A_PASSAGE:
                return written
            text = path.read_text("utf-8")
            text = _changed(text, chance) if turn else text
            place = target / (f"{path.parent.name}{turn}" if turn else path.parent.name) / path.name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")
            written += len(text)
    raise AssertionError


def _changed(text: str, chance: random.Random) -> str:
    """The text with other figures, and each name of a place as another two characters of it."""
    names: dict[str, str] = {}
    text = re.sub(r"\d", lambda match: str(chance.randrange(10)) if chance.random() < 0.5 else match[0], text)
    return _HAN.sub(lambda match: names.setdefault(match[0], match[0][1] + chance.choice(text)), text)


def _files(docs: Path) -> Iterator[Path]:
    return (path for path in sorted(docs.rglob("*.md")) if path.is_file())


def _questions(number: int) -> list[str]:
    lines = QUESTIONS.read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines][:number]


def _run(side: str, folder: Path, questions: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.scale", "--side", side, "--keep", str(folder)]
    done = subprocess.run([*command, "--questions", str(questions)], check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _told(figures: dict[str, float], characters: int) -> Iterator[str]:
    for name, value in figures.items():
        rate = f" ({characters / value:,.0f} characters a second)" if name.startswith("build") else ""
        yield f"{name}: {value:,.3f}{rate}"


def _costs(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processors, those of child processes included."""
    wall, processor = time.perf_counter(), _processor()
    work()
    return time.perf_counter() - wall, _processor() - processor


def _processor() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _searched(search: Callable[[str], object], questions: list[str]) -> dict[str, float]:
    for question in questions[:3]:
        search(question)
    costs = np.array([_costs(partial(search, question)) for question in questions]) * 1000
    median, mean = np.median(costs, axis=0), costs.mean(axis=0)
    return {
        "search p50, ms": median[0],
        "search p50, ms of processor": median[1],
        "search mean, ms of processor": mean[1],
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _ours(folder: Path, questions: list[str]) -> dict[str, float]:
    from qa import Assistant, build_index

    index = folder / "index"
    shutil.rmtree(index, ignore_errors=True)
    wall, processor = _costs(lambda: build_index(folder / "docs", index, model="static"))
    found = {"build, s": wall, "build, s of processor": processor, "peak of the build, MB": _peak()}
    opened: list[Assistant] = []
    found["open, s"], found["open, s of processor"] = _costs(lambda: opened.append(Assistant.open(index)))
    found["passages"] = opened[0].info.passages
    found |= _searched(lambda question: opened[0].search(question, limit=_DEPTH), questions)
    changed = next(_files(folder / "docs"))
    text = changed.read_text("utf-8")
    changed.write_text(text + "\n\n补充一句。\n", "utf-8")
    found["one changed file, s"], cost = _costs(lambda: build_index(folder / "docs", index, model="static"))
    changed.write_text(text, "utf-8")
    return {**found, "one changed file, share of the processor time": cost / processor}


def _bare(folder: Path, questions: list[str]) -> dict[str, float]:
    place = folder / "bare"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    wall, processor = _costs(lambda: _bare_build(folder / "docs", place))
    found = {"build, s": wall, "build, s of processor": processor, "peak of the build, MB": _peak()}
    index = _bare_index(place)
    searcher, vectors = index.searcher(), faiss.read_index(os.fspath(place / "vectors"))

    def search(question: str) -> None:
        terms = {*question, *map("".join, itertools.pairwise(question))}
        queries = [tantivy.Query.term_query(index.schema, "body", term, "freq") for term in terms]
        searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries]), _DEPTH)
        vectors.search(_hashed([question]), _DEPTH)

    return {**found, **_searched(search, questions)}


def _bare_build(docs: Path, place: Path) -> None:
    writer = _bare_index(place).writer(100_000_000)
    vectors = faiss.IndexFlatIP(_DIM)
    for path in _files(docs):
        text = path.read_text("utf-8")
        pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
        for piece in pieces:
            writer.add_document(tantivy.Document(body=piece))
        vectors.add(_hashed(pieces))
    writer.commit()
    writer.wait_merging_threads()
    faiss.write_index(vectors, os.fspath(place / "vectors"))


def _bare_index(place: Path) -> tantivy.Index:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=True, tokenizer_name="pairs", index_option="freq")
    index = tantivy.Index(builder.build(), path=os.fspath(place))
    ngrams = tantivy.Tokenizer.ngram(min_gram=1, max_gram=2, prefix_only=False)
    index.register_tokenizer("pairs", tantivy.TextAnalyzerBuilder(ngrams).build())
    return index


def _hashed(texts: list[str]) -> np.ndarray:
    codes = (np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32) % _DIM for text in texts)
    counts = np.stack([np.bincount(each, minlength=_DIM) for each in codes]).astype(np.float32)
    unit: np.ndarray = counts / np.linalg.norm(counts, axis=1, keepdims=True)
    return unit


if __name__ == "__main__":
    main()
