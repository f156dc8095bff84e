"""SQuAD 1.1 and 2.0 JSON (also gzipped; CMRC 2018, DRCD, XQuAD and JSQuAD have this form): read, and imported.

An article becomes one document, its paragraphs in order, so that look-alike neighbours stand beside each other as in
life. Answers are anchored by the offsets that the set gives.
"""

import gzip
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qa.errors import QuestionSetError
from qa.evaluation.anchors import anchor_at
from qa.evaluation.imported import file_name, write_set
from qa.evaluation.questions import Anchor, Question, QuestionSet


@dataclass(frozen=True, slots=True)
class Article:
    """A document of a set: its file name, its whole text, and its questions with their places."""

    name: str
    text: str
    questions: tuple[tuple[str, Question], ...]


def read_squad(path: Path) -> list[Article]:
    """The articles of a SQuAD file.

    Args:
        path: The file.

    Returns:
        Articles with their paragraphs and questions.

    Raises:
        QuestionSetError: The file cannot be read, or is not of this form; the message names the place in it.
    """
    try:
        content = path.read_bytes()
        data = json.loads(gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content)
    except (ValueError, EOFError, RecursionError) as error:
        raise QuestionSetError(f"{path}: is not JSON ({error})") from error
    except OSError as error:
        raise QuestionSetError(f"{path}: cannot be read ({error.strerror or error})") from error
    articles = data.get("data") if isinstance(data, dict) else None
    if not isinstance(articles, list):
        raise QuestionSetError(f'{path}: is not a SQuAD set; it has no list named "data"')
    taken: set[str] = set()
    return [_article(path, number, article, taken) for number, article in enumerate(articles)]


def load_squad(path: Path) -> QuestionSet:
    """The questions of a SQuAD file, to be asked of an index of its imported documents.

    Args:
        path: The file.

    Returns:
        The questions, with their answers and sources.

    Raises:
        QuestionSetError: As `read_squad`.
    """
    return QuestionSet.of(path, (placed for article in read_squad(path) for placed in article.questions))


def import_squad(path: Path, folder: Path) -> QuestionSet:
    """Write the documents and the question set of a SQuAD file into a new folder.

    Args:
        path: The file.
        folder: The new folder.

    Returns:
        The set that was written.

    Raises:
        QuestionSetError: As `read_squad`, or the folder is not new.
    """
    articles = read_squad(path)
    made = QuestionSet.of(path, (placed for article in articles for placed in article.questions))
    return write_set(folder, ((article.name, article.text) for article in articles), made)


def _article(path: Path, number: int, article: Any, taken: set[str]) -> Article:
    place = f"{path}: data[{number}]"
    try:
        paragraphs = article["paragraphs"]
        title = str(article.get("title") or "")
        heading = f"# {' '.join(title.split())}\n\n" if title.strip() else ""
        name = file_name(title or f"{path.name.partition('.')[0]}-{number + 1}", taken)
        text, questions = heading, []
        for at, paragraph in enumerate(paragraphs):
            place = f"{path}: data[{number}].paragraphs[{at}]"
            context = _one_line(paragraph["context"])
            questions += [(place, _question(name, len(text), context, entry)) for entry in paragraph["qas"]]
            text += context + "\n\n"
    except (KeyError, TypeError, AttributeError) as error:
        raise QuestionSetError(f"{place}: is not as in SQuAD ({type(error).__name__}: {error})") from error
    return Article(name, text.rstrip("\n") + "\n", tuple((where, _with_context(q, text)) for where, q in questions))


def _question(name: str, offset: int, context: str, entry: Any) -> Question:
    entries = [] if entry.get("is_impossible") else entry.get("answers", [])
    answers = tuple(dict.fromkeys(_one_line(answer["text"]) for answer in entries if answer["text"].strip()))
    anchors = {
        Anchor(name, offset + start, offset + start + len(text), text)
        for answer in entries
        for text, start in [(_one_line(answer["text"]), answer.get("answer_start", -1))]
        if start >= 0 and context[start : start + len(text)] == text and text
    }
    ordered = tuple(sorted(anchors, key=lambda anchor: (anchor.start, anchor.end)))
    return Question(str(entry["id"]), entry["question"], answers, (name,) if answers else (), anchors=ordered)


def _with_context(question: Question, text: str) -> Question:
    """The question with the words around its anchors."""
    return replace(question, anchors=tuple(anchor_at(a.source, text, a.start, a.end) for a in question.anchors))


def _one_line(text: str) -> str:
    """A paragraph in one line, of the same length, so that offsets still hold."""
    return "".join(" " if c.isspace() and c != "\u3000" else c for c in text)
