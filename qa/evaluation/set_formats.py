"""Opens a question set of any form that is known: JSON Lines, CSV, SQuAD JSON, a BEIR folder."""

from pathlib import Path

from qa.evaluation.beir import load_beir
from qa.evaluation.questions import QuestionSet, load_lines
from qa.evaluation.squad import load_squad


def load_questions(path: Path) -> QuestionSet:
    """Read a question set.

    Args:
        path: `.jsonl` or `.csv` as in the contract, `.json` or `.json.gz` as in SQuAD, or a folder as in BEIR.

    Returns:
        The set, with what is odd in it.

    Raises:
        QuestionSetError: It cannot be read, or a line of it is broken; the message starts with `file:line`.
    """
    if path.is_dir():
        return load_beir(path)
    return load_squad(path) if path.name.lower().endswith((".json", ".json.gz")) else load_lines(path)
