"""Asking through rebuilds: 16 clients ask a real server while its index is built anew, over and over.

    python -m benchmarks.soak [--clients 16] [--rebuilds 100] [--answers 100000]

Every document says which version it is of, so an answer from a mix of two generations would show. Printed: answers, how
many failed, how many were of a mix or of another version than the generation they name; how long the server took to take a
new generation up; and latencies while nothing was built and while something was.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np
from tqdm import tqdm

_DOCUMENTS = 5
_QUESTION = "现在是第几版?有多少会员?"
_PORT = 7923


class Tally:
    """What the clients saw, put together under one lock."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.answers = self.failed = self.mixed = 0
        self.versions: dict[str, set[str]] = {}
        self.seen_at: dict[str, float] = {}
        self.building = False
        self.seconds: dict[bool, list[float]] = {False: [], True: []}

    def note(self, generation: str, versions: set[str], seconds: float, *, building: bool) -> None:
        """One answer."""
        with self.lock:
            self.answers += 1
            self.mixed += len(versions) != 1
            self.versions.setdefault(generation, set()).update(versions)
            self.seen_at.setdefault(generation, time.monotonic())
            self.seconds[building].append(seconds)


def main() -> None:
    """Run and print; exit code 1 when an answer failed or was of a mix."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--rebuilds", type=int, default=100)
    parser.add_argument("--answers", type=int, default=100_000)
    options = parser.parse_args()
    tally, over = Tally(), threading.Event()
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        docs, index = Path(folder) / "docs", Path(folder) / "index"
        docs.mkdir()
        published = {_build(docs, index, 0): (0, 0.0)}
        with _serving(index):
            clients = [threading.Thread(target=_ask, args=(tally, over)) for _ in range(options.clients)]
            for client in clients:
                client.start()
            for number in tqdm(range(1, options.rebuilds + 1), desc="rebuilds"):
                while tally.answers < options.answers * number // (options.rebuilds + 1):
                    time.sleep(0.05)
                tally.building = True
                name = _build(docs, index, number)
                tally.building = False
                published[name] = (number, time.monotonic())
            while tally.answers < options.answers:
                time.sleep(0.05)
            over.set()
            for client in clients:
                client.join()
    sys.exit(1 if _told(tally, published) else 0)


def _told(tally: Tally, published: dict[str, tuple[int, float]]) -> int:
    """Print the outcome; how many answers were not as they should be."""
    wrong = sum(versions != {str(published[name][0])} for name, versions in tally.versions.items())
    print(
        f"{tally.answers} answers, {tally.failed} failed, {tally.mixed} of a mix; "
        f"{len(tally.versions)} generations seen of {len(published)}, {wrong} with answers of another version"
    )
    delays = [tally.seen_at[name] - at for name, (_, at) in published.items() if at and name in tally.seen_at]
    print(f"taken up after {np.median(delays):.2f} s (median), {max(delays):.2f} s (longest)")
    for building, words in ((False, "quiet"), (True, "while building")):
        p50, p99 = np.percentile(tally.seconds[building], [50, 99]) * 1000
        print(f"{words}: {len(tally.seconds[building])} answers, p50 {p50:.0f} ms, p99 {p99:.0f} ms")
    return tally.failed + tally.mixed + wrong


def _ask(tally: Tally, over: threading.Event) -> None:
    with httpx.Client(base_url=f"http://127.0.0.1:{_PORT}", timeout=30) as client:
        while not over.is_set():
            started, building = time.perf_counter(), tally.building
            try:
                answer = client.post("/api/ask", json={"question": _QUESTION}).raise_for_status().json()
            except (httpx.HTTPError, ValueError):
                with tally.lock:
                    tally.failed += 1
                continue
            seconds = time.perf_counter() - started
            texts = [quote["text"] for quote in (*answer["quotes"], *answer.get("nearest", []))]
            versions = set(re.findall(r"第(\d+)版", "".join(texts)))
            tally.note(answer["index"]["generation"], versions, seconds, building=building)


def _build(docs: Path, index: Path, number: int) -> str:
    """Write a new version of every document and build; the name of the generation."""
    for document in range(_DOCUMENTS):
        text = f"# 通报{document}\n\n现在是第{number}版,有会员{number}{document}万人。\n"
        (docs / f"{document}.md").write_text(text, "utf-8")
    subprocess.run(
        [sys.executable, "-m", "qa", "index", docs, "--index", index],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return (index / "CURRENT").read_text("ascii").split()[0]


@contextmanager
def _serving(index: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "qa", "serve", "--index", str(index), "--port", str(_PORT)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        for _ in range(600):
            try:
                httpx.get(f"http://127.0.0.1:{_PORT}/healthz").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield
        server.terminate()


if __name__ == "__main__":
    main()
