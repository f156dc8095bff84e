"""What operators see: a log line for each question, and metrics. No text of questions unless asked."""

import json
import sys
import threading
from datetime import UTC, datetime
from typing import TextIO

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from qa.types import Answer, IndexInfo

_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class Observer:
    """Told about every answer; safe to share between threads."""

    CONTENT_TYPE = CONTENT_TYPE_LATEST

    def __init__(self, log: TextIO | None = None, *, with_questions: bool = False) -> None:
        """Log to a stream.

        Args:
            log: Where a JSON line for each question goes; None: nowhere.
            with_questions: Whether the line holds the question itself.
        """
        self._log, self._with_questions = log, with_questions
        self._lock = threading.Lock()
        self._registry = CollectorRegistry()
        self._answers = Counter(
            "yinju_answers", "Questions answered", ("door", "found", "generation"), registry=self._registry
        )
        self._seconds = Histogram(
            "yinju_answer_seconds", "Time to answer", ("door",), buckets=_SECONDS, registry=self._registry
        )
        self._passages = Gauge("yinju_passages", "Passages of the index that answers", registry=self._registry)

    def tell(self, answer: Answer, door: str) -> None:
        """Count an answer, and log it.

        Args:
            answer: The answer.
            door: Who asked: `api`, `page` or `mcp`.
        """
        self._answers.labels(door, str(answer.found).lower(), answer.index.generation).inc()
        self._seconds.labels(door).observe(answer.seconds)
        if self._log:
            line: dict[str, object] = {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "door": door,
                "found": answer.found,
                "confidence": round(answer.confidence, 3),
                "quotes": len(answer.quotes),
                "characters": len(answer.question),
                "seconds": round(answer.seconds, 4),
                "generation": answer.index.generation,
            }
            if self._with_questions:
                line["question"] = answer.question
            with self._lock:
                print(json.dumps(line, ensure_ascii=False), file=self._log, flush=True)

    def exposition(self, info: IndexInfo) -> bytes:
        """The metrics in the text format of Prometheus."""
        self._passages.set(info.passages)
        return generate_latest(self._registry)


def silent() -> Observer:
    """An observer that counts and logs nothing."""
    return Observer()


def logging_to_stderr(*, with_questions: bool) -> Observer:
    """An observer that logs to the terminal's error stream."""
    return Observer(sys.stderr, with_questions=with_questions)
