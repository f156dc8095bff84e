"""Writes an imported set: its texts as a folder of documents, one Markdown file each under a name that any system takes."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from qa.errors import QuestionSetError
from qa.evaluation.questions import QuestionSet, write_lines

DOCUMENTS, QUESTIONS = "documents", "questions.jsonl"  # in the folder of an import
_LONGEST_NAME_CHARACTERS = 60  # four bytes each stay within the 255 that file systems allow
_NO_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*\s]+')


def file_name(title: str, taken: set[str], ending: str = ".md") -> str:
    """A file name for a title, different from all that are `taken` (letter case aside), to which it is added."""
    plain = _NO_NAME.sub("_", unicodedata.normalize("NFC", title)).strip("._ ")[:_LONGEST_NAME_CHARACTERS] or "document"
    name = f"{plain}{ending}"
    if name.lower() in taken:
        name = f"{plain}-{hashlib.sha256(title.encode()).hexdigest()[:8]}{ending}"
    number = 2
    while name.lower() in taken:
        name, number = f"{plain}-{number}{ending}", number + 1
    taken.add(name.lower())
    return name


def write_set(folder: Path, documents: Iterable[tuple[str, str]], made: QuestionSet) -> QuestionSet:
    """Write the documents and the questions of a set into a new folder.

    Args:
        folder: The folder; those above it are made too.
        documents: File name and whole text of each.
        made: The questions.

    Returns:
        The same set.

    Raises:
        QuestionSetError: The folder is there already and not empty, or cannot be written to.
    """
    _new_folder(folder)
    for name, text in documents:
        _write_document(folder / DOCUMENTS, name, text)
    write_lines(folder / QUESTIONS, made.questions)
    return made


def _write_document(folder: Path, name: str, text: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise QuestionSetError(f"{folder / name} cannot be written ({error.strerror}); give another --to") from error


def _new_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise QuestionSetError(f"{folder} is not empty; give a new folder with --to")
    except OSError as error:
        raise QuestionSetError(f"{folder} cannot be made ({error.strerror}); give another --to") from error
