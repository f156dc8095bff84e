"""What a rebuild costs after a small change, as a share of the whole build; and its memory and the cost of opening.

    python -m benchmarks.rebuilding [DOCS] [--files 1000] [--seed 1]

Without a folder of documents it makes its own: reports of made-up sentences, about two pages each.
"""

import argparse
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from qa import Assistant, build_index

_SENTENCES = 60
_WORDS = [
    "工会",
    "会员",
    "职工",
    "企业",
    "单位",
    "今年",
    "去年",
    "新建",
    "发展",
    "服务",
    "维权",
    "培训",
    "活动",
    "驿站",
    "资金",
    "困难",
    "劳动",
]


def main() -> None:
    """Print a table of seconds and shares."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rebuilding", description=__doc__)
    parser.add_argument("docs", nargs="?", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        docs, index = Path(folder) / "docs", Path(folder) / "index"
        if options.docs:
            _copy(options.docs, docs, options.files)
        else:
            _write(docs, options.files, random.Random(options.seed))
        _measure(docs, index)


def _measure(docs: Path, index: Path) -> None:
    files = sorted(path for path in docs.rglob("*") if path.is_file())
    whole = _seconds(lambda: build_index(docs, index))
    print(f"{len(files)} files, {whole:.1f} s for the whole build", flush=True)
    changes: dict[str, Callable[[], object]] = {
        "nothing changed": lambda: None,
        "one file changed": lambda: _append(files[len(files) // 2]),
        "one file more": lambda: shutil.copy(files[0], files[0].with_stem("one more")),
        "one file moved": lambda: _move(files[-1]),
        "all files moved": lambda: (
            docs.rename(docs.with_name("before")) and shutil.move(docs.parent / "before", docs / "all")
        ),
    }
    for name, change in changes.items():
        change()
        seconds = _seconds(lambda: build_index(docs, index))
        print(f"{name:20} {seconds:6.2f} s  {seconds / whole:6.1%}", flush=True)
    first, second = (_seconds(lambda: Assistant.open(index)) for _ in range(2))
    print(f"opening: {first:.2f} s the first time, {second:.2f} s then", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"most memory of this process: {peak:.0f} MB")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _copy(source: Path, docs: Path, most: int) -> None:
    chosen = sorted(path for path in source.rglob("*") if path.is_file())[:most]
    for number, path in enumerate(chosen):
        target = docs / f"{number % 20}" / f"{number}-{path.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def _write(docs: Path, files: int, draw: random.Random) -> None:
    for number in range(files):
        path = docs / f"{number % 20}" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        sentences = ("".join(draw.choices(_WORDS, k=12)) + f"{draw.randrange(10**6)}。" for _ in range(_SENTENCES))
        path.write_text(f"# 报告{number}\n\n" + "\n\n".join(sentences), "utf-8")


def _append(path: Path) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write("\n\n又补充一句。\n")


def _move(path: Path) -> None:
    (path.parent / "moved").mkdir()
    shutil.move(path, path.parent / "moved" / path.name)


if __name__ == "__main__":
    main()
