"""Clients asking all at once over HTTP: one alone, many, and many while the index is rebuilt.

    python -m benchmarks.serving [--clients 16] [--questions 15] [--docs seeds] [--asked evals/seeds.jsonl] [--model static]

Prints answers a second, the median and the 99th percentile of a question's time, failures, and how many generations answered; of
many also their answers a second over twice those of one alone, before and after, which is what two cores could give. The clock of a
busy machine says little of that; the processor time of the server, all its threads together (read from `/proc`, so on Linux), says
what an answer costs, and what it costs among many over what it costs alone.
"""

import argparse
import json
import os
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
from typing import NamedTuple

import httpx
import numpy as np

from qa import build_index

_QUESTIONS = Path("evals/seeds.jsonl")


class Server(NamedTuple):
    """Where a server answers, and its process."""

    url: str
    process: int

    def processor(self) -> float:
        """Seconds of processor time that it has taken, all threads together; 0 where the system does not tell."""
        try:
            told = Path(f"/proc/{self.process}/stat").read_text("utf-8")
        except OSError:
            return 0.0
        user, system = told.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


class Asked(NamedTuple):
    """What became of some questions: seconds in all, of each, of the server's processors; how many failed; who answered."""

    whole: float
    seconds: list[float]
    processor: float
    failed: int
    generations: set[str]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.seconds) / self.whole

    @property
    def cost(self) -> float:
        """Milliseconds of processor time for each answer."""
        return 1000 * self.processor / len(self.seconds)


def main() -> None:
    """Ask, rebuild, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving", description=__doc__)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--questions", type=int, default=15, help="for each client; asked by one alone as well")
    parser.add_argument("--docs", type=Path, default=Path("seeds"))
    parser.add_argument("--asked", type=Path, default=_QUESTIONS)
    parser.add_argument("--model")
    options = parser.parse_args()
    questions = [json.loads(line)["question"] for line in options.asked.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        docs, index = Path(folder) / "docs", Path(folder) / "index"
        shutil.copytree(options.docs, docs)
        build_index(docs, index, model=options.model)
        with served(index) as server:
            every = options.clients * options.questions
            alone = partial(_ask_all, server, questions, 1, every)
            many = partial(_ask_all, server, questions, options.clients, every)
            many()  # to warm up, by the questions that all are asked
            told = [_printed("one alone", alone()), _printed("many", many()), _printed("one alone", alone())]
            print(f"many over twice one alone, by the clock: {told[1].rate / (told[0].rate + told[2].rate):.2f}")
            if told[1].processor:
                print(f"cost among many over cost alone: {2 * told[1].cost / (told[0].cost + told[2].cost):.2f}")
            stop = threading.Event()
            rebuilding = threading.Thread(target=_rebuild, args=(docs, index, stop))
            rebuilding.start()
            _printed("rebuilding", many())
            stop.set()
            rebuilding.join()


def _ask_all(server: Server, questions: list[str], clients: int, every: int) -> Asked:
    """Ask so many questions in all, each client its share of them."""

    def one(number: int) -> tuple[list[float], int, set[str]]:
        took, failed, generations = [], 0, set()
        with httpx.Client(base_url=server.url, timeout=600) as client:
            for at in range(number, every, clients):
                started = time.perf_counter()
                answer = client.post("/api/ask", json={"question": questions[at % len(questions)]})
                took.append(time.perf_counter() - started)
                failed += answer.status_code != 200
                generations |= {answer.json()["index"]["generation"]} if answer.status_code == 200 else set()
        return took, failed, generations

    began, processor = time.perf_counter(), server.processor()
    with ThreadPoolExecutor(clients) as pool:
        results = list(pool.map(one, range(clients)))
    whole, processor = time.perf_counter() - began, server.processor() - processor
    seconds = [each for took, _, _ in results for each in took]
    generations = {name for _, _, names in results for name in names}
    return Asked(whole, seconds, processor, sum(failed for _, failed, _ in results), generations)


def _printed(name: str, asked: Asked) -> Asked:
    """Print a line; the same again."""
    median, high = (float(np.percentile(asked.seconds, share)) * 1000 for share in (50, 99))
    told = f"p50 {median:.0f} ms, p99 {high:.0f} ms, {asked.failed} failed, {len(asked.generations)} generations"
    cost = f"{asked.cost:.0f} ms of processor each ({1000 / asked.cost:.2f} a second of it)" if asked.processor else ""
    print(f"{name:>11}: {len(asked.seconds)} answers, {asked.rate:.2f} a second, {told}; {cost}", flush=True)
    return asked


def _rebuild(docs: Path, index: Path, stop: threading.Event) -> None:
    """Build in a process of its own, as `yinju index` does, again and again, a changed file each time."""
    for number in range(1000):
        if stop.is_set():
            return
        (docs / "changing.md").write_text(f"# Note\n\nThis is version {number}.\n", "utf-8")
        command = [sys.executable, "-m", "qa", "index", str(docs), "--index", str(index)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(index: Path) -> Iterator[Server]:
    """A server on a free port, as `yinju serve` starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "qa", "serve", "--index", str(index), "--port", str(port), "--no-log"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                httpx.get(f"{url}/healthz")
                break
            except httpx.TransportError:
                time.sleep(0.2)
        try:
            yield Server(url, process.pid)
        finally:  # else it would be waited for when the measurement fails
            process.terminate()


if __name__ == "__main__":
    main()
