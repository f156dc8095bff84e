"""See the package: which targets, how many runs, and what is printed."""

import argparse
import hashlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import benchmarks.fuzzing
from benchmarks.fuzzing.isolated import Finding, Target, run
from benchmarks.fuzzing.starting import KINDS

_SHOWN_OUTCOMES = 12


def main() -> None:
    """Run what was asked for; exit code 1 when anything was found."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fuzzing",
        description=benchmarks.fuzzing.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--reader", action="append", choices=KINDS, help="this format; again for more of them")
    for door in _DOORS:
        parser.add_argument(f"--{door}", action="store_true")
    parser.add_argument("--runs", type=int, default=1_000_000, help="of each")
    parser.add_argument("--minutes", type=float, default=0.0, help="of each at most; 0 for no limit")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first run, to go on or to see one again")
    parser.add_argument("--findings", type=Path, default=Path("build/fuzzing"), help="folder for their inputs")
    options = parser.parse_args()
    found = 0
    for target in _chosen(options):
        found += _fuzzed(target, options)
    sys.exit(1 if found else 0)


def _reader(kind: str) -> Target:
    from benchmarks.fuzzing.readers import ReaderTarget

    return ReaderTarget(kind)


def _question() -> Target:
    from benchmarks.fuzzing.questions import QuestionTarget

    return QuestionTarget()


def _manifest() -> Target:
    from benchmarks.fuzzing.indexes import IndexTarget

    return IndexTarget()


def _http() -> Target:
    from benchmarks.fuzzing.requests import RequestTarget

    return RequestTarget()


_DOORS: dict[str, Callable[[], Target]] = {"question": _question, "manifest": _manifest, "http": _http}


def _chosen(options: argparse.Namespace) -> Iterator[Target]:
    """The targets that were named, or all of them."""
    doors = [door for door in _DOORS if getattr(options, door)]
    everything = not doors and not options.reader
    for kind in KINDS if everything else options.reader or ():
        yield _reader(kind)
    for door in _DOORS if everything else doors:
        yield _DOORS[door]()


def _fuzzed(target: Target, options: argparse.Namespace) -> int:
    """Feed a target, print what came of it; how many different findings there were."""
    started = time.perf_counter()
    outcomes: Counter[str] = Counter()
    found: dict[tuple[str, str], Finding] = {}
    done = options.first
    for told in run(target, options.seed, options.first, options.first + options.runs):
        if isinstance(told, Finding):
            if (told.what, told.place) not in found:
                found[told.what, told.place] = told
                _save(target, told, options)
            continue
        done = told.done
        outcomes.update(told.outcomes)
        if options.minutes and time.perf_counter() - started > 60 * options.minutes:
            break
    elapsed = time.perf_counter() - started
    runs = done - options.first
    print(f"{target.name}: {runs:,} runs in {elapsed:.0f} s ({runs / elapsed:,.0f} a second), {len(found)} findings")
    for outcome, count in outcomes.most_common(_SHOWN_OUTCOMES):
        print(f"  {count:>9,}  {outcome}")
    sys.stdout.flush()
    return len(found)


def _save(target: Target, finding: Finding, options: argparse.Namespace) -> None:
    options.findings.mkdir(parents=True, exist_ok=True)
    key = hashlib.sha256(f"{finding.what} {finding.place}".encode()).hexdigest()[:8]
    path = options.findings / f"{target.name}-{finding.what.replace(' ', '-')}-{key}"
    path.with_suffix(".input").write_bytes(finding.content)
    head = f"{finding.what} at {finding.place}\nseed {options.seed}, run {finding.number}\n\n"
    path.with_suffix(".txt").write_text(head + finding.details, "utf-8")
    what = f"{finding.what} at {finding.place} (seed {options.seed}, run {finding.number})"
    print(f"FOUND {target.name}: {what}; input: {path.with_suffix('.input')}", flush=True)


if __name__ == "__main__":
    main()
