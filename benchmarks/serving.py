"""Clients asking all at once over HTTP, quietly and while the index is rebuilt.

    python -m benchmarks.serving [--clients 16] [--questions 60] [--docs seeds]

Prints the median and the 99th percentile of a question's time, failures, and how many generations answered.
"""

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np

from qa import build_index

_QUESTIONS = Path("evals/seeds.jsonl")


def main() -> None:
    """Ask, rebuild, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--questions", type=int, default=60, help="of each client")
    parser.add_argument("--docs", type=Path, default=Path("seeds"))
    options = parser.parse_args()
    questions = [json.loads(line)["question"] for line in _QUESTIONS.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        docs, index = Path(folder) / "docs", Path(folder) / "index"
        shutil.copytree(options.docs, docs)
        build_index(docs, index)
        with served(index) as url:
            _ask_all(url, questions, options.clients, 5)  # a first round, to warm up
            _print("quiet", *_ask_all(url, questions, options.clients, options.questions))
            stop = threading.Event()
            rebuilding = threading.Thread(target=_rebuild, args=(docs, index, stop))
            rebuilding.start()
            _print("rebuilding", *_ask_all(url, questions, options.clients, options.questions))
            stop.set()
            rebuilding.join()


def _ask_all(url: str, questions: list[str], clients: int, each: int) -> tuple[list[float], int, set[str]]:
    """The seconds of each question, how many failed, and the generations that answered."""

    def one(number: int) -> tuple[list[float], int, set[str]]:
        took, failed, generations = [], 0, set()
        with httpx.Client(base_url=url, timeout=30) as client:
            for at in range(each):
                started = time.perf_counter()
                answer = client.post("/api/ask", json={"question": questions[(number * each + at) % len(questions)]})
                took.append(time.perf_counter() - started)
                failed += answer.status_code != 200
                generations.add(answer.json()["index"]["generation"])
        return took, failed, generations

    with ThreadPoolExecutor(clients) as pool:
        results = list(pool.map(one, range(clients)))
    seconds = [each for took, _, _ in results for each in took]
    return seconds, sum(failed for _, failed, _ in results), {name for _, _, names in results for name in names}


def _print(name: str, seconds: list[float], failed: int, generations: set[str]) -> None:
    median, high = (float(np.percentile(seconds, share)) * 1000 for share in (50, 99))
    told = f"p50 {median:.0f} ms, p99 {high:.0f} ms, {failed} failed, {len(generations)} generations"
    print(f"{name:>11}: {len(seconds)} answers, {told}", flush=True)


def _rebuild(docs: Path, index: Path, stop: threading.Event) -> None:
    """Build in a process of its own, as `yinju index` does, again and again, a changed file each time."""
    for number in range(1000):
        if stop.is_set():
            return
        (docs / "changing.md").write_text(f"# Note\n\nThis is version {number}.\n", "utf-8")
        command = [sys.executable, "-m", "qa", "index", str(docs), "--index", str(index)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(index: Path) -> Iterator[str]:
    """A server on a free port, as `yinju serve` starts it; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa", "serve", "--index", str(index), "--port", str(port), "--no-log"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                httpx.get(f"{url}/healthz")
                break
            except httpx.TransportError:
                time.sleep(0.2)
        try:
            yield url
        finally:  # else it would be waited for when the measurement fails
            server.terminate()


if __name__ == "__main__":
    main()
