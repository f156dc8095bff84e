"""Clients asking all at once over HTTP: one alone, many, and many while the index is rebuilt.

    python -m benchmarks.serving [--clients 16] [--questions 60] [--docs seeds] [--asked evals/seeds.jsonl] [--model static]

Prints answers a second, the median and the 99th percentile of a question's time, failures, and how many generations answered; of
many also their answers a second over twice those of one alone, before and after, which is what two cores could give.
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
from functools import partial
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
    parser.add_argument("--asked", type=Path, default=_QUESTIONS)
    parser.add_argument("--model")
    options = parser.parse_args()
    questions = [json.loads(line)["question"] for line in options.asked.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        docs, index = Path(folder) / "docs", Path(folder) / "index"
        shutil.copytree(options.docs, docs)
        build_index(docs, index, model=options.model)
        with served(index) as url:
            _ask_all(url, questions, options.clients, 1)  # to warm up
            alone = partial(_ask_all, url, questions, 1, options.clients * options.questions // 4)
            many = partial(_ask_all, url, questions, options.clients, options.questions)
            rates = [_print("one alone", *alone()), _print("many", *many()), _print("one alone", *alone())]
            print(f"many over twice one alone: {rates[1] / (rates[0] + rates[2]):.2f}")
            stop = threading.Event()
            rebuilding = threading.Thread(target=_rebuild, args=(docs, index, stop))
            rebuilding.start()
            _print("rebuilding", *many())
            stop.set()
            rebuilding.join()


def _ask_all(url: str, questions: list[str], clients: int, each: int) -> tuple[float, list[float], int, set[str]]:
    """Seconds in all and of each question, how many failed, and the generations that answered."""

    def one(number: int) -> tuple[list[float], int, set[str]]:
        took, failed, generations = [], 0, set()
        with httpx.Client(base_url=url, timeout=600) as client:
            for at in range(each):
                started = time.perf_counter()
                answer = client.post("/api/ask", json={"question": questions[(number * each + at) % len(questions)]})
                took.append(time.perf_counter() - started)
                failed += answer.status_code != 200
                generations |= {answer.json()["index"]["generation"]} if answer.status_code == 200 else set()
        return took, failed, generations

    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        results = list(pool.map(one, range(clients)))
    whole = time.perf_counter() - began
    seconds = [each for took, _, _ in results for each in took]
    return whole, seconds, sum(failed for _, failed, _ in results), {name for _, _, names in results for name in names}


def _print(name: str, whole: float, seconds: list[float], failed: int, generations: set[str]) -> float:
    """Print a line; answers a second."""
    median, high = (float(np.percentile(seconds, share)) * 1000 for share in (50, 99))
    rate = len(seconds) / whole
    told = f"p50 {median:.0f} ms, p99 {high:.0f} ms, {failed} failed, {len(generations)} generations"
    print(f"{name:>11}: {len(seconds)} answers, {rate:.2f} a second, {told}", flush=True)
    return rate


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
