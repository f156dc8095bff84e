"""What people say of answers, as lines of a question set to look through: complaints become tests."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

from qa.types import Answer

_LARGEST = 20_000_000  # bytes of the file; more would be an attack
_LOCK = threading.Lock()


def note_feedback(path: Path, answer: Answer, vote: str) -> bool:
    """Write a line about an answer; False when it cannot be written.

    `answers` holds the quote where it was called right, and is left for people to fill in where it was called wrong:
    `review` says which.
    """
    right = vote == "good"
    quote = answer.quotes[0] if answer.quotes else None
    line = {
        "id": f"feedback-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}",
        "question": answer.understood or answer.question,
        "answers": [quote.text] if quote and right else [],
        "source": quote.passage.source if quote and right else None,
        "kind": "feedback",
        "vote": vote,
        "review": "right" if right else "wrong: fill in the answers, or leave them empty if there is none",
        "quoted": quote.text if quote else None,
        "generation": answer.index.generation,
    }
    try:
        with _LOCK:
            if path.exists() and path.stat().st_size > _LARGEST:
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    except OSError:
        return False
    return True
