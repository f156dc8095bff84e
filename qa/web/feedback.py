"""What people say of answers, as lines of a question set to look through: complaints become tests."""

import json
import threading
from pathlib import Path

from qa.types import Answer

_LARGEST_BYTES = 20_000_000  # of the file; more would be an attack
_LOCK = threading.Lock()


def note_feedback(path: Path, answer: Answer, vote: str, key: str) -> bool:
    """Write a line about an answer, in place of the one that was said of it before; False when it cannot be written.

    `answers` holds the quote where it was called right, and is left for people to fill in where it was called wrong:
    `review` says which.

    Args:
        path: The file of votes, JSON Lines.
        answer: What was voted on.
        vote: `good`; anything else says that it is wrong.
        key: Names the turn: one vote is one line, whatever is thought of it later.

    Returns:
        Whether it is written.
    """
    right = vote == "good"
    quote = answer.quotes[0] if answer.quotes else None
    line = {
        "id": f"feedback-{key}",
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
            if path.exists() and path.stat().st_size > _LARGEST_BYTES:
                return False
            path.parent.mkdir(parents=True, exist_ok=True)
            mine = f'{{"id": "feedback-{key}", '
            kept = path.read_text("utf-8").splitlines() if path.exists() else []
            kept = [other for other in kept if not other.startswith(mine)]
            aside = path.with_name(f"{path.name}.new")
            aside.write_text("\n".join([*kept, json.dumps(line, ensure_ascii=False)]) + "\n", "utf-8")
            aside.replace(path)
    except OSError:
        return False
    return True
