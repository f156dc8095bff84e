"""Runs a target on one input after another in a child process under limits; its end by a signal is a finding too."""

import base64
import faulthandler
import json
import mmap
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import IO, Any, Protocol

from benchmarks.fuzzing.minimising import smaller

MEMORY = 2_000_000_000  # bytes of address space
_SIGNALS = {signal.SIGPROF: "takes too long", signal.SIGALRM: "waits for ever", signal.SIGKILL: "killed"}
_WAITS = 12  # times the processor time that a run may wait
_TELL_SECONDS = 0.5


class Target(Protocol):
    """What is fed: makes an input of chance, and takes it."""

    name: str
    seconds: float  # processor time for one input
    memory: int  # bytes of address space; 0 for no limit
    runs_at_once: int  # before a fresh child takes over

    def prepare(self) -> None:
        """Load what is needed; called once in each child."""

    def make(self, draw: Random) -> bytes:
        """An input."""

    def take(self, content: bytes) -> str:
        """Feed it; what came of it in a few words. Whatever it raises is a finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What went wrong, where, and the input; `number` is the run."""

    what: str
    place: str
    number: int
    content: bytes
    details: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How many runs are done, and what came of those since the last time."""

    done: int
    outcomes: dict[str, int]


def run(target: Target, seed: int, first: int, last: int) -> Iterator[Finding | Progress]:
    """Feed a target the inputs `first` to `last` (not included); they depend on the seed and their number alone."""
    while first < last:
        at = _Place()
        end = min(last, first + target.runs_at_once)
        reading, writing = os.pipe()
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _in_child(target, seed, first, end, at, os.fdopen(writing, "w"))
        os.close(writing)
        status = -1
        try:
            with os.fdopen(reading) as lines:
                yield from (_told(line) for line in lines)
            _, status = os.waitpid(child, 0)
        finally:
            if status < 0:  # whoever asked has had enough
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        if status == 0:
            first = end
            continue
        yield _ended(target, seed, at, status)
        first = at.number + 1


def input_of(target: Target, seed: int, number: int) -> bytes:
    """The input of a run."""
    return target.make(Random(f"{target.name}/{seed}/{number}"))


class _Place:
    """The number of the run that is on, and the stack it ends in; both outlive the child."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 8)
        self.stack: IO[str] = tempfile.TemporaryFile("w+")  # noqa: SIM115 (lives as long as this)

    @property
    def number(self) -> int:
        return int.from_bytes(self._shared[:], "little")

    @number.setter
    def number(self, number: int) -> None:
        self._shared[:] = number.to_bytes(8, "little")


def _in_child(target: Target, seed: int, first: int, last: int, at: _Place, out: IO[str]) -> None:
    try:
        at.number = first
        faulthandler.enable(at.stack)
        for number in (signal.SIGPROF, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
            faulthandler.register(number, at.stack, all_threads=False, chain=True)
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 (parsers print what they think of a file)
        target.prepare()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if target.memory:
            resource.setrlimit(resource.RLIMIT_AS, (target.memory, target.memory))
        _feed(target, seed, first, last, at, out)
        out.flush()
        status = 0
    except BaseException:
        traceback.print_exc()
        traceback.print_exc(file=at.stack)
        at.stack.flush()
        status = 1
    os._exit(status)


def _feed(target: Target, seed: int, first: int, last: int, at: _Place, out: IO[str]) -> None:
    outcomes: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    told = time.perf_counter()
    for number in range(first, last):
        at.number = number
        content = input_of(target, seed, number)
        outcome, error = _timed(target, content)
        outcomes[outcome] += 1
        if error is not None and signature(error) not in seen:
            seen.add(signature(error))
            _tell(out, finding=_described(target, number, content, error))
        if time.perf_counter() - told > _TELL_SECONDS or number == last - 1:
            _tell(out, done=number + 1, outcomes=outcomes)
            outcomes.clear()
            told = time.perf_counter()


def _timed(target: Target, content: bytes) -> tuple[str, Exception | None]:
    signal.setitimer(signal.ITIMER_PROF, target.seconds)
    signal.setitimer(signal.ITIMER_REAL, target.seconds * _WAITS)
    try:
        return target.take(content), None
    except Exception as error:
        return f"FOUND {type(error).__name__}", error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _described(target: Target, number: int, content: bytes, error: Exception) -> dict[str, Any]:
    what, place = signature(error)

    def is_same(shorter: bytes) -> bool:
        _, other = _timed(target, shorter)
        return other is not None and signature(other) == (what, place)

    small = smaller(content, is_same)
    stack = "".join(traceback.format_exception(error, limit=-12))
    return {
        "what": what,
        "place": place,
        "number": number,
        "content": base64.b64encode(small).decode(),
        "details": stack,
    }


def signature(error: BaseException) -> tuple[str, str]:
    """Type of an exception, and the places where our code and the last called code were."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/qa/" in frame.filename or "/embeddings/" in frame.filename]
    places = dict.fromkeys(f"{Path(f.filename).name}:{f.lineno}" for f in (*ours[-1:], *frames[-1:]))
    return type(error).__name__, " > ".join(places)


def _ended(target: Target, seed: int, at: _Place, status: int) -> Finding:
    at.stack.seek(0)
    stack = at.stack.read()
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    what = _SIGNALS.get(signal.Signals(number), signal.Signals(number).name) if number else "the child failed"
    innermost = next((line.strip() for line in stack.split("\n") if line.strip().startswith("File")), "?")
    return Finding(what, innermost.replace("File ", ""), at.number, input_of(target, seed, at.number), stack)


def _tell(out: IO[str], **values: Any) -> None:
    out.write(json.dumps(values) + "\n")
    out.flush()


def _told(line: str) -> Finding | Progress:
    values = json.loads(line)
    if "finding" in values:
        found = values["finding"]
        return Finding(**{**found, "content": base64.b64decode(found["content"])})
    return Progress(values["done"], values["outcomes"])
