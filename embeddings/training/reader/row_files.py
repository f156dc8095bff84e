"""The rows of all sources in one file, each text once: small enough to take to a machine that only trains."""

import json
import lzma
from collections.abc import Mapping, Sequence
from pathlib import Path

from embeddings.training.reader.row import Row

NAME = "rows.jsonl.xz"
HELD, CHECKED = "held", "checked"  # begin the names of what the curve is drawn on, and of what networks are judged on


def save(path: Path, found: Mapping[str, Sequence[Row]]) -> None:
    """Write rows: a line with all texts, then a line for each row, with the number of its text.

    Args:
        path: Of the file.
        found: Rows by the name of their source.
    """
    numbers: dict[str, int] = {}
    lines = []
    for name, rows in found.items():
        for row in rows:
            fields = row.fields()
            lines.append([name, {**fields, "text": numbers.setdefault(fields["text"], len(numbers))}])
    with lzma.open(path, "wt", encoding="utf-8") as file:
        for line in (list(numbers), *lines):
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def load(path: Path) -> dict[str, list[Row]]:
    """Read them back.

    Args:
        path: Of the file.

    Returns:
        Rows by the name of their source.
    """
    found: dict[str, list[Row]] = {}
    with lzma.open(path, "rt", encoding="utf-8") as file:
        texts = json.loads(file.readline())
        for name, fields in map(json.loads, file):
            found.setdefault(name, []).append(Row.of({**fields, "text": texts[fields["text"]]}))
    return found


def to_learn_from(found: Mapping[str, Sequence[Row]]) -> dict[str, Sequence[Row]]:
    """Those that are not held out."""
    return {name: rows for name, rows in found.items() if not name.startswith((HELD, CHECKED))}
